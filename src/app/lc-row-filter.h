/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-report.h"

G_BEGIN_DECLS

#define LC_ROW_FILTER_ALL "all"
#define LC_ROW_FILTER_PROBLEMS "problems"
#define LC_ROW_FILTER_SERVICE "service:" /* with a service after it */

/**
 * lc_row_filter_matches:
 * @mode: LC_ROW_FILTER_ALL, LC_ROW_FILTER_PROBLEMS (ended, and does not work), or
 *   a service
 * @search: (nullable): words that all have to stand in what the table shows of
 *   the row, in any case; a number may be said without its site: “17”
 *
 * Returns: whether @row is to be shown.
 */
gboolean lc_row_filter_matches (LcRow *row, const char *mode, const char *search);

/* Whether the row has ended and does not work. */
gboolean lc_row_is_problem (LcRow *row);

/* Returns: (transfer full): the services of @report (nullable) as a menu of filters, in the
 * order of the rows. */
GMenuModel *lc_row_filter_new_service_menu (LcReport *report);

/* Returns: (transfer full) (nullable): what the service is called that @filter lets through;
 * NULL where it is no filter of a service. */
char *lc_row_filter_describe_service (LcReport *report, const char *filter);

/* Returns: where @row is among @rows, or %GTK_INVALID_LIST_POSITION. */
guint lc_row_filter_find_row (GListModel *rows, LcRow *row);

/* Returns: where the row with the number is that is searched for, or else the first of
 * @rows; %GTK_INVALID_LIST_POSITION where nothing is searched for, or there is none. */
guint lc_row_filter_find_searched (GListModel *rows, const char *search);

G_END_DECLS
