/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fixture.h"

static void
fail_names (LcReport *report, LcCode code)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    if (!lc_row_get_host_is_literal (lc_report_get_row (report, i)))
      fixture_fail_dns (lc_report_get_row (report, i), code);
}

static void
assert_names_blamed (LcReport *report, LcFinding *finding)
{
  g_assert_cmpint (finding->owner, ==, LC_OWNER_DNS);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    g_assert_true (fixture_has_row (finding, row) == !lc_row_get_host_is_literal (row));
    if (!lc_row_get_host_is_literal (row))
      g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_DNS);
  }
}

static void
test_failing (void)
{
  static const LcCode codes[] = { LC_CODE_DNS_SERVER_FAILURE, LC_CODE_DNS_REFUSED,
                                  LC_CODE_DNS_NOT_FOUND, LC_CODE_DNS_NO_ADDRESS };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("us");

    fail_names (report, codes[i]);
    fixture_diagnose (report);
    fixture_assert_codes (report, "dns-failing");
    assert_names_blamed (report, fixture_find (report, "dns-failing"));
    g_assert_true (fixture_has_evidence (fixture_find (report, "dns-failing"), "10.1.0.53"));
  }
}

static void
test_silent (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");

  fail_names (report, LC_CODE_DNS_TIMEOUT);
  fixture_diagnose (report);
  fixture_assert_codes (report, "dns-silent");
  assert_names_blamed (report, fixture_find (report, "dns-silent"));
}

static void
resolve (LcRow *row, const char *address, LcCode code, LcPhase phase, LcCode failure)
{
  fixture_resolve (row, address, code);
  fixture_attempt (row, lc_row_get_attempts (row), address, phase, failure);
}

static void
spoil_certificate (LcRow *row, const char *verify, LcCode code)
{
  LcAttempt *attempt = fixture_first (row);

  fixture_certificate (attempt, row, "CN=Filter CA 2,O=Public Trust", verify);
  lc_attempt_get_step (attempt, LC_PHASE_TLS)->status = LC_STATUS_FAIL;
  lc_attempt_get_step (attempt, LC_PHASE_TLS)->code = code;
}

/* An address at which nothing can be is no service's, whoever answers so. */
static void
test_sinkhole (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/elk");

  fixture_resolve (row, "0.0.0.0", LC_CODE_DNS_SINKHOLE);
  fixture_diagnose (report);
  fixture_assert_codes (report, "dns-sinkhole");
  g_assert_cmpint (fixture_find (report, "dns-sinkhole")->confidence, ==, LC_CONFIDENCE_PROVEN);
  g_assert_nonnull (strstr (fixture_find (report, "dns-sinkhole")->title, "filter"));
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_DNS_SINKHOLE);
  g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_DNS);
}

static void
lead_inside (LcReport *report, const char *part, const char *address)
{
  resolve (fixture_row (report, part), address, LC_CODE_DNS_SINKHOLE, LC_PHASE_TCP,
           LC_CODE_TCP_REFUSED);
}

static void
assert_sinkhole (LcReport *report, guint rows, LcConfidence confidence, const char *title)
{
  LcFinding *finding;

  fixture_diagnose (report);
  finding = fixture_find (report, "dns-sinkhole");
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->rows->len, ==, rows);
  g_assert_cmpint (finding->confidence, ==, confidence);
  g_assert_nonnull (strstr (finding->title, title));
}

/* A private address may be a company's own DNS: it takes more to show that somebody blocks. */
static void
test_split_dns (void)
{
  g_autoptr (LcReport) one = fixture_healthy_new ("uk");
  g_autoptr (LcReport) related = fixture_healthy_new ("uk");
  g_autoptr (LcReport) apart = fixture_healthy_new ("uk");

  lead_inside (one, "uk/elk", "10.1.0.80");
  assert_sinkhole (one, 1, LC_CONFIDENCE_LIKELY, "inside this network");
  g_assert_null (strstr (lc_report_get_summary (one), "filter"));
  lead_inside (related, "uk/elk", "10.1.0.80");
  lead_inside (related, "uk3.moviuscorp.net:443", "10.1.0.80");
  assert_sinkhole (related, 2, LC_CONFIDENCE_LIKELY, "inside this network");
  lead_inside (apart, "uk/elk", "10.1.0.80");
  lead_inside (apart, "workspace.movius.ai", "10.1.0.81");
  assert_sinkhole (apart, 2, LC_CONFIDENCE_LIKELY, "inside this network");
}

