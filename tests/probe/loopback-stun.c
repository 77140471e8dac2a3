/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopback-stun.h"

#include <string.h>

#define LATE_MS 200
#define HEADER 20
#define COOKIE 0x2112a442u

struct _LoopbackStun
{
  char *pattern;   /* (owned) */
  GSocket *socket; /* (owned) */
  GSocket *other;  /* (owned) on another port */
  GSource *source; /* (owned) */
  GPtrArray *late; /* (element-type GSource) (owned) answers that are still to go */
  guint requests;
};

/* An answer that waits for its time. */
typedef struct
{
  LoopbackStun *server;
  GSocketAddress *to; /* (owned) */
  GByteArray *answer; /* (owned) */
} Late;

static void
append_u16 (GByteArray *message, guint16 value)
{
  guint16 big = GUINT16_TO_BE (value);

  g_byte_array_append (message, (const guint8 *) &big, sizeof big);
}

static GByteArray *
begin_message (guint16 type, const guint8 *request)
{
  GByteArray *message = g_byte_array_new ();

  append_u16 (message, type);
  append_u16 (message, 0);
  g_byte_array_append (message, request + 4, 16);
  return message;
}

static void
append_attribute (GByteArray *message, guint16 type, const guint8 *value, guint16 length)
{
  guint16 whole;

  append_u16 (message, type);
  append_u16 (message, length);
  g_byte_array_append (message, value, length);
  while (message->len % 4 != 0)
    g_byte_array_append (message, (const guint8 *) "", 1);
  whole = GUINT16_TO_BE (message->len - HEADER);
  memcpy (message->data + 2, &whole, sizeof whole);
}

/* XOR-MAPPED-ADDRESS, RFC 8489 14.2. */
static void
append_mapped_address (GByteArray *message, GSocketAddress *from)
{
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (from);
  GInetAddress *address = g_inet_socket_address_get_address (inet);
  const guint8 *bytes = g_inet_address_to_bytes (address);
  gsize size = g_inet_address_get_native_size (address);
  guint16 port = g_inet_socket_address_get_port (inet) ^ (COOKIE >> 16);
  guint8 value[20] = { 0, size == 4 ? 1 : 2, port >> 8, port & 0xff };

  for (gsize i = 0; i < size; i++)
    value[4 + i] = bytes[i] ^ message->data[4 + i];
  append_attribute (message, 0x0020, value, 4 + size);
}

static GByteArray *
new_success (const guint8 *request, GSocketAddress *from)
{
  GByteArray *message = begin_message (0x0101, request);

  append_mapped_address (message, from);
  return message;
}

/* ERROR-CODE, RFC 8489 14.8. */
static GByteArray *
new_error (const guint8 *request)
{
  static const guint8 value[] = { 0, 0, 4, 20, 'O', 'h', ' ', 'n', 'o' };
  GByteArray *message = begin_message (0x0111, request);

  append_attribute (message, 0x0009, value, sizeof value);
  return message;
}

static GByteArray *
new_garbage (void)
{
  GByteArray *message = g_byte_array_new ();

  g_byte_array_append (message, (const guint8 *) "\xff\xfe no STUN at all", 18);
  return message;
}

static GByteArray *
new_answer (char what, const guint8 *request, gsize size, GSocketAddress *from)
{
  GByteArray *message;

  if (what == 'E')
    return new_error (request);
  if (what == 'G')
    return new_garbage ();
  if (what == 'N')
    return begin_message (0x0101, request);
  if (what == 'R') {
    message = g_byte_array_new ();
    return g_byte_array_append (message, request, size);
  }
  message = new_success (request, from);
  if (what == 'W')
    message->data[15] ^= 0xff;
  else if (what == 'M')
    message->data[4] ^= 0xff;
  else if (what == 'T')
    g_byte_array_set_size (message, message->len - 6);
  return message;
}

static void
transmit (GSocket *socket, GSocketAddress *to, GByteArray *message)
{
  g_socket_send_to (socket, to, (const char *) message->data, message->len, NULL, NULL);
}

static void
late_free (gpointer data)
{
  Late *late = data;

  g_object_unref (late->to);
  g_byte_array_unref (late->answer);
  g_free (late);
}

static gboolean
late_cb (gpointer user_data)
{
  Late *late = user_data;

  transmit (late->server->socket, late->to, late->answer);
  return G_SOURCE_REMOVE;
}

static void
transmit_late (LoopbackStun *server, GSocketAddress *to, GByteArray *answer)
{
  Late *late = g_new (Late, 1);
  GSource *source = g_timeout_source_new (LATE_MS);

  late->server = server;
  late->to = g_object_ref (to);
  late->answer = g_byte_array_ref (answer);
  g_source_set_callback (source, late_cb, late, late_free);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_ptr_array_add (server->late, source);
}

static void
answer (LoopbackStun *server, const guint8 *request, gsize size, GSocketAddress *from)
{
  char what = server->pattern[server->requests++ % strlen (server->pattern)];
  g_autoptr (GByteArray) message = NULL;
  g_autoptr (GByteArray) garbage = new_garbage ();

  if (what == 'L' || size < HEADER)
    return;
  message = new_answer (what, request, size, from);
  if (what == 'B')
    transmit (server->socket, from, garbage);
  if (what == 'O')
    transmit_late (server, from, message);
  else
    transmit (what == 'P' ? server->other : server->socket, from, message);
  if (what == 'D')
    transmit (server->socket, from, message);
}

static gboolean
received_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  LoopbackStun *server = user_data;
  char buffer[2048];
  gssize size;

  do {
    g_autoptr (GSocketAddress) from = NULL;

    size = g_socket_receive_from (socket, &from, buffer, sizeof buffer, NULL, NULL);
    if (size >= 0)
      answer (server, (const guint8 *) buffer, size, from);
  } while (size >= 0);
  return G_SOURCE_CONTINUE;
}

static GSocket *
bind_socket (const char *text)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (text, 0);
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                             G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);

  if (socket == NULL || !g_socket_bind (socket, address, FALSE, NULL))
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  return g_steal_pointer (&socket);
}

static void
source_destroy (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

LoopbackStun *
loopback_stun_new_at (const char *pattern, const char *address)
{
  GSocket *socket = bind_socket (address);
  LoopbackStun *server;

  if (socket == NULL)
    return NULL;
  server = g_new0 (LoopbackStun, 1);
  server->pattern = g_strdup (pattern);
  server->socket = socket;
  server->other = bind_socket (address);
  server->late = g_ptr_array_new_with_free_func (source_destroy);
  server->source = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (server->source, G_SOURCE_FUNC (received_cb), server, NULL);
  g_source_attach (server->source, g_main_context_get_thread_default ());
  return server;
}

LoopbackStun *
loopback_stun_new (const char *pattern)
{
  LoopbackStun *server = loopback_stun_new_at (pattern, "127.0.0.1");

  g_assert_nonnull (server);
  return server;
}

void
loopback_stun_free (LoopbackStun *server)
{
  source_destroy (server->source);
  g_ptr_array_unref (server->late);
  g_object_unref (server->socket);
  g_object_unref (server->other);
  g_free (server->pattern);
  g_free (server);
}

guint16
loopback_stun_get_port (LoopbackStun *server)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (server->socket, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

guint
loopback_stun_get_requests (LoopbackStun *server)
{
  return server->requests;
}
