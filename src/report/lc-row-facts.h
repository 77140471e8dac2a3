/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-fact.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/* What every view says of one row, for those who look into it. All lists are (transfer full)
 * (element-type LcFact), and empty where there is nothing to say. */

/* What is contacted and why, and whose it is to act. */
GPtrArray *lc_row_list_facts (LcRow *row);

/* How its name was resolved. */
GPtrArray *lc_row_list_dns (LcRow *row);

/* The steps of an attempt, one fact each, in order; then what they come to, where none says it. */
GPtrArray *lc_attempt_list_steps (const LcAttempt *attempt);

/* What the other side said: HTTP, STUN, a greeting, a router. */
GPtrArray *lc_attempt_list_answers (const LcAttempt *attempt);

/* The ports that were tried of a range, one fact each, in order. */
GPtrArray *lc_attempt_list_samples (const LcAttempt *attempt);

/* The certificates of a chain, one fact each, in order; then who signed the last. */
GPtrArray *lc_attempt_list_chain (const LcAttempt *attempt);

/* Who vouches for the chain, and what this computer makes of it. */
GPtrArray *lc_attempt_list_trust (const LcAttempt *attempt);

/* The hops, where it ends, and what it was compared with. */
GPtrArray *lc_attempt_list_path (const LcAttempt *attempt);

/* Whether the path of an attempt shows where something ends. That of media ports that leave
 * the network, or of which nothing is known, may end in silence and show no block. */
gboolean lc_attempt_shows_block (const LcAttempt *attempt);

/* Returns: (transfer full): who or what ends the path of an attempt that has one, and that
 * does not reach its host. */
char *lc_attempt_describe_block (const LcAttempt *attempt);

/* Returns: (transfer full) (nullable): what the path was compared with, as a sentence. */
char *lc_path_describe_control (const LcPath *path);

G_END_DECLS
