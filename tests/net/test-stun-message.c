/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "net/lc-stun-message.h"

/* The transaction id of all of RFC 5769's vectors */
static const guint8 vector_id[LC_STUN_TRANSACTION_ID_LENGTH]
    = { 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae };

#define ID "b7e7a701 bc34d686 fa87dfae "
#define COOKIE "2112a442 "

/* RFC 5769 2.1 */
static const char vector_request[]
    = "00010058 " COOKIE ID "80220010 5354554e 20746573 7420636c 69656e74 "
      "00240004 6e0001ff "
      "80290008 932ff9b1 51263b36 "
      "00060009 6576746a 3a683676 59202020 "
      "00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2 "
      "80280004 e57a3bcf";

/* RFC 5769 2.2 */
static const char vector_ipv4[] = "0101003c " COOKIE ID "8022000b 74657374 20766563 746f7220 "
                                  "00200008 0001a147 e112a643 "
                                  "00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 "
                                  "80280004 c07d4c96";

/* RFC 5769 2.3 */
static const char vector_ipv6[] = "01010048 " COOKIE ID "8022000b 74657374 20766563 746f7220 "
                                  "00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9 "
                                  "00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41 "
                                  "80280004 c8fb0b4c";

static GByteArray *
from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *c = hex; *c; c++) {
    guint8 byte;

    if (*c == ' ')
      continue;
    byte = (guint8) (g_ascii_xdigit_value (c[0]) << 4 | g_ascii_xdigit_value (c[1]));
    g_byte_array_append (bytes, &byte, 1);
    c++;
  }
  return bytes;
}

/* A copy that is exactly as long as the message, so that a sanitizer sees any overrun. */
static LcStunReply *
parse_bytes (const guint8 *data, gsize length)
{
  g_autofree guint8 *copy = g_memdup2 (data, length);

  return lc_stun_reply_parse (copy, length, vector_id);
}

static LcStunReply *
parse_hex (const char *hex)
{
  g_autoptr (GByteArray) bytes = from_hex (hex);

  return parse_bytes (bytes->data, bytes->len);
}

static void
test_vector_ipv4 (void)
{
  g_autoptr (LcStunReply) reply = parse_hex (vector_ipv4);

  g_assert_cmpstr (reply->problem, ==, NULL);
  g_assert_cmpint (reply->kind, ==, LC_STUN_SUCCESS);
  g_assert_cmpstr (reply->mapped, ==, "192.0.2.1:32853");
  g_assert_cmpstr (reply->mapped_address, ==, "192.0.2.1");
  g_assert_cmpint (reply->mapped_port, ==, 32853);
  g_assert_cmpstr (reply->software, ==, "test vector");
  g_assert_cmpint (reply->error_code, ==, 0);
  g_assert_null (reply->reason);
}

static void
test_vector_ipv6 (void)
{
  g_autoptr (LcStunReply) reply = parse_hex (vector_ipv6);

  g_assert_cmpstr (reply->problem, ==, NULL);
  g_assert_cmpint (reply->kind, ==, LC_STUN_SUCCESS);
  g_assert_cmpstr (reply->mapped, ==, "[2001:db8:1234:5678:11:2233:4455:6677]:32853");
  g_assert_cmpstr (reply->mapped_address, ==, "2001:db8:1234:5678:11:2233:4455:6677");
  g_assert_cmpint (reply->mapped_port, ==, 32853);
}

/* Well-formed, with our id even, but a request: a reflector, not a server. */
static void
test_vector_request (void)
{
  g_autoptr (LcStunReply) reply = parse_hex (vector_request);

  g_assert_cmpstr (reply->problem, ==, NULL);
  g_assert_cmpint (reply->kind, ==, LC_STUN_OTHER_TRANSACTION);
  g_assert_null (reply->software);
}

