/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-trace.h"

#include <errno.h>
#include <string.h>

#include "net/lc-connect.h"
#include "net/lc-udp-port.h"

#define TICK_MS 10
#define FIRST_TTLS 8 /* asked at once; more only while the path goes on */
#define LOOK_AHEAD 5 /* silent TTLs beyond the last answer before the path counts as ended */
#define TRIES 2
/* Long enough for the kernel's own second SYN, one second after the first. */
#define ANSWER_WAIT_US (1700 * G_TIME_SPAN_MILLISECOND)
#define LIMIT_US (12 * G_TIME_SPAN_SECOND)

#define ICMP_TIME_EXCEEDED 11
#define ICMPV6_TIME_EXCEEDED 3

typedef enum
{
  TTL_WAITING, /* to be asked */
  TTL_ASKED,
  TTL_SETTLED,
} TtlState;

typedef struct
{
  GTask *task; /* not owned: it owns this state's trace */
  guint8 ttl;
  TtlState state;
  gint64 sent;
  GCancellable *cancellable; /* (owned) (nullable) of the connection under way */
  LcUdpPort *socket;         /* (owned) (nullable) UDP */
} TtlProbe;

typedef struct
{
  GSocketAddress *address; /* (owned) */
  gboolean udp;
  gboolean ipv6;
  GBytes *payload; /* (owned) (nullable) */
  LcPacer *pacer;  /* not owned */
  GSource *tick;   /* (owned) */
  gint64 started;
  guint connecting; /* connections whose callback is still to come */
  gboolean over;
  TtlProbe probes[LC_TRACE_MAX_TTL + 1];
  LcTrace *output; /* (owned) */
} TraceState;

static void
trace_destroy (gpointer data)
{
  lc_trace_free (data);
}

void
lc_trace_free (LcTrace *trace)
{
  for (guint ttl = 0; ttl <= LC_TRACE_MAX_TTL; ttl++)
    g_free (trace->hops[ttl].address);
  g_free (trace);
}

guint8
lc_trace_get_end (const LcTrace *trace)
{
  for (guint8 ttl = 1; ttl <= trace->last; ttl++)
    if (trace->hops[ttl].kind > LC_TRACE_HOP)
      return ttl;
  return 0;
}

guint8
lc_trace_get_last_answer (const LcTrace *trace)
{
  guint8 last = 0;

  for (guint8 ttl = 1; ttl <= trace->last; ttl++)
    if (trace->hops[ttl].kind != LC_TRACE_SILENT)
      last = ttl;
  return last;
}

static void
probe_clear (TtlProbe *probe)
{
  g_clear_object (&probe->cancellable);
  if (probe->socket != NULL) {
    g_signal_handlers_disconnect_by_data (probe->socket, probe);
    lc_udp_port_close (probe->socket);
  }
  g_clear_object (&probe->socket);
}

static void
trace_state_destroy (gpointer data)
{
  TraceState *state = data;

  for (guint ttl = 0; ttl <= LC_TRACE_MAX_TTL; ttl++)
    probe_clear (&state->probes[ttl]);
  g_source_destroy (state->tick);
  g_source_unref (state->tick);
  g_object_unref (state->address);
  g_clear_pointer (&state->payload, g_bytes_unref);
  g_clear_pointer (&state->output, lc_trace_free);
  g_free (state);
}

static void
settle (TraceState *state, guint8 ttl, LcTraceKind kind, const char *address, gint64 us)
{
  LcTraceHop *hop = &state->output->hops[ttl];

  state->probes[ttl].state = TTL_SETTLED;
  if (hop->kind != LC_TRACE_SILENT)
    return;
  hop->kind = kind;
  hop->address = g_strdup (address);
  hop->us = us;
}

static void
settle_with_icmp (TraceState *state, guint8 ttl, LcSocketError *error, gint64 us)
{
  LcTraceHop *hop = &state->output->hops[ttl];
  gboolean exceeded = error->type == (state->ipv6 ? ICMPV6_TIME_EXCEEDED : ICMP_TIME_EXCEEDED);

  hop->type = error->type;
  hop->code = error->code;
  settle (state, ttl, exceeded ? LC_TRACE_HOP : LC_TRACE_ICMP, error->offender, us);
}

