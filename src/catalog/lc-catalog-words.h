/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * lc_catalog_translate:
 * @text: (nullable): a title, a purpose, a note or places, as a catalogue has them
 *
 * Catalogues and reports hold English texts, the same in every language; this
 * is for the eyes. The built-in catalogue's texts are in po/catalog-words.c for the
 * translators. A company's own catalogue says what it says.
 *
 * Returns: (transfer none) (nullable): @text in the user's language, or @text itself.
 */
const char *lc_catalog_translate (const char *text);

G_END_DECLS
