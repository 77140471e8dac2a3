/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-stun-message.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-address.h"
#include "base/lc-endpoint.h"

#define HEADER_LENGTH 20
#define ATTRIBUTE_HEADER_LENGTH 4
#define FINGERPRINT_LENGTH (ATTRIBUTE_HEADER_LENGTH + 4)
#define COOKIE_OFFSET 4
#define ID_OFFSET 8
#define MAX_TEXT 128

#define MAGIC_COOKIE 0x2112a442u
#define FINGERPRINT_XOR 0x5354554eu

/* Class and method together, RFC 8489 5 */
enum
{
  BINDING_REQUEST = 0x0001,
  BINDING_SUCCESS = 0x0101,
  BINDING_ERROR = 0x0111,
};

enum
{
  ATTRIBUTE_MAPPED_ADDRESS = 0x0001,
  ATTRIBUTE_ERROR_CODE = 0x0009,
  ATTRIBUTE_XOR_MAPPED_ADDRESS = 0x0020,
  ATTRIBUTE_SOFTWARE = 0x8022,
  ATTRIBUTE_FINGERPRINT = 0x8028,
};

enum
{
  FAMILY_IPV4 = 0x01,
  FAMILY_IPV6 = 0x02,
};

typedef struct
{
  const guint8 *data; /* the whole message */
  gsize length;
  LcStunReply *reply;
  char *fallback_address; /* (owned) (nullable) MAPPED-ADDRESS */
  guint16 fallback_port;
} Parser;

static guint16
get_uint16 (const guint8 *bytes)
{
  return (guint16) (bytes[0] << 8 | bytes[1]);
}

static guint32
get_uint32 (const guint8 *bytes)
{
  return (guint32) get_uint16 (bytes) << 16 | get_uint16 (bytes + 2);
}

static void
put_uint16 (guint8 *bytes, guint16 value)
{
  bytes[0] = (guint8) (value >> 8);
  bytes[1] = (guint8) value;
}

static void
put_uint32 (guint8 *bytes, guint32 value)
{
  put_uint16 (bytes, (guint16) (value >> 16));
  put_uint16 (bytes + 2, (guint16) value);
}

