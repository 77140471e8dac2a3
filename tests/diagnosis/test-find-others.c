/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fixture.h"

/* Proxies, media, the service's own errors, notes. */

static gboolean
can_use_proxy (LcRow *row)
{
  return lc_row_get_protocol (row) == LC_PROTOCOL_HTTPS
         || lc_row_get_protocol (row) == LC_PROTOCOL_WEBSOCKET;
}

/* @denied: a port that the proxy answers with @code, 0 for all, 1 for none. */
static void
set_proxy (LcReport *report, guint16 denied, LcCode code)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    LcAttempt *attempt;

    if (!can_use_proxy (row))
      continue;
    attempt = fixture_attempt (row, lc_row_get_proxied_attempts (row),
                               lc_row_get_documented (row)[0], LC_PHASE_NONE, LC_CODE_OK);
    attempt->proxy = g_strdup ("10.1.0.1:3128");
    ((LcStep *) g_ptr_array_index (attempt->steps, 0))->phase = LC_PHASE_PROXY;
    if (denied != 0 && lc_row_get_port (row) != denied)
      continue;
    g_ptr_array_set_size (attempt->steps, 1);
    if (code == LC_CODE_PROXY_UNREACHABLE)
      g_clear_pointer (&attempt->local, g_free);
    ((LcStep *) g_ptr_array_index (attempt->steps, 0))->status = LC_STATUS_FAIL;
    ((LcStep *) g_ptr_array_index (attempt->steps, 0))->code = code;
  }
  lc_report_get_environment (report)->proxy = g_strdup ("http://10.1.0.1:3128");
}

static void
test_proxy_works (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");

  set_proxy (report, 1, LC_CODE_OK);
  fixture_diagnose (report);
  fixture_assert_codes (report, "");
}

static void
test_proxy_required (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcFinding *finding;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 0, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_fail_port (report, LC_TRANSPORT_UDP, 0, LC_PHASE_UDP, LC_CODE_UDP_SILENT);
  set_proxy (report, 1, LC_CODE_OK);
  fixture_diagnose (report);
  fixture_assert_codes (report, "web-only proxy-required");
  finding = fixture_find (report, "proxy-required");
  g_assert_true (fixture_has_row (finding, fixture_row (report, "uk/elk")));
  g_assert_false (fixture_has_row (finding, fixture_row (report, "uk/sip")));
  g_assert_true (
      fixture_has_row (fixture_find (report, "web-only"), fixture_row (report, "uk/sip")));
}