static void
test_request (void)
{
  g_autoptr (GBytes) request = lc_stun_request_new (vector_id);
  g_autoptr (GByteArray) header = from_hex ("00010008 " COOKIE ID "80280004");
  g_autoptr (LcStunReply) reply = NULL;
  g_autofree guint8 *changed = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (request, &length);

  g_assert_cmpint (length, ==, 28);
  g_assert_cmpmem (data, 24, header->data, header->len);
  /* The FINGERPRINT is right: with one bit changed it no longer is. */
  reply = parse_bytes (data, length);
  g_assert_cmpint (reply->kind, ==, LC_STUN_OTHER_TRANSACTION);
  g_clear_pointer (&reply, lc_stun_reply_free);
  changed = g_memdup2 (data, length);
  changed[27] ^= 1;
  reply = parse_bytes (changed, length);
  g_assert_cmpint (reply->kind, ==, LC_STUN_MALFORMED);
  g_assert_cmpstr (reply->problem, ==, "FINGERPRINT does not fit");
}

typedef struct
{
  const char *name;
  const char *hex;
  LcStunKind kind;
  const char *mapped;
  guint error_code;
  const char *reason;
  const char *problem;
} Case;

#define XOR_MAPPED "00200008 0001a147 e112a643 "
#define MAPPED "00010008 00010050 c6336407 "

