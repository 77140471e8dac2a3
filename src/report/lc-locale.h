/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * lc_locale_init:
 *
 * The user's language, numbers and dates, for a program to begin with. The
 * translations are where they were installed, or in the folder that the environment
 * variable LINECHECK_LOCALE_DIR names, for a program that is not installed.
 */
void lc_locale_init (void);

G_END_DECLS
