/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "probe/lc-probe-context.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/**
 * lc_small_segments_async:
 * @attempt: one whose handshake stalled; must live until @callback
 * @timeout_ms: for connection and handshake together
 *
 * Tries the connection and the TLS handshake again with segments of 536 bytes
 * (RFC 9293 3.7.1), which fit through any path, and at the same time as before. If
 * only the small ones work, large packets vanish on the way (RFC 2923 2.1): that
 * goes into @attempt's small_segments. A handshake that works the second time just
 * as it was goes into retry_worked.
 */
void lc_small_segments_async (LcProbeContext *context, LcRow *row, LcAttempt *attempt,
                              guint timeout_ms, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
void lc_small_segments_finish (GAsyncResult *result);

G_END_DECLS