static const Case cases[] = {
  { "mapped-address", "0101000c " COOKIE ID MAPPED, LC_STUN_SUCCESS, "198.51.100.7:80" },
  { "xor-wins", "01010018 " COOKIE ID MAPPED XOR_MAPPED, LC_STUN_SUCCESS, "192.0.2.1:32853" },
  { "first-wins", "01010018 " COOKIE ID XOR_MAPPED "00200008 0001ffff ffffffff", LC_STUN_SUCCESS,
    "192.0.2.1:32853" },
  { "mapped-ipv6", "01010018 " COOKIE ID "00010014 00020050 20010db8 00000000 00000000 00000001",
    LC_STUN_SUCCESS, "[2001:db8::1]:80" },
  { "unknown-optional", "01010014 " COOKIE ID "c0010002 abcd0000 " XOR_MAPPED, LC_STUN_SUCCESS,
    "192.0.2.1:32853" },
  { "unknown-required", "01010018 " COOKIE ID "00050008 00010050 c6336407 " XOR_MAPPED,
    LC_STUN_SUCCESS, "192.0.2.1:32853" },
  { "no-address", "01010000 " COOKIE ID, LC_STUN_NO_ADDRESS },
  { "no-address-2", "01010008 " COOKIE ID "80220003 61626300", LC_STUN_NO_ADDRESS },
  { "no-address-and-port", "0101000c " COOKIE ID "00010008 00010000 00000000", LC_STUN_NO_ADDRESS },
  { "xor-no-address", "0101000c " COOKIE ID "00200008 0001a147 2112a442", LC_STUN_NO_ADDRESS },
  { "no-port", "0101000c " COOKIE ID "00010008 00010000 c6336407", LC_STUN_NO_ADDRESS },
  { "no-ipv6", "01010018 " COOKIE ID "00010014 00020050 00000000 00000000 00000000 00000000",
    LC_STUN_NO_ADDRESS },
  { "multicast", "0101000c " COOKIE ID "00010008 00010050 e0000001", LC_STUN_NO_ADDRESS },
  { "error-401", "01110014 " COOKIE ID "0009000e 00000401 556e6175 74686f72 697a0000",
    LC_STUN_ERROR_RESPONSE, NULL, 401, "Unauthoriz" },
  { "error-699", "01110008 " COOKIE ID "00090004 fffffe63", LC_STUN_ERROR_RESPONSE, NULL, 699, "" },
  { "error-no-utf8", "0111000c " COOKIE ID "00090008 00000514 41ff0a42", LC_STUN_ERROR_RESPONSE,
    NULL, 520, "A\357\277\275?B" },
  { "other-id", "0101000c " COOKIE "b7e7a701 bc34d686 fa87dfaf " XOR_MAPPED,
    LC_STUN_OTHER_TRANSACTION },
  { "indication", "0011000c " COOKIE ID XOR_MAPPED, LC_STUN_OTHER_TRANSACTION },
  { "other-method", "0103000c " COOKIE ID XOR_MAPPED, LC_STUN_OTHER_TRANSACTION },
  /* Malformed */
  { "empty", "", LC_STUN_MALFORMED, NULL, 0, NULL, "shorter than a STUN header" },
  { "short", "01010000 " COOKIE "b7e7a701 bc34d686 fa87df", LC_STUN_MALFORMED, NULL, 0, NULL,
    "shorter than a STUN header" },
  { "top-bits", "41010000 " COOKIE ID, LC_STUN_MALFORMED, NULL, 0, NULL,
    "the first two bits are not zero" },
  { "rtp-like", "81010000 " COOKIE ID, LC_STUN_MALFORMED, NULL, 0, NULL,
    "the first two bits are not zero" },
  { "cookie", "01010000 2112a443 " ID, LC_STUN_MALFORMED, NULL, 0, NULL, "no magic cookie" },
  { "longer", "01010000 " COOKIE ID "00000000", LC_STUN_MALFORMED, NULL, 0, NULL,
    "the length does not fit the datagram" },
  { "shorter", "01010010 " COOKIE ID XOR_MAPPED, LC_STUN_MALFORMED, NULL, 0, NULL,
    "the length does not fit the datagram" },
  { "odd-length", "01010002 " COOKIE ID "8022", LC_STUN_MALFORMED, NULL, 0, NULL,
    "the length does not fit the datagram" },
  { "overrun", "0101000c " COOKIE ID "00200009 0001a147 e112a643", LC_STUN_MALFORMED, NULL, 0, NULL,
    "an attribute overruns the message" },
  { "overrun-far", "01010004 " COOKIE ID "8022ffff", LC_STUN_MALFORMED, NULL, 0, NULL,
    "an attribute overruns the message" },
  { "xor-short", "01010008 " COOKIE ID "00200004 0001a147", LC_STUN_MALFORMED, NULL, 0, NULL,
    "XOR-MAPPED-ADDRESS cannot be read" },
  { "xor-empty", "01010004 " COOKIE ID "00200000", LC_STUN_MALFORMED, NULL, 0, NULL,
    "XOR-MAPPED-ADDRESS cannot be read" },
  { "xor-family", "0101000c " COOKIE ID "00200008 0003a147 e112a643", LC_STUN_MALFORMED, NULL, 0,
    NULL, "XOR-MAPPED-ADDRESS cannot be read" },
  { "xor-ipv6-short", "0101000c " COOKIE ID "00200008 0002a147 e112a643", LC_STUN_MALFORMED, NULL,
    0, NULL, "XOR-MAPPED-ADDRESS cannot be read" },
  { "mapped-family", "0101000c " COOKIE ID "00010008 0000a147 e112a643", LC_STUN_MALFORMED, NULL, 0,
    NULL, "MAPPED-ADDRESS cannot be read" },
  { "error-missing", "01110000 " COOKIE ID, LC_STUN_MALFORMED, NULL, 0, NULL,
    "an error response without ERROR-CODE" },
  { "error-short", "01110008 " COOKIE ID "00090003 00000400", LC_STUN_MALFORMED, NULL, 0, NULL,
    "ERROR-CODE is too short" },
  { "error-class", "01110008 " COOKIE ID "00090004 00000200", LC_STUN_MALFORMED, NULL, 0, NULL,
    "ERROR-CODE is out of range" },
  { "error-class-7", "01110008 " COOKIE ID "00090004 00000700", LC_STUN_MALFORMED, NULL, 0, NULL,
    "ERROR-CODE is out of range" },
  { "error-number", "01110008 " COOKIE ID "00090004 00000464", LC_STUN_MALFORMED, NULL, 0, NULL,
    "ERROR-CODE is out of range" },
  { "fingerprint-wrong", "01010014 " COOKIE ID XOR_MAPPED "80280004 12345678", LC_STUN_MALFORMED,
    NULL, 0, NULL, "FINGERPRINT does not fit" },
  { "fingerprint-size", "01010008 " COOKIE ID "80280003 12345600", LC_STUN_MALFORMED, NULL, 0, NULL,
    "FINGERPRINT is not 4 bytes at the end" },
  { "fingerprint-not-last", "01010014 " COOKIE ID "80280004 12345678 " XOR_MAPPED,
    LC_STUN_MALFORMED, NULL, 0, NULL, "FINGERPRINT is not 4 bytes at the end" },
};

