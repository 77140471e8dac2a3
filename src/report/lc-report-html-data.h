/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/* The report as data inside a page, so that the page that everybody can read is also the record
 * that Linecheck can open. */

/* Appends the report's JSON as a data block, which no browser runs or shows (HTML, 4.12.1: a
 * script element of another type). Nothing in it can end the block: all but plain ASCII,
 * and "<", ">" and "&", is escaped as JSON has it (RFC 8259 7). */
void lc_report_html_append_data (GString *html, LcReport *report);

/**
 * lc_report_new_from_saved:
 * @bytes: a file: JSON, or a page that carries it
 * @error: #LcReportError
 *
 * Returns: (transfer full) (nullable): as lc_report_new_from_json().
 */
LcReport *lc_report_new_from_saved (GBytes *bytes, GError **error);

G_END_DECLS
