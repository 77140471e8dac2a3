/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <string.h>

#include "catalog/lc-catalog.h"
#include "report/lc-report-json.h"

static const char *const way[HOST_TTL - 1] = { FIREWALL, PROVIDER, LAST_ROUTER };

static const LcPhase tls_phases[] = { LC_PHASE_TCP, LC_PHASE_TLS, LC_PHASE_APP, LC_PHASE_NONE };
static const LcPhase plain_phases[] = { LC_PHASE_TCP, LC_PHASE_APP, LC_PHASE_NONE };
static const LcPhase udp_phases[] = { LC_PHASE_UDP, LC_PHASE_NONE };

static const LcPhase *
get_phases (LcRow *row)
{
  if (lc_row_get_transport (row) == LC_TRANSPORT_UDP)
    return udp_phases;
  return lc_row_get_protocol (row) == LC_PROTOCOL_IMAP
                 || lc_row_get_protocol (row) == LC_PROTOCOL_SMTP
             ? plain_phases
             : tls_phases;
}

static LcInterface *
make_interface (void)
{
  LcInterface *interface = lc_interface_new ("eth0", "ethernet");

  g_strfreev (interface->addresses);
  interface->addresses = g_strsplit ("10.1.0.2", " ", -1);
  return interface;
}

LcReport *
fixture_report_new (const char *site)
{
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();
  LcReport *report = lc_report_new (catalog, lc_catalog_find_site (catalog, site));
  LcEnvironment *environment = lc_report_get_environment (report);
  g_autoptr (GDateTime) started = g_date_time_new_from_iso8601 ("2025-01-15T10:30:00Z", NULL);

  lc_report_set_started (report, started);
  lc_report_set_complete (report, TRUE);
  environment->has_online = environment->online = TRUE;
  environment->has_ipv4 = environment->ipv4 = TRUE;
  environment->has_ipv6 = TRUE;
  environment->gateways = g_strsplit (FIREWALL, " ", -1);
  environment->dns_servers = g_strsplit ("10.1.0.53", " ", -1);
  g_ptr_array_add (environment->interfaces, make_interface ());
  return report;
}

static void
set_dns (LcRow *row, LcStatus status, LcCode code, char **addresses)
{
  g_autoptr (LcDns) dns = lc_dns_new ();

  if (lc_row_get_host_is_literal (row)) {
    g_strfreev (addresses);
    return;
  }
  dns->status = status;
  dns->code = code;
  dns->us = 1200;
  g_strfreev (dns->addresses);
  dns->addresses = addresses;
  g_free (dns->server);
  dns->server = g_strdup ("10.1.0.53");
  g_free (dns->from);
  dns->from = g_strdup ("dns");
  lc_row_take_dns (row, g_steal_pointer (&dns));
}

LcReport *
fixture_load_recorded (const char *name)
{
  g_autofree char *file = g_strdup_printf ("%s.json", name);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "diagnosis", "data", file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  LcReport *report;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (g_steal_pointer (&text), length);
  report = lc_report_new_from_json (bytes, &error);
  g_assert_no_error (error);
  return report;
}

void
fixture_reset (LcRow *row)
{
  lc_row_reset (row);
  set_dns (row, LC_STATUS_PASS, LC_CODE_OK, g_strdupv ((char **) lc_row_get_documented (row)));
}

LcRow *
fixture_row (LcReport *report, const char *part)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    if (strstr (lc_row_get_id (lc_report_get_row (report, i)), part) != NULL)
      return lc_report_get_row (report, i);
  g_error ("no row has %s in its id", part);
}

/* The second-level domain, in capitals as an issuer of its own. */
static char *
get_issuer (LcRow *row)
{
  const char *name = lc_row_get_tls_name (row);

  if (name != NULL && g_str_has_suffix (name, "moviuscorp.net"))
    return g_strdup ("CN=Public Issuing CA 1,O=Public Trust,C=US");
  return g_strdup ("CN=Edge Issuing CA 7,O=Edge Trust,C=US");
}

