/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-trace-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-fan-out.h"
#include "check/lc-trace-compare.h"
#include "check/lc-trace-path.h"
#include "check/lc-trace-target.h"
#include "net/lc-deadline.h"

#define MAX_TARGETS 10 /* routers answer about once a second: more would only look silent */
#define MAX_ALONE 4    /* where nothing works there is nothing to compare with */
#define LIMIT_MS 14500

typedef struct
{
  LcProbeContext *context; /* (owned) */
  LcReport *report;        /* (owned) */
  LcDeadline *deadline;    /* (owned) */
  GPtrArray *targets;      /* (owned) (element-type Target) what failed */
  GPtrArray *controls;     /* (owned) (element-type Target) what works */
  LcFanOut fan_out;
} TraceRowsState;

static void
trace_target_destroy (gpointer data)
{
  lc_trace_target_free (data);
}

static void
state_destroy (gpointer data)
{
  TraceRowsState *state = data;

  lc_deadline_free (state->deadline);
  g_ptr_array_unref (state->targets);
  g_ptr_array_unref (state->controls);
  g_object_unref (state->context);
  g_object_unref (state->report);
  g_free (state);
}

/* Which attempts have a path to follow: the port did not open, or gave nothing
 * back. What failed later than that came through. */
static gboolean
is_worth_tracing (LcAttempt *attempt)
{
  switch (attempt->code) {
  case LC_CODE_TCP_TIMEOUT:
  case LC_CODE_TCP_REFUSED:
  case LC_CODE_TCP_REJECTED:
  case LC_CODE_TCP_NETWORK_UNREACHABLE:
  case LC_CODE_TCP_HOST_UNREACHABLE:
  case LC_CODE_UDP_SILENT:
  case LC_CODE_UDP_REJECTED:
  case LC_CODE_UDP_REFUSED:
  case LC_CODE_UDP_STOPPED_AT_HOP:
    return attempt->status != LC_STATUS_SKIPPED && attempt->address != NULL;
  default:
    return FALSE;
  }
}

static gboolean
has_connected (LcAttempt *attempt)
{
  LcStep *step = lc_attempt_get_step (attempt, LC_PHASE_TCP);

  return step != NULL && step->status == LC_STATUS_PASS;
}

static gboolean
anything_connected (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    GPtrArray *attempts = lc_row_get_attempts (lc_report_get_row (report, i));

    for (guint j = 0; j < attempts->len; j++)
      if (has_connected (attempts->pdata[j]))
        return TRUE;
  }
  return FALSE;
}

/* A row that is not checked again keeps the path that an earlier check followed. */
static gboolean
is_traced (LcAttempt *attempt)
{
  return attempt->path != NULL && (attempt->samples == NULL || attempt->path->has_control);
}

static void
add_row_targets (TraceRowsState *state, LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);

  for (guint i = 0; i < attempts->len; i++) {
    LcAttempt *attempt = attempts->pdata[i];
    guint16 port = lc_row_get_port (row);

    if (attempt->path != NULL)
      port = attempt->path->port;
    if (is_worth_tracing (attempt) && !is_traced (attempt)) {
      LcTraceTarget *target = lc_trace_target_add (state->targets, attempt->address, port,
                                                   lc_row_get_transport (row));

      target->has_own_path = attempt->samples != NULL;
      g_ptr_array_add (target->attempts, attempt);
    }
  }
}

/* The most telling first: one target of each port before a second of any, and
 * required rows before others. */
static gboolean
port_is_chosen (GPtrArray *chosen, LcTraceTarget *target)
{
  for (guint i = 0; i < chosen->len; i++) {
    LcTraceTarget *other = chosen->pdata[i];

    if (other->port == target->port && other->transport == target->transport)
      return TRUE;
  }
  return FALSE;
}

/* What followed its own path needs no trace, only something to compare with. */
static void
choose_targets (GPtrArray *from, GPtrArray *chosen, gboolean own_path, gboolean repeat, guint most)
{
  for (guint i = 0; i < from->len && chosen->len < most;) {
    LcTraceTarget *target = from->pdata[i];

    if (target->has_own_path != own_path || (!repeat && port_is_chosen (chosen, target)))
      i++;
    else
      g_ptr_array_add (chosen, g_ptr_array_steal_index (from, i));
  }
}

static void
limit_targets (TraceRowsState *state, guint most)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (trace_target_destroy);

  choose_targets (state->targets, chosen, FALSE, FALSE, most);
  choose_targets (state->targets, chosen, FALSE, TRUE, most);
  choose_targets (state->targets, chosen, TRUE, TRUE, G_MAXUINT);
  g_ptr_array_unref (state->targets);
  state->targets = g_steal_pointer (&chosen);
}

static void
collect_targets (TraceRowsState *state)
{
  for (guint required = 0; required < 2; required++)
    for (guint i = 0; i < lc_report_get_n_rows (state->report); i++) {
      LcRow *row = lc_report_get_row (state->report, i);

      if (lc_row_get_required (row) != (required != 0))
        add_row_targets (state, row);
    }
}

/* Controls: a TCP port that opened, on the same address if there is one. */

/* Addresses with more leading groups in common are likelier to share a path. */
static guint
shared_groups (const char *a, const char *b)
{
  guint groups = 0;

  for (gsize i = 0; a[i] != '\0' && a[i] == b[i]; i++)
    if (a[i] == '.' || a[i] == ':')
      groups++;
  return groups;
}

