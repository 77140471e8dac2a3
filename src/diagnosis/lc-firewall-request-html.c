/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-phrase.h"
#include "diagnosis/lc-firewall-request-words.h"
#include "diagnosis/lc-firewall-request.h"
#include "report/lc-report-html-writer.h"

#define MAX_JOINED 6

static void
append_line (GString *html, GPtrArray *rules, guint line)
{
  const char *element = line == 0 ? "th" : "td";

  g_string_append (html, line == 0 ? "<thead><tr>" : "<tr>");
  for (LcFirewallCell cell = 0; cell < LC_FIREWALL_N_CELLS; cell++) {
    g_autofree char *text = lc_firewall_request_dup_cell (rules, line, cell);

    lc_html_append_element (html, element, cell == LC_FIREWALL_CELL_DESTINATIONS ? NULL : "keep",
                            text);
  }
  g_string_append (html, line == 0 ? "</tr></thead>\n<tbody>\n" : "</tr>\n");
}

static void
append_table (GString *html, GPtrArray *rules)
{
  lc_html_append_element (html, "h3", NULL, _ ("Rules"));
  g_string_append (html, "<div class=\"wide\"><table>\n");
  for (guint i = 0; i <= rules->len; i++)
    append_line (html, rules, i);
  g_string_append (html, "</tbody>\n</table></div>\n");
}

static void
append_list (GString *html, const char *heading, const char *class_name, GPtrArray *lines)
{
  if (lines->len == 0)
    return;
  lc_html_append_element (html, "h4", NULL, heading);
  g_string_append (html, "<ul>\n");
  for (guint i = 0; i < lines->len; i++)
    lc_html_append_element (html, "li", class_name, g_ptr_array_index (lines, i));
  g_string_append (html, "</ul>\n");
}

static void
append_explanation (GString *html, LcReport *report, const LcFirewallRule *rule)
{
  g_autoptr (GPtrArray) facts = lc_facts_new ();
  g_autofree char *destinations = lc_firewall_request_join (rule->destinations, ", ");
  g_autofree char *title = g_strdup_printf ("%s → %s", rule->port, destinations);
  g_autofree char *who = lc_firewall_request_describe_owner (rule->head);
  g_autofree char *services = lc_phrase_join (rule->services, MAX_JOINED);
  g_autofree char *why = lc_firewall_request_join (rule->purposes, "; ");
  g_autofree char *what = lc_phrase_join (rule->capabilities, MAX_JOINED);
  g_autofree char *command = lc_firewall_rule_get_command (report, rule->rows);

  lc_facts_add (facts, _ ("For"), who);
  lc_facts_add (facts, _ ("Service"), services);
  lc_facts_add (facts, _ ("Why it is needed"), why);
  lc_facts_add (facts, _ ("Does not work without it"), what);
  lc_facts_add (facts, _ ("To verify afterwards"), command);
  g_string_append (html, "<article>\n");
  lc_html_append_element (html, "h3", NULL, title);
  lc_html_append_facts (html, facts);
  append_list (html, _ ("What shows it"), NULL, rule->evidence);
  append_list (html, _ ("To find in a log:"), "code", rule->tries);
  append_list (html, _ ("Without Linecheck:"), "code", rule->commands);
  g_string_append (html, "</article>\n");
}

static void
append_explanations (GString *html, LcReport *report, GPtrArray *rules)
{
  LcChangeKind kind = 0;

  for (guint i = 0; i < rules->len; i++) {
    const LcFirewallRule *rule = g_ptr_array_index (rules, i);

    if (rule->head->kind != kind) {
      kind = rule->head->kind;
      lc_html_append_element (html, "h3", NULL, lc_firewall_request_get_heading (kind));
      lc_html_append_element (html, "p", "dim", lc_firewall_request_get_introduction (kind));
    }
    append_explanation (html, report, rule);
  }
}

char *
lc_firewall_request_page_part (LcReport *report)
{
  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  g_autoptr (GPtrArray) changes = lc_changes_new (report);
  g_autoptr (GPtrArray) rules = lc_firewall_rules_new (report, changes);
  g_autoptr (GPtrArray) facts = NULL;
  g_autofree char *title = lc_firewall_request_describe_title (report);
  GString *html;

  if (rules->len == 0)
    return NULL;
  html = g_string_new ("<section id=\"request\" class=\"request\">\n");
  facts = lc_firewall_request_list_facts (report, rules);
  lc_html_append_element (html, "h2", NULL, title);
  lc_html_append_facts (html, facts);
  append_table (html, rules);
  append_explanations (html, report, rules);
  lc_html_append_element (html, "p", "dim", lc_firewall_request_get_limits ());
  g_string_append (html, "</section>\n");
  return g_string_free (html, FALSE);
}
