/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/* Rows that change many times a second, told of as often as a person can read. */
typedef struct _LcRowWatch LcRowWatch;

typedef void (*LcRowsChanged) (gpointer user_data);

/* @changed is called a moment after something has changed in a row, once for all that has.
 * Returns: (transfer full): free with lc_row_watch_free(). */
LcRowWatch *lc_row_watch_new (LcRowsChanged changed, gpointer user_data);
void lc_row_watch_free (LcRowWatch *self);

/* @report: (nullable): whose rows are listened to from now on, in place of the last one's. */
void lc_row_watch_set_report (LcRowWatch *self, LcReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcRowWatch, lc_row_watch_free)

G_END_DECLS
