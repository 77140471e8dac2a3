/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-channel.h"
#include "probe-fixture.h"

typedef struct
{
  LcTlsContext *context; /* (owned) (nullable) until it is loaded */
  GThread *thread;       /* that the callback came in */
  guint callbacks;
} Load;

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;

  g_assert_null (object);
  load->context = lc_tls_context_load_finish (result);
  load->thread = g_thread_self ();
  load->callbacks++;
}

static void
load_wait (Load *load, GMainContext *context)
{
  while (load->callbacks == 0)
    g_main_context_iteration (context, TRUE);
}

static void
load_clear (Load *load)
{
  g_assert_cmpuint (load->callbacks, ==, 1);
  g_assert_true (load->thread == g_thread_self ());
  g_assert_nonnull (load->context);
  lc_tls_context_unref (load->context);
}

static void
shook_hands_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  lc_channel_handshake_finish (LC_CHANNEL (object), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static LcChannel *
connect_to (LoopbackServer *server)
{
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string (LOOPBACK, loopback_server_get_port (server));
  g_autoptr (GError) error = NULL;

  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  return lc_channel_new (socket);
}

/* It holds this computer's authorities, and the test's is none of them. */
static void
test_load (void)
{
  static const LoopbackAct script[] = { TLS (GOOD), {} };
  g_autoptr (LoopbackServer) server = loopback_server_new (script);
  g_autoptr (LcChannel) channel = connect_to (server);
  Load load = {};
  gboolean done = FALSE;

  lc_tls_context_load_async (loaded_cb, &load);
  g_assert_cmpuint (load.callbacks, ==, 0);
  load_wait (&load, NULL);
  lc_channel_handshake_async (channel, load.context, LOOPBACK_NAME, NULL, NULL, shook_hands_cb,
                              &done);
  fixture_wait_for (&done);
  g_assert_cmpint (lc_channel_get_tls_facts (channel)->verify, ==, LC_VERIFY_UNTRUSTED);
  load_clear (&load);
}

static void
test_two_at_once (void)
{
  Load first = {};
  Load second = {};

  lc_tls_context_load_async (loaded_cb, &first);
  lc_tls_context_load_async (loaded_cb, &second);
  load_wait (&first, NULL);
  load_wait (&second, NULL);
  g_assert_true (first.context != second.context);
  load_clear (&first);
  load_clear (&second);
}

/* The callback comes where it was asked for. */
static void
test_own_context (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Load load = {};

  g_main_context_push_thread_default (context);
  lc_tls_context_load_async (loaded_cb, &load);
  g_main_context_pop_thread_default (context);
  while (g_main_context_iteration (NULL, FALSE))
    g_assert_cmpuint (load.callbacks, ==, 0);
  load_wait (&load, context);
  load_clear (&load);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls-context/load", test_load);
  g_test_add_func ("/tls-context/two-at-once", test_two_at_once);
  g_test_add_func ("/tls-context/own-context", test_own_context);
  return g_test_run ();
}
