/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "catalog/lc-catalog.h"

/* The source document's tables, row by row as they were read, with no help from
 * the bundled file. What stands in no table (ports 143 and 8089) is a rule
 * further down. */
typedef struct
{
  const char *site;
  const char *service;
  const char *ports;
  const char *host;
  const char *documented;
  gboolean may_change;
} TableRow;

static const TableRow table[] = {
  { "us", "adk", "TCP 8021", "dal12.moviuscorp.net", "169.63.26.228", FALSE },
  { "us", "adk", "TCP 8021", "sml.moviuscorp.net", "169.63.160.148, 169.63.26.228", FALSE },
  { "us", "adk", "TCP 8021", "us.moviuscorp.net", "169.63.160.148, 169.63.26.228", FALSE },
  { "us", "adk", "TCP 8021", "wdc06.moviuscorp.net", "169.63.160.148", FALSE },
  { "us", "adk", "TCP 8021", "wdcgc2.moviuscorp.net", "169.63.160.148", FALSE },
  { "us", "auth", "TCP 443", "169.63.160.148", "169.63.160.148", FALSE },
  { "us", "auth", "TCP 443", "169.63.26.228", "169.63.26.228", FALSE },
  { "us", "elk", "TCP 443", "insights.moviuscorp.net", "169.63.160.153", FALSE },
  { "us", "glb-address", "TCP 8021, TCP 443", "sml.moviuscorp.net", "169.63.160.148, 169.63.26.228",
    FALSE },
  { "us", "imap", "TCP 25, TCP 993", "169.63.160.148", "169.63.160.148", FALSE },
  { "us", "imap", "TCP 25, TCP 993", "169.63.26.228", "169.63.26.228", FALSE },
  { "us", "mldt", "TCP 443", "cdnakauamq11hbp9.cdn.appdomain.cloud", "23.7.99.89", TRUE },
  { "us", "mldt", "TCP 443", "workspace.movius.ai", "184.25.123.59", TRUE },
  { "us", "sip", "TCP 5061", "169.63.160.152", "169.63.160.152", FALSE },
  { "us", "sip", "TCP 5061", "169.63.26.232", "169.63.26.232", FALSE },
  { "us", "rtp", "UDP 1024-65535", "169.63.160.152", "169.63.160.152", FALSE },
  { "us", "rtp", "UDP 1024-65535", "169.63.26.232", "169.63.26.232", FALSE },
  { "us", "stun", "UDP 3478", "169.63.160.148", "169.63.160.148", FALSE },
  { "us", "stun", "UDP 3478", "169.63.26.228", "169.63.26.228", FALSE },
  { "us", "webclient-sip", "TCP 443", "webclient-wdc06.moviuscorp.net", "169.63.129.151", FALSE },
  { "us", "webclient-sip", "TCP 443", "webclient-dal12.moviuscorp.net", "169.63.26.230", FALSE },
  { "us", "webclient-sip", "TCP 443", "webclient-slab.moviuscorp.net", "169.46.89.188", FALSE },
  { "us", "webrtc-gateway", "TCP 443", "sml-webrtc.moviuscorp.net", "169.63.26.234, 169.63.160.154",
    FALSE },
  { "us", "webrtc-gateway", "TCP 443", "slab-webrtc.moviuscorp.net", "169.46.89.190", FALSE },
  { "uk", "adk", "TCP 8021", "uk3.moviuscorp.net", "169.50.222.162", FALSE },
  { "uk", "auth", "TCP 443", "169.50.222.162", "169.50.222.162", FALSE },
  { "uk", "elk", "TCP 443", "insights.moviuscorp.net", "169.63.160.153", FALSE },
  { "uk", "glb-address", "TCP 8021, TCP 443", "uk3.moviuscorp.net", "169.50.222.162", FALSE },
  { "uk", "imap", "TCP 25, TCP 993", "169.50.222.162", "169.50.222.162", FALSE },
  { "uk", "mldt", "TCP 443", "cdnakauamq11hbp9.cdn.appdomain.cloud", "23.7.99.89", TRUE },
  { "uk", "mldt", "TCP 443", "workspace.movius.ai", "184.25.123.59", TRUE },
  { "uk", "sip", "TCP 5061", "169.50.222.168", "169.50.222.168", FALSE },
  { "uk", "rtp", "UDP 1024-65535", "169.50.222.168", "169.50.222.168", FALSE },
  { "uk", "stun", "UDP 3478", "169.50.222.162", "169.50.222.162", FALSE },
  { "uk", "webclient-sip", "TCP 443", "webclient-uk3.moviuscorp.net", "169.50.222.172", FALSE },
  { "uk", "webrtc-gateway", "TCP 443", "lon02-webrtc.moviuscorp.net", "169.50.222.166", FALSE },
  { "sg", "adk", "TCP 8021", "sng01.moviuscorp.net", "161.202.2.132", FALSE },
  { "sg", "auth", "TCP 443", "161.202.2.132", "161.202.2.132", FALSE },
  { "sg", "elk", "TCP 443", "insights.moviuscorp.net", "169.63.160.153", FALSE },
  { "sg", "glb-address", "TCP 8021, TCP 443", "sng01.moviuscorp.net", "161.202.2.132", FALSE },
  { "sg", "imap", "TCP 25, TCP 993", "161.202.2.132", "161.202.2.132", FALSE },
  { "sg", "mldt", "TCP 443", "cdnakauamq11hbp9.cdn.appdomain.cloud", "23.7.99.89", TRUE },
  { "sg", "mldt", "TCP 443", "workspace.movius.ai", "184.25.123.59", TRUE },
  { "sg", "mldt", "TCP 443", "sg1.moviuscorp.net", "161.202.2.132", FALSE },
  { "sg", "sip", "TCP 5061", "161.202.2.137", "161.202.2.137", FALSE },
  { "sg", "rtp", "UDP 1024-65535", "161.202.2.137", "161.202.2.137", FALSE },
  { "sg", "stun", "UDP 3478", "161.202.2.132", "161.202.2.132", FALSE },
  { "sg", "webclient-sip", "TCP 443", "webclient-sng01.moviuscorp.net", "161.202.2.140", FALSE },
  { "sg", "webrtc-gateway", "TCP 443", "sng01-webrtc.moviuscorp.net", "161.202.2.141", FALSE },
};

