/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "catalog/lc-catalog.h"

static const char minimal[]
    = "{\"format\":\"linecheck-catalog\",\"version\":1,\"revision\":\"r\",\"dated\":\"2024-02-29\","
      "\"services\":{\"web\":{\"title\":\"Web\",\"purpose\":\"Pages\"}},"
      "\"sites\":[{\"id\":\"hq\",\"title\":\"HQ\",\"places\":\"Here\",\"rows\":["
      "{\"id\":\"hq/web/[2001:db8::1]:443/tcp\",\"number\":\"HQ-01\",\"service\":\"web\","
      "\"host\":\"2001:db8::1\",\"port\":443,\"transport\":\"tcp\",\"protocol\":\"websocket\","
      "\"tls_name\":\"a.example\",\"ws_path\":\"/\",\"ws_subprotocol\":\"sip\",\"required\":true,"
      "\"capability\":\"web-client\",\"documented\":[\"2001:db8::1\"]},"
      "{\"id\":\"hq/web/b.example:20-30/udp\",\"number\":\"HQ-02\",\"service\":\"web\","
      "\"host\":\"b.example\",\"port\":20,\"port_last\":30,\"transport\":\"udp\","
      "\"protocol\":\"rtp\",\"required\":false,\"capability\":\"audio\",\"documented\":[]}]}]}";

static LcCatalog *
catalog_new (const char *json, gsize length, GError **error)
{
  /* A block of exactly this size lets the sanitizer see a read beyond it. */
  g_autoptr (GBytes) bytes = g_bytes_new (json, length);

  return lc_catalog_new_from_bytes (bytes, "test:", error);
}

static void
test_minimal (void)
{
  g_autoptr (GError) error = NULL;
  LcCatalog *catalog = catalog_new (minimal, strlen (minimal), &error);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, minimal, -1);
  const LcSite *site;
  const LcEndpoint *endpoint;

  g_assert_no_error (error);
  g_assert_cmpstr (lc_catalog_get_revision (catalog), ==, "r");
  g_assert_cmpstr (lc_catalog_get_dated (catalog), ==, "2024-02-29");
  g_assert_cmpstr (lc_catalog_get_source (catalog), ==, "test:");
  g_assert_cmpstr (lc_catalog_get_sha256 (catalog), ==, sha256);
  g_assert_cmpuint (lc_catalog_get_sites (catalog)->len, ==, 1);
  g_assert_null (lc_catalog_find_site (catalog, "h"));
  g_assert_null (lc_catalog_find_site (catalog, ""));

  site = lc_catalog_find_site (catalog, "HQ");
  g_assert_nonnull (site);
  g_assert_cmpstr (site->title, ==, "HQ");
  g_assert_cmpstr (site->places, ==, "Here");
  g_assert_cmpuint (site->endpoints->len, ==, 2);

  endpoint = g_ptr_array_index (site->endpoints, 0);
  g_assert_cmpstr (endpoint->title, ==, "Web");
  g_assert_cmpstr (endpoint->purpose, ==, "Pages");
  g_assert_cmpstr (endpoint->tls_name, ==, "a.example");
  g_assert_false (endpoint->tls_name_documented);
  g_assert_cmpstr (endpoint->ws_subprotocol, ==, "sip");
  g_assert_false (endpoint->legacy);
  g_assert_null (endpoint->note);
  g_assert_null (endpoint->private_authority);

  endpoint = g_ptr_array_index (site->endpoints, 1);
  g_assert_true (endpoint->udp);
  g_assert_cmpuint (endpoint->port, ==, 20);
  g_assert_cmpuint (endpoint->port_last, ==, 30);
  g_assert_null (endpoint->tls_name);
  g_assert_null (endpoint->ws_path);
  g_assert_cmpuint (g_strv_length (endpoint->documented), ==, 0);

  g_assert_finalize_object (catalog);
}

typedef struct
{
  const char *name;
  const char *old; /* stands in the minimal catalogue; its first occurrence is replaced */
  const char *replacement;
  const char *message; /* NULL: this one is right */
} EditCase;

#define SITE "$.sites[0]"
#define ROW SITE ".rows[0]"
#define ROW2 SITE ".rows[1]"

