/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Spares GTK its default theme, which libadwaita replaces at once: it takes as long to
 * read as libadwaita's. Called before anything that may begin a thread, for it changes
 * the environment until lc_style_init(). */
void lc_style_prepare (void);

/* How the window is dressed: libadwaita's style where there is one, and the
 * project's own style sheet and icons on top. Called once, when GTK is up. */
void lc_style_init (void);

G_END_DECLS
