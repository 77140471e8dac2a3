/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check-fixture.h"

#include <glib/gstdio.h>

/* Of the hosts file. */
static const char *const names[] = { "one.test", "two.test", "three.test", "four.test" };

#define AUTHORITIES "ssl/certs/ca-certificates.crt"
#define MAX_POLLED 512

static void
write_hosts (void)
{
  g_autoptr (GString) hosts = g_string_new (LOOPBACK " " LOOPBACK_NAME "\n");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_append_printf (hosts, "127.0.0.%u %s\n", i + 1, names[i]);
  private_network_write_etc ("hosts", hosts->str);
}

void
check_fixture_init (int *argc, char ***argv)
{
  static const char *const proxies[]
      = { "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY" };

  private_network_enter (*argv);
  for (gsize i = 0; i < G_N_ELEMENTS (proxies); i++)
    g_unsetenv (proxies[i]);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  /* GLib's own monitor runs timers of its own. */
  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  g_test_init (argc, argv, NULL);
  private_network_write_etc ("resolv.conf", "nameserver 127.0.0.1\n");
  write_hosts ();
  check_fixture_trust (TRUE);
}

void
check_fixture_trust (gboolean trusted)
{
  g_autofree char *path = loopback_authority_save ();
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &pem, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  if (trusted)
    private_network_write_etc (AUTHORITIES, pem);
  else
    g_unlink ("/etc/" AUTHORITIES);
}

char *
check_fixture_get_id (const CheckRow *row)
{
  const char *transport = lc_protocol_is_udp (row->protocol) ? "udp" : "tcp";

  if (row->protocol == LC_PROTOCOL_RTP)
    return g_strdup_printf ("xx/test/%s:%u-65535/%s", row->host, row->port, transport);
  return g_strdup_printf ("xx/test/%s:%u/%s", row->host, row->port, transport);
}

/* An address, or where the hosts file leads. */
static char *
get_address (const char *host)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], host))
      return g_strdup_printf ("127.0.0.%u", i + 1);
  return g_strdup (g_hostname_is_ip_address (host) ? host : LOOPBACK);
}

static void
append_row (GString *json, guint index, const CheckRow *row)
{
  gboolean udp = lc_protocol_is_udp (row->protocol);
  g_autofree char *id = check_fixture_get_id (row);
  g_autofree char *address = get_address (row->host);

  g_string_append_printf (
      json,
      "%s{ \"id\": \"%s\", \"number\": \"XX-%02u\", \"service\": \"test\", \"host\": \"%s\", "
      "\"port\": %u, %s \"transport\": \"%s\", \"protocol\": \"%s\", \"required\": true, "
      "\"capability\": \"calls\", \"documented\": [\"%s\"]",
      index > 0 ? ", " : "", id, index + 1, row->host, row->port,
      row->protocol == LC_PROTOCOL_RTP ? "\"port_last\": 65535," : "", udp ? "udp" : "tcp",
      lc_protocol_to_string (row->protocol), address);
  if (!udp)
    g_string_append_printf (json, ", \"tls_name\": \"%s\"",
                            g_hostname_is_ip_address (row->host) ? LOOPBACK_NAME : row->host);
  if (!udp && g_hostname_is_ip_address (row->host))
    g_string_append (json, ", \"tls_name_documented\": false");
  if (row->protocol == LC_PROTOCOL_WEBSOCKET)
    g_string_append (json, ", \"ws_path\": \"/\", \"ws_subprotocol\": \"sip\"");
  g_string_append (json, " }");
}

static LcCatalog *
catalog_new (const CheckRow *rows, gsize count)
{
  g_autoptr (GString) json = g_string_new (
      "{ \"format\": \"linecheck-catalog\", \"version\": 1, \"revision\": \"test\", "
      "\"dated\": \"2026-11-22\", \"services\": { \"test\": { \"title\": \"Test\", "
      "\"purpose\": \"Tests\" } }, \"sites\": [ { \"id\": \"xx\", \"title\": \"Test site\", "
      "\"places\": \"Here\", \"rows\": [");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  LcCatalog *catalog;

  for (gsize i = 0; i < count; i++)
    append_row (json, i, &rows[i]);
  g_string_append (json, "] } ] }");
  bytes = g_bytes_new (json->str, json->len);
  catalog = lc_catalog_new_from_bytes (bytes, "test", &error);
  g_assert_no_error (error);
  return catalog;
}

LcCheck *
check_fixture_new (const CheckRow *rows, gsize count, const LcCheckOptions *options)
{
  g_autoptr (LcCatalog) catalog = catalog_new (rows, count);

  return lc_check_new (catalog, lc_catalog_find_site (catalog, "xx"), options);
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CheckRun *run = user_data;

  run->callbacks++;
  g_assert_cmpuint (run->callbacks, ==, 1);
  run->result = lc_check_run_finish (LC_CHECK (object), result, &run->error);
}

void
check_run_begin (CheckRun *run, LcCheck *check)
{
  run->check = check;
  run->report = g_object_ref (lc_check_get_report (check));
  if (run->cancellable == NULL)
    run->cancellable = g_cancellable_new ();
  lc_check_run_async (check, run->cancellable, ended_cb, run);
  g_assert_cmpuint (run->callbacks, ==, 0);
}

void
check_run_finish (CheckRun *run)
{
  while (run->callbacks == 0)
    g_main_context_iteration (NULL, TRUE);
  /* Nothing is left for a late cancel to reach. */
  g_cancellable_cancel (run->cancellable);
  fixture_assert_gone (g_steal_pointer (&run->check));
  fixture_assert_gone (g_steal_pointer (&run->cancellable));
  g_assert_cmpuint (run->callbacks, ==, 1);
  g_assert_cmpint (run->result, ==, run->error == NULL);
  g_assert_null (lc_report_get_activity (run->report));
  g_assert_cmpuint (lc_report_get_progress (run->report), ==, lc_report_get_n_rows (run->report));
}

void
check_run_clear (CheckRun *run)
{
  fixture_assert_gone (g_steal_pointer (&run->report));
  g_clear_error (&run->error);
}

void
check_run_all (CheckRun *run, LcCheck *check)
{
  check_run_begin (run, check);
  check_run_finish (run);
  g_assert_no_error (run->error);
  g_assert_true (lc_report_get_complete (run->report));
}

int
check_fixture_count_sources (void)
{
  GMainContext *context = g_main_context_default ();
  GPollFD polled[MAX_POLLED];
  int priority = 0;
  int timeout = -1;
  int count;

  fixture_settle ();
  g_assert_true (g_main_context_acquire (context));
  g_main_context_prepare (context, &priority);
  count = g_main_context_query (context, G_MAXINT, &timeout, polled, MAX_POLLED);
  g_main_context_release (context);
  return timeout >= 0 ? -1 : count;
}
