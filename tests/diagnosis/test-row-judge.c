/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fixture.h"

typedef struct
{
  const char *row;
  LcPhase phase;
  LcCode code;
  LcStatus status;
  LcConfidence confidence;
} Case;

/* One failing step, on rows whose protocols read it differently. */
static const Case cases[] = {
  { "us/sip/169.63.26.232", LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT, LC_STATUS_FAIL,
    LC_CONFIDENCE_PROVEN },
  { "us/sip/169.63.26.232", LC_PHASE_APP, LC_CODE_SIP_SILENT, LC_STATUS_INCONCLUSIVE,
    LC_CONFIDENCE_INCONCLUSIVE },
  { "us/elk", LC_PHASE_APP, LC_CODE_HTTP_ERROR, LC_STATUS_DEGRADED, LC_CONFIDENCE_PROVEN },
  { "us/elk", LC_PHASE_TLS, LC_CODE_TLS_NAME_MISMATCH, LC_STATUS_FAIL, LC_CONFIDENCE_PROVEN },
  { "us/sip/169.63.26.232", LC_PHASE_TLS, LC_CODE_TLS_NAME_MISMATCH, LC_STATUS_DEGRADED,
    LC_CONFIDENCE_PROVEN },
  { "us/stun/169.63.26.228", LC_PHASE_UDP, LC_CODE_UDP_SILENT, LC_STATUS_FAIL,
    LC_CONFIDENCE_LIKELY },
  { "us/stun/169.63.26.228", LC_PHASE_UDP, LC_CODE_STUN_LOSSY, LC_STATUS_DEGRADED,
    LC_CONFIDENCE_PROVEN },
  { "us/rtp/169.63.26.232", LC_PHASE_UDP, LC_CODE_UDP_SILENT, LC_STATUS_INCONCLUSIVE,
    LC_CONFIDENCE_INCONCLUSIVE },
  { "us/rtp/169.63.26.232", LC_PHASE_UDP, LC_CODE_UDP_REJECTED, LC_STATUS_FAIL,
    LC_CONFIDENCE_PROVEN },
  { "us/webclient-sip/webclient-slab.moviuscorp.net:8089", LC_PHASE_APP, LC_CODE_WS_REFUSED,
    LC_STATUS_DEGRADED, LC_CONFIDENCE_PROVEN },
};

static void
test_codes (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    LcRow *row = fixture_row (report, cases[i].row);

    fixture_fail (row, cases[i].phase, cases[i].code);
    g_assert_cmpint (lc_row_get_status (row), ==, cases[i].status);
    g_assert_cmpint (lc_row_get_code (row), ==, cases[i].code);
    g_assert_cmpint (lc_row_get_phase (row), ==, cases[i].phase);
    g_assert_cmpint (lc_row_get_confidence (row), ==, cases[i].confidence);
    g_assert_nonnull (strstr (lc_row_get_detail (row), lc_row_get_resolved (row)[0]));
    fixture_pass (row);
  }
}

static void
test_pass (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_PASS);
    g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_NONE);
    g_assert_cmpint (lc_row_get_phase (row), ==, LC_PHASE_NONE);
    g_assert_true (strstr (lc_row_get_detail (row), "{") == NULL);
  }
}

/* A sum of phases is no latency: 3 steps of 42 ms each, a round trip of 41 ms. */
static void
test_latency (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/glb-address/sml.moviuscorp.net:8021");
  LcAttempt *first = g_ptr_array_index (lc_row_get_attempts (row), 0);
  LcAttempt *second = g_ptr_array_index (lc_row_get_attempts (row), 1);

  first->latency_us = 60100;
  second->latency_us = 40100;
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_latency_us (row), ==, 60100);
  ((LcStep *) g_ptr_array_index (first->steps, 1))->status = LC_STATUS_FAIL;
  ((LcStep *) g_ptr_array_index (first->steps, 1))->code = LC_CODE_TLS_RESET;
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_latency_us (row), ==, 40100);
  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  g_assert_cmpint (lc_row_get_latency_us (row), ==, LC_US_NONE);
}

