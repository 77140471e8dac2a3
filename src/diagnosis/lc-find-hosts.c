/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-block.h"
#include "diagnosis/lc-find.h"

/* An address on which nothing that was tried got through, while other addresses answer. */
typedef struct
{
  char *address; /* (owned) */
  LcBlock *block;
  guint ports;
  gboolean open; /* something answers after all */
} Host;

static void
free_host (gpointer data)
{
  Host *host = data;

  g_free (host->address);
  lc_block_free (host->block);
  g_free (host);
}

static Host *
find_host (GPtrArray *hosts, const char *address)
{
  Host *host;

  for (guint i = 0; i < hosts->len; i++) {
    host = g_ptr_array_index (hosts, i);
    if (g_str_equal (host->address, address))
      return host;
  }
  host = g_new0 (Host, 1);
  host->address = g_strdup (address);
  host->block = lc_block_new ();
  g_ptr_array_add (hosts, host);
  return host;
}

static void
count_closed (Host *host, LcObservation *observation)
{
  for (guint i = 0; i < host->block->observations->len; i++)
    if (lc_observation_shares_port (g_ptr_array_index (host->block->observations, i),
                                    observation)) {
      g_ptr_array_add (host->block->observations, observation);
      return;
    }
  g_ptr_array_add (host->block->observations, observation);
  host->ports++;
}

/* Whether the host itself was heard of. Media that left the network says nothing of its host. */
static gboolean
shows_host (const LcObservation *observation)
{
  return observation->reach == LC_REACH_OPEN
         && (lc_row_get_protocol (observation->row) != LC_PROTOCOL_RTP
             || observation->attempt->code == LC_CODE_UDP_REACHED_HOST);
}

static GPtrArray *
list_hosts (LcAnalysis *self)
{
  GPtrArray *hosts = g_ptr_array_new_with_free_func (free_host);

  for (guint i = 0; i < self->observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (self->observations, i);
    Host *host = observation->attempt->address != NULL
                     ? find_host (hosts, observation->attempt->address)
                     : NULL;

    if (host == NULL)
      continue;
    host->open |= shows_host (observation);
    if (lc_observation_is_blocked (self, observation, NULL))
      count_closed (host, observation);
  }
  for (guint i = 0; i < hosts->len; i++)
    lc_block_settle (((Host *) g_ptr_array_index (hosts, i))->block);
  return hosts;
}

/* Whether one block was seen to end farther away than another that only silence
 * placed: answers get lost, and hops do not come back. */
static gboolean
reaches_farther (const LcBlock *block, const LcBlock *than)
{
  if (than->kind == LC_LOCATION_UNKNOWN)
    return block->kind != LC_LOCATION_UNKNOWN;
  return !than->answered
         && (block->kind == LC_LOCATION_INSIDE || block->kind == LC_LOCATION_ON_WAY
             || block->kind == LC_LOCATION_OUTSIDE || block->kind == LC_LOCATION_BEFORE_HOST)
         && (block->ttl > than->ttl || (block->answered && block->ttl == 0));
}

/* What is known of a neighbour's way holds for a host that was not followed, or
 * not as far. */
static void
learn_from_neighbours (GPtrArray *hosts, Host *host)
{
  for (guint i = 0; i < hosts->len; i++) {
    const Host *other = g_ptr_array_index (hosts, i);

    if (host->open || other->open || !lc_address_is_neighbour (host->address, other->address)
        || !reaches_farther (other->block, host->block))
      continue;
    host->block->owner = other->block->owner;
    host->block->owner_confidence = other->block->owner_confidence;
    host->block->kind = other->block->kind;
    host->block->hop = other->block->hop;
    host->block->next = other->block->next;
    host->block->ttl = other->block->ttl;
    host->block->answered = other->block->answered;
    host->block->confidence = LC_CONFIDENCE_LIKELY;
  }
}

/* One closed port is a matter of that port; of two or more, the host's. */
static gboolean
is_dead (LcAnalysis *self, const Host *host)
{
  return !host->open && host->ports > 1 && lc_block_works_elsewhere (self, host->block);
}

static gboolean
has_dead_host (LcAnalysis *self, GPtrArray *hosts, const char *address)
{
  for (guint i = 0; i < hosts->len; i++) {
    const Host *host = g_ptr_array_index (hosts, i);

    if (lc_address_is_neighbour (host->address, address) && is_dead (self, host))
      return TRUE;
  }
  return FALSE;
}

