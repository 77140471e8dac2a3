/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-find.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/lc-ip.h"
#include "diagnosis/lc-block.h"
#include "diagnosis/lc-phrase.h"

/* An address on which nothing that was tried got through, while other addresses answer. */
typedef struct
{
  char *address; /* (owned) */
  char *place;   /* (owned) lc_ip_get_place() */
  LcBlock *block;
  guint ports;
  gboolean open; /* something answers after all */
} Host;

static void
free_host (gpointer data)
{
  Host *host = data;

  g_free (host->address);
  g_free (host->place);
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
  host->place = lc_ip_get_place (address);
  host->block = lc_block_new ();
  g_ptr_array_add (hosts, host);
  return host;
}

static void
count_closed (Host *host, LcTry *try)
{
  for (guint i = 0; i < host->block->tries->len; i++)
    if (lc_try_shares_port (g_ptr_array_index (host->block->tries, i), try)) {
      g_ptr_array_add (host->block->tries, try);
      return;
    }
  g_ptr_array_add (host->block->tries, try);
  host->ports++;
}

/* Whether the host itself was heard of. Media that left the network says nothing of its host. */
static gboolean
shows_host (const LcTry *try)
{
  return try->reach == LC_REACH_OPEN
         && (lc_row_get_protocol (try->row) != LC_PROTOCOL_RTP
             || try->attempt->code == LC_CODE_UDP_REACHED_HOST);
}

static GPtrArray *
list_hosts (LcCase *self)
{
  GPtrArray *hosts = g_ptr_array_new_with_free_func (free_host);

  for (guint i = 0; i < self->tries->len; i++) {
    LcTry *try = g_ptr_array_index (self->tries, i);
    Host *host = try->attempt->address != NULL ? find_host (hosts, try->attempt->address) : NULL;

    if (host == NULL)
      continue;
    host->open |= shows_host (try);
    if (lc_try_is_blocked (self, try, NULL))
      count_closed (host, try);
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
  if (than->kind == LC_PLACE_UNKNOWN)
    return block->kind != LC_PLACE_UNKNOWN;
  return !than->answered
         && (block->kind == LC_PLACE_INSIDE || block->kind == LC_PLACE_OUTSIDE
             || block->kind == LC_PLACE_BEFORE_HOST)
         && (block->ttl > than->ttl || (block->answered && block->ttl == 0));
}

/* What is known of a neighbour's way holds for a host that was not followed, or
 * not as far. */
static void
learn_from_neighbours (GPtrArray *hosts, Host *host)
{
  for (guint i = 0; i < hosts->len; i++) {
    const Host *other = g_ptr_array_index (hosts, i);

    if (host->open || other->open || !g_str_equal (host->place, other->place)
        || !reaches_farther (other->block, host->block))
      continue;
    host->block->owner = other->block->owner;
    host->block->kind = other->block->kind;
    host->block->hop = other->block->hop;
    host->block->ttl = other->block->ttl;
    host->block->answered = other->block->answered;
    host->block->confidence = LC_CONFIDENCE_LIKELY;
  }
}

/* Whether a port that is closed at this host is open at another. */
static gboolean
works_elsewhere (LcCase *self, const Host *host)
{
  for (guint i = 0; i < host->block->tries->len; i++) {
    g_autoptr (GPtrArray) open
        = lc_case_select_port (self, g_ptr_array_index (host->block->tries, i), LC_REACH_OPEN);

    if (open->len > 0)
      return TRUE;
  }
  return FALSE;
}

/* One closed port is a matter of that port; of two or more, the host's. */
static gboolean
is_dead (LcCase *self, const Host *host)
{
  return !host->open && host->ports > 1 && works_elsewhere (self, host);
}

static gboolean
has_dead_host (LcCase *self, GPtrArray *hosts, const char *place)
{
  for (guint i = 0; i < hosts->len; i++) {
    const Host *host = g_ptr_array_index (hosts, i);

    if (g_str_equal (host->place, place) && is_dead (self, host))
      return TRUE;
  }
  return FALSE;
}

/* Whether a whole place is gone: none of its addresses answers on anything. */
static gboolean
is_dead_place (LcCase *self, GPtrArray *hosts, const char *place)
{
  for (guint i = 0; i < hosts->len; i++) {
    const Host *host = g_ptr_array_index (hosts, i);

    if (g_str_equal (host->place, place) && host->open)
      return FALSE;
  }
  return has_dead_host (self, hosts, place);
}

/* Whether somebody on the way, rather than the place itself, is shown to stop it. */
static gboolean
is_stopped_on_way (const LcBlock *block, gboolean whole_place)
{
  switch (block->kind) {
  case LC_PLACE_DEVICE:
  case LC_PLACE_GATEWAY:
  case LC_PLACE_INSIDE:
    return TRUE;
  case LC_PLACE_OUTSIDE:
    return !whole_place;
  case LC_PLACE_UNKNOWN:
    return !whole_place || block->owner != LC_OWNER_UNKNOWN;
  case LC_PLACE_BEFORE_HOST:
  case LC_PLACE_HOST:
  default:
    return FALSE;
  }
}

/* A router near a dead host says "host unreachable" for it; "prohibited" is a rule. */
static gboolean
says_host_is_gone (const LcBlock *block)
{
  for (guint i = 0; i < block->tries->len; i++) {
    const LcTry *try = g_ptr_array_index (block->tries, i);

    if (try->place.kind == LC_PLACE_OUTSIDE && try->attempt->code == LC_CODE_TCP_HOST_UNREACHABLE)
      return TRUE;
  }
  return FALSE;
}

/* Hosts that end at the same place have one cause, and so, as long as nothing
 * speaks against it, has one of which it could not be shown where it ends. */
static void
take_tries (GPtrArray *blocks, const LcBlock *block, gboolean same_only)
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
  g_ptr_array_extend (target->tries, block->tries, NULL, NULL);
  lc_block_settle (target);
}

