/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-own-network.h"

typedef struct
{
  const char *local;   /* (nullable) this computer's address */
  const char *gateway; /* (nullable) */
  const char *mapped;  /* (nullable) what STUN saw */
  const char *address;
  guint ttl;
  LcOwnSide side;
} Case;

#define INSIDE LC_OWN_SIDE_INSIDE
#define NEIGHBOUR LC_OWN_SIDE_NEIGHBOUR
#define BEYOND LC_OWN_SIDE_BEYOND

static const Case cases[] = {
  /* Behind a NAT: what is public and farther than the first hop is outside. */
  { "10.1.0.2", NULL, NULL, "10.1.0.1", 2, INSIDE },
  { "10.1.0.2", NULL, NULL, "203.0.113.1", 2, BEYOND },
  { "10.1.0.2", NULL, NULL, "203.0.113.1", 0, BEYOND },
  /* The first hop is this network's, whichever of its addresses it answers from. */
  { "10.1.0.2", NULL, NULL, "203.0.113.2", 1, INSIDE },
  /* So is a gateway at any distance, and who has the address that STUN saw. */
  { "10.1.0.2", "203.0.113.2", NULL, "203.0.113.2", 2, INSIDE },
  { "10.1.0.2", "203.0.113.2", NULL, "203.0.113.1", 2, BEYOND },
  { "10.1.0.2", NULL, "203.0.113.2", "203.0.113.2", 2, INSIDE },
  { "10.1.0.2", NULL, "203.0.113.2", "::ffff:203.0.113.2", 2, INSIDE },
  /* Beside that one is its firewall's network or the provider's. */
  { "10.1.0.2", NULL, "203.0.113.2", "203.0.113.1", 2, NEIGHBOUR },
  { "10.1.0.2", NULL, "203.0.113.2", "203.0.114.1", 2, BEYOND },
  /* What providers share among customers is theirs, unless this network uses it. */
  { "10.1.0.2", NULL, NULL, "100.64.0.1", 3, BEYOND },
  { "10.1.0.2", NULL, NULL, "100.128.0.1", 3, BEYOND },
  { "10.1.0.2", NULL, NULL, "100.64.0.1", 1, INSIDE },
  { "100.64.0.2", NULL, NULL, "100.64.0.1", 3, INSIDE },
  { "10.1.0.2", "100.64.0.1", NULL, "100.65.0.1", 3, INSIDE },
  /* Public addresses inside: a site's routers are of the site's network. */
  { "198.51.100.7", NULL, NULL, "198.51.200.1", 2, INSIDE },
  { "198.51.100.7", NULL, NULL, "198.52.100.1", 2, BEYOND },
  { "198.51.100.7", NULL, NULL, "198.50.255.255", 2, BEYOND },
  { "2001:db8:1:2::7", NULL, NULL, "2001:db8:1:ffff::1", 2, INSIDE },
  { "2001:db8:1:2::7", NULL, NULL, "2001:db8:2::1", 2, BEYOND },
  /* A family has nothing to say about the other. */
  { "2001:db8:1:2::7", NULL, NULL, "203.0.113.1", 2, BEYOND },
  { "198.51.100.7", NULL, NULL, "2001:db8::1", 2, BEYOND },
  { NULL, NULL, NULL, "203.0.113.1", 2, BEYOND },
};

static void
test_side (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcOwnNetwork) network = lc_own_network_new ();

    lc_own_network_add_local (network, cases[i].local);
    lc_own_network_add_gateway (network, cases[i].gateway);
    lc_own_network_add_mapped (network, cases[i].mapped);
    g_test_message ("%s of %s, %s and %s", cases[i].address, cases[i].local, cases[i].gateway,
                    cases[i].mapped);
    g_assert_cmpint (lc_own_network_get_side (network, cases[i].address, cases[i].ttl), ==,
                     cases[i].side);
  }
}

/* Who rejects from beyond is what follows the neighbour, and who rejects inside is not. */
static void
test_rejecter (void)
{
  static const struct
  {
    const char *rejecter;
    LcOwnSide side;
  } heard[] = {
    { NULL, NEIGHBOUR },          { "10.1.0.1", NEIGHBOUR },  { "203.0.113.2", NEIGHBOUR },
    { "203.0.113.9", NEIGHBOUR }, { "198.51.100.2", BEYOND },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (heard); i++) {
    g_autoptr (LcOwnNetwork) network = lc_own_network_new ();

    lc_own_network_add_local (network, "10.1.0.2");
    lc_own_network_add_mapped (network, "203.0.113.2");
    lc_own_network_add_rejecter (network, heard[i].rejecter);
    g_assert_cmpint (lc_own_network_get_side (network, "203.0.113.1", 2), ==, heard[i].side);
    g_assert_cmpint (lc_own_network_get_side (network, "203.0.113.2", 2), ==, INSIDE);
    g_assert_cmpint (lc_own_network_get_side (network, "203.0.113.1", 1), ==, INSIDE);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/own-network/side", test_side);
  g_test_add_func ("/own-network/rejecter", test_rejecter);
  return g_test_run ();
}
