/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-row.h"

G_BEGIN_DECLS

/**
 * LcRowColumn:
 *
 * The columns of the table of rows, in order. Every view takes its columns, their titles and
 * what stands in them from here.
 */
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

/* What the settings call it: "number", "addresses" …; never translated. */
const char *lc_row_column_get_name (LcRowColumn column);

/* Translated. The short one is for a terminal, where a column is as wide as its title. */
const char *lc_row_column_get_title (LcRowColumn column);
const char *lc_row_column_get_short_title (LcRowColumn column);

/* Whether its cells are numbers, which end where the column ends. */
gboolean lc_row_column_is_number (LcRowColumn column);

/* Returns: (transfer full): what stands in the cell, cleaned; a status without its symbol. */
char *lc_row_describe_cell (LcRow *row, LcRowColumn column);

/* Likewise for a terminal: the service as the source document names it, the port without its
 * transport. */
char *lc_row_describe_short_cell (LcRow *row, LcRowColumn column);

G_END_DECLS
