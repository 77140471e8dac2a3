/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/lc-loss.h"
#include "report/lc-attempt.h"

G_BEGIN_DECLS

/**
 * LcStunRequests:
 *
 * When Binding requests (RFC 8489) are sent to one server, and what their answers come
 * to. A pure machine: it has no socket, no clock and no random numbers, and speaks of
 * requests by their number.
 *
 * A few quick requests come first, because colleagues behind the same address may share
 * a server's limit. As long as none is answered they are sent again on the schedule of
 * RFC 8489 6.2.1 (500 ms, doubling); as soon as one is, silence on another is loss,
 * which is then counted over more, because one lost datagram is no finding. Where it is
 * loss, a slow train follows after a pause: see lc-loss.h.
 *
 * Times are the monotonic clock's, in µs.
 */
typedef struct _LcStunRequests LcStunRequests;

#define LC_STUN_FIRST 8         /* quick requests to begin with */
#define LC_STUN_MORE 40         /* and if one of them is lost */
#define LC_STUN_SLOW 16         /* slow ones, where these are lossy */
#define LC_STUN_ALL (LC_STUN_FIRST + LC_STUN_MORE + LC_STUN_SLOW)
#define LC_STUN_QUICK_RATE 40   /* a second: about what a call sends each way */
/* After which an unanswered request is lost: more than the round trip of a satellite. */
#define LC_STUN_SETTLE_US (1000 * G_TIME_SPAN_MILLISECOND)
/* RFC 8489 6.2.1: the initial retransmission timeout; doubles. */
#define LC_STUN_RTO_US (500 * G_TIME_SPAN_MILLISECOND)
/* Before the slow train: a limit of a hundred a minute has room for two again. */
#define LC_STUN_PAUSE_US (1000 * G_TIME_SPAN_MILLISECOND)
/* Answers that say the same wrong thing before it is believed: garbage may be a stray. */
#define LC_STUN_ENOUGH_BAD 3

/* What a request was answered with. */
typedef enum
{
  LC_STUN_ANSWER_SUCCESS,
  LC_STUN_ANSWER_ERROR, /* a STUN error response */
  LC_STUN_ANSWER_BAD,   /* what is no answer to it */
  LC_STUN_ANSWER_ICMP,  /* an ICMP error about it */
} LcStunAnswer;

/**
 * lc_stun_requests_new:
 * @patience_us: how long a server that is silent altogether is waited for
 */
LcStunRequests *lc_stun_requests_new (gint64 patience_us);
void            lc_stun_requests_free (LcStunRequests *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcStunRequests, lc_stun_requests_free)

/* Goes on, at @now; the first call begins. To be called about every 5 ms. Returns: FALSE
 * when it is over. */
gboolean lc_stun_requests_advance (LcStunRequests *self, gint64 now);

/* Returns: TRUE with the number of a request that is to be sent at @now, before the next. */
gboolean lc_stun_requests_next (LcStunRequests *self, gint64 now, guint *number);

/* What sending the last one came to: 0, or the errno. */
void lc_stun_requests_note_sent (LcStunRequests *self, int error);

/* An answer came at @when. @number is ignored but for a success. */
void lc_stun_requests_take (LcStunRequests *self, LcStunAnswer answer, guint number, gint64 when);

/* At the end, at @now: fills in all but the addresses and the error's code. Returns: the
 * median round trip, or LC_US_NONE. */
gint64 lc_stun_requests_fill (const LcStunRequests *self, gint64 now, LcStun *stun);

/* What was lost, as far as requests have had the time to be answered. */
LcLoss lc_stun_requests_judge (const LcStunRequests *self, gint64 now);

guint lc_stun_requests_count (const LcStunRequests *self, LcStunAnswer answer);
guint lc_stun_requests_get_begun (const LcStunRequests *self);
int   lc_stun_requests_get_send_error (const LcStunRequests *self);

G_END_DECLS