/* CRC-32 of ITU V.42, bit by bit: messages are short. */
static guint32
crc32 (const guint8 *data, gsize length)
{
  guint32 crc = 0xffffffffu;

  for (gsize i = 0; i < length; i++) {
    crc ^= data[i];
    for (guint bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
  }
  return ~crc;
}

/* RFC 8489 14.7: over everything before the attribute itself. */
static guint32
fingerprint (const guint8 *message, gsize length)
{
  return crc32 (message, length) ^ FINGERPRINT_XOR;
}

static gboolean
malformed (Parser *parser, const char *problem)
{
  if (!parser->reply->problem)
    parser->reply->problem = g_strdup (problem);
  return FALSE;
}

/* A server's own words: made valid, printable and short. */
static char *
printable_text (const guint8 *data, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid ((const char *) data, (gssize) length);
  g_autoptr (GString) text = g_string_new (NULL);
  guint count = 0;

  for (const char *c = valid; *c && count < MAX_TEXT; c = g_utf8_next_char (c), count++) {
    gunichar character = g_utf8_get_char (c);

    g_string_append_unichar (text, g_unichar_isprint (character) ? character : '?');
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* RFC 8489 14.1 and 14.2. @mask: what the address is masked with (the cookie and
 * the transaction id), or %NULL. Returns: (transfer full) (nullable) */
static char *
read_address (const guint8 *value, gsize length, const guint8 *mask, guint16 *port)
{
  g_autoptr (GInetAddress) address = NULL;
  guint8 bytes[16];
  gsize size;

  if (length < 4)
    return NULL;
  size = value[1] == FAMILY_IPV4 ? 4 : 16;
  if ((value[1] != FAMILY_IPV4 && value[1] != FAMILY_IPV6) || length != 4 + size)
    return NULL;
  for (gsize i = 0; i < size; i++)
    bytes[i] = value[4 + i] ^ (mask ? mask[i] : 0);
  *port = get_uint16 (value + 2) ^ (mask ? get_uint16 (mask) : 0);
  address = g_inet_address_new_from_bytes (bytes,
                                           size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

static gboolean
read_xor_mapped (Parser *parser, const guint8 *value, gsize length)
{
  LcStunReply *reply = parser->reply;

  if (reply->mapped_address)
    return TRUE;
  reply->mapped_address
      = read_address (value, length, parser->data + COOKIE_OFFSET, &reply->mapped_port);
  /* Translators: what is wrong with an answer; stands after a colon, as every other of these. */
  return reply->mapped_address || malformed (parser, _ ("XOR-MAPPED-ADDRESS cannot be read"));
}

static gboolean
read_mapped (Parser *parser, const guint8 *value, gsize length)
{
  if (parser->fallback_address)
    return TRUE;
  parser->fallback_address = read_address (value, length, NULL, &parser->fallback_port);
  return parser->fallback_address || malformed (parser, _ ("MAPPED-ADDRESS cannot be read"));
}

static gboolean
read_error_code (Parser *parser, const guint8 *value, gsize length)
{
  LcStunReply *reply = parser->reply;
  guint hundreds;

  if (reply->error_code)
    return TRUE;
  if (length < 4)
    return malformed (parser, _ ("ERROR-CODE is too short"));
  hundreds = value[2] & 0x7;
  if (hundreds < 3 || hundreds > 6 || value[3] > 99)
    return malformed (parser, _ ("ERROR-CODE is out of range"));
  reply->error_code = hundreds * 100 + value[3];
  reply->reason = printable_text (value + 4, length - 4);
  return TRUE;
}

static gboolean
read_software (Parser *parser, const guint8 *value, gsize length)
{
  if (!parser->reply->software)
    parser->reply->software = printable_text (value, length);
  return TRUE;
}

static gboolean
read_fingerprint (Parser *parser, const guint8 *value, gsize length)
{
  const guint8 *start = value - ATTRIBUTE_HEADER_LENGTH;

  if (length != 4 || value + length != parser->data + parser->length)
    return malformed (parser, _ ("FINGERPRINT is not 4 bytes at the end"));
  if (get_uint32 (value) != fingerprint (parser->data, (gsize) (start - parser->data)))
    return malformed (parser, _ ("FINGERPRINT does not fit"));
  return TRUE;
}

static const struct
{
  guint16 type;
  gboolean (*read) (Parser *parser, const guint8 *value, gsize length);
} attributes[] = {
  { ATTRIBUTE_MAPPED_ADDRESS, read_mapped },         { ATTRIBUTE_ERROR_CODE, read_error_code },
  { ATTRIBUTE_XOR_MAPPED_ADDRESS, read_xor_mapped }, { ATTRIBUTE_SOFTWARE, read_software },
  { ATTRIBUTE_FINGERPRINT, read_fingerprint },
};

/* Unknown attributes are passed over, even those that RFC 8489 6.3.3 would have a client
 * stop at: old servers send RFC 3489's SOURCE-ADDRESS, and every client copes. */
static gboolean
read_attribute (Parser *parser, guint16 type, const guint8 *value, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++) {
    if (attributes[i].type == type)
      return attributes[i].read (parser, value, length);
  }
  return TRUE;
}

static gboolean
read_attributes (Parser *parser)
{
  gsize position = HEADER_LENGTH;

  while (position < parser->length) {
    const guint8 *attribute = parser->data + position;
    gsize left = parser->length - position;
    gsize length;

    if (left < ATTRIBUTE_HEADER_LENGTH)
      return malformed (parser, _ ("an attribute's header is cut off"));
    length = get_uint16 (attribute + 2);
    if (length > left - ATTRIBUTE_HEADER_LENGTH)
      return malformed (parser, _ ("an attribute overruns the message"));
    if (!read_attribute (parser, get_uint16 (attribute), attribute + ATTRIBUTE_HEADER_LENGTH,
                         length))
      return FALSE;
    /* The message's length is a multiple of 4, so the padding is within it. */
    position += ATTRIBUTE_HEADER_LENGTH + (length + 3) / 4 * 4;
  }
  return TRUE;
}

static gboolean
check_header (Parser *parser)
{
  const guint8 *data = parser->data;

  if (parser->length < HEADER_LENGTH)
    return malformed (parser, _ ("shorter than a STUN header"));
  if (data[0] & 0xc0)
    return malformed (parser, _ ("the first two bits are not zero"));
  if (get_uint32 (data + COOKIE_OFFSET) != MAGIC_COOKIE)
    return malformed (parser, _ ("no magic cookie"));
  if (get_uint16 (data + 2) % 4 || get_uint16 (data + 2) != parser->length - HEADER_LENGTH)
    return malformed (parser, _ ("the length does not fit the datagram"));
  return TRUE;
}

/* Nobody sends from port 0, from no address or from everybody's. */
static gboolean
is_possible (const LcStunReply *reply)
{
  LcAddressKind kind = lc_address_get_kind (reply->mapped_address);

  return reply->mapped_port != 0 && kind != LC_ADDRESS_UNSPECIFIED && kind != LC_ADDRESS_MULTICAST;
}

static LcStunKind
success_kind (Parser *parser)
{
  LcStunReply *reply = parser->reply;

  if (!reply->mapped_address) {
    reply->mapped_address = g_steal_pointer (&parser->fallback_address);
    reply->mapped_port = parser->fallback_port;
  }
  if (!reply->mapped_address || !is_possible (reply)) {
    g_clear_pointer (&reply->mapped_address, g_free);
    reply->mapped_port = 0;
    return LC_STUN_NO_ADDRESS;
  }
  reply->mapped = lc_endpoint_join (reply->mapped_address, reply->mapped_port);
  return LC_STUN_SUCCESS;
}

static LcStunKind
parse (Parser *parser, const guint8 *transaction_id)
{
  guint16 type;

  if (!check_header (parser) || !read_attributes (parser))
    return LC_STUN_MALFORMED;
  type = get_uint16 (parser->data);
  if (memcmp (parser->data + ID_OFFSET, transaction_id, LC_STUN_TRANSACTION_ID_LENGTH) != 0)
    return LC_STUN_OTHER_TRANSACTION;
  if (type == BINDING_SUCCESS)
    return success_kind (parser);
  if (type != BINDING_ERROR)
    return LC_STUN_OTHER_TRANSACTION;
  if (parser->reply->error_code)
    return LC_STUN_ERROR_RESPONSE;
  malformed (parser, _ ("an error response without ERROR-CODE"));
  return LC_STUN_MALFORMED;
}

/* What was read before something else turned out to be wrong is not to be trusted. */
static void
drop_contents (LcStunReply *reply)
{
  g_clear_pointer (&reply->mapped_address, g_free);
  g_clear_pointer (&reply->reason, g_free);
  g_clear_pointer (&reply->software, g_free);
  reply->mapped_port = 0;
  reply->error_code = 0;
}

void
lc_stun_reply_free (LcStunReply *reply)
{
  g_free (reply->mapped);
  g_free (reply->mapped_address);
  g_free (reply->reason);
  g_free (reply->software);
  g_free (reply->problem);
  g_free (reply);
}

GBytes *
lc_stun_request_new (const guint8 transaction_id[LC_STUN_TRANSACTION_ID_LENGTH])
{
  guint8 message[HEADER_LENGTH + FINGERPRINT_LENGTH];
  guint8 *attribute = message + HEADER_LENGTH;

  put_uint16 (message, BINDING_REQUEST);
  put_uint16 (message + 2, FINGERPRINT_LENGTH);
  put_uint32 (message + COOKIE_OFFSET, MAGIC_COOKIE);
  memcpy (message + ID_OFFSET, transaction_id, LC_STUN_TRANSACTION_ID_LENGTH);
  put_uint16 (attribute, ATTRIBUTE_FINGERPRINT);
  put_uint16 (attribute + 2, 4);
  put_uint32 (attribute + 4, fingerprint (message, HEADER_LENGTH));
  return g_bytes_new (message, sizeof message);
}

LcStunReply *
lc_stun_reply_parse (const guint8 *data,
                     gsize length,
                     const guint8 transaction_id[LC_STUN_TRANSACTION_ID_LENGTH])
{
  g_return_val_if_fail (data != NULL || length == 0, NULL);

  g_autoptr (LcStunReply) reply = g_new0 (LcStunReply, 1);
  Parser parser = { data, length, reply, NULL, 0 };

  reply->kind = parse (&parser, transaction_id);
  if (reply->kind == LC_STUN_MALFORMED || reply->kind == LC_STUN_OTHER_TRANSACTION)
    drop_contents (reply);
  g_free (parser.fallback_address);
  return g_steal_pointer (&reply);
}
