/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-diagnosis.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/lc-capabilities.h"
#include "diagnosis/lc-conclude.h"

void
lc_diagnose (LcReport *report)
{
  GPtrArray *capabilities;
  LcVerdict verdict;

  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    lc_row_conclude (lc_report_get_row (report, i));
  capabilities = lc_conclude_capabilities (report);
  verdict = lc_conclude_verdict (report, capabilities);
  lc_report_conclude (report, verdict, lc_verdict_get_label (verdict), capabilities,
                      lc_findings_new ());
}
