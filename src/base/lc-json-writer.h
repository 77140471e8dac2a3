/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * lc_json_write:
 * @pretty: with two spaces of indentation, and with a line for each value
 *
 * What would steer a terminal or turn a text's direction is escaped, and so is U+001F, which
 * json-glib forgets: what is written is JSON, and harmless wherever it is shown.
 *
 * Returns: (transfer full): UTF-8, with a final newline.
 */
GBytes *lc_json_write (JsonNode *root, gboolean pretty);

G_END_DECLS
