/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "diagnosis/lc-change.h"
#include "diagnosis/lc-firewall-request.h"
#include "fixture.h"

static void
block_sip (LcReport *report)
{
  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_get_port (row) == 5061)
      fixture_stop_after (fixture_first (row), LC_TRANSPORT_TCP, 5061, 1);
  }
}

static void
test_nothing (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;

  fixture_diagnose (report);
  text = lc_firewall_request_text (report);
  csv = lc_firewall_request_csv (report);
  g_assert_nonnull (strstr (text, "No change is asked for"));
  g_assert_cmpuint (strlen (csv), ==, (gsize) (strstr (csv, "\r\n") - csv) + 2);
}

static void
test_port (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;

  block_sip (report);
  fixture_diagnose (report);
  text = lc_firewall_request_text (report);
  g_assert_nonnull (strstr (text, "TCP 5061 to\n"));
  g_assert_nonnull (strstr (text, "      169.63.26.232\n"));
  g_assert_nonnull (strstr (text, "      169.63.160.152\n"));
  g_assert_nonnull (strstr (text, "stops after 10.1.0.1 (hop 1)"));
  g_assert_nonnull (strstr (text, "linecheck-cli check us --rows US-19,US-20"));
  g_assert_null (strstr (text, "443 to\n"));
  csv = lc_firewall_request_csv (report);
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4); /* the titles, two destinations, the end */
  g_assert_true (g_str_has_prefix (lines[1], "outbound,allow,outbound,tcp,5061,5061,169.63."));
  g_assert_nonnull (strstr (lines[1], ",firewall,2025-01-15T10:30:00Z,"));
}

/* What is not required is not asked for, nor what nobody blocked. */
static void
test_left_out (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (GPtrArray) changes = NULL;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 25, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_fail (fixture_row (report, "us/elk"), LC_PHASE_APP, LC_CODE_HTTP_ERROR);
  fixture_diagnose (report);
  changes = lc_changes_new (report);
  g_assert_cmpuint (changes->len, ==, 0);
}

/* One destination that two rows need is one line, with both reasons. */
static void
test_aggregated (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  g_autoptr (GPtrArray) changes = NULL;
  const LcChange *change;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 8021, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (report);
  changes = lc_changes_new (report);
  g_assert_cmpuint (changes->len, ==, 1);
  change = g_ptr_array_index (changes, 0);
  g_assert_cmpint (change->kind, ==, LC_CHANGE_OUTBOUND);
  g_assert_cmpstr (change->address, ==, "169.50.222.162");
  g_assert_cmpuint (change->rows->len, ==, 2);
  g_assert_cmpuint (change->services->len, ==, 2);
}

static void
intercept (LcRow *row)
{
  LcAttempt *attempt = fixture_first (row);

  fixture_certificate (attempt, row, "CN=Northwind TLS Inspection CA", "untrusted");
  lc_attempt_get_step (attempt, LC_PHASE_TLS)->status = LC_STATUS_FAIL;
  lc_attempt_get_step (attempt, LC_PHASE_TLS)->code = LC_CODE_TLS_UNTRUSTED;
}

/* Inspection is another list than blocked ports, and so is a filtering DNS server. */
static void
test_lists_apart (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;

  block_sip (report);
  intercept (fixture_row (report, "us/mldt/workspace.movius.ai"));
  intercept (fixture_row (report, "us/mldt/cdn"));
  fixture_resolve (fixture_row (report, "us/elk"), "0.0.0.0", LC_CODE_DNS_SINKHOLE);
  fixture_diagnose (report);
  text = lc_firewall_request_text (report);
  g_assert_nonnull (strstr (text, "Allow these connections\n"));
  g_assert_nonnull (strstr (text, "Exempt these hosts from TLS inspection\n"));
  g_assert_nonnull (strstr (text, "Exempt these names from the DNS filter\n"));
  g_assert_null (strstr (text, "Allow these destinations in the proxy\n"));
  csv = lc_firewall_request_csv (report);
  g_assert_nonnull (strstr (csv, "\r\ntls-inspection,bypass,outbound,tcp,443,443,"));
  g_assert_nonnull (strstr (csv, "\r\ndns,bypass,outbound,tcp,443,443,169.63.160.153,"));
}

static void
test_proxy_list (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/elk");
  LcAttempt *attempt = fixture_attempt (row, lc_row_get_proxied_attempts (row), "169.63.160.153",
                                        LC_PHASE_TCP, LC_CODE_PROXY_AUTH_REQUIRED);
  g_autofree char *text = NULL;

  ((LcStep *) g_ptr_array_index (attempt->steps, 0))->phase = LC_PHASE_PROXY;
  attempt->proxy = g_strdup ("10.1.0.1:3128");
  fixture_diagnose (report);
  text = lc_firewall_request_text (report);
  g_assert_nonnull (strstr (text, "Allow these destinations in the proxy\n"));
  g_assert_nonnull (strstr (text, "169.63.160.153  (insights.moviuscorp.net)\n"));
  g_assert_null (strstr (text, "Allow these connections\n"));
}

