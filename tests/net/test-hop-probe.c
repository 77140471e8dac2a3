/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "net/lc-hop-probe.h"
#include "private-network.h"

/* What one packet with a limited TTL draws, in a network in which the test itself
 * plays the routers and the host. */

#define HOST "203.0.113.9"
#define HOST6 "2001:db8:9::9"
#define PORT 5061
#define PATIENT_MS 20000
#define SHORT_MS 100

typedef enum
{
  NOTHING,
  ICMP,
  ACCEPT,
  RESET,
  DATAGRAM,
  STRANGER, /* a datagram from somebody else, and an error about somebody else's */
} Reply;

typedef struct
{
  const char *name;
  const char *to;
  gboolean udp;
  guint8 ttl;
  Reply reply;
  const char *from; /* (nullable) */
  guint8 type;
  guint8 code;
  LcHopKind kind;
  const char *address; /* (nullable) */
} Case;

static const Case cases[] = {
  { "tcp/router", HOST, FALSE, 1, ICMP, "10.1.0.1", 11, 0, LC_HOP_ROUTER, "10.1.0.1" },
  { "tcp/accepted", HOST, FALSE, 9, ACCEPT, NULL, 0, 0, LC_HOP_REACHED, HOST },
  { "tcp/reset", HOST, FALSE, 9, RESET, NULL, 0, 0, LC_HOP_RESET, NULL },
  { "tcp/prohibited", HOST, FALSE, 9, ICMP, "10.1.0.1", 3, 13, LC_HOP_ICMP, "10.1.0.1" },
  { "tcp/port-unreachable", HOST, FALSE, 9, ICMP, NULL, 3, 3, LC_HOP_ICMP, HOST },
  { "tcp/host-unreachable", HOST, FALSE, 9, ICMP, "203.0.113.1", 3, 1, LC_HOP_ICMP, "203.0.113.1" },
  { "tcp/net-unreachable", HOST, FALSE, 9, ICMP, "203.0.113.1", 3, 0, LC_HOP_ICMP, "203.0.113.1" },
  { "tcp/silent", HOST, FALSE, 9, NOTHING, NULL, 0, 0, LC_HOP_SILENT, NULL },
  { "udp/router", HOST, TRUE, 2, ICMP, "10.2.0.1", 11, 0, LC_HOP_ROUTER, "10.2.0.1" },
  { "udp/answered", HOST, TRUE, 9, DATAGRAM, NULL, 0, 0, LC_HOP_REACHED, HOST },
  { "udp/port-unreachable", HOST, TRUE, 9, ICMP, NULL, 3, 3, LC_HOP_ICMP, HOST },
  { "udp/prohibited", HOST, TRUE, 9, ICMP, "10.1.0.1", 3, 10, LC_HOP_ICMP, "10.1.0.1" },
  { "udp/stranger", HOST, TRUE, 9, STRANGER, NULL, 0, 0, LC_HOP_SILENT, NULL },
  { "udp/silent", HOST, TRUE, 9, NOTHING, NULL, 0, 0, LC_HOP_SILENT, NULL },
  { "tcp6/router", HOST6, FALSE, 3, ICMP, "2001:db8:2::1", 3, 0, LC_HOP_ROUTER, "2001:db8:2::1" },
  { "tcp6/accepted", HOST6, FALSE, 9, ACCEPT, NULL, 0, 0, LC_HOP_REACHED, HOST6 },
  { "tcp6/prohibited", HOST6, FALSE, 9, ICMP, "2001:db8:2::1", 1, 1, LC_HOP_ICMP, "2001:db8:2::1" },
  { "udp6/router", HOST6, TRUE, 3, ICMP, "2001:db8:2::1", 3, 0, LC_HOP_ROUTER, "2001:db8:2::1" },
  { "udp6/answered", HOST6, TRUE, 9, DATAGRAM, NULL, 0, 0, LC_HOP_REACHED, HOST6 },
};

typedef struct
{
  const Case *expected;
  guint8 ttl;        /* of the last packet */
  char payload[128]; /* likewise */
  guint callbacks;
  LcHopAnswer *answer; /* (owned) */
} Fixture;

static void
answer_cb (PrivateNetwork *network, const PrivatePacket *packet, gpointer user_data)
{
  Fixture *fixture = user_data;
  const Case *expected = fixture->expected;

  g_assert_cmpstr (packet->to, ==, expected->to);
  g_assert_cmpint (packet->udp, ==, expected->udp);
  g_assert_cmpuint (packet->port, ==, PORT);
  fixture->ttl = packet->ttl;
  if (packet->udp)
    memcpy (fixture->payload, packet->payload, packet->payload_length);
  switch (expected->reply) {
  case ICMP:
    private_network_icmp (network, packet, expected->from, expected->type, expected->code);
    break;
  case ACCEPT:
    private_network_accept (network, packet);
    break;
  case RESET:
    private_network_reset (network, packet);
    break;
  case DATAGRAM:
    private_network_datagram (network, packet, expected->from, "answer");
    break;
  case STRANGER:
    private_network_datagram (network, packet, "203.0.113.8", "answer");
    break;
  case NOTHING:
  default:
    break;
  }
}

