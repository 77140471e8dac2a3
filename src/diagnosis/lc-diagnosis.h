/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_diagnose:
 * @report: whose rows have ended, all or (after an interruption) some
 *
 * Says what the rows mean together: judges attempts and rows, alone and then beside
 * what the other rows showed, then sets findings, capabilities, verdict and summary
 * (lc_report_set_diagnosis()) and the owners of rows. A pure function of the report: no network, no
 * clock, no environment. Diagnosing again gives the same report.
 */
void lc_diagnose (LcReport *report);

G_END_DECLS
