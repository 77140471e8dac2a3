/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-support-report.h"
#include "sample-reports.h"

static const LcRowResult works
    = { LC_STATUS_PASS, LC_CODE_OK, LC_PHASE_NONE, LC_OWNER_NONE, LC_CONFIDENCE_PROVEN, "", 41200 };

/* UK, every row works but the first. */
static LcReport *
make_report (void)
{
  LcReport *report = sample_report_new_running ();
  g_autoptr (GDateTime) started = g_date_time_new_utc (2023, 3, 1, 7, 44, 59);

  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    lc_row_set_result (lc_report_get_row (report, i), &works);
  lc_row_reset (lc_report_get_row (report, 0));
  lc_report_set_started (report, started);
  lc_report_set_complete (report, TRUE);
  return report;
}

static LcSupportContent
read_code (LcReport *report)
{
  g_autofree char *code = lc_report_make_support_code (report);
  LcSupportContent content = { 0 };

  g_assert_cmpint (lc_support_code_decode (code, &content, NULL), ==, LC_SUPPORT_FAULT_NONE);
  return content;
}

/* Takes what @finding says besides its code, owner and confidence. */
static LcSupportContent
read_finding (LcOwnerConfidence owner_confidence, const char *folded_under)
{
  g_autoptr (LcReport) report = make_report ();
  GPtrArray *findings = lc_findings_new ();
  LcFinding *finding
      = lc_finding_new ("port-blocked", LC_SEVERITY_ERROR, LC_CONFIDENCE_PROVEN, LC_OWNER_FIREWALL);

  finding->owner_confidence = owner_confidence;
  finding->folded_under = g_strdup (folded_under);
  g_ptr_array_add (findings, finding);
  g_ptr_array_add (findings, lc_finding_new ("from-the-future", LC_SEVERITY_NOTE,
                                             LC_CONFIDENCE_LIKELY, LC_OWNER_NONE));
  lc_report_set_diagnosis (report, LC_VERDICT_BLOCKED, "", lc_capabilities_new (), findings);
  return read_code (report);
}

static void
test_rows (void)
{
  g_autoptr (LcReport) report = make_report ();
  LcSupportContent content = read_code (report);

  g_assert_cmpstr (content.site, ==, "uk");
  g_assert_cmpuint (content.works, ==, (1u << 17) - 2);
  g_assert_false (content.complete); /* one row is waiting */
  lc_row_set_result (lc_report_get_row (report, 0), &works);
  content = read_code (report);
  g_assert_true (content.complete);
  g_assert_cmpuint (content.works, ==, (1u << 17) - 1);
  lc_report_set_complete (report, FALSE);
  content = read_code (report);
  g_assert_false (content.complete);
}

static void
test_findings (void)
{
  LcSupportContent content = read_finding (LC_OWNER_CONFIDENCE_PROVEN, NULL);

  g_assert_cmpstr (lc_support_code_get_finding (content.findings[0].finding), ==, "port-blocked");
  g_assert_cmpint (content.findings[0].owner, ==, LC_OWNER_FIREWALL);
  g_assert_true (content.findings[0].proven);
  g_assert_cmpuint (content.findings[1].finding, ==, LC_SUPPORT_CODE_OTHER);
  g_assert_false (content.findings[1].proven);
  content = read_finding (LC_OWNER_CONFIDENCE_NONE, NULL);
  g_assert_true (content.findings[0].proven);
  content = read_finding (LC_OWNER_CONFIDENCE_LIKELY, NULL);
  g_assert_false (content.findings[0].proven);
  content = read_finding (LC_OWNER_CONFIDENCE_PROVEN, "offline");
  g_assert_cmpuint (content.findings[0].finding, ==, LC_SUPPORT_CODE_OTHER);
  g_assert_cmpuint (content.findings[1].finding, ==, 0);
}