void
fixture_certificate (LcAttempt *attempt, LcRow *row, const char *issuer, const char *verify)
{
  const char *name = lc_row_get_tls_name (row);
  LcCertificate *leaf = lc_certificate_new ();

  g_clear_pointer (&attempt->tls, lc_tls_free);
  attempt->tls = lc_tls_new ();
  attempt->tls->version = g_strdup ("TLS 1.3");
  attempt->tls->name = g_strdup (name);
  attempt->tls->verify = g_strdup (verify);
  leaf->subject = g_strdup_printf ("CN=%s", name);
  leaf->issuer = g_strdup (issuer);
  leaf->not_before = g_strdup ("2024-11-01T00:00:00Z");
  leaf->not_after = g_strdup ("2025-11-01T00:00:00Z");
  leaf->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  leaf->key_sha256 = g_strdup_printf ("%s%s", issuer, name);
  leaf->names = g_strsplit (name, " ", -1);
  g_ptr_array_add (attempt->tls->chain, leaf);
}

static void
add_facts (LcRow *row, LcAttempt *attempt, LcPhase phase)
{
  g_autofree char *issuer = get_issuer (row);

  if (phase == LC_PHASE_TCP)
    attempt->latency_us = 41000;
  if (phase == LC_PHASE_TLS)
    fixture_certificate (attempt, row, issuer, "ok");
  if (phase == LC_PHASE_APP && lc_row_get_protocol (row) <= LC_PROTOCOL_WEBSOCKET) {
    attempt->http = lc_http_new ();
    attempt->http->status = lc_row_get_protocol (row) == LC_PROTOCOL_WEBSOCKET ? 101 : 200;
  }
  if (lc_row_get_protocol (row) == LC_PROTOCOL_STUN) {
    attempt->latency_us = 41000;
    attempt->stun = lc_stun_new ();
    attempt->stun->mapped = g_strdup ("203.0.113.2:40000");
    attempt->stun->local = g_strdup (LOCAL);
    attempt->stun->sent = attempt->stun->answered = 10;
    attempt->stun->jitter_us = 900;
  }
}

LcAttempt *
fixture_attempt (LcRow *row, GPtrArray *list, const char *address, LcPhase phase, LcCode code)
{
  LcAttempt *attempt = lc_attempt_new (address);
  const LcPhase *phases = get_phases (row);

  attempt->local = g_strdup (LOCAL);
  for (guint i = 0; phases[i] != LC_PHASE_NONE && phases[i] != phase; i++) {
    lc_attempt_take_step (attempt,
                          lc_step_new (phases[i], LC_STATUS_PASS, LC_CODE_OK, 42000, NULL));
    add_facts (row, attempt, phases[i]);
  }
  if (phase != LC_PHASE_NONE)
    lc_attempt_take_step (attempt,
                          lc_step_new (phase, lc_code_get_status (code), code, 42000, NULL));
  g_ptr_array_add (list, attempt);
  return attempt;
}

static void
end (LcRow *row)
{
  lc_row_judge (row, NULL);
  lc_row_set_state (row, LC_ROW_ENDED);
}

void
fixture_fail (LcRow *row, LcPhase phase, LcCode code)
{
  const char *const *documented = lc_row_get_documented (row);

  fixture_reset (row);
  for (guint i = 0; documented[i] != NULL; i++)
    fixture_attempt (row, lc_row_get_attempts (row), documented[i], phase, code);
  if (lc_row_get_protocol (row) == LC_PROTOCOL_RTP && phase == LC_PHASE_UDP)
    fixture_samples (row, 16, code, code == LC_CODE_UDP_SILENT ? NULL : FIREWALL);
  end (row);
}

/* Half of the ports drew the second hop's answer, the others the third's. */
static void
pass_samples (LcRow *row)
{
  GPtrArray *samples;

  fixture_samples (row, 16, LC_CODE_UDP_LEFT_NETWORK, PROVIDER);
  samples = fixture_first (row)->samples;
  for (guint i = 0; i < samples->len; i++) {
    LcSample *sample = g_ptr_array_index (samples, i);

    sample->ttl = (guint8) (2 + i % 2);
    sample->type = 11;
    sample->icmp_code = 0;
    g_free (sample->address);
    sample->address = g_strdup (way[1 + i % 2]);
  }
}

void
fixture_pass (LcRow *row)
{
  const char *const *documented = lc_row_get_documented (row);

  fixture_reset (row);
  for (guint i = 0; documented[i] != NULL; i++)
    fixture_attempt (row, lc_row_get_attempts (row), documented[i], LC_PHASE_NONE, LC_CODE_OK);
  if (lc_row_get_protocol (row) == LC_PROTOCOL_RTP)
    pass_samples (row);
  end (row);
}

