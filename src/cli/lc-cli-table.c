/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-table.h"

#include "cli/lc-cli-text.h"
#include "report/lc-report-words.h"
#include "base/lc-text.h"

#include <glib/gi18n-lib.h>

enum
{
  COLUMN_NUMBER,
  COLUMN_SERVICE,
  COLUMN_HOST,
  COLUMN_PORTS,
  COLUMN_RESULT,
  COLUMN_MS,
  COLUMN_SEEN,
  N_COLUMNS
};

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

/* A row that is not required says so where it did not pass: it is the first thing
 * to know about its failure. */
static char *
format_seen (LcRow *row)
{
  g_autofree char *seen = lc_row_describe_seen (row);

  if (lc_row_get_required (row) || !is_important (row))
    return g_steal_pointer (&seen);
  /* Translators: what was seen of a connection that nobody needs. */
  return g_strdup_printf (_ ("%s (not required)"), seen);
}

static void
add_row (LcCliGrid *grid, LcRow *row, const LcCliStyle *style)
{
  LcCliColour colours[N_COLUMNS] = { LC_CLI_COLOUR_NONE };
  g_autofree char *number = lc_text_clean (lc_row_get_number (row));
  g_autofree char *service = lc_text_clean (lc_row_get_service (row));
  g_autofree char *host = lc_text_clean (lc_row_get_host (row));
  g_autofree char *ports = lc_text_clean (lc_row_get_ports (row));
  g_autofree char *result = format_result (row, style, &colours[COLUMN_RESULT]);
  g_autofree char *ms = lc_cli_table_format_ms (lc_row_get_latency_us (row), style);
  g_autofree char *seen = format_seen (row);
  const char *cells[N_COLUMNS] = { number, service, host, ports, result, ms, seen };

  lc_cli_grid_add (grid, cells, colours, is_important (row));
}

LcCliGrid *
lc_cli_table_new (LcReport *report, const LcCliStyle *style)
{
  LcCliColumn columns[N_COLUMNS] = {
    [COLUMN_NUMBER] = { C_ ("number", "No") },
    [COLUMN_SERVICE] = { _ ("Service") },
    [COLUMN_HOST] = { _ ("Host"), .shrinks = TRUE },
    [COLUMN_PORTS] = { _ ("Port") },
    [COLUMN_RESULT] = { _ ("Result"), .min_width = get_result_width () },
    [COLUMN_MS] = { _ ("ms"), .min_width = MIN_MS_WIDTH, .right = TRUE },
    [COLUMN_SEEN] = { _ ("What was seen") },
  };
  LcCliGrid *grid = lc_cli_grid_new (columns, N_COLUMNS);

  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    add_row (grid, lc_report_get_row (report, i), style);
  return grid;
}

char *
lc_cli_table_format_ms (gint64 us, const LcCliStyle *style)
{
  if (us < 0)
    return g_strdup (style->unicode ? "–" : "-");
  if (us < 9950)
    return g_strdup_printf ("%.1f", (double) ((us + 50) / 100) / 10);
  return g_strdup_printf ("%" G_GINT64_FORMAT, (us + 500) / 1000);
}