static guint
control_rank (LcTraceTarget *target, LcAttempt *attempt, LcRow *row)
{
  guint rank = 1 + 2 * shared_groups (attempt->address, target->address);

  if (g_str_equal (attempt->address, target->address))
    rank += 20;
  return rank + (lc_row_get_port (row) == 443 ? 1 : 0);
}

static void
find_control (TraceRowsState *state, LcTraceTarget *target, const char **address, guint16 *port)
{
  guint best = 0;

  for (guint i = 0; i < lc_report_get_n_rows (state->report); i++) {
    LcRow *row = lc_report_get_row (state->report, i);
    GPtrArray *attempts = lc_row_get_attempts (row);

    for (guint j = 0; j < attempts->len; j++) {
      LcAttempt *attempt = attempts->pdata[j];
      guint rank = has_connected (attempt) ? control_rank (target, attempt, row) : 0;

      if (rank <= best)
        continue;
      best = rank;
      *address = attempt->address;
      *port = lc_row_get_port (row);
    }
  }
}

static LcTraceTarget *
control_of (TraceRowsState *state, LcTraceTarget *target)
{
  const char *address = NULL;
  guint16 port = 0;

  find_control (state, target, &address, &port);
  return address != NULL ? lc_trace_target_add (state->controls, address, port, LC_TRANSPORT_TCP)
                         : NULL;
}

static void
write_path (LcTraceTarget *target)
{
  for (guint i = 0; i < target->attempts->len; i++) {
    LcAttempt *attempt = target->attempts->pdata[i];

    if (target->has_own_path) {
      if (!attempt->path->has_control)
        lc_trace_path_fill_control (attempt->path, target->control);
      lc_trace_path_place_silent_samples (attempt);
      continue;
    }
    g_clear_pointer (&attempt->path, lc_path_free);
    attempt->path = lc_trace_path_new (target, attempt->icmp);
  }
}

/* The only exit. */
static void
complete (GTask *task)
{
  TraceRowsState *state = g_task_get_task_data (task);

  for (guint i = 0; i < state->targets->len; i++) {
    LcTraceTarget *target = state->targets->pdata[i];

    if (target->trace != NULL || target->has_own_path)
      write_path (target);
  }
  g_task_return_boolean (task, TRUE);
}

static void
compared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  lc_trace_compare_finish (result);
  complete (task);
}

/* When every trace has ended: what looks stopped is held against what goes on. */
static void
finish_op (GTask *task)
{
  TraceRowsState *state = g_task_get_task_data (task);

  if (!lc_fan_out_end (&state->fan_out))
    return;
  for (guint i = 0; i < state->targets->len; i++)
    ((LcTraceTarget *) state->targets->pdata[i])->control
        = control_of (state, state->targets->pdata[i]);
  lc_trace_compare_async (state->targets, lc_probe_context_get_pacer (state->context),
                          lc_deadline_get_cancellable (state->deadline), compared_cb,
                          g_object_ref (task));
}

static void
traced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  LcTraceTarget *target = user_data;
  g_autoptr (GTask) task = target->task;

  target->trace = lc_trace_finish (result);
  finish_op (task);
}

static void
begin_trace (GTask *task, LcTraceTarget *target, guint tries)
{
  TraceRowsState *state = g_task_get_task_data (task);
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string (target->address, target->port);
  g_autoptr (GBytes) payload = lc_trace_target_new_payload (target);

  target->task = lc_fan_out_begin (&state->fan_out, task);
  lc_trace_async (address, target->transport == LC_TRANSPORT_UDP, payload, tries,
                  lc_probe_context_get_pacer (state->context),
                  lc_deadline_get_cancellable (state->deadline), traced_cb, target);
}

static void
begin_all (GTask *task, GPtrArray *targets, guint tries)
{
  for (guint i = 0; i < targets->len; i++)
    if (!((LcTraceTarget *) targets->pdata[i])->has_own_path)
      begin_trace (task, targets->pdata[i], tries);
}

static TraceRowsState *
state_new (LcProbeContext *context, LcReport *report, GCancellable *caller)
{
  TraceRowsState *state = g_new0 (TraceRowsState, 1);

  state->context = g_object_ref (context);
  state->report = g_object_ref (report);
  state->targets = g_ptr_array_new_with_free_func (trace_target_destroy);
  state->controls = g_ptr_array_new_with_free_func (trace_target_destroy);
  lc_fan_out_init (&state->fan_out);
  state->deadline = lc_deadline_new (LIMIT_MS, caller);
  return state;
}

void
lc_trace_rows_async (LcProbeContext *context,
                     LcReport *report,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  TraceRowsState *state = state_new (context, report, cancellable);

  g_task_set_source_tag (task, lc_trace_rows_async);
  g_task_set_name (task, "lc-trace-rows");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, state, state_destroy);
  collect_targets (state);
  limit_targets (state, anything_connected (report) ? MAX_TARGETS : MAX_ALONE);
  for (guint i = 0; i < state->targets->len; i++)
    control_of (state, state->targets->pdata[i]);
  /* Controls first: without them a path says little. */
  begin_all (task, state->controls, 2);
  /* What has a control is held against it later. */
  begin_all (task, state->targets, state->controls->len > 0 ? 1 : 2);
  finish_op (task);
}

void
lc_trace_rows_finish (GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}
