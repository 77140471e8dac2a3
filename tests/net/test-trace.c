/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "net/lc-trace.h"
#include "private-network.h"

/* Paths of ports, in a network in which the test plays the routers. */

#define HOST "203.0.113.9"
#define PORT 5061

/* Who is at which distance: a letter for each TTL from 1 on, the last one for all
 * that go farther. r answers for its distance, s is silent, l answers only the second
 * packet; a accepts, e echoes, x resets, p prohibits, u is a closed UDP port. */
typedef struct
{
  const char *path;
  guint asked[LC_TRACE_MAX_TTL + 2];
  guint callbacks;
  LcTrace *trace; /* (owned) */
} Fixture;

static void
answer (PrivateNetwork *network, const PrivatePacket *packet, char who, gboolean again)
{
  g_autofree char *router = g_strdup_printf ("10.9.0.%u", packet->ttl);

  if (who == 'r' || (who == 'l' && again))
    private_network_icmp (network, packet, router, 11, 0);
  else if (who == 'a')
    private_network_accept (network, packet);
  else if (who == 'e')
    private_network_datagram (network, packet, NULL, "answer");
  else if (who == 'x')
    private_network_reset (network, packet);
  else if (who == 'p')
    private_network_icmp (network, packet, "10.9.0.99", 3, 13);
  else if (who == 'u')
    private_network_icmp (network, packet, NULL, 3, 3);
}

static void
packet_cb (PrivateNetwork *network, const PrivatePacket *packet, gpointer user_data)
{
  Fixture *fixture = user_data;
  gsize last = strlen (fixture->path) - 1;

  g_assert_cmpuint (packet->ttl, <=, LC_TRACE_MAX_TTL);
  fixture->asked[packet->ttl]++;
  answer (network, packet, fixture->path[MIN (packet->ttl - 1u, last)],
          fixture->asked[packet->ttl] > 1);
}

static void
traced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->callbacks++;
  g_assert_cmpuint (fixture->callbacks, ==, 1);
  fixture->trace = lc_trace_finish (result);
}

static void
begin (Fixture *fixture, gboolean udp, guint tries, LcPacer *pacer, GCancellable *cancellable)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (HOST, PORT);
  g_autoptr (GBytes) payload = g_bytes_new_static ("question", 8);

  lc_trace_async (address, udp, udp ? payload : NULL, tries, pacer, cancellable, traced_cb,
                  fixture);
  g_assert_cmpuint (fixture->callbacks, ==, 0);
}

static void
finish (Fixture *fixture)
{
  while (fixture->callbacks == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_nonnull (fixture->trace);
}

static void
follow (Fixture *fixture, gboolean udp, guint tries)
{
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (packet_cb, fixture);
  g_autoptr (LcPacer) pacer = lc_pacer_new ();

  begin (fixture, udp, tries, pacer, NULL);
  finish (fixture);
}

typedef struct
{
  const char *name;
  const char *path;
  gboolean udp;
  guint8 end;
  guint8 last_answer; /* where nothing ends it */
  LcHopKind kind;     /* of what ends it */
} Case;

static const Case cases[] = {
  { "accepted", "rrra", FALSE, 4, 0, LC_HOP_REACHED },
  { "reset-by-host", "rrrx", FALSE, 4, 0, LC_HOP_RESET },
  { "reset-nearby", "rx", FALSE, 2, 0, LC_HOP_RESET },
  { "prohibited", "rp", FALSE, 2, 0, LC_HOP_ICMP },
  { "stops", "rrs", FALSE, 0, 2, LC_HOP_SILENT },
  { "all-silent", "s", FALSE, 0, 0, LC_HOP_SILENT },
  { "silent-router", "rsra", FALSE, 4, 0, LC_HOP_REACHED },
  { "lossy-router", "rlra", FALSE, 4, 0, LC_HOP_REACHED },
  { "far", "rrrrrrrrrrrrrra", FALSE, 15, 0, LC_HOP_REACHED },
  { "udp-answered", "rre", TRUE, 3, 0, LC_HOP_REACHED },
  { "udp-closed", "rru", TRUE, 3, 0, LC_HOP_ICMP },
  { "udp-stops", "rs", TRUE, 0, 1, LC_HOP_SILENT },
};

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  Fixture fixture = { .path = expected->path };

  follow (&fixture, expected->udp, 2);
  g_assert_cmpuint (lc_trace_get_end (fixture.trace), ==, expected->end);
  /* Those beyond the end may have been asked before it answered. */
  if (expected->end != 0)
    g_assert_cmpuint (lc_trace_get_last_answer (fixture.trace), >=, expected->end);
  else
    g_assert_cmpuint (lc_trace_get_last_answer (fixture.trace), ==, expected->last_answer);
  if (expected->end != 0)
    g_assert_cmpint (fixture.trace->hops[expected->end].kind, ==, expected->kind);
  for (guint ttl = 1; ttl < strlen (expected->path); ttl++) {
    g_autofree char *router = g_strdup_printf ("10.9.0.%u", ttl);
    gboolean silent = expected->path[ttl - 1] == 's';

    g_assert_cmpint (fixture.trace->hops[ttl].kind, ==, silent ? LC_HOP_SILENT : LC_HOP_ROUTER);
    g_assert_cmpstr (fixture.trace->hops[ttl].address, ==, silent ? NULL : router);
  }
  /* Nobody is asked more often than allowed, and nothing far beyond an end. */
  for (guint ttl = 1; ttl <= LC_TRACE_MAX_TTL; ttl++)
    g_assert_cmpuint (fixture.asked[ttl], <=, expected->udp ? 2 : 4);
  lc_trace_free (fixture.trace);
}

