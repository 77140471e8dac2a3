/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fixture.h"

/* What does not get through, and where it stops. */

/* Every attempt of every row of a port, stopped after hop @ttl. */
static void
stop_port (LcReport *report, LcTransport transport, guint16 port, guint ttl)
{
  LcPhase phase = transport == LC_TRANSPORT_UDP ? LC_PHASE_UDP : LC_PHASE_TCP;

  fixture_fail_port (report, transport, port, phase,
                     phase == LC_PHASE_UDP ? LC_CODE_UDP_SILENT : LC_CODE_TCP_TIMEOUT);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_get_transport (row) != transport || lc_row_get_port (row) != port)
      continue;
    for (guint j = 0; j < lc_row_get_attempts (row)->len; j++)
      fixture_stop_after (g_ptr_array_index (lc_row_get_attempts (row), j), transport, port, ttl);
  }
}

static void
test_port_dropped (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcFinding *finding;

  stop_port (report, LC_TRANSPORT_TCP, 5061, 1);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  finding = fixture_find (report, "port-blocked");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_FIREWALL);
  /* The next hop is the provider's, and may have stopped it on entering. */
  g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_LIKELY);
  g_assert_cmpint (finding->owner_confidence, ==, LC_OWNER_CONFIDENCE_LIKELY);
  g_assert_cmpint (finding->severity, ==, LC_SEVERITY_ERROR);
  g_assert_cmpuint (finding->rows->len, ==, 2);
  g_assert_true (
      fixture_has_evidence (finding,
                            "TCP 5061 to 169.63.26.232 stops after 10.1.0.1 (hop 1); TCP 443 "
                            "on the same path goes on."));
  g_assert_cmpint (lc_row_get_owner (fixture_row (report, "us/sip/169.63.26.232")), ==,
                   LC_OWNER_FIREWALL);
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_BLOCKED);
  g_assert_cmpstr (lc_report_get_summary (report), ==,
                   "MultiLine’s calls cannot work on this network: 10.1.0.1 (your firewall) stops "
                   "TCP 5061.");
}