LcReport *
fixture_healthy_new (const char *site)
{
  LcReport *report = fixture_report_new (site);

  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    fixture_pass (lc_report_get_row (report, i));
  return report;
}

void
fixture_fail_dns (LcRow *row, LcCode code)
{
  lc_row_reset (row);
  set_dns (row, LC_STATUS_FAIL, code, NULL);
  end (row);
}

void
fixture_resolve (LcRow *row, const char *address, LcCode code)
{
  lc_row_reset (row);
  set_dns (row, lc_code_get_status (code), code, g_strsplit (address, " ", -1));
}

void
fixture_fail_port (LcReport *report,
                   LcTransport transport,
                   guint16 port,
                   LcPhase phase,
                   LcCode code)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_get_transport (row) == transport && (port == 0 || lc_row_get_port (row) == port))
      fixture_fail (row, phase, code);
  }
}

static void
add_way (GPtrArray *hops, guint last)
{
  for (guint ttl = 1; ttl < HOST_TTL; ttl++)
    g_ptr_array_add (hops, lc_hop_new ((guint8) ttl, ttl <= last ? way[ttl - 1] : NULL,
                                       ttl <= last ? 900 * (gint64) ttl : LC_US_NONE));
}

void
fixture_reject (LcAttempt *attempt, const char *sender, guint8 type, guint8 code)
{
  attempt->icmp = lc_icmp_new (sender, type, code, 400);
}

LcPath *
fixture_stop_after (LcAttempt *attempt, LcTransport transport, guint16 port, guint ttl)
{
  LcPath *path = lc_path_new (transport, port);

  g_clear_pointer (&attempt->path, lc_path_free);
  add_way (path->hops, ttl);
  path->stopped_at = ttl > 0 ? g_strdup (way[ttl - 1]) : NULL;
  path->has_control = TRUE;
  path->control_transport = LC_TRANSPORT_TCP;
  path->control_port = 443;
  path->control_address = g_strdup (attempt->address);
  path->control_reached = TRUE;
  path->control_last_ttl = HOST_TTL;
  add_way (path->control_hops, HOST_TTL - 1);
  attempt->path = path;
  return path;
}

void
fixture_samples (LcRow *row, guint n_samples, LcCode code, const char *address)
{
  LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (row), 0);
  guint step = (65535u - 1024u) / n_samples;

  g_clear_pointer (&attempt->samples, g_ptr_array_unref);
  for (guint i = 0; i < n_samples; i++) {
    LcSample *sample = lc_sample_new ((guint16) (1024 + i * step));

    sample->status = lc_code_get_status (code);
    sample->code = code;
    sample->address = g_strdup (address);
    lc_attempt_take_sample (attempt, sample);
  }
}

void
fixture_diagnose (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    end (lc_report_get_row (report, i));
  lc_diagnose (report);
}

LcAttempt *
fixture_first (LcRow *row)
{
  return g_ptr_array_index (lc_row_get_attempts (row), 0);
}

gboolean
fixture_has_evidence (LcFinding *finding, const char *words)
{
  for (guint i = 0; i < finding->evidence->len; i++)
    if (strstr (g_ptr_array_index (finding->evidence, i), words) != NULL)
      return TRUE;
  return FALSE;
}

LcFinding *
fixture_find (LcReport *report, const char *code)
{
  GPtrArray *findings = lc_report_get_findings (report);

  for (guint i = 0; i < findings->len; i++) {
    LcFinding *finding = g_ptr_array_index (findings, i);

    if (g_str_equal (finding->code, code))
      return finding;
  }
  return NULL;
}

gboolean
fixture_has_row (LcFinding *finding, LcRow *row)
{
  return g_ptr_array_find_with_equal_func (finding->rows, lc_row_get_id (row), g_str_equal, NULL);
}

char *
fixture_codes (LcReport *report)
{
  GPtrArray *findings = lc_report_get_findings (report);
  GString *codes = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);

    if (finding->folded_under == NULL)
      g_string_append_printf (codes, "%s%s", codes->len > 0 ? " " : "", finding->code);
  }
  return g_string_free (codes, FALSE);
}
