/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-compare.h"

#include <glib/gi18n-lib.h>

#include "base/lc-text.h"
#include "report/lc-report-words.h"

static void
add_difference (GPtrArray *differences, LcRow *row, LcRow *other)
{
  LcDifference *difference = g_new0 (LcDifference, 1);

  difference->row = row;
  difference->other = other;
  g_ptr_array_add (differences, difference);
}

gboolean
lc_reports_are_comparable (LcReport *report, LcReport *other)
{
  g_return_val_if_fail (LC_IS_REPORT (report) && LC_IS_REPORT (other), FALSE);

  return report != other && g_str_equal (lc_report_get_site (report), lc_report_get_site (other));
}

GPtrArray *
lc_reports_compare (LcReport *report, LcReport *other)
{
  GPtrArray *differences = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (LC_IS_REPORT (report) && LC_IS_REPORT (other), differences);

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    LcRow *twin = lc_report_find_row (other, lc_row_get_id (row));

    if (twin == NULL || lc_row_get_status (row) != lc_row_get_status (twin))
      add_difference (differences, row, twin);
  }
  for (guint i = 0; i < lc_report_get_n_rows (other); i++) {
    LcRow *row = lc_report_get_row (other, i);

    if (lc_report_find_row (report, lc_row_get_id (row)) == NULL)
      add_difference (differences, NULL, row);
  }
  return differences;
}

char *
lc_difference_describe (const LcDifference *difference)
{
  LcRow *row = difference->row != NULL ? difference->row : difference->other;
  g_autofree char *number = lc_text_clean (lc_row_get_number (row));
  g_autofree char *title = lc_row_describe_title (row);

  if (difference->other == NULL)
    /* Translators: a row's number, its service, a status. “Yours” is the check of this
     * computer, which “Compared with your check of …” above it names. */
    return g_strdup_printf (_ ("%s %s: %s in this report, not checked in yours"), number, title,
                            lc_row_get_status_word (row));
  if (difference->row == NULL)
    /* Translators: a row's number, its service, a status. */
    return g_strdup_printf (_ ("%s %s: not checked in this report, %s in yours"), number, title,
                            lc_row_get_status_word (row));
  /* Translators: a row's number, its service, two statuses. */
  return g_strdup_printf (_ ("%s %s: %s in this report, %s in yours"), number, title,
                          lc_row_get_status_word (difference->row),
                          lc_row_get_status_word (difference->other));
}
