/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "report/lc-report-words.h"
#include "base/lc-text.h"

#define GAP 2
#define MIN_SEEN_WIDTH 30   /* columns without which what was seen goes below its row */
#define FOLDED_MARGIN "   " /* before a finding that another one explains */

/* The columns of the table of rows, as wide as the widest text in each. */
typedef enum
{
  COLUMN_NUMBER,
  COLUMN_SERVICE,
  COLUMN_HOST,
  COLUMN_PORT,
  COLUMN_STATUS,
  COLUMN_LATENCY,
  N_COLUMNS,
} Column;

typedef struct
{
  LcReport *report; /* borrowed */
  GString *text;    /* (owned) */
  guint width;
  guint columns[N_COLUMNS];
} View;

static void
append_heading (View *view, const char *heading)
{
  g_string_append_printf (view->text, "\n%s\n", heading);
  for (guint i = 0; i < lc_text_get_width (heading); i++)
    g_string_append_c (view->text, '-');
  g_string_append_c (view->text, '\n');
}

static void
append_wrapped (View *view, const char *first, guint indent, const char *text)
{
  lc_text_append_wrapped (view->text, first, indent, view->width, text);
}

/* "  Label: text", with what is too long for one line below the label's end. */
static void
append_labelled (View *view, guint indent, const char *label, const char *text)
{
  g_autofree char *line = lc_describe_labelled (label, text);
  g_autofree char *first = g_strnfill (indent, ' ');

  append_wrapped (view, first, indent, line);
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static void
append_verdict (View *view)
{
  g_autofree char *title = lc_report_describe_site (view->report);
  g_autofree char *heading = NULL;
  const char *verdict = lc_verdict_get_label (lc_report_get_verdict (view->report));

  /* Translators: the report's title; a site, as “United States”. */
  heading = g_strdup_printf (_ ("Linecheck report: %s"), title);
  append_wrapped (view, NULL, 0, heading);
  append_labelled (view, 0, _ ("Verdict"), verdict);
  if (!is_empty (lc_report_get_summary (view->report)))
    append_wrapped (view, NULL, 0, lc_report_get_summary (view->report));
  if (!lc_report_get_complete (view->report))
    append_wrapped (view, NULL, 0,
                    _ ("The check was stopped before its end: this is what is known so far."));
}

static void
append_capabilities (View *view)
{
  GPtrArray *capabilities = lc_report_get_capabilities (view->report);
  guint width = 0;

  if (capabilities->len == 0)
    return;
  append_heading (view, _ ("What works for you"));
  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);

    width = MAX (width, lc_text_get_width (lc_status_get_label (capability->status)));
  }
  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);

    g_autofree char *title = lc_capability_describe_title (capability);

    append_wrapped (view, lc_status_get_label (capability->status), width + GAP, title);
  }
}

/* Returns: (transfer full): how bad, how sure, who has to act. */
static char *
describe_finding (const LcFinding *finding)
{
  const char *severity = lc_severity_get_label (finding->severity);
  const char *confidence = lc_confidence_get_label (finding->confidence);

  if (finding->owner == LC_OWNER_NONE)
    return g_strdup_printf ("(%s, %s)", severity, confidence);
  /* Translators: (problem, proven; it is up to: your firewall) */
  return g_strdup_printf (_ ("(%s, %s; it is up to: %s)"), severity, confidence,
                          lc_owner_get_label (finding->owner));
}

static void
append_evidence (View *view, guint indent, GPtrArray *evidence)
{
  g_autofree char *first = g_strdup_printf ("%*s- ", (int) indent, "");

  if (evidence->len == 0)
    return;
  lc_text_append_padded (view->text, "", indent);
  g_string_append_printf (view->text, "%s\n", _ ("What shows it:"));
  for (guint i = 0; i < evidence->len; i++)
    append_wrapped (view, first, indent + 2, g_ptr_array_index (evidence, i));
}

/* @first: what stands before the title; the rest is indented as far as that is wide. */
static void
append_finding (View *view, const char *first, const LcFinding *finding)
{
  guint indent = lc_text_get_width (first);
  g_autofree char *kind = describe_finding (finding);
  g_autofree char *rows = lc_report_describe_rows (view->report, finding->rows);
  g_autofree char *blank = g_strnfill (indent, ' ');

  append_wrapped (view, first, indent, finding->title);
  append_wrapped (view, blank, indent, kind);
  if (!is_empty (finding->detail))
    append_wrapped (view, blank, indent, finding->detail);
  if (!is_empty (finding->remedy))
    append_labelled (view, indent, _ ("What to do"), finding->remedy);
  append_evidence (view, indent, finding->evidence);
  if (!is_empty (rows))
    append_labelled (view, indent, _ ("Rows"), rows);
}

