/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/lc-cli-style.h"

G_BEGIN_DECLS

/* What a file descriptor leads to, and how a terminal is asked. */

gboolean lc_cli_terminal_is (int fd);

/* Whether cursor movements work there: a terminal, and TERM says that it is not
 * a dumb one. */
gboolean lc_cli_terminal_can_move (int fd);

/* The style for text to @fd: colours only on a terminal that has them and where
 * NO_COLOR (no-color.org) is not set; the width of a terminal, or COLUMNS where
 * that is set, or none. */
LcCliStyle lc_cli_terminal_get_style (int fd);

/* Columns and lines, tty_ioctl(2) TIOCGWINSZ; 80 and 24 where it does not say. */
void lc_cli_terminal_get_size (int fd, guint *columns, guint *lines);

G_END_DECLS
