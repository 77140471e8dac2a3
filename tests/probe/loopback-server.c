/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopback-server.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/socket.h>

#define WEBSOCKET_UUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" /* RFC 6455 1.3 */

struct _LoopbackServer
{
  const LoopbackAct *script;
  GSocket *socket;        /* (owned) */
  GSource *source;        /* (owned) */
  GPtrArray *connections; /* (element-type Connection) (owned) */
  guint accepted;
  guint most_open;
  GString *received; /* (owned) by the connection accepted last */
  LoopbackEnd end;   /* of that connection */
  char *name;        /* (owned) */
};

typedef struct
{
  LoopbackServer *server;
  const LoopbackAct *act;
  guint number;             /* counts what the server accepted */
  GSocket *socket;          /* (owned) */
  GSource *source;          /* (owned) waits for the socket */
  GSource *timer;           /* (owned) (nullable) of a pause or a drip */
  gnutls_session_t session; /* (owned) (nullable) */
  gboolean secure;          /* the handshake is over */
  GString *received;        /* (owned) */
  gsize taken;              /* of it, by WAIT */
  GString *output;          /* (owned) still to be sent */
  gsize dripped;
  gboolean rested; /* the act's pause is over */
} Connection;

static void go_on (Connection *self);

static const LoopbackAct the_end = { .kind = LOOPBACK_END };

static void
stop_timer (Connection *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
stop_waiting (Connection *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

static void
connection_free (gpointer data)
{
  Connection *self = data;

  stop_timer (self);
  stop_waiting (self);
  g_clear_pointer (&self->session, gnutls_deinit);
  g_socket_close (self->socket, NULL);
  g_object_unref (self->socket);
  g_string_free (self->received, TRUE);
  g_string_free (self->output, TRUE);
  g_free (self);
}

static gboolean
is_latest (Connection *self)
{
  return self->number == self->server->accepted;
}

static void
end_connection (Connection *self, LoopbackEnd end)
{
  if (is_latest (self))
    self->server->end = end;
  g_ptr_array_remove_fast (self->server->connections, self);
}

/* Text with what the client itself sent */

static char *
find_header (Connection *self, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (self->received->str, "\r\n", -1);
  gsize length = strlen (name);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strdup (g_strstrip (lines[i] + length + 1));
  return g_strdup ("");
}

static char *
websocket_accept (Connection *self)
{
  g_autofree char *key = find_header (self, "Sec-WebSocket-Key");
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) key, -1);
  g_checksum_update (checksum, (const guchar *) WEBSOCKET_UUID, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return g_base64_encode (digest, length);
}

static void
append_text (Connection *self, const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end) {
    gsize left = end - text;
    const char *close = left > 2 && memcmp (text, "%{", 2) == 0 ? memchr (text, '}', left) : NULL;

    if (close != NULL) {
      g_autofree char *name = g_strndup (text + 2, close - text - 2);
      g_autofree char *value
          = g_str_equal (name, "accept") ? websocket_accept (self) : find_header (self, name);

      g_string_append (self->output, value);
      text = close + 1;
    } else {
      g_string_append_c (self->output, *text++);
    }
  }
}

/* Bytes */

static gssize
receive (Connection *self, char *buffer, gsize size)
{
  if (self->secure)
    return gnutls_record_recv (self->session, buffer, size);
  return recv (g_socket_get_fd (self->socket), buffer, size, MSG_DONTWAIT);
}

/* Nothing more now, rather than never again. */
static gboolean
is_later (Connection *self, gssize count)
{
  return self->secure ? !gnutls_error_is_fatal (count) : errno == EAGAIN;
}

/* Returns FALSE when the connection has ended, and is gone. */
static gboolean
read_all (Connection *self)
{
  char buffer[4096];
  gssize count;

  while ((count = receive (self, buffer, sizeof buffer)) > 0) {
    g_string_append_len (self->received, buffer, count);
    if (is_latest (self))
      g_string_append_len (self->server->received, buffer, count);
  }
  if (count < 0 && is_later (self, count))
    return TRUE;
  end_connection (self, count == 0 || count == GNUTLS_E_PREMATURE_TERMINATION ? LOOPBACK_CLOSED
                                                                              : LOOPBACK_GONE);
  return FALSE;
}

