/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/lc-catalog.h"

G_BEGIN_DECLS

/**
 * lc_cli_select_rows:
 * @rows: (nullable): values of --rows: numbers and ids, separated by commas
 * @services: (nullable): values of --service
 * @selected: (out) (transfer full) (nullable): ids in the site's order, %NULL for all
 *
 * A row must be named by both options where both are given. Returns: %FALSE with a
 * usage error for a name that is not in the site, or where nothing is left.
 */
gboolean lc_cli_select_rows (const LcSite *site,
                             char        **rows,
                             char        **services,
                             GPtrArray   **selected,
                             GError      **error);

G_END_DECLS
