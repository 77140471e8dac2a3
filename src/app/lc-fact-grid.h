/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-fact.h"

G_BEGIN_DECLS

/**
 * lc_fact_grid_new:
 * @facts: (transfer full) (element-type LcFact)
 *
 * Returns: (transfer floating) (nullable): the facts below each other, labels beside values,
 *   each value selectable and described by its label; %NULL where there are none.
 */
GtkWidget *lc_fact_grid_new (GPtrArray *facts);

/* Appends the same, and nothing where there are none. @facts is taken. */
void lc_fact_grid_append (GtkBox *box, GPtrArray *facts);

G_END_DECLS