static void
test_some_addresses (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/glb-address/sml.moviuscorp.net:8021");
  GPtrArray *attempts = lc_row_get_attempts (row);

  fixture_reset (row);
  fixture_attempt (row, attempts, "169.63.160.148", LC_PHASE_NONE, LC_CODE_OK);
  fixture_attempt (row, attempts, "169.63.26.228", LC_PHASE_TCP, LC_CODE_TCP_REJECTED);
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_DEGRADED);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_TCP_REJECTED);
  g_assert_nonnull (strstr (lc_row_get_detail (row), "1 of 2"));
}

static void
skip (LcAttempt *attempt)
{
  attempt->status = LC_STATUS_SKIPPED;
  attempt->code = LC_CODE_TCP_NETWORK_UNREACHABLE;
}

/* An IPv6 address is no failure of a computer without IPv6, unless there is nothing else. */
static void
test_skipped_family (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");
  GPtrArray *attempts = lc_row_get_attempts (row);
  LcAttempt *attempt = lc_attempt_new ("2001:db8::1");

  skip (attempt);
  g_ptr_array_add (attempts, attempt);
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_PASS);
  g_ptr_array_remove_index (attempts, 0);
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_FAIL);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_TCP_NETWORK_UNREACHABLE);
  g_assert_cmpint (lc_row_get_phase (row), ==, LC_PHASE_TCP);
}

static void
test_dns (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");

  fixture_fail_dns (row, LC_CODE_DNS_SERVER_FAILURE);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_FAIL);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_DNS_SERVER_FAILURE);
  g_assert_cmpint (lc_row_get_phase (row), ==, LC_PHASE_DNS);
  g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_DNS);
  g_assert_nonnull (strstr (lc_row_get_detail (row), "10.1.0.53"));
}

static void
resolve_and_try (LcRow *row, const char *address, LcCode code, LcPhase phase, LcCode failure)
{
  fixture_resolve (row, address, code);
  fixture_attempt (row, lc_row_get_attempts (row), address, phase, failure);
  lc_row_judge (row, NULL);
}

static void
test_addresses (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");
  LcRow *cdn = fixture_row (report, "workspace.movius.ai");

  resolve_and_try (row, "198.18.0.9", LC_CODE_OK, LC_PHASE_NONE, LC_CODE_OK);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_PASS);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_DNS_UNEXPECTED_ADDRESS);
  resolve_and_try (cdn, "198.18.0.9", LC_CODE_OK, LC_PHASE_NONE, LC_CODE_OK);
  g_assert_cmpint (lc_row_get_code (cdn), ==, LC_CODE_OK);
  resolve_and_try (row, "198.18.0.9", LC_CODE_OK, LC_PHASE_TLS, LC_CODE_TLS_UNTRUSTED);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_TLS_UNTRUSTED);
  /* 169.63.160.153 as DNS64 gives it, RFC 6052. */
  resolve_and_try (row, "64:ff9b::a93f:a099", LC_CODE_OK, LC_PHASE_NONE, LC_CODE_OK);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_OK);
}

static void
test_sinkhole (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");

  resolve_and_try (row, "10.1.0.80", LC_CODE_DNS_SINKHOLE, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_FAIL);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_DNS_SINKHOLE);
  g_assert_cmpint (lc_row_get_phase (row), ==, LC_PHASE_DNS);
  resolve_and_try (row, "10.1.0.80", LC_CODE_DNS_SINKHOLE, LC_PHASE_NONE, LC_CODE_OK);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_PASS);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_DNS_UNEXPECTED_ADDRESS);
}

