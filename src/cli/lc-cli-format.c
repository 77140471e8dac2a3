/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-format.h"

#include "cli/lc-cli-error.h"
#include "cli/lc-cli-summary.h"
#include "cli/lc-cli-table.h"
#include "report/lc-report-csv.h"
#include "report/lc-report-json.h"
#include "report/lc-report-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static GBytes *
render_table (LcReport *report, const LcCliStyle *style)
{
  g_autoptr (LcCliGrid) grid = lc_cli_table_new (report, style);
  GString *out = g_string_new (NULL);

  lc_cli_summary_append_heading (report, style, out);
  lc_cli_grid_append (grid, style, out);
  lc_cli_summary_append_conclusion (report, style, out);
  return g_string_free_to_bytes (out);
}

static GBytes *
render_text (LcReport *report, const LcCliStyle *style)
{
  char *text
      = lc_report_to_text (report, style->width > 0 ? lc_cli_style_get_prose_width (style) : 0);

  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
render_json (LcReport *report, const LcCliStyle *style)
{
  return lc_report_to_json (report);
}

static GBytes *
render_csv (LcReport *report, const LcCliStyle *style)
{
  char *csv = lc_report_to_csv (report);

  return g_bytes_new_take (csv, strlen (csv));
}

static const LcCliFormat formats[] = {
  { "table", NULL, TRUE, render_table },
  { "text", ".txt", TRUE, render_text },
  { "json", ".json", FALSE, render_json },
  { "csv", ".csv", FALSE, render_csv },
};

const LcCliFormat *
lc_cli_format_get_table (void)
{
  return &formats[0];
}

/* "table, text, json", or the endings. */
static char *
list_formats (gboolean endings)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    const char *word = endings ? formats[i].ending : formats[i].name;

    if (word != NULL)
      g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", word);
  }
  return g_string_free (out, FALSE);
}

static const LcCliFormat *
find_by_name (const char *name, GError **error)
{
  g_autofree char *names = list_formats (FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (g_ascii_strcasecmp (formats[i].name, name) == 0)
      return &formats[i];
  }
  g_set_error (error, LC_CLI_ERROR, LC_CLI_EXIT_USAGE,
               _ ("There is no format “%s”. Choose one of %s."), name, names);
  return NULL;
}

static const LcCliFormat *
find_by_ending (const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *endings = list_formats (TRUE);
  g_autofree char *name = g_filename_display_name (path);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (formats[i].ending != NULL && g_str_has_suffix (lower, formats[i].ending))
      return &formats[i];
  }
  g_set_error (error, LC_CLI_ERROR, LC_CLI_EXIT_USAGE,
               _ ("The name “%s” does not say which format to write. End it in one of %s, or give "
                  "--format."),
               name, endings);
  return NULL;
}

const LcCliFormat *
lc_cli_format_choose (const char *name, const char *path, GError **error)
{
  if (name != NULL)
    return find_by_name (name, error);
  if (path != NULL)
    return find_by_ending (path, error);
  return lc_cli_format_get_table ();
}
