/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "diagnosis/lc-location.h"
#include "fixture.h"

/* What is rejected or refused, and by whom. */

/* A reset in the host's name from hop 1: its smallest TTL is 2 where the host is at 4. */
static void
refuse_at (LcAttempt *attempt, guint8 ttl, guint hops)
{
  LcPath *path = fixture_stop_after (attempt, LC_TRANSPORT_TCP, 5061, hops);

  path->answer_kind = LC_ANSWER_RESET;
  path->answer_ttl = ttl;
}

static void
test_port_rejected (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcFinding *finding;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_REJECTED);
  fixture_reject (fixture_first (fixture_row (report, "us/sip/169.63.26.232")), FIREWALL, 3, 13);
  fixture_reject (fixture_first (fixture_row (report, "us/sip/169.63.160.152")), FIREWALL, 3, 13);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  finding = fixture_find (report, "port-blocked");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_FIREWALL);
  g_assert_true (fixture_has_evidence (finding, FIREWALL));
}

/* A rule of this computer's own firewall, seen by its ICMP or by a SYN that never left. */
static void
test_device (void)
{
  g_autoptr (LcReport) rejected = fixture_healthy_new ("us");
  g_autoptr (LcReport) dropped = fixture_healthy_new ("us");

  fixture_fail_port (rejected, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_REJECTED);
  fixture_reject (fixture_first (fixture_row (rejected, "us/sip/169.63.26.232")), "10.1.0.2", 3, 3);
  fixture_diagnose (rejected);
  fixture_assert_codes (rejected, "port-blocked");
  g_assert_cmpint (fixture_find (rejected, "port-blocked")->owner, ==, LC_OWNER_DEVICE);
  fixture_fail_port (dropped, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_first (fixture_row (dropped, "us/sip/169.63.26.232"))->local_drop = TRUE;
  fixture_diagnose (dropped);
  g_assert_cmpint (fixture_find (dropped, "port-blocked")->owner, ==, LC_OWNER_DEVICE);
  g_assert_cmpint (fixture_find (dropped, "port-blocked")->confidence, ==, LC_CONFIDENCE_PROVEN);
}

static void
test_refused_nearby (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/sip/169.63.26.232");
  LcFinding *nearby;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  refuse_at (fixture_first (row), 2, 1);
  refuse_at (fixture_first (fixture_row (report, "us/sip/169.63.160.152")), 2, 1);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  g_assert_cmpint (fixture_find (report, "port-blocked")->owner, ==, LC_OWNER_FIREWALL);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_TCP_REFUSED_NEARBY);
  g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_FIREWALL);
  nearby = fixture_find (report, "refused-nearby");
  g_assert_nonnull (nearby);
  g_assert_cmpstr (nearby->folded_under, ==, "port-blocked");
  g_assert_true (fixture_has_evidence (nearby, "at or right after 10.1.0.1 (hop 1)"));
}

