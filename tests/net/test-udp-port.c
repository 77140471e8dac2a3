/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "net/lc-udp-port.h"
#include "private-network.h"

/* One socket that many exchanges share, in a network that the test plays. */

#define HOST "203.0.113.9"
#define FLOOD 300

typedef struct
{
  LcUdpPort *port;
  guint received;
  guint failed;
  char from[64];
  char text[64];
  char offender[64];
  char destination[64];
  guint8 type;
  guint8 code;
  gboolean close_at_once; /* the port, from within a signal */
  gboolean drop_at_once;  /* and its last reference */
} Fixture;

static void
let_go (Fixture *fixture)
{
  if (fixture->close_at_once || fixture->drop_at_once)
    lc_udp_port_close (fixture->port);
  if (fixture->drop_at_once)
    g_clear_object (&fixture->port);
}

static void
received_cb (LcUdpPort *port,
             GSocketAddress *from,
             GBytes *datagram,
             gint64 when,
             gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (from));
  gsize length;
  const char *data = g_bytes_get_data (datagram, &length);

  fixture->received++;
  g_strlcpy (fixture->from, text, sizeof fixture->from);
  memset (fixture->text, 0, sizeof fixture->text);
  memcpy (fixture->text, data, MIN (length, sizeof fixture->text - 1));
  g_assert_cmpint (when, <=, g_get_monotonic_time ());
  let_go (fixture);
}

static void
failed_cb (LcUdpPort *port, gpointer pointer, gint64 when, gpointer user_data)
{
  Fixture *fixture = user_data;
  LcSocketError *error = pointer;
  g_autofree char *text
      = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (error->destination));

  fixture->failed++;
  g_strlcpy (fixture->offender, error->offender, sizeof fixture->offender);
  g_strlcpy (fixture->destination, text, sizeof fixture->destination);
  fixture->type = error->type;
  fixture->code = error->code;
  g_assert_cmpint (when, <=, g_get_monotonic_time ());
  let_go (fixture);
}

static void
open_port (Fixture *fixture, GSocketFamily family, guint8 ttl)
{
  g_autoptr (GError) error = NULL;

  fixture->port = lc_udp_port_new (family, ttl, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->port, "received", G_CALLBACK (received_cb), fixture);
  g_signal_connect (fixture->port, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
close_port (Fixture *fixture)
{
  if (fixture->port != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->port));
}

static int
send_text (Fixture *fixture, const char *to, guint16 port, const char *text)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (to, port);

  return lc_udp_port_send (fixture->port, address, text, strlen (text));
}

