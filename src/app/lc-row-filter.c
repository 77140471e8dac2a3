/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-row-filter.h"

#include <string.h>

#include "report/lc-report-words.h"

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
  g_autofree char *port = lc_row_describe_port (row);
  g_autofree char *seen = lc_row_describe_seen (row);
  g_autofree char *resolved = g_strjoinv (" ", (char **) lc_row_get_resolved (row));
  g_autofree char *title = lc_row_describe_title (row);
  g_autofree char *text
      = g_strjoin ("\n", lc_row_get_number (row), lc_row_get_service (row), title,
                   lc_row_get_host (row), port, lc_row_get_status_word (row), resolved, seen, NULL);

  return g_utf8_casefold (text, -1);
}

gboolean
lc_row_is_problem (LcRow *row)
{
  return lc_row_get_state (row) == LC_ROW_ENDED && lc_row_get_status (row) != LC_STATUS_PASS;
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
