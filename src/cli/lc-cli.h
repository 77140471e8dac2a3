/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * lc_cli_main:
 *
 * The whole program: picks the command and runs it. Returns: an #LcCliExit.
 */
int lc_cli_main (int argc, char **argv);

G_END_DECLS
