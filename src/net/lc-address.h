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

G_END_DECLS