static const EditCase edit_cases[] = {
  /* The head. */
  { "format", "linecheck-catalog", "linecheck-report",
    "$.format: expected \"linecheck-catalog\", found \"linecheck-report\"" },
  { "format-absent", "\"format\":\"linecheck-catalog\",", "",
    "$.format: expected a string, found nothing" },
  { "version", "\"version\":1", "\"version\":2",
    "$.version: expected 1, the one version that this program knows, found 2" },
  { "version-string", "\"version\":1", "\"version\":\"1\"",
    "$.version: expected a whole number from 1 to 2147483647, found \"1\"" },
  { "revision", "\"revision\":\"r\"", "\"revision\":\"\"",
    "$.revision: expected a string that is not empty, found \"\"" },
  { "dated-no-leap-year", "2024-02-29", "2023-02-29",
    "$.dated: expected a date as YYYY-MM-DD, found \"2023-02-29\"" },
  { "dated-month", "2024-02-29", "2024-13-01",
    "$.dated: expected a date as YYYY-MM-DD, found \"2024-13-01\"" },
  { "dated-short", "2024-02-29", "2024-2-9",
    "$.dated: expected a date as YYYY-MM-DD, found \"2024-2-9\"" },
  { "dated-words", "2024-02-29", "20240229--",
    "$.dated: expected a date as YYYY-MM-DD, found \"20240229--\"" },
  { "services", "\"services\":{", "\"services\":[], \"s\":{",
    "$.services: expected an object, found an array of 0" },
  { "service-key", "{\"web\":{", "{\"Web\":{",
    "$.services.Web: expected a key of lower-case letters, digits and hyphens, found an object" },
  { "service-title", "\"title\":\"Web\"", "\"title\":7",
    "$.services.web.title: expected a string, found 7" },
  { "service-purpose", ",\"purpose\":\"Pages\"", "",
    "$.services.web.purpose: expected a string, found nothing" },
  { "duplicate-key", "\"revision\":\"r\"", "\"revision\":\"r\",\"revision\":\"s\"",
    "$.revision (line 1, column 68): expected every key once, found this one again" },

  /* A site. */
  { "sites-empty", "\"sites\":[", "\"sites\":[], \"s\":[",
    "$.sites: expected an array of 1 to 64, found an array of 0" },
  { "site", "\"sites\":[", "\"sites\":[null, ", SITE ": expected an object, found null" },
  { "site-id", "\"id\":\"hq\"", "\"id\":\"H q\"",
    SITE ".id: expected lower-case letters, digits and hyphens, found \"H q\"" },
  { "site-title", "\"title\":\"HQ\"", "\"title\":\"\\u001b[31m\"",
    SITE ".title: expected one line of printable characters, found \"\\u001b[31m\"" },
  { "site-places", "\"places\"", "\"place\"", SITE ".places: expected a string, found nothing" },
  { "rows-empty", "\"rows\":[", "\"rows\":[],\"r\":[",
    SITE ".rows: expected an array of 1 to 1000, found an array of 0" },
  { "rows-object", "\"rows\":[", "\"rows\":{},\"r\":[",
    SITE ".rows: expected an array of 1 to 1000, found an object" },
  { "row", "\"rows\":[", "\"rows\":[\"x\",", ROW ": expected an object, found \"x\"" },

  /* A row's identity. */
  { "id", "[2001:db8::1]:443/tcp", "2001:db8::1:443/tcp",
    ROW ".id: expected \"hq/web/[2001:db8::1]:443/tcp\", found \"hq/web/2001:db8::1:443/tcp\"" },
  { "id-range", "b.example:20-30/udp", "b.example:20/udp",
    ROW2 ".id: expected \"hq/web/b.example:20-30/udp\", found \"hq/web/b.example:20/udp\"" },
  { "number-site", "HQ-01", "US-01",
    ROW ".number: expected a number like \"US-07\", with the site's id, found \"US-01\"" },
  { "number-short", "HQ-01", "HQ-1",
    ROW ".number: expected a number like \"US-07\", with the site's id, found \"HQ-1\"" },
  { "number-long", "HQ-01", "HQ-00001",
    ROW ".number: expected a number like \"US-07\", with the site's id, found \"HQ-00001\"" },
  { "number-letter", "HQ-01", "HQ-0a",
    ROW ".number: expected a number like \"US-07\", with the site's id, found \"HQ-0a\"" },
  { "number-twice", "HQ-02", "HQ-01", ROW2 ".number: expected every number once, found \"HQ-01\"" },
  { "service-unknown", "\"service\":\"web\"", "\"service\":\"wob\"",
    ROW ".service: expected a key of $.services, found \"wob\"" },

  /* Where it leads. */
  { "host-absent", "\"host\":\"2001:db8::1\",", "", ROW ".host: expected a string, found nothing" },
  { "host-form", "\"host\":\"2001:db8::1\"", "\"host\":\"2001:DB8:0::1\"",
    ROW ".host: expected a host name, or an address in its usual form, found \"2001:DB8:0::1\"" },
  { "host-multicast", "\"host\":\"2001:db8::1\"", "\"host\":\"ff02::1\"",
    ROW ".host: expected a host name, or an address in its usual form, found \"ff02::1\"" },
  { "host-any", "\"host\":\"2001:db8::1\"", "\"host\":\"0.0.0.0\"",
    ROW ".host: expected a host name, or an address in its usual form, found \"0.0.0.0\"" },
  { "host-zone", "\"host\":\"2001:db8::1\"", "\"host\":\"fe80::1%lo\"",
    ROW ".host: expected a host name, or an address in its usual form, found \"fe80::1%lo\"" },
  { "host-bad-address", "\"host\":\"2001:db8::1\"", "\"host\":\"169.63.26.256\"",
    ROW ".host: expected a host name, or an address in its usual form, found \"169.63.26.256\"" },
  { "host-url", "\"host\":\"2001:db8::1\"", "\"host\":\"https://a.example\"",
    ROW
    ".host: expected a host name, or an address in its usual form, found \"https://a.example\"" },
  { "host-dot", "\"host\":\"2001:db8::1\"", "\"host\":\"a.example.\"",
    ROW ".host: expected a host name, or an address in its usual form, found \"a.example.\"" },
  { "host-hyphen", "\"host\":\"2001:db8::1\"", "\"host\":\"-a.example\"",
    ROW ".host: expected a host name, or an address in its usual form, found \"-a.example\"" },
  { "host-option", "\"host\":\"b.example\"", "\"host\":\"b_c.example\"",
    ROW2 ".host: expected a host name, or an address in its usual form, found \"b_c.example\"" },
  { "port-zero", "\"port\":443", "\"port\":0",
    ROW ".port: expected a whole number from 1 to 65535, found 0" },
  { "port-high", "\"port\":443", "\"port\":70000",
    ROW ".port: expected a whole number from 1 to 65535, found 70000" },
  { "port-real", "\"port\":443", "\"port\":443.0",
    ROW ".port: expected a whole number from 1 to 65535, found 443.0" },
  { "port-last-low", "\"port_last\":30", "\"port_last\":19",
    ROW2 ".port_last: expected a whole number from 20 to 65535, found 19" },
  { "port-last-tcp", "\"port\":443", "\"port\":443,\"port_last\":444",
    ROW ".port_last: expected a range with \"rtp\" only, found 444" },
  { "protocol", "\"protocol\":\"websocket\"", "\"protocol\":\"gopher\"",
    ROW ".protocol: expected \"https\", \"websocket\", \"sip\", \"imaps\", \"imap\", \"smtp\", "
        "\"stun\" or \"rtp\", found \"gopher\"" },
  { "transport-tcp", "\"transport\":\"tcp\"", "\"transport\":\"udp\"",
    ROW ".transport: expected \"tcp\", which \"websocket\" runs on, found \"udp\"" },
  { "transport-udp", "\"transport\":\"udp\"", "\"transport\":\"UDP\"",
    ROW2 ".transport: expected \"udp\", which \"rtp\" runs on, found \"UDP\"" },

  /* How it is spoken to. */
  { "tls-name-absent", "\"tls_name\":\"a.example\",", "",
    ROW ".tls_name: expected a string, found nothing" },
  { "tls-name-literal", "\"tls_name\":\"a.example\"", "\"tls_name\":\"192.0.2.1\"",
    ROW ".tls_name: expected a host name, found \"192.0.2.1\"" },
  { "tls-name-udp", "\"protocol\":\"rtp\"", "\"protocol\":\"rtp\",\"tls_name\":\"b.example\"",
    ROW2 ".tls_name: expected nothing with \"rtp\", found \"b.example\"" },
  { "tls-name-documented", "\"tls_name\":\"a.example\"",
    "\"tls_name\":\"a.example\",\"tls_name_documented\":1",
    ROW ".tls_name_documented: expected true or false, found 1" },
  { "tls-name-documented-udp", "\"protocol\":\"rtp\"",
    "\"protocol\":\"rtp\",\"tls_name_documented\":false",
    ROW2 ".tls_name_documented: expected nothing with \"rtp\", found false" },
  { "ws-path-absent", "\"ws_path\":\"/\",", "", ROW ".ws_path: expected a string, found nothing" },
  { "ws-path-relative", "\"ws_path\":\"/\"", "\"ws_path\":\"ws\"",
    ROW ".ws_path: expected a path that begins with \"/\", found \"ws\"" },
  { "ws-path-space", "\"ws_path\":\"/\"", "\"ws_path\":\"/a b\"",
    ROW ".ws_path: expected a path that begins with \"/\", found \"/a b\"" },
  { "ws-path-lines", "\"ws_path\":\"/\"", "\"ws_path\":\"/\\r\\nHost: x\"",
    ROW ".ws_path: expected one line of printable characters, found \"/\\u000d\\u000aHost: x\"" },
  { "ws-path-other", "\"websocket\"", "\"https\"",
    ROW ".ws_path: expected nothing with \"https\", found \"/\"" },
  { "ws-subprotocol", "\"ws_subprotocol\":\"sip\"", "\"ws_subprotocol\":\"sip, x\"",
    ROW ".ws_subprotocol: expected a subprotocol's name, found \"sip, x\"" },
  { "ws-subprotocol-other", "\"protocol\":\"rtp\"",
    "\"protocol\":\"rtp\",\"ws_subprotocol\":\"sip\"",
    ROW2 ".ws_subprotocol: expected nothing with \"rtp\", found \"sip\"" },

  /* What it means. */
  { "required", "\"required\":true", "\"required\":\"yes\"",
    ROW ".required: expected true or false, found \"yes\"" },
  { "required-absent", "\"required\":true,", "",
    ROW ".required: expected true or false, found nothing" },
  { "legacy", "\"required\":true", "\"required\":true,\"legacy\":0",
    ROW ".legacy: expected true or false, found 0" },
  { "may-change", "\"required\":true", "\"required\":true,\"may_change\":{}",
    ROW ".may_change: expected true or false, found an object" },
  { "capability", "\"capability\":\"audio\"", "\"capability\":\"video\"",
    ROW2 ".capability: expected \"sign-in\", \"calls\", \"audio\", \"voicemail\", \"web-content\" "
         "or \"web-client\", found \"video\"" },
  { "note", "\"required\":true", "\"required\":true,\"note\":\"\"",
    ROW ".note: expected a string that is not empty, found \"\"" },
  { "documented-absent", ",\"documented\":[]", "",
    ROW2 ".documented: expected an array of 0 to 16, found nothing" },
  { "documented-type", "\"documented\":[]", "\"documented\":[1]",
    ROW2 ".documented[0]: expected a string, found 1" },
  { "documented-name", "\"documented\":[]", "\"documented\":[\"192.0.2.1\",\"c.example\"]",
    ROW2 ".documented[1]: expected an address in its usual form, found \"c.example\"" },
  { "documented-twice", "\"documented\":[]", "\"documented\":[\"192.0.2.1\",\"192.0.2.1\"]",
    ROW2 ".documented[1]: expected every address once, found \"192.0.2.1\"" },
  { "documented-literal", "\"documented\":[\"2001:db8::1\"]", "\"documented\":[\"2001:db8::2\"]",
    ROW ".documented[0]: expected the row's host, which is an address, found \"2001:db8::2\"" },
  { "private-authority-type", "\"service\":\"web\"",
    "\"service\":\"web\",\"private_authority\":true",
    ROW ".private_authority: expected a string, found true" },
  { "private-authority-udp", "\"protocol\":\"rtp\"",
    "\"protocol\":\"rtp\",\"private_authority\":\"Own CA\"",
    ROW2 ".private_authority: expected nothing with \"rtp\", found \"Own CA\"" },
  { "documented-literal-absent", "\"documented\":[\"2001:db8::1\"]", "\"documented\":[]",
    ROW ".documented: expected the row's host, which is an address, found an array of 0" },

  /* What is right. */
  { "unknown-keys", "\"format\"", "\"later\":[{\"x\":1.5e9}],\"format\"", NULL },
  { "no-subprotocol", "\"ws_subprotocol\":\"sip\",", "", NULL },
  { "own-name", "\"tls_name\":\"a.example\"",
    "\"tls_name\":\"a.example\",\"tls_name_documented\":true", NULL },
  { "title", "\"service\":\"web\"", "\"service\":\"web\",\"title\":\"Own\",\"note\":\"Why — so\"",
    NULL },
  { "private-authority", "\"service\":\"web\"",
    "\"service\":\"web\",\"private_authority\":\"Own CA, 2024\"", NULL },
};

