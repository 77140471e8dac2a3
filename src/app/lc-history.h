/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "report/lc-report.h"

G_BEGIN_DECLS

#define LC_HISTORY_MAX 20 /* reports that are kept */

/**
 * LcHistoryEntry:
 *
 * A kept report, as its file's name tells it: nothing is read.
 */
typedef struct
{
  GFile     *file;
  GDateTime *started; /* UTC */
  char      *site;    /* id */
  LcVerdict  verdict;
} LcHistoryEntry;

/**
 * LcHistory:
 *
 * The last reports, which are kept without anybody's doing in a folder that is
 * the user's alone. Signal "changed".
 */
#define LC_TYPE_HISTORY (lc_history_get_type ())
G_DECLARE_FINAL_TYPE (LcHistory, lc_history, LC, HISTORY, GObject)

/* @folder need not exist yet. */
LcHistory *lc_history_new (GFile *folder);

/* Returns: (transfer full): the history in the user's data folder. */
LcHistory *lc_history_new_default (void);

/* Keeps a report as it is now; the oldest beyond LC_HISTORY_MAX go. Errors: #GIOError. */
void     lc_history_add_async (LcHistory          *self,
                               LcReport           *report,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
gboolean lc_history_add_finish (LcHistory *self, GAsyncResult *result, GError **error);

/* Returns: (transfer full) (element-type LcHistoryEntry): the newest first. */
GPtrArray *lc_history_list (LcHistory *self);

G_END_DECLS
