/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/lc-cli-style.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_cli_comparison_append:
 *
 * What became of each row that was tried in both of two reports, and what that comes to.
 *
 * Returns: an #LcCliExit: %LC_CLI_EXIT_OK where nothing is worse, %LC_CLI_EXIT_DEGRADED where
 *   something is, %LC_CLI_EXIT_INCONCLUSIVE where the two did not ask the same.
 */
int lc_cli_comparison_append (LcReport *before, LcReport *after, const LcCliStyle *style, GString *out);

G_END_DECLS