/* UDP that goes out directly is no other port of TCP: no rule stops single ports here. */
static void
test_proxy_required_for_tcp (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcFinding *finding;

  fixture_fail_port (report, LC_TRANSPORT_TCP, 0, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  set_proxy (report, 1, LC_CODE_OK);
  fixture_diagnose (report);
  fixture_assert_codes (report, "web-only proxy-required");
  finding = fixture_find (report, "web-only");
  g_assert_nonnull (strstr (finding->title, "Of TCP, only the web"));
  g_assert_nonnull (strstr (finding->detail, "UDP goes out directly; TCP "));
  g_assert_true (fixture_has_row (finding, fixture_row (report, "uk/sip")));
  g_assert_false (fixture_has_row (finding, fixture_row (report, "uk/rtp")));
  g_assert_true (fixture_has_evidence (finding, "UDP 3478"));
}

/* A UDP port that is closed for itself stays a finding for itself. */
static void
test_proxy_required_and_stun_blocked (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");

  fixture_fail_port (report, LC_TRANSPORT_TCP, 0, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_fail_port (report, LC_TRANSPORT_UDP, 3478, LC_PHASE_UDP, LC_CODE_UDP_SILENT);
  set_proxy (report, 1, LC_CODE_OK);
  fixture_diagnose (report);
  fixture_assert_codes (report, "web-only port-blocked proxy-required");
  g_assert_false (
      fixture_has_row (fixture_find (report, "web-only"), fixture_row (report, "uk/stun")));
  g_assert_true (
      fixture_has_row (fixture_find (report, "port-blocked"), fixture_row (report, "uk/stun")));
}

static void
test_proxy_denies (void)
{
  g_autoptr (LcReport) port = fixture_healthy_new ("uk");
  g_autoptr (LcReport) all = fixture_healthy_new ("uk");

  set_proxy (port, 8021, LC_CODE_PROXY_DENIED);
  fixture_diagnose (port);
  fixture_assert_codes (port, "proxy-denies-port");
  g_assert_cmpint (fixture_find (port, "proxy-denies-port")->owner, ==, LC_OWNER_PROXY);
  g_assert_cmpint (lc_row_get_status (fixture_row (port, "uk/adk")), ==, LC_STATUS_DEGRADED);
  set_proxy (all, 0, LC_CODE_PROXY_DENIED);
  fixture_diagnose (all);
  fixture_assert_codes (all, "proxy-denies-host");
}

static void
test_proxy_sign_in (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  g_autoptr (LcReport) dead = fixture_healthy_new ("uk");

  set_proxy (report, 0, LC_CODE_PROXY_AUTH_REQUIRED);
  fixture_diagnose (report);
  fixture_assert_codes (report, "proxy-sign-in");
  set_proxy (dead, 0, LC_CODE_PROXY_UNREACHABLE);
  fixture_diagnose (dead);
  fixture_assert_codes (dead, "proxy-unreachable");
}

/* Direct works, and so does CONNECT, but what comes through is spoilt. */
static void
test_proxy_breaks (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/elk");
  LcAttempt *attempt;

  set_proxy (report, 1, LC_CODE_OK);
  attempt = g_ptr_array_index (lc_row_get_proxied_attempts (row), 0);
  lc_attempt_get_step (attempt, LC_PHASE_TLS)->status = LC_STATUS_FAIL;
  lc_attempt_get_step (attempt, LC_PHASE_TLS)->code = LC_CODE_TLS_RESET;
  fixture_diagnose (report);
  fixture_assert_codes (report, "proxy-breaks");
  g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_PROXY);
}

static void
reject_samples (LcRow *row, guint from, guint to, const char *sender)
{
  GPtrArray *samples = fixture_first (row)->samples;

  for (guint i = from; i < to; i++) {
    LcSample *sample = g_ptr_array_index (samples, i);

    sample->status = LC_STATUS_FAIL;
    sample->code = LC_CODE_UDP_REJECTED;
    g_free (sample->address);
    sample->address = g_strdup (sender);
  }
}

static void
test_rtp_blocked (void)
{
  g_autoptr (LcReport) some = fixture_healthy_new ("uk");
  g_autoptr (LcReport) all = fixture_healthy_new ("uk");
  g_autoptr (LcReport) beside = fixture_healthy_new ("uk");

  reject_samples (fixture_row (some, "uk/rtp"), 8, 16, FIREWALL);
  fixture_diagnose (some);
  fixture_assert_codes (some, "rtp-blocked");
  g_assert_cmpint (fixture_find (some, "rtp-blocked")->owner, ==, LC_OWNER_FIREWALL);
  g_assert_cmpint (fixture_find (some, "rtp-blocked")->severity, ==, LC_SEVERITY_WARNING);
  g_assert_cmpint (lc_report_get_verdict (some), ==, LC_VERDICT_DEGRADED);
  reject_samples (fixture_row (all, "uk/rtp"), 0, 16, LAST_ROUTER);
  fixture_diagnose (all);
  fixture_assert_codes (all, "rtp-blocked");
  g_assert_cmpint (fixture_find (all, "rtp-blocked")->owner, ==, LC_OWNER_PROVIDER);
  g_assert_cmpint (fixture_find (all, "rtp-blocked")->owner_confidence, ==,
                   LC_OWNER_CONFIDENCE_LIKELY);
  g_assert_cmpint (lc_report_get_verdict (all), ==, LC_VERDICT_BLOCKED);
  /* A neighbour of the NAT's outside may be the firewall itself. */
  reject_samples (fixture_row (beside, "uk/rtp"), 0, 16, PROVIDER);
  fixture_diagnose (beside);
  g_assert_cmpint (fixture_find (beside, "rtp-blocked")->owner, ==, LC_OWNER_UNKNOWN);
}

static void
test_rtp_unproven (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");

  fixture_fail (fixture_row (report, "uk/rtp"), LC_PHASE_UDP, LC_CODE_UDP_SILENT);
  fixture_diagnose (report);
  fixture_assert_codes (report, "rtp-unproven");
  g_assert_cmpint (lc_row_get_owner (fixture_row (report, "uk/rtp")), ==, LC_OWNER_UNKNOWN);
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_INCONCLUSIVE);
}

