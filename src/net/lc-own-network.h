/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcOwnNetwork:
 *
 * What is known, while a check runs, of the addresses that are this network's own,
 * so that an answer of one of them is not taken for an answer from beyond the edge.
 * Only grows. Diagnosis judges the recorded answers again, when all is known.
 */
typedef struct _LcOwnNetwork LcOwnNetwork;

LcOwnNetwork *lc_own_network_new (void);
void          lc_own_network_free (LcOwnNetwork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcOwnNetwork, lc_own_network_free)

/* A gateway's address. */
void lc_own_network_add_gateway (LcOwnNetwork *self, const char *address);

/* The address that a STUN server saw. Its neighbours (the first 24 bits) may be the
 * firewall's own network before the provider, or customers of the same provider and
 * that one's first router. */
void lc_own_network_add_mapped (LcOwnNetwork *self, const char *address);

/* An address of this computer. Where it is a public one, its neighbours (the first
 * 16 bits of an IPv4 address, 48 of an IPv6 one: what a site is usually given) may
 * be routers of the same site. */
void lc_own_network_add_local (LcOwnNetwork *self, const char *address);

/* Who answered with an ICMP error other than "time exceeded", for any host: a router on the
 * way. One that is beyond is what follows the neighbours of the mapped address. */
void lc_own_network_add_rejecter (LcOwnNetwork *self, const char *address);

typedef enum
{
  LC_OWN_SIDE_INSIDE,    /* may be of this network */
  LC_OWN_SIDE_NEIGHBOUR, /* beside what STUN saw: the provider's, if somebody follows farther out */
  LC_OWN_SIDE_BEYOND,
} LcOwnSide;

/**
 * lc_own_network_get_side:
 * @address: who answered
 * @ttl: at which distance, 0 where that is not known
 *
 * A router may belong to this network if it has a private address, is the first on the
 * way whatever its address (a router may answer from the outside), or is one of, or
 * beside, those that were added. The space that providers share among customers
 * (RFC 6598) is beyond, unless this computer or a gateway has an address of it.
 */
LcOwnSide lc_own_network_get_side (const LcOwnNetwork *self, const char *address, guint ttl);

G_END_DECLS
