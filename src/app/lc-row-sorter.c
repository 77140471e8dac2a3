/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-row-sorter.h"

#include <string.h>

#include "app/lc-row-filter.h"
#include "report/lc-report-words.h"

static int
compare_numbers (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

/* "US-7" before "US-17". */
static int
compare_row_numbers (LcRow *a, LcRow *b)
{
  g_autofree char *a_key = g_utf8_collate_key_for_filename (lc_row_get_number (a), -1);
  g_autofree char *b_key = g_utf8_collate_key_for_filename (lc_row_get_number (b), -1);

  return strcmp (a_key, b_key);
}

static int
get_rank (LcRow *row)
{
  static const int ranks[] = {
    [LC_STATUS_FAIL] = 0,    [LC_STATUS_DEGRADED] = 1,  [LC_STATUS_INCONCLUSIVE] = 2,
    [LC_STATUS_SKIPPED] = 3, [LC_STATUS_CANCELLED] = 4, [LC_STATUS_PASS] = 7,
  };

  switch (lc_row_get_state (row)) {
  case LC_ROW_RUNNING:
    return 5;
  case LC_ROW_WAITING:
    return 6;
  case LC_ROW_ENDED:
  default:
    return ranks[lc_row_get_status (row)];
  }
}

static int
compare_ports (LcRow *a, LcRow *b)
{
  int order = compare_numbers (lc_row_get_port (a), lc_row_get_port (b));

  return order != 0 ? order : compare_numbers (lc_row_get_transport (a), lc_row_get_transport (b));
}

static int
compare_latencies (LcRow *a, LcRow *b)
{
  gint64 a_us = lc_row_get_latency_us (a);
  gint64 b_us = lc_row_get_latency_us (b);

  return compare_numbers (a_us < 0 ? G_MAXINT64 : a_us, b_us < 0 ? G_MAXINT64 : b_us);
}

/* As it is read. */
static int
compare_cells (LcRow *a, LcRow *b, LcRowColumn column)
{
  g_autofree char *a_text = lc_row_describe_cell (a, column);
  g_autofree char *b_text = lc_row_describe_cell (b, column);

  return g_utf8_collate (a_text, b_text);
}

static int
compare_column (LcRow *a, LcRow *b, LcRowColumn column)
{
  switch (column) {
  case LC_ROW_COLUMN_SERVICE:
  case LC_ROW_COLUMN_RESOLVED:
  case LC_ROW_COLUMN_SEEN:
    return compare_cells (a, b, column);
  case LC_ROW_COLUMN_HOST:
    return g_ascii_strcasecmp (lc_row_get_host (a), lc_row_get_host (b));
  case LC_ROW_COLUMN_PORT:
    return compare_ports (a, b);
  case LC_ROW_COLUMN_STATUS:
    return get_rank (a) - get_rank (b);
  case LC_ROW_COLUMN_LATENCY:
    return compare_latencies (a, b);
  case LC_ROW_COLUMN_NUMBER:
  case LC_ROW_N_COLUMNS:
  default:
    return 0;
  }
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return lc_row_compare (LC_ROW ((gpointer) a), LC_ROW ((gpointer) b),
                         (LcRowColumn) GPOINTER_TO_INT (user_data));
}

int
lc_row_compare (LcRow *a, LcRow *b, LcRowColumn column)
{
  int order = compare_column (a, b, column);

  if (order == 0)
    order = compare_row_numbers (a, b);
  return order != 0 ? order : strcmp (lc_row_get_id (a), lc_row_get_id (b));
}

static int
get_problem_rank (LcRow *row)
{
  return lc_row_is_problem (row) ? get_rank (row) : G_MAXINT;
}

int
lc_row_compare_problems (LcRow *a, LcRow *b)
{
  int order = compare_numbers (get_problem_rank (a), get_problem_rank (b));

  return order != 0 ? order : lc_row_compare (a, b, LC_ROW_COLUMN_NUMBER);
}

GtkSorter *
lc_row_sorter_new (LcRowColumn column)
{
  return GTK_SORTER (gtk_custom_sorter_new (compare_cb, GINT_TO_POINTER ((int) column), NULL));
}

static int
compare_order_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  if (GPOINTER_TO_INT (user_data))
    return lc_row_compare_problems (LC_ROW ((gpointer) a), LC_ROW ((gpointer) b));
  return lc_row_compare (LC_ROW ((gpointer) a), LC_ROW ((gpointer) b), LC_ROW_COLUMN_NUMBER);
}

void
lc_row_sorter_set_order (GtkCustomSorter *sorter, const char *sort)
{
  g_return_if_fail (GTK_IS_CUSTOM_SORTER (sorter));
  g_return_if_fail (sort != NULL);

  gtk_custom_sorter_set_sort_func (sorter, compare_order_cb,
                                   GINT_TO_POINTER (g_str_equal (sort, LC_ROW_SORT_PROBLEMS)),
                                   NULL);
}

GtkCustomSorter *
lc_row_sorter_attach (GtkColumnView *view, GtkSortListModel *model, const char *sort)
{
  g_autoptr (GtkMultiSorter) both = gtk_multi_sorter_new ();
  GtkCustomSorter *unsorted = gtk_custom_sorter_new (NULL, NULL, NULL);

  lc_row_sorter_set_order (unsorted, sort);
  gtk_multi_sorter_append (both, g_object_ref (gtk_column_view_get_sorter (view)));
  gtk_multi_sorter_append (both, GTK_SORTER (g_object_ref (unsorted)));
  gtk_sort_list_model_set_sorter (model, GTK_SORTER (both));
  return unsorted;
}
