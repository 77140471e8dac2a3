/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "report/lc-report-words.h"
#include "sample-reports.h"

static void
test_us (void)
{
  static const struct
  {
    gint64 us;
    const char *text;
  } cases[] = {
    { LC_US_NONE, "–" },  { 0, "0.0 ms" },        { 49, "0.0 ms" },
    { 50, "0.1 ms" },     { 41200, "41.2 ms" },   { 41249, "41.2 ms" },
    { 41250, "41.3 ms" }, { 999949, "999.9 ms" }, { 999950, "1.0 s" },
    { 2310400, "2.3 s" }, { 59950000, "60.0 s" }, { G_MAXINT64, "9223372036854.8 s" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = lc_describe_us (cases[i].us);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_row (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  LcRow *works = lc_report_get_row (report, 0);
  LcRow *blocked = lc_report_get_row (report, 1);
  g_autofree char *port = lc_row_describe_port (blocked);
  g_autofree char *latency = lc_row_describe_latency (works);
  g_autofree char *no_latency = lc_row_describe_latency (blocked);
  g_autofree char *seen = lc_row_describe_seen (works);
  g_autofree char *detail = lc_row_describe_seen (blocked);

  g_assert_cmpstr (port, ==, "TCP 5061");
  g_assert_cmpstr (latency, ==, "41.2 ms");
  g_assert_cmpstr (no_latency, ==, "–");
  g_assert_cmpstr (seen, ==, "Answered as it should");
  g_assert_cmpstr (detail, ==, "10.1.0.1 refuses TCP 5061: administratively prohibited.");
  g_assert_cmpstr (lc_row_get_status_word (works), ==, "Works");
  g_assert_cmpstr (lc_row_get_status_word (blocked), ==, "Blocked");
}

static void
test_running_row (void)
{
  LcEndpoint endpoint = sample_endpoint ();
  g_autoptr (LcRow) row = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *activity = NULL;
  g_autofree char *port = NULL;

  endpoint.udp = TRUE;
  endpoint.port_last = 65535;
  row = lc_row_new (&endpoint);
  port = lc_row_describe_port (row);
  nothing = lc_row_describe_seen (row);
  g_assert_cmpstr (port, ==, "UDP 5061-65535");
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (lc_row_get_status_word (row), ==, "Waiting");
  lc_row_set_state (row, LC_ROW_RUNNING);
  lc_row_set_activity (row, "asking \x1b for TLS");
  activity = lc_row_describe_seen (row);
  g_assert_cmpstr (activity, ==, "asking \ufffd for TLS");
  g_assert_cmpstr (lc_row_get_status_word (row), ==, "Checking…");
}

static void
test_rows (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *none = lc_report_describe_rows (report, ids);
  g_autofree char *some = NULL;

  g_ptr_array_add (ids, (gpointer) "us/sip/169.63.26.232:5061/tcp");
  g_ptr_array_add (ids, (gpointer) "not\nthere");
  some = lc_report_describe_rows (report, ids);
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (some, ==, "US-17, not there");
}

static void
test_started (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *started = lc_report_describe_started (report);

  g_assert_cmpstr (started, ==, "31 January 2025, 12:00 UTC");
}

static void
add_finding (GPtrArray *findings, const char *code, const char *folded_under)
{
  LcFinding *finding = lc_finding_new (code, LC_SEVERITY_NOTE, LC_CONFIDENCE_LIKELY, LC_OWNER_NONE);

  finding->folded_under = g_strdup (folded_under);
  g_ptr_array_add (findings, finding);
}

/* Of a chain the top, of a circle nothing, of what is not there nothing. */
static void
test_parents (void)
{
  g_autoptr (LcReport) report = sample_report_new_empty ();
  g_autoptr (GPtrArray) parents = NULL;
  GPtrArray *findings = lc_findings_new ();

  add_finding (findings, "leaf", "middle");
  add_finding (findings, "middle", "top");
  add_finding (findings, "top", NULL);
  add_finding (findings, "ring-a", "ring-b");
  add_finding (findings, "ring-b", "ring-a");
  add_finding (findings, "self", "self");
  add_finding (findings, "orphan", "gone");
  lc_report_set_diagnosis (report, LC_VERDICT_OK, "", lc_capabilities_new (), findings);

  parents = lc_report_find_parents (report);
  g_assert_cmpuint (parents->len, ==, findings->len);
  g_assert_true (g_ptr_array_index (parents, 0) == g_ptr_array_index (findings, 2));
  g_assert_true (g_ptr_array_index (parents, 1) == g_ptr_array_index (findings, 2));
  for (guint i = 2; i < parents->len; i++)
    g_assert_null (g_ptr_array_index (parents, i));
}

/* What no step saw is said once more beside the steps, and what one saw is not. */
static void
test_meaning (void)
{
  g_autoptr (LcAttempt) attempt = lc_attempt_new ("192.0.2.1");

  attempt->code = LC_CODE_TLS_INTERCEPTED;
  attempt->status = LC_STATUS_DEGRADED;
  g_assert_null (lc_attempt_get_meaning (attempt));
  lc_attempt_take_step (attempt, lc_step_new (LC_PHASE_TLS, LC_STATUS_PASS, LC_CODE_OK, 900, NULL));
  g_assert_cmpstr (lc_attempt_get_meaning (attempt), ==,
                   "Something in between opens the encrypted connection");
  lc_attempt_take_step (attempt, lc_step_new (LC_PHASE_TLS, LC_STATUS_FAIL, LC_CODE_TLS_INTERCEPTED,
                                              900, NULL));
  g_assert_null (lc_attempt_get_meaning (attempt));
  attempt->status = LC_STATUS_PASS;
  attempt->code = LC_CODE_UDP_LEFT_NETWORK;
  g_assert_null (lc_attempt_get_meaning (attempt));
}

/* A person reads the time of the place, and whoever compares it with a log, UTC. */
static void
test_when (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *before = g_strdup (g_getenv ("TZ"));
  g_autofree char *in_utc = NULL;
  g_autofree char *in_india = NULL;

  g_setenv ("TZ", "UTC", TRUE);
  in_utc = lc_report_describe_when (report);
  g_setenv ("TZ", "<+0530>-5:30", TRUE);
  in_india = lc_report_describe_when (report);
  if (before != NULL)
    g_setenv ("TZ", before, TRUE);
  else
    g_unsetenv ("TZ");
  g_test_message ("%s, %s", in_utc, in_india);
  g_assert_true (g_str_has_suffix (in_utc, " UTC"));
  g_assert_null (strchr (in_utc, '('));
  g_assert_true (g_str_has_suffix (in_india, " UTC)"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report-words/us", test_us);
  g_test_add_func ("/report-words/row", test_row);
  g_test_add_func ("/report-words/running-row", test_running_row);
  g_test_add_func ("/report-words/rows", test_rows);
  g_test_add_func ("/report-words/started", test_started);
  g_test_add_func ("/report-words/parents", test_parents);
  g_test_add_func ("/report-words/meaning", test_meaning);
  g_test_add_func ("/report-words/when", test_when);
  return g_test_run ();
}
