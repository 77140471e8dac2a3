/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-localize.h"

#include "base/lc-locale.h"
#include "diagnosis/lc-diagnosis.h"
#include "report/lc-report-json.h"
#include "report/lc-report-private.h"

static gboolean
is_same_row (LcRow *a, LcRow *b)
{
  return lc_row_get_status (a) == lc_row_get_status (b)
         && lc_row_get_code (a) == lc_row_get_code (b)
         && lc_row_get_phase (a) == lc_row_get_phase (b)
         && lc_row_get_owner (a) == lc_row_get_owner (b)
         && lc_row_get_confidence (a) == lc_row_get_confidence (b);
}

static gboolean
are_same_texts (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
is_same_finding (const LcFinding *a, const LcFinding *b)
{
  return g_str_equal (a->code, b->code) && a->severity == b->severity
         && a->confidence == b->confidence && a->owner == b->owner
         && g_strcmp0 (a->folded_under, b->folded_under) == 0
         && a->evidence->len == b->evidence->len && are_same_texts (a->rows, b->rows);
}

static gboolean
is_same_capability (const LcCapability *a, const LcCapability *b)
{
  return g_str_equal (a->id, b->id) && a->status == b->status && are_same_texts (a->rows, b->rows);
}

static gboolean
say_the_same (LcReport *a, LcReport *b)
{
  GPtrArray *a_findings = lc_report_get_findings (a);
  GPtrArray *b_findings = lc_report_get_findings (b);
  GPtrArray *a_capabilities = lc_report_get_capabilities (a);
  GPtrArray *b_capabilities = lc_report_get_capabilities (b);

  if (lc_report_get_verdict (a) != lc_report_get_verdict (b) || a_findings->len != b_findings->len
      || a_capabilities->len != b_capabilities->len)
    return FALSE;
  for (guint i = 0; i < a_findings->len; i++)
    if (!is_same_finding (g_ptr_array_index (a_findings, i), g_ptr_array_index (b_findings, i)))
      return FALSE;
  for (guint i = 0; i < a_capabilities->len; i++)
    if (!is_same_capability (g_ptr_array_index (a_capabilities, i),
                             g_ptr_array_index (b_capabilities, i)))
      return FALSE;
  for (guint i = 0; i < lc_report_get_n_rows (a); i++)
    if (!is_same_row (lc_report_get_row (a, i), lc_report_get_row (b, i)))
      return FALSE;
  return TRUE;
}

/* Before reports named it they were rarely in any other. */
static const char *
get_language (LcReport *report)
{
  const char *language = lc_report_get_language (report);

  return language != NULL ? language : "en";
}

LcReport *
lc_report_localize (LcReport *report)
{
  g_autoptr (GBytes) json = NULL;
  g_autoptr (LcReport) copy = NULL;

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  if (g_str_equal (get_language (report), lc_locale_get_language ()))
    return g_object_ref (report);
  json = lc_report_to_json (report);
  copy = lc_report_new_from_json (json, NULL);
  if (copy == NULL)
    return g_object_ref (report);
  lc_report_set_language (copy, lc_locale_get_language ());
  lc_diagnose (copy);
  return say_the_same (report, copy) ? g_steal_pointer (&copy) : g_object_ref (report);
}
