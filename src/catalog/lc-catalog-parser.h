/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/lc-site.h"

G_BEGIN_DECLS

#define LC_CATALOG_MAX_BYTES (4 * 1024 * 1024)

/**
 * lc_catalog_parse:
 * @revision: (out) (transfer full)
 * @dated: (out) (transfer full): "YYYY-MM-DD"
 * @error: #LcCatalogError
 *
 * The format is that of data/catalog.schema.json; this parser also checks what a
 * schema cannot (ids fit their rows, nothing stands twice), and skips keys that
 * it does not know. Nothing is set where it fails.
 *
 * Returns: (transfer full) (nullable) (element-type LcSite): the sites.
 */
GPtrArray *lc_catalog_parse (GBytes *bytes, char **revision, char **dated, GError **error);

G_END_DECLS
