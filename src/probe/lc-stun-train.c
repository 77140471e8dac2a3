/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-stun-train.h"

#include <errno.h>
#include <string.h>

#define SLOW_SPACING_US (G_TIME_SPAN_SECOND / LC_LOSS_SLOW_RATE)
#define QUICK_SPACING_US (G_TIME_SPAN_SECOND / LC_STUN_QUICK_RATE)
#define N_ANSWERS (LC_STUN_ANSWER_ICMP + 1)

typedef enum
{
  FIRST,
  MORE,
  SLOW,
  OVER,
} Train;

/* The requests of each train: up to this number. */
static const guint ends[] = {
  [FIRST] = LC_STUN_FIRST,
  [MORE] = LC_STUN_FIRST + LC_STUN_MORE,
  [SLOW] = LC_STUN_ALL,
};

typedef struct
{
  gint64 first_sent;
  gint64 last_sent;
  gint64 rto_us; /* until it is due again */
  guint sends;
  gint64 rtt_us; /* LC_US_NONE until it is answered */
} Request;

struct _LcStunRequests
{
  gint64 patience_us;
  gint64 begun_at; /* 0: not yet */
  gint64 pause_until;
  Train train;
  Request requests[LC_STUN_ALL];
  guint begun;
  guint retransmissions;
  guint answers[N_ANSWERS];
  int send_error;
};

LcStunRequests *
lc_stun_requests_new (gint64 patience_us)
{
  LcStunRequests *self = g_new0 (LcStunRequests, 1);

  self->patience_us = patience_us;
  return self;
}

void
lc_stun_requests_free (LcStunRequests *self)
{
  g_free (self);
}

/* When a server that was silent is given up: when the last sending that leaves its answer
 * the time to come has had it. */
static gint64
get_give_up_us (const LcStunRequests *self)
{
  gint64 last = 0;
  gint64 rto = LC_STUN_RTO_US;

  while (last + rto + LC_STUN_SETTLE_US <= self->patience_us) {
    last += rto;
    rto *= 2;
  }
  return MIN (last + LC_STUN_SETTLE_US, self->patience_us);
}

static gboolean
has_answer (const LcStunRequests *self)
{
  return self->answers[LC_STUN_ANSWER_SUCCESS] > 0;
}

/* Requests of one train, as far as they were answered or had the time for it; a train that
 * was never answered, at all. */
static LcLossCount
count_train (const LcStunRequests *self, Train train, gint64 now)
{
  LcLossCount count = { 0, 0 };
  guint first = train == FIRST ? 0 : ends[train - 1];

  for (guint i = first; i < MIN (self->begun, ends[train]); i++) {
    const Request *request = &self->requests[i];

    if (request->rtt_us != LC_US_NONE)
      count.answered++;
    if (request->rtt_us != LC_US_NONE || !has_answer (self)
        || now - request->first_sent >= LC_STUN_SETTLE_US)
      count.sent++;
  }
  return count;
}

LcLoss
lc_stun_requests_judge (const LcStunRequests *self, gint64 now)
{
  LcLossCount first = count_train (self, FIRST, now);
  LcLossCount more = count_train (self, MORE, now);
  LcLossCount slow = count_train (self, SLOW, now);

  if (!has_answer (self))
    return LC_LOSS_NONE; /* Silence is something else. */
  return lc_loss_judge (&first, &more, &slow);
}

static gboolean
is_train_answered (const LcStunRequests *self)
{
  for (guint i = self->train == FIRST ? 0 : ends[self->train - 1]; i < self->begun; i++)
    if (self->requests[i].rtt_us == LC_US_NONE || self->requests[i].sends > 1)
      return FALSE;
  return TRUE;
}

/* Whether all of a train that was sent has had the time to be answered. */
static gboolean
is_settled (const LcStunRequests *self, gint64 now)
{
  if (self->begun < ends[self->train])
    return FALSE;
  return is_train_answered (self)
         || (has_answer (self)
             && now - self->requests[self->begun - 1].first_sent >= LC_STUN_SETTLE_US);
}

static Train
choose_next_train (const LcStunRequests *self, gint64 now)
{
  switch (self->train) {
  case FIRST:
    return is_train_answered (self) ? OVER : MORE;
  case MORE:
    return lc_stun_requests_judge (self, now) != LC_LOSS_NONE ? SLOW : OVER;
  case SLOW:
  case OVER:
  default:
    return OVER;
  }
}

/* Something other than an answer came, and a real one has had the time to. */
static gboolean
is_refused (const LcStunRequests *self, gint64 now)
{
  if (has_answer (self) || now - self->begun_at < LC_STUN_SETTLE_US)
    return FALSE;
  return self->answers[LC_STUN_ANSWER_ERROR] >= LC_STUN_ENOUGH_BAD
         || self->answers[LC_STUN_ANSWER_BAD] >= LC_STUN_ENOUGH_BAD
         || self->answers[LC_STUN_ANSWER_ICMP] > 0 || self->send_error == EPERM
         || self->send_error == ENETUNREACH;
}

