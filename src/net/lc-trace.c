/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-trace.h"

#include "net/lc-deadline.h"

#define TICK_MS 10
#define FIRST_TTLS 8 /* asked at once; more only while the path goes on */
#define LOOK_AHEAD 5 /* silent TTLs beyond the last answer before the path counts as ended */
#define ANSWER_WAIT_MS                                                                             \
  1700 /* long enough for the kernel's own second SYN, a second after the first */
#define LIMIT_MS 12000

typedef enum
{
  TTL_WAITING, /* to be asked */
  TTL_ASKED,
  TTL_SETTLED,
} TtlState;

typedef struct
{
  GTask *task; /* not owned: held by whoever is asked */
  guint8 ttl;
  TtlState state;
  guint tries;
} TtlProbe;

typedef struct
{
  GSocketAddress *address; /* (owned) */
  gboolean udp;
  GBytes *payload; /* (owned) (nullable) */
  guint tries;
  LcPacer *pacer;       /* not owned */
  LcDeadline *deadline; /* (owned) */
  GSource *tick;        /* (owned) */
  guint pending;        /* packets whose callback is still to come */
  TtlProbe probes[LC_TRACE_MAX_TTL + 1];
  LcTrace *output; /* (owned) (nullable) once it is returned */
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
    lc_hop_answer_clear (&trace->hops[ttl]);
  g_free (trace);
}

guint8
lc_trace_get_end (const LcTrace *trace)
{
  g_return_val_if_fail (trace != NULL, 0);

  for (guint8 ttl = 1; ttl <= trace->last; ttl++)
    if (trace->hops[ttl].kind > LC_HOP_ROUTER)
      return ttl;
  return 0;
}

guint8
lc_trace_get_last_answer (const LcTrace *trace)
{
  guint8 last = 0;

  g_return_val_if_fail (trace != NULL, 0);

  for (guint8 ttl = 1; ttl <= trace->last; ttl++)
    if (trace->hops[ttl].kind != LC_HOP_SILENT)
      last = ttl;
  return last;
}

void
lc_trace_take_answer (LcTrace *trace, guint8 ttl, LcHopAnswer *answer)
{
  g_return_if_fail (trace != NULL);
  g_return_if_fail (answer != NULL);

  g_autoptr (LcHopAnswer) owned = answer;

  trace->last = MAX (trace->last, ttl);
  if (trace->hops[ttl].kind != LC_HOP_SILENT)
    return;
  trace->hops[ttl] = *owned;
  owned->address = NULL;
}

const char *
lc_trace_pacer_key (guint8 ttl, char *buffer, gsize size)
{
  g_snprintf (buffer, size, "ttl %u", ttl);
  return buffer;
}

static void
trace_state_destroy (gpointer data)
{
  TraceState *state = data;

  g_source_destroy (state->tick);
  g_source_unref (state->tick);
  lc_deadline_free (state->deadline);
  g_object_unref (state->address);
  g_clear_pointer (&state->payload, g_bytes_unref);
  g_clear_pointer (&state->output, lc_trace_free);
  g_free (state);
}

static void
probed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TtlProbe *probe = user_data;
  g_autoptr (GTask) task = probe->task;
  TraceState *state = g_task_get_task_data (task);
  g_autoptr (LcHopAnswer) answer = lc_hop_probe_finish (result);
  char key[16];

  state->pending--;
  if (answer->kind == LC_HOP_SILENT) {
    /* Who does not answer has not used up what it may answer. */
    lc_pacer_refund (state->pacer, lc_trace_pacer_key (probe->ttl, key, sizeof key));
    probe->state = probe->tries < state->tries ? TTL_WAITING : TTL_SETTLED;
    return;
  }
  probe->state = TTL_SETTLED;
  if (answer->kind == LC_HOP_ROUTER)
    lc_pacer_identify (state->pacer, lc_trace_pacer_key (probe->ttl, key, sizeof key),
                       answer->address, g_get_monotonic_time ());
  lc_trace_take_answer (state->output, probe->ttl, g_steal_pointer (&answer));
}

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

static void
ask (GTask *task, TraceState *state, TtlProbe *probe)
{
  gint64 now = g_get_monotonic_time ();
  char key[16];

  lc_trace_pacer_key (probe->ttl, key, sizeof key);
  if (lc_pacer_peek (state->pacer, key, now) > 0)
    return;
  lc_pacer_reserve (state->pacer, key, now);
  probe->state = TTL_ASKED;
  probe->tries++;
  probe->task = g_object_ref (task);
  state->output->last = MAX (state->output->last, probe->ttl);
  state->pending++;
  lc_hop_probe_async (state->address, state->udp, state->payload, probe->ttl, ANSWER_WAIT_MS,
                      lc_deadline_get_cancellable (state->deadline), probed_cb, probe);
}

/* Returns whether anything is still to come. At most one packet a tick leaves. */
static gboolean
go_on (GTask *task, TraceState *state)
{
  gboolean more = FALSE;
  gboolean asked = FALSE;
  guint8 last = horizon (state);

  for (guint8 ttl = 1; ttl <= last; ttl++) {
    TtlProbe *probe = &state->probes[ttl];

    if (probe->state == TTL_WAITING && !asked) {
      ask (task, state, probe);
      asked = probe->state == TTL_ASKED;
    }
    more |= probe->state != TTL_SETTLED;
  }
  return more;
}

/* Ends when nothing is to come and every packet has called back. */
static gboolean
tick_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  TraceState *state = g_task_get_task_data (task);
  GCancellable *cancellable = lc_deadline_get_cancellable (state->deadline);

  if (!g_cancellable_is_cancelled (cancellable)) {
    if (go_on (task, state))
      return G_SOURCE_CONTINUE;
    g_cancellable_cancel (cancellable);
  }
  if (state->pending > 0)
    return G_SOURCE_CONTINUE;
  g_task_return_pointer (task, g_steal_pointer (&state->output), trace_destroy);
  return G_SOURCE_REMOVE;
}

void
lc_trace_async (GSocketAddress *address,
                gboolean udp,
                GBytes *payload,
                guint tries,
                LcPacer *pacer,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  TraceState *state = g_new0 (TraceState, 1);

  g_return_if_fail (G_IS_SOCKET_ADDRESS (address));
  g_return_if_fail (pacer != NULL);

  g_task_set_source_tag (task, lc_trace_async);
  g_task_set_name (task, "lc-trace");
  g_task_set_check_cancellable (task, FALSE);
  state->address = g_object_ref (address);
  state->udp = udp;
  state->payload = payload != NULL ? g_bytes_ref (payload) : NULL;
  state->tries = tries;
  state->pacer = pacer;
  state->deadline = lc_deadline_new (LIMIT_MS, cancellable);
  state->output = g_new0 (LcTrace, 1);
  for (guint ttl = 0; ttl <= LC_TRACE_MAX_TTL; ttl++) {
    state->probes[ttl].ttl = ttl;
    state->output->hops[ttl].us = -1;
  }
  g_task_set_task_data (task, state, trace_state_destroy);
  state->tick = g_timeout_source_new (TICK_MS);
  g_source_set_static_name (state->tick, "lc-trace");
  g_source_set_callback (state->tick, tick_cb, g_object_ref (task), g_object_unref);
  g_source_attach (state->tick, g_main_context_get_thread_default ());
}

LcTrace *
lc_trace_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_trace_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
