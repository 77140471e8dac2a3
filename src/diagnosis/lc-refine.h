/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-case.h"

G_BEGIN_DECLS

/**
 * lc_case_refine:
 *
 * Corrects what single attempts could not know: a refusal that came from nearer
 * than the host, a certificate that an inspecting device issued. Rows are to be
 * concluded again afterwards. Refining what is refined changes nothing.
 */
void lc_case_refine (LcCase *self);

/* The shortest round trip to the address of @try that other attempts measured, in microseconds, or 0. */
gint64 lc_case_get_round_trip (LcCase *self, const LcTry *try);

G_END_DECLS
