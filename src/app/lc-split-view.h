/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LcSplitView:
 *
 * A content with a pane that can be shown: beside it where there is room, in
 * its place where there is not. Properties: "content", "pane" (#GtkWidget),
 * "show-pane", and read-only "narrow": whether there is room for one alone,
 * "compact": whether the content is to show the essential alone, and "crowded":
 * whether it need not repeat what the pane beside it shows.
 */
#define LC_TYPE_SPLIT_VIEW (lc_split_view_get_type ())
G_DECLARE_FINAL_TYPE (LcSplitView, lc_split_view, LC, SPLIT_VIEW, GtkWidget)

GtkWidget *lc_split_view_new (void);

void     lc_split_view_set_content (LcSplitView *self, GtkWidget *content);
void     lc_split_view_set_pane (LcSplitView *self, GtkWidget *pane);

/**
 * lc_split_view_expect_width:
 * @width: pixels, as they will be allocated
 *
 * Settles the read-only properties before the first allocation does. What needs
 * more room than there is, if only for a moment, would widen the window for good.
 */
void lc_split_view_expect_width (LcSplitView *self, int width);

void     lc_split_view_set_show_pane (LcSplitView *self, gboolean show_pane);
gboolean lc_split_view_get_show_pane (LcSplitView *self);
gboolean lc_split_view_get_narrow (LcSplitView *self);

G_END_DECLS