static gboolean
is_patience_over (const LcStunRequests *self, gint64 now)
{
  if (self->train != FIRST)
    return FALSE;
  return now - self->begun_at >= (has_answer (self) ? self->patience_us : get_give_up_us (self));
}

gboolean
lc_stun_requests_advance (LcStunRequests *self, gint64 now)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->begun_at == 0)
    self->begun_at = now;
  if (is_settled (self, now)) {
    self->train = choose_next_train (self, now);
    if (self->train == SLOW)
      self->pause_until = now + LC_STUN_PAUSE_US;
  }
  return self->train != OVER && !is_refused (self, now) && !is_patience_over (self, now);
}

static void
mark_sent (Request *request, gint64 now)
{
  if (request->sends++ == 0) {
    request->first_sent = now;
    request->rtt_us = LC_US_NONE;
    request->rto_us = LC_STUN_RTO_US;
  } else {
    request->rto_us *= 2;
  }
  request->last_sent = now;
}

/* One that is refused needs no company: who rejects has few answers to give. */
static gboolean
may_begin (const LcStunRequests *self, gint64 now)
{
  gint64 spacing = self->train == SLOW ? SLOW_SPACING_US : QUICK_SPACING_US;

  if (self->train == OVER || self->begun >= ends[self->train] || now < self->pause_until)
    return FALSE;
  if (self->answers[LC_STUN_ANSWER_ICMP] > 0 && !has_answer (self))
    return FALSE;
  return self->begun == 0 || now - self->requests[self->begun - 1].first_sent >= spacing;
}

gboolean
lc_stun_requests_next (LcStunRequests *self, gint64 now, guint *number)
{
  if (may_begin (self, now)) {
    *number = self->begun++;
    mark_sent (&self->requests[*number], now);
    return TRUE;
  }
  for (guint i = 0; i < self->begun && !has_answer (self); i++) {
    Request *request = &self->requests[i];

    if (now - request->last_sent < request->rto_us)
      continue;
    *number = i;
    self->retransmissions++;
    mark_sent (request, now);
    return TRUE;
  }
  return FALSE;
}

void
lc_stun_requests_note_sent (LcStunRequests *self, int error)
{
  if (error != 0)
    self->send_error = error;
}

/* Which of several sendings was answered cannot be known (Karn's algorithm): then the
 * last one's age is the lowest that the round trip can be. */
void
lc_stun_requests_take (LcStunRequests *self, LcStunAnswer answer, guint number, gint64 when)
{
  Request *request;

  if (answer != LC_STUN_ANSWER_SUCCESS) {
    self->answers[answer]++;
    return;
  }
  g_return_if_fail (number < self->begun);

  request = &self->requests[number];
  if (request->rtt_us != LC_US_NONE)
    return;
  request->rtt_us = when - request->last_sent;
  self->answers[answer]++;
}

static int
compare_us (const void *a, const void *b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

/* The median, because one pause of a busy machine is no jitter of the network. */
static gint64
get_median_difference (const gint64 *round_trips, guint count)
{
  gint64 differences[LC_STUN_ALL];

  for (guint i = 1; i < count; i++)
    differences[i - 1] = ABS (round_trips[i] - round_trips[i - 1]);
  if (count < 2)
    return LC_US_NONE;
  qsort (differences, count - 1, sizeof *differences, compare_us);
  return differences[(count - 1) / 2];
}

static void
fill_trains (const LcStunRequests *self, gint64 now, LcStun *stun)
{
  for (Train train = FIRST; train < OVER; train++) {
    LcLossCount count = count_train (self, train, now);

    stun->sent += count.sent;
    stun->answered += count.answered;
    if (count.sent > 0)
      lc_stun_add_train (stun, train == SLOW ? LC_LOSS_SLOW_RATE : LC_STUN_QUICK_RATE, count.sent,
                         count.answered);
  }
}

gint64
lc_stun_requests_fill (const LcStunRequests *self, gint64 now, LcStun *stun)
{
  gint64 round_trips[LC_STUN_ALL];
  guint count = 0;

  fill_trains (self, now, stun);
  stun->retransmissions = self->retransmissions;
  for (guint i = 0; i < self->begun; i++)
    if (self->requests[i].rtt_us != LC_US_NONE)
      round_trips[count++] = self->requests[i].rtt_us;
  stun->jitter_us = get_median_difference (round_trips, count);
  if (count == 0)
    return LC_US_NONE;
  qsort (round_trips, count, sizeof *round_trips, compare_us);
  return round_trips[count / 2];
}

guint
lc_stun_requests_count (const LcStunRequests *self, LcStunAnswer answer)
{
  return self->answers[answer];
}

guint
lc_stun_requests_get_begun (const LcStunRequests *self)
{
  return self->begun;
}

int
lc_stun_requests_get_send_error (const LcStunRequests *self)
{
  return self->send_error;
}
