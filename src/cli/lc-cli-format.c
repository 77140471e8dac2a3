/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli/lc-cli-options.h"
#include "cli/lc-cli-summary.h"
#include "cli/lc-cli-table.h"
#include "diagnosis/lc-firewall-request.h"
#include "report/lc-report-csv.h"
#include "report/lc-report-html.h"
#include "report/lc-report-json.h"
#include "report/lc-report-text.h"

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
render_html (LcReport *report, const LcCliStyle *style)
{
  g_autofree char *request = lc_firewall_request_page_part (report);
  char *html = lc_report_to_html (report, request);

  return g_bytes_new_take (html, strlen (html));
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

static GBytes *
render_firewall (LcReport *report, const LcCliStyle *style)
{
  char *text = lc_firewall_request_text (report);

  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
render_firewall_csv (LcReport *report, const LcCliStyle *style)
{
  char *csv = lc_firewall_request_csv (report);

  return g_bytes_new_take (csv, strlen (csv));
}

/* Where a name or an ending stands twice, the first is meant, unless the other of
 * the two tells them apart. */
static const LcCliFormat formats[] = {
  { "table", NULL, TRUE, render_table },
  { "text", ".txt", TRUE, render_text },
  { "html", ".html", TRUE, render_html, TRUE },
  { "json", ".json", FALSE, render_json },
  { "csv", ".csv", FALSE, render_csv },
  { "firewall", ".txt", TRUE, render_firewall },
  { "firewall", ".csv", FALSE, render_firewall_csv },
  { "firewall-csv", ".csv", FALSE, render_firewall_csv },
};

const LcCliFormat *
lc_cli_format_get_table (void)
{
  return &formats[0];
}

static gboolean
has_ending (const char *path, const char *ending)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return ending != NULL && g_str_has_suffix (lower, ending);
}

/* "table, text, json", or the endings, each once. */
static char *
list_formats (gboolean endings)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    const char *word = endings ? formats[i].ending : formats[i].name;

    if (word != NULL && !g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL))
      g_ptr_array_add (words, (gpointer) word);
  }
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **) words->pdata);
}

static const LcCliFormat *
find_by_name (const char *name, const char *path, GError **error)
{
  g_autofree char *names = list_formats (FALSE);
  const LcCliFormat *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (g_ascii_strcasecmp (formats[i].name, name) != 0)
      continue;
    if (path != NULL && has_ending (path, formats[i].ending))
      return &formats[i];
    if (found == NULL)
      found = &formats[i];
  }
  if (found == NULL)
    lc_cli_usage_error (error, _ ("There is no format “%s”. Choose one of %s."), name, names);
  return found;
}

static const LcCliFormat *
find_by_ending (const char *path, GError **error)
{
  g_autofree char *endings = list_formats (TRUE);
  g_autofree char *name = g_filename_display_name (path);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (has_ending (path, formats[i].ending))
      return &formats[i];
  }
  lc_cli_usage_error (error,
                      _ ("The name “%s” does not say which format to write. End it in one of %s, "
                         "or give --format."),
                      name, endings);
  return NULL;
}

const LcCliFormat *
lc_cli_format_choose (const char *name, const char *path, GError **error)
{
  if (name != NULL)
    return find_by_name (name, path, error);
  if (path != NULL)
    return find_by_ending (path, error);
  return lc_cli_format_get_table ();
}
