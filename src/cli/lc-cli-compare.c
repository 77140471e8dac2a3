/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "cli/lc-cli-commands.h"
#include "cli/lc-cli-comparison.h"
#include "cli/lc-cli-error.h"
#include "cli/lc-cli-files.h"
#include "cli/lc-cli-options.h"
#include "cli/lc-cli-summary.h"
#include "cli/lc-cli-terminal.h"

static const LcCliUsage usage = {
  .command = "compare",
  .arguments = N_ ("BEFORE AFTER"),
  .summary = N_ ("Says what became of each row between two reports: fixed, still, new.\n"
                 "Nothing is sent."),
  .description = N_ ("Examples:\n"
                     "  linecheck-cli compare before.json after.json\n"
                     "  linecheck-cli check --again before.json\n"
                     "      Tries what did not work again, and compares.\n"
                     "\n"
                     "Exit status:\n"
                     "  0 nothing is worse     1 something is worse\n"
                     "  3 not the same question: another site, catalogue or network\n"
                     "  64 wrong usage         65 not a report              66 it cannot be read\n"
                     "  74 standard output cannot be written"),
};

static gboolean
check_arguments (char **arguments, GError **error)
{
  guint n = g_strv_length (arguments);

  if (n < 2)
    lc_cli_usage_error (error, _ ("%s is missing."), _ ("The report"));
  else if (n > 2)
    lc_cli_usage_error (error, _ ("“%s” is one argument too many."), arguments[2]);
  return n == 2;
}

static int
print_comparison (LcReport *before, LcReport *after)
{
  LcCliStyle style = lc_cli_terminal_get_style (STDOUT_FILENO);
  g_autoptr (GString) out = g_string_new (NULL);
  int result, status;

  lc_cli_summary_append_heading (after, &style, out);
  result = lc_cli_comparison_append (before, after, &style, out);
  status = lc_cli_print (out->str);
  return status != LC_CLI_EXIT_OK ? status : result;
}

int
lc_cli_compare_run (char **argv)
{
  g_auto (GStrv) arguments = NULL;
  g_autoptr (LcReport) before = NULL;
  g_autoptr (LcReport) after = NULL;
  g_autoptr (GError) error = NULL;
  int status = lc_cli_options_parse (&usage, NULL, argv, &arguments);

  if (status != LC_CLI_PARSED)
    return status;
  if (check_arguments (arguments, &error))
    before = lc_cli_read_report (arguments[0], &error);
  if (before != NULL)
    after = lc_cli_read_report (arguments[1], &error);
  if (after == NULL)
    return lc_cli_fail (error, usage.command);
  return print_comparison (before, after);
}
