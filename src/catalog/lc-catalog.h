/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/lc-site.h"

G_BEGIN_DECLS

#define LC_TYPE_CATALOG (lc_catalog_get_type ())
G_DECLARE_FINAL_TYPE (LcCatalog, lc_catalog, LC, CATALOG, GObject)

/**
 * lc_catalog_new_builtin:
 *
 * Returns: (transfer full): the catalogue bundled as a resource.
 */
LcCatalog *lc_catalog_new_builtin (void);

/**
 * lc_catalog_new_from_bytes:
 * @bytes: JSON text, at most 4 MiB
 * @source: what is reported as its source: a URI, or "builtin"
 * @error: #LcCatalogError
 *
 * Returns: (transfer full) (nullable): the catalogue, or %NULL with @error set.
 */
LcCatalog *lc_catalog_new_from_bytes (GBytes *bytes, const char *source, GError **error);

/**
 * lc_catalog_new_from_file:
 * @error: #LcCatalogError, or #GIOError where the file cannot be read
 *
 * Reads the file at once (blocking). Returns: (transfer full) (nullable).
 */
LcCatalog *lc_catalog_new_from_file (GFile *file, GError **error);

const char   *lc_catalog_get_revision (LcCatalog *self);
const char   *lc_catalog_get_dated (LcCatalog *self);  /* "YYYY-MM-DD" */
const char   *lc_catalog_get_source (LcCatalog *self); /* "builtin" or a URI */
const char   *lc_catalog_get_sha256 (LcCatalog *self); /* of the bytes, lower-case hex */
GPtrArray    *lc_catalog_get_sites (LcCatalog *self);  /* (transfer none) (element-type LcSite) */
const LcSite *lc_catalog_find_site (LcCatalog *self, const char *id); /* (nullable), ASCII case does not matter */

G_END_DECLS
