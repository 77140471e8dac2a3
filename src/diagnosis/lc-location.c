/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-location.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-endpoint.h"
#include "base/lc-icmp-message.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-nearby.h"

static const LcHop *
find_hop (GPtrArray *hops, guint ttl)
{
  for (guint i = 0; hops != NULL && i < hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (hops, i);

    if (hop->ttl == ttl && hop->address != NULL)
      return hop;
  }
  return NULL;
}

static const LcHop *
find_hop_of (GPtrArray *hops, const char *address)
{
  for (guint i = 0; hops != NULL && i < hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (hops, i);

    if (lc_address_equal (hop->address, address))
      return hop;
  }
  return NULL;
}

/* The farthest router that answered; never the host itself. */
static const LcHop *
find_last_hop (GPtrArray *hops, const char *host)
{
  const LcHop *last = NULL;

  for (guint i = 0; hops != NULL && i < hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (hops, i);

    if (hop->address != NULL && !lc_address_equal (hop->address, host)
        && (last == NULL || hop->ttl > last->ttl))
      last = hop;
  }
  return last;
}

static const LcHop *
find_first_hop (GPtrArray *hops)
{
  for (guint ttl = 1; ttl <= G_MAXUINT8; ttl++) {
    const LcHop *hop = find_hop (hops, ttl);

    if (hop != NULL)
      return hop;
  }
  return NULL;
}

static gboolean
is_own_address (const LcAttempt *attempt, const LcEnvironment *environment, const char *address)
{
  g_autofree char *local = lc_endpoint_get_address (attempt->local);

  if (local != NULL && lc_address_equal (local, address))
    return TRUE;
  for (guint i = 0; environment != NULL && i < environment->interfaces->len; i++) {
    const LcInterface *interface = g_ptr_array_index (environment->interfaces, i);

    if (lc_address_is_in (address, (const char *const *) interface->addresses))
      return TRUE;
  }
  return FALSE;
}

/* The hop at @ttl as the failed port saw it or, where that drew no answer, as the
 * control on the same path did. */
static const LcHop *
find_hop_at (const LcPath *path, guint ttl)
{
  const LcHop *hop = find_hop (path->hops, ttl);

  return hop != NULL ? hop : find_hop (path->control_hops, ttl);
}

static guint
get_ttl_of (const LcAttempt *attempt, const char *address)
{
  const LcHop *hop = NULL;

  if (attempt->path != NULL) {
    hop = find_hop_of (attempt->path->hops, address);
    if (hop == NULL)
      hop = find_hop_of (attempt->path->control_hops, address);
  }
  return hop != NULL ? hop->ttl : 0;
}

/* IPv6 has no private addresses as IPv4 has: a site's routers are of its prefix. */
static gboolean
is_of_own_prefix (const LcEnvironment *environment, const char *address)
{
  if (!lc_address_is_ipv6 (address) || environment == NULL)
    return FALSE;
  for (guint i = 0; i < environment->interfaces->len; i++) {
    const LcInterface *interface = g_ptr_array_index (environment->interfaces, i);

    for (guint j = 0; interface->addresses != NULL && interface->addresses[j] != NULL; j++)
      if (lc_address_shares_prefix (address, interface->addresses[j]))
        return TRUE;
  }
  return FALSE;
}

/* A gateway with a public address is this network's own all the same; the space
 * that providers share among customers is theirs, but for what a tunnel does with it. */
static gboolean
is_own (const LcAttempt *attempt, const LcEnvironment *environment, const char *address)
{
  if (environment != NULL
      && lc_address_is_in (address, (const char *const *) environment->gateways))
    return TRUE;
  if (lc_address_is_shared (address))
    return environment != NULL
           && lc_address_is_in (attempt->address, (const char *const *) environment->vpn_addresses);
  return lc_address_is_inside (address) || is_of_own_prefix (environment, address);
}

