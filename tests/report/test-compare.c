/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-compare.h"
#include "sample-reports.h"

static void
test_same (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autoptr (LcReport) other = sample_report_new_blocked ();
  g_autoptr (LcReport) elsewhere = sample_report_new_running ();
  g_autoptr (GPtrArray) differences = lc_reports_compare (report, other);

  g_assert_cmpuint (differences->len, ==, 0);
  g_assert_true (lc_reports_are_comparable (report, other));
  g_assert_false (lc_reports_are_comparable (report, report));
  g_assert_false (lc_reports_are_comparable (report, elsewhere));
}

static void
test_different (void)
{
  static const LcRowResult works = { LC_STATUS_PASS,       LC_CODE_OK, LC_PHASE_NONE, LC_OWNER_NONE,
                                     LC_CONFIDENCE_PROVEN, "",         41200 };
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autoptr (LcReport) other = sample_report_new_blocked ();
  g_autoptr (GPtrArray) differences = NULL;
  const LcDifference *difference;
  g_autofree char *text = NULL;

  lc_row_set_result (lc_report_get_row (other, 1), &works);
  differences = lc_reports_compare (report, other);
  g_assert_cmpuint (differences->len, ==, 1);
  difference = g_ptr_array_index (differences, 0);
  g_assert_true (difference->row == lc_report_get_row (report, 1));
  g_assert_true (difference->other == lc_report_get_row (other, 1));
  text = lc_difference_describe (difference);
  g_assert_true (g_str_has_prefix (text, "US-17 "));
  g_assert_true (g_str_has_suffix (text, ": Blocked in this report, Works in yours"));
}

static void
test_missing (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autoptr (LcReport) other = sample_report_new_blocked ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) forth = NULL;
  g_autoptr (GPtrArray) back = NULL;
  g_autofree char *there = NULL;
  g_autofree char *here = NULL;

  g_ptr_array_add (ids, (char *) lc_row_get_id (lc_report_get_row (report, 0)));
  lc_report_remove_rows_except (other, ids);
  forth = lc_reports_compare (report, other);
  back = lc_reports_compare (other, report);
  g_assert_cmpuint (forth->len, ==, 1);
  g_assert_cmpuint (back->len, ==, 1);
  there = lc_difference_describe (g_ptr_array_index (forth, 0));
  here = lc_difference_describe (g_ptr_array_index (back, 0));
  g_assert_true (g_str_has_suffix (there, ": Blocked in this report, not checked in yours"));
  g_assert_true (g_str_has_suffix (here, ": not checked in this report, Blocked in yours"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compare/same", test_same);
  g_test_add_func ("/compare/different", test_different);
  g_test_add_func ("/compare/missing", test_missing);
  return g_test_run ();
}
