/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-run.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-address.h"
#include "net/lc-stun-message.h"
#include "probe/lc-icmp.h"

/* Binding requests, RFC 8489. Sixteen transactions 25 ms apart; as long as none
 * is answered they are sent again on the schedule of 6.2.1 (500 ms, doubling);
 * as soon as one is, silence on another is loss, which is then counted over
 * forty-eight, because one lost datagram is no finding. */

#define TICK_MS 5
#define SPACING_US (25 * G_TIME_SPAN_MILLISECOND)
#define FIRST_ROUND 16
#define SECOND_ROUND 48
#define INITIAL_RTO_US (500 * G_TIME_SPAN_MILLISECOND)
#define SETTLE_US (1000 * G_TIME_SPAN_MILLISECOND) /* after which an unanswered one is lost */
#define ENOUGH_BAD 3                               /* replies of one bad kind */
#define LOSS_MIN 3
#define LOSS_PERCENT 5

typedef struct
{
  guint8 id[LC_STUN_TRANSACTION_ID_LENGTH];
  gint64 first_sent;
  gint64 next_send; /* when it is due again */
  gint64 rto_us;
  guint sends;
  gint64 rtt_us; /* LC_US_NONE until it is answered */
} Transaction;

typedef struct
{
  GTask *task;        /* not owned: this is its step's data */
  LcUdpPort *port;    /* (owned) */
  GSocketAddress *to; /* (owned) */
  GSource *tick;      /* (owned) */
  gulong received_handler;
  gulong failed_handler;
  Transaction transactions[SECOND_ROUND];
  guint planned;
  guint begun;
  guint answered;
  guint settled; /* at the end: those that were answered, or had the time for it */
  guint retransmissions;
  guint bad_replies;
  guint error_replies;
  guint icmp_errors;
  guint error_code;
  int send_error;
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
  g_free (state->mapped);
  g_free (state->problem);
  g_free (state);
}

