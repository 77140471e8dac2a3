/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-find.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/lc-ip.h"
#include "diagnosis/lc-block.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-samples.h"
#include "diagnosis/lc-phrase.h"
#include "diagnosis/lc-texts.h"
#include "report/lc-report-words.h"

/* What STUN may lose, in percent and in requests, before it is called loss: one
 * lost datagram is none. */
#define LOSS_PERCENT 5
#define LOSS_REQUESTS 3
#define JITTER_US 30000
#define HEAVY_PERCENT 15 /* lost requests from which on connections break, too */

static gboolean
is_blocked_media (LcCase *self, const LcTry *try, gconstpointer data)
{
  return lc_row_get_protocol (try->row) == LC_PROTOCOL_RTP
         && lc_case_is_open_question (self, try->row);
}

static gboolean
is_silent_media (LcCase *self, const LcTry *try, gconstpointer data)
{
  return lc_row_get_protocol (try->row) == LC_PROTOCOL_RTP && !lc_case_is_explained (self, try->row)
         && lc_row_get_status (try->row) == LC_STATUS_INCONCLUSIVE;
}

/* "UDP 1024-9800 to 169.63.26.232" for each. */
static char *
list_ranges (GPtrArray *tries)
{
  g_autoptr (GPtrArray) ranges = lc_words_new ();

  for (guint i = 0; i < tries->len; i++) {
    const LcTry *try = g_ptr_array_index (tries, i);
    g_autofree char *failed = try->attempt->samples != NULL
                                  ? lc_samples_get_failed_ranges (try->attempt->samples)
                                  : g_strdup (lc_row_get_ports (try->row));
    g_autofree char *range = lc_phrase_fill (_ ("UDP {ports} to {address}"), "ports", failed,
                                             "address", try->attempt->address, NULL);

    lc_words_add (ranges, range);
  }
  return lc_phrase_join (ranges, 4);
}

/* Samples that failed say where, of a row that is only limited too. */
static void
place_tries (LcCase *self, GPtrArray *tries, LcBlock *block)
{
  g_ptr_array_extend (block->tries, tries, NULL, NULL);
  lc_block_settle (block);
  for (guint i = 0; i < tries->len && block->owner == LC_OWNER_UNKNOWN; i++) {
    const LcTry *try = g_ptr_array_index (tries, i);
    const char *offender
        = try->attempt->samples != NULL ? lc_samples_get_offender (try->attempt->samples) : NULL;
    LcPlace place;

    if (offender == NULL)
      continue;
    block->hop = offender;
    place = lc_place_of_sender (try->attempt, self->environment, offender, 0, 0);
    block->owner = lc_place_get_owner (&place);
    if (try->attempt->code == LC_CODE_UDP_REJECTED)
      block->confidence = LC_CONFIDENCE_PROVEN;
  }
  if (block->owner == LC_OWNER_UNKNOWN)
    block->owner = LC_OWNER_FIREWALL;
}

static gboolean
any_open (GPtrArray *tries)
{
  for (guint i = 0; i < tries->len; i++)
    if (((const LcTry *) g_ptr_array_index (tries, i))->reach == LC_REACH_OPEN)
      return TRUE;
  return FALSE;
}

static void
add_blocked (LcCase *self, GPtrArray *tries)
{
  g_autoptr (LcBlock) block = lc_block_new ();
  g_autofree char *ranges = list_ranges (tries);
  g_autofree char *ask = NULL;
  g_autofree char *who = NULL;
  g_autofree char *capital = NULL;

  place_tries (self, tries, block);
  ask = lc_texts_ask_owner (block->owner, ranges);
  who = lc_texts_name_owner (block->owner, block->hop);
  capital = lc_phrase_capital (who);
  lc_case_add_tries (self,
                     lc_case_add (self, any_open (tries) ? "rtp-blocked/some" : "rtp-blocked",
                                  block->confidence, block->owner, "ranges", ranges, "who", who,
                                  "Who", capital, "ask", ask, NULL),
                     tries);
}

