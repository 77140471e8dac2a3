/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "report/lc-environment.h"

G_BEGIN_DECLS

/**
 * lc_plain_http_async:
 * @probe: host and address are read, the rest is filled in; must live until @callback
 *
 * Asks port 80 of one of the site's own hosts for "/" in plain HTTP, which is
 * where a captive portal shows itself.
 */
void lc_plain_http_async (LcHttpProbe *probe, guint timeout_ms, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
void lc_plain_http_finish (GAsyncResult *result);

G_END_DECLS
