/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

#define LC_REPORT_TEXT_MIN_WIDTH 60
#define LC_REPORT_TEXT_DEFAULT_WIDTH 80

/**
 * lc_report_to_text:
 * @width: columns of a line, at least LC_REPORT_TEXT_MIN_WIDTH; 0 for
 *   LC_REPORT_TEXT_DEFAULT_WIDTH
 *
 * Returns: (transfer full): the report for a person: the verdict first, when and
 *   in which network, then what works, what is wrong and what to do, every row, and
 *   what was checked when. No colour, and nothing in it steers a terminal.
 */
char *lc_report_to_text (LcReport *report, guint width);

G_END_DECLS
