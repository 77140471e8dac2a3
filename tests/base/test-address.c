/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-address.h"

typedef struct
{
  const char *address;
  gboolean unusable;
  gboolean private;
} Case;

static const Case cases[] = {
  /* IPv4, each block's first and last address and its neighbours */
  { "0.0.0.0", TRUE, FALSE },
  { "0.255.255.255", TRUE, FALSE },
  { "1.0.0.0", FALSE, FALSE },
  { "9.255.255.255", FALSE, FALSE },
  { "10.0.0.0", FALSE, TRUE },
  { "10.255.255.255", FALSE, TRUE },
  { "11.0.0.0", FALSE, FALSE },
  { "100.63.255.255", FALSE, FALSE },
  { "100.64.0.0", FALSE, TRUE },
  { "100.127.255.255", FALSE, TRUE },
  { "100.128.0.0", FALSE, FALSE },
  { "127.0.0.1", TRUE, TRUE },
  { "127.255.255.255", TRUE, TRUE },
  { "128.0.0.0", FALSE, FALSE },
  { "169.253.255.255", FALSE, FALSE },
  { "169.254.0.1", FALSE, TRUE },
  { "169.255.0.0", FALSE, FALSE },
  { "172.15.255.255", FALSE, FALSE },
  { "172.16.0.0", FALSE, TRUE },
  { "172.31.255.255", FALSE, TRUE },
  { "172.32.0.0", FALSE, FALSE },
  { "192.0.0.8", FALSE, TRUE },
  { "192.0.1.0", FALSE, FALSE },
  { "192.167.255.255", FALSE, FALSE },
  { "192.168.0.0", FALSE, TRUE },
  { "192.168.255.255", FALSE, TRUE },
  { "192.169.0.0", FALSE, FALSE },
  { "223.255.255.255", FALSE, FALSE },
  { "224.0.0.1", TRUE, FALSE },
  { "239.255.255.255", TRUE, FALSE },
  { "240.0.0.0", TRUE, FALSE },
  { "255.255.255.255", TRUE, FALSE },
  /* Documentation ranges are public here */
  { "192.0.2.1", FALSE, FALSE },
  { "198.51.100.1", FALSE, FALSE },
  { "203.0.113.1", FALSE, FALSE },
  { "198.18.0.1", FALSE, FALSE },
  { "2001:db8::1", FALSE, FALSE },
  /* IPv6 */
  { "::", TRUE, FALSE },
  { "::1", TRUE, TRUE },
  { "::2", FALSE, FALSE },
  { "2001:4860:4860::8888", FALSE, FALSE },
  { "fbff::1", FALSE, FALSE },
  { "fc00::1", FALSE, TRUE },
  { "fdff:ffff::1", FALSE, TRUE },
  { "fe00::1", FALSE, FALSE },
  { "fe80::1", FALSE, TRUE },
  { "fe80::1%eth0", FALSE, TRUE },
  { "febf::1", FALSE, TRUE },
  { "fec0::1", FALSE, TRUE },
  { "ff02::1", TRUE, FALSE },
  /* IPv4-mapped */
  { "::ffff:127.0.0.1", TRUE, TRUE },
  { "::ffff:10.1.2.3", FALSE, TRUE },
  { "::ffff:0.0.0.0", TRUE, FALSE },
  { "::ffff:203.0.113.1", FALSE, FALSE },
  { "64:ff9b::10.1.2.3", FALSE, FALSE },
  /* No address at all */
  { "", FALSE, FALSE },
  { "localhost", FALSE, FALSE },
  { "10.1.2", FALSE, FALSE },
  { "10.1.2.3.4", FALSE, FALSE },
  { "10.1.2.3:80", FALSE, FALSE },
  { NULL, FALSE, FALSE },
};

static void
test_blocks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].address ? cases[i].address : "NULL");
    g_assert_cmpint (lc_address_is_unusable (cases[i].address), ==, cases[i].unusable);
    g_assert_cmpint (lc_address_is_private (cases[i].address), ==, cases[i].private);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/address/blocks", test_blocks);
  return g_test_run ();
}
