/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli.h"

#include <glib/gi18n-lib.h>
#include <signal.h>

#include "base/lc-locale.h"
#include "base/lc-text.h"
#include "cli/lc-cli-commands.h"
#include "cli/lc-cli-error.h"
#include "cli/lc-cli-files.h"
#include "cli/lc-cli-options.h"
#include "cli/lc-cli-text.h"

static const struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  int (*run) (char **argv);
} commands[] = {
  /* Translators: words in capitals stand for what a person types; commands and options (“validate”,
   * “check”, “--help”) stay as they are here and everywhere. */
  { "check", N_ ("SITE"), N_ ("Try every row of a site, say what works and what does not"),
    lc_cli_check_run },
  { "list", N_ ("SITE"), N_ ("List what a check would contact; nothing is sent"), lc_cli_list_run },
  { "show", N_ ("REPORT"), N_ ("Show a report that a check has written"), lc_cli_show_run },
  { "code", N_ ("REPORT"), N_ ("Print the code of a report that a caller can read out"),
    lc_cli_code_run },
  { "compare", N_ ("BEFORE AFTER"), N_ ("Say what is fixed, still so or new between two reports"),
    lc_cli_compare_run },
  { "catalog", N_ ("validate FILE"), N_ ("Say whether a file is a catalogue"), lc_cli_catalog_run },
};

/* The desktop's settings are asked for the proxy. That their store cannot write its
 * cache, as for a user without a home, is no news to who waits for a check. */
static void
say_nothing (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

static void
set_up (void)
{
  lc_locale_init ();
  g_set_prgname ("linecheck-cli");
  g_log_set_handler ("dconf", G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING, say_nothing, NULL);
  /* A reader that goes away is an error of writing, not an end without a word. */
  signal (SIGPIPE, SIG_IGN);
}

static char *
format_help (void)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n  linecheck-cli %s\n\n", _ ("Usage:"), _ ("COMMAND [OPTION…]"));
  g_string_append_printf (
      out, "%s\n\n",
      _ ("Tells why Movius MultiLine does not work on a network: which address and port is\n"
         "blocked, by whom, and what to do about it."));
  g_string_append_printf (out, "%s\n", _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *form = g_strdup_printf ("%s %s", commands[i].name, _ (commands[i].arguments));

    g_string_append_printf (out, "  %s", form);
    lc_cli_append_spaces (out, 24 - MIN (lc_text_get_width (form), 22));
    g_string_append_printf (out, "%s\n", _ (commands[i].summary));
  }
  g_string_append_printf (
      out, "\n%s\n\n%s\n",
      /* Translators: keep the commands, and each text in line with the one above it. */
      _ ("Begin with:\n"
         "  linecheck-cli check us      a line of the site in the United States\n"
         "  linecheck-cli check uk      … in the United Kingdom\n"
         "  linecheck-cli check sg      … in Singapore"),
      _ ("“linecheck-cli COMMAND --help” tells more. “linecheck-cli --version” is the version."));
  return g_string_free (out, FALSE);
}

static int
print_help (void)
{
  g_autofree char *help = format_help ();

  return lc_cli_print (help);
}

/* A word that is no command: most likely the site, as nothing else is needed. */
static int
refuse (const char *word)
{
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();
  const LcSite *site = lc_catalog_find_site (catalog, word);
  g_autoptr (GError) error = NULL;

  if (site != NULL)
    lc_cli_usage_error (&error, _ ("“%s” is a site. To check it: linecheck-cli check %s"), word,
                        site->id);
  else if (*word == '-')
    lc_cli_usage_error (&error, _ ("There is no option “%s” here: a command comes first."), word);
  else
    lc_cli_usage_error (
        &error,
        _ ("There is no command “%s”. Choose one of check, list, show, code, compare, "
           "catalog."),
        word);
  return lc_cli_fail (error, NULL);
}

int
lc_cli_main (int argc, char **argv)
{
  const char *word = argc > 1 ? argv[1] : NULL;

  set_up ();
  if (word == NULL) {
    (void) print_help ();
    return LC_CLI_EXIT_USAGE;
  }
  if (g_str_equal (word, "--help") || g_str_equal (word, "-h") || g_str_equal (word, "help"))
    return print_help ();
  if (g_str_equal (word, "--version"))
    return lc_cli_print ("linecheck-cli " LC_VERSION "\n");

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (g_str_equal (commands[i].name, word))
      return commands[i].run (argv + 1);
  }
  return refuse (word);
}
