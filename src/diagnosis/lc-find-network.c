/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-icmp-message.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-find.h"
#include "diagnosis/lc-finding-texts.h"

static gboolean
is_closed (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return observation->reach == LC_REACH_CLOSED;
}

static gboolean
is_open (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return observation->reach == LC_REACH_OPEN;
}

/* A proxy that takes a connection, whatever it answers then, is no matter of this
 * network's edge. */
static gboolean
proxy_speaks (const LcObservation *observation)
{
  return observation->attempt->local != NULL;
}

/* Where a proxy is the way out, that nothing gets out without it is how such a network is
 * made; whether anything gets out with it is the proxy's story. */
static gboolean
has_proxy (LcAnalysis *self)
{
  return self->proxied->len > 0 || self->environment->proxy != NULL;
}

/* Anything at all that came back from outside, the proxy's word included. */
static gboolean
anything_works (LcAnalysis *self)
{
  g_autoptr (GPtrArray) open = lc_analysis_select (self, is_open, NULL);

  for (guint i = 0; i < self->proxied->len; i++) {
    if (proxy_speaks (g_ptr_array_index (self->proxied, i)))
      return TRUE;
  }
  return open->len > 0;
}

/* Every row that has no other answer hangs on this. */
static void
add_all_rows (LcAnalysis *self, LcFinding *finding)
{
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);
    LcStatus status = lc_row_get_status (row);

    if (status != LC_STATUS_PASS && status != LC_STATUS_CANCELLED)
      lc_analysis_add_row (self, finding, row);
  }
}

static guint
count_rows_with (LcAnalysis *self, LcCode code)
{
  guint count = 0;

  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++)
    if (lc_row_get_code (lc_report_get_row (self->report, i)) == code)
      count++;
  return count;
}

static gboolean
is_unplugged (LcAnalysis *self)
{
  const LcEnvironment *environment = self->environment;

  if (environment->has_online && !environment->online)
    return TRUE;
  if (environment->has_ipv4 && environment->has_ipv6 && !environment->ipv4 && !environment->ipv6)
    return TRUE;
  return count_rows_with (self, LC_CODE_OFFLINE) > 0;
}

static void
add_unplugged (LcAnalysis *self)
{
  LcFinding *finding
      = lc_analysis_add (self, "offline/unplugged", LC_CONFIDENCE_PROVEN, LC_OWNER_DEVICE, NULL);

  finding->severity = LC_SEVERITY_ERROR;
  add_all_rows (self, finding);
  lc_finding_take_evidence (finding,
                            g_strdup (_ ("No interface has an address and a default route.")));
}

/* How many tries end in one kind of place, and one of them. */
static guint
count_places (GPtrArray *observations, LcLocationKind kind, const LcObservation **example)
{
  guint count = 0;

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);

    if (observation->location.kind != kind)
      continue;
    if (*example == NULL || (observation->location.hop != NULL && (*example)->location.hop == NULL))
      *example = observation;
    count++;
  }
  return count;
}

static void
add_dead_gateway (LcAnalysis *self, GPtrArray *closed)
{
  g_autofree char *gateway = self->environment->gateways != NULL
                                 ? g_strjoinv (", ", self->environment->gateways)
                                 : g_strdup ("");
  LcFinding *finding = lc_analysis_add (self, "offline/gateway", LC_CONFIDENCE_PROVEN,
                                        LC_OWNER_LOCAL_NETWORK, "gateway", gateway, NULL);

  finding->severity = LC_SEVERITY_ERROR;
  lc_analysis_add_observations (self, finding, closed);
  add_all_rows (self, finding);
}

static gboolean
says_no_way (const LcObservation *observation)
{
  const LcIcmp *icmp = observation->attempt->icmp;

  return icmp != NULL
         && lc_icmp_says_no_way_on (lc_address_is_ipv6 (icmp->address), icmp->type, icmp->code)
         && (observation->location.kind == LC_LOCATION_INSIDE
             || observation->location.kind == LC_LOCATION_ON_WAY
             || observation->location.kind == LC_LOCATION_OUTSIDE);
}

/* Who says it counts for more than who is silent. */
static const LcObservation *
find_no_way (GPtrArray *closed)
{
  for (guint i = 0; i < closed->len; i++)
    if (says_no_way (g_ptr_array_index (closed, i)))
      return g_ptr_array_index (closed, i);
  return NULL;
}