static char *
target_text (TraceState *state)
{
  return g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (state->address)));
}

/* TCP */

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TtlProbe *probe = user_data;
  g_autoptr (GTask) task = probe->task;
  TraceState *state = g_task_get_task_data (task);
  g_autoptr (LcConnection) connection = lc_connect_finish (result);
  g_autofree char *target = target_text (state);

  state->connecting--;
  if (connection->socket != NULL)
    g_socket_close (connection->socket, NULL);
  if (state->over)
    return;
  if (connection->icmp != NULL && connection->icmp->icmp)
    settle_with_icmp (state, probe->ttl, connection->icmp, connection->us);
  else if (connection->error == 0)
    settle (state, probe->ttl, LC_TRACE_REACHED, target, connection->us);
  else if (connection->error == ECONNREFUSED)
    settle (state, probe->ttl, LC_TRACE_RESET, NULL, connection->us);
  else if (connection->error != ECANCELED)
    settle (state, probe->ttl, LC_TRACE_SILENT, NULL, -1);
}

static void
ask_tcp (GTask *task, TraceState *state, TtlProbe *probe)
{
  g_clear_object (&probe->cancellable);
  probe->cancellable = g_cancellable_new ();
  state->connecting++;
  g_object_ref (task); /* until connected_cb() */
  lc_connect_async (state->address, probe->ttl, 0, probe->cancellable, connected_cb, probe);
}

/* UDP */

static gboolean
is_target (TraceState *state, GSocketAddress *address)
{
  GInetSocketAddress *a = G_INET_SOCKET_ADDRESS (address);
  GInetSocketAddress *b = G_INET_SOCKET_ADDRESS (state->address);

  return g_inet_address_equal (g_inet_socket_address_get_address (a),
                               g_inet_socket_address_get_address (b))
         && g_inet_socket_address_get_port (a) == g_inet_socket_address_get_port (b);
}

static void
udp_received_cb (LcUdpPort *port,
                 GSocketAddress *from,
                 GBytes *datagram,
                 gint64 when,
                 gpointer user_data)
{
  TtlProbe *probe = user_data;
  TraceState *state = g_task_get_task_data (probe->task);
  g_autofree char *target = target_text (state);

  if (is_target (state, from))
    settle (state, probe->ttl, LC_TRACE_REACHED, target, when - probe->sent);
}

static void
udp_failed_cb (LcUdpPort *port, gpointer pointer, gint64 when, gpointer user_data)
{
  TtlProbe *probe = user_data;
  TraceState *state = g_task_get_task_data (probe->task);
  LcSocketError *error = pointer;

  if (G_IS_INET_SOCKET_ADDRESS (error->destination) && is_target (state, error->destination))
    settle_with_icmp (state, probe->ttl, error, when - probe->sent);
}

static void
ask_udp (TraceState *state, TtlProbe *probe)
{
  gsize size = 0;
  const void *data = state->payload != NULL ? g_bytes_get_data (state->payload, &size) : "";

  if (probe->socket == NULL) {
    probe->socket
        = lc_udp_port_new (g_socket_address_get_family (state->address), probe->ttl, NULL);
    if (probe->socket == NULL)
      return;
    g_signal_connect (probe->socket, "received", G_CALLBACK (udp_received_cb), probe);
    g_signal_connect (probe->socket, "failed", G_CALLBACK (udp_failed_cb), probe);
  }
  lc_udp_port_send (probe->socket, state->address, data, size);
}

/* The course of it */

/* Up to which TTL it is worth asking now. */
static guint8
horizon (TraceState *state)
{
  guint8 end = lc_trace_get_end (state->output);

  if (end != 0)
    return end;
  return MIN (LC_TRACE_MAX_TTL,
              MAX (FIRST_TTLS, lc_trace_get_last_answer (state->output) + LOOK_AHEAD));
}

