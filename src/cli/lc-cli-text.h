/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a terminal needs of text beyond base/lc-text.h. */

/**
 * lc_cli_clean_block:
 * @text: (nullable): any bytes
 *
 * Returns: (transfer full): the same lines in valid UTF-8, with nothing that steers
 * a terminal: such a character becomes its JSON escape, "\u001b", and JSON stays the
 * same JSON.
 */
char *lc_cli_clean_block (const char *text);

/* Cuts clean text to at most @width columns, with an ellipsis in place of what is
 * lost at its end or, for a host name, in its middle. Returns: (transfer full). */
char *lc_cli_cut_end (const char *text, guint width, gboolean unicode);
char *lc_cli_cut_middle (const char *text, guint width, gboolean unicode);

/* Appends @count spaces. */
void lc_cli_append_spaces (GString *out, guint count);

/**
 * lc_cli_to_locale:
 * @text: UTF-8
 *
 * Returns: (transfer full): the text in the locale's character set, with the
 * nearest that it has for what it lacks.
 */
char *lc_cli_to_locale (const char *text);

G_END_DECLS
