/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "net/lc-pacer.h"

G_BEGIN_DECLS

#define LC_TRACE_MAX_TTL 30

typedef enum
{
  LC_TRACE_SILENT,  /* nobody answered, or it was not asked */
  LC_TRACE_HOP,     /* a router: time exceeded in transit */
  LC_TRACE_REACHED, /* the port itself answered: connected, or a datagram came back */
  LC_TRACE_RESET,   /* TCP reset */
  LC_TRACE_ICMP,    /* another ICMP error: rejected, unreachable */
} LcTraceKind;

typedef struct
{
  LcTraceKind kind;
  char       *address; /* (owned) (nullable) who answered, where a packet names it */
  guint8      type;    /* ICMP */
  guint8      code;
  gint64      us;      /* from sending to the answer; -1 without one */
  guint       tries;
} LcTraceHop;

/**
 * LcTrace:
 *
 * What answered at each TTL for one port: hops[ttl], ttl from 1 to last.
 */
typedef struct
{
  LcTraceHop hops[LC_TRACE_MAX_TTL + 1];
  guint8     last; /* largest TTL that was asked */
} LcTrace;

void lc_trace_free (LcTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcTrace, lc_trace_free)

/* Smallest TTL whose answer ends the path (REACHED, RESET or ICMP), or 0. */
guint8 lc_trace_get_end (const LcTrace *trace);

/* Largest TTL at which anybody answered, or 0. */
guint8 lc_trace_get_last_answer (const LcTrace *trace);

/**
 * lc_trace_async:
 * @address: address and port of the very port that is followed
 * @udp: with datagrams that carry @payload; else with TCP SYNs
 * @payload: (nullable): for UDP
 * @pacer: shared by all traces of a check; must live until the end
 *
 * Follows the path with growing TTLs on ordinary sockets (ip(7), IP_TTL and
 * IP_RECVERR). A TTL that stays silent is asked twice. At most about 12 s.
 */
void lc_trace_async (GSocketAddress     *address,
                     gboolean            udp,
                     GBytes             *payload,
                     LcPacer            *pacer,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data);

/* Never fails; after a cancel it holds what is known. Returns: (transfer full). */
LcTrace *lc_trace_finish (GAsyncResult *result);

G_END_DECLS