void
lc_find_blocked_media (LcCase *self)
{
  g_autoptr (GPtrArray) blocked = lc_case_select (self, is_blocked_media, NULL);
  g_autoptr (GPtrArray) silent = lc_case_select (self, is_silent_media, NULL);

  if (blocked->len > 0)
    add_blocked (self, blocked);
  if (silent->len > 0)
    lc_case_add_tries (self,
                       lc_case_add (self, "rtp-unproven", LC_CONFIDENCE_LIKELY, LC_OWNER_UNKNOWN,
                                    NULL),
                       silent);
}

static gboolean
has_stun (LcCase *self, const LcTry *try, gconstpointer data)
{
  return try->attempt->stun != NULL && try->attempt->stun->sent > 0;
}

static gboolean
maps_differently (const LcTry *a, const LcTry *b)
{
  const LcStun *first = a->attempt->stun;
  const LcStun *second = b->attempt->stun;

  return first->mapped != NULL && second->mapped != NULL && first->local != NULL
         && g_strcmp0 (first->local, second->local) == 0
         && g_strcmp0 (first->mapped, second->mapped) != 0
         && !lc_ip_equal (a->attempt->address, b->attempt->address);
}

static void
add_mapping (LcFinding *finding, const LcTry *try)
{
  const LcStun *stun = try->attempt->stun;

  lc_finding_mention_row (finding, try->row);
  lc_finding_take_evidence (finding, lc_phrase_fill (_ ("{server} saw {local} as {mapped}."),
                                                     "server", try->attempt->address, "local",
                                                     stun->local, "mapped", stun->mapped, NULL));
}

/* RFC 5780's test in small: one socket, two servers. Sockets that differ prove nothing. */
void
lc_find_varying_nat (LcCase *self)
{
  g_autoptr (GPtrArray) tries = lc_case_select (self, has_stun, NULL);

  for (guint i = 0; i < tries->len; i++)
    for (guint j = i + 1; j < tries->len; j++) {
      const LcTry *first = g_ptr_array_index (tries, i);
      const LcTry *second = g_ptr_array_index (tries, j);
      LcFinding *finding;

      if (!maps_differently (first, second))
        continue;
      finding
          = lc_case_add (self, "nat-varies", LC_CONFIDENCE_PROVEN, LC_OWNER_LOCAL_NETWORK, NULL);
      finding->severity = LC_SEVERITY_WARNING;
      add_mapping (finding, first);
      add_mapping (finding, second);
      return;
    }
}

static void
add_measured (LcCase *self, LcFinding *finding, GPtrArray *tries)
{
  for (guint i = 0; i < tries->len; i++) {
    const LcTry *try = g_ptr_array_index (tries, i);
    const LcStun *stun = try->attempt->stun;
    g_autofree char *sent = g_strdup_printf ("%u", stun->sent);
    g_autofree char *answered = g_strdup_printf ("%u", stun->answered);
    g_autofree char *jitter = stun->jitter_us >= 0 ? lc_describe_us (stun->jitter_us)
                                                   : g_strdup (C_ ("jitter", "not known"));

    if (lc_case_is_open_question (self, try->row))
      lc_case_add_row (self, finding, try->row);
    else
      lc_finding_mention_row (finding, try->row);
    lc_finding_take_evidence (
        finding, lc_phrase_fill (_ ("STUN to {address}: {answered} of {sent} requests answered, "
                                    "jitter {jitter}."),
                                 "address", try->attempt->address, "answered", answered, "sent",
                                 sent, "jitter", jitter, NULL));
  }
}

static gboolean
loses (LcCase *self, const LcTry *try, gconstpointer data)
{
  const LcStun *stun = try->attempt->stun;
  guint lost = stun != NULL && stun->answered > 0 ? stun->sent - stun->answered : 0;

  if (stun == NULL || stun->sent < stun->answered || lc_case_is_explained (self, try->row))
    return FALSE;
  return try->attempt->code == LC_CODE_STUN_LOSSY
         || (lost >= LOSS_REQUESTS && lost * 100 >= stun->sent * LOSS_PERCENT);
}

static gboolean
varies (LcCase *self, const LcTry *try, gconstpointer data)
{
  return try->attempt->stun != NULL && try->attempt->stun->jitter_us > JITTER_US
         && !lc_case_is_explained (self, try->row);
}

