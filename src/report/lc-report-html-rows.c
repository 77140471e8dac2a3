/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-html-rows.h"

#include <glib/gi18n-lib.h>

#include "base/lc-text.h"
#include "report/lc-report-html-writer.h"
#include "report/lc-report-words.h"
#include "report/lc-row-cell.h"
#include "report/lc-row-facts.h"

void
lc_report_html_append_anchor (GString *html, const char *prefix, const char *number)
{
  g_string_append_printf (html, " id=\"%s", prefix);
  lc_html_append_text (html, number);
  g_string_append_c (html, '"');
}

void
lc_report_html_append_link (GString *html, const char *prefix, const char *number)
{
  g_string_append_printf (html, "<a href=\"#%s", prefix);
  lc_html_append_text (html, number);
  g_string_append (html, "\">");
  lc_html_append_text (html, number);
  g_string_append (html, "</a>");
}

/* What a column's cells are dressed as; the first is the row's heading. */
static const char *const cell_classes[LC_ROW_N_COLUMNS] = {
  [LC_ROW_COLUMN_PORT] = "keep",
  [LC_ROW_COLUMN_STATUS] = "keep",
  [LC_ROW_COLUMN_LATENCY] = "number",
};

/* Hosts may be broken at their dots, and addresses nowhere. */
static void
append_host (GString *html, LcRow *row, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ".", -1);

  if (lc_row_get_host_is_literal (row) || g_hostname_is_ip_address (text)) {
    lc_html_append_element (html, "span", "keep", text);
    return;
  }
  for (guint i = 0; parts[i] != NULL; i++) {
    if (i > 0)
      g_string_append (html, ".<wbr/>");
    lc_html_append_text (html, parts[i]);
  }
}

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
  else if (column == LC_ROW_COLUMN_HOST)
    append_host (html, row, text);
  else
    lc_html_append_prose (html, text);
  g_string_append (html, "</td>");
}

static gboolean
is_told_in_full (LcRow *row)
{
  return lc_row_get_attempts (row)->len > 0 && lc_row_get_status (row) != LC_STATUS_PASS;
}

/* Of the two tables that a row may stand in, the whole one is where its number leads; from there
 * it leads on to its steps. */
static void
append_row (GString *html, LcRow *row, gboolean in_full_table)
{
  const char *number = lc_row_get_number (row);

  g_string_append (html, "<tr");
  if (in_full_table)
    lc_report_html_append_anchor (html, "row-", number);
  g_string_append (html, ">");
  g_string_append (html, "<th scope=\"row\">");
  if (!in_full_table)
    lc_report_html_append_link (html, "row-", number);
  else if (is_told_in_full (row))
    lc_report_html_append_link (html, "steps-", number);
  else
    lc_html_append_text (html, number);
  g_string_append (html, "</th>");
  for (LcRowColumn column = LC_ROW_COLUMN_NUMBER + 1; column < LC_ROW_N_COLUMNS; column++)
    append_cell (html, row, column);
  g_string_append (html, "</tr>\n");
}

static void
begin_table (GString *html, const char *title)
{
  lc_html_append_element (html, "h2", NULL, title);
  g_string_append (html, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"");
  lc_html_append_text (html, title);
  g_string_append (html, "\">\n");
  g_string_append (html, "<table class=\"rows\">\n<thead><tr>");
  for (LcRowColumn column = 0; column < LC_ROW_N_COLUMNS; column++) {
    g_string_append (html, "<th scope=\"col\">");
    lc_html_append_text (html, lc_row_column_get_title (column));
    g_string_append (html, "</th>");
  }
  g_string_append (html, "</tr></thead>\n<tbody>\n");
}

static void
end_table (GString *html)
{
  g_string_append (html, "</tbody>\n</table>\n</div>\n");
}

/* A row that was seen not to work, or of which nothing is known. */
static gboolean
is_problem (LcRow *row)
{
  return lc_row_get_state (row) == LC_ROW_ENDED && lc_row_get_status (row) != LC_STATUS_PASS
         && lc_row_get_status (row) != LC_STATUS_CANCELLED;
}

void
lc_report_html_append_failing_rows (GString *html, LcReport *report)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (!is_problem (row))
      continue;
    if (!begun)
      begin_table (html, _ ("What does not work"));
    begun = TRUE;
    append_row (html, row, FALSE);
  }
  if (begun)
    end_table (html);
}

void
lc_report_html_append_rows (GString *html, LcReport *report)
{
  begin_table (html, _ ("Every connection"));
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    append_row (html, lc_report_get_row (report, i), TRUE);
  end_table (html);
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

  g_string_append (html, "<article");
  lc_report_html_append_anchor (html, "steps-", lc_row_get_number (row));
  g_string_append (html, ">\n");
  lc_html_append_element (html, "h3", NULL, title);
  lc_html_append_facts (html, facts);
  append_section (html, _ ("Name look-up"), lc_row_list_dns (row));
  append_attempts (html, NULL, lc_row_get_attempts (row));
  append_attempts (html, _ ("Through the proxy"), lc_row_get_proxied_attempts (row));
  append_attempts (html, _ ("Documented addresses"), lc_row_get_documented_attempts (row));
  g_string_append (html, "</article>\n");
}

void
lc_report_html_append_steps (GString *html, LcReport *report)
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
