/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_report_to_html:
 * @request: (nullable): what stands after the network: a section of a page, as
 *   lc_firewall_request_page_part() makes it
 *
 * Returns: (transfer full): the report as one HTML file that needs nothing else and that
 *   lc_report_new_from_saved() reads: no script that runs, no picture, nothing from any network, and a content security policy
 *   that forbids them. Everything from the report is escaped. It follows the reader's
 *   light or dark, prints, and is built of headings, lists and tables that a screen
 *   reader can walk.
 */
char *lc_report_to_html (LcReport *report, const char *request);

G_END_DECLS
