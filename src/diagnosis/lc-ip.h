/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Addresses as text, as a report holds them. What is no address is never equal
 * to anything, never inside, and has no neighbours. All accept %NULL. */

/* Whether an address is on this side of the edge: private (RFC 1918), shared
 * (RFC 6598), link-local, loopback, unique local (RFC 4193). Documentation
 * ranges count as public. */
gboolean lc_ip_is_inside (const char *address);

/* Whether an address is of the space that a provider shares among its customers (RFC 6598). */
gboolean lc_ip_is_carrier (const char *address);

/* Whether two texts are one address, a NAT64 form of it (RFC 6052, last 32 bits) included. */
gboolean lc_ip_equal (const char *a, const char *b);

/* Whether @address is in @list. */
gboolean lc_ip_in (const char *address, const char *const *list);

gboolean lc_ip_is_ipv6 (const char *address);

/* The network that hosts of one place share: the first 24 bits of an IPv4
 * address, 48 of an IPv6 one, as text to compare. Returns: (transfer full). */
char *lc_ip_get_place (const char *address);

/* Whether two addresses are of one such network. */
gboolean lc_ip_shares_place (const char *a, const char *b);

/* The address in "10.1.0.2:40000", "[2001:db8::1]:40000". Returns: (transfer full) (nullable). */
char *lc_ip_of_endpoint (const char *endpoint);

G_END_DECLS
