/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcPacer:
 *
 * When the next packet may be sent that wants an ICMP answer from the router at
 * one distance. Routers limit such answers: Linux sends each destination one a
 * second with bursts of six (icmp(7), icmp_ratelimit). Asking more often than
 * that makes an answering router look silent.
 */
typedef struct _LcPacer LcPacer;

LcPacer *lc_pacer_new (void);
void     lc_pacer_free (LcPacer *pacer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcPacer, lc_pacer_free)

/**
 * lc_pacer_reserve:
 * @responder: who is asked: a router's or host's address, or "ttl 3" while it is not known
 * @now_us: monotonic clock
 *
 * Takes the next free moment. Returns: microseconds to wait, 0 for at once.
 */
gint64 lc_pacer_reserve (LcPacer *pacer, const char *responder, gint64 now_us);

/* Gives a moment back: the packet it was taken for drew no answer, so it never
 * counted against the responder's limit. */
void lc_pacer_refund (LcPacer *pacer, const char *responder);

/**
 * lc_pacer_identify:
 * @place: "ttl 3"
 * @address: who has answered from there
 *
 * From now on @place is another word for @address, and what either has answered so
 * far counts for both. Who was named first stays: on the first hops, where a limit is
 * felt, all ways are one.
 */
void lc_pacer_identify (LcPacer *pacer, const char *place, const char *address, gint64 now_us);

/* How many packets may be sent at once: the answers that @responder has in hand. */
guint lc_pacer_count (const LcPacer *pacer, const char *responder, gint64 now_us);

/* What lc_pacer_reserve() would return, without taking it. */
gint64 lc_pacer_peek (const LcPacer *pacer, const char *responder, gint64 now_us);

G_END_DECLS
