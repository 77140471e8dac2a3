/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "probe/lc-probe-context.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/**
 * lc_row_probe_async:
 *
 * Tries a whole row: resolves its host, makes one attempt per address, another
 * through the computer's HTTP proxy where its protocol can use one, and others
 * on the documented addresses where the name led nowhere or elsewhere. Fills in
 * everything that was seen; what it means is for diagnosis to say.
 */
void lc_row_probe_async (LcProbeContext     *context,
                         LcRow              *row,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data);

/* Never fails: what is known is in the row. */
void lc_row_probe_finish (GAsyncResult *result);

G_END_DECLS