static int
compare_us (const void *a, const void *b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static guint
collect_round_trips (StunState *state, gint64 *output)
{
  guint count = 0;

  for (guint i = 0; i < state->begun; i++)
    if (state->transactions[i].rtt_us != LC_US_NONE)
      output[count++] = state->transactions[i].rtt_us;
  return count;
}

/* The median, because one pause of a busy machine is no jitter of the network. */
static gint64
median_difference (const gint64 *round_trips, guint count)
{
  gint64 differences[SECOND_ROUND];

  for (guint i = 1; i < count; i++)
    differences[i - 1] = ABS (round_trips[i] - round_trips[i - 1]);
  if (count < 2)
    return LC_US_NONE;
  qsort (differences, count - 1, sizeof *differences, compare_us);
  return differences[(count - 1) / 2];
}

/* What is still on its way when time is up is neither answered nor lost. */
static guint
count_settled (StunState *state, gint64 now)
{
  guint count = 0;

  if (state->answered == 0)
    return state->begun;
  for (guint i = 0; i < state->begun; i++)
    if (state->transactions[i].rtt_us != LC_US_NONE
        || now - state->transactions[i].first_sent >= SETTLE_US)
      count++;
  return count;
}

/* Writes what was seen into the attempt. Returns the median round trip. */
static gint64
record (LcRun *run, StunState *state)
{
  gint64 round_trips[SECOND_ROUND];
  guint count = collect_round_trips (state, round_trips);
  LcStun *stun = lc_stun_new ();

  stun->mapped = g_strdup (state->mapped);
  stun->local = lc_udp_port_get_local (state->port, state->to);
  stun->sent = state->settled;
  stun->answered = state->answered;
  stun->retransmissions = state->retransmissions;
  stun->error_code = state->error_code;
  stun->jitter_us = median_difference (round_trips, count);
  run->attempt->local = g_strdup (stun->local);
  run->attempt->stun = stun;
  if (count == 0)
    return LC_US_NONE;
  qsort (round_trips, count, sizeof *round_trips, compare_us);
  return round_trips[count / 2];
}

static gboolean
is_lossy (StunState *state)
{
  guint lost = state->settled - state->answered;

  return lost >= LOSS_MIN && lost * 100 >= state->settled * LOSS_PERCENT;
}

static LcCode
code_for_outcome (LcRun *run, StunState *state)
{
  if (state->answered > 0)
    return is_lossy (state) ? LC_CODE_STUN_LOSSY : LC_CODE_OK;
  if (state->error_replies > 0)
    return LC_CODE_STUN_ERROR;
  if (state->bad_replies > 0)
    return LC_CODE_STUN_BAD_REPLY;
  if (state->icmp_errors > 0)
    return lc_icmp_code_for_udp (run->attempt->icmp, run->address);
  if (state->send_error == ENETUNREACH)
    return LC_CODE_TCP_NETWORK_UNREACHABLE;
  if (state->send_error == EPERM || state->send_error == EACCES)
    return LC_CODE_UDP_REJECTED;
  return LC_CODE_UDP_SILENT;
}

static char *
describe_answers (StunState *state)
{
  if (state->answered == state->settled)
    return g_strdup_printf (
        _ ("This network’s address for it is %s; all %u requests were answered."), state->mapped,
        state->settled);
  return g_strdup_printf (
      _ ("This network’s address for it is %s; %u of %u requests were answered."), state->mapped,
      state->answered, state->settled);
}

static char *
describe_outcome (LcRun *run, StunState *state, LcCode code)
{
  switch (code) {
  case LC_CODE_OK:
  case LC_CODE_STUN_LOSSY:
    return describe_answers (state);
  case LC_CODE_STUN_ERROR:
    return g_strdup_printf (_ ("The server answered with the STUN error %u."), state->error_code);
  case LC_CODE_STUN_BAD_REPLY:
    return g_strdup_printf (_ ("Something answered, but not as a STUN server: %s"),
                            state->problem != NULL ? state->problem : "?");
  case LC_CODE_UDP_SILENT:
    return g_strdup_printf (_ ("None of %u requests was answered."), state->begun);
  default:
    if (run->attempt->icmp != NULL)
      return lc_icmp_describe_sender (run->attempt->icmp);
    if (run->attempt->local_drop)
      return g_strdup (_ ("This computer’s own firewall refused to send."));
    return NULL;
  }
}

/* The step's only exit. */
static void
finish (StunState *state)
{
  GTask *task = state->task;
  LcRun *run = lc_run_get (task);
  gint64 median;
  LcCode code;
  char *detail;

  state->settled = count_settled (state, g_get_monotonic_time ());
  median = record (run, state);
  run->attempt->local_drop = state->answered == 0 && state->send_error == EPERM;
  code = code_for_outcome (run, state);
  if (code == LC_CODE_UDP_SILENT && g_cancellable_is_cancelled (run->caller))
    code = LC_CODE_CANCELLED;
  detail = describe_outcome (run, state, code);
  run->attempt->latency_us = median;
  lc_run_end_step_full (task,
                        code == LC_CODE_UDP_SILENT ? LC_STATUS_FAIL : lc_code_get_status (code),
                        code, median != LC_US_NONE ? median : lc_run_get_step_us (run), FALSE,
                        detail);
}

static gboolean
send_transaction (StunState *state, Transaction *transaction)
{
  g_autoptr (GBytes) request = lc_stun_request_new (transaction->id);
  gsize size;
  const void *data = g_bytes_get_data (request, &size);
  gint64 now = g_get_monotonic_time ();
  int error = lc_udp_port_send (state->port, state->to, data, size);

  if (transaction->sends == 0)
    transaction->first_sent = now;
  transaction->sends++;
  transaction->next_send = now + transaction->rto_us;
  transaction->rto_us *= 2;
  if (error != 0)
    state->send_error = error;
  return error == 0;
}

static void
begin_transaction (StunState *state)
{
  Transaction *transaction = &state->transactions[state->begun++];

  for (gsize i = 0; i < sizeof transaction->id; i += sizeof (guint32)) {
    guint32 random = g_random_int ();

    memcpy (transaction->id + i, &random, sizeof random);
  }
  transaction->rtt_us = LC_US_NONE;
  transaction->rto_us = INITIAL_RTO_US;
  send_transaction (state, transaction);
}

static void
send_what_is_due (StunState *state, gint64 now)
{
  gint64 last = state->begun > 0 ? state->transactions[state->begun - 1].first_sent : 0;

  if (state->begun < state->planned && now - last >= SPACING_US) {
    begin_transaction (state);
    return;
  }
  if (state->answered > 0)
    return;
  for (guint i = 0; i < state->begun; i++) {
    if (state->transactions[i].next_send > now)
      continue;
    if (send_transaction (state, &state->transactions[i]))
      state->retransmissions++;
  }
}

static gboolean
is_settled (StunState *state, gint64 now)
{
  gint64 last;

  if (state->begun < state->planned)
    return FALSE;
  if (state->answered == state->begun)
    return TRUE;
  last = state->transactions[state->begun - 1].first_sent;
  return state->answered > 0 && now - last >= SETTLE_US;
}

static gboolean
is_over (LcRun *run, StunState *state, gint64 now)
{
  if (g_cancellable_is_cancelled (run->cancellable))
    return TRUE;
  if (is_settled (state, now)) {
    if (state->answered == state->begun || state->planned == SECOND_ROUND)
      return TRUE;
    state->planned = SECOND_ROUND;
    return FALSE;
  }
  if (state->answered > 0 || now - run->step_started < SETTLE_US)
    return FALSE;
  return state->error_replies >= ENOUGH_BAD || state->bad_replies >= ENOUGH_BAD
         || state->icmp_errors > 0 || state->send_error == EPERM
         || state->send_error == ENETUNREACH;
}

static gboolean
tick_cb (gpointer user_data)
{
  StunState *state = user_data;
  LcRun *run = lc_run_get (state->task);
  gint64 now = g_get_monotonic_time ();

  if (is_over (run, state, now)) {
    finish (state);
    return G_SOURCE_REMOVE;
  }
  send_what_is_due (state, now);
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

static Transaction *
find_transaction (StunState *state, const guint8 *data, gsize size)
{
  for (guint i = 0; size >= 20 && i < state->begun; i++)
    if (memcmp (state->transactions[i].id, data + 8, LC_STUN_TRANSACTION_ID_LENGTH) == 0)
      return &state->transactions[i];
  return NULL;
}

/* Who has that address is this network's own. */
static void
note_mapped (StunState *state, const char *mapped)
{
  LcRun *run = lc_run_get (state->task);
  g_autofree char *address = lc_endpoint_get_address (mapped);

  state->mapped = g_strdup (mapped);
  lc_own_network_add (lc_probe_context_get_own_network (run->context), address);
}

static void
note_success (StunState *state, Transaction *transaction, LcStunReply *reply, gint64 when)
{
  if (transaction->rtt_us != LC_US_NONE)
    return;
  /* Which of several sendings was answered cannot be known (Karn's algorithm):
   * then the last one's age is the lowest that the round trip can be. */
  transaction->rtt_us = transaction->sends > 1
                            ? when - (transaction->next_send - transaction->rto_us / 2)
                            : when - transaction->first_sent;
  state->answered++;
  if (state->mapped == NULL)
    note_mapped (state, reply->mapped);
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
  Transaction *transaction = find_transaction (state, data, size);
  g_autoptr (LcStunReply) reply = NULL;

  if (!is_same_peer (from, state->to))
    return;
  reply = lc_stun_reply_parse (data, size,
                               transaction != NULL ? transaction->id : state->transactions[0].id);
  if (transaction != NULL && reply->kind == LC_STUN_SUCCESS) {
    note_success (state, transaction, reply, when);
  } else if (transaction != NULL && reply->kind == LC_STUN_ERROR_RESPONSE) {
    state->error_replies++;
    state->error_code = reply->error_code;
  } else {
    state->bad_replies++;
    if (state->problem == NULL)
      state->problem = describe_problem (reply);
  }
}

static void
failed_cb (LcUdpPort *port, gpointer pointer, gint64 when, gpointer user_data)
{
  StunState *state = user_data;
  LcSocketError *error = pointer;
  LcRun *run = lc_run_get (state->task);

  if (error->destination == NULL || !is_same_peer (error->destination, state->to))
    return;
  state->icmp_errors++;
  if (run->attempt->icmp == NULL)
    run->attempt->icmp = lc_icmp_new (error->offender, error->type, error->code,
                                      when - state->transactions[0].first_sent);
  if (lc_icmp_code_for_udp (run->attempt->icmp, run->address) == LC_CODE_UDP_REJECTED)
    lc_probe_context_note_rejecter (run->context, error->offender);
}

static StunState *
stun_state_new (GTask *task, LcRun *run, LcUdpPort *port)
{
  StunState *state = g_new0 (StunState, 1);

  state->task = task;
  state->port = g_object_ref (port);
  state->to = lc_run_get_socket_address (run);
  state->planned = FIRST_ROUND;
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
      = strchr (run->address, ':') != NULL ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;
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
  .activity = N_ ("Asking %s which address this network has"),
  .start = start,
};
