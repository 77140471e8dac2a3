/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fixture.h"
#include "report/lc-report-json.h"

static const char *const sites[] = { "us", "uk", "sg" };

static void
test_healthy (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sites); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new (sites[i]);
    GPtrArray *capabilities;

    fixture_diagnose (report);
    fixture_assert_codes (report, "");
    g_assert_cmpuint (lc_report_get_findings (report)->len, ==, 0);
    g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_OK);
    g_assert_cmpstr (lc_report_get_summary (report), ==,
                     "Everything that MultiLine needs works on this network.");
    capabilities = lc_report_get_capabilities (report);
    g_assert_cmpuint (capabilities->len, ==, 6);
    for (guint j = 0; j < capabilities->len; j++)
      g_assert_cmpint (((LcCapability *) g_ptr_array_index (capabilities, j))->status, ==,
                       LC_STATUS_PASS);
  }
}

static LcStatus
get_web_content (LcReport *report)
{
  GPtrArray *capabilities = lc_report_get_capabilities (report);

  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);

    if (g_str_equal (capability->id, "web-content"))
      return capability->status;
  }
  g_assert_not_reached ();
}

/* Nothing in the document says that a person needs it: alone it limits, and blocks nothing. */
static void
test_insights (void)
{
  g_autoptr (LcReport) alone = fixture_healthy_new ("us");
  g_autoptr (LcReport) pages = fixture_healthy_new ("us");
  g_autoptr (LcReport) both = fixture_healthy_new ("us");
  static const char *const mldt[] = { "us/mldt/cdn", "us/mldt/workspace" };

  fixture_fail (fixture_row (alone, "us/elk"), LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_fail (fixture_row (both, "us/elk"), LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  for (gsize i = 0; i < G_N_ELEMENTS (mldt); i++) {
    fixture_fail (fixture_row (pages, mldt[i]), LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
    fixture_fail (fixture_row (both, mldt[i]), LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  }
  fixture_diagnose (alone);
  g_assert_cmpint (get_web_content (alone), ==, LC_STATUS_DEGRADED);
  g_assert_cmpint (lc_report_get_verdict (alone), ==, LC_VERDICT_DEGRADED);
  g_assert_cmpint (lc_row_get_status (fixture_row (alone, "us/elk")), ==, LC_STATUS_FAIL);
  fixture_diagnose (pages);
  g_assert_cmpint (get_web_content (pages), ==, LC_STATUS_FAIL);
  fixture_diagnose (both);
  g_assert_cmpint (get_web_content (both), ==, LC_STATUS_FAIL);
  g_assert_cmpint (lc_report_get_verdict (both), ==, LC_VERDICT_BLOCKED);
}

/* An address of this computer that the attempt itself did not use: who is meant only the
 * environment tells, and the row and its finding have the same one. */
static void
test_one_describer (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcEnvironment *environment = lc_report_get_environment (report);
  LcInterface *tunnel = lc_interface_new ("tun0", "tunnel");
  LcRow *row = fixture_row (report, "uk/sip");
  LcFinding *finding;

  tunnel->addresses = g_strsplit ("10.8.0.5", " ", -1);
  g_ptr_array_add (environment->interfaces, tunnel);
  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_REJECTED);
  fixture_first (row)->icmp = lc_icmp_new ("10.8.0.5", 3, 13, 100);
  fixture_diagnose (report);
  g_assert_nonnull (strstr (lc_row_get_detail (row), "by this computer itself (10.8.0.5)"));
  finding = g_ptr_array_index (lc_report_get_findings (report), 0);
  g_assert_cmpstr (finding->rows->pdata[0], ==, lc_row_get_id (row));
  g_assert_true (fixture_has_evidence (finding, lc_row_get_detail (row)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnosis/healthy", test_healthy);
  g_test_add_func ("/diagnosis/insights", test_insights);
  g_test_add_func ("/diagnosis/one-describer", test_one_describer);
  return g_test_run ();
}
