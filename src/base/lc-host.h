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

/* Returns: (transfer full): @host, in brackets where it is an IPv6 address, as
 * it stands before a port (RFC 3986, section 3.2.2). */
char *lc_host_bracket (const char *host);

/* The last two labels of a name: hosts that share them are related. Returns: (transfer full). */
char *lc_host_get_domain (const char *name);

G_END_DECLS
