/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-location.h"

#include "base/lc-address.h"
#include "base/lc-icmp-message.h"
#include "diagnosis/lc-nearby.h"
#include "diagnosis/lc-path-hops.h"

static LcLocationKind
get_kind_of_side (LcSide side)
{
  static const LcLocationKind kinds[] = {
    [LC_SIDE_UNKNOWN] = LC_LOCATION_ON_WAY,
    [LC_SIDE_OWN] = LC_LOCATION_INSIDE,
    [LC_SIDE_LIKELY_BEYOND] = LC_LOCATION_OUTSIDE,
    [LC_SIDE_BEYOND] = LC_LOCATION_OUTSIDE,
  };

  return kinds[side];
}

/* A gateway with a public address, where there is no NAT, may be the provider's as well. */
static gboolean
is_sure (const LcEdge *edge, const char *address, LcSide side)
{
  return side == LC_SIDE_BEYOND
         || (side == LC_SIDE_OWN && (lc_address_is_inside (address) || lc_edge_has_nat (edge)));
}

static void
set_place (LcLocation *location,
           const LcAttempt *attempt,
           const LcEdge *edge,
           const char *address,
           guint ttl)
{
  LcSide side = lc_edge_get_side (edge, attempt, address, ttl);
  guint host_ttl = lc_path_get_host_ttl (attempt->path, attempt->address);

  location->kind = get_kind_of_side (side);
  location->sure_side = is_sure (edge, address, side);
  location->near_host = host_ttl != 0 && ttl != 0 && ttl + 1 >= host_ttl;
  location->hop = address;
  location->ttl = ttl;
}

static LcLocationKind
get_kind_of_hop (const LcAttempt *attempt, const LcEdge *edge, const LcHop *hop)
{
  return get_kind_of_side (lc_edge_get_side (edge, attempt, hop->address, hop->ttl));
}

/* What ends after a hop may end there, or on entering the next one. Only where the
 * next is a router of the same side it is that side's without doubt. */
static gboolean
is_same_side_beyond (const LcAttempt *attempt, const LcEdge *edge, const LcLocation *location)
{
  const LcPath *path = attempt->path;
  const LcHop *next = lc_hops_find (path->control_hops, location->ttl + 1);

  return next != NULL && location->kind != LC_LOCATION_ON_WAY
         && !lc_address_equal (next->address, path->control_address)
         && get_kind_of_hop (attempt, edge, next) == location->kind;
}

/* A computer says "host unreachable" to itself when the next hop does not answer
 * on the link. */
static gboolean
says_next_hop_is_dead (const char *sender, guint type, guint code)
{
  return lc_icmp_get_kind (lc_address_is_ipv6 (sender), (guint8) type, (guint8) code)
         == LC_ICMP_HOST_UNREACHABLE;
}

static LcLocation
locate_icmp (const LcAttempt *attempt,
             const LcEdge *edge,
             const char *sender,
             guint type,
             guint code)
{
  LcLocation location = { 0 };

  set_place (&location, attempt, edge, sender, lc_path_get_ttl_of (attempt->path, sender));
  location.proven = location.answered = TRUE;
  if (lc_edge_is_computer (edge, attempt, sender))
    location.kind
        = says_next_hop_is_dead (sender, type, code) ? LC_LOCATION_GATEWAY : LC_LOCATION_DEVICE;
  else if (lc_address_equal (sender, attempt->address))
    location.kind = LC_LOCATION_HOST;
  return location;
}

/* Whether what is known of the way shows a router, or the host, beyond @ttl. */
static gboolean
is_nearer_than_host (const LcPath *path, const char *address, guint ttl)
{
  guint host_ttl = lc_path_get_host_ttl (path, address);

  if (host_ttl != 0)
    return ttl < host_ttl;
  if (!path->has_control || !lc_address_is_neighbour (path->control_address, address))
    return FALSE;
  for (guint i = 0; path->control_hops != NULL && i < path->control_hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (path->control_hops, i);

    if (hop->address != NULL && hop->ttl >= ttl
        && !lc_address_equal (hop->address, path->control_address))
      return TRUE;
  }
  return FALSE;
}

