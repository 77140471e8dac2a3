/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/lc-catalog-store.h"

G_BEGIN_DECLS

/**
 * LcCatalogPane:
 *
 * Which catalogue is used, and the ways to another one.
 */
#define LC_TYPE_CATALOG_PANE (lc_catalog_pane_get_type ())
G_DECLARE_FINAL_TYPE (LcCatalogPane, lc_catalog_pane, LC, CATALOG_PANE, GtkBox)

GtkWidget *lc_catalog_pane_new (void);

/* Once. */
void lc_catalog_pane_set_store (LcCatalogPane *self, LcCatalogStore *store);

G_END_DECLS
