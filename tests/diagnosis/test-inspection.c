/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fixture.h"
#include "report/lc-report-json.h"

/* Who vouches in the end for what this computer trusts. */

#define INSPECTOR "CN=Northwind Issuing CA,O=Northwind Traders"
#define OWN_ROOT "CN=Northwind Root CA,O=Northwind Traders\\, Inc"
#define PUBLIC_ROOT "CN=Public Root R1,O=Public Trust"

/* Which certificates to change: those of names that end so (NULL: all), on one port (0: all). */
typedef struct
{
  const char *suffix;
  guint16 port;
} Which;

static gboolean
is_meant (LcRow *row, const LcAttempt *attempt, const Which *which)
{
  return attempt->tls != NULL
         && (which->suffix == NULL || g_str_has_suffix (lc_row_get_tls_name (row), which->suffix))
         && (which->port == 0 || which->port == lc_row_get_port (row));
}

/* @issuer: (nullable): in place of the one that signed. */
static void
anchor (LcReport *report,
        const Which *which,
        const char *issuer,
        const char *root,
        LcPublicity publicity)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    GPtrArray *attempts = lc_row_get_attempts (row);

    for (guint j = 0; j < attempts->len; j++) {
      LcAttempt *attempt = g_ptr_array_index (attempts, j);

      if (!is_meant (row, attempt, which))
        continue;
      if (issuer != NULL)
        fixture_certificate (attempt, row, issuer, "ok");
      g_clear_pointer (&attempt->tls->anchor, lc_anchor_free);
      attempt->tls->anchor = lc_anchor_new ();
      attempt->tls->anchor->subject = g_strdup (root);
      attempt->tls->anchor->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, root, -1);
      attempt->tls->anchor->key_sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA1, root, -1);
      attempt->tls->anchor->publicity = publicity;
    }
  }
}

static const Which all = { 0 };

static LcReport *
report_new (void)
{
  LcReport *report = fixture_healthy_new ("us");

  anchor (report, &all, NULL, PUBLIC_ROOT, LC_PUBLICITY_PUBLIC);
  return report;
}

static void
assert_opened (LcReport *report, const char *row, LcOwner owner)
{
  LcFinding *finding = fixture_find (report, "tls-inspection");

  fixture_assert_codes (report, "tls-inspection");
  g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_PROVEN);
  g_assert_cmpint (finding->owner, ==, owner);
  g_assert_true (fixture_has_row (finding, fixture_row (report, row)));
  g_assert_cmpint (lc_row_get_code (fixture_row (report, row)), ==, LC_CODE_TLS_INTERCEPTED);
  g_assert_cmpint (lc_row_get_status (fixture_row (report, row)), ==, LC_STATUS_DEGRADED);
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_DEGRADED);
}

static void
assert_healthy (LcReport *report)
{
  fixture_diagnose (report);
  fixture_assert_codes (report, "");
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_OK);
}

/* One authority that this computer trusts and the world does not, on every port. */
static void
test_everything (void)
{
  g_autoptr (LcReport) report = report_new ();

  anchor (report, &all, INSPECTOR, OWN_ROOT, LC_PUBLICITY_PRIVATE);
  fixture_diagnose (report);
  assert_opened (report, "us/sip", LC_OWNER_FIREWALL);
  g_assert_true (fixture_has_evidence (fixture_find (report, "tls-inspection"), INSPECTOR));
}

static void
test_web_alone (void)
{
  g_autoptr (LcReport) report = report_new ();
  const Which web = { .port = 443 };

  anchor (report, &web, INSPECTOR, OWN_ROOT, LC_PUBLICITY_PRIVATE);
  fixture_diagnose (report);
  assert_opened (report, "us/elk", LC_OWNER_FIREWALL);
  g_assert_cmpint (lc_row_get_status (fixture_row (report, "us/sip")), ==, LC_STATUS_PASS);
}

/* One host of an owner whose others show a public authority. */
static void
test_one_host (void)
{
  g_autoptr (LcReport) report = report_new ();
  const Which one = { .suffix = "insights.moviuscorp.net" };

  anchor (report, &one, INSPECTOR, OWN_ROOT, LC_PUBLICITY_PRIVATE);
  fixture_diagnose (report);
  assert_opened (report, "us/elk", LC_OWNER_FIREWALL);
}

