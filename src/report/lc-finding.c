/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-finding.h"

static void
free_finding (gpointer data)
{
  lc_finding_free (data);
}

static void
free_capability (gpointer data)
{
  lc_capability_free (data);
}

LcFinding *
lc_finding_new (const char *code, LcSeverity severity, LcConfidence confidence, LcOwner owner)
{
  LcFinding *finding = g_new0 (LcFinding, 1);

  finding->code = g_strdup (code);
  finding->severity = severity;
  finding->confidence = confidence;
  finding->owner = owner;
  finding->evidence = g_ptr_array_new_with_free_func (g_free);
  finding->rows = g_ptr_array_new_with_free_func (g_free);
  return finding;
}

void
lc_finding_free (LcFinding *finding)
{
  if (finding == NULL)
    return;
  g_free (finding->code);
  g_free (finding->title);
  g_free (finding->detail);
  g_free (finding->remedy);
  g_clear_pointer (&finding->evidence, g_ptr_array_unref);
  g_clear_pointer (&finding->rows, g_ptr_array_unref);
  g_free (finding->folded_under);
  g_free (finding);
}

LcCapability *
lc_capability_new (const char *id, const char *title, LcStatus status)
{
  LcCapability *capability = g_new0 (LcCapability, 1);

  capability->id = g_strdup (id);
  capability->title = g_strdup (title);
  capability->status = status;
  capability->rows = g_ptr_array_new_with_free_func (g_free);
  return capability;
}

void
lc_capability_free (LcCapability *capability)
{
  if (capability == NULL)
    return;
  g_free (capability->id);
  g_free (capability->title);
  g_clear_pointer (&capability->rows, g_ptr_array_unref);
  g_free (capability);
}

GPtrArray *
lc_findings_new (void)
{
  return g_ptr_array_new_with_free_func (free_finding);
}

GPtrArray *
lc_capabilities_new (void)
{
  return g_ptr_array_new_with_free_func (free_capability);
}
