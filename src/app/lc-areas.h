/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * lc_areas_move:
 * @areas: (element-type GtkWidget): the parts of a window, in their order
 * @focus: (nullable): what has the keyboard
 * @step: 1 or -1
 *
 * Leads the keyboard on to the next part that takes it, round in a circle. A part that takes it
 * itself says by #GtkWidgetClass.grab_focus() where it goes; others have it on their first control.
 */
void lc_areas_move (GPtrArray *areas, GtkWidget *focus, int step);

/* Tells who hears the window and not sees it: by the library where it can (GTK 4.14), else as the
 * description of @focus (nullable), which is read out when it changes. What is told so is taken
 * back by lc_untell(). */
void lc_tell (GtkWidget *focus, const char *text);
void lc_untell (GtkWidget *focus);

G_END_DECLS
