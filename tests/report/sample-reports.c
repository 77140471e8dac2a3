/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample-reports.h"

#include "report/lc-report-private.h"

static const LcReportHead head = {
  .id = "11111111-2222-4333-8444-555555555555",
  .site = "us",
  .site_title = "United States",
  .generator_name = "Linecheck",
  .generator_version = "0.1.0",
  .language = "en",
  .catalog_revision = "7",
  .catalog_dated = "2025-01-31",
  .catalog_source = "builtin",
  .catalog_sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
};

static char *documented_literal[] = { "169.63.26.232", NULL };

static char **
make_strv (const char *first, const char *second)
{
  const char *const strings[] = { first, second, NULL };

  return g_strdupv ((char **) strings);
}

static LcCertificate *
make_certificate (const char *subject, const char *issuer)
{
  LcCertificate *certificate = lc_certificate_new ();

  certificate->subject = g_strdup (subject);
  certificate->issuer = g_strdup (issuer);
  certificate->not_before = g_strdup ("2025-01-01T00:00:00Z");
  certificate->not_after = g_strdup ("2026-01-01T00:00:00Z");
  certificate->sha256 = g_strdup ("aa11");
  certificate->key_sha256 = g_strdup ("bb22");
  certificate->names = make_strv ("dal12.moviuscorp.net", "169.63.26.232");
  certificate->self_signed = TRUE;
  certificate->sct = TRUE;
  certificate->authority_info = TRUE;
  certificate->crl = TRUE;
  certificate->policies = TRUE;
  return certificate;
}

static LcTls *
make_tls (void)
{
  LcTls *tls = lc_tls_new ();

  tls->version = g_strdup ("TLS 1.3");
  tls->cipher = g_strdup ("AES-256-GCM");
  tls->name = g_strdup ("dal12.moviuscorp.net");
  tls->verify = g_strdup ("untrusted name-mismatch");
  tls->alpn = g_strdup ("http/1.1");
  g_ptr_array_add (tls->chain, make_certificate ("CN=dal12.moviuscorp.net", "CN=Office CA"));
  g_ptr_array_add (tls->chain, make_certificate ("CN=Office CA", "CN=Office CA"));
  tls->anchor = lc_anchor_new ();
  tls->anchor->subject = g_strdup ("CN=Office Root");
  tls->anchor->sha256 = g_strdup ("dd44");
  tls->anchor->key_sha256 = g_strdup ("ee55");
  tls->anchor->publicity = LC_PUBLICITY_PRIVATE;
  return tls;
}

static LcHttp *
make_http (void)
{
  LcHttp *http = lc_http_new ();

  http->status = 403;
  http->server = g_strdup ("filter/1.0");
  http->location = g_strdup ("http://10.1.0.1/blocked?u=\"x\"");
  http->content_type = g_strdup ("text/html; charset=utf-8");
  http->title = g_strdup ("Blocked — Zugriff verweigert 禁止");
  http->date = g_strdup ("2025-01-31T12:00:07Z");
  http->date_skew_s = -5;
  http->body_sha256 = g_strdup ("cc33");
  http->marks = make_strv ("login-form", "blocked-words");
  http->upgrade = g_strdup ("sip");
  http->via = g_strdup ("1.1 proxy.office.example");
  return http;
}

static LcStun *
make_stun (void)
{
  LcStun *stun = lc_stun_new ();

  stun->mapped = g_strdup ("203.0.113.2:40123");
  stun->local = g_strdup ("10.1.0.2:40000");
  stun->sent = 5;
  stun->answered = 4;
  stun->retransmissions = 2;
  stun->jitter_us = 730;
  stun->error_code = 420;
  lc_stun_add_train (stun, 20, 3, 2);
  lc_stun_add_train (stun, 2, 2, 2);
  return stun;
}

static LcPath *
make_path (void)
{
  LcPath *path = lc_path_new (LC_TRANSPORT_TCP, 5061);

  g_ptr_array_add (path->hops, lc_hop_new (1, "10.1.0.1", 310));
  g_ptr_array_add (path->hops, lc_hop_new (2, NULL, LC_US_NONE));
  path->reached = TRUE;
  path->stopped_at = g_strdup ("10.1.0.1");
  path->answer_kind = LC_ANSWER_ICMP;
  path->answer_address = g_strdup ("10.1.0.1");
  path->answer_ttl = 2;
  path->answer_icmp_type = 3;
  path->answer_icmp_code = 13;
  path->has_control = TRUE;
  path->control_transport = LC_TRANSPORT_UDP;
  path->control_port = 443;
  path->control_address = g_strdup ("169.63.26.228");
  path->control_last_ttl = 6;
  path->control_reached = TRUE;
  g_ptr_array_add (path->control_hops, lc_hop_new (1, "10.1.0.1", 300));
  return path;
}

