/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-run.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "net/lc-resolver.h"
#include "probe/lc-icmp.h"

/* Which UDP ports leave this network towards a host that need not answer any.
 *
 * First the path is found: datagrams with TTL 1 to 10 to one port, and with a
 * full TTL to a few. Who answers from beyond the edge (a public router with
 * "time exceeded", the host with "port unreachable" or a reply) is a responder.
 *
 * Then each sampled port is sent to responders in turn: a public router's answer
 * shows that the port's datagram left the network, the host's that it arrived.
 *
 * A port that stays silent is only a suspect, because responders limit their
 * answers. So all suspects are sent to the nearest router beyond the edge and
 * right behind them, in the same moment, a port that is known to pass: if that one
 * is answered, the router had an answer to give, and a suspect that had come
 * before it would have taken it. A suspect that is silent in three such
 * comparisons is stopped; the block is at or after the farthest hop inside that
 * then answers for it. The host is no judge of suspects: a port on which it waits
 * for calls is silent, too. */

#define TICK_MS 10
#define MAX_TTL 10
#define MAX_PORTS 48
#define SPREAD 64 /* parts of the range, one port of each */
#define MIN_PORTS 12
#define REJECTED_PORTS 6 /* where all that answers is who rejects, about once a second */
#define PORTS_PER_RESPONDER 5
#define FIRST_PORTS 4 /* sent with a full TTL in each round of finding the path */
#define COMPARISONS 3 /* that a suspect must fail */
#define MAX_COMPARISONS 9
#define ROUNDS 5
#define EDGE_CHECKS 5 /* silent ports shown to the hops inside */
/* STUN rows go first: where a firewall rejects UDP, both want the few answers
 * that it gives a second, and STUN needs only one. */
#define HEAD_START_US (300 * G_TIME_SPAN_MILLISECOND)
#define ROUND_US (900 * G_TIME_SPAN_MILLISECOND)
#define MIN_WAIT_US (250 * G_TIME_SPAN_MILLISECOND)
#define SOFT_LIMIT_US (14 * G_TIME_SPAN_SECOND)
#define HARD_LIMIT_MS 19500

typedef enum
{
  FINDING_PATH,
  SAMPLING,
  COMPARING,
  ASKING_INSIDE,
} RtpPhase;

typedef struct
{
  LcSample *sample; /* (owned) until it goes into the attempt */
  gboolean settled;
  guint8 shown_ttl;  /* the hop inside that it was shown to last, 0: none */
  guint8 inside_ttl; /* the farthest hop inside that answered for it, 0: none */
  guint failed_comparisons;
  gboolean tried;
  gint64 sent[MAX_TTL + 1]; /* the last datagram of each TTL */
  gint64 wait_until;
} RtpPort;

typedef struct
{
  guint8 ttl; /* 0: the host, with a full TTL */
  char *address;
  guint answers;
} Responder;

typedef struct
{
  GTask *task;                     /* not owned */
  LcUdpPort *sockets[MAX_TTL + 1]; /* (owned) by TTL; 0: full */
  gulong received_handlers[MAX_TTL + 1];
  gulong failed_handlers[MAX_TTL + 1];
  GInetAddress *host; /* (owned) */
  GSource *tick;      /* (owned) */
  RtpPhase phase;
  RtpPort ports[MAX_PORTS];
  guint n_known;           /* ports that are there to be sampled: a range may have few */
  guint n_ports;           /* of them, those that are */
  char *hops[MAX_TTL + 1]; /* (owned) who answered at which TTL */
  gint64 hop_us[MAX_TTL + 1];
  char *rejecter;  /* (owned) (nullable) who answered that a port is not allowed */
  guint8 host_ttl; /* smallest TTL at which the host answered, 0: unknown */
  Responder responders[MAX_TTL + 1];
  guint n_responders;
  guint next_responder;
  guint round;
  guint8 next_ttl;    /* of this round */
  RtpPort *path_port; /* whose datagrams look for the path */
  gboolean path_looked_for_again;
  gint64 round_begun;
  gint64 slowest_us; /* answer so far */
  gint64 host_round_trips[MAX_PORTS];
  guint n_host_round_trips;
  guint edge_checks;
  guint comparisons;
  RtpPort *compared; /* (nullable) the passing port of the comparison under way */
  guint8 compared_ttl;
  gboolean compared_answered;
  gint64 compared_sent;
  gint64 booked; /* a moment at which the rejecter may be asked, 0: none */
  int send_error;
  gboolean any_sent;
} RtpState;

