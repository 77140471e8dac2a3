/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-http-verdict.h"

#include <glib/gi18n-lib.h>

#include "probe/lc-web-page.h"

#define NETWORK_AUTHENTICATION_REQUIRED 511 /* RFC 6585 6 */

LcCode
lc_http_code (const LcHttp *http)
{
  if (http->status == NETWORK_AUTHENTICATION_REQUIRED || lc_http_has_mark (http, LC_MARK_WISPR))
    return LC_CODE_HTTP_CAPTIVE_PORTAL;
  if (lc_http_has_mark (http, LC_MARK_BLOCKED_WORDS))
    return LC_CODE_HTTP_BLOCK_PAGE;
  if (http->status >= 500)
    return LC_CODE_HTTP_ERROR;
  return LC_CODE_OK;
}

char *
lc_http_describe (const LcHttp *http)
{
  if (http->location != NULL)
    return g_strdup_printf (_ ("HTTP %u, and sends the browser on to %s."), http->status,
                            http->location);
  if (http->title != NULL)
    return g_strdup_printf (_ ("HTTP %u with the page “%s”."), http->status, http->title);
  if (http->server != NULL)
    return g_strdup_printf (_ ("HTTP %u from the web server “%s”."), http->status, http->server);
  return g_strdup_printf (_ ("HTTP %u."), http->status);
}

LcCode
lc_http_code_for_error (LcRun *run, LcHttpRequest *request, const GError *error)
{
  const GError *channel_error = lc_http_request_get_channel_error (request);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (cancelled && lc_http_request_get_received (request) == 0)
    return LC_CODE_CANCELLED;
  if (channel_error != NULL || lc_http_request_get_received (request) == 0)
    return LC_CODE_APP_CLOSED;
  return LC_CODE_APP_UNEXPECTED_REPLY;
}

char *
lc_http_describe_error (LcHttpRequest *request)
{
  const GError *error = lc_http_request_get_channel_error (request);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return g_strdup (_ ("The connection was reset while the answer was awaited."));
  if (error != NULL)
    return g_strdup_printf (_ ("The connection broke while the answer was awaited: %s"),
                            error->message);
  if (lc_http_request_get_received (request) > 0)
    return g_strdup (_ ("What came is not a whole HTTP answer."));
  return g_strdup (_ ("The connection was closed without an answer."));
}
