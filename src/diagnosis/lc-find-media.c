/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-loss.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-block.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-find.h"
#include "diagnosis/lc-finding-texts.h"
#include "diagnosis/lc-samples.h"
#include "report/lc-report-words.h"

#define JITTER_US 30000
#define HEAVY_PERCENT 15 /* lost requests from which on connections break, too */

static gboolean
is_blocked_media (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return lc_row_get_protocol (observation->row) == LC_PROTOCOL_RTP
         && lc_analysis_is_open_question (self, observation->row);
}

static gboolean
is_silent_media (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return lc_row_get_protocol (observation->row) == LC_PROTOCOL_RTP
         && !lc_analysis_is_explained (self, observation->row)
         && lc_row_get_status (observation->row) == LC_STATUS_INCONCLUSIVE;
}

/* "UDP 1024-9800 to 169.63.26.232" for each. */
static char *
list_ranges (GPtrArray *observations)
{
  g_autoptr (GPtrArray) ranges = lc_words_new ();

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);
    g_autofree char *failed = observation->attempt->samples != NULL
                                  ? lc_samples_get_failed_ranges (observation->attempt->samples)
                                  : g_strdup (lc_row_get_ports (observation->row));
    g_autofree char *range = lc_phrase_fill (_ ("UDP {ports} to {address}"), "ports", failed,
                                             "address", observation->attempt->address, NULL);

    lc_words_add (ranges, range);
  }
  return lc_phrase_join (ranges, 4);
}

/* Samples that failed say where, of a row that is only limited too. */
static void
locate_observations (LcAnalysis *self, GPtrArray *observations, LcBlock *block)
{
  g_ptr_array_extend (block->observations, observations, NULL, NULL);
  lc_block_settle (block);
  for (guint i = 0; i < observations->len && block->owner == LC_OWNER_UNKNOWN; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);
    const char *offender = observation->attempt->samples != NULL
                               ? lc_samples_get_offender (observation->attempt->samples)
                               : NULL;
    LcLocation location;

    if (offender == NULL)
      continue;
    block->hop = offender;
    location = lc_location_of_sender (observation->attempt, self->edge, offender, 0, 0);
    block->owner = lc_location_get_owner (&location, &block->owner_confidence);
    if (observation->attempt->code == LC_CODE_UDP_REJECTED)
      block->confidence = LC_CONFIDENCE_PROVEN;
  }
}

static gboolean
any_open (GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++)
    if (((const LcObservation *) g_ptr_array_index (observations, i))->reach == LC_REACH_OPEN)
      return TRUE;
  return FALSE;
}

static void
add_blocked (LcAnalysis *self, GPtrArray *observations)
{
  g_autoptr (LcBlock) block = lc_block_new ();
  g_autofree char *ranges = list_ranges (observations);
  g_autofree char *ask = NULL;
  g_autofree char *who = NULL;
  g_autofree char *capital = NULL;
  LcFinding *finding;

  locate_observations (self, observations, block);
  ask = lc_texts_ask_owner (block->owner, ranges);
  who = lc_block_name_owner (block);
  capital = lc_phrase_capital (who);
  finding = lc_analysis_add (self, any_open (observations) ? "rtp-blocked/some" : "rtp-blocked",
                             block->confidence, block->owner, "ranges", ranges, "who", who, "Who",
                             capital, "ask", ask, NULL);
  finding->owner_confidence = block->owner_confidence;
  lc_analysis_add_observations (self, finding, observations);
}

/* Ports of which nobody said anything although others were answered. */
static char *
find_quiet_ranges (GPtrArray *observations)
{
  g_autoptr (GPtrArray) ranges = lc_words_new ();

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);
    g_autofree char *range = lc_samples_get_quiet_range (observation->attempt->samples);

    if (range != NULL)
      lc_words_add (ranges, range);
  }
  return ranges->len > 0 ? lc_phrase_join (ranges, 4) : NULL;
}