static void
test_port_dropped_by_provider (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (LcReport) last = fixture_healthy_new ("uk");

  stop_port (report, LC_TRANSPORT_TCP, 5061, 2);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  g_assert_cmpint (fixture_find (report, "port-blocked")->owner, ==, LC_OWNER_PROVIDER);
  g_assert_cmpint (fixture_find (report, "port-blocked")->owner_confidence, ==,
                   LC_OWNER_CONFIDENCE_LIKELY);
  /* At the last router before the host packets cannot tell it from the host, nor from
   * a firewall that drops the answers. */
  stop_port (last, LC_TRANSPORT_TCP, 5061, 3);
  fixture_diagnose (last);
  fixture_assert_codes (last, "port-blocked");
  g_assert_cmpint (fixture_find (last, "port-blocked")->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_cmpint (fixture_find (last, "port-blocked")->owner_confidence, ==,
                   LC_OWNER_CONFIDENCE_UNKNOWN);
  g_assert_cmpint (fixture_find (last, "port-blocked")->confidence, ==, LC_CONFIDENCE_LIKELY);
}

/* Without a path: a rule shows by its pattern, but not where it is nor who has it. */
static void
test_port_untraced (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (LcReport) single = fixture_healthy_new ("uk");

  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  g_assert_cmpint (fixture_find (report, "port-blocked")->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_cmpint (fixture_find (report, "port-blocked")->confidence, ==, LC_CONFIDENCE_LIKELY);
  fixture_fail_port (single, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (single);
  fixture_assert_codes (single, "port-blocked");
  g_assert_cmpint (fixture_find (single, "port-blocked")->owner, ==, LC_OWNER_UNKNOWN);
}

/* One traced row of a rule is enough, and silent routers are no loss. */
static void
test_one_trace (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcFinding *finding;
  LcPath *path;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  path = fixture_stop_after (fixture_first (fixture_row (report, "us/sip/169.63.26.232")),
                             LC_TRANSPORT_TCP, 5061, 1);
  /* Hop 2 answers for nobody. */
  g_clear_pointer (&((LcHop *) g_ptr_array_index (path->control_hops, 1))->address, g_free);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  finding = fixture_find (report, "port-blocked");
  /* It may be the one that stops it as well as the hop before. */
  g_assert_cmpint (finding->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_LIKELY);
  g_assert_cmpuint (finding->rows->len, ==, 2);
  g_assert_nonnull (
      strstr (finding->detail, "omething between 10.1.0.1 and 198.51.100.2 stops TCP 5061"));
  g_assert_true (
      fixture_has_evidence (finding, "between 10.1.0.1 (hop 1) and 198.51.100.2 (hop 3)"));
}

/* A gateway that is silent for everybody, and a port that no hop answers for. */
static void
test_silent_gateway (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcPath *path;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  path = fixture_stop_after (fixture_first (fixture_row (report, "us/sip/169.63.26.232")),
                             LC_TRANSPORT_TCP, 5061, 0);
  g_clear_pointer (&((LcHop *) g_ptr_array_index (path->control_hops, 0))->address, g_free);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  g_assert_cmpint (fixture_find (report, "port-blocked")->owner, ==, LC_OWNER_FIREWALL);
  g_assert_true (fixture_has_evidence (fixture_find (report, "port-blocked"),
                                       "ends at the second hop or before it; TCP 443"));
}

static void
test_all_silent (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcPath *path;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  path = fixture_stop_after (fixture_first (fixture_row (report, "uk/sip")), LC_TRANSPORT_TCP, 5061,
                             0);
  for (guint i = 0; i < path->control_hops->len; i++)
    g_clear_pointer (&((LcHop *) g_ptr_array_index (path->control_hops, i))->address, g_free);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  g_assert_cmpint (fixture_find (report, "port-blocked")->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_true (
      fixture_has_evidence (fixture_find (report, "port-blocked"), "cannot be shown where"));
}

/* Two rules at one place are one finding. */
static void
test_several_ports (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");

  stop_port (report, LC_TRANSPORT_TCP, 5061, 1);
  stop_port (report, LC_TRANSPORT_TCP, 993, 1);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  g_assert_cmpuint (fixture_find (report, "port-blocked")->rows->len, ==, 4);
}

static void
fail_address (LcReport *report, const char *address, LcCode tcp, LcCode udp)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    const char *const *documented = lc_row_get_documented (row);

    if (!g_strv_contains (documented, address) || lc_row_get_protocol (row) == LC_PROTOCOL_RTP)
      continue;
    fixture_reset (row);
    for (guint j = 0; documented[j] != NULL; j++)
      if (!g_str_equal (documented[j], address))
        fixture_attempt (row, lc_row_get_attempts (row), documented[j], LC_PHASE_NONE, LC_CODE_OK);
      else if (lc_row_get_transport (row) == LC_TRANSPORT_UDP)
        fixture_attempt (row, lc_row_get_attempts (row), documented[j], LC_PHASE_UDP, udp);
      else
        fixture_attempt (row, lc_row_get_attempts (row), documented[j], LC_PHASE_TCP, tcp);
  }
}

static void
for_attempts_on (LcReport *report, const char *address, void (*change) (LcAttempt *))
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    GPtrArray *attempts = lc_row_get_attempts (lc_report_get_row (report, i));

    for (guint j = 0; j < attempts->len; j++) {
      LcAttempt *attempt = g_ptr_array_index (attempts, j);

      if (g_str_equal (attempt->address, address))
        change (attempt);
    }
  }
}

static void
prohibit (LcAttempt *attempt)
{
  fixture_reject (attempt, FIREWALL, 3, 13);
}

static void
stop_at_last_router (LcAttempt *attempt)
{
  LcPath *path = fixture_stop_after (attempt, LC_TRANSPORT_TCP, 443, 3);

  g_free (path->control_address);
  path->control_address = g_strdup ("169.63.160.148");
}

