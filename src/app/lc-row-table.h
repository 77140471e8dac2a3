/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcRowTable:
 *
 * A report's rows as a table that changes in place: filtered, searched, sorted.
 * Properties: "report" (#LcReport), "selected" (#LcRow, nullable), "filter"
 * (string: see lc-row-filter.h), "sort" (string: a column's name, "problems" for what
 * does not work first, "" for the numbers' order), "descending", "compact" (only the essential columns),
 * "crowded" (none whose content is in the details). Actions: table.filter,
 * table.sort and table.descending, which set these, and columns.NAME, which show a
 * column.
 * Signal "opened": a row was activated (pressed twice, or with Enter).
 */
#define LC_TYPE_ROW_TABLE (lc_row_table_get_type ())
G_DECLARE_FINAL_TYPE (LcRowTable, lc_row_table, LC, ROW_TABLE, GtkBox)

GtkWidget *lc_row_table_new (void);

void   lc_row_table_set_report (LcRowTable *self, LcReport *report);
LcRow *lc_row_table_get_selected (LcRowTable *self); /* (transfer none) (nullable) */

/* As lc_row_table_set_report(); @keep: with the filter, the search and the place that there are. */
void lc_row_table_replace_report (LcRowTable *self, LcReport *report, gboolean keep);

/* Selects the row with @id and brings it into view, taking the filter and the
 * search away where they hide it; %NULL selects none. */
void lc_row_table_select (LcRowTable *self, const char *id);

/* Puts the keyboard into the search field, or on the rows. */
void lc_row_table_start_search (LcRowTable *self);
void lc_row_table_focus_rows (LcRowTable *self);

G_END_DECLS
