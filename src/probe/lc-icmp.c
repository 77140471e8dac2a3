/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-icmp.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-icmp-message.h"
#include "report/lc-icmp-code.h"

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
                          lc_icmp_describe (lc_address_is_ipv6 (icmp->address), icmp->type,
                                            icmp->code));
}
