/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "net/lc-connect.h"
#include "private-network.h"

/* How connections open, or do not, in a network that the test plays. */

#define HOST "203.0.113.9"
#define HOST6 "2001:db8:9::9"
#define PORT 5061

typedef struct
{
  const char *name;
  const char *to;
  char reply; /* a accepts, x resets, i sends ICMP, s is silent */
  const char *from;
  guint8 type;
  guint8 code;
  int error;
} Case;

static const Case cases[] = {
  { "accepted", HOST, 'a', NULL, 0, 0, 0 },
  { "refused", HOST, 'x', NULL, 0, 0, ECONNREFUSED },
  { "prohibited", HOST, 'i', "10.1.0.1", 3, 13, EHOSTUNREACH },
  { "network-unreachable", HOST, 'i', "10.1.0.1", 3, 0, ENETUNREACH },
  { "host-unreachable", HOST, 'i', "10.1.0.1", 3, 1, EHOSTUNREACH },
  { "port-unreachable", HOST, 'i', NULL, 3, 3, ECONNREFUSED },
  { "exceeded", HOST, 'i', "10.1.0.1", 11, 0, EHOSTUNREACH },
  { "accepted6", HOST6, 'a', NULL, 0, 0, 0 },
  { "refused6", HOST6, 'x', NULL, 0, 0, ECONNREFUSED },
  { "prohibited6", HOST6, 'i', "2001:db8:1::1", 1, 1, EACCES },
  { "exceeded6", HOST6, 'i', "2001:db8:1::1", 3, 0, EHOSTUNREACH },
};

typedef struct
{
  const Case *expected;
  guint8 ttl;
  guint16 mss;
  guint callbacks;
  LcConnection *connection; /* (owned) */
} Fixture;

static void
packet_cb (PrivateNetwork *network, const PrivatePacket *packet, gpointer user_data)
{
  Fixture *fixture = user_data;
  const Case *expected = fixture->expected;

  fixture->ttl = packet->ttl;
  fixture->mss = packet->mss;
  if (expected->reply == 'a')
    private_network_accept (network, packet);
  else if (expected->reply == 'x')
    private_network_reset (network, packet);
  else if (expected->reply == 'i')
    private_network_icmp (network, packet, expected->from, expected->type, expected->code);
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->callbacks++;
  g_assert_cmpuint (fixture->callbacks, ==, 1);
  fixture->connection = lc_connect_finish (result);
}

static void
begin (Fixture *fixture, const char *to, guint8 ttl, guint mss, GCancellable *cancellable)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (to, PORT);

  lc_connect_async (address, ttl, mss, cancellable, connected_cb, fixture);
  g_assert_cmpuint (fixture->callbacks, ==, 0);
}

static void
finish (Fixture *fixture)
{
  while (fixture->callbacks == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_nonnull (fixture->connection);
  g_assert_cmpint (fixture->connection->us, >=, 0);
  g_assert_cmpint (fixture->connection->error == 0, ==, fixture->connection->socket != NULL);
}

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  Fixture fixture = { .expected = expected };
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (packet_cb, &fixture);
  LcConnection *connection;

  begin (&fixture, expected->to, 0, 0, NULL);
  finish (&fixture);
  connection = fixture.connection;
  g_assert_cmpint (connection->error, ==, expected->error);
  g_assert_cmpint (connection->rtt_us > 0, ==, expected->error == 0);
  g_assert_false (connection->local_drop);
  if (expected->reply == 'i') {
    g_assert_nonnull (connection->icmp);
    g_assert_cmpuint (connection->icmp->type, ==, expected->type);
    g_assert_cmpuint (connection->icmp->code, ==, expected->code);
    g_assert_cmpstr (connection->icmp->offender, ==,
                     expected->from != NULL ? expected->from : expected->to);
  } else {
    g_assert_null (connection->icmp);
  }
  g_assert_true (g_str_has_prefix (connection->local, strchr (expected->to, ':') == NULL
                                                          ? PRIVATE_NETWORK_IPV4 ":"
                                                          : "[" PRIVATE_NETWORK_IPV6 "]:"));
  lc_connection_free (connection);
}

