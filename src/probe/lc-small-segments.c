/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-small-segments.h"

#include "base/lc-fan-out.h"
#include "net/lc-connect.h"
#include "net/lc-deadline.h"

#define SMALL_MSS 536

typedef struct _RetryState RetryState;

/* One of two connections at the same time: with small segments and as before. */
typedef struct
{
  GTask *task;        /* (owned) while it is under way */
  RetryState *state;  /* not owned */
  LcChannel *channel; /* (owned) (nullable) */
  gboolean works;
} Leg;

struct _RetryState
{
  LcProbeContext *context; /* (owned) */
  LcRow *row;              /* (owned) */
  LcAttempt *attempt;      /* not owned */
  LcDeadline *deadline;    /* (owned) */
  Leg small;
  Leg full;
  LcFanOut fan_out; /* the legs */
};

static void
leg_clear (Leg *leg)
{
  if (leg->channel != NULL)
    lc_channel_close (leg->channel);
  g_clear_object (&leg->channel);
}

static void
retry_state_destroy (gpointer data)
{
  RetryState *state = data;

  leg_clear (&state->small);
  leg_clear (&state->full);
  lc_deadline_free (state->deadline);
  g_object_unref (state->context);
  g_object_unref (state->row);
  g_free (state);
}

/* The only exit. What works again as it was shows nothing of its packets' sizes. */
static void
finish_op (GTask *task)
{
  RetryState *state = g_task_get_task_data (task);

  if (!lc_fan_out_end (&state->fan_out))
    return;
  state->attempt->retry_worked = state->full.works;
  state->attempt->has_small_segments = !state->full.works;
  state->attempt->small_segments = !state->full.works && state->small.works;
  g_task_return_boolean (task, TRUE);
}

static void
end_leg (Leg *leg, gboolean works)
{
  g_autoptr (GTask) task = g_steal_pointer (&leg->task);

  leg->works = works;
  finish_op (task);
}

static void
shaken_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  end_leg (user_data, lc_channel_handshake_finish (LC_CHANNEL (object), result, NULL));
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Leg *leg = user_data;
  RetryState *state = leg->state;
  g_autoptr (LcConnection) connection = lc_connect_finish (result);

  if (connection->socket == NULL) {
    end_leg (leg, FALSE);
    return;
  }
  leg->channel = lc_channel_new (connection->socket);
  lc_channel_handshake_async (leg->channel, lc_probe_context_get_tls (state->context),
                              lc_row_get_tls_name (state->row), NULL,
                              lc_deadline_get_cancellable (state->deadline), shaken_cb, leg);
}

static void
begin_leg (GTask *task, Leg *leg, guint mss)
{
  RetryState *state = g_task_get_task_data (task);
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string (state->attempt->address,
                                               lc_row_get_port (state->row));

  leg->task = lc_fan_out_begin (&state->fan_out, task);
  leg->state = state;
  lc_connect_async (address, 0, mss, lc_deadline_get_cancellable (state->deadline), connected_cb,
                    leg);
}

void
lc_small_segments_async (LcProbeContext *context,
                         LcRow *row,
                         LcAttempt *attempt,
                         guint timeout_ms,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  RetryState *state = g_new0 (RetryState, 1);

  g_task_set_source_tag (task, lc_small_segments_async);
  g_task_set_name (task, "lc-small-segments");
  g_task_set_check_cancellable (task, FALSE);
  state->context = g_object_ref (context);
  state->row = g_object_ref (row);
  state->attempt = attempt;
  state->deadline = lc_deadline_new (timeout_ms, cancellable);
  lc_fan_out_init (&state->fan_out);
  g_task_set_task_data (task, state, retry_state_destroy);
  begin_leg (task, &state->small, SMALL_MSS);
  begin_leg (task, &state->full, 0);
  finish_op (task);
}

void
lc_small_segments_finish (GAsyncResult *result)
{
  g_return_if_fail (g_async_result_is_tagged (result, lc_small_segments_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
