/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-codes.h"

G_BEGIN_DECLS

/**
 * LcFindingTexts:
 *
 * What is said of a kind of finding: templates for lc_phrase_fill(), not yet
 * translated. @key is a finding code, or a code and a kind of it: "offline/gateway".
 */
typedef struct
{
  const char *key;
  const char *title;  /* a sentence that a person would say, without a full stop */
  const char *detail;
  const char *remedy;
  const char *cause;  /* a clause for the summary: "10.1.0.1 (your firewall) stops TCP 5061" */
} LcFindingTexts;

/* The texts of a key; a programmer's error where there are none. */
const LcFindingTexts *lc_finding_texts_find (const char *key);

/* The finding code in a key. Returns: (transfer full). */
char *lc_finding_texts_get_code (const char *key);

/* What to ask of an owner who stops @ports. Returns: (transfer full): translated. */
char *lc_texts_ask_owner (LcOwner owner, const char *ports);

/* Who stops it, to stand anywhere in a sentence: "10.1.0.1 (your firewall)", "your
 * firewall", "something on the way". Returns: (transfer full): translated. */
char *lc_texts_name_owner (LcOwner owner, LcOwnerConfidence confidence, const char *hop);

G_END_DECLS
