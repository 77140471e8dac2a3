/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "diagnosis/lc-path-hops.h"
#include "fixture.h"

/* Connections that something nearer than the host opens. */

#define FAR_US 40000
#define NEAR_US 300

/* What every attempt of a kind took: STUN's is the host's own. */
static void
set_latency (LcReport *report, gint64 stun_us, gint64 tcp_us)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    GPtrArray *attempts = lc_row_get_attempts (row);

    for (guint j = 0; j < attempts->len; j++)
      ((LcAttempt *) g_ptr_array_index (attempts, j))->latency_us
          = lc_row_get_protocol (row) == LC_PROTOCOL_STUN ? stun_us : tcp_us;
  }
}

static void
test_handshake (void)
{
  static const struct
  {
    gint64 tcp_us;
    gboolean nearby;
  } cases[] = { { NEAR_US, TRUE }, { FAR_US, FALSE }, { FAR_US * 6 / 10, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("us");
    LcFinding *finding;

    fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TLS, LC_CODE_TLS_TIMEOUT);
    set_latency (report, FAR_US, cases[i].tcp_us);
    fixture_diagnose (report);
    finding = fixture_find (report, "tls-blocked");
    g_assert_nonnull (finding);
    g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_LIKELY);
    g_assert_cmpint (fixture_has_evidence (finding, "something nearer opened it"), ==,
                     cases[i].nearby);
  }
}

/* One silent host is likely the service's own; not where something else had answered for it. */
static void
test_silence (void)
{
  static const struct
  {
    gint64 tcp_us;
    LcOwner owner;
  } cases[] = { { NEAR_US, LC_OWNER_UNKNOWN }, { FAR_US, LC_OWNER_SERVICE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("uk");

    fixture_fail (fixture_row (report, "uk/imap/169.50.222.162:993"), LC_PHASE_APP,
                  LC_CODE_APP_TIMEOUT);
    set_latency (report, FAR_US, cases[i].tcp_us);
    fixture_diagnose (report);
    g_assert_cmpint (fixture_find (report, "service-down")->owner, ==, cases[i].owner);
  }
}

/* A refusal that is as fast as the proxy of the other connections is still nearer than the host. */
static void
test_refusal (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/sip/169.63.26.232");

  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  set_latency (report, FAR_US, NEAR_US);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *refused = lc_report_get_row (report, i);

    if (lc_row_get_port (refused) == 5061)
      ((LcStep *) g_ptr_array_index (fixture_first (refused)->steps, 0))->us = NEAR_US;
  }
  fixture_diagnose (report);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_TCP_REFUSED_NEARBY);
  g_assert_cmpint (lc_row_get_owner (row), !=, LC_OWNER_SERVICE);
}

/* No host stands where a router does: a control that "reached" it there was answered on the way. */
static void
test_distance (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/sip/169.63.26.232");
  LcAttempt *attempt;
  LcPath *path;

  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  attempt = fixture_first (row);
  path = fixture_stop_after (attempt, LC_TRANSPORT_TCP, 5061, 1);
  g_assert_cmpuint (lc_path_get_host_ttl (path, attempt->address), ==, HOST_TTL);
  g_ptr_array_set_size (path->control_hops, 0);
  g_ptr_array_add (path->control_hops, lc_hop_new (1, attempt->address, NEAR_US));
  path->control_last_ttl = 1;
  g_assert_cmpuint (lc_path_get_host_ttl (path, attempt->address), ==, 0);
  g_assert_false (lc_path_get_silence (path, attempt->address).at_host);
}

/* Two places that fall silent on one port share the way. */
static void
test_two_places (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcFinding *finding;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 8021, LC_PHASE_APP, LC_CODE_APP_TIMEOUT);
  fixture_diagnose (report);
  finding = fixture_find (report, "service-down");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_LIKELY);
  g_assert_nonnull (strstr (finding->detail, "does not show which"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/opened-nearby/handshake", test_handshake);
  g_test_add_func ("/opened-nearby/silence", test_silence);
  g_test_add_func ("/opened-nearby/refusal", test_refusal);
  g_test_add_func ("/opened-nearby/distance", test_distance);
  g_test_add_func ("/opened-nearby/two-places", test_two_places);
  return g_test_run ();
}
