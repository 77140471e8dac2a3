/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-edge.h"

#include <string.h>

#include "base/lc-address.h"
#include "base/lc-endpoint.h"
#include "base/lc-endpoint.h"
#include "base/lc-icmp-message.h"

#define MAX_TTL 255
#define SITE_BYTES 2 /* of an IPv4 address, which the routers of a site mostly share */

/* Who answered at each distance on the way of one attempt. */
typedef struct
{
  const char *hops[MAX_TTL + 1]; /* (nullable elements) owned by the report */
  guint last;
} Way;

/* What is known of one address that was seen on a way. */
typedef struct
{
  const char *address;
  LcSide side;
} Seen;

struct _LcEdge
{
  const LcEnvironment *environment;
  GPtrArray *own;    /* (owned) (element-type utf8) this computer's addresses */
  GPtrArray *mapped; /* (owned) (element-type utf8) the NAT's outside, as STUN saw it */
  GPtrArray *ways;   /* (owned) (element-type Way) but for what a tunnel carries */
  GArray *seen;      /* (owned) (element-type Seen) */
  gboolean carrier;  /* the provider has a NAT of its own: what STUN saw is its outside */
};

static gboolean
is_private (const char *address)
{
  return lc_address_is_inside (address) && !lc_address_is_shared (address);
}

static gboolean
holds (GPtrArray *addresses, const char *address)
{
  for (guint i = 0; i < addresses->len; i++)
    if (lc_address_equal (g_ptr_array_index (addresses, i), address))
      return TRUE;
  return FALSE;
}

static void
take_address (GPtrArray *addresses, char *address)
{
  if (address != NULL && !holds (addresses, address))
    g_ptr_array_add (addresses, address);
  else
    g_free (address);
}

static gboolean
holds_neighbour (GPtrArray *addresses, const char *address)
{
  for (guint i = 0; i < addresses->len; i++)
    if (lc_address_shares_prefix (g_ptr_array_index (addresses, i), address))
      return TRUE;
  return FALSE;
}

/* The first 16 bits of an IPv4 address, 48 of an IPv6 one: what a site is given. */
static gboolean
are_of_one_site (const char *a, const char *b)
{
  g_autoptr (GInetAddress) first = NULL;
  g_autoptr (GInetAddress) second = NULL;

  if (a == NULL || b == NULL || lc_address_is_ipv6 (a) || lc_address_is_ipv6 (b))
    return lc_address_shares_prefix (a, b);
  first = g_inet_address_new_from_string (a);
  second = g_inet_address_new_from_string (b);
  return first != NULL && second != NULL
         && memcmp (g_inet_address_to_bytes (first), g_inet_address_to_bytes (second), SITE_BYTES)
                == 0;
}

static gboolean
holds_site_of (GPtrArray *addresses, const char *address)
{
  for (guint i = 0; i < addresses->len; i++)
    if (are_of_one_site (g_ptr_array_index (addresses, i), address))
      return TRUE;
  return FALSE;
}

static gboolean
is_in_tunnel (const LcEdge *self, const LcAttempt *attempt)
{
  return attempt != NULL
         && lc_address_is_in (attempt->address,
                              (const char *const *) self->environment->vpn_addresses);
}

static gboolean
is_gateway (const LcEdge *self, const char *address)
{
  return lc_address_is_in (address, (const char *const *) self->environment->gateways);
}

/* A private address of the same small network as this computer or its gateway. */
static gboolean
is_beside_own (const LcEdge *self, const char *address)
{
  if (holds_neighbour (self->own, address))
    return TRUE;
  for (guint i = 0; self->environment->gateways != NULL && self->environment->gateways[i] != NULL;
       i++)
    if (lc_address_shares_prefix (self->environment->gateways[i], address))
      return TRUE;
  return FALSE;
}

/* What is this network's own by itself, not by what is behind it. */
static gboolean
is_surely_own (const LcEdge *self, const char *address, guint ttl)
{
  if (ttl == 1 || holds (self->own, address) || is_gateway (self, address))
    return TRUE;
  if (!self->carrier && holds (self->mapped, address))
    return TRUE;
  return (is_private (address) || lc_address_is_ipv6 (address)) && is_beside_own (self, address);
}

/* Gathering what the record holds */

static void
set_hop (Way *way, guint ttl, const char *address)
{
  if (ttl == 0 || ttl > MAX_TTL || address == NULL || way->hops[ttl] != NULL)
    return;
  way->hops[ttl] = address;
  way->last = MAX (way->last, ttl);
}

