/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LC_HOP_SILENT,  /* nobody answered */
  LC_HOP_ROUTER,  /* a router: time exceeded in transit */
  LC_HOP_REACHED, /* the port itself answered: connected, or a datagram came back */
  LC_HOP_RESET,   /* TCP reset */
  LC_HOP_ICMP,    /* another ICMP error: rejected, unreachable */
} LcHopKind;

/**
 * LcHopAnswer:
 *
 * What one packet with a limited TTL drew.
 */
typedef struct
{
  LcHopKind kind;
  char     *address; /* (owned) (nullable) who answered, where a packet names it */
  guint8    type;    /* ICMP */
  guint8    code;
  gint64    us; /* from sending to the answer; -1 without one */
} LcHopAnswer;

void lc_hop_answer_clear (LcHopAnswer *answer);
void lc_hop_answer_free (LcHopAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcHopAnswer, lc_hop_answer_free)

/**
 * lc_hop_probe_async:
 * @address: address and port
 * @udp: with a datagram that carries @payload; else with a TCP SYN
 * @payload: (nullable): for UDP
 * @ttl: TTL or hop limit
 * @wait_ms: how long to wait; beyond 1000 the kernel sends a SYN again
 *
 * Sends before it returns, so that calls in a row put packets in a row.
 */
void lc_hop_probe_async (GSocketAddress     *address,
                         gboolean            udp,
                         GBytes             *payload,
                         guint8              ttl,
                         guint               wait_ms,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data);

/* Never fails. Returns: (transfer full). */
LcHopAnswer *lc_hop_probe_finish (GAsyncResult *result);

G_END_DECLS