static LcStun *
get_stun (LcReport *report, const char *row)
{
  return fixture_first (fixture_row (report, row))->stun;
}

static void
map_to (LcStun *stun, const char *mapped)
{
  g_free (stun->mapped);
  stun->mapped = g_strdup (mapped);
}

static void
test_nat (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (LcReport) sockets = fixture_healthy_new ("us");
  LcStun *stun = get_stun (sockets, "us/stun/169.63.26.228");

  map_to (get_stun (report, "us/stun/169.63.26.228"), "203.0.113.2:51234");
  fixture_diagnose (report);
  fixture_assert_codes (report, "nat-varies");
  g_assert_true (fixture_has_evidence (fixture_find (report, "nat-varies"), "203.0.113.2:51234"));
  /* Two sockets have two mappings everywhere. */
  map_to (stun, "203.0.113.2:51234");
  g_free (stun->local);
  stun->local = g_strdup ("10.1.0.2:40001");
  fixture_diagnose (sockets);
  fixture_assert_codes (sockets, "");
}

static void
test_udp_loss (void)
{
  g_autoptr (LcReport) lossy = fixture_healthy_new ("uk");
  g_autoptr (LcReport) one = fixture_healthy_new ("uk");
  g_autoptr (LcReport) uneven = fixture_healthy_new ("uk");

  get_stun (lossy, "uk/stun")->answered = 7;
  fixture_diagnose (lossy);
  fixture_assert_codes (lossy, "udp-loss");
  g_assert_cmpint (fixture_find (lossy, "udp-loss")->confidence, ==, LC_CONFIDENCE_LIKELY);
  get_stun (one, "uk/stun")->answered = 9;
  fixture_diagnose (one);
  fixture_assert_codes (one, "");
  get_stun (uneven, "uk/stun")->jitter_us = 45000;
  fixture_diagnose (uneven);
  fixture_assert_codes (uneven, "udp-loss");
}

/* A quick train (of 8 and 40) and a slow one (of 16) with so many unanswered. */
static void
set_trains (LcReport *report, const char *row, guint first, guint more, guint slow, LcCode code)
{
  LcStun *stun = get_stun (report, row);

  stun->sent = 64;
  stun->answered = 64 - first - more - slow;
  lc_stun_add_train (stun, 40, 8, 8 - first);
  lc_stun_add_train (stun, 40, 40, 40 - more);
  lc_stun_add_train (stun, 2, 16, 16 - slow);
  if (code != LC_CODE_OK) {
    LcAttempt *attempt = fixture_first (fixture_row (report, row));
    LcStep *step = g_ptr_array_index (attempt->steps, attempt->steps->len - 1);

    step->code = code;
    step->status = lc_code_get_status (code);
  }
}