static void
add_hops (Way *way, GPtrArray *hops)
{
  for (guint i = 0; hops != NULL && i < hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (hops, i);

    set_hop (way, hop->ttl, hop->address);
  }
}

static void
add_samples (Way *way, GPtrArray *samples)
{
  for (guint i = 0; samples != NULL && i < samples->len; i++) {
    const LcSample *sample = g_ptr_array_index (samples, i);

    /* Whoever rejects is not as far away as the datagram could have gone. */
    if (sample->type >= 0
        && lc_icmp_type_is_time_exceeded (lc_address_is_ipv6 (sample->address),
                                          (guint8) sample->type))
      set_hop (way, sample->ttl, sample->address);
  }
}

/* What did not answer for one of two ports, and did for the other, is on the way of both. */
static void
take_way (LcEdge *self, GPtrArray *first, GPtrArray *second, GPtrArray *samples)
{
  Way *way = g_new0 (Way, 1);

  add_hops (way, first);
  add_hops (way, second);
  add_samples (way, samples);
  if (way->last > 0)
    g_ptr_array_add (self->ways, way);
  else
    g_free (way);
}

/* Who rejected is on the way, at the distance from which on he did so, or before it. */
static void
take_rejecter (LcEdge *self, const LcAttempt *attempt)
{
  const LcPath *path = attempt->path;
  Way *way;

  if (path == NULL || path->answer_kind != LC_ANSWER_ICMP
      || lc_address_equal (path->answer_address, attempt->address))
    return;
  way = g_new0 (Way, 1);
  add_hops (way, path->hops);
  set_hop (way, path->answer_ttl, path->answer_address);
  g_ptr_array_add (self->ways, way);
}

static void
read_attempt (LcEdge *self, const LcAttempt *attempt)
{
  const LcPath *path = attempt->path;

  take_address (self->own, lc_endpoint_get_address (attempt->local));
  if (is_in_tunnel (self, attempt))
    return;
  if (attempt->stun != NULL)
    take_address (self->mapped, lc_endpoint_get_address (attempt->stun->mapped));
  take_way (self, path != NULL ? path->hops : NULL, path != NULL ? path->control_hops : NULL,
            attempt->samples);
  if (path != NULL)
    take_way (self, path->control_hops, path->hops, NULL);
  take_rejecter (self, attempt);
}

static void
read_attempts (LcEdge *self, GPtrArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++)
    read_attempt (self, g_ptr_array_index (attempts, i));
}

static void
read_environment (LcEdge *self)
{
  for (guint i = 0; i < self->environment->interfaces->len; i++) {
    const LcInterface *interface = g_ptr_array_index (self->environment->interfaces, i);

    for (guint j = 0; interface->addresses != NULL && interface->addresses[j] != NULL; j++)
      take_address (self->own, g_strdup (interface->addresses[j]));
  }
  take_address (self->mapped, g_strdup (self->environment->public_address));
}

/* Where there is no NAT STUN sees this computer's own address, which tells nothing of an edge. */
static void
drop_own_from_mapped (LcEdge *self)
{
  for (guint i = self->mapped->len; i > 0; i--)
    if (holds (self->own, g_ptr_array_index (self->mapped, i - 1)))
      g_ptr_array_remove_index (self->mapped, i - 1);
}

/* The space that providers share is theirs, unless this computer has such an address itself. */
static gboolean
is_carriers (const LcEdge *self, const char *address, guint ttl)
{
  if (!lc_address_is_shared (address) || ttl == 1 || is_gateway (self, address))
    return FALSE;
  for (guint i = 0; i < self->own->len; i++)
    if (lc_address_is_shared (g_ptr_array_index (self->own, i)))
      return FALSE;
  return TRUE;
}

static gboolean
any_is_carriers (const LcEdge *self)
{
  for (guint i = 0; i < self->ways->len; i++) {
    const Way *way = g_ptr_array_index (self->ways, i);

    for (guint ttl = 1; ttl <= way->last; ttl++)
      if (way->hops[ttl] != NULL && is_carriers (self, way->hops[ttl], ttl))
        return TRUE;
  }
  return FALSE;
}

/* Judging */

static const Seen *
find_seen (const LcEdge *self, const char *address)
{
  for (guint i = 0; i < self->seen->len; i++) {
    const Seen *seen = &g_array_index (self->seen, Seen, i);

    if (lc_address_equal (seen->address, address))
      return seen;
  }
  return NULL;
}

