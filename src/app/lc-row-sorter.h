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

G_END_DECLS