/* Order in which ports are taken, so that any number of first ones is spread
 * over the whole range: the bits of the index reversed. */
static guint16
spread_port (guint16 first, guint16 last, guint index)
{
  guint reversed = 0;

  if (index == 0)
    return first;
  if (index == 1)
    return last;
  for (guint bit = 0; bit < 6; bit++)
    if ((index - 1) & (1u << bit))
      reversed |= 32u >> bit;
  return first + (guint) ((guint64) (last - first) * reversed / SPREAD);
}

static void
rtp_state_destroy (gpointer data)
{
  RtpState *state = data;

  for (guint ttl = 0; ttl <= MAX_TTL; ttl++) {
    if (state->sockets[ttl] != NULL) {
      g_signal_handler_disconnect (state->sockets[ttl], state->received_handlers[ttl]);
      g_signal_handler_disconnect (state->sockets[ttl], state->failed_handlers[ttl]);
      lc_udp_port_close (state->sockets[ttl]);
    }
    g_clear_object (&state->sockets[ttl]);
    g_free (state->hops[ttl]);
    g_free (state->responders[ttl].address);
  }
  for (guint i = 0; i < state->n_known; i++)
    g_clear_pointer (&state->ports[i].sample, lc_sample_free);
  g_source_destroy (state->tick);
  g_source_unref (state->tick);
  g_object_unref (state->host);
  g_free (state->rejecter);
  g_free (state);
}

static gboolean
is_ipv6 (LcRun *run)
{
  return strchr (run->address, ':') != NULL;
}

/* A minimal RTP packet, RFC 3550 5.1: version 2, comfort noise, no payload that
 * anybody could hear. */
static int
send_datagram (RtpState *state, RtpPort *port, guint8 ttl)
{
  static const guint8 packet[] = { 0x80, 13, 0, 1, 0, 0, 0, 0, 'l', 'c', 'h', 'k', 0 };
  g_autoptr (GSocketAddress) to = g_inet_socket_address_new (state->host, port->sample->port);
  int error = EINVAL;

  port->sent[ttl] = g_get_monotonic_time ();
  if (state->sockets[ttl] != NULL)
    error = lc_udp_port_send (state->sockets[ttl], to, packet, sizeof packet);
  if (error != 0)
    state->send_error = error;
  else
    state->any_sent = TRUE;
  return error;
}

static RtpPort *
find_port (RtpState *state, guint16 number)
{
  for (guint i = 0; i < state->n_known; i++)
    if (state->ports[i].sample->port == number)
      return &state->ports[i];
  return NULL;
}

static void
settle (RtpPort *port, LcCode code, const char *address, guint8 ttl, int type, int icmp_code)
{
  if (port->settled)
    return;
  port->settled = TRUE;
  port->sample->code = code;
  port->sample->status = lc_code_get_status (code);
  port->sample->address = g_strdup (address);
  port->sample->ttl = ttl;
  port->sample->type = type;
  port->sample->icmp_code = icmp_code;
}

static void
count_responder (RtpState *state, guint8 ttl)
{
  for (guint i = 0; i < state->n_responders; i++)
    if (state->responders[i].ttl == ttl)
      state->responders[i].answers++;
}

static void
note_time_exceeded (RtpState *state, RtpPort *port, guint8 ttl, LcSocketError *error, gint64 us)
{
  if (state->hops[ttl] == NULL) {
    state->hops[ttl] = g_strdup (error->offender);
    state->hop_us[ttl] = us;
  }
  if (lc_address_is_private (error->offender)) {
    port->inside_ttl = MAX (port->inside_ttl, ttl);
    return;
  }
  count_responder (state, ttl);
  settle (port, LC_CODE_UDP_LEFT_NETWORK, error->offender, ttl, error->type, error->code);
}

static void
note_host_answer (RtpState *state, RtpPort *port, guint8 ttl, gint64 us, int type, int icmp_code)
{
  g_autofree char *address = g_inet_address_to_string (state->host);

  if (ttl != 0 && (state->host_ttl == 0 || ttl < state->host_ttl)) {
    state->host_ttl = ttl;
    state->hop_us[ttl] = us;
  }
  if (state->n_host_round_trips < MAX_PORTS)
    state->host_round_trips[state->n_host_round_trips++] = us;
  count_responder (state, 0);
  settle (port, LC_CODE_UDP_REACHED_HOST, address, ttl, type, icmp_code);
}

