/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tooltips of what there is much of, or what changes often. GTK asks the X server where
 * the pointer is whenever a tooltip's text is set, and waits for the answer; these say
 * what they have to say when they are asked. */

void lc_tooltip_set_text (GtkWidget *widget, const char *text);

/* Handler of a label's "query-tooltip": its own text, of which there may be no room for
 * all. */
gboolean lc_tooltip_query_label (GtkLabel *label, int x, int y, gboolean keyboard,
                                 GtkTooltip *tooltip);

G_END_DECLS
