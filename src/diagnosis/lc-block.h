/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-case.h"

G_BEGIN_DECLS

/**
 * LcBlock:
 *
 * Closed tries that one thing closes.
 */
typedef struct
{
  GPtrArray   *tries; /* (owned) (element-type LcTry) */
  LcOwner      owner;
  LcConfidence confidence;
  LcPlaceKind  kind;
  guint        ttl; /* of @hop, 0: not known */
  gboolean     answered; /* somebody said so; else it is silence that ends there */
  const char *hop; /* (nullable) owned by an attempt of @tries */
} LcBlock;

LcBlock *lc_block_new (void);
void     lc_block_free (LcBlock *block);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcBlock, lc_block_free)

/* Returns: (transfer full) (element-type LcBlock): an empty list that owns its blocks. */
GPtrArray *lc_blocks_new (void);

/* Whether two blocks are at one place, as far as is known. */
gboolean lc_block_is_same (const LcBlock *a, const LcBlock *b);

/* Takes the place of the try that shows it best: a path is traced for some rows
 * of one rule only, and a rate limit may hide a hop from others. */
void lc_block_settle (LcBlock *block);

/* Whether a try is closed and its row is still an open question. */
gboolean lc_try_is_blocked (LcCase *self, const LcTry *try, gconstpointer data);

/* Whether two tries are of one port and transport. */
gboolean lc_try_shares_port (const LcTry *a, const LcTry *b);

/* Tries anywhere on the port of @try with this reach. Returns: (transfer container). */
GPtrArray *lc_case_select_port (LcCase *self, const LcTry *try, LcReach reach);

/* Whether anything TCP, or UDP, is open. */
gboolean lc_case_any_open (LcCase *self, LcTransport transport);

/* Adds a finding over a block, with a folded one on refusals from nearby. */
LcFinding *lc_block_add (LcCase *self, LcBlock *block, const char *key);

G_END_DECLS