static const char *
get_silence_key (LcOwner owner, gboolean no_way)
{
  if (no_way)
    return "offline/uplink";
  return owner == LC_OWNER_DEVICE ? "offline/device" : "offline/silent";
}

/* A router inside that knows no way is a line that is down; one that is silent or
 * says "prohibited" is a rule. */
static LcOwner
get_silence_owner (const LcObservation *example, LcOwnerConfidence *confidence)
{
  *confidence = LC_OWNER_CONFIDENCE_LIKELY;
  if (example == NULL)
    return LC_OWNER_LOCAL_NETWORK;
  *confidence = example->owner_confidence;
  return says_no_way (example) && example->owner == LC_OWNER_FIREWALL ? LC_OWNER_LOCAL_NETWORK
                                                                      : example->owner;
}

static void
add_silence (LcAnalysis *self, GPtrArray *closed, const LcObservation *example)
{
  gboolean no_way = example != NULL && says_no_way (example);
  LcOwnerConfidence confidence;
  LcOwner owner = get_silence_owner (example, &confidence);
  g_autofree char *count = g_strdup_printf ("%u", lc_observations_count_addresses (closed));
  g_autofree char *who
      = lc_texts_name_owner (owner, confidence, example != NULL ? example->location.hop : NULL);
  g_autofree char *capital = lc_phrase_capital (who);
  LcFinding *finding = lc_analysis_add (self, get_silence_key (owner, no_way),
                                        no_way ? LC_CONFIDENCE_PROVEN : LC_CONFIDENCE_LIKELY, owner,
                                        "who", who, "Who", capital, "count", count, NULL);

  finding->owner_confidence = confidence;
  finding->severity = LC_SEVERITY_ERROR;
  lc_analysis_add_observations (self, finding, closed);
  add_all_rows (self, finding);
}

static gboolean
has_ipv6_only (LcAnalysis *self)
{
  const LcEnvironment *environment = self->environment;

  return environment->has_ipv4 && !environment->ipv4 && environment->has_ipv6 && environment->ipv6;
}

static gboolean
goes_through_tunnel (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return lc_address_is_in (observation->attempt->address,
                           (const char *const *) self->environment->vpn_addresses);
}

static gboolean
any_ran (LcAnalysis *self, GPtrArray *closed)
{
  return closed->len > 1 && lc_observations_count_addresses (closed) > 1;
}

/* Where a tunnel takes everything and nothing comes back, the tunnel is the matter. */
static gboolean
all_in_tunnel (LcAnalysis *self, GPtrArray *closed)
{
  for (guint i = 0; i < closed->len; i++)
    if (!goes_through_tunnel (self, g_ptr_array_index (closed, i), NULL))
      return FALSE;
  return closed->len > 0;
}

void
lc_find_offline (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) closed = lc_analysis_select (self, is_closed, NULL);
  const LcObservation *gateway = NULL;
  const LcObservation *inside = NULL;

  if (anything_works (self) || self->portal_signs->len > 0)
    return;
  if (is_unplugged (self)) {
    add_unplugged (self);
    return;
  }
  if (count_places (closed, LC_LOCATION_GATEWAY, &gateway) > 0
      && count_places (closed, LC_LOCATION_INSIDE, &inside) == 0
      && count_places (closed, LC_LOCATION_ON_WAY, &inside) == 0
      && count_places (closed, LC_LOCATION_OUTSIDE, &inside) == 0) {
    add_dead_gateway (self, closed);
    return;
  }
  if (!any_ran (self, closed) || has_ipv6_only (self) || all_in_tunnel (self, closed)
      || has_proxy (self))
    return;
  inside = find_no_way (closed);
  if (inside == NULL && count_places (closed, LC_LOCATION_INSIDE, &inside) == 0
      && count_places (closed, LC_LOCATION_ON_WAY, &inside) == 0
      && count_places (closed, LC_LOCATION_OUTSIDE, &inside) == 0
      && count_places (closed, LC_LOCATION_DEVICE, &inside) == 0)
    inside = NULL;
  add_silence (self, closed, inside);
}

static gboolean
none_is_open (GPtrArray *observations)
{
  guint closed = 0;

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);

    if (observation->reach == LC_REACH_OPEN)
      return FALSE;
    if (observation->reach == LC_REACH_CLOSED)
      closed++;
  }
  return closed > 0;
}

