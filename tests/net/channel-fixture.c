/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "channel-fixture.h"

#include <string.h>
#include <sys/socket.h>

void
channel_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
channel_pair_init (ChannelPair *pair)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) own = NULL;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  own = g_socket_new_from_fd (fds[0], &error);
  g_assert_no_error (error);
  pair->peer = g_socket_new_from_fd (fds[1], &error);
  g_assert_no_error (error);
  g_socket_set_blocking (pair->peer, FALSE);
  pair->channel = lc_channel_new (own);
}

void
channel_pair_clear (ChannelPair *pair)
{
  channel_settle ();
  g_assert_finalize_object (g_steal_pointer (&pair->channel));
  g_clear_object (&pair->peer);
}

GSocket *
channel_connect_to (guint16 port)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  GSocket *socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  return socket;
}

void
channel_op_clear (ChannelOp *op)
{
  g_clear_pointer (&op->bytes, g_bytes_unref);
  g_clear_error (&op->error);
  *op = (ChannelOp){ 0 };
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  ChannelOp *op = user_data;

  op->callbacks++;
  op->bytes = lc_channel_read_finish (LC_CHANNEL (object), result, &op->error);
  op->result = op->bytes != NULL;
}

static void
wrote_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  ChannelOp *op = user_data;

  op->callbacks++;
  op->result = lc_channel_write_finish (LC_CHANNEL (object), result, &op->error);
}

static void
shaken_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  ChannelOp *op = user_data;

  op->callbacks++;
  op->result = lc_channel_handshake_finish (LC_CHANNEL (object), result, &op->error);
}

void
channel_begin_read (LcChannel *channel, gsize max, GCancellable *cancellable, ChannelOp *op)
{
  channel_op_clear (op);
  lc_channel_read_async (channel, max, cancellable, read_cb, op);
  g_assert_cmpuint (op->callbacks, ==, 0);
}

void
channel_begin_write (LcChannel *channel,
                     const void *data,
                     gsize length,
                     GCancellable *cancellable,
                     ChannelOp *op)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);

  channel_op_clear (op);
  lc_channel_write_async (channel, bytes, cancellable, wrote_cb, op);
  g_assert_cmpuint (op->callbacks, ==, 0);
}

void
channel_begin_handshake (LcChannel *channel,
                         LcTlsContext *context,
                         GCancellable *cancellable,
                         ChannelOp *op)
{
  channel_op_clear (op);
  lc_channel_handshake_async (channel, context, "service.test", NULL, cancellable, shaken_cb, op);
  g_assert_cmpuint (op->callbacks, ==, 0);
}

void
channel_wait (ChannelOp *op)
{
  while (op->callbacks == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (op->callbacks, ==, 1);
  g_assert_cmpint (op->result, ==, op->error == NULL);
}

GString *
channel_read_all (LcChannel *channel, gsize max)
{
  GString *all = g_string_new (NULL);
  ChannelOp op = { 0 };
  gsize length = 1;

  while (length > 0) {
    const char *data;

    channel_begin_read (channel, max, NULL, &op);
    channel_wait (&op);
    g_assert_no_error (op.error);
    data = g_bytes_get_data (op.bytes, &length);
    g_assert_cmpuint (length, <=, max);
    g_string_append_len (all, data, (gssize) length);
  }
  channel_op_clear (&op);
  return all;
}

GString *
channel_peer_read (GSocket *peer, gsize length)
{
  GString *all = g_string_new (NULL);
  static char buffer[65536];

  while (all->len < length) {
    gssize count = g_socket_receive (peer, buffer, sizeof buffer, NULL, NULL);

    if (count > 0)
      g_string_append_len (all, buffer, count);
    else
      g_main_context_iteration (NULL, FALSE);
  }
  return all;
}

void
channel_peer_write (GSocket *peer, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_socket_send (peer, text, strlen (text), NULL, &error), ==, strlen (text));
  g_assert_no_error (error);
}
