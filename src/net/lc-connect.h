/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "net/lc-error-queue.h"

G_BEGIN_DECLS

/**
 * LcConnection:
 *
 * How opening a TCP connection ended. A target that does not answer is a
 * result, not a #GError.
 */
typedef struct
{
  GSocket       *socket;     /* (owned) (nullable) connected, non-blocking; NULL where error is set */
  int            error;      /* 0, or the errno of the failure; ECANCELED when it was cancelled */
  LcSocketError *icmp;       /* (owned) (nullable) the ICMP error behind @error */
  gint64         rtt_us;     /* the handshake's round trip as the kernel measured it, or -1 */
  gint64         us;         /* from connect(2) to the end, monotonic clock */
  gboolean       local_drop; /* SYNs were due but never left this computer: its own firewall took them */
  char          *local;      /* (owned) (nullable) "10.1.0.2:40000" */
} LcConnection;

void lc_connection_free (LcConnection *connection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcConnection, lc_connection_free)

/**
 * lc_connect_async:
 * @address: address and port
 * @ttl: TTL or hop limit of the packets, 0 for the system's
 * @mss: maximum segment size to announce (tcp(7), TCP_MAXSEG), 0 for the system's
 *
 * Opens a TCP connection with ICMP errors kept. It has no deadline of its own:
 * cancel it. Works on the thread-default main context.
 */
void lc_connect_async (GSocketAddress     *address,
                       guint8              ttl,
                       guint               mss,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data);

/* Never fails. Returns: (transfer full). */
LcConnection *lc_connect_finish (GAsyncResult *result);

/* "10.1.0.2:40000", "[2001:db8::1]:40000". Returns: (transfer full) (nullable). */
char *lc_socket_address_to_text (GSocketAddress *address);

G_END_DECLS
