/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-options.h"

#include <glib/gi18n-lib.h>

#include "cli/lc-cli-error.h"
#include "cli/lc-cli-files.h"

#define PROGRAM "linecheck-cli"

/* GLib begins its usage line with the program's name alone. */
static int
print_help (GOptionContext *context, const LcCliUsage *usage)
{
  g_autofree char *name = g_strdup_printf ("%s %s", PROGRAM, usage->command);
  g_autofree char *help = NULL;

  g_set_prgname (name);
  help = g_option_context_get_help (context, TRUE, NULL);
  g_set_prgname (PROGRAM);
  return lc_cli_print (help);
}

static char *
list_sites (LcCatalog *catalog)
{
  GPtrArray *sites = lc_catalog_get_sites (catalog);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < sites->len; i++) {
    const LcSite *site = g_ptr_array_index (sites, i);

    g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", site->id);
  }
  return g_string_free (out, FALSE);
}

void
lc_cli_usage_error (GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  g_return_if_fail (format != NULL);

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, LC_CLI_ERROR, LC_CLI_EXIT_USAGE, message);
}

int
lc_cli_options_parse (const LcCliUsage *usage,
                      const GOptionEntry *entries,
                      char **argv,
                      char ***arguments)
{
  g_return_val_if_fail (usage != NULL, LC_CLI_EXIT_USAGE);
  g_return_val_if_fail (argv != NULL, LC_CLI_EXIT_USAGE);

  gboolean help = FALSE;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, usage->arguments },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) copy = g_strdupv (argv);
  g_autoptr (GError) error = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ (usage->summary));
  g_option_context_set_description (context, _ (usage->description));
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);

  if (!g_option_context_parse_strv (context, &copy, &error))
    return lc_cli_fail (error, usage->command);
  if (help)
    return print_help (context, usage);
  *arguments = rest != NULL ? g_steal_pointer (&rest) : g_new0 (char *, 1);
  return LC_CLI_PARSED;
}

const char *
lc_cli_options_get_only (char **arguments, const char *what, GError **error)
{
  g_return_val_if_fail (arguments != NULL, NULL);

  if (arguments[0] != NULL && arguments[1] == NULL)
    return arguments[0];
  if (arguments[0] == NULL)
    lc_cli_usage_error (error, _ ("%s is missing."), what);
  else
    lc_cli_usage_error (error, _ ("“%s” is one argument too many."), arguments[1]);
  return NULL;
}

const LcSite *
lc_cli_options_get_site (LcCatalog *catalog, char **arguments, GError **error)
{
  g_return_val_if_fail (LC_IS_CATALOG (catalog), NULL);
  g_return_val_if_fail (arguments != NULL, NULL);

  g_autofree char *sites = list_sites (catalog);
  const LcSite *site;

  if (arguments[0] == NULL) {
    lc_cli_usage_error (error, _ ("Which site? Choose one of %s."), sites);
    return NULL;
  }
  if (lc_cli_options_get_only (arguments, _ ("The site"), error) == NULL)
    return NULL;
  site = lc_catalog_find_site (catalog, arguments[0]);
  if (site == NULL)
    lc_cli_usage_error (error, _ ("There is no site “%s”. Choose one of %s."), arguments[0], sites);
  return site;
}

gboolean
lc_cli_options_parse_seconds (const char *text,
                              guint min_ms,
                              guint max_ms,
                              guint *ms,
                              GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (ms != NULL, FALSE);

  char *end = NULL;
  double seconds = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !(seconds * 1000 >= min_ms && seconds * 1000 <= max_ms)) {
    lc_cli_usage_error (error,
                        _ ("“%s” is not a number of seconds from %u.%u to %u for --timeout."), text,
                        min_ms / 1000, min_ms % 1000 / 100, max_ms / 1000);
    return FALSE;
  }
  *ms = (guint) (seconds * 1000 + 0.5);
  return TRUE;
}
