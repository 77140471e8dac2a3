/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * lc_address_is_unusable:
 * @address: an IPv4 or IPv6 address as text; IPv4-mapped IPv6 counts as the IPv4 address
 *
 * Unspecified ("this network", 0.0.0.0/8), loopback, multicast or reserved
 * (240.0.0.0/4): an address that is never to be contacted, and that filters
 * answer instead of a real one. %FALSE for what is no address.
 */
gboolean lc_address_is_unusable (const char *address);

/**
 * lc_address_is_private:
 * @address: likewise
 *
 * An address inside the edge, which no public name has: RFC 1918, RFC 6598
 * (100.64.0.0/10), link-local, loopback, unique local (RFC 4193), site-local
 * (RFC 3879), and RFC 6890's 192.0.0.0/24, which tunnels of providers use. The
 * documentation ranges count as public: labs use them. %FALSE for what is no address.
 */
gboolean lc_address_is_private (const char *address);

/* Addresses as text, as a report holds them. What is no address is never equal
 * to anything, never inside, and has no neighbours. All accept %NULL. */

/* Whether an address is on this side of the edge: private (RFC 1918), shared
 * (RFC 6598), link-local, loopback, unique local (RFC 4193). Documentation
 * ranges count as public. */
gboolean lc_address_is_inside (const char *address);

/* Whether an address is this computer's own: loopback. */
gboolean lc_address_is_loopback (const char *address);

/* Whether an address is of the space that a provider shares among its customers (RFC 6598). */
gboolean lc_address_is_shared (const char *address);

/* Whether two texts are one address, a NAT64 form of it (RFC 6052, last 32 bits) included. */
gboolean lc_address_equal (const char *a, const char *b);

/* Whether @address is in @list. */
gboolean lc_address_is_in (const char *address, const char *const *list);

/* Whether any of @addresses is in @list. Both may be %NULL, and hold nothing then. */
gboolean lc_address_any_is_in (const char *const *addresses, const char *const *list);

gboolean lc_address_is_ipv6 (const char *address);

/* The network that hosts of one place share: the first 24 bits of an IPv4
 * address, 48 of an IPv6 one, as text to compare. Returns: (transfer full). */
char *lc_address_get_prefix (const char *address);

/* Whether two addresses are of one such network. */
gboolean lc_address_shares_prefix (const char *a, const char *b);

/* The address in "10.1.0.2:40000", "[2001:db8::1]:40000". Returns: (transfer full) (nullable). */
char *lc_endpoint_get_address (const char *endpoint);

G_END_DECLS
