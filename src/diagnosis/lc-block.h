/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-analysis.h"

G_BEGIN_DECLS

/**
 * LcBlock:
 *
 * Closed observations that one thing closes.
 */
typedef struct
{
  GPtrArray   *observations; /* (owned) (element-type LcObservation) */
  LcOwner      owner;
  LcOwnerConfidence owner_confidence;
  LcConfidence confidence;
  LcLocationKind  kind;
  guint        ttl; /* of @hop, 0: not known */
  gboolean     answered; /* somebody said so; else it is silence that ends there */
  const char *hop; /* (nullable) owned by an attempt of @observations */
  const char *next; /* (nullable) likewise: it is somewhere between @hop and this router */
} LcBlock;

LcBlock *lc_block_new (void);
void     lc_block_free (LcBlock *block);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcBlock, lc_block_free)

/* Returns: (transfer full) (element-type LcBlock): an empty list that owns its blocks. */
GPtrArray *lc_blocks_new (void);

/* Whether two blocks are at one place, as far as is known. */
gboolean lc_block_is_same (const LcBlock *a, const LcBlock *b);

/* Takes the place of the observation that shows it best: a path is traced for some rows
 * of one rule only, and a rate limit may hide a hop from others. */
void lc_block_settle (LcBlock *block);

/* Whether an observation is closed and its row is still an open question. */
gboolean lc_observation_is_blocked (LcAnalysis *self, const LcObservation *observation, gconstpointer data);

/* Whether two observations are of one port and transport. */
gboolean lc_observation_shares_port (const LcObservation *a, const LcObservation *b);

/* Observations anywhere on the port of @observation with this reach. Returns: (transfer container). */
GPtrArray *lc_analysis_select_port (LcAnalysis *self, const LcObservation *observation, LcReach reach);

/* Whether one of the ports of a block is open at some other host. */
gboolean lc_block_works_elsewhere (LcAnalysis *self, const LcBlock *block);

/* Whether a service that a block takes away still works at another address. */
gboolean lc_block_has_redundancy (const LcAnalysis *self, const LcBlock *block);

/* "10.1.0.1 (your firewall)", "10.2.0.1 (a router inside your network or your provider’s)",
 * "something on the way": no more than the block shows. Returns: (transfer full). */
char *lc_block_name_owner (const LcBlock *block);

/* Whether anything TCP, or UDP, is open. */
gboolean lc_analysis_any_open (LcAnalysis *self, LcTransport transport);

/* Adds a finding over a block, with a folded one on refusals from nearby. */
LcFinding *lc_block_add (LcAnalysis *self, LcBlock *block, const char *key);

G_END_DECLS
