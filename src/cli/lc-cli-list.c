/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/lc-text.h"
#include "catalog/lc-catalog-words.h"
#include "cli/lc-cli-commands.h"
#include "cli/lc-cli-error.h"
#include "cli/lc-cli-files.h"
#include "cli/lc-cli-grid.h"
#include "cli/lc-cli-options.h"
#include "cli/lc-cli-selection.h"
#include "cli/lc-cli-terminal.h"
#include "cli/lc-cli-text.h"
#include "report/lc-report-words.h"

static const LcCliUsage usage = {
  .command = "list",
  .arguments = N_ ("SITE"),
  .summary = N_ ("Lists what “check” would contact: each row of a site with its host and port.\n"
                 "Nothing is sent. SITE is us, uk or sg."),
  .description = N_ ("Example:\n"
                     "  linecheck-cli list us\n"
                     "\n"
                     "Exit status:\n"
                     "  0 done     64 wrong usage     65 not a catalogue     66 it cannot be read\n"
                     "  74 standard output cannot be written"),
};

enum
{
  COLUMN_NUMBER,
  COLUMN_SERVICE,
  COLUMN_HOST,
  COLUMN_PORTS,
  COLUMN_PROTOCOL,
  COLUMN_ADDRESSES,
  N_COLUMNS
};

static char *
format_ports (const LcEndpoint *endpoint)
{
  const char *transport = endpoint->udp ? "udp" : "tcp";

  if (endpoint->port == endpoint->port_last)
    return g_strdup_printf ("%u/%s", endpoint->port, transport);
  return g_strdup_printf ("%u-%u/%s", endpoint->port, endpoint->port_last, transport);
}

/* What a name should resolve to, and what is special about the row. */
static char *
format_addresses (const LcEndpoint *endpoint)
{
  gboolean literal = g_hostname_is_ip_address (endpoint->host);
  g_autofree char *addresses = g_strjoinv (", ", endpoint->documented);
  GString *out = g_string_new (literal ? "" : addresses);

  if (endpoint->may_change)
    /* Translators: stands after a list of addresses. */
    g_string_append (out, _ (" or others"));
  if (!endpoint->required)
    g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", _ ("(not required)"));
  return g_string_free (out, FALSE);
}

static void
add_endpoint (LcCliGrid *grid, const LcEndpoint *endpoint)
{
  g_autofree char *service = lc_text_clean (endpoint->service);
  g_autofree char *host = lc_text_clean (endpoint->host);
  g_autofree char *number = lc_text_clean (endpoint->number);
  g_autofree char *ports = format_ports (endpoint);
  g_autofree char *addresses = format_addresses (endpoint);
  g_autofree char *clean = lc_text_clean (addresses);
  const char *cells[N_COLUMNS] = {
    number, service, host, ports, lc_protocol_to_string (endpoint->protocol), clean,
  };

  lc_cli_grid_add (grid, cells, NULL, TRUE);
}

static LcCliGrid *
make_grid (const LcSite *site, GPtrArray *selected)
{
  const LcCliColumn columns[N_COLUMNS] = {
    [COLUMN_NUMBER] = { C_ ("number", "No") },
    [COLUMN_SERVICE] = { _ ("Service") },
    [COLUMN_HOST] = { _ ("Host"), .shrinks = TRUE },
    [COLUMN_PORTS] = { _ ("Port") },
    [COLUMN_PROTOCOL] = { _ ("Protocol") },
    [COLUMN_ADDRESSES] = { _ ("Addresses as documented") },
  };
  LcCliGrid *grid = lc_cli_grid_new (columns, N_COLUMNS);

  for (guint i = 0; i < site->endpoints->len; i++) {
    const LcEndpoint *endpoint = g_ptr_array_index (site->endpoints, i);

    if (selected == NULL
        || g_ptr_array_find_with_equal_func (selected, endpoint->id, g_str_equal, NULL))
      add_endpoint (grid, endpoint);
  }
  return grid;
}

static int
print_site (LcCatalog *catalog, const LcSite *site, GPtrArray *selected)
{
  LcCliStyle style = lc_cli_terminal_get_style (STDOUT_FILENO);
  g_autoptr (LcCliGrid) grid = make_grid (site, selected);
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_rows = selected != NULL ? selected->len : site->endpoints->len;
  g_autofree char *title = g_strdup_printf ("%s (%s), %s", lc_catalog_translate (site->title),
                                            site->id, lc_catalog_translate (site->places));
  g_autofree char *clean = lc_text_clean (title);
  g_autofree char *dated = lc_describe_day (lc_catalog_get_dated (catalog));
  g_autofree char *text
      /* Translators: a number, a catalogue's revision, its date. */
      = g_strdup_printf (ngettext ("%u row of catalogue %s, dated %s. Nothing was sent.",
                                   "%u rows of catalogue %s, dated %s. Nothing was sent.", n_rows),
                         n_rows, lc_catalog_get_revision (catalog), dated);
  g_autofree char *footer = lc_text_clean (text);

  lc_cli_style_append (&style, out, LC_CLI_COLOUR_BOLD, clean);
  g_string_append (out, "\n\n");
  lc_cli_grid_append (grid, &style, out);
  g_string_append_printf (out, "\n%s\n", footer);
  return lc_cli_print (out->str);
}

int
lc_cli_list_run (char **argv)
{
  g_autofree char *path = NULL;
  g_auto (GStrv) rows = NULL;
  g_auto (GStrv) services = NULL;
  g_auto (GStrv) arguments = NULL;
  const GOptionEntry entries[] = {
    { "rows", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &rows,
      N_ ("Only these rows, by number or id: US-17,US-18"), N_ ("ROW,…") },
    { "service", 's', 0, G_OPTION_ARG_STRING_ARRAY, &services, N_ ("Only these services: sip,stun"),
      N_ ("SERVICE,…") },
    { "catalog", 'c', 0, G_OPTION_ARG_FILENAME, &path,
      N_ ("Use another catalogue than the one built in"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (LcCatalog) catalog = NULL;
  g_autoptr (GPtrArray) selected = NULL;
  g_autoptr (GError) error = NULL;
  const LcSite *site;
  int status = lc_cli_options_parse (&usage, entries, argv, &arguments);

  if (status != LC_CLI_PARSED)
    return status;
  catalog = lc_cli_read_catalog (path, &error);
  site = catalog != NULL ? lc_cli_options_get_site (catalog, arguments, &error) : NULL;
  if (site == NULL || !lc_cli_select_rows (site, rows, services, &selected, &error))
    return lc_cli_fail (error, usage.command);
  return print_site (catalog, site, selected);
}
