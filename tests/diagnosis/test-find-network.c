/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fixture.h"

/* No network, portals, VPN, IPv6, the clock. */

static void
fail_all (LcReport *report, LcCode tcp, LcCode udp)
{
  fixture_fail_port (report, LC_TRANSPORT_TCP, 0, LC_PHASE_TCP, tcp);
  fixture_fail_port (report, LC_TRANSPORT_UDP, 0, LC_PHASE_UDP, udp);
}

typedef void (*Change) (LcRow *row, LcAttempt *attempt, gpointer data);

static void
for_attempts (LcReport *report, Change change, gpointer data)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    for (guint j = 0; j < lc_row_get_attempts (row)->len; j++)
      change (row, g_ptr_array_index (lc_row_get_attempts (row), j), data);
  }
}

static void
test_unplugged (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("us");
  LcEnvironment *environment = lc_report_get_environment (report);

  environment->online = environment->ipv4 = FALSE;
  g_ptr_array_set_size (environment->interfaces, 0);
  fail_all (report, LC_CODE_TCP_NETWORK_UNREACHABLE, LC_CODE_TCP_NETWORK_UNREACHABLE);
  fixture_diagnose (report);
  fixture_assert_codes (report, "offline");
  g_assert_cmpint (fixture_find (report, "offline")->owner, ==, LC_OWNER_DEVICE);
  g_assert_cmpuint (fixture_find (report, "offline")->rows->len, ==, lc_report_get_n_rows (report));
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_BLOCKED);
}

static void
say_own_host_unreachable (LcRow *row, LcAttempt *attempt, gpointer data)
{
  attempt->icmp = lc_icmp_new ("10.1.0.2", 3, 1, 3000000);
}

static void
test_dead_gateway (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("uk");

  fail_all (report, LC_CODE_TCP_HOST_UNREACHABLE, LC_CODE_UDP_SILENT);
  for_attempts (report, say_own_host_unreachable, NULL);
  fixture_diagnose (report);
  fixture_assert_codes (report, "offline");
  g_assert_cmpint (fixture_find (report, "offline")->owner, ==, LC_OWNER_LOCAL_NETWORK);
  g_assert_cmpint (fixture_find (report, "offline")->confidence, ==, LC_CONFIDENCE_PROVEN);
}

/* Nothing comes back from beyond the firewall, and no working port is there to compare
 * with: the line may be down as well. */
static void
stop_after_firewall (LcRow *row, LcAttempt *attempt, gpointer data)
{
  LcPath *path = fixture_stop_after (attempt, lc_row_get_transport (row), lc_row_get_port (row), 1);

  path->has_control = FALSE;
}

static void
test_everything_dropped (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("us");

  fail_all (report, LC_CODE_TCP_TIMEOUT, LC_CODE_UDP_SILENT);
  for_attempts (report, stop_after_firewall, NULL);
  fixture_diagnose (report);
  fixture_assert_codes (report, "offline");
  g_assert_cmpint (fixture_find (report, "offline")->owner, ==, LC_OWNER_LOCAL_NETWORK);
  g_assert_cmpint (fixture_find (report, "offline")->owner_confidence, ==,
                   LC_OWNER_CONFIDENCE_LIKELY);
  g_assert_cmpint (fixture_find (report, "offline")->confidence, ==, LC_CONFIDENCE_LIKELY);
  g_assert_cmpint (lc_row_get_owner (fixture_row (report, "us/rtp")), ==, LC_OWNER_LOCAL_NETWORK);
}

static void
say_no_way (LcRow *row, LcAttempt *attempt, gpointer data)
{
  attempt->icmp = lc_icmp_new (FIREWALL, 3, 0, 300);
}

static void
test_line_down (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("uk");

  fail_all (report, LC_CODE_TCP_NETWORK_UNREACHABLE, LC_CODE_UDP_REJECTED);
  for_attempts (report, say_no_way, NULL);
  fixture_diagnose (report);
  fixture_assert_codes (report, "offline");
  g_assert_cmpint (fixture_find (report, "offline")->owner, ==, LC_OWNER_LOCAL_NETWORK);
}

static void
add_probe (LcReport *report, const char *host, guint status, const char *location)
{
  LcHttpProbe *probe = lc_http_probe_new (host, "169.50.222.162");

  probe->status = status;
  probe->location = g_strdup (location);
  g_ptr_array_add (lc_report_get_environment (report)->http_probes, probe);
}

