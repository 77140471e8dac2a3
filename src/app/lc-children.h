/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes every child from a widget that was filled by hand. */
void lc_widget_remove_children (GtkWidget *widget);

G_END_DECLS
