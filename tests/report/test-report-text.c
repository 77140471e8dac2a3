/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/lc-text.h"
#include "report/lc-report-text.h"
#include "sample-reports.h"

static const char about[] = "\n"
                            "About this report\n"
                            "-----------------\n"
                            "Checked: 31 January 2025, 12:00 UTC, took 2.3 s\n"
                            "Site: United States (us)\n"
                            "Catalogue: revision 7 of 31 January 2025 (built in)\n"
                            "Program: Linecheck 0.1.0\n"
                            "Report: 11111111-2222-4333-8444-555555555555\n";

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, text);
}

static void
assert_lines_fit (const char *text, guint width)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++) {
    g_assert_cmpuint (lc_text_get_width (lines[i]), <=, width);
    g_assert_false (g_str_has_suffix (lines[i], " "));
  }
}

static void
test_narrow (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *text = lc_report_to_text (report, 60);

  assert_lines_fit (text, 60);
  g_assert_true (g_str_has_prefix (text, "Linecheck report: United States\n"
                                         "Verdict: Something is blocked\n"
                                         "Calls are blocked on this network.\n"
                                         "Checked: 31 January 2025, 12:00 UTC\n"
                                         "\n"
                                         "What works for you\n"
                                         "------------------\n"
                                         "Works    Sign in\n"
                                         "Blocked  Call\n"
                                         "\n"
                                         "What was found\n"
                                         "--------------\n"
                                         "1. Port 5061 is blocked\n"
                                         "   (problem, proven; it is up to: your firewall)\n"));
  assert_has (text, "   What to do: Ask your network team to allow TCP 5061\n"
                    "   outbound.\n"
                    "   What shows it:\n"
                    "   - 10.1.0.1 answered with ICMP 3/13 after 0.3 ms.\n"
                    "   - TCP 443 to the same host works.\n"
                    "   Rows: US-17\n"
                    "   Also seen, for the same reason:\n"
                    "   - Audio is unproven\n");
  assert_has (text, "\n\n2. The clock is wrong\n");
  assert_has (text, "US-01  Works    41.2 ms  TCP 443: Call signalling\n"
                    "       cdnakauamq11hbp9.cdn.appdomain.cloud: Answered as it\n"
                    "       should\n"
                    "US-17  Blocked        –  TCP 5061: Call signalling\n"
                    "       169.63.26.232: 10.1.0.1 refuses TCP 5061:\n"
                    "       administratively prohibited.\n");
  g_assert_true (g_str_has_suffix (text, about));
}

static void
test_default (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *text = lc_report_to_text (report, 0);
  g_autofree char *same = lc_report_to_text (report, 80);

  g_assert_cmpstr (text, ==, same);
  assert_lines_fit (text, 80);
  assert_has (text, "US-01  Works    41.2 ms  TCP 443: Call signalling\n"
                    "       cdnakauamq11hbp9.cdn.appdomain.cloud: Answered as it should\n");
}

static void
test_wide (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *text = lc_report_to_text (report, 120);

  assert_lines_fit (text, 120);
  assert_has (text,
              "No.    Service          Host                                  Port      Status   "
              "Latency  What was seen\n"
              "US-01  Call signalling  cdnakauamq11hbp9.cdn.appdomain.cloud  TCP 443   Works    "
              "41.2 ms  Answered as it should\n"
              "US-17  Call signalling  169.63.26.232                         TCP 5061  Blocked  "
              "      –  10.1.0.1 refuses TCP 5061:\n");
  g_assert_true (g_str_has_suffix (text, about));
}

static void
test_too_narrow (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *text = lc_report_to_text (report, 1);
  g_autofree char *least = lc_report_to_text (report, 60);

  g_assert_cmpstr (text, ==, least);
}

static void
test_environment (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autofree char *text = lc_report_to_text (report, 80);

  assert_has (text, "Interface: eth0 (Ethernet) 10.1.0.2, 2001:db8::2\n"
                    "Interface: tun0 (tunnel)\n"
                    "Gateway: 10.1.0.1\n"
                    "DNS servers: 10.1.0.53, 10.1.0.54\n"
                    "Proxy: http://10.1.0.1:3128\n"
                    "Captive portal: http://10.1.0.1/login\n"
                    "VPN: tun0\n"
                    "Public address: 203.0.113.2\n"
                    "NAT64: 64:ff9b::/96\n"
                    "This computer’s clock: 90 seconds fast\n");
  lc_report_get_environment (report)->online = FALSE;
  lc_report_get_environment (report)->clock_skew_s = 5;
  g_free (text);
  text = lc_report_to_text (report, 80);
  assert_has (text, "This computer is not on a network.\n");
  assert_has (text, "This computer’s clock: 5 seconds slow\n");
}

