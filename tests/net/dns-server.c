/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dns-server.h"

#include <string.h>

#define HEADER_LENGTH 12
#define TYPE_A 1
#define TYPE_CNAME 5
#define TYPE_AAAA 28
#define LATE_MS 250

struct _DnsServer
{
  GSocket *udp;
  GSource *source;
  GSocketService *tcp;
  char *address;
  guint questions;
  GHashTable *seen; /* (element-type utf8) names and types that were asked before */
  GPtrArray *late;  /* (element-type GSource) */
  GPtrArray *held;  /* (element-type GSocketConnection) never answered */
};

typedef struct
{
  guint8 bytes[512];
  gsize length;
  guint16 type;
  char *behaviour;
  gboolean again;
  gboolean tcp;
} Question;

typedef struct
{
  DnsServer *server; /* (unowned) */
  GSocketAddress *to;
  GByteArray *message;
} Late;

static guint16
uint16_at (const guint8 *bytes)
{
  return (guint16) (bytes[0] << 8 | bytes[1]);
}

static void
put_uint16 (GByteArray *message, guint value)
{
  const guint8 bytes[] = { (guint8) (value >> 8), (guint8) value };

  g_byte_array_append (message, bytes, sizeof bytes);
}

static void
put_name (GByteArray *message, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  for (gsize i = 0; labels[i]; i++) {
    guint8 length = (guint8) strlen (labels[i]);

    g_byte_array_append (message, &length, 1);
    g_byte_array_append (message, (const guint8 *) labels[i], length);
  }
  g_byte_array_append (message, (const guint8 *) "", 1);
}

/* @owner: NULL for the question's own name, as a compression pointer */
static void
put_record (GByteArray *message, const char *owner, guint type, GByteArray *data)
{
  if (owner)
    put_name (message, owner);
  else
    put_uint16 (message, 0xc000 | HEADER_LENGTH);
  put_uint16 (message, type);
  put_uint16 (message, 1);
  put_uint16 (message, 0);
  put_uint16 (message, 60);
  put_uint16 (message, data->len);
  g_byte_array_append (message, data->data, data->len);
  message->data[7]++;
}

static void
put_address (GByteArray *message, const char *owner, const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  g_autoptr (GByteArray) data = g_byte_array_new ();
  gboolean ipv4 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4;

  g_byte_array_append (data, g_inet_address_to_bytes (address), ipv4 ? 4 : 16);
  put_record (message, owner, ipv4 ? TYPE_A : TYPE_AAAA, data);
}

static void
put_cname (GByteArray *message, const char *owner, const char *target)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  put_name (data, target);
  put_record (message, owner, TYPE_CNAME, data);
}

/* A response without records: the question's id and question, and an rcode. */
static GByteArray *
response_new (const Question *question, guint rcode)
{
  GByteArray *message = g_byte_array_new ();

  g_byte_array_append (message, question->bytes, question->length);
  message->data[2] = 0x81;
  message->data[3] = (guint8) (0x80 | rcode);
  memset (message->data + 6, 0, 6);
  return message;
}

static const char *
good_address (const Question *question)
{
  return question->type == TYPE_A ? DNS_SERVER_IPV4 : DNS_SERVER_IPV6;
}

static GByteArray *
respond_many (const Question *question)
{
  GByteArray *message = response_new (question, 0);

  if (question->type == TYPE_A) {
    put_address (message, NULL, "192.0.2.9");
    put_address (message, NULL, DNS_SERVER_IPV4);
    put_address (message, NULL, "192.0.2.9");
    put_address (message, NULL, "192.0.2.5");
  } else {
    put_address (message, NULL, "2001:db8::9");
    put_address (message, NULL, DNS_SERVER_IPV6);
  }
  return message;
}

static GByteArray *
respond_chain (const Question *question)
{
  GByteArray *message = response_new (question, 0);

  put_address (message, "end.example", good_address (question));
  put_address (message, "unasked.example", "198.51.100.66");
  put_cname (message, "middle.example", "END.example");
  put_cname (message, NULL, "Middle.example");
  return message;
}

static GByteArray *
respond_loop (const Question *question)
{
  GByteArray *message = response_new (question, 0);

  put_cname (message, NULL, "one.example");
  put_cname (message, "one.example", "two.example");
  put_cname (message, "two.example", "one.example");
  return message;
}

static GByteArray *
respond_address (const Question *question)
{
  GByteArray *message = response_new (question, 0);

  put_address (message, NULL, good_address (question));
  return message;
}

static GByteArray *
respond_broken (const Question *question)
{
  GByteArray *message = respond_address (question);

  return g_byte_array_set_size (message, message->len - 3);
}

