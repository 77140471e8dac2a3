/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "check/lc-check.h"
#include "cli/lc-cli-again.h"
#include "cli/lc-cli-commands.h"
#include "cli/lc-cli-comparison.h"
#include "cli/lc-cli-destination.h"
#include "cli/lc-cli-error.h"
#include "cli/lc-cli-files.h"
#include "cli/lc-cli-interrupt.h"
#include "cli/lc-cli-live.h"
#include "cli/lc-cli-options.h"
#include "cli/lc-cli-selection.h"
#include "cli/lc-cli-terminal.h"
#include "cli/lc-cli-text.h"

static const LcCliUsage usage = {
  .command = "check",
  .arguments = N_ ("SITE"),
  .summary = N_ ("Tries every row of a site from this computer. Says what works, what does not,\n"
                 "and who can mend it. SITE is us, uk or sg: the one that serves your line."),
  .description
  = N_ ("Examples:\n"
        "  linecheck-cli check us\n"
        "      The whole site, live on the terminal.\n"
        "  linecheck-cli check us --output report.json\n"
        "      The same, and a report for your helpdesk: “show” displays it anywhere.\n"
        "  linecheck-cli check uk --service sip,stun\n"
        "      Two services alone. “list uk” names them all.\n"
        "  linecheck-cli check sg --rows SG-07 --timeout 10\n"
        "      One row, with ten seconds for each of its steps.\n"
        "  linecheck-cli check us --format json | jq .verdict\n"
        "      For a script.\n"
        "  linecheck-cli check us --format firewall --output request.txt\n"
        "      What the firewall's owner is asked to change; .csv for a spreadsheet.\n"
        "  linecheck-cli check --again report.json\n"
        "      After a repair: tries what did not work, and one other row of each\n"
        "      service. Says what is fixed, still so or new.\n"
        "\n"
        "Ctrl-C ends the check and keeps what is known; a second one ends the program.\n"
        "\n"
        "Exit status:\n"
        "  0 everything works     1 degraded     2 blocked     3 not proven either way\n"
        "  64 wrong usage         65 not a catalogue           66 a file cannot be read\n"
        "  74 a file cannot be written           130 interrupted"),
};

typedef struct
{
  char *format;    /* (owned) (nullable) */
  char *output;    /* (owned) (nullable) */
  char **rows;     /* (owned) (nullable) */
  char **services; /* (owned) (nullable) */
  char *timeout;   /* (owned) (nullable) */
  char *jobs;      /* (owned) (nullable) */
  char *catalog;   /* (owned) (nullable) */
  char *again;     /* (owned) (nullable) */
  char *ticket;    /* (owned) (nullable) */
  gboolean no_trace;
  char **arguments; /* (owned) */
} Options;

/* A check under way. */
typedef struct
{
  GMainLoop *loop; /* (owned) */
  gboolean interrupted;
  GError *error; /* (owned) (nullable) a fault of set-up */
} Run;

