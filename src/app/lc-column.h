/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LcColumn:
 *
 * One child in the middle, as wide as is good to read and no wider, and as high as
 * it wants to be. Property: "child" (#GtkWidget, nullable).
 */
#define LC_TYPE_COLUMN (lc_column_get_type ())
G_DECLARE_FINAL_TYPE (LcColumn, lc_column, LC, COLUMN, GtkWidget)

GtkWidget *lc_column_new (void);
void       lc_column_set_child (LcColumn *self, GtkWidget *child);

G_END_DECLS
