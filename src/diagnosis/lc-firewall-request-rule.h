/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-change.h"

G_BEGIN_DECLS

/**
 * LcFirewallRule:
 *
 * The changes of a report that differ in their destination alone: one rule of a firewall. What
 * they have in common is said once.
 */
typedef struct
{
  const LcChange
      *head; /* (transfer none) the first of them: its kind, transport and port are all's */
  GPtrArray *changes;      /* (element-type LcChange) (transfer none) at least one */
  GPtrArray *destinations; /* (element-type utf8) addresses */
  GPtrArray *sources;      /* (element-type utf8) this computer's addresses; may be empty */
  GPtrArray *tries;        /* (element-type utf8) "10.1.0.2:56860 > 169.63.160.152", for a log */
  GPtrArray *services;     /* (element-type utf8) translated, as are the purposes */
  GPtrArray *purposes;     /* (element-type utf8) */
  GPtrArray *capabilities; /* (element-type utf8) what a person cannot do: "Calls" */
  GPtrArray *evidence;     /* (element-type utf8) sentences, each kind of them once */
  GPtrArray *rows;         /* (element-type utf8) numbers, "US-19" */
  GPtrArray *commands;     /* (element-type utf8) that verify it without Linecheck */
  char *port;              /* "TCP 5061" */
  char *device;            /* (nullable) the router that is shown, or likely, to stop it */
} LcFirewallRule;

void lc_firewall_rule_free (LcFirewallRule *rule);

/**
 * lc_firewall_rules_new:
 * @changes: (element-type LcChange): of @report, as lc_changes_new() sorts them; they must
 *   live as long as the rules
 *
 * Returns: (transfer full) (element-type LcFirewallRule): in the order of @changes
 */
GPtrArray *lc_firewall_rules_new (LcReport *report, GPtrArray *changes);

/* What of it is asked for: "allow", "bypass"; for a machine. */
const char *lc_firewall_rule_get_action (const LcFirewallRule *rule);

/* The command that observes the rows of @rows (element-type utf8) again. Returns: (transfer full). */
char *lc_firewall_rule_get_command (LcReport *report, GPtrArray *rows);

/* The addresses that this computer used toward @change. Returns: (transfer full) (element-type
 * utf8): with their ports; empty where the report has none. */
GPtrArray *lc_firewall_rule_list_locals (LcReport *report, const LcChange *change);

/* Commands that verify @change with other tools than Linecheck; see
 * openssl-s_client(1), nc(1). Nothing of the report that a shell could take for
 * more than a name gets into them. Returns: (transfer full) (element-type utf8): empty
 * where none can. */
GPtrArray *lc_firewall_rule_list_commands (LcReport *report, const LcChange *change);

/* "Calls": what a person cannot do without @change. Returns: (transfer full)
 * (element-type utf8): translated. */
GPtrArray *lc_firewall_rule_list_capabilities (LcReport *report, const LcChange *change);

G_END_DECLS
