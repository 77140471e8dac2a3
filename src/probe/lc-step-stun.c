/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-address.h"
#include "base/lc-endpoint.h"
#include "net/lc-stun-message.h"
#include "probe/lc-icmp.h"
#include "probe/lc-run.h"
#include "probe/lc-stun-train.h"

/* Binding requests, RFC 8489: the socket, the clock and the messages of a train
 * (lc-stun-train.h), which knows the rest. */

#define TICK_MS 5
/* The train ends by itself: a lossy one with a slow train behind it after some 14 s, a
 * silent one when the patience is over. */
#define HARD_LIMIT_MS 80000

typedef struct
{
  GTask *task;              /* not owned: this is its step's data */
  LcUdpPort *port;          /* (owned) */
  GSocketAddress *to;       /* (owned) */
  GSource *tick;            /* (owned) */
  LcStunRequests *requests; /* (owned) */
  gulong received_handler;
  gulong failed_handler;
  guint8 ids[LC_STUN_ALL][LC_STUN_TRANSACTION_ID_LENGTH];
  gint64 first_sent;
  gboolean suspect; /* has been silent for a while */
  guint error_code;
  char *mapped;  /* (owned) (nullable) */
  char *problem; /* (owned) (nullable) */
} StunState;

static void
stun_state_destroy (gpointer data)
{
  StunState *state = data;

  g_signal_handler_disconnect (state->port, state->received_handler);
  g_signal_handler_disconnect (state->port, state->failed_handler);
  g_source_destroy (state->tick);
  g_source_unref (state->tick);
  g_object_unref (state->port);
  g_object_unref (state->to);
  lc_stun_requests_free (state->requests);
  g_free (state->mapped);
  g_free (state->problem);
  g_free (state);
}

static LcCode
code_for_answers (StunState *state, gint64 now)
{
  switch (lc_stun_requests_judge (state->requests, now)) {
  case LC_LOSS_LIMIT:
    return LC_CODE_STUN_RATE_LIMITED;
  case LC_LOSS_PROVEN:
  case LC_LOSS_LIKELY:
    return LC_CODE_STUN_LOSSY;
  case LC_LOSS_NONE:
  default:
    return LC_CODE_OK;
  }
}

static LcCode
code_for_outcome (LcRun *run, StunState *state, gint64 now)
{
  LcStunRequests *requests = state->requests;
  int error = lc_stun_requests_get_send_error (requests);

  if (lc_stun_requests_count (requests, LC_STUN_ANSWER_SUCCESS) > 0)
    return code_for_answers (state, now);
  if (lc_stun_requests_count (requests, LC_STUN_ANSWER_ERROR) > 0)
    return LC_CODE_STUN_ERROR;
  if (lc_stun_requests_count (requests, LC_STUN_ANSWER_BAD) > 0)
    return LC_CODE_STUN_BAD_REPLY;
  if (lc_stun_requests_count (requests, LC_STUN_ANSWER_ICMP) > 0)
    return lc_icmp_code_for_udp (run->attempt->icmp, run->address);
  if (error == ENETUNREACH)
    return LC_CODE_TCP_NETWORK_UNREACHABLE;
  if (error == EPERM || error == EACCES)
    return LC_CODE_UDP_REJECTED;
  return LC_CODE_UDP_SILENT;
}

static char *
describe_answers (const LcStun *stun)
{
  if (stun->answered == stun->sent)
    return g_strdup_printf (
        _ ("This network’s address for it is %s; all %u requests were answered."), stun->mapped,
        stun->sent);
  return g_strdup_printf (
      _ ("This network’s address for it is %s; %u of %u requests were answered."), stun->mapped,
      stun->answered, stun->sent);
}

static char *
describe_outcome (LcRun *run, StunState *state, LcCode code)
{
  switch (code) {
  case LC_CODE_OK:
  case LC_CODE_STUN_LOSSY:
  case LC_CODE_STUN_RATE_LIMITED:
    return describe_answers (run->attempt->stun);
  case LC_CODE_STUN_ERROR:
    return g_strdup_printf (_ ("The server answered with the STUN error %u."), state->error_code);
  case LC_CODE_STUN_BAD_REPLY:
    return g_strdup_printf (_ ("Something answered, but not as a STUN server: %s"),
                            state->problem != NULL ? state->problem : "?");
  case LC_CODE_UDP_SILENT:
    return g_strdup_printf (_ ("None of %u requests was answered."),
                            lc_stun_requests_get_begun (state->requests));
  default:
    if (run->attempt->icmp != NULL)
      return lc_icmp_describe_sender (run->attempt->icmp);
    if (run->attempt->local_drop)
      return g_strdup (_ ("This computer’s own firewall refused to send."));
    return NULL;
  }
}