static LcSample *
make_sample (guint16 port)
{
  LcSample *sample = lc_sample_new (port);

  sample->status = LC_STATUS_PASS;
  sample->code = LC_CODE_UDP_LEFT_NETWORK;
  sample->address = g_strdup ("203.0.113.1");
  sample->ttl = 3;
  sample->type = 11;
  sample->icmp_code = 0;
  return sample;
}

static LcAttempt *
make_attempt (const char *address)
{
  LcAttempt *attempt = lc_attempt_new (address);

  attempt->local = g_strdup ("10.1.0.2:40000");
  attempt->proxy = g_strdup ("10.1.0.1:3128");
  attempt->status = LC_STATUS_FAIL;
  attempt->code = LC_CODE_TCP_REJECTED;
  attempt->latency_us = 41200;
  lc_attempt_take_step (attempt, lc_step_new (LC_PHASE_DNS, LC_STATUS_PASS, LC_CODE_OK, 1200,
                                              "10.1.0.1 answered."));
  lc_attempt_take_step (attempt, lc_step_new (LC_PHASE_TCP, LC_STATUS_FAIL, LC_CODE_TCP_REJECTED,
                                              41300, "10.1.0.1 said: \"no\"."));
  attempt->icmp = lc_icmp_new ("10.1.0.1", 3, 13, 300);
  attempt->tls = make_tls ();
  attempt->http = make_http ();
  attempt->stun = make_stun ();
  attempt->reply = g_strdup ("SIP/2.0 200 OK");
  attempt->local_drop = TRUE;
  attempt->has_small_segments = TRUE;
  attempt->small_segments = TRUE;
  attempt->retry_worked = TRUE;
  attempt->path = make_path ();
  lc_attempt_take_sample (attempt, make_sample (20000));
  lc_attempt_take_sample (attempt, lc_sample_new (65535));
  return attempt;
}

/* A passing attempt as most are: no more than steps and a latency. */
static LcAttempt *
make_plain_attempt (const char *address, gint64 us)
{
  LcAttempt *attempt = lc_attempt_new (address);

  attempt->status = LC_STATUS_PASS;
  attempt->code = LC_CODE_OK;
  attempt->latency_us = us;
  lc_attempt_take_step (attempt, lc_step_new (LC_PHASE_TCP, LC_STATUS_PASS, LC_CODE_OK, us, NULL));
  return attempt;
}

static void
fill_interfaces (LcEnvironment *environment)
{
  LcInterface *interface = lc_interface_new ("eth0", "ethernet");

  interface->addresses = make_strv ("10.1.0.2", "2001:db8::2");
  g_ptr_array_add (environment->interfaces, interface);
  g_ptr_array_add (environment->interfaces, lc_interface_new ("tun0", "tunnel"));
}

static void
fill_probes (LcEnvironment *environment)
{
  LcDnsProbe *dns = lc_dns_probe_new ("x7f3.moviuscorp.net");
  LcHttpProbe *http = lc_http_probe_new ("dal12.moviuscorp.net", "169.63.26.228");

  dns->code = g_strdup ("dns-not-found");
  dns->addresses = make_strv ("10.0.0.9", NULL);
  g_ptr_array_add (environment->dns_probes, dns);
  http->status = 302;
  http->location = g_strdup ("http://10.1.0.1/login");
  http->title = g_strdup ("Guest access");
  http->server = g_strdup ("portal");
  http->marks = make_strv ("login-form", NULL);
  g_ptr_array_add (environment->http_probes, http);
}

static void
fill_environment (LcEnvironment *environment)
{
  fill_interfaces (environment);
  environment->gateways = make_strv ("10.1.0.1", NULL);
  environment->dns_servers = make_strv ("10.1.0.53", "10.1.0.54");
  environment->proxy = g_strdup ("http://10.1.0.1:3128");
  environment->captive_portal = g_strdup ("http://10.1.0.1/login");
  environment->portal_source = g_strdup ("rows");
  environment->vpn = g_strdup ("tun0");
  environment->vpn_addresses = make_strv ("169.63.26.228", NULL);
  environment->public_address = g_strdup ("203.0.113.2");
  environment->has_clock_skew = TRUE;
  environment->clock_skew_s = -90;
  environment->has_online = TRUE;
  environment->online = TRUE;
  environment->has_ipv4 = TRUE;
  environment->ipv4 = TRUE;
  environment->has_ipv6 = TRUE;
  environment->ipv6 = FALSE;
  environment->nat64_prefix = g_strdup ("64:ff9b::/96");
  environment->public_roots = lc_public_roots_new ("2025-01-15", 151, TRUE);
  fill_probes (environment);
}

