/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-diagnosis.h"

#include "diagnosis/lc-analysis-judge.h"
#include "diagnosis/lc-analysis.h"
#include "diagnosis/lc-capabilities.h"
#include "diagnosis/lc-find.h"
#include "diagnosis/lc-inspection.h"
#include "diagnosis/lc-portal-sign.h"
#include "diagnosis/lc-row-judge.h"
#include "diagnosis/lc-summary.h"

/* In this order: what explains most comes first, and what it explains is left
 * alone by those after it. */
static const LcDetector detectors[] = {
  lc_find_offline,
  lc_find_vpn,
  lc_find_nat64_only,
  lc_find_wrong_clock,
  lc_find_captive_portal,
  lc_find_no_authorities,
  lc_find_sinkhole,
  lc_find_lying_dns,
  lc_find_proxy_trouble,
  lc_find_proxy_required,
  lc_find_untried_proxy,
  lc_find_failing_dns,
  lc_find_wildcard,
  lc_find_broken_ipv6,
  lc_find_black_hole,
  lc_find_block_page,
  lc_find_inspection,
  lc_find_heavy_loss,
  lc_find_cut_handshakes,
  lc_find_cut_data,
  lc_find_bad_certificates,
  lc_find_web_only,
  lc_find_blocked_udp,
  lc_find_blocked_hosts,
  lc_find_blocked_media,
  lc_find_blocked_ports,
  lc_find_stripped_websocket,
  lc_find_service_errors,
  lc_find_spoiling_proxy,
  lc_find_varying_nat,
  lc_find_udp_loss,
  lc_find_changed_addresses,
  lc_find_optional,
  lc_find_old_catalog,
  lc_find_unexplained,
  lc_find_not_tested,
};

static void
judge_rows (LcReport *report, void (*judge) (LcRow *row, const LcEnvironment *environment))
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    judge (lc_report_get_row (report, i), lc_report_get_environment (report));
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const LcFinding *first = *(const LcFinding *const *) a;
  const LcFinding *second = *(const LcFinding *const *) b;
  int folded = (first->folded_under != NULL) - (second->folded_under != NULL);

  return folded != 0 ? folded : (int) first->severity - (int) second->severity;
}

/* The finding that a row's blame comes from: the first that stands for itself. */
static LcFinding *
find_blame (LcAnalysis *self, LcRow *row)
{
  for (guint i = 0; i < self->findings->len; i++) {
    LcFinding *finding = g_ptr_array_index (self->findings, i);

    if (finding->folded_under == NULL && finding->owner != LC_OWNER_NONE
        && g_ptr_array_find_with_equal_func (finding->rows, lc_row_get_id (row), g_str_equal, NULL))
      return finding;
  }
  return NULL;
}

/* An unproven row stays unproven whoever is to ask about it. */
static void
blame_row (LcAnalysis *self, LcRow *row)
{
  LcFinding *finding = find_blame (self, row);
  LcStatus status = lc_row_get_status (row);
  LcRowResult result = {
    .status = status,
    .code = lc_row_get_code (row),
    .phase = lc_row_get_phase (row),
    .owner = lc_row_get_owner (row),
    .confidence = lc_row_get_confidence (row),
    .owner_confidence = lc_row_get_owner_confidence (row),
    .detail = lc_row_get_detail (row),
    .latency_us = lc_row_get_latency_us (row),
  };

  if (finding == NULL || status == LC_STATUS_PASS || status == LC_STATUS_CANCELLED)
    return;
  result.owner = finding->owner;
  result.owner_confidence = finding->owner_confidence;
  if (status != LC_STATUS_INCONCLUSIVE && status != LC_STATUS_SKIPPED)
    result.confidence = finding->confidence;
  lc_row_set_result (row, &result);
}

static void
find_all (LcAnalysis *self)
{
  self->portal_signs = lc_portal_signs_new (self);
  self->inspections = lc_inspections_new (self, self->portal_signs->len > 0);
  lc_analysis_judge_attempts (self);
  judge_rows (self->report, lc_row_judge_result);
  lc_analysis_locate_observations (self);
  for (gsize i = 0; i < G_N_ELEMENTS (detectors); i++)
    detectors[i](self);
  g_ptr_array_sort (self->findings, compare_findings);
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++)
    blame_row (self, lc_report_get_row (self->report, i));
}

void
lc_diagnose (LcReport *report)
{
  g_return_if_fail (LC_IS_REPORT (report));

  g_autoptr (LcAnalysis) self = NULL;
  GPtrArray *capabilities;
  LcVerdict verdict;
  g_autofree char *summary = NULL;

  judge_rows (report, lc_row_judge);
  self = lc_analysis_new (report);
  find_all (self);
  capabilities = lc_capabilities_judge (report);
  verdict = lc_capabilities_get_verdict (report, capabilities);
  summary = lc_summary_new (self, verdict, capabilities);
  lc_report_set_diagnosis (report, verdict, summary, capabilities,
                           g_steal_pointer (&self->findings));
}
