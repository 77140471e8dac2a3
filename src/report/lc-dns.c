/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-dns.h"

LcDns *
lc_dns_new (void)
{
  LcDns *dns = g_new0 (LcDns, 1);

  dns->status = LC_STATUS_CANCELLED;
  dns->code = LC_CODE_CANCELLED;
  dns->us = LC_US_NONE;
  return dns;
}

LcDns *
lc_dns_copy (const LcDns *dns)
{
  LcDns *copy;

  if (dns == NULL)
    return NULL;
  copy = g_new0 (LcDns, 1);
  copy->status = dns->status;
  copy->code = dns->code;
  copy->us = dns->us;
  copy->addresses = g_strdupv (dns->addresses);
  copy->canonical = g_strdup (dns->canonical);
  copy->server = g_strdup (dns->server);
  copy->from = g_strdup (dns->from);
  copy->detail = g_strdup (dns->detail);
  return copy;
}

void
lc_dns_free (LcDns *dns)
{
  if (dns == NULL)
    return;
  g_strfreev (dns->addresses);
  g_free (dns->canonical);
  g_free (dns->server);
  g_free (dns->from);
  g_free (dns->detail);
  g_free (dns);
}
