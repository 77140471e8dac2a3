/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-row.h"

G_BEGIN_DECLS

typedef enum
{
  LC_ROW_COLUMN_NUMBER,
  LC_ROW_COLUMN_SERVICE,
  LC_ROW_COLUMN_HOST,
  LC_ROW_COLUMN_PORT,
  LC_ROW_COLUMN_STATUS,
  LC_ROW_COLUMN_RESOLVED,
  LC_ROW_COLUMN_LATENCY,
  LC_ROW_COLUMN_SEEN,
  LC_ROW_N_COLUMNS,
} LcRowColumn;

/* A total order of rows: by the column, then by number, then by id. The worst
 * status comes first, a latency that there is none of last. */
int lc_row_compare (LcRow *a, LcRow *b, LcRowColumn column);

/* Returns: (transfer full): the order as a sorter. It does not watch the rows. */
GtkSorter *lc_row_sorter_new (LcRowColumn column);

G_END_DECLS