static const LcStep *
find_tcp_step (const LcAttempt *attempt)
{
  for (guint i = 0; i < attempt->steps->len; i++) {
    const LcStep *step = g_ptr_array_index (attempt->steps, i);

    if (step->phase == LC_PHASE_TCP)
      return step;
  }
  return NULL;
}

/* The time of a refusal was held against the round trip when the attempt was judged. */
static gboolean
came_too_fast (const LcAttempt *attempt)
{
  return attempt->code == LC_CODE_TCP_REFUSED_NEARBY;
}

/* A filter on the last router refuses at the very TTL that reaches the host, so
 * that only the time tells the two apart, where the way between them takes any. */
static gboolean
took_as_long_as_host (const LcAttempt *attempt)
{
  const LcHop *host = lc_hops_find_address (attempt->path->control_hops, attempt->address);
  const LcStep *tcp = find_tcp_step (attempt);

  return host != NULL && tcp != NULL && lc_nearby_judge (tcp->us, host->us) == LC_SENDER_HOST;
}

/* The router that a reset came from is not known by name. What is nearer than a
 * hop inside is inside; a silent gateway before the second hop is, too. */
static LcLocationKind
get_kind_before (const LcAttempt *attempt, const LcEdge *edge, guint ttl)
{
  const LcHop *hop = lc_path_find_hop (attempt->path, ttl);

  if (ttl <= 2 || (hop != NULL && get_kind_of_hop (attempt, edge, hop) == LC_LOCATION_INSIDE))
    return LC_LOCATION_INSIDE;
  for (guint nearer = 1; nearer < ttl; nearer++) {
    hop = lc_path_find_hop (attempt->path, nearer);
    if (hop != NULL && get_kind_of_hop (attempt, edge, hop) == LC_LOCATION_OUTSIDE)
      return LC_LOCATION_OUTSIDE;
  }
  return LC_LOCATION_UNKNOWN;
}

/* A reset in the host's name. A filter that looks after the TTL was counted down
 * (as Linux's forward chain does) is one hop nearer than the smallest TTL at
 * which the reset comes. */
static LcLocation
locate_nearby (const LcAttempt *attempt, const LcEdge *edge)
{
  const LcPath *path = attempt->path;
  const LcHop *hop = lc_path_find_hop (path, path->answer_ttl - 1);
  LcLocation location = { .answered = TRUE, .nearby = TRUE };

  if (hop == NULL) {
    location.kind = get_kind_before (attempt, edge, path->answer_ttl);
    return location;
  }
  set_place (&location, attempt, edge, hop->address, hop->ttl);
  location.proven = is_same_side_beyond (attempt, edge, &location);
  return location;
}

/* A reset carries the host's address whoever sent it; the smallest TTL at which
 * it comes tells. */
static LcLocation
locate_reset (const LcAttempt *attempt, const LcEdge *edge)
{
  const LcPath *path = attempt->path;
  LcLocation location = { .kind = LC_LOCATION_UNKNOWN, .answered = TRUE };

  if (is_nearer_than_host (path, attempt->address, path->answer_ttl) || came_too_fast (attempt))
    return locate_nearby (attempt, edge);
  location.proven = took_as_long_as_host (attempt);
  if (lc_path_get_host_ttl (path, attempt->address) != 0)
    location.kind = LC_LOCATION_HOST;
  return location;
}

static LcLocation
locate_answer (const LcAttempt *attempt, const LcEdge *edge)
{
  const LcPath *path = attempt->path;

  if (path->answer_kind == LC_ANSWER_RESET)
    return locate_reset (attempt, edge);
  if (path->answer_address == NULL)
    return (LcLocation){ .kind = LC_LOCATION_UNKNOWN };
  return locate_icmp (attempt, edge, path->answer_address, path->answer_icmp_type,
                      path->answer_icmp_code);
}

/* Nobody on the way answered for this port. That says something where the first
 * hops answer for another port: it ends at the first of these or before it. A
 * silent gateway before the second hop is still this network's own. */
static LcLocation
locate_from_start (const LcAttempt *attempt, const LcEdge *edge, const LcHop *first)
{
  LcLocation location = { .kind = LC_LOCATION_UNKNOWN };

  if (first == NULL || first->ttl > 2)
    return location;
  if (first->ttl == 1)
    set_place (&location, attempt, edge, first->address, first->ttl);
  else
    location.kind = LC_LOCATION_INSIDE;
  return location;
}