/* Providers' routers may have private addresses, but only beyond the edge. */
static gboolean
is_beyond_edge (const LcAttempt *attempt, const LcEnvironment *environment, guint ttl)
{
  for (guint nearer = 1; attempt->path != NULL && nearer < ttl; nearer++) {
    const LcHop *hop = find_hop_at (attempt->path, nearer);

    if (hop != NULL && !is_own (attempt, environment, hop->address))
      return TRUE;
  }
  return FALSE;
}

static LcLocationKind
get_kind_of_hop (const LcAttempt *attempt, const LcEnvironment *environment, const char *address)
{
  return is_own (attempt, environment, address)
                 && !is_beyond_edge (attempt, environment, get_ttl_of (attempt, address))
             ? LC_LOCATION_INSIDE
             : LC_LOCATION_OUTSIDE;
}

/* What ends after a hop may end there, or on entering the next one. Only where the
 * next is a router of the same side it is that side's without doubt. */
static gboolean
is_same_side_beyond (const LcAttempt *attempt,
                     const LcEnvironment *environment,
                     const LcLocation *location)
{
  const LcPath *path = attempt->path;
  const LcHop *next = find_hop (path->control_hops, location->ttl + 1);

  return next != NULL && !lc_address_equal (next->address, path->control_address)
         && get_kind_of_hop (attempt, environment, next->address) == location->kind;
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
             const LcEnvironment *environment,
             const char *sender,
             guint type,
             guint code)
{
  LcLocation location
      = { .proven = TRUE, .answered = TRUE, .hop = sender, .ttl = get_ttl_of (attempt, sender) };

  if (is_own_address (attempt, environment, sender))
    location.kind
        = says_next_hop_is_dead (sender, type, code) ? LC_LOCATION_GATEWAY : LC_LOCATION_DEVICE;
  else if (lc_address_equal (sender, attempt->address))
    location.kind = LC_LOCATION_HOST;
  else
    location.kind = get_kind_of_hop (attempt, environment, sender);
  return location;
}

/* Whether what is known of the way shows a router, or the host, beyond @ttl. */
static gboolean
is_nearer_than_host (const LcPath *path, const char *address, guint ttl)
{
  guint host_ttl = lc_path_get_host_ttl (path, address);
  const LcHop *last;

  if (host_ttl != 0)
    return ttl < host_ttl;
  if (!path->has_control || !lc_address_shares_prefix (path->control_address, address))
    return FALSE;
  last = find_last_hop (path->control_hops, path->control_address);
  return last != NULL && last->ttl >= ttl;
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
  const LcHop *host = find_hop_of (attempt->path->control_hops, attempt->address);
  const LcStep *tcp = find_tcp_step (attempt);

  return host != NULL && tcp != NULL && lc_nearby_judge (tcp->us, host->us) == LC_SENDER_HOST;
}

/* The router that a reset came from is not known by name. What is nearer than a
 * hop inside is inside; a silent gateway before the first public hop is, too. */
static LcLocationKind
get_kind_before (const LcAttempt *attempt, const LcEnvironment *environment, guint ttl)
{
  const LcHop *hop = find_hop_at (attempt->path, ttl);

  if (ttl <= 2
      || (hop != NULL
          && get_kind_of_hop (attempt, environment, hop->address) == LC_LOCATION_INSIDE))
    return LC_LOCATION_INSIDE;
  return is_beyond_edge (attempt, environment, ttl) ? LC_LOCATION_OUTSIDE : LC_LOCATION_UNKNOWN;
}

/* A reset in the host's name. A filter that looks after the TTL was counted down
 * (as Linux's forward chain does) is one hop nearer than the smallest TTL at
 * which the reset comes. */
