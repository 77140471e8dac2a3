/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LC_CATALOG_FETCH_TIMEOUT_S 30 /* for all of it */

/**
 * lc_catalog_clean_address:
 * @text: what somebody has typed, or an administrator has set
 * @error: %G_IO_ERROR_INVALID_ARGUMENT
 *
 * An address without a scheme is one of https, an absolute path is a file's. What is
 * not encrypted on its way is no address: who changes a catalogue changes what is
 * asked of a firewall. Nor is one with a user name or a password in it, which reports would show.
 *
 * Returns: (transfer full) (nullable): "https://…", or a file's URI.
 */
char *lc_catalog_clean_address (const char *text, GError **error);

/* Returns: whether @address is in the network, so that fetching it sends something. */
gboolean lc_catalog_address_is_remote (const char *address);

/* Returns: (transfer full): for people: a file's name, or a server's and the path there. */
char *lc_catalog_describe_address (const char *address);

/**
 * lc_catalog_fetch_async:
 * @address: as lc_catalog_clean_address() gives it
 *
 * Gets what is there, at most one byte more than a catalogue may have, within
 * LC_CATALOG_FETCH_TIMEOUT_S. A redirection from https to anything else is an error.
 */
void lc_catalog_fetch_async (const char *address,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* Errors: #GIOError and other errors of GIO's; %G_IO_ERROR_FAILED where a server answers
 * without it. Returns: (transfer full) (nullable). */
GBytes *lc_catalog_fetch_finish (GAsyncResult *result, GError **error);

G_END_DECLS