static void
wait_for (guint *count, guint wanted)
{
  while (*count < wanted)
    g_main_context_iteration (NULL, TRUE);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* A port of the host says what becomes of what is sent to it. */
enum
{
  PORT_ECHO = 7,
  PORT_DISCARD = 9,
  PORT_CLOSED = 3003,
  PORT_NO_NETWORK = 3000,
  PORT_NO_HOST = 3001,
  PORT_PROHIBITED = 3013,
  PORT_FLOOD = 4000,
};

static void
host_cb (PrivateNetwork *network, const PrivatePacket *packet, gpointer user_data)
{
  guint8 *ttl = user_data;

  if (ttl != NULL)
    *ttl = packet->ttl;
  switch (packet->port) {
  case PORT_ECHO:
    private_network_datagram (network, packet, NULL, "answer");
    break;
  case PORT_CLOSED:
    private_network_icmp (network, packet, NULL, packet->ipv6 ? 1 : 3, packet->ipv6 ? 4 : 3);
    break;
  case PORT_NO_NETWORK:
    private_network_icmp (network, packet, packet->ipv6 ? "2001:db8:1::1" : "10.1.0.1",
                          packet->ipv6 ? 1 : 3, 0);
    break;
  case PORT_NO_HOST:
    private_network_icmp (network, packet, "10.1.0.1", 3, 1);
    break;
  case PORT_PROHIBITED:
    private_network_icmp (network, packet, packet->ipv6 ? "2001:db8:1::1" : "10.1.0.1",
                          packet->ipv6 ? 1 : 3, packet->ipv6 ? 1 : 13);
    break;
  case PORT_FLOOD:
    for (guint i = 0; i < FLOOD; i++)
      private_network_datagram (network, packet, NULL, "flood");
    break;
  case PORT_DISCARD:
  default:
    break;
  }
}

static void
test_answer (void)
{
  guint8 ttl = 0;
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (host_cb, &ttl);
  Fixture fixture = { 0 };

  open_port (&fixture, G_SOCKET_FAMILY_IPV4, 5);
  g_assert_cmpint (send_text (&fixture, HOST, PORT_ECHO, "question"), ==, 0);
  wait_for (&fixture.received, 1);
  g_assert_cmpstr (fixture.from, ==, HOST ":7");
  g_assert_cmpstr (fixture.text, ==, "answer");
  g_assert_cmpuint (ttl, ==, 5);
  g_assert_cmpuint (fixture.failed, ==, 0);
  close_port (&fixture);
}

static void
test_ipv6 (void)
{
  guint8 ttl = 0;
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (host_cb, &ttl);
  Fixture fixture = { 0 };

  open_port (&fixture, G_SOCKET_FAMILY_IPV6, 6);
  g_assert_cmpint (send_text (&fixture, "2001:db8:9::9", PORT_ECHO, "question"), ==, 0);
  wait_for (&fixture.received, 1);
  g_assert_cmpstr (fixture.text, ==, "answer");
  g_assert_cmpuint (ttl, ==, 6);
  g_assert_cmpint (send_text (&fixture, "2001:db8:9::9", PORT_CLOSED, "question"), ==, 0);
  wait_for (&fixture.failed, 1);
  g_assert_cmpstr (fixture.offender, ==, "2001:db8:9::9");
  g_assert_cmpuint (fixture.type, ==, 1);
  g_assert_cmpuint (fixture.code, ==, 4);
  close_port (&fixture);
}

/* Each error says which of several datagrams it is about. */
static void
test_errors (void)
{
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (host_cb, NULL);
  Fixture fixture = { 0 };

  open_port (&fixture, G_SOCKET_FAMILY_IPV4, 0);
  g_assert_cmpint (send_text (&fixture, HOST, PORT_CLOSED, "a"), ==, 0);
  wait_for (&fixture.failed, 1);
  g_assert_cmpstr (fixture.offender, ==, HOST);
  g_assert_cmpstr (fixture.destination, ==, HOST ":3003");
  g_assert_cmpint (send_text (&fixture, "203.0.113.8", PORT_PROHIBITED, "b"), ==, 0);
  wait_for (&fixture.failed, 2);
  g_assert_cmpstr (fixture.offender, ==, "10.1.0.1");
  g_assert_cmpstr (fixture.destination, ==, "203.0.113.8:3013");
  g_assert_cmpuint (fixture.type, ==, 3);
  g_assert_cmpuint (fixture.code, ==, 13);
  g_assert_cmpint (send_text (&fixture, HOST, PORT_ECHO, "c"), ==, 0);
  wait_for (&fixture.received, 1);
  g_assert_cmpuint (fixture.failed, ==, 2);
  close_port (&fixture);
}

/* sendto(2) gives the error of an earlier datagram to the next one, which has nothing
 * to do with it: whatever the error, that one is sent all the same. */
static void
check_pending_error (const char *to, guint16 port)
{
  g_autoptr (PrivateNetwork) network = private_network_new (host_cb, NULL);
  GSocketFamily family = strchr (to, ':') != NULL ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;
  Fixture fixture = { 0 };

  open_port (&fixture, family, 0);
  g_assert_cmpint (send_text (&fixture, to, port, "a"), ==, 0);
  /* The network's answer is there, and nobody has read it yet. */
  while (private_network_get_packets (network) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture.failed, ==, 0);
  g_assert_cmpint (send_text (&fixture, to, PORT_ECHO, "b"), ==, 0);
  wait_for (&fixture.received, 1);
  wait_for (&fixture.failed, 1);
  settle ();
  g_assert_cmpuint (private_network_get_packets (network), ==, 2);
  g_assert_cmpuint (fixture.failed, ==, 1);
  close_port (&fixture);
}

static void
test_pending_errors (void)
{
  check_pending_error (HOST, PORT_CLOSED);
  check_pending_error (HOST, PORT_NO_NETWORK);
  check_pending_error (HOST, PORT_NO_HOST);
  check_pending_error (HOST, PORT_PROHIBITED);
  check_pending_error ("2001:db8:9::9", PORT_CLOSED);
  check_pending_error ("2001:db8:9::9", PORT_NO_NETWORK);
  check_pending_error ("2001:db8:9::9", PORT_PROHIBITED);
}

/* What cannot leave this computer says so at once. */
static void
test_cannot_send (void)
{
  static char big[70000];
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string (HOST, PORT_ECHO);
  g_autoptr (PrivateNetwork) network = private_network_new (host_cb, NULL);
  Fixture fixture = { 0 };

  open_port (&fixture, G_SOCKET_FAMILY_IPV4, 0);
  g_assert_cmpint (send_text (&fixture, PRIVATE_NETWORK_NO_ROUTE, 9, "x"), ==, ENETUNREACH);
  g_assert_cmpint (send_text (&fixture, "2001:db8::1", 9, "x"), !=, 0);
  g_assert_cmpint (lc_udp_port_send (fixture.port, any, big, sizeof big), ==, EMSGSIZE);
  g_assert_cmpint (send_text (&fixture, HOST, 0, "x"), ==, EINVAL);
  settle ();
  g_assert_cmpuint (private_network_get_packets (network), ==, 0);
  g_assert_cmpint (send_text (&fixture, HOST, PORT_ECHO, "x"), ==, 0);
  wait_for (&fixture.received, 1);
  lc_udp_port_close (fixture.port);
  lc_udp_port_close (fixture.port);
  g_assert_cmpint (send_text (&fixture, HOST, PORT_ECHO, "x"), ==, EBADF);
  g_assert_null (lc_udp_port_get_local (fixture.port, any));
  close_port (&fixture);
}

/* More at once than one dispatch takes: all come, or as many as the kernel has kept. */
static void
test_flood (void)
{
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (host_cb, NULL);
  Fixture fixture = { 0 };

  open_port (&fixture, G_SOCKET_FAMILY_IPV4, 0);
  g_assert_cmpint (send_text (&fixture, HOST, PORT_FLOOD, "x"), ==, 0);
  wait_for (&fixture.received, 100);
  settle ();
  g_assert_cmpuint (fixture.received, <=, FLOOD);
  g_assert_cmpint (send_text (&fixture, HOST, PORT_ECHO, "x"), ==, 0);
  while (strcmp (fixture.text, "answer") != 0)
    g_main_context_iteration (NULL, TRUE);
  close_port (&fixture);
}

/* Whoever hears of something may close the port, and let go of it. */
static void
test_let_go (void)
{
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (host_cb, NULL);

  for (guint i = 0; i < 4; i++) {
    Fixture fixture = { .close_at_once = i % 2 == 0, .drop_at_once = i % 2 == 1 };
    guint *count = i < 2 ? &fixture.received : &fixture.failed;

    open_port (&fixture, G_SOCKET_FAMILY_IPV4, 0);
    for (guint j = 0; j < 3; j++)
      g_assert_cmpint (send_text (&fixture, HOST, i < 2 ? PORT_ECHO : PORT_CLOSED, "x"), ==, 0);
    wait_for (count, 1);
    settle ();
    g_assert_cmpuint (*count, ==, 1);
    close_port (&fixture);
  }
}

static void
test_local (void)
{
  g_autoptr (GSocketAddress) outside = g_inet_socket_address_new_from_string (HOST, 1);
  g_autoptr (GSocketAddress) inside = g_inet_socket_address_new_from_string ("127.0.0.1", 1);
  Fixture fixture = { 0 };
  g_autofree char *out = NULL;
  g_autofree char *in = NULL;

  open_port (&fixture, G_SOCKET_FAMILY_IPV4, 0);
  out = lc_udp_port_get_local (fixture.port, outside);
  in = lc_udp_port_get_local (fixture.port, inside);
  g_assert_true (g_str_has_prefix (out, PRIVATE_NETWORK_IPV4 ":"));
  g_assert_true (g_str_has_prefix (in, "127.0.0.1:"));
  g_assert_cmpstr (strchr (out, ':'), ==, strchr (in, ':'));
  close_port (&fixture);
}

int
main (int argc, char *argv[])
{
  private_network_enter (argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/udp-port/answer", test_answer);
  g_test_add_func ("/udp-port/ipv6", test_ipv6);
  g_test_add_func ("/udp-port/errors", test_errors);
  g_test_add_func ("/udp-port/pending-errors", test_pending_errors);
  g_test_add_func ("/udp-port/cannot-send", test_cannot_send);
  g_test_add_func ("/udp-port/flood", test_flood);
  g_test_add_func ("/udp-port/let-go", test_let_go);
  g_test_add_func ("/udp-port/local", test_local);
  return g_test_run ();
}
