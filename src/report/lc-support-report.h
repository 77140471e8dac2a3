/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"
#include "report/lc-support-code.h"

G_BEGIN_DECLS

/* The support code of a report, and the words around one. */

/**
 * lc_report_make_support_code:
 *
 * Returns: (transfer full) (nullable): %NULL where a row is not the one of that number in the
 *   bundled catalogue, as whoever is told the code looks it up there.
 */
char *lc_report_make_support_code (LcReport *report);

/**
 * lc_support_content_get_started:
 * @now: UTC
 *
 * A code has no year: it is the last time before @now, or within the day after it, for clocks differ.
 *
 * Returns: (transfer full): UTC, to a quarter of an hour.
 */
GDateTime *lc_support_content_get_started (const LcSupportContent *content, GDateTime *now);

/* "0 4 Kilo 7": a group of a code to be read out, in the reader's language. Returns: (transfer full). */
char *lc_support_code_spell (const char *group);

/* What is wrong with what was typed, a translated sentence. Returns: (transfer full) (nullable):
 * %NULL for %LC_SUPPORT_FAULT_NONE. */
char *lc_support_fault_describe (LcSupportFault fault, guint group);

G_END_DECLS