static void
test_portal_redirects (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("uk");
  LcFinding *finding;

  fail_all (report, LC_CODE_TCP_TIMEOUT, LC_CODE_UDP_SILENT);
  add_probe (report, "uk3.moviuscorp.net", 302, "http://10.1.0.1/login");
  fixture_diagnose (report);
  fixture_assert_codes (report, "captive-portal");
  finding = fixture_find (report, "captive-portal");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_LOCAL_NETWORK);
  g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_PROVEN);
  g_assert_cmpuint (finding->rows->len, ==, lc_report_get_n_rows (report));
  g_assert_cmpint (lc_row_get_owner (fixture_row (report, "uk/sip")), ==, LC_OWNER_LOCAL_NETWORK);
}

/* A portal's own certificate in everybody's place is no inspection. */
static void
show_portal (LcRow *row, LcAttempt *attempt, gpointer issuer)
{
  LcCertificate *leaf;

  if (attempt->tls == NULL)
    return;
  fixture_certificate (attempt, row, issuer, "untrusted name-mismatch");
  leaf = g_ptr_array_index (attempt->tls->chain, 0);
  g_strfreev (leaf->names);
  leaf->names = g_strsplit ("login.grandhotel.example", " ", -1);
  g_free (leaf->sha256);
  leaf->sha256 = g_strdup ("00portal");
  lc_attempt_get_step (attempt, LC_PHASE_TLS)->status = LC_STATUS_FAIL;
  lc_attempt_get_step (attempt, LC_PHASE_TLS)->code = LC_CODE_TLS_UNTRUSTED;
  if (attempt->http == NULL)
    return;
  attempt->http->status = 302;
  attempt->http->location = g_strdup ("https://login.grandhotel.example/");
}

static void
test_portal_certificate (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");

  for_attempts (report, show_portal, (gpointer) "CN=Guest Access CA,O=Grand Hotel");
  fixture_diagnose (report);
  fixture_assert_codes (report, "captive-portal");
}

/* No words that anybody knows, but one page for hosts that have nothing in common. */
static void
test_portal_common_page (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("uk");
  static const char *const hosts[] = { "uk3.moviuscorp.net", "workspace.movius.ai" };

  fail_all (report, LC_CODE_TCP_TIMEOUT, LC_CODE_UDP_SILENT);
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
    GPtrArray *probes = lc_report_get_environment (report)->http_probes;

    add_probe (report, hosts[i], 200, NULL);
    ((LcHttpProbe *) g_ptr_array_index (probes, i))->title = g_strdup ("Willkommen");
  }
  fixture_diagnose (report);
  fixture_assert_codes (report, "captive-portal");
}

static void
test_portal_511 (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("uk");

  fail_all (report, LC_CODE_TCP_REFUSED, LC_CODE_UDP_SILENT);
  add_probe (report, "uk3.moviuscorp.net", 511, NULL);
  fixture_diagnose (report);
  fixture_assert_codes (report, "captive-portal");
}

/* NetworkManager's word, and a page that speaks of signing in, count only while
 * nothing of the service answers. */
static void
test_portal_doubted (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");

  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  lc_report_get_environment (report)->captive_portal = g_strdup ("yes");
  lc_report_get_environment (report)->portal_source = g_strdup ("network-manager");
  add_probe (report, "us.moviuscorp.net", 302, "https://sso.example/login");
  fixture_certificate (fixture_first (row), row, "CN=Own CA", "untrusted");
  lc_attempt_get_step (fixture_first (row), LC_PHASE_TLS)->status = LC_STATUS_FAIL;
  lc_attempt_get_step (fixture_first (row), LC_PHASE_TLS)->code = LC_CODE_TLS_UNTRUSTED;
  fixture_first (row)->http->status = 302;
  fixture_first (row)->http->location = g_strdup ("https://login.okta.example/");
  fixture_diagnose (report);
  g_assert_null (fixture_find (report, "captive-portal"));
}

/* An address literal has no name that a portal's certificate could miss, but a
 * portal that answers there is not the service either. */
