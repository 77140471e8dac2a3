/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "report/lc-report-csv.h"
#include "report/lc-report-private.h"
#include "sample-reports.h"

#define TITLES                                                                                     \
  "id,number,service,host,port,port_last,transport,protocol,required,status,code,phase,owner,"     \
  "confidence,latency_us,duration_us,documented,resolved,detail\r\n"

static void
test_rows (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *csv = lc_report_to_csv (report);

  g_assert_cmpstr (
      csv, ==,
      TITLES "us/adk/a:443/tcp,US-01,sip,cdnakauamq11hbp9.cdn.appdomain.cloud,443,443,tcp,sip,"
             "true,pass,ok,,none,proven,41200,82400,cdnakauamq11hbp9.cdn.appdomain.cloud,,\r\n"
             "us/sip/169.63.26.232:5061/tcp,US-17,sip,169.63.26.232,5061,5061,tcp,sip,true,"
             "fail,tcp-rejected,tcp,firewall,proven,,,169.63.26.232,169.63.26.232,"
             "10.1.0.1 refuses TCP 5061: administratively prohibited.\r\n");
}

static void
test_empty (void)
{
  g_autoptr (LcReport) report = sample_report_new_empty ();
  g_autofree char *csv = lc_report_to_csv (report);

  g_assert_cmpstr (csv, ==, TITLES);
}

/* Returns: (transfer full): the last cell of the one row of a report with @detail. */
static char *
write_detail (const char *detail)
{
  static const LcReportHead head = { "", "", "", "", "", "", "", "", "", "" };
  LcEndpoint endpoint = sample_endpoint ();
  LcRowResult result = { LC_STATUS_PASS,       LC_CODE_OK, LC_PHASE_NONE, LC_OWNER_NONE,
                         LC_CONFIDENCE_PROVEN, detail,     LC_US_NONE };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LcReport) report = NULL;
  g_autofree char *csv = NULL;
  const char *before = ",169.63.26.232,169.63.26.232,";
  const char *cell;

  g_ptr_array_add (rows, lc_row_new (&endpoint));
  lc_row_set_result (g_ptr_array_index (rows, 0), &result);
  report = lc_report_new_for_rows (&head, rows);
  csv = lc_report_to_csv (report);
  g_assert_true (g_str_has_suffix (csv, "\r\n"));
  cell = strstr (csv, before) + strlen (before);
  return g_strndup (cell, strlen (cell) - 2);
}

static void
test_cells (void)
{
  static const struct
  {
    const char *detail;
    const char *cell;
  } cases[] = {
    { "plain", "plain" },
    { "a, b", "\"a, b\"" },
    { "say \"no\"", "\"say \"\"no\"\"\"" },
    { "two\r\nlines", "two  lines" },
    { " space", "\" space\"" },
    { "=1+1", "'=1+1" },
    { "+1", "'+1" },
    { "-1", "'-1" },
    { "@SUM(A1)", "'@SUM(A1)" },
    { "\t=1", "' =1" },
    { "\rx", "' x" },
    { "\nx", "' x" },
    { "  =1", "'  =1" },
    { "＝1", "'＝1" },
    { "=A,\"B\"", "\"'=A,\"\"B\"\"\"" },
    { "a=1", "a=1" },
    { "\x1b[31m\xff", "\ufffd[31m\ufffd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *cell = write_detail (cases[i].detail);

    g_assert_cmpstr (cell, ==, cases[i].cell);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report-csv/rows", test_rows);
  g_test_add_func ("/report-csv/empty", test_empty);
  g_test_add_func ("/report-csv/cells", test_cells);
  return g_test_run ();
}
