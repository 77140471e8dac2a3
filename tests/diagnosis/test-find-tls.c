/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fixture.h"

/* Interception, cut handshakes, bad certificates, block pages. */

#define INSPECTOR "CN=Northwind Issuing CA,O=Northwind Traders"

typedef struct
{
  const char *issuer;
  const char *verify;
  guint16 port; /* 0: all */
} Middle;

/* Every certificate of a port comes from somebody in the middle. */
static void
intercept (LcReport *report, const Middle *middle)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    for (guint j = 0; j < lc_row_get_attempts (row)->len; j++) {
      LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (row), j);
      LcStep *tls = lc_attempt_get_step (attempt, LC_PHASE_TLS);
      gboolean good = g_str_equal (middle->verify, "ok");

      if (tls == NULL || (middle->port != 0 && lc_row_get_port (row) != middle->port))
        continue;
      fixture_certificate (attempt, row, middle->issuer, middle->verify);
      tls->status = good ? LC_STATUS_PASS : LC_STATUS_FAIL;
      tls->code = good ? LC_CODE_OK : LC_CODE_TLS_UNTRUSTED;
    }
  }
}

/* What public authorities put into certificates. */
static void
make_public (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    GPtrArray *attempts = lc_row_get_attempts (lc_report_get_row (report, i));

    for (guint j = 0; j < attempts->len; j++) {
      LcAttempt *attempt = g_ptr_array_index (attempts, j);
      LcCertificate *leaf
          = attempt->tls != NULL ? g_ptr_array_index (attempt->tls->chain, 0) : NULL;

      if (leaf != NULL)
        leaf->sct = leaf->authority_info = leaf->crl = leaf->policies = TRUE;
    }
  }
}

/* A computer without authorities trusts no issuer, however many hosts that one signed
 * for: nobody else is to blame. */
static void
test_no_authorities (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  Middle middle = { INSPECTOR, "untrusted no-authorities", 0 };
  LcFinding *finding;

  intercept (report, &middle);
  fixture_diagnose (report);
  fixture_assert_codes (report, "certificate-invalid");
  finding = fixture_find (report, "certificate-invalid");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_DEVICE);
  g_assert_cmpint (finding->severity, ==, LC_SEVERITY_ERROR);
  g_assert_cmpint (lc_row_get_code (fixture_row (report, "us/elk")), ==, LC_CODE_TLS_UNTRUSTED);
  g_assert_cmpint (lc_row_get_owner (fixture_row (report, "us/elk")), ==, LC_OWNER_DEVICE);
}

static void
test_untrusted_everywhere (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  Middle middle = { INSPECTOR, "untrusted", 0 };
  LcFinding *finding;

  intercept (report, &middle);
  fixture_diagnose (report);
  fixture_assert_codes (report, "tls-inspection");
  finding = fixture_find (report, "tls-inspection");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_FIREWALL);
  g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_PROVEN);
  g_assert_true (fixture_has_evidence (finding, INSPECTOR));
  g_assert_cmpint (lc_row_get_status (fixture_row (report, "us/sip")), ==, LC_STATUS_FAIL);
  g_assert_cmpint (lc_row_get_code (fixture_row (report, "us/sip")), ==, LC_CODE_TLS_INTERCEPTED);
}

/* Trusted, on 443 alone, where the other certificates are public. */
static void
test_trusted_lacks_facts (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  Middle middle = { INSPECTOR, "ok", 443 };
  LcFinding *finding;

  make_public (report);
  intercept (report, &middle);
  fixture_diagnose (report);
  fixture_assert_codes (report, "tls-inspection");
  finding = fixture_find (report, "tls-inspection");
  g_assert_cmpint (finding->severity, ==, LC_SEVERITY_WARNING);
  g_assert_cmpint (lc_row_get_status (fixture_row (report, "us/elk")), ==, LC_STATUS_DEGRADED);
  g_assert_cmpint (lc_row_get_code (fixture_row (report, "us/elk")), ==, LC_CODE_TLS_INTERCEPTED);
  g_assert_false (fixture_has_row (finding, fixture_row (report, "us/sip")));
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_DEGRADED);
}

