/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-trace-compare.h"
#include "check/lc-trace-target.h"
#include "private-network.h"

/* Comparisons of traced ports as a whole, in a network in which the test plays the
 * routers. The control passes: routers 10.9.0.1 to 10.9.0.3, and the host is the fourth.
 * The target was answered by the first of them. */

#define HOST "203.0.113.9"
#define TARGET 5061
#define CONTROL 443
#define ROUTERS 3

typedef struct
{
  const char *name;
  guint silent;            /* packets of the target's that nobody answers, to begin with */
  gboolean control_silent; /* nobody answers the control */
  gboolean cancelled;      /* with the first packet */
  guint8 control_routers;  /* that the control's trace found */
  gboolean stopped;
  guint failed;
  guint8 last_answer;
  guint controls; /* packets of the control's to the second router */
} Case;

static const Case cases[] = {
  { "stopped", G_MAXUINT, FALSE, FALSE, 3, TRUE, 2, 1, 2 },
  /* Both routers beyond are asked in the first round. */
  { "passes", 0, FALSE, FALSE, 3, FALSE, 0, 3, 1 },
  { "one-lost", 2, FALSE, FALSE, 3, FALSE, 0, 3, 2 },
  { "limited", G_MAXUINT, TRUE, FALSE, 2, FALSE, 0, 1, 5 },
  { "nothing-beyond", G_MAXUINT, FALSE, FALSE, 1, FALSE, 0, 1, 0 },
  { "cancelled", G_MAXUINT, FALSE, TRUE, 3, FALSE, 0, 1, 1 },
};

typedef struct
{
  const Case *expected;
  GCancellable *cancellable; /* (owned) */
  guint targets[ROUTERS + 2];
  guint controls[ROUTERS + 2];
  guint seen; /* of the target's */
  guint callbacks;
} Fixture;

static void
packet_cb (PrivateNetwork *network, const PrivatePacket *packet, gpointer user_data)
{
  Fixture *fixture = user_data;
  gboolean control = packet->port == CONTROL;
  g_autofree char *router = g_strdup_printf ("10.9.0.%u", packet->ttl);

  g_assert_cmpuint (packet->ttl, <=, ROUTERS);
  (control ? fixture->controls : fixture->targets)[packet->ttl]++;
  if (fixture->expected->cancelled)
    g_cancellable_cancel (fixture->cancellable);
  if (control ? fixture->expected->control_silent : fixture->seen++ < fixture->expected->silent)
    return;
  private_network_icmp (network, packet, router, 11, 0);
}

static void
compared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  lc_trace_compare_finish (result);
  fixture->callbacks++;
}

static void
target_destroy (gpointer data)
{
  lc_trace_target_free (data);
}

static LcTraceTarget *
add_traced (GPtrArray *targets, guint16 port, guint8 routers, guint8 last)
{
  LcTraceTarget *target = lc_trace_target_add (targets, HOST, port, LC_TRANSPORT_TCP);

  target->trace = g_new0 (LcTrace, 1);
  for (guint8 ttl = 1; ttl <= routers; ttl++) {
    LcHopAnswer *answer = g_new0 (LcHopAnswer, 1);

    answer->kind = LC_HOP_ROUTER;
    answer->address = g_strdup_printf ("10.9.0.%u", ttl);
    lc_trace_take_answer (target->trace, ttl, answer);
  }
  target->trace->last = last;
  return target;
}

static void
compare (Fixture *fixture, GPtrArray *targets)
{
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (packet_cb, fixture);
  g_autoptr (LcPacer) pacer = lc_pacer_new ();

  lc_trace_compare_async (targets, pacer, fixture->cancellable, compared_cb, fixture);
  while (fixture->callbacks == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->callbacks, ==, 1);
}

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Fixture fixture = { .expected = expected, .cancellable = cancellable };
  g_autoptr (GPtrArray) controls = g_ptr_array_new_with_free_func (target_destroy);
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (target_destroy);
  LcTraceTarget *target = add_traced (targets, TARGET, 1, ROUTERS + 1);

  target->control = add_traced (controls, CONTROL, expected->control_routers, ROUTERS + 1);
  compare (&fixture, targets);
  g_assert_cmpint (lc_suspect_is_stopped (&target->suspect, LC_SUSPECT_TRACE_COMPARISONS), ==,
                   expected->stopped);
  g_assert_cmpuint (target->suspect.failed, ==, expected->failed);
  g_assert_cmpuint (lc_trace_get_last_answer (target->trace), ==, expected->last_answer);
  if (expected->cancelled)
    g_assert_cmpuint (fixture.controls[2], <=, expected->controls);
  else
    g_assert_cmpuint (fixture.controls[2], ==, expected->controls);
  g_assert_cmpuint (fixture.controls[1], ==, 0);
}

/* What one router is to answer for is compared in one moment, with one control. */
static void
test_together (void)
{
  static const Case both_stop = { "together", G_MAXUINT, FALSE, FALSE, 2, TRUE, 2, 1, 2 };
  Fixture fixture = { .expected = &both_stop };
  g_autoptr (GPtrArray) controls = g_ptr_array_new_with_free_func (target_destroy);
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (target_destroy);
  LcTraceTarget *control = add_traced (controls, CONTROL, 2, ROUTERS + 1);

  add_traced (targets, TARGET, 1, ROUTERS + 1)->control = control;
  add_traced (targets, TARGET + 1, 1, ROUTERS + 1)->control = control;
  compare (&fixture, targets);
  g_assert_cmpuint (fixture.targets[2], ==, 4);
  g_assert_cmpuint (fixture.controls[2], ==, 2);
  for (guint i = 0; i < targets->len; i++)
    g_assert_true (lc_suspect_is_stopped (&((LcTraceTarget *) targets->pdata[i])->suspect,
                                          LC_SUSPECT_TRACE_COMPARISONS));
}

int
main (int argc, char *argv[])
{
  private_network_enter (argv);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/trace-compare/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/trace-compare/together", test_together);
  return g_test_run ();
}
