/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-edge.h"
#include "report/lc-attempt.h"

G_BEGIN_DECLS

/**
 * LcLocationKind:
 *
 * Where the packets of a failed attempt end.
 */
typedef enum
{
  LC_LOCATION_UNKNOWN,     /* cannot be shown: nothing was traced, or there is no router to compare with */
  LC_LOCATION_DEVICE,      /* on this computer */
  LC_LOCATION_GATEWAY,     /* the next hop itself does not answer on the link */
  LC_LOCATION_INSIDE,      /* at a router of this network's own */
  LC_LOCATION_ON_WAY,      /* at a router of which nothing shows on which side of the edge it is */
  LC_LOCATION_OUTSIDE,     /* at a router beyond the edge */
  LC_LOCATION_BEFORE_HOST, /* at the last router before the host, in the host, or on the way back: packets cannot tell these apart */
  LC_LOCATION_HOST,        /* the host itself answered so */
} LcLocationKind;

/**
 * LcLocation:
 *
 * Where, and how sure. Whose that place is says lc_location_get_owner().
 */
typedef struct
{
  LcLocationKind kind;
  gboolean    proven;
  gboolean    answered; /* somebody said that he refuses; else it is silence that ends there */
  gboolean    nearby; /* a refusal in the host's name that came from nearer than the host */
  gboolean    sure_side; /* @kind is shown, not only likely */
  gboolean    near_host; /* @hop is the last router before the host: the service's own, for all that is known */
  const char *hop;    /* (nullable) last hop that answered for this very port, or who refused; owned by the attempt */
  guint       ttl;    /* of @hop; 0: not known */
  const char *next;   /* (nullable) with %LC_LOCATION_ON_WAY: it is somewhere between @hop and this router, where others answer nobody */
} LcLocation;

/**
 * lc_location_of_attempt:
 * @edge: (nullable): what is known of where this network ends; without it no side is known
 *
 * Silent routers are not taken for loss: a block is placed only where a router
 * farther away answered another port, or where somebody said that he refused.
 */
LcLocation lc_location_of_attempt (const LcAttempt *attempt, const LcEdge *edge);

/* Where an ICMP answer about one of the attempt's datagrams comes from. */
LcLocation lc_location_of_sender (const LcAttempt *attempt, const LcEdge *edge, const char *sender, guint type, guint code);

/**
 * lc_location_get_owner:
 * @confidence: (out) (optional): how sure that is; unknown where the owner is
 *
 * Who has to act where a block is. The place may be shown, and whose it is not.
 */
LcOwner lc_location_get_owner (const LcLocation *location, LcOwnerConfidence *confidence);

/**
 * lc_location_describe:
 * @environment: (nullable): the computer's own addresses
 * @target: what was tried: "TCP 5061 to 169.63.26.232"
 *
 * Says only what packets showed, and nothing of whose a router is.
 *
 * Returns: (transfer full) (nullable): the sentence that a network's admin
 * needs: "TCP 5061 to 169.63.26.232 stops after 10.1.0.1 (hop 1); TCP 443 on the
 * same path goes on."
 */
char *lc_location_describe (const LcAttempt *attempt, const LcEnvironment *environment, const char *target);

G_END_DECLS
