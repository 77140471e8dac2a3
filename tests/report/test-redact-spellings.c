/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "report/lc-redact.h"
#include "report/lc-report-csv.h"
#include "report/lc-report-html.h"
#include "report/lc-report-json.h"
#include "report/lc-report-text.h"
#include "sample-reports.h"

/* Whatever a stranger can write into a report may name this person, this computer and this
 * network, in any spelling: of what is put into every field none is left in any view. */

static const char *const names[] = { "desk-17.corp.acme.example", "jdoe", "Jane Doe", NULL };

/* What names it, and what of that may not be left. */
static const char *const spellings[][2] = {
  { "jdoe", "jdoe" },
  { "JDOE", "jdoe" },
  { "Jdoe", "jdoe" },
  { "%6Adoe", "%6adoe" },
  { "%6a%64%6f%65", "%6f%65" },
  { "%256Adoe", "6adoe" },
  { "\\x6adoe", "6adoe" },
  { "\\u006Adoe", "6adoe" },
  { "\\\\u006Adoe", "6adoe" },
  { "&#106;doe", "106;doe" },
  { "&#x6A;doe", "6a;doe" },
  { "j\xc2\xad"
    "doe",
    "j\xc2\xad"
    "doe" },
  { "j\xe2\x80\x8b"
    "doe",
    "\xe2\x80\x8b"
    "doe" },
  { "Jane Doe", "jane" },
  { "Jane+Doe", "jane" },
  { "jane%20doe", "jane" },
  { "JANE_DOE", "jane" },
  { "jane.doe", "jane" },
  { "desk-17", "desk" },
  { "DESK-17.corp.acme.example", "desk" },
  { "desk-17.corp.acme.example.", "acme" },
  { "desk%2D17", "desk" },
  { "www.acme.example", "acme" },
  { "*.ACME.example", "acme" },
  { "proxy.acme.example", "acme" },
  { "acme-vpn", "acme" },
  { "Acme-VPN", "acme" },
  { "enx001122aabbcc", "001122aabbcc" },
  { "00:11:22:aa:bb:cc", "aa:bb" },
  { "00-11-22-AA-BB-CC", "aa-bb" },
  { "0011.22aa.bbcc", "22aa" },
  { "001122AABBCC", "22aabb" },
  { "00%3A11%3a22%3AAA%3ABB%3ACC", "aa%3abb" },
  { "192.168.7.23", "7.23" },
  { "192%2E168%2e7%2E23", "7%2e23" },
  { "%31%39%32.168.7.23", "7.23" },
  { "::ffff:192.168.7.23", "7.23" },
  { "::ffff:c0a8:717", "c0a8" },
  { "0:0:0:0:0:FFFF:C0A8:0717", "c0a8" },
  { "[::ffff:c0a8:717]:443", "c0a8" },
  { "192.168.7.23.nip.io", "7.23" },
  { "app.192-168-7-23.sslip.io", "7-23" },
  { "ip-192-168-7-23", "7-23" },
  { "host192_168_7_23", "7_23" },
  { "23.7.168.192.in-addr.arpa", "23.7" },
  { "c0a80717", "c0a8" },
  { "0xC0A80717", "c0a8" },
  { "3232237335", "3232237335" },
  { "fd00:7::23", "fd00:7" },
  { "FD00:0007:0:0::0023", "fd00:0007" },
  { "fd00-7--23.sslip.io", "fd00-7" },
  { "203.0.113.99", "113.99" },
  { "2001:db8:77::42", "db8:77" },
  { "[2001:DB8:77:0:0:0:0:42]:5061", "db8:77" },
  { "2001-db8-77--42.sslip.io", "db8-77" },
};

static const char *const contexts[] = {
  "%s",
  "(%s)",
  "_%s_",
  "+%s+",
  "=%s&y=1",
  "\\%s\\",
  "C:\\Users\\%s",
  "/home/%s/x",
  "%%20%s%%20",
  "\\n%s",
  "<%s>",
  "a_%s",
  "\"%s\"",
  "of %s, or so.",
  "http://%s/a?b#c",
  "%s: no.",
  "\xe2\x80\x9c%s\xe2\x80\x9d",
};

/* Filling in. */

typedef struct
{
  const char *text;    /* (nullable) only counts */
  guint at;            /* of the next string */
  gint64 only;         /* the string to be filled, or -1 */
  GHashTable *strings; /* (nullable) the strings that may be anything */
} Fill;

