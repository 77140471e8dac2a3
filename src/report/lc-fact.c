/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-fact.h"

#include "base/lc-text.h"

static void
free_fact (gpointer data)
{
  LcFact *fact = data;

  g_free (fact->label);
  g_free (fact->value);
  g_free (fact);
}

static void
add (GPtrArray *facts, const char *label, const char *value, LcFactAudience audience)
{
  LcFact *fact;

  if (value == NULL || *value == '\0')
    return;
  fact = g_new0 (LcFact, 1);
  fact->label = label != NULL ? lc_text_clean (label) : NULL;
  fact->value = lc_text_clean (value);
  fact->audience = audience;
  g_ptr_array_add (facts, fact);
}

GPtrArray *
lc_facts_new (void)
{
  return g_ptr_array_new_with_free_func (free_fact);
}

void
lc_facts_add (GPtrArray *facts, const char *label, const char *value)
{
  g_return_if_fail (facts != NULL);

  add (facts, label, value, LC_FACT_FOR_ALL);
}

void
lc_facts_add_for_experts (GPtrArray *facts, const char *label, const char *value)
{
  g_return_if_fail (facts != NULL);

  add (facts, label, value, LC_FACT_FOR_EXPERTS);
}