/* The same without any public fact in anybody's certificate: the same hosts show
 * another issuer on other ports. */
static void
test_trusted_contrast (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  Middle middle = { INSPECTOR, "ok", 443 };

  intercept (report, &middle);
  fixture_diagnose (report);
  fixture_assert_codes (report, "tls-inspection");
  g_assert_cmpint (fixture_find (report, "tls-inspection")->confidence, ==, LC_CONFIDENCE_LIKELY);
}

/* Trusted and everywhere: only its name, or its one key, can give it away. */
static void
test_trusted_everywhere (void)
{
  static const struct
  {
    const char *issuer;
    const char *codes;
    LcOwner owner;
  } cases[] = {
    { "CN=Lab CA,O=Lab", "", LC_OWNER_NONE },
    { "CN=Northwind TLS Inspection CA,O=Northwind", "tls-inspection", LC_OWNER_FIREWALL },
    { "CN=Zscaler Intermediate Root CA,O=Zscaler Inc.", "tls-inspection", LC_OWNER_FIREWALL },
    { "CN=Kaspersky Anti-Virus Personal Root", "tls-inspection", LC_OWNER_DEVICE },
    { "CN=Teseteria Root,O=Profilters", "", LC_OWNER_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("us");
    Middle middle = { cases[i].issuer, "ok", 0 };

    intercept (report, &middle);
    fixture_diagnose (report);
    fixture_assert_codes (report, cases[i].codes);
    if (cases[i].owner != LC_OWNER_NONE)
      g_assert_cmpint (fixture_find (report, "tls-inspection")->owner, ==, cases[i].owner);
  }
}

static void
share_key (LcReport *report, gboolean same_certificate)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    GPtrArray *attempts = lc_row_get_attempts (lc_report_get_row (report, i));

    for (guint j = 0; j < attempts->len; j++) {
      LcAttempt *attempt = g_ptr_array_index (attempts, j);
      LcCertificate *leaf
          = attempt->tls != NULL ? g_ptr_array_index (attempt->tls->chain, 0) : NULL;

      if (leaf == NULL)
        continue;
      g_free (leaf->key_sha256);
      leaf->key_sha256 = g_strdup ("one key");
      if (same_certificate) {
        g_free (leaf->sha256);
        leaf->sha256 = g_strdup ("one certificate");
      }
    }
  }
}

/* One key for everybody is what devices make, and what a company makes that runs
 * everything itself: it proves nothing where nobody else issues anything. */
static void
test_shared_key (void)
{
  Middle middle = { "CN=Lab CA,O=Lab", "ok", 0 };

  for (int same = 0; same < 2; same++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("us");

    intercept (report, &middle);
    share_key (report, same);
    fixture_diagnose (report);
    fixture_assert_codes (report, "");
  }
}

/* A service's own authority on one of its ports is no interception: nobody unrelated shows it. */
static void
test_private_authority (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  Middle middle = { "CN=Movius Internal CA", "untrusted", 5061 };

  make_public (report);
  intercept (report, &middle);
  fixture_diagnose (report);
  fixture_assert_codes (report, "certificate-invalid");
  g_assert_cmpint (fixture_find (report, "certificate-invalid")->owner, ==, LC_OWNER_SERVICE);
}

/* A chain that misses its intermediate at one host is the host's fault, though
 * the issuer signs for unrelated ones too. */
static void
test_missing_intermediate (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  Middle middle = { "CN=Public Issuing CA 1,O=Public Trust,C=US", "ok", 0 };
  LcAttempt *attempt = fixture_first (fixture_row (report, "us/elk"));

  intercept (report, &middle);
  g_free (attempt->tls->verify);
  attempt->tls->verify = g_strdup ("untrusted");
  lc_attempt_get_step (attempt, LC_PHASE_TLS)->status = LC_STATUS_FAIL;
  lc_attempt_get_step (attempt, LC_PHASE_TLS)->code = LC_CODE_TLS_UNTRUSTED;
  fixture_diagnose (report);
  fixture_assert_codes (report, "certificate-invalid");
}

