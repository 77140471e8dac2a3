/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "probe/lc-http-request.h"
#include "probe/lc-http-verdict.h"
#include "probe/lc-run.h"
#include "probe/lc-web-page.h"

/* A WebSocket upgrade, RFC 6455 4.1. 101 with a right accept key proves the
 * service; another HTTP answer shows that the host is reached, and is less. */

#define HTTPS_PORT 443

static void
request_destroy (gpointer data)
{
  lc_http_request_free (data);
}

static LcCode
code_for_refusal (const LcHttp *http)
{
  LcCode code = lc_http_code (http);

  return code == LC_CODE_OK ? LC_CODE_WS_REFUSED : code;
}

static char *
describe_refusal (const LcHttp *http)
{
  if (http->status == SOUP_STATUS_SWITCHING_PROTOCOLS)
    return g_strdup (_ ("HTTP 101, but without the headers that make it a WebSocket."));
  if (http->server != NULL)
    return g_strdup_printf (_ ("HTTP %u from “%s” in place of a WebSocket."), http->status,
                            http->server);
  return g_strdup_printf (_ ("HTTP %u in place of a WebSocket."), http->status);
}

static char *
describe_upgrade (const char *protocol)
{
  if (protocol == NULL)
    return g_strdup (_ ("WebSocket opened; the server named no subprotocol."));
  return g_strdup_printf (_ ("WebSocket opened with the subprotocol “%s”."), protocol);
}

/* Polite and not waited for: the channel is closed right after. */
static void
end_opened (GTask *task, LcRun *run, SoupWebsocketConnection *websocket, gint64 us)
{
  const char *protocol = soup_websocket_connection_get_protocol (websocket);
  char *detail = describe_upgrade (protocol);

  run->attempt->http->upgrade = g_strdup (protocol != NULL ? protocol : "");
  soup_websocket_connection_close (websocket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  lc_run_end_step_full (task, LC_STATUS_PASS, LC_CODE_OK, us, FALSE, detail);
}

static void
end_refused (GTask *task, LcRun *run, LcHttpRequest *request, const GError *error)
{
  LcHttp *http = run->attempt->http;
  LcCode code
      = http != NULL ? code_for_refusal (http) : lc_http_code_for_error (run, request, error);
  char *detail = http != NULL ? describe_refusal (http) : lc_http_describe_error (request);

  lc_run_end_step (task, code, detail);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  LcHttpRequest *request = run->step_data;
  SoupMessage *message = lc_http_request_get_message (request);
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) websocket
      = soup_session_websocket_connect_finish (SOUP_SESSION (object), result, &error);

  if (soup_message_get_status (message) != SOUP_STATUS_NONE) {
    run->attempt->http = lc_http_record_new (message);
    lc_web_page_read (run->attempt->http, NULL, 0);
  }
  if (websocket != NULL)
    end_opened (g_steal_pointer (&task), run, websocket, lc_run_get_step_us (run));
  else
    end_refused (g_steal_pointer (&task), run, request, error);
}

static void
start (GTask *task, LcRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *origin = g_strdup_printf ("https://%s", lc_row_get_tls_name (run->row));
  const char *path = lc_row_get_ws_path (run->row);
  const char *subprotocol = lc_row_get_ws_subprotocol (run->row);
  char *protocols[] = { (char *) subprotocol, NULL };
  LcHttpRequest *request
      = lc_http_request_new (run->channel, lc_row_get_tls_name (run->row), run->port, HTTPS_PORT,
                             path != NULL ? path : "/", &error);

  if (request == NULL) {
    lc_run_end_step (task, LC_CODE_INTERNAL_ERROR, g_strdup (error->message));
    return;
  }
  lc_run_set_step_data (run, request, request_destroy);
  soup_session_websocket_connect_async (lc_http_request_get_session (request),
                                        lc_http_request_get_message (request), origin,
                                        subprotocol != NULL ? protocols : NULL, G_PRIORITY_DEFAULT,
                                        run->cancellable, opened_cb, task);
}

const LcStepKind lc_step_websocket = {
  .phase = LC_PHASE_APP,
  .timeout_code = LC_CODE_APP_TIMEOUT,
  .activity = N_ ("Asking %s for a WebSocket"),
  .start = start,
};
