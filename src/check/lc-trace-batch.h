/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/lc-trace-target.h"
#include "probe/lc-probe-context.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_trace_batch_async:
 * @targets: (element-type LcTraceTarget): what failed; what has a trace or a path of
 *   its own already is only held against a control
 * @controls: (element-type LcTraceTarget): all controls of the check; may gain
 * @limit_ms: how long it may take; what is known by then stays
 *
 * Follows targets and those controls that nobody follows yet, at the same time; then
 * holds what looks stopped against what goes on. Both arrays and their elements must
 * live until the end.
 */
void lc_trace_batch_async (LcProbeContext     *context,
                           LcReport           *report,
                           GPtrArray          *targets,
                           GPtrArray          *controls,
                           guint               limit_ms,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data);
void lc_trace_batch_finish (GAsyncResult *result);

G_END_DECLS
