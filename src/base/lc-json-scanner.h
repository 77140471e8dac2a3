/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

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
} LcJsonLimits;

/**
 * lc_json_scan:
 * @text: not necessarily terminated
 * @length: in bytes
 *
 * Holds @text against the grammar of RFC 8259 and against @limits, without
 * recursion. json-glib is not given anything that has not passed here, for it
 * recurses without a bound, ends the program on half a surrogate pair, cuts
 * strings at U+0000, wraps long numbers round, keeps the last of two equal keys
 * and reads comments. Numbers of more than 18 digits are refused.
 *
 * Returns: (transfer full) (nullable): %NULL where all is well, else what is
 *   wrong, with its JSON path, line and column (both from 1, in characters).
 */
char *lc_json_scan (const char *text, gsize length, const LcJsonLimits *limits);

G_END_DECLS
