/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <locale.h>

G_BEGIN_DECLS

/**
 * lc_locale_init:
 *
 * The user's language, numbers and dates, for a program to begin with. The
 * translations are where they were installed, or in the folder that the environment
 * variable LINECHECK_LOCALE_DIR names, for a program that is not installed.
 */
void lc_locale_init (void);

/* The language that _() speaks, as HTML and JSON name it: "en", "de", "zh-Hans". */
const char *lc_locale_get_language (void);

/**
 * lc_locale_begin_plain:
 *
 * Until lc_locale_end_plain() this thread speaks as the sources do, whatever the
 * user's language: for what programs read.
 *
 * Returns: what to give lc_locale_end_plain().
 */
locale_t lc_locale_begin_plain (void);
void lc_locale_end_plain (locale_t before);

G_END_DECLS
