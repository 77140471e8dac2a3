/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-check.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "check/lc-environment-reader.h"
#include "check/lc-follow-up.h"
#include "check/lc-name-probes.h"
#include "check/lc-proxy-lookup.h"
#include "check/lc-tracer.h"
#include "diagnosis/lc-diagnosis.h"
#include "diagnosis/lc-environment.h"
#include "diagnosis/lc-row-judge.h"
#include "probe/lc-probe-context.h"
#include "probe/lc-row-probe.h"
#include "report/lc-report-private.h"
#include "report/lc-support-report.h"

#define ROWS_A_TURN 4 /* started in one turn of the main loop */

struct _LcCheck
{
  GObject parent_instance;

  LcReport *report;        /* (owned) */
  LcProbeContext *context; /* (owned) (nullable) until it runs */
  LcTracer *tracer;        /* (owned) (nullable) likewise, and unless no path is to be followed */
  GPtrArray *queue;        /* (owned) (element-type LcRow) rows still to start, in order */
  LcCheckOptions options;  /* rows is not kept */
  GSource *starter;        /* (owned) (nullable) while rows are about to start */
  guint running;           /* rows under way */
  guint pending;           /* operations of the present stage that are not rows */
  gint64 started;          /* monotonic, µs */
  gboolean has_run;
};

G_DEFINE_FINAL_TYPE (LcCheck, lc_check, G_TYPE_OBJECT)

static void start_rows (GTask *task);

static gboolean
any_row_failed (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcStatus status = lc_row_get_status (lc_report_get_row (report, i));

    if (status != LC_STATUS_PASS && status != LC_STATUS_CANCELLED)
      return TRUE;
  }
  return FALSE;
}

static void
draw_conclusions (LcCheck *self)
{
  if (any_row_failed (self->report))
    lc_environment_reader_ask_portal (lc_report_get_environment (self->report));
  lc_environment_derive (self->report);
  lc_diagnose (self->report);
}

static void
set_support_code (LcReport *report)
{
  g_autofree char *code = lc_report_make_support_code (report);

  lc_report_set_support_code (report, code);
}

/* The only exit. */
static void
complete (GTask *task)
{
  LcCheck *self = g_task_get_source_object (task);
  gboolean cancelled = g_cancellable_is_cancelled (g_task_get_cancellable (task));

  if (self->context != NULL)
    lc_names_stop (lc_probe_context_get_names (self->context));
  lc_report_set_duration_us (self->report, g_get_monotonic_time () - self->started);
  lc_report_set_complete (self->report, !cancelled);
  lc_report_set_activity (self->report, NULL);
  lc_report_set_preliminary (self->report, FALSE);
  draw_conclusions (self);
  set_support_code (self->report);
  g_clear_object (&self->tracer);
  g_clear_object (&self->context);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

/* After the rows */

static void
stage_done (GTask *task)
{
  LcCheck *self = g_task_get_source_object (task);

  if (--self->pending == 0)
    complete (task);
}

static void
traced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  lc_tracer_end_finish (LC_TRACER (object), result);
  stage_done (task);
}

static void
followed_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  lc_follow_up_finish (result);
  stage_done (task);
}

/* The second stage: where things failed, why and at which hop. */
static void
look_closer (GTask *task)
{
  LcCheck *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (self->tracer == NULL) {
    complete (task);
    return;
  }
  self->pending = 2;
  lc_tracer_end_async (self->tracer, traced_cb, g_object_ref (task));
  lc_follow_up_async (self->context, self->report, cancellable, followed_up_cb,
                      g_object_ref (task));
  if (!g_cancellable_is_cancelled (cancellable) && any_row_failed (self->report)) {
    lc_report_set_activity (self->report, _ ("Finding out where it stops"));
    lc_report_set_preliminary (self->report, TRUE);
    draw_conclusions (self);
  }
}

/* Rows */

static void
end_row (LcCheck *self, LcRow *row)
{
  lc_row_judge (row, lc_report_get_environment (self->report));
  lc_row_set_activity (row, NULL);
  lc_row_set_state (row, LC_ROW_ENDED);
}

static void
rows_may_be_over (GTask *task)
{
  LcCheck *self = g_task_get_source_object (task);

  if (self->running == 0 && self->queue->len == 0 && self->pending == 0)
    look_closer (task);
}

/* What the first row that is still under way does now. */
static void
show_activity (LcCheck *self)
{
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);
    g_autofree char *activity = NULL;

    if (lc_row_get_state (row) != LC_ROW_RUNNING || lc_row_get_activity (row) == NULL)
      continue;
    activity = g_strdup_printf ("%s: %s", lc_row_get_number (row), lc_row_get_activity (row));
    lc_report_set_activity (self->report, activity);
    return;
  }
}

