/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "probe/lc-probe-context.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcTracer:
 *
 * Follows the paths of the ports that fail, each side by side with a port that
 * works, while the other rows are still under way: a port whose second SYN has
 * drawn nothing is worth following, for the third seldom does. What answers after
 * all is dropped again. Rows with the same address and port share one trace. Sends
 * nothing where nothing fails.
 */
#define LC_TYPE_TRACER (lc_tracer_get_type ())
G_DECLARE_FINAL_TYPE (LcTracer, lc_tracer, LC, TRACER, GObject)

/* @cancellable: (nullable): stops all traces. Returns: (transfer full). */
LcTracer *lc_tracer_new (LcProbeContext *context, LcReport *report, GCancellable *cancellable);

/* One of the addresses of @row has been silent so long that it is suspect. */
void lc_tracer_suspect (LcTracer *self, LcRow *row, const char *address);

/* @row has ended: what failed of it is suspect. What ICMP has rejected can wait until
 * all rows have ended: who did it is known, and his few answers are wanted by rows. */
void lc_tracer_note_ended (LcTracer *self, LcRow *row);

/**
 * lc_tracer_end_async:
 *
 * All rows have ended: follows what else failed, waits for what is under way, and
 * writes the paths into the attempts. Must be called, and once. At most 7 s; a
 * port that was suspect in time costs less than 3 s from here.
 */
void lc_tracer_end_async (LcTracer           *self,
                          GAsyncReadyCallback callback,
                          gpointer            user_data);
void lc_tracer_end_finish (LcTracer *self, GAsyncResult *result);

G_END_DECLS
