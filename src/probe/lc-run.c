/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-run.h"

#include <glib/gi18n-lib.h>

static void advance (GTask *task);

static const LcStepKind *const steps_https[] = { &lc_step_tcp, &lc_step_tls, &lc_step_http, NULL };
static const LcStepKind *const steps_websocket[]
    = { &lc_step_tcp, &lc_step_tls, &lc_step_websocket, NULL };
static const LcStepKind *const steps_https_proxied[]
    = { &lc_step_proxy, &lc_step_tls, &lc_step_http, NULL };
static const LcStepKind *const steps_websocket_proxied[]
    = { &lc_step_proxy, &lc_step_tls, &lc_step_websocket, NULL };
static const LcStepKind *const steps_sip[] = { &lc_step_tcp, &lc_step_tls, &lc_step_sip, NULL };
static const LcStepKind *const steps_imaps[] = { &lc_step_tcp, &lc_step_tls, &lc_step_imap, NULL };
static const LcStepKind *const steps_imap[] = { &lc_step_tcp, &lc_step_imap, NULL };
static const LcStepKind *const steps_smtp[] = { &lc_step_tcp, &lc_step_smtp, NULL };
static const LcStepKind *const steps_stun[] = { &lc_step_stun, NULL };
static const LcStepKind *const steps_rtp[] = { &lc_step_rtp, NULL };

/* Adding a protocol is one file with its step and one line here. */
static const struct
{
  LcProtocol protocol;
  const LcStepKind *const *direct;
  const LcStepKind *const *proxied; /* NULL: cannot use an HTTP proxy */
} protocols[] = {
  { LC_PROTOCOL_HTTPS, steps_https, steps_https_proxied },
  { LC_PROTOCOL_WEBSOCKET, steps_websocket, steps_websocket_proxied },
  { LC_PROTOCOL_SIP, steps_sip, NULL },
  { LC_PROTOCOL_IMAPS, steps_imaps, NULL },
  { LC_PROTOCOL_IMAP, steps_imap, NULL },
  { LC_PROTOCOL_SMTP, steps_smtp, NULL },
  { LC_PROTOCOL_STUN, steps_stun, NULL },
  { LC_PROTOCOL_RTP, steps_rtp, NULL },
};

static const LcStepKind *const *
find_steps (LcProtocol protocol, gboolean proxied)
{
  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++)
    if (protocols[i].protocol == protocol)
      return proxied ? protocols[i].proxied : protocols[i].direct;
  return NULL;
}

static void
attempt_destroy (gpointer data)
{
  lc_attempt_free (data);
}

static void
clear_step (LcRun *run)
{
  if (run->step_data_destroy != NULL)
    run->step_data_destroy (run->step_data);
  run->step_data = NULL;
  run->step_data_destroy = NULL;
  g_clear_pointer (&run->deadline, lc_deadline_free);
  run->cancellable = NULL;
}

static void
run_destroy (gpointer data)
{
  LcRun *run = data;

  clear_step (run);
  g_clear_object (&run->caller);
  g_clear_object (&run->channel);
  g_clear_object (&run->context);
  g_clear_object (&run->row);
  g_clear_pointer (&run->attempt, lc_attempt_free);
  g_free (run->address);
  g_free (run->proxy);
  g_free (run);
}

/* The only exit of a run. */
static void
complete (GTask *task)
{
  LcRun *run = g_task_get_task_data (task);

  if (run->channel != NULL)
    lc_channel_close (run->channel);
  g_task_return_pointer (task, g_steal_pointer (&run->attempt), attempt_destroy);
}

static void
begin_step (GTask *task, const LcStepKind *kind)
{
  LcRun *run = g_task_get_task_data (task);
  g_autoptr (GString) activity = g_string_new (_ (kind->activity));
  guint deadline
      = kind->deadline_ms != 0 ? kind->deadline_ms : lc_probe_context_get_timeout_ms (run->context);

  g_string_replace (activity, "%s", run->address, 1);
  lc_row_set_activity (run->row, activity->str);
  run->step_started = g_get_monotonic_time ();
  run->deadline = lc_deadline_new (deadline, run->caller);
  run->cancellable = lc_deadline_get_cancellable (run->deadline);
  kind->start (g_object_ref (task), run);
}

static void
advance (GTask *task)
{
  LcRun *run = g_task_get_task_data (task);

  if (*run->steps == NULL)
    complete (task);
  else
    begin_step (task, *run->steps);
}

LcRun *
lc_run_get (GTask *task)
{
  g_return_val_if_fail (G_IS_TASK (task), NULL);

  return g_task_get_task_data (task);
}

void
lc_run_set_step_data (LcRun *run, gpointer data, GDestroyNotify destroy)
{
  g_return_if_fail (run != NULL);

  run->step_data = data;
  run->step_data_destroy = destroy;
}

void
lc_run_note_unanswered (LcRun *run)
{
  if (g_strv_contains (lc_row_get_resolved (run->row), run->address))
    lc_probe_context_note_unanswered (run->context, run->row, run->address);
}

gint64
lc_run_get_step_us (const LcRun *run)
{
  g_return_val_if_fail (run != NULL, 0);

  return g_get_monotonic_time () - run->step_started;
}

