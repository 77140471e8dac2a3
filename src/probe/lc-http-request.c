/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-http-request.h"

#include <string.h>

#include "base/lc-endpoint.h"
#include "base/lc-uri.h"
#include "probe/lc-web-page.h"

#define READ_BYTES 8192
#define MAX_HEADER 1024

struct _LcHttpRequest
{
  LcBridge *bridge;     /* (owned) */
  SoupSession *session; /* (owned) */
  SoupMessage *message; /* (owned) */
};

typedef struct
{
  LcHttpRequest *request; /* not owned: lives until the callback */
  GInputStream *stream;   /* (owned) (nullable) once the head has come */
  GByteArray *body;       /* (owned) */
} SendState;

static void
send_state_destroy (gpointer data)
{
  SendState *state = data;

  g_clear_object (&state->stream);
  g_byte_array_unref (state->body);
  g_free (state);
}

static void
http_destroy (gpointer data)
{
  lc_http_free (data);
}

/* A redirection may carry a password, which is nobody else's business. */
static char *
header_text (SoupMessageHeaders *headers, const char *name)
{
  const char *value = soup_message_headers_get_one (headers, name);
  g_autofree char *hidden = value != NULL ? lc_uri_hide_userinfo (value) : NULL;

  return hidden != NULL ? lc_web_page_text (hidden, strlen (hidden), MAX_HEADER, '?') : NULL;
}

/* RFC 9110 6.6.1. */
static void
note_date (LcHttp *http, SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) date = value != NULL ? soup_date_time_new_from_http_string (value) : NULL;
  g_autoptr (GDateTime) utc = date != NULL ? g_date_time_to_utc (date) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (utc == NULL)
    return;
  http->date = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
  http->date_skew_s = g_date_time_to_unix (utc) - g_date_time_to_unix (now);
}

LcHttp *
lc_http_record_new (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  LcHttp *http = lc_http_new ();

  http->status = soup_message_get_status (message);
  http->server = header_text (headers, "Server");
  http->location = header_text (headers, "Location");
  http->content_type = header_text (headers, "Content-Type");
  http->via = header_text (headers, "Via");
  note_date (http, headers);
  return http;
}

static void
return_response (GTask *task)
{
  SendState *state = g_task_get_task_data (task);
  LcHttp *http = lc_http_record_new (state->request->message);

  http->body_sha256
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, state->body->data, state->body->len);
  lc_web_page_read (http, (const char *) state->body->data, state->body->len);
  g_task_return_pointer (task, http, http_destroy);
}

static void read_more (GTask *task);

static void
body_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SendState *state = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, NULL);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0) {
    return_response (task);
    return;
  }
  g_byte_array_append (state->body, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (state->body->len >= LC_HTTP_MAX_BODY)
    return_response (task);
  else
    read_more (task);
}

static void
read_more (GTask *task)
{
  SendState *state = g_task_get_task_data (task);
  gsize wanted = LC_HTTP_MAX_BODY - state->body->len;

  g_input_stream_read_bytes_async (state->stream, MIN (READ_BYTES, wanted), G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), body_cb, g_object_ref (task));
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SendState *state = g_task_get_task_data (task);
  GError *error = NULL;

  state->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (state->stream == NULL)
    g_task_return_error (task, error);
  else
    read_more (task);
}

void
lc_http_request_send_async (LcHttpRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  SendState *state = g_new0 (SendState, 1);

  g_task_set_source_tag (task, lc_http_request_send_async);
  g_task_set_name (task, "lc-http-request");
  g_task_set_check_cancellable (task, FALSE);
  state->request = request;
  state->body = g_byte_array_new ();
  g_task_set_task_data (task, state, send_state_destroy);
  soup_session_send_async (request->session, request->message, G_PRIORITY_DEFAULT, cancellable,
                           sent_cb, task);
}

LcHttp *
lc_http_request_send_finish (LcHttpRequest *request, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_http_request_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gint64
lc_http_request_get_wait_us (const LcHttpRequest *request)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (request->message);
  guint64 begun = metrics != NULL ? soup_message_metrics_get_request_start (metrics) : 0;
  guint64 answered = metrics != NULL ? soup_message_metrics_get_response_start (metrics) : 0;

  return begun != 0 && answered >= begun ? (gint64) (answered - begun) : -1;
}

const GError *
lc_http_request_get_channel_error (const LcHttpRequest *request)
{
  return lc_bridge_get_error (request->bridge);
}

gsize
lc_http_request_get_received (const LcHttpRequest *request)
{
  return lc_bridge_get_received (request->bridge);
}

SoupSession *
lc_http_request_get_session (const LcHttpRequest *request)
{
  return request->session;
}

SoupMessage *
lc_http_request_get_message (const LcHttpRequest *request)
{
  return request->message;
}

static SoupSession *
new_session (LcBridge *bridge)
{
  return soup_session_new_with_options ("remote-connectable", lc_bridge_get_address (bridge),
                                        "proxy-resolver", NULL, "timeout", 0, "idle-timeout", 0,
                                        "user-agent", "Linecheck/" LC_VERSION, NULL);
}

/* The URI is plain http, because TLS is the channel's; the Host header is what
 * an https client would send. */
static SoupMessage *
new_message (const char *host, guint16 port, guint16 default_port, const char *path)
{
  g_autofree char *name = lc_endpoint_bracket (host);
  g_autofree char *authority = lc_endpoint_join (host, port);
  g_autofree char *uri = g_strdup_printf ("http://%s%s", authority, path);
  SoupMessage *message = soup_message_new (SOUP_METHOD_GET, uri);

  if (message == NULL)
    return NULL;
  soup_message_headers_replace (soup_message_get_request_headers (message), "Host",
                                port == default_port ? name : authority);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION
                                       | SOUP_MESSAGE_COLLECT_METRICS);
  return message;
}

LcHttpRequest *
lc_http_request_new (LcChannel *channel,
                     const char *host,
                     guint16 port,
                     guint16 default_port,
                     const char *path,
                     GError **error)
{
  g_autoptr (LcHttpRequest) request = g_new0 (LcHttpRequest, 1);

  request->bridge = lc_bridge_new (channel, error);
  if (request->bridge == NULL)
    return NULL;
  request->session = new_session (request->bridge);
  request->message = new_message (host, port, default_port, path);
  if (request->message == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s%s", host, path);
    return NULL;
  }
  return g_steal_pointer (&request);
}

void
lc_http_request_free (LcHttpRequest *request)
{
  if (request->session != NULL)
    soup_session_abort (request->session);
  if (request->bridge != NULL)
    lc_bridge_close (request->bridge);
  g_clear_object (&request->session);
  g_clear_object (&request->message);
  g_clear_object (&request->bridge);
  g_free (request);
}
