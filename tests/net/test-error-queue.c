/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>

#include "net/lc-error-queue.h"

static const char payload[] = "sixteen octets ?";

static GSocketAddress *
loopback_address (GSocketFamily family, guint16 port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (family);

  return g_inet_socket_address_new (loopback, port);
}

static GSocket *
bound_socket (GSocketFamily family, GSocketType type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_new (family, type, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_autoptr (GSocketAddress) any = loopback_address (family, 0);

  g_assert_no_error (error);
  if (!g_socket_bind (socket, any, FALSE, &error))
    return NULL;
  return g_steal_pointer (&socket);
}

/* A port of the loopback address that nobody listens on: it was just given up. */
static GSocketAddress *
closed_port (GSocketFamily family, GSocketType type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = bound_socket (family, type);
  g_autoptr (GSocketAddress) address = NULL;

  if (!socket)
    return NULL;
  address = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&address);
}

static void
assert_same_address (GSocketAddress *actual, GSocketAddress *expected)
{
  g_autofree char *actual_text = NULL;
  g_autofree char *expected_text = NULL;

  g_assert_true (G_IS_INET_SOCKET_ADDRESS (actual));
  actual_text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (actual));
  expected_text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (expected));
  g_assert_cmpstr (actual_text, ==, expected_text);
}

static GSocket *
error_socket (GSocketFamily family, GSocketType type)
{
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (family, type, G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_socket_set_blocking (socket, FALSE);
  lc_socket_enable_errors (socket, &error);
  g_assert_no_error (error);
  return socket;
}

static void
send_payload (GSocket *socket, GSocketAddress *to)
{
  g_autoptr (GError) error = NULL;

  g_socket_send_to (socket, to, payload, sizeof payload, NULL, &error);
  g_assert_no_error (error);
}

static LcSocketError *
wait_for_error (GSocket *socket)
{
  g_autoptr (GError) error = NULL;

  g_socket_condition_timed_wait (socket, G_IO_ERR, 5 * G_USEC_PER_SEC, NULL, &error);
  g_assert_no_error (error);
  return lc_socket_pop_error (socket);
}

static void
check_udp_unreachable (GSocketFamily family, const char *offender, guint8 type, guint8 code)
{
  g_autoptr (GSocketAddress) to = closed_port (family, G_SOCKET_TYPE_DATAGRAM);
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (LcSocketError) entry = NULL;

  if (!to) {
    g_test_skip ("no loopback address of this family");
    return;
  }
  socket = error_socket (family, G_SOCKET_TYPE_DATAGRAM);
  g_assert_null (lc_socket_pop_error (socket));
  send_payload (socket, to);
  entry = wait_for_error (socket);
  g_assert_nonnull (entry);
  g_assert_true (entry->icmp);
  g_assert_cmpstr (entry->offender, ==, offender);
  g_assert_cmpint (entry->type, ==, type);
  g_assert_cmpint (entry->code, ==, code);
  g_assert_cmpint (entry->error, ==, ECONNREFUSED);
  g_assert_cmpint (entry->mtu, ==, 0);
  assert_same_address (entry->destination, to);
  g_assert_cmpmem (entry->payload, entry->payload_length, payload, sizeof payload);
  g_assert_null (lc_socket_pop_error (socket));
}

static void
test_udp_ipv4 (void)
{
  check_udp_unreachable (G_SOCKET_FAMILY_IPV4, "127.0.0.1", ICMP_DEST_UNREACH, ICMP_PORT_UNREACH);
}

static void
test_udp_ipv6 (void)
{
  check_udp_unreachable (G_SOCKET_FAMILY_IPV6, "::1", ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOPORT);
}

/* An IPv6 socket that sends to ::ffff:127.0.0.1 gets an IPv4 answer. */
static void
test_udp_mapped (void)
{
  g_autoptr (GSocketAddress) to = closed_port (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM);
  guint16 port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (to));
  g_autoptr (GSocketAddress) mapped
      = g_inet_socket_address_new_from_string ("::ffff:127.0.0.1", port);
  g_autoptr (GSocketAddress) ipv6 = closed_port (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_DATAGRAM);
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (LcSocketError) entry = NULL;

  if (!ipv6) {
    g_test_skip ("no IPv6 loopback address");
    return;
  }
  socket = error_socket (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_DATAGRAM);
  send_payload (socket, mapped);
  entry = wait_for_error (socket);
  g_assert_nonnull (entry);
  g_assert_true (entry->icmp);
  g_assert_cmpstr (entry->offender, ==, "127.0.0.1");
  g_assert_cmpint (entry->type, ==, ICMP_DEST_UNREACH);
  assert_same_address (entry->destination, to);
}

