/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-html.h"

#include <glib/gi18n-lib.h>

#include "base/lc-locale.h"
#include "report/lc-report-facts.h"
#include "report/lc-report-html-data.h"
#include "report/lc-report-html-style.h"
#include "report/lc-report-html-writer.h"
#include "report/lc-report-words.h"
#include "report/lc-row-cell.h"
#include "report/lc-row-facts.h"

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static void
append_head (GString *html, LcReport *report)
{
  g_autofree char *site = lc_report_describe_site (report);
  /* Translators: the report's title; a site, as “United States”. */
  g_autofree char *title = g_strdup_printf (_ ("Linecheck report: %s"), site);

  g_string_append_printf (
      html,
      "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n",
      lc_locale_get_language (),
      /* Translators: the direction that your language is written in: ltr or rtl. */
      C_ ("HTML dir", "ltr"));
  lc_html_append_element (html, "title", NULL, title);
  g_string_append_printf (html, "<style>%s</style>\n", lc_report_html_style);
  lc_report_html_append_data (html, report);
  g_string_append (html, "</head>\n<body>\n<header>\n");
  lc_html_append_element (html, "h1", NULL, title);
}

static void
append_verdict (GString *html, LcReport *report)
{
  LcVerdict verdict = lc_report_get_verdict (report);

  g_string_append (html, "<p class=\"verdict\">");
  lc_html_append_status (html, lc_verdict_to_status (verdict), lc_verdict_get_label (verdict));
  g_string_append (html, "</p>\n");
  lc_html_append_element (html, "p", NULL, lc_report_get_summary (report));
  if (!lc_report_get_complete (report))
    lc_html_append_element (
        html, "p", "dim",
        _ ("The check was stopped before its end: this is what is known so far."));
  g_string_append (html, "</header>\n<main>\n");
}

static void
append_capabilities (GString *html, LcReport *report)
{
  GPtrArray *capabilities = lc_report_get_capabilities (report);

  if (capabilities->len == 0)
    return;
  lc_html_append_element (html, "h2", NULL, _ ("What works for you"));
  g_string_append (html, "<ul class=\"can\">\n");
  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);
    g_autofree char *title = lc_capability_describe_title (capability);

    g_string_append (html, "<li>");
    lc_html_append_text (html, title);
    /* Translators: between a label and what it is for: “Voicemail: Works”. */
    lc_html_append_text (html, _ (": "));
    lc_html_append_status (html, capability->status, lc_status_get_label (capability->status));
    g_string_append (html, "</li>\n");
  }
  g_string_append (html, "</ul>\n");
}

/* Findings. */

static void
append_evidence (GString *html, GPtrArray *evidence)
{
  if (evidence->len == 0)
    return;
  lc_html_append_element (html, "h4", NULL, _ ("What shows it"));
  g_string_append (html, "<ul>\n");
  for (guint i = 0; i < evidence->len; i++)
    lc_html_append_element (html, "li", NULL, g_ptr_array_index (evidence, i));
  g_string_append (html, "</ul>\n");
}

static void
append_folded (GString *html, GPtrArray *findings, GPtrArray *parents, const LcFinding *parent)
{
  gboolean announced = FALSE;

  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);

    if (g_ptr_array_index (parents, i) != parent)
      continue;
    if (!announced)
      lc_html_append_element (html, "h4", NULL, _ ("Also seen, for the same reason"));
    announced = TRUE;
    lc_html_append_element (html, "p", NULL, finding->title);
    lc_html_append_element (html, "p", "dim", finding->detail);
  }
}

static void
append_finding (GString *html, LcReport *report, const LcFinding *finding)
{
  g_autofree char *kind = lc_finding_describe_kind (finding);
  g_autofree char *rows = lc_report_describe_rows (report, finding->rows);

  lc_html_append_element (html, "h3", NULL, finding->title);
  lc_html_append_element (html, "p", "dim", kind);
  lc_html_append_element (html, "p", NULL, finding->detail);
  if (!is_empty (finding->remedy)) {
    lc_html_append_element (html, "h4", NULL, _ ("What to do"));
    lc_html_append_element (html, "p", NULL, finding->remedy);
  }
  append_evidence (html, finding->evidence);
  if (!is_empty (rows)) {
    lc_html_append_element (html, "h4", NULL, _ ("Rows"));
    lc_html_append_element (html, "p", NULL, rows);
  }
}

static void
append_findings (GString *html, LcReport *report)
{
  GPtrArray *findings = lc_report_get_findings (report);
  g_autoptr (GPtrArray) parents = lc_report_find_parents (report);

  if (findings->len == 0)
    return;
  lc_html_append_element (html, "h2", NULL, _ ("What was found"));
  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);

    if (g_ptr_array_index (parents, i) != NULL)
      continue;
    g_string_append (html, "<article>\n");
    append_finding (html, report, finding);
    append_folded (html, findings, parents, finding);
    g_string_append (html, "</article>\n");
  }
}

/* Rows. */

/* What a column's cells are dressed as; the first is the row's heading. */
static const char *const cell_classes[LC_ROW_N_COLUMNS] = {
  [LC_ROW_COLUMN_PORT] = "keep",
  [LC_ROW_COLUMN_STATUS] = "keep",
  [LC_ROW_COLUMN_LATENCY] = "number",
};

static void
append_cell (GString *html, LcRow *row, LcRowColumn column)
{
  g_autofree char *text = lc_row_describe_cell (row, column);

  if (cell_classes[column] != NULL)
    g_string_append_printf (html, "<td class=\"%s\">", cell_classes[column]);
  else
    g_string_append (html, "<td>");
  if (column == LC_ROW_COLUMN_STATUS)
    lc_html_append_status (html, lc_row_get_status (row), text);
  else
    lc_html_append_text (html, text);
  g_string_append (html, "</td>");
}

