/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "net/lc-pacer.h"

G_BEGIN_DECLS

/**
 * lc_trace_compare_async:
 * @targets: (element-type LcTraceTarget): traced, with their controls
 *
 * A router that did not answer for one port and did for another may only have
 * reached its limit in between. So, at the first TTL beyond a target's last answer
 * at which its control has one, all targets' packets are sent and the control's
 * right behind them: if the control is answered, the router had an answer to
 * give, and a target's packet that had come before it would have taken it. What
 * does answer makes its path longer, and is compared again further on.
 */
void lc_trace_compare_async (GPtrArray *targets, LcPacer *pacer, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
void lc_trace_compare_finish (GAsyncResult *result);

G_END_DECLS
