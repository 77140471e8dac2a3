/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "probe-fixture.h"

/* Ports of the loopback network, where the host itself always has a say. What a
 * path with routers shows is the lab's business. Times are waited for, so all cases
 * run at the same time, each on an address of its own. */

#define FIRST 20000

typedef enum
{
  CLOSED, /* ICMP port unreachable */
  SILENT, /* taken, and not answered */
  ECHOING,
} Behaviour;

typedef struct
{
  const char *name;
  const char *address;
  guint16 last;   /* of the range that begins with FIRST */
  Behaviour low;  /* the lower half of the range */
  Behaviour high; /* and the upper one */
  LcStatus status;
  LcCode code;
  guint samples; /* at most: as many as answers allowed in the time */
  const char *detail;
} Case;

#define REACHED LC_STATUS_PASS, LC_CODE_UDP_REACHED_HOST
#define NOTHING LC_STATUS_INCONCLUSIVE, LC_CODE_UDP_SILENT

static const Case cases[] = {
  { "closed", "127.77.0.1", 24095, CLOSED, CLOSED, REACHED, 12,
    "Of * sampled ports * reached the host, 0 left the network, 0 were rejected, 0 stopped *" },
  { "one-port", "127.77.0.2", FIRST, CLOSED, CLOSED, REACHED, 1, "Of 1 sampled ports 1 reached *" },
  { "two-ports", "127.77.0.3", FIRST + 1, CLOSED, CLOSED, REACHED, 2, "Of 2 sampled ports 2 *" },
  { "few-ports", "127.77.0.4", FIRST + 6, CLOSED, CLOSED, REACHED, 7, "Of * sampled ports *" },
  { "echoing", "127.77.0.5", FIRST + 7, ECHOING, ECHOING, REACHED, 8, "Of * sampled ports *" },
  { "silent", "127.77.0.6", FIRST + 7, SILENT, SILENT, NOTHING, 8,
    "*, 0 stopped inside it, * showed nothing." },
  /* Silence of half the range proves nothing either way, for programs may listen there. */
  { "half-silent", "127.77.0.7", FIRST + 7, SILENT, CLOSED, REACHED, 8,
    "Of * sampled ports * reached *, 0 stopped inside it, * showed nothing." },
};

typedef struct
{
  const Case *expected;
  GPtrArray *sockets; /* (element-type GSocket) */
  GPtrArray *sources; /* (element-type GSource) */
  LcProbeContext *context;
  LcRow *row;
  LcAttempt *attempt;
  guint *pending;
} Run;

static gboolean
echo_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (GSocketAddress) from = NULL;
  char buffer[256];
  gssize size = g_socket_receive_from (socket, &from, buffer, sizeof buffer, NULL, NULL);

  if (size > 0)
    g_socket_send_to (socket, from, buffer, size, NULL, NULL);
  return G_SOURCE_CONTINUE;
}

static void
open_port (Run *run, guint16 port, Behaviour behaviour)
{
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string (run->expected->address, port);
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  GSource *source;

  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  g_socket_set_blocking (socket, FALSE);
  if (behaviour == ECHOING) {
    source = g_socket_create_source (socket, G_IO_IN, NULL);
    g_source_set_callback (source, G_SOURCE_FUNC (echo_cb), NULL, NULL);
    g_source_attach (source, NULL);
    g_ptr_array_add (run->sources, source);
  }
  g_ptr_array_add (run->sockets, g_steal_pointer (&socket));
}

static void
open_ports (Run *run)
{
  guint count = run->expected->last - FIRST + 1;

  for (guint i = 0; i < count; i++) {
    Behaviour behaviour = i < count / 2 ? run->expected->low : run->expected->high;

    if (behaviour != CLOSED)
      open_port (run, FIRST + i, behaviour);
  }
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  g_assert_null (run->attempt);
  run->attempt = fixture_finish (result, run->row);
  (*run->pending)--;
}

static void
begin (Run *run, const Case *expected, guint *pending)
{
  run->expected = expected;
  run->pending = pending;
  run->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  run->sources = g_ptr_array_new ();
  run->context = fixture_context_new (PATIENT_MS);
  run->row = fixture_row_new_full (
      &(LcEndpoint){ .protocol = LC_PROTOCOL_RTP, .port = FIRST, .port_last = expected->last });
  open_ports (run);
  (*pending)++;
  lc_run_async (run->context, run->row, expected->address, NULL, NULL, NULL, ended_cb, run);
}

