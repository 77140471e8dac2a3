/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "probe/lc-probe-context.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_trace_rows_async:
 *
 * Follows the paths of the ports that failed to open, each side by side with a
 * port that works, and writes them into the attempts. Rows with the same address
 * and port share one trace. Does nothing where nothing failed. At most 15 s.
 */
void lc_trace_rows_async (LcProbeContext     *context,
                          LcReport           *report,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data);
void lc_trace_rows_finish (GAsyncResult *result);

G_END_DECLS