/* A device may have an issuer for each of its parts. */
static void
test_several_issuers (void)
{
  g_autoptr (LcReport) report = report_new ();
  const Which own = { .suffix = ".moviuscorp.net" };
  const Which other = { .suffix = "workspace.movius.ai" };

  anchor (report, &own, INSPECTOR, OWN_ROOT, LC_PUBLICITY_PRIVATE);
  anchor (report, &other, "CN=Northwind Issuing CA 2", OWN_ROOT, LC_PUBLICITY_PRIVATE);
  fixture_diagnose (report);
  g_assert_cmpint (lc_row_get_code (fixture_row (report, "us/sip")), ==, LC_CODE_TLS_INTERCEPTED);
  g_assert_cmpint (lc_row_get_code (fixture_row (report, "workspace")), ==,
                   LC_CODE_TLS_INTERCEPTED);
}

static void
test_antivirus (void)
{
  g_autoptr (LcReport) report = report_new ();

  anchor (report, &all, "CN=Personal Web Guard", "CN=ESET SSL Filter CA", LC_PUBLICITY_PRIVATE);
  fixture_diagnose (report);
  assert_opened (report, "us/sip", LC_OWNER_DEVICE);
}

/* Every host of one owner, and no other's: it may be the owner's own. */
static void
test_one_owner (void)
{
  g_autoptr (LcReport) report = report_new ();
  const Which own = { .suffix = ".moviuscorp.net" };
  LcFinding *finding;

  anchor (report, &own, INSPECTOR, OWN_ROOT, LC_PUBLICITY_PRIVATE);
  fixture_diagnose (report);
  fixture_assert_codes (report, "tls-inspection");
  finding = fixture_find (report, "tls-inspection");
  g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_LIKELY);
  g_assert_cmpint (finding->severity, ==, LC_SEVERITY_WARNING);
  g_assert_nonnull (strstr (finding->detail, "an authority of its own"));
  g_assert_cmpint (lc_row_get_status (fixture_row (report, "us/sip")), ==, LC_STATUS_PASS);
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_OK);
}

/* The company's own, which the catalogue names. */
static LcReport *
name_authority (LcReport *report, const char *name)
{
  g_autoptr (GBytes) bytes = lc_report_to_json (report);
  g_autofree char *key = g_strdup_printf ("\"private_authority\" : \"%s\", \"may_change\"", name);
  g_autoptr (GString) text
      = g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GError) error = NULL;
  LcReport *named;

  g_assert_cmpuint (g_string_replace (text, "\"may_change\"", key, 0), >, 0);
  changed = g_bytes_new (text->str, text->len);
  named = lc_report_new_from_json (changed, &error);
  g_assert_no_error (error);
  g_object_unref (report);
  return named;
}

static void
test_named (void)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, OWN_ROOT, -1);
  g_autofree char *key = g_compute_checksum_for_string (G_CHECKSUM_SHA1, OWN_ROOT, -1);
  const struct
  {
    const char *name;
    gboolean fits;
  } names[] = {
    { "Northwind Root CA", TRUE },
    { "northwind traders, inc", TRUE },
    { sha256, TRUE },
    { key, TRUE },
    { "Northwind", FALSE },
    { "Contoso Root CA", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (LcReport) report = report_new ();

    anchor (report, &all, INSPECTOR, OWN_ROOT, LC_PUBLICITY_PRIVATE);
    report = name_authority (g_steal_pointer (&report), names[i].name);
    if (names[i].fits) {
      assert_healthy (report);
    } else {
      fixture_diagnose (report);
      assert_opened (report, "us/sip", LC_OWNER_FIREWALL);
    }
  }
}

/* One authority for everybody is no evidence where it is public, whatever it calls itself;
 * nor where nothing is known of it. */
static void
test_innocent (void)
{
  static const LcPublicity publicities[] = { LC_PUBLICITY_PUBLIC, LC_PUBLICITY_UNKNOWN };

  for (gsize i = 0; i < G_N_ELEMENTS (publicities); i++) {
    g_autoptr (LcReport) report = report_new ();

    anchor (report, &all, "CN=Everybody’s CA", "CN=Everybody’s Root", publicities[i]);
    assert_healthy (report);
  }
  {
    g_autoptr (LcReport) report = report_new ();

    anchor (report, &all, "CN=Fortinet CA,O=Fortinet", PUBLIC_ROOT, LC_PUBLICITY_PUBLIC);
    assert_healthy (report);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspection/everything", test_everything);
  g_test_add_func ("/inspection/web-alone", test_web_alone);
  g_test_add_func ("/inspection/one-host", test_one_host);
  g_test_add_func ("/inspection/several-issuers", test_several_issuers);
  g_test_add_func ("/inspection/antivirus", test_antivirus);
  g_test_add_func ("/inspection/one-owner", test_one_owner);
  g_test_add_func ("/inspection/named", test_named);
  g_test_add_func ("/inspection/innocent", test_innocent);
  return g_test_run ();
}