static void
test_destination_blocked (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *both = fixture_row (report, "us/glb-address/sml.moviuscorp.net:443");
  LcFinding *finding;

  fail_address (report, "169.63.26.228", LC_CODE_TCP_REJECTED, LC_CODE_UDP_REJECTED);
  for_attempts_on (report, "169.63.26.228", prohibit);
  fixture_diagnose (report);
  fixture_assert_codes (report, "destination-blocked");
  finding = fixture_find (report, "destination-blocked");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_FIREWALL);
  g_assert_true (fixture_has_row (finding, fixture_row (report, "us/stun/169.63.26.228")));
  g_assert_true (fixture_has_row (finding, both));
  g_assert_cmpint (lc_row_get_status (both), ==, LC_STATUS_DEGRADED);
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_DEGRADED);
}

/* A whole place that is silent at its own end is a data centre that is down. */
static void
test_site_down (void)
{
  static const char *const dallas[]
      = { "169.63.26.228", "169.63.26.230", "169.63.26.232", "169.63.26.234" };
  g_autoptr (LcReport) report = fixture_healthy_new ("us");

  for (gsize i = 0; i < G_N_ELEMENTS (dallas); i++) {
    fail_address (report, dallas[i], LC_CODE_TCP_TIMEOUT, LC_CODE_UDP_SILENT);
    for_attempts_on (report, dallas[i], stop_at_last_router);
  }
  g_clear_pointer (&fixture_first (fixture_row (report, "us/sip/169.63.26.232"))->path,
                   lc_path_free);
  g_clear_pointer (&fixture_first (fixture_row (report, "sml-webrtc.moviuscorp.net:443"))->path,
                   lc_path_free);
  /* Media still leaves the network; that says nothing of its host. */
  fixture_diagnose (report);
  fixture_assert_codes (report, "site-degraded");
  g_assert_null (fixture_find (report, "destination-blocked"));
  g_assert_null (fixture_find (report, "port-blocked"));
  /* Nobody said that it is gone: a rule for that place looks the same. */
  g_assert_cmpint (fixture_find (report, "site-degraded")->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_DEGRADED);
}

static void
let_only_the_web_out (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_get_transport (row) == LC_TRANSPORT_UDP)
      fixture_fail (row, LC_PHASE_UDP, LC_CODE_UDP_SILENT);
    else if (lc_row_get_port (row) != 443)
      fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  }
}

static void
test_web_only (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcFinding *finding;

  let_only_the_web_out (report);
  fixture_stop_after (fixture_first (fixture_row (report, "us/sip/169.63.26.232")),
                      LC_TRANSPORT_TCP, 5061, 1);
  fixture_diagnose (report);
  fixture_assert_codes (report, "web-only");
  finding = fixture_find (report, "web-only");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_FIREWALL);
  g_assert_true (fixture_has_row (finding, fixture_row (report, "us/imap/169.63.26.228:25")));
  g_assert_true (fixture_has_row (finding, fixture_row (report, "us/rtp/169.63.26.232")));
  g_assert_cmpint (lc_row_get_owner (fixture_row (report, "us/rtp/169.63.26.232")), ==,
                   LC_OWNER_FIREWALL);
  g_assert_cmpint (lc_row_get_confidence (fixture_row (report, "us/rtp/169.63.26.232")), ==,
                   LC_CONFIDENCE_INCONCLUSIVE);
}

static void
test_udp_blocked (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");

  stop_port (report, LC_TRANSPORT_UDP, 3478, 1);
  fixture_fail_port (report, LC_TRANSPORT_UDP, 1024, LC_PHASE_UDP, LC_CODE_UDP_STOPPED_AT_HOP);
  fixture_diagnose (report);
  fixture_assert_codes (report, "udp-blocked");
  g_assert_cmpuint (fixture_find (report, "udp-blocked")->rows->len, ==, 4);
  g_assert_cmpint (fixture_find (report, "udp-blocked")->owner, ==, LC_OWNER_FIREWALL);
  g_assert_null (fixture_find (report, "rtp-unproven"));
}

