/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-firewall-request.h"

#include <glib/gi18n-lib.h>

#include "base/lc-phrase.h"
#include "base/lc-text.h"
#include "diagnosis/lc-firewall-request-words.h"
#include "report/lc-report-words.h"

#define WIDTH 78
#define MAX_JOINED 6

static void
append_heading (GString *text, const char *heading, char line)
{
  g_string_append_printf (text, "%s\n", heading);
  for (guint i = 0; i < MIN (lc_text_get_width (heading), WIDTH); i++)
    g_string_append_c (text, line);
  g_string_append_c (text, '\n');
}

static void
append_labelled (GString *text, const char *label, const char *words)
{
  g_autofree char *line = lc_describe_labelled (label, words);

  if (*words != '\0')
    lc_text_append_wrapped (text, "    ", 4, WIDTH, line);
}

static void
append_destination (GString *text, const LcChange *change)
{
  g_autoptr (GPtrArray) names = lc_words_new ();
  g_autofree char *list = NULL;
  g_autofree char *line = NULL;

  for (guint i = 0; i < change->hosts->len; i++)
    if (!g_str_equal (g_ptr_array_index (change->hosts, i), change->address))
      lc_words_add (names, g_ptr_array_index (change->hosts, i));
  list = lc_phrase_join (names, 12);
  line = names->len > 0 ? g_strdup_printf ("%s  (%s)", change->address, list)
                        : g_strdup (change->address);
  lc_text_append_wrapped (text, "      ", 8, WIDTH, line);
}

/* To whom the changes of one port go; who it is may be less sure than what is asked. */
static void
append_owner (GString *text, const LcChange *change)
{
  g_autofree char *words = lc_firewall_request_describe_owner (change);

  if (words != NULL)
    append_labelled (text, _ ("For"), words);
}

static void
append_joined (GString *text, const char *label, GPtrArray *words)
{
  g_autofree char *list = lc_phrase_join (words, MAX_JOINED);

  append_labelled (text, label, list);
}

static void
append_lines (GString *text, const char *heading, GPtrArray *lines)
{
  if (lines->len == 0)
    return;
  lc_text_append_wrapped (text, "    ", 4, WIDTH, heading);
  for (guint i = 0; i < lines->len; i++)
    lc_text_append_wrapped (text, "      - ", 8, WIDTH, g_ptr_array_index (lines, i));
}

/* Broken where a shell takes it for one line still: it is there to be copied. */
static void
append_command (GString *text, const char *command)
{
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  guint column = 6;

  g_string_append (text, "      ");
  for (guint i = 0; words[i] != NULL; i++) {
    guint width = lc_text_get_width (words[i]);

    if (i > 0 && column + width + 3 > WIDTH) {
      g_string_append (text, " \\\n        ");
      column = 8;
    } else if (i > 0) {
      g_string_append_c (text, ' ');
      column++;
    }
    g_string_append (text, words[i]);
    column += width;
  }
  g_string_append_c (text, '\n');
}

static void
append_verification (GString *text, LcReport *report, const LcFirewallRule *rule)
{
  g_autofree char *command = lc_firewall_rule_get_command (report, rule->rows);

  append_labelled (text, _ ("To verify afterwards"), command);
  if (rule->commands->len == 0)
    return;
  lc_text_append_wrapped (text, "    ", 4, WIDTH, _ ("Without Linecheck:"));
  for (guint i = 0; i < rule->commands->len; i++)
    append_command (text, g_ptr_array_index (rule->commands, i));
}

static void
append_rule (GString *text, LcReport *report, const LcFirewallRule *rule)
{
  /* Translators: “TCP 5061 to”, above a list of addresses. */
  g_autofree char *heading = g_strdup_printf (_ ("%s to"), rule->port);
  g_autofree char *why = lc_firewall_request_join (rule->purposes, "; ");

  lc_text_append_wrapped (text, "  ", 2, WIDTH, heading);
  for (guint i = 0; i < rule->changes->len; i++)
    append_destination (text, g_ptr_array_index (rule->changes, i));
  append_owner (text, rule->head);
  append_joined (text, _ ("Service"), rule->services);
  append_labelled (text, _ ("Why it is needed"), why);
  append_joined (text, _ ("Does not work without it"), rule->capabilities);
  append_lines (text, _ ("What shows it:"), rule->evidence);
  append_lines (text, _ ("To find in a log:"), rule->tries);
  append_verification (text, report, rule);
  g_string_append_c (text, '\n');
}

static void
append_lists (GString *text, LcReport *report, GPtrArray *rules)
{
  LcChangeKind kind = 0;

  for (guint i = 0; i < rules->len; i++) {
    const LcFirewallRule *rule = g_ptr_array_index (rules, i);

    if (rule->head->kind != kind) {
      kind = rule->head->kind;
      append_heading (text, lc_firewall_request_get_heading (kind), '-');
      lc_text_append_wrapped (text, NULL, 0, WIDTH, lc_firewall_request_get_introduction (kind));
      g_string_append_c (text, '\n');
    }
    append_rule (text, report, rule);
  }
}

/* One rule a line, as far as its destinations let it. */
static void
append_table (GString *text, GPtrArray *rules)
{
  guint widths[LC_FIREWALL_CELL_DESTINATIONS] = { 0 };

  append_heading (text, _ ("Rules"), '-');
  for (guint i = 0; i <= rules->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (widths); j++) {
      g_autofree char *cell = lc_firewall_request_dup_cell (rules, i, j);

      widths[j] = MAX (widths[j], lc_text_get_width (cell) + 2);
    }
  for (guint i = 0; i <= rules->len; i++) {
    g_autoptr (GString) line = g_string_new (NULL);
    g_autofree char *destinations
        = lc_firewall_request_dup_cell (rules, i, LC_FIREWALL_CELL_DESTINATIONS);

    for (guint j = 0; j < G_N_ELEMENTS (widths); j++) {
      g_autofree char *cell = lc_firewall_request_dup_cell (rules, i, j);

      lc_text_append_padded (line, cell, widths[j]);
    }
    lc_text_append_wrapped (text, line->str, lc_text_get_width (line->str), WIDTH, destinations);
  }
  g_string_append_c (text, '\n');
}

static void
append_introduction (GString *text, LcReport *report, GPtrArray *rules)
{
  g_autofree char *title = lc_firewall_request_describe_title (report);
  g_autoptr (GPtrArray) facts = lc_firewall_request_list_facts (report, rules);

  append_heading (text, title, '=');
  for (guint i = 0; i < facts->len; i++) {
    const LcFact *fact = g_ptr_array_index (facts, i);
    g_autofree char *line = lc_describe_labelled (fact->label, fact->value);

    lc_text_append_wrapped (text, NULL, 0, WIDTH, line);
  }
  g_string_append_c (text, '\n');
}

static void
append_nothing (GString *text, LcReport *report)
{
  lc_text_append_wrapped (text, NULL, 0, WIDTH, lc_firewall_request_get_nothing (report));
}

char *
lc_firewall_request_text (LcReport *report)
{
  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  g_autoptr (GPtrArray) changes = lc_changes_new (report);
  g_autoptr (GPtrArray) rules = lc_firewall_rules_new (report, changes);
  GString *text = g_string_new (NULL);

  append_introduction (text, report, rules);
  if (rules->len == 0)
    append_nothing (text, report);
  else
    append_table (text, rules);
  append_lists (text, report, rules);
  if (rules->len > 0)
    lc_text_append_wrapped (text, NULL, 0, WIDTH, lc_firewall_request_get_limits ());
  return g_string_free (text, FALSE);
}
