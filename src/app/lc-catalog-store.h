/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "catalog/lc-catalog.h"

G_BEGIN_DECLS

/**
 * LcCatalogStore:
 *
 * Which catalogue is used: the built-in one, or a company's own that the setting
 * "catalog" leads to. Of the company's a copy is kept in a folder of the user's, so
 * that it is there without the network; it is replaced only by one that is right in
 * every way. A file is looked at again at every start. An https address is asked
 * only by lc_catalog_store_choose() and lc_catalog_store_refresh(), which somebody
 * has pressed a button for.
 *
 * Properties, read-only, notified on change: "catalog" (#LcCatalog), "busy", "problem"
 * (string, nullable: why the last that was tried is not used, in a sentence).
 */
#define LC_TYPE_CATALOG_STORE (lc_catalog_store_get_type ())
G_DECLARE_FINAL_TYPE (LcCatalogStore, lc_catalog_store, LC, CATALOG_STORE, GObject)

/* @folder, where the copy is kept, need not exist yet. */
LcCatalogStore *lc_catalog_store_new (GFile *folder);

/* Returns: (transfer full): with its copy in the user's data folder. */
LcCatalogStore *lc_catalog_store_new_default (void);

LcCatalog  *lc_catalog_store_get_catalog (LcCatalogStore *self);
gboolean    lc_catalog_store_get_busy (LcCatalogStore *self);
const char *lc_catalog_store_get_problem (LcCatalogStore *self); /* (nullable) */

/* Returns: (nullable): the address that is set; NULL for the built-in catalogue. */
const char *lc_catalog_store_get_address (LcCatalogStore *self);

/* Whether an address is set, and the built-in catalogue stands in for what is there. */
gboolean lc_catalog_store_is_missing (LcCatalogStore *self);

/* Whether an administrator has chosen, and nobody else can. */
gboolean lc_catalog_store_is_locked (LcCatalogStore *self);

/**
 * lc_catalog_store_choose:
 * @address: as lc_catalog_clean_address() takes it
 *
 * Fetches the catalogue, and from then on uses it if it is one. Otherwise all stays as
 * it is, and "problem" says why. It replaces what is being fetched.
 */
void lc_catalog_store_choose (LcCatalogStore *self, const char *address);

/* Fetches the company's catalogue anew; likewise. */
void lc_catalog_store_refresh (LcCatalogStore *self);

/* Back to the built-in catalogue. */
void lc_catalog_store_reset (LcCatalogStore *self);

G_END_DECLS
