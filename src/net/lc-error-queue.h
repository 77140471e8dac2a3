/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LcSocketError:
 *
 * One entry of a socket's error queue: ip(7) IP_RECVERR, struct sock_extended_err.
 */
typedef struct
{
  gboolean        icmp;     /* an ICMP or ICMPv6 error; else the kernel's own, without offender */
  char           *offender; /* (nullable) who sent the ICMP message */
  guint8          type;
  guint8          code;
  int             error;    /* the errno that the kernel made of it */
  gint64          when;     /* arrival, monotonic clock in µs; exact where lc_socket_enable_arrival_times() was called */
  guint32         mtu;      /* next-hop MTU of "fragmentation needed", else 0 */
  GSocketAddress *destination; /* (nullable) where the packet that caused it was going (UDP) */
  guint8          payload[64]; /* the first bytes of that packet's payload, where quoted (UDP) */
  gsize           payload_length;
} LcSocketError;

void lc_socket_error_free (LcSocketError *error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcSocketError, lc_socket_error_free)

/* Asks the kernel to keep ICMP errors for @socket (IP_RECVERR or IPV6_RECVERR).
 * To be called before connecting or sending. */
gboolean lc_socket_enable_errors (GSocket *socket, GError **error);

/* Takes the oldest entry off the queue without waiting. Returns: (transfer full)
 * (nullable): NULL when the queue is empty. */
LcSocketError *lc_socket_pop_error (GSocket *socket);

/* IP_TTL or IPV6_UNICAST_HOPS. */
gboolean lc_socket_set_ttl (GSocket *socket, guint8 ttl, GError **error);

/* The handshake's round trip in microseconds as the kernel measured it (tcp(7),
 * TCP_INFO tcpi_rtt right after connect), or -1. */
gint64 lc_socket_get_rtt_us (GSocket *socket);

/* Maximum segment size in bytes that the kernel now uses (TCP_INFO tcpi_snd_mss), or 0. */
guint lc_socket_get_mss (GSocket *socket);

/* Segments sent again so far (TCP_INFO tcpi_total_retrans), or 0. */
guint lc_socket_get_retransmissions (GSocket *socket);

G_END_DECLS
