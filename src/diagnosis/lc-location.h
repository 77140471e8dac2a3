/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-attempt.h"
#include "report/lc-environment.h"

G_BEGIN_DECLS

/**
 * LcLocationKind:
 *
 * Where the packets of a failed attempt end.
 */
typedef enum
{
  LC_LOCATION_UNKNOWN,     /* cannot be shown: nothing was traced, or nothing on the way answers */
  LC_LOCATION_DEVICE,      /* on this computer */
  LC_LOCATION_GATEWAY,     /* the next hop itself does not answer on the link */
  LC_LOCATION_INSIDE,      /* on this side of the edge */
  LC_LOCATION_OUTSIDE,     /* at a public hop on the way */
  LC_LOCATION_BEFORE_HOST, /* at the last router before the host, or in the host: packets cannot tell these apart */
  LC_LOCATION_HOST,        /* the host itself answered so */
} LcLocationKind;

/**
 * LcLocation:
 *
 * Where, who and how sure.
 */
typedef struct
{
  LcLocationKind kind;
  gboolean    proven;
  gboolean    answered; /* somebody said that he refuses; else it is silence that ends there */
  gboolean    nearby; /* a refusal in the host's name that came from nearer than the host */
  const char *hop;    /* (nullable) last hop that answered for this very port, or who refused; owned by the attempt */
  guint       ttl;    /* of @hop; 0: not known */
} LcLocation;

/**
 * lc_location_of_attempt:
 * @environment: (nullable): the computer's own addresses and gateways
 *
 * Silent routers are not taken for loss: a block is placed only where another
 * port went on, or where somebody said that he refused.
 */
LcLocation lc_location_of_attempt (const LcAttempt *attempt, const LcEnvironment *environment);

/* Where an ICMP answer about one of the attempt's datagrams comes from. */
LcLocation lc_location_of_sender (const LcAttempt *attempt, const LcEnvironment *environment, const char *sender, guint type, guint code);

/* Who has to act where a block is: unknown where the place is. */
LcOwner lc_location_get_owner (const LcLocation *location);

/* How many hops away the host is, or 0 where it is not known. A neighbour of it
 * (lc_address_shares_prefix()) that was reached is as far away. */
guint lc_path_get_host_ttl (const LcPath *path, const char *address);

/**
 * lc_location_describe:
 * @target: what was tried: "TCP 5061 to 169.63.26.232"
 *
 * Returns: (transfer full) (nullable): the sentence that a network's admin
 * needs: "TCP 5061 to 169.63.26.232 stops after 10.1.0.1 (hop 1); TCP 443 on the
 * same path goes on."
 */
char *lc_location_describe (const LcAttempt *attempt, const LcEnvironment *environment, const char *target);

G_END_DECLS
