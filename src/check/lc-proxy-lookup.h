/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "probe/lc-probe-context.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_proxy_lookup_async:
 *
 * Asks the desktop (GProxyResolver) for the HTTP proxy that it means for the site's
 * web rows, tells @context of it, and writes it into the report's environment without
 * its password. At most 2 s; without a web row it asks nothing. Never fails: what is
 * not known is no proxy.
 */
void lc_proxy_lookup_async (LcProbeContext     *context,
                            LcReport           *report,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data);
void lc_proxy_lookup_finish (GAsyncResult *result);

G_END_DECLS
