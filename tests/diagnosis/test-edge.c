/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "diagnosis/lc-edge.h"
#include "fixture.h"

/* Where a network ends, by ways as networks of many kinds show them. */

#define UNKNOWN LC_SIDE_UNKNOWN
#define OWN LC_SIDE_OWN
#define LIKELY LC_SIDE_LIKELY_BEYOND
#define BEYOND LC_SIDE_BEYOND

typedef struct
{
  const char *what;
  const char *own;     /* this computer's address */
  const char *gateway; /* (nullable) */
  const char *mapped;  /* (nullable) what STUN saw */
  const char *way;     /* addresses from the first hop on; "-" is silent */
  LcSide sides[6];     /* of each hop that is not silent */
} Case;

static const Case cases[] = {
  { "an ordinary network",
    "10.1.0.2",
    "10.1.0.1",
    "203.0.113.2",
    "10.1.0.1 203.0.113.1 198.51.100.2",
    { OWN, LIKELY, BEYOND } },
  { "nothing after the first public hop, which may be the firewall itself",
    "10.1.0.2",
    "10.1.0.1",
    "203.0.113.2",
    "10.1.0.1 203.0.113.1",
    { OWN, UNKNOWN } },
  { "a first public hop far from what STUN saw",
    "10.1.0.2",
    "10.1.0.1",
    "203.0.113.2",
    "10.1.0.1 198.51.100.2",
    { OWN, BEYOND } },
  { "a public hop of the site of what STUN saw, as a campus has them",
    "192.168.1.5",
    "192.168.1.1",
    "129.1.2.3",
    "192.168.1.1 129.1.9.1 192.0.2.1",
    { OWN, LIKELY, BEYOND } },
  { "a router at TTL 1 that answers from its outside address",
    "10.1.0.2",
    "10.1.0.1",
    "203.0.113.2",
    "203.0.113.2 203.0.113.1 198.51.100.2",
    { OWN, BEYOND, BEYOND } },
  { "the same with several outside addresses",
    "10.1.0.2",
    "10.1.0.1",
    "203.0.113.2",
    "203.0.113.9 203.0.113.1 198.51.100.2",
    { OWN, UNKNOWN, LIKELY } },
  { "no NAT and public addresses inside",
    "129.1.5.10",
    "129.1.5.1",
    NULL,
    "129.1.5.1 129.1.0.1 129.1.0.9",
    { OWN, UNKNOWN, UNKNOWN } },
  { "the same, seen by STUN as it is, with a hop elsewhere",
    "129.1.5.10",
    "129.1.5.1",
    "129.1.5.10",
    "129.1.5.1 129.1.0.1 198.51.100.2",
    { OWN, UNKNOWN, LIKELY } },
  { "a private second hop is anybody's",
    "192.168.1.5",
    "192.168.1.1",
    "203.0.113.2",
    "192.168.1.1 10.2.0.1 198.51.100.2",
    { OWN, UNKNOWN, BEYOND } },
  { "two NATs: what is nearer than the outside of the second is own",
    "192.168.1.5",
    "192.168.1.1",
    "203.0.113.2",
    "192.168.1.1 10.2.0.1 203.0.113.2 10.9.0.1",
    { OWN, OWN, OWN, BEYOND } },
  { "a second hop beside this computer",
    "192.168.1.5",
    "192.168.1.1",
    "203.0.113.2",
    "192.168.1.1 192.168.1.254 198.51.100.2",
    { OWN, OWN, BEYOND } },
  { "a carrier's NAT: what STUN saw is the provider's",
    "192.168.1.5",
    "192.168.1.1",
    "203.0.113.2",
    "192.168.1.1 100.64.9.1 203.0.113.2 10.9.0.1",
    { OWN, BEYOND, BEYOND, BEYOND } },
  { "a computer in the shared space itself",
    "100.64.0.5",
    "100.64.0.1",
    "203.0.113.2",
    "100.64.0.1 100.64.7.1 198.51.100.2",
    { OWN, UNKNOWN, LIKELY } },
  { "no STUN: the first public hop may be the firewall's outside",
    "10.1.0.2",
    "10.1.0.1",
    NULL,
    "10.1.0.1 203.0.113.1 198.51.100.2",
    { OWN, LIKELY, BEYOND } },
  { "no STUN, and nothing after it",
    "10.1.0.2",
    "10.1.0.1",
    NULL,
    "10.1.0.1 203.0.113.1",
    { OWN, UNKNOWN } },
  { "a silent gateway",
    "10.1.0.2",
    "10.1.0.1",
    "203.0.113.2",
    "- 203.0.113.1 198.51.100.2",
    { UNKNOWN, LIKELY } },
  { "private addresses of a provider, behind a public one",
    "10.1.0.2",
    "10.1.0.1",
    "203.0.113.2",
    "10.1.0.1 198.51.100.2 10.200.0.1",
    { OWN, BEYOND, BEYOND } },
  { "IPv6: the own prefix, the provider's link, and farther",
    "2001:db8:1:5::2",
    "fe80::1",
    NULL,
    "2001:db8:1:5::1 2001:db8:1:f::1 2001:db8:9::1 2001:db8:77::1",
    { OWN, OWN, LIKELY, BEYOND } },
  { "one hop, and nothing behind it answers", "10.1.0.2", "10.1.0.1", NULL, "10.1.0.1", { OWN } },
};