static GByteArray *
respond_wrong_id (const Question *question)
{
  GByteArray *message = response_new (question, 0);

  put_address (message, NULL, question->type == TYPE_A ? "198.51.100.66" : "2001:db8::66");
  message->data[0] ^= 0xff;
  return message;
}

static GByteArray *
respond_truncated (const Question *question)
{
  GByteArray *message = response_new (question, 0);

  message->data[2] |= 0x02;
  return message;
}

static GByteArray *
respond_garbage (void)
{
  static const guint8 garbage[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
  GByteArray *message = g_byte_array_new ();

  return g_byte_array_append (message, garbage, sizeof garbage);
}

static GByteArray *
respond_echo (const Question *question)
{
  GByteArray *message = g_byte_array_new ();

  return g_byte_array_append (message, question->bytes, question->length);
}

static const struct
{
  const char *behaviour;
  guint rcode;
} codes[] = {
  { "nodata", 0 }, { "formerr", 1 }, { "servfail", 2 }, { "nx", 3 },
  { "notimp", 4 }, { "refused", 5 }, { "odd", 11 },
};

static const struct
{
  const char *behaviour;
  GByteArray *(*respond) (const Question *question);
} answers[] = {
  { "ok", respond_address },       { "late", respond_address }, { "many", respond_many },
  { "chain", respond_chain },      { "loop", respond_loop },    { "broken", respond_broken },
  { "wrongid", respond_wrong_id }, { "echo", respond_echo },
};

/* Returns: (transfer full) (nullable): NULL for silence */
static GByteArray *
respond (const Question *question)
{
  const char *behaviour = question->behaviour;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (g_str_equal (behaviour, codes[i].behaviour))
      return response_new (question, codes[i].rcode);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    if (g_str_equal (behaviour, answers[i].behaviour))
      return answers[i].respond (question);
  }
  if (g_str_equal (behaviour, "garbage"))
    return respond_garbage ();
  if (g_str_equal (behaviour, "lost"))
    return question->again ? respond_address (question) : NULL;
  if (g_str_equal (behaviour, "once"))
    return question->again ? respond_address (question) : response_new (question, 2);
  if (g_str_has_prefix (behaviour, "big"))
    return question->tcp ? respond_address (question) : respond_truncated (question);
  g_assert_cmpstr (behaviour, ==, "silent");
  return NULL;
}

/* Reads the two labels, and takes out what else a resolver may have added (EDNS). */
static void
question_read (DnsServer *self, Question *question, gboolean tcp)
{
  gsize position = HEADER_LENGTH;
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *key = NULL;

  g_assert_cmpint (question->length, >, HEADER_LENGTH);
  while (question->bytes[position]) {
    guint8 length = question->bytes[position];

    g_assert_cmpint (position + length + 5, <=, question->length);
    g_ptr_array_add (labels, g_strndup ((const char *) question->bytes + position + 1, length));
    position += 1 + length;
  }
  g_assert_cmpint (labels->len, >=, 2);
  question->type = uint16_at (question->bytes + position + 1);
  g_assert_true (question->type == TYPE_A || question->type == TYPE_AAAA);
  question->length = position + 5;
  question->tcp = tcp;
  if (g_str_has_prefix (labels->pdata[0], "linecheck-"))
    question->behaviour = g_strdup ("nx");
  else
    question->behaviour = g_strdup (labels->pdata[question->type == TYPE_A ? 0 : 1]);
  key = g_strdup_printf ("%.*s%u", (int) (position - HEADER_LENGTH),
                         question->bytes + HEADER_LENGTH, question->type);
  question->again = !g_hash_table_add (self->seen, g_steal_pointer (&key));
}

