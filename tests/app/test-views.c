/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "app-samples.h"
#include "app/lc-finding-card.h"
#include "app/lc-history.h"
#include "app/lc-print.h"
#include "app/lc-style.h"
#include "app/lc-window.h"
#include "cli/lc-cli-format.h"
#include "report/lc-report-csv.h"
#include "report/lc-report-facts.h"
#include "report/lc-report-html.h"
#include "report/lc-report-json.h"
#include "report/lc-report-text.h"
#include "report/lc-report-words.h"
#include "report/lc-row-cell.h"
#include "report/lc-row-facts.h"
#include "sample-reports.h"

/* One report in which everything is set, in every view: what one says, all say, but for the
 * exceptions below, each with its reason. An exception that is none any more is an error, too. */

typedef enum
{
  VIEW_TEXT,
  VIEW_PRINT,
  VIEW_HTML,
  VIEW_CSV,
  VIEW_TERMINAL,
  VIEW_WINDOW,
  N_VIEWS,
} View;

static const char *const view_names[N_VIEWS]
    = { "text", "print", "HTML", "CSV", "terminal", "window" };

#define ALL_BUT(view) (((1 << N_VIEWS) - 1) & ~(1 << (view)))
#define IN_HTML_AND_WINDOW ((1 << VIEW_HTML) | (1 << VIEW_WINDOW))
#define IN_HTML (1 << VIEW_HTML)

/* A group of facts, and the views that it is in. */
typedef struct
{
  const char *name;
  guint views;
  const char *reason; /* why it is not in the others */
} Group;

#define CSV_REASON "CSV has one line a row, for programs"
#define EXPERTS_REASON "the particulars of one row: the text and the terminal tell of the whole"

static const Group verdict_group = { "verdict", ALL_BUT (VIEW_CSV), CSV_REASON };
static const Group capability_group = { "capability", ALL_BUT (VIEW_CSV), CSV_REASON };
static const Group finding_group = { "finding", ALL_BUT (VIEW_CSV), CSV_REASON };
static const Group severity_group
    = { "severity", ALL_BUT (VIEW_CSV) & ~(1 << VIEW_TERMINAL),
        CSV_REASON "; the terminal has a symbol and a colour for it" };
static const Group folded_group = { "explained finding", ALL_BUT (VIEW_CSV), CSV_REASON };
static const Group network_group
    = { "network", ALL_BUT (VIEW_CSV) & ~(1 << VIEW_TERMINAL),
        CSV_REASON "; the terminal's table is for one look, --format text has it" };
static const Group network_expert_group
    = { "network, for experts", IN_HTML_AND_WINDOW, EXPERTS_REASON };
static const Group about_group
    = { "about", (1 << VIEW_TEXT) | (1 << VIEW_PRINT) | IN_HTML,
        CSV_REASON "; the terminal's heading says it in other words, the window has menus for it" };
static const Group cell_group
    = { "cell", ALL_BUT (VIEW_CSV) & ~(1 << VIEW_TERMINAL),
        "CSV has the record's words; the terminal shorter cells: see test_short_cells()" };
static const Group addresses_group
    = { "cell of addresses", IN_HTML_AND_WINDOW,
        "a line of text has no room for them; CSV has a column “resolved”" };
static const Group row_group = { "row", IN_HTML_AND_WINDOW, EXPERTS_REASON };
static const Group attempt_group = { "attempt", IN_HTML_AND_WINDOW, EXPERTS_REASON };
static const Group drawn_group
    = { "drawn", IN_HTML, EXPERTS_REASON "; the window draws steps as bars and hops as a ladder" };

typedef struct
{
  char *texts[N_VIEWS]; /* (owned) without line breaks and markup */
  guint missed[N_VIEWS];
} Views;

/* One space for any amount of white space: views break their lines. */
static char *
flatten (const char *text)
{
  g_autoptr (GRegex) space = g_regex_new ("\\s+", 0, 0, NULL);

  return g_regex_replace_literal (space, text, -1, 0, " ", 0, NULL);
}

static void
take_text (Views *views, View view, char *text)
{
  views->texts[view] = flatten (text);
  g_free (text);
}