static LcLocation
locate_nearby (const LcAttempt *attempt, const LcEnvironment *environment)
{
  const LcPath *path = attempt->path;
  const LcHop *hop = find_hop_at (path, path->answer_ttl - 1);
  LcLocation location = { .answered = TRUE, .nearby = TRUE, .proven = TRUE };

  if (hop == NULL) {
    location.kind = get_kind_before (attempt, environment, path->answer_ttl);
    location.proven = FALSE;
    return location;
  }
  location.kind = get_kind_of_hop (attempt, environment, hop->address);
  location.hop = hop->address;
  location.ttl = hop->ttl;
  location.proven = is_same_side_beyond (attempt, environment, &location);
  return location;
}

/* A reset carries the host's address whoever sent it; the smallest TTL at which
 * it comes tells. */
static LcLocation
locate_reset (const LcAttempt *attempt, const LcEnvironment *environment)
{
  const LcPath *path = attempt->path;
  LcLocation location = { .kind = LC_LOCATION_UNKNOWN, .answered = TRUE };

  if (is_nearer_than_host (path, attempt->address, path->answer_ttl) || came_too_fast (attempt))
    return locate_nearby (attempt, environment);
  location.proven = took_as_long_as_host (attempt);
  if (lc_path_get_host_ttl (path, attempt->address) != 0)
    location.kind = LC_LOCATION_HOST;
  return location;
}

static LcLocation
locate_answer (const LcAttempt *attempt, const LcEnvironment *environment)
{
  const LcPath *path = attempt->path;

  if (path->answer_kind == LC_ANSWER_RESET)
    return locate_reset (attempt, environment);
  if (path->answer_address == NULL)
    return (LcLocation){ .kind = LC_LOCATION_UNKNOWN };
  return locate_icmp (attempt, environment, path->answer_address, path->answer_icmp_type,
                      path->answer_icmp_code);
}

static gboolean
control_went_beyond (const LcPath *path, guint ttl)
{
  return path->has_control && (path->control_reached || path->control_last_ttl > ttl);
}

/* Nobody on the way answered for this port. That says something where the first
 * hops answer for another port: it ends at the first of these or before it. A
 * silent gateway before the first public hop is still this network's own. */
static LcLocation
locate_from_start (const LcAttempt *attempt, const LcEnvironment *environment)
{
  const LcPath *path = attempt->path;
  const LcHop *first = path->has_control ? find_first_hop (path->control_hops) : NULL;

  if (first == NULL || first->ttl > 2)
    return (LcLocation){ .kind = LC_LOCATION_UNKNOWN };
  if (first->ttl == 2)
    return (LcLocation){ .kind = LC_LOCATION_INSIDE };
  return (LcLocation){ .kind = get_kind_of_hop (attempt, environment, first->address),
                       .hop = first->address,
                       .ttl = first->ttl };
}

static LcLocation
locate_silence (const LcAttempt *attempt, const LcEnvironment *environment)
{
  const LcPath *path = attempt->path;
  const LcHop *last = find_last_hop (path->hops, attempt->address);
  guint host_ttl = lc_path_get_host_ttl (path, attempt->address);
  LcLocation location = { .kind = LC_LOCATION_UNKNOWN };

  if (last == NULL)
    return locate_from_start (attempt, environment);
  location.hop = last->address;
  location.ttl = last->ttl;
  location.kind = get_kind_of_hop (attempt, environment, last->address);
  location.proven = is_same_side_beyond (attempt, environment, &location);
  if (location.kind == LC_LOCATION_OUTSIDE && host_ttl != 0 && host_ttl <= location.ttl + 1)
    location
        = (LcLocation){ .kind = LC_LOCATION_BEFORE_HOST, .hop = location.hop, .ttl = location.ttl };
  return location;
}

guint
lc_path_get_host_ttl (const LcPath *path, const char *address)
{
  const LcHop *host;

  if (path == NULL || !path->has_control || !path->control_reached
      || !lc_address_shares_prefix (path->control_address, address))
    return 0;
  host = find_hop_of (path->control_hops, path->control_address);
  return host != NULL ? host->ttl : path->control_last_ttl;
}

