/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "probe/lc-probe-context.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/**
 * lc_small_segments_async:
 * @attempt: one whose handshake stalled; must live until @callback
 *
 * Tries the connection and the TLS handshake again with segments of 536 bytes
 * (RFC 9293 3.7.1), which fit through any path. If that works where full-sized
 * segments stalled, large packets vanish on the way (RFC 2923 2.1). The answer
 * goes into @attempt's small_segments.
 */
void lc_small_segments_async (LcProbeContext *context, LcRow *row, LcAttempt *attempt,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
void lc_small_segments_finish (GAsyncResult *result);

G_END_DECLS