static void
append_unescaped (GMarkupParseContext *context,
                  const char *text,
                  gsize length,
                  gpointer user_data,
                  GError **error)
{
  g_string_append_len (user_data, text, (gssize) length);
  g_string_append_c (user_data, '\n');
}

/* What a reader of the page sees. */
static char *
get_page_text (LcReport *report)
{
  static const GMarkupParser parser = { .text = append_unescaped };
  g_autofree char *html = lc_report_to_html (report, NULL);
  const char *body = strstr (html, "<body>");
  g_autoptr (GString) page = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, text, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *part = NULL;

  g_assert_nonnull (body);
  part = g_strndup (body, (gsize) (strstr (body, "</html>") - body));
  page = g_string_new (part);
  g_string_replace (page, "<wbr/>", "", 0); /* where a name may be broken; nobody reads it */
  g_markup_parse_context_parse (context, page->str, -1, &error);
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
get_terminal_text (LcReport *report)
{
  LcCliStyle style = LC_CLI_STYLE_PLAIN;
  g_autoptr (GBytes) bytes = lc_cli_format_get_table ()->render (report, &style);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* What the window shows, with everything opened that can be. */
static void
collect_labels (GtkWidget *widget, GString *text)
{
  if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_labels (child, text);
}

static gboolean
is_card (GtkWidget *widget, const char *text)
{
  return LC_IS_FINDING_CARD (widget);
}

static gboolean
is_label (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;
}

static void
wait_for_label (GtkWidget *window, const char *text)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (app_find_widget (window, is_label, text) == NULL) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  app_settle ();
}

static char *
get_window_text (LcReport *report)
{
  g_autofree char *folder = g_dir_make_tmp ("linecheck-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "report.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/no/such/folder");
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();
  g_autoptr (LcSession) session = lc_session_new (catalog);
  g_autoptr (LcHistory) history = lc_history_new (nowhere);
  g_autoptr (GBytes) json = lc_report_to_json (report);
  LcWindow *window = g_object_ref (lc_window_new (NULL, session, history));
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *card;

  g_file_set_contents (path, g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json), NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1800, 1000);
  gtk_window_present (GTK_WINDOW (window));
  lc_window_open_file (window, file);
  wait_for_label (GTK_WIDGET (window), lc_report_get_summary (report));
  collect_labels (GTK_WIDGET (window), text);
  card = app_find_widget (GTK_WIDGET (window), is_card, NULL);
  g_assert_nonnull (card);
  g_signal_emit_by_name (card, "row-pressed", lc_row_get_id (lc_report_get_row (report, 0)));
  wait_for_label (GTK_WIDGET (window), "Each address");
  /* Twice: what opens is filled only then. */
  collect_labels (GTK_WIDGET (window), text);
  app_settle ();
  collect_labels (GTK_WIDGET (window), text);
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
  g_object_unref (window);
  app_remove_folder (folder);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
render (Views *views, LcReport *report)
{
  take_text (views, VIEW_TEXT, lc_report_to_text (report, 120));
  take_text (views, VIEW_PRINT, lc_print_get_text (report));
  take_text (views, VIEW_HTML, get_page_text (report));
  take_text (views, VIEW_CSV, lc_report_to_csv (report));
  take_text (views, VIEW_TERMINAL, get_terminal_text (report));
  take_text (views, VIEW_WINDOW, get_window_text (report));
}

static void
clear (Views *views)
{
  for (guint view = 0; view < N_VIEWS; view++)
    g_free (views->texts[view]);
}

/* Holds that a text stands in every view that its group is for. */
static void
expect (Views *views, const Group *group, const char *text)
{
  g_autofree char *flat = flatten (text != NULL ? text : "");

  for (guint view = 0; view < N_VIEWS; view++) {
    gboolean found = strstr (views->texts[view], flat) != NULL;

    if ((group->views & (1 << view)) != 0 && !found)
      g_error ("%s: “%s” is not in the %s:\n%s", group->name, flat, view_names[view],
               views->texts[view]);
    if ((group->views & (1 << view)) == 0 && !found)
      views->missed[view]++;
  }
}

/* An exception is one only where something really is missing. */
static void
end_group (Views *views, const Group *group)
{
  for (guint view = 0; view < N_VIEWS; view++) {
    if ((group->views & (1 << view)) == 0 && views->missed[view] == 0)
      g_error ("%s: the %s has all of it: no exception is needed (%s)", group->name,
               view_names[view], group->reason);
    views->missed[view] = 0;
  }
}

/* @facts is taken; labels count as well as values. */
static void
expect_facts (Views *views, const Group *group, GPtrArray *facts, int audience)
{
  for (guint i = 0; i < facts->len; i++) {
    const LcFact *fact = g_ptr_array_index (facts, i);

    if (audience >= 0 && fact->audience != (LcFactAudience) audience)
      continue;
    if (fact->label != NULL)
      expect (views, group, fact->label);
    expect (views, group, fact->value);
  }
  g_ptr_array_unref (facts);
}

static void
expect_findings (Views *views, LcReport *report)
{
  GPtrArray *findings = lc_report_get_findings (report);
  g_autoptr (GPtrArray) parents = lc_report_find_parents (report);

  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *owner = lc_describe_owner (finding->owner, finding->owner_confidence);
    g_autofree char *rows = lc_report_describe_rows (report, finding->rows);

    if (g_ptr_array_index (parents, i) != NULL)
      continue;
    expect (views, &finding_group, finding->title);
    expect (views, &finding_group, finding->detail);
    expect (views, &finding_group, finding->remedy);
    expect (views, &finding_group, owner);
    expect (views, &finding_group, lc_confidence_get_label (finding->confidence));
    expect (views, &finding_group, rows);
    for (guint j = 0; j < finding->evidence->len; j++)
      expect (views, &finding_group, g_ptr_array_index (finding->evidence, j));
  }
  end_group (views, &finding_group);
  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);

    if (g_ptr_array_index (parents, i) != NULL)
      expect (views, &folded_group, finding->title);
  }
  end_group (views, &folded_group);
  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);

    expect (views, &severity_group, lc_severity_get_label (finding->severity));
  }
  end_group (views, &severity_group);
}

