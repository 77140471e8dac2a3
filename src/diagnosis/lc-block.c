/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-block.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-refine.h"
#include "diagnosis/lc-phrase.h"
#include "diagnosis/lc-texts.h"
#include "report/lc-report-words.h"

LcBlock *
lc_block_new (void)
{
  LcBlock *block = g_new0 (LcBlock, 1);

  block->tries = g_ptr_array_new ();
  block->owner = LC_OWNER_UNKNOWN;
  block->confidence = LC_CONFIDENCE_LIKELY;
  return block;
}

void
lc_block_free (LcBlock *block)
{
  if (block == NULL)
    return;
  g_ptr_array_unref (block->tries);
  g_free (block);
}

static void
free_block (gpointer data)
{
  lc_block_free (data);
}

GPtrArray *
lc_blocks_new (void)
{
  return g_ptr_array_new_with_free_func (free_block);
}

gboolean
lc_block_is_same (const LcBlock *a, const LcBlock *b)
{
  return a->owner == b->owner && g_strcmp0 (a->hop, b->hop) == 0;
}

/* How well a try shows where it ends. */
static guint
rate_place (const LcTry *try)
{
  if (try->place.kind == LC_PLACE_UNKNOWN)
    return try->owner == LC_OWNER_UNKNOWN ? 0 : 1;
  return try->place.answered && try->place.proven ? 3 : 2;
}

/* Silence is placed by who answered last. Answers get lost, so of several tries
 * the one that was seen to come farthest is right. */
static gboolean
shows_better (const LcTry *try, const LcTry *than)
{
  guint rating = rate_place (try);
  guint other = than != NULL ? rate_place (than) : 0;

  if (rating != other)
    return rating > other;
  if (rating == 2 && try->place.ttl != than->place.ttl)
    return try->place.ttl > than->place.ttl;
  return rating == 2 && try->place.proven && !than->place.proven;
}

void
lc_block_settle (LcBlock *block)
{
  const LcTry *best = NULL;

  for (guint i = 0; i < block->tries->len; i++) {
    const LcTry *try = g_ptr_array_index (block->tries, i);

    if (shows_better (try, best))
      best = try;
  }
  if (best == NULL)
    return;
  block->owner = best->owner;
  block->kind = best->place.kind;
  block->hop = best->place.hop;
  block->ttl = best->place.ttl;
  block->answered = best->place.answered;
  block->confidence = best->place.proven ? LC_CONFIDENCE_PROVEN : LC_CONFIDENCE_LIKELY;
}

gboolean
lc_try_is_blocked (LcCase *self, const LcTry *try, gconstpointer data)
{
  return try->reach == LC_REACH_CLOSED && lc_case_is_open_question (self, try->row);
}

gboolean
lc_try_shares_port (const LcTry *a, const LcTry *b)
{
  return lc_row_get_transport (a->row) == lc_row_get_transport (b->row)
         && lc_row_get_port (a->row) == lc_row_get_port (b->row)
         && lc_row_get_port_last (a->row) == lc_row_get_port_last (b->row);
}

GPtrArray *
lc_case_select_port (LcCase *self, const LcTry *try, LcReach reach)
{
  GPtrArray *tries = g_ptr_array_new ();

  for (guint i = 0; i < self->tries->len; i++) {
    LcTry *other = g_ptr_array_index (self->tries, i);

    if (other->reach == reach && lc_try_shares_port (other, try))
      g_ptr_array_add (tries, other);
  }
  return tries;
}

gboolean
lc_case_any_open (LcCase *self, LcTransport transport)
{
  for (guint i = 0; i < self->tries->len; i++) {
    const LcTry *try = g_ptr_array_index (self->tries, i);

    if (try->reach == LC_REACH_OPEN && lc_row_get_transport (try->row) == transport)
      return TRUE;
  }
  return FALSE;
}

static void
add_speed (LcCase *self, LcFinding *finding, const LcTry *try)
{
  const LcStep *tcp = lc_attempt_get_step (try->attempt, LC_PHASE_TCP);
  gint64 us = lc_case_get_round_trip (self, try);
  g_autofree char *target = lc_describe_target (try->row, try->attempt);
  g_autofree char *time = lc_describe_us (MAX (tcp->us, 0));
  g_autofree char *round_trip = lc_describe_us (us);

  if (us > 0)
    lc_finding_take_evidence (
        finding, lc_phrase_fill (_ ("{target} was refused after {time}; the round trip "
                                    "to the host is {round_trip}."),
                                 "target", target, "time", time, "round_trip", round_trip, NULL));
}

static GPtrArray *
select_nearby (GPtrArray *tries)
{
  GPtrArray *nearby = g_ptr_array_new ();

  for (guint i = 0; i < tries->len; i++) {
    LcTry *try = g_ptr_array_index (tries, i);

    if (try->attempt->code == LC_CODE_TCP_REFUSED_NEARBY)
      g_ptr_array_add (nearby, try);
  }
  return nearby;
}

static void
add_nearby (LcCase *self, LcBlock *block, const char *above)
{
  g_autoptr (GPtrArray) nearby = select_nearby (block->tries);
  g_autofree char *ports = lc_tries_get_ports (nearby);
  g_autofree char *ask = lc_texts_ask_owner (block->owner, ports);
  g_autofree char *who = lc_texts_name_owner (block->owner, block->hop);
  LcFinding *finding;

  if (nearby->len == 0 || g_str_equal (above, "refused-nearby"))
    return;
  finding = lc_case_add (self, "refused-nearby", block->confidence, block->owner, "ports", ports,
                         "ask", ask, "who", who, NULL);
  lc_case_fold (self, finding, above);
  lc_case_add_tries (self, finding, nearby);
  for (guint i = 0; i < nearby->len; i++)
    add_speed (self, finding, g_ptr_array_index (nearby, i));
}

/* What is not required is not asked for. */
static GPtrArray *
select_required (GPtrArray *tries)
{
  GPtrArray *required = g_ptr_array_new ();

  for (guint i = 0; i < tries->len; i++) {
    LcTry *try = g_ptr_array_index (tries, i);

    if (lc_row_get_required (try->row))
      g_ptr_array_add (required, try);
  }
  return required;
}

LcFinding *
lc_block_add (LcCase *self, LcBlock *block, const char *key)
{
  g_autofree char *code = lc_finding_texts_get_code (key);
  g_autofree char *ports = lc_tries_get_ports (block->tries);
  g_autofree char *hosts = lc_tries_get_hosts (block->tries);
  g_autoptr (GPtrArray) required = select_required (block->tries);
  g_autofree char *asked = lc_tries_get_ports (required);
  g_autofree char *ask = lc_texts_ask_owner (block->owner, asked);
  g_autofree char *who = lc_texts_name_owner (block->owner, block->hop);
  g_autofree char *capital = lc_phrase_capital (who);
  LcFinding *finding = lc_case_add (self, key, block->confidence, block->owner, "ports", ports,
                                    "hosts", hosts, "who", who, "Who", capital, "ask", ask, "owner",
                                    lc_owner_get_label (block->owner), NULL);

  lc_case_add_tries (self, finding, block->tries);
  add_nearby (self, block, code);
  return finding;
}
