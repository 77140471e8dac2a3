/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char  *name;
  char  *kind;      /* "ethernet" "wifi" "tunnel" "other" */
  char **addresses; /* global ones (no loopback, no link-local) */
} LcNetworkInterface;

/**
 * LcNetworkInfo:
 *
 * The computer's network as the kernel tells an ordinary user, with no packet
 * sent: rtnetlink(7), which unlike /sys always speaks of one's own network namespace.
 */
typedef struct
{
  GPtrArray *interfaces; /* (element-type LcNetworkInterface) that are up, without loopback */
  char     **gateways;   /* next hops of default routes, IPv4 first */
  gboolean   ipv4;       /* a public IPv4 address has a route */
  gboolean   ipv6;       /* a public IPv6 address has a route and a global source address */
} LcNetworkInfo;

LcNetworkInfo *lc_network_info_new (void);
void           lc_network_info_free (LcNetworkInfo *info);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcNetworkInfo, lc_network_info_free)

/* The interface that the kernel would send a packet for @address through, asked of its
 * routing; nothing is sent. Returns: (transfer full) (nullable): its name; NULL with @error
 * (G_IO_ERROR_NETWORK_UNREACHABLE …) where there is no route, G_IO_ERROR_INVALID_ARGUMENT
 * for what is no address. */
char *lc_network_route_interface (const char *address, GError **error);

/* Returns: (transfer full): "ethernet" "wifi" "tunnel" "other"; "other" too for a name
 * that is not there. A bridge, veth or virtual LAN is ethernet. A tunnel is what has no
 * link layer of its own: tun, tap, WireGuard, PPP, IPsec (ARPHRD_NONE, ARPHRD_PPP,
 * ARPHRD_TUNNEL…, or the driver's name). A mobile broadband modem is other. */
char *lc_network_interface_kind (const char *name);

G_END_DECLS