static void
expect_attempts (Views *views, GPtrArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    expect (views, &attempt_group, attempt->address);
    expect_facts (views, &attempt_group, lc_attempt_list_answers (attempt), -1);
    expect_facts (views, &attempt_group, lc_attempt_list_samples (attempt), -1);
    expect_facts (views, &attempt_group, lc_attempt_list_chain (attempt), -1);
    expect_facts (views, &attempt_group, lc_attempt_list_trust (attempt), -1);
  }
}

static void
expect_drawn (Views *views, GPtrArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    expect_facts (views, &drawn_group, lc_attempt_list_steps (attempt), -1);
    expect_facts (views, &drawn_group, lc_attempt_list_path (attempt), -1);
  }
}

static void
expect_cells (Views *views, LcRow *row)
{
  for (LcRowColumn column = 0; column < LC_ROW_N_COLUMNS; column++) {
    const Group *group = column == LC_ROW_COLUMN_RESOLVED ? &addresses_group : &cell_group;
    g_autofree char *cell = lc_row_describe_cell (row, column);

    expect (views, group, cell);
    if (group == &addresses_group)
      end_group (views, group);
  }
  end_group (views, &cell_group);
}

/* The sample with more set: not required, at odds with its clock, off any network. */
static LcReport *
make_report (void)
{
  g_autoptr (LcReport) sample = sample_report_new_rich ();
  g_autoptr (GBytes) bytes = lc_report_to_json (sample);
  g_autofree char *json = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *not_required = NULL;
  g_autofree char *offline = NULL;
  g_autoptr (GRegex) required = g_regex_new ("\"required\" : true", 0, 0, NULL);
  g_autoptr (GRegex) online = g_regex_new ("\"online\" : true", 0, 0, NULL);
  g_autoptr (GBytes) edited = NULL;
  g_autoptr (GError) error = NULL;
  LcReport *report;

  not_required = g_regex_replace_literal (required, json, -1, 0, "\"required\" : false", 0, NULL);
  offline = g_regex_replace_literal (online, not_required, -1, 0, "\"online\" : false", 0, NULL);
  edited = g_bytes_new (offline, strlen (offline));
  report = lc_report_new_from_json (edited, &error);
  g_assert_no_error (error);
  return report;
}

