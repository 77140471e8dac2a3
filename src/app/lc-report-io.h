/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "report/lc-report-file.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/* Reports from and to files, without holding the window up. */

/* Returns: (transfer full): the report as a file of @format, which is not NONE. */
GBytes *lc_report_render (LcReport *report, LcReportFormat format);

/**
 * lc_report_suggest_name:
 * @what: the first word of the name
 * @ending: without the dot
 *
 * Returns: (transfer full): "linecheck-us-20261122-0711.linecheck.json": with the
 *   site, and when it was checked in this computer's time zone.
 */
char *lc_report_suggest_name (LcReport *report, const char *what, const char *ending);

/* Returns: (transfer full): one paragraph for a chat or a ticket: the verdict,
 * what works, what was found and when. */
char *lc_report_summarize (LcReport *report);

/**
 * lc_report_save_async:
 * @file: its name's ending says the format
 *
 * Renders at once and writes in another thread, whole or not at all.
 * Errors: #GIOError; %G_IO_ERROR_INVALID_FILENAME for an ending that says no format.
 */
void     lc_report_save_async (LcReport           *report,
                               GFile              *file,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
/* The same for the report's firewall request: text, or a table for a name that
 * ends in ".csv". */
void     lc_firewall_request_save_async (LcReport           *report,
                                         GFile              *file,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);

/* For both. */
gboolean lc_report_save_finish (GAsyncResult *result, GError **error);

/**
 * lc_report_load_async:
 *
 * Reads no more than a report may have. Errors: #GIOError, #LcReportError.
 */
void      lc_report_load_async (GFile              *file,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
LcReport *lc_report_load_finish (GAsyncResult *result, GError **error); /* (transfer full) */

G_END_DECLS
