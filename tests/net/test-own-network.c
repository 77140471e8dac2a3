/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-own-network.h"

typedef struct
{
  const char *local; /* (nullable) this computer's address */
  const char *own;   /* (nullable) a gateway, or what STUN saw */
  const char *address;
  guint ttl;
  gboolean may_hold;
} Case;

static const Case cases[] = {
  /* Behind a NAT: what is public and farther than the first hop is outside. */
  { "10.1.0.2", NULL, "10.1.0.1", 2, TRUE },
  { "10.1.0.2", NULL, "100.64.0.1", 3, TRUE },
  { "10.1.0.2", NULL, "203.0.113.1", 2, FALSE },
  { "10.1.0.2", NULL, "203.0.113.1", 0, FALSE },
  /* The first hop is this network's, whichever of its addresses it answers from. */
  { "10.1.0.2", NULL, "203.0.113.2", 1, TRUE },
  /* So is a gateway at any distance, and who has the address that STUN saw. */
  { "10.1.0.2", "203.0.113.2", "203.0.113.2", 2, TRUE },
  { "10.1.0.2", "203.0.113.2", "203.0.113.1", 2, FALSE },
  { "10.1.0.2", "203.0.113.2", "::ffff:203.0.113.2", 2, TRUE },
  /* Public addresses inside: a site's routers are of the site's network. */
  { "198.51.100.7", NULL, "198.51.200.1", 2, TRUE },
  { "198.51.100.7", NULL, "198.52.100.1", 2, FALSE },
  { "198.51.100.7", NULL, "198.50.255.255", 2, FALSE },
  { "2001:db8:1:2::7", NULL, "2001:db8:1:ffff::1", 2, TRUE },
  { "2001:db8:1:2::7", NULL, "2001:db8:2::1", 2, FALSE },
  /* Customers of one provider are neighbours of what STUN saw, and no more. */
  { "10.1.0.2", "203.0.113.2", "203.0.200.1", 2, FALSE },
  /* A family has nothing to say about the other. */
  { "2001:db8:1:2::7", NULL, "203.0.113.1", 2, FALSE },
  { "198.51.100.7", NULL, "2001:db8::1", 2, FALSE },
  { NULL, NULL, "203.0.113.1", 2, FALSE },
};

static void
test_may_hold (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcOwnNetwork) network = lc_own_network_new ();

    lc_own_network_add_local (network, cases[i].local);
    lc_own_network_add (network, cases[i].own);
    g_test_message ("%s of %s and %s", cases[i].address, cases[i].local, cases[i].own);
    g_assert_cmpint (lc_own_network_may_hold (network, cases[i].address, cases[i].ttl), ==,
                     cases[i].may_hold);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/own-network/may-hold", test_may_hold);
  return g_test_run ();
}