static void
test_self_signed_each (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  static const char *const rows[] = { "us/elk", "workspace.movius.ai" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    LcRow *row = fixture_row (report, rows[i]);
    g_autofree char *subject = g_strdup_printf ("CN=%s", lc_row_get_tls_name (row));

    fixture_certificate (fixture_first (row), row, subject, "untrusted");
    ((LcCertificate *) g_ptr_array_index (fixture_first (row)->tls->chain, 0))->self_signed = TRUE;
    lc_attempt_get_step (fixture_first (row), LC_PHASE_TLS)->status = LC_STATUS_FAIL;
    lc_attempt_get_step (fixture_first (row), LC_PHASE_TLS)->code = LC_CODE_TLS_UNTRUSTED;
  }
  fixture_diagnose (report);
  fixture_assert_codes (report, "certificate-invalid");
}

static void
test_bad_certificates (void)
{
  static const struct
  {
    const char *verify;
    LcCode code;
  } cases[] = {
    { "untrusted", LC_CODE_TLS_UNTRUSTED },
    { "expired", LC_CODE_TLS_EXPIRED },
    { "not-yet-valid", LC_CODE_TLS_NOT_YET_VALID },
    { "name-mismatch", LC_CODE_TLS_NAME_MISMATCH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("uk");
    LcRow *row = fixture_row (report, "uk/elk");

    fixture_certificate (fixture_first (row), row, "CN=Odd CA", cases[i].verify);
    lc_attempt_get_step (fixture_first (row), LC_PHASE_TLS)->status = LC_STATUS_FAIL;
    lc_attempt_get_step (fixture_first (row), LC_PHASE_TLS)->code = cases[i].code;
    fixture_diagnose (report);
    fixture_assert_codes (report, "certificate-invalid");
    g_assert_cmpint (lc_row_get_code (row), ==, cases[i].code);
    g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_SERVICE);
  }
}

static void
test_cut (void)
{
  static const LcCode codes[]
      = { LC_CODE_TLS_RESET, LC_CODE_TLS_TIMEOUT, LC_CODE_TLS_CLOSED, LC_CODE_TLS_ALERT };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (LcReport) several = fixture_healthy_new ("us");
    g_autoptr (LcReport) one = fixture_healthy_new ("uk");

    fixture_fail_port (several, LC_TRANSPORT_TCP, 5061, LC_PHASE_TLS, codes[i]);
    fixture_diagnose (several);
    fixture_assert_codes (several, "tls-blocked");
    g_assert_cmpint (fixture_find (several, "tls-blocked")->owner, ==, LC_OWNER_FIREWALL);
    fixture_fail_port (one, LC_TRANSPORT_TCP, 5061, LC_PHASE_TLS, codes[i]);
    fixture_diagnose (one);
    fixture_assert_codes (one, codes[i] == LC_CODE_TLS_ALERT ? "service-down" : "tls-blocked");
    if (codes[i] != LC_CODE_TLS_ALERT)
      g_assert_cmpint (fixture_find (one, "tls-blocked")->owner, ==, LC_OWNER_UNKNOWN);
  }
}

/* A reset that no host 41 ms away can have sent. */
static void
test_cut_nearby (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");

  fixture_fail_port (report, LC_TRANSPORT_TCP, 5061, LC_PHASE_TLS, LC_CODE_TLS_RESET);
  lc_attempt_get_step (fixture_first (fixture_row (report, "uk/sip")), LC_PHASE_TLS)->us = 700;
  fixture_diagnose (report);
  g_assert_cmpint (fixture_find (report, "tls-blocked")->owner, ==, LC_OWNER_FIREWALL);
  g_assert_cmpint (fixture_find (report, "tls-blocked")->confidence, ==, LC_CONFIDENCE_PROVEN);
}

