/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_capabilities_judge:
 *
 * What a person can do, computed from the required rows alone, in the order in
 * which a person meets it. A service of which no row works takes its
 * capability with it; what was not tried or not proven is never taken for a no.
 *
 * Returns: (transfer full) (element-type LcCapability): only those that have required rows in the report.
 */
GPtrArray *lc_capabilities_judge (LcReport *report);

/**
 * lc_capabilities_get_verdict:
 *
 * An interrupted check that has not shown a capability to fail is inconclusive.
 */
LcVerdict lc_capabilities_get_verdict (LcReport *report, GPtrArray *capabilities);

G_END_DECLS