/* What a service speaks on a port, and what a person needs it for. An imap host
 * has three rows for the table's two ports, a WebSocket host two for one. */
typedef struct
{
  const char *service;
  const char *ports; /* as the table prints them */
  guint16 port;
  guint16 port_last;
  LcProtocol protocol;
  const char *capability;
  gboolean required;
  gboolean legacy;
} PortRule;

static const PortRule rules[] = {
  { "adk", "TCP 8021", 8021, 8021, LC_PROTOCOL_HTTPS, "sign-in", TRUE, FALSE },
  { "auth", "TCP 443", 443, 443, LC_PROTOCOL_HTTPS, "sign-in", TRUE, FALSE },
  { "elk", "TCP 443", 443, 443, LC_PROTOCOL_HTTPS, "web-content", TRUE, FALSE },
  { "glb-address", "TCP 8021, TCP 443", 8021, 8021, LC_PROTOCOL_HTTPS, "sign-in", TRUE, FALSE },
  { "glb-address", "TCP 8021, TCP 443", 443, 443, LC_PROTOCOL_HTTPS, "sign-in", TRUE, FALSE },
  { "imap", "TCP 25, TCP 993", 993, 993, LC_PROTOCOL_IMAPS, "voicemail", TRUE, FALSE },
  { "imap", "TCP 25, TCP 993", 143, 143, LC_PROTOCOL_IMAP, "voicemail", FALSE, TRUE },
  { "imap", "TCP 25, TCP 993", 25, 25, LC_PROTOCOL_SMTP, "voicemail", FALSE, FALSE },
  { "mldt", "TCP 443", 443, 443, LC_PROTOCOL_HTTPS, "web-content", TRUE, FALSE },
  { "sip", "TCP 5061", 5061, 5061, LC_PROTOCOL_SIP, "calls", TRUE, FALSE },
  { "rtp", "UDP 1024-65535", 1024, 65535, LC_PROTOCOL_RTP, "audio", TRUE, FALSE },
  { "stun", "UDP 3478", 3478, 3478, LC_PROTOCOL_STUN, "audio", TRUE, FALSE },
  { "webclient-sip", "TCP 443", 443, 443, LC_PROTOCOL_WEBSOCKET, "web-client", TRUE, FALSE },
  { "webclient-sip", "TCP 443", 8089, 8089, LC_PROTOCOL_WEBSOCKET, "web-client", TRUE, FALSE },
  { "webrtc-gateway", "TCP 443", 443, 443, LC_PROTOCOL_WEBSOCKET, "web-client", TRUE, FALSE },
  { "webrtc-gateway", "TCP 443", 8089, 8089, LC_PROTOCOL_WEBSOCKET, "web-client", TRUE, FALSE },
};