static void
test_shown_filter (void)
{
  g_autoptr (LcReport) unrelated = fixture_healthy_new ("uk");
  g_autoptr (LcReport) page = fixture_healthy_new ("uk");
  g_autoptr (LcReport) wildcard = fixture_healthy_new ("uk");
  LcDnsProbe *probe = lc_dns_probe_new ("x7f3.invalid");
  LcRow *row = fixture_row (page, "uk/elk");

  lead_inside (unrelated, "uk/elk", "10.1.0.80");
  lead_inside (unrelated, "workspace.movius.ai", "10.1.0.80");
  assert_sinkhole (unrelated, 2, LC_CONFIDENCE_PROVEN, "filter");
  resolve (row, "10.1.0.80", LC_CODE_DNS_SINKHOLE, LC_PHASE_APP, LC_CODE_HTTP_BLOCK_PAGE);
  fixture_first (row)->http = lc_http_new ();
  fixture_first (row)->http->status = 403;
  assert_sinkhole (page, 1, LC_CONFIDENCE_PROVEN, "filter");
  lead_inside (wildcard, "uk/elk", "10.1.0.80");
  probe->code = g_strdup ("ok");
  probe->addresses = g_strsplit ("10.1.0.80", " ", -1);
  g_ptr_array_add (lc_report_get_environment (wildcard)->dns_probes, probe);
  assert_sinkhole (wildcard, 1, LC_CONFIDENCE_PROVEN, "filter");
}

/* RFC 6598 addresses are an overlay's or a provider's: no firewall is asked to allow them. */
static void
test_overlay (void)
{
  g_autoptr (LcReport) fails = fixture_healthy_new ("uk");
  g_autoptr (LcReport) works = fixture_healthy_new ("uk");
  g_autoptr (LcReport) inside = fixture_healthy_new ("uk");
  LcFinding *finding;

  lead_inside (fails, "uk/elk", "100.64.1.9");
  assert_sinkhole (fails, 1, LC_CONFIDENCE_LIKELY, "overlay");
  resolve (fixture_row (works, "uk/elk"), "100.64.1.9", LC_CODE_DNS_SINKHOLE, LC_PHASE_NONE,
           LC_CODE_OK);
  fixture_diagnose (works);
  fixture_assert_codes (works, "address-changed");
  finding = fixture_find (works, "address-changed");
  g_assert_nonnull (strstr (finding->title, "overlay"));
  g_assert_nonnull (strstr (finding->remedy, "no firewall has to allow"));
  g_assert_cmpint (lc_report_get_verdict (works), ==, LC_VERDICT_OK);
  resolve (fixture_row (inside, "uk/elk"), "10.1.0.80", LC_CODE_DNS_SINKHOLE, LC_PHASE_NONE,
           LC_CODE_OK);
  fixture_diagnose (inside);
  fixture_assert_codes (inside, "address-changed");
  g_assert_nonnull (strstr (fixture_find (inside, "address-changed")->title, "inside"));
}

/* A server that answers with a part does answer; who stops the rest is not known. */
static void
test_truncated (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (LcReport) gateway = fixture_healthy_new ("us");

  fail_names (report, LC_CODE_DNS_TRUNCATED);
  fixture_diagnose (report);
  fixture_assert_codes (report, "dns-truncated");
  g_assert_cmpint (fixture_find (report, "dns-truncated")->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_nonnull (strstr (fixture_find (report, "dns-truncated")->remedy, "TCP 53"));
  g_assert_null (strstr (lc_report_get_summary (report), "does not answer"));
  fail_names (gateway, LC_CODE_DNS_TRUNCATED);
  g_strfreev (lc_report_get_environment (gateway)->gateways);
  lc_report_get_environment (gateway)->gateways = g_strsplit ("10.1.0.53", " ", -1);
  fixture_diagnose (gateway);
  g_assert_cmpint (fixture_find (gateway, "dns-truncated")->owner, ==, LC_OWNER_DNS);
}

/* A resolver of this computer's own is nobody to ask; whom it asks is not seen. */
static void
test_own_resolver (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");

  fail_names (report, LC_CODE_DNS_SERVER_FAILURE);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcDns *dns = (LcDns *) lc_row_get_dns (lc_report_get_row (report, i));

    if (dns == NULL)
      continue;
    g_free (dns->server);
    dns->server = g_strdup ("127.0.0.53");
  }
  fixture_diagnose (report);
  g_assert_nonnull (strstr (fixture_find (report, "dns-failing")->remedy,
                            "that this computer’s own resolver (127.0.0.53) asks"));
}

/* Another address with another's certificate; a port there on which nothing
 * answers goes with it. */