/* Whether a whole place is gone: none of its addresses answers on anything. */
static gboolean
is_dead_place (LcAnalysis *self, GPtrArray *hosts, const char *address)
{
  for (guint i = 0; i < hosts->len; i++) {
    const Host *host = g_ptr_array_index (hosts, i);

    if (lc_address_is_neighbour (host->address, address) && host->open)
      return FALSE;
  }
  return has_dead_host (self, hosts, address);
}

/* Whether somebody on the way, rather than the place itself, is shown to stop it. */
static gboolean
is_stopped_on_way (const LcBlock *block, gboolean whole_place)
{
  switch (block->kind) {
  case LC_LOCATION_DEVICE:
  case LC_LOCATION_GATEWAY:
  case LC_LOCATION_INSIDE:
  case LC_LOCATION_ON_WAY:
    return TRUE;
  case LC_LOCATION_OUTSIDE:
    return !whole_place;
  case LC_LOCATION_UNKNOWN:
    return block->owner != LC_OWNER_UNKNOWN;
  case LC_LOCATION_BEFORE_HOST:
  case LC_LOCATION_HOST:
  default:
    return FALSE;
  }
}

/* A router near a dead host says "host unreachable" for it; "prohibited" is a rule. */
static gboolean
says_host_is_gone (const LcBlock *block)
{
  for (guint i = 0; i < block->observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (block->observations, i);

    if (observation->location.kind == LC_LOCATION_OUTSIDE
        && observation->attempt->code == LC_CODE_TCP_HOST_UNREACHABLE)
      return TRUE;
  }
  return FALSE;
}

/* Hosts that end at the same place have one cause, and so, as long as nothing
 * speaks against it, has one of which it could not be shown where it ends. */
static void
take_observations (GPtrArray *blocks, const LcBlock *block, gboolean same_only)
{
  LcBlock *target = NULL;

  for (guint i = 0; i < blocks->len && target == NULL; i++) {
    LcBlock *other = g_ptr_array_index (blocks, i);

    if (!same_only || lc_block_is_same (other, block) || block->owner == LC_OWNER_UNKNOWN
        || other->owner == LC_OWNER_UNKNOWN
        || (other->owner == block->owner
            && (reaches_farther (other, block) || reaches_farther (block, other))))
      target = other;
  }
  if (target == NULL) {
    target = lc_block_new ();
    g_ptr_array_add (blocks, target);
  }
  g_ptr_array_extend (target->observations, block->observations, NULL, NULL);
  lc_block_settle (target);
}

/* What is down at its own end is the service's where somebody near it, or its hosts
 * themselves, said so. Silence may as well be a rule for that destination. */
static void
add_gone (LcAnalysis *self, LcBlock *block)
{
  gboolean told = says_host_is_gone (block) || block->kind == LC_LOCATION_HOST;
  gboolean redundant = lc_block_has_redundancy (self, block);

  block->owner = told ? LC_OWNER_SERVICE : LC_OWNER_UNKNOWN;
  block->owner_confidence = told ? LC_OWNER_CONFIDENCE_LIKELY : LC_OWNER_CONFIDENCE_UNKNOWN;
  block->confidence = LC_CONFIDENCE_LIKELY;
  if (told)
    lc_block_add (self, block, redundant ? "site-degraded" : "service-down");
  else
    lc_block_add (self, block, redundant ? "site-degraded/silent" : "service-down/unanswered");
}

void
lc_find_blocked_hosts (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) hosts = list_hosts (self);
  g_autoptr (GPtrArray) stopped = lc_blocks_new ();
  g_autoptr (GPtrArray) gone = lc_blocks_new ();

  for (guint i = 0; i < hosts->len; i++)
    learn_from_neighbours (hosts, g_ptr_array_index (hosts, i));
  for (guint i = 0; i < hosts->len; i++) {
    const Host *host = g_ptr_array_index (hosts, i);
    gboolean whole_place = is_dead_place (self, hosts, host->address);

    if (host->open || host->block->observations->len == 0
        || (!whole_place && !is_dead (self, host)))
      continue;
    if (is_stopped_on_way (host->block, whole_place) && !says_host_is_gone (host->block))
      take_observations (stopped, host->block, TRUE);
    else
      take_observations (gone, host->block, FALSE);
  }
  for (guint i = 0; i < stopped->len; i++)
    lc_block_add (self, g_ptr_array_index (stopped, i), "destination-blocked");
  for (guint i = 0; i < gone->len; i++)
    add_gone (self, g_ptr_array_index (gone, i));
}
