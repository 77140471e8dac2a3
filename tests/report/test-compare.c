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

/* Every pair of statuses: what passes is never worse, what is not tried says nothing. */
static void
test_progress (void)
{
  static const LcProgress untried = LC_PROGRESS_UNTRIED, same = LC_PROGRESS_SAME,
                          fixed = LC_PROGRESS_FIXED, better = LC_PROGRESS_BETTER,
                          still = LC_PROGRESS_STILL, worse = LC_PROGRESS_WORSE,
                          new = LC_PROGRESS_NEW;
  const LcStatus statuses[] = { LC_STATUS_PASS,         LC_STATUS_DEGRADED, LC_STATUS_FAIL,
                                LC_STATUS_INCONCLUSIVE, LC_STATUS_SKIPPED,  LC_STATUS_CANCELLED };
  const LcProgress expected[6][6] = {
    { same, new, new, new, new, untried },
    { fixed, still, worse, better, untried, untried },
    { fixed, better, still, better, untried, untried },
    { fixed, worse, worse, still, untried, untried },
    { fixed, untried, untried, untried, untried, untried },
    { untried, untried, untried, untried, untried, untried },
  };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    for (guint j = 0; j < G_N_ELEMENTS (statuses); j++)
      g_assert_cmpint (lc_progress_new (statuses[i], statuses[j]), ==, expected[i][j]);
  g_assert_null (lc_progress_get_label (same));
  g_assert_null (lc_progress_get_label (untried));
  g_assert_cmpstr (lc_progress_get_label (fixed), ==, "Fixed");
}

static void
set_gateway (LcReport *report, const char *address)
{
  LcEnvironment *environment = lc_report_get_environment (report);
  const char *addresses[] = { address, NULL };

  g_strfreev (environment->gateways);
  environment->gateways = g_strdupv ((char **) addresses);
}

static void
set_public_address (LcReport *report, const char *address)
{
  LcEnvironment *environment = lc_report_get_environment (report);

  g_free (environment->public_address);
  environment->public_address = g_strdup (address);
}

static void
test_network (void)
{
  g_autoptr (LcReport) before = sample_report_new_blocked ();
  g_autoptr (LcReport) after = sample_report_new_blocked ();

  set_gateway (before, "10.1.0.1");
  set_public_address (before, "203.0.113.2");
  g_clear_pointer (&lc_report_get_environment (after)->gateways, g_strfreev);
  set_public_address (after, NULL);
  g_assert_cmpint (lc_reports_compare_question (before, after), ==, LC_QUESTION_SAME);
  set_gateway (after, "10.9.0.1");
  g_assert_cmpint (lc_reports_compare_question (before, after), ==, LC_QUESTION_OTHER_NETWORK);
  set_gateway (after, "10.1.0.1");
  g_assert_cmpint (lc_reports_compare_question (before, after), ==, LC_QUESTION_SAME);
  set_public_address (after, "203.0.113.9");
  g_assert_cmpint (lc_reports_compare_question (before, after), ==, LC_QUESTION_OTHER_NETWORK);
  set_public_address (after, "203.0.113.2");
  lc_report_get_environment (after)->vpn = g_strdup ("tun0");
  g_assert_cmpint (lc_reports_compare_question (before, after), ==, LC_QUESTION_OTHER_NETWORK);
}

static void
test_question (void)
{
  g_autoptr (LcReport) before = sample_report_new_blocked ();
  g_autoptr (LcReport) after = sample_report_new_blocked ();
  g_autoptr (LcReport) elsewhere = sample_report_new_running ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  g_assert_cmpint (lc_reports_compare_question (before, elsewhere), ==, LC_QUESTION_OTHER_SITE);
  lc_report_remove_rows_except (after, none);
  g_assert_cmpint (lc_reports_compare_question (before, after), ==, LC_QUESTION_OTHER_ROWS);
  g_assert_null (lc_question_get_label (LC_QUESTION_SAME));
  for (int i = LC_QUESTION_OTHER_SITE; i <= LC_QUESTION_OTHER_ROWS; i++)
    g_assert_nonnull (lc_question_get_label (i));
}

static void
test_describe_progress (void)
{
  static const LcRowResult works = { LC_STATUS_PASS,       LC_CODE_OK, LC_PHASE_NONE, LC_OWNER_NONE,
                                     LC_CONFIDENCE_PROVEN, "",         41200 };
  g_autoptr (LcReport) before = sample_report_new_blocked ();
  g_autoptr (LcReport) after = sample_report_new_blocked ();
  LcRow *row = lc_report_get_row (after, 1);
  g_autofree char *still = lc_progress_describe (lc_report_get_row (before, 1), row);
  g_autofree char *fixed = NULL;

  g_assert_true (g_str_has_suffix (still, ": Blocked"));
  lc_row_set_result (row, &works);
  fixed = lc_progress_describe (lc_report_get_row (before, 1), row);
  g_assert_true (g_str_has_prefix (fixed, "US-17 "));
  g_assert_true (g_str_has_suffix (fixed, ": Blocked before, Works now"));
}

/* Each row that did not pass, and the first of each service that did. */
static void
test_choose_again (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autoptr (GPtrArray) ids = lc_report_choose_again (report);
  guint expected = 0;

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    gboolean chosen
        = g_ptr_array_find_with_equal_func (ids, lc_row_get_id (row), g_str_equal, NULL);
    gboolean control = lc_row_get_status (row) == LC_STATUS_PASS;

    for (guint j = 0; j < i; j++) {
      LcRow *earlier = lc_report_get_row (report, j);

      if (lc_row_get_status (earlier) == LC_STATUS_PASS
          && g_str_equal (lc_row_get_service (earlier), lc_row_get_service (row)))
        control = FALSE;
    }
    g_assert_true (chosen == (control || lc_row_get_status (row) != LC_STATUS_PASS));
    expected += chosen;
  }
  g_assert_cmpuint (ids->len, ==, expected);
  g_assert_cmpuint (ids->len, >=, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compare/same", test_same);
  g_test_add_func ("/compare/different", test_different);
  g_test_add_func ("/compare/missing", test_missing);
  g_test_add_func ("/compare/progress", test_progress);
  g_test_add_func ("/compare/network", test_network);
  g_test_add_func ("/compare/question", test_question);
  g_test_add_func ("/compare/describe-progress", test_describe_progress);
  g_test_add_func ("/compare/choose-again", test_choose_again);
  return g_test_run ();
}
