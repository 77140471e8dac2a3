/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcCliLive:
 *
 * A running check on a terminal: every row in its place from the start, painted
 * anew when something changed, 20 times a second at most. Where the rows are more
 * than the terminal's lines, each service is one line of symbols, and where even
 * those are too many, the progress and the latest problems alone are shown.
 *
 * Each frame leaves the terminal as it found it (cursor shown, lines wrapping),
 * so there is nothing to restore when the program ends in whatever way. It is
 * written without waiting: a terminal that is held (Ctrl-S) loses frames and never
 * holds up a measurement.
 */
typedef struct _LcCliLive LcCliLive;

/**
 * lc_cli_live_new:
 * @fd: a terminal on which the cursor can be moved
 *
 * Paints the first frame and follows @report, on the default main context.
 */
LcCliLive *lc_cli_live_new (LcReport *report, int fd);

/* Wipes the rows off the terminal, for the final table to be printed there. */
void lc_cli_live_free (LcCliLive *live);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcCliLive, lc_cli_live_free)

G_END_DECLS
