/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/lc-catalog-store.h"
#include "app/lc-history.h"
#include "catalog/lc-catalog.h"

G_BEGIN_DECLS

/**
 * LcStartPage:
 *
 * What the program does, the sites, and the button that starts a check. The
 * choice is kept in the settings. Its buttons are the window's actions.
 */
#define LC_TYPE_START_PAGE (lc_start_page_get_type ())
G_DECLARE_FINAL_TYPE (LcStartPage, lc_start_page, LC, START_PAGE, GtkBox)

GtkWidget *lc_start_page_new (void);

void lc_start_page_set_catalog (LcStartPage *self, LcCatalog *catalog);

/* Offers the last reports of @history to be opened again. */
void lc_start_page_set_history (LcStartPage *self, LcHistory *history);

/* Says which catalogue is used, where it is a company's own. */
void lc_start_page_set_store (LcStartPage *self, LcCatalogStore *store);

/* Returns: (nullable): the chosen site's id. */
const char *lc_start_page_get_site (LcStartPage *self);

void lc_start_page_choose (LcStartPage *self, const char *site);

/* Puts the keyboard on the button, so that Enter starts. */
void lc_start_page_focus (LcStartPage *self);

G_END_DECLS
