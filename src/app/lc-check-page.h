/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/lc-session.h"

G_BEGIN_DECLS

/**
 * LcCheckPage:
 *
 * A report, running, finished or saved: the verdict, the findings, the rows,
 * and the details of the row that is chosen. Properties, read-only: "row" (#LcRow,
 * nullable): the chosen one; "compact": there is little room.
 */
#define LC_TYPE_CHECK_PAGE (lc_check_page_get_type ())
G_DECLARE_FINAL_TYPE (LcCheckPage, lc_check_page, LC, CHECK_PAGE, GtkBox)

GtkWidget *lc_check_page_new (void);

void lc_check_page_set_session (LcCheckPage *self, LcSession *session);
LcRow *lc_check_page_get_row (LcCheckPage *self); /* (transfer none) (nullable) */

gboolean lc_check_page_get_compact (LcCheckPage *self);

/* Fits the page into so many pixels before it is shown: see lc_split_view_expect_width(). */
void lc_check_page_expect_width (LcCheckPage *self, int width);

void lc_check_page_start_search (LcCheckPage *self);

/* Returns: whether there was something open to close. */
gboolean lc_check_page_close_details (LcCheckPage *self);

/* Puts the keyboard on the button that stops a check. */
void lc_check_page_focus_verdict (LcCheckPage *self);

/* Whether the keyboard is among the rows or in the details of one. */
gboolean lc_check_page_reads_rows (LcCheckPage *self);

/* Returns: (transfer full): how it stands, in a sentence or two. */
char *lc_check_page_describe (LcCheckPage *self);

/* Appends its parts in their order, hidden ones too: (element-type GtkWidget). */
void lc_check_page_list_areas (LcCheckPage *self, GPtrArray *areas);

void lc_check_page_focus_stop (LcCheckPage *self);

G_END_DECLS
