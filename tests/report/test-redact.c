/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "report/lc-redact.h"
#include "report/lc-report-html.h"
#include "report/lc-report-json.h"
#include "report/lc-report-text.h"
#include "sample-reports.h"

static char *
to_json (LcReport *report)
{
  g_autoptr (GBytes) bytes = lc_report_to_json (report);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static const LcIdentity *
find_identity (GPtrArray *identities, const char *value)
{
  for (guint i = 0; i < identities->len; i++) {
    const LcIdentity *identity = g_ptr_array_index (identities, i);

    if (g_str_equal (identity->value, value))
      return identity;
  }
  return NULL;
}

static void
assert_kind (GPtrArray *identities, const char *value, LcIdentityKind kind)
{
  const LcIdentity *identity = find_identity (identities, value);

  if (identity == NULL)
    g_error ("%s was not found", value);
  g_assert_cmpint (identity->kind, ==, kind);
}

/* A report whose summary, environment and findings say what is given. */
static LcReport *
make_report (const char *summary)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  LcEnvironment *environment = lc_report_get_environment (report);
  LcInterface *interface = lc_interface_new ("eth0", "ethernet");
  GPtrArray *findings = lc_findings_new ();

  g_strfreev (interface->addresses);
  interface->addresses = g_strsplit ("192.168.7.20 2001:db8::20", " ", -1);
  g_ptr_array_add (environment->interfaces, interface);
  g_free (environment->public_address);
  environment->public_address = g_strdup ("203.0.113.2");
  g_free (environment->proxy);
  environment->proxy = g_strdup ("http://proxy.acme.example:3128");
  lc_report_set_diagnosis (report, LC_VERDICT_BLOCKED, summary, lc_capabilities_new (), findings);
  return g_steal_pointer (&report);
}

static void
test_find (void)
{
  static const char *const names[] = { "jdoe", "desk-17", "al", "nobody-here", NULL };
  g_autoptr (LcReport) report
      = make_report ("jdoe at desk-17: 10.1.0.1:443, 10.1.0.1. 100.64.3.4 and fe80::1, "
                     "not 169.63.26.232, 127.0.0.1, 1.10.2.3.4 or 10.1.0.");
  g_autoptr (GPtrArray) found = lc_report_find_identities (report, names);

  assert_kind (found, "192.168.7.20", LC_IDENTITY_LOCAL);
  assert_kind (found, "2001:db8::20", LC_IDENTITY_LOCAL);
  assert_kind (found, "203.0.113.2", LC_IDENTITY_PUBLIC);
  assert_kind (found, "proxy.acme.example", LC_IDENTITY_NAME);
  assert_kind (found, "jdoe", LC_IDENTITY_NAME);
  assert_kind (found, "desk-17", LC_IDENTITY_NAME);
  assert_kind (found, "10.1.0.1", LC_IDENTITY_LOCAL);
  assert_kind (found, "100.64.3.4", LC_IDENTITY_LOCAL);
  assert_kind (found, "fe80::1", LC_IDENTITY_LOCAL);
  g_assert_null (find_identity (found, "al"));
  g_assert_null (find_identity (found, "nobody-here"));
  g_assert_null (find_identity (found, "169.63.26.232"));
  g_assert_null (find_identity (found, "127.0.0.1"));
  g_assert_null (find_identity (found, "10.2.3.4"));
}

static void
test_redact (void)
{
  static const char *const names[] = { "jdoe", NULL };
  g_autoptr (LcReport) report
      = make_report ("jdoe: 192.168.7.20, 192.168.7.201 and 192.168.7.20:80, 203.0.113.2.");
  g_autoptr (GPtrArray) found = lc_report_find_identities (report, names);
  g_autoptr (LcReport) redacted = lc_report_redact (report, found, NULL);
  const char *local = find_identity (found, "192.168.7.20")->token;
  const char *other = find_identity (found, "192.168.7.201")->token;
  g_autofree char *expected
      = g_strdup_printf ("%s: %s, %s and %s:80, %s.", find_identity (found, "jdoe")->token, local,
                         other, local, find_identity (found, "203.0.113.2")->token);

  g_assert_cmpstr (lc_report_get_summary (redacted), ==, expected);
  g_assert_cmpstr (lc_report_get_environment (redacted)->public_address, ==,
                   find_identity (found, "203.0.113.2")->token);
  /* The report itself stays, and the copy is the same in everything else. */
  g_assert_true (g_str_has_prefix (lc_report_get_summary (report), "jdoe"));
  g_assert_cmpuint (lc_report_get_n_rows (redacted), ==, lc_report_get_n_rows (report));
  g_assert_cmpstr (lc_report_get_id (redacted), ==, lc_report_get_id (report));
}

