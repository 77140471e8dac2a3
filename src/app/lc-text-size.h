/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns: the size of @widget's text in pixels, at least 1: what widths are
 * measured in, so that larger text makes a window narrower. */
int lc_widget_get_em (GtkWidget *widget);

/* Lets @label break into lines, within words where it must. How narrow that could make
 * it at the most is bounded: GTK would lay a text out a letter a line to find out, time
 * and again. The .ui files set "width-chars" for the same reason. */
void lc_label_wrap (GtkLabel *label);

/**
 * lc_label_new:
 * @text: (nullable): from anywhere; it is cleaned, see lc_text_clean()
 * @style: (nullable): a style class
 *
 * Returns: (transfer floating): a label that begins where its line begins, and wraps.
 */
GtkWidget *lc_label_new (const char *text, const char *style);

/**
 * lc_line_new:
 * @first: (transfer floating)
 * @second: (transfer floating): what is beside it
 * @spacing: pixels between them
 *
 * For texts that wrap. A GtkBox finds out which widths go with the least height by trying
 * many, and so does each text again for each of them.
 *
 * Returns: (transfer floating)
 */
GtkWidget *lc_line_new (GtkWidget *first, GtkWidget *second, int spacing);

G_END_DECLS
