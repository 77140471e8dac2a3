/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-row.h"

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

G_END_DECLS
