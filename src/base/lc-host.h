/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * lc_host_is_name:
 *
 * Returns: whether @host is a host name (RFC 1123, section 2.1): labels of 1 to
 *   63 letters, digits and inner hyphens, at most 253 characters, the last label
 *   not of digits alone (else it might be read as an address), no final dot.
 */
gboolean lc_host_is_name (const char *host);

/**
 * lc_host_is_address:
 *
 * Returns: whether @host is the address of one host as text in its canonical
 *   form (RFC 5952 for IPv6): no zone, not unspecified, multicast or broadcast.
 */
gboolean lc_host_is_address (const char *host);

/**
 * lc_host_get_domain:
 * @host: (nullable): a name, in either case, with or without its final dot
 *
 * The part of a name that somebody has registered, as far as that shows without
 * the list of all registries: the last two labels, or three where the last but one
 * is what countries' registries put between ("co.uk", "com.au"). Hosts that share
 * it are related. An address is its own domain.
 *
 * Returns: (transfer full): in small letters; "" for %NULL
 */
char *lc_host_get_domain (const char *host);

G_END_DECLS
