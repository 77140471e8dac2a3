/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-trace-compare.h"

#include "base/lc-fan-out.h"
#include "check/lc-trace-target.h"
#include "net/lc-deadline.h"

#define MAX_ROUNDS 5
#define ANSWER_WAIT_MS 900 /* less than until the kernel sends a SYN again */
#define MARGIN_MS 250      /* beyond the control's answer, for the one whose packet came first */
#define MAX_WAIT_US (1200 * G_TIME_SPAN_MILLISECOND)

/* Targets that are held against one control at one router. */
typedef struct
{
  LcTraceTarget *control; /* not owned */
  guint8 ttl;
  GPtrArray *targets; /* (owned) (element-type LcTraceTarget) */
  GPtrArray *answers; /* (owned) (element-type LcHopAnswer) (nullable elements) in their order */
  LcControlAnswer control_answer;
  LcDeadline *deadline; /* (owned) (nullable) once its packets are sent */
  GSource *over;        /* (owned) (nullable) once the control was answered */
} Group;

/* One packet under way. */
typedef struct
{
  GTask *task;  /* (owned) */
  Group *group; /* not owned */
  int index;    /* of the target, or -1 for the control */
} Packet;

typedef struct
{
  GPtrArray *targets; /* (owned) */
  LcPacer *pacer;     /* not owned */
  GPtrArray *groups;  /* (owned) (element-type Group) of this round */
  guint round;
  LcFanOut fan_out; /* packets of this round */
} CompareState;

static void begin_round (GTask *task);

static void
answer_destroy (gpointer data)
{
  if (data != NULL)
    lc_hop_answer_free (data);
}

static void
group_destroy (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->targets);
  g_ptr_array_unref (group->answers);
  if (group->over != NULL)
    g_source_destroy (group->over);
  g_clear_pointer (&group->over, g_source_unref);
  g_clear_pointer (&group->deadline, lc_deadline_free);
  g_free (group);
}

static void
state_destroy (gpointer data)
{
  CompareState *state = data;

  g_ptr_array_unref (state->targets);
  g_ptr_array_unref (state->groups);
  g_free (state);
}

/* The first TTL beyond @ttl at which the control drew an answer from a router, or 0. The
 * host's own answers have no limit. */
static guint8
find_router_beyond (const LcTrace *control, guint8 ttl)
{
  while (++ttl <= control->last)
    if (control->hops[ttl].kind == LC_HOP_ROUTER)
      return ttl;
  return 0;
}

/* Where a target is to be compared: at the first router beyond its last answer, or 0. */
static guint8
next_ttl (LcTraceTarget *target)
{
  const LcTrace *control = target->control != NULL ? target->control->trace : NULL;

  if (target->trace == NULL || control == NULL || lc_trace_get_end (target->trace) != 0
      || lc_suspect_is_stopped (&target->suspect, LC_SUSPECT_TRACE_COMPARISONS))
    return 0;
  return find_router_beyond (control, lc_trace_get_last_answer (target->trace));
}

static gboolean
is_same_router (const LcTraceTarget *a, const LcTraceTarget *b, guint8 ttl)
{
  return a == b || g_strcmp0 (a->trace->hops[ttl].address, b->trace->hops[ttl].address) == 0;
}

/* What the same router is to answer for is compared in one moment, with one control:
 * every control more would want one of its few answers. */
static Group *
find_group (CompareState *state, LcTraceTarget *control, guint8 ttl)
{
  Group *group;

  for (guint i = 0; i < state->groups->len; i++) {
    group = state->groups->pdata[i];
    if (group->ttl == ttl && is_same_router (group->control, control, ttl))
      return group;
  }
  group = g_new0 (Group, 1);
  group->control = control;
  group->ttl = ttl;
  group->targets = g_ptr_array_new ();
  group->answers = g_ptr_array_new_with_free_func (answer_destroy);
  g_ptr_array_add (state->groups, group);
  return group;
}

static void
join_group (CompareState *state, LcTraceTarget *target, guint8 ttl)
{
  Group *group;

  if (ttl == 0)
    return;
  group = find_group (state, target->control, ttl);
  g_ptr_array_add (group->targets, target);
  g_ptr_array_add (group->answers, NULL);
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  return (int) (*(Group *const *) a)->ttl - (int) (*(Group *const *) b)->ttl;
}

/* In the first round the next router but one is asked as well: the trace may have found
 * the next one at its limit, and a round takes more than a second. */
static void
make_groups (CompareState *state)
{
  g_ptr_array_set_size (state->groups, 0);
  for (guint i = 0; i < state->targets->len; i++) {
    LcTraceTarget *target = state->targets->pdata[i];
    guint8 ttl = next_ttl (target);

    join_group (state, target, ttl);
    if (ttl != 0 && state->round == 0)
      join_group (state, target, find_router_beyond (target->control->trace, ttl));
  }
  g_ptr_array_sort (state->groups, compare_groups);
}

/* Nearer groups are judged first: silence counts at the next router alone, which is the
 * one beyond where the nearer was answered. */
static void
judge_target (Group *group, guint index)
{
  LcTraceTarget *target = group->targets->pdata[index];
  LcHopAnswer *answer = g_steal_pointer (&group->answers->pdata[index]);
  gboolean answered = answer != NULL && answer->kind != LC_HOP_SILENT;

  if (answered || group->ttl == next_ttl (target))
    lc_suspect_end_comparison (&target->suspect, answered, group->control_answer);
  if (answered)
    lc_trace_take_answer (target->trace, group->ttl, answer);
  else
    answer_destroy (answer);
}

