/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-html.h"

#include <glib/gi18n-lib.h>

#include "base/lc-locale.h"
#include "report/lc-report-facts.h"
#include "report/lc-report-html-data.h"
#include "report/lc-report-html-rows.h"
#include "report/lc-report-html-style.h"
#include "report/lc-report-html-writer.h"
#include "report/lc-report-words.h"

#define PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

/* At the top of each sheet of paper: which report it is of. A style sheet gets nothing of the
 * report but letters and digits. */
static void
append_page_header (GString *html, LcReport *report)
{
  g_autofree char *site = g_strdup (lc_report_get_site (report));
  g_autofree char *id = g_strdup (lc_report_get_id (report));
  g_autofree char *when = g_date_time_format (lc_report_get_started (report), "%Y-%m-%d %H:%M UTC");

  g_string_append_printf (html,
                          "@page{@top-left{content:\"Linecheck %s %s\"}@top-right{content:\"%s\"}}",
                          g_strcanon (site, PLAIN, '-'), when, g_strcanon (id, PLAIN, '-'));
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
  g_string_append_printf (html, "<style>%s", lc_report_html_style);
  append_page_header (html, report);
  g_string_append (html, "</style>\n");
  lc_report_html_append_data (html, report);
  g_string_append (html, "</head>\n<body>\n<header>\n");
  lc_html_append_element (html, "h1", NULL, title);
}

/* When and where it was seen, in one look. */
static void
append_strip (GString *html, LcReport *report)
{
  g_autoptr (GPtrArray) facts = lc_report_list_strip (report);

  g_string_append (html, "<div class=\"strip\">\n");
  lc_html_append_facts (html, facts);
  g_string_append (html, "</div>\n");
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
  append_strip (html, report);
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

/* The numbers of rows, each of which leads to its row. */
static void
append_links (GString *html, LcReport *report, GPtrArray *ids)
{
  if (ids->len == 0)
    return;
  lc_html_append_element (html, "h4", NULL, _ ("Rows"));
  g_string_append (html, "<p>");
  for (guint i = 0; i < ids->len; i++) {
    const char *id = g_ptr_array_index (ids, i);
    LcRow *row = lc_report_find_row (report, id);

    if (i > 0)
      g_string_append (html, ", ");
    if (row != NULL)
      lc_report_html_append_link (html, "row-", lc_row_get_number (row));
    else
      lc_html_append_text (html, id);
  }
  g_string_append (html, "</p>\n");
}

static void
append_finding (GString *html, LcReport *report, const LcFinding *finding)
{
  g_autofree char *kind = lc_finding_describe_kind (finding);

  lc_html_append_element (html, "h3", NULL, finding->title);
  lc_html_append_element (html, "p", "dim", kind);
  lc_html_append_element (html, "p", NULL, finding->detail);
  if (!is_empty (finding->remedy)) {
    lc_html_append_element (html, "h4", NULL, _ ("What to do"));
    lc_html_append_element (html, "p", NULL, finding->remedy);
  }
  append_evidence (html, finding->evidence);
  append_links (html, report, finding->rows);
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

/* The network and the report itself. */

static void
append_environment (GString *html, LcReport *report)
{
  g_autoptr (GPtrArray) facts = lc_report_list_more_network (report);

  if (facts->len == 0)
    return;
  lc_html_append_element (html, "h2", NULL, _ ("This computer’s network"));
  lc_html_append_facts (html, facts);
}

/* What is looked up: the rest is for reading. */
static void
append_appendix (GString *html, LcReport *report)
{
  g_string_append (html, "<section class=\"appendix\">\n");
  lc_report_html_append_rows (html, report);
  lc_report_html_append_steps (html, report);
  g_string_append (html, "</section>\n");
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
  lc_report_html_append_failing_rows (html, report);
  append_environment (html, report);
  if (request != NULL)
    g_string_append (html, request);
  append_appendix (html, report);
  append_about (html, report);
  return g_string_free (g_steal_pointer (&html), FALSE);
}