/* A connection that opens and is reset before the host can have heard of it. */
static void
test_cut_when_open (void)
{
  for (int nearby = 0; nearby < 2; nearby++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("uk");
    LcRow *row = fixture_row (report, "uk/sip");

    fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_RESET);
    lc_attempt_get_step (fixture_first (row), LC_PHASE_TCP)->us = nearby ? 42000 : 83000;
    fixture_diagnose (report);
    fixture_assert_codes (report, "tls-blocked");
    g_assert_cmpint (fixture_find (report, "tls-blocked")->owner, ==,
                     nearby ? LC_OWNER_FIREWALL : LC_OWNER_UNKNOWN);
    g_assert_cmpstr (fixture_find (report, "tls-blocked")->title, ==,
                     "Connections on TCP 5061 are cut as soon as they open");
  }
}

/* The same seen by the step after the one that opened it, which knows how long that took. */
static void
test_reset_before_a_word (void)
{
  for (int nearby = 0; nearby < 2; nearby++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("uk");
    LcRow *row = fixture_row (report, "uk/sip");

    fixture_fail (row, LC_PHASE_TLS, LC_CODE_TCP_RESET);
    lc_attempt_get_step (fixture_first (row), LC_PHASE_TLS)->us = nearby ? 900 : 42000;
    fixture_diagnose (report);
    fixture_assert_codes (report, "tls-blocked");
    g_assert_cmpint (lc_row_get_phase (row), ==, LC_PHASE_TCP);
    g_assert_cmpint (fixture_find (report, "tls-blocked")->owner, ==,
                     nearby ? LC_OWNER_FIREWALL : LC_OWNER_UNKNOWN);
  }
}

/* Older reports have it in the step that opened the connection, whose time is not the reset's. */
static void
test_reset_without_time (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/sip");

  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_RESET);
  fixture_first (row)->latency_us = 41000;
  fixture_diagnose (report);
  fixture_assert_codes (report, "tls-blocked");
  g_assert_cmpint (fixture_find (report, "tls-blocked")->confidence, ==, LC_CONFIDENCE_LIKELY);
}

static void
test_black_hole (void)
{
  for (int helps = 0; helps < 2; helps++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("us");

    fixture_fail_port (report, LC_TRANSPORT_TCP, 8021, LC_PHASE_TLS, LC_CODE_TLS_TIMEOUT);
    for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
      LcRow *row = lc_report_get_row (report, i);

      if (lc_row_get_port (row) != 8021)
        continue;
      fixture_first (row)->has_small_segments = !g_str_equal (lc_row_get_service (row), "adk");
      fixture_first (row)->small_segments = helps;
    }
    fixture_diagnose (report);
    fixture_assert_codes (report, helps ? "mtu-black-hole" : "tls-blocked");
  }
}

static void
show_block_page (LcRow *row)
{
  LcAttempt *attempt = fixture_first (row);
  LcStep *app = lc_attempt_get_step (attempt, LC_PHASE_APP);

  attempt->http->status = 403;
  attempt->http->title = g_strdup ("Access Denied");
  attempt->http->marks = g_strsplit ("html blocked-words", " ", -1);
  app->status = LC_STATUS_FAIL;
  app->code = LC_CODE_HTTP_BLOCK_PAGE;
}

/* A filter that opens what it blocks, and nothing else: the block page is the matter. */
static void
test_block_page (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  static const char *const rows[] = { "workspace.movius.ai", "cdn.appdomain.cloud" };

  make_public (report);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    LcRow *row = fixture_row (report, rows[i]);

    fixture_certificate (fixture_first (row), row, INSPECTOR, "ok");
    show_block_page (row);
  }
  fixture_diagnose (report);
  fixture_assert_codes (report, "block-page");
  g_assert_cmpint (fixture_find (report, "block-page")->owner, ==, LC_OWNER_FIREWALL);
  g_assert_cmpstr (fixture_find (report, "tls-inspection")->folded_under, ==, "block-page");
  g_assert_cmpint (lc_row_get_owner (fixture_row (report, rows[0])), ==, LC_OWNER_FIREWALL);
}

