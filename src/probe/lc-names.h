/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-resolver.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/**
 * LcNames:
 *
 * The names of one check, each resolved once however many rows want it.
 */
#define LC_TYPE_NAMES (lc_names_get_type ())
G_DECLARE_FINAL_TYPE (LcNames, lc_names, LC, NAMES, GObject)

LcNames *lc_names_new (LcResolver *resolver, guint timeout_ms);

/* Cancelling takes this caller out; the look-up goes on for the others. */
void lc_names_lookup_async (LcNames            *self,
                            const char         *name,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data);

/* @error: G_IO_ERROR_CANCELLED alone. Returns: (transfer full) (nullable): how
 * the name resolved, in the words of the record. */
LcDns *lc_names_lookup_finish (LcNames *self, GAsyncResult *result, GError **error);

/* Ends every look-up at once; those who wait get what is then known. */
void lc_names_stop (LcNames *self);

G_END_DECLS
