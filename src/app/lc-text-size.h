/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns: the size of @widget's text in pixels, at least 1: what widths are
 * measured in, so that larger text makes a window narrower. */
int lc_widget_get_em (GtkWidget *widget);

G_END_DECLS
