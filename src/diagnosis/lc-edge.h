/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcSide:
 *
 * On which side of the edge somebody is, as far as anything shows it. "Not a private
 * address" is not "beyond the edge": a router may answer from its outside address, and
 * a campus has public addresses inside.
 */
typedef enum
{
  LC_SIDE_UNKNOWN,       /* nothing shows it: a router inside this network, or the provider's */
  LC_SIDE_OWN,           /* this network's own */
  LC_SIDE_LIKELY_BEYOND, /* a public address that speaks for itself, and nothing against it */
  LC_SIDE_BEYOND,        /* shown to be beyond the edge */
} LcSide;

/**
 * LcEdge:
 *
 * What a whole record shows of where this network ends: addresses of the computer,
 * its gateways, the address that STUN saw, and the paths of all attempts together.
 * A pure function of the record.
 *
 * This network's own are: this computer; its gateways and whoever answers at TTL 1,
 * whatever their address; the address that STUN saw, which is the outside of this
 * network's NAT; a private address beside an own one; an IPv6 address of the own
 * prefix; and whatever is nearer than one of these.
 *
 * Beyond are: the space that providers share among customers (RFC 6598), and the
 * address that STUN saw behind it (carrier-grade NAT); a public hop behind a
 * private one, where it is no neighbour of the address that STUN saw (or not the
 * first public one, where STUN saw none); and whatever is farther than one of these,
 * the address after the NAT's outside included.
 *
 * A neighbour of the NAT's outside address (the first 24 bits) may be the firewall
 * itself or a router of its owner, or the provider's first one, which it likely is
 * where a farther public hop follows. A private second hop may be anybody's.
 */
typedef struct _LcEdge LcEdge;

/* Reads @report as it stands; to be made again when more was seen. The addresses that
 * it returns nothing of are the report's own, which must outlive it. */
LcEdge *lc_edge_new (LcReport *report);

/* What the environment alone shows. Returns: (transfer full) (nullable): %NULL for %NULL. */
LcEdge *lc_edge_new_of_environment (const LcEnvironment *environment);

void lc_edge_free (LcEdge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcEdge, lc_edge_free)

/**
 * lc_edge_get_side:
 * @self: (nullable): nothing known
 * @attempt: on whose way @address answered: where a tunnel carries it, what is private is the tunnel's
 * @ttl: the distance at which @address answered; 0 where it is not known
 */
LcSide lc_edge_get_side (const LcEdge *self, const LcAttempt *attempt, const char *address, guint ttl);

/* Whether @address is shown, or likely, to be beyond the edge. */
gboolean lc_edge_is_beyond (const LcEdge *self, const LcAttempt *attempt, const char *address, guint ttl);

/* Whether @address is this computer itself. @self may be %NULL: then the attempt alone tells. */
gboolean lc_edge_is_computer (const LcEdge *self, const LcAttempt *attempt, const char *address);

/* Whether this computer is behind a NAT of its own network: STUN saw an address that it does not have. */
gboolean lc_edge_has_nat (const LcEdge *self);

G_END_DECLS