static LcDns *
make_dns (void)
{
  LcDns *dns = lc_dns_new ();

  dns->status = LC_STATUS_PASS;
  dns->code = LC_CODE_DNS_UNEXPECTED_ADDRESS;
  dns->us = 900;
  dns->addresses = make_strv ("169.63.26.228", "2001:db8::228");
  dns->canonical = g_strdup ("edge.example");
  dns->server = g_strdup ("10.1.0.53");
  dns->from = g_strdup ("dns");
  dns->detail = g_strdup ("2001:db8::228 is not documented.");
  return dns;
}

static LcRow *
make_rich_row (void)
{
  LcEndpoint endpoint = sample_endpoint ();
  LcRowResult result = {
    LC_STATUS_FAIL,       LC_CODE_TCP_REJECTED,         LC_PHASE_TCP, LC_OWNER_FIREWALL,
    LC_CONFIDENCE_PROVEN, "10.1.0.1 rejects TCP 5061.", 41200,        LC_OWNER_CONFIDENCE_LIKELY
  };
  LcRow *row;

  endpoint.host = "dal12.moviuscorp.net";
  endpoint.note = "Only for a test";
  endpoint.private_authority = "CN=Office Root";
  endpoint.legacy = TRUE;
  endpoint.may_change = TRUE;
  row = lc_row_new (&endpoint);
  lc_row_take_dns (row, make_dns ());
  lc_row_set_duration_us (row, 130000);
  lc_row_set_result (row, &result);
  g_ptr_array_add (lc_row_get_attempts (row), make_attempt ("169.63.26.228"));
  g_ptr_array_add (lc_row_get_attempts (row), make_attempt ("2001:db8::228"));
  g_ptr_array_add (lc_row_get_proxied_attempts (row), make_attempt ("169.63.26.228"));
  g_ptr_array_add (lc_row_get_documented_attempts (row), make_attempt ("169.63.26.232"));
  lc_row_set_state (row, LC_ROW_ENDED);
  return row;
}

static LcRow *
make_row (const char *id,
          const char *number,
          const char *host,
          guint16 port,
          const LcRowResult *result)
{
  LcEndpoint endpoint = sample_endpoint ();
  char *documented[] = { (char *) host, NULL };
  LcRow *row;

  endpoint.id = (char *) id;
  endpoint.number = (char *) number;
  endpoint.host = (char *) host;
  endpoint.port = port;
  endpoint.port_last = port;
  endpoint.documented = documented;
  row = lc_row_new (&endpoint);
  lc_row_set_result (row, result);
  lc_row_set_duration_us (row, 2 * result->latency_us);
  g_ptr_array_add (lc_row_get_attempts (row), make_plain_attempt (host, result->latency_us));
  lc_row_set_state (row, LC_ROW_ENDED);
  return row;
}

static LcFinding *
make_finding (const char *code, const char *title, const char *row, const char *folded_under)
{
  LcFinding *finding
      = lc_finding_new (code, LC_SEVERITY_ERROR, LC_CONFIDENCE_PROVEN, LC_OWNER_FIREWALL);

  finding->title = g_strdup (title);
  finding->detail = g_strdup ("TCP 5061 to 169.63.26.232 stops after 10.1.0.1 (hop 1), while "
                              "TCP 443 on the same path goes on.");
  finding->remedy = g_strdup ("Ask your network team to allow TCP 5061 outbound.");
  finding->folded_under = g_strdup (folded_under);
  g_ptr_array_add (finding->evidence, g_strdup ("10.1.0.1 answered with ICMP 3/13 after 0.3 ms."));
  g_ptr_array_add (finding->evidence, g_strdup ("TCP 443 to the same host works."));
  g_ptr_array_add (finding->rows, g_strdup (row));
  return finding;
}

static LcCapability *
make_capability (const char *id, const char *title, LcStatus status, const char *row)
{
  LcCapability *capability = lc_capability_new (id, title, status);

  g_ptr_array_add (capability->rows, g_strdup (row));
  return capability;
}

/* @rows is taken. */
static LcReport *
make_report (const LcReportHead *about, GPtrArray *rows)
{
  LcReport *report = lc_report_new_for_rows (about, rows);
  g_autoptr (GDateTime) started = g_date_time_new_utc (2025, 1, 31, 12, 0, 7.25);

  lc_report_set_started (report, started);
  g_ptr_array_unref (rows);
  return report;
}