/* Returns: (transfer full): the minimal catalogue with one edit. */
static char *
apply_edit (const EditCase *test)
{
  const char *at = strstr (minimal, test->old);

  g_assert_nonnull (at);

  return g_strdup_printf ("%.*s%s%s", (int) (at - minimal), minimal, test->replacement,
                          at + strlen (test->old));
}

static void
test_edit (gconstpointer data)
{
  const EditCase *test = data;
  g_autofree char *json = apply_edit (test);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcCatalog) catalog = catalog_new (json, strlen (json), &error);

  if (test->message == NULL) {
    g_assert_no_error (error);
    g_assert_nonnull (catalog);
    return;
  }

  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, test->message);
  g_assert_true (error->domain == LC_CATALOG_ERROR);
  g_assert_cmpint (error->code, ==,
                   strstr (test->message, "(line ") != NULL ? LC_CATALOG_ERROR_SYNTAX
                                                            : LC_CATALOG_ERROR_INVALID);
  g_assert_null (catalog);
}

static void
test_site_twice (void)
{
  const char *site = strstr (minimal, "{\"id\":\"hq\"");
  g_autofree char *first = g_strndup (site, strlen (site) - strlen ("]}"));
  g_autofree char *json
      = g_strdup_printf ("%.*s%s,%s", (int) (site - minimal), minimal, first, site);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcCatalog) catalog = catalog_new (json, strlen (json), &error);

  g_assert_error (error, LC_CATALOG_ERROR, LC_CATALOG_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "$.sites[1].id: expected every site once, found \"hq\"");
  g_assert_null (catalog);
}