/* Without a path, a refusal that is much faster than the round trip gives itself away. */
static void
test_refused_too_fast (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/imap/169.63.26.228:993");
  LcRow *other = fixture_row (report, "us/imap/169.63.160.148:993");

  fixture_fail_port (report, LC_TRANSPORT_TCP, 993, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  lc_attempt_get_step (fixture_first (row), LC_PHASE_TCP)->us = 800;
  lc_attempt_get_step (fixture_first (other), LC_PHASE_TCP)->us = 900;
  fixture_diagnose (report);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_TCP_REFUSED_NEARBY);
  /* Nearer than the host is anybody on the way. */
  g_assert_cmpint (fixture_find (report, "port-blocked")->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_cmpint (fixture_find (report, "port-blocked")->confidence, ==, LC_CONFIDENCE_LIKELY);
}

static void
test_host_refuses (void)
{
  g_autoptr (LcReport) one = fixture_healthy_new ("us");
  g_autoptr (LcReport) all = fixture_healthy_new ("us");

  fixture_fail (fixture_row (one, "us/sip/169.63.26.232"), LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  refuse_at (fixture_first (fixture_row (one, "us/sip/169.63.26.232")), HOST_TTL, 3);
  fixture_diagnose (one);
  fixture_assert_codes (one, "site-degraded");
  g_assert_cmpint (fixture_find (one, "site-degraded")->owner, ==, LC_OWNER_SERVICE);
  g_assert_cmpint (lc_report_get_verdict (one), ==, LC_VERDICT_DEGRADED);
  fixture_fail_port (all, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  refuse_at (fixture_first (fixture_row (all, "us/sip/169.63.26.232")), HOST_TTL, 3);
  refuse_at (fixture_first (fixture_row (all, "us/sip/169.63.160.152")), HOST_TTL, 3);
  fixture_diagnose (all);
  fixture_assert_codes (all, "service-down");
  g_assert_cmpint (lc_row_get_code (fixture_row (all, "us/sip/169.63.26.232")), ==,
                   LC_CODE_TCP_REFUSED);
}

/* A reset at the host's own distance is surely the host's where it took as long as the host takes:
 * a filter on the last router refuses at that distance, too. */
static void
test_host_took_as_long (void)
{
  static const struct
  {
    gint64 us;
    gboolean proven;
  } cases[] = { { 40000, TRUE }, { 29000, TRUE }, { 20000, FALSE }, { 1000, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("us");
    LcRow *row = fixture_row (report, "us/sip/169.63.26.232");
    g_autoptr (LcEdge) edge = NULL;
    LcAttempt *attempt;
    LcLocation location;

    fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
    attempt = fixture_first (row);
    refuse_at (attempt, HOST_TTL, 3);
    g_ptr_array_add (attempt->path->control_hops, lc_hop_new (HOST_TTL, attempt->address, 40000));
    lc_attempt_get_step (attempt, LC_PHASE_TCP)->us = cases[i].us;
    edge = lc_edge_new (report);
    location = lc_location_of_attempt (attempt, edge);
    g_assert_cmpint (location.kind, ==, LC_LOCATION_HOST);
    g_assert_cmpint (location.proven, ==, cases[i].proven);
  }
}

/* The router one hop nearer than the reset is named by the control where it did
 * not answer for the refused port, and by nobody where it never answers. */
static void
test_reset_behind_silent_hop (void)
{
  g_autoptr (LcReport) known = fixture_healthy_new ("uk");
  g_autoptr (LcReport) silent = fixture_healthy_new ("uk");
  LcAttempt *attempt;
  LcFinding *finding;

  fixture_fail_port (known, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  refuse_at (fixture_first (fixture_row (known, "uk/sip")), 3, 1);
  fixture_diagnose (known);
  finding = fixture_find (known, "port-blocked");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_PROVIDER);
  g_assert_true (fixture_has_evidence (finding, "at or right after 203.0.113.1 (hop 2)"));
  fixture_fail_port (silent, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  attempt = fixture_first (fixture_row (silent, "uk/sip"));
  refuse_at (attempt, 2, 0);
  g_clear_pointer (&((LcHop *) g_ptr_array_index (attempt->path->control_hops, 0))->address,
                   g_free);
  fixture_diagnose (silent);
  finding = fixture_find (silent, "port-blocked");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_FIREWALL);
  g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_LIKELY);
  g_assert_null (strstr (finding->detail, "203.0.113.1"));
  g_assert_true (fixture_has_evidence (finding, "something nearer than the host"));
}

/* A reset within the first hop names no router: it may be this computer's own. */
static void
test_refused_within_first_hop (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcFinding *finding;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  refuse_at (fixture_first (fixture_row (report, "uk/sip")), 1, 0);
  fixture_diagnose (report);
  finding = fixture_find (report, "port-blocked");
  g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_LIKELY);
  g_assert_null (strstr (finding->detail, FIREWALL));
  g_assert_true (fixture_has_evidence (finding, "this computer’s own firewall"));
}

/* STUN that is rejected while nobody says a word about voice is not all of UDP. */
static void
test_stun_rejected_and_media_silent (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");

  fixture_fail_port (report, LC_TRANSPORT_UDP, 3478, LC_PHASE_UDP, LC_CODE_UDP_REJECTED);
  fixture_reject (fixture_first (fixture_row (report, "us/stun/169.63.26.228")), FIREWALL, 3, 3);
  fixture_reject (fixture_first (fixture_row (report, "us/stun/169.63.160.148")), FIREWALL, 3, 3);
  fixture_fail_port (report, LC_TRANSPORT_UDP, 1024, LC_PHASE_UDP, LC_CODE_UDP_SILENT);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked rtp-unproven");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusal/port-rejected", test_port_rejected);
  g_test_add_func ("/refusal/device", test_device);
  g_test_add_func ("/refusal/refused-nearby", test_refused_nearby);
  g_test_add_func ("/refusal/refused-too-fast", test_refused_too_fast);
  g_test_add_func ("/refusal/host-took-as-long", test_host_took_as_long);
  g_test_add_func ("/refusal/host-refuses", test_host_refuses);
  g_test_add_func ("/refusal/reset-behind-silent-hop", test_reset_behind_silent_hop);
  g_test_add_func ("/refusal/refused-within-first-hop", test_refused_within_first_hop);
  g_test_add_func ("/refusal/stun-rejected-and-media-silent", test_stun_rejected_and_media_silent);
  return g_test_run ();
}