/* What the program itself and the catalogue say, and where make_report() puts its identities. */
static gboolean
is_kept (const char *key)
{
  static const char *const keys[] = {
    "address",      "addresses",  "captive_portal_source",
    "capability",   "catalog",    "code",
    "dated",        "dns_probes", "documented",
    "folded_under", "gateways",   "generator",
    "host",         "id",         "interfaces",
    "key_sha256",   "mapped",     "number",
    "phase",        "proxy",      "public_address",
    "public_roots", "resolved",   "rows",
    "service",      "sha256",     "site",
    "site_title",   "started",    "tls_name",
    "version",      "of",         "support_code",
    "vpn",          NULL,
  };

  return g_strv_contains (keys, key);
}

/* Findings have lists of ids by the name of the list of rows. */
static gboolean
is_list_of_rows (const char *key, JsonNode *node)
{
  return g_str_equal (key, "rows") && JSON_NODE_HOLDS_ARRAY (node)
         && json_array_get_length (json_node_get_array (node)) > 0
         && JSON_NODE_HOLDS_OBJECT (json_array_get_element (json_node_get_array (node), 0));
}

static void
fill (JsonNode *node, Fill *state)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    g_autoptr (GList) keys = json_object_get_members (object);

    for (GList *l = keys; l != NULL; l = l->next)
      if (!is_kept (l->data) || is_list_of_rows (l->data, json_object_get_member (object, l->data)))
        fill (json_object_get_member (object, l->data), state);
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      fill (json_array_get_element (array, i), state);
  } else if (json_node_get_value_type (node) == G_TYPE_STRING) {
    guint at = state->at++;
    gboolean chosen = state->only == at
                      || (state->strings != NULL
                          && g_hash_table_contains (state->strings, GUINT_TO_POINTER (at)));

    if (state->text != NULL && chosen)
      json_node_set_string (node, state->text);
  }
}

/* A report in which all the identities stand somewhere. */
static LcReport *
make_report (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  LcEnvironment *environment = lc_report_get_environment (report);
  LcInterface *interface = lc_interface_new ("enx001122aabbcc", "ethernet");
  LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (lc_report_get_row (report, 0)), 0);

  g_strfreev (interface->addresses);
  interface->addresses = g_strsplit ("192.168.7.23 fd00:7::23", " ", -1);
  g_ptr_array_add (environment->interfaces, interface);
  g_free (environment->vpn);
  environment->vpn = g_strdup ("acme-vpn");
  g_free (environment->proxy);
  environment->proxy = g_strdup ("http://proxy.acme.example:3128");
  g_free (environment->public_address);
  environment->public_address = g_strdup ("203.0.113.99");
  g_free (attempt->stun->mapped);
  attempt->stun->mapped = g_strdup ("[2001:db8:77::42]:4000");
  return g_steal_pointer (&report);
}

static LcReport *
read_node (JsonNode *root)
{
  g_autofree char *text = json_to_string (root, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return lc_report_new_from_json (bytes, NULL);
}

/* Returns: (transfer full): which of a report's strings may be anything; one that says where
 * something is must stay. */
static GHashTable *
find_free_strings (LcReport *report)
{
  GHashTable *strings = g_hash_table_new (NULL, NULL);
  g_autoptr (JsonNode) counted = lc_report_build_json (report);
  Fill count = { NULL, 0, -1, NULL };

  fill (counted, &count);
  for (guint i = 0; i < count.at; i++) {
    g_autoptr (JsonNode) root = lc_report_build_json (report);
    Fill one = { "any thing\xe2\x80\xa6", 0, i, NULL };
    g_autoptr (LcReport) read = NULL;

    fill (root, &one);
    read = read_node (root);
    if (read != NULL)
      g_hash_table_add (strings, GUINT_TO_POINTER (i));
  }
  return strings;
}

/* Looking for what is left. */

static void
assert_none (const char *text, const char *what, const char *spelled)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  const char *found = strstr (lower, what);

  if (found != NULL)
    g_error ("Of “%s” there is left “%.60s”", spelled, MAX (found - 20, lower));
}

static void
check_json (JsonNode *node, const char *what, const char *spelled)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    g_autoptr (GList) keys = json_object_get_members (object);

    for (GList *l = keys; l != NULL; l = l->next)
      check_json (json_object_get_member (object, l->data), what, spelled);
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      check_json (json_array_get_element (array, i), what, spelled);
  } else if (json_node_get_value_type (node) == G_TYPE_STRING) {
    assert_none (json_node_get_string (node), what, spelled);
  }
}

