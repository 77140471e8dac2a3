/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-small-segments.h"

#include "net/lc-connect.h"
#include "net/lc-deadline.h"

#define SMALL_MSS 536

typedef struct
{
  LcProbeContext *context; /* (owned) */
  LcRow *row;              /* (owned) */
  LcAttempt *attempt;      /* not owned */
  LcDeadline *deadline;    /* (owned) */
  LcChannel *channel;      /* (owned) (nullable) */
} RetryState;

static void
retry_state_destroy (gpointer data)
{
  RetryState *state = data;

  if (state->channel != NULL)
    lc_channel_close (state->channel);
  g_clear_object (&state->channel);
  lc_deadline_free (state->deadline);
  g_object_unref (state->context);
  g_object_unref (state->row);
  g_free (state);
}

static void
complete (GTask *task, gboolean works)
{
  RetryState *state = g_task_get_task_data (task);

  state->attempt->has_small_segments = TRUE;
  state->attempt->small_segments = works;
  g_task_return_boolean (task, TRUE);
}

static void
shaken_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  complete (task, lc_channel_handshake_finish (LC_CHANNEL (object), result, NULL));
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RetryState *state = g_task_get_task_data (task);
  g_autoptr (LcConnection) connection = lc_connect_finish (result);

  if (connection->socket == NULL) {
    complete (task, FALSE);
    return;
  }
  state->channel = lc_channel_new (connection->socket);
  lc_channel_handshake_async (state->channel, lc_probe_context_get_tls (state->context),
                              lc_row_get_tls_name (state->row), NULL,
                              lc_deadline_get_cancellable (state->deadline), shaken_cb,
                              g_steal_pointer (&task));
}

void
lc_small_segments_async (LcProbeContext *context,
                         LcRow *row,
                         LcAttempt *attempt,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  RetryState *state = g_new0 (RetryState, 1);
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string (attempt->address, lc_row_get_port (row));

  g_task_set_source_tag (task, lc_small_segments_async);
  g_task_set_name (task, "lc-small-segments");
  g_task_set_check_cancellable (task, FALSE);
  state->context = g_object_ref (context);
  state->row = g_object_ref (row);
  state->attempt = attempt;
  state->deadline = lc_deadline_new (lc_probe_context_get_timeout_ms (context), cancellable);
  g_task_set_task_data (task, state, retry_state_destroy);
  lc_connect_async (address, 0, SMALL_MSS, lc_deadline_get_cancellable (state->deadline),
                    connected_cb, task);
}

void
lc_small_segments_finish (GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}
