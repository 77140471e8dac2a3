/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-block.h"

#include <glib/gi18n-lib.h>

#include "base/lc-phrase.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-finding-texts.h"
#include "report/lc-report-words.h"

LcBlock *
lc_block_new (void)
{
  LcBlock *block = g_new0 (LcBlock, 1);

  block->observations = g_ptr_array_new ();
  block->owner = LC_OWNER_UNKNOWN;
  block->owner_confidence = LC_OWNER_CONFIDENCE_UNKNOWN;
  block->confidence = LC_CONFIDENCE_LIKELY;
  return block;
}

void
lc_block_free (LcBlock *block)
{
  if (block == NULL)
    return;
  g_ptr_array_unref (block->observations);
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
  return a->owner == b->owner && g_strcmp0 (a->hop, b->hop) == 0
         && g_strcmp0 (a->next, b->next) == 0;
}

/* How well an observation shows where it ends. */
static guint
rate_place (const LcObservation *observation)
{
  if (observation->location.kind == LC_LOCATION_UNKNOWN)
    return observation->owner == LC_OWNER_UNKNOWN ? 0 : 1;
  return observation->location.answered && observation->location.proven ? 3 : 2;
}

/* Silence is placed by who answered last. Answers get lost, so of several observations
 * the one that was seen to come farthest is right. */
static gboolean
shows_better (const LcObservation *observation, const LcObservation *than)
{
  guint rating = rate_place (observation);
  guint other = than != NULL ? rate_place (than) : 0;

  if (rating != other)
    return rating > other;
  if (rating == 2 && observation->location.ttl != than->location.ttl)
    return observation->location.ttl > than->location.ttl;
  return rating == 2 && observation->location.proven && !than->location.proven;
}

void
lc_block_settle (LcBlock *block)
{
  const LcObservation *best = NULL;

  g_return_if_fail (block != NULL);

  for (guint i = 0; i < block->observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (block->observations, i);

    if (shows_better (observation, best))
      best = observation;
  }
  if (best == NULL)
    return;
  block->owner = best->owner;
  block->owner_confidence = best->owner_confidence;
  block->kind = best->location.kind;
  block->hop = best->location.hop;
  block->next = best->location.next;
  block->ttl = best->location.ttl;
  block->answered = best->location.answered;
  block->confidence = best->location.proven ? LC_CONFIDENCE_PROVEN : LC_CONFIDENCE_LIKELY;
}

gboolean
lc_observation_is_blocked (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return observation->reach == LC_REACH_CLOSED
         && lc_analysis_is_open_question (self, observation->row);
}

gboolean
lc_observation_shares_port (const LcObservation *a, const LcObservation *b)
{
  return lc_row_get_transport (a->row) == lc_row_get_transport (b->row)
         && lc_row_get_port (a->row) == lc_row_get_port (b->row)
         && lc_row_get_port_last (a->row) == lc_row_get_port_last (b->row);
}

GPtrArray *
lc_analysis_select_port (LcAnalysis *self, const LcObservation *observation, LcReach reach)
{
  GPtrArray *observations = g_ptr_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->observations->len; i++) {
    LcObservation *other = g_ptr_array_index (self->observations, i);

    if (other->reach == reach && lc_observation_shares_port (other, observation))
      g_ptr_array_add (observations, other);
  }
  return observations;
}

