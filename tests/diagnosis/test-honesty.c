/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fixture.h"
#include "report/lc-report-json.h"

/* Mistakes that are known from other tools. Each of these tests stands for one. */

typedef struct
{
  const char *name;
  LcTransport transport;
  guint16 port; /* 0: all */
  LcPhase phase;
  LcCode code;
} Fault;

static const Fault faults[] = {
  { "sip-dropped", LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT },
  { "api-refused", LC_TRANSPORT_TCP, 8021, LC_PHASE_TCP, LC_CODE_TCP_REFUSED },
  { "web-rejected", LC_TRANSPORT_TCP, 443, LC_PHASE_TCP, LC_CODE_TCP_REJECTED },
  { "all-tcp-dropped", LC_TRANSPORT_TCP, 0, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT },
  { "udp-silent", LC_TRANSPORT_UDP, 0, LC_PHASE_UDP, LC_CODE_UDP_SILENT },
  { "sip-silent", LC_TRANSPORT_TCP, 5061, LC_PHASE_APP, LC_CODE_SIP_SILENT },
  { "mail-dropped", LC_TRANSPORT_TCP, 25, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT },
  { "tls-reset", LC_TRANSPORT_TCP, 993, LC_PHASE_TLS, LC_CODE_TLS_RESET },
  { "web-errors", LC_TRANSPORT_TCP, 8021, LC_PHASE_APP, LC_CODE_HTTP_ERROR },
};

static const char *const sites[] = { "us", "uk", "sg" };

static LcReport *
make_report (const char *site, const Fault *fault)
{
  LcReport *report = fixture_healthy_new (site);

  fixture_fail_port (report, fault->transport, fault->port, fault->phase, fault->code);
  fixture_diagnose (report);
  return report;
}

static guint
count_required (LcReport *report, LcStatus status)
{
  guint count = 0;

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    count += lc_row_get_required (row) && lc_row_get_status (row) == status;
  }
  return count;
}

/* The summary contradicts a row: it may say that all is well only where it is,
 * and the verdict, the capabilities and the rows say the same. */
static void
test_summary_contradicts (void)
{
  for (gsize s = 0; s < G_N_ELEMENTS (sites); s++)
    for (gsize f = 0; f < G_N_ELEMENTS (faults); f++) {
      g_autoptr (LcReport) report = make_report (sites[s], &faults[f]);
      gboolean well = count_required (report, LC_STATUS_PASS)
                      == count_required (report, LC_STATUS_PASS)
                             + count_required (report, LC_STATUS_FAIL)
                             + count_required (report, LC_STATUS_DEGRADED)
                             + count_required (report, LC_STATUS_INCONCLUSIVE);

      g_test_message ("%s %s: %s", sites[s], faults[f].name, lc_report_get_summary (report));
      g_assert_true ((lc_report_get_verdict (report) == LC_VERDICT_OK) == well);
      g_assert_true (
          (strstr (lc_report_get_summary (report), "Everything that MultiLine needs") != NULL)
          == well);
      if (count_required (report, LC_STATUS_FAIL) == 0)
        g_assert_cmpint (lc_report_get_verdict (report), !=, LC_VERDICT_BLOCKED);
    }
}

/* Unknown shown as no. */
static void
test_unknown_as_no (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  g_autoptr (LcReport) stopped = fixture_healthy_new ("uk");

  fixture_fail (fixture_row (report, "uk/rtp"), LC_PHASE_UDP, LC_CODE_UDP_SILENT);
  fixture_diagnose (report);
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_INCONCLUSIVE);
  g_assert_cmpint (lc_row_get_status (fixture_row (report, "uk/rtp")), ==, LC_STATUS_INCONCLUSIVE);
  g_assert_null (strstr (lc_report_get_summary (report), "cannot"));
  lc_row_reset (fixture_row (stopped, "uk/sip"));
  lc_report_set_complete (stopped, FALSE);
  fixture_diagnose (stopped);
  g_assert_cmpint (lc_report_get_verdict (stopped), ==, LC_VERDICT_INCONCLUSIVE);
  fixture_assert_codes (stopped, "not-tested");
}

/* A UDP time-out shown as success, at a server that must answer or need not. */
static void
test_udp_timeout_as_success (void)
{
  g_autoptr (LcReport) report = make_report ("us", &faults[4]);

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_get_transport (row) == LC_TRANSPORT_UDP)
      g_assert_cmpint (lc_row_get_status (row), ==,
                       lc_row_get_protocol (row) == LC_PROTOCOL_STUN ? LC_STATUS_FAIL
                                                                     : LC_STATUS_INCONCLUSIVE);
  }
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_BLOCKED);
}