static const char *
responder_key (TtlProbe *probe, char *buffer, gsize size)
{
  g_snprintf (buffer, size, "ttl %u", probe->ttl);
  return buffer;
}

static void
ask (GTask *task, TraceState *state, TtlProbe *probe, gint64 now)
{
  char key[16];

  responder_key (probe, key, sizeof key);
  if (lc_pacer_peek (state->pacer, key, now) > 0)
    return;
  lc_pacer_reserve (state->pacer, key, now);
  probe->state = TTL_ASKED;
  probe->sent = now;
  state->output->hops[probe->ttl].tries++;
  state->output->last = MAX (state->output->last, probe->ttl);
  if (state->udp)
    ask_udp (state, probe);
  else
    ask_tcp (task, state, probe);
}

static void
give_up_waiting (TraceState *state, TtlProbe *probe)
{
  char key[16];

  lc_pacer_refund (state->pacer, responder_key (probe, key, sizeof key));
  if (probe->cancellable != NULL)
    g_cancellable_cancel (probe->cancellable);
  probe->state = state->output->hops[probe->ttl].tries < TRIES ? TTL_WAITING : TTL_SETTLED;
}

/* Returns whether anything is still to come. At most one packet a tick leaves. */
static gboolean
go_on (GTask *task, TraceState *state, gint64 now)
{
  gboolean more = FALSE;
  gboolean asked = FALSE;
  guint8 last = horizon (state);

  for (guint8 ttl = 1; ttl <= last; ttl++) {
    TtlProbe *probe = &state->probes[ttl];

    if (probe->state == TTL_ASKED && now - probe->sent >= ANSWER_WAIT_US)
      give_up_waiting (state, probe);
    if (probe->state == TTL_WAITING && !asked) {
      ask (task, state, probe, now);
      asked = probe->state == TTL_ASKED;
    }
    more |= probe->state != TTL_SETTLED;
  }
  return more;
}

static void
stop (TraceState *state)
{
  state->over = TRUE;
  for (guint8 ttl = 1; ttl <= LC_TRACE_MAX_TTL; ttl++)
    if (state->probes[ttl].cancellable != NULL)
      g_cancellable_cancel (state->probes[ttl].cancellable);
}

/* Ends when nothing is to come and every connection has called back. */
static gboolean
tick_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  TraceState *state = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();

  if (!state->over
      && (g_cancellable_is_cancelled (g_task_get_cancellable (task))
          || now - state->started > LIMIT_US || !go_on (task, state, now)))
    stop (state);
  if (!state->over || state->connecting > 0)
    return G_SOURCE_CONTINUE;
  g_task_return_pointer (task, g_steal_pointer (&state->output), trace_destroy);
  return G_SOURCE_REMOVE;
}

static void
begin (GTask *task, TraceState *state)
{
  for (guint ttl = 0; ttl <= LC_TRACE_MAX_TTL; ttl++) {
    state->probes[ttl].task = task;
    state->probes[ttl].ttl = ttl;
    state->output->hops[ttl].us = -1;
  }
  state->started = g_get_monotonic_time ();
  state->tick = g_timeout_source_new (TICK_MS);
  g_source_set_static_name (state->tick, "lc-trace");
  g_source_set_callback (state->tick, tick_cb, g_object_ref (task), g_object_unref);
  g_source_attach (state->tick, g_main_context_get_thread_default ());
}

void
lc_trace_async (GSocketAddress *address,
                gboolean udp,
                GBytes *payload,
                LcPacer *pacer,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  TraceState *state = g_new0 (TraceState, 1);

  g_task_set_source_tag (task, lc_trace_async);
  g_task_set_name (task, "lc-trace");
  g_task_set_check_cancellable (task, FALSE);
  state->address = g_object_ref (address);
  state->udp = udp;
  state->ipv6 = g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV6;
  state->payload = payload != NULL ? g_bytes_ref (payload) : NULL;
  state->pacer = pacer;
  state->output = g_new0 (LcTrace, 1);
  g_task_set_task_data (task, state, trace_state_destroy);
  begin (task, state);
}

LcTrace *
lc_trace_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