/* Entries come out in the order in which they were caused, each with its destination. */
static void
test_udp_several (void)
{
  g_autoptr (GSocket) socket = error_socket (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM);
  g_autoptr (GSocketAddress) first = closed_port (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM);
  g_autoptr (GSocketAddress) second = closed_port (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM);
  g_autoptr (LcSocketError) one = NULL;
  g_autoptr (LcSocketError) two = NULL;

  send_payload (socket, first);
  one = wait_for_error (socket);
  g_assert_nonnull (one);
  assert_same_address (one->destination, first);
  send_payload (socket, second);
  two = wait_for_error (socket);
  g_assert_nonnull (two);
  assert_same_address (two->destination, second);
  g_assert_null (lc_socket_pop_error (socket));
}

/* A datagram too big to be sent whole: the kernel itself says so, with the MTU. */
static void
test_udp_too_big (void)
{
  g_autoptr (GSocket) socket = error_socket (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM);
  g_autoptr (GSocketAddress) to = loopback_address (G_SOCKET_FAMILY_IPV4, 9);
  g_autofree char *big = g_malloc0 (65520);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcSocketError) entry = NULL;

  g_socket_set_option (socket, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_socket_send_to (socket, to, big, 65520, NULL, NULL), ==, -1);
  entry = lc_socket_pop_error (socket);
  g_assert_nonnull (entry);
  g_assert_false (entry->icmp);
  g_assert_null (entry->offender);
  g_assert_cmpint (entry->error, ==, EMSGSIZE);
  g_assert_cmpint (entry->mtu, >, 1000);
}

static int
get_int_option (GSocket *socket, int level, int name)
{
  g_autoptr (GError) error = NULL;
  int value = -1;

  g_socket_get_option (socket, level, name, &value, &error);
  g_assert_no_error (error);
  return value;
}

static void
test_ttl (void)
{
  g_autoptr (GSocket) ipv4 = error_socket (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM);
  g_autoptr (GSocket) tcp = error_socket (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM);
  g_autoptr (GSocket) ipv6 = error_socket (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_DATAGRAM);
  g_autoptr (GError) error = NULL;

  g_assert_true (lc_socket_set_ttl (ipv4, 3, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_int_option (ipv4, IPPROTO_IP, IP_TTL), ==, 3);
  g_assert_true (lc_socket_set_ttl (tcp, 255, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_int_option (tcp, IPPROTO_IP, IP_TTL), ==, 255);
  g_assert_true (lc_socket_set_ttl (ipv6, 4, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_int_option (ipv6, IPPROTO_IPV6, IPV6_UNICAST_HOPS), ==, 4);
  g_assert_false (lc_socket_set_ttl (ipv4, 0, &error));
  g_assert_nonnull (error);
}

static void
test_tcp_info (void)
{
  g_autoptr (GSocket) server = bound_socket (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM);
  g_autoptr (GSocket) client = error_socket (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (lc_socket_get_rtt_us (client), ==, -1);
  g_socket_listen (server, &error);
  g_assert_no_error (error);
  address = g_socket_get_local_address (server, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (client, TRUE);
  g_socket_connect (client, address, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lc_socket_get_rtt_us (client), >, 0);
  g_assert_cmpint (lc_socket_get_rtt_us (client), <, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (lc_socket_get_mss (client), >=, 500);
  g_assert_cmpint (lc_socket_get_retransmissions (client), ==, 0);
  g_assert_null (lc_socket_pop_error (client));
}

static void
test_not_tcp (void)
{
  g_autoptr (GSocket) socket = error_socket (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM);

  g_assert_cmpint (lc_socket_get_rtt_us (socket), ==, -1);
  g_assert_cmpint (lc_socket_get_mss (socket), ==, 0);
  g_assert_cmpint (lc_socket_get_retransmissions (socket), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/error-queue/udp-ipv4", test_udp_ipv4);
  g_test_add_func ("/net/error-queue/udp-ipv6", test_udp_ipv6);
  g_test_add_func ("/net/error-queue/udp-mapped", test_udp_mapped);
  g_test_add_func ("/net/error-queue/udp-several", test_udp_several);
  g_test_add_func ("/net/error-queue/udp-too-big", test_udp_too_big);
  g_test_add_func ("/net/error-queue/ttl", test_ttl);
  g_test_add_func ("/net/error-queue/tcp-info", test_tcp_info);
  g_test_add_func ("/net/error-queue/not-tcp", test_not_tcp);
  return g_test_run ();
}