static void
test_portal_on_literal (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/auth");

  for_attempts (report, show_portal, (gpointer) "CN=Public CA");
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcAttempt *attempt = fixture_first (lc_report_get_row (report, i));

    if (attempt->tls == NULL)
      continue;
    g_free (attempt->tls->verify);
    attempt->tls->verify = g_strdup ("name-mismatch");
    lc_attempt_get_step (attempt, LC_PHASE_TLS)->code = LC_CODE_TLS_NAME_MISMATCH;
  }
  fixture_diagnose (report);
  fixture_assert_codes (report, "captive-portal");
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_FAIL);
}

/* The service's own redirects, and a portal that somebody has signed in to, are none. */
static void
test_no_portal (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (LcReport) signed_in = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");

  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_first (row)->http->status = 302;
  fixture_first (row)->http->location = g_strdup ("https://login.example.com/sign-in");
  add_probe (report, "us.moviuscorp.net", 301, "https://us.moviuscorp.net/login");
  add_probe (report, "workspace.movius.ai", 301, "https://login.movius.ai/");
  fixture_diagnose (report);
  fixture_assert_codes (report, "port-blocked");
  lc_report_get_environment (signed_in)->captive_portal = g_strdup ("yes");
  fixture_diagnose (signed_in);
  fixture_assert_codes (signed_in, "");
}

static void
test_vpn (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcEnvironment *environment = lc_report_get_environment (report);

  environment->vpn = g_strdup ("tun0");
  environment->vpn_addresses = g_strsplit ("169.50.222.162", " ", -1);
  fixture_diagnose (report);
  fixture_assert_codes (report, "vpn-active");
  g_assert_cmpint (fixture_find (report, "vpn-active")->severity, ==, LC_SEVERITY_NOTE);
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_OK);
}

/* A tunnel that takes the site's addresses and delivers nothing, while the rest works. */
static void
test_dead_vpn (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcEnvironment *environment = lc_report_get_environment (report);

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (!g_str_has_prefix (lc_row_get_documented (row)[0], "169.50.222."))
      continue;
    fixture_fail (row, lc_row_get_transport (row) == LC_TRANSPORT_UDP ? LC_PHASE_UDP : LC_PHASE_TCP,
                  lc_row_get_transport (row) == LC_TRANSPORT_UDP ? LC_CODE_UDP_SILENT
                                                                 : LC_CODE_TCP_TIMEOUT);
  }
  environment->vpn = g_strdup ("tun0");
  environment->vpn_addresses
      = g_strsplit ("169.50.222.162 169.50.222.166 169.50.222.168 169.50.222.172", " ", -1);
  fixture_diagnose (report);
  g_assert_cmpint (fixture_find (report, "vpn-active")->severity, ==, LC_SEVERITY_ERROR);
  g_assert_cmpint (lc_row_get_owner (fixture_row (report, "uk/sip")), ==, LC_OWNER_VPN);
  g_assert_null (fixture_find (report, "destination-blocked"));
  g_assert_null (fixture_find (report, "service-down"));
}

static void
skip_ipv4 (LcRow *row)
{
  LcAttempt *attempt = lc_attempt_new (lc_row_get_documented (row)[0]);

  fixture_reset (row);
  attempt->status = LC_STATUS_SKIPPED;
  attempt->code = LC_CODE_TCP_NETWORK_UNREACHABLE;
  g_ptr_array_add (lc_row_get_attempts (row), attempt);
}

static void
test_nat64_only (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcEnvironment *environment = lc_report_get_environment (report);
  LcFinding *finding;

  environment->ipv4 = FALSE;
  environment->ipv6 = TRUE;
  environment->nat64_prefix = g_strdup ("64:ff9b::/96");
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    if (lc_row_get_host_is_literal (lc_report_get_row (report, i)))
      skip_ipv4 (lc_report_get_row (report, i));
  fixture_diagnose (report);
  fixture_assert_codes (report, "nat64-only");
  finding = fixture_find (report, "nat64-only");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_LOCAL_NETWORK);
  g_assert_true (fixture_has_row (finding, fixture_row (report, "uk/sip")));
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_BLOCKED);
}

static void
test_broken_ipv6 (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "workspace.movius.ai");

  fixture_attempt (row, lc_row_get_attempts (row), "2001:db8::59", LC_PHASE_TCP,
                   LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (report);
  fixture_assert_codes (report, "ipv6-broken");
}