static void
note_rejection (RtpState *state, RtpPort *port, guint8 ttl, LcSocketError *error)
{
  LcRun *run = lc_run_get (state->task);

  lc_probe_context_note_rejecter (run->context, error->offender);
  if (state->rejecter == NULL)
    state->rejecter = g_strdup (error->offender);
  settle (port, LC_CODE_UDP_REJECTED, error->offender, ttl, error->type, error->code);
}

static void
take_failure (RtpState *state, guint8 ttl, LcSocketError *error, gint64 when)
{
  LcRun *run = lc_run_get (state->task);
  GInetSocketAddress *to = G_INET_SOCKET_ADDRESS (error->destination);
  RtpPort *port = find_port (state, g_inet_socket_address_get_port (to));
  gint64 us;

  if (port == NULL || !g_inet_address_equal (g_inet_socket_address_get_address (to), state->host))
    return;
  if (port == state->compared && ttl == state->compared_ttl)
    state->compared_answered = TRUE;
  us = when - port->sent[ttl];
  state->slowest_us = MAX (state->slowest_us, us);
  if (lc_icmp_type_is_time_exceeded (is_ipv6 (run), error->type))
    note_time_exceeded (state, port, ttl, error, us);
  else if (g_strcmp0 (error->offender, run->address) == 0
           && lc_icmp_is_port_unreachable (is_ipv6 (run), error->type, error->code))
    note_host_answer (state, port, ttl, us, error->type, error->code);
  else
    note_rejection (state, port, ttl, error);
}

static guint8
ttl_of_socket (RtpState *state, LcUdpPort *socket)
{
  for (guint8 ttl = 0; ttl <= MAX_TTL; ttl++)
    if (state->sockets[ttl] == socket)
      return ttl;
  return 0;
}

static void
failed_cb (LcUdpPort *socket, gpointer pointer, gint64 when, gpointer user_data)
{
  LcSocketError *error = pointer;

  if (error->offender != NULL && G_IS_INET_SOCKET_ADDRESS (error->destination))
    take_failure (user_data, ttl_of_socket (user_data, socket), error, when);
}

static void
received_cb (LcUdpPort *socket,
             GSocketAddress *from,
             GBytes *datagram,
             gint64 when,
             gpointer user_data)
{
  RtpState *state = user_data;
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (from);
  RtpPort *port = find_port (state, g_inet_socket_address_get_port (inet));
  guint8 ttl;

  if (port == NULL || !g_inet_address_equal (g_inet_socket_address_get_address (inet), state->host))
    return;
  ttl = ttl_of_socket (state, socket);
  note_host_answer (state, port, ttl, when - port->sent[ttl], -1, -1);
}

/* The last hop before the first public one, or 0. */
static guint8
edge_ttl (RtpState *state)
{
  guint8 edge = 0;

  for (guint8 ttl = 1; ttl <= MAX_TTL; ttl++) {
    if (state->hops[ttl] == NULL)
      continue;
    if (!lc_address_is_private (state->hops[ttl]))
      break;
    edge = ttl;
  }
  return edge;
}

/* What was seen, in the attempt */

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  const LcSample *left = *(LcSample *const *) a;
  const LcSample *right = *(LcSample *const *) b;

  return (int) left->port - (int) right->port;
}

