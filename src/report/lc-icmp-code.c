/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-icmp-code.h"

#include "base/lc-address.h"

#define ICMP_DEST_UNREACH 3
#define ICMP_PORT_UNREACH 3
#define ICMPV6_DEST_UNREACH 1
#define ICMPV6_PORT_UNREACH 4

typedef struct
{
  guint8 code;
  LcCode meaning;
} UnreachableMeaning;

/* RFC 1122 3.2.2.1 and RFC 1812 5.2.7.1; any other code is a rejection. */
static const UnreachableMeaning ipv4_meanings[] = {
  { 0, LC_CODE_TCP_NETWORK_UNREACHABLE },  { 1, LC_CODE_TCP_HOST_UNREACHABLE },
  { 6, LC_CODE_TCP_NETWORK_UNREACHABLE },  { 7, LC_CODE_TCP_HOST_UNREACHABLE },
  { 11, LC_CODE_TCP_NETWORK_UNREACHABLE }, { 12, LC_CODE_TCP_HOST_UNREACHABLE },
};

/* RFC 4443 3.1. */
static const UnreachableMeaning ipv6_meanings[] = {
  { 0, LC_CODE_TCP_NETWORK_UNREACHABLE },
  { 2, LC_CODE_TCP_NETWORK_UNREACHABLE },
  { 3, LC_CODE_TCP_HOST_UNREACHABLE },
};

static LcCode
find_meaning (const UnreachableMeaning *meanings, gsize count, guint8 code)
{
  for (gsize i = 0; i < count; i++)
    if (meanings[i].code == code)
      return meanings[i].meaning;
  return LC_CODE_TCP_REJECTED;
}

static LcCode
code_for_tcp (gboolean ipv6, guint8 type, guint8 code)
{
  if (type != (ipv6 ? ICMPV6_DEST_UNREACH : ICMP_DEST_UNREACH))
    return LC_CODE_TCP_HOST_UNREACHABLE;
  return ipv6 ? find_meaning (ipv6_meanings, G_N_ELEMENTS (ipv6_meanings), code)
              : find_meaning (ipv4_meanings, G_N_ELEMENTS (ipv4_meanings), code);
}

static gboolean
is_port_unreachable (gboolean ipv6, guint8 type, guint8 code)
{
  return ipv6 ? type == ICMPV6_DEST_UNREACH && code == ICMPV6_PORT_UNREACH
              : type == ICMP_DEST_UNREACH && code == ICMP_PORT_UNREACH;
}

LcCode
lc_code_for_icmp (LcTransport transport,
                  const char *address,
                  const char *sender,
                  guint8 type,
                  guint8 code)
{
  gboolean ipv6 = lc_address_is_ipv6 (sender);

  if (transport == LC_TRANSPORT_TCP)
    return code_for_tcp (ipv6, type, code);
  return g_strcmp0 (sender, address) == 0 && is_port_unreachable (ipv6, type, code)
             ? LC_CODE_UDP_REFUSED
             : LC_CODE_UDP_REJECTED;
}