LcEndpoint
sample_endpoint (void)
{
  LcEndpoint endpoint = {
    .id = "us/sip/169.63.26.232:5061/tcp",
    .number = "US-17",
    .service = "sip",
    .title = "Call signalling",
    .purpose = "Sets up and ends calls",
    .host = "169.63.26.232",
    .port = 5061,
    .port_last = 5061,
    .protocol = LC_PROTOCOL_SIP,
    .tls_name = "dal12.moviuscorp.net",
    .required = TRUE,
    .capability = "calls",
    .documented = documented_literal,
  };

  return endpoint;
}

LcReport *
sample_report_new_rich (void)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *capabilities = lc_capabilities_new ();
  GPtrArray *findings = lc_findings_new ();
  const char *id = "us/sip/169.63.26.232:5061/tcp";
  LcReport *report;

  g_ptr_array_add (rows, make_rich_row ());
  report = make_report (&head, rows);
  fill_environment (lc_report_get_environment (report));
  g_ptr_array_add (capabilities, make_capability ("calls", "Call", LC_STATUS_FAIL, id));
  g_ptr_array_add (findings, make_finding ("port-blocked", "Port 5061 is blocked", id, NULL));
  ((LcFinding *) g_ptr_array_index (findings, 0))->owner_confidence = LC_OWNER_CONFIDENCE_UNKNOWN;
  g_ptr_array_add (findings, make_finding ("from-the-future", "New", id, "port-blocked"));
  lc_report_set_diagnosis (report, LC_VERDICT_BLOCKED, "Calls are blocked on this network.",
                           capabilities, findings);
  lc_report_set_duration_us (report, 2310400);
  lc_report_set_support_code (report, "9M2S-YGWA-28BQ-00FZ-Y009-0005");
  lc_report_take_again (report, lc_again_new ("5f0c6c52-6f62-4f7e-8f2b-0d0e7c0b9a11", "0badcafe",
                                              "CHG0012345"));
  lc_report_set_complete (report, TRUE);
  return report;
}

LcReport *
sample_report_new_blocked (void)
{
  static const LcRowResult works = { LC_STATUS_PASS,       LC_CODE_OK, LC_PHASE_NONE, LC_OWNER_NONE,
                                     LC_CONFIDENCE_PROVEN, "",         41200 };
  static const LcRowResult blocked = { LC_STATUS_FAIL,
                                       LC_CODE_TCP_REJECTED,
                                       LC_PHASE_TCP,
                                       LC_OWNER_FIREWALL,
                                       LC_CONFIDENCE_PROVEN,
                                       "10.1.0.1 refuses TCP 5061: administratively prohibited.",
                                       LC_US_NONE };
  const char *id = "us/sip/169.63.26.232:5061/tcp";
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *capabilities = lc_capabilities_new ();
  GPtrArray *findings = lc_findings_new ();
  LcReport *report;

  g_ptr_array_add (rows, make_row ("us/adk/a:443/tcp", "US-01",
                                   "cdnakauamq11hbp9.cdn.appdomain.cloud", 443, &works));
  g_ptr_array_add (rows, make_row (id, "US-17", "169.63.26.232", 5061, &blocked));
  report = make_report (&head, rows);
  g_ptr_array_add (capabilities,
                   make_capability ("sign-in", "Sign in", LC_STATUS_PASS, "us/adk/a:443/tcp"));
  g_ptr_array_add (capabilities, make_capability ("calls", "Call", LC_STATUS_FAIL, id));
  g_ptr_array_add (findings,
                   make_finding ("rtp-unproven", "Audio is unproven", id, "port-blocked"));
  g_ptr_array_add (findings, make_finding ("port-blocked", "Port 5061 is blocked", id, NULL));
  g_ptr_array_add (findings, make_finding ("clock-wrong", "The clock is wrong", id, "gone"));
  lc_report_set_diagnosis (report, LC_VERDICT_BLOCKED, "Calls are blocked on this network.",
                           capabilities, findings);
  lc_report_set_duration_us (report, 2310400);
  lc_report_set_complete (report, TRUE);
  return report;
}

LcReport *
sample_report_new_empty (void)
{
  static const LcReportHead nothing = { "", "us", "", "", "", "", "", "", "", "" };

  return make_report (&nothing, g_ptr_array_new_with_free_func (g_object_unref));
}

LcReport *
sample_report_new_running (void)
{
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();

  return lc_report_new (catalog, lc_catalog_find_site (catalog, "uk"));
}
