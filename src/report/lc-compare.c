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

static gboolean
shares_any (char **a, char **b)
{
  for (char **word = a; *word != NULL; word++) {
    if (g_strv_contains ((const char *const *) b, *word))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_known (char **words)
{
  return words != NULL && *words != NULL;
}

static gboolean
is_other_network (const LcEnvironment *a, const LcEnvironment *b)
{
  if (is_known (a->gateways) && is_known (b->gateways) && !shares_any (a->gateways, b->gateways))
    return TRUE;
  if (a->public_address != NULL && b->public_address != NULL
      && !g_str_equal (a->public_address, b->public_address))
    return TRUE;
  return (a->vpn != NULL) != (b->vpn != NULL);
}

static gboolean
any_row_in_both (LcReport *before, LcReport *after)
{
  for (guint i = 0; i < lc_report_get_n_rows (before); i++) {
    LcRow *row = lc_report_get_row (before, i);
    LcRow *twin = lc_report_find_row (after, lc_row_get_id (row));

    if (twin != NULL
        && lc_progress_new (lc_row_get_status (row), lc_row_get_status (twin))
               != LC_PROGRESS_UNTRIED)
      return TRUE;
  }
  return FALSE;
}

LcQuestion
lc_reports_compare_question (LcReport *before, LcReport *after)
{
  g_return_val_if_fail (LC_IS_REPORT (before) && LC_IS_REPORT (after), LC_QUESTION_OTHER_ROWS);

  if (!g_str_equal (lc_report_get_site (before), lc_report_get_site (after)))
    return LC_QUESTION_OTHER_SITE;
  if (!g_str_equal (lc_report_get_catalog_sha256 (before), lc_report_get_catalog_sha256 (after)))
    return LC_QUESTION_OTHER_CATALOG;
  if (is_other_network (lc_report_get_environment (before), lc_report_get_environment (after)))
    return LC_QUESTION_OTHER_NETWORK;
  return any_row_in_both (before, after) ? LC_QUESTION_SAME : LC_QUESTION_OTHER_ROWS;
}

const char *
lc_question_get_label (LcQuestion question)
{
  switch (question) {
  case LC_QUESTION_OTHER_SITE:
    return _ ("The two checks are of different sites.");
  case LC_QUESTION_OTHER_CATALOG:
    return _ ("The two checks used different catalogues.");
  case LC_QUESTION_OTHER_NETWORK:
    return _ ("The two checks were made on different networks.");
  case LC_QUESTION_OTHER_ROWS:
    return _ ("No row was tried in both checks.");
  case LC_QUESTION_SAME:
  default:
    return NULL;
  }
}

LcProgress
lc_progress_new (LcStatus before, LcStatus after)
{
  if (before == LC_STATUS_CANCELLED || after == LC_STATUS_CANCELLED)
    return LC_PROGRESS_UNTRIED;
  if (after == LC_STATUS_PASS)
    return before == LC_STATUS_PASS ? LC_PROGRESS_SAME : LC_PROGRESS_FIXED;
  if (before == LC_STATUS_PASS)
    return LC_PROGRESS_NEW;
  if (before == LC_STATUS_SKIPPED || after == LC_STATUS_SKIPPED)
    return LC_PROGRESS_UNTRIED;
  if (before == after)
    return LC_PROGRESS_STILL;
  return lc_status_worse (before, after) == after ? LC_PROGRESS_WORSE : LC_PROGRESS_BETTER;
}

const char *
lc_progress_get_label (LcProgress progress)
{
  switch (progress) {
  case LC_PROGRESS_FIXED:
    return C_ ("since the check before", "Fixed");
  case LC_PROGRESS_BETTER:
    return C_ ("since the check before", "Better");
  case LC_PROGRESS_STILL:
    return C_ ("since the check before", "Still");
  case LC_PROGRESS_WORSE:
    return C_ ("since the check before", "Worse");
  case LC_PROGRESS_NEW:
    return C_ ("since the check before", "New");
  case LC_PROGRESS_UNTRIED:
  case LC_PROGRESS_SAME:
  default:
    return NULL;
  }
}

char *
lc_progress_describe (LcRow *before, LcRow *after)
{
  g_autofree char *number = lc_text_clean (lc_row_get_number (after));
  g_autofree char *title = lc_row_describe_title (after);

  if (lc_row_get_status (before) == lc_row_get_status (after))
    return g_strdup_printf ("%s %s: %s", number, title, lc_row_get_status_word (after));
  /* Translators: a row's number, its service, two statuses. */
  return g_strdup_printf (_ ("%s %s: %s before, %s now"), number, title,
                          lc_row_get_status_word (before), lc_row_get_status_word (after));
}

GPtrArray *
lc_report_choose_again (LcReport *before)
{
  g_autoptr (GHashTable) controls = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (LC_IS_REPORT (before), ids);

  for (guint i = 0; i < lc_report_get_n_rows (before); i++) {
    LcRow *row = lc_report_get_row (before, i);

    if (lc_row_get_status (row) != LC_STATUS_PASS
        || g_hash_table_add (controls, (gpointer) lc_row_get_service (row)))
      g_ptr_array_add (ids, g_strdup (lc_row_get_id (row)));
  }
  return ids;
}
