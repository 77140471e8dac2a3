/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-environment.h"

static void
free_interface (gpointer data)
{
  lc_interface_free (data);
}

static void
free_dns_probe (gpointer data)
{
  lc_dns_probe_free (data);
}

static void
free_http_probe (gpointer data)
{
  lc_http_probe_free (data);
}

LcEnvironment *
lc_environment_new (void)
{
  LcEnvironment *environment = g_new0 (LcEnvironment, 1);

  environment->interfaces = g_ptr_array_new_with_free_func (free_interface);
  environment->dns_probes = g_ptr_array_new_with_free_func (free_dns_probe);
  environment->http_probes = g_ptr_array_new_with_free_func (free_http_probe);
  return environment;
}

void
lc_environment_free (LcEnvironment *environment)
{
  if (environment == NULL)
    return;
  g_clear_pointer (&environment->interfaces, g_ptr_array_unref);
  g_strfreev (environment->gateways);
  g_strfreev (environment->dns_servers);
  g_free (environment->proxy);
  g_free (environment->captive_portal);
  g_free (environment->portal_source);
  g_free (environment->vpn);
  g_strfreev (environment->vpn_addresses);
  g_free (environment->public_address);
  g_free (environment->nat64_prefix);
  g_clear_pointer (&environment->dns_probes, g_ptr_array_unref);
  g_clear_pointer (&environment->http_probes, g_ptr_array_unref);
  g_clear_pointer (&environment->public_roots, lc_public_roots_free);
  g_free (environment);
}

LcInterface *
lc_interface_new (const char *name, const char *kind)
{
  LcInterface *interface = g_new0 (LcInterface, 1);

  interface->name = g_strdup (name);
  interface->kind = g_strdup (kind);
  return interface;
}

void
lc_interface_free (LcInterface *interface)
{
  if (interface == NULL)
    return;
  g_free (interface->name);
  g_free (interface->kind);
  g_strfreev (interface->addresses);
  g_free (interface);
}

LcDnsProbe *
lc_dns_probe_new (const char *name)
{
  LcDnsProbe *probe = g_new0 (LcDnsProbe, 1);

  probe->name = g_strdup (name);
  return probe;
}

void
lc_dns_probe_free (LcDnsProbe *probe)
{
  if (probe == NULL)
    return;
  g_free (probe->name);
  g_free (probe->code);
  g_strfreev (probe->addresses);
  g_free (probe);
}

LcHttpProbe *
lc_http_probe_new (const char *host, const char *address)
{
  LcHttpProbe *probe = g_new0 (LcHttpProbe, 1);

  probe->host = g_strdup (host);
  probe->address = g_strdup (address);
  return probe;
}

void
lc_http_probe_free (LcHttpProbe *probe)
{
  if (probe == NULL)
    return;
  g_free (probe->host);
  g_free (probe->address);
  g_free (probe->location);
  g_free (probe->title);
  g_free (probe->server);
  g_strfreev (probe->marks);
  g_free (probe);
}

LcPublicRoots *
lc_public_roots_new (const char *dated, guint count, gboolean extended)
{
  LcPublicRoots *roots = g_new0 (LcPublicRoots, 1);

  roots->dated = g_strdup (dated);
  roots->count = count;
  roots->extended = extended;
  return roots;
}

void
lc_public_roots_free (LcPublicRoots *roots)
{
  if (roots == NULL)
    return;
  g_free (roots->dated);
  g_free (roots);
}