typedef struct
{
  GTask *task; /* (owned) */
  LcRow *row;  /* (owned) */
} RowOp;

static void
row_probed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  RowOp *op = user_data;
  g_autoptr (GTask) task = op->task;
  g_autoptr (LcRow) row = op->row;
  LcCheck *self = g_task_get_source_object (task);

  g_free (op);
  lc_row_probe_finish (result);
  end_row (self, row);
  if (self->tracer != NULL)
    lc_tracer_note_ended (self->tracer, row);
  self->running--;
  start_rows (task);
  show_activity (self);
  rows_may_be_over (task);
}

static void
start_row (GTask *task, LcRow *row)
{
  LcCheck *self = g_task_get_source_object (task);
  RowOp *op = g_new0 (RowOp, 1);

  op->task = g_object_ref (task);
  op->row = g_object_ref (row);
  self->running++;
  lc_row_probe_async (self->context, row, g_task_get_cancellable (task), row_probed_cb, op);
}

static void
cancel_queue (LcCheck *self)
{
  for (guint i = 0; i < self->queue->len; i++)
    end_row (self, self->queue->pdata[i]);
  g_ptr_array_set_size (self->queue, 0);
}

static gboolean
start_some_cb (gpointer user_data)
{
  GTask *task = user_data;
  LcCheck *self = g_task_get_source_object (task);

  g_clear_pointer (&self->starter, g_source_unref);
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    cancel_queue (self);
  for (guint i = 0; i < ROWS_A_TURN && self->running < self->options.jobs && self->queue->len > 0;
       i++) {
    g_autoptr (LcRow) row = g_ptr_array_steal_index (self->queue, 0);

    start_row (task, row);
  }
  start_rows (task);
  show_activity (self);
  rows_may_be_over (task);
  return G_SOURCE_REMOVE;
}

/* When there is nothing else to do. Were all started at once, their handshakes would
 * wait for each other's computing, which would be taken for the servers' slowness, and a
 * window would not be drawn meanwhile. */
static void
start_rows (GTask *task)
{
  LcCheck *self = g_task_get_source_object (task);

  if (self->starter != NULL || self->queue->len == 0 || self->running >= self->options.jobs)
    return;
  self->starter = g_idle_source_new ();
  g_source_set_static_name (self->starter, "lc-check");
  g_source_set_callback (self->starter, start_some_cb, g_object_ref (task), g_object_unref);
  g_source_attach (self->starter, g_task_get_context (task));
}

/* A computer without any network: nothing is sent, and every row says so. Its
 * own addresses it reaches all the same. */
static gboolean
end_if_offline (LcCheck *self, LcRow *row)
{
  const LcRowResult result = {
    .status = LC_STATUS_FAIL,
    .code = LC_CODE_OFFLINE,
    .phase = LC_PHASE_NONE,
    .owner = LC_OWNER_DEVICE,
    .confidence = LC_CONFIDENCE_PROVEN,
    .detail = _ ("This computer is not connected to any network."),
    .latency_us = LC_US_NONE,
  };

  if (lc_report_get_environment (self->report)->online
      || lc_address_is_loopback (lc_row_get_host (row)))
    return FALSE;
  lc_row_set_result (row, &result);
  lc_row_set_state (row, LC_ROW_ENDED);
  return TRUE;
}

/* The longest first, so that the whole takes no longer than they do. */
static void
fill_queue (LcCheck *self)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
      LcRow *row = lc_report_get_row (self->report, i);
      gboolean slow = lc_row_get_protocol (row) == LC_PROTOCOL_RTP;

      /* A row that is not checked again keeps what is known of it. */
      if (lc_row_get_state (row) == LC_ROW_ENDED)
        continue;
      if (slow == (pass == 0) && !end_if_offline (self, row))
        g_ptr_array_add (self->queue, g_object_ref (row));
    }
}

static void
unanswered_cb (LcProbeContext *context, LcRow *row, const char *address, gpointer user_data)
{
  LcCheck *self = user_data;

  lc_tracer_suspect (self->tracer, row, address);
}

/* Where nothing is reached there is no path to follow. */
static void
watch_for_suspects (GTask *task)
{
  LcCheck *self = g_task_get_source_object (task);

  if (!self->options.trace || !lc_report_get_environment (self->report)->online)
    return;
  self->tracer = lc_tracer_new (self->context, self->report, g_task_get_cancellable (task));
  g_signal_connect_object (self->context, "unanswered", G_CALLBACK (unanswered_cb), self, 0);
}

static void
name_probes_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcCheck *self = g_task_get_source_object (task);

  lc_name_probes_finish (result);
  self->pending--;
  rows_may_be_over (task);
}