static void
probed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->callbacks++;
  g_assert_cmpuint (fixture->callbacks, ==, 1);
  fixture->answer = lc_hop_probe_finish (result);
}

static void
begin (Fixture *fixture, guint wait_ms, GCancellable *cancellable)
{
  const Case *expected = fixture->expected;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (expected->to, PORT);
  g_autoptr (GBytes) payload = g_bytes_new_static ("question", 8);

  lc_hop_probe_async (address, expected->udp, expected->udp ? payload : NULL, expected->ttl,
                      wait_ms, cancellable, probed_cb, fixture);
  g_assert_cmpuint (fixture->callbacks, ==, 0);
}

static void
finish (Fixture *fixture)
{
  while (fixture->callbacks == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_nonnull (fixture->answer);
}

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  Fixture fixture = { .expected = expected };
  g_autoptr (PrivateNetwork) network = private_network_new (answer_cb, &fixture);

  begin (&fixture, expected->kind == LC_HOP_SILENT ? SHORT_MS : PATIENT_MS, NULL);
  finish (&fixture);
  g_assert_cmpuint (private_network_get_packets (network), ==, 1);
  g_assert_cmpuint (fixture.ttl, ==, expected->ttl);
  if (expected->udp)
    g_assert_cmpstr (fixture.payload, ==, "question");
  g_assert_cmpint (fixture.answer->kind, ==, expected->kind);
  g_assert_cmpstr (fixture.answer->address, ==, expected->address);
  g_assert_cmpuint (fixture.answer->type, ==, expected->type);
  g_assert_cmpuint (fixture.answer->code, ==, expected->code);
  if (expected->kind == LC_HOP_SILENT)
    g_assert_cmpint (fixture.answer->us, ==, -1);
  else
    g_assert_cmpint (fixture.answer->us, >=, 0);
  lc_hop_answer_free (fixture.answer);
}

/* Without a payload an empty datagram goes. */
static void
test_no_payload (void)
{
  static const Case expected = { "", HOST, TRUE, 9, DATAGRAM, NULL, 0, 0, LC_HOP_REACHED, HOST };
  Fixture fixture = { .expected = &expected };
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (answer_cb, &fixture);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (HOST, PORT);

  lc_hop_probe_async (address, TRUE, NULL, 9, PATIENT_MS, NULL, probed_cb, &fixture);
  finish (&fixture);
  g_assert_cmpint (fixture.answer->kind, ==, LC_HOP_REACHED);
  g_assert_cmpstr (fixture.payload, ==, "");
  lc_hop_answer_free (fixture.answer);
}

static void
check_cancel (const Case *expected, gboolean before)
{
  Fixture fixture = { .expected = expected };
  g_autoptr (PrivateNetwork) network = private_network_new (answer_cb, &fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (before)
    g_cancellable_cancel (cancellable);
  begin (&fixture, PATIENT_MS, cancellable);
  while (!before && private_network_get_packets (network) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_cancellable_cancel (cancellable);
  finish (&fixture);
  g_assert_cmpint (fixture.answer->kind, ==, LC_HOP_SILENT);
  g_assert_cmpint (fixture.answer->us, ==, -1);
  lc_hop_answer_free (fixture.answer);
  g_assert_finalize_object (g_steal_pointer (&cancellable));
}

static void
test_cancel (void)
{
  static const Case tcp = { "", HOST, FALSE, 9, NOTHING, NULL, 0, 0, LC_HOP_SILENT, NULL };
  static const Case udp = { "", HOST, TRUE, 9, NOTHING, NULL, 0, 0, LC_HOP_SILENT, NULL };

  check_cancel (&tcp, TRUE);
  check_cancel (&tcp, FALSE);
  check_cancel (&udp, TRUE);
  check_cancel (&udp, FALSE);
}

/* Each of several at once takes its own answer alone. */
static void
echo_ttl_cb (PrivateNetwork *network, const PrivatePacket *packet, gpointer user_data)
{
  g_autofree char *router = g_strdup_printf ("10.9.9.%u", packet->ttl);

  private_network_icmp (network, packet, router, 11, 0);
}

static void
test_at_once (void)
{
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (echo_ttl_cb, NULL);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (HOST, PORT);
  Fixture fixtures[10] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    lc_hop_probe_async (address, i % 2 == 0, NULL, (guint8) (i + 1), PATIENT_MS, NULL, probed_cb,
                        &fixtures[i]);
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++) {
    g_autofree char *router = g_strdup_printf ("10.9.9.%u", i + 1);

    finish (&fixtures[i]);
    g_assert_cmpint (fixtures[i].answer->kind, ==, LC_HOP_ROUTER);
    g_assert_cmpstr (fixtures[i].answer->address, ==, router);
    lc_hop_answer_free (fixtures[i].answer);
  }
}

int
main (int argc, char *argv[])
{
  private_network_enter (argv);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/hop-probe/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/hop-probe/no-payload", test_no_payload);
  g_test_add_func ("/hop-probe/cancel", test_cancel);
  g_test_add_func ("/hop-probe/at-once", test_at_once);
  return g_test_run ();
}