/* STUN alone is a port, and at the host it is the host's. */
static void
test_stun_blocked (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (LcReport) host = fixture_healthy_new ("uk");
  g_autoptr (LcReport) refused = fixture_healthy_new ("uk");

  stop_port (report, LC_TRANSPORT_UDP, 3478, 1);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  stop_port (host, LC_TRANSPORT_UDP, 3478, 3);
  fixture_diagnose (host);
  fixture_assert_codes (host, "service-down");
  fixture_fail_port (refused, LC_TRANSPORT_UDP, 3478, LC_PHASE_UDP, LC_CODE_UDP_REFUSED);
  fixture_reject (fixture_first (fixture_row (refused, "uk/stun")), "169.50.222.162", 3, 3);
  fixture_diagnose (refused);
  fixture_assert_codes (refused, "service-down");
}

/* A tunnel's far end that blocks is the VPN's, and the VPN is named. */
static void
test_vpn_blocks (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcEnvironment *environment = lc_report_get_environment (report);

  stop_port (report, LC_TRANSPORT_TCP, 5061, 1);
  environment->vpn = g_strdup ("tun0");
  environment->vpn_addresses = g_strsplit ("169.50.222.168 169.50.222.162", " ", -1);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked vpn-active");
  g_assert_cmpint (fixture_find (report, "port-blocked")->owner, ==, LC_OWNER_VPN);
  g_assert_cmpint (lc_row_get_owner (fixture_row (report, "uk/sip")), ==, LC_OWNER_VPN);
}

static void
rename_hop (LcAttempt *attempt, guint ttl, const char *address)
{
  LcHop *hops[] = { g_ptr_array_index (attempt->path->hops, ttl - 1),
                    g_ptr_array_index (attempt->path->control_hops, ttl - 1) };

  for (guint i = 0; i < G_N_ELEMENTS (hops); i++) {
    if (hops[i]->address == NULL)
      continue;
    g_free (hops[i]->address);
    hops[i]->address = g_strdup (address);
  }
}

/* The space that a provider shares among customers is beyond the edge, and so is
 * every private address behind it; a tunnel's own is not. */
static void
test_provider_with_private_addresses (void)
{
  for (guint tunnel = 0; tunnel < 2; tunnel++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("uk");
    LcAttempt *attempt = fixture_first (fixture_row (report, "uk/sip"));

    stop_port (report, LC_TRANSPORT_TCP, 5061, 2);
    attempt = fixture_first (fixture_row (report, "uk/sip"));
    rename_hop (attempt, 2, "100.64.9.1");
    rename_hop (attempt, 3, "10.200.0.1");
    if (tunnel) {
      lc_report_get_environment (report)->vpn = g_strdup ("tun0");
      lc_report_get_environment (report)->vpn_addresses = g_strsplit ("169.50.222.168", " ", -1);
    }
    fixture_diagnose (report);
    g_assert_cmpint (fixture_find (report, "port-blocked")->owner, ==,
                     tunnel ? LC_OWNER_VPN : LC_OWNER_PROVIDER);
  }
}

/* Several hops inside: between two of them it is this network's without doubt, but a
 * private address alone is anybody's. */
static void
test_block_between_inner_hops (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  g_autoptr (LcReport) other = fixture_healthy_new ("uk");

  stop_port (report, LC_TRANSPORT_TCP, 5061, 1);
  rename_hop (fixture_first (fixture_row (report, "uk/sip")), 2, "10.1.0.254");
  fixture_diagnose (report);
  g_assert_cmpint (fixture_find (report, "port-blocked")->owner, ==, LC_OWNER_FIREWALL);
  g_assert_cmpint (fixture_find (report, "port-blocked")->owner_confidence, ==,
                   LC_OWNER_CONFIDENCE_PROVEN);
  g_assert_cmpint (fixture_find (report, "port-blocked")->confidence, ==, LC_CONFIDENCE_PROVEN);
  stop_port (other, LC_TRANSPORT_TCP, 5061, 1);
  rename_hop (fixture_first (fixture_row (other, "uk/sip")), 2, "10.2.0.1");
  fixture_diagnose (other);
  g_assert_cmpint (fixture_find (other, "port-blocked")->owner, ==, LC_OWNER_FIREWALL);
  g_assert_cmpint (fixture_find (other, "port-blocked")->owner_confidence, ==,
                   LC_OWNER_CONFIDENCE_LIKELY);
}

