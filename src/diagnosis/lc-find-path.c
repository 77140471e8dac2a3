/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-endpoint.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-block.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-find.h"
#include "report/lc-report-words.h"

#define WEB_PORT 443

static gboolean
is_web (const LcObservation *observation)
{
  return lc_row_get_transport (observation->row) == LC_TRANSPORT_TCP
         && lc_row_get_port (observation->row) == WEB_PORT;
}

/* Only the web is let out */

typedef struct
{
  guint open_web;
  guint closed_web;
  guint open_tcp; /* but for the web's */
  guint open_udp;
  guint proxied;
  GPtrArray *closed_tcp; /* (owned) ports of required rows, but for the web's */
  GPtrArray *closed_udp; /* (owned) likewise */
} WebTally;

static gboolean
is_udp (const LcObservation *observation)
{
  return lc_row_get_transport (observation->row) == LC_TRANSPORT_UDP;
}

static void
count_open (WebTally *tally, const LcObservation *observation)
{
  if (is_web (observation))
    tally->open_web++;
  else if (is_udp (observation))
    tally->open_udp++;
  else
    tally->open_tcp++;
}

static void
count_closed (WebTally *tally, const LcObservation *observation)
{
  g_autofree char *port = lc_row_describe_port (observation->row);

  if (is_web (observation))
    tally->closed_web++;
  else if (lc_row_get_required (observation->row))
    lc_words_add (is_udp (observation) ? tally->closed_udp : tally->closed_tcp, port);
}

static void
count_observations (LcAnalysis *self, WebTally *tally)
{
  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (self->observations, i);

    if (observation->reach == LC_REACH_OPEN)
      count_open (tally, observation);
    else if (lc_observation_is_blocked (self, observation, NULL))
      count_closed (tally, observation);
  }
  for (guint i = 0; i < self->proxied->len; i++)
    tally->proxied += lc_observation_passed (g_ptr_array_index (self->proxied, i), LC_PHASE_PROXY);
}

/* Where no TCP but the proxy's gets out, UDP may do so all the same: that is no
 * other port to hold a closed one against. */
static const char *
get_web_only_key (LcAnalysis *self)
{
  WebTally tally = { .closed_tcp = lc_words_new (), .closed_udp = lc_words_new () };
  const char *key = NULL;

  count_observations (self, &tally);
  if (tally.open_tcp == 0 && tally.closed_web == 0) {
    gboolean several = tally.closed_tcp->len + tally.closed_udp->len > 1;

    if (tally.open_udp == 0 && several && tally.open_web > 0)
      key = "web-only";
    else if (tally.open_udp == 0 && several && tally.proxied > 0)
      key = "web-only/proxy";
    else if (tally.open_web == 0 && tally.closed_tcp->len > 1 && tally.proxied > 0)
      key = "web-only/proxy-tcp";
  }
  g_ptr_array_unref (tally.closed_tcp);
  g_ptr_array_unref (tally.closed_udp);
  return key;
}

/* Media that nobody said anything about goes with UDP that is known to be stopped. */
static void
add_silent_media (LcAnalysis *self, LcFinding *finding)
{
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);

    if (lc_row_get_transport (row) == LC_TRANSPORT_UDP && !lc_analysis_is_explained (self, row)
        && lc_row_get_status (row) == LC_STATUS_INCONCLUSIVE)
      lc_analysis_add_row (self, finding, row);
  }
}

static void
add_working (LcAnalysis *self, LcFinding *finding, guint limit)
{
  for (guint i = 0; i < self->observations->len && limit > 0; i++) {
    const LcObservation *observation = g_ptr_array_index (self->observations, i);
    g_autofree char *target = lc_describe_target (observation->row, observation->attempt);

    if (observation->reach != LC_REACH_OPEN)
      continue;
    lc_finding_take_evidence (finding, lc_phrase_fill (_ ("{target} goes through."), "target",
                                                       target, NULL));
    limit--;
  }
}

