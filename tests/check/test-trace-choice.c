/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-trace-choice.h"

static void
target_destroy (gpointer data)
{
  lc_trace_target_free (data);
}

static GPtrArray *
targets_new (void)
{
  return g_ptr_array_new_with_free_func (target_destroy);
}

static LcTraceTarget *
add (GPtrArray *targets, const char *address, guint16 port)
{
  return lc_trace_target_add (targets, address, port, LC_TRANSPORT_TCP);
}

/* Gives a target a trace in which the routers of @ttls answered. */
static void
take_trace (LcTraceTarget *target, const guint8 *ttls, gsize n)
{
  target->trace = g_new0 (LcTrace, 1);
  for (gsize i = 0; i < n; i++) {
    LcHopAnswer *answer = g_new0 (LcHopAnswer, 1);

    answer->kind = LC_HOP_ROUTER;
    answer->address = g_strdup_printf ("10.0.0.%u", ttls[i]);
    lc_trace_take_answer (target->trace, ttls[i], answer);
  }
}

/* Each port before a second target of any, and near ones before far ones. */
static void
test_ports_first (void)
{
  g_autoptr (GPtrArray) candidates = targets_new ();
  g_autoptr (GPtrArray) chosen = targets_new ();

  add (candidates, "192.0.2.1", 5061);
  add (candidates, "198.51.100.1", 5061);
  add (candidates, "198.51.100.2", 993);
  add (candidates, "192.0.2.9", 993);
  g_assert_cmpuint (lc_trace_choose (candidates, chosen, 2), ==, 2);
  g_assert_nonnull (lc_trace_target_find (chosen, "192.0.2.1", 5061, LC_TRANSPORT_TCP));
  g_assert_nonnull (lc_trace_target_find (chosen, "192.0.2.9", 993, LC_TRANSPORT_TCP));
  g_assert_cmpuint (lc_trace_choose (candidates, chosen, 2), ==, 0);
  g_assert_cmpuint (lc_trace_choose (candidates, chosen, 9), ==, 2);
  g_assert_cmpuint (candidates->len, ==, 0);
}

static void
test_required_first (void)
{
  g_autoptr (GPtrArray) candidates = targets_new ();
  g_autoptr (GPtrArray) chosen = targets_new ();

  add (candidates, "192.0.2.1", 25);
  add (candidates, "192.0.2.1", 8021)->required = TRUE;
  lc_trace_choose (candidates, chosen, 1);
  g_assert_cmpuint (((LcTraceTarget *) chosen->pdata[0])->port, ==, 8021);
}

/* An answer of the control's own host says nothing about routers. */
static void
test_router_beyond (void)
{
  static const guint8 one[] = { 1 };
  static const guint8 two[] = { 1, 2 };
  g_autoptr (GPtrArray) targets = targets_new ();
  LcTraceTarget *target = add (targets, "192.0.2.1", 5061);
  LcTraceTarget *control = add (targets, "192.0.2.1", 443);
  LcHopAnswer *host = g_new0 (LcHopAnswer, 1);

  g_assert_false (lc_trace_shows_router_beyond (control, target));
  take_trace (target, one, G_N_ELEMENTS (one));
  take_trace (control, one, G_N_ELEMENTS (one));
  host->kind = LC_HOP_REACHED;
  lc_trace_take_answer (control->trace, 4, host);
  g_assert_false (lc_trace_shows_router_beyond (control, target));
  lc_trace_free (control->trace);
  take_trace (control, two, G_N_ELEMENTS (two));
  g_assert_true (lc_trace_shows_router_beyond (control, target));
}

/* What shows routers tells more than what is near, unless it must be the same host. */
static void
test_pick_control (void)
{
  static const guint8 one[] = { 1 };
  static const guint8 two[] = { 1, 2 };
  g_autoptr (GPtrArray) targets = targets_new ();
  g_autoptr (GPtrArray) controls = targets_new ();
  LcTraceTarget *target = add (targets, "192.0.2.1", 5061);
  LcTraceTarget *near = add (controls, "192.0.2.1", 443);
  LcTraceTarget *far = add (controls, "198.51.100.1", 443);

  g_assert_null (lc_trace_pick_control (controls, target));
  take_trace (target, one, G_N_ELEMENTS (one));
  take_trace (near, one, G_N_ELEMENTS (one));
  take_trace (far, two, G_N_ELEMENTS (two));
  g_assert_true (lc_trace_pick_control (controls, target) == far);
  target->needs_own_control = TRUE;
  g_assert_true (lc_trace_pick_control (controls, target) == near);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace-choice/ports-first", test_ports_first);
  g_test_add_func ("/trace-choice/required-first", test_required_first);
  g_test_add_func ("/trace-choice/router-beyond", test_router_beyond);
  g_test_add_func ("/trace-choice/pick-control", test_pick_control);
  return g_test_run ();
}
