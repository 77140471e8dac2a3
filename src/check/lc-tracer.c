/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-tracer.h"

#include "check/lc-trace-batch.h"
#include "check/lc-trace-choice.h"
#include "check/lc-trace-path.h"

#define MAX_TARGETS 7 /* with their controls, what routers answer in some four seconds */
#define MAX_ALONE 4   /* where nothing works there is nothing to compare with */

/* Suspects that were begun together come together. The first are chosen when those
 * that are silent have shown themselves beside those that were refused at once. */
#define GATHER_MS 100
#define FIRST_MS 1500

/* From the first suspects, and from the end of the rows where others came before:
 * somebody waits for the verdict. */
#define LIMIT_MS 6000
#define LAST_LIMIT_MS 2500

struct _LcTracer
{
  GObject parent_instance;

  LcProbeContext *context; /* (owned) */
  LcReport *report;        /* (owned) */
  GCancellable *caller;    /* (owned) (nullable) */
  gulong caller_handler;
  GCancellable *cancellable; /* (owned) of all traces */
  GPtrArray *candidates;     /* (owned) (element-type LcTraceTarget) suspects that nobody follows */
  GPtrArray *targets;        /* (owned) (element-type LcTraceTarget) what is or was followed */
  GPtrArray *controls;       /* (owned) (element-type LcTraceTarget) what works */
  GSource *gather;           /* (owned) (nullable) until suspects have come together */
  GTask *task;               /* (owned) (nullable) once the rows are over */
  gint64 started;            /* monotonic, µs: the rows */
  guint batches;             /* under way */
};

G_DEFINE_FINAL_TYPE (LcTracer, lc_tracer, G_TYPE_OBJECT)

static void advance (LcTracer *self);

static void
target_destroy (gpointer data)
{
  lc_trace_target_free (data);
}

/* A row that is not checked again keeps the path that an earlier check followed. */
static gboolean
is_traced (LcAttempt *attempt)
{
  return attempt->path != NULL && (attempt->samples == NULL || attempt->path->has_control);
}

static LcTraceTarget *
add_target (LcTracer *self, LcRow *row, const char *address, guint16 port)
{
  LcTransport transport = lc_row_get_transport (row);
  LcTraceTarget *target = lc_trace_target_find (self->targets, address, port, transport);

  if (target == NULL)
    target = lc_trace_target_add (self->candidates, address, port, transport);
  target->required |= lc_row_get_required (row);
  return target;
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

static void
write_paths (LcTracer *self)
{
  for (guint i = 0; i < self->targets->len; i++) {
    LcTraceTarget *target = self->targets->pdata[i];

    if (target->trace != NULL || target->has_own_path)
      write_path (target);
  }
}

static void
batch_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcTracer) self = user_data;

  lc_trace_batch_finish (result);
  self->batches--;
  advance (self);
}

static void
begin_batch (LcTracer *self, GPtrArray *targets, guint limit_ms)
{
  if (targets->len == 0 || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->batches++;
  lc_trace_batch_async (self->context, self->report, targets, self->controls, limit_ms,
                        self->cancellable, batch_cb, g_object_ref (self));
}

static gboolean
anything_connected (LcTracer *self)
{
  LcTraceTarget any = { .address = (char *) "" };
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (target_destroy);

  return self->controls->len > 0 || lc_trace_choose_control (self->report, found, &any) != NULL;
}

static void
follow_some (LcTracer *self)
{
  guint limit_ms = self->targets->len > 0 ? LAST_LIMIT_MS : LIMIT_MS;
  guint more = lc_trace_choose (self->candidates, self->targets,
                                anything_connected (self) ? MAX_TARGETS : MAX_ALONE);
  g_autoptr (GPtrArray) batch = g_ptr_array_new ();

  for (guint i = self->targets->len - more; i < self->targets->len; i++)
    g_ptr_array_add (batch, self->targets->pdata[i]);
  begin_batch (self, batch, limit_ms);
}

static gboolean
gathered_cb (gpointer user_data)
{
  LcTracer *self = user_data;

  g_clear_pointer (&self->gather, g_source_unref);
  follow_some (self);
  return G_SOURCE_REMOVE;
}

static void
stop_gathering (LcTracer *self)
{
  if (self->gather != NULL)
    g_source_destroy (self->gather);
  g_clear_pointer (&self->gather, g_source_unref);
}

/* When the rows are over */

static void
collect_row (LcTracer *self, LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);

  for (guint i = 0; i < attempts->len; i++) {
    LcAttempt *attempt = attempts->pdata[i];
    guint16 port = attempt->path != NULL ? attempt->path->port : lc_row_get_port (row);
    LcTraceTarget *target;

    if (!lc_trace_is_worth (attempt) || is_traced (attempt))
      continue;
    target = add_target (self, row, attempt->address, port);
    target->has_own_path = attempt->samples != NULL;
    target->needs_own_control
        = attempt->code == LC_CODE_TCP_REFUSED || attempt->code == LC_CODE_TCP_REFUSED_NEARBY;
    g_ptr_array_add (target->attempts, attempt);
  }
}