static void
send_to (DnsServer *self, GSocketAddress *to, GByteArray *message)
{
  g_autoptr (GError) error = NULL;

  g_socket_send_to (self->udp, to, (const char *) message->data, message->len, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
late_cb (gpointer user_data)
{
  Late *late = user_data;

  send_to (late->server, late->to, late->message);
  return G_SOURCE_REMOVE;
}

static void
late_free (gpointer data)
{
  Late *late = data;

  g_object_unref (late->to);
  g_byte_array_unref (late->message);
  g_free (late);
}

static void
source_free (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

static void
send_late (DnsServer *self, GSocketAddress *to, GByteArray *message)
{
  GSource *source = g_timeout_source_new (LATE_MS);
  Late *late = g_new0 (Late, 1);

  late->server = self;
  late->to = g_object_ref (to);
  late->message = g_byte_array_ref (message);
  g_source_set_callback (source, late_cb, late, late_free);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_ptr_array_add (self->late, source);
}

static gboolean
asked_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  DnsServer *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) from = NULL;
  g_autoptr (GByteArray) message = NULL;
  Question question = { 0 };
  gssize length;

  length = g_socket_receive_from (socket, &from, (char *) question.bytes, sizeof question.bytes,
                                  NULL, &error);
  /* A client that went away leaves an ICMP error behind. */
  if (length < 0)
    return G_SOURCE_CONTINUE;
  question.length = (gsize) length;
  self->questions++;
  question_read (self, &question, FALSE);
  message = respond (&question);
  if (message && g_str_equal (question.behaviour, "late"))
    send_late (self, from, message);
  else if (message)
    send_to (self, from, message);
  g_free (question.behaviour);
  return G_SOURCE_CONTINUE;
}

/* Over TCP a client is served to its end at once: it is in this process, and has sent already. */
static gboolean
connected_cb (GSocketService *service,
              GSocketConnection *connection,
              GObject *source,
              gpointer user_data)
{
  DnsServer *self = user_data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GByteArray) message = NULL;
  g_autoptr (GByteArray) framed = g_byte_array_new ();
  guint8 prefix[2];
  Question question = { 0 };

  /* The socket is served blocking, but the client needs the main context to write. */
  while (!g_socket_condition_check (g_socket_connection_get_socket (connection), G_IO_IN))
    g_main_context_iteration (g_main_context_get_thread_default (), FALSE);
  g_assert_true (g_input_stream_read_all (input, prefix, 2, NULL, NULL, NULL));
  question.length = uint16_at (prefix);
  g_assert_cmpint (question.length, <=, sizeof question.bytes);
  g_assert_true (
      g_input_stream_read_all (input, question.bytes, question.length, NULL, NULL, NULL));
  question_read (self, &question, TRUE);
  message = respond (&question);
  put_uint16 (framed, message->len);
  g_byte_array_append (framed, message->data, message->len);
  if (g_str_equal (question.behaviour, "bighold"))
    g_ptr_array_add (self->held, g_object_ref (connection));
  else if (!g_str_equal (question.behaviour, "bigshut"))
    g_output_stream_write_all (output, framed->data, framed->len, NULL, NULL, NULL);
  g_free (question.behaviour);
  return TRUE;
}

static GSocketAddress *
loopback_port (guint16 port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

  return g_inet_socket_address_new (loopback, port);
}

static GSocket *
bound_udp_socket (guint16 port)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) any = loopback_port (port);
  GSocket *socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, any, FALSE, &error);
  g_assert_no_error (error);
  return socket;
}

static GSocketAddress *
local_address (GSocket *socket)
{
  g_autoptr (GError) error = NULL;
  GSocketAddress *address = g_socket_get_local_address (socket, &error);

  g_assert_no_error (error);
  return address;
}

/* The same port for UDP and TCP, so a UDP port whose TCP twin is taken is given up. */
static void
listen_on_both (DnsServer *self, guint16 port)
{
  for (guint i = 0; i < 20 && !self->tcp; i++) {
    g_autoptr (GSocketAddress) address = NULL;

    g_clear_object (&self->udp);
    self->udp = bound_udp_socket (port);
    address = local_address (self->udp);
    self->tcp = g_socket_service_new ();
    if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->tcp), address,
                                        G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, NULL,
                                        NULL))
      g_clear_object (&self->tcp);
    g_free (self->address);
    self->address = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  }
  g_assert_nonnull (self->tcp);
}

DnsServer *
dns_server_new_at (guint16 port)
{
  DnsServer *self = g_new0 (DnsServer, 1);

  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->late = g_ptr_array_new_with_free_func (source_free);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  listen_on_both (self, port);
  g_signal_connect (self->tcp, "incoming", G_CALLBACK (connected_cb), self);
  g_socket_set_blocking (self->udp, FALSE);
  self->source = g_socket_create_source (self->udp, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (asked_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

DnsServer *
dns_server_new (void)
{
  return dns_server_new_at (0);
}

void
dns_server_free (DnsServer *self)
{
  source_free (self->source);
  g_ptr_array_unref (self->late);
  g_ptr_array_unref (self->held);
  g_signal_handlers_disconnect_by_data (self->tcp, self);
  g_socket_service_stop (self->tcp);
  g_socket_listener_close (G_SOCKET_LISTENER (self->tcp));
  g_object_unref (self->tcp);
  g_object_unref (self->udp);
  g_hash_table_unref (self->seen);
  g_free (self->address);
  g_free (self);
}

const char *
dns_server_get_address (DnsServer *self)
{
  return self->address;
}

guint
dns_server_get_questions (DnsServer *self)
{
  return self->questions;
}

char *
dns_closed_port (void)
{
  g_autoptr (GSocket) socket = bound_udp_socket (0);
  g_autoptr (GSocketAddress) address = local_address (socket);

  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}