static void
test_lies (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *web = fixture_row (report, "uk3.moviuscorp.net:443");
  LcRow *api = fixture_row (report, "uk/adk/uk3.moviuscorp.net:8021");

  resolve (web, "192.0.2.80", LC_CODE_OK, LC_PHASE_NONE, LC_CODE_OK);
  spoil_certificate (web, "name-mismatch", LC_CODE_TLS_NAME_MISMATCH);
  resolve (api, "192.0.2.80", LC_CODE_OK, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (report);
  fixture_assert_codes (report, "dns-lies");
  g_assert_cmpuint (fixture_find (report, "dns-lies")->rows->len, ==, 2);
  g_assert_cmpint (lc_row_get_owner (api), ==, LC_OWNER_DNS);
}

/* Nothing answers there, but at the documented address the service does. */
static void
test_lies_by_comparison (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/elk");

  resolve (row, "192.0.2.80", LC_CODE_OK, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_attempt (row, lc_row_get_documented_attempts (row), "169.63.160.153", LC_PHASE_NONE,
                   LC_CODE_OK);
  fixture_diagnose (report);
  fixture_assert_codes (report, "dns-lies");
  g_assert_true (fixture_has_evidence (fixture_find (report, "dns-lies"), "169.63.160.153"));
}

/* A block server that answers for everybody with one untrusted certificate is DNS's story. */
static void
test_block_server (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  static const char *const rows[] = { "us/elk", "workspace.movius.ai", "us/adk/us.moviuscorp.net" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    LcRow *row = fixture_row (report, rows[i]);

    resolve (row, "192.0.2.80", LC_CODE_OK, LC_PHASE_NONE, LC_CODE_OK);
    spoil_certificate (row, "untrusted name-mismatch", LC_CODE_TLS_UNTRUSTED);
    fixture_first (row)->http->status = 403;
    fixture_first (row)->http->marks = g_strsplit ("html blocked-words", " ", -1);
  }
  fixture_diagnose (report);
  fixture_assert_codes (report, "dns-lies");
  g_assert_cmpuint (fixture_find (report, "dns-lies")->rows->len, ==, 3);
}

/* What this computer's own file says is no DNS server's doing. */
static void
test_hosts_file (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/elk");
  LcDns *dns;

  resolve (row, "192.0.2.80", LC_CODE_OK, LC_PHASE_NONE, LC_CODE_OK);
  spoil_certificate (row, "name-mismatch", LC_CODE_TLS_NAME_MISMATCH);
  dns = lc_dns_copy (lc_row_get_dns (row));
  g_free (dns->from);
  dns->from = g_strdup ("hosts");
  lc_row_take_dns (row, dns);
  fixture_diagnose (report);
  fixture_assert_codes (report, "dns-lies");
  g_assert_cmpint (fixture_find (report, "dns-lies")->owner, ==, LC_OWNER_DEVICE);
}

/* A private address beside the documented one is told as such, not as a block of the host. */
static void
test_extra_address (void)
{
  g_autoptr (LcReport) inside = fixture_healthy_new ("uk");
  g_autoptr (LcReport) outside = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (inside, "uk/elk");

  fixture_attempt (row, lc_row_get_attempts (row), "10.1.0.80", LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (inside);
  fixture_assert_codes (inside, "dns-lies");
  g_assert_cmpint (fixture_find (inside, "dns-lies")->confidence, ==, LC_CONFIDENCE_LIKELY);
  g_assert_cmpint (fixture_find (inside, "dns-lies")->severity, ==, LC_SEVERITY_WARNING);
  row = fixture_row (outside, "uk/elk");
  fixture_attempt (row, lc_row_get_attempts (row), "192.0.2.80", LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (outside);
  g_assert_null (fixture_find (outside, "dns-lies"));
}

/* What this computer has no route to was not tried: that is no wrong answer there. */
static void
test_no_route (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/elk");

  resolve (row, "2001:db8:77::42", LC_CODE_OK, LC_PHASE_TCP, LC_CODE_TCP_NETWORK_UNREACHABLE);
  fixture_attempt (row, lc_row_get_documented_attempts (row), "169.63.160.153", LC_PHASE_NONE,
                   LC_CODE_OK);
  fixture_diagnose (report);
  fixture_assert_codes (report, "dns-lies");
  g_assert_nonnull (strstr (fixture_find (report, "dns-lies")->title, "no route"));
  g_assert_cmpint (fixture_find (report, "dns-lies")->confidence, ==, LC_CONFIDENCE_LIKELY);
}

/* A new address under the service's own certificate is a note on a passing row. */
static void
test_changed (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/elk");

  resolve (row, "192.0.2.80", LC_CODE_OK, LC_PHASE_NONE, LC_CODE_OK);
  resolve (fixture_row (report, "workspace.movius.ai"), "192.0.2.81", LC_CODE_OK, LC_PHASE_NONE,
           LC_CODE_OK);
  fixture_diagnose (report);
  fixture_assert_codes (report, "address-changed");
  g_assert_cmpuint (fixture_find (report, "address-changed")->rows->len, ==, 1);
  g_assert_cmpint (fixture_find (report, "address-changed")->severity, ==, LC_SEVERITY_NOTE);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_PASS);
  g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_NONE);
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_OK);
}

/* A new address that a firewall does not let out to is no lie. */
static void
test_new_and_blocked (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/elk");

  resolve (row, "192.0.2.80", LC_CODE_OK, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (report);
  g_assert_null (fixture_find (report, "dns-lies"));
  g_assert_null (fixture_find (report, "address-changed"));
}

static void
test_wildcard (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  g_autoptr (LcReport) honest = fixture_healthy_new ("uk");
  LcDnsProbe *probe = lc_dns_probe_new ("x7f3.moviuscorp.net");

  probe->code = g_strdup ("ok");
  probe->addresses = g_strsplit ("192.0.2.80", " ", -1);
  g_ptr_array_add (lc_report_get_environment (report)->dns_probes, probe);
  fixture_diagnose (report);
  fixture_assert_codes (report, "dns-wildcard");
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_OK);
  probe = lc_dns_probe_new ("x7f3.moviuscorp.net");
  probe->code = g_strdup ("dns-not-found");
  g_ptr_array_add (lc_report_get_environment (honest)->dns_probes, probe);
  fixture_diagnose (honest);
  fixture_assert_codes (honest, "");
}

static LcReport *
probe_name (const char *name, const char *address)
{
  LcReport *report = fixture_healthy_new ("uk");
  LcDnsProbe *probe = lc_dns_probe_new (name);

  probe->code = g_strdup ("ok");
  probe->addresses = g_strsplit (address, " ", -1);
  g_ptr_array_add (lc_report_get_environment (report)->dns_probes, probe);
  fixture_diagnose (report);
  return report;
}

/* Below a host its owner may answer for every name; .invalid nobody has. */
static void
test_wildcard_of_owner (void)
{
  g_autoptr (LcReport) owner = probe_name ("x7f3.uk3.moviuscorp.net", "169.50.222.162");
  g_autoptr (LcReport) elsewhere = probe_name ("x7f3.uk3.moviuscorp.net", "192.0.2.80");
  g_autoptr (LcReport) invalid = probe_name ("x7f3.invalid", "169.50.222.162");

  fixture_assert_codes (owner, "");
  fixture_assert_codes (elsewhere, "dns-wildcard");
  g_assert_cmpint (fixture_find (elsewhere, "dns-wildcard")->confidence, ==, LC_CONFIDENCE_LIKELY);
  fixture_assert_codes (invalid, "dns-wildcard");
  g_assert_cmpint (fixture_find (invalid, "dns-wildcard")->confidence, ==, LC_CONFIDENCE_PROVEN);
}

/* A server that answers for other names is not silent. */
static void
test_one_silent_name (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/adk/us.moviuscorp.net");

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *other = lc_report_get_row (report, i);
    LcDns *dns = (LcDns *) lc_row_get_dns (other);

    if (lc_row_get_host_is_literal (other) || dns == NULL)
      continue;
    g_free (dns->server);
    dns->server = g_strdup ("10.1.0.53");
  }
  fixture_fail_dns (row, LC_CODE_DNS_TIMEOUT);
  fixture_diagnose (report);
  fixture_assert_codes (report, "dns-failing");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns/failing", test_failing);
  g_test_add_func ("/dns/silent", test_silent);
  g_test_add_func ("/dns/sinkhole", test_sinkhole);
  g_test_add_func ("/dns/split", test_split_dns);
  g_test_add_func ("/dns/shown-filter", test_shown_filter);
  g_test_add_func ("/dns/overlay", test_overlay);
  g_test_add_func ("/dns/truncated", test_truncated);
  g_test_add_func ("/dns/own-resolver", test_own_resolver);
  g_test_add_func ("/dns/lies", test_lies);
  g_test_add_func ("/dns/lies-by-comparison", test_lies_by_comparison);
  g_test_add_func ("/dns/block-server", test_block_server);
  g_test_add_func ("/dns/hosts-file", test_hosts_file);
  g_test_add_func ("/dns/extra-address", test_extra_address);
  g_test_add_func ("/dns/no-route", test_no_route);
  g_test_add_func ("/dns/changed", test_changed);
  g_test_add_func ("/dns/new-and-blocked", test_new_and_blocked);
  g_test_add_func ("/dns/wildcard", test_wildcard);
  g_test_add_func ("/dns/wildcard-of-owner", test_wildcard_of_owner);
  g_test_add_func ("/dns/one-silent-name", test_one_silent_name);
  return g_test_run ();
}
