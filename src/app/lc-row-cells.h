/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-row.h"

G_BEGIN_DECLS

/* What a row's cells show. */

/* Makes the closures of the cells' templates known to the class of the widget that
 * has the cells; in class_init. */
void lc_row_cells_bind (GtkWidgetClass *widget_class);

/* Returns: (transfer full): the row as one line for the clipboard, with tabs. */
char *lc_row_describe_line (LcRow *row);

/* Returns: (transfer none) (nullable): whose row @widget (nullable) is, or is in. */
LcRow *lc_row_find_at (GtkWidget *widget);

G_END_DECLS