/* A row that is not required fails the verdict. */
static void
test_optional_fails_verdict (void)
{
  for (gsize s = 0; s < G_N_ELEMENTS (sites); s++) {
    g_autoptr (LcReport) report = make_report (sites[s], &faults[6]);

    g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_OK);
    fixture_assert_codes (report, "optional-blocked");
    g_assert_cmpint (fixture_find (report, "optional-blocked")->severity, ==, LC_SEVERITY_NOTE);
  }
}

/* A sum of phases shown as latency. */
static void
test_latency_as_sum (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");

  fixture_diagnose (report);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_get_protocol (row) != LC_PROTOCOL_RTP)
      g_assert_cmpint (lc_row_get_latency_us (row), ==, 41000);
  }
}

/* Interception claimed without a certificate's evidence: a reset, a wrong name
 * and one odd certificate are no interception. */
static void
test_interception_without_evidence (void)
{
  static const LcCode codes[] = { LC_CODE_TLS_RESET, LC_CODE_TLS_CLOSED, LC_CODE_TLS_ALERT,
                                  LC_CODE_TLS_UNTRUSTED, LC_CODE_TLS_NAME_MISMATCH };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    Fault fault = { "tls", LC_TRANSPORT_TCP, 443, LC_PHASE_TLS, codes[i] };
    g_autoptr (LcReport) report = make_report ("us", &fault);

    g_assert_null (fixture_find (report, "tls-inspection"));
    for (guint j = 0; j < lc_report_get_n_rows (report); j++)
      g_assert_cmpint (lc_row_get_code (lc_report_get_row (report, j)), !=,
                       LC_CODE_TLS_INTERCEPTED);
  }
}

/* An ageing list reported as a block: neither its age nor a moved address is one. */
static void
test_ageing_list_as_block (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (GDateTime) late = g_date_time_new_from_iso8601 ("2035-01-01T00:00:00Z", NULL);
  LcRow *row = fixture_row (report, "us/elk");

  lc_report_set_started (report, late);
  fixture_resolve (row, "192.0.2.80", LC_CODE_OK);
  fixture_attempt (row, lc_row_get_attempts (row), "192.0.2.80", LC_PHASE_NONE, LC_CODE_OK);
  fixture_diagnose (report);
  fixture_assert_codes (report, "address-changed catalog-old");
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_OK);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_PASS);
}

/* A SIP check that only likes 200: what the step passed stays passed, and
 * silence after good TLS is no failure. */
static void
test_sip_silence (void)
{
  g_autoptr (LcReport) report = make_report ("us", &faults[5]);

  g_assert_cmpint (lc_row_get_status (fixture_row (report, "us/sip")), ==, LC_STATUS_INCONCLUSIVE);
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_INCONCLUSIVE);
}

/* One lost datagram called a block. */
static void
test_one_lost_datagram (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcSample *sample = g_ptr_array_index (fixture_first (fixture_row (report, "us/rtp"))->samples, 5);

  fixture_first (fixture_row (report, "us/stun"))->stun->answered--;
  sample->status = LC_STATUS_INCONCLUSIVE;
  sample->code = LC_CODE_UDP_SILENT;
  fixture_diagnose (report);
  fixture_assert_codes (report, "");
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_OK);
}

/* A VPN or a portal that colours every row without being named. */
static void
test_unnamed_colour (void)
{
  g_autoptr (LcReport) vpn = fixture_healthy_new ("us");
  g_autoptr (LcReport) portal = fixture_healthy_new ("us");
  LcEnvironment *environment = lc_report_get_environment (vpn);

  environment->vpn = g_strdup ("wg0");
  environment->vpn_addresses = g_strsplit ("169.63.26.232 169.63.160.152", " ", -1);
  fixture_fail_port (vpn, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (vpn);
  g_assert_nonnull (fixture_find (vpn, "vpn-active"));
  g_assert_cmpint (lc_row_get_owner (fixture_row (vpn, "us/sip")), ==, LC_OWNER_VPN);
  fixture_fail_port (portal, LC_TRANSPORT_TCP, 0, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_fail_port (portal, LC_TRANSPORT_UDP, 0, LC_PHASE_UDP, LC_CODE_UDP_SILENT);
  lc_report_get_environment (portal)->captive_portal = g_strdup ("http://portal.example/");
  lc_report_get_environment (portal)->portal_source = g_strdup ("network-manager");
  fixture_diagnose (portal);
  fixture_assert_codes (portal, "captive-portal");
  g_assert_cmpuint (fixture_find (portal, "captive-portal")->rows->len, ==,
                    lc_report_get_n_rows (portal));
}

static void
assert_again (LcReport *report)
{
  g_autoptr (GBytes) once = lc_report_to_json (report);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) loaded = lc_report_new_from_json (once, &error);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) twice = NULL;

  g_assert_no_error (error);
  lc_diagnose (report);
  again = lc_report_to_json (report);
  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again),
                   g_bytes_get_data (once, NULL), g_bytes_get_size (once));
  lc_diagnose (loaded);
  twice = lc_report_to_json (loaded);
  g_assert_cmpmem (g_bytes_get_data (twice, NULL), g_bytes_get_size (twice),
                   g_bytes_get_data (once, NULL), g_bytes_get_size (once));
}