/* What was shown on one way holds on every other, and own is own. */
static void
note (LcEdge *self, const char *address, LcSide side)
{
  Seen seen = { address, side };

  for (guint i = 0; i < self->seen->len; i++) {
    Seen *known = &g_array_index (self->seen, Seen, i);

    if (!lc_address_equal (known->address, address))
      continue;
    if (known->side != LC_SIDE_OWN && (side == LC_SIDE_OWN || side > known->side))
      known->side = side;
    return;
  }
  g_array_append_val (self->seen, seen);
}

static gboolean
is_noted_own (const LcEdge *self, const char *address)
{
  const Seen *seen = find_seen (self, address);

  return seen != NULL && seen->side == LC_SIDE_OWN;
}

/* Whatever is nearer than something that is own is own. */
static void
note_own (LcEdge *self, const Way *way)
{
  guint farthest = 0;

  for (guint ttl = 1; ttl <= way->last; ttl++)
    if (way->hops[ttl] != NULL && is_surely_own (self, way->hops[ttl], ttl))
      farthest = ttl;
  for (guint ttl = 1; ttl <= farthest; ttl++)
    if (way->hops[ttl] != NULL && !is_carriers (self, way->hops[ttl], ttl))
      note (self, way->hops[ttl], LC_SIDE_OWN);
}

/* The address family's NAT, if STUN saw one. */
static gboolean
knows_outside_of (const LcEdge *self, const char *address)
{
  return !lc_address_is_ipv6 (address) && self->mapped->len > 0 && !self->carrier;
}

/* How far one is on a way when its hops are judged from the near to the far. */
typedef struct
{
  const Way *way;
  gboolean behind_private; /* a private hop, or for IPv6 one of the own prefix, is nearer */
  gboolean behind_nat;     /* the hop with the address that STUN saw is nearer */
  gboolean behind_public;  /* a public hop that is not shown to be own is nearer */
  LcSide side;             /* what has been shown so far */
} Walk;

/* The next hop of an address that is public, and neither own nor a carrier's. */
static LcSide
judge_public (const LcEdge *self, const Walk *walk, const char *address)
{
  const char *first = walk->way->hops[1];
  gboolean is_near = knows_outside_of (self, address) ? holds_neighbour (self->mapped, address)
                                                      : !walk->behind_public;

  if (holds_site_of (self->own, address))
    return LC_SIDE_UNKNOWN;
  if (!walk->behind_private)
    return are_of_one_site (first, address) || holds_site_of (self->mapped, address)
               ? LC_SIDE_UNKNOWN
               : LC_SIDE_LIKELY_BEYOND;
  if (is_near)
    return LC_SIDE_UNKNOWN;
  return holds_site_of (self->mapped, address) ? LC_SIDE_LIKELY_BEYOND : LC_SIDE_BEYOND;
}

static LcSide
judge_hop (const LcEdge *self, const Walk *walk, const char *address, guint ttl)
{
  if (is_carriers (self, address, ttl) || walk->behind_nat)
    return LC_SIDE_BEYOND;
  if (lc_address_is_inside (address))
    return LC_SIDE_UNKNOWN;
  return judge_public (self, walk, address);
}

static void
note_beyond (LcEdge *self, const Way *way)
{
  Walk walk = { .way = way, .side = LC_SIDE_UNKNOWN };

  for (guint ttl = 1; ttl <= way->last; ttl++) {
    const char *address = way->hops[ttl];

    if (address == NULL)
      continue;
    if (!is_noted_own (self, address)) {
      walk.side = MAX (walk.side, judge_hop (self, &walk, address, ttl));
      note (self, address, walk.side);
      walk.behind_public |= !lc_address_is_inside (address);
    }
    walk.behind_private
        |= is_private (address) || (lc_address_is_ipv6 (address) && is_noted_own (self, address));
    walk.behind_nat |= !self->carrier && holds (self->mapped, address);
  }
}

/* The first public hop behind private ones is most often the provider's first router,
 * if only there is another after it: the firewall itself would be the last before these. */