static void
test_case (gconstpointer user_data)
{
  const Case *expected = user_data;
  g_autoptr (LcStunReply) reply = parse_hex (expected->hex);

  g_assert_cmpstr (reply->problem, ==, expected->problem);
  g_assert_cmpint (reply->kind, ==, expected->kind);
  g_assert_cmpstr (reply->mapped, ==, expected->mapped);
  g_assert_cmpint (reply->error_code, ==, expected->error_code);
  g_assert_cmpstr (reply->reason, ==, expected->reason);
  g_assert_true ((reply->mapped_address != NULL) == (reply->mapped != NULL));
}

/* A server's name is cut at 128 characters, not bytes, and holds no control characters. */
static void
test_long_text (void)
{
  g_autoptr (GByteArray) message = from_hex ("01010204 " COOKIE ID "80220200");
  g_autoptr (LcStunReply) reply = NULL;

  for (guint i = 0; i < 256; i++)
    g_byte_array_append (message, (const guint8 *) (i == 3 ? "\033]" : "\303\274"), 2);
  reply = parse_bytes (message->data, message->len);
  g_assert_cmpint (reply->kind, ==, LC_STUN_NO_ADDRESS);
  g_assert_cmpint (g_utf8_strlen (reply->software, -1), ==, 128);
  g_assert_true (g_utf8_validate (reply->software, -1, NULL));
  g_assert_true (g_str_has_prefix (reply->software, "\303\274\303\274\303\274?]\303\274"));
}

static void
assert_sane (const LcStunReply *reply)
{
  g_assert_cmpint (reply->kind, >=, LC_STUN_SUCCESS);
  g_assert_cmpint (reply->kind, <=, LC_STUN_NO_ADDRESS);
  g_assert_true ((reply->kind == LC_STUN_MALFORMED) == (reply->problem != NULL));
  g_assert_true ((reply->kind == LC_STUN_SUCCESS) == (reply->mapped != NULL));
  g_assert_true ((reply->kind == LC_STUN_ERROR_RESPONSE) <= (reply->error_code != 0));
  g_assert_true (!reply->software || g_utf8_validate (reply->software, -1, NULL));
  g_assert_true (!reply->reason || g_utf8_validate (reply->reason, -1, NULL));
}

/* Without FINGERPRINT, which would turn nearly every change away at once. */
static GByteArray *
seed_message (guint which)
{
  static const char *const seeds[] = {
    "01010028 " COOKIE ID "80220003 61626300 " XOR_MAPPED MAPPED "c0010004 00000000",
    "01010018 " COOKIE ID "00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9",
    "0111001c " COOKIE ID "0009000e 00000401 556e6175 74686f72 697a0000 80220002 41420000",
    vector_ipv4,
  };

  return from_hex (seeds[which % G_N_ELEMENTS (seeds)]);
}

static void
test_mutations (void)
{
  for (guint i = 0; i < 20000; i++) {
    g_autoptr (GByteArray) message = seed_message (i);
    g_autoptr (LcStunReply) reply = NULL;
    guint changes = (guint) g_test_rand_int_range (1, 5);

    if (g_test_rand_bit ())
      g_byte_array_set_size (message, (guint) g_test_rand_int_range (0, (int) message->len + 1));
    for (guint j = 0; j < changes && message->len > 0; j++)
      message->data[g_test_rand_int_range (0, (int) message->len)]
          = (guint8) g_test_rand_int_range (0, 256);
    /* Half of them with a length that fits, to get past the header. */
    if (message->len >= 20 && g_test_rand_bit ()) {
      message->data[2] = (guint8) ((message->len - 20) >> 8);
      message->data[3] = (guint8) (message->len - 20);
    }
    reply = parse_bytes (message->data, message->len);
    assert_sane (reply);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/stun-message/vector-ipv4", test_vector_ipv4);
  g_test_add_func ("/net/stun-message/vector-ipv6", test_vector_ipv6);
  g_test_add_func ("/net/stun-message/vector-request", test_vector_request);
  g_test_add_func ("/net/stun-message/request", test_request);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/net/stun-message/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/net/stun-message/long-text", test_long_text);
  g_test_add_func ("/net/stun-message/mutations", test_mutations);
  return g_test_run ();
}
