/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "channel-fixture.h"
#include "loopback-server.h"
#include "net/lc-channel.h"

#define BIG (1024 * 1024)

static char *
make_big (void)
{
  char *big = g_malloc (BIG);

  for (gsize i = 0; i < BIG; i++)
    big[i] = (char) ('a' + (i * 7 + i / 1000) % 26);
  return big;
}

static void
assert_bytes (ChannelOp *op, const char *text)
{
  g_assert_no_error (op->error);
  g_assert_nonnull (op->bytes);
  g_assert_cmpmem (g_bytes_get_data (op->bytes, NULL), g_bytes_get_size (op->bytes), text,
                   strlen (text));
}

/* Without TLS */

static void
test_read (void)
{
  ChannelPair pair;
  ChannelOp op = { 0 };

  channel_pair_init (&pair);
  channel_begin_read (pair.channel, 3, NULL, &op);
  channel_settle ();
  g_assert_cmpuint (op.callbacks, ==, 0);
  channel_peer_write (pair.peer, "hello");
  channel_wait (&op);
  assert_bytes (&op, "hel");
  channel_begin_read (pair.channel, 100, NULL, &op);
  channel_wait (&op);
  assert_bytes (&op, "lo");
  g_socket_close (pair.peer, NULL);
  for (guint i = 0; i < 2; i++) {
    channel_begin_read (pair.channel, 100, NULL, &op);
    channel_wait (&op);
    assert_bytes (&op, "");
  }
  channel_op_clear (&op);
  channel_pair_clear (&pair);
}

/* Each side may end its own stream and go on with the other's. */
static void
test_half_close (void)
{
  ChannelPair pair;
  ChannelOp op = { 0 };
  g_autoptr (GString) came = NULL;
  char byte;

  channel_pair_init (&pair);
  g_socket_shutdown (pair.peer, FALSE, TRUE, NULL);
  channel_begin_read (pair.channel, 100, NULL, &op);
  channel_wait (&op);
  assert_bytes (&op, "");
  channel_begin_write (pair.channel, "still here", 10, NULL, &op);
  channel_wait (&op);
  g_assert_no_error (op.error);
  lc_channel_shutdown_write (pair.channel);
  lc_channel_shutdown_write (pair.channel);
  came = channel_peer_read (pair.peer, 10);
  g_assert_cmpstr (came->str, ==, "still here");
  g_assert_cmpint (g_socket_receive (pair.peer, &byte, 1, NULL, NULL), ==, 0);
  channel_op_clear (&op);
  channel_pair_clear (&pair);
}

static void
test_own_half_close (void)
{
  ChannelPair pair;
  ChannelOp op = { 0 };

  channel_pair_init (&pair);
  lc_channel_shutdown_write (pair.channel);
  channel_peer_write (pair.peer, "answer");
  channel_begin_read (pair.channel, 100, NULL, &op);
  channel_wait (&op);
  assert_bytes (&op, "answer");
  channel_op_clear (&op);
  channel_pair_clear (&pair);
}

/* More than the socket takes at once, while a read waits, too. */
static void
test_big_write (void)
{
  g_autofree char *big = make_big ();
  ChannelPair pair;
  ChannelOp reading = { 0 };
  ChannelOp writing = { 0 };
  g_autoptr (GString) came = NULL;

  channel_pair_init (&pair);
  channel_begin_read (pair.channel, 100, NULL, &reading);
  channel_begin_write (pair.channel, big, BIG, NULL, &writing);
  channel_settle ();
  g_assert_cmpuint (writing.callbacks, ==, 0);
  channel_peer_write (pair.peer, "meanwhile");
  channel_wait (&reading);
  assert_bytes (&reading, "meanwhile");
  g_assert_cmpuint (writing.callbacks, ==, 0);
  came = channel_peer_read (pair.peer, BIG);
  channel_wait (&writing);
  g_assert_no_error (writing.error);
  g_assert_cmpmem (came->str, came->len, big, BIG);
  channel_op_clear (&reading);
  channel_op_clear (&writing);
  channel_pair_clear (&pair);
}

static void
test_nothing_to_write (void)
{
  ChannelPair pair;
  ChannelOp op = { 0 };

  channel_pair_init (&pair);
  channel_begin_write (pair.channel, "", 0, NULL, &op);
  channel_wait (&op);
  g_assert_no_error (op.error);
  channel_op_clear (&op);
  channel_pair_clear (&pair);
}