static LcFinding *
add_unproven (LcAnalysis *self, GPtrArray *silent)
{
  g_autofree char *ranges = find_quiet_ranges (silent);
  LcFinding *finding
      = lc_analysis_add (self, ranges != NULL ? "rtp-unproven/some" : "rtp-unproven",
                         LC_CONFIDENCE_LIKELY, LC_OWNER_UNKNOWN, "ranges", ranges, NULL);

  lc_analysis_add_observations (self, finding, silent);
  return finding;
}

void
lc_find_blocked_media (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) blocked = lc_analysis_select (self, is_blocked_media, NULL);
  g_autoptr (GPtrArray) silent = lc_analysis_select (self, is_silent_media, NULL);

  if (blocked->len > 0)
    add_blocked (self, blocked);
  if (silent->len > 0)
    lc_analysis_fold (self, add_unproven (self, silent), "rtp-blocked");
}

static gboolean
has_stun (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return observation->attempt->stun != NULL && observation->attempt->stun->sent > 0;
}

static gboolean
maps_differently (const LcObservation *a, const LcObservation *b)
{
  const LcStun *first = a->attempt->stun;
  const LcStun *second = b->attempt->stun;

  return first->mapped != NULL && second->mapped != NULL && first->local != NULL
         && g_strcmp0 (first->local, second->local) == 0
         && g_strcmp0 (first->mapped, second->mapped) != 0
         && !lc_address_equal (a->attempt->address, b->attempt->address);
}

static void
add_mapping (LcFinding *finding, const LcObservation *observation)
{
  const LcStun *stun = observation->attempt->stun;

  lc_finding_mention_row (finding, observation->row);
  lc_finding_take_evidence (finding,
                            lc_phrase_fill (_ ("{server} saw {local} as {mapped}."), "server",
                                            observation->attempt->address, "local", stun->local,
                                            "mapped", stun->mapped, NULL));
}

/* RFC 5780's test in small: one socket, two servers. Sockets that differ prove nothing. */
void
lc_find_varying_nat (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) observations = lc_analysis_select (self, has_stun, NULL);

  for (guint i = 0; i < observations->len; i++)
    for (guint j = i + 1; j < observations->len; j++) {
      const LcObservation *first = g_ptr_array_index (observations, i);
      const LcObservation *second = g_ptr_array_index (observations, j);
      LcFinding *finding;

      if (!maps_differently (first, second))
        continue;
      finding = lc_analysis_add (self, "nat-varies", LC_CONFIDENCE_PROVEN, LC_OWNER_LOCAL_NETWORK,
                                 NULL);
      finding->severity = LC_SEVERITY_WARNING;
      add_mapping (finding, first);
      add_mapping (finding, second);
      return;
    }
}

static void
add_measured (LcAnalysis *self, LcFinding *finding, GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);
    const LcStun *stun = observation->attempt->stun;
    g_autofree char *sent = g_strdup_printf ("%u", stun->sent);
    g_autofree char *answered = g_strdup_printf ("%u", stun->answered);
    g_autofree char *jitter = stun->jitter_us >= 0 ? lc_describe_us (stun->jitter_us)
                                                   : g_strdup (C_ ("jitter", "not known"));

    if (lc_analysis_is_open_question (self, observation->row))
      lc_analysis_add_row (self, finding, observation->row);
    else
      lc_finding_mention_row (finding, observation->row);
    lc_finding_take_evidence (
        finding, lc_phrase_fill (_ ("STUN to {address}: {answered} of {sent} requests answered, "
                                    "jitter {jitter}."),
                                 "address", observation->attempt->address, "answered", answered,
                                 "sent", sent, "jitter", jitter, NULL));
  }
}

/* The trains of requests: the first quick ones, those that were sent behind them, and the
 * slow ones. Where they were not told apart, nothing was slow. */
