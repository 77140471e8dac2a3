/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/* The rows in a page: those that do not work stand before everything that works. */

/* Appends the attribute that links to a row, or to its steps, lead to. @prefix is plain;
 * @number, "US-19", may be hostile. */
void lc_report_html_append_anchor (GString *html, const char *prefix, const char *number);

/* Appends @number as a link to the anchor of @prefix: "row-", "steps-". */
void lc_report_html_append_link (GString *html, const char *prefix, const char *number);

/* A table of the rows that were seen not to work; nothing where all do. */
void lc_report_html_append_failing_rows (GString *html, LcReport *report);

/* A table of all rows. */
void lc_report_html_append_rows (GString *html, LcReport *report);

/* The steps of the rows that do not work. */
void lc_report_html_append_steps (GString *html, LcReport *report);

G_END_DECLS
