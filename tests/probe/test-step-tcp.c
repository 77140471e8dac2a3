/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "probe-fixture.h"

static const LoopbackAct greeting[] = { SAY ("* PREAUTH hello\r\n"), { 0 } };

static LcAttempt *
try_port (const char *address, guint16 port, guint timeout_ms)
{
  LcProbeContext *context = fixture_context_new (timeout_ms);
  LcRow *row = fixture_row_new (LC_PROTOCOL_IMAP, port);
  LcAttempt *attempt = fixture_run (context, row, address, NULL);

  fixture_assert_gone (row);
  fixture_assert_gone (context);
  return attempt;
}

static LcStep *
assert_only_step (LcAttempt *attempt, LcStatus status, LcCode code)
{
  LcStep *step = attempt->steps->pdata[0];

  g_assert_cmpuint (attempt->steps->len, ==, 1);
  g_assert_cmpint (step->phase, ==, LC_PHASE_TCP);
  g_assert_cmpstr (lc_code_to_string (step->code), ==, lc_code_to_string (code));
  g_assert_cmpint (step->status, ==, status);
  g_assert_cmpint (attempt->code, ==, code);
  g_assert_cmpint (attempt->status, ==, status);
  return step;
}

static void
check_open (const char *address, const char *local_glob)
{
  g_autoptr (LoopbackServer) server = loopback_server_new_at (greeting, address, 0);
  g_autoptr (LcAttempt) attempt = NULL;
  LcStep *step;

  if (server == NULL) {
    g_test_skip ("no such address on this computer");
    return;
  }
  attempt = try_port (address, loopback_server_get_port (server), PATIENT_MS);
  step = attempt->steps->pdata[0];
  g_assert_cmpint (attempt->status, ==, LC_STATUS_PASS);
  g_assert_cmpint (attempt->code, ==, LC_CODE_OK);
  g_assert_cmpint (step->phase, ==, LC_PHASE_TCP);
  g_assert_cmpint (step->code, ==, LC_CODE_OK);
  g_assert_cmpint (step->us, >, 0);
  /* The kernel's own figure, not what the main loop took to see it. */
  g_assert_cmpint (attempt->latency_us, >, 0);
  g_assert_cmpint (attempt->latency_us, <, G_USEC_PER_SEC);
  g_assert_false (attempt->local_drop);
  g_assert_null (attempt->icmp);
  g_assert_null (attempt->tls);
  fixture_assert_matches (local_glob, attempt->local);
}

static void
test_open (void)
{
  check_open (LOOPBACK, LOOPBACK ":*");
}

static void
test_open_ipv6 (void)
{
  check_open ("::1", "[::1]:*");
}

static void
check_refused (const char *address)
{
  guint16 port = loopback_closed_port (G_SOCKET_TYPE_STREAM);
  g_autoptr (LcAttempt) attempt = try_port (address, port, PATIENT_MS);
  LcStep *step = assert_only_step (attempt, LC_STATUS_FAIL, LC_CODE_TCP_REFUSED);

  fixture_assert_matches ("*refused (TCP reset) after * ms.", step->detail);
  g_assert_cmpint (attempt->latency_us, ==, LC_US_NONE);
  g_assert_cmpint (step->us, >=, 0);
  g_assert_null (attempt->icmp);
}

static void
test_refused (void)
{
  check_refused (LOOPBACK);
}

static void
test_refused_elsewhere (void)
{
  check_refused ("127.9.9.9");
}

/* No packet leaves for it: the kernel itself says no (tcp_v4_connect()). */
static void
test_unreachable (void)
{
  g_autoptr (LcAttempt) attempt = try_port ("127.255.255.255", 9, PATIENT_MS);

  assert_only_step (attempt, LC_STATUS_FAIL, LC_CODE_TCP_NETWORK_UNREACHABLE);
}

typedef struct
{
  GSocket *listener;
  GPtrArray *clients; /* (element-type GSocket) */
} FullServer;