/* A saved report may come from anywhere. */
static void
test_hostile (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/mldt/workspace.movius.ai");
  LcAttempt *attempt;
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;

  intercept (row);
  intercept (fixture_row (report, "us/mldt/cdn"));
  attempt = fixture_first (row);
  g_free (attempt->address);
  attempt->address = g_strdup ("=cmd()\x1b[2J\"");
  fixture_diagnose (report);
  text = lc_firewall_request_text (report);
  csv = lc_firewall_request_csv (report);
  g_assert_null (strchr (text, '\x1b'));
  g_assert_null (strchr (csv, '\x1b'));
  g_assert_null (strstr (csv, ",=cmd"));
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *p = strstr (text, part); p != NULL; p = strstr (p + 1, part))
    n++;
  return n;
}

/* A rule can be written, and a log searched, by what stands above the first explanation. */
static void
test_source (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;
  const char *table;

  block_sip (report);
  fixture_diagnose (report);
  text = lc_firewall_request_text (report);
  table = strstr (text, "\nRules\n-----\n#  Action  Source    Port      Destinations\n"
                        "1  Allow   10.1.0.2  TCP 5061  169.63.160.152, 169.63.26.232\n");
  g_assert_nonnull (table);
  g_assert_true (table < strstr (text, "Allow these connections"));
  g_assert_nonnull (strstr (text, "This computer: 10.1.0.2\n"));
  g_assert_nonnull (strstr (text, "Gateway: 10.1.0.1\n"));
  g_assert_nonnull (strstr (text, "Checked: 2025-01-15 10:30:00 UTC"));
  g_assert_nonnull (strstr (text, "What does not work: Calls\n"));
  g_assert_nonnull (strstr (text, "Requester: ____"));
  g_assert_nonnull (strstr (text, "Ticket: ____"));
  g_assert_nonnull (strstr (text, "Enforcing device: ________________ (10.1.0.1?)\n"));
  g_assert_nonnull (strstr (text, lc_report_get_id (report)));
  g_assert_nonnull (strstr (text, "10.1.0.2:40000 > 169.63.26.232\n"));
  g_assert_nonnull (strstr (text, "nc -vz -w 5 169.63.26.232 5061\n"));
  g_assert_nonnull (strstr (text, "openssl s_client -connect 169.63.26.232:5061 "));
  csv = lc_firewall_request_csv (report);
  g_assert_nonnull (strstr (csv, ",10.1.0.2:40000,10.1.0.1,"));
  g_assert_nonnull (strstr (csv, ",Calls,10.1.0.1,nc -vz -w 5 169.63."));
}

/* What was seen alike of many destinations is said once. */
static void
test_no_repeats (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autofree char *text = NULL;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 8021, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (report);
  text = lc_firewall_request_text (report);
  g_assert_cmpuint (count (text, "What shows it:"), ==, 1);
  g_assert_cmpuint (count (text, "      - TCP 8021 to "), ==, 1);
  g_assert_cmpuint (count (text, "The same for "), ==, 1);
}

/* What a shell takes for more than a name is no part of a command that is there to be copied. */
static void
test_commands (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/sip");
  g_autofree char *text = NULL;

  block_sip (report);
  g_free (fixture_first (row)->address);
  fixture_first (row)->address = g_strdup ("1.2.3.4;reboot");
  fixture_diagnose (report);
  text = lc_firewall_request_text (report);
  g_assert_null (strstr (text, "nc -vz -w 5 1.2.3.4"));
  g_assert_null (strstr (text, "-connect 1.2.3.4"));
}

static void
test_columns (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  block_sip (report);
  intercept (fixture_row (report, "us/mldt/workspace.movius.ai"));
  intercept (fixture_row (report, "us/mldt/cdn"));
  fixture_diagnose (report);
  text = lc_firewall_request_text (report);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 78);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/firewall-request/nothing", test_nothing);
  g_test_add_func ("/firewall-request/port", test_port);
  g_test_add_func ("/firewall-request/left-out", test_left_out);
  g_test_add_func ("/firewall-request/aggregated", test_aggregated);
  g_test_add_func ("/firewall-request/lists-apart", test_lists_apart);
  g_test_add_func ("/firewall-request/proxy-list", test_proxy_list);
  g_test_add_func ("/firewall-request/hostile", test_hostile);
  g_test_add_func ("/firewall-request/source", test_source);
  g_test_add_func ("/firewall-request/no-repeats", test_no_repeats);
  g_test_add_func ("/firewall-request/commands", test_commands);
  g_test_add_func ("/firewall-request/columns", test_columns);
  return g_test_run ();
}
