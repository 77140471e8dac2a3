/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-dns-message.h"

/* "a.test" as a message carries it */
#define NAME "0161 0474657374 00 "
/* The start of a response about its A records. */
#define RESPONSE(answers) "1234 8180 0001 " answers " 0000 0000 " NAME "0001 0001 "
/* After the owner and the type of a record: IN, 60 s */
#define COMMON " 0001 0000003c "

/* A CNAME record to b.test, and two A records of that name, spelt in two ways */
static const char good_hex[] = RESPONSE ("0003") "c00c 0005" COMMON "0004 0162c00e "
                                                 "c024 0001" COMMON "0004 c0000201 "
                                                 "0142 0454455354 00 0001" COMMON "0004 c0000202";

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

static LcDnsAnswer *
read_copy (const void *data, gsize length, guint16 type)
{
  g_autofree guint8 *copy = g_memdup2 (data, length);

  return lc_dns_message_read (copy, length, type);
}

static void
test_read (void)
{
  g_autoptr (GByteArray) good = from_hex (good_hex);
  g_autoptr (LcDnsAnswer) answer = read_copy (good->data, good->len, LC_DNS_TYPE_A);

  g_assert_cmpint (answer->outcome, ==, LC_RESOLVE_OK);
  g_assert_cmpint (answer->addresses->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (answer->addresses, 0), ==, "192.0.2.1");
  g_assert_cmpstr (g_ptr_array_index (answer->addresses, 1), ==, "192.0.2.2");
  g_assert_cmpstr (answer->canonical, ==, "b.test");
}

/* The same message has no address for whoever asked for AAAA. */
static void
test_other_type (void)
{
  g_autoptr (GByteArray) good = from_hex (good_hex);
  g_autoptr (LcDnsAnswer) answer = read_copy (good->data, good->len, LC_DNS_TYPE_AAAA);

  g_assert_cmpint (answer->outcome, ==, LC_RESOLVE_NO_ADDRESS);
  g_assert_cmpint (answer->addresses->len, ==, 0);
}

/* However short a message is cut, it is no answer, and nothing beyond its end is read. */
static void
test_cut (void)
{
  g_autoptr (GByteArray) good = from_hex (good_hex);

  for (guint length = 0; length < good->len; length++) {
    g_autoptr (LcDnsAnswer) answer = read_copy (good->data, length, LC_DNS_TYPE_A);

    g_assert_cmpint (answer->outcome, ==, LC_RESOLVE_SERVER_FAILURE);
    g_assert_cmpint (answer->addresses->len, ==, 0);
  }
}

typedef struct
{
  const char *name;
  const char *hex;
} Case;

static const Case broken[] = {
  { "pointer-loop", RESPONSE ("0001") "c018 0001" COMMON "0004 c0000201" },
  { "pointer-beyond", RESPONSE ("0001") "c3ff 0001" COMMON "0004 c0000201" },
  { "address-length", RESPONSE ("0001") "c00c 0001" COMMON "0003 c00002" },
  { "data-overruns", RESPONSE ("0001") "c00c 0001" COMMON "0005 c0000201" },
  { "cname-too-short", RESPONSE ("0001") "c00c 0005" COMMON "0005 0162c00e00" },
  { "no-question", "1234 8180 0000 0000 0000 0000" },
  { "a-question", "1234 0100 0001 0000 0000 0000 " NAME "0001 0001" },
};

static void
test_broken (gconstpointer user_data)
{
  const Case *message = user_data;
  g_autoptr (GByteArray) bytes = from_hex (message->hex);
  g_autoptr (LcDnsAnswer) answer = read_copy (bytes->data, bytes->len, LC_DNS_TYPE_A);

  g_assert_cmpint (answer->outcome, ==, LC_RESOLVE_SERVER_FAILURE);
  g_assert_cmpint (answer->addresses->len, ==, 0);
}

static void
test_mutations (void)
{
  for (guint i = 0; i < 20000; i++) {
    g_autoptr (GByteArray) message = from_hex (good_hex);
    g_autoptr (LcDnsAnswer) answer = NULL;

    for (int j = g_test_rand_int_range (1, 6); j > 0; j--)
      message->data[g_test_rand_int_range (2, (int) message->len)]
          = (guint8) g_test_rand_int_range (0, 256);
    if (g_test_rand_bit ())
      g_byte_array_set_size (message, (guint) g_test_rand_int_range (12, (int) message->len));
    answer = read_copy (message->data, message->len,
                        g_test_rand_bit () ? LC_DNS_TYPE_A : LC_DNS_TYPE_AAAA);
    g_assert_true ((answer->outcome == LC_RESOLVE_OK) == (answer->addresses->len > 0));
    g_assert_true (!answer->canonical || g_utf8_validate (answer->canonical, -1, NULL));
  }
}

static void
test_name (void)
{
  g_autoptr (GBytes) name = lc_dns_name_new ("a.test");
  g_autoptr (GByteArray) expected = from_hex (NAME);
  gsize length;
  const guint8 *data = g_bytes_get_data (name, &length);

  g_assert_cmpmem (data, length, expected->data, expected->len);
}

static void
test_answers (void)
{
  g_autoptr (GByteArray) good = from_hex (good_hex);
  g_autoptr (GBytes) name = lc_dns_name_new ("a.test");
  g_autoptr (GBytes) upper = lc_dns_name_new ("A.Test");
  g_autoptr (GBytes) other = lc_dns_name_new ("b.test");
  g_autoptr (GBytes) longer = lc_dns_name_new ("a.test.test");

  g_assert_true (lc_dns_message_answers (good->data, good->len, name));
  g_assert_true (lc_dns_message_answers (good->data, good->len, upper));
  g_assert_false (lc_dns_message_answers (good->data, good->len, other));
  g_assert_false (lc_dns_message_answers (good->data, good->len, longer));
  g_assert_true (lc_dns_message_answers (good->data, 24, name));
  g_assert_false (lc_dns_message_answers (good->data, 23, name));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/dns-message/read", test_read);
  g_test_add_func ("/net/dns-message/other-type", test_other_type);
  g_test_add_func ("/net/dns-message/cut", test_cut);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autofree char *path = g_strconcat ("/net/dns-message/broken/", broken[i].name, NULL);

    g_test_add_data_func (path, &broken[i], test_broken);
  }
  g_test_add_func ("/net/dns-message/mutations", test_mutations);
  g_test_add_func ("/net/dns-message/name", test_name);
  g_test_add_func ("/net/dns-message/answers", test_answers);
  return g_test_run ();
}