/* In no view is anything left of what was found. */
static void
test_every_view (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autoptr (GPtrArray) found = lc_report_find_identities (report, NULL);
  g_autoptr (LcReport) redacted = lc_report_redact (report, found, NULL);
  g_autofree char *json = to_json (redacted);
  g_autofree char *text = lc_report_to_text (redacted, 0);
  g_autofree char *html = lc_report_to_html (redacted, NULL);
  g_autoptr (GPtrArray) rest = lc_report_find_identities (redacted, NULL);

  g_assert_cmpuint (found->len, >, 0);
  for (guint i = 0; i < found->len; i++) {
    const LcIdentity *identity = g_ptr_array_index (found, i);
    g_autofree char *pattern
        = g_strdup_printf ("(?<![\\w.:])\\Q%s\\E(?![\\w:]|\\.\\w)", identity->value);

    g_test_message ("%s", identity->value);
    g_assert_false (g_regex_match_simple (pattern, json, 0, 0));
    g_assert_false (g_regex_match_simple (pattern, text, 0, 0));
    g_assert_false (g_regex_match_simple (pattern, html, 0, 0));
  }
  for (guint i = 0; i < rest->len; i++) {
    const LcIdentity *identity = g_ptr_array_index (rest, i);

    g_assert_false (g_hostname_is_ip_address (identity->value));
  }
}

/* A user's name may be a word that the record itself is made of. */
static void
test_own_words (void)
{
  static const char *const names[] = { "fail", "tcp", "blocked", "likely", NULL };
  g_autoptr (LcReport) report = make_report ("tcp: fail, blocked, likely.");
  g_autoptr (GPtrArray) found = lc_report_find_identities (report, names);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) redacted = lc_report_redact (report, found, &error);

  g_assert_no_error (error);
  g_assert_nonnull (find_identity (found, "tcp"));
  g_assert_cmpint (lc_report_get_verdict (redacted), ==, LC_VERDICT_BLOCKED);
  g_assert_null (strstr (lc_report_get_summary (redacted), "tcp"));
}

/* The public address that STUN saw, wherever and however it is written. */
static void
test_mapped (void)
{
  static const struct
  {
    const char *mapped;
    const char *summary;
    const char *expected;
  } cases[] = {
    { "203.0.113.99:45172", "Seen as 203.0.113.99:45172.", "Seen as public-address-2:45172." },
    { "[2001:db8:77::42]:45172", "Seen as [2001:db8:77::42]:45172, not 2001:db8:77::42:1.",
      "Seen as [public-address-2]:45172, not 2001:db8:77::42:1." },
    { "[2001:db8:77::42]:45172", "2001:db8:77::42: no answer. (2001:DB8:77:0:0:0:0:42)",
      "public-address-2: no answer. (public-address-2)" },
    { "[2001:db8:77::42]:45172", "2001:db8:77::42:45172, 1:2001:db8:77::42, 2001:db8:77::421",
      "public-address-2:45172, 1:2001:db8:77::42, 2001:db8:77::421" },
    { "[::ffff:203.0.113.99]:80", "203.0.113.99 or ::ffff:203.0.113.99, \"203.0.113.99\"",
      "public-address-2 or public-address-2, \"public-address-2\"" },
    { "[2001:db8:77::42%eth0]:1", "http://[2001:db8:77::42]:80/?ip=2001%3Adb8%3A77%3A%3A42&a=b",
      "http://[public-address-2]:80/?ip=public-address-2&a=b" },
    { "nonsense", "Seen as 203.0.113.99.", "Seen as 203.0.113.99." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcReport) report = make_report (cases[i].summary);
    LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (lc_report_get_row (report, 0)), 0);
    g_autoptr (GPtrArray) found = NULL;
    g_autoptr (LcReport) redacted = NULL;

    attempt->stun = lc_stun_new ();
    attempt->stun->mapped = g_strdup (cases[i].mapped);
    found = lc_report_find_identities (report, NULL);
    redacted = lc_report_redact (report, found, NULL);
    g_assert_cmpstr (lc_report_get_summary (redacted), ==, cases[i].expected);
  }
}

