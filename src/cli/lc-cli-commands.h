/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each command is given its own name and what follows it, as main() would be.
 * Returns: an #LcCliExit. */

int lc_cli_check_run (char **argv);
int lc_cli_list_run (char **argv);
int lc_cli_show_run (char **argv);
int lc_cli_code_run (char **argv);
int lc_cli_compare_run (char **argv);
int lc_cli_catalog_run (char **argv);

G_END_DECLS