/* An address carries no name for TLS, so each is lent one: a documented name of
 * the same address, or (the sip hosts) one of the same data centre. */
static const char *const lent_names[][2] = {
  { "169.63.160.148", "wdc06.moviuscorp.net" }, { "169.63.26.228", "dal12.moviuscorp.net" },
  { "169.63.160.152", "wdc06.moviuscorp.net" }, { "169.63.26.232", "dal12.moviuscorp.net" },
  { "169.50.222.162", "uk3.moviuscorp.net" },   { "169.50.222.168", "uk3.moviuscorp.net" },
  { "161.202.2.132", "sng01.moviuscorp.net" },  { "161.202.2.137", "sng01.moviuscorp.net" },
};

static const char *
find_lent_name (const char *host)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lent_names); i++) {
    if (g_str_equal (lent_names[i][0], host))
      return lent_names[i][1];
  }

  return NULL;
}

static void
assert_tls (const LcEndpoint *endpoint, const TableRow *row)
{
  gboolean is_literal = g_str_equal (row->host, row->documented);

  if (endpoint->udp) {
    g_assert_null (endpoint->tls_name);
    g_assert_false (endpoint->tls_name_documented);
    return;
  }

  g_assert_cmpstr (endpoint->tls_name, ==, is_literal ? find_lent_name (row->host) : row->host);
  g_assert_cmpint (endpoint->tls_name_documented, ==, !is_literal);
}

static void
assert_identity (const LcEndpoint *endpoint, const LcSite *site, guint index)
{
  g_autofree char *prefix = g_ascii_strup (site->id, -1);
  g_autofree char *number = g_strdup_printf ("%s-%02u", prefix, index + 1);
  g_autofree char *port = g_strdup_printf ("%u", endpoint->port);
  const char *ports = endpoint->protocol == LC_PROTOCOL_RTP ? "1024-65535" : port;
  g_autofree char *id = g_strdup_printf ("%s/%s/%s:%s/%s", site->id, endpoint->service,
                                         endpoint->host, ports, endpoint->udp ? "udp" : "tcp");

  g_assert_cmpstr (endpoint->id, ==, id);
  g_assert_cmpstr (endpoint->number, ==, number);
}

static void
assert_row (const LcEndpoint *endpoint, const TableRow *row, const PortRule *rule)
{
  g_autofree char *documented = g_strjoinv (", ", endpoint->documented);
  gboolean is_websocket = rule->protocol == LC_PROTOCOL_WEBSOCKET;

  g_assert_cmpstr (endpoint->service, ==, row->service);
  g_assert_cmpstr (endpoint->host, ==, row->host);
  g_assert_cmpstr (documented, ==, row->documented);
  g_assert_cmpint (endpoint->may_change, ==, row->may_change);
  g_assert_cmpuint (endpoint->port, ==, rule->port);
  g_assert_cmpuint (endpoint->port_last, ==, rule->port_last);
  g_assert_cmpint (endpoint->udp, ==, g_str_has_prefix (row->ports, "UDP"));
  g_assert_cmpint (endpoint->protocol, ==, rule->protocol);
  g_assert_cmpstr (endpoint->capability, ==, rule->capability);
  g_assert_cmpint (endpoint->required, ==, rule->required);
  g_assert_cmpint (endpoint->legacy, ==, rule->legacy);
  g_assert_cmpstr (endpoint->ws_path, ==, is_websocket ? "/" : NULL);
  g_assert_cmpstr (endpoint->ws_subprotocol, ==, is_websocket ? "sip" : NULL);
  assert_tls (endpoint, row);

  g_assert_cmpstr (endpoint->title, !=, "");
  g_assert_cmpstr (endpoint->purpose, !=, "");
  /* Whoever reads that it is not required is told why. */
  if (!endpoint->required)
    g_assert_nonnull (endpoint->note);
}

