/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-firewall-request-rule.h"
#include "report/lc-fact.h"

G_BEGIN_DECLS

/* What a firewall request says, the same on paper, in a page and in a mail. All texts are
 * translated; what comes from the report is not cleaned yet. */

/**
 * LcFirewallCell:
 *
 * The columns of the table of rules, in order.
 */
typedef enum
{
  LC_FIREWALL_CELL_NUMBER,
  LC_FIREWALL_CELL_ACTION,
  LC_FIREWALL_CELL_SOURCE,
  LC_FIREWALL_CELL_PORT,
  LC_FIREWALL_CELL_DESTINATIONS,
  LC_FIREWALL_N_CELLS,
} LcFirewallCell;

const char *lc_firewall_request_get_heading (LcChangeKind kind); /* of a list of rules */
const char *lc_firewall_request_get_introduction (LcChangeKind kind);
const char *lc_firewall_request_get_nothing (LcReport *report); /* where no rule is asked for */
const char *lc_firewall_request_get_limits (void);

/* Returns: (transfer full). */
char *lc_firewall_request_describe_title (LcReport *report);

/* Who is asked, and how sure that is. Returns: (transfer full) (nullable): %NULL where the
 * list that it stands in says it. */
char *lc_firewall_request_describe_owner (const LcChange *change);

/* @words (element-type utf8) with @separator between. Returns: (transfer full). */
char *lc_firewall_request_join (GPtrArray *words, const char *separator);

/**
 * lc_firewall_request_list_facts:
 * @rules: (element-type LcFirewallRule)
 *
 * Which report, when, from where, and the fields that a person fills in.
 *
 * Returns: (transfer full) (element-type LcFact): each with a label.
 */
GPtrArray *lc_firewall_request_list_facts (LcReport *report, GPtrArray *rules);

/* A cell of the table: @line 0 has the titles, and the first rule is in line 1. Returns:
 * (transfer full). */
char *lc_firewall_request_dup_cell (GPtrArray *rules, guint line, LcFirewallCell cell);

G_END_DECLS