static LcLocation
locate_silence (const LcAttempt *attempt, const LcEdge *edge)
{
  LcSilence silence = lc_path_get_silence (attempt->path, attempt->address);
  LcLocation location = { .kind = LC_LOCATION_UNKNOWN };

  if (silence.last == NULL)
    return locate_from_start (attempt, edge, silence.next);
  if (silence.next == NULL && !silence.at_host)
    return location;
  set_place (&location, attempt, edge, silence.last->address, silence.last->ttl);
  if (silence.at_host) {
    location.kind = LC_LOCATION_BEFORE_HOST;
    return location;
  }
  location.proven = is_same_side_beyond (attempt, edge, &location);
  if (silence.next->ttl == silence.last->ttl + 1
      || get_kind_of_hop (attempt, edge, silence.next) == location.kind)
    return location;
  /* The silent routers in between may be of either side, and any of them the one. */
  location.kind = LC_LOCATION_ON_WAY;
  location.next = silence.next->address;
  return location;
}

LcLocation
lc_location_of_sender (const LcAttempt *attempt,
                       const LcEdge *edge,
                       const char *sender,
                       guint type,
                       guint code)
{
  return locate_icmp (attempt, edge, sender, type, code);
}

LcLocation
lc_location_of_attempt (const LcAttempt *attempt, const LcEdge *edge)
{
  const LcPath *path = attempt->path;

  if (attempt->local_drop)
    return (LcLocation){ .kind = LC_LOCATION_DEVICE, .proven = TRUE, .answered = TRUE };
  if (path != NULL && path->answer_kind != LC_ANSWER_NONE)
    return locate_answer (attempt, edge);
  if (attempt->icmp != NULL && attempt->icmp->address != NULL)
    return locate_icmp (attempt, edge, attempt->icmp->address, attempt->icmp->type,
                        attempt->icmp->code);
  if (path != NULL && !path->reached)
    return locate_silence (attempt, edge);
  return (LcLocation){ .kind = LC_LOCATION_UNKNOWN };
}

static LcOwnerConfidence
get_owner_confidence (const LcLocation *location)
{
  switch (location->kind) {
  case LC_LOCATION_DEVICE:
  case LC_LOCATION_GATEWAY:
    return LC_OWNER_CONFIDENCE_PROVEN;
  case LC_LOCATION_INSIDE:
    return location->proven && location->sure_side ? LC_OWNER_CONFIDENCE_PROVEN
                                                   : LC_OWNER_CONFIDENCE_LIKELY;
  case LC_LOCATION_OUTSIDE:
    return location->proven && location->sure_side && !location->near_host
               ? LC_OWNER_CONFIDENCE_PROVEN
               : LC_OWNER_CONFIDENCE_LIKELY;
  case LC_LOCATION_HOST:
    return location->proven ? LC_OWNER_CONFIDENCE_PROVEN : LC_OWNER_CONFIDENCE_LIKELY;
  case LC_LOCATION_ON_WAY:
  case LC_LOCATION_BEFORE_HOST:
  case LC_LOCATION_UNKNOWN:
  default:
    return LC_OWNER_CONFIDENCE_UNKNOWN;
  }
}

LcOwner
lc_location_get_owner (const LcLocation *location, LcOwnerConfidence *confidence)
{
  static const LcOwner owners[] = {
    [LC_LOCATION_UNKNOWN] = LC_OWNER_UNKNOWN,       [LC_LOCATION_DEVICE] = LC_OWNER_DEVICE,
    [LC_LOCATION_GATEWAY] = LC_OWNER_LOCAL_NETWORK, [LC_LOCATION_INSIDE] = LC_OWNER_FIREWALL,
    [LC_LOCATION_ON_WAY] = LC_OWNER_UNKNOWN,        [LC_LOCATION_OUTSIDE] = LC_OWNER_PROVIDER,
    [LC_LOCATION_BEFORE_HOST] = LC_OWNER_UNKNOWN,   [LC_LOCATION_HOST] = LC_OWNER_SERVICE,
  };

  if (confidence != NULL)
    *confidence = get_owner_confidence (location);
  return owners[location->kind];
}
