/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-text.h"
#include "cli/lc-cli-commands.h"
#include "cli/lc-cli-error.h"
#include "cli/lc-cli-files.h"
#include "cli/lc-cli-options.h"
#include "cli/lc-cli-text.h"

static const LcCliUsage usage = {
  .command = "catalog",
  .arguments = N_ ("validate FILE"),
  .summary
  = N_ ("Says whether a file is a catalogue for “check --catalog FILE”, and if it is not,\n"
        "where it is wrong and what was expected there. Nothing is sent."),
  .description = N_ ("Example:\n"
                     "  linecheck-cli catalog validate company.json\n"
                     "\n"
                     "Exit status:\n"
                     "  0 it is one     64 wrong usage     65 it is not     66 it cannot be read\n"
                     "  74 standard output cannot be written"),
};

static int
validate (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcCatalog) catalog = lc_cli_read_catalog (path, &error);
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *line = NULL;
  GPtrArray *sites;
  guint n_rows = 0;

  if (catalog == NULL)
    return lc_cli_fail (error, usage.command);

  sites = lc_catalog_get_sites (catalog);
  for (guint i = 0; i < sites->len; i++)
    n_rows += ((LcSite *) g_ptr_array_index (sites, i))->endpoints->len;
  text = g_strdup_printf (_ ("“%s” is a catalogue: revision %s, dated %s, sites: %u, rows: %u."),
                          name, lc_catalog_get_revision (catalog), lc_catalog_get_dated (catalog),
                          sites->len, n_rows);
  clean = lc_text_clean (text);
  line = g_strconcat (clean, "\n", NULL);
  return lc_cli_print (line);
}

static const char *
get_file (char **arguments, GError **error)
{
  if (arguments[0] == NULL || !g_str_equal (arguments[0], "validate")) {
    lc_cli_usage_error (error, _ ("The catalogue can be validated: linecheck-cli catalog validate "
                                  "FILE"));
    return NULL;
  }
  return lc_cli_options_get_only (arguments + 1, _ ("The file"), error);
}

int
lc_cli_catalog_run (char **argv)
{
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  const char *path;
  int status = lc_cli_options_parse (&usage, NULL, argv, &arguments);

  if (status != LC_CLI_PARSED)
    return status;
  path = get_file (arguments, &error);
  return path != NULL ? validate (path) : lc_cli_fail (error, usage.command);
}
