/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-row-cell.h"

G_BEGIN_DECLS

/* A total order of rows: by the column, then by number, then by id. The worst
 * status comes first, a latency that there is none of last. */
int lc_row_compare (LcRow *a, LcRow *b, LcRowColumn column);

/* Returns: (transfer full): the order as a sorter. It does not watch the rows. */
GtkSorter *lc_row_sorter_new (LcRowColumn column);

/* The table's sort in which what does not work comes first, as the table's "sort" has it. */
#define LC_ROW_SORT_PROBLEMS "problems"

/* What does not work before the rest, the worst first, then as they are numbered. */
int lc_row_compare_problems (LcRow *a, LcRow *b);

/* Sorts @model as the columns' titles say, and where no column has a say by what is given back,
 * whose order is as the table's @sort says: LC_ROW_SORT_PROBLEMS, or any other for the numbers'.
 * (transfer full) */
GtkCustomSorter *
lc_row_sorter_attach (GtkColumnView *view, GtkSortListModel *model, const char *sort);

void lc_row_sorter_set_order (GtkCustomSorter *sorter, const char *sort);

G_END_DECLS
