/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-icmp-code.h"

#include "base/lc-address.h"
#include "base/lc-icmp-message.h"

static LcCode
code_for_tcp (gboolean ipv6, guint8 type, guint8 code)
{
  if (!lc_icmp_is_unreachable (ipv6, type))
    return LC_CODE_TCP_HOST_UNREACHABLE;
  switch (lc_icmp_get_kind (ipv6, type, code)) {
  case LC_ICMP_NO_ROUTE:
    return LC_CODE_TCP_NETWORK_UNREACHABLE;
  case LC_ICMP_HOST_UNREACHABLE:
    return LC_CODE_TCP_HOST_UNREACHABLE;
  default:
    return LC_CODE_TCP_REJECTED;
  }
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
  return lc_address_equal (sender, address) && lc_icmp_is_port_unreachable (ipv6, type, code)
             ? LC_CODE_UDP_REFUSED
             : LC_CODE_UDP_REJECTED;
}
