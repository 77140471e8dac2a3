/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "check/lc-follow-up.h"
#include "check/lc-environment-reader.h"
#include "check/lc-trace-rows.h"
#include "diagnosis/lc-conclude.h"
#include "diagnosis/lc-diagnosis.h"
#include "net/lc-deadline.h"
#include "probe/lc-probe-context.h"
#include "probe/lc-row-probe.h"
#include "report/lc-report-private.h"

#define PROXY_LOOKUP_MS 2000
#define ROWS_A_TURN 4              /* started in one turn of the main loop */
#define NAT64_NAME "ipv4only.arpa" /* RFC 7050 */

struct _LcCheck
{
  GObject parent_instance;

  LcReport *report;           /* (owned) */
  LcProbeContext *context;    /* (owned) (nullable) until it runs */
  LcDeadline *proxy_deadline; /* (owned) (nullable) while the proxy is looked up */
  GPtrArray *queue;           /* (owned) (element-type LcRow) rows still to start, in order */
  LcCheckOptions options;     /* rows is not kept */
  GSource *starter;           /* (owned) (nullable) while rows are about to start */
  guint running;              /* rows under way */
  guint pending;              /* operations of the present stage that are not rows */
  gint64 started;             /* monotonic, µs */
  gboolean has_run;
};

G_DEFINE_FINAL_TYPE (LcCheck, lc_check, G_TYPE_OBJECT)

static void start_rows (GTask *task);

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
  lc_environment_derive (self->report);
  lc_diagnose (self->report);
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

  lc_trace_rows_finish (result);
  stage_done (task);
}

static void
followed_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  lc_follow_up_finish (result);
  stage_done (task);
}

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

/* The second stage: where things failed, why and at which hop. */
static void
look_closer (GTask *task)
{
  LcCheck *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (!self->options.trace || g_cancellable_is_cancelled (cancellable)
      || !lc_report_get_environment (self->report)->online || !any_row_failed (self->report)) {
    complete (task);
    return;
  }
  lc_report_set_activity (self->report, _ ("Finding out where it stops"));
  self->pending = 2;
  lc_trace_rows_async (self->context, self->report, cancellable, traced_cb, g_object_ref (task));
  lc_follow_up_async (self->context, self->report, cancellable, followed_up_cb,
                      g_object_ref (task));
}

/* Rows */

static void
end_row (LcRow *row)
{
  lc_row_conclude (row);
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
  end_row (row);
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
    end_row (self->queue->pdata[i]);
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

static gboolean
is_own_address (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
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

  if (lc_report_get_environment (self->report)->online || is_own_address (lc_row_get_host (row)))
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

/* Names that nobody has: what an honest resolver says to them is NXDOMAIN. */

typedef struct
{
  GTask *task;       /* (owned) */
  LcDnsProbe *probe; /* not owned: the report's; NULL for the NAT64 question */
} NameOp;

/* The well-known IPv4 address stands in the last 32 bits (RFC 6052 2.2, /96). */
static char *
prefix_of (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  g_autoptr (GInetAddressMask) mask = NULL;
  g_autoptr (GInetAddress) prefix = NULL;
  guint8 bytes[16];

  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return NULL;
  memcpy (bytes, g_inet_address_to_bytes (address), sizeof bytes);
  memset (bytes + 12, 0, 4);
  prefix = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
  mask = g_inet_address_mask_new (prefix, 96, NULL);
  return g_inet_address_mask_to_string (mask);
}

static void
note_nat64 (LcEnvironment *environment, const LcDns *dns)
{
  for (guint i = 0; dns->addresses != NULL && dns->addresses[i] != NULL; i++)
    if (environment->nat64_prefix == NULL)
      environment->nat64_prefix = prefix_of (dns->addresses[i]);
}

static void
name_probed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  NameOp *op = user_data;
  g_autoptr (GTask) task = op->task;
  LcCheck *self = g_task_get_source_object (task);
  g_autoptr (LcDns) dns = lc_names_lookup_finish (LC_NAMES (object), result, NULL);

  if (dns != NULL && op->probe == NULL) {
    note_nat64 (lc_report_get_environment (self->report), dns);
  } else if (op->probe != NULL) {
    g_free (op->probe->code);
    op->probe->code = g_strdup (lc_code_to_string (dns != NULL ? dns->code : LC_CODE_CANCELLED));
    if (dns != NULL && dns->addresses != NULL && dns->addresses[0] != NULL)
      op->probe->addresses = g_strdupv (dns->addresses);
  }
  g_free (op);
  self->pending--;
  rows_may_be_over (task);
}

static void
begin_name_op (GTask *task, const char *name, LcDnsProbe *probe)
{
  LcCheck *self = g_task_get_source_object (task);
  NameOp *op = g_new0 (NameOp, 1);

  op->task = g_object_ref (task);
  op->probe = probe;
  self->pending++;
  lc_names_lookup_async (lc_probe_context_get_names (self->context), name,
                         g_task_get_cancellable (task), name_probed_cb, op);
}

static gboolean
any_host_is_a_name (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    if (!lc_row_get_host_is_literal (lc_report_get_row (report, i)))
      return TRUE;
  return FALSE;
}

static void
probe_names (GTask *task)
{
  static const char *const domains[] = { "invalid", "com" };
  LcCheck *self = g_task_get_source_object (task);
  LcEnvironment *environment = lc_report_get_environment (self->report);

  if (!environment->online || !any_host_is_a_name (self->report))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++) {
    g_autofree char *name
        = g_strdup_printf ("linecheck-%08x%08x.%s", g_random_int (), g_random_int (), domains[i]);
    LcDnsProbe *probe = lc_dns_probe_new (name);

    g_ptr_array_add (environment->dns_probes, probe);
    begin_name_op (task, name, probe);
  }
  if (!environment->ipv4 && environment->ipv6)
    begin_name_op (task, NAT64_NAME, NULL);
}

