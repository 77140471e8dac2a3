/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-trace-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "net/lc-stun-message.h"
#include "net/lc-trace.h"
#include "probe/lc-deadline.h"

#define MAX_TARGETS 10 /* routers answer about once a second: more would only look silent */
#define MAX_ALONE 4    /* where nothing works there is nothing to compare with */
#define LIMIT_MS 14500

/* One port of one address, followed once for all rows that share it. */
typedef struct
{
  GTask *task;   /* not owned while waiting for its trace: the trace holds a reference */
  char *address; /* (owned) */
  guint16 port;
  LcTransport transport;
  GPtrArray
      *attempts;  /* (owned) (element-type LcAttempt), not owned themselves; empty for a control */
  LcTrace *trace; /* (owned) (nullable) */
  gboolean has_own_path; /* an rtp row follows its path while it runs */
} Target;

typedef struct
{
  LcProbeContext *context; /* (owned) */
  LcReport *report;        /* (owned) */
  LcDeadline *deadline;    /* (owned) */
  GPtrArray *targets;      /* (owned) (element-type Target) what failed */
  GPtrArray *controls;     /* (owned) (element-type Target) what works */
  guint pending;
} TraceRowsState;

static void
target_destroy (gpointer data)
{
  Target *target = data;

  g_free (target->address);
  g_ptr_array_unref (target->attempts);
  g_clear_pointer (&target->trace, lc_trace_free);
  g_free (target);
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

static Target *
find_target (GPtrArray *targets, const char *address, guint16 port, LcTransport transport)
{
  for (guint i = 0; i < targets->len; i++) {
    Target *target = targets->pdata[i];

    if (target->port == port && target->transport == transport
        && g_str_equal (target->address, address))
      return target;
  }
  return NULL;
}

static Target *
add_target (GPtrArray *targets, const char *address, guint16 port, LcTransport transport)
{
  Target *target = find_target (targets, address, port, transport);

  if (target != NULL)
    return target;
  target = g_new0 (Target, 1);
  target->address = g_strdup (address);
  target->port = port;
  target->transport = transport;
  target->attempts = g_ptr_array_new ();
  g_ptr_array_add (targets, target);
  return target;
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

static void
add_row_targets (TraceRowsState *state, LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);

  for (guint i = 0; i < attempts->len; i++) {
    LcAttempt *attempt = attempts->pdata[i];
    guint16 port = lc_row_get_port (row);

    if (attempt->path != NULL)
      port = attempt->path->port;
    if (is_worth_tracing (attempt)) {
      Target *target
          = add_target (state->targets, attempt->address, port, lc_row_get_transport (row));

      target->has_own_path = attempt->samples != NULL;
      g_ptr_array_add (target->attempts, attempt);
    }
  }
}

/* The most telling first: one target of each port before a second of any, and
 * required rows before others. */
static gboolean
port_is_chosen (GPtrArray *chosen, Target *target)
{
  for (guint i = 0; i < chosen->len; i++) {
    Target *other = chosen->pdata[i];

    if (other->port == target->port && other->transport == target->transport)
      return TRUE;
  }
  return FALSE;
}

static void
limit_targets (TraceRowsState *state, guint most)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (target_destroy);

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < state->targets->len && chosen->len < most;) {
      Target *target = state->targets->pdata[i];

      if (round == 0 && port_is_chosen (chosen, target))
        i++;
      else
        g_ptr_array_add (chosen, g_ptr_array_steal_index (state->targets, i));
    }
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
control_rank (Target *target, LcAttempt *attempt, LcRow *row)
{
  guint rank = 1 + 2 * shared_groups (attempt->address, target->address);

  if (g_str_equal (attempt->address, target->address))
    rank += 20;
  return rank + (lc_row_get_port (row) == 443 ? 1 : 0);
}

static void
find_control (TraceRowsState *state, Target *target, const char **address, guint16 *port)
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

