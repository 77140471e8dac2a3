/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-locale.h"
#include "diagnosis/lc-firewall-request-words.h"
#include "diagnosis/lc-firewall-request.h"
#include "report/lc-csv.h"

#define TITLES                                                                                     \
  "list,action,direction,protocol,port,port_last,address,hosts,service,reason,owner,seen,"         \
  "evidence,verify,owner_confidence,source,gateway,public_address,capability,device,"              \
  "verify_without,seen_until,report,requester,ticket\r\n"

static void
append_number (GString *line, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  lc_csv_append_cell (line, text);
}

/* @words: (transfer full) (element-type utf8) */
static void
append_words (GString *line, GPtrArray *words, const char *separator)
{
  g_autofree char *text = lc_firewall_request_join (words, separator);

  lc_csv_append_cell (line, text);
  g_ptr_array_unref (words);
}

static void
append_time (GString *line, LcReport *report, gint64 after_us)
{
  gint64 whole_us = (after_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC * G_USEC_PER_SEC;
  g_autoptr (GDateTime) time = g_date_time_add (lc_report_get_started (report), whole_us);
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  lc_csv_append_cell (line, text);
}

static void
append_what (GString *line, const LcChange *change, const char *action)
{
  lc_csv_append_cell (line, lc_change_kind_to_string (change->kind));
  lc_csv_append_cell (line, action);
  lc_csv_append_cell (line, "outbound");
  lc_csv_append_cell (line, lc_transport_to_string (change->transport));
  append_number (line, change->port);
  append_number (line, change->port_last);
  lc_csv_append_cell (line, change->address);
}

static void
append_why (GString *line, LcReport *report, const LcChange *change)
{
  g_autofree char *command = lc_firewall_rule_get_command (report, change->rows);

  append_words (line, g_ptr_array_ref (change->hosts), " ");
  append_words (line, g_ptr_array_ref (change->services), "; ");
  append_words (line, g_ptr_array_ref (change->purposes), "; ");
  lc_csv_append_cell (line, lc_owner_to_string (change->owner));
  append_time (line, report, 0);
  append_words (line, g_ptr_array_ref (change->evidence), " ");
  lc_csv_append_cell (line, command);
  lc_csv_append_cell (line, lc_owner_confidence_to_string (change->owner_confidence));
}

/* Where it came from, whom it hinders, and the two fields that a person fills in. */
static void
append_context (GString *line, LcReport *report, const LcChange *change)
{
  const LcEnvironment *environment = lc_report_get_environment (report);
  g_autofree char *gateways
      = environment->gateways != NULL ? g_strjoinv (" ", environment->gateways) : NULL;

  append_words (line, lc_firewall_rule_list_locals (report, change), " ");
  lc_csv_append_cell (line, gateways);
  lc_csv_append_cell (line, environment->public_address);
  append_words (line, lc_firewall_rule_list_capabilities (report, change), "; ");
  lc_csv_append_cell (line, change->hop);
  append_words (line, lc_firewall_rule_list_commands (report, change), "; ");
  append_time (line, report, CLAMP (lc_report_get_duration_us (report), 0, G_TIME_SPAN_DAY));
  lc_csv_append_cell (line, lc_report_get_id (report));
  lc_csv_append_cell (line, NULL);
  lc_csv_append_cell (line, NULL);
}

static void
append_rule (GString *csv, LcReport *report, const LcFirewallRule *rule)
{
  for (guint i = 0; i < rule->changes->len; i++) {
    const LcChange *change = g_ptr_array_index (rule->changes, i);
    g_autoptr (GString) line = g_string_new (NULL);

    append_what (line, change, lc_firewall_rule_get_action (rule));
    append_why (line, report, change);
    append_context (line, report, change);
    g_string_append_printf (csv, "%s\r\n", line->str);
  }
}

char *
lc_firewall_request_csv (LcReport *report)
{
  locale_t before = lc_locale_begin_plain ();
  g_autoptr (GPtrArray) changes = lc_changes_new (report);
  g_autoptr (GPtrArray) rules = lc_firewall_rules_new (report, changes);
  GString *csv = g_string_new (TITLES);

  for (guint i = 0; i < rules->len; i++)
    append_rule (csv, report, g_ptr_array_index (rules, i));
  lc_locale_end_plain (before);
  return g_string_free (csv, FALSE);
}
