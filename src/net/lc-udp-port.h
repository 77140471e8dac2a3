/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "net/lc-error-queue.h"

G_BEGIN_DECLS

/**
 * LcUdpPort:
 *
 * One unconnected UDP socket that many exchanges share, so that a NAT's mapping
 * of one local port to several destinations can be compared. Signals:
 *
 * "received" (GSocketAddress *from, GBytes *datagram, gint64 when): a datagram came.
 * "failed" (LcSocketError *error, gint64 when): an ICMP error came; error->destination
 *   says which packet it is about.
 * @when is the monotonic clock in µs.
 */
#define LC_TYPE_UDP_PORT (lc_udp_port_get_type ())
G_DECLARE_FINAL_TYPE (LcUdpPort, lc_udp_port, LC, UDP_PORT, GObject)

/**
 * lc_udp_port_new:
 * @ttl: TTL or hop limit of what is sent, 0 for the system's
 *
 * Returns: (transfer full) (nullable): bound to a port that the system chose.
 */
LcUdpPort *lc_udp_port_new (GSocketFamily family, guint8 ttl, GError **error);

/* Sends one datagram now. Returns 0, or the errno of the failure: EPERM is this
 * computer's own firewall, ENETUNREACH no route. */
int lc_udp_port_send (LcUdpPort *self, GSocketAddress *to, const void *data, gsize length);

/* "10.1.0.2:40000" as it would be seen by @to. Returns: (transfer full) (nullable). */
char *lc_udp_port_get_local (LcUdpPort *self, GSocketAddress *to);

void lc_udp_port_close (LcUdpPort *self);

G_END_DECLS
