/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * lc_csv_append_cell:
 * @line: what the line has so far; "" at its start
 * @text: (nullable): hostile or not
 *
 * Appends a cell, with a comma before it where it is not the first: cleaned
 * (lc_text_clean()), quoted where RFC 4180 asks for it, and with a ' in front where a
 * spreadsheet would take it for a formula. The first cell must not be empty.
 */
void lc_csv_append_cell (GString *line, const char *text);

G_END_DECLS