/* Everything that diagnosing changes in the record itself. */
static void
spoil (LcReport *report)
{
  static const char *const rows[] = { "us/elk", "workspace.movius.ai", "us/mldt/cdn" };
  LcRow *refused = fixture_row (report, "us/sip/169.63.26.232");
  LcPath *path;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    LcAttempt *attempt = fixture_first (fixture_row (report, rows[i]));

    fixture_certificate (attempt, fixture_row (report, rows[i]), "CN=Northwind CA", "untrusted");
    lc_attempt_get_step (attempt, LC_PHASE_TLS)->status = LC_STATUS_FAIL;
    lc_attempt_get_step (attempt, LC_PHASE_TLS)->code = LC_CODE_TLS_UNTRUSTED;
    attempt->http->status = 302;
    attempt->http->location = g_strdup_printf ("http://10.1.0.1/%s", i == 0 ? "login" : "");
  }
  fixture_fail (refused, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  path = fixture_stop_after (fixture_first (refused), LC_TRANSPORT_TCP, 5061, 1);
  path->answer_kind = LC_ANSWER_RESET;
  path->answer_ttl = 2;
}

/* Diagnosing again, also what was saved and loaded, says the same. */
static void
test_again (void)
{
  g_autoptr (LcReport) spoilt = fixture_healthy_new ("us");

  spoil (spoilt);
  fixture_diagnose (spoilt);
  g_assert_cmpint (lc_row_get_code (fixture_row (spoilt, "us/elk")), ==, LC_CODE_TLS_INTERCEPTED);
  g_assert_nonnull (fixture_find (spoilt, "captive-portal"));
  assert_again (spoilt);
  for (gsize s = 0; s < G_N_ELEMENTS (sites); s++)
    for (gsize f = 0; f < G_N_ELEMENTS (faults); f++) {
      g_autoptr (LcReport) report = make_report (sites[s], &faults[f]);

      assert_again (report);
    }
}

/* Every row that is not well is in a finding, and no text is left unfilled. */
static void
test_all_explained (void)
{
  for (gsize f = 0; f < G_N_ELEMENTS (faults); f++) {
    g_autoptr (LcReport) report = make_report ("us", &faults[f]);
    GPtrArray *findings = lc_report_get_findings (report);

    for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
      LcRow *row = lc_report_get_row (report, i);
      gboolean found = lc_row_get_status (row) == LC_STATUS_PASS;

      for (guint j = 0; j < findings->len; j++)
        found |= fixture_has_row (g_ptr_array_index (findings, j), row);
      g_assert_true (found);
    }
    for (guint j = 0; j < findings->len; j++) {
      const LcFinding *finding = g_ptr_array_index (findings, j);

      g_assert_null (strpbrk (finding->title, "{}"));
      g_assert_null (strpbrk (finding->detail, "{}"));
      g_assert_null (strpbrk (finding->remedy, "{}"));
      g_assert_cmpuint (finding->evidence->len, >, 0);
    }
    g_assert_null (strpbrk (lc_report_get_summary (report), "{}"));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/honesty/summary-contradicts", test_summary_contradicts);
  g_test_add_func ("/honesty/unknown-as-no", test_unknown_as_no);
  g_test_add_func ("/honesty/udp-timeout-as-success", test_udp_timeout_as_success);
  g_test_add_func ("/honesty/optional-fails-verdict", test_optional_fails_verdict);
  g_test_add_func ("/honesty/latency-as-sum", test_latency_as_sum);
  g_test_add_func ("/honesty/interception-without-evidence", test_interception_without_evidence);
  g_test_add_func ("/honesty/ageing-list-as-block", test_ageing_list_as_block);
  g_test_add_func ("/honesty/sip-silence", test_sip_silence);
  g_test_add_func ("/honesty/one-lost-datagram", test_one_lost_datagram);
  g_test_add_func ("/honesty/unnamed-colour", test_unnamed_colour);
  g_test_add_func ("/honesty/again", test_again);
  g_test_add_func ("/honesty/all-explained", test_all_explained);
  return g_test_run ();
}