static void
split_trains (const LcStun *stun, LcLossCount *first, LcLossCount *more, LcLossCount *slow)
{
  *first = *more = *slow = (LcLossCount){ 0, 0 };
  if (stun->trains->len == 0)
    *more = (LcLossCount){ stun->sent, stun->answered };
  for (guint i = 0; i < stun->trains->len; i++) {
    const LcStunTrain *train = &g_array_index (stun->trains, LcStunTrain, i);
    LcLossCount *count = train->rate <= LC_LOSS_SLOW_RATE ? slow : i == 0 ? first : more;

    count->sent += train->sent;
    count->answered += train->answered;
  }
}

static LcLoss
judge_loss (const LcObservation *observation)
{
  const LcStun *stun = observation->attempt->stun;
  LcLossCount first;
  LcLossCount more;
  LcLossCount slow;

  if (stun == NULL || stun->answered == 0 || stun->answered > stun->sent)
    return LC_LOSS_NONE;
  split_trains (stun, &first, &more, &slow);
  return lc_loss_judge (&first, &more, &slow);
}

static gboolean
loses (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  LcLoss loss = judge_loss (observation);

  return !lc_analysis_is_explained (self, observation->row)
         && (loss == LC_LOSS_PROVEN || loss == LC_LOSS_LIKELY);
}

static gboolean
limits (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return judge_loss (observation) == LC_LOSS_LIMIT;
}

/* Loss on the way to one server shows that the way loses; that to another may be a limit. */
static gboolean
any_proven (GPtrArray *lossy)
{
  for (guint i = 0; i < lossy->len; i++)
    if (judge_loss (g_ptr_array_index (lossy, i)) == LC_LOSS_PROVEN)
      return TRUE;
  return FALSE;
}

static gboolean
varies (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return observation->attempt->stun != NULL && observation->attempt->stun->jitter_us > JITTER_US
         && !lc_analysis_is_explained (self, observation->row);
}

static void
add_up (GPtrArray *observations, LcStun *sum)
{
  for (guint i = 0; i < observations->len; i++) {
    const LcStun *stun
        = ((const LcObservation *) g_ptr_array_index (observations, i))->attempt->stun;

    sum->sent += stun->sent;
    sum->answered += stun->answered;
  }
}

static LcFinding *
add_loss (LcAnalysis *self,
          GPtrArray *observations,
          const char *key,
          LcConfidence confidence,
          const char *hosts)
{
  LcStun sum = { 0 };
  g_autofree char *all = NULL;
  g_autofree char *lost = NULL;
  LcFinding *finding;

  add_up (observations, &sum);
  all = g_strdup_printf ("%u", sum.sent);
  lost = g_strdup_printf ("%u", sum.sent - sum.answered);
  finding = lc_analysis_add (self, key, confidence, LC_OWNER_UNKNOWN, "sent", all, "lost", lost,
                             "hosts", hosts, NULL);
  finding->severity = LC_SEVERITY_WARNING;
  add_measured (self, finding, observations);
  return finding;
}

static gboolean
timed_out (const LcObservation *observation)
{
  LcCode code = observation->attempt->code;

  return code == LC_CODE_TCP_TIMEOUT || code == LC_CODE_TLS_TIMEOUT || code == LC_CODE_APP_TIMEOUT;
}

/* A single connection that timed out where nothing shows where it ends, its host
 * answers otherwise, and the same port works elsewhere. */
static gboolean
may_be_loss (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  gboolean host = FALSE;
  gboolean port = FALSE;

  if (!timed_out (observation) || !lc_analysis_is_open_question (self, observation->row)
      || (observation->location.kind != LC_LOCATION_UNKNOWN
          && observation->location.kind != LC_LOCATION_BEFORE_HOST))
    return FALSE;
  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *other = g_ptr_array_index (self->observations, i);

    if (other->attempt->status != LC_STATUS_PASS)
      continue;
    host |= lc_address_equal (other->attempt->address, observation->attempt->address);
    port |= lc_observation_shares_port (other, observation);
  }
  return host && port;
}