static void
check_views (LcReport *redacted, const char *what, const char *spelled)
{
  g_autoptr (JsonNode) json = lc_report_build_json (redacted);
  g_autofree char *text = lc_report_to_text (redacted, 0);
  g_autofree char *html = lc_report_to_html (redacted, NULL);
  g_autofree char *csv = lc_report_to_csv (redacted);

  check_json (json, what, spelled);
  assert_none (text, what, spelled);
  assert_none (html, what, spelled);
  assert_none (csv, what, spelled);
}

static void
check_text (LcReport *report, GHashTable *strings, const char *text, const char *what)
{
  g_autoptr (JsonNode) root = lc_report_build_json (report);
  Fill all = { text, 0, -1, strings };
  g_autoptr (LcReport) filled = NULL;
  g_autoptr (LcReport) redacted = NULL;
  g_autoptr (GPtrArray) identities = NULL;

  fill (root, &all);
  filled = read_node (root);
  g_assert_nonnull (filled);
  identities = lc_report_find_identities (filled, names);
  redacted = lc_report_redact (filled, identities, NULL);
  g_assert_nonnull (redacted);
  check_views (redacted, what, text);
}

static void
test_spellings (void)
{
  g_autoptr (LcReport) report = make_report ();
  g_autoptr (GHashTable) strings = find_free_strings (report);

  g_test_message ("%u fields", g_hash_table_size (strings));
  g_assert_cmpuint (g_hash_table_size (strings), >, 30);
  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (contexts); j++) {
      /* Once each, and each once in every place. */
      g_autoptr (GString) text = g_string_new (contexts[j]);

      if (j != 0 && j != i % G_N_ELEMENTS (contexts) && !g_test_thorough ())
        continue;
      g_string_replace (text, "%%", "%", 0);
      g_string_replace (text, "%s", spellings[i][0], 0);
      check_text (report, strings, text->str, spellings[i][1]);
    }
  }
}

/* What only looks like it stays: else nothing could be read any more. */
static void
test_others (void)
{
  static const char *const others[] = { "xjdoe",
                                        "jdoes",
                                        "jane",
                                        "192.168.7.2310",
                                        "1.192.168.7.23.4",
                                        "169.63.26.232",
                                        "dal12.moviuscorp.net",
                                        "example",
                                        "TLS 1.2",
                                        "nginx/1.18.0" };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (LcReport) report = make_report ();
    g_autoptr (GPtrArray) identities = NULL;
    g_autoptr (LcReport) redacted = NULL;

    lc_report_set_diagnosis (report, LC_VERDICT_BLOCKED, others[i], lc_capabilities_new (),
                             lc_findings_new ());
    identities = lc_report_find_identities (report, names);
    redacted = lc_report_redact (report, identities, NULL);
    g_assert_cmpstr (lc_report_get_summary (redacted), ==, others[i]);
  }
}

/* Of a page's address only the host says anything about the network that other pages do not. */
static void
test_page_addresses (void)
{
  static const char *const addresses[][2] = {
    { "http://portal.example/in/Corp-Guest?mac=1&ssid=Corp-Guest", "http://name-*/…" },
    { "http://portal.example", "http://name-*" },
    { "/in?ssid=Corp-Guest", "/…" },
    { "http://portal.example?ssid=Corp-Guest", "http://name-*/…" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (LcReport) report = make_report ();
    LcEnvironment *environment = lc_report_get_environment (report);
    g_autoptr (GPtrArray) identities = NULL;
    g_autoptr (LcReport) redacted = NULL;

    g_free (environment->captive_portal);
    environment->captive_portal = g_strdup (addresses[i][0]);
    identities = lc_report_find_identities (report, NULL);
    redacted = lc_report_redact (report, identities, NULL);
    g_assert_true (g_pattern_match_simple (addresses[i][1],
                                           lc_report_get_environment (redacted)->captive_portal));
    check_views (redacted, "corp-guest", addresses[i][0]);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact-spellings/spellings", test_spellings);
  g_test_add_func ("/redact-spellings/others", test_others);
  g_test_add_func ("/redact-spellings/page-addresses", test_page_addresses);
  return g_test_run ();
}
