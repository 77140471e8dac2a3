/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-follow-up.h"

#include "base/lc-address.h"
#include "base/lc-fan-out.h"
#include "net/lc-resolver.h"
#include "probe/lc-plain-http.h"
#include "probe/lc-small-segments.h"

#define MAX_RETRIES 24    /* stalled handshakes tried again */
#define MAX_HTTP_PROBES 3 /* hosts asked for plain HTTP */

/* Someone waits for the verdict by now. What answers at all has done so by then, one
 * lost packet included; what does not says nothing. */
#define PATIENCE_MS 2500

typedef struct
{
  LcProbeContext *context; /* (owned) */
  LcReport *report;        /* (owned) */
  LcFanOut fan_out;
} FollowUpState;

static void
state_destroy (gpointer data)
{
  FollowUpState *state = data;

  g_object_unref (state->context);
  g_object_unref (state->report);
  g_free (state);
}

/* The only exit. */
static void
finish_op (GTask *task)
{
  FollowUpState *state = g_task_get_task_data (task);

  if (lc_fan_out_end (&state->fan_out))
    g_task_return_boolean (task, TRUE);
}

static guint
get_patience_ms (FollowUpState *state)
{
  return MIN (lc_probe_context_get_timeout_ms (state->context), PATIENCE_MS);
}

static void
retried_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  lc_small_segments_finish (result);
  finish_op (task);
}

static void
retry_with_small_segments (GTask *task)
{
  FollowUpState *state = g_task_get_task_data (task);
  guint retries = 0;

  for (guint i = 0; i < lc_report_get_n_rows (state->report); i++) {
    LcRow *row = lc_report_get_row (state->report, i);
    GPtrArray *attempts = lc_row_get_attempts (row);

    for (guint j = 0; j < attempts->len && retries < MAX_RETRIES; j++) {
      LcAttempt *attempt = attempts->pdata[j];

      if (attempt->code != LC_CODE_TLS_TIMEOUT || attempt->has_small_segments
          || attempt->retry_worked)
        continue;
      retries++;
      lc_small_segments_async (state->context, row, attempt, get_patience_ms (state),
                               g_task_get_cancellable (task), retried_cb,
                               lc_fan_out_begin (&state->fan_out, task));
    }
  }
}

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  lc_plain_http_finish (result);
  finish_op (task);
}

static gboolean
is_asked_already (LcEnvironment *environment, const char *address)
{
  for (guint i = 0; i < environment->http_probes->len; i++)
    if (g_str_equal (((LcHttpProbe *) environment->http_probes->pdata[i])->address, address))
      return TRUE;
  return FALSE;
}

/* A host whose web answer failed, at the address that was tried. */
static const char *
failed_web_address (LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);
  LcProtocol protocol = lc_row_get_protocol (row);

  if (protocol != LC_PROTOCOL_HTTPS && protocol != LC_PROTOCOL_WEBSOCKET)
    return NULL;
  for (guint i = 0; i < attempts->len; i++) {
    LcAttempt *attempt = attempts->pdata[i];

    if (attempt->status == LC_STATUS_FAIL && !lc_address_is_unusable (attempt->address))
      return attempt->address;
  }
  return NULL;
}

static void
ask_plain_http (GTask *task)
{
  FollowUpState *state = g_task_get_task_data (task);
  LcEnvironment *environment = lc_report_get_environment (state->report);

  for (guint i = 0; i < lc_report_get_n_rows (state->report); i++) {
    LcRow *row = lc_report_get_row (state->report, i);
    const char *address = failed_web_address (row);
    LcHttpProbe *probe;

    if (address == NULL || environment->http_probes->len >= MAX_HTTP_PROBES
        || is_asked_already (environment, address))
      continue;
    probe = lc_http_probe_new (lc_row_get_tls_name (row), address);
    g_ptr_array_add (environment->http_probes, probe);
    lc_plain_http_async (probe, get_patience_ms (state), g_task_get_cancellable (task), asked_cb,
                         lc_fan_out_begin (&state->fan_out, task));
  }
}

void
lc_follow_up_async (LcProbeContext *context,
                    LcReport *report,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  FollowUpState *state = g_new0 (FollowUpState, 1);

  g_task_set_source_tag (task, lc_follow_up_async);
  g_task_set_name (task, "lc-follow-up");
  g_task_set_check_cancellable (task, FALSE);
  state->context = g_object_ref (context);
  state->report = g_object_ref (report);
  lc_fan_out_init (&state->fan_out);
  g_task_set_task_data (task, state, state_destroy);
  retry_with_small_segments (task);
  ask_plain_http (task);
  finish_op (task);
}

void
lc_follow_up_finish (GAsyncResult *result)
{
  g_return_if_fail (g_async_result_is_tagged (result, lc_follow_up_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