static LcReport *
make_report (const Case *c)
{
  LcReport *report = fixture_report_new ("uk");
  LcEnvironment *environment = lc_report_get_environment (report);
  LcInterface *interface = g_ptr_array_index (environment->interfaces, 0);
  LcRow *row = fixture_row (report, "uk/sip");
  LcAttempt *attempt = fixture_attempt (row, lc_row_get_attempts (row), "169.50.222.168",
                                        LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  g_auto (GStrv) way = g_strsplit (c->way, " ", -1);

  g_strfreev (interface->addresses);
  interface->addresses = g_strsplit (c->own, " ", -1);
  g_strfreev (environment->gateways);
  environment->gateways = c->gateway != NULL ? g_strsplit (c->gateway, " ", -1) : NULL;
  environment->public_address = g_strdup (c->mapped);
  g_free (attempt->local);
  attempt->local
      = g_strdup_printf (strchr (c->own, ':') != NULL ? "[%s]:40000" : "%s:40000", c->own);
  attempt->path = lc_path_new (LC_TRANSPORT_TCP, 5061);
  for (guint i = 0; way[i] != NULL; i++)
    g_ptr_array_add (attempt->path->hops,
                     lc_hop_new ((guint8) (i + 1), g_str_equal (way[i], "-") ? NULL : way[i], 900));
  return report;
}

static void
test_ways (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcReport) report = make_report (&cases[i]);
    g_autoptr (LcEdge) edge = lc_edge_new (report);
    const LcAttempt *attempt = fixture_first (fixture_row (report, "uk/sip"));
    g_auto (GStrv) way = g_strsplit (cases[i].way, " ", -1);
    guint n = 0;

    g_test_message ("%s", cases[i].what);
    for (guint hop = 0; way[hop] != NULL; hop++)
      if (!g_str_equal (way[hop], "-"))
        g_assert_cmpint (lc_edge_get_side (edge, attempt, way[hop], hop + 1), ==,
                         cases[i].sides[n++]);
    g_assert_cmpint (lc_edge_has_nat (edge), ==,
                     cases[i].mapped != NULL && !g_str_equal (cases[i].mapped, cases[i].own));
  }
}

/* Who answers without a known way is judged by the address alone. */
static void
test_alone (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("uk");
  LcEnvironment *environment = lc_report_get_environment (report);
  g_autoptr (LcAttempt) attempt = lc_attempt_new ("169.50.222.168");
  g_autoptr (LcEdge) edge = NULL;

  environment->public_address = g_strdup ("203.0.113.2");
  edge = lc_edge_new (report);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, FIREWALL, 0), ==, OWN);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, "203.0.113.2", 0), ==, OWN);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, "203.0.113.1", 0), ==, UNKNOWN);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, "10.77.0.1", 0), ==, UNKNOWN);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, "100.64.0.1", 0), ==, BEYOND);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, LAST_ROUTER, 0), ==, LIKELY);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, NULL, 0), ==, UNKNOWN);
  g_assert_cmpint (lc_edge_get_side (NULL, attempt, FIREWALL, 1), ==, UNKNOWN);
  g_assert_true (lc_edge_is_computer (edge, attempt, "10.1.0.2"));
  g_assert_false (lc_edge_is_computer (NULL, attempt, "10.1.0.2"));
}

/* What a tunnel carries says nothing of this network, nor this network of it. */
static void
test_tunnel (void)
{
  static const Case in_tunnel
      = { "a tunnel",          "10.1.0.2", "10.1.0.1", NULL, "10.8.0.1 100.64.3.1 198.51.100.2",
          { OWN, OWN, LIKELY } };
  g_autoptr (LcReport) report = make_report (&in_tunnel);
  const LcAttempt *attempt = fixture_first (fixture_row (report, "uk/sip"));
  g_autoptr (LcEdge) edge = NULL;

  lc_report_get_environment (report)->vpn_addresses = g_strsplit ("169.50.222.168", " ", -1);
  edge = lc_edge_new (report);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, "10.8.0.1", 1), ==, OWN);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, "100.64.3.1", 2), ==, OWN);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, "198.51.100.2", 3), ==, LIKELY);
}

/* Routers that only media's sampled ports drew answers from count as well. */
static void
test_samples (void)
{
  g_autoptr (LcReport) report = fixture_report_new ("uk");
  LcRow *row = fixture_row (report, "uk/rtp");
  g_autoptr (LcEdge) edge = NULL;
  const LcAttempt *attempt;

  lc_report_get_environment (report)->public_address = g_strdup ("203.0.113.2");
  fixture_pass (row);
  attempt = fixture_first (row);
  for (guint i = 0; i < 3; i++) {
    static const char *const way[] = { FIREWALL, PROVIDER, LAST_ROUTER };
    LcSample *sample = g_ptr_array_index (attempt->samples, i);

    g_free (sample->address);
    sample->address = g_strdup (way[i]);
    sample->ttl = (guint8) (i + 1);
    sample->type = 11;
  }
  edge = lc_edge_new (report);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, PROVIDER, 2), ==, LIKELY);
  g_assert_cmpint (lc_edge_get_side (edge, attempt, LAST_ROUTER, 3), ==, BEYOND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edge/ways", test_ways);
  g_test_add_func ("/edge/alone", test_alone);
  g_test_add_func ("/edge/tunnel", test_tunnel);
  g_test_add_func ("/edge/samples", test_samples);
  return g_test_run ();
}
