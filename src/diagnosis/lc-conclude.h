/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-row.h"

G_BEGIN_DECLS

/**
 * lc_row_conclude:
 *
 * Sets the result of a row, and the status and code of its attempts, from what
 * the attempts' steps saw: docs/report.md, "What a row may claim". A row that saw
 * nothing at all (no attempt, no look-up) keeps the result that it has: whoever
 * skipped it said why. Concluding twice changes nothing.
 */
void lc_row_conclude (LcRow *row);

/* Whether a row's name leads to none of its documented addresses, and should not. */
gboolean lc_row_is_elsewhere (LcRow *row);

/* Whether an attempt's certificate was verified and nothing was wrong with it. */
gboolean lc_attempt_has_good_tls (const LcAttempt *attempt);

/* Whether LcTls.verify names @problem: "untrusted" "name-mismatch" "expired" …. */
gboolean lc_attempt_has_problem (const LcAttempt *attempt, const char *problem);

G_END_DECLS
