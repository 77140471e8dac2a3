/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "net/lc-network-info.h"

static const LcNetworkInterface *
find_interface (const LcNetworkInfo *info, const char *name)
{
  for (guint i = 0; i < info->interfaces->len; i++) {
    const LcNetworkInterface *interface = g_ptr_array_index (info->interfaces, i);

    if (g_str_equal (interface->name, name))
      return interface;
  }
  return NULL;
}

/* Whatever this computer's network is like, these hold. */
static void
test_own (void)
{
  g_autoptr (LcNetworkInfo) info = lc_network_info_new ();

  g_assert_null (find_interface (info, "lo"));
  g_assert_nonnull (info->gateways);
  for (guint i = 0; i < info->interfaces->len; i++) {
    const LcNetworkInterface *interface = g_ptr_array_index (info->interfaces, i);
    g_autofree char *kind = lc_network_interface_kind (interface->name);

    g_assert_cmpstr (interface->kind, ==, kind);
    for (gsize j = 0; interface->addresses[j]; j++) {
      g_assert_true (g_hostname_is_ip_address (interface->addresses[j]));
      g_assert_cmpstr (interface->addresses[j], !=, "127.0.0.1");
      g_assert_false (g_str_has_prefix (interface->addresses[j], "fe80:"));
    }
  }
}

static void
test_loopback_route (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = lc_network_route_interface ("127.0.0.1", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "lo");
}

