/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LcStepBar:
 *
 * One bar on a scale of time: when a step began and how long it took, with a
 * mark for the round trip where that lies within it. It says nothing to a screen
 * reader; the words beside it do.
 */
#define LC_TYPE_STEP_BAR (lc_step_bar_get_type ())
G_DECLARE_FINAL_TYPE (LcStepBar, lc_step_bar, LC, STEP_BAR, GtkWidget)

/**
 * lc_step_bar_new:
 * @begin: µs from the scale's beginning
 * @us: how long it took
 * @mark: µs from @begin to the mark; negative for none
 * @scale: the scale's length in µs, above 0
 * @style: the style class of a status
 */
GtkWidget *lc_step_bar_new (gint64 begin, gint64 us, gint64 mark, gint64 scale, const char *style);

G_END_DECLS