static gssize
transmit (Connection *self)
{
  if (self->secure)
    return gnutls_record_send (self->session, self->output->str, self->output->len);
  return send (g_socket_get_fd (self->socket), self->output->str, self->output->len,
               MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* Returns whether all is out. What cannot be sent any more is as good as sent:
 * reading will tell. */
static gboolean
flush (Connection *self)
{
  while (self->output->len > 0) {
    gssize count = transmit (self);

    if (count < 0 && is_later (self, count))
      return FALSE;
    g_string_erase (self->output, 0, count < 0 ? -1 : count);
  }
  return TRUE;
}

/* Acts. Each returns whether it is over; the next one then begins. */

static gboolean
act_wait (Connection *self)
{
  const char *from = self->received->str + self->taken;
  const char *found
      = memmem (from, self->received->len - self->taken, self->act->text, self->act->length);

  if (found == NULL || self->received->len == self->taken)
    return FALSE;
  self->taken = found + self->act->length - self->received->str;
  return TRUE;
}

static gboolean
act_say (Connection *self)
{
  if (!self->rested)
    for (guint i = 0; i < self->act->count; i++)
      append_text (self, self->act->text, self->act->length);
  self->rested = TRUE;
  return flush (self);
}

static gboolean
timer_cb (gpointer user_data)
{
  Connection *self = user_data;

  g_clear_pointer (&self->timer, g_source_unref);
  self->rested = TRUE;
  go_on (self);
  return G_SOURCE_REMOVE;
}

static gboolean
act_pause (Connection *self)
{
  if (self->rested || self->timer != NULL)
    return self->rested;
  self->timer = g_timeout_source_new (self->act->count);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  return FALSE;
}

static gboolean
act_drip (Connection *self)
{
  if (act_pause (self)) {
    g_string_append_c (self->output, self->act->text[self->dripped++ % self->act->length]);
    flush (self);
    self->rested = FALSE;
    act_pause (self);
  }
  return FALSE;
}

static void
begin_session (Connection *self)
{
  gnutls_init (&self->session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_priority_set_direct (self->session,
                              self->act->text != NULL ? "NORMAL:-VERS-ALL:+VERS-TLS1.2" : "NORMAL",
                              NULL);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE,
                          loopback_certificate_get (self->act->count));
  gnutls_transport_set_int (self->session, g_socket_get_fd (self->socket));
  gnutls_handshake_set_timeout (self->session, GNUTLS_INDEFINITE_TIMEOUT);
}

static void
note_name (Connection *self)
{
  char name[256];
  size_t size = sizeof name;
  unsigned int type;

  if (gnutls_server_name_get (self->session, name, &size, &type, 0) != GNUTLS_E_SUCCESS)
    size = 0;
  g_free (self->server->name);
  self->server->name = g_strndup (name, size);
}

static gboolean
act_tls (Connection *self)
{
  int status;

  if (self->session == NULL)
    begin_session (self);
  do
    status = gnutls_handshake (self->session);
  while (status == GNUTLS_E_INTERRUPTED);
  self->secure = status == GNUTLS_E_SUCCESS;
  if (self->secure)
    note_name (self);
  else if (gnutls_error_is_fatal (status))
    self->act = &the_end;
  return self->secure;
}

/* One call reads the client's hello and answers it. */
static gboolean
act_tls_hello (Connection *self)
{
  char byte;

  if (recv (g_socket_get_fd (self->socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 1)
    return FALSE;
  act_tls (self);
  return TRUE;
}

static void
act_close (Connection *self)
{
  if (self->secure && self->act->count)
    gnutls_bye (self->session, GNUTLS_SHUT_WR);
  shutdown (g_socket_get_fd (self->socket), SHUT_WR);
}

static void
act_reset (Connection *self)
{
  struct linger linger = { 1, 0 };

  setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_socket_close (self->socket, NULL);
}

static gboolean
is_over (Connection *self)
{
  switch (self->act->kind) {
  case LOOPBACK_WAIT:
    return act_wait (self);
  case LOOPBACK_SAY:
    return act_say (self);
  case LOOPBACK_DRIP:
    return act_drip (self);
  case LOOPBACK_PAUSE:
    return act_pause (self);
  case LOOPBACK_TLS:
    return act_tls (self);
  case LOOPBACK_TLS_HELLO:
    return act_tls_hello (self);
  case LOOPBACK_ALERT:
    gnutls_alert_send (self->session, GNUTLS_AL_FATAL, self->act->count);
    return TRUE;
  case LOOPBACK_CLOSE:
    act_close (self);
    return TRUE;
  case LOOPBACK_END:
  case LOOPBACK_RESET:
  default:
    return FALSE;
  }
}

/* Waiting */

static gboolean
ready_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  go_on (user_data);
  return G_SOURCE_REMOVE;
}

static void
wait_for_socket (Connection *self)
{
  GIOCondition condition = self->output->len > 0 ? G_IO_IN | G_IO_OUT : G_IO_IN;

  stop_waiting (self);
  self->source = g_socket_create_source (self->socket, condition, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (ready_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/* Whether a handshake reads for itself just now. */
static gboolean
is_shaking (Connection *self)
{
  return !self->secure
         && (self->act->kind == LOOPBACK_TLS || self->act->kind == LOOPBACK_TLS_HELLO);
}

static void
go_on (Connection *self)
{
  do {
    if (!is_shaking (self) && !read_all (self))
      return;
    while (is_over (self)) {
      self->act++;
      self->rested = FALSE;
    }
    if (self->act->kind == LOOPBACK_RESET) {
      act_reset (self);
      end_connection (self, LOOPBACK_OPEN);
      return;
    }
    /* What came along with the handshake's last words waits in the session. */
  } while (self->secure && gnutls_record_check_pending (self->session) > 0);
  wait_for_socket (self);
}

static gboolean
connection_came_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  LoopbackServer *server = user_data;
  GSocket *accepted = g_socket_accept (server->socket, NULL, NULL);
  Connection *self;

  if (accepted == NULL)
    return G_SOURCE_CONTINUE;
  self = g_new0 (Connection, 1);
  self->server = server;
  self->act = server->script;
  self->number = ++server->accepted;
  self->socket = accepted;
  self->received = g_string_new (NULL);
  self->output = g_string_new (NULL);
  g_socket_set_blocking (accepted, FALSE);
  g_ptr_array_add (server->connections, self);
  server->most_open = MAX (server->most_open, server->connections->len);
  server->end = LOOPBACK_OPEN;
  g_string_truncate (server->received, 0);
  go_on (self);
  return G_SOURCE_CONTINUE;
}

static GSocket *
bind_socket (GSocketType type, const char *text, guint16 port)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (text, port);
  g_autoptr (GSocket) socket
      = g_socket_new (g_socket_address_get_family (address), type, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  if (socket == NULL || !g_socket_bind (socket, address, TRUE, NULL))
    return NULL;
  return g_steal_pointer (&socket);
}

static guint16
port_of (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

LoopbackServer *
loopback_server_new_at (const LoopbackAct *script, const char *address, guint16 port)
{
  LoopbackServer *server;
  GSocket *socket = bind_socket (G_SOCKET_TYPE_STREAM, address, port);

  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, 128);
  g_assert_true (g_socket_listen (socket, NULL));
  server = g_new0 (LoopbackServer, 1);
  server->script = script;
  server->socket = socket;
  server->received = g_string_new (NULL);
  server->name = g_strdup ("");
  server->connections = g_ptr_array_new_with_free_func (connection_free);
  server->source = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (server->source, G_SOURCE_FUNC (connection_came_cb), server, NULL);
  g_source_attach (server->source, g_main_context_get_thread_default ());
  return server;
}

LoopbackServer *
loopback_server_new (const LoopbackAct *script)
{
  LoopbackServer *server = loopback_server_new_at (script, "127.0.0.1", 0);

  g_assert_nonnull (server);
  return server;
}

void
loopback_server_free (LoopbackServer *server)
{
  g_source_destroy (server->source);
  g_source_unref (server->source);
  g_ptr_array_unref (server->connections);
  g_socket_close (server->socket, NULL);
  g_object_unref (server->socket);
  g_string_free (server->received, TRUE);
  g_free (server->name);
  g_free (server);
}

guint16
loopback_server_get_port (LoopbackServer *server)
{
  return port_of (server->socket);
}

guint
loopback_server_get_accepted (LoopbackServer *server)
{
  return server->accepted;
}

guint
loopback_server_get_open (LoopbackServer *server)
{
  return server->connections->len;
}

guint
loopback_server_get_most_open (LoopbackServer *server)
{
  return server->most_open;
}

const char *
loopback_server_get_received (LoopbackServer *server)
{
  return server->received->str;
}

LoopbackEnd
loopback_server_get_end (LoopbackServer *server)
{
  return server->end;
}

const char *
loopback_server_get_name (LoopbackServer *server)
{
  return server->name;
}

guint16
loopback_closed_port (GSocketType type)
{
  g_autoptr (GSocket) socket = bind_socket (type, "127.0.0.1", 0);

  g_assert_nonnull (socket);
  return port_of (socket);
}
