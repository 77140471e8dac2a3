/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-capabilities.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *id;
  const char *title;
} Title;

/* The record keeps them as they stand; lc_capability_describe_title() is for the eyes. */
static const Title titles[] = {
  { "sign-in", NC_ ("capability", "Sign in") },
  { "calls", NC_ ("capability", "Calls") },
  { "audio", NC_ ("capability", "Hear and be heard") },
  { "voicemail", NC_ ("capability", "Voicemail") },
  { "web-content", NC_ ("capability", "Web content") },
  { "web-client", NC_ ("capability", "Web client") },
};

/* The rows of one service within one capability. */
typedef struct
{
  const char *service;
  guint passed;
  guint limited;
  guint failed;
  guint unproven; /* inconclusive, cancelled or skipped */
} Tally;

static void
count_row (Tally *tally, LcRow *row)
{
  switch (lc_row_get_status (row)) {
  case LC_STATUS_PASS:
    tally->passed++;
    break;
  case LC_STATUS_DEGRADED:
    tally->limited++;
    break;
  case LC_STATUS_FAIL:
    tally->failed++;
    break;
  case LC_STATUS_INCONCLUSIVE:
  case LC_STATUS_SKIPPED:
  case LC_STATUS_CANCELLED:
  default:
    tally->unproven++;
    break;
  }
}

static gboolean
belongs (LcRow *row, const char *capability)
{
  return lc_row_get_required (row) && g_str_equal (lc_row_get_capability (row), capability);
}

static Tally
count_service (LcReport *report, const char *capability, const char *service)
{
  Tally tally = { .service = service };

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (belongs (row, capability) && g_str_equal (lc_row_get_service (row), service))
      count_row (&tally, row);
  }
  return tally;
}

/* Services that the document requires without a word that a person needs them to sign in, to
 * call or to listen: their failure alone limits a capability, and never blocks it. */
static const char *const limiting[] = { "elk", NULL };

static LcStatus
judge_service (const Tally *tally)
{
  guint working = tally->passed + tally->limited;

  if (tally->failed > 0 && working == 0 && tally->unproven == 0)
    return g_strv_contains (limiting, tally->service) ? LC_STATUS_DEGRADED : LC_STATUS_FAIL;
  if (tally->failed > 0 || tally->limited > 0)
    return LC_STATUS_DEGRADED;
  return tally->unproven > 0 ? LC_STATUS_INCONCLUSIVE : LC_STATUS_PASS;
}

static LcCapability *
judge_capability (LcReport *report, const char *id, const char *title)
{
  LcCapability *capability = lc_capability_new (id, title, LC_STATUS_PASS);

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    Tally tally;

    if (!belongs (row, id))
      continue;
    g_ptr_array_add (capability->rows, g_strdup (lc_row_get_id (row)));
    tally = count_service (report, id, lc_row_get_service (row));
    capability->status = lc_status_worse (capability->status, judge_service (&tally));
  }
  return capability;
}

static const char *
find_title (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].id, id))
      return titles[i].title;
  return NULL;
}

static void
take_unless_empty (GPtrArray *capabilities, LcCapability *capability)
{
  if (capability->rows->len > 0)
    g_ptr_array_add (capabilities, capability);
  else
    lc_capability_free (capability);
}

static gboolean
has_capability (GPtrArray *capabilities, const char *id)
{
  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);

    if (g_str_equal (capability->id, id))
      return TRUE;
  }
  return FALSE;
}

/* A company's own catalogue may name capabilities that are not known here. */
static void
add_unknown (GPtrArray *capabilities, LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    const char *id = lc_row_get_capability (lc_report_get_row (report, i));

    if (find_title (id) == NULL && !has_capability (capabilities, id))
      take_unless_empty (capabilities, judge_capability (report, id, id));
  }
}

GPtrArray *
lc_capabilities_judge (LcReport *report)
{
  GPtrArray *capabilities = lc_capabilities_new ();

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    take_unless_empty (capabilities, judge_capability (report, titles[i].id, titles[i].title));
  add_unknown (capabilities, report);
  return capabilities;
}

/* Whether a required row was not reached. */
static gboolean
is_interrupted (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_get_required (row) && lc_row_get_status (row) == LC_STATUS_CANCELLED)
      return TRUE;
  }
  return FALSE;
}

LcVerdict
lc_capabilities_get_verdict (LcReport *report, GPtrArray *capabilities)
{
  LcStatus worst = LC_STATUS_PASS;

  g_return_val_if_fail (LC_IS_REPORT (report), LC_VERDICT_INCONCLUSIVE);
  g_return_val_if_fail (capabilities != NULL, LC_VERDICT_INCONCLUSIVE);

  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);

    worst = lc_status_worse (worst, capability->status);
  }
  if (worst == LC_STATUS_FAIL)
    return LC_VERDICT_BLOCKED;
  if (worst == LC_STATUS_INCONCLUSIVE || is_interrupted (report)
      || lc_report_get_n_rows (report) == 0)
    return LC_VERDICT_INCONCLUSIVE;
  return worst == LC_STATUS_DEGRADED ? LC_VERDICT_DEGRADED : LC_VERDICT_OK;
}
