/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-address.h"

/* Each block's first and last address and its neighbours, with every predicate.
 * Three predicates for "inside" had drifted apart on three of these:
 * - 192.0.0.2 is inside: it is the near end of a tunnel that carries IPv4 over IPv6
 *   (RFC 7335), so this computer's or its router's; nobody beyond the edge has it.
 * - ::ffff:10.0.0.1 is inside: it is how a socket writes 10.0.0.1 (RFC 4291 2.5.5.2).
 * - fe80::1%eth0 is inside, whether or not this computer has such a link: a report may
 *   come from another one, and the zone only says on which link the address is. */

typedef struct
{
  const char *address;
  LcAddressKind kind;
  gboolean inside;
  gboolean unusable;
  gboolean public;
  gboolean ipv6;
} KindCase;

static const KindCase kinds[] = {
  { "0.0.0.0", LC_ADDRESS_UNSPECIFIED, FALSE, TRUE, FALSE, FALSE },
  { "0.255.255.255", LC_ADDRESS_UNSPECIFIED, FALSE, TRUE, FALSE, FALSE },
  { "1.0.0.0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "9.255.255.255", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "10.0.0.0", LC_ADDRESS_PRIVATE, TRUE, FALSE, FALSE, FALSE },
  { "10.255.255.255", LC_ADDRESS_PRIVATE, TRUE, FALSE, FALSE, FALSE },
  { "11.0.0.0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "100.63.255.255", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "100.64.0.0", LC_ADDRESS_SHARED, TRUE, FALSE, FALSE, FALSE },
  { "100.127.255.255", LC_ADDRESS_SHARED, TRUE, FALSE, FALSE, FALSE },
  { "100.128.0.0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "126.255.255.255", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "127.0.0.1", LC_ADDRESS_LOOPBACK, TRUE, TRUE, FALSE, FALSE },
  { "127.255.255.255", LC_ADDRESS_LOOPBACK, TRUE, TRUE, FALSE, FALSE },
  { "128.0.0.0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "169.253.255.255", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "169.254.0.1", LC_ADDRESS_LINK_LOCAL, TRUE, FALSE, FALSE, FALSE },
  { "169.255.0.0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "172.15.255.255", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "172.16.0.0", LC_ADDRESS_PRIVATE, TRUE, FALSE, FALSE, FALSE },
  { "172.31.255.255", LC_ADDRESS_PRIVATE, TRUE, FALSE, FALSE, FALSE },
  { "172.32.0.0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "191.255.255.255", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "192.0.0.2", LC_ADDRESS_SPECIAL, TRUE, FALSE, FALSE, FALSE },
  { "192.0.0.255", LC_ADDRESS_SPECIAL, TRUE, FALSE, FALSE, FALSE },
  { "192.0.1.0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "192.0.2.1", LC_ADDRESS_DOCUMENTATION, FALSE, FALSE, TRUE, FALSE },
  { "192.0.3.0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "192.167.255.255", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "192.168.0.0", LC_ADDRESS_PRIVATE, TRUE, FALSE, FALSE, FALSE },
  { "192.168.255.255", LC_ADDRESS_PRIVATE, TRUE, FALSE, FALSE, FALSE },
  { "192.169.0.0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "198.17.255.255", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "198.18.0.1", LC_ADDRESS_DOCUMENTATION, FALSE, FALSE, TRUE, FALSE },
  { "198.19.255.255", LC_ADDRESS_DOCUMENTATION, FALSE, FALSE, TRUE, FALSE },
  { "198.20.0.0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "198.51.100.1", LC_ADDRESS_DOCUMENTATION, FALSE, FALSE, TRUE, FALSE },
  { "203.0.113.1", LC_ADDRESS_DOCUMENTATION, FALSE, FALSE, TRUE, FALSE },
  { "203.0.114.0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "223.255.255.255", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, FALSE },
  { "224.0.0.1", LC_ADDRESS_MULTICAST, FALSE, TRUE, FALSE, FALSE },
  { "239.255.255.255", LC_ADDRESS_MULTICAST, FALSE, TRUE, FALSE, FALSE },
  { "240.0.0.0", LC_ADDRESS_RESERVED, FALSE, TRUE, FALSE, FALSE },
  { "255.255.255.255", LC_ADDRESS_RESERVED, FALSE, TRUE, FALSE, FALSE },
  { "::", LC_ADDRESS_UNSPECIFIED, FALSE, TRUE, FALSE, TRUE },
  { "::1", LC_ADDRESS_LOOPBACK, TRUE, TRUE, FALSE, TRUE },
  { "::2", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, TRUE },
  { "100::", LC_ADDRESS_RESERVED, FALSE, TRUE, FALSE, TRUE },
  { "100:0:0:1::", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, TRUE },
  { "2001:4860:4860::8888", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, TRUE },
  { "2001:db7:ffff::1", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, TRUE },
  { "2001:db8::1", LC_ADDRESS_DOCUMENTATION, FALSE, FALSE, TRUE, TRUE },
  { "2001:db9::", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, TRUE },
  { "3fff:fff::1", LC_ADDRESS_DOCUMENTATION, FALSE, FALSE, TRUE, TRUE },
  { "3fff:1000::1", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, TRUE },
  { "fbff::1", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, TRUE },
  { "fc00::1", LC_ADDRESS_UNIQUE_LOCAL, TRUE, FALSE, FALSE, TRUE },
  { "fdff:ffff::1", LC_ADDRESS_UNIQUE_LOCAL, TRUE, FALSE, FALSE, TRUE },
  { "fe00::1", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, TRUE },
  { "fe80::1", LC_ADDRESS_LINK_LOCAL, TRUE, FALSE, FALSE, TRUE },
  { "fe80::1%eth0", LC_ADDRESS_LINK_LOCAL, TRUE, FALSE, FALSE, TRUE },
  { "fe80::1%no-such-link", LC_ADDRESS_LINK_LOCAL, TRUE, FALSE, FALSE, TRUE },
  { "febf::1", LC_ADDRESS_LINK_LOCAL, TRUE, FALSE, FALSE, TRUE },
  { "fec0::1", LC_ADDRESS_UNIQUE_LOCAL, TRUE, FALSE, FALSE, TRUE },
  { "ff02::1", LC_ADDRESS_MULTICAST, FALSE, TRUE, FALSE, TRUE },
  { "64:ff9b::a93f:1ae4", LC_ADDRESS_NAT64, FALSE, FALSE, TRUE, TRUE },
  { "64:ff9b::10.1.2.3", LC_ADDRESS_NAT64, FALSE, FALSE, TRUE, TRUE },
  { "64:ff9b::0.0.0.0", LC_ADDRESS_NAT64, FALSE, TRUE, FALSE, TRUE },
  { "64:ff9b::1:0:0", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, TRUE },
  { "64:ff9b:1::1", LC_ADDRESS_NAT64, FALSE, FALSE, TRUE, TRUE },
  { "64:ff9b:2::1", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, TRUE },
  { "::ffff:127.0.0.1", LC_ADDRESS_LOOPBACK, TRUE, TRUE, FALSE, FALSE },
  { "::ffff:10.0.0.1", LC_ADDRESS_PRIVATE, TRUE, FALSE, FALSE, FALSE },
  { "::ffff:0.0.0.0", LC_ADDRESS_UNSPECIFIED, FALSE, TRUE, FALSE, FALSE },
  { "::ffff:203.0.113.1", LC_ADDRESS_DOCUMENTATION, FALSE, FALSE, TRUE, FALSE },
  { "::10.0.0.1", LC_ADDRESS_PUBLIC, FALSE, FALSE, TRUE, TRUE },
  { "", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "localhost", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "10.1.2", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "10.1.2.3.4", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "10.1.2.3:80", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "10.01.2.3", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { " 10.1.2.3", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "[::1]", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "10.1.2.3%eth0", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "::ffff:10.0.0.1%eth0", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "fe80::1%", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "fe80::1%a%b", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "fe80::1%eth0:443", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { "local-address-1", LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
  { NULL, LC_ADDRESS_NONE, FALSE, FALSE, FALSE, FALSE },
};

static void
test_kinds (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const KindCase *test = &kinds[i];

    g_test_message ("%s", test->address != NULL ? test->address : "NULL");
    g_assert_cmpint (lc_address_get_kind (test->address), ==, test->kind);
    g_assert_cmpint (lc_address_is_inside (test->address), ==, test->inside);
    g_assert_cmpint (lc_address_is_unusable (test->address), ==, test->unusable);
    g_assert_cmpint (lc_address_is_public (test->address), ==, test->public);
    g_assert_cmpint (lc_address_is_ipv6 (test->address), ==, test->ipv6);
    g_assert_cmpint (lc_address_is_shared (test->address), ==, test->kind == LC_ADDRESS_SHARED);
    g_assert_cmpint (lc_address_is_loopback (test->address), ==, test->kind == LC_ADDRESS_LOOPBACK);
    g_assert_cmpint (lc_address_equal (test->address, test->address), ==,
                     test->kind != LC_ADDRESS_NONE);
  }
}

typedef struct
{
  const char *a;
  const char *b;
  gboolean equal;
  gboolean shares_prefix;
  gboolean neighbour;
} PairCase;

static const PairCase pairs[] = {
  { "10.1.0.1", "10.1.0.2", FALSE, TRUE, TRUE },
  { "10.1.0.1", "10.1.1.1", FALSE, FALSE, FALSE },
  { "2001:db8::1", "2001:DB8:0:0::1", TRUE, TRUE, TRUE },
  { "2001:db8::1", "2001:db8::2", FALSE, TRUE, TRUE },
  { "2001:db8:0:ffff::1", "2001:db8::1", FALSE, TRUE, TRUE },
  { "2001:db8:1::1", "2001:db8:2::1", FALSE, FALSE, FALSE },
  { "::ffff:10.0.0.1", "10.0.0.1", TRUE, TRUE, TRUE },
  /* zones */
  { "fe80::1%eth0", "fe80::1%eth0", TRUE, TRUE, TRUE },
  { "fe80::1%eth0", "fe80::1", TRUE, TRUE, TRUE },
  { "fe80::1%eth0", "fe80::1%eth1", FALSE, TRUE, TRUE },
  /* The last 32 bits of any IPv6 address are no IPv4 address. */
  { "2001:db8::a01:1", "10.1.0.1", FALSE, FALSE, FALSE },
  { "::10.1.0.1", "10.1.0.1", FALSE, FALSE, FALSE },
  /* NAT64 under the well-known prefix: two places are two, though all share 48 bits */
  { "64:ff9b::10.1.0.1", "10.1.0.1", TRUE, TRUE, TRUE },
  { "64:ff9b::a9fe:1", "64:ff9b::169.254.0.1", TRUE, TRUE, TRUE },
  { "64:ff9b::a93f:1ae4", "64:ff9b::a93f:a099", FALSE, FALSE, FALSE },
  { "64:ff9b::a93f:1ae4", "64:ff9b::a93f:1ae5", FALSE, TRUE, TRUE },
  /* under a network's own, of each length of RFC 6052 2.4; which one it is is not known,
   * and two that any of them leads apart are no neighbours */
  { "2001:db8:64::192.0.2.33", "192.0.2.33", FALSE, FALSE, FALSE },
  { "2001:db8:64::192.0.2.33", "2001:db8:64::192.0.2.44", FALSE, TRUE, TRUE },
  { "2001:db8:122:344:c0:2:2100::", "2001:db8:122:344:c0:2:2200::", FALSE, TRUE, FALSE },
  { "2001:db8:122:344:c0:2:2100::", "2001:db8:122:344:c0:3:2100::", FALSE, TRUE, FALSE },
  { "2001:db8:122:3c0:0:221::", "2001:db8:122:3c0:0:321::", FALSE, TRUE, FALSE },
  { "2001:db8:122:c000:2:2100::", "2001:db8:122:c000:3:2100::", FALSE, TRUE, FALSE },
  { "2001:db8:1c0:2:21::", "2001:db8:1c0:3:21::", FALSE, TRUE, FALSE },
  /* what stands behind the IPv4 address is no host's, and no prefix is so short */
  { "2001:db8:122:344:c0:2:2100:1", "2001:db8:122:344:c0:3:2100:1", FALSE, TRUE, TRUE },
  { "2001:db8:122:344:21a:2bff:fe3c:4d5e", "2001:db8:122:345:21a:2bff:fe3c:4d5e", FALSE, TRUE,
    TRUE },
  { "2001:db8:64::169.63.26.228", "2001:db8:64::169.63.160.153", FALSE, TRUE, FALSE },
  /* what is no address */
  { "local-address-1", "local-address-1", FALSE, FALSE, FALSE },
  { NULL, NULL, FALSE, FALSE, FALSE },
  { "10.1.0.1", NULL, FALSE, FALSE, FALSE },
  { "", "", FALSE, FALSE, FALSE },
};

static void
assert_pair (const PairCase *test, const char *a, const char *b)
{
  const char *const list[] = { "localhost", b, NULL };

  g_assert_cmpint (lc_address_equal (a, b), ==, test->equal);
  g_assert_cmpint (lc_address_is_in (a, list), ==, test->equal);
  g_assert_cmpint (lc_address_shares_prefix (a, b), ==, test->shares_prefix);
  g_assert_cmpint (lc_address_is_neighbour (a, b), ==, test->neighbour);
}

static void
test_pairs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_test_message ("%s, %s", pairs[i].a != NULL ? pairs[i].a : "NULL",
                    pairs[i].b != NULL ? pairs[i].b : "NULL");
    assert_pair (&pairs[i], pairs[i].a, pairs[i].b);
    assert_pair (&pairs[i], pairs[i].b, pairs[i].a);
  }
  g_assert_false (lc_address_is_in ("10.1.0.1", NULL));
}

static void
test_nat64_prefix (void)
{
  static const char *const cases[][2] = {
    { "64:ff9b::192.0.0.170", "64:ff9b::/96" },
    { "2001:db8:64::192.0.0.171", "2001:db8:64::/96" },
    { "2001:db8:122:344:c0:0:aa00::", "2001:db8:122:344::/64" },
    { "2001:db8:122:3c0:0:aa::", "2001:db8:122:300::/56" },
    { "2001:db8:122:c000:0:aa00::", "2001:db8:122::/48" },
    { "2001:db8:1c0:0:aa::", "2001:db8:100::/40" },
    { "2001:db8:c000:aa::", "2001:db8::/32" },
    { "64:ff9b::192.0.0.172", NULL },
    { "192.0.0.170", NULL },
    { "2001:db8::1", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *prefix = lc_address_find_nat64_prefix (cases[i][0]);

    g_assert_cmpstr (prefix, ==, cases[i][1]);
  }
}

static void
test_may_lead_to (void)
{
  static const struct
  {
    const char *address;
    const char *ipv4;
    gboolean may;
  } cases[] = {
    { "192.0.2.33", "192.0.2.33", TRUE },
    { "::ffff:192.0.2.33", "192.0.2.33", TRUE },
    { "64:ff9b::192.0.2.33", "192.0.2.33", TRUE },
    { "2001:db8:64::192.0.2.33", "192.0.2.33", TRUE },
    { "2001:db8:122:344:c0:2:2100::", "192.0.2.33", TRUE },
    { "2001:db8:c000:221::", "192.0.2.33", TRUE },
    { "2001:db8:64::192.0.2.34", "192.0.2.33", FALSE },
    { "2001:db8::1:c000:221:0", "192.0.2.33", FALSE },
    { "192.0.2.34", "192.0.2.33", FALSE },
    { "2001:db8::1", "2001:db8::1", TRUE },
    { "2001:db8::1", "2001:db8::2", FALSE },
    { NULL, "192.0.2.33", FALSE },
    { "2001:db8::1", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (lc_address_may_lead_to (cases[i].address, cases[i].ipv4), ==, cases[i].may);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/kinds", test_kinds);
  g_test_add_func ("/address/pairs", test_pairs);
  g_test_add_func ("/address/may-lead-to", test_may_lead_to);
  g_test_add_func ("/address/nat64-prefix", test_nat64_prefix);
  return g_test_run ();
}
