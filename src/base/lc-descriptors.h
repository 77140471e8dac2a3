/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * lc_descriptors_reserve:
 *
 * Occupies those of standard input, output and error that a program was started without, so that no
 * socket or file gets their number: what is printed would go there. Reading and writing them fails
 * as before. To be called first of all.
 */
void lc_descriptors_reserve (void);

/**
 * lc_descriptors_open_input:
 * @path: of a file, a pipe or a device
 *
 * Opens it for reading. A named pipe that nobody writes to is waited for, for five seconds.
 *
 * Returns: the descriptor, or -1 with errno set, %ETIMEDOUT for such a pipe.
 */
int lc_descriptors_open_input (const char *path);

G_END_DECLS