static void
test_row_twice (void)
{
  const char *row = strstr (minimal, "{\"id\":\"hq/web/b");
  g_autofree char *first = g_strndup (row, strlen (row) - strlen ("]}]}"));
  g_autofree char *json = g_strdup_printf ("%.*s%s,%s", (int) (row - minimal), minimal, first, row);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcCatalog) catalog = catalog_new (json, strlen (json), &error);

  g_assert_error (error, LC_CATALOG_ERROR, LC_CATALOG_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==,
                   "$.sites[0].rows[2].id: expected every id once, found "
                   "\"hq/web/b.example:20-30/udp\"");
  g_assert_null (catalog);
}

/* Far deeper than a recursive parser's stack would hold. */
static void
test_nesting (void)
{
  const gsize depth = 3 * 1024 * 1024;
  g_autofree char *json = g_strnfill (depth, '[');
  g_autoptr (GError) error = NULL;
  g_autoptr (LcCatalog) catalog = catalog_new (json, depth, &error);

  g_assert_error (error, LC_CATALOG_ERROR, LC_CATALOG_ERROR_SYNTAX);
  g_assert_true (g_str_has_suffix (error->message, "expected at most 8 levels, found another one"));
  g_assert_null (catalog);
}

static void
test_size (void)
{
  const gsize length = 4 * 1024 * 1024 + 1;
  g_autofree char *json = g_strnfill (length, ' ');
  g_autoptr (GError) error = NULL;
  g_autoptr (LcCatalog) too_long = NULL;
  g_autoptr (LcCatalog) longest = NULL;

  memcpy (json, minimal, strlen (minimal));
  too_long = catalog_new (json, length, &error);
  g_assert_error (error, LC_CATALOG_ERROR, LC_CATALOG_ERROR_SYNTAX);
  g_assert_cmpstr (error->message, ==,
                   "$ (line 1, column 1): expected at most 4194304 bytes, found more");
  g_assert_null (too_long);
  g_clear_error (&error);

  longest = catalog_new (json, length - 1, &error);
  g_assert_no_error (error);
  g_assert_nonnull (longest);
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) absent = g_file_new_for_path ("/nonexistent/catalog.json");
  g_autoptr (GFile) endless = g_file_new_for_path ("/dev/zero");
  g_autoptr (LcCatalog) catalog = NULL;
  int fd = g_file_open_tmp ("catalog-XXXXXX.json", &path, &error);

  g_assert_no_error (error);
  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, minimal, -1, &error));
  file = g_file_new_for_path (path);
  uri = g_file_get_uri (file);
  catalog = lc_catalog_new_from_file (file, &error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpstr (lc_catalog_get_source (catalog), ==, uri);

  g_assert_null (lc_catalog_new_from_file (absent, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_null (lc_catalog_new_from_file (endless, &error));
  g_assert_error (error, LC_CATALOG_ERROR, LC_CATALOG_ERROR_SYNTAX);
}

/* Whatever bytes a file has, it is read or refused with words; the sanitizers
 * watch. The seed is GTest's, which it prints. */
static void
test_mutations (void)
{
  static const char bytes[] = "{}[]\",:\\u0d8-+.eE19 \n\x80\xff/*tfn";
  const gsize length = strlen (minimal);

  for (guint round = 0; round < 3000; round++) {
    g_autofree char *json = g_memdup2 (minimal, length);
    g_autoptr (GError) error = NULL;
    g_autoptr (LcCatalog) catalog = NULL;
    gint32 edits = g_test_rand_int_range (1, 4);
    gsize used = length;

    for (gint32 i = 0; i < edits; i++)
      json[g_test_rand_int_range (0, (gint32) length)]
          = bytes[g_test_rand_int_range (0, sizeof bytes)];
    if (round % 4 == 0)
      used = (gsize) g_test_rand_int_range (0, (gint32) length);

    catalog = catalog_new (json, used, &error);
    g_assert_true ((catalog != NULL) == (error == NULL));
    if (error != NULL) {
      g_assert_true (error->domain == LC_CATALOG_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_prefix (error->message, "$"));
    }
  }
}

/* Where a catalogue is from stands in every report. */
static void
test_password (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (minimal, strlen (minimal));
  g_autoptr (LcCatalog) catalog
      = lc_catalog_new_from_bytes (bytes, "https://user:pass@a.example/b.json", NULL);

  g_assert_cmpstr (lc_catalog_get_source (catalog), ==, "https://a.example/b.json");
}

static void
test_protocols (void)
{
  LcProtocol protocol;

  for (int i = LC_PROTOCOL_HTTPS; i <= LC_PROTOCOL_RTP; i++) {
    g_assert_true (lc_protocol_from_string (lc_protocol_to_string ((LcProtocol) i), &protocol));
    g_assert_cmpint (protocol, ==, i);
    g_assert_cmpint (lc_protocol_is_udp (protocol), ==, i >= LC_PROTOCOL_STUN);
  }

  g_assert_false (lc_protocol_from_string ("HTTPS", &protocol));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (edit_cases); i++) {
    g_autofree char *path = g_strdup_printf ("/catalog/edit/%s", edit_cases[i].name);

    g_test_add_data_func (path, &edit_cases[i], test_edit);
  }
  g_test_add_func ("/catalog/minimal", test_minimal);
  g_test_add_func ("/catalog/site-twice", test_site_twice);
  g_test_add_func ("/catalog/row-twice", test_row_twice);
  g_test_add_func ("/catalog/nesting", test_nesting);
  g_test_add_func ("/catalog/size", test_size);
  g_test_add_func ("/catalog/file", test_file);
  g_test_add_func ("/catalog/mutations", test_mutations);
  g_test_add_func ("/catalog/password", test_password);
  g_test_add_func ("/catalog/protocols", test_protocols);

  return g_test_run ();
}
