/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/lc-json-tree.h"

G_BEGIN_DECLS

/**
 * LcJsonLimits:
 *
 * What a JSON text from anywhere may cost.
 */
typedef struct
{
  gsize max_bytes;
  guint max_depth;  /* arrays and objects inside each other */
  guint max_values; /* of every kind, in the whole text */
  guint max_keys;   /* of one object */
} LcJsonLimits;

/**
 * lc_json_parse:
 * @text: not necessarily terminated
 * @length: in bytes
 * @message: (out) (nullable) (transfer full): what is wrong, with its JSON path, line and column
 *   (both from 1, in characters); %NULL where all is well
 *
 * Reads @text by the grammar of RFC 8259 and within @limits, without recursion, in a time that is
 * in proportion to its length whatever it says. json-glib is not given what others have written:
 * it recurses without a bound, ends the program on half a surrogate pair, cuts strings at U+0000,
 * wraps long numbers round, keeps the last of two equal keys, reads comments, and has hash tables
 * in which keys can be made to collide. Numbers of more than 18 digits are refused.
 *
 * Returns: (transfer full) (nullable): %NULL where something is wrong.
 */
LcJsonTree *lc_json_parse (const char         *text,
                           gsize               length,
                           const LcJsonLimits *limits,
                           char              **message);

G_END_DECLS