/* Cancelled comes before timed out, and both before what the operation said;
 * but an answer that came all the same stays an answer. Returns whether it was
 * one of the two: then the operation's own words do not fit any more. */
static gboolean
apply_order_of_outcomes (LcRun *run, LcStatus *status, LcCode *code)
{
  if (*code == LC_CODE_OK || *status == LC_STATUS_PASS)
    return FALSE;
  if (g_cancellable_is_cancelled (run->caller)) {
    *code = LC_CODE_CANCELLED;
    *status = LC_STATUS_CANCELLED;
    return TRUE;
  }
  if (lc_deadline_has_passed (run->deadline) && *code == LC_CODE_CANCELLED) {
    *code = (*run->steps)->timeout_code;
    *status = lc_code_get_status (*code);
    return TRUE;
  }
  return FALSE;
}

/* A connection that is reset before a word was said; the step that opened it
 * had passed. */
static char *
describe_reset (gint64 us)
{
  return g_strdup_printf (_ ("The connection was opened, and reset %.1f ms later before "
                             "anything was said."),
                          us / 1000.0);
}

void
lc_run_end_step_full (GTask *task,
                      LcStatus status,
                      LcCode code,
                      gint64 us,
                      gboolean go_on,
                      char *detail)
{
  g_autoptr (GTask) owned G_GNUC_UNUSED = task;
  g_autofree char *text = detail;
  LcRun *run = g_task_get_task_data (task);

  if (apply_order_of_outcomes (run, &status, &code))
    g_clear_pointer (&text, g_free);
  if (code == LC_CODE_TCP_RESET && (*run->steps)->phase != LC_PHASE_TCP) {
    g_free (text);
    text = describe_reset (us);
  }
  if (text == NULL && code != LC_CODE_OK)
    text = g_strdup (lc_code_get_label (code));
  lc_attempt_take_step (run->attempt, lc_step_new ((*run->steps)->phase, status, code, us, text));
  clear_step (run);
  run->steps++;
  if (status != LC_STATUS_PASS && (!go_on || g_cancellable_is_cancelled (run->caller)))
    complete (task);
  else
    advance (task);
}

void
lc_run_end_step (GTask *task, LcCode code, char *detail)
{
  LcRun *run = g_task_get_task_data (task);

  lc_run_end_step_full (task, lc_code_get_status (code), code, lc_run_get_step_us (run), FALSE,
                        detail);
}

void
lc_run_end_step_unended (GTask *task, const char *begun)
{
  LcRun *run = g_task_get_task_data (task);

  if (run->attempt->reply == NULL)
    run->attempt->reply = g_strdup (begun);
  lc_run_end_step (task, LC_CODE_APP_UNEXPECTED_REPLY,
                   g_strdup_printf (_ ("What came has no end. It begins with “%s”."),
                                    run->attempt->reply));
}

GSocketAddress *
lc_run_get_socket_address (const LcRun *run)
{
  g_return_val_if_fail (run != NULL, NULL);

  return g_inet_socket_address_new_from_string (run->address, run->port);
}

LcCode
lc_run_code_for_error (LcRun *run, const GError *error)
{
  g_return_val_if_fail (run != NULL, LC_CODE_INTERNAL_ERROR);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return LC_CODE_CANCELLED;
  return LC_CODE_APP_CLOSED;
}

LcCode
lc_run_code_for_greeting_error (LcRun *run, const GError *error)
{
  g_return_val_if_fail (run != NULL, LC_CODE_INTERNAL_ERROR);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED)
      && run->attempt->tls == NULL)
    return LC_CODE_TCP_RESET;
  return lc_run_code_for_error (run, error);
}

static void
add_dns_step (LcRun *run, const LcDns *dns)
{
  if (dns != NULL)
    lc_attempt_take_step (run->attempt,
                          lc_step_new (LC_PHASE_DNS, LC_STATUS_PASS, LC_CODE_OK, dns->us, NULL));
}

static gboolean
start_cb (gpointer user_data)
{
  advance (user_data);
  return G_SOURCE_REMOVE;
}

static void
start_later (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_static_name (source, "lc-run start");
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, start_cb, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

void
lc_run_async (LcProbeContext *context,
              LcRow *row,
              const char *address,
              const char *proxy,
              const LcDns *dns,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_return_if_fail (LC_IS_PROBE_CONTEXT (context));
  g_return_if_fail (LC_IS_ROW (row));
  g_return_if_fail (address != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  LcRun *run = g_new0 (LcRun, 1);

  g_task_set_source_tag (task, lc_run_async);
  g_task_set_name (task, "lc-run");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, run_destroy);
  run->context = g_object_ref (context);
  run->row = g_object_ref (row);
  run->address = g_strdup (address);
  run->proxy = g_strdup (proxy);
  run->port = lc_row_get_port (row);
  run->steps = find_steps (lc_row_get_protocol (row), proxy != NULL);
  run->attempt = lc_attempt_new (address);
  add_dns_step (run, dns);
  if (cancellable != NULL)
    run->caller = g_object_ref (cancellable);
  start_later (task);
}

LcAttempt *
lc_run_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