static gboolean
is_blocked_tcp (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return !is_udp (observation) && lc_observation_is_blocked (self, observation, NULL);
}

/* A proxy inside this network that gets out shows that the line works, and that what
 * is not let out directly ends before it: a rule, most likely this network's own. */
static void
settle_by_proxy (LcAnalysis *self, LcBlock *block)
{
  for (guint i = 0; i < self->proxied->len && block->kind == LC_LOCATION_UNKNOWN; i++) {
    const LcObservation *observation = g_ptr_array_index (self->proxied, i);
    g_autofree char *proxy = lc_endpoint_get_address (observation->attempt->proxy);

    if (block->owner != LC_OWNER_UNKNOWN || lc_address_is_loopback (proxy)
        || !lc_observation_passed (observation, LC_PHASE_PROXY) || !lc_address_is_inside (proxy))
      continue;
    block->owner = LC_OWNER_FIREWALL;
    block->owner_confidence = LC_OWNER_CONFIDENCE_LIKELY;
  }
}

void
lc_find_web_only (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (LcBlock) block = lc_block_new ();
  const char *key = get_web_only_key (self);
  gboolean udp_is_open = g_strcmp0 (key, "web-only/proxy-tcp") == 0;
  LcFinding *finding;

  if (key == NULL)
    return;
  g_ptr_array_unref (block->observations);
  block->observations
      = lc_analysis_select (self, udp_is_open ? is_blocked_tcp : lc_observation_is_blocked, NULL);
  lc_block_settle (block);
  settle_by_proxy (self, block);
  finding = lc_block_add (self, block, key);
  if (!udp_is_open)
    add_silent_media (self, finding);
  add_working (self, finding, 3);
}

/* UDP */

static gboolean
is_blocked_udp (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return is_udp (observation) && lc_observation_is_blocked (self, observation, NULL);
}

static gboolean
is_at_host (const LcObservation *observation)
{
  return observation->location.kind == LC_LOCATION_HOST
         || observation->location.kind == LC_LOCATION_BEFORE_HOST;
}

/* Whether more than one UDP port was tried: one port alone says nothing of UDP. */
static gboolean
tried_several_udp_ports (LcAnalysis *self)
{
  g_autoptr (GPtrArray) ports = lc_words_new ();

  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (self->observations, i);

    if (is_udp (observation))
      lc_words_add (ports, lc_row_get_ports (observation->row));
  }
  return ports->len > 1;
}

/* STUN must answer, so its silence counts. One port of one service is not all of
 * UDP: the ports for voice must be shown to be stopped, too. */
static gboolean
shows_blocked_udp (GPtrArray *observations)
{
  gboolean stun = FALSE;
  gboolean media = FALSE;

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);

    if (is_at_host (observation))
      return FALSE;
    stun |= lc_row_get_protocol (observation->row) == LC_PROTOCOL_STUN;
    media |= lc_row_get_protocol (observation->row) == LC_PROTOCOL_RTP;
  }
  return stun && media;
}

void
lc_find_blocked_udp (LcAnalysis *self)
{
  g_autoptr (LcBlock) block = lc_block_new ();
  LcFinding *finding;

  g_return_if_fail (self != NULL);

  g_ptr_array_unref (block->observations);
  block->observations = lc_analysis_select (self, is_blocked_udp, NULL);
  if (!shows_blocked_udp (block->observations) || lc_analysis_any_open (self, LC_TRANSPORT_UDP)
      || !lc_analysis_any_open (self, LC_TRANSPORT_TCP) || !tried_several_udp_ports (self))
    return;
  lc_block_settle (block);
  finding = lc_block_add (self, block, "udp-blocked");
  add_silent_media (self, finding);
  add_working (self, finding, 2);
}

/* Single ports */

/* Whether something else is known to go through: a port is only blocked by
 * comparison, or by somebody who says so. */
