/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_print_report:
 * @parent: the window that asks for it
 * @error: #GtkPrintError
 *
 * Shows the system's print dialog, which makes PDF files, too, and prints the
 * report on as many pages as it takes. Returns: whether nothing went wrong.
 */
gboolean lc_print_report (LcReport *report, GtkWindow *parent, GError **error);

/* Returns: (transfer full): what is printed, its lines broken for a page. */
char *lc_print_get_text (LcReport *report);

/* Returns: (transfer full): an operation that prints the report, for any of GTK's
 * ways to run one. */
GtkPrintOperation *lc_print_operation_new (LcReport *report);

G_END_DECLS
