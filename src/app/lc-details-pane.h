/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcDetailsPane:
 *
 * All that is known of one row: what it means, every address with its steps on
 * one scale of time, the certificate, and the path with the place of the block.
 * It follows the row while that changes. Signal "closed".
 */
#define LC_TYPE_DETAILS_PANE (lc_details_pane_get_type ())
G_DECLARE_FINAL_TYPE (LcDetailsPane, lc_details_pane, LC, DETAILS_PANE, GtkBox)

GtkWidget *lc_details_pane_new (void);

/* @row is one of @report's, or both are %NULL. */
void lc_details_pane_set_row (LcDetailsPane *self, LcReport *report, LcRow *row);

G_END_DECLS