static void
begin_stage_one (GTask *task)
{
  LcCheck *self = g_task_get_source_object (task);

  fill_queue (self);
  probe_names (task);
  start_rows (task);
  show_activity (self);
  rows_may_be_over (task);
}

/* The computer's own HTTP proxy, which only the web rows can use. */

static const char *
first_web_name (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_get_protocol (row) == LC_PROTOCOL_HTTPS && !is_own_address (lc_row_get_host (row)))
      return lc_row_get_tls_name (row);
  }
  return NULL;
}

/* A proxy URI may carry a password, which is nobody else's business. */
static char *
without_userinfo (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_HAS_PASSWORD, NULL);

  if (parsed == NULL)
    return NULL;
  return g_uri_to_string_partial (parsed, G_URI_HIDE_USERINFO);
}

static void
use_proxy (LcCheck *self, char **uris)
{
  LcEnvironment *environment = lc_report_get_environment (self->report);

  for (guint i = 0; uris != NULL && uris[i] != NULL; i++) {
    if (g_str_has_prefix (uris[i], "direct:"))
      return;
    if (environment->proxy == NULL)
      environment->proxy = without_userinfo (uris[i]);
    if (g_str_has_prefix (uris[i], "http:")) {
      lc_probe_context_set_proxy (self->context, uris[i]);
      return;
    }
  }
}

static void
proxy_looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcCheck *self = g_task_get_source_object (task);
  g_auto (GStrv) uris = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (object), result, NULL);

  g_clear_pointer (&self->proxy_deadline, lc_deadline_free);
  use_proxy (self, uris);
  begin_stage_one (task);
}

static void
look_up_proxy (GTask *task)
{
  LcCheck *self = g_task_get_source_object (task);
  const char *name = first_web_name (self->report);
  g_autofree char *uri = g_strdup_printf ("https://%s/", name != NULL ? name : "");

  if (name == NULL) {
    begin_stage_one (task);
    return;
  }
  self->proxy_deadline = lc_deadline_new (PROXY_LOOKUP_MS, g_task_get_cancellable (task));
  g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), uri,
                                 lc_deadline_get_cancellable (self->proxy_deadline),
                                 proxy_looked_up_cb, g_object_ref (task));
}

static gboolean
set_up (LcCheck *self, LcTlsContext *tls, GError **error)
{
  g_autoptr (LcResolver) resolver = lc_resolver_new (error);
  LcEnvironment *environment = lc_report_get_environment (self->report);

  if (resolver == NULL)
    return FALSE;
  self->context = lc_probe_context_new (resolver, tls, self->options.timeout_ms);
  lc_environment_gather (self->report, resolver);
  lc_probe_context_set_families (self->context, environment->ipv4, environment->ipv6);
  return TRUE;
}

/* A check that was cancelled meanwhile goes the same way, and ends every row on it. */
static void
trust_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (LcTlsContext) tls = lc_tls_context_load_finish (result);
  GError *error = NULL;

  if (!set_up (g_task_get_source_object (task), tls, &error))
    g_task_return_error (task, error);
  else
    look_up_proxy (task);
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