static void
append_row (GString *html, LcRow *row)
{
  g_autofree char *number = lc_row_describe_cell (row, LC_ROW_COLUMN_NUMBER);

  g_string_append (html, "<tr><th scope=\"row\">");
  lc_html_append_text (html, number);
  g_string_append (html, "</th>");
  for (LcRowColumn column = LC_ROW_COLUMN_NUMBER + 1; column < LC_ROW_N_COLUMNS; column++)
    append_cell (html, row, column);
  g_string_append (html, "</tr>\n");
}

static void
append_rows (GString *html, LcReport *report)
{
  lc_html_append_element (html, "h2", NULL, _ ("Every connection"));
  g_string_append (html, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"");
  lc_html_append_text (html, _ ("Every connection"));
  g_string_append (html, "\">\n<table>\n<thead><tr>");
  for (LcRowColumn column = 0; column < LC_ROW_N_COLUMNS; column++) {
    g_string_append (html, "<th scope=\"col\">");
    lc_html_append_text (html, lc_row_column_get_title (column));
    g_string_append (html, "</th>");
  }
  g_string_append (html, "</tr></thead>\n<tbody>\n");
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    append_row (html, lc_report_get_row (report, i));
  g_string_append (html, "</tbody>\n</table>\n</div>\n");
}

/* What does not work, step by step. */

/* @facts is taken; nothing is written where it is empty. */
static void
append_section (GString *html, const char *heading, GPtrArray *facts)
{
  g_autoptr (GPtrArray) owned = facts;

  if (owned->len == 0)
    return;
  lc_html_append_element (html, "h4", NULL, heading);
  lc_html_append_facts (html, owned);
}

static void
append_attempt (GString *html, const LcAttempt *attempt)
{
  g_autoptr (GPtrArray) steps = lc_attempt_list_steps (attempt);
  g_autoptr (GPtrArray) answers = lc_attempt_list_answers (attempt);
  g_autoptr (GPtrArray) chain = lc_attempt_list_chain (attempt);
  g_autoptr (GPtrArray) trust = lc_attempt_list_trust (attempt);
  g_autoptr (GPtrArray) path = lc_attempt_list_path (attempt);

  lc_html_append_element (html, "h4", NULL, attempt->address);
  lc_html_append_facts (html, steps);
  lc_html_append_facts (html, answers);
  lc_html_append_facts (html, chain);
  lc_html_append_facts (html, trust);
  lc_html_append_facts (html, path);
  append_section (html, _ ("Sampled ports"), lc_attempt_list_samples (attempt));
}

/* @heading: (nullable) */
static void
append_attempts (GString *html, const char *heading, GPtrArray *attempts)
{
  if (attempts->len > 0)
    lc_html_append_element (html, "h4", NULL, heading);
  for (guint i = 0; i < attempts->len; i++)
    append_attempt (html, g_ptr_array_index (attempts, i));
}

static void
append_problem (GString *html, LcRow *row)
{
  g_autoptr (GPtrArray) facts = lc_row_list_facts (row);
  g_autofree char *port = lc_row_describe_port (row);
  g_autofree char *service = lc_row_describe_title (row);
  g_autofree char *title = g_strdup_printf ("%s · %s · %s · %s", lc_row_get_number (row), service,
                                            lc_row_get_host (row), port);

  g_string_append (html, "<article>\n");
  lc_html_append_element (html, "h3", NULL, title);
  lc_html_append_facts (html, facts);
  append_section (html, _ ("Name look-up"), lc_row_list_dns (row));
  append_attempts (html, NULL, lc_row_get_attempts (row));
  append_attempts (html, _ ("Through the proxy"), lc_row_get_proxied_attempts (row));
  append_attempts (html, _ ("Documented addresses"), lc_row_get_documented_attempts (row));
  g_string_append (html, "</article>\n");
}

static gboolean
is_told_in_full (LcRow *row)
{
  return lc_row_get_attempts (row)->len > 0 && lc_row_get_status (row) != LC_STATUS_PASS;
}

static void
append_problems (GString *html, LcReport *report)
{
  gboolean announced = FALSE;

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (!is_told_in_full (row))
      continue;
    if (!announced)
      lc_html_append_element (html, "h2", NULL, _ ("What does not work, step by step"));
    announced = TRUE;
    append_problem (html, row);
  }
}

/* The network and the report itself. */

static void
append_environment (GString *html, LcReport *report)
{
  g_autoptr (GPtrArray) facts = lc_report_list_network (report);

  if (facts->len == 0)
    return;
  lc_html_append_element (html, "h2", NULL, _ ("This computer’s network"));
  lc_html_append_facts (html, facts);
}

static void
append_about (GString *html, LcReport *report)
{
  g_autoptr (GPtrArray) facts = lc_report_list_about (report);

  g_string_append (html, "</main>\n<footer>\n");
  lc_html_append_element (html, "h2", NULL, _ ("About this report"));
  lc_html_append_facts (html, facts);
  g_string_append (html, "</footer>\n</body>\n</html>\n");
}

char *
lc_report_to_html (LcReport *report, const char *request)
{
  g_autoptr (GString) html = g_string_new (NULL);

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  append_head (html, report);
  append_verdict (html, report);
  append_capabilities (html, report);
  append_findings (html, report);
  append_rows (html, report);
  append_problems (html, report);
  append_environment (html, report);
  if (request != NULL)
    g_string_append (html, request);
  append_about (html, report);
  return g_string_free (g_steal_pointer (&html), FALSE);
}
