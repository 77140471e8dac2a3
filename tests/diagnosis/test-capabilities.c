/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/lc-capabilities.h"
#include "fixture.h"
#include "report/lc-report-private.h"

/* What a person can do, and the verdict, where some of it is not known. */

static void
set_status (LcRow *row, LcStatus status, LcCode code)
{
  const LcRowResult result = {
    .status = status,
    .code = code,
    .phase = LC_PHASE_NONE,
    .owner = LC_OWNER_UNKNOWN,
    .confidence = LC_CONFIDENCE_INCONCLUSIVE,
    .detail = "",
    .latency_us = LC_US_NONE,
  };

  lc_row_set_result (row, &result);
}

static LcStatus
get_status (GPtrArray *capabilities, const char *id)
{
  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);

    if (g_str_equal (capability->id, id))
      return capability->status;
  }
  g_assert_not_reached ();
}

typedef struct
{
  const char *name;
  LcStatus first; /* of the two rows for calls */
  LcStatus second;
  LcStatus calls;
  LcVerdict verdict;
} Case;

static const Case cases[] = {
  { "works", LC_STATUS_PASS, LC_STATUS_PASS, LC_STATUS_PASS, LC_VERDICT_OK },
  { "one-fails", LC_STATUS_FAIL, LC_STATUS_PASS, LC_STATUS_DEGRADED, LC_VERDICT_DEGRADED },
  { "both-fail", LC_STATUS_FAIL, LC_STATUS_FAIL, LC_STATUS_FAIL, LC_VERDICT_BLOCKED },
  /* What is not proven may work: that is no block. */
  { "one-unproven", LC_STATUS_FAIL, LC_STATUS_INCONCLUSIVE, LC_STATUS_DEGRADED,
    LC_VERDICT_DEGRADED },
  { "both-unproven", LC_STATUS_INCONCLUSIVE, LC_STATUS_INCONCLUSIVE, LC_STATUS_INCONCLUSIVE,
    LC_VERDICT_INCONCLUSIVE },
  { "limited", LC_STATUS_DEGRADED, LC_STATUS_PASS, LC_STATUS_DEGRADED, LC_VERDICT_DEGRADED },
  /* A check that was stopped has not shown that the rest works. */
  { "stopped", LC_STATUS_DEGRADED, LC_STATUS_CANCELLED, LC_STATUS_DEGRADED,
    LC_VERDICT_INCONCLUSIVE },
  { "stopped-later", LC_STATUS_FAIL, LC_STATUS_CANCELLED, LC_STATUS_DEGRADED,
    LC_VERDICT_INCONCLUSIVE },
};

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (GPtrArray) capabilities = NULL;

  set_status (fixture_row (report, "us/sip/169.63.160.152"), expected->first, LC_CODE_TCP_TIMEOUT);
  set_status (fixture_row (report, "us/sip/169.63.26.232"), expected->second, LC_CODE_TCP_TIMEOUT);
  capabilities = lc_capabilities_judge (report);
  g_assert_cmpint (get_status (capabilities, "calls"), ==, expected->calls);
  g_assert_cmpint (get_status (capabilities, "voicemail"), ==, LC_STATUS_PASS);
  g_assert_cmpint (lc_capabilities_get_verdict (report, capabilities), ==, expected->verdict);
}

/* What is not required touches neither. */
static void
test_not_required (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (GPtrArray) capabilities = NULL;

  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    if (!lc_row_get_required (lc_report_get_row (report, i)))
      set_status (lc_report_get_row (report, i), LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT);
  capabilities = lc_capabilities_judge (report);
  g_assert_cmpint (lc_capabilities_get_verdict (report, capabilities), ==, LC_VERDICT_OK);
}

/* Of nothing it cannot be said that it works. */
static void
test_nothing (void)
{
  const LcReportHead head = {
    .id = "0",
    .site = "us",
    .site_title = "United States",
    .generator_name = "Linecheck",
    .generator_version = "0",
    .catalog_revision = "1",
    .catalog_dated = "2026-11-22",
    .catalog_source = "builtin",
    .catalog_sha256 = "0",
  };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LcReport) report = lc_report_new_for_rows (&head, rows);
  g_autoptr (GPtrArray) capabilities = lc_capabilities_judge (report);

  g_assert_cmpuint (capabilities->len, ==, 0);
  g_assert_cmpint (lc_capabilities_get_verdict (report, capabilities), ==, LC_VERDICT_INCONCLUSIVE);
}

