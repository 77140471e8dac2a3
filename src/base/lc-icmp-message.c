/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-icmp-message.h"

#include <glib/gi18n-lib.h>

#define ICMP_UNREACHABLE 3
#define ICMP_TIME_EXCEEDED 11
#define ICMP_PARAMETER_PROBLEM 12
#define ICMPV6_UNREACHABLE 1
#define ICMPV6_TIME_EXCEEDED 3
#define ICMPV6_PARAMETER_PROBLEM 4

typedef struct
{
  guint8 type;
  guint8 code;
  LcIcmpKind kind;
  const char *label;
} Message;

/* RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1 */
static const Message icmp_messages[] = {
  { 3, 0, LC_ICMP_NO_ROUTE, N_ ("unreachable: no route to the network") },
  { 3, 1, LC_ICMP_HOST_UNREACHABLE, N_ ("unreachable: the host does not answer") },
  { 3, 2, LC_ICMP_OTHER, N_ ("refused: the host does not speak the protocol") },
  { 3, 3, LC_ICMP_PORT_UNREACHABLE, N_ ("refused: port unreachable") },
  { 3, 4, LC_ICMP_TOO_BIG, N_ ("too big: the packet would have to be split") },
  { 3, 5, LC_ICMP_OTHER, N_ ("unreachable: the source route failed") },
  { 3, 6, LC_ICMP_NO_ROUTE, N_ ("unreachable: the network is not known") },
  { 3, 7, LC_ICMP_HOST_UNREACHABLE, N_ ("unreachable: the host is not known") },
  { 3, 8, LC_ICMP_OTHER, N_ ("unreachable: the sending host is isolated") },
  { 3, 9, LC_ICMP_PROHIBITED, N_ ("refused: the network is administratively prohibited") },
  { 3, 10, LC_ICMP_PROHIBITED, N_ ("refused: the host is administratively prohibited") },
  { 3, 11, LC_ICMP_NO_ROUTE, N_ ("unreachable: no route for this type of service") },
  { 3, 12, LC_ICMP_HOST_UNREACHABLE,
    N_ ("unreachable: no way to the host for this type of service") },
  { 3, 13, LC_ICMP_PROHIBITED, N_ ("refused: administratively prohibited") },
  { 3, 14, LC_ICMP_PROHIBITED, N_ ("refused: the precedence is not allowed") },
  { 3, 15, LC_ICMP_PROHIBITED, N_ ("refused: the precedence is too low") },
  { 11, 0, LC_ICMP_TIME_EXCEEDED, N_ ("time exceeded: the packet has used up its hops") },
  { 11, 1, LC_ICMP_TIME_EXCEEDED, N_ ("time exceeded: parts of the packet were missing") },
};

/* RFC 4443 3 */
static const Message icmpv6_messages[] = {
  { 1, 0, LC_ICMP_NO_ROUTE, N_ ("unreachable: no route to the network") },
  { 1, 1, LC_ICMP_PROHIBITED, N_ ("refused: administratively prohibited") },
  { 1, 2, LC_ICMP_NO_ROUTE, N_ ("unreachable: the address is beyond the sender’s scope") },
  { 1, 3, LC_ICMP_HOST_UNREACHABLE, N_ ("unreachable: the host does not answer") },
  { 1, 4, LC_ICMP_PORT_UNREACHABLE, N_ ("refused: port unreachable") },
  { 1, 5, LC_ICMP_PROHIBITED, N_ ("refused: the sender’s address is not allowed") },
  { 1, 6, LC_ICMP_PROHIBITED, N_ ("refused: the route to the network rejects") },
  { 1, 7, LC_ICMP_OTHER, N_ ("unreachable: the source route failed") },
  { 2, 0, LC_ICMP_TOO_BIG, N_ ("too big: the packet would have to be split") },
  { 3, 0, LC_ICMP_TIME_EXCEEDED, N_ ("time exceeded: the packet has used up its hops") },
  { 3, 1, LC_ICMP_TIME_EXCEEDED, N_ ("time exceeded: parts of the packet were missing") },
};

static const Message *
find_message (gboolean ipv6, guint8 type, guint8 code)
{
  const Message *table = ipv6 ? icmpv6_messages : icmp_messages;
  gsize length = ipv6 ? G_N_ELEMENTS (icmpv6_messages) : G_N_ELEMENTS (icmp_messages);

  for (gsize i = 0; i < length; i++)
    if (table[i].type == type && table[i].code == code)
      return &table[i];
  return NULL;
}

/* What is said of a type whose code has no words of its own. */
static const char *
describe_type (gboolean ipv6, guint8 type)
{
  if (lc_icmp_is_unreachable (ipv6, type))
    return _ ("unreachable");
  if (lc_icmp_type_is_time_exceeded (ipv6, type))
    return _ ("time exceeded");
  if (type == (ipv6 ? ICMPV6_PARAMETER_PROBLEM : ICMP_PARAMETER_PROBLEM))
    return _ ("refused: a field of the packet is wrong");
  return _ ("an ICMP error");
}

LcIcmpKind
lc_icmp_get_kind (gboolean ipv6, guint8 type, guint8 code)
{
  const Message *message = find_message (ipv6, type, code);

  if (message != NULL)
    return message->kind;
  return lc_icmp_type_is_time_exceeded (ipv6, type) ? LC_ICMP_TIME_EXCEEDED : LC_ICMP_OTHER;
}

gboolean
lc_icmp_is_unreachable (gboolean ipv6, guint8 type)
{
  return type == (ipv6 ? ICMPV6_UNREACHABLE : ICMP_UNREACHABLE);
}

gboolean
lc_icmp_type_is_time_exceeded (gboolean ipv6, guint8 type)
{
  return type == (ipv6 ? ICMPV6_TIME_EXCEEDED : ICMP_TIME_EXCEEDED);
}

gboolean
lc_icmp_is_port_unreachable (gboolean ipv6, guint8 type, guint8 code)
{
  return lc_icmp_get_kind (ipv6, type, code) == LC_ICMP_PORT_UNREACHABLE;
}

gboolean
lc_icmp_says_no_way_on (gboolean ipv6, guint8 type, guint8 code)
{
  LcIcmpKind kind = lc_icmp_get_kind (ipv6, type, code);

  return kind == LC_ICMP_NO_ROUTE || kind == LC_ICMP_HOST_UNREACHABLE;
}

const char *
lc_icmp_describe (gboolean ipv6, guint8 type, guint8 code)
{
  const Message *message = find_message (ipv6, type, code);

  return message != NULL ? _ (message->label) : describe_type (ipv6, type);
}
