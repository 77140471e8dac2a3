/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-plain-http.h"

#include "net/lc-connect.h"
#include "net/lc-deadline.h"
#include "probe/lc-http-request.h"

#define HTTP_PORT 80

typedef struct
{
  LcHttpProbe *probe;     /* not owned */
  LcDeadline *deadline;   /* (owned) */
  LcChannel *channel;     /* (owned) (nullable) */
  LcHttpRequest *request; /* (owned) (nullable) */
} PlainState;

static void
plain_state_destroy (gpointer data)
{
  PlainState *state = data;

  g_clear_pointer (&state->request, lc_http_request_free);
  if (state->channel != NULL)
    lc_channel_close (state->channel);
  g_clear_object (&state->channel);
  lc_deadline_free (state->deadline);
  g_free (state);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlainState *state = g_task_get_task_data (task);
  g_autoptr (LcHttp) http = lc_http_request_send_finish (state->request, result, NULL);

  if (http != NULL) {
    state->probe->status = http->status;
    state->probe->location = g_strdup (http->location);
    state->probe->title = g_strdup (http->title);
    state->probe->server = g_strdup (http->server);
    state->probe->marks = g_strdupv (http->marks);
  }
  g_task_return_boolean (task, TRUE);
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlainState *state = g_task_get_task_data (task);
  g_autoptr (LcConnection) connection = lc_connect_finish (result);

  if (connection->socket != NULL) {
    state->channel = lc_channel_new (connection->socket);
    state->request
        = lc_http_request_new (state->channel, state->probe->host, HTTP_PORT, HTTP_PORT, "/", NULL);
  }
  if (state->request == NULL) {
    g_task_return_boolean (task, FALSE);
    return;
  }
  lc_http_request_send_async (state->request, lc_deadline_get_cancellable (state->deadline),
                              answered_cb, g_steal_pointer (&task));
}

void
lc_plain_http_async (LcHttpProbe *probe,
                     guint timeout_ms,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  PlainState *state = g_new0 (PlainState, 1);
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string (probe->address, HTTP_PORT);

  g_task_set_source_tag (task, lc_plain_http_async);
  g_task_set_name (task, "lc-plain-http");
  g_task_set_check_cancellable (task, FALSE);
  state->probe = probe;
  state->deadline = lc_deadline_new (timeout_ms, cancellable);
  g_task_set_task_data (task, state, plain_state_destroy);
  lc_connect_async (address, 0, 0, lc_deadline_get_cancellable (state->deadline), connected_cb,
                    task);
}

void
lc_plain_http_finish (GAsyncResult *result)
{
  g_return_if_fail (g_async_result_is_tagged (result, lc_plain_http_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