/* Writes what was seen into the attempt. Returns the median round trip. */
static gint64
record (LcRun *run, StunState *state, gint64 now)
{
  LcStun *stun = lc_stun_new ();
  gint64 median = lc_stun_requests_fill (state->requests, now, stun);

  stun->mapped = g_strdup (state->mapped);
  stun->local = lc_udp_port_get_local (state->port, state->to);
  stun->error_code = state->error_code;
  run->attempt->local = g_strdup (stun->local);
  run->attempt->stun = stun;
  run->attempt->latency_us = median;
  run->attempt->local_drop
      = stun->answered == 0 && lc_stun_requests_get_send_error (state->requests) == EPERM;
  return median;
}

/* The step's only exit. */
static void
finish (StunState *state)
{
  GTask *task = state->task;
  LcRun *run = lc_run_get (task);
  gint64 now = g_get_monotonic_time ();
  gint64 median = record (run, state, now);
  LcCode code = code_for_outcome (run, state, now);

  if (code == LC_CODE_UDP_SILENT && g_cancellable_is_cancelled (run->caller))
    code = LC_CODE_CANCELLED;
  lc_run_end_step_full (task,
                        code == LC_CODE_UDP_SILENT ? LC_STATUS_FAIL : lc_code_get_status (code),
                        code, median != LC_US_NONE ? median : lc_run_get_step_us (run), FALSE,
                        describe_outcome (run, state, code));
}

/* A request keeps its transaction when it is sent again. */
static void
send_request (StunState *state, guint number)
{
  g_autoptr (GBytes) request = lc_stun_request_new (state->ids[number]);
  gsize size;
  const void *data = g_bytes_get_data (request, &size);

  lc_stun_requests_note_sent (state->requests,
                              lc_udp_port_send (state->port, state->to, data, size));
}

static void
watch_for_silence (LcRun *run, StunState *state, gint64 now)
{
  if (state->suspect || state->mapped != NULL || state->problem != NULL || state->error_code != 0
      || now - run->step_started < LC_RUN_UNANSWERED_MS * G_TIME_SPAN_MILLISECOND)
    return;
  state->suspect = TRUE;
  lc_run_note_unanswered (run);
}

static gboolean
tick_cb (gpointer user_data)
{
  StunState *state = user_data;
  LcRun *run = lc_run_get (state->task);
  gint64 now = g_get_monotonic_time ();
  guint number;

  if (g_cancellable_is_cancelled (run->cancellable)
      || !lc_stun_requests_advance (state->requests, now)) {
    finish (state);
    return G_SOURCE_REMOVE;
  }
  watch_for_silence (run, state, now);
  if (state->first_sent == 0)
    state->first_sent = now;
  while (lc_stun_requests_next (state->requests, g_get_monotonic_time (), &number))
    send_request (state, number);
  return G_SOURCE_CONTINUE;
}

static gboolean
is_same_peer (GSocketAddress *a, GSocketAddress *b)
{
  GInetSocketAddress *left = G_INET_SOCKET_ADDRESS (a);
  GInetSocketAddress *right = G_INET_SOCKET_ADDRESS (b);

  return g_inet_socket_address_get_port (left) == g_inet_socket_address_get_port (right)
         && g_inet_address_equal (g_inet_socket_address_get_address (left),
                                  g_inet_socket_address_get_address (right));
}

/* The request that an answer is to, or -1. */
static int
find_number (StunState *state, const guint8 *data, gsize size)
{
  for (guint i = 0; size >= 20 && i < lc_stun_requests_get_begun (state->requests); i++)
    if (memcmp (state->ids[i], data + 8, LC_STUN_TRANSACTION_ID_LENGTH) == 0)
      return i;
  return -1;
}

/* Who has that address is this network's own. */
static void
note_mapped (StunState *state, const char *mapped)
{
  LcRun *run = lc_run_get (state->task);
  g_autofree char *address = lc_endpoint_get_address (mapped);

  if (state->mapped != NULL)
    return;
  state->mapped = g_strdup (mapped);
  lc_own_network_add_mapped (lc_probe_context_get_own_network (run->context), address);
}

