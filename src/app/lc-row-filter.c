/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-row-filter.h"

#include <string.h>

#include "report/lc-report-words.h"
#include "report/lc-row-cell.h"

static gboolean
mode_matches (LcRow *row, const char *mode)
{
  if (g_str_equal (mode, LC_ROW_FILTER_PROBLEMS))
    return lc_row_is_problem (row);
  if (g_str_has_prefix (mode, LC_ROW_FILTER_SERVICE))
    return g_str_equal (lc_row_get_service (row), mode + strlen (LC_ROW_FILTER_SERVICE));
  return TRUE;
}

/* What the table shows of a row, as one text without case. */
static char *
get_searched_text (LcRow *row)
{
  g_autoptr (GString) text = g_string_new (lc_row_get_service (row));

  for (LcRowColumn column = 0; column < LC_ROW_N_COLUMNS; column++) {
    g_autofree char *cell = lc_row_describe_cell (row, column);

    if (column != LC_ROW_COLUMN_LATENCY)
      g_string_append_printf (text, "\n%s", cell);
  }
  return g_utf8_casefold (text->str, -1);
}

gboolean
lc_row_is_problem (LcRow *row)
{
  return lc_row_get_state (row) == LC_ROW_ENDED && lc_row_get_status (row) != LC_STATUS_PASS;
}

/* "US-17", and "17" where people leave out what all have in common. */
static gboolean
is_number_of (LcRow *row, const char *text)
{
  const char *number = lc_row_get_number (row);
  const char *last = strrchr (number, '-');

  return g_ascii_strcasecmp (number, text) == 0 || (last != NULL && g_str_equal (last + 1, text));
}

gboolean
lc_row_filter_matches (LcRow *row, const char *mode, const char *search)
{
  g_autofree char *text = NULL;
  g_autofree char *wanted = NULL;
  g_auto (GStrv) words = NULL;

  if (!mode_matches (row, mode))
    return FALSE;
  if (search == NULL || *search == '\0')
    return TRUE;
  text = get_searched_text (row);
  wanted = g_utf8_casefold (search, -1);
  words = g_strsplit (wanted, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

GMenuModel *
lc_row_filter_new_service_menu (LcReport *report)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; report != NULL && i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    g_autofree char *title = lc_row_describe_title (row);
    g_autofree char *target = NULL;
    g_autoptr (GMenuItem) item = NULL;

    if (!g_hash_table_add (seen, (char *) lc_row_get_service (row)))
      continue;
    target = g_strconcat (LC_ROW_FILTER_SERVICE, lc_row_get_service (row), NULL);
    item = g_menu_item_new (title, NULL);
    g_menu_item_set_action_and_target (item, "table.filter", "s", target);
    g_menu_append_item (menu, item);
  }
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

char *
lc_row_filter_describe_service (LcReport *report, const char *filter)
{
  for (guint i = 0; report != NULL && g_str_has_prefix (filter, LC_ROW_FILTER_SERVICE)
                    && i < lc_report_get_n_rows (report);
       i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_filter_matches (row, filter, NULL))
      return lc_row_describe_title (row);
  }
  return NULL;
}

guint
lc_row_filter_find_row (GListModel *rows, LcRow *row)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (LcRow) item = g_list_model_get_item (rows, i);

    if (item == row)
      return i;
  }
  return GTK_INVALID_LIST_POSITION;
}

guint
lc_row_filter_find_searched (GListModel *rows, const char *search)
{
  g_autofree char *text = g_strstrip (g_strdup (search));

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (LcRow) row = g_list_model_get_item (rows, i);

    if (is_number_of (row, text))
      return i;
  }
  return *text != '\0' && g_list_model_get_n_items (rows) > 0 ? 0 : GTK_INVALID_LIST_POSITION;
}
