/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "probe/lc-http-request.h"
#include "probe/lc-run.h"

G_BEGIN_DECLS

/* What one HTTP answer shows by itself. Whether a page is a portal's or a
 * filter's because many hosts give the same one, only the diagnosis can say. */

/* LC_CODE_OK, HTTP_ERROR (5xx), HTTP_CAPTIVE_PORTAL or HTTP_BLOCK_PAGE. */
LcCode lc_http_code (const LcHttp *http);

/* One sentence: status, server, where it redirects to. Returns: (transfer full). */
char *lc_http_describe (const LcHttp *http);

/* What a request without a response head means. */
LcCode lc_http_code_for_error (LcRun *run, LcHttpRequest *request, const GError *error);
char  *lc_http_describe_error (LcHttpRequest *request); /* (transfer full) (nullable) */

G_END_DECLS