/* A packet, or the sending of them, is over; the last one's end is the round's. */
static void
finish_op (GTask *task)
{
  CompareState *state = g_task_get_task_data (task);

  if (!lc_fan_out_end (&state->fan_out))
    return;
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task))) {
    /* What was cut short was not given its time to answer. */
    g_task_return_boolean (task, TRUE);
    return;
  }
  for (guint i = 0; i < state->groups->len; i++) {
    Group *group = state->groups->pdata[i];

    for (guint j = 0; j < group->targets->len; j++)
      judge_target (group, j);
  }
  begin_round (task);
}

static LcControlAnswer
get_control_answer (const LcHopAnswer *answer)
{
  if (answer->kind == LC_HOP_SILENT)
    return LC_CONTROL_SILENT;
  return answer->kind == LC_HOP_ROUTER ? LC_CONTROL_ROUTER : LC_CONTROL_HOST;
}

static gboolean
over_cb (gpointer user_data)
{
  Group *group = user_data;

  g_cancellable_cancel (lc_deadline_get_cancellable (group->deadline));
  return G_SOURCE_REMOVE;
}

/* What came to the same router before the control's packet is answered before it,
 * give or take; so the suspects need not be waited for much longer. */
static void
note_control (Group *group, const LcHopAnswer *answer)
{
  group->control_answer = get_control_answer (answer);
  if (answer->kind == LC_HOP_SILENT)
    return;
  group->over = g_timeout_source_new (MARGIN_MS + (guint) (answer->us / G_TIME_SPAN_MILLISECOND));
  g_source_set_static_name (group->over, "lc-trace-compare over");
  g_source_set_callback (group->over, over_cb, group, NULL);
  g_source_attach (group->over, g_main_context_get_thread_default ());
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree Packet *packet = user_data;
  g_autoptr (GTask) task = packet->task;
  g_autoptr (LcHopAnswer) answer = lc_hop_probe_finish (result);

  if (packet->index < 0)
    note_control (packet->group, answer);
  else
    packet->group->answers->pdata[packet->index] = g_steal_pointer (&answer);
  finish_op (task);
}

static void
send_packet (GTask *task, Group *group, LcTraceTarget *target, int index)
{
  CompareState *state = g_task_get_task_data (task);
  g_autoptr (GSocketAddress) address = lc_trace_target_get_socket_address (target);
  g_autoptr (GBytes) payload = lc_trace_target_new_payload (target);
  Packet *packet = g_new0 (Packet, 1);

  packet->task = lc_fan_out_begin (&state->fan_out, task);
  packet->group = group;
  packet->index = index;
  lc_hop_probe_async (address, target->transport == LC_TRANSPORT_UDP, payload, group->ttl,
                      ANSWER_WAIT_MS, lc_deadline_get_cancellable (group->deadline), answered_cb,
                      packet);
}

static gboolean
send_cb (gpointer user_data)
{
  GTask *task = user_data;
  CompareState *state = g_task_get_task_data (task);

  lc_fan_out_init (&state->fan_out);
  for (guint i = 0; i < state->groups->len; i++) {
    Group *group = state->groups->pdata[i];

    group->deadline = lc_deadline_new (ANSWER_WAIT_MS, g_task_get_cancellable (task));
    for (guint j = 0; j < group->targets->len; j++)
      send_packet (task, group, group->targets->pdata[j], (int) j);
    send_packet (task, group, group->control, -1);
  }
  finish_op (task);
  return G_SOURCE_REMOVE;
}

/* Each group wants one answer of its router. */
static gint64
reserve_answers (CompareState *state)
{
  gint64 wait = 0;
  char key[16];

  for (guint i = 0; i < state->groups->len; i++) {
    Group *group = state->groups->pdata[i];

    wait = MAX (wait,
                lc_pacer_reserve (state->pacer, lc_trace_pacer_key (group->ttl, key, sizeof key),
                                  g_get_monotonic_time ()));
  }
  return MIN (wait, MAX_WAIT_US);
}

static void
begin_round (GTask *task)
{
  CompareState *state = g_task_get_task_data (task);
  g_autoptr (GSource) source = NULL;

  make_groups (state);
  if (state->groups->len == 0 || state->round++ >= MAX_ROUNDS
      || g_cancellable_is_cancelled (g_task_get_cancellable (task))) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  source = g_timeout_source_new (reserve_answers (state) / G_TIME_SPAN_MILLISECOND);
  g_source_set_static_name (source, "lc-trace-compare");
  g_source_set_callback (source, send_cb, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

void
lc_trace_compare_async (GPtrArray *targets,
                        LcPacer *pacer,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  CompareState *state = g_new0 (CompareState, 1);

  g_task_set_source_tag (task, lc_trace_compare_async);
  g_task_set_name (task, "lc-trace-compare");
  g_task_set_check_cancellable (task, FALSE);
  state->targets = g_ptr_array_ref (targets);
  state->pacer = pacer;
  state->groups = g_ptr_array_new_with_free_func (group_destroy);
  g_task_set_task_data (task, state, state_destroy);
  begin_round (task);
}

void
lc_trace_compare_finish (GAsyncResult *result)
{
  g_return_if_fail (g_async_result_is_tagged (result, lc_trace_compare_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
