/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an ICMP error says, by its type and code: RFC 792, RFC 1122 3.2.2.1 and
 * RFC 1812 5.2.7.1 for IPv4, RFC 4443 3 for IPv6. The only place with numbers. */

/**
 * LcIcmpKind:
 * @LC_ICMP_OTHER: none of the others: a protocol not spoken, a packet that is wrong
 * @LC_ICMP_TIME_EXCEEDED: the packet has used up its hops, or parts of it did not come
 * @LC_ICMP_PORT_UNREACHABLE: nobody listens there, or a filter says so
 * @LC_ICMP_NO_ROUTE: the sender knows no way on to the network
 * @LC_ICMP_HOST_UNREACHABLE: the sender has a way, and what is next on it does not answer
 * @LC_ICMP_PROHIBITED: a rule forbids it
 * @LC_ICMP_TOO_BIG: the packet would have to be split
 */
typedef enum
{
  LC_ICMP_OTHER,
  LC_ICMP_TIME_EXCEEDED,
  LC_ICMP_PORT_UNREACHABLE,
  LC_ICMP_NO_ROUTE,
  LC_ICMP_HOST_UNREACHABLE,
  LC_ICMP_PROHIBITED,
  LC_ICMP_TOO_BIG,
} LcIcmpKind;

/* @ipv6: whether the message is of ICMPv6, which numbers differently. */
LcIcmpKind lc_icmp_get_kind (gboolean ipv6, guint8 type, guint8 code);

/* Whether the message says "destination unreachable", for whatever reason. */
gboolean lc_icmp_is_unreachable (gboolean ipv6, guint8 type);

/* Whether a packet's TTL ran out on the way. */
gboolean lc_icmp_type_is_time_exceeded (gboolean ipv6, guint8 type);

gboolean lc_icmp_is_port_unreachable (gboolean ipv6, guint8 type, guint8 code);

/* Whether a line is down or a route missing beyond the sender: no rule says that. */
gboolean lc_icmp_says_no_way_on (gboolean ipv6, guint8 type, guint8 code);

/* What it says, translated: "refused: port unreachable". */
const char *lc_icmp_describe (gboolean ipv6, guint8 type, guint8 code);

G_END_DECLS
