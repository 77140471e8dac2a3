/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-analysis.h"

G_BEGIN_DECLS

/**
 * lc_analysis_judge_attempts:
 * @self: with its portal signs and inspections
 *
 * Judges each attempt once more, beside what the rest of the report shows: a refusal that came from
 * nearer than the host, a certificate that an inspecting device issued, a page that is a captive
 * portal's. Rows are to be judged again afterwards.
 */
void lc_analysis_judge_attempts (LcAnalysis *self);

G_END_DECLS
