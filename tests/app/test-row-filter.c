/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-row-filter.h"
#include "sample-reports.h"

static void
test_problems (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autoptr (LcReport) running = sample_report_new_running ();

  g_assert_false (lc_row_is_problem (lc_report_get_row (report, 0)));
  g_assert_true (lc_row_is_problem (lc_report_get_row (report, 1)));
  /* What waits is no problem yet. */
  g_assert_false (lc_row_is_problem (lc_report_get_row (running, 0)));
  g_assert_false (
      lc_row_filter_matches (lc_report_get_row (report, 0), LC_ROW_FILTER_PROBLEMS, NULL));
  g_assert_true (lc_row_filter_matches (lc_report_get_row (report, 1), LC_ROW_FILTER_PROBLEMS, ""));
}

static void
test_service (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  LcRow *row = lc_report_get_row (report, 0);
  g_autofree char *mode = g_strconcat (LC_ROW_FILTER_SERVICE, lc_row_get_service (row), NULL);

  g_assert_true (lc_row_filter_matches (row, mode, NULL));
  g_assert_false (lc_row_filter_matches (row, LC_ROW_FILTER_SERVICE "other", NULL));
}

static void
test_search (void)
{
  static const struct
  {
    const char *search;
    gboolean first;
    gboolean second;
  } cases[] = {
    { "", TRUE, TRUE },          { "us-17", FALSE, TRUE },   { "17", FALSE, TRUE },
    { "5061", FALSE, TRUE },     { "CDN", TRUE, FALSE },     { "refuses 5061", FALSE, TRUE },
    { "works", TRUE, FALSE },    { "blocked", FALSE, TRUE }, { " 169.63 ", FALSE, TRUE },
    { "no such", FALSE, FALSE },
  };
  g_autoptr (LcReport) report = sample_report_new_blocked ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("search: %s", cases[i].search);
    g_assert_cmpint (lc_row_filter_matches (lc_report_get_row (report, 0), LC_ROW_FILTER_ALL,
                                            cases[i].search),
                     ==, cases[i].first);
    g_assert_cmpint (lc_row_filter_matches (lc_report_get_row (report, 1), LC_ROW_FILTER_ALL,
                                            cases[i].search),
                     ==, cases[i].second);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-filter/problems", test_problems);
  g_test_add_func ("/row-filter/service", test_service);
  g_test_add_func ("/row-filter/search", test_search);
  return g_test_run ();
}
