/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-trace-path.h"

#define HOST "192.0.2.1"

static void
target_destroy (gpointer data)
{
  lc_trace_target_free (data);
}

static void
answer (LcTraceTarget *target, guint8 ttl, LcHopKind kind, const char *address)
{
  LcHopAnswer *hop = g_new0 (LcHopAnswer, 1);

  if (target->trace == NULL)
    target->trace = g_new0 (LcTrace, 1);
  hop->kind = kind;
  hop->address = g_strdup (address);
  hop->type = 3;
  hop->code = 13;
  lc_trace_take_answer (target->trace, ttl, hop);
}

static void
icmp_clear (LcIcmp *icmp)
{
  g_free (icmp->address);
}

/* Who rejects a port is where it stops: whether its word at the smaller TTL came, or its own
 * limit swallowed that, or it filters before it looks at the TTL. */
static void
test_rejecter_is_the_stop (void)
{
  static const struct
  {
    const char *router; /* that answered at TTL 1, if any did */
    gboolean again;     /* whether the trace was rejected, too, or only the attempt */
  } cases[] = { { "10.0.0.1", TRUE }, { NULL, TRUE }, { "10.0.0.254", TRUE }, { NULL, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (target_destroy);
    LcTraceTarget *target = lc_trace_target_add (targets, HOST, 5061, LC_TRANSPORT_TCP);
    LcIcmp icmp = { .address = g_strdup ("10.0.0.1"), .type = 3, .code = 13 };
    g_autoptr (LcPath) path = NULL;

    target->trace = g_new0 (LcTrace, 1);
    if (cases[i].router != NULL)
      answer (target, 1, LC_HOP_ROUTER, cases[i].router);
    if (cases[i].again)
      answer (target, 2, LC_HOP_ICMP, "10.0.0.1");
    path = lc_trace_path_new (target, cases[i].again ? NULL : &icmp);
    g_assert_cmpstr (path->stopped_at, ==, "10.0.0.1");
    g_assert_cmpstr (path->answer_address, ==, "10.0.0.1");
    g_assert_cmpint (path->answer_kind, ==, LC_ANSWER_ICMP);
    icmp_clear (&icmp);
  }
}

/* The host's own rejection, and a reset in its name, stop nowhere on the way: there it is the
 * last router that answered. */
static void
test_host_is_no_stop (void)
{
  static const LcHopKind kinds[] = { LC_HOP_ICMP, LC_HOP_RESET };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (target_destroy);
    LcTraceTarget *target = lc_trace_target_add (targets, HOST, 5061, LC_TRANSPORT_TCP);
    g_autoptr (LcPath) path = NULL;

    answer (target, 1, LC_HOP_ROUTER, "10.0.0.1");
    answer (target, 3, kinds[i], HOST);
    path = lc_trace_path_new (target, NULL);
    g_assert_cmpstr (path->stopped_at, ==, "10.0.0.1");
    g_assert_cmpuint (path->answer_ttl, ==, 3);
  }
}

/* Silence alone has no place: only against a control that a router beyond answered. */
static void
test_silence_needs_control (void)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (target_destroy);
  LcTraceTarget *target = lc_trace_target_add (targets, HOST, 5061, LC_TRANSPORT_TCP);
  g_autoptr (LcPath) path = NULL;

  answer (target, 1, LC_HOP_ROUTER, "10.0.0.1");
  path = lc_trace_path_new (target, NULL);
  g_assert_null (path->stopped_at);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace-path/rejecter-is-the-stop", test_rejecter_is_the_stop);
  g_test_add_func ("/trace-path/host-is-no-stop", test_host_is_no_stop);
  g_test_add_func ("/trace-path/silence-needs-control", test_silence_needs_control);
  return g_test_run ();
}
