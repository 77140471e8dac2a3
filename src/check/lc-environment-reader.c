/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-environment-reader.h"

#include "net/lc-network-info.h"

static void
copy_interfaces (LcEnvironment *environment, LcNetworkInfo *info)
{
  for (guint i = 0; i < info->interfaces->len; i++) {
    LcNetworkInterface *from = info->interfaces->pdata[i];
    LcInterface *to = lc_interface_new (from->name, from->kind);

    g_strfreev (to->addresses);
    to->addresses = g_strdupv (from->addresses);
    g_ptr_array_add (environment->interfaces, to);
    environment->online |= to->addresses != NULL && to->addresses[0] != NULL;
  }
}

/* Which of the site's addresses this computer sends into a tunnel. */
static void
find_tunnel (LcReport *report)
{
  LcEnvironment *environment = lc_report_get_environment (report);
  g_autoptr (GPtrArray) tunnelled = g_ptr_array_new ();

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    const char *const *addresses = lc_row_get_documented (lc_report_get_row (report, i));

    for (guint j = 0; addresses[j] != NULL; j++) {
      g_autofree char *name = lc_network_route_interface (addresses[j], NULL);
      g_autofree char *kind = name != NULL ? lc_network_interface_kind (name) : NULL;

      if (g_strcmp0 (kind, "tunnel") != 0
          || g_ptr_array_find_with_equal_func (tunnelled, addresses[j], g_str_equal, NULL))
        continue;
      g_ptr_array_add (tunnelled, (char *) addresses[j]);
      if (environment->vpn == NULL)
        environment->vpn = g_steal_pointer (&name);
    }
  }
  g_ptr_array_add (tunnelled, NULL);
  if (environment->vpn != NULL)
    environment->vpn_addresses = g_strdupv ((char **) tunnelled->pdata);
}

void
lc_environment_reader_run (LcReport *report, LcResolver *resolver)
{
  LcEnvironment *environment = lc_report_get_environment (report);
  g_autoptr (LcNetworkInfo) info = lc_network_info_new ();

  copy_interfaces (environment, info);
  g_clear_pointer (&environment->gateways, g_strfreev);
  environment->gateways = g_strdupv (info->gateways);
  environment->has_online = TRUE;
  environment->has_ipv4 = TRUE;
  environment->ipv4 = info->ipv4;
  environment->has_ipv6 = TRUE;
  environment->ipv6 = info->ipv6;
  if (resolver != NULL)
    environment->dns_servers = g_strdupv ((char **) lc_resolver_get_servers (resolver));
  find_tunnel (report);
}

void
lc_environment_note_own_network (const LcEnvironment *environment, LcOwnNetwork *network)
{
  for (guint i = 0; environment->gateways != NULL && environment->gateways[i] != NULL; i++)
    lc_own_network_add_gateway (network, environment->gateways[i]);
  for (guint i = 0; i < environment->interfaces->len; i++) {
    const LcInterface *interface = g_ptr_array_index (environment->interfaces, i);

    for (guint j = 0; interface->addresses != NULL && interface->addresses[j] != NULL; j++)
      lc_own_network_add_local (network, interface->addresses[j]);
  }
}

void
lc_environment_reader_ask_portal (LcEnvironment *environment)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  if (environment->captive_portal != NULL
      || g_network_monitor_get_connectivity (monitor) != G_NETWORK_CONNECTIVITY_PORTAL)
    return;
  environment->captive_portal = g_strdup ("yes");
  environment->portal_source = g_strdup ("network-manager");
}
