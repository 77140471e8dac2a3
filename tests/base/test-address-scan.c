/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/lc-address-scan.h"

typedef struct
{
  const char *text;
  const char *rest;  /* the text with "#" for each address */
  const char *found; /* the addresses, with spaces between */
} Case;

static const Case cases[] = {
  /* By itself, and what is none. */
  { "10.1.0.1", "#", "10.1.0.1" },
  { "2001:db8:77::42", "#", "2001:db8:77::42" },
  { "::", "#", "::" },
  { "", "", "" },
  { "10.1.0.", "10.1.0.", "" },
  { "1.10.2.3.4", "1.10.2.3.4", "" },
  { "256.1.1.1", "256.1.1.1", "" },
  { "12:34:56", "12:34:56", "" },
  { "aa:bb:cc:dd:ee:ff", "aa:bb:cc:dd:ee:ff", "" },
  { "deadbeef", "deadbeef", "" },
  { "16232", "16232", "" },
  { "TCP 16232 to", "TCP 16232 to", "" },
  { ":16232", ":16232", "" },
  { "a:16232", "a:16232", "" },
  { ":", ":", "" },
  { "...", "...", "" },
  /* In sentences. */
  { "Behind 10.1.0.1.", "Behind #.", "10.1.0.1" },
  { "10.1.0.1, 10.1.0.2; (10.1.0.3)", "#, #; (#)", "10.1.0.1 10.1.0.2 10.1.0.3" },
  { "2001:db8::1: no answer", "#: no answer", "2001:db8::1" },
  { "fe80::: no answer", "#: no answer", "fe80::" },
  { "Ends at 2001:db8::1.", "Ends at #.", "2001:db8::1" },
  { "Gateway:2001:db8::1", "Gateway:#", "2001:db8::1" },
  { "2001:db8::1, 2001:db8::2", "#, #", "2001:db8::1 2001:db8::2" },
  { "„2001:db8::1“", "„#“", "2001:db8::1" },
  { "地址10.1.0.1的", "地址#的", "10.1.0.1" },
  { "10.1.0.1 → 10.1.0.2…", "# → #…", "10.1.0.1 10.1.0.2" },
  { "10.1.0.1-10.1.0.9", "#-#", "10.1.0.1 10.1.0.9" },
  { "10.1.0.0/16", "#/16", "10.1.0.0" },
  /* Part of something longer. */
  { "x10.1.0.1", "x10.1.0.1", "" },
  { "10.1.0.1x", "10.1.0.1x", "" },
  { "10.1.0.1.example.net", "10.1.0.1.example.net", "" },
  { "v10.1.0.1.2", "v10.1.0.1.2", "" },
  { "host_10.1.0.1", "host_10.1.0.1", "" },
  { "2001:db8::1:2", "#", "2001:db8::1:2" },
  { "1:2001:db8::1", "#", "1:2001:db8::1" },
  { "2001:db8::1x", "2001:db8::1x", "" },
  /* Ports and brackets. */
  { "10.1.0.1:443", "#:443", "10.1.0.1" },
  { "10.1.0.1:https", "#:https", "10.1.0.1" },
  { "10.1.0.1:10.1.0.2", "#:#", "10.1.0.1 10.1.0.2" },
  { "[2001:db8:77::42]:45172", "[#]:45172", "2001:db8:77::42" },
  { "[2001:db8:77::42]", "[#]", "2001:db8:77::42" },
  { "2001:db8:77::42:45172", "#:45172", "2001:db8:77::42" },
  { "2001:db8:77::42:https", "#:https", "2001:db8:77::42" },
  /* Zones. */
  { "fe80::1%eth0", "#%eth0", "fe80::1" },
  { "[fe80::1%eth0]:546", "[#%eth0]:546", "fe80::1" },
  { "http://[fe80::1%25eth0]/", "http://[#%25eth0]/", "fe80::1" },
  { "fe80::1%31", "#%31", "fe80::1" },
  { "fe80::1%3", "#%3", "fe80::1" },
  /* Another way to write the same. */
  { "2001:DB8:77:0:0:0:0:42", "#", "2001:db8:77::42" },
  { "::ffff:203.0.113.2", "#", "203.0.113.2" },
  { "::ffff:cb00:7102", "#", "203.0.113.2" },
  { "[::FFFF:203.0.113.2]:80", "[#]:80", "203.0.113.2" },
  { "64:ff9b::203.0.113.2", "#", "64:ff9b::cb00:7102" },
  /* URIs. */
  { "http://10.1.0.1:3128/a?b", "http://#:3128/a?b", "10.1.0.1" },
  { "http://user@10.1.0.1/", "http://user@#/", "10.1.0.1" },
  { "http://p/?ip=10.1.0.2&m=1", "http://p/?ip=#&m=1", "10.1.0.2" },
  { "http://p/?u=http%3A%2F%2F10.1.0.2%2F", "http://p/?u=http%3A%2F%2F#%2F", "10.1.0.2" },
  { "http://p/?ip%3D10.1.0.2", "http://p/?ip%3D#", "10.1.0.2" },
  { "?ip=2001%3Adb8%3A77%3a%3A42&x", "?ip=#&x", "2001:db8:77::42" },
  { "?ip=%5B2001%3Adb8%3A%3A1%5D%3A80", "?ip=%5B#%5D%3A80", "2001:db8::1" },
  { "?ip=10%2E1%2e0%2E2", "?ip=#", "10.1.0.2" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) rest = g_string_new (NULL);
    g_autoptr (GString) found = g_string_new (NULL);
    gsize at = 0;

    g_test_message ("%s", cases[i].text);
    while (TRUE) {
      g_auto (LcAddressSpan) span = { 0 };

      if (!lc_address_scan (cases[i].text, at, &span))
        break;
      g_assert_cmpuint (span.begin, >=, at);
      g_assert_cmpuint (span.end, >, span.begin);
      g_string_append_len (rest, cases[i].text + at, (gssize) (span.begin - at));
      g_string_append_c (rest, '#');
      g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "", span.address);
      at = span.end;
    }
    g_string_append (rest, cases[i].text + at);
    g_assert_cmpstr (rest->str, ==, cases[i].rest);
    g_assert_cmpstr (found->str, ==, cases[i].found);
  }
}