static void
options_clear (Options *options)
{
  g_free (options->format);
  g_free (options->output);
  g_strfreev (options->rows);
  g_strfreev (options->services);
  g_free (options->timeout);
  g_free (options->jobs);
  g_free (options->catalog);
  g_free (options->again);
  g_free (options->ticket);
  g_strfreev (options->arguments);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static int
parse_options (char **argv, Options *options)
{
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options->format,
      N_ ("table, text, html, json, csv, firewall[-csv]"), N_ ("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      N_ ("Write to FILE (.html, .json, .txt, .csv)"), N_ ("FILE") },
    { "rows", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &options->rows,
      N_ ("Only these rows, by number or id: US-17,US-18"), N_ ("ROW,…") },
    { "service", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options->services,
      N_ ("Only these services: sip,stun"), N_ ("SERVICE,…") },
    { "timeout", 't', 0, G_OPTION_ARG_STRING, &options->timeout,
      N_ ("Wait this long for each step (5)"), N_ ("SECONDS") },
    { "jobs", 'j', 0, G_OPTION_ARG_STRING, &options->jobs,
      N_ ("Check this many rows at the same time (64)"), N_ ("N") },
    { "catalog", 'c', 0, G_OPTION_ARG_FILENAME, &options->catalog,
      N_ ("Use another catalogue than the one built in"), N_ ("FILE") },
    { "again", 'a', 0, G_OPTION_ARG_FILENAME, &options->again,
      N_ ("Try again what did not work in REPORT, and compare"), N_ ("REPORT") },
    { "ticket", 0, 0, G_OPTION_ARG_STRING, &options->ticket,
      N_ ("With --again: name the change that was asked for"), N_ ("TEXT") },
    { "no-trace", 0, 0, G_OPTION_ARG_NONE, &options->no_trace,
      N_ ("Do not look for the place of a block"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return lc_cli_options_parse (&usage, entries, argv, &options->arguments);
}

static gboolean
get_jobs (const char *text, guint *jobs, GError **error)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 1, LC_CHECK_MAX_JOBS, &value, NULL)) {
    lc_cli_usage_error (error, _ ("“%s” is not a whole number from 1 to %d for --jobs."), text,
                        LC_CHECK_MAX_JOBS);
    return FALSE;
  }
  *jobs = (guint) value;
  return TRUE;
}

static gboolean
get_check_options (Options *options,
                   const LcCliAgain *again,
                   const LcSite *site,
                   LcCheckOptions *check_options,
                   GError **error)
{
  gboolean own_rows = options->rows != NULL || options->services != NULL;

  check_options->trace = !options->no_trace;
  if (options->timeout != NULL
      && !lc_cli_options_parse_seconds (options->timeout, LC_CHECK_MIN_TIMEOUT_MS,
                                        LC_CHECK_MAX_TIMEOUT_MS, &check_options->timeout_ms, error))
    return FALSE;
  if (options->jobs != NULL && !get_jobs (options->jobs, &check_options->jobs, error))
    return FALSE;
  if (again->before != NULL && !own_rows) {
    check_options->rows = lc_cli_again_choose_rows (again, site, error);
    return check_options->rows != NULL;
  }
  return lc_cli_select_rows (site, options->rows, options->services, &check_options->rows, error);
}

/* Everything that can be wrong is found before the first packet. */
static LcCheck *
prepare (Options *options, LcCliDestination *destination, LcCliAgain *again, GError **error)
{
  g_autoptr (LcCatalog) catalog = NULL;
  LcCheckOptions check_options = LC_CHECK_OPTIONS_INIT;
  const LcSite *site;
  LcCheck *check;

  if (!lc_cli_destination_init (destination, options->format, options->output, error)
      || !lc_cli_again_init (again, options->again, options->ticket, error))
    return NULL;
  catalog = lc_cli_read_catalog (options->catalog, error);
  if (catalog == NULL)
    return NULL;
  site = again->before != NULL ? lc_cli_again_get_site (again, catalog, options->arguments, error)
                               : lc_cli_options_get_site (catalog, options->arguments, error);
  if (site == NULL || !get_check_options (options, again, site, &check_options, error))
    return NULL;

  check = lc_check_new (catalog, site, &check_options);
  lc_report_take_again (lc_check_get_report (check), g_steal_pointer (&again->again));
  g_clear_pointer (&check_options.rows, g_ptr_array_unref);
  if (destination->path != NULL && !lc_cli_can_write (destination->path, error))
    g_clear_object (&check);
  return check;
}

/* Where the running check is shown: on standard output unless the report itself
 * goes there as something else than the table. Returns: -1 for nowhere. */
static int
choose_live_fd (const LcCliDestination *destination)
{
  gboolean table_on_stdout
      = destination->path != NULL || destination->format == lc_cli_format_get_table ();

  if (table_on_stdout && lc_cli_terminal_can_move (STDOUT_FILENO))
    return STDOUT_FILENO;
  return lc_cli_terminal_can_move (STDERR_FILENO) ? STDERR_FILENO : -1;
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  if (!lc_check_run_finish (LC_CHECK (source), result, &run->error)
      && g_error_matches (run->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    run->interrupted = TRUE;
    g_clear_error (&run->error);
  }
  g_main_loop_quit (run->loop);
}

static void
run_check (LcCheck *check, int live_fd, Run *run)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  LcCliInterrupt *interrupt = lc_cli_interrupt_new (cancellable);
  LcCliLive *live = NULL;

  if (live_fd >= 0)
    live = lc_cli_live_new (lc_check_get_report (check), live_fd);
  run->loop = g_main_loop_new (NULL, FALSE);
  lc_check_run_async (check, cancellable, ran_cb, run);
  g_main_loop_run (run->loop);

  g_clear_pointer (&run->loop, g_main_loop_unref);
  g_clear_pointer (&live, lc_cli_live_free);
  lc_cli_interrupt_free (interrupt);
}

/* A remedy may be to send somebody the firewall request. */
static gboolean
needs_firewall_request (LcReport *report)
{
  GPtrArray *findings = lc_report_get_findings (report);

  for (guint i = 0; i < findings->len; i++) {
    LcFinding *finding = g_ptr_array_index (findings, i);

    if (finding->owner == LC_OWNER_FIREWALL || finding->owner == LC_OWNER_PROXY)
      return TRUE;
  }
  return FALSE;
}

/* Where the report has gone and what can be made of it, or that it can be kept. */
static char *
format_next_step (const LcCliDestination *destination, LcReport *report)
{
  gboolean request = needs_firewall_request (report);
  g_autofree char *name = NULL;
  g_autofree char *quoted = NULL;

  if (destination->path == NULL)
    return g_strdup_printf (request ? _ ("For your helpdesk: linecheck-cli check %s --output "
                                         "report.json\n"
                                         "The firewall request: linecheck-cli show report.json "
                                         "--format firewall")
                                    : _ ("For your helpdesk: linecheck-cli check %s --output "
                                         "report.json"),
                            lc_report_get_site (report));
  name = g_filename_display_name (destination->path);
  if (!request || !g_str_has_suffix (name, ".json"))
    return g_strdup_printf (_ ("The report is in %s"), name);
  quoted = strpbrk (name, " '\"\\$") != NULL ? g_shell_quote (name) : g_strdup (name);
  return g_strdup_printf (_ ("The report is in %s\n"
                             "The firewall request: linecheck-cli show %s --format firewall"),
                          name, quoted);
}

/* Never broken into lines: a name or a command is there to be copied. */
static gboolean
print_next_step (const LcCliDestination *destination, LcReport *report, GError **error)
{
  g_autofree char *text = format_next_step (destination, report);
  g_autofree char *clean = lc_cli_clean_block (text);
  g_autofree char *lines = g_strdup_printf ("\n%s\n", clean);

  return lc_cli_write_text (lines, error);
}

static gboolean
print_support_code (LcReport *report, GError **error)
{
  const char *code = lc_report_get_support_code (report);
  g_autofree char *text = NULL;

  if (code == NULL)
    return TRUE;
  /* Translators: “9M2S-YGWA-…” follows, which a caller reads out to the helpdesk. */
  text = g_strdup_printf (_ ("\nSupport code, to be read out: %s\n"), code);
  return lc_cli_write_text (text, error);
}

static gboolean
print_comparison (LcReport *before, LcReport *report, GError **error)
{
  LcCliStyle style = lc_cli_terminal_get_style (STDOUT_FILENO);
  g_autoptr (GString) out = g_string_new ("\n");

  lc_cli_comparison_append (before, report, &style, out);
  return lc_cli_write_text (out->str, error);
}

/* The file could not be written after all, so the report goes where there is a
 * reader: nothing that was found out is lost. */
static int
rescue (const LcCliDestination *destination, LcReport *report, const GError *reason)
{
  const LcCliDestination fallback = { destination->format, NULL };

  lc_cli_fail (reason, NULL);
  if (lc_cli_destination_write (&fallback, report, NULL))
    lc_cli_complain (_ ("The report is on standard output instead."));
  return LC_CLI_EXIT_IO;
}

/* A report that goes to a file is shown as well: somebody is waiting for the verdict.
 * @before: (nullable): what it is compared with */
static int
deliver (const LcCliDestination *destination, LcReport *before, LcReport *report)
{
  const LcCliDestination shown = { lc_cli_format_get_table (), NULL };
  g_autoptr (GError) error = NULL;
  gboolean to_file = destination->path != NULL;
  gboolean table_on_terminal
      = destination->format == shown.format && lc_cli_terminal_is (STDOUT_FILENO);

  if (!lc_cli_destination_write (destination, report, &error))
    return to_file ? rescue (destination, report, error) : lc_cli_fail (error, NULL);
  if (to_file && !lc_cli_destination_write (&shown, report, &error))
    return lc_cli_fail (error, NULL);
  if (before != NULL && (to_file || destination->format == shown.format)
      && !print_comparison (before, report, &error))
    return lc_cli_fail (error, NULL);
  if ((to_file || destination->format == shown.format) && !print_support_code (report, &error))
    return lc_cli_fail (error, NULL);
  if ((to_file || table_on_terminal) && !print_next_step (destination, report, &error))
    return lc_cli_fail (error, NULL);
  return LC_CLI_EXIT_OK;
}

static int
get_exit_status (const Run *run, LcReport *report)
{
  if (run->interrupted)
    return LC_CLI_EXIT_INTERRUPTED;
  return lc_cli_exit_for_verdict (lc_report_get_verdict (report));
}

int
lc_cli_check_run (char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (LcCliAgain) again = { NULL, NULL };
  g_autoptr (LcCheck) check = NULL;
  g_autoptr (GError) error = NULL;
  LcCliDestination destination;
  Run run = { 0 };
  int status = parse_options (argv, &options);

  if (status != LC_CLI_PARSED)
    return status;
  check = prepare (&options, &destination, &again, &error);
  if (check == NULL)
    return lc_cli_fail (error, usage.command);

  run_check (check, choose_live_fd (&destination), &run);
  if (run.error != NULL)
    lc_cli_complain (run.error->message);
  g_clear_error (&run.error);

  status = deliver (&destination, again.before, lc_check_get_report (check));
  return status != LC_CLI_EXIT_OK ? status : get_exit_status (&run, lc_check_get_report (check));
}