static void
append_folded (View *view, GPtrArray *parents, const LcFinding *parent)
{
  GPtrArray *findings = lc_report_get_findings (view->report);
  gboolean announced = FALSE;

  for (guint i = 0; i < findings->len; i++) {
    if (g_ptr_array_index (parents, i) != parent)
      continue;
    if (!announced)
      append_wrapped (view, FOLDED_MARGIN, strlen (FOLDED_MARGIN),
                      _ ("Also seen, for the same reason:"));
    announced = TRUE;
    append_finding (view, FOLDED_MARGIN "- ", g_ptr_array_index (findings, i));
  }
}

static void
append_findings (View *view)
{
  GPtrArray *findings = lc_report_get_findings (view->report);
  g_autoptr (GPtrArray) parents = lc_report_find_parents (view->report);
  guint number = 0;

  if (findings->len == 0)
    return;
  append_heading (view, _ ("What was found"));
  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *first = NULL;

    if (g_ptr_array_index (parents, i) != NULL)
      continue;
    if (number > 0)
      g_string_append_c (view->text, '\n');
    first = g_strdup_printf ("%u. ", ++number);
    append_finding (view, first, finding);
    append_folded (view, parents, finding);
  }
}

static void
append_fact (View *view, const char *label, const char *text)
{
  if (!is_empty (text))
    append_labelled (view, 0, label, text);
}

static void
append_facts (View *view, const char *label, char **texts)
{
  g_autofree char *text = texts != NULL ? g_strjoinv (", ", texts) : NULL;

  append_fact (view, label, text);
}

static void
append_interfaces (View *view, GPtrArray *interfaces)
{
  for (guint i = 0; i < interfaces->len; i++) {
    const LcInterface *interface = g_ptr_array_index (interfaces, i);
    g_autofree char *addresses
        = interface->addresses != NULL ? g_strjoinv (", ", interface->addresses) : g_strdup ("");
    g_autofree char *name = lc_interface_describe (interface);
    g_autofree char *text = g_strdup_printf ("%s %s", name, addresses);

    append_fact (view, _ ("Interface"), text);
  }
}

static void
append_clock (View *view, const LcEnvironment *environment)
{
  g_autofree char *text = NULL;
  long long skew = ABS (environment->clock_skew_s);
  gulong n = (gulong) skew;

  if (!environment->has_clock_skew || skew == 0)
    return;
  text = g_strdup_printf (environment->clock_skew_s > 0
                              /* Translators: how much the computer's clock is behind. */
                              ? g_dngettext (GETTEXT_PACKAGE, "%lld second slow",
                                             "%lld seconds slow", n)
                              /* Translators: how much the computer's clock is ahead. */
                              : g_dngettext (GETTEXT_PACKAGE, "%lld second fast",
                                             "%lld seconds fast", n),
                          skew);
  append_fact (view, _ ("This computer’s clock"), text);
}

static void
append_environment (View *view)
{
  const LcEnvironment *environment = lc_report_get_environment (view->report);
  gsize before = view->text->len;
  gsize heading_end;

  append_heading (view, _ ("This computer’s network"));
  heading_end = view->text->len;
  if (environment->has_online && !environment->online)
    append_wrapped (view, NULL, 0, _ ("This computer is not on a network."));
  append_interfaces (view, environment->interfaces);
  append_facts (view, _ ("Gateway"), environment->gateways);
  append_facts (view, _ ("DNS servers"), environment->dns_servers);
  append_fact (view, _ ("Proxy"), environment->proxy);
  append_fact (view, _ ("Captive portal"), environment->captive_portal);
  append_fact (view, _ ("VPN"), environment->vpn);
  append_fact (view, _ ("Public address"), environment->public_address);
  append_fact (view, _ ("NAT64"), environment->nat64_prefix);
  append_clock (view, environment);
  if (view->text->len == heading_end)
    g_string_truncate (view->text, before);
}

/* Returns: (transfer full): the text of one cell. */
static char *
get_cell (LcRow *row, Column column)
{
  switch (column) {
  case COLUMN_NUMBER:
    return lc_text_clean (lc_row_get_number (row));
  case COLUMN_SERVICE:
    return lc_row_describe_title (row);
  case COLUMN_HOST:
    return lc_text_clean (lc_row_get_host (row));
  case COLUMN_PORT:
    return lc_row_describe_port (row);
  case COLUMN_STATUS:
    return g_strdup (lc_row_get_status_word (row));
  case COLUMN_LATENCY:
    return lc_row_describe_latency (row);
  case N_COLUMNS:
  default:
    g_return_val_if_reached (g_strdup (""));
  }
}

static const char *
get_column_title (Column column)
{
  switch (column) {
  case COLUMN_NUMBER:
    return _ ("No.");
  case COLUMN_SERVICE:
    return _ ("Service");
  case COLUMN_HOST:
    return _ ("Host");
  case COLUMN_PORT:
    return _ ("Port");
  case COLUMN_STATUS:
    return _ ("Status");
  case COLUMN_LATENCY:
    return _ ("Latency");
  case N_COLUMNS:
  default:
    g_return_val_if_reached ("");
  }
}