/* A filter that resets TLS and shows its page on port 80 alone. */
static void
test_plain_block_page (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcHttpProbe *probe = lc_http_probe_new ("workspace.movius.ai", "184.25.123.59");

  fixture_fail (fixture_row (report, "workspace.movius.ai"), LC_PHASE_TLS, LC_CODE_TLS_RESET);
  probe->status = 403;
  probe->marks = g_strsplit ("html blocked-words", " ", -1);
  g_ptr_array_add (lc_report_get_environment (report)->http_probes, probe);
  fixture_diagnose (report);
  fixture_assert_codes (report, "block-page");
  g_assert_cmpint (fixture_find (report, "block-page")->confidence, ==, LC_CONFIDENCE_LIKELY);
}

/* In TLS 1.3 a host 41 ms away cannot have heard the request yet. */
static void
test_cut_data (void)
{
  for (int nearby = 0; nearby < 2; nearby++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("uk");
    LcRow *row = fixture_row (report, "uk/sip");
    LcAttempt *attempt;

    fixture_fail (row, LC_PHASE_APP, LC_CODE_APP_CLOSED);
    attempt = fixture_first (row);
    fixture_certificate (attempt, row, "CN=Public CA", "ok");
    g_free (attempt->tls->version);
    attempt->tls->version = g_strdup ("TLS 1.3");
    lc_attempt_get_step (attempt, LC_PHASE_APP)->us = nearby ? 400 : 45000;
    fixture_diagnose (report);
    fixture_assert_codes (report, nearby ? "tls-blocked" : "service-down");
    if (nearby)
      g_assert_cmpint (fixture_find (report, "tls-blocked")->owner, ==, LC_OWNER_FIREWALL);
  }
}

/* Who opens connections may be slow to make its first certificate for a host. */
static void
test_slow_inspection (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/mldt/workspace.movius.ai");
  const Middle middle
      = { .issuer = "CN=Zscaler Intermediate Root CA", .port = 443, .verify = "ok" };

  intercept (report, &middle);
  fixture_fail (row, LC_PHASE_TLS, LC_CODE_TLS_TIMEOUT);
  fixture_first (row)->retry_worked = TRUE;
  fixture_diagnose (report);
  fixture_assert_codes (report, "tls-inspection");
  g_assert_true (fixture_has_row (fixture_find (report, "tls-inspection"), row));
}

/* A handshake that stalled once and then worked as it was blames nobody. */
static void
test_stalled_once (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/sip");

  fixture_fail (row, LC_PHASE_TLS, LC_CODE_TLS_TIMEOUT);
  fixture_first (row)->retry_worked = TRUE;
  fixture_diagnose (report);
  fixture_assert_codes (report, "unexplained");
  g_assert_true (fixture_has_evidence (fixture_find (report, "unexplained"), "tried again"));
}

static LcCertificate *
add_authority (LcAttempt *attempt, const char *not_after)
{
  LcCertificate *authority = lc_certificate_new ();
  const LcCertificate *leaf = g_ptr_array_index (attempt->tls->chain, 0);

  authority->subject = g_strdup (leaf->issuer);
  authority->not_after = g_strdup (not_after);
  g_ptr_array_add (attempt->tls->chain, authority);
  return authority;
}

/* The certificate that has expired is named, and its own date. */
static void
test_expired_authority (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");
  LcAttempt *attempt;

  fixture_fail (row, LC_PHASE_TLS, LC_CODE_TLS_EXPIRED);
  attempt = fixture_first (row);
  fixture_certificate (attempt, row, "CN=Middle CA", "expired");
  add_authority (attempt, "2025-01-10T00:00:00Z");
  fixture_diagnose (report);
  fixture_assert_codes (report, "certificate-invalid");
  g_assert_nonnull (strstr (fixture_find (report, "certificate-invalid")->detail, "Middle CA"));
  g_assert_null (strstr (fixture_find (report, "certificate-invalid")->detail, "November"));
  g_assert_nonnull (strstr (lc_row_get_detail (row), "Middle CA"));
}

