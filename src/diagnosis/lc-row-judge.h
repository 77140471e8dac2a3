/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-environment.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/**
 * lc_row_judge:
 * @environment: (nullable): the network that the computer was on, for the row's sentence
 *
 * What a row that has just ended comes to by itself: judges its attempts
 * (lc_attempt_judge(), with nothing from elsewhere) and sets its result.
 */
void lc_row_judge (LcRow *row, const LcEnvironment *environment);

/**
 * lc_row_judge_result:
 *
 * Sets the result of a row from its attempts as they are judged: docs/report.md, "What a row may
 * claim". A row that saw nothing at all (no attempt, no look-up) keeps the result that it has:
 * whoever skipped it said why. Judging twice changes nothing.
 */
void lc_row_judge_result (LcRow *row, const LcEnvironment *environment);

/* Whether a row's name leads to none of its documented addresses, and should not. */
gboolean lc_row_is_elsewhere (LcRow *row);

/* How sure an owner is where what was found says who has to act, and no place is at issue. */
LcOwnerConfidence lc_owner_get_confidence (LcOwner owner, LcConfidence confidence);

G_END_DECLS