static void
test_every_fact (void)
{
  g_autoptr (LcReport) report = make_report ();
  LcEnvironment *environment = lc_report_get_environment (report);
  LcRow *row = lc_report_get_row (report, 0);
  GPtrArray *capabilities = lc_report_get_capabilities (report);
  Views views = { 0 };

  environment->clock_skew_s = 4000;
  render (&views, report);
  g_assert_nonnull (strstr (views.texts[VIEW_HTML], "4000 seconds slow"));
  g_assert_nonnull (strstr (views.texts[VIEW_HTML], "(not required)"));
  g_assert_nonnull (strstr (views.texts[VIEW_HTML], "This computer is not on a network."));

  expect (&views, &verdict_group, lc_verdict_get_label (lc_report_get_verdict (report)));
  expect (&views, &verdict_group, lc_report_get_summary (report));
  end_group (&views, &verdict_group);
  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);
    g_autofree char *title = lc_capability_describe_title (capability);

    expect (&views, &capability_group, title);
    expect (&views, &capability_group, lc_status_get_label (capability->status));
  }
  end_group (&views, &capability_group);
  expect_findings (&views, report);
  expect_facts (&views, &network_group, lc_report_list_network (report), LC_FACT_FOR_ALL);
  end_group (&views, &network_group);
  expect_facts (&views, &about_group, lc_report_list_about (report), LC_FACT_FOR_ALL);
  end_group (&views, &about_group);
  expect_cells (&views, row);
  expect_facts (&views, &row_group, lc_row_list_facts (row), -1);
  end_group (&views, &row_group);
  expect_facts (&views, &row_group, lc_row_list_dns (row), -1);
  end_group (&views, &row_group);
  expect_attempts (&views, lc_row_get_attempts (row));
  expect_attempts (&views, lc_row_get_proxied_attempts (row));
  expect_attempts (&views, lc_row_get_documented_attempts (row));
  end_group (&views, &attempt_group);
  expect_drawn (&views, lc_row_get_attempts (row));
  end_group (&views, &drawn_group);
  clear (&views);
}

/* A list of authorities as it is shipped is a particular. */
static void
test_expert_facts (void)
{
  g_autoptr (LcReport) report = make_report ();
  Views views = { 0 };

  lc_report_get_environment (report)->public_roots->extended = FALSE;
  render (&views, report);
  expect_facts (&views, &network_expert_group, lc_report_list_network (report),
                LC_FACT_FOR_EXPERTS);
  end_group (&views, &network_expert_group);
  clear (&views);
}

/* The terminal's cells are shorter, and are there. */
static void
test_short_cells (void)
{
  g_autoptr (LcReport) report = make_report ();
  LcRow *row = lc_report_get_row (report, 0);
  g_autofree char *terminal = get_terminal_text (report);
  g_autofree char *flat = flatten (terminal);
  g_autofree char *csv = lc_report_to_csv (report);

  for (LcRowColumn column = 0; column < LC_ROW_N_COLUMNS; column++) {
    g_autofree char *cell = lc_row_describe_short_cell (row, column);

    if (column == LC_ROW_COLUMN_RESOLVED || column == LC_ROW_COLUMN_LATENCY)
      continue;
    g_assert_nonnull (strstr (flat, cell));
    g_assert_nonnull (strstr (flat, lc_row_column_get_short_title (column)));
  }
  g_assert_nonnull (strstr (flat, " 41 ")); /* the latency, in whole milliseconds */
  g_assert_nonnull (strstr (csv, lc_row_get_id (row)));
  g_assert_nonnull (strstr (csv, "tcp-rejected"));
  g_assert_nonnull (strstr (csv, "169.63.26.228 2001:db8::228"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  lc_style_init ();
  g_test_add_func ("/views/every-fact", test_every_fact);
  g_test_add_func ("/views/expert-facts", test_expert_facts);
  g_test_add_func ("/views/short-cells", test_short_cells);
  return g_test_run ();
}