static void
test_no_address (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lc_network_route_interface ("example.com", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static void
test_no_interface (void)
{
  g_autofree char *kind = lc_network_interface_kind ("there-is-none");
  g_autofree char *loopback = lc_network_interface_kind ("lo");

  g_assert_cmpstr (kind, ==, "other");
  g_assert_cmpstr (loopback, ==, "other");
}

/* Runs ip(8) in this process's network namespace. */
static void
ip (const char *arguments)
{
  g_autofree char *command = g_strconcat ("ip ", arguments, NULL);
  g_autofree char *problem = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, &problem, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", command, problem);
}

static void
assert_kind (const LcNetworkInfo *info, const char *name, const char *kind, const char *addresses)
{
  const LcNetworkInterface *interface = find_interface (info, name);
  g_autofree char *alone = lc_network_interface_kind (name);
  g_autofree char *joined = NULL;

  g_assert_nonnull (interface);
  joined = g_strjoinv (" ", interface->addresses);
  g_assert_cmpstr (interface->kind, ==, kind);
  g_assert_cmpstr (alone, ==, kind);
  g_assert_cmpstr (joined, ==, addresses);
}

static void
assert_route (const char *address, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = lc_network_route_interface (address, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, expected);
}

static void
assert_no_route (const char *address, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lc_network_route_interface (address, &error));
  g_assert_error (error, G_IO_ERROR, code);
}

static void
assert_gateways (const LcNetworkInfo *info, const char *expected)
{
  g_autofree char *joined = g_strjoinv (" ", info->gateways);

  g_assert_cmpstr (joined, ==, expected);
}

static void
check_empty (void)
{
  g_autoptr (LcNetworkInfo) info = lc_network_info_new ();

  g_assert_cmpint (info->interfaces->len, ==, 0);
  assert_gateways (info, "");
  g_assert_false (info->ipv4);
  g_assert_false (info->ipv6);
  assert_no_route ("203.0.113.1", G_IO_ERROR_NETWORK_UNREACHABLE);
  assert_no_route ("2001:db8::1", G_IO_ERROR_NETWORK_UNREACHABLE);
}

/* Two virtual cables, one of them the way out for IPv4; IPv6 has a local address only. */
static void
check_ethernet (void)
{
  g_autoptr (LcNetworkInfo) info = NULL;

  ip ("link set lo up");
  ip ("link add out type veth peer name in");
  ip ("link add down type veth peer name peer");
  ip ("address add 192.0.2.2/24 dev out");
  ip ("address add 198.51.100.2/24 dev out");
  ip ("address add 169.254.7.7/16 dev out");
  ip ("address add fd00::2/64 dev out nodad");
  ip ("link set out up");
  ip ("link set in up");
  ip ("route add default via 192.0.2.9 metric 200");
  ip ("route add default via 192.0.2.1 metric 100");
  ip ("-6 route add default via fe80::1 dev out");
  info = lc_network_info_new ();
  assert_kind (info, "out", "ethernet", "192.0.2.2 198.51.100.2 fd00::2");
  assert_kind (info, "in", "ethernet", "");
  g_assert_null (find_interface (info, "down"));
  g_assert_null (find_interface (info, "lo"));
  assert_gateways (info, "192.0.2.1 192.0.2.9 fe80::1");
  g_assert_true (info->ipv4);
  g_assert_false (info->ipv6);
  assert_route ("203.0.113.1", "out");
  assert_route ("192.0.2.2", "lo");
}

static void
check_refusing_routes (void)
{
  ip ("route add unreachable 203.0.113.0/25");
  ip ("route add prohibit 203.0.113.128/25");
  ip ("-6 route add unreachable 2001:db8:bad::/48");
  assert_no_route ("203.0.113.1", G_IO_ERROR_HOST_UNREACHABLE);
  assert_no_route ("203.0.113.129", G_IO_ERROR_PERMISSION_DENIED);
  assert_no_route ("2001:db8:bad::1", G_IO_ERROR_HOST_UNREACHABLE);
}

static void
check_ipv6 (void)
{
  g_autoptr (LcNetworkInfo) info = NULL;

  ip ("address add 2001:db8::2/64 dev out nodad");
  info = lc_network_info_new ();
  g_assert_true (info->ipv6);
  assert_route ("2001:db8:1::1", "out");
}

/* Several next hops in one route, and IPv4 through an IPv6 router */
static void
check_multipath (void)
{
  g_autoptr (LcNetworkInfo) info = NULL;

  ip ("route flush default");
  ip ("route add default nexthop via 192.0.2.5 nexthop via 192.0.2.6");
  ip ("route add default via inet6 fe80::9 dev out metric 7");
  info = lc_network_info_new ();
  assert_gateways (info, "192.0.2.5 192.0.2.6 fe80::9 fe80::1");
}

static void
check_bridge (void)
{
  g_autoptr (LcNetworkInfo) info = NULL;

  ip ("link add bridge type bridge");
  ip ("link set bridge up");
  info = lc_network_info_new ();
  assert_kind (info, "bridge", "ethernet", "");
}

/* A VPN: its routes go through a tun device, which has another end. */
static void
check_tunnel (void)
{
  g_autoptr (LcNetworkInfo) info = NULL;

  /* Some systems keep it from ordinary users. */
  if (g_access ("/dev/net/tun", R_OK | W_OK) != 0)
    return;
  ip ("tuntap add vpn mode tun");
  ip ("tuntap add tap mode tap");
  ip ("address add 10.8.0.2 peer 10.8.0.1 dev vpn");
  ip ("link set vpn up");
  ip ("link set tap up");
  ip ("route add 169.63.26.0/24 dev vpn");
  info = lc_network_info_new ();
  assert_kind (info, "vpn", "tunnel", "10.8.0.2");
  assert_kind (info, "tap", "tunnel", "");
  assert_route ("169.63.26.228", "vpn");
}

static int
run_in_namespace (const char *program, const char *argument)
{
  const char *arguments[] = { "unshare", "-rn", program, argument, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                &status, &error);
  g_assert_no_error (error);
  return status;
}

/* A network namespace of one's own needs no privilege, but some containers forbid
 * it. /sys still shows the namespace that was left. */
static void
test_namespace (gconstpointer user_data)
{
  if (run_in_namespace ("true", NULL) != 0) {
    g_test_skip ("this computer does not allow a network namespace of one's own");
    return;
  }
  g_assert_cmpint (run_in_namespace (user_data, "--in-namespace"), ==, 0);
}

static int
in_namespace (void)
{
  check_empty ();
  check_ethernet ();
  check_refusing_routes ();
  check_ipv6 ();
  check_multipath ();
  check_bridge ();
  check_tunnel ();
  return 0;
}

int
main (int argc, char *argv[])
{
  if (argc == 2 && g_str_equal (argv[1], "--in-namespace"))
    return in_namespace ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/network-info/own", test_own);
  g_test_add_func ("/net/network-info/loopback-route", test_loopback_route);
  g_test_add_func ("/net/network-info/no-address", test_no_address);
  g_test_add_func ("/net/network-info/no-interface", test_no_interface);
  g_test_add_data_func ("/net/network-info/namespace", argv[0], test_namespace);
  return g_test_run ();
}