static void
measure_columns (View *view)
{
  for (guint column = 0; column < N_COLUMNS; column++) {
    view->columns[column] = lc_text_get_width (get_column_title (column));
    for (guint i = 0; i < lc_report_get_n_rows (view->report); i++) {
      g_autofree char *cell = get_cell (lc_report_get_row (view->report, i), column);

      view->columns[column] = MAX (view->columns[column], lc_text_get_width (cell));
    }
  }
}

static void
append_cell (View *view, GString *line, Column column, const char *cell)
{
  if (column == COLUMN_LATENCY)
    lc_text_append_aligned (line, cell, view->columns[column]);
  else
    lc_text_append_padded (line, cell, view->columns[column]);
  lc_text_append_padded (line, "", GAP);
}

/* What was seen, and whether it matters where it is bad. */
static char *
describe_result (LcRow *row)
{
  g_autofree char *seen = lc_row_describe_seen (row);

  if (lc_row_get_required (row) || lc_row_get_status (row) == LC_STATUS_PASS || *seen == '\0')
    return g_steal_pointer (&seen);
  /* Translators: what was seen of a connection that nobody needs. */
  return g_strdup_printf (_ ("%s (not required)"), seen);
}

/* One line a row, with what was seen as the last column. */
static void
append_wide_row (View *view, LcRow *row)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *result = describe_result (row);

  for (guint column = 0; column < N_COLUMNS; column++) {
    g_autofree char *cell = get_cell (row, column);

    append_cell (view, line, column, cell);
  }
  append_wrapped (view, line->str, lc_text_get_width (line->str), result);
}

static void
append_wide_table (View *view)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint column = 0; column < N_COLUMNS; column++)
    append_cell (view, line, column, get_column_title (column));
  g_string_append_printf (view->text, "%s%s\n", line->str, _ ("What was seen"));
  for (guint i = 0; i < lc_report_get_n_rows (view->report); i++)
    append_wide_row (view, lc_report_get_row (view->report, i));
}

/* The short cells and the service in one line, the host and what was seen below it. */
static void
append_narrow_row (View *view, LcRow *row)
{
  static const Column columns[] = { COLUMN_NUMBER, COLUMN_STATUS, COLUMN_LATENCY };
  guint indent = view->columns[COLUMN_NUMBER] + GAP;
  g_autoptr (GString) first = g_string_new (NULL);
  g_autofree char *service = get_cell (row, COLUMN_SERVICE);
  g_autofree char *port = get_cell (row, COLUMN_PORT);
  g_autofree char *what = lc_describe_labelled (port, service);
  g_autofree char *host = get_cell (row, COLUMN_HOST);
  g_autofree char *result = describe_result (row);
  g_autofree char *text = *result != '\0' ? lc_describe_labelled (host, result) : g_strdup (host);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    g_autofree char *cell = get_cell (row, columns[i]);

    append_cell (view, first, columns[i], cell);
  }
  append_wrapped (view, first->str, lc_text_get_width (first->str), what);
  append_wrapped (view, NULL, indent, text);
}

static void
append_rows (View *view)
{
  guint table_width = MIN_SEEN_WIDTH;

  if (lc_report_get_n_rows (view->report) == 0)
    return;
  append_heading (view, _ ("Every connection"));
  measure_columns (view);
  for (guint column = 0; column < N_COLUMNS; column++)
    table_width += view->columns[column] + GAP;
  if (table_width <= view->width) {
    append_wide_table (view);
    return;
  }
  for (guint i = 0; i < lc_report_get_n_rows (view->report); i++)
    append_narrow_row (view, lc_report_get_row (view->report, i));
}

static void
append_footer (View *view)
{
  LcReport *report = view->report;
  g_autofree char *started = lc_report_describe_started (report);
  g_autofree char *took = lc_describe_us (lc_report_get_duration_us (report));
  g_autofree char *when = NULL;
  g_autofree char *title = lc_report_describe_site (report);
  g_autofree char *site = g_strdup_printf ("%s (%s)", title, lc_report_get_site (report));
  g_autofree char *catalog = lc_report_describe_catalog (report);
  g_autofree char *program = NULL;

  /* Translators: a date and time, and how long the check took. */
  when = g_strdup_printf (_ ("%s, took %s"), started, took);
  program = g_strdup_printf ("%s %s", lc_report_get_generator_name (report),
                             lc_report_get_generator_version (report));
  append_heading (view, _ ("About this report"));
  append_fact (view, _ ("Checked"), when);
  append_fact (view, _ ("Site"), site);
  append_fact (view, _ ("Catalogue"), catalog);
  append_fact (view, _ ("Program"), program);
  append_fact (view, _ ("Report"), lc_report_get_id (report));
}

char *
lc_report_to_text (LcReport *report, guint width)
{
  View view = { 0 };

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  view.report = report;
  view.text = g_string_new (NULL);
  view.width = MAX (width > 0 ? width : LC_REPORT_TEXT_DEFAULT_WIDTH, LC_REPORT_TEXT_MIN_WIDTH);
  append_verdict (&view);
  append_capabilities (&view);
  append_findings (&view);
  append_environment (&view);
  append_rows (&view);
  append_footer (&view);
  return g_string_free (view.text, FALSE);
}
