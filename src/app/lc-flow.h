/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LcFlow:
 *
 * Lays its children out in lines, as words are. Its height is that of all lines at the
 * width it has, and the keyboard goes through its children one by one: a #GtkFlowBox whose
 * children take no focus holds the keyboard, and measures too few lines where it may be
 * narrower than what is around it.
 *
 * Properties: "max-columns" (unsigned, construct only; 0: as the children's own widths have
 * it): where it is set all children are equally wide, and fill the width with at most so many
 * in a line.
 */
#define LC_TYPE_FLOW (lc_flow_get_type ())
G_DECLARE_FINAL_TYPE (LcFlow, lc_flow, LC, FLOW, GtkWidget)

/* Returns: (transfer floating): an empty one whose children have their own widths. */
GtkWidget *lc_flow_new (void);

/* @child: (transfer floating): comes last. */
void lc_flow_append (LcFlow *self, GtkWidget *child);

G_END_DECLS
