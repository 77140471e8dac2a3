/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "cli/lc-cli-commands.h"
#include "cli/lc-cli-destination.h"
#include "cli/lc-cli-error.h"
#include "cli/lc-cli-files.h"
#include "cli/lc-cli-options.h"
#include "diagnosis/lc-localize.h"

static const LcCliUsage usage = {
  .command = "show",
  .arguments = N_ ("REPORT"),
  .summary = N_ ("Shows a report that “check” has written, as it was shown then. Nothing is sent.\n"
                 "REPORT is a .json or .html file, or - for standard input."),
  .description
  = N_ ("Examples:\n"
        "  linecheck-cli show report.json\n"
        "  linecheck-cli show report.json --output rows.csv\n"
        "      The rows for a spreadsheet.\n"
        "  linecheck-cli show report.json --format firewall\n"
        "      What the firewall's owner is asked to change.\n"
        "\n"
        "Exit status: the report's verdict, as “check” has it:\n"
        "  0 everything works     1 degraded     2 blocked     3 not proven either way\n"
        "  64 wrong usage         65 not a report              66 it cannot be read\n"
        "  74 a file cannot be written"),
};

static LcReport *
read_only_argument (char **arguments, GError **error)
{
  const char *path = lc_cli_options_get_only (arguments, _ ("The report"), error);

  return path != NULL ? lc_cli_read_report (path, error) : NULL;
}

int
lc_cli_show_run (char **argv)
{
  g_autofree char *format = NULL;
  g_autofree char *output = NULL;
  g_auto (GStrv) arguments = NULL;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format,
      N_ ("table, text, html, json, csv, firewall[-csv]"), N_ ("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      N_ ("Write to FILE, as it ends: .html, .json, .txt, .csv"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (LcReport) report = NULL;
  g_autoptr (LcReport) retold = NULL;
  g_autoptr (GError) error = NULL;
  LcCliDestination destination;
  int status = lc_cli_options_parse (&usage, entries, argv, &arguments);

  if (status != LC_CLI_PARSED)
    return status;
  if (!lc_cli_destination_init (&destination, format, output, &error))
    return lc_cli_fail (error, usage.command);
  report = read_only_argument (arguments, &error);
  if (report != NULL && destination.format->for_people)
    retold = lc_report_localize (report);
  if (report == NULL
      || !lc_cli_destination_write (&destination, retold != NULL ? retold : report, &error))
    return lc_cli_fail (error, usage.command);
  return lc_cli_exit_for_verdict (lc_report_get_verdict (report));
}