static void
add_up (GPtrArray *tries, LcStun *sum)
{
  for (guint i = 0; i < tries->len; i++) {
    const LcStun *stun = ((const LcTry *) g_ptr_array_index (tries, i))->attempt->stun;

    sum->sent += stun->sent;
    sum->answered += stun->answered;
  }
}

static LcFinding *
add_loss (LcCase *self,
          GPtrArray *tries,
          const char *key,
          LcConfidence confidence,
          const char *hosts)
{
  LcStun sum = { 0 };
  g_autofree char *all = NULL;
  g_autofree char *lost = NULL;
  LcFinding *finding;

  add_up (tries, &sum);
  all = g_strdup_printf ("%u", sum.sent);
  lost = g_strdup_printf ("%u", sum.sent - sum.answered);
  finding = lc_case_add (self, key, confidence, LC_OWNER_UNKNOWN, "sent", all, "lost", lost,
                         "hosts", hosts, NULL);
  finding->severity = LC_SEVERITY_WARNING;
  add_measured (self, finding, tries);
  return finding;
}

static gboolean
timed_out (const LcTry *try)
{
  LcCode code = try->attempt->code;

  return code == LC_CODE_TCP_TIMEOUT || code == LC_CODE_TLS_TIMEOUT || code == LC_CODE_APP_TIMEOUT;
}

/* A single connection that timed out where nothing shows where it ends, its host
 * answers otherwise, and the same port works elsewhere. */
static gboolean
may_be_loss (LcCase *self, const LcTry *try, gconstpointer data)
{
  gboolean host = FALSE;
  gboolean port = FALSE;

  if (!timed_out (try) || !lc_case_is_open_question (self, try->row)
      || (try->place.kind != LC_PLACE_UNKNOWN && try->place.kind != LC_PLACE_BEFORE_HOST))
    return FALSE;
  for (guint i = 0; i < self->tries->len; i++) {
    const LcTry *other = g_ptr_array_index (self->tries, i);

    if (other->attempt->status != LC_STATUS_PASS)
      continue;
    host |= lc_ip_equal (other->attempt->address, try->attempt->address);
    port |= lc_try_shares_port (other, try);
  }
  return host && port;
}

/* Loss that also breaks single connections explains them: nothing blocks these. */
void
lc_find_heavy_loss (LcCase *self)
{
  g_autoptr (GPtrArray) lossy = lc_case_select (self, loses, NULL);
  g_autoptr (GPtrArray) broken = lc_case_select (self, may_be_loss, NULL);
  LcStun sum = { 0 };
  g_autofree char *hosts = lc_tries_get_hosts (broken);
  LcFinding *finding;

  add_up (lossy, &sum);
  if (broken->len == 0 || (sum.sent - sum.answered) * 100 < MAX (sum.sent, 1) * HEAVY_PERCENT)
    return;
  finding = add_loss (self, lossy, "udp-loss/heavy", LC_CONFIDENCE_LIKELY, hosts);
  lc_case_add_tries (self, finding, broken);
}

static void
add_jitter (LcCase *self, GPtrArray *tries)
{
  gint64 worst = 0;
  g_autofree char *jitter = NULL;
  LcFinding *finding;

  for (guint i = 0; i < tries->len; i++)
    worst = MAX (worst, ((const LcTry *) g_ptr_array_index (tries, i))->attempt->stun->jitter_us);
  jitter = lc_describe_us (worst);
  finding = lc_case_add (self, "udp-loss/jitter", LC_CONFIDENCE_PROVEN, LC_OWNER_UNKNOWN, "jitter",
                         jitter, NULL);
  finding->severity = LC_SEVERITY_WARNING;
  add_measured (self, finding, tries);
}

void
lc_find_udp_loss (LcCase *self)
{
  g_autoptr (GPtrArray) lossy = lc_case_select (self, loses, NULL);
  g_autoptr (GPtrArray) uneven = lc_case_select (self, varies, NULL);

  if (lc_case_find (self, "udp-loss") != NULL)
    return;
  if (lossy->len > 0)
    add_loss (self, lossy, "udp-loss", LC_CONFIDENCE_PROVEN, NULL);
  else if (uneven->len > 0)
    add_jitter (self, uneven);
}