LcLocation
lc_location_of_sender (const LcAttempt *attempt,
                       const LcEnvironment *environment,
                       const char *sender,
                       guint type,
                       guint code)
{
  return locate_icmp (attempt, environment, sender, type, code);
}

LcLocation
lc_location_of_attempt (const LcAttempt *attempt, const LcEnvironment *environment)
{
  const LcPath *path = attempt->path;

  if (attempt->local_drop)
    return (LcLocation){ .kind = LC_LOCATION_DEVICE, .proven = TRUE, .answered = TRUE };
  if (path != NULL && path->answer_kind != LC_ANSWER_NONE)
    return locate_answer (attempt, environment);
  if (attempt->icmp != NULL && attempt->icmp->address != NULL)
    return locate_icmp (attempt, environment, attempt->icmp->address, attempt->icmp->type,
                        attempt->icmp->code);
  if (path != NULL && !path->reached)
    return locate_silence (attempt, environment);
  return (LcLocation){ .kind = LC_LOCATION_UNKNOWN };
}

LcOwner
lc_location_get_owner (const LcLocation *location)
{
  static const LcOwner owners[] = {
    [LC_LOCATION_UNKNOWN] = LC_OWNER_UNKNOWN,       [LC_LOCATION_DEVICE] = LC_OWNER_DEVICE,
    [LC_LOCATION_GATEWAY] = LC_OWNER_LOCAL_NETWORK, [LC_LOCATION_INSIDE] = LC_OWNER_FIREWALL,
    [LC_LOCATION_OUTSIDE] = LC_OWNER_PROVIDER,      [LC_LOCATION_BEFORE_HOST] = LC_OWNER_PROVIDER,
    [LC_LOCATION_HOST] = LC_OWNER_SERVICE,
  };

  return owners[location->kind];
}

static char *
describe_control (const LcAttempt *attempt)
{
  const LcPath *path = attempt->path;
  g_autofree char *port
      = g_strdup_printf ("%s %u", path->control_transport == LC_TRANSPORT_UDP ? "UDP" : "TCP",
                         path->control_port);

  if (lc_address_shares_prefix (path->control_address, attempt->address))
    return lc_phrase_fill (_ ("{port} on the same path goes on"), "port", port, NULL);
  return lc_phrase_fill (_ ("{port} to {address} goes on"), "port", port, "address",
                         path->control_address, NULL);
}

static char *
describe_stop (const LcAttempt *attempt, const LcLocation *location, const char *target)
{
  const LcPath *path = attempt->path;
  g_autofree char *ttl = g_strdup_printf ("%u", location->ttl);
  g_autofree char *control = NULL;

  if (!path->has_control || !control_went_beyond (path, location->ttl))
    return lc_phrase_fill (_ ("{target} gets no answer; the last on the way that answers is {hop} "
                              "(hop {ttl})."),
                           "target", target, "hop", location->hop, "ttl", ttl, NULL);
  control = describe_control (attempt);
  if (find_last_hop (path->hops, attempt->address) == NULL)
    return lc_phrase_fill (_ ("{target} gets no answer even from {hop} (hop {ttl}); {control}."),
                           "target", target, "hop", location->hop, "ttl", ttl, "control", control,
                           NULL);
  return lc_phrase_fill (_ ("{target} stops after {hop} (hop {ttl}); {control}."), "target", target,
                         "hop", location->hop, "ttl", ttl, "control", control, NULL);
}