/* Whether a service that this block takes away still works at another address. */
static gboolean
has_redundancy (LcCase *self, const LcBlock *block)
{
  for (guint i = 0; i < block->tries->len; i++) {
    const LcTry *closed = g_ptr_array_index (block->tries, i);

    for (guint j = 0; j < self->tries->len; j++) {
      const LcTry *open = g_ptr_array_index (self->tries, j);

      if (open->reach == LC_REACH_OPEN && lc_row_get_required (open->row)
          && lc_row_get_required (closed->row)
          && g_str_equal (lc_row_get_service (open->row), lc_row_get_service (closed->row)))
        return TRUE;
    }
  }
  return FALSE;
}

/* What is down at its own end is the service's, as far as packets were shown to
 * get there; where they end is not known otherwise. */
static void
add_gone (LcCase *self, LcBlock *block)
{
  if (block->kind == LC_PLACE_UNKNOWN)
    block->owner = LC_OWNER_UNKNOWN;
  else
    block->owner = LC_OWNER_SERVICE;
  block->confidence = LC_CONFIDENCE_LIKELY;
  lc_block_add (self, block, has_redundancy (self, block) ? "site-degraded" : "service-down");
}

void
lc_find_blocked_hosts (LcCase *self)
{
  g_autoptr (GPtrArray) hosts = list_hosts (self);
  g_autoptr (GPtrArray) stopped = lc_blocks_new ();
  g_autoptr (GPtrArray) gone = lc_blocks_new ();

  for (guint i = 0; i < hosts->len; i++)
    learn_from_neighbours (hosts, g_ptr_array_index (hosts, i));
  for (guint i = 0; i < hosts->len; i++) {
    const Host *host = g_ptr_array_index (hosts, i);
    gboolean whole_place = is_dead_place (self, hosts, host->place);

    if (host->open || host->block->tries->len == 0 || (!whole_place && !is_dead (self, host)))
      continue;
    if (is_stopped_on_way (host->block, whole_place) && !says_host_is_gone (host->block))
      take_tries (stopped, host->block, TRUE);
    else
      take_tries (gone, host->block, FALSE);
  }
  for (guint i = 0; i < stopped->len; i++)
    lc_block_add (self, g_ptr_array_index (stopped, i), "destination-blocked");
  for (guint i = 0; i < gone->len; i++)
    add_gone (self, g_ptr_array_index (gone, i));
}
