/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-trace-batch.h"

#include "base/lc-fan-out.h"
#include "check/lc-trace-choice.h"
#include "check/lc-trace-compare.h"
#include "net/lc-deadline.h"

typedef struct
{
  LcProbeContext *context; /* (owned) */
  LcReport *report;        /* (owned) */
  GPtrArray *targets;      /* (owned) */
  GPtrArray *controls;     /* (owned) */
  LcDeadline *deadline;    /* (owned) */
  LcFanOut fan_out;        /* traces */
  gboolean looked_further; /* for a control that shows routers */
} BatchState;

static void
state_destroy (gpointer data)
{
  BatchState *state = data;

  lc_deadline_free (state->deadline);
  g_ptr_array_unref (state->targets);
  g_ptr_array_unref (state->controls);
  g_object_unref (state->context);
  g_object_unref (state->report);
  g_free (state);
}

static void finish_op (GTask *task);

static void
compared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  lc_trace_compare_finish (result);
  g_task_return_boolean (task, TRUE);
}

static void
traced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  LcTraceTarget *target = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&target->task);

  target->trace = lc_trace_finish (result);
  finish_op (task);
}

static void
begin_trace (GTask *task, LcTraceTarget *target, guint tries)
{
  BatchState *state = g_task_get_task_data (task);
  g_autoptr (GSocketAddress) address = lc_trace_target_get_socket_address (target);
  g_autoptr (GBytes) payload = lc_trace_target_new_payload (target);

  if (target->has_own_path || target->trace != NULL || target->task != NULL)
    return;
  target->task = lc_fan_out_begin (&state->fan_out, task);
  lc_trace_async (address, target->transport == LC_TRANSPORT_UDP, payload, tries,
                  lc_probe_context_get_pacer (state->context),
                  lc_deadline_get_cancellable (state->deadline), traced_cb, target);
}

/* Controls share their first routers, so that one that is asked again for what was silent
 * does for all; asking every one again takes seconds, which the comparisons need. */
static void
begin_controls (GTask *task, GPtrArray *controls)
{
  for (guint i = 0; i < controls->len; i++)
    begin_trace (task, controls->pdata[i], i == 0 ? 2 : 1);
}

static void
begin_targets (GTask *task, GPtrArray *targets, guint tries)
{
  for (guint i = 0; i < targets->len; i++)
    begin_trace (task, targets->pdata[i], tries);
}

static gboolean
any_lacks_a_router (BatchState *state)
{
  for (guint i = 0; i < state->targets->len; i++) {
    LcTraceTarget *target = state->targets->pdata[i];

    if (target->trace != NULL && lc_trace_get_end (target->trace) == 0
        && !lc_trace_shows_router_beyond (target->control, target))
      return TRUE;
  }
  return FALSE;
}

/* A control before which no router answered tells nothing: one that is elsewhere may. */
static gboolean
look_further (GTask *task)
{
  BatchState *state = g_task_get_task_data (task);
  LcTraceTarget *other = NULL;

  if (!state->looked_further && any_lacks_a_router (state)
      && !g_cancellable_is_cancelled (lc_deadline_get_cancellable (state->deadline)))
    other = lc_trace_choose_other_control (state->report, state->controls);
  state->looked_further = TRUE;
  if (other == NULL)
    return FALSE;
  lc_fan_out_init (&state->fan_out);
  begin_trace (task, other, 1);
  finish_op (task);
  return TRUE;
}

static void
pick_controls (BatchState *state)
{
  for (guint i = 0; i < state->targets->len; i++) {
    LcTraceTarget *target = state->targets->pdata[i];

    target->control = lc_trace_pick_control (state->controls, target);
  }
}

/* When every trace has ended: what looks stopped is held against what goes on. */
static void
finish_op (GTask *task)
{
  BatchState *state = g_task_get_task_data (task);

  if (!lc_fan_out_end (&state->fan_out))
    return;
  pick_controls (state);
  if (!look_further (task))
    lc_trace_compare_async (state->targets, lc_probe_context_get_pacer (state->context),
                            lc_deadline_get_cancellable (state->deadline), compared_cb,
                            g_object_ref (task));
}

/* What has been followed already makes do with the controls that there are. */
static void
choose_controls (BatchState *state)
{
  for (guint i = 0; i < state->targets->len; i++) {
    LcTraceTarget *target = state->targets->pdata[i];

    if (state->controls->len == 0 || (target->trace == NULL && !target->has_own_path))
      lc_trace_choose_control (state->report, state->controls, target);
  }
}

void
lc_trace_batch_async (LcProbeContext *context,
                      LcReport *report,
                      GPtrArray *targets,
                      GPtrArray *controls,
                      guint limit_ms,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  BatchState *state = g_new0 (BatchState, 1);

  g_task_set_source_tag (task, lc_trace_batch_async);
  g_task_set_name (task, "lc-trace-batch");
  g_task_set_check_cancellable (task, FALSE);
  state->context = g_object_ref (context);
  state->report = g_object_ref (report);
  state->targets = g_ptr_array_ref (targets);
  state->controls = g_ptr_array_ref (controls);
  state->deadline = lc_deadline_new (limit_ms, cancellable);
  lc_fan_out_init (&state->fan_out);
  g_task_set_task_data (task, state, state_destroy);
  choose_controls (state);
  /* Controls first: without them a path says little. What has one is held against it
   * later, so that it is asked once. */
  begin_controls (task, controls);
  begin_targets (task, targets, controls->len > 0 ? 1 : 2);
  finish_op (task);
}

void
lc_trace_batch_finish (GAsyncResult *result)
{
  g_return_if_fail (g_async_result_is_tagged (result, lc_trace_batch_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