/* What a slow train says of a quick one that was lossy. */
static void
test_stun_limits (void)
{
  static const char *const row = "uk/stun";
  g_autoptr (LcReport) limited = fixture_healthy_new ("uk");
  g_autoptr (LcReport) lossy = fixture_healthy_new ("uk");
  g_autoptr (LcReport) slight = fixture_healthy_new ("uk");
  g_autoptr (LcReport) used_up = fixture_healthy_new ("uk");
  g_autoptr (LcReport) none = fixture_healthy_new ("uk");
  LcFinding *finding;

  set_trains (limited, row, 3, 30, 0, LC_CODE_STUN_RATE_LIMITED);
  fixture_diagnose (limited);
  fixture_assert_codes (limited, "stun-rate-limited");
  finding = fixture_find (limited, "stun-rate-limited");
  g_assert_cmpint (finding->severity, ==, LC_SEVERITY_NOTE);
  g_assert_true (fixture_has_evidence (finding, "16 of 16 slow"));
  g_assert_cmpint (lc_report_get_verdict (limited), ==, LC_VERDICT_OK);
  g_assert_cmpint (lc_row_get_status (fixture_row (limited, row)), ==, LC_STATUS_PASS);

  set_trains (lossy, row, 3, 15, 6, LC_CODE_STUN_LOSSY);
  fixture_diagnose (lossy);
  fixture_assert_codes (lossy, "udp-loss");
  g_assert_cmpint (fixture_find (lossy, "udp-loss")->confidence, ==, LC_CONFIDENCE_PROVEN);

  /* The slow train is clean, but that may be chance. */
  set_trains (slight, row, 1, 4, 0, LC_CODE_STUN_LOSSY);
  fixture_diagnose (slight);
  fixture_assert_codes (slight, "udp-loss");
  g_assert_cmpint (fixture_find (slight, "udp-loss")->confidence, ==, LC_CONFIDENCE_LIKELY);

  /* A few answers first, and none for the rest. */
  set_trains (used_up, row, 3, 40, 16, LC_CODE_STUN_LOSSY);
  fixture_diagnose (used_up);
  fixture_assert_codes (used_up, "udp-loss");
  g_assert_cmpint (fixture_find (used_up, "udp-loss")->confidence, ==, LC_CONFIDENCE_LIKELY);

  set_trains (none, row, 1, 1, 0, LC_CODE_OK);
  fixture_diagnose (none);
  fixture_assert_codes (none, "");
}

static void
refuse_websockets (LcReport *report, const char *host)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_get_protocol (row) == LC_PROTOCOL_WEBSOCKET
        && (host == NULL || g_str_equal (lc_row_get_host (row), host)))
      fixture_fail (row, LC_PHASE_APP, LC_CODE_WS_REFUSED);
  }
}

static void
test_websocket (void)
{
  g_autoptr (LcReport) everywhere = fixture_healthy_new ("uk");
  g_autoptr (LcReport) via = fixture_healthy_new ("uk");
  g_autoptr (LcReport) one = fixture_healthy_new ("uk");
  LcAttempt *attempt;

  refuse_websockets (everywhere, NULL);
  fixture_diagnose (everywhere);
  fixture_assert_codes (everywhere, "websocket-stripped");
  g_assert_cmpint (fixture_find (everywhere, "websocket-stripped")->owner, ==, LC_OWNER_UNKNOWN);
  refuse_websockets (via, NULL);
  attempt = fixture_first (fixture_row (via, "uk/webclient-sip/webclient-uk3.moviuscorp.net:443"));
  attempt->http = lc_http_new ();
  attempt->http->via = g_strdup ("1.1 gw.example");
  fixture_diagnose (via);
  fixture_assert_codes (via, "websocket-stripped");
  g_assert_cmpint (fixture_find (via, "websocket-stripped")->owner, ==, LC_OWNER_PROXY);
  refuse_websockets (one, "webclient-uk3.moviuscorp.net");
  fixture_diagnose (one);
  fixture_assert_codes (one, "service-down");
  g_assert_cmpint (fixture_find (one, "service-down")->owner, ==, LC_OWNER_SERVICE);
}