static Target *
control_of (TraceRowsState *state, Target *target)
{
  const char *address = NULL;
  guint16 port = 0;

  find_control (state, target, &address, &port);
  return address != NULL ? add_target (state->controls, address, port, LC_TRANSPORT_TCP) : NULL;
}

/* From traces to the record */

/* Routers, and the host where it was reached. A refusal is no hop: it stands in
 * "answered_by". */
static void
fill_hops (GPtrArray *hops, const LcTrace *trace)
{
  guint8 end = lc_trace_get_end (trace);
  guint8 last = end != 0 ? end : lc_trace_get_last_answer (trace);

  if (end != 0 && trace->hops[end].kind != LC_TRACE_REACHED)
    last = end - 1;
  for (guint8 ttl = 1; ttl <= last; ttl++)
    g_ptr_array_add (hops, lc_hop_new (ttl,
                                       trace->hops[ttl].kind == LC_TRACE_SILENT
                                           ? NULL
                                           : trace->hops[ttl].address,
                                       trace->hops[ttl].us));
}

static void
fill_answer (LcPath *path, const LcTrace *trace, Target *control, const char *target)
{
  guint8 end = lc_trace_get_end (trace);
  const LcTraceHop *hop = &trace->hops[end];

  if (end == 0 || hop->kind == LC_TRACE_REACHED)
    return;
  path->answer_ttl = end;
  path->answer_kind = hop->kind == LC_TRACE_RESET ? LC_ANSWER_RESET : LC_ANSWER_ICMP;
  path->answer_address = g_strdup (hop->address);
  path->answer_icmp_type = hop->type;
  path->answer_icmp_code = hop->code;
  /* A reset carries the host's address whoever sent it. Only at the distance
   * at which the host answers on another port may it be the host's own. */
  if (hop->kind == LC_TRACE_RESET && control != NULL && control->trace != NULL
      && g_str_equal (control->address, target) && lc_trace_get_end (control->trace) == end)
    path->answer_address = g_strdup (target);
}

static void
fill_stop (LcPath *path, const LcTrace *trace)
{
  for (guint8 ttl = 1; ttl <= trace->last; ttl++)
    if (trace->hops[ttl].kind == LC_TRACE_HOP) {
      g_free (path->stopped_at);
      path->stopped_at = g_strdup (trace->hops[ttl].address);
    }
}

static void
hop_destroy (gpointer data)
{
  lc_hop_free (data);
}

static void
fill_control (LcPath *path, Target *control)
{
  guint8 end;

  if (control == NULL || control->trace == NULL)
    return;
  end = lc_trace_get_end (control->trace);
  path->has_control = TRUE;
  path->control_transport = control->transport;
  path->control_port = control->port;
  path->control_address = g_strdup (control->address);
  path->control_reached = end != 0;
  path->control_last_ttl = end != 0 ? end : lc_trace_get_last_answer (control->trace);
  g_clear_pointer (&path->control_hops, g_ptr_array_unref);
  path->control_hops = g_ptr_array_new_with_free_func (hop_destroy);
  fill_hops (path->control_hops, control->trace);
}

static LcPath *
new_path (Target *target, Target *control)
{
  LcPath *path = lc_path_new (target->transport, target->port);
  guint8 end = lc_trace_get_end (target->trace);

  fill_hops (path->hops, target->trace);
  path->reached = end != 0 && target->trace->hops[end].kind == LC_TRACE_REACHED;
  fill_answer (path, target->trace, control, target->address);
  if (!path->reached)
    fill_stop (path, target->trace);
  fill_control (path, control);
  return path;
}

/* An rtp row's silence becomes a stop when TCP to the same place draws answers
 * from beyond the hop at which every datagram ended. */