/* A check of one row alone, which fails, says nothing about everything else. */
static void
test_one_row (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("us");
  LcRow *row = fixture_row (report, "us/sip/169.63.26.232");

  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    set_status (lc_report_get_row (report, i), LC_STATUS_CANCELLED, LC_CODE_CANCELLED);
  fixture_reset (row);
  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (report);
  g_assert_null (fixture_find (report, "offline"));
  g_assert_null (fixture_find (report, "web-only"));
}

static void
set_skew (LcReport *report, gint64 skew_s)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_get_protocol (row) != LC_PROTOCOL_HTTPS)
      continue;
    for (guint j = 0; j < lc_row_get_attempts (row)->len; j++) {
      LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (row), j);

      if (attempt->http == NULL)
        attempt->http = lc_http_new ();
      g_free (attempt->http->date);
      attempt->http->date = g_strdup ("2026-11-22T07:11:00Z");
      attempt->http->date_skew_s = skew_s;
    }
  }
}

/* Servers and caches are off by minutes; a clock is wrong from five on. */
static void
test_clock (void)
{
  static const gint64 skews[] = { 300, -300, 301, -301 };

  for (gsize i = 0; i < G_N_ELEMENTS (skews); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("us");

    set_skew (report, skews[i]);
    fixture_diagnose (report);
    g_assert_cmpint (fixture_find (report, "clock-wrong") != NULL, ==, ABS (skews[i]) > 300);
  }
}

static void
test_catalog (void)
{
  static const guint days[] = { 365, 367 };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("us");
    g_autofree char *text = g_strdup_printf ("%sT00:00:00Z", lc_report_get_catalog_dated (report));
    g_autoptr (GDateTime) dated = g_date_time_new_from_iso8601 (text, NULL);
    g_autoptr (GDateTime) started = g_date_time_add_days (dated, days[i]);

    lc_report_set_started (report, started);
    fixture_diagnose (report);
    g_assert_cmpint (fixture_find (report, "catalog-old") != NULL, ==, days[i] > 365);
  }
}

/* One closed port is a matter of that port, not of its host. */
static void
test_one_port_of_a_host (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");

  fixture_fail (fixture_row (report, "us/elk"), LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (report);
  g_assert_null (fixture_find (report, "destination-blocked"));
}

/* Loss breaks single connections, too, from 15 % on. */
static void
test_heavy_loss (void)
{
  static const guint answered[] = { 86, 84 };

  for (gsize i = 0; i < G_N_ELEMENTS (answered); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("us");
    LcRow *stun = fixture_row (report, "us/stun/169.63.26.228");
    LcRow *broken = fixture_row (report, "us/auth/169.63.26.228");
    LcFinding *loss;

    fixture_fail (stun, LC_PHASE_UDP, LC_CODE_STUN_LOSSY);
    if (fixture_first (stun)->stun == NULL)
      fixture_first (stun)->stun = lc_stun_new ();
    fixture_first (stun)->stun->sent = 100;
    fixture_first (stun)->stun->answered = answered[i];
    fixture_fail (broken, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
    fixture_diagnose (report);
    loss = fixture_find (report, "udp-loss");
    g_assert_nonnull (loss);
    g_assert_cmpint (fixture_has_row (loss, broken), ==, answered[i] <= 85);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/capabilities/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/capabilities/not-required", test_not_required);
  g_test_add_func ("/capabilities/nothing", test_nothing);
  g_test_add_func ("/capabilities/one-row", test_one_row);
  g_test_add_func ("/thresholds/clock", test_clock);
  g_test_add_func ("/thresholds/catalog", test_catalog);
  g_test_add_func ("/thresholds/one-port-of-a-host", test_one_port_of_a_host);
  g_test_add_func ("/thresholds/heavy-loss", test_heavy_loss);
  return g_test_run ();
}