static void
test_hop (void)
{
  g_autoptr (LcReport) report = make_report ();
  LcRow *row = lc_report_get_row (report, 0);
  LcAttempt *attempt = lc_attempt_new ("192.0.2.1");
  GPtrArray *findings = lc_findings_new ();
  LcFinding *finding
      = lc_finding_new ("port-blocked", LC_SEVERITY_ERROR, LC_CONFIDENCE_PROVEN, LC_OWNER_FIREWALL);

  attempt->path = lc_path_new (LC_TRANSPORT_TCP, 5061);
  g_ptr_array_add (attempt->path->hops, lc_hop_new (1, "10.1.0.1", 300));
  g_ptr_array_add (attempt->path->hops, lc_hop_new (3, "203.0.113.1", 900));
  attempt->path->stopped_at = g_strdup ("203.0.113.1");
  g_ptr_array_add (lc_row_get_attempts (row), attempt);
  g_ptr_array_add (finding->rows, g_strdup (lc_row_get_id (row)));
  g_ptr_array_add (findings, finding);
  lc_report_set_diagnosis (report, LC_VERDICT_BLOCKED, "", lc_capabilities_new (), findings);
  g_assert_cmpuint (read_code (report).hop, ==, 3);
  attempt->path->answer_kind = LC_ANSWER_RESET;
  attempt->path->answer_ttl = 31;
  g_assert_cmpuint (read_code (report).hop, ==, 15);
}

static void
test_no_code (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked (); /* its rows are no real ones */

  g_assert_null (lc_report_make_support_code (report));
}

static void
assert_started (LcSupportContent *content, int year, int month, int day, const char *expected)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (year, month, day, 12, 0, 0);
  g_autoptr (GDateTime) started = lc_support_content_get_started (content, now);
  g_autofree char *text = g_date_time_format (started, "%Y-%m-%d %H:%M");

  g_assert_cmpstr (text, ==, expected);
}

static void
test_started (void)
{
  g_autoptr (LcReport) report = make_report ();
  LcSupportContent content = read_code (report);

  assert_started (&content, 2023, 3, 1, "2023-03-01 07:30");
  assert_started (&content, 2023, 2, 28, "2023-03-01 07:30"); /* a clock that is behind */
  assert_started (&content, 2023, 2, 27, "2022-03-01 07:30");
  assert_started (&content, 2024, 2, 29, "2024-03-01 07:30");
  assert_started (&content, 2026, 11, 26, "2026-03-01 07:30");
  content.quarter = LC_SUPPORT_CODE_QUARTERS - 1;
  assert_started (&content, 2026, 11, 26, "2025-12-31 23:45");
  content.quarter = (31 + 28) * 96;
  assert_started (&content, 2027, 11, 26, "2024-02-29 00:00");
}

static void
test_spell (void)
{
  g_autofree char *text = lc_support_code_spell ("0KZ9");

  g_assert_cmpstr (text, ==, "0 Kilo Zulu 9");
}

static void
test_faults (void)
{
  g_autofree char *group = lc_support_fault_describe (LC_SUPPORT_FAULT_GROUP, 3);

  g_assert_nonnull (g_strstr_len (group, -1, "Group 3"));
  g_assert_null (lc_support_fault_describe (LC_SUPPORT_FAULT_NONE, 1));
  for (int i = LC_SUPPORT_FAULT_SHORT; i <= LC_SUPPORT_FAULT_CONTENT; i++) {
    g_autofree char *text = lc_support_fault_describe ((LcSupportFault) i, 1);

    g_assert_nonnull (text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support-report/rows", test_rows);
  g_test_add_func ("/support-report/findings", test_findings);
  g_test_add_func ("/support-report/hop", test_hop);
  g_test_add_func ("/support-report/no-code", test_no_code);
  g_test_add_func ("/support-report/started", test_started);
  g_test_add_func ("/support-report/spell", test_spell);
  g_test_add_func ("/support-report/faults", test_faults);
  return g_test_run ();
}