/* What was stopped says so; what is not known has no heading. */
static void
test_stopped (void)
{
  g_autoptr (LcReport) report = sample_report_new_running ();
  g_autofree char *text = lc_report_to_text (report, 80);

  assert_lines_fit (text, 80);
  assert_has (text, "The check was stopped before its end");
  assert_has (text, "UK-01  Waiting        –  TCP 8021: REST API\n       uk3.moviuscorp.net\n");
  g_assert_null (strstr (text, "What was found"));
  g_assert_null (strstr (text, "This computer’s network"));
}

static void
test_not_required (void)
{
  static const LcRowResult failed = { LC_STATUS_FAIL,   LC_CODE_TCP_TIMEOUT,  LC_PHASE_TCP,
                                      LC_OWNER_UNKNOWN, LC_CONFIDENCE_LIKELY, "",
                                      LC_US_NONE };
  g_autoptr (LcReport) report = sample_report_new_running ();
  g_autofree char *text = NULL;
  LcRow *row = lc_report_find_row (report, "uk/imap/169.50.222.162:143/tcp");

  g_assert_nonnull (row);
  lc_row_set_result (row, &failed);
  lc_row_set_state (row, LC_ROW_ENDED);
  text = lc_report_to_text (report, 100);
  assert_has (text, "169.50.222.162: Nothing answered the connection request (not required)\n");
}

static void
test_empty (void)
{
  g_autoptr (LcReport) report = sample_report_new_empty ();
  g_autofree char *text = lc_report_to_text (report, 80);

  assert_lines_fit (text, 80);
  g_assert_true (g_str_has_prefix (text, "Linecheck report:\nVerdict: Not proven\n"));
  g_assert_null (strstr (text, "Every connection"));
}

/* Nothing that a report brings steers the terminal or makes a line too long. */
static void
test_hostile (void)
{
  LcEndpoint endpoint = sample_endpoint ();
  LcRowResult result = { LC_STATUS_PASS,
                         LC_CODE_OK,
                         LC_PHASE_NONE,
                         LC_OWNER_NONE,
                         LC_CONFIDENCE_PROVEN,
                         "\x1b]0;title\x07 \u202e禁止禁止禁止",
                         1 };
  g_autoptr (LcReport) report = sample_report_new_empty ();
  g_autoptr (LcRow) row = NULL;
  g_autofree char *text = NULL;
  LcFinding *finding = lc_finding_new ("x", LC_SEVERITY_NOTE, LC_CONFIDENCE_LIKELY, LC_OWNER_DNS);
  GPtrArray *findings = lc_findings_new ();

  finding->title = g_strdup ("\x1b[2J\xff\nnext");
  g_ptr_array_add (findings, finding);
  lc_report_set_diagnosis (report, LC_VERDICT_OK, "\x1b[31m", lc_capabilities_new (), findings);
  endpoint.title = (char *) "\x1b[1m";
  row = lc_row_new (&endpoint);
  lc_row_set_result (row, &result);
  lc_row_set_state (row, LC_ROW_ENDED);
  text = lc_report_to_text (report, 60);
  assert_lines_fit (text, 60);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strpbrk (text, "\x1b\x07\r\t"));
  g_assert_null (strstr (text, "\u202e"));
  assert_has (text, "1. \ufffd[2J\ufffd\n   next\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report-text/narrow", test_narrow);
  g_test_add_func ("/report-text/default", test_default);
  g_test_add_func ("/report-text/wide", test_wide);
  g_test_add_func ("/report-text/too-narrow", test_too_narrow);
  g_test_add_func ("/report-text/environment", test_environment);
  g_test_add_func ("/report-text/stopped", test_stopped);
  g_test_add_func ("/report-text/not-required", test_not_required);
  g_test_add_func ("/report-text/empty", test_empty);
  g_test_add_func ("/report-text/hostile", test_hostile);
  return g_test_run ();
}