/* Where a name leads is judged from what the look-up gave, once and for all. */
static void
test_lookup (void)
{
  static const struct
  {
    const char *address;
    LcCode code;
  } lookups[] = {
    { "10.1.0.80", LC_CODE_DNS_SINKHOLE }, { "0.0.0.0", LC_CODE_DNS_SINKHOLE },
    { "127.0.0.1", LC_CODE_DNS_SINKHOLE }, { "169.63.160.153", LC_CODE_OK },
    { "198.41.0.4", LC_CODE_OK },          { "address-1", LC_CODE_OK },
  };
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");

  for (gsize i = 0; i < G_N_ELEMENTS (lookups); i++) {
    resolve_and_try (row, lookups[i].address, LC_CODE_OK, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
    g_test_message ("%s", lookups[i].address);
    g_assert_cmpint (lc_row_get_dns (row)->code, ==, lookups[i].code);
    g_assert_cmpint (lc_row_get_dns (row)->status, ==, lc_code_get_status (lookups[i].code));
    g_assert_cmpstr (lc_row_get_resolved (row)[0], ==, lookups[i].address);
    g_assert_cmpint (lc_row_get_code (row) == LC_CODE_DNS_SINKHOLE, ==,
                     lookups[i].code == LC_CODE_DNS_SINKHOLE);
  }
}

static void
try_through_proxy (LcRow *row, LcPhase phase, LcCode code)
{
  LcAttempt *attempt = fixture_attempt (row, lc_row_get_proxied_attempts (row),
                                        lc_row_get_documented (row)[0], LC_PHASE_NONE, LC_CODE_OK);

  attempt->proxy = g_strdup ("10.1.0.1:3128");
  if (phase != LC_PHASE_NONE) {
    g_ptr_array_set_size (attempt->steps, 1);
    lc_attempt_take_step (attempt, lc_step_new (phase, lc_code_get_status (code), code, 900, NULL));
  }
  lc_row_judge (row, NULL);
}

static void
test_proxy (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");

  fixture_pass (row);
  try_through_proxy (row, LC_PHASE_NONE, LC_CODE_OK);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_PASS);
  fixture_pass (row);
  try_through_proxy (row, LC_PHASE_PROXY, LC_CODE_PROXY_DENIED);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_DEGRADED);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_PROXY_DENIED);
  g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_PROXY);
  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  try_through_proxy (row, LC_PHASE_NONE, LC_CODE_OK);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_DEGRADED);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_TCP_TIMEOUT);
  g_assert_cmpint (lc_row_get_latency_us (row), ==, LC_US_NONE);
  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  try_through_proxy (row, LC_PHASE_PROXY, LC_CODE_PROXY_AUTH_REQUIRED);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_FAIL);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_PROXY_AUTH_REQUIRED);
  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  try_through_proxy (row, LC_PHASE_TLS, LC_CODE_TLS_RESET);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_TCP_TIMEOUT);
}

/* A name that only the proxy can look up, as in many companies. */
static void
test_proxy_resolves (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");

  fixture_fail_dns (row, LC_CODE_DNS_NOT_FOUND);
  try_through_proxy (row, LC_PHASE_NONE, LC_CODE_OK);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_DEGRADED);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_DNS_NOT_FOUND);
}

/* The first third of the ports is rejected, the rest leaves the network. */
static void
test_rtp_ranges (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/rtp/169.63.26.232");
  LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (row), 0);

  for (guint i = 0; i < 5; i++) {
    LcSample *sample = g_ptr_array_index (attempt->samples, i);

    sample->status = LC_STATUS_FAIL;
    sample->code = LC_CODE_UDP_REJECTED;
    g_free (sample->address);
    sample->address = g_strdup (FIREWALL);
  }
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_DEGRADED);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_UDP_REJECTED);
  g_assert_nonnull (strstr (lc_row_get_detail (row), "1024-17148"));
  g_assert_nonnull (strstr (lc_row_get_detail (row), FIREWALL));
}

