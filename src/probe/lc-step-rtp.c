/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "base/lc-endpoint.h"
#include "probe/lc-port-survey.h"
#include "probe/lc-run.h"

/* Which UDP ports leave this network towards a host that need not answer any: the
 * sockets and the clock of a survey (lc-port-survey.h), which knows the rest. */

#define TICK_MS 10
/* STUN rows go first: where a firewall rejects UDP, both want the few answers that it
 * gives a second, and STUN needs only one; and who has the address that STUN sees is
 * this network's own. */
#define HEAD_START_US (250 * G_TIME_SPAN_MILLISECOND)
#define HARD_LIMIT_MS 9000 /* a survey ends itself after seven seconds */

typedef struct
{
  GTask *task;                                    /* not owned */
  LcUdpPort *sockets[LC_PORT_SURVEY_MAX_TTL + 1]; /* (owned) by TTL; 0: full */
  gulong received_handlers[LC_PORT_SURVEY_MAX_TTL + 1];
  gulong failed_handlers[LC_PORT_SURVEY_MAX_TTL + 1];
  GInetAddress *host;   /* (owned) */
  GSource *tick;        /* (owned) */
  LcPortSurvey *survey; /* (owned) */
} RtpState;

static void
rtp_state_destroy (gpointer data)
{
  RtpState *state = data;

  for (guint ttl = 0; ttl <= LC_PORT_SURVEY_MAX_TTL; ttl++) {
    if (state->sockets[ttl] != NULL) {
      g_signal_handler_disconnect (state->sockets[ttl], state->received_handlers[ttl]);
      g_signal_handler_disconnect (state->sockets[ttl], state->failed_handlers[ttl]);
      lc_udp_port_close (state->sockets[ttl]);
    }
    g_clear_object (&state->sockets[ttl]);
  }
  g_source_destroy (state->tick);
  g_source_unref (state->tick);
  g_object_unref (state->host);
  lc_port_survey_free (state->survey);
  g_free (state);
}

/* A minimal RTP packet, RFC 3550 5.1: version 2, comfort noise, no payload that
 * anybody could hear. */
static int
send_datagram (RtpState *state, const LcSurveyDatagram *datagram)
{
  static const guint8 packet[] = { 0x80, 13, 0, 1, 0, 0, 0, 0, 'l', 'c', 'h', 'k', 0 };
  g_autoptr (GSocketAddress) to = g_inet_socket_address_new (state->host, datagram->port);

  return lc_udp_port_send (state->sockets[datagram->ttl], to, packet, sizeof packet);
}

static void
send_what_is_due (RtpState *state)
{
  LcSurveyDatagram datagram;

  while (lc_port_survey_next_datagram (state->survey, g_get_monotonic_time (), &datagram))
    lc_port_survey_note_sent (state->survey, send_datagram (state, &datagram));
}

static guint8
ttl_of_socket (RtpState *state, LcUdpPort *socket)
{
  for (guint8 ttl = 0; ttl <= LC_PORT_SURVEY_MAX_TTL; ttl++)
    if (state->sockets[ttl] == socket)
      return ttl;
  return 0;
}

/* Whether an address is one of the host's ports. */
static gboolean
is_of_host (RtpState *state, GSocketAddress *address)
{
  return G_IS_INET_SOCKET_ADDRESS (address)
         && g_inet_address_equal (g_inet_socket_address_get_address (
                                      G_INET_SOCKET_ADDRESS (address)),
                                  state->host);
}

static void
failed_cb (LcUdpPort *socket, gpointer pointer, gint64 when, gpointer user_data)
{
  RtpState *state = user_data;
  LcRun *run = lc_run_get (state->task);
  const LcSocketError *error = pointer;
  LcSurveyError seen = { .offender = error->offender, .type = error->type, .code = error->code };

  if (error->offender == NULL || error->destination == NULL
      || !is_of_host (state, error->destination))
    return;
  seen.port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (error->destination));
  seen.ttl = ttl_of_socket (state, socket);
  if (lc_port_survey_take_error (state->survey, &seen, when))
    lc_probe_context_note_rejecter (run->context, error->offender);
}

static void
received_cb (LcUdpPort *socket,
             GSocketAddress *from,
             GBytes *datagram,
             gint64 when,
             gpointer user_data)
{
  RtpState *state = user_data;

  if (is_of_host (state, from))
    lc_port_survey_take_reply (state->survey,
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (from)),
                               ttl_of_socket (state, socket), when);
}

static guint
count_code (LcRun *run, LcCode code)
{
  guint count = 0;

  for (guint i = 0; i < run->attempt->samples->len; i++)
    if (((LcSample *) run->attempt->samples->pdata[i])->code == code)
      count++;
  return count;
}

/* The worst that was proved, unless nothing was. */
static LcCode
code_for_samples (LcRun *run)
{
  static const LcCode order[] = {
    LC_CODE_UDP_REJECTED,
    LC_CODE_UDP_STOPPED_AT_HOP,
    LC_CODE_UDP_REACHED_HOST,
    LC_CODE_UDP_LEFT_NETWORK,
  };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (count_code (run, order[i]) > 0)
      return order[i];
  return LC_CODE_UDP_SILENT;
}

static char *
describe_samples (LcRun *run)
{
  return g_strdup_printf (
      _ ("Of %u sampled ports %u reached the host, %u left the network, %u were rejected, %u stopped "
         "inside it, %u showed nothing."),
      run->attempt->samples->len, count_code (run, LC_CODE_UDP_REACHED_HOST),
      count_code (run, LC_CODE_UDP_LEFT_NETWORK), count_code (run, LC_CODE_UDP_REJECTED),
      count_code (run, LC_CODE_UDP_STOPPED_AT_HOP), count_code (run, LC_CODE_UDP_SILENT));
}

