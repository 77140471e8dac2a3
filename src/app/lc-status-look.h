/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-report.h"

G_BEGIN_DECLS

/* How a status looks: a symbol whose shape is its own, and a style class for
 * the colour, which only ever repeats what the symbol and the word say. The
 * strings are static. */
const char *lc_status_get_icon (LcStatus status);
const char *lc_status_get_style (LcStatus status);
const char *lc_verdict_get_icon (LcVerdict verdict);
const char *lc_verdict_get_style (LcVerdict verdict);
const char *lc_severity_get_icon (LcSeverity severity);
const char *lc_severity_get_style (LcSeverity severity);

/* The same for a row, which may still wait or run. */
const char *lc_row_get_icon (LcRowState state, LcStatus status);
const char *lc_row_get_style (LcRowState state, LcStatus status);

/* Takes the style class away that a status gave @widget, and gives it @style. */
void lc_widget_set_status_style (GtkWidget *widget, const char *style);

G_END_DECLS