gboolean
lc_block_works_elsewhere (LcAnalysis *self, const LcBlock *block)
{
  for (guint i = 0; i < block->observations->len; i++) {
    g_autoptr (GPtrArray) open
        = lc_analysis_select_port (self, g_ptr_array_index (block->observations, i), LC_REACH_OPEN);

    if (open->len > 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
lc_block_has_redundancy (const LcAnalysis *self, const LcBlock *block)
{
  for (guint i = 0; i < block->observations->len; i++) {
    const LcObservation *closed = g_ptr_array_index (block->observations, i);

    for (guint j = 0; j < self->observations->len; j++) {
      const LcObservation *open = g_ptr_array_index (self->observations, j);

      if (open->reach == LC_REACH_OPEN && lc_row_get_required (open->row)
          && lc_row_get_required (closed->row)
          && g_str_equal (lc_row_get_service (open->row), lc_row_get_service (closed->row)))
        return TRUE;
    }
  }
  return FALSE;
}

/* Silence before a host is not shown to end at the last router that answered. */
char *
lc_block_name_owner (const LcBlock *block)
{
  if (block->next != NULL && block->owner == LC_OWNER_UNKNOWN)
    return lc_phrase_fill (_ ("something between {hop} and {next}"), "hop", block->hop, "next",
                           block->next, NULL);
  return lc_texts_name_owner (block->owner, block->owner_confidence,
                              block->kind != LC_LOCATION_BEFORE_HOST ? block->hop : NULL);
}

gboolean
lc_analysis_any_open (LcAnalysis *self, LcTransport transport)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (self->observations, i);

    if (observation->reach == LC_REACH_OPEN && lc_row_get_transport (observation->row) == transport)
      return TRUE;
  }
  return FALSE;
}

static void
add_speed (LcAnalysis *self, LcFinding *finding, const LcObservation *observation)
{
  const LcStep *tcp = lc_attempt_get_step (observation->attempt, LC_PHASE_TCP);
  gint64 us = lc_analysis_get_round_trip (self, observation);
  g_autofree char *target = lc_describe_target (observation->row, observation->attempt);
  g_autofree char *time = lc_describe_us (MAX (tcp->us, 0));
  g_autofree char *round_trip = lc_describe_us (us);

  if (us > 0)
    lc_finding_take_evidence (
        finding, lc_phrase_fill (_ ("{target} was refused after {time}; the round trip "
                                    "to the host is {round_trip}."),
                                 "target", target, "time", time, "round_trip", round_trip, NULL));
}

static GPtrArray *
select_nearby (GPtrArray *observations)
{
  GPtrArray *nearby = g_ptr_array_new ();

  for (guint i = 0; i < observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (observations, i);

    if (observation->attempt->code == LC_CODE_TCP_REFUSED_NEARBY)
      g_ptr_array_add (nearby, observation);
  }
  return nearby;
}

static void
add_nearby (LcAnalysis *self, LcBlock *block, const char *above)
{
  g_autoptr (GPtrArray) nearby = select_nearby (block->observations);
  g_autofree char *ports = lc_observations_get_ports (nearby);
  g_autofree char *ask = lc_texts_ask_owner (block->owner, ports);
  g_autofree char *who = lc_block_name_owner (block);
  LcFinding *finding;

  if (nearby->len == 0 || g_str_equal (above, "refused-nearby"))
    return;
  finding = lc_analysis_add (self, "refused-nearby", block->confidence, block->owner, "ports",
                             ports, "ask", ask, "who", who, NULL);
  finding->owner_confidence = block->owner_confidence;
  lc_analysis_fold (self, finding, above);
  lc_analysis_add_observations (self, finding, nearby);
  for (guint i = 0; i < nearby->len; i++)
    add_speed (self, finding, g_ptr_array_index (nearby, i));
}

/* What is not required is not asked for. */
static GPtrArray *
select_required (GPtrArray *observations)
{
  GPtrArray *required = g_ptr_array_new ();

  for (guint i = 0; i < observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (observations, i);

    if (lc_row_get_required (observation->row))
      g_ptr_array_add (required, observation);
  }
  return required;
}

/* A port that works at other hosts is not what is blocked, but the port to these. */
static char *
name_what (LcAnalysis *self, const LcBlock *block, const char *ports, const char *hosts)
{
  return lc_block_works_elsewhere (self, block)
             ? lc_phrase_fill (_ ("{ports} to {hosts}"), "ports", ports, "hosts", hosts, NULL)
             : g_strdup (ports);
}

LcFinding *
lc_block_add (LcAnalysis *self, LcBlock *block, const char *key)
{
  g_autofree char *code = lc_finding_texts_get_code (key);
  g_autofree char *ports = lc_observations_get_ports (block->observations);
  g_autofree char *hosts = lc_observations_get_hosts (block->observations);
  g_autofree char *what = name_what (self, block, ports, hosts);
  g_autoptr (GPtrArray) required = select_required (block->observations);
  g_autofree char *asked = lc_observations_get_ports (required);
  g_autofree char *ask = lc_texts_ask_owner (block->owner, asked);
  g_autofree char *who = lc_block_name_owner (block);
  g_autofree char *capital = lc_phrase_capital (who);
  LcFinding *finding
      = lc_analysis_add (self, key, block->confidence, block->owner, "ports", ports, "hosts", hosts,
                         "what", what, "who", who, "Who", capital, "ask", ask, "hop", block->hop,
                         "owner", lc_owner_get_label (block->owner), NULL);

  finding->owner_confidence = block->owner_confidence;
  lc_analysis_add_observations (self, finding, block->observations);
  add_nearby (self, block, code);
  return finding;
}