static gboolean
has_contrast (LcAnalysis *self, GPtrArray *observations)
{
  if (lc_analysis_any_open (self, LC_TRANSPORT_TCP)
      || lc_analysis_any_open (self, LC_TRANSPORT_UDP))
    return TRUE;
  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);
    const LcPath *path = observation->attempt->path;

    if ((path != NULL && path->has_control && path->control_reached)
        || (observation->attempt->icmp != NULL && observation->location.proven)
        || observation->attempt->local_drop)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_silent_udp (const LcObservation *observation)
{
  return observation->attempt->code == LC_CODE_UDP_SILENT;
}

/* Whether the hosts themselves say that they refuse: a host that is there says so
 * itself, and where the same port works elsewhere a refusal is taken for its own. */
static gboolean
is_host_fault (const LcObservation *observation, gboolean works_elsewhere)
{
  return observation->location.kind == LC_LOCATION_HOST
         || (observation->location.kind == LC_LOCATION_UNKNOWN && works_elsewhere
             && observation->attempt->code == LC_CODE_TCP_REFUSED);
}

/* Silence right before the host where the same port works elsewhere, or for UDP, where
 * a server that does not run is silent too; one TCP port that is silent at every host
 * is a rule. Whether it is the service, something there, or the answers that get lost
 * on their way back, packets cannot tell. */
static gboolean
is_unanswered (const LcObservation *observation, gboolean works_elsewhere, gboolean single)
{
  return observation->location.kind == LC_LOCATION_BEFORE_HOST
         && (works_elsewhere || (is_silent_udp (observation) && single));
}

/* Of several last routers none is worth naming. */
static void
settle_before_hosts (LcBlock *block)
{
  if (block->kind != LC_LOCATION_BEFORE_HOST)
    return;
  for (guint i = 0; i < block->observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (block->observations, i);

    if (observation->location.kind == LC_LOCATION_BEFORE_HOST
        && !lc_address_equal (observation->location.hop, block->hop))
      block->hop = NULL;
  }
}

/* The closed observations of one port: blocked on the way, refused by the hosts, or
 * without an answer from them. */
typedef struct
{
  LcBlock *way;
  LcBlock *host;
  LcBlock *unanswered;
  gboolean works_elsewhere;
} PortCase;

static LcBlock *
choose_block (const PortCase *port, const LcObservation *observation, gboolean single)
{
  if (is_host_fault (observation, port->works_elsewhere))
    return port->host;
  return is_unanswered (observation, port->works_elsewhere, single) ? port->unanswered : port->way;
}

static void
sort_port (LcAnalysis *self, const LcObservation *first, PortCase *port)
{
  g_autoptr (GPtrArray) closed = lc_analysis_select_port (self, first, LC_REACH_CLOSED);
  g_autoptr (GPtrArray) open = lc_analysis_select_port (self, first, LC_REACH_OPEN);
  gboolean single = lc_observations_count_addresses (closed) == 1;

  port->works_elsewhere = open->len > 0;
  for (guint i = 0; i < closed->len; i++) {
    LcObservation *observation = g_ptr_array_index (closed, i);

    if (lc_observation_is_blocked (self, observation, NULL))
      g_ptr_array_add (choose_block (port, observation, single)->observations, observation);
  }
  lc_block_settle (port->way);
  settle_before_hosts (port->way);
  lc_block_settle (port->host);
  lc_block_settle (port->unanswered);
}

/* Adds to @blocks, or to the block there that stops at the same place. */
static void
merge (GPtrArray *blocks, LcBlock *block)
{
  for (guint i = 0; i < blocks->len; i++) {
    LcBlock *other = g_ptr_array_index (blocks, i);

    if (!lc_block_is_same (other, block))
      continue;
    g_ptr_array_extend (other->observations, block->observations, NULL, NULL);
    other->confidence = MAX (other->confidence, block->confidence);
    lc_block_free (block);
    return;
  }
  g_ptr_array_add (blocks, block);
}

static void
take_block (GPtrArray *blocks, LcBlock *block)
{
  if (block->observations->len > 0)
    merge (blocks, block);
  else
    lc_block_free (block);
}