static gboolean
is_open_outside_tunnel (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return observation->reach == LC_REACH_OPEN && !goes_through_tunnel (self, observation, NULL);
}

/* A tunnel that delivers nothing is to blame where what goes past it works, or
 * where it takes everything. */
void
lc_find_vpn (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  const LcEnvironment *environment = self->environment;
  g_autoptr (GPtrArray) inside = lc_analysis_select (self, goes_through_tunnel, NULL);
  g_autoptr (GPtrArray) outside = lc_analysis_select (self, is_open_outside_tunnel, NULL);
  g_autofree char *addresses = NULL;
  guint n;
  gboolean dead
      = none_is_open (inside) && (outside->len > 0 || all_in_tunnel (self, self->observations));
  LcFinding *finding;

  if (environment->vpn == NULL)
    return;
  n = environment->vpn_addresses != NULL ? g_strv_length (environment->vpn_addresses) : 0;
  /* Translators: within “Packets to … of the site go through the tunnel”. */
  addresses = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u address", "%u addresses", n), n);
  finding = lc_analysis_add (self, dead ? "vpn-active/dead" : "vpn-active",
                             dead ? LC_CONFIDENCE_LIKELY : LC_CONFIDENCE_PROVEN, LC_OWNER_VPN,
                             "addresses", addresses, "vpn", environment->vpn, NULL);
  for (guint i = 0; environment->vpn_addresses != NULL && environment->vpn_addresses[i] != NULL;
       i++)
    lc_finding_take_evidence (finding, lc_phrase_fill (_ ("{address} goes through {vpn}."),
                                                       "address", environment->vpn_addresses[i],
                                                       "vpn", environment->vpn, NULL));
  if (dead)
    lc_analysis_add_observations (self, finding, inside);
}

static gboolean
has_no_ipv4_route (LcAnalysis *self, LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);
  const char *address = lc_row_get_host (row);

  if (!lc_analysis_is_open_question (self, row)
      || lc_row_get_code (row) != LC_CODE_TCP_NETWORK_UNREACHABLE)
    return FALSE;
  if (attempts->len > 0)
    address = ((const LcAttempt *) g_ptr_array_index (attempts, 0))->address;
  return !lc_address_is_ipv6 (address);
}

void
lc_find_nat64_only (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  const char *nat64 = self->environment->nat64_prefix;
  g_autofree char *prefix
      = nat64 != NULL ? g_strdup_printf (_ (" (names work through NAT64, %s)"), nat64) : NULL;
  LcFinding *finding = NULL;

  if (!has_ipv6_only (self))
    return;
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);

    if (!has_no_ipv4_route (self, row))
      continue;
    if (finding == NULL)
      finding = lc_analysis_add (self, "nat64-only", LC_CONFIDENCE_PROVEN, LC_OWNER_LOCAL_NETWORK,
                                 "prefix", prefix, NULL);
    lc_analysis_add_row (self, finding, row);
    lc_finding_take_evidence (finding, g_strdup (lc_row_get_detail (row)));
  }
}

static gboolean
is_ipv6 (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return lc_address_is_ipv6 (observation->attempt->address)
         && lc_analysis_is_open_question (self, observation->row);
}

static gboolean
is_open_ipv6 (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return lc_address_is_ipv6 (observation->attempt->address) && observation->reach == LC_REACH_OPEN;
}

static gboolean
works_over_ipv4 (LcAnalysis *self, const LcObservation *observation)
{
  GPtrArray *attempts = lc_row_get_attempts (observation->row);

  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (attempt->status == LC_STATUS_PASS && !lc_address_is_ipv6 (attempt->address))
      return TRUE;
  }
  return FALSE;
}

void
lc_find_broken_ipv6 (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) observations = lc_analysis_select (self, is_ipv6, NULL);
  g_autoptr (GPtrArray) open = lc_analysis_select (self, is_open_ipv6, NULL);

  if (open->len > 0)
    return;
  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);

    if (observation->reach != LC_REACH_CLOSED || !works_over_ipv4 (self, observation))
      return;
  }
  if (observations->len > 0)
    lc_analysis_add_observations (self,
                                  lc_analysis_add (self, "ipv6-broken", LC_CONFIDENCE_LIKELY,
                                                   LC_OWNER_LOCAL_NETWORK, NULL),
                                  observations);
}
