/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-endpoint.h"

typedef struct
{
  const char *text;
  const char *host; /* NULL: it is none */
  guint16 port;
} Case;

static const Case cases[] = {
  { "10.1.0.2:40000", "10.1.0.2", 40000 },
  { "10.1.0.2", "10.1.0.2", 0 },
  { "[2001:db8:77::42]:45172", "2001:db8:77::42", 45172 },
  { "[2001:db8:77::42]", "2001:db8:77::42", 0 },
  { "2001:db8:77::42", "2001:db8:77::42", 0 },
  { "::", "::", 0 },
  { "[::1]:65535", "::1", 65535 },
  { "fe80::1%eth0", "fe80::1%eth0", 0 },
  { "[fe80::1%eth0]:53", "fe80::1%eth0", 53 },
  { "[::ffff:10.0.0.1]:1", "::ffff:10.0.0.1", 1 },
  { "us.moviuscorp.net:443", "us.moviuscorp.net", 443 },
  { "proxy", "proxy", 0 },
  /* what a redacted report has in the place of an address */
  { "public-address-1:45172", "public-address-1", 45172 },
  { "", NULL, 0 },
  { NULL, NULL, 0 },
  { ":443", NULL, 0 },
  { "10.1.0.2:", NULL, 0 },
  { "10.1.0.2:0", NULL, 0 },
  { "10.1.0.2:65536", NULL, 0 },
  { "10.1.0.2:+80", NULL, 0 },
  { "10.1.0.2:80:90", NULL, 0 },
  { "[10.1.0.2]:80", NULL, 0 },
  { "[a.example]:80", NULL, 0 },
  { "[::1", NULL, 0 },
  { "[::1]80", NULL, 0 },
  { "[::1]:", NULL, 0 },
  { "[]:80", NULL, 0 },
  { "2001:db8::42:99999", NULL, 0 },
};

static void
test_split (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *host = NULL;
    g_autofree char *address = lc_endpoint_get_address (cases[i].text);
    guint16 port = 0;

    g_test_message ("%s", cases[i].text != NULL ? cases[i].text : "NULL");
    g_assert_cmpint (lc_endpoint_split (cases[i].text, &host, &port), ==, cases[i].host != NULL);
    g_assert_cmpstr (host, ==, cases[i].host);
    g_assert_cmpstr (address, ==, cases[i].host);
    g_assert_cmpuint (port, ==, cases[i].port);
  }
}

/* What is joined is read as it was. */
static void
test_join (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *joined = NULL;
    g_autofree char *host = NULL;
    guint16 port;

    if (cases[i].host == NULL || cases[i].port == 0)
      continue;
    joined = lc_endpoint_join (cases[i].host, cases[i].port);
    g_assert_cmpstr (joined, ==, cases[i].text);
    g_assert_true (lc_endpoint_split (joined, &host, &port));
    g_assert_cmpstr (host, ==, cases[i].host);
    g_assert_cmpuint (port, ==, cases[i].port);
  }
}

static void
test_bracket (void)
{
  g_autofree char *six = lc_endpoint_bracket ("2001:db8::1");
  g_autofree char *four = lc_endpoint_bracket ("192.0.2.1");
  g_autofree char *name = lc_endpoint_bracket ("a.example");

  g_assert_cmpstr (six, ==, "[2001:db8::1]");
  g_assert_cmpstr (four, ==, "192.0.2.1");
  g_assert_cmpstr (name, ==, "a.example");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/endpoint/split", test_split);
  g_test_add_func ("/endpoint/join", test_join);
  g_test_add_func ("/endpoint/bracket", test_bracket);
  return g_test_run ();
}