/* Refused on one port of every host, opened on another: it is that port. */
static void
test_websocket_port (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcFinding *finding;

  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    if (lc_row_get_port (lc_report_get_row (report, i)) == 8089)
      fixture_fail (lc_report_get_row (report, i), LC_PHASE_APP, LC_CODE_WS_REFUSED);
  fixture_diagnose (report);
  fixture_assert_codes (report, "websocket-stripped");
  finding = fixture_find (report, "websocket-stripped");
  g_assert_cmpstr (finding->title, ==, "No WebSocket opens on TCP 8089");
  g_assert_nonnull (strstr (finding->detail, "open on TCP 443"));
  g_assert_cmpint (finding->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_nonnull (strstr (lc_report_get_summary (report), "no WebSocket opens on TCP 8089"));
}

static void
test_service_errors (void)
{
  static const struct
  {
    const char *row;
    LcPhase phase;
    LcCode code;
  } cases[] = {
    { "uk/adk", LC_PHASE_APP, LC_CODE_HTTP_ERROR },
    { "uk/elk", LC_PHASE_APP, LC_CODE_APP_TIMEOUT },
    { "uk/elk", LC_PHASE_APP, LC_CODE_APP_CLOSED },
    { "uk/sip", LC_PHASE_APP, LC_CODE_APP_UNEXPECTED_REPLY },
    { "uk/imap/169.50.222.162:993", LC_PHASE_APP, LC_CODE_IMAP_REJECTED },
    { "uk/stun", LC_PHASE_UDP, LC_CODE_STUN_BAD_REPLY },
    { "uk/stun", LC_PHASE_UDP, LC_CODE_STUN_ERROR },
    { "uk/sip", LC_PHASE_TLS, LC_CODE_TLS_NOT_TLS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("uk");

    fixture_fail (fixture_row (report, cases[i].row), cases[i].phase, cases[i].code);
    fixture_diagnose (report);
    fixture_assert_codes (report, "service-down");
    g_assert_cmpint (lc_row_get_owner (fixture_row (report, cases[i].row)), ==, LC_OWNER_SERVICE);
  }
}

static void
test_site_error (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");

  fixture_fail (fixture_row (report, "us/sip/169.63.26.232"), LC_PHASE_APP, LC_CODE_APP_CLOSED);
  fixture_diagnose (report);
  fixture_assert_codes (report, "site-degraded");
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_DEGRADED);
}

static void
test_optional (void)
{
  g_autoptr (LcReport) blocked = fixture_healthy_new ("us");
  g_autoptr (LcReport) greeting = fixture_healthy_new ("us");

  fixture_fail_port (blocked, LC_TRANSPORT_TCP, 25, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_fail_port (blocked, LC_TRANSPORT_TCP, 143, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (blocked);
  fixture_assert_codes (blocked, "optional-blocked");
  g_assert_cmpint (fixture_find (blocked, "optional-blocked")->owner, ==, LC_OWNER_FIREWALL);
  g_assert_cmpint (fixture_find (blocked, "optional-blocked")->severity, ==, LC_SEVERITY_NOTE);
  g_assert_cmpint (lc_report_get_verdict (blocked), ==, LC_VERDICT_OK);
  fixture_fail (fixture_row (greeting, "us/imap/169.63.26.228:25"), LC_PHASE_APP,
                LC_CODE_SMTP_REJECTED);
  fixture_diagnose (greeting);
  fixture_assert_codes (greeting, "optional-blocked");
  g_assert_cmpint (fixture_find (greeting, "optional-blocked")->owner, ==, LC_OWNER_SERVICE);
}

static void
test_old_catalog (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (GDateTime) late = g_date_time_new_from_iso8601 ("2035-01-01T00:00:00Z", NULL);

  lc_report_set_started (report, late);
  fixture_diagnose (report);
  fixture_assert_codes (report, "catalog-old");
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_OK);
}

static void
test_not_tested (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/sip");

  fixture_fail (row, LC_PHASE_APP, LC_CODE_SIP_SILENT);
  fixture_diagnose (report);
  fixture_assert_codes (report, "not-tested");
  g_assert_true (fixture_has_row (fixture_find (report, "not-tested"), row));
  g_assert_cmpstr (fixture_find (report, "not-tested")->title, ==, "Not everything could be shown");
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_INCONCLUSIVE);
}

/* One row alone, without anything to compare it with, names nobody. */
static void
test_unexplained (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_ptr_array_add (ids, (gpointer) lc_row_get_id (fixture_row (report, "us/sip/169.63.26.232")));
  lc_report_remove_rows_except (report, ids);
  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (report);
  fixture_assert_codes (report, "unexplained");
  g_assert_cmpint (fixture_find (report, "unexplained")->owner, ==, LC_OWNER_UNKNOWN);
}

/* A host that is refused on every port is refused, not its ports. */
static void
test_proxy_denies_hosts (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");

  set_proxy (report, 0, LC_CODE_PROXY_DENIED);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (g_str_equal (lc_row_get_service (row), "mldt"))
      g_ptr_array_set_size (lc_row_get_proxied_attempts (row), 0);
    if (g_str_equal (lc_row_get_service (row), "mldt"))
      ((LcStep *) g_ptr_array_index (fixture_attempt (row, lc_row_get_proxied_attempts (row),
                                                      lc_row_get_documented (row)[0], LC_PHASE_NONE,
                                                      LC_CODE_OK)
                                         ->steps,
                                     0))
          ->phase
          = LC_PHASE_PROXY;
  }
  fixture_diagnose (report);
  fixture_assert_codes (report, "proxy-denies-host");
}

