/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-channel.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/socket.h>

struct _LcChannel
{
  GObject parent_instance;

  GSocket *socket;       /* (owned) */
  LcTlsSession *session; /* (owned) (nullable) until a handshake begins */
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (LcChannel, lc_channel, G_TYPE_OBJECT)

typedef struct
{
  GBytes *bytes; /* (owned) what is written */
  gsize done;
} WriteState;

static void
bytes_destroy (gpointer data)
{
  g_bytes_unref (data);
}

/* Whether what is written and read is TLS's. */
static gboolean
is_secure (LcChannel *self)
{
  return self->session != NULL && lc_tls_session_get_facts (self->session) != NULL;
}

/* Waiting for the socket */

static void
wait_for (GTask *task, GIOCondition condition, GSocketSourceFunc callback)
{
  LcChannel *self = g_task_get_source_object (task);
  g_autoptr (GSource) source
      = g_socket_create_source (self->socket, condition, g_task_get_cancellable (task));

  g_source_set_static_name (source, "lc-channel");
  g_source_set_callback (source, G_SOURCE_FUNC (callback), g_object_ref (task), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static GTask *
begin_task (LcChannel *self,
            gpointer tag,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_name (task, "lc-channel");
  return task;
}

/* A socket that lc_channel_close() closed under a waiting operation. */
static gboolean
return_if_over (GTask *task)
{
  LcChannel *self = g_task_get_source_object (task);

  if (g_task_return_error_if_cancelled (task))
    return TRUE;
  if (!self->closed)
    return FALSE;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The connection is closed"));
  return TRUE;
}

/* Handshake */

static void handshake_go_on (GTask *task);

static gboolean
handshake_ready_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  handshake_go_on (user_data);
  return G_SOURCE_REMOVE;
}

static void
handshake_go_on (GTask *task)
{
  LcChannel *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (return_if_over (task))
    return;
  if (lc_tls_session_handshake (self->session, &error)) {
    g_task_return_boolean (task, TRUE);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
    g_error_free (error);
    wait_for (task, lc_tls_session_get_condition (self->session), handshake_ready_cb);
  } else {
    g_task_return_error (task, error);
  }
}

void
lc_channel_handshake_async (LcChannel *self,
                            LcTlsContext *context,
                            const char *name,
                            const char *alpn,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LC_IS_CHANNEL (self));
  g_return_if_fail (self->session == NULL);
  g_return_if_fail (context != NULL);

  task = begin_task (self, lc_channel_handshake_async, cancellable, callback, user_data);
  self->session = lc_tls_session_new (context, self->socket, name, alpn);
  handshake_go_on (task);
}

gboolean
lc_channel_handshake_finish (LcChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_channel_handshake_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const LcTlsFacts *
lc_channel_get_tls_facts (LcChannel *self)
{
  g_return_val_if_fail (LC_IS_CHANNEL (self), NULL);

  return self->session != NULL ? lc_tls_session_get_facts (self->session) : NULL;
}

gsize
lc_channel_get_handshake_bytes (LcChannel *self)
{
  g_return_val_if_fail (LC_IS_CHANNEL (self), 0);

  return self->session != NULL ? lc_tls_session_get_received (self->session) : 0;
}

gboolean
lc_channel_has_certificates (LcChannel *self)
{
  g_return_val_if_fail (LC_IS_CHANNEL (self), FALSE);

  return self->session != NULL && lc_tls_session_has_certificates (self->session);
}

/* Reading */

static void read_go_on (GTask *task);

static gboolean
read_ready_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  read_go_on (user_data);
  return G_SOURCE_REMOVE;
}

static void
set_socket_error (int number, GError **error)
{
  gboolean reset = number == ECONNRESET || number == EPIPE || number == ECONNABORTED;

  g_set_error_literal (error, G_IO_ERROR,
                       reset ? G_IO_ERROR_CONNECTION_CLOSED : g_io_error_from_errno (number),
                       g_strerror (number));
}

/* Like recv(2): a count, or -1 with @error; G_IO_ERROR_WOULD_BLOCK to try later. */
static gssize
plain_read (LcChannel *self, void *data, gsize max, GError **error)
{
  ssize_t count = recv (g_socket_get_fd (self->socket), data, max, 0);

  if (count < 0)
    set_socket_error (errno, error);
  return count;
}

static void
read_go_on (GTask *task)
{
  LcChannel *self = g_task_get_source_object (task);
  gsize max = GPOINTER_TO_SIZE (g_task_get_task_data (task));
  g_autofree char *buffer = NULL;
  GError *error = NULL;
  gssize count;

  if (return_if_over (task))
    return;
  buffer = g_malloc (max);
  count = is_secure (self) ? lc_tls_session_read (self->session, buffer, max, &error)
                           : plain_read (self, buffer, max, &error);
  if (count >= 0) {
    g_task_return_pointer (task, g_bytes_new (buffer, count), bytes_destroy);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
    g_error_free (error);
    wait_for (task, G_IO_IN, read_ready_cb);
  } else {
    g_task_return_error (task, error);
  }
}

void
lc_channel_read_async (LcChannel *self,
                       gsize max,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LC_IS_CHANNEL (self));
  g_return_if_fail (max > 0);

