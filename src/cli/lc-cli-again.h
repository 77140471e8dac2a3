/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcCliAgain:
 *
 * The report that “check --again” begins with. All %NULL where it does not.
 */
typedef struct
{
  LcReport *before; /* (owned) (nullable) */
  LcAgain  *again;  /* (owned) (nullable) what the new report says of it */
} LcCliAgain;

void lc_cli_again_clear (LcCliAgain *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LcCliAgain, lc_cli_again_clear)

/* @path, @ticket: (nullable): of the options. Returns: %FALSE with an error. */
gboolean lc_cli_again_init (LcCliAgain *self, const char *path, const char *ticket, GError **error);

/* The site of that report, which the command line need not name, and must not name otherwise.
 * Returns: (nullable). */
const LcSite *lc_cli_again_get_site (const LcCliAgain *self,
                                     LcCatalog        *catalog,
                                     char            **arguments,
                                     GError          **error);

/* The rows of lc_report_choose_again() that @site still has. Returns: (transfer full) (nullable). */
GPtrArray *lc_cli_again_choose_rows (const LcCliAgain *self, const LcSite *site, GError **error);

G_END_DECLS
