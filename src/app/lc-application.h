/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LcApplication:
 *
 * The program: one instance, one window, and the command line
 * `linecheck [--site SITE] [--start] [REPORT]`.
 */
#define LC_TYPE_APPLICATION (lc_application_get_type ())
G_DECLARE_FINAL_TYPE (LcApplication, lc_application, LC, APPLICATION, GtkApplication)

LcApplication *lc_application_new (void);

G_END_DECLS
