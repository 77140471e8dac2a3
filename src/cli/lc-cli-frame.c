/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-frame.h"

#include <glib/gi18n-lib.h>

#include "base/lc-text.h"
#include "cli/lc-cli-table.h"
#include "cli/lc-cli-text.h"
#include "report/lc-report-words.h"

#define BAR_WIDTH 20
#define MAX_PROBLEMS 3
#define SERVICE_WIDTH 16
/* The title, an empty line, the progress, and one for the cursor. */
#define OTHER_LINES 4

static void
take_line (GPtrArray *lines, GString *line)
{
  g_ptr_array_add (lines, g_string_free (line, FALSE));
}

static void
add_title (GPtrArray *lines, LcReport *report, const LcCliStyle *style)
{
  guint n_rows = lc_report_get_n_rows (report);
  g_autofree char *site = lc_report_describe_site (report);
  g_autofree char *text
      /* Translators: a site, as “United States”, and its number of rows. */
      = g_strdup_printf (ngettext ("Checking %s: %u row", "Checking %s: %u rows", n_rows), site,
                         n_rows);
  g_autofree char *shortened = lc_cli_cut_end (text, style->width, style->unicode);
  GString *line = g_string_new (NULL);

  lc_cli_style_append (style, line, LC_CLI_COLOUR_BOLD, shortened);
  take_line (lines, line);
}

static void
add_rows (GPtrArray *lines, LcReport *report, const LcCliStyle *style)
{
  g_autoptr (LcCliGrid) grid = lc_cli_table_new (report, style);
  g_autoptr (GPtrArray) rows = lc_cli_grid_get_lines (grid, style, TRUE);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (lines, g_strdup (g_ptr_array_index (rows, i)));
}

static const char *
get_row_symbol (LcRow *row, const LcCliStyle *style, LcCliColour *colour)
{
  *colour = LC_CLI_COLOUR_NONE;
  switch (lc_row_get_state (row)) {
  case LC_ROW_WAITING:
    *colour = LC_CLI_COLOUR_DIM;
    return style->unicode ? "·" : ".";
  case LC_ROW_RUNNING:
    return style->unicode ? "›" : ">";
  case LC_ROW_ENDED:
  default:
    *colour = lc_cli_style_get_colour (lc_row_get_status (row));
    return lc_cli_style_get_symbol (style, lc_row_get_status (row));
  }
}

/* A service's line: its name, then a symbol for each of its rows, as many as fit. */
static GString *
begin_service (const char *service, const LcCliStyle *style)
{
  GString *line = g_string_new ("  ");
  g_autofree char *clean = lc_text_clean (service);
  g_autofree char *name = lc_cli_cut_end (clean, SERVICE_WIDTH, style->unicode);

  g_string_append (line, name);
  lc_cli_append_spaces (line, SERVICE_WIDTH - lc_text_get_width (name));
  return line;
}

static GString *
format_service (LcReport *report, const char *service, const LcCliStyle *style)
{
  GString *line = begin_service (service, style);
  guint column = 2 + SERVICE_WIDTH;

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    LcCliColour colour;
    const char *symbol = get_row_symbol (row, style, &colour);

    if (column + 2 <= style->width && g_str_equal (lc_row_get_service (row), service)) {
      g_string_append_c (line, ' ');
      lc_cli_style_append (style, line, colour, symbol);
      column += 2;
    }
  }
  return line;
}

/* Each service once, in the order of the rows. */
static GPtrArray *
list_services (LcReport *report)
{
  GPtrArray *services = g_ptr_array_new ();

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    const char *service = lc_row_get_service (lc_report_get_row (report, i));

    if (!g_ptr_array_find_with_equal_func (services, service, g_str_equal, NULL))
      g_ptr_array_add (services, (gpointer) service);
  }
  return services;
}

static void
add_services (GPtrArray *lines, LcReport *report, GPtrArray *services, const LcCliStyle *style)
{
  for (guint i = 0; i < services->len; i++)
    take_line (lines, format_service (report, g_ptr_array_index (services, i), style));
}

