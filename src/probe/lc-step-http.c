/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "probe/lc-http-request.h"
#include "probe/lc-http-verdict.h"
#include "probe/lc-run.h"
#include "probe/lc-web-page.h"

/* GET / over the channel. Any HTTP answer below 500 shows that the service is
 * there: 401, 403 and 404 are what a REST API says to a stranger. */

#define HTTPS_PORT 443

static void
request_destroy (gpointer data)
{
  lc_http_request_free (data);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  LcHttpRequest *request = run->step_data;
  g_autoptr (GError) error = NULL;
  LcHttp *http = lc_http_request_send_finish (request, result, &error);
  gint64 us = lc_http_request_get_wait_us (request);
  LcCode code;
  char *detail;

  run->attempt->http = http;
  code = http != NULL ? lc_http_code (http) : lc_http_code_for_error (run, request, error);
  detail = http != NULL ? lc_http_describe (http) : lc_http_describe_error (request);
  lc_run_end_step_full (g_steal_pointer (&task), lc_code_get_status (code), code,
                        us >= 0 ? us : lc_run_get_step_us (run), FALSE, detail);
}

static void
start (GTask *task, LcRun *run)
{
  g_autoptr (GError) error = NULL;
  LcHttpRequest *request = lc_http_request_new (run->channel, lc_row_get_tls_name (run->row),
                                                run->port, HTTPS_PORT, "/", &error);

  if (request == NULL) {
    lc_run_end_step (task, LC_CODE_INTERNAL_ERROR, g_strdup (error->message));
    return;
  }
  lc_run_set_step_data (run, request, request_destroy);
  lc_http_request_send_async (request, run->cancellable, answered_cb, task);
}

const LcStepKind lc_step_http = {
  .phase = LC_PHASE_APP,
  .timeout_code = LC_CODE_APP_TIMEOUT,
  .activity = N_ ("Asking %s for a web answer"),
  .start = start,
};