/* What a clock that is @data seconds behind makes of good certificates. */
static void
turn_clock (LcRow *row, LcAttempt *attempt, gpointer data)
{
  gint64 skew = *(gint64 *) data;
  LcStep *tls = lc_attempt_get_step (attempt, LC_PHASE_TLS);

  if (tls == NULL)
    return;
  g_free (attempt->tls->verify);
  attempt->tls->verify = g_strdup (skew > 0 ? "not-yet-valid" : "expired");
  tls->status = LC_STATUS_FAIL;
  tls->code = skew > 0 ? LC_CODE_TLS_NOT_YET_VALID : LC_CODE_TLS_EXPIRED;
  if (attempt->http == NULL)
    return;
  attempt->http->date = g_strdup ("2026-03-20T10:30:00Z");
  attempt->http->date_skew_s = skew;
}

static void
test_clock (void)
{
  static gint64 skews[] = { 425 * 86400, -475 * 86400 };

  for (gsize i = 0; i < G_N_ELEMENTS (skews); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("uk");
    g_autoptr (GDateTime) wrong = g_date_time_new_from_iso8601 ("2035-01-01T00:00:00Z", NULL);
    LcFinding *finding;

    /* By such a clock the catalogue is not called old. */
    lc_report_set_started (report, wrong);
    for_attempts (report, turn_clock, &skews[i]);
    fixture_diagnose (report);
    fixture_assert_codes (report, "clock-wrong");
    finding = fixture_find (report, "clock-wrong");
    g_assert_cmpint (finding->owner, ==, LC_OWNER_DEVICE);
    g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_PROVEN);
    g_assert_true (fixture_has_row (finding, fixture_row (report, "uk/sip")));
    g_assert_nonnull (g_strrstr (finding->detail, i == 0 ? "425 days behind" : "475 days ahead"));
  }
}

static void
forget_dates (LcRow *row, LcAttempt *attempt, gpointer data)
{
  if (attempt->http != NULL)
    g_clear_pointer (&attempt->http->date, g_free);
}

/* Nobody said what time it is, yet nobody's certificate is valid. */
static void
test_clock_without_dates (void)
{
  static gint64 skew = -475 * 86400;
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");

  for_attempts (report, turn_clock, &skew);
  for_attempts (report, forget_dates, NULL);
  fixture_diagnose (report);
  fixture_assert_codes (report, "clock-wrong");
  g_assert_cmpint (fixture_find (report, "clock-wrong")->confidence, ==, LC_CONFIDENCE_LIKELY);
}

static void
give_date (LcRow *row, LcAttempt *attempt, gpointer data)
{
  if (attempt->http == NULL)
    return;
  g_free (attempt->http->date);
  attempt->http->date = g_strdup ("2025-01-15T10:30:02Z");
  attempt->http->date_skew_s = 2;
}

static void
give_odd_date (LcRow *row, LcAttempt *attempt, gpointer data)
{
  if (attempt->http == NULL)
    return;
  g_free (attempt->http->date);
  attempt->http->date = g_strdup ("9999-12-31T23:59:59Z");
  attempt->http->date_skew_s = G_GINT64_CONSTANT (251000000000);
}

/* Servers of which none knows in which age it is say nothing of this computer's clock. */
static void
test_odd_dates (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");

  for_attempts (report, give_odd_date, NULL);
  fixture_diagnose (report);
  g_assert_null (fixture_find (report, "clock-wrong"));
}

/* One certificate that has run out, and a clock that is right: the service's. */
static void
test_one_expired (void)
{
  static gint64 skew = -1;
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/webclient-sip/webclient-uk3.moviuscorp.net:443");

  turn_clock (row, fixture_first (row), &skew);
  for_attempts (report, give_date, NULL);
  fixture_diagnose (report);
  fixture_assert_codes (report, "certificate-invalid");
  g_assert_cmpint (fixture_find (report, "certificate-invalid")->owner, ==, LC_OWNER_SERVICE);
}

/* What the gateway does not answer on the link was not followed for every row. */
static void
test_dead_gateway_seen_once (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("uk");

  fail_all (report, LC_CODE_TCP_TIMEOUT, LC_CODE_UDP_SILENT);
  say_own_host_unreachable (NULL, fixture_first (fixture_row (report, "uk/sip")), NULL);
  fixture_diagnose (report);
  fixture_assert_codes (report, "offline");
  g_assert_cmpstr (fixture_find (report, "offline")->title, ==,
                   "The network’s gateway does not answer");
}