/* Each port once, in order, within the range and over the whole of it. */
static void
check_ports (const Case *expected, GPtrArray *samples)
{
  guint16 before = 0;

  g_assert_cmpuint (samples->len, <=, expected->samples);
  g_assert_cmpuint (samples->len, >=, MIN (expected->samples, 6));
  for (guint i = 0; i < samples->len; i++) {
    LcSample *sample = samples->pdata[i];

    g_assert_cmpuint (sample->port, >, before);
    g_assert_cmpuint (sample->port, >=, FIRST);
    g_assert_cmpuint (sample->port, <=, expected->last);
    before = sample->port;
  }
  g_assert_cmpuint (((LcSample *) samples->pdata[0])->port, ==, FIRST);
  g_assert_cmpuint (before, ==, expected->last);
}

static void
check_sample (const Case *expected, LcSample *sample)
{
  guint half = (expected->last - FIRST + 1) / 2;
  Behaviour behaviour = sample->port < FIRST + half ? expected->low : expected->high;

  if (behaviour == SILENT) {
    g_assert_cmpint (sample->status, ==, LC_STATUS_INCONCLUSIVE);
    g_assert_cmpint (sample->code, ==, LC_CODE_UDP_SILENT);
    g_assert_cmpstr (sample->address, ==, NULL);
    return;
  }
  g_assert_cmpint (sample->status, ==, LC_STATUS_PASS);
  g_assert_cmpint (sample->code, ==, LC_CODE_UDP_REACHED_HOST);
  g_assert_cmpstr (sample->address, ==, expected->address);
  g_assert_cmpint (sample->type, ==, behaviour == CLOSED ? 3 : -1);
  g_assert_cmpint (sample->icmp_code, ==, behaviour == CLOSED ? 3 : -1);
}

static void
check_run (Run *run)
{
  const Case *expected = run->expected;
  LcAttempt *attempt = run->attempt;
  LcStep *step = attempt->steps->pdata[0];

  g_test_message ("%s: %s %s: %s", expected->name, lc_status_to_string (step->status),
                  lc_code_to_string (step->code), step->detail);
  g_assert_cmpint (step->phase, ==, LC_PHASE_UDP);
  g_assert_cmpstr (lc_code_to_string (step->code), ==, lc_code_to_string (expected->code));
  g_assert_cmpint (step->status, ==, expected->status);
  g_assert_cmpint (attempt->status, ==,
                   expected->low != expected->high ? LC_STATUS_INCONCLUSIVE : expected->status);
  fixture_assert_matches (expected->detail, step->detail);
  check_ports (expected, attempt->samples);
  for (guint i = 0; i < attempt->samples->len; i++)
    check_sample (expected, attempt->samples->pdata[i]);
  g_assert_cmpint (attempt->path->transport, ==, LC_TRANSPORT_UDP);
  g_assert_cmpint (attempt->path->reached, ==, expected->status == LC_STATUS_PASS);
  g_assert_cmpint (attempt->latency_us != LC_US_NONE, ==, expected->status == LC_STATUS_PASS);
  g_assert_cmpint (step->us, <, 20 * G_USEC_PER_SEC);
}

static void
source_destroy (gpointer data, gpointer user_data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

static void
run_clear (Run *run)
{
  g_ptr_array_foreach (run->sources, source_destroy, NULL);
  g_ptr_array_unref (run->sources);
  g_ptr_array_unref (run->sockets);
  lc_attempt_free (run->attempt);
  fixture_assert_gone (run->row);
  fixture_assert_gone (run->context);
}

static void
test_all (void)
{
  Run runs[G_N_ELEMENTS (cases)] = { 0 };
  guint files = fixture_count_files ();
  guint pending = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    begin (&runs[i], &cases[i], &pending);
  while (pending > 0)
    g_main_context_iteration (NULL, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    check_run (&runs[i]);
    run_clear (&runs[i]);
  }
  fixture_assert_files (files);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/rtp/all", test_all);
  return g_test_run ();
}