static gboolean
any_required (GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++)
    if (lc_row_get_required (((const LcObservation *) g_ptr_array_index (observations, i))->row))
      return TRUE;
  return FALSE;
}

static gboolean
is_first_of_port (GPtrArray *observations, guint index)
{
  for (guint i = 0; i < index; i++)
    if (lc_observation_shares_port (g_ptr_array_index (observations, i),
                                    g_ptr_array_index (observations, index)))
      return FALSE;
  return TRUE;
}

static const char *
get_port_key (LcAnalysis *self, const LcBlock *block)
{
  g_autoptr (GPtrArray) ports = lc_words_new ();

  for (guint i = 0; i < block->observations->len; i++)
    lc_words_add (ports,
                  lc_row_get_ports (
                      ((const LcObservation *) g_ptr_array_index (block->observations, i))->row));
  if (!has_contrast (self, block->observations))
    return block->observations->len == 1
                   && ((const LcObservation *) g_ptr_array_index (block->observations, 0))
                              ->attempt->code
                          == LC_CODE_TCP_REFUSED_NEARBY
               ? "refused-nearby"
               : NULL;
  if (block->kind == LC_LOCATION_BEFORE_HOST)
    return "port-blocked/at-servers";
  if (block->owner == LC_OWNER_UNKNOWN && block->hop != NULL)
    return "port-blocked/on-way";
  if (block->owner == LC_OWNER_UNKNOWN)
    return lc_block_works_elsewhere (self, block) ? "port-blocked/unplaced-to"
                                                  : "port-blocked/unplaced";
  if (block->owner != LC_OWNER_FIREWALL && block->owner_confidence != LC_OWNER_CONFIDENCE_PROVEN)
    return "port-blocked/likely-by";
  if (block->owner != LC_OWNER_FIREWALL)
    return ports->len > 1 ? "port-blocked/several-by" : "port-blocked/by";
  return ports->len > 1 ? "port-blocked/several" : "port-blocked";
}

static void
add_port_blocks (LcAnalysis *self, GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++) {
    LcBlock *block = g_ptr_array_index (blocks, i);
    const char *key = get_port_key (self, block);

    if (key != NULL)
      add_working (self, lc_block_add (self, block, key), 2);
  }
}

/* What is not required is a note's matter. */
static void
take_required (GPtrArray *blocks, LcBlock *block)
{
  if (!any_required (block->observations))
    g_ptr_array_set_size (block->observations, 0);
  take_block (blocks, block);
}

void
lc_find_blocked_ports (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) closed = lc_analysis_select (self, lc_observation_is_blocked, NULL);
  g_autoptr (GPtrArray) blocks = lc_blocks_new ();
  g_autoptr (GPtrArray) down = lc_blocks_new ();
  g_autoptr (GPtrArray) partly = lc_blocks_new ();
  g_autoptr (GPtrArray) unanswered = lc_blocks_new ();

  for (guint i = 0; i < closed->len; i++) {
    PortCase port = { lc_block_new (), lc_block_new (), lc_block_new (), FALSE };

    if (is_first_of_port (closed, i))
      sort_port (self, g_ptr_array_index (closed, i), &port);
    take_required (blocks, port.way);
    take_required (port.works_elsewhere ? partly : down, port.host);
    take_required (unanswered, port.unanswered);
  }
  add_port_blocks (self, blocks);
  for (guint i = 0; i < down->len; i++)
    lc_block_add (self, g_ptr_array_index (down, i), "service-down");
  for (guint i = 0; i < partly->len; i++)
    lc_block_add (self, g_ptr_array_index (partly, i), "site-degraded/error");
  for (guint i = 0; i < unanswered->len; i++) {
    LcBlock *block = g_ptr_array_index (unanswered, i);

    lc_block_add (self, block,
                  lc_block_has_redundancy (self, block) ? "site-degraded/silent"
                                                        : "service-down/unanswered");
  }
}