/* Inside is what the network keeps from the internet; where it is loopback it tells nothing. */
static void
test_inside (void)
{
  g_autoptr (LcReport) report
      = make_report ("fe80::1%eth0, [fd00::7]:80, ::ffff:10.0.0.9, fd00::7: no; 169.254.3.4 but "
                     "::1, 127.0.0.1, 0.0.0.0, :: and 2606:4700::1111");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (LcReport) redacted = NULL;
  const char *text;

  found = lc_report_find_identities (report, NULL);
  assert_kind (found, "fe80::1", LC_IDENTITY_LOCAL);
  assert_kind (found, "fd00::7", LC_IDENTITY_LOCAL);
  assert_kind (found, "10.0.0.9", LC_IDENTITY_LOCAL);
  assert_kind (found, "169.254.3.4", LC_IDENTITY_LOCAL);
  redacted = lc_report_redact (report, found, NULL);
  text = lc_report_get_summary (redacted);
  g_assert_null (strstr (text, "fe80"));
  g_assert_null (strstr (text, "fd00"));
  g_assert_null (strstr (text, "10.0.0.9"));
  g_assert_true (g_str_has_suffix (text, "::1, 127.0.0.1, 0.0.0.0, :: and 2606:4700::1111"));
}

/* A campus has public addresses inside: its router's is its own. */
static void
test_gateways (void)
{
  g_autoptr (LcReport) report = make_report ("It stops at 198.51.100.1.");
  LcEnvironment *environment = lc_report_get_environment (report);
  g_autoptr (GPtrArray) found = NULL;

  environment->gateways = g_strsplit ("198.51.100.1 fe80::1%eth0", " ", -1);
  found = lc_report_find_identities (report, NULL);
  assert_kind (found, "198.51.100.1", LC_IDENTITY_LOCAL);
  assert_kind (found, "fe80::1", LC_IDENTITY_LOCAL);
}

/* A hostile report calls nothing an address, which stands everywhere. */
static void
test_empty_addresses (void)
{
  g_autoptr (LcReport) report = make_report ("Behind 192.168.7.20.");
  LcEnvironment *environment = lc_report_get_environment (report);
  LcInterface *interface = g_ptr_array_index (environment->interfaces, 0);
  g_autoptr (GPtrArray) identities = NULL;
  g_autoptr (LcReport) redacted = NULL;

  g_strfreev (interface->addresses);
  interface->addresses = g_strsplit (",192.168.7.20", ",", -1);
  g_free (environment->public_address);
  environment->public_address = g_strdup ("");
  identities = lc_report_find_identities (report, NULL);
  g_assert_null (find_identity (identities, ""));
  assert_kind (identities, "192.168.7.20", LC_IDENTITY_LOCAL);
  redacted = lc_report_redact (report, identities, NULL);
  g_assert_nonnull (redacted);
  g_assert_cmpstr (lc_report_get_summary (redacted), ==, "Behind local-address-1.");
}

/* Reports of older versions may have one; nothing is redacted that still has. */
static void
test_passwords (void)
{
  static const char secret[] = "correcthorse";
  g_autoptr (LcReport) report
      = make_report ("See http://u:correcthorse@portal.example/in?to=https%3A%2F%2Fu%3Acorrecthorse"
                     "%40portal.example.");
  LcEnvironment *environment = lc_report_get_environment (report);
  g_autoptr (LcReport) redacted = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *text = NULL;

  g_free (environment->proxy);
  environment->proxy = g_strdup ("http://u:correcthorse@proxy.acme.example:3128");
  found = lc_report_find_identities (report, NULL);
  redacted = lc_report_redact (report, found, NULL);
  text = to_json (redacted);
  g_assert_null (strstr (text, secret));
  for (guint i = 0; i < found->len; i++)
    g_assert_null (strstr (((LcIdentity *) g_ptr_array_index (found, i))->value, secret));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact/find", test_find);
  g_test_add_func ("/redact/redact", test_redact);
  g_test_add_func ("/redact/mapped", test_mapped);
  g_test_add_func ("/redact/inside", test_inside);
  g_test_add_func ("/redact/gateways", test_gateways);
  g_test_add_func ("/redact/every-view", test_every_view);
  g_test_add_func ("/redact/passwords", test_passwords);
  g_test_add_func ("/redact/own-words", test_own_words);
  g_test_add_func ("/redact/empty-addresses", test_empty_addresses);
  return g_test_run ();
}