/* Silence behind the last router says who it may be, and never that one of them stops it. */
static void
test_no_answer_from_servers (void)
{
  g_autoptr (LcReport) common = fixture_healthy_new ("us");
  g_autoptr (LcReport) different = fixture_healthy_new ("us");
  LcFinding *finding;

  stop_port (common, LC_TRANSPORT_TCP, 5061, 3);
  fixture_diagnose (common);
  finding = fixture_find (common, "port-blocked");
  g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_LIKELY);
  g_assert_cmpstr (finding->title, ==, "TCP 5061 gets no answer from the servers");
  stop_port (different, LC_TRANSPORT_TCP, 5061, 3);
  rename_hop (fixture_first (fixture_row (different, "us/sip/169.63.26.232")), 3, "192.0.2.77");
  fixture_diagnose (different);
  fixture_assert_codes (different, "port-blocked");
  finding = fixture_find (different, "port-blocked");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_cmpstr (finding->title, ==, "TCP 5061 gets no answer from the servers");
}

/* A trace that missed a hop does not split what ends at one place. */
static void
test_destination_with_lost_answers (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcAttempt *attempt;

  fail_address (report, "169.63.26.228", LC_CODE_TCP_REJECTED, LC_CODE_UDP_REJECTED);
  for_attempts_on (report, "169.63.26.228", prohibit);
  fail_address (report, "169.46.89.188", LC_CODE_TCP_TIMEOUT, LC_CODE_UDP_SILENT);
  attempt = fixture_first (fixture_row (report, "us/webclient-sip/webclient-slab"));
  fixture_stop_after (attempt, LC_TRANSPORT_TCP, 443, 1);
  rename_hop (attempt, 1, "10.0.0.1");
  attempt = fixture_first (fixture_row (report, "us/auth/169.63.26.228"));
  fixture_stop_after (attempt, LC_TRANSPORT_TCP, 443, 2);
  rename_hop (attempt, 1, "10.0.0.1");
  rename_hop (attempt, 2, FIREWALL);
  fixture_diagnose (report);
  fixture_assert_codes (report, "destination-blocked");
}

/* One closed port of a host is a matter of that port; only of two or more it is the host's. */
static void
test_one_port_of_one_host (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/sip/169.63.26.232");

  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_stop_after (fixture_first (row), LC_TRANSPORT_TCP, 5061, 1);
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  g_assert_cmpint (fixture_find (report, "port-blocked")->owner, ==, LC_OWNER_FIREWALL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/path/port-dropped", test_port_dropped);
  g_test_add_func ("/path/port-dropped-by-provider", test_port_dropped_by_provider);
  g_test_add_func ("/path/port-untraced", test_port_untraced);
  g_test_add_func ("/path/one-trace", test_one_trace);
  g_test_add_func ("/path/silent-gateway", test_silent_gateway);
  g_test_add_func ("/path/all-silent", test_all_silent);
  g_test_add_func ("/path/several-ports", test_several_ports);
  g_test_add_func ("/path/destination-blocked", test_destination_blocked);
  g_test_add_func ("/path/site-down", test_site_down);
  g_test_add_func ("/path/web-only", test_web_only);
  g_test_add_func ("/path/udp-blocked", test_udp_blocked);
  g_test_add_func ("/path/stun-blocked", test_stun_blocked);
  g_test_add_func ("/path/vpn-blocks", test_vpn_blocks);
  g_test_add_func ("/path/provider-with-private-addresses", test_provider_with_private_addresses);
  g_test_add_func ("/path/block-between-inner-hops", test_block_between_inner_hops);
  g_test_add_func ("/path/no-answer-from-servers", test_no_answer_from_servers);
  g_test_add_func ("/path/destination-with-lost-answers", test_destination_with_lost_answers);
  g_test_add_func ("/path/one-port-of-one-host", test_one_port_of_one_host);
  return g_test_run ();
}