/* Where nothing goes out directly, a proxy that asks for a sign-in is still what to mend. */
static void
test_proxy_sign_in_is_the_only_way (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");

  fixture_fail_port (report, LC_TRANSPORT_TCP, 0, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_fail_port (report, LC_TRANSPORT_UDP, 0, LC_PHASE_UDP, LC_CODE_UDP_SILENT);
  set_proxy (report, 0, LC_CODE_PROXY_AUTH_REQUIRED);
  fixture_diagnose (report);
  g_assert_nonnull (fixture_find (report, "proxy-sign-in"));
  g_assert_null (fixture_find (report, "offline"));
  g_assert_cmpint (lc_row_get_owner (fixture_row (report, "uk/elk")), ==, LC_OWNER_PROXY);
}

/* Loss breaks single connections: nobody is blamed for these. */
static void
test_heavy_loss (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *silent = fixture_row (report, "us/imap/169.63.26.228:993");
  LcRow *slow = fixture_row (report, "us/adk/dal12.moviuscorp.net");

  get_stun (report, "us/stun/169.63.26.228")->answered = 5;
  get_stun (report, "us/stun/169.63.160.148")->answered = 6;
  fixture_fail (silent, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_fail (slow, LC_PHASE_APP, LC_CODE_APP_TIMEOUT);
  fixture_diagnose (report);
  fixture_assert_codes (report, "udp-loss");
  g_assert_cmpint (fixture_find (report, "udp-loss")->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_true (fixture_has_row (fixture_find (report, "udp-loss"), silent));
  g_assert_true (fixture_has_row (fixture_find (report, "udp-loss"), slow));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proxy/works", test_proxy_works);
  g_test_add_func ("/proxy/required", test_proxy_required);
  g_test_add_func ("/proxy/required-for-tcp", test_proxy_required_for_tcp);
  g_test_add_func ("/proxy/required-and-stun-blocked", test_proxy_required_and_stun_blocked);
  g_test_add_func ("/proxy/denies", test_proxy_denies);
  g_test_add_func ("/proxy/sign-in", test_proxy_sign_in);
  g_test_add_func ("/proxy/breaks", test_proxy_breaks);
  g_test_add_func ("/media/rtp-blocked", test_rtp_blocked);
  g_test_add_func ("/media/rtp-unproven", test_rtp_unproven);
  g_test_add_func ("/media/nat", test_nat);
  g_test_add_func ("/media/udp-loss", test_udp_loss);
  g_test_add_func ("/media/stun-limits", test_stun_limits);
  g_test_add_func ("/service/websocket", test_websocket);
  g_test_add_func ("/service/websocket-port", test_websocket_port);
  g_test_add_func ("/service/errors", test_service_errors);
  g_test_add_func ("/service/site-error", test_site_error);
  g_test_add_func ("/notes/optional", test_optional);
  g_test_add_func ("/notes/old-catalog", test_old_catalog);
  g_test_add_func ("/notes/not-tested", test_not_tested);
  g_test_add_func ("/notes/unexplained", test_unexplained);
  g_test_add_func ("/others/proxy-denies-hosts", test_proxy_denies_hosts);
  g_test_add_func ("/others/proxy-sign-in-is-the-only-way", test_proxy_sign_in_is_the_only_way);
  g_test_add_func ("/others/heavy-loss", test_heavy_loss);
  return g_test_run ();
}
