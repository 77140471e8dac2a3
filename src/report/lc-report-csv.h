/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_report_to_csv:
 *
 * Returns: (transfer full): one line a row after a line of titles, as RFC 4180
 *   has it (CRLF, quotes where needed), in UTF-8 without a byte order mark. Words
 *   are identifiers, lists are separated by spaces, a time that there is none of is
 *   empty. A cell that a spreadsheet would take for a formula has a ' in front.
 */
char *lc_report_to_csv (LcReport *report);

G_END_DECLS
