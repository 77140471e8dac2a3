/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-connect.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "base/lc-endpoint.h"

typedef struct
{
  GSocket *socket;      /* (owned) */
  GSource *source;      /* (owned) (nullable) waits for the handshake's end */
  gint64 started;       /* monotonic, µs */
  LcConnection *output; /* (owned) */
} ConnectState;

static void
connect_state_destroy (gpointer data)
{
  ConnectState *state = data;

  if (state->source != NULL)
    g_source_destroy (state->source);
  g_clear_pointer (&state->source, g_source_unref);
  g_clear_object (&state->socket);
  g_clear_pointer (&state->output, lc_connection_free);
  g_free (state);
}

static void
connection_destroy (gpointer data)
{
  lc_connection_free (data);
}

void
lc_connection_free (LcConnection *connection)
{
  g_clear_object (&connection->socket);
  g_clear_pointer (&connection->icmp, lc_socket_error_free);
  g_free (connection->local);
  g_free (connection);
}

char *
lc_socket_address_to_text (GSocketAddress *address)
{
  GInetSocketAddress *inet;
  g_autofree char *text = NULL;

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return NULL;
  inet = G_INET_SOCKET_ADDRESS (address);
  text = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  return lc_endpoint_join (text, g_inet_socket_address_get_port (inet));
}

/* When the retransmission timer has fired but the kernel counts no segment as
 * sent again, its own output filter refused the SYN: tcp_retransmit_skb()
 * counts a segment as out only when the network layer took it. */
static gboolean
syn_never_left (GSocket *socket)
{
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  if (getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
    return FALSE;
  return info.tcpi_state == TCP_SYN_SENT && info.tcpi_retransmits > 0 && info.tcpi_retrans == 0;
}

static void
note_local_address (ConnectState *state)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (state->socket, NULL);

  if (local != NULL)
    state->output->local = lc_socket_address_to_text (local);
}

/* The only exit: hands the outcome over and closes the socket unless it is connected. */
static void
complete (GTask *task, int error)
{
  ConnectState *state = g_task_get_task_data (task);
  LcConnection *output = state->output;

  output->us = g_get_monotonic_time () - state->started;
  output->error = error;
  if (state->socket != NULL) {
    note_local_address (state);
    if (error == 0) {
      output->rtt_us = lc_socket_get_rtt_us (state->socket);
      output->socket = g_steal_pointer (&state->socket);
    } else {
      output->icmp = lc_socket_pop_error (state->socket);
      output->local_drop = error == ECANCELED && syn_never_left (state->socket);
      g_socket_close (state->socket, NULL);
    }
  }
  g_task_return_pointer (task, g_steal_pointer (&state->output), connection_destroy);
}

static gboolean
connect_ready_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  ConnectState *state = g_task_get_task_data (task);
  int error = 0;
  socklen_t length = sizeof error;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    error = ECANCELED;
  else if (getsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_ERROR, &error, &length) != 0)
    error = errno;
  g_clear_pointer (&state->source, g_source_unref);
  complete (task, error);
  return G_SOURCE_REMOVE;
}

static void
wait_for_handshake (GTask *task, ConnectState *state)
{
  state->source = g_socket_create_source (state->socket, G_IO_OUT | G_IO_ERR | G_IO_HUP,
                                          g_task_get_cancellable (task));
  g_source_set_static_name (state->source, "lc-connect");
  g_source_set_callback (state->source, G_SOURCE_FUNC (connect_ready_cb), g_object_ref (task),
                         g_object_unref);
  g_source_attach (state->source, g_main_context_get_thread_default ());
}

static gboolean
prepare_socket (ConnectState *state, GSocketAddress *address, guint8 ttl, guint mss, GError **error)
{
  state->socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                                G_SOCKET_PROTOCOL_TCP, error);
  if (state->socket == NULL)
    return FALSE;
  g_socket_set_blocking (state->socket, FALSE);
  /* A request right behind the handshake's last words must not wait for their
   * acknowledgement, which the other side may delay by 40 ms (RFC 1122 4.2.3.4). */
  g_socket_set_option (state->socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  if (!lc_socket_enable_errors (state->socket, error))
    return FALSE;
  if (ttl != 0 && !lc_socket_set_ttl (state->socket, ttl, error))
    return FALSE;
  return mss == 0 || g_socket_set_option (state->socket, IPPROTO_TCP, TCP_MAXSEG, (int) mss, error);
}

/* connect(2) itself, because GSocket folds several errno values into one. */
static int
begin_connect (ConnectState *state, GSocketAddress *address)
{
  struct sockaddr_storage native;
  gssize length = g_socket_address_get_native_size (address);

  if (!g_socket_address_to_native (address, &native, sizeof native, NULL))
    return EINVAL;
  if (connect (g_socket_get_fd (state->socket), (struct sockaddr *) &native, length) == 0)
    return 0;
  return errno;
}

void
lc_connect_async (GSocketAddress *address,
                  guint8 ttl,
                  guint mss,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ConnectState *state = g_new0 (ConnectState, 1);
  int error;

  g_task_set_source_tag (task, lc_connect_async);
  g_task_set_name (task, "lc-connect");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, state, connect_state_destroy);
  state->output = g_new0 (LcConnection, 1);
  state->output->rtt_us = -1;
  state->started = g_get_monotonic_time ();

  if (g_cancellable_is_cancelled (cancellable)) {
    complete (task, ECANCELED);
    return;
  }
  if (!prepare_socket (state, address, ttl, mss, NULL)) {
    complete (task, errno != 0 ? errno : EIO);
    return;
  }
  state->started = g_get_monotonic_time ();
  error = begin_connect (state, address);
  if (error == EINPROGRESS)
    wait_for_handshake (task, state);
  else
    complete (task, error);
}

LcConnection *
lc_connect_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_connect_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
