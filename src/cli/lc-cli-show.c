/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "cli/lc-cli-code-view.h"
#include "cli/lc-cli-commands.h"
#include "cli/lc-cli-destination.h"
#include "cli/lc-cli-error.h"
#include "cli/lc-cli-files.h"
#include "cli/lc-cli-options.h"
#include "cli/lc-cli-terminal.h"
#include "diagnosis/lc-localize.h"
#include "report/lc-support-report.h"

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
        "  linecheck-cli show --code 9M2S-YGWA-28BQ-00FZ-Y009-0005\n"
        "      What a support code says that somebody has read out.\n"
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

static gboolean
read_code (const char *text, LcSupportContent *content, GError **error)
{
  guint group = 0;
  LcSupportFault fault = lc_support_code_decode (text, content, &group);
  g_autofree char *message = lc_support_fault_describe (fault, group);

  if (message != NULL)
    g_set_error_literal (error, LC_CLI_ERROR, LC_CLI_EXIT_DATA, message);
  return message == NULL;
}

/* @other: whether there are options that a code cannot serve */
static int
show_code (const char *text, gboolean other, char **arguments)
{
  LcCliStyle style = lc_cli_terminal_get_style (STDOUT_FILENO);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  LcSupportContent content;
  int status;

  if (arguments[0] != NULL)
    lc_cli_usage_error (&error, _ ("“%s” is one argument too many."), arguments[0]);
  else if (other)
    lc_cli_usage_error (&error, _ ("--code goes without --format and --output."));
  else if (read_code (text, &content, &error))
    lc_cli_code_append_content (&content, now, &style, out);
  if (error != NULL)
    return lc_cli_fail (error, usage.command);
  status = lc_cli_print (out->str);
  return status != LC_CLI_EXIT_OK ? status : (int) lc_cli_exit_for_verdict (content.verdict);
}

int
lc_cli_show_run (char **argv)
{
  g_autofree char *format = NULL;
  g_autofree char *output = NULL;
  g_autofree char *code = NULL;
  g_auto (GStrv) arguments = NULL;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format,
      N_ ("table, text, html, json, csv, firewall[-csv]"), N_ ("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      N_ ("Write to FILE, as it ends: .html, .json, .txt, .csv"), N_ ("FILE") },
    { "code", 0, 0, G_OPTION_ARG_STRING, &code,
      N_ ("Show what a support code says, instead of a report"), N_ ("CODE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (LcReport) report = NULL;
  g_autoptr (LcReport) retold = NULL;
  g_autoptr (GError) error = NULL;
  LcCliDestination destination;
  int status = lc_cli_options_parse (&usage, entries, argv, &arguments);

  if (status != LC_CLI_PARSED)
    return status;
  if (code != NULL)
    return show_code (code, format != NULL || output != NULL, arguments);
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