static void
test_options (void)
{
  static const Case accepted = { "", HOST, 'a', NULL, 0, 0, 0 };
  Fixture plain = { .expected = &accepted };
  Fixture small = { .expected = &accepted };
  PrivateNetwork *network = private_network_new (packet_cb, &plain);

  begin (&plain, HOST, 0, 0, NULL);
  finish (&plain);
  private_network_free (network);
  network = private_network_new (packet_cb, &small);
  begin (&small, HOST, 7, 536, NULL);
  finish (&small);
  private_network_free (network);
  g_assert_cmpuint (plain.ttl, >, 30);
  g_assert_cmpuint (plain.mss, >, 1000);
  g_assert_cmpuint (small.ttl, ==, 7);
  g_assert_cmpuint (small.mss, ==, 536);
  lc_connection_free (plain.connection);
  lc_connection_free (small.connection);
}

/* What the system refuses is an outcome, too. */
static void
test_refused_here (void)
{
  Fixture no_route = { 0 };
  Fixture odd_mss = { 0 };

  begin (&no_route, PRIVATE_NETWORK_NO_ROUTE, 0, 0, NULL);
  finish (&no_route);
  g_assert_cmpint (no_route.connection->error, ==, ENETUNREACH);
  g_assert_null (no_route.connection->icmp);
  begin (&odd_mss, HOST, 0, 1000000, NULL);
  finish (&odd_mss);
  g_assert_cmpint (odd_mss.connection->error, ==, EINVAL);
  lc_connection_free (no_route.connection);
  lc_connection_free (odd_mss.connection);
}

static void
check_cancel (gboolean before)
{
  static const Case silent = { "", HOST, 's', NULL, 0, 0, 0 };
  Fixture fixture = { .expected = &silent };
  g_autoptr (PrivateNetwork) network = private_network_new (packet_cb, &fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (before)
    g_cancellable_cancel (cancellable);
  begin (&fixture, HOST, 0, 0, cancellable);
  while (!before && private_network_get_packets (network) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  finish (&fixture);
  g_assert_cmpint (fixture.connection->error, ==, ECANCELED);
  g_assert_false (fixture.connection->local_drop);
  g_assert_cmpint (fixture.connection->rtt_us, ==, -1);
  if (before)
    g_assert_cmpuint (private_network_get_packets (network), ==, 0);
  lc_connection_free (fixture.connection);
  g_assert_finalize_object (g_steal_pointer (&cancellable));
}

static void
test_cancel (void)
{
  check_cancel (TRUE);
  check_cancel (FALSE);
}

/* Nobody who has it yet loses a connection for a cancel that comes after. */
static void
test_late_cancel (void)
{
  static const Case accepted = { "", HOST, 'a', NULL, 0, 0, 0 };
  Fixture fixture = { .expected = &accepted };
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (packet_cb, &fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSocketAddress) remote = NULL;

  begin (&fixture, HOST, 0, 0, cancellable);
  finish (&fixture);
  g_cancellable_cancel (cancellable);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  remote = g_socket_get_remote_address (fixture.connection->socket, NULL);
  g_assert_nonnull (remote);
  lc_connection_free (fixture.connection);
}

static void
test_text (void)
{
  g_autoptr (GSocketAddress) ipv4 = g_inet_socket_address_new_from_string ("10.1.0.2", 40000);
  g_autoptr (GSocketAddress) ipv6 = g_inet_socket_address_new_from_string ("2001:db8::1", 40000);
  g_autofree char *first = lc_socket_address_to_text (ipv4);
  g_autofree char *second = lc_socket_address_to_text (ipv6);

  g_assert_cmpstr (first, ==, "10.1.0.2:40000");
  g_assert_cmpstr (second, ==, "[2001:db8::1]:40000");
  g_assert_null (lc_socket_address_to_text (NULL));
}

int
main (int argc, char *argv[])
{
  private_network_enter (argv);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/connect/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/connect/options", test_options);
  g_test_add_func ("/connect/refused-here", test_refused_here);
  g_test_add_func ("/connect/cancel", test_cancel);
  g_test_add_func ("/connect/late-cancel", test_late_cancel);
  g_test_add_func ("/connect/text", test_text);
  return g_test_run ();
}