/* A server that takes no more: SYNs are dropped while its queue is full. */
static FullServer
full_server_new (void)
{
  FullServer server = { .clients = g_ptr_array_new_with_free_func (g_object_unref) };
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (LOOPBACK, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  server.listener
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_assert_true (g_socket_bind (server.listener, address, FALSE, NULL));
  g_socket_set_listen_backlog (server.listener, 0);
  g_assert_true (g_socket_listen (server.listener, NULL));
  bound = g_socket_get_local_address (server.listener, NULL);
  for (guint i = 0; i < 3; i++) {
    GSocket *client
        = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

    g_socket_set_blocking (client, FALSE);
    g_socket_connect (client, bound, NULL, NULL);
    g_ptr_array_add (server.clients, client);
  }
  return server;
}

static void
full_server_clear (FullServer *server)
{
  g_ptr_array_unref (server->clients);
  g_object_unref (server->listener);
}

static void
test_timeout (void)
{
  FullServer server = full_server_new ();
  g_autoptr (GSocketAddress) bound = g_socket_get_local_address (server.listener, NULL);
  guint16 port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  guint files = fixture_count_files ();
  g_autoptr (LcAttempt) attempt = try_port (LOOPBACK, port, SHORT_MS);
  LcStep *step = assert_only_step (attempt, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT);

  g_assert_cmpstr (step->detail, ==, lc_code_get_label (LC_CODE_TCP_TIMEOUT));
  g_assert_cmpint (step->us, >=, (SHORT_MS - 5) * 1000);
  g_assert_cmpint (attempt->latency_us, ==, LC_US_NONE);
  g_assert_false (attempt->local_drop);
  fixture_assert_files (files);
  full_server_clear (&server);
}

/* How the address was found is the first step of an attempt on a name. */
static void
dns_ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  LcAttempt **attempt = user_data;

  *attempt = lc_run_finish (result);
}

static void
test_after_dns (void)
{
  g_autoptr (LcProbeContext) context = fixture_context_new (PATIENT_MS);
  g_autoptr (LcRow) row
      = fixture_row_new (LC_PROTOCOL_IMAP, loopback_closed_port (G_SOCKET_TYPE_STREAM));
  g_autoptr (LcDns) dns = lc_dns_new ();
  g_autoptr (LcAttempt) attempt = NULL;
  LcStep *step;

  dns->code = LC_CODE_OK;
  dns->status = LC_STATUS_PASS;
  dns->us = 4711;
  lc_run_async (context, row, LOOPBACK, NULL, dns, NULL, dns_ended_cb, &attempt);
  while (attempt == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (attempt->steps->len, ==, 2);
  step = attempt->steps->pdata[0];
  g_assert_cmpint (step->phase, ==, LC_PHASE_DNS);
  g_assert_cmpint (step->status, ==, LC_STATUS_PASS);
  g_assert_cmpint (step->us, ==, 4711);
  g_assert_cmpint (((LcStep *) attempt->steps->pdata[1])->code, ==, LC_CODE_TCP_REFUSED);
}

/* What the row does just now is told to whoever looks on. */
static void
test_activity (void)
{
  g_autoptr (LoopbackServer) server = loopback_server_new (greeting);
  g_autoptr (LcProbeContext) context = fixture_context_new (PATIENT_MS);
  g_autoptr (LcRow) row = fixture_row_new (LC_PROTOCOL_IMAP, loopback_server_get_port (server));
  g_autoptr (LcAttempt) attempt G_GNUC_UNUSED = fixture_run (context, row, NULL, NULL);

  g_assert_cmpstr (lc_row_get_activity (row), ==,
                   "Waiting for the mail server’s greeting from " LOOPBACK);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tcp/open", test_open);
  g_test_add_func ("/tcp/open-ipv6", test_open_ipv6);
  g_test_add_func ("/tcp/refused", test_refused);
  g_test_add_func ("/tcp/refused-elsewhere", test_refused_elsewhere);
  g_test_add_func ("/tcp/unreachable", test_unreachable);
  g_test_add_func ("/tcp/timeout", test_timeout);
  g_test_add_func ("/tcp/after-dns", test_after_dns);
  g_test_add_func ("/tcp/activity", test_activity);
  return g_test_run ();
}
