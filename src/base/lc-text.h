/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Plain text for a terminal or a file, from strings that may come from
 * anywhere. Widths are terminal columns: wide characters (UAX #11) take two,
 * combining ones none. */

/* Returns: whether a character neither steers a terminal nor turns the reading direction, and is
 * the same for everyone: none for private use, none that Unicode does not have. */
gboolean lc_text_is_harmless (gunichar c);

/**
 * lc_text_clean:
 * @text: (nullable): bytes, hostile or not
 *
 * Returns: (transfer full): one line of UTF-8 with nothing in it that steers a
 *   terminal or turns the reading direction; %NULL gives "".
 */
char *lc_text_clean (const char *text);

guint lc_text_get_width (const char *text);

/* Appends @text and spaces up to @width columns (none where it is longer). */
void lc_text_append_padded (GString *string, const char *text, guint width);

/* Likewise with the spaces in front. */
void lc_text_append_aligned (GString *string, const char *text, guint width);

/**
 * lc_text_append_wrapped:
 * @first: (nullable): what the first line begins with: "- ", a column; clean already
 * @indent: columns before each line of @text
 * @width: columns in all
 *
 * A @first that is wider than @indent has a line of its own; an @indent that
 * leaves @text no 10 columns is made smaller.
 *
 * Appends the cleaned @text, broken at spaces, or anywhere in a word that is
 * longer than a line; a line end in @text stays one. Every line ends in a line end,
 * and none in spaces.
 */
void lc_text_append_wrapped (GString    *string,
                             const char *first,
                             guint       indent,
                             guint       width,
                             const char *text);

G_END_DECLS