/* One lost datagram is no block, and silence on a few ports neither. */
static void
test_rtp_silence (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/rtp/169.63.26.232");
  LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (row), 0);
  LcSample *sample = g_ptr_array_index (attempt->samples, 3);

  sample->status = LC_STATUS_INCONCLUSIVE;
  sample->code = LC_CODE_UDP_SILENT;
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_PASS);
  g_assert_cmpint (lc_row_get_confidence (row), ==, LC_CONFIDENCE_LIKELY);
  g_assert_nonnull (strstr (lc_row_get_detail (row), "15 of 16"));
  sample->status = LC_STATUS_PASS;
  sample->code = LC_CODE_UDP_REACHED_HOST;
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_confidence (row), ==, LC_CONFIDENCE_PROVEN);
}

static void
test_cancelled (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("us");
  LcRow *row = fixture_row (report, "us/glb-address/sml.moviuscorp.net:8021");
  GPtrArray *attempts = lc_row_get_attempts (row);

  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_CANCELLED);
  fixture_reset (row);
  fixture_attempt (row, attempts, "169.63.160.148", LC_PHASE_NONE, LC_CODE_OK);
  g_ptr_array_add (attempts, lc_attempt_new ("169.63.26.228"));
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_CANCELLED);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_CANCELLED);
  g_assert_cmpint (lc_row_get_phase (row), ==, LC_PHASE_NONE);
}

/* A row that somebody skipped keeps the reason. */
static void
test_skipped_row (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("us");
  LcRow *row = fixture_row (report, "us/elk");
  LcRowResult result = { LC_STATUS_SKIPPED,
                         LC_CODE_OFFLINE,
                         LC_PHASE_NONE,
                         LC_OWNER_UNKNOWN,
                         LC_CONFIDENCE_INCONCLUSIVE,
                         "There is no network here",
                         LC_US_NONE };

  lc_row_set_result (row, &result);
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_SKIPPED);
  g_assert_cmpstr (lc_row_get_detail (row), ==, "There is no network here");
}

/* The sentence that a network's admin needs. */
static void
test_path_sentence (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/sip/169.63.26.232");

  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_stop_after (g_ptr_array_index (lc_row_get_attempts (row), 0), LC_TRANSPORT_TCP, 5061, 1);
  lc_row_judge (row, NULL);
  g_assert_cmpstr (lc_row_get_detail (row), ==,
                   "TCP 5061 to 169.63.26.232 stops after 10.1.0.1 (hop 1); TCP 443 on the same "
                   "path goes on.");
}

/* What one address showed before the check was stopped is not the row's result. */
static void
test_stopped (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/glb-address/sml.moviuscorp.net:8021");
  LcAttempt *second;
  LcStep *step;

  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  second = g_ptr_array_index (lc_row_get_attempts (row), 1);
  step = g_ptr_array_index (second->steps, 0);
  g_ptr_array_set_size (second->steps, 1);
  step->status = LC_STATUS_CANCELLED;
  step->code = LC_CODE_CANCELLED;
  lc_row_judge (row, lc_report_get_environment (report));
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-judge/codes", test_codes);
  g_test_add_func ("/row-judge/pass", test_pass);
  g_test_add_func ("/row-judge/latency", test_latency);
  g_test_add_func ("/row-judge/some-addresses", test_some_addresses);
  g_test_add_func ("/row-judge/skipped-family", test_skipped_family);
  g_test_add_func ("/row-judge/dns", test_dns);
  g_test_add_func ("/row-judge/addresses", test_addresses);
  g_test_add_func ("/row-judge/sinkhole", test_sinkhole);
  g_test_add_func ("/row-judge/lookup", test_lookup);
  g_test_add_func ("/row-judge/proxy", test_proxy);
  g_test_add_func ("/row-judge/proxy-resolves", test_proxy_resolves);
  g_test_add_func ("/row-judge/rtp-ranges", test_rtp_ranges);
  g_test_add_func ("/row-judge/rtp-silence", test_rtp_silence);
  g_test_add_func ("/row-judge/cancelled", test_cancelled);
  g_test_add_func ("/row-judge/skipped-row", test_skipped_row);
  g_test_add_func ("/row-judge/path-sentence", test_path_sentence);
  g_test_add_func ("/row-judge/stopped", test_stopped);
  return g_test_run ();
}