static LcStatus
status_for_samples (LcRun *run, LcCode code)
{
  guint good
      = count_code (run, LC_CODE_UDP_REACHED_HOST) + count_code (run, LC_CODE_UDP_LEFT_NETWORK);

  if ((code == LC_CODE_UDP_REJECTED || code == LC_CODE_UDP_STOPPED_AT_HOP) && good > 0)
    return LC_STATUS_DEGRADED;
  return lc_code_get_status (code);
}

/* Nothing could be sent, so no port showed anything. */
static void
finish_unsent (RtpState *state, int error)
{
  GTask *task = state->task;
  LcRun *run = lc_run_get (task);
  gboolean local = error == EPERM || error == EACCES;
  LcCode code = local ? LC_CODE_UDP_REJECTED : LC_CODE_TCP_NETWORK_UNREACHABLE;
  char *detail = local ? g_strdup (_ ("This computer’s own firewall refused to send."))
                       : g_strdup (_ ("This computer has no route to the host."));

  g_clear_pointer (&run->attempt->samples, g_ptr_array_unref);
  g_clear_pointer (&run->attempt->path, lc_path_free);
  run->attempt->local_drop = local;
  lc_run_end_step (task, code, detail);
}

static void
finish (RtpState *state)
{
  GTask *task = state->task;
  LcRun *run = lc_run_get (task);
  gboolean cancelled = g_cancellable_is_cancelled (run->caller);
  int error = lc_port_survey_get_send_error (state->survey);
  LcCode code;
  LcStatus status;

  lc_port_survey_end (state->survey, cancelled);
  run->attempt->samples = lc_port_survey_get_samples (state->survey);
  run->attempt->path = lc_port_survey_get_path (state->survey);
  run->attempt->latency_us = lc_port_survey_get_latency (state->survey);
  code = code_for_samples (run);
  if (code == LC_CODE_UDP_SILENT && error != 0) {
    finish_unsent (state, error);
    return;
  }
  status = status_for_samples (run, code);
  if (cancelled && status != LC_STATUS_PASS)
    code = LC_CODE_CANCELLED, status = LC_STATUS_CANCELLED;
  lc_run_end_step_full (task, status, code, lc_run_get_step_us (run), FALSE,
                        describe_samples (run));
}

static gboolean
tick_cb (gpointer user_data)
{
  RtpState *state = user_data;
  LcRun *run = lc_run_get (state->task);
  const char *rejecter = lc_probe_context_get_rejecter (run->context);
  gint64 now = g_get_monotonic_time ();

  if (g_cancellable_is_cancelled (run->cancellable)) {
    finish (state);
    return G_SOURCE_REMOVE;
  }
  if (now - run->step_started < HEAD_START_US)
    return G_SOURCE_CONTINUE;
  if (rejecter != NULL)
    lc_port_survey_set_rejecter (state->survey, rejecter);
  if (!lc_port_survey_advance (state->survey, now)) {
    finish (state);
    return G_SOURCE_REMOVE;
  }
  send_what_is_due (state);
  return G_SOURCE_CONTINUE;
}

static gboolean
open_sockets (RtpState *state, GSocketFamily family)
{
  for (guint8 ttl = 0; ttl <= LC_PORT_SURVEY_MAX_TTL; ttl++) {
    state->sockets[ttl] = lc_udp_port_new (family, ttl, NULL);
    if (state->sockets[ttl] == NULL)
      return FALSE;
    state->received_handlers[ttl]
        = g_signal_connect (state->sockets[ttl], "received", G_CALLBACK (received_cb), state);
    state->failed_handlers[ttl]
        = g_signal_connect (state->sockets[ttl], "failed", G_CALLBACK (failed_cb), state);
  }
  return TRUE;
}

/* This computer's address towards the host, where the kernel has a route. */
static void
note_local_address (RtpState *state, LcRun *run)
{
  g_autoptr (GSocketAddress) to = g_inet_socket_address_new (state->host, run->port);
  g_autofree char *local = lc_udp_port_get_local (state->sockets[0], to);
  g_autofree char *address = lc_endpoint_get_address (local);

  lc_own_network_add_local (lc_probe_context_get_own_network (run->context), address);
}

static RtpState *
rtp_state_new (GTask *task, LcRun *run)
{
  RtpState *state = g_new0 (RtpState, 1);

  state->task = task;
  state->host = g_inet_address_new_from_string (run->address);
  state->survey = lc_port_survey_new (run->address, lc_row_get_port (run->row),
                                      lc_row_get_port_last (run->row),
                                      lc_probe_context_get_pacer (run->context),
                                      lc_probe_context_get_own_network (run->context));
  state->tick = g_timeout_source_new (TICK_MS);
  g_source_set_static_name (state->tick, "lc-step-rtp");
  g_source_set_callback (state->tick, tick_cb, state, NULL);
  return state;
}

static void
start (GTask *task, LcRun *run)
{
  RtpState *state = rtp_state_new (task, run);

  lc_run_set_step_data (run, state, rtp_state_destroy);
  if (!open_sockets (state, g_inet_address_get_family (state->host))) {
    lc_run_end_step (task, LC_CODE_INTERNAL_ERROR, NULL);
    return;
  }
  note_local_address (state, run);
  g_source_attach (state->tick, g_main_context_get_thread_default ());
}

const LcStepKind lc_step_rtp = {
  .phase = LC_PHASE_UDP,
  .timeout_code = LC_CODE_UDP_SILENT,
  .deadline_ms = HARD_LIMIT_MS,
  .activity = N_ ("Trying audio ports towards %s"),
  .start = start,
};