/* The leaf itself, below an authority that is good for longer. */
static void
test_expired_leaf (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");
  LcAttempt *attempt;

  fixture_fail (row, LC_PHASE_TLS, LC_CODE_TLS_EXPIRED);
  attempt = fixture_first (row);
  fixture_certificate (attempt, row, "CN=Middle CA", "expired");
  add_authority (attempt, "2030-01-10T00:00:00Z");
  fixture_diagnose (report);
  fixture_assert_codes (report, "certificate-invalid");
  g_assert_null (strstr (fixture_find (report, "certificate-invalid")->title, "authority"));
}

/* An issuer that others show, and that this answer leaves out; with it, the chain is whole. */
static void
check_incomplete (gboolean complete)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, "us/elk");
  LcAttempt *other = fixture_first (fixture_row (report, "us/sip"));
  LcFinding *finding;

  fixture_fail (row, LC_PHASE_TLS, LC_CODE_TLS_UNTRUSTED);
  fixture_certificate (fixture_first (row), row, "CN=Middle CA", "untrusted");
  fixture_certificate (other, fixture_row (report, "us/sip"), "CN=Middle CA", "ok");
  add_authority (other, "2030-01-10T00:00:00Z");
  if (complete)
    add_authority (fixture_first (row), "2030-01-10T00:00:00Z");
  fixture_diagnose (report);
  fixture_assert_codes (report, "certificate-invalid");
  finding = fixture_find (report, "certificate-invalid");
  g_assert_cmpint (strstr (finding->title, "leaves out") != NULL, ==, !complete);
  g_assert_null (strstr (finding->detail, "No other host"));
}

static void
test_incomplete (void)
{
  check_incomplete (FALSE);
  check_incomplete (TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls/no-authorities", test_no_authorities);
  g_test_add_func ("/tls/untrusted-everywhere", test_untrusted_everywhere);
  g_test_add_func ("/tls/trusted-lacks-facts", test_trusted_lacks_facts);
  g_test_add_func ("/tls/trusted-contrast", test_trusted_contrast);
  g_test_add_func ("/tls/trusted-everywhere", test_trusted_everywhere);
  g_test_add_func ("/tls/shared-key", test_shared_key);
  g_test_add_func ("/tls/private-authority", test_private_authority);
  g_test_add_func ("/tls/missing-intermediate", test_missing_intermediate);
  g_test_add_func ("/tls/self-signed-each", test_self_signed_each);
  g_test_add_func ("/tls/bad-certificates", test_bad_certificates);
  g_test_add_func ("/tls/cut", test_cut);
  g_test_add_func ("/tls/cut-nearby", test_cut_nearby);
  g_test_add_func ("/tls/cut-when-open", test_cut_when_open);
  g_test_add_func ("/tls/reset-before-a-word", test_reset_before_a_word);
  g_test_add_func ("/tls/reset-without-time", test_reset_without_time);
  g_test_add_func ("/tls/black-hole", test_black_hole);
  g_test_add_func ("/tls/block-page", test_block_page);
  g_test_add_func ("/tls/plain-block-page", test_plain_block_page);
  g_test_add_func ("/tls/cut-data", test_cut_data);
  g_test_add_func ("/tls/slow-inspection", test_slow_inspection);
  g_test_add_func ("/tls/stalled-once", test_stalled_once);
  g_test_add_func ("/tls/expired-authority", test_expired_authority);
  g_test_add_func ("/tls/expired-leaf", test_expired_leaf);
  g_test_add_func ("/tls/incomplete", test_incomplete);
  return g_test_run ();
}
