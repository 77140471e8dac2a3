/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-icmp.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "report/lc-icmp-code.h"

#define ICMP_DEST_UNREACH 3
#define ICMP_PORT_UNREACH 3
#define ICMP_TIME_EXCEEDED 11
#define ICMPV6_DEST_UNREACH 1
#define ICMPV6_PORT_UNREACH 4
#define ICMPV6_TIME_EXCEEDED 3

static gboolean
is_ipv6 (const LcIcmp *icmp)
{
  return icmp->address != NULL && strchr (icmp->address, ':') != NULL;
}

gboolean
lc_icmp_is_port_unreachable (gboolean ipv6, guint8 type, guint8 code)
{
  return ipv6 ? type == ICMPV6_DEST_UNREACH && code == ICMPV6_PORT_UNREACH
              : type == ICMP_DEST_UNREACH && code == ICMP_PORT_UNREACH;
}

gboolean
lc_icmp_type_is_time_exceeded (gboolean ipv6, guint8 type)
{
  return type == (ipv6 ? ICMPV6_TIME_EXCEEDED : ICMP_TIME_EXCEEDED);
}

gboolean
lc_icmp_is_time_exceeded (const LcIcmp *icmp)
{
  g_return_val_if_fail (icmp != NULL, FALSE);

  return lc_icmp_type_is_time_exceeded (is_ipv6 (icmp), icmp->type);
}

LcCode
lc_icmp_code_for_udp (const LcIcmp *icmp, const char *address)
{
  g_return_val_if_fail (icmp != NULL, LC_CODE_INTERNAL_ERROR);

  return lc_code_for_icmp (LC_TRANSPORT_UDP, address, icmp->address, icmp->type, icmp->code);
}

char *
lc_icmp_describe_sender (const LcIcmp *icmp)
{
  g_return_val_if_fail (icmp != NULL, NULL);

  return g_strdup_printf (_ ("%s answered with ICMP: %s."), icmp->address,
                          lc_icmp_describe (is_ipv6 (icmp), icmp->type, icmp->code));
}