/* Holds the rows that one row of the table stands for against the site's next
 * ones. Returns: how many these are. */
static guint
assert_table_row (const LcSite *site, guint first, const TableRow *row)
{
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    if (g_str_equal (rules[i].service, row->service) && g_str_equal (rules[i].ports, row->ports)) {
      const LcEndpoint *endpoint;

      g_assert_cmpuint (first + n, <, site->endpoints->len);
      endpoint = g_ptr_array_index (site->endpoints, first + n);
      assert_row (endpoint, row, &rules[i]);
      assert_identity (endpoint, site, first + n);
      n++;
    }
  }

  return n;
}

static void
test_site (gconstpointer data)
{
  const char *id = data;
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();
  const LcSite *site = lc_catalog_find_site (catalog, id);
  guint n_rows = 0;

  g_assert_nonnull (site);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    if (g_str_equal (table[i].site, id)) {
      guint n = assert_table_row (site, n_rows, &table[i]);

      g_assert_cmpuint (n, >, 0);
      n_rows += n;
    }
  }

  g_assert_cmpuint (n_rows, ==, site->endpoints->len);
}

static guint
count_rows (const LcSite *site, guint16 port)
{
  guint n = 0;

  for (guint i = 0; i < site->endpoints->len; i++) {
    const LcEndpoint *endpoint = g_ptr_array_index (site->endpoints, i);

    n += port == 0 || endpoint->port == port;
  }

  return n;
}

/* Counted by hand: a mistake in the table above would show here. */
static void
test_counts (void)
{
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();
  const LcSite *us = lc_catalog_find_site (catalog, "us");
  const LcSite *uk = lc_catalog_find_site (catalog, "uk");
  const LcSite *sg = lc_catalog_find_site (catalog, "sg");

  g_assert_cmpuint (lc_catalog_get_sites (catalog)->len, ==, 3);
  g_assert_true (g_ptr_array_index (lc_catalog_get_sites (catalog), 0) == us);
  g_assert_true (g_ptr_array_index (lc_catalog_get_sites (catalog), 1) == uk);
  g_assert_true (g_ptr_array_index (lc_catalog_get_sites (catalog), 2) == sg);
  g_assert_cmpuint (count_rows (us, 0), ==, 34);
  g_assert_cmpuint (count_rows (uk, 0), ==, 17);
  g_assert_cmpuint (count_rows (sg, 0), ==, 18);
  g_assert_cmpuint (count_rows (us, 8021), ==, 6);
  g_assert_cmpuint (count_rows (us, 8089), ==, 5);
  g_assert_cmpuint (count_rows (us, 143), ==, 2);
  g_assert_cmpuint (count_rows (uk, 25), ==, 1);
  g_assert_cmpuint (count_rows (sg, 443), ==, 8);
}

static void
test_head (void)
{
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();

  g_assert_cmpstr (lc_catalog_get_source (catalog), ==, "builtin");
  g_assert_cmpstr (lc_catalog_get_revision (catalog), !=, "");
  g_assert_cmpuint (strlen (lc_catalog_get_sha256 (catalog)), ==, 64);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/builtin-catalog/us", "us", test_site);
  g_test_add_data_func ("/builtin-catalog/uk", "uk", test_site);
  g_test_add_data_func ("/builtin-catalog/sg", "sg", test_site);
  g_test_add_func ("/builtin-catalog/counts", test_counts);
  g_test_add_func ("/builtin-catalog/head", test_head);

  return g_test_run ();
}