static void
place_silent_samples (LcAttempt *attempt)
{
  LcPath *path = attempt->path;
  guint8 last = 0;
  LcStep *step = lc_attempt_get_step (attempt, LC_PHASE_UDP);

  for (guint i = 0; i < path->hops->len; i++)
    if (((LcHop *) path->hops->pdata[i])->address != NULL)
      last = ((LcHop *) path->hops->pdata[i])->ttl;
  if (attempt->code != LC_CODE_UDP_SILENT || last == 0 || path->reached || !path->has_control
      || path->control_last_ttl <= last || step == NULL || step->code != LC_CODE_UDP_SILENT)
    return;
  for (guint i = 0; i < attempt->samples->len; i++) {
    LcSample *sample = attempt->samples->pdata[i];

    if (sample->code != LC_CODE_UDP_SILENT)
      continue;
    sample->code = LC_CODE_UDP_STOPPED_AT_HOP;
    sample->status = LC_STATUS_FAIL;
    sample->address = g_strdup (path->stopped_at);
    sample->ttl = last;
  }
  attempt->code = step->code = LC_CODE_UDP_STOPPED_AT_HOP;
  attempt->status = step->status = LC_STATUS_FAIL;
  g_free (step->detail);
  step->detail = g_strdup_printf (
      _ ("No sampled port’s datagrams came further than %s (hop %u), where TCP goes on."),
      path->stopped_at, last);
}

static void
write_path (TraceRowsState *state, Target *target)
{
  Target *control = control_of (state, target);

  for (guint i = 0; i < target->attempts->len; i++) {
    LcAttempt *attempt = target->attempts->pdata[i];

    if (target->has_own_path) {
      fill_control (attempt->path, control);
      place_silent_samples (attempt);
      continue;
    }
    g_clear_pointer (&attempt->path, lc_path_free);
    attempt->path = new_path (target, control);
  }
}

/* The only exit. */
static void
finish_op (GTask *task)
{
  TraceRowsState *state = g_task_get_task_data (task);

  if (--state->pending > 0)
    return;
  for (guint i = 0; i < state->targets->len; i++) {
    Target *target = state->targets->pdata[i];

    if (target->trace != NULL || target->has_own_path)
      write_path (state, target);
  }
  g_task_return_boolean (task, TRUE);
}

static void
traced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Target *target = user_data;
  g_autoptr (GTask) task = target->task;

  target->trace = lc_trace_finish (result);
  finish_op (task);
}

static GBytes *
new_payload (Target *target)
{
  static const guint8 id[LC_STUN_TRANSACTION_ID_LENGTH] = "linecheck";

  return target->transport == LC_TRANSPORT_UDP ? lc_stun_request_new (id) : NULL;
}

static void
begin_trace (GTask *task, Target *target)
{
  TraceRowsState *state = g_task_get_task_data (task);
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string (target->address, target->port);
  g_autoptr (GBytes) payload = new_payload (target);

  target->task = g_object_ref (task);
  state->pending++;
  lc_trace_async (address, target->transport == LC_TRANSPORT_UDP, payload,
                  lc_probe_context_get_pacer (state->context),
                  lc_deadline_get_cancellable (state->deadline), traced_cb, target);
}

static void
begin_all (GTask *task, GPtrArray *targets)
{
  for (guint i = 0; i < targets->len; i++)
    if (!((Target *) targets->pdata[i])->has_own_path)
      begin_trace (task, targets->pdata[i]);
}

static TraceRowsState *
state_new (LcProbeContext *context, LcReport *report, GCancellable *caller)
{
  TraceRowsState *state = g_new0 (TraceRowsState, 1);

  state->context = g_object_ref (context);
  state->report = g_object_ref (report);
  state->targets = g_ptr_array_new_with_free_func (target_destroy);
  state->controls = g_ptr_array_new_with_free_func (target_destroy);
  state->pending = 1;
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
  begin_all (task, state->controls);
  begin_all (task, state->targets);
  finish_op (task);
}

void
lc_trace_rows_finish (GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}
