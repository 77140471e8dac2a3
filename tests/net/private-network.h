/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PrivateNetwork:
 *
 * A network of the test program alone (network_namespaces(7)), with the loopback
 * address and one interface, 10.1.0.2 and 2001:db8:1::2, that leads everywhere.
 * What is sent there comes to the test, in the thread-default main context, which
 * answers in the name of whatever routers and hosts it likes, or does not.
 */
typedef struct _PrivateNetwork PrivateNetwork;

#define PRIVATE_NETWORK_IPV4 "10.1.0.2"
#define PRIVATE_NETWORK_IPV6 "2001:db8:1::2"
#define PRIVATE_NETWORK_NO_ROUTE "198.51.100.1" /* the one address without a route */

/* A TCP segment that opens a connection, or a datagram. */
typedef struct
{
  const guint8 *bytes; /* from the IP header on */
  gsize length;
  gboolean ipv6;
  gboolean udp;
  guint8 ttl;
  char to[64];
  guint16 port;
  guint16 from_port;
  guint16 mss;           /* that a SYN announces, or 0 */
  const guint8 *payload; /* of a datagram */
  gsize payload_length;
} PrivatePacket;

typedef void (*PrivateNetworkFunc) (PrivateNetwork *network, const PrivatePacket *packet,
                                    gpointer user_data);

/**
 * private_network_enter:
 *
 * Runs the program once more in namespaces of its own, unless it is there. To be
 * called before anything else. /etc and /run are empty there: nothing of this
 * computer's own settings plays a part, and nobody on its buses is asked.
 */
void private_network_enter (char **argv);

/* Takes the cable out, for good. */
void private_network_unplug (void);

/* Puts a file into the private /etc. @name may have folders before it. */
void private_network_write_etc (const char *name, const char *contents);

PrivateNetwork *private_network_new (PrivateNetworkFunc func, gpointer user_data);
void private_network_free (PrivateNetwork *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PrivateNetwork, private_network_free)

guint private_network_get_packets (PrivateNetwork *network); /* that came so far */

/* Answers to @packet. @from: (nullable): NULL for whom it was sent to. */

/* An ICMP error that quotes it (RFC 792, RFC 4443). */
void private_network_icmp (PrivateNetwork *network, const PrivatePacket *packet, const char *from,
                           guint8 type, guint8 code);
void private_network_accept (PrivateNetwork *network, const PrivatePacket *packet); /* SYN, ACK */
void private_network_reset (PrivateNetwork *network, const PrivatePacket *packet);
void private_network_datagram (PrivateNetwork *network, const PrivatePacket *packet,
                               const char *from, const char *text);

G_END_DECLS
