/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/lc-row-sorter.h"

G_BEGIN_DECLS

/**
 * LcRowColumns:
 *
 * The columns of the table of rows: which are shown, by the settings "show-NAME" and by
 * the room that there is, how each sorts, and that the first is seen first.
 */
#define LC_TYPE_ROW_COLUMNS (lc_row_columns_get_type ())
G_DECLARE_FINAL_TYPE (LcRowColumns, lc_row_columns, LC, ROW_COLUMNS, GObject)

/* @table, whose direction of text counts, its @view and the view's @columns must live as long. */
LcRowColumns *lc_row_columns_new (GtkWidget                 *table,
                                  GtkColumnView             *view,
                                  GtkColumnViewColumn *const columns[LC_ROW_N_COLUMNS]);

/* Returns: (transfer none): an action for each column that a person may hide. */
GActionGroup *lc_row_columns_get_actions (LcRowColumns *self);

/* Returns: (transfer none) (nullable): the column with the name, "host". */
GtkColumnViewColumn *lc_row_columns_find (LcRowColumns *self, const char *name);

/* @compact: only what is essential; @crowded: nothing that the details beside it show. */
void lc_row_columns_set_room (LcRowColumns *self, gboolean compact, gboolean crowded);

/* Brings a row into view. */
void lc_row_columns_scroll_to (LcRowColumns *self, guint position);

G_END_DECLS
