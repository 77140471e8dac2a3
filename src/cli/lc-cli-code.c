/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "cli/lc-cli-code-view.h"
#include "cli/lc-cli-commands.h"
#include "cli/lc-cli-error.h"
#include "cli/lc-cli-files.h"
#include "cli/lc-cli-options.h"
#include "report/lc-support-report.h"

static const LcCliUsage usage = {
  .command = "code",
  .arguments = N_ ("REPORT"),
  .summary = N_ ("Prints a report's support code, and how it is read out. Nothing is sent.\n"
                 "REPORT is a .json or .html file, or - for standard input."),
  .description = N_ ("Examples:\n"
                     "  linecheck-cli code report.json\n"
                     "  linecheck-cli show --code 9M2S-YGWA-28BQ-00FZ-Y009-0005\n"
                     "      What such a code says, on the computer of whoever is told it.\n"
                     "\n"
                     "Exit status:\n"
                     "  0 done                 64 wrong usage\n"
                     "  65 not a report, or one that has no code            66 it cannot be read\n"
                     "  74 standard output cannot be written"),
};

static char *
make_code (LcReport *report, GError **error)
{
  char *code = lc_report_make_support_code (report);

  if (code == NULL)
    g_set_error_literal (error, LC_CLI_ERROR, LC_CLI_EXIT_DATA,
                         _ ("There is no code for this report: its rows are not those of the "
                            "catalogue that is built in."));
  return code;
}

int
lc_cli_code_run (char **argv)
{
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (LcReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  const char *path;
  int status = lc_cli_options_parse (&usage, NULL, argv, &arguments);

  if (status != LC_CLI_PARSED)
    return status;
  path = lc_cli_options_get_only (arguments, _ ("The report"), &error);
  if (path != NULL)
    report = lc_cli_read_report (path, &error);
  if (report != NULL)
    code = make_code (report, &error);
  if (code == NULL)
    return lc_cli_fail (error, usage.command);
  lc_cli_code_append_spelled (code, out);
  return lc_cli_print (out->str);
}