/* What was suspect and answered after all has no attempt that failed. */
static void
drop_the_cleared (GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len;)
    if (((LcTraceTarget *) candidates->pdata[i])->attempts->len == 0)
      g_ptr_array_remove_index (candidates, i);
    else
      i++;
}

/* What followed its own path needs no trace, only something to compare with; so does
 * what was followed before anything had connected. */
static void
follow_the_last (LcTracer *self)
{
  g_autoptr (GPtrArray) to_compare = g_ptr_array_new ();

  for (guint i = 0; i < self->candidates->len;) {
    if (((LcTraceTarget *) self->candidates->pdata[i])->has_own_path)
      g_ptr_array_add (self->targets, g_ptr_array_steal_index (self->candidates, i));
    else
      i++;
  }
  for (guint i = 0; i < self->targets->len; i++) {
    LcTraceTarget *target = self->targets->pdata[i];

    if (target->has_own_path || (target->trace != NULL && target->control == NULL))
      g_ptr_array_add (to_compare, target);
  }
  begin_batch (self, to_compare, LAST_LIMIT_MS);
}

/* Then nothing that is under way can change any more. */
static gboolean
all_are_cleared (LcTracer *self)
{
  for (guint i = 0; i < self->targets->len; i++)
    if (((LcTraceTarget *) self->targets->pdata[i])->attempts->len > 0)
      return FALSE;
  return self->candidates->len == 0;
}

static void
choose_last (LcTracer *self)
{
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++)
    collect_row (self, lc_report_get_row (self->report, i));
  drop_the_cleared (self->candidates);
  if (all_are_cleared (self))
    g_cancellable_cancel (self->cancellable);
  follow_some (self);
  follow_the_last (self);
}

/* The only exit. */
static void
advance (LcTracer *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->task == NULL || self->batches > 0)
    return;
  task = g_steal_pointer (&self->task);
  write_paths (self);
  g_task_return_boolean (task, TRUE);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  LcTracer *self = user_data;

  g_cancellable_cancel (self->cancellable);
}

static void
stop_listening (LcTracer *self)
{
  if (self->caller_handler != 0)
    g_cancellable_disconnect (self->caller, self->caller_handler);
  self->caller_handler = 0;
  g_clear_object (&self->caller);
}

static void
lc_tracer_dispose (GObject *object)
{
  LcTracer *self = LC_TRACER (object);

  stop_gathering (self);
  stop_listening (self);
  g_clear_object (&self->context);
  g_clear_object (&self->report);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  g_clear_pointer (&self->controls, g_ptr_array_unref);
  G_OBJECT_CLASS (lc_tracer_parent_class)->dispose (object);
}

static void
lc_tracer_class_init (LcTracerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_tracer_dispose;
}

static void
lc_tracer_init (LcTracer *self)
{
  self->cancellable = g_cancellable_new ();
  self->candidates = g_ptr_array_new_with_free_func (target_destroy);
  self->targets = g_ptr_array_new_with_free_func (target_destroy);
  self->controls = g_ptr_array_new_with_free_func (target_destroy);
}

LcTracer *
lc_tracer_new (LcProbeContext *context, LcReport *report, GCancellable *cancellable)
{
  LcTracer *self = g_object_new (LC_TYPE_TRACER, NULL);

  self->context = g_object_ref (context);
  self->report = g_object_ref (report);
  self->started = g_get_monotonic_time ();
  if (cancellable != NULL) {
    self->caller = g_object_ref (cancellable);
    self->caller_handler
        = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  }
  return self;
}

void
lc_tracer_suspect (LcTracer *self, LcRow *row, const char *address)
{
  gint64 left;

  g_return_if_fail (LC_IS_TRACER (self));

  add_target (self, row, address, lc_row_get_port (row));
  if (self->gather != NULL || self->task != NULL)
    return;
  left = FIRST_MS - (g_get_monotonic_time () - self->started) / G_TIME_SPAN_MILLISECOND;
  self->gather = g_timeout_source_new ((guint) MAX (GATHER_MS, left));
  g_source_set_static_name (self->gather, "lc-tracer");
  g_source_set_callback (self->gather, gathered_cb, self, NULL);
  g_source_attach (self->gather, g_main_context_get_thread_default ());
}

void
lc_tracer_note_ended (LcTracer *self, LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);

  g_return_if_fail (LC_IS_TRACER (self));

  for (guint i = 0; i < attempts->len; i++) {
    LcAttempt *attempt = attempts->pdata[i];

    if (attempt->icmp == NULL && attempt->samples == NULL && lc_trace_is_worth (attempt)
        && !is_traced (attempt))
      lc_tracer_suspect (self, row, attempt->address);
  }
}

void
lc_tracer_end_async (LcTracer *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (LC_IS_TRACER (self) && self->task == NULL);

  g_task_set_source_tag (task, lc_tracer_end_async);
  g_task_set_name (task, "lc-tracer");
  g_task_set_check_cancellable (task, FALSE);
  self->task = task;
  stop_gathering (self);
  choose_last (self);
  advance (self);
}

void
lc_tracer_end_finish (LcTracer *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));
  g_return_if_fail (g_async_result_is_tagged (result, lc_tracer_end_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