/* What is longer than any address is skipped as a whole, however long. */
static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (LcAddressSpan) span = { 0 };

  for (guint i = 0; i < 20000; i++)
    g_string_append (text, "1:");
  g_assert_false (lc_address_scan (text->str, 0, &span));
  g_string_append (text, " 10.1.0.1");
  g_assert_true (lc_address_scan (text->str, 0, &span));
  g_assert_cmpstr (span.address, ==, "10.1.0.1");
  g_assert_cmpuint (span.end, ==, text->len);
}

/* Whatever the text, spans are in order and within it. */
static void
test_random (void)
{
  static const char characters[] = "0123456789abcdef::::..%%3A[] xG_";

  for (guint i = 0; i < 200000; i++) {
    char text[24];
    gsize length = (gsize) g_test_rand_int_range (0, sizeof text);
    gsize at = 0;

    for (gsize j = 0; j < length; j++)
      text[j] = characters[g_test_rand_int_range (0, sizeof characters - 1)];
    text[length] = '\0';
    while (TRUE) {
      g_auto (LcAddressSpan) span = { 0 };
      g_autofree char *again = NULL;

      if (!lc_address_scan (text, at, &span))
        break;
      g_assert_cmpuint (span.begin, >=, at);
      g_assert_cmpuint (span.end, >, span.begin);
      g_assert_cmpuint (span.end, <=, length);
      again = lc_address_normalize (span.address);
      g_assert_cmpstr (again, ==, span.address);
      at = span.end;
    }
  }
}

static void
test_normalize (void)
{
  g_autofree char *zone = lc_address_normalize ("FE80::0:1%eth0");
  g_autofree char *mapped = lc_address_normalize ("::ffff:10.0.0.1");

  g_assert_cmpstr (zone, ==, "fe80::1");
  g_assert_cmpstr (mapped, ==, "10.0.0.1");
  g_assert_null (lc_address_normalize (NULL));
  g_assert_null (lc_address_normalize (""));
  g_assert_null (lc_address_normalize ("10.0.0.1:80"));
  g_assert_null (lc_address_normalize ("host.example"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address-scan/cases", test_cases);
  g_test_add_func ("/address-scan/long", test_long);
  g_test_add_func ("/address-scan/random", test_random);
  g_test_add_func ("/address-scan/normalize", test_normalize);
  return g_test_run ();
}
