/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How the window is dressed: libadwaita's style where there is one, and the
 * project's own style sheet and icons on top. Called once, when GTK is up. */
void lc_style_init (void);

G_END_DECLS