static void
note_likely (LcEdge *self, const Way *way)
{
  gboolean behind_private = FALSE;
  LcSide farther = LC_SIDE_UNKNOWN;

  for (guint ttl = way->last; ttl > 1; ttl--) {
    const char *address = way->hops[ttl];
    const Seen *seen = address != NULL ? find_seen (self, address) : NULL;

    if (seen == NULL)
      continue;
    behind_private = FALSE;
    for (guint nearer = 1; nearer < ttl; nearer++)
      behind_private
          |= way->hops[nearer] != NULL
             && (is_private (way->hops[nearer]) || (lc_address_is_ipv6 (address) && nearer == 1));
    if (seen->side == LC_SIDE_UNKNOWN && farther >= LC_SIDE_LIKELY_BEYOND && behind_private
        && !lc_address_is_inside (address) && !holds_site_of (self->own, address))
      note (self, address, LC_SIDE_LIKELY_BEYOND);
    farther = MAX (farther, seen->side != LC_SIDE_OWN ? seen->side : LC_SIDE_UNKNOWN);
  }
}

static void
judge_ways (LcEdge *self)
{
  self->carrier = any_is_carriers (self);
  for (guint i = 0; i < self->ways->len; i++)
    note_own (self, g_ptr_array_index (self->ways, i));
  for (guint i = 0; i < self->ways->len; i++)
    note_beyond (self, g_ptr_array_index (self->ways, i));
  for (guint i = 0; i < self->ways->len; i++)
    note_likely (self, g_ptr_array_index (self->ways, i));
}

/* In a tunnel what is private, or the first on the way, is the tunnel's. */
static LcSide
judge_in_tunnel (const LcEdge *self, const char *address, guint ttl)
{
  return ttl == 1 || lc_address_is_inside (address) || holds (self->own, address)
             ? LC_SIDE_OWN
             : LC_SIDE_LIKELY_BEYOND;
}

/* Somebody of whom no way is known: only the address speaks. */
static LcSide
judge_alone (const LcEdge *self, const char *address, guint ttl)
{
  if (is_surely_own (self, address, ttl))
    return LC_SIDE_OWN;
  if (is_carriers (self, address, ttl))
    return LC_SIDE_BEYOND;
  return lc_address_is_inside (address) || holds_site_of (self->own, address)
                 || holds_site_of (self->mapped, address)
             ? LC_SIDE_UNKNOWN
             : LC_SIDE_LIKELY_BEYOND;
}

LcEdge *
lc_edge_new_of_environment (const LcEnvironment *environment)
{
  LcEdge *self;

  if (environment == NULL)
    return NULL;
  self = g_new0 (LcEdge, 1);
  self->environment = environment;
  self->own = g_ptr_array_new_with_free_func (g_free);
  self->mapped = g_ptr_array_new_with_free_func (g_free);
  self->ways = g_ptr_array_new_with_free_func (g_free);
  self->seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  read_environment (self);
  return self;
}

LcEdge *
lc_edge_new (LcReport *report)
{
  LcEdge *self = lc_edge_new_of_environment (lc_report_get_environment (report));

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    read_attempts (self, lc_row_get_attempts (row));
    read_attempts (self, lc_row_get_documented_attempts (row));
  }
  drop_own_from_mapped (self);
  judge_ways (self);
  return self;
}

void
lc_edge_free (LcEdge *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->own);
  g_ptr_array_unref (self->mapped);
  g_ptr_array_unref (self->ways);
  g_array_unref (self->seen);
  g_free (self);
}

LcSide
lc_edge_get_side (const LcEdge *self, const LcAttempt *attempt, const char *address, guint ttl)
{
  const Seen *seen;

  if (self == NULL || address == NULL)
    return LC_SIDE_UNKNOWN;
  if (is_in_tunnel (self, attempt))
    return judge_in_tunnel (self, address, ttl);
  if (is_surely_own (self, address, ttl))
    return LC_SIDE_OWN;
  seen = find_seen (self, address);
  return seen != NULL ? seen->side : judge_alone (self, address, ttl);
}

gboolean
lc_edge_is_beyond (const LcEdge *self, const LcAttempt *attempt, const char *address, guint ttl)
{
  return lc_edge_get_side (self, attempt, address, ttl) >= LC_SIDE_LIKELY_BEYOND;
}

gboolean
lc_edge_is_computer (const LcEdge *self, const LcAttempt *attempt, const char *address)
{
  g_autofree char *local = lc_endpoint_get_address (attempt->local);

  return lc_address_equal (local, address) || (self != NULL && holds (self->own, address));
}

gboolean
lc_edge_has_nat (const LcEdge *self)
{
  return self != NULL && self->mapped->len > 0;
}
