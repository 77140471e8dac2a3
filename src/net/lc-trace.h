/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-hop-probe.h"
#include "net/lc-pacer.h"

G_BEGIN_DECLS

#define LC_TRACE_MAX_TTL 30

/**
 * LcTrace:
 *
 * What answered at each TTL for one port: hops[ttl], ttl from 1 to last.
 */
typedef struct
{
  LcHopAnswer hops[LC_TRACE_MAX_TTL + 1];
  guint8      last; /* largest TTL that was asked */
} LcTrace;

void lc_trace_free (LcTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcTrace, lc_trace_free)

/* Smallest TTL whose answer ends the path (REACHED, RESET or ICMP), or 0. */
guint8 lc_trace_get_end (const LcTrace *trace);

/* Largest TTL at which anybody answered, or 0. */
guint8 lc_trace_get_last_answer (const LcTrace *trace);

/* Writes an answer down, unless that TTL has one. */
void lc_trace_take_answer (LcTrace *trace, guint8 ttl, LcHopAnswer *answer); /* (transfer full) */

/* "ttl 3": the pacer's word for whoever answers at a distance. */
const char *lc_trace_pacer_key (guint8 ttl, char *buffer, gsize size);

/**
 * lc_trace_async:
 * @address: address and port of the very port that is followed
 * @udp: with datagrams that carry @payload; else with TCP SYNs
 * @payload: (nullable): for UDP
 * @tries: how often a TTL that stays silent is asked
 * @pacer: shared by all traces of a check; must live until the end
 *
 * Follows the path with growing TTLs on ordinary sockets (ip(7), IP_TTL and
 * IP_RECVERR). At most about 12 s.
 */
void lc_trace_async (GSocketAddress     *address,
                     gboolean            udp,
                     GBytes             *payload,
                     guint               tries,
                     LcPacer            *pacer,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data);

/* Never fails; after a cancel it holds what is known. Returns: (transfer full). */
LcTrace *lc_trace_finish (GAsyncResult *result);

G_END_DECLS