/* Loss that also breaks single connections explains them: nothing blocks these. */
void
lc_find_heavy_loss (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) lossy = lc_analysis_select (self, loses, NULL);
  g_autoptr (GPtrArray) broken = lc_analysis_select (self, may_be_loss, NULL);
  LcStun sum = { 0 };
  g_autofree char *hosts = lc_observations_get_hosts (broken);
  LcFinding *finding;

  add_up (lossy, &sum);
  if (broken->len == 0 || (sum.sent - sum.answered) * 100 < MAX (sum.sent, 1) * HEAVY_PERCENT)
    return;
  finding = add_loss (self, lossy, "udp-loss/heavy", LC_CONFIDENCE_LIKELY, hosts);
  lc_analysis_add_observations (self, finding, broken);
}

static void
add_jitter (LcAnalysis *self, GPtrArray *observations)
{
  gint64 worst = 0;
  g_autofree char *jitter = NULL;
  LcFinding *finding;

  for (guint i = 0; i < observations->len; i++)
    worst = MAX (worst, ((const LcObservation *) g_ptr_array_index (observations, i))
                            ->attempt->stun->jitter_us);
  jitter = lc_describe_us (worst);
  finding = lc_analysis_add (self, "udp-loss/jitter", LC_CONFIDENCE_PROVEN, LC_OWNER_UNKNOWN,
                             "jitter", jitter, NULL);
  finding->severity = LC_SEVERITY_WARNING;
  add_measured (self, finding, observations);
}

static void
add_limit_evidence (LcFinding *finding, const LcObservation *observation)
{
  LcLossCount first;
  LcLossCount more;
  LcLossCount slow;
  g_autofree char *quick_sent = NULL;
  g_autofree char *quick_answered = NULL;
  g_autofree char *slow_sent = NULL;
  g_autofree char *slow_answered = NULL;

  split_trains (observation->attempt->stun, &first, &more, &slow);
  quick_sent = g_strdup_printf ("%u", first.sent + more.sent);
  quick_answered = g_strdup_printf ("%u", first.answered + more.answered);
  slow_sent = g_strdup_printf ("%u", slow.sent);
  slow_answered = g_strdup_printf ("%u", slow.answered);
  lc_finding_mention_row (finding, observation->row);
  lc_finding_take_evidence (
      finding,
      lc_phrase_fill (_ ("STUN to {address}: {quick-answered} of {quick-sent} quick requests "
                         "answered, {slow-answered} of {slow-sent} slow ones."),
                      "address", observation->attempt->address, "quick-answered", quick_answered,
                      "quick-sent", quick_sent, "slow-answered", slow_answered, "slow-sent",
                      slow_sent, NULL));
}

/* No loss: a server that is asked slowly answers. */
static void
find_limits (LcAnalysis *self)
{
  g_autoptr (GPtrArray) limited = lc_analysis_select (self, limits, NULL);
  g_autofree char *hosts = lc_observations_get_hosts (limited);
  LcFinding *finding;

  if (limited->len == 0)
    return;
  finding = lc_analysis_add (self, "stun-rate-limited", LC_CONFIDENCE_PROVEN, LC_OWNER_NONE,
                             "hosts", hosts, NULL);
  for (guint i = 0; i < limited->len; i++)
    add_limit_evidence (finding, g_ptr_array_index (limited, i));
}

void
lc_find_udp_loss (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) lossy = lc_analysis_select (self, loses, NULL);
  g_autoptr (GPtrArray) uneven = lc_analysis_select (self, varies, NULL);

  find_limits (self);
  if (lc_analysis_find (self, "udp-loss") != NULL)
    return;
  if (any_proven (lossy))
    add_loss (self, lossy, "udp-loss", LC_CONFIDENCE_PROVEN, NULL);
  else if (lossy->len > 0)
    add_loss (self, lossy, "udp-loss/likely", LC_CONFIDENCE_LIKELY, NULL);
  else if (uneven->len > 0)
    add_jitter (self, uneven);
}
