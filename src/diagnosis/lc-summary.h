/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-analysis.h"

G_BEGIN_DECLS

/**
 * lc_summary_new:
 *
 * Returns: (transfer full): one translated sentence that anybody can read out on
 * the phone. It says nothing that a row contradicts.
 */
char *lc_summary_new (LcAnalysis *self, LcVerdict verdict, GPtrArray *capabilities);

G_END_DECLS
