/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/lc-cli-style.h"

G_BEGIN_DECLS

/**
 * LcCliColumn:
 *
 * One column of a grid. At most one column shrinks when the lines are too long;
 * what it loses is cut out of its middle, where host names differ least.
 */
typedef struct
{
  const char *title;     /* translated */
  guint       min_width; /* so that nothing moves when a value arrives */
  gboolean    right;     /* numbers */
  gboolean    shrinks;
} LcCliColumn;

#define LC_CLI_GRID_MAX_COLUMNS 8

/**
 * LcCliGrid:
 *
 * Cells in columns. The last column holds sentences: it takes what room is left
 * on the line, and where that is too little its text goes below the row.
 */
typedef struct _LcCliGrid LcCliGrid;

/* @columns is copied; its titles are not and must be static (gettext's are). */
LcCliGrid *lc_cli_grid_new (const LcCliColumn *columns, guint n_columns);
void       lc_cli_grid_free (LcCliGrid *grid);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcCliGrid, lc_cli_grid_free)

/**
 * lc_cli_grid_add:
 * @cells: as many as there are columns, clean; copied
 * @colours: (nullable): as many
 * @important: whether the last cell is worth lines of its own below the row
 */
void lc_cli_grid_add (LcCliGrid         *grid,
                      const char *const *cells,
                      const LcCliColour *colours,
                      gboolean           important);

/**
 * lc_cli_grid_get_lines:
 * @one_each: cut the last column, so that every row is exactly one line
 *
 * Returns: (transfer full) (element-type utf8): the title's line, then the rows',
 * with the sequences of @style and without line feeds.
 */
GPtrArray *lc_cli_grid_get_lines (const LcCliGrid *grid, const LcCliStyle *style, gboolean one_each);

/* Appends the same lines, each with its line feed. */
void lc_cli_grid_append (LcCliGrid *grid, const LcCliStyle *style, GString *out);

G_END_DECLS
