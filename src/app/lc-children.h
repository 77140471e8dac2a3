/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes every child from a widget that was filled by hand. */
void lc_widget_remove_children (GtkWidget *widget);

/* @child: (transfer floating): shown when it is opened, and hidden until then, for GTK 4.8 leads
 * the keyboard into what a closed one keeps. Returns: (transfer floating) */
GtkWidget *lc_expander_new (const char *title, GtkWidget *child);

G_END_DECLS