  task = begin_task (self, lc_channel_read_async, cancellable, callback, user_data);
  g_task_set_task_data (task, GSIZE_TO_POINTER (max), NULL);
  read_go_on (task);
}

GBytes *
lc_channel_read_finish (LcChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_channel_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Writing */

static void
write_state_destroy (gpointer data)
{
  WriteState *state = data;

  g_bytes_unref (state->bytes);
  g_free (state);
}

static void write_go_on (GTask *task);

static gboolean
write_ready_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  write_go_on (user_data);
  return G_SOURCE_REMOVE;
}

static gssize
plain_write (LcChannel *self, const char *data, gsize length, GError **error)
{
  ssize_t count = send (g_socket_get_fd (self->socket), data, length, MSG_NOSIGNAL);

  if (count < 0)
    set_socket_error (errno, error);
  return count;
}

static void
write_go_on (GTask *task)
{
  LcChannel *self = g_task_get_source_object (task);
  WriteState *state = g_task_get_task_data (task);
  GError *error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (state->bytes, &length);

  if (return_if_over (task))
    return;
  while (state->done < length && error == NULL) {
    gssize count = is_secure (self)
                       ? lc_tls_session_write (self->session, data + state->done,
                                               length - state->done, &error)
                       : plain_write (self, data + state->done, length - state->done, &error);

    if (count > 0)
      state->done += count;
  }
  if (error == NULL) {
    g_task_return_boolean (task, TRUE);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
    g_error_free (error);
    wait_for (task, G_IO_OUT, write_ready_cb);
  } else {
    g_task_return_error (task, error);
  }
}

void
lc_channel_write_async (LcChannel *self,
                        GBytes *bytes,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  WriteState *state;

  g_return_if_fail (LC_IS_CHANNEL (self));
  g_return_if_fail (bytes != NULL);

  task = begin_task (self, lc_channel_write_async, cancellable, callback, user_data);
  state = g_new0 (WriteState, 1);
  state->bytes = g_bytes_ref (bytes);
  g_task_set_task_data (task, state, write_state_destroy);
  write_go_on (task);
}

gboolean
lc_channel_write_finish (LcChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_channel_write_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The object */

void
lc_channel_shutdown_write (LcChannel *self)
{
  g_return_if_fail (LC_IS_CHANNEL (self));

  if (self->closed)
    return;
  if (self->session != NULL)
    lc_tls_session_say_goodbye (self->session);
  shutdown (g_socket_get_fd (self->socket), SHUT_WR);
}

void
lc_channel_close (LcChannel *self)
{
  g_return_if_fail (LC_IS_CHANNEL (self));

  if (self->closed)
    return;
  if (self->session != NULL)
    lc_tls_session_say_goodbye (self->session);
  self->closed = TRUE;
  g_socket_close (self->socket, NULL);
}

static void
lc_channel_finalize (GObject *object)
{
  LcChannel *self = LC_CHANNEL (object);

  lc_channel_close (self);
  g_clear_pointer (&self->session, lc_tls_session_free);
  g_clear_object (&self->socket);
  G_OBJECT_CLASS (lc_channel_parent_class)->finalize (object);
}

static void
lc_channel_class_init (LcChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_channel_finalize;
}

static void
lc_channel_init (LcChannel *self)
{
}

LcChannel *
lc_channel_new (GSocket *socket)
{
  LcChannel *self;

  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  self = g_object_new (LC_TYPE_CHANNEL, NULL);
  self->socket = g_object_ref (socket);
  g_socket_set_blocking (socket, FALSE);
  return self;
}
