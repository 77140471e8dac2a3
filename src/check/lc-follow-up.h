/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "probe/lc-probe-context.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_follow_up_async:
 *
 * What is asked only after rows have failed: stalled handshakes again with small
 * segments, and plain HTTP of the site's own hosts where HTTPS failed, for there
 * a captive portal shows itself. Sends nothing where nothing failed.
 */
void lc_follow_up_async (LcProbeContext     *context,
                         LcReport           *report,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data);
void lc_follow_up_finish (GAsyncResult *result);

G_END_DECLS
