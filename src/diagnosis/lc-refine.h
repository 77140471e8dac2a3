/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-analysis.h"

G_BEGIN_DECLS

/**
 * lc_analysis_refine:
 *
 * Corrects what single attempts could not know: a refusal that came from nearer
 * than the host, a certificate that an inspecting device issued. Rows are to be
 * concluded again afterwards. Refining what is refined changes nothing.
 */
void lc_analysis_refine (LcAnalysis *self);

G_END_DECLS
