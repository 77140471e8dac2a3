/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcFactAudience:
 *
 * For whom a fact is: everybody who reads the report, or those who look into it.
 */
typedef enum
{
  LC_FACT_FOR_ALL,
  LC_FACT_FOR_EXPERTS,
} LcFactAudience;

/**
 * LcFact:
 *
 * Something that a report says, as a view shows it: “Gateway”, “10.1.0.1”. Views take lists of
 * these and lay them out; none makes a fact of its own. Both texts are cleaned
 * (lc_text_clean()).
 */
typedef struct
{
  char *label; /* (nullable) translated; NULL where the value is a whole sentence */
  char *value; /* never NULL, never empty */
  LcFactAudience audience;
} LcFact;

/* Returns: (transfer full) (element-type LcFact): an empty list, which frees its facts. */
GPtrArray *lc_facts_new (void);

/* Appends a fact for everybody. Nothing happens where @value is %NULL or empty: what is not
 * known is not shown. @label is %NULL where @value is a sentence. */
void lc_facts_add (GPtrArray *facts, const char *label, const char *value);
void lc_facts_add_for_experts (GPtrArray *facts, const char *label, const char *value);

G_END_DECLS