static void
test_gone (void)
{
  g_autofree char *big = make_big ();
  ChannelPair pair;
  ChannelOp op = { 0 };

  channel_pair_init (&pair);
  channel_begin_write (pair.channel, big, BIG, NULL, &op);
  channel_settle ();
  g_socket_close (pair.peer, NULL);
  channel_wait (&op);
  g_assert_error (op.error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  channel_op_clear (&op);
  channel_pair_clear (&pair);
}

static void
test_cancel (void)
{
  g_autofree char *big = make_big ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  ChannelPair pair;
  ChannelOp reading = { 0 };
  ChannelOp writing = { 0 };

  channel_pair_init (&pair);
  for (guint i = 0; i < 2; i++) {
    channel_begin_read (pair.channel, 100, cancellable, &reading);
    channel_begin_write (pair.channel, big, BIG, cancellable, &writing);
    channel_settle ();
    g_cancellable_cancel (cancellable);
    channel_wait (&reading);
    channel_wait (&writing);
    g_assert_error (reading.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_error (writing.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
  /* Without that cancellable it goes on. */
  channel_peer_write (pair.peer, "hello");
  channel_begin_read (pair.channel, 100, NULL, &reading);
  channel_wait (&reading);
  assert_bytes (&reading, "hello");
  channel_op_clear (&reading);
  channel_op_clear (&writing);
  channel_pair_clear (&pair);
}

/* Closed under operations that wait. */
static void
test_close (void)
{
  g_autofree char *big = make_big ();
  ChannelPair pair;
  ChannelOp reading = { 0 };
  ChannelOp writing = { 0 };

  channel_pair_init (&pair);
  channel_begin_read (pair.channel, 100, NULL, &reading);
  channel_begin_write (pair.channel, big, BIG, NULL, &writing);
  channel_settle ();
  lc_channel_close (pair.channel);
  lc_channel_close (pair.channel);
  lc_channel_shutdown_write (pair.channel);
  channel_wait (&reading);
  channel_wait (&writing);
  g_assert_error (reading.error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_error (writing.error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  channel_begin_read (pair.channel, 100, NULL, &reading);
  channel_wait (&reading);
  g_assert_error (reading.error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  channel_op_clear (&reading);
  channel_op_clear (&writing);
  channel_pair_clear (&pair);
}

/* With TLS */

typedef struct
{
  LoopbackServer *server;
  LcChannel *channel;
  LcTlsContext *context;
  ChannelOp op;
} Tls;

static void
open_tls (Tls *tls, const LoopbackAct *script)
{
  g_autoptr (GSocket) socket = NULL;

  *tls = (Tls){ .server = loopback_server_new (script), .context = loopback_tls_context_new () };
  socket = channel_connect_to (loopback_server_get_port (tls->server));
  tls->channel = lc_channel_new (socket);
}

static void
shake (Tls *tls)
{
  channel_begin_handshake (tls->channel, tls->context, NULL, &tls->op);
  channel_wait (&tls->op);
  g_assert_no_error (tls->op.error);
}

static void
close_tls (Tls *tls)
{
  channel_settle ();
  channel_op_clear (&tls->op);
  g_assert_finalize_object (tls->channel);
  loopback_server_free (tls->server);
  lc_tls_context_unref (tls->context);
}

static void
test_facts (void)
{
  static const LoopbackAct script[] = { TLS (GOOD), { 0 } };
  const LcTlsFacts *facts;
  Tls tls;

  open_tls (&tls, script);
  g_assert_null (lc_channel_get_tls_facts (tls.channel));
  shake (&tls);
  facts = lc_channel_get_tls_facts (tls.channel);
  g_assert_cmpstr (facts->version, ==, "TLS 1.3");
  g_assert_cmpint (facts->verify, ==, LC_VERIFY_OK);
  g_assert_cmpuint (facts->chain->len, >, 0);
  g_assert_cmpuint (lc_channel_get_handshake_bytes (tls.channel), >, 500);
  while (*loopback_server_get_name (tls.server) == '\0')
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (loopback_server_get_name (tls.server), ==, LOOPBACK_NAME);
  close_tls (&tls);
}

/* A record is read in pieces of whatever size, and many records as one stream; with
 * tickets in between, as TLS 1.3 sends them. */
static void
check_stream (const LoopbackAct *script, gsize max, gsize length)
{
  g_autoptr (GString) came = NULL;
  Tls tls;

  open_tls (&tls, script);
  shake (&tls);
  came = channel_read_all (tls.channel, max);
  g_assert_cmpuint (came->len, ==, length);
  for (gsize i = 0; i < came->len; i++)
    g_assert_cmpint (came->str[i], ==, "0123456789"[i % 10]);
  close_tls (&tls);
}

static void
test_stream (void)
{
  static const LoopbackAct closed[]
      = { TLS (GOOD), SAY ("0123456789"), SAY_OFTEN ("0123456789", 5000), CLOSE, { 0 } };
  static const LoopbackAct cut[]
      = { TLS (GOOD), SAY ("0123456789"), SAY_OFTEN ("0123456789", 5000), CUT, { 0 } };
  static const LoopbackAct older[] = { TLS12 (GOOD), SAY ("0123456789"), CUT, { 0 } };

  check_stream (closed, 3, 50010);
  check_stream (closed, 100000, 50010);
  /* A stream that ends without close_notify ends all the same. */
  check_stream (cut, 16384, 50010);
  check_stream (older, 7, 10);
}

static void
test_tls_write (void)
{
  static const LoopbackAct script[] = { TLS (GOOD), WAIT ("end"), SAY ("got it"), { 0 } };
  g_autofree char *big = make_big ();
  ChannelOp reading = { 0 };
  Tls tls;

  open_tls (&tls, script);
  shake (&tls);
  memcpy (big + BIG - 3, "end", 3);
  channel_begin_read (tls.channel, 100, NULL, &reading);
  channel_begin_write (tls.channel, big, BIG, NULL, &tls.op);
  channel_wait (&tls.op);
  g_assert_no_error (tls.op.error);
  channel_wait (&reading);
  assert_bytes (&reading, "got it");
  g_assert_cmpuint (strlen (loopback_server_get_received (tls.server)), ==, BIG);
  g_assert_cmpmem (loopback_server_get_received (tls.server), BIG, big, BIG);
  channel_op_clear (&reading);
  close_tls (&tls);
}

/* How a stream can break behind a good handshake. */
static void
check_break (const LoopbackAct *script, GQuark domain, int code)
{
  Tls tls;

  open_tls (&tls, script);
  shake (&tls);
  channel_begin_read (tls.channel, 100, NULL, &tls.op);
  channel_wait (&tls.op);
  g_assert_error (tls.op.error, domain, code);
  close_tls (&tls);
}

static void
test_breaks (void)
{
  static const LoopbackAct reset[] = { TLS (GOOD), PAUSE (20), RESET, { 0 } };
  static const LoopbackAct alert[] = { TLS (GOOD), ALERT (GNUTLS_A_INTERNAL_ERROR), { 0 } };

  check_break (reset, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  check_break (alert, LC_TLS_ERROR, LC_TLS_ERROR_ALERT);
}

static void
check_handshake_cancel (const LoopbackAct *script, gboolean answered)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Tls tls;

  open_tls (&tls, script);
  channel_begin_handshake (tls.channel, tls.context, cancellable, &tls.op);
  while (loopback_server_get_accepted (tls.server) == 0
         || (answered && lc_channel_get_handshake_bytes (tls.channel) == 0))
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  channel_wait (&tls.op);
  g_assert_error (tls.op.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (lc_channel_get_tls_facts (tls.channel));
  g_assert_cmpint (lc_channel_get_handshake_bytes (tls.channel) > 0, ==, answered);
  close_tls (&tls);
}

static void
test_handshake_cancel (void)
{
  static const LoopbackAct silent[] = { { 0 } };
  static const LoopbackAct halfway[] = { TLS_HELLO, { 0 } };

  check_handshake_cancel (silent, FALSE);
  check_handshake_cancel (halfway, TRUE);
}

static void
test_closed_in_handshake (void)
{
  static const LoopbackAct halfway[] = { TLS_HELLO, { 0 } };
  Tls tls;

  open_tls (&tls, halfway);
  channel_begin_handshake (tls.channel, tls.context, NULL, &tls.op);
  while (lc_channel_get_handshake_bytes (tls.channel) == 0)
    g_main_context_iteration (NULL, TRUE);
  lc_channel_close (tls.channel);
  channel_wait (&tls.op);
  g_assert_error (tls.op.error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  close_tls (&tls);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/channel/read", test_read);
  g_test_add_func ("/channel/half-close", test_half_close);
  g_test_add_func ("/channel/own-half-close", test_own_half_close);
  g_test_add_func ("/channel/big-write", test_big_write);
  g_test_add_func ("/channel/nothing-to-write", test_nothing_to_write);
  g_test_add_func ("/channel/gone", test_gone);
  g_test_add_func ("/channel/cancel", test_cancel);
  g_test_add_func ("/channel/close", test_close);
  g_test_add_func ("/channel/tls/facts", test_facts);
  g_test_add_func ("/channel/tls/stream", test_stream);
  g_test_add_func ("/channel/tls/write", test_tls_write);
  g_test_add_func ("/channel/tls/breaks", test_breaks);
  g_test_add_func ("/channel/tls/handshake-cancel", test_handshake_cancel);
  g_test_add_func ("/channel/tls/closed-in-handshake", test_closed_in_handshake);
  return g_test_run ();
}
