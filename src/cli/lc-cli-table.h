/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/lc-cli-grid.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/* The rows of a report as a grid: number, service, host, port, result,
 * milliseconds, and what was seen. */

/**
 * lc_cli_table_new:
 *
 * Returns: (transfer full): the rows as they are now; one that has not ended says
 * that it waits, or what it does.
 */
LcCliGrid *lc_cli_table_new (LcReport *report, const LcCliStyle *style);

/* "41 ms" without its unit: "41", "0.4", or "–" for LC_US_NONE. Returns: (transfer full). */
char *lc_cli_table_format_ms (gint64 us, const LcCliStyle *style);

G_END_DECLS
