/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-row.h"

G_BEGIN_DECLS

/**
 * lc_row_describe_hop_move:
 * @before: a row that did not pass
 * @after: the same row of a later check, which does not pass either
 *
 * Behind one device that stops a port there may be another, which shows only once the
 * first one lets it through. Said only where both checks placed it on the way to one and the
 * same address, and the later one farther away.
 *
 * Returns: (transfer full) (nullable): a sentence.
 */
char *lc_row_describe_hop_move (LcRow *before, LcRow *after);

G_END_DECLS
