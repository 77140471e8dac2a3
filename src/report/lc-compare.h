/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcDifference:
 *
 * A row that two reports do not agree on. Borrowed from them.
 */
typedef struct
{
  LcRow *row;   /* (nullable): the report that is looked at has no such row */
  LcRow *other; /* (nullable): the other one has none */
} LcDifference;

/* Whether two reports are of the same site, so that their rows can be compared. */
gboolean lc_reports_are_comparable (LcReport *report, LcReport *other);

/**
 * lc_reports_compare:
 *
 * Rows are the same that have the same id, and differ where their status does.
 *
 * Returns: (transfer full) (element-type LcDifference): in the order of @report's
 *   rows, then what only @other has.
 */
GPtrArray *lc_reports_compare (LcReport *report, LcReport *other);

/* Returns: (transfer full): "US-19 Call signalling: Blocked here, Works there". */
char *lc_difference_describe (const LcDifference *difference);

G_END_DECLS