/* A path that goes round and round ends at the largest TTL. */
static void
test_loop (void)
{
  Fixture fixture = { .path = "r" };

  follow (&fixture, FALSE, 1);
  g_assert_cmpuint (lc_trace_get_end (fixture.trace), ==, 0);
  g_assert_cmpuint (lc_trace_get_last_answer (fixture.trace), ==, LC_TRACE_MAX_TTL);
  g_assert_cmpuint (fixture.trace->last, ==, LC_TRACE_MAX_TTL);
  lc_trace_free (fixture.trace);
}

/* What is known when it is cancelled stays. */
static void
test_cancel (void)
{
  Fixture fixture = { .path = "rrs" };
  g_autoptr (PrivateNetwork) network = private_network_new (packet_cb, &fixture);
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  begin (&fixture, FALSE, 2, pacer, cancellable);
  while (private_network_get_packets (network) < 4)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_cancellable_cancel (cancellable);
  finish (&fixture);
  g_assert_cmpint (fixture.trace->hops[1].kind, ==, LC_HOP_ROUTER);
  g_assert_cmpuint (lc_trace_get_end (fixture.trace), ==, 0);
  lc_trace_free (fixture.trace);
  g_assert_finalize_object (g_steal_pointer (&cancellable));
}

static void
test_cancelled_before (void)
{
  Fixture fixture = { .path = "r" };
  g_autoptr (PrivateNetwork) network = private_network_new (packet_cb, &fixture);
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  begin (&fixture, TRUE, 2, pacer, cancellable);
  finish (&fixture);
  g_assert_cmpuint (private_network_get_packets (network), ==, 0);
  g_assert_cmpuint (lc_trace_get_last_answer (fixture.trace), ==, 0);
  lc_trace_free (fixture.trace);
}

/* Traces that run together share what the routers at one distance may answer: no more
 * than a burst is asked of them in the first second. */
static void
test_together (void)
{
  Fixture fixtures[8];
  Fixture counts = { .path = "ra" };
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (packet_cb, &counts);
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  gint64 started = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++) {
    fixtures[i] = (Fixture){ .path = counts.path };
    begin (&fixtures[i], FALSE, 1, pacer, NULL);
  }
  while (counts.asked[1] < 6)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - started, >=, G_USEC_PER_SEC);
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++) {
    finish (&fixtures[i]);
    g_assert_cmpuint (lc_trace_get_end (fixtures[i].trace), ==, 2);
    g_assert_cmpint (fixtures[i].trace->hops[1].kind, ==, LC_HOP_ROUTER);
    lc_trace_free (fixtures[i].trace);
  }
}

/* The first answer of a distance counts. */
static void
test_take_answer (void)
{
  g_autoptr (LcTrace) trace = g_new0 (LcTrace, 1);
  LcHopAnswer *first = g_new0 (LcHopAnswer, 1);
  LcHopAnswer *second = g_new0 (LcHopAnswer, 1);

  first->kind = LC_HOP_ROUTER;
  first->address = g_strdup ("10.9.0.1");
  second->kind = LC_HOP_RESET;
  second->address = g_strdup ("10.9.0.2");
  lc_trace_take_answer (trace, 3, first);
  lc_trace_take_answer (trace, 3, second);
  g_assert_cmpuint (trace->last, ==, 3);
  g_assert_cmpint (trace->hops[3].kind, ==, LC_HOP_ROUTER);
  g_assert_cmpstr (trace->hops[3].address, ==, "10.9.0.1");
  g_assert_cmpuint (lc_trace_get_last_answer (trace), ==, 3);
}

int
main (int argc, char *argv[])
{
  private_network_enter (argv);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/trace/path/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/trace/loop", test_loop);
  g_test_add_func ("/trace/cancel", test_cancel);
  g_test_add_func ("/trace/cancelled-before", test_cancelled_before);
  g_test_add_func ("/trace/together", test_together);
  g_test_add_func ("/trace/take-answer", test_take_answer);
  return g_test_run ();
}