/* One router that says so knows more than the silence of the others. */
static void
test_line_down_said_once (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("us");
  LcAttempt *attempt;

  fail_all (report, LC_CODE_TCP_TIMEOUT, LC_CODE_UDP_SILENT);
  for_attempts (report, stop_after_firewall, NULL);
  attempt = fixture_first (fixture_row (report, "us/imap/169.63.26.228:993"));
  g_clear_pointer (&attempt->path, lc_path_free);
  attempt->icmp = lc_icmp_new (PROVIDER, 3, 0, 300);
  fixture_diagnose (report);
  fixture_assert_codes (report, "offline");
  g_assert_cmpint (fixture_find (report, "offline")->owner, ==, LC_OWNER_PROVIDER);
  g_assert_nonnull (strstr (fixture_find (report, "offline")->detail, PROVIDER));
}

/* Nothing answers, and everything goes into a tunnel. */
static void
test_tunnel_takes_all (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("uk");
  LcEnvironment *environment = lc_report_get_environment (report);

  fail_all (report, LC_CODE_TCP_TIMEOUT, LC_CODE_UDP_SILENT);
  environment->vpn = g_strdup ("tun0");
  environment->vpn_addresses
      = g_strsplit ("169.50.222.162 169.50.222.166 169.50.222.168 169.50.222.172 169.63.160.153 "
                    "23.7.99.89 184.25.123.59",
                    " ", -1);
  fixture_diagnose (report);
  fixture_assert_codes (report, "vpn-active");
  g_assert_cmpint (fixture_find (report, "vpn-active")->severity, ==, LC_SEVERITY_ERROR);
  g_assert_cmpint (fixture_find (report, "vpn-active")->confidence, ==, LC_CONFIDENCE_LIKELY);
}

/* A port that is blocked over IPv6 alone does not break IPv6. */
static void
test_ipv6_port_blocked (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "workspace.movius.ai");
  LcRow *other = fixture_row (report, "insights.moviuscorp.net");

  fixture_attempt (row, lc_row_get_attempts (row), "2001:db8::59", LC_PHASE_TCP,
                   LC_CODE_TCP_TIMEOUT);
  fixture_attempt (other, lc_row_get_attempts (other), "2001:db8::60", LC_PHASE_NONE, LC_CODE_OK);
  fixture_diagnose (report);
  g_assert_null (fixture_find (report, "ipv6-broken"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/unplugged", test_unplugged);
  g_test_add_func ("/network/dead-gateway", test_dead_gateway);
  g_test_add_func ("/network/everything-dropped", test_everything_dropped);
  g_test_add_func ("/network/line-down", test_line_down);
  g_test_add_func ("/network/portal-redirects", test_portal_redirects);
  g_test_add_func ("/network/portal-certificate", test_portal_certificate);
  g_test_add_func ("/network/portal-common-page", test_portal_common_page);
  g_test_add_func ("/network/portal-511", test_portal_511);
  g_test_add_func ("/network/portal-doubted", test_portal_doubted);
  g_test_add_func ("/network/portal-on-literal", test_portal_on_literal);
  g_test_add_func ("/network/no-portal", test_no_portal);
  g_test_add_func ("/network/vpn", test_vpn);
  g_test_add_func ("/network/dead-vpn", test_dead_vpn);
  g_test_add_func ("/network/nat64-only", test_nat64_only);
  g_test_add_func ("/network/broken-ipv6", test_broken_ipv6);
  g_test_add_func ("/network/clock", test_clock);
  g_test_add_func ("/network/clock-without-dates", test_clock_without_dates);
  g_test_add_func ("/network/one-expired", test_one_expired);
  g_test_add_func ("/network/odd-dates", test_odd_dates);
  g_test_add_func ("/network/dead-gateway-seen-once", test_dead_gateway_seen_once);
  g_test_add_func ("/network/line-down-said-once", test_line_down_said_once);
  g_test_add_func ("/network/tunnel-takes-all", test_tunnel_takes_all);
  g_test_add_func ("/network/ipv6-port-blocked", test_ipv6_port_blocked);
  return g_test_run ();
}