static int
compare_us (const void *a, const void *b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static void
sample_destroy (gpointer data)
{
  lc_sample_free (data);
}

static void
record_samples (LcRun *run, RtpState *state)
{
  run->attempt->samples = g_ptr_array_new_with_free_func (sample_destroy);
  for (guint i = 0; i < state->n_ports; i++)
    g_ptr_array_add (run->attempt->samples, g_steal_pointer (&state->ports[i].sample));
  g_ptr_array_sort (run->attempt->samples, compare_samples);
}

static void
record_path (LcRun *run, RtpState *state)
{
  LcPath *path = lc_path_new (LC_TRANSPORT_UDP, state->ports[0].sample->port);
  guint8 last = 0;

  for (guint8 ttl = 1; ttl <= MAX_TTL; ttl++)
    if (state->hops[ttl] != NULL || ttl == state->host_ttl)
      last = ttl;
  for (guint8 ttl = 1; ttl <= last; ttl++) {
    const char *address = ttl == state->host_ttl ? run->address : state->hops[ttl];

    g_ptr_array_add (path->hops,
                     lc_hop_new (ttl, address, address != NULL ? state->hop_us[ttl] : LC_US_NONE));
    if (state->hops[ttl] != NULL) {
      g_free (path->stopped_at);
      path->stopped_at = g_strdup (state->hops[ttl]);
    }
  }
  path->reached = state->n_host_round_trips > 0;
  if (path->reached)
    g_clear_pointer (&path->stopped_at, g_free);
  run->attempt->path = path;
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
  static const LcCode order[] = { LC_CODE_UDP_REJECTED, LC_CODE_UDP_STOPPED_AT_HOP };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (count_code (run, order[i]) > 0)
      return order[i];
  if (count_code (run, LC_CODE_UDP_REACHED_HOST) > 0)
    return LC_CODE_UDP_REACHED_HOST;
  if (count_code (run, LC_CODE_UDP_LEFT_NETWORK) > 0)
    return LC_CODE_UDP_LEFT_NETWORK;
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

static gboolean
is_stopped (const RtpPort *port)
{
  return !port->settled && port->failed_comparisons >= COMPARISONS;
}

/* The block's place is known from the ports that were shown to hops inside; what
 * failed the same comparisons ended at the same place. */
static void
settle_silent_ports (RtpState *state, gboolean cancelled)
{
  guint8 farthest = 0;

  for (guint i = 0; i < state->n_ports; i++)
    if (is_stopped (&state->ports[i]) && state->ports[i].shown_ttl != 0)
      farthest = MAX (farthest, state->ports[i].inside_ttl);
  for (guint i = 0; i < state->n_ports; i++) {
    RtpPort *port = &state->ports[i];
    guint8 ttl = port->shown_ttl != 0 ? port->inside_ttl : farthest;

    if (port->settled)
      continue;
    if (is_stopped (port))
      settle (port, LC_CODE_UDP_STOPPED_AT_HOP, state->hops[ttl], ttl, -1, -1);
    else
      settle (port, cancelled ? LC_CODE_CANCELLED : LC_CODE_UDP_SILENT, NULL, 0, -1, -1);
  }
}

/* Nothing could be sent, so no port showed anything. */
static void
finish_unsent (RtpState *state)
{
  GTask *task = state->task;
  LcRun *run = lc_run_get (task);
  gboolean local = state->send_error == EPERM || state->send_error == EACCES;
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
  LcCode code;
  LcStatus status;

  settle_silent_ports (state, cancelled);
  record_path (run, state);
  record_samples (run, state);
  if (state->n_host_round_trips > 0) {
    qsort (state->host_round_trips, state->n_host_round_trips, sizeof (gint64), compare_us);
    run->attempt->latency_us = state->host_round_trips[state->n_host_round_trips / 2];
  }
  code = code_for_samples (run);
  if (code == LC_CODE_UDP_SILENT && state->send_error != 0 && !state->any_sent) {
    finish_unsent (state);
    return;
  }
  status = status_for_samples (run, code);
  if (cancelled && status != LC_STATUS_PASS)
    code = LC_CODE_CANCELLED, status = LC_STATUS_CANCELLED;
  lc_run_end_step_full (task, status, code, lc_run_get_step_us (run), FALSE,
                        describe_samples (run));
}

static RtpPort *
find_passing_port (RtpState *state)
{
  for (guint i = 0; i < state->n_known; i++)
    if (state->ports[i].settled && state->ports[i].sample->status == LC_STATUS_PASS)
      return &state->ports[i];
  return NULL;
}

/* Finding the path */

static const char *
pacer_key (RtpState *state, guint8 ttl, char *buffer, gsize size)
{
  if (ttl == 0 && state->rejecter != NULL) {
    g_snprintf (buffer, size, "%s", state->rejecter);
  } else if (ttl == 0) {
    g_autofree char *address = g_inet_address_to_string (state->host);

    g_snprintf (buffer, size, "%s", address);
  } else if (state->hops[ttl] != NULL) {
    g_snprintf (buffer, size, "%s", state->hops[ttl]);
  } else {
    g_snprintf (buffer, size, "ttl %u", ttl);
  }
  return buffer;
}

static void
reserve (RtpState *state, guint8 ttl, gint64 now)
{
  char key[64];
  LcRun *run = lc_run_get (state->task);

  lc_pacer_reserve (lc_probe_context_get_pacer (run->context),
                    pacer_key (state, ttl, key, sizeof key), now);
}

static gboolean
is_free (RtpState *state, guint8 ttl, gint64 now)
{
  char key[64];
  LcRun *run = lc_run_get (state->task);

  return lc_pacer_peek (lc_probe_context_get_pacer (run->context),
                        pacer_key (state, ttl, key, sizeof key), now)
         == 0;
}

static guint
first_ports (RtpState *state)
{
  return MIN (FIRST_PORTS, state->n_known);
}

/* Every round of finding the path begins with other ports. */
static RtpPort *
port_of_round (RtpState *state, guint index)
{
  return &state->ports[(state->round * FIRST_PORTS + index) % MIN (MIN_PORTS, state->n_known)];
}

/* What drew no answer did not count against anybody's limit. */
static void
refund_round (RtpState *state)
{
  LcRun *run = lc_run_get (state->task);
  LcPacer *pacer = lc_probe_context_get_pacer (run->context);
  char key[64];

  for (guint8 ttl = 1; ttl < state->next_ttl; ttl++)
    if (state->hops[ttl] == NULL)
      lc_pacer_refund (pacer, pacer_key (state, ttl, key, sizeof key));
  for (guint i = 0; state->n_host_round_trips == 0 && i < first_ports (state); i++)
    lc_pacer_refund (pacer, pacer_key (state, 0, key, sizeof key));
}

static void
begin_round (RtpState *state, gint64 now)
{
  state->round_begun = now;
  state->next_ttl = 1;
  state->path_port = port_of_round (state, FIRST_PORTS);
  for (guint i = 0; i < first_ports (state); i++) {
    RtpPort *port = port_of_round (state, i);

    if (port->settled)
      continue;
    send_datagram (state, port, 0);
    reserve (state, 0, now);
  }
}

static void
go_on_with_round (RtpState *state, gint64 now)
{
  if (state->next_ttl > MAX_TTL)
    return;
  send_datagram (state, state->path_port, state->next_ttl);
  reserve (state, state->next_ttl, now);
  state->next_ttl++;
}

static void
add_responder (RtpState *state, guint8 ttl, const char *address)
{
  Responder *responder = &state->responders[state->n_responders++];

  responder->ttl = ttl;
  responder->address = g_strdup (address);
}

static void
gather_responders (RtpState *state)
{
  if (state->n_host_round_trips > 0)
    add_responder (state, 0, NULL);
  for (guint8 ttl = 1; ttl <= MAX_TTL; ttl++)
    if (state->hops[ttl] != NULL && !lc_address_is_private (state->hops[ttl]))
      add_responder (state, ttl, state->hops[ttl]);
}

static gboolean
path_is_found (RtpState *state)
{
  if (state->next_ttl <= MAX_TTL || state->host_ttl == 0)
    return FALSE;
  for (guint8 ttl = 1; ttl < state->host_ttl; ttl++)
    if (state->hops[ttl] == NULL)
      return FALSE;
  return TRUE;
}

/* The port that looked for the path may be blocked where another passes. */
static gboolean
look_for_path_again (RtpState *state, gint64 now)
{
  RtpPort *passing = find_passing_port (state);

  if (passing == NULL || path_is_found (state) || state->path_looked_for_again)
    return FALSE;
  state->path_looked_for_again = TRUE;
  state->path_port = passing;
  state->next_ttl = 1;
  state->round_begun = now;
  return TRUE;
}

static gboolean
find_path (RtpState *state, gint64 now)
{
  LcRun *run = lc_run_get (state->task);

  if (!path_is_found (state) && now - state->round_begun < ROUND_US) {
    go_on_with_round (state, now);
    return TRUE;
  }
  refund_round (state);
  if (look_for_path_again (state, now))
    return TRUE;
  gather_responders (state);
  if (state->rejecter == NULL)
    state->rejecter = g_strdup (lc_probe_context_get_rejecter (run->context));
  if (state->n_responders > 0 || state->rejecter != NULL) {
    state->n_ports = state->n_responders == 0
                         ? REJECTED_PORTS
                         : MAX (state->n_responders * PORTS_PER_RESPONDER, MIN_PORTS);
    state->n_ports = MIN (state->n_ports, state->n_known);
    return FALSE;
  }
  if (state->send_error == ENETUNREACH || state->send_error == EPERM || ++state->round >= ROUNDS)
    return FALSE;
  begin_round (state, now);
  return TRUE;
}

/* Sampling */

static gint64
answer_wait_us (RtpState *state)
{
  return MAX (MIN_WAIT_US, state->slowest_us * 2 + 100 * G_TIME_SPAN_MILLISECOND);
}

/* A responder that may be asked now, each in its turn. */
static Responder *
next_free_responder (RtpState *state, gint64 now)
{
  for (guint i = 0; i < state->n_responders; i++) {
    Responder *responder = &state->responders[(state->next_responder + i) % state->n_responders];

    if (!is_free (state, responder->ttl, now))
      continue;
    state->next_responder += i + 1;
    return responder;
  }
  return NULL;
}

/* Where all that answers is who rejects, the probes take turns by booking one
 * moment at a time. */
static gboolean
moment_has_come (RtpState *state, gint64 now)
{
  LcRun *run = lc_run_get (state->task);

  if (state->booked == 0)
    state->booked
        = now + lc_pacer_reserve (lc_probe_context_get_pacer (run->context), state->rejecter, now);
  if (now < state->booked)
    return FALSE;
  state->booked = 0;
  return TRUE;
}

static void
try_rejected (RtpState *state, RtpPort *port, gint64 now)
{
  if (!moment_has_come (state, now))
    return;
  send_datagram (state, port, 0);
  port->tried = TRUE;
  port->wait_until = now + answer_wait_us (state);
}

static void
try_port (RtpState *state, RtpPort *port, gint64 now)
{
  Responder *responder = next_free_responder (state, now);

  if (responder == NULL)
    return;
  send_datagram (state, port, responder->ttl);
  reserve (state, responder->ttl, now);
  port->tried = TRUE;
  port->wait_until = now + answer_wait_us (state);
}

/* Returns whether a port still has something to come. */
static gboolean
sample_ports (RtpState *state, gint64 now)
{
  gboolean more = FALSE;

  for (guint i = 0; i < state->n_ports && (state->n_responders > 0 || state->rejecter != NULL);
       i++) {
    RtpPort *port = &state->ports[i];

    if (port->settled || (port->tried && now >= port->wait_until))
      continue;
    more = TRUE;
    if (port->tried)
      continue;
    if (state->n_responders > 0)
      try_port (state, port, now);
    else
      try_rejected (state, port, now);
  }
  return more;
}

/* Comparing */

static gboolean
is_suspect (RtpState *state, guint index)
{
  return !state->ports[index].settled && state->ports[index].failed_comparisons < COMPARISONS;
}

static gboolean
any_suspect (RtpState *state)
{
  for (guint i = 0; i < state->n_ports; i++)
    if (is_suspect (state, i))
      return TRUE;
  return FALSE;
}

/* All in one go, the passing port last. */
static void
begin_comparison (RtpState *state, RtpPort *passing, Responder *responder, gint64 now)
{
  state->compared = passing;
  state->compared_ttl = responder->ttl;
  state->compared_answered = FALSE;
  state->compared_sent = now;
  state->comparisons++;
  reserve (state, responder->ttl, now);
  for (guint i = 0; i < state->n_ports; i++)
    if (is_suspect (state, i))
      send_datagram (state, &state->ports[i], responder->ttl);
  send_datagram (state, passing, responder->ttl);
}

static void
end_comparison (RtpState *state)
{
  for (guint i = 0; state->compared_answered && i < state->n_ports; i++)
    if (is_suspect (state, i))
      state->ports[i].failed_comparisons++;
  state->compared = NULL;
}

/* The nearest router beyond the edge, and no other: what stops before one farther
 * away may well have left this network. */
static Responder *
find_judge (RtpState *state)
{
  for (guint i = 0; i < state->n_responders; i++)
    if (state->responders[i].ttl != 0)
      return &state->responders[i];
  return NULL;
}

static gboolean
compare_ports (RtpState *state, gint64 now)
{
  RtpPort *passing = find_passing_port (state);
  Responder *judge = find_judge (state);

  if (state->compared != NULL) {
    if (now - state->compared_sent >= answer_wait_us (state))
      end_comparison (state);
    return TRUE;
  }
  if (passing == NULL || judge == NULL || !any_suspect (state)
      || state->comparisons >= MAX_COMPARISONS)
    return FALSE;
  if (is_free (state, judge->ttl, now))
    begin_comparison (state, passing, judge, now);
  return TRUE;
}

/* Asking the hops inside, from the edge back to the first */

static void
show_to_hop (RtpState *state, RtpPort *port, guint8 ttl, gint64 now)
{
  if (!is_free (state, ttl, now))
    return;
  if (port->shown_ttl == 0)
    state->edge_checks++;
  port->shown_ttl = ttl;
  send_datagram (state, port, ttl);
  reserve (state, ttl, now);
  port->wait_until = now + answer_wait_us (state);
}

/* The next hop inside that a port is to be shown to, or 0. */
static guint8
next_hop_inside (RtpState *state, RtpPort *port)
{
  guint8 ttl = edge_ttl (state);

  if (port->shown_ttl != 0)
    ttl = port->shown_ttl - 1;
  while (ttl > port->inside_ttl && state->hops[ttl] == NULL)
    ttl--;
  return ttl > port->inside_ttl ? ttl : 0;
}

static gboolean
ask_inside (RtpState *state, gint64 now)
{
  gboolean more = FALSE;

  for (guint i = 0; i < state->n_ports; i++) {
    RtpPort *port = &state->ports[i];
    guint8 next = next_hop_inside (state, port);

    if (!is_stopped (port) || (port->shown_ttl != 0 && port->inside_ttl >= port->shown_ttl)
        || (port->shown_ttl == 0 && state->edge_checks >= EDGE_CHECKS))
      continue;
    if (port->shown_ttl != 0 && now < port->wait_until) {
      more = TRUE;
    } else if (next != 0) {
      show_to_hop (state, port, next, now);
      more = TRUE;
    }
  }
  return more;
}

/* Each phase returns FALSE when it is over; the next one then begins. */
static gboolean
go_on (RtpState *state, gint64 now)
{
  static gboolean (*const phases[]) (RtpState *, gint64) = {
    [FINDING_PATH] = find_path,
    [SAMPLING] = sample_ports,
    [COMPARING] = compare_ports,
    [ASKING_INSIDE] = ask_inside,
  };

  while (state->phase <= ASKING_INSIDE) {
    if (phases[state->phase](state, now))
      return TRUE;
    state->phase++;
  }
  return FALSE;
}

static gboolean
tick_cb (gpointer user_data)
{
  RtpState *state = user_data;
  LcRun *run = lc_run_get (state->task);
  gint64 now = g_get_monotonic_time ();
  gboolean more = FALSE;

  if (state->round_begun == 0 && !g_cancellable_is_cancelled (run->cancellable)) {
    if (now - run->step_started >= HEAD_START_US)
      begin_round (state, now);
    return G_SOURCE_CONTINUE;
  }
  if (!g_cancellable_is_cancelled (run->cancellable) && now - run->step_started < SOFT_LIMIT_US)
    more = go_on (state, now);
  if (more)
    return G_SOURCE_CONTINUE;
  finish (state);
  return G_SOURCE_REMOVE;
}

static gboolean
open_sockets (RtpState *state, GSocketFamily family)
{
  for (guint8 ttl = 0; ttl <= MAX_TTL; ttl++) {
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

/* Each port of a range once, so that an answer belongs to one sample. */
static void
gather_ports (RtpState *state, LcRow *row)
{
  for (guint i = 0; i <= SPREAD && state->n_known < MAX_PORTS; i++) {
    guint16 port = spread_port (lc_row_get_port (row), lc_row_get_port_last (row), i);

    if (find_port (state, port) == NULL)
      state->ports[state->n_known++].sample = lc_sample_new (port);
  }
  state->n_ports = MIN (MIN_PORTS, state->n_known);
}

static RtpState *
rtp_state_new (GTask *task, LcRun *run)
{
  RtpState *state = g_new0 (RtpState, 1);

  state->task = task;
  state->host = g_inet_address_new_from_string (run->address);
  gather_ports (state, run->row);
  for (guint ttl = 0; ttl <= MAX_TTL; ttl++)
    state->hop_us[ttl] = LC_US_NONE;
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
  g_source_attach (state->tick, g_main_context_get_thread_default ());
}

const LcStepKind lc_step_rtp = {
  .phase = LC_PHASE_UDP,
  .timeout_code = LC_CODE_UDP_SILENT,
  .deadline_ms = HARD_LIMIT_MS,
  .activity = N_ ("Trying audio ports towards %s"),
  .start = start,
};