static void
append_bar (GString *line, guint done, guint total, const LcCliStyle *style)
{
  guint full = total > 0 ? done * BAR_WIDTH / total : 0;
  g_autoptr (GString) left = g_string_new (NULL);
  g_autoptr (GString) right = g_string_new (NULL);

  for (guint i = 0; i < BAR_WIDTH; i++) {
    if (i < full)
      g_string_append (left, style->unicode ? "━" : "#");
    else
      g_string_append (right, style->unicode ? "─" : ".");
  }
  lc_cli_style_append (style, line, LC_CLI_COLOUR_GREEN, left->str);
  lc_cli_style_append (style, line, LC_CLI_COLOUR_DIM, right->str);
}

static void
add_progress (GPtrArray *lines, LcReport *report, const LcCliStyle *style, guint elapsed_s)
{
  guint done = lc_report_get_progress (report);
  guint total = lc_report_get_n_rows (report);
  g_autofree char *activity = lc_text_clean (lc_report_get_activity (report));
  /* Translators: how many rows have ended, of how many, after how many seconds. */
  g_autofree char *text = g_strdup_printf (_ ("%u of %u, %u s"), done, total, elapsed_s);
  g_autofree char *whole = *activity != '\0' ? g_strdup_printf ("%s · %s", text, activity) : NULL;
  g_autofree char *shortened
      = lc_cli_cut_end (whole != NULL ? whole : text, style->width - BAR_WIDTH - 1, style->unicode);
  GString *line = g_string_new (NULL);

  append_bar (line, done, total, style);
  g_string_append_printf (line, " %s", shortened);
  take_line (lines, line);
}

/* What is known when every row has ended, while the place of a block is looked for. */
static void
add_first_result (GPtrArray *lines, LcReport *report, const LcCliStyle *style)
{
  LcVerdict verdict = lc_report_get_verdict (report);
  LcStatus status = lc_verdict_to_status (verdict);
  /* Translators: a verdict, as “Blocked”, before the last traces have come back. */
  g_autofree char *text = g_strdup_printf (_ ("First result: %s"), lc_verdict_get_label (verdict));
  g_autofree char *shortened = lc_cli_cut_end (text, style->width - 2, style->unicode);
  GString *line = g_string_new (NULL);

  lc_cli_style_append (style, line, lc_cli_style_get_colour (status),
                       lc_cli_style_get_symbol (style, status));
  g_string_append_printf (line, " %s", shortened);
  take_line (lines, line);
}

static void
add_problem (GPtrArray *lines, LcRow *row, const LcCliStyle *style)
{
  LcStatus status = lc_row_get_status (row);
  g_autofree char *detail = lc_row_describe_seen (row);
  g_autofree char *text = g_strdup_printf ("%s %s %s: %s", lc_row_get_number (row),
                                           lc_row_get_service (row), lc_row_get_host (row), detail);
  g_autofree char *shortened = lc_cli_cut_end (text, style->width - 2, style->unicode);
  GString *line = g_string_new (NULL);

  lc_cli_style_append (style, line, lc_cli_style_get_colour (status),
                       lc_cli_style_get_symbol (style, status));
  g_string_append_printf (line, " %s", shortened);
  take_line (lines, line);
}

static void
add_problems (GPtrArray *lines, GPtrArray *problems, guint most, const LcCliStyle *style)
{
  guint first = problems->len > most ? problems->len - most : 0;

  for (guint i = first; i < problems->len; i++)
    add_problem (lines, g_ptr_array_index (problems, i), style);
}

GPtrArray *
lc_cli_frame_new (LcReport *report,
                  const LcCliStyle *style,
                  guint lines,
                  guint elapsed_s,
                  GPtrArray *problems)
{
  g_return_val_if_fail (LC_IS_REPORT (report), NULL);
  g_return_val_if_fail (style != NULL, NULL);

  GPtrArray *frame = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) services = list_services (report);
  guint most = MIN (MAX_PROBLEMS, MAX (lines, 2) - 2);
  guint room = lines > OTHER_LINES + MAX_PROBLEMS ? lines - OTHER_LINES - MAX_PROBLEMS : 0;

  if (lc_report_get_n_rows (report) + 1 <= room) {
    add_title (frame, report, style);
    add_rows (frame, report, style);
    g_ptr_array_add (frame, g_strdup (""));
  } else if (services->len <= room) {
    add_title (frame, report, style);
    add_services (frame, report, services, style);
    g_ptr_array_add (frame, g_strdup (""));
  }
  add_progress (frame, report, style, elapsed_s);
  if (lc_report_get_preliminary (report) && most > 0) {
    add_first_result (frame, report, style);
    most--;
  }
  add_problems (frame, problems, most, style);
  return frame;
}