static char *
describe_problem (LcStunReply *reply)
{
  if (reply->kind == LC_STUN_OTHER_TRANSACTION)
    return g_strdup (_ ("it answers a request that was not sent."));
  if (reply->kind == LC_STUN_NO_ADDRESS)
    return g_strdup (_ ("its answer names no address."));
  return g_strdup (reply->problem);
}

static LcStunAnswer
take_reply (StunState *state, int number, LcStunReply *reply)
{
  if (number >= 0 && reply->kind == LC_STUN_SUCCESS) {
    note_mapped (state, reply->mapped);
    return LC_STUN_ANSWER_SUCCESS;
  }
  if (number >= 0 && reply->kind == LC_STUN_ERROR_RESPONSE) {
    state->error_code = reply->error_code;
    return LC_STUN_ANSWER_ERROR;
  }
  if (state->problem == NULL)
    state->problem = describe_problem (reply);
  return LC_STUN_ANSWER_BAD;
}

static void
received_cb (LcUdpPort *port,
             GSocketAddress *from,
             GBytes *datagram,
             gint64 when,
             gpointer user_data)
{
  StunState *state = user_data;
  gsize size;
  const guint8 *data = g_bytes_get_data (datagram, &size);
  int number = find_number (state, data, size);
  g_autoptr (LcStunReply) reply = NULL;
  LcStunAnswer answer;

  if (!is_same_peer (from, state->to))
    return;
  reply = lc_stun_reply_parse (data, size, state->ids[MAX (number, 0)]);
  answer = take_reply (state, number, reply);
  lc_stun_requests_take (state->requests, answer, MAX (number, 0), when);
}

static void
failed_cb (LcUdpPort *port, gpointer pointer, gint64 when, gpointer user_data)
{
  StunState *state = user_data;
  LcSocketError *error = pointer;
  LcRun *run = lc_run_get (state->task);

  if (error->destination == NULL || !is_same_peer (error->destination, state->to))
    return;
  lc_stun_requests_take (state->requests, LC_STUN_ANSWER_ICMP, 0, when);
  if (run->attempt->icmp == NULL)
    run->attempt->icmp
        = lc_icmp_new (error->offender, error->type, error->code, when - state->first_sent);
  if (lc_icmp_code_for_udp (run->attempt->icmp, run->address) == LC_CODE_UDP_REJECTED)
    lc_probe_context_note_rejecter (run->context, error->offender);
}

static void
choose_ids (StunState *state)
{
  guint8 *ids = state->ids[0];

  for (gsize i = 0; i < sizeof state->ids; i += sizeof (guint32)) {
    guint32 random = g_random_int ();

    memcpy (ids + i, &random, sizeof random);
  }
}

static StunState *
stun_state_new (GTask *task, LcRun *run, LcUdpPort *port)
{
  StunState *state = g_new0 (StunState, 1);
  guint patience_ms = lc_probe_context_get_timeout_ms (run->context);

  state->task = task;
  state->port = g_object_ref (port);
  state->to = lc_run_get_socket_address (run);
  state->requests = lc_stun_requests_new (patience_ms * G_TIME_SPAN_MILLISECOND);
  choose_ids (state);
  state->received_handler = g_signal_connect (port, "received", G_CALLBACK (received_cb), state);
  state->failed_handler = g_signal_connect (port, "failed", G_CALLBACK (failed_cb), state);
  state->tick = g_timeout_source_new (TICK_MS);
  g_source_set_static_name (state->tick, "lc-step-stun");
  g_source_set_callback (state->tick, tick_cb, state, NULL);
  g_source_attach (state->tick, g_main_context_get_thread_default ());
  return state;
}

static void
start (GTask *task, LcRun *run)
{
  GSocketFamily family
      = lc_address_is_ipv6 (run->address) ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;
  LcUdpPort *port = lc_probe_context_get_stun_port (run->context, family);

  if (port == NULL) {
    lc_run_end_step (task, LC_CODE_INTERNAL_ERROR, NULL);
    return;
  }
  lc_run_set_step_data (run, stun_state_new (task, run, port), stun_state_destroy);
}

const LcStepKind lc_step_stun = {
  .phase = LC_PHASE_UDP,
  .timeout_code = LC_CODE_UDP_SILENT,
  .deadline_ms = HARD_LIMIT_MS,
  .activity = N_ ("Asking %s which address this network has"),
  .start = start,
};
