/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-table.h"

#include <glib/gi18n-lib.h>

#include "base/lc-text.h"
#include "cli/lc-cli-text.h"
#include "report/lc-report-words.h"
#include "report/lc-row-cell.h"

/* What a terminal has room for; what was seen comes last. */
static const LcRowColumn columns[] = {
  LC_ROW_COLUMN_NUMBER, LC_ROW_COLUMN_SERVICE, LC_ROW_COLUMN_HOST, LC_ROW_COLUMN_PORT,
  LC_ROW_COLUMN_STATUS, LC_ROW_COLUMN_LATENCY, LC_ROW_COLUMN_SEEN,
};

#define N_COLUMNS G_N_ELEMENTS (columns)

G_STATIC_ASSERT (N_COLUMNS <= LC_CLI_GRID_MAX_COLUMNS);

#define MIN_MS_WIDTH 4

/* The widest that the result's column can get, so that nothing moves while it
 * fills. */
static guint
get_result_width (void)
{
  guint width = lc_text_get_width (_ ("Checking"));

  width = MAX (width, lc_text_get_width (_ ("Waiting")));
  for (LcStatus status = LC_STATUS_PASS; status <= LC_STATUS_CANCELLED; status++)
    width = MAX (width, lc_text_get_width (lc_status_get_label (status)));
  return width + 2;
}

static char *
format_result (LcRow *row, const LcCliStyle *style, LcCliColour *colour)
{
  LcStatus status = lc_row_get_status (row);

  *colour = LC_CLI_COLOUR_NONE;
  switch (lc_row_get_state (row)) {
  case LC_ROW_WAITING:
    *colour = LC_CLI_COLOUR_DIM;
    return g_strdup_printf ("%s %s", style->unicode ? "·" : ".", _ ("Waiting"));
  case LC_ROW_RUNNING:
    return g_strdup_printf ("%s %s", style->unicode ? "›" : ">", _ ("Checking"));
  case LC_ROW_ENDED:
  default:
    *colour = lc_cli_style_get_colour (status);
    return g_strdup_printf ("%s %s", lc_cli_style_get_symbol (style, status),
                            lc_status_get_label (status));
  }
}

static gboolean
is_important (LcRow *row)
{
  return lc_row_get_state (row) == LC_ROW_ENDED && lc_row_get_status (row) != LC_STATUS_PASS;
}

static char *
format_cell (LcRow *row, LcRowColumn column, const LcCliStyle *style, LcCliColour *colour)
{
  *colour = LC_CLI_COLOUR_NONE;
  if (column == LC_ROW_COLUMN_STATUS)
    return format_result (row, style, colour);
  if (column == LC_ROW_COLUMN_LATENCY)
    return lc_cli_table_format_ms (lc_row_get_latency_us (row), style);
  return lc_row_describe_short_cell (row, column);
}

static void
add_row (LcCliGrid *grid, LcRow *row, const LcCliStyle *style)
{
  LcCliColour colours[N_COLUMNS];
  char *cells[N_COLUMNS];

  for (gsize i = 0; i < N_COLUMNS; i++)
    cells[i] = format_cell (row, columns[i], style, &colours[i]);
  lc_cli_grid_add (grid, (const char *const *) cells, colours, is_important (row));
  for (gsize i = 0; i < N_COLUMNS; i++)
    g_free (cells[i]);
}

LcCliGrid *
lc_cli_table_new (LcReport *report, const LcCliStyle *style)
{
  LcCliColumn grid_columns[N_COLUMNS] = { 0 };
  LcCliGrid *grid;

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);
  g_return_val_if_fail (style != NULL, NULL);

  for (gsize i = 0; i < N_COLUMNS; i++) {
    grid_columns[i].title = lc_row_column_get_short_title (columns[i]);
    grid_columns[i].right = lc_row_column_is_number (columns[i]);
    grid_columns[i].shrinks = columns[i] == LC_ROW_COLUMN_HOST;
    if (columns[i] == LC_ROW_COLUMN_STATUS)
      grid_columns[i].min_width = get_result_width ();
    else if (columns[i] == LC_ROW_COLUMN_LATENCY)
      grid_columns[i].min_width = MIN_MS_WIDTH;
  }
  grid = lc_cli_grid_new (grid_columns, N_COLUMNS);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    add_row (grid, lc_report_get_row (report, i), style);
  return grid;
}

char *
lc_cli_table_format_ms (gint64 us, const LcCliStyle *style)
{
  g_return_val_if_fail (style != NULL, NULL);

  if (us < 0)
    return g_strdup (style->unicode ? "–" : "-");
  if (us < 9950)
    return g_strdup_printf ("%.1f", (double) ((us + 50) / 100) / 10);
  return g_strdup_printf ("%" G_GINT64_FORMAT, (us + 500) / 1000);
}
