/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-text.h"
#include "report/lc-report-facts.h"
#include "report/lc-report-words.h"
#include "report/lc-row-cell.h"

#define GAP 2
#define MIN_SEEN_WIDTH 30   /* columns without which what was seen goes below its row */
#define FOLDED_MARGIN "   " /* before a finding that another one explains */

/* The columns that a line has room for, as wide as the widest text in each; what was seen
 * follows them. */
static const LcRowColumn columns[] = {
  LC_ROW_COLUMN_NUMBER, LC_ROW_COLUMN_SERVICE, LC_ROW_COLUMN_HOST,
  LC_ROW_COLUMN_PORT,   LC_ROW_COLUMN_STATUS,  LC_ROW_COLUMN_LATENCY,
};

typedef struct
{
  LcReport *report; /* borrowed */
  GString *text;    /* (owned) */
  guint width;
  guint widths[LC_ROW_N_COLUMNS];
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
  g_autofree char *when = lc_report_describe_when (view->report);
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
  append_labelled (view, 0, _ ("Checked"), when);
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
  g_autofree char *owner = lc_describe_owner (finding->owner, finding->owner_confidence);

  if (finding->owner == LC_OWNER_NONE)
    return g_strdup_printf ("(%s, %s)", severity, confidence);
  /* Translators: (problem, proven; it is up to: your firewall) */
  return g_strdup_printf (_ ("(%s, %s; it is up to: %s)"), severity, confidence, owner);
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

/* What is for everybody; the particulars are in the page and the window. */
static void
append_facts (View *view, GPtrArray *facts)
{
  for (guint i = 0; i < facts->len; i++) {
    const LcFact *fact = g_ptr_array_index (facts, i);

    if (fact->audience != LC_FACT_FOR_ALL)
      continue;
    if (fact->label != NULL)
      append_labelled (view, 0, fact->label, fact->value);
    else
      append_wrapped (view, NULL, 0, fact->value);
  }
}

static void
append_environment (View *view)
{
  g_autoptr (GPtrArray) facts = lc_report_list_network (view->report);
  gsize before = view->text->len;
  gsize heading_end;

  append_heading (view, _ ("This computer’s network"));
  heading_end = view->text->len;
  append_facts (view, facts);
  if (view->text->len == heading_end)
    g_string_truncate (view->text, before);
}

static void
measure_columns (View *view)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++) {
    LcRowColumn column = columns[i];

    view->widths[column] = lc_text_get_width (lc_row_column_get_title (column));
    for (guint row = 0; row < lc_report_get_n_rows (view->report); row++) {
      g_autofree char *cell = lc_row_describe_cell (lc_report_get_row (view->report, row), column);

      view->widths[column] = MAX (view->widths[column], lc_text_get_width (cell));
    }
  }
}

static void
append_cell (View *view, GString *line, LcRowColumn column, const char *cell)
{
  if (lc_row_column_is_number (column))
    lc_text_append_aligned (line, cell, view->widths[column]);
  else
    lc_text_append_padded (line, cell, view->widths[column]);
  lc_text_append_padded (line, "", GAP);
}

/* One line a row, with what was seen as the last column. */
static void
append_wide_row (View *view, LcRow *row)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *seen = lc_row_describe_cell (row, LC_ROW_COLUMN_SEEN);

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++) {
    g_autofree char *cell = lc_row_describe_cell (row, columns[i]);

    append_cell (view, line, columns[i], cell);
  }
  append_wrapped (view, line->str, lc_text_get_width (line->str), seen);
}

static void
append_wide_table (View *view)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    append_cell (view, line, columns[i], lc_row_column_get_title (columns[i]));
  g_string_append_printf (view->text, "%s%s\n", line->str,
                          lc_row_column_get_title (LC_ROW_COLUMN_SEEN));
  for (guint i = 0; i < lc_report_get_n_rows (view->report); i++)
    append_wide_row (view, lc_report_get_row (view->report, i));
}

/* The short cells and the service in one line, the host and what was seen below it. */
static void
append_narrow_row (View *view, LcRow *row)
{
  static const LcRowColumn short_columns[]
      = { LC_ROW_COLUMN_NUMBER, LC_ROW_COLUMN_STATUS, LC_ROW_COLUMN_LATENCY };
  guint indent = view->widths[LC_ROW_COLUMN_NUMBER] + GAP;
  g_autoptr (GString) first = g_string_new (NULL);
  g_autofree char *service = lc_row_describe_cell (row, LC_ROW_COLUMN_SERVICE);
  g_autofree char *port = lc_row_describe_cell (row, LC_ROW_COLUMN_PORT);
  g_autofree char *what = lc_describe_labelled (port, service);
  g_autofree char *host = lc_row_describe_cell (row, LC_ROW_COLUMN_HOST);
  g_autofree char *seen = lc_row_describe_cell (row, LC_ROW_COLUMN_SEEN);
  g_autofree char *text = *seen != '\0' ? lc_describe_labelled (host, seen) : g_strdup (host);

  for (gsize i = 0; i < G_N_ELEMENTS (short_columns); i++) {
    g_autofree char *cell = lc_row_describe_cell (row, short_columns[i]);

    append_cell (view, first, short_columns[i], cell);
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
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    table_width += view->widths[columns[i]] + GAP;
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
  g_autoptr (GPtrArray) facts = lc_report_list_about (view->report);

  append_heading (view, _ ("About this report"));
  append_facts (view, facts);
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
  append_environment (&view);
  append_capabilities (&view);
  append_findings (&view);
  append_rows (&view);
  append_footer (&view);
  return g_string_free (view.text, FALSE);
}
