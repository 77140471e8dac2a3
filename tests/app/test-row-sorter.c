/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-row-sorter.h"
#include "sample-reports.h"

static void
test_columns (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  LcRow *works = lc_report_get_row (report, 0);   /* US-01, 443, 41 ms */
  LcRow *blocked = lc_report_get_row (report, 1); /* US-17, 5061 */

  g_assert_cmpint (lc_row_compare (works, blocked, LC_ROW_COLUMN_NUMBER), <, 0);
  g_assert_cmpint (lc_row_compare (works, blocked, LC_ROW_COLUMN_PORT), <, 0);
  g_assert_cmpint (lc_row_compare (works, blocked, LC_ROW_COLUMN_HOST), >, 0);
  /* The worst comes first, and what there is none of last. */
  g_assert_cmpint (lc_row_compare (works, blocked, LC_ROW_COLUMN_STATUS), >, 0);
  g_assert_cmpint (lc_row_compare (works, blocked, LC_ROW_COLUMN_LATENCY), <, 0);
}

static LcRow *
make_row (const char *id, const char *number)
{
  LcEndpoint endpoint = sample_endpoint ();

  endpoint.id = (char *) id;
  endpoint.number = (char *) number;
  return lc_row_new (&endpoint);
}

static void
test_total (void)
{
  g_autoptr (LcRow) seven = make_row ("a", "US-7");
  g_autoptr (LcRow) seventeen = make_row ("b", "US-17");
  g_autoptr (LcRow) twin = make_row ("c", "US-17");

  for (int column = 0; column < LC_ROW_N_COLUMNS; column++) {
    g_assert_cmpint (lc_row_compare (seven, seventeen, (LcRowColumn) column), <, 0);
    g_assert_cmpint (lc_row_compare (seventeen, seven, (LcRowColumn) column), >, 0);
    g_assert_cmpint (lc_row_compare (seventeen, twin, (LcRowColumn) column), <, 0);
    g_assert_cmpint (lc_row_compare (twin, twin, (LcRowColumn) column), ==, 0);
  }
}

static void
test_sorter (void)
{
  g_autoptr (GtkSorter) sorter = lc_row_sorter_new (LC_ROW_COLUMN_NUMBER);
  g_autoptr (LcRow) seven = make_row ("a", "US-7");
  g_autoptr (LcRow) seventeen = make_row ("b", "US-17");

  g_assert_cmpint (gtk_sorter_compare (sorter, seven, seventeen), ==, GTK_ORDERING_SMALLER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-sorter/columns", test_columns);
  g_test_add_func ("/row-sorter/total", test_total);
  g_test_add_func ("/row-sorter/sorter", test_sorter);
  return g_test_run ();
}
