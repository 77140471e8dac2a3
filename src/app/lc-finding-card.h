/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcFindingCard:
 *
 * One finding: a sentence, what to do, and on request what shows it, with the
 * rows and with what else was seen for the same reason. Signal "row-pressed"
 * (string: a row's id).
 */
#define LC_TYPE_FINDING_CARD (lc_finding_card_get_type ())
G_DECLARE_FINAL_TYPE (LcFindingCard, lc_finding_card, LC, FINDING_CARD, GtkGrid)

/**
 * lc_finding_card_new:
 * @finding: one of @report's
 * @folded: (element-type LcFinding): the findings that @finding explains
 */
GtkWidget *lc_finding_card_new (LcReport *report, const LcFinding *finding, GPtrArray *folded);

G_END_DECLS
