/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * lc_uri_hide_userinfo:
 * @text: (nullable): a URI, or a text with some in it; need not be a valid one
 *
 * The user name and password before a host (RFC 3986 3.2.1) are nobody else's business: what is
 * kept or shown has none. A URI that stands percent-encoded within another one is found as well.
 *
 * Returns: (transfer full) (nullable): the text without them.
 */
char *lc_uri_hide_userinfo (const char *text);

/* Returns: whether @text has a URI with a user name or password in it. */
gboolean lc_uri_has_userinfo (const char *text);

G_END_DECLS