static void
begin_stage_one (GTask *task)
{
  LcCheck *self = g_task_get_source_object (task);

  watch_for_suspects (task);
  fill_queue (self);
  self->pending++;
  lc_name_probes_async (lc_probe_context_get_names (self->context), self->report,
                        self->options.timeout_ms, g_task_get_cancellable (task), name_probes_cb,
                        g_object_ref (task));
  start_rows (task);
  show_activity (self);
  rows_may_be_over (task);
}

static void
proxy_looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  lc_proxy_lookup_finish (result);
  begin_stage_one (task);
}

static void
set_up (LcCheck *self, LcTlsContext *tls)
{
  g_autoptr (LcResolver) resolver = lc_resolver_new ();
  LcEnvironment *environment = lc_report_get_environment (self->report);

  self->context = lc_probe_context_new (resolver, tls, self->options.timeout_ms);
  lc_environment_reader_run (self->report, resolver);
  lc_probe_context_set_families (self->context, environment->ipv4, environment->ipv6);
  lc_environment_note_own_network (environment, lc_probe_context_get_own_network (self->context));
}

static void
note_public_roots (LcCheck *self, const LcRootList *roots)
{
  LcEnvironment *environment = lc_report_get_environment (self->report);

  if (lc_root_list_get_dated (roots) != NULL)
    environment->public_roots
        = lc_public_roots_new (lc_root_list_get_dated (roots), lc_root_list_get_count (roots),
                               lc_root_list_is_extended (roots));
}

/* A check that was cancelled meanwhile goes the same way, and ends every row on it. */
static void
trust_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcCheck *self = g_task_get_source_object (task);
  g_autoptr (LcTlsContext) tls = lc_tls_context_load_finish (result);

  note_public_roots (self, lc_tls_context_get_roots (tls));
  set_up (self, tls);
  lc_proxy_lookup_async (self->context, self->report, g_task_get_cancellable (task),
                         proxy_looked_up_cb, g_object_ref (task));
}

void
lc_check_run_async (LcCheck *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_return_if_fail (!self->has_run);

  g_task_set_source_tag (task, lc_check_run_async);
  g_task_set_name (task, "lc-check");
  self->has_run = TRUE;
  self->started = g_get_monotonic_time ();
  lc_report_set_started (self->report, now);
  /* Whether the certificates of this computer have changed since the last check is
   * not known: they are read for every one. */
  lc_tls_context_load_async (trust_loaded_cb, g_object_ref (task));
}

gboolean
lc_check_run_finish (LcCheck *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_check_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

LcReport *
lc_check_get_report (LcCheck *self)
{
  return self->report;
}

static void
lc_check_dispose (GObject *object)
{
  LcCheck *self = LC_CHECK (object);

  g_clear_object (&self->report);
  g_clear_object (&self->tracer);
  g_clear_object (&self->context);
  g_clear_pointer (&self->queue, g_ptr_array_unref);
  G_OBJECT_CLASS (lc_check_parent_class)->dispose (object);
}

static void
lc_check_class_init (LcCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_check_dispose;
}

static void
lc_check_init (LcCheck *self)
{
  self->queue = g_ptr_array_new_with_free_func (g_object_unref);
}

static LcCheck *
new_for_report (LcReport *report, const LcCheckOptions *options)
{
  static const LcCheckOptions defaults = LC_CHECK_OPTIONS_INIT;
  LcCheck *self = g_object_new (LC_TYPE_CHECK, NULL);

  self->report = g_object_ref (report);
  self->options = options != NULL ? *options : defaults;
  self->options.timeout_ms
      = CLAMP (self->options.timeout_ms, LC_CHECK_MIN_TIMEOUT_MS, LC_CHECK_MAX_TIMEOUT_MS);
  self->options.jobs = CLAMP (self->options.jobs, 1, LC_CHECK_MAX_JOBS);
  self->options.rows = NULL;
  return self;
}

LcCheck *
lc_check_new (LcCatalog *catalog, const LcSite *site, const LcCheckOptions *options)
{
  g_autoptr (LcReport) report = lc_report_new (catalog, site);

  if (options != NULL && options->rows != NULL)
    lc_report_remove_rows_except (report, options->rows);
  return new_for_report (report, options);
}

LcCheck *
lc_check_new_again (LcReport *report, const LcCheckOptions *options)
{
  GPtrArray *ids = options != NULL ? options->rows : NULL;

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (ids == NULL
        || g_ptr_array_find_with_equal_func (ids, lc_row_get_id (row), g_str_equal, NULL))
      lc_row_reset (row);
  }
  lc_report_take_environment (report, lc_environment_new ());
  lc_report_set_complete (report, FALSE);
  return new_for_report (report, options);
}