/* A reset at the first hop may be this computer's own as well as the first router's. */
static char *
describe_nearby (const LcAttempt *attempt, const LcLocation *location, const char *target)
{
  guint host_ttl = lc_path_get_host_ttl (attempt->path, attempt->address);
  g_autofree char *answer = g_strdup_printf ("%u", attempt->path->answer_ttl);
  g_autofree char *host = g_strdup_printf ("%u", host_ttl);
  g_autofree char *ttl = g_strdup_printf ("%u", location->ttl);
  const char *template
      = _ ("{target} is refused by something nearer than the host: packets that end at hop "
           "{answer} are refused already.");

  if (attempt->path->answer_ttl == 1)
    template = _ ("{target} is refused within the first hop: by the first router, or by this "
                  "computer’s own firewall.");
  else if (location->hop != NULL && host_ttl != 0)
    template = _ ("{target} is refused at or right after {hop} (hop {ttl}), in the host’s name: "
                  "the host itself is at hop {host}.");
  else if (location->hop != NULL)
    template = _ ("{target} is refused at or right after {hop} (hop {ttl}), in the host’s name.");
  return lc_phrase_fill (template, "target", target, "answer", answer, "host", host, "hop",
                         location->hop, "ttl", ttl, NULL);
}

static char *
describe_sender (const LcAttempt *attempt, const LcLocation *location, const char *target)
{
  const LcPath *path = attempt->path;
  gboolean from_path = path != NULL && path->answer_kind == LC_ANSWER_ICMP;
  guint8 type = from_path ? path->answer_icmp_type : attempt->icmp->type;
  guint8 code = from_path ? path->answer_icmp_code : attempt->icmp->code;
  const char *reason = lc_icmp_describe (lc_address_is_ipv6 (location->hop), type, code);
  /* Translators: stands after an address. */
  g_autofree char *ttl
      = location->ttl != 0 ? g_strdup_printf (_ (" (hop %u)"), location->ttl) : NULL;
  const char *template = _ ("{target} ends at {hop}{ttl}, which says: {reason}.");

  if (location->kind == LC_LOCATION_DEVICE)
    template = _ ("{target} is refused by this computer itself ({hop}), which says: {reason}.");
  else if (location->kind == LC_LOCATION_GATEWAY)
    template = _ ("{target} does not get beyond this computer: the network’s gateway does not "
                  "answer on the link.");
  else if (location->kind == LC_LOCATION_HOST)
    template = _ ("{target} is answered by the host itself, which says: {reason}.");
  return lc_phrase_fill (template, "target", target, "hop", location->hop, "ttl", ttl, "reason",
                         reason, NULL);
}

/* Sentences for what nobody's address goes with. */
static char *
describe_without_hop (const LcAttempt *attempt, const LcLocation *location, const char *target)
{
  const char *template = NULL;
  g_autofree char *control = NULL;

  if (location->kind == LC_LOCATION_DEVICE)
    template = _ ("{target} never leaves this computer.");
  else if (location->kind == LC_LOCATION_INSIDE)
    template = _ ("{target} ends before the second hop; {control}.");
  else if (location->kind == LC_LOCATION_HOST)
    template = location->proven ? _ ("{target} is refused by the host itself.")
                                : _ ("{target} is refused from as far away as the host is.");
  else if (attempt->path != NULL && attempt->path->answer_kind == LC_ANSWER_NONE
           && !attempt->path->reached)
    template = _ ("Nothing on the way answers for {target}, so it cannot be shown where it stops.");
  if (attempt->path != NULL && attempt->path->has_control)
    control = describe_control (attempt);
  return template != NULL ? lc_phrase_fill (template, "target", target, "control", control, NULL)
                          : NULL;
}

char *
lc_location_describe (const LcAttempt *attempt,
                      const LcEnvironment *environment,
                      const char *target)
{
  LcLocation location = lc_location_of_attempt (attempt, environment);
  const LcPath *path = attempt->path;
  gboolean silent = path != NULL && path->answer_kind == LC_ANSWER_NONE;

  if (location.nearby)
    return describe_nearby (attempt, &location, target);
  if (location.hop == NULL)
    return describe_without_hop (attempt, &location, target);
  if (silent && (attempt->icmp == NULL || attempt->icmp->address == NULL))
    return describe_stop (attempt, &location, target);
  return describe_sender (attempt, &location, target);
}
