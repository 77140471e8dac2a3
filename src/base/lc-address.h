/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Addresses as text, as a report holds them: all that the program knows of what
 * kinds there are. An IPv4-mapped address (::ffff:10.0.0.1, RFC 4291 2.5.5.2) is
 * the IPv4 address; a zone (fe80::1%eth0, RFC 4007 11) names a link of this
 * computer, and nobody is asked whether there is such a link. What is no address
 * is of no kind, equal to nothing, and has no neighbours. All accept %NULL. */

/**
 * LcAddressKind:
 * @LC_ADDRESS_NONE: no address
 * @LC_ADDRESS_PUBLIC: none of the others
 * @LC_ADDRESS_UNSPECIFIED: "this network", 0.0.0.0/8 (RFC 1122 3.2.1.3); ::
 * @LC_ADDRESS_LOOPBACK: 127.0.0.0/8; ::1
 * @LC_ADDRESS_LINK_LOCAL: 169.254.0.0/16 (RFC 3927); fe80::/10
 * @LC_ADDRESS_PRIVATE: RFC 1918
 * @LC_ADDRESS_UNIQUE_LOCAL: fc00::/7 (RFC 4193), and fec0::/10, which it replaced (RFC 3879)
 * @LC_ADDRESS_SHARED: 100.64.0.0/10, which a provider shares among its customers (RFC 6598)
 * @LC_ADDRESS_SPECIAL: 192.0.0.0/24 (RFC 6890 2.2.2): the near ends of tunnels that
 *   carry IPv4 over IPv6 (RFC 7335), so always on this side
 * @LC_ADDRESS_DOCUMENTATION: RFC 5737, RFC 3849, RFC 9637, and 198.18.0.0/15, which is for
 *   benchmarks (RFC 2544): in a laboratory they stand for public addresses
 * @LC_ADDRESS_MULTICAST: 224.0.0.0/4; ff00::/8
 * @LC_ADDRESS_RESERVED: 240.0.0.0/4 with the broadcast address; 100::/64, which discards (RFC 6666)
 * @LC_ADDRESS_NAT64: an IPv4 address as an IPv6-only network writes it: 64:ff9b::/96
 *   (RFC 6052), and 64:ff9b:1::/48, in which a network chooses for itself (RFC 8215)
 */
typedef enum
{
  LC_ADDRESS_NONE,
  LC_ADDRESS_PUBLIC,
  LC_ADDRESS_UNSPECIFIED,
  LC_ADDRESS_LOOPBACK,
  LC_ADDRESS_LINK_LOCAL,
  LC_ADDRESS_PRIVATE,
  LC_ADDRESS_UNIQUE_LOCAL,
  LC_ADDRESS_SHARED,
  LC_ADDRESS_SPECIAL,
  LC_ADDRESS_DOCUMENTATION,
  LC_ADDRESS_MULTICAST,
  LC_ADDRESS_RESERVED,
  LC_ADDRESS_NAT64,
} LcAddressKind;

LcAddressKind lc_address_get_kind (const char *address);

/* Whether it is an IPv6 address, and no IPv4-mapped one. */
gboolean lc_address_is_ipv6 (const char *address);

/* Whether no public name has it and no router beyond the edge: loopback,
 * link-local, private, unique local, shared, special. What a NAT64 leads to is
 * beyond the translator, so it is not inside whatever the IPv4 address is. */
gboolean lc_address_is_inside (const char *address);

gboolean lc_address_is_loopback (const char *address);

/* Whether it is of the space that a provider shares among its customers (RFC 6598). */
gboolean lc_address_is_shared (const char *address);

/* Whether it is never to be contacted, and filters answer with it instead of a
 * real one: unspecified, loopback, multicast, reserved, and the NAT64 form of these. */
gboolean lc_address_is_unusable (const char *address);

/* Whether a public name may have it: an address, not inside, not unusable. */
gboolean lc_address_is_public (const char *address);

/**
 * lc_address_to_canonical:
 *
 * Returns: (transfer full) (nullable): @address as RFC 5952 writes it, with its
 *   zone; an IPv4-mapped one as the IPv4 address; %NULL for what is none.
 */
char *lc_address_to_canonical (const char *address);

/**
 * lc_address_find_nat64_prefix:
 * @address: what a name server says for the AAAA of "ipv4only.arpa"
 *
 * Returns: (transfer full) (nullable): the prefix in front of 192.0.0.170 or
 *   192.0.0.171, "2001:db8:64::/96" (RFC 7050 3), of a length that RFC 6052 2.2
 *   has; %NULL where neither stands in it.
 */
char *lc_address_find_nat64_prefix (const char *address);

/**
 * lc_address_may_lead_to:
 * @address: an address that a name server told
 * @ipv4: an IPv4 address
 *
 * Returns: whether they are one, or @address may be a NAT64 form of @ipv4 under a
 *   prefix that is not known: it stands where RFC 6052 2.2 would have it. Where
 *   this is %FALSE, the two are without doubt different.
 */
gboolean lc_address_may_lead_to (const char *address, const char *ipv4);

/* Whether any of @addresses may lead to any of @list. Both may be %NULL, and hold nothing then. */
gboolean lc_address_any_may_lead_to (const char *const *addresses, const char *const *list);

/* In what follows the NAT64 form of an IPv4 address under the prefix that all know
 * (64:ff9b::/96) counts as that address. Under any other an IPv6 address is never
 * equal to an IPv4 one. */

/* Whether two texts are one address. A zone tells two links apart where both have one. */
gboolean lc_address_equal (const char *a, const char *b);

/* Whether @address is in @list (nullable). */
gboolean lc_address_is_in (const char *address, const char *const *list);

/* Whether two addresses are of one network as one is given to a customer: the first 24
 * bits of an IPv4 address, 48 of an IPv6 one. */
gboolean lc_address_shares_prefix (const char *a, const char *b);

/* Whether two hosts are of one place: their addresses share a prefix, and cannot be the
 * NAT64 forms of two IPv4 addresses that do not. A network's own NAT64 prefix need not be
 * known for it, and may be that of every host (RFC 6052 3.3). */
gboolean lc_address_is_neighbour (const char *a, const char *b);

G_END_DECLS
