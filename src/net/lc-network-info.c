/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-network-info.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/ethtool.h>
#include <linux/if_arp.h>
#include <linux/sockios.h>
#include <linux/wireless.h>

#include "base/lc-address.h"
#include "net/lc-rtnetlink.h"

/* Public addresses that every full set of routes covers: a root name server's, known
 * to stay. The kernel is asked for its route to them; nothing is ever sent there. */
#define PUBLIC_IPV4 "198.41.0.4"
#define PUBLIC_IPV6 "2001:503:ba3e::2:30"

#define KIND_ETHERNET "ethernet"
#define KIND_WIFI "wifi"
#define KIND_TUNNEL "tunnel"
#define KIND_OTHER "other"

/* One network device, as the kernel describes it. */
typedef struct
{
  int index;
  guint flags;
  guint16 hardware; /* ARPHRD_… */
  char *name;       /* (owned) */
  char *driver;     /* (owned) (nullable) "tun", "wireguard", "bridge" …; hardware has none */
} Link;

typedef struct
{
  int family;
  guint32 metric;
  char *next_hop; /* (owned) */
} Gateway;

/* The kernel's answer to where a packet would go. */
typedef struct
{
  guint8 type;  /* RTN_… */
  int index;    /* of the interface, or 0 */
  int error;    /* a positive errno where the route is one that refuses */
  char *source; /* (owned) (nullable) */
} Route;

static void
route_free (Route *route)
{
  g_free (route->source);
  g_free (route);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Route, route_free)

typedef struct
{
  GPtrArray *links; /* (element-type Link) */
  GPtrArray *interfaces;
} Addressing;

static void
link_free (gpointer data)
{
  Link *link = data;

  g_free (link->name);
  g_free (link->driver);
  g_free (link);
}

static void
gateway_free (gpointer data)
{
  Gateway *gateway = data;

  g_free (gateway->next_hop);
  g_free (gateway);
}

static void
interface_free (gpointer data)
{
  LcNetworkInterface *interface = data;

  g_free (interface->name);
  g_free (interface->kind);
  g_strfreev (interface->addresses);
  g_free (interface);
}

static LcAttributes
nested (const struct rtattr *parent)
{
  LcAttributes attributes = { RTA_DATA (parent), RTA_PAYLOAD (parent) };

  return attributes;
}

static char *
attribute_to_string (const struct rtattr *attribute)
{
  if (!attribute)
    return NULL;
  return g_strndup (RTA_DATA (attribute), RTA_PAYLOAD (attribute));
}

static GInetAddress *
bytes_to_address (const guint8 *bytes, gsize length)
{
  if (length != 4 && length != 16)
    return NULL;
  return g_inet_address_new_from_bytes (bytes,
                                        length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
}

static char *
attribute_to_address (const struct rtattr *attribute)
{
  g_autoptr (GInetAddress) address = NULL;

  if (attribute)
    address = bytes_to_address (RTA_DATA (attribute), RTA_PAYLOAD (attribute));
  return address ? g_inet_address_to_string (address) : NULL;
}

static void
take_link (const struct nlmsghdr *message, gpointer user_data)
{
  GPtrArray *links = user_data;
  const struct ifinfomsg *info = NLMSG_DATA (message);
  LcAttributes attributes = lc_rtnetlink_attributes (message, sizeof *info);
  const struct rtattr *details = lc_rtnetlink_find (attributes, IFLA_LINKINFO);
  Link *link;

  if (message->nlmsg_type != RTM_NEWLINK || message->nlmsg_len < NLMSG_LENGTH (sizeof *info))
    return;
  link = g_new0 (Link, 1);
  link->index = info->ifi_index;
  link->flags = info->ifi_flags;
  link->hardware = info->ifi_type;
  link->name = attribute_to_string (lc_rtnetlink_find (attributes, IFLA_IFNAME));
  if (details)
    link->driver = attribute_to_string (lc_rtnetlink_find (nested (details), IFLA_INFO_KIND));
  if (link->name)
    g_ptr_array_add (links, link);
  else
    link_free (link);
}

static GPtrArray *
list_links (void)
{
  GPtrArray *links = g_ptr_array_new_with_free_func (link_free);

  lc_rtnetlink_dump (RTM_GETLINK, take_link, links);
  return links;
}

/* Returns: whether the device's driver answers the request of ioctl(2). */
static gboolean
ask_device (const char *name, unsigned long request, gpointer data)
{
  struct ifreq device = { 0 };
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  gboolean answered;

  if (fd < 0)
    return FALSE;
  g_strlcpy (device.ifr_name, name, sizeof device.ifr_name);
  device.ifr_data = data;
  answered = ioctl (fd, request, &device) == 0;
  close (fd);
  return answered;
}

/* /sys may be that of another network namespace: it counts only for the same device. */
static gboolean
sys_has_entry (const Link *link, const char *entry)
{
  g_autofree char *directory = g_build_filename ("/sys/class/net", link->name, NULL);
  g_autofree char *index_path = g_build_filename (directory, "ifindex", NULL);
  g_autofree char *path = g_build_filename (directory, entry, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (index_path, &text, NULL, NULL)
         && g_ascii_strtoll (text, NULL, 10) == link->index
         && g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
is_wifi (const Link *link)
{
  return ask_device (link->name, SIOCGIWNAME, NULL) || sys_has_entry (link, "phy80211")
         || sys_has_entry (link, "wireless");
}

/* A mobile broadband modem has no link layer either, but it sits on a bus. */
static gboolean
is_on_bus (const Link *link)
{
  struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };

  return ask_device (link->name, SIOCETHTOOL, &info) && info.bus_info[0] != '\0';
}

static const char *
link_kind (const Link *link)
{
  static const char *const tunnels[]
      = { "tun", "wireguard", "xfrm", "vti",    "vti6", "ppp",       "gretap", "ipip",
          "sit", "ip6tnl",    "gre",  "ip6gre", "ovpn", "ip6gretap", NULL };

  if (link->driver && g_strv_contains (tunnels, link->driver))
    return KIND_TUNNEL;
  switch (link->hardware) {
  case ARPHRD_ETHER:
    return is_wifi (link) ? KIND_WIFI : KIND_ETHERNET;
  case ARPHRD_PPP:
  case ARPHRD_TUNNEL:
  case ARPHRD_TUNNEL6:
  case ARPHRD_SIT:
  case ARPHRD_IPGRE:
  case ARPHRD_IP6GRE:
    return KIND_TUNNEL;
  case ARPHRD_NONE:
    return g_strcmp0 (link->driver, "wwan") == 0 || is_on_bus (link) ? KIND_OTHER : KIND_TUNNEL;
  default:
    return KIND_OTHER;
  }
}

static const Link *
find_link (GPtrArray *links, int index)
{
  for (guint i = 0; i < links->len; i++) {
    const Link *link = g_ptr_array_index (links, i);

    if (link->index == index)
      return link;
  }
  return NULL;
}

static const Link *
find_link_by_name (GPtrArray *links, const char *name)
{
  for (guint i = 0; i < links->len; i++) {
    const Link *link = g_ptr_array_index (links, i);

    if (g_str_equal (link->name, name))
      return link;
  }
  return NULL;
}

static void
strv_append (char ***strv, const char *string)
{
  guint length = g_strv_length (*strv);

  *strv = g_renew (char *, *strv, length + 2);
  (*strv)[length] = g_strdup (string);
  (*strv)[length + 1] = NULL;
}

static GPtrArray *
list_interfaces (GPtrArray *links)
{
  GPtrArray *interfaces = g_ptr_array_new_with_free_func (interface_free);

  for (guint i = 0; i < links->len; i++) {
    const Link *link = g_ptr_array_index (links, i);
    LcNetworkInterface *interface;

    if (!(link->flags & IFF_UP) || (link->flags & IFF_LOOPBACK))
      continue;
    interface = g_new0 (LcNetworkInterface, 1);
    interface->name = g_strdup (link->name);
    interface->kind = g_strdup (link_kind (link));
    interface->addresses = g_new0 (char *, 1);
    g_ptr_array_add (interfaces, interface);
  }
  return interfaces;
}

static gboolean
is_global (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return address && !g_inet_address_get_is_loopback (address)
         && !g_inet_address_get_is_link_local (address);
}

/* On a point-to-point link IFA_ADDRESS is the other end, and IFA_LOCAL ours. */
static void
take_address (const struct nlmsghdr *message, gpointer user_data)
{
  Addressing *addressing = user_data;
  const struct ifaddrmsg *info = NLMSG_DATA (message);
  LcAttributes attributes = lc_rtnetlink_attributes (message, sizeof *info);
  const struct rtattr *attribute = lc_rtnetlink_find (attributes, IFA_LOCAL);
  g_autofree char *address = NULL;
  const Link *link;

  if (message->nlmsg_type != RTM_NEWADDR || message->nlmsg_len < NLMSG_LENGTH (sizeof *info))
    return;
  link = find_link (addressing->links, (int) info->ifa_index);
  if (!attribute)
    attribute = lc_rtnetlink_find (attributes, IFA_ADDRESS);
  address = attribute_to_address (attribute);
  if (!link || !address || !is_global (address))
    return;
  for (guint i = 0; i < addressing->interfaces->len; i++) {
    LcNetworkInterface *interface = g_ptr_array_index (addressing->interfaces, i);

    if (g_str_equal (interface->name, link->name))
      strv_append (&interface->addresses, address);
  }
}

/* Where IPv4 goes through an IPv6 router it is RTA_VIA (a family and an address). */
static char *
next_hop_address (LcAttributes attributes)
{
  const struct rtattr *via = lc_rtnetlink_find (attributes, RTA_VIA);
  g_autoptr (GInetAddress) address = NULL;

  if (!via || RTA_PAYLOAD (via) < sizeof (struct rtvia))
    return attribute_to_address (lc_rtnetlink_find (attributes, RTA_GATEWAY));
  address = bytes_to_address (((const struct rtvia *) RTA_DATA (via))->rtvia_addr,
                              RTA_PAYLOAD (via) - sizeof (struct rtvia));
  return address ? g_inet_address_to_string (address) : NULL;
}

static void
add_gateway (GPtrArray *gateways, int family, guint32 metric, LcAttributes attributes)
{
  char *next_hop = next_hop_address (attributes);
  Gateway *gateway;

  if (!next_hop)
    return;
  gateway = g_new0 (Gateway, 1);
  gateway->family = family;
  gateway->metric = metric;
  gateway->next_hop = next_hop;
  g_ptr_array_add (gateways, gateway);
}

static void
add_gateways (GPtrArray *gateways, int family, guint32 metric, LcAttributes hops)
{
  const struct rtnexthop *hop = hops.data;
  gsize left = hops.length;

  while (left >= sizeof *hop && hop->rtnh_len >= sizeof *hop && hop->rtnh_len <= left) {
    LcAttributes attributes = { RTNH_DATA (hop), hop->rtnh_len - sizeof *hop };

    add_gateway (gateways, family, metric, attributes);
    left -= MIN ((gsize) RTNH_ALIGN (hop->rtnh_len), left);
    hop = RTNH_NEXT (hop);
  }
}

/* The main table's default routes: those that `ip route` shows. */
static void
take_default_route (const struct nlmsghdr *message, gpointer user_data)
{
  GPtrArray *gateways = user_data;
  const struct rtmsg *info = NLMSG_DATA (message);
  LcAttributes attributes = lc_rtnetlink_attributes (message, sizeof *info);
  const struct rtattr *multipath = lc_rtnetlink_find (attributes, RTA_MULTIPATH);
  guint32 metric = lc_rtnetlink_get_uint32 (lc_rtnetlink_find (attributes, RTA_PRIORITY), 0);

  if (message->nlmsg_type != RTM_NEWROUTE || message->nlmsg_len < NLMSG_LENGTH (sizeof *info)
      || info->rtm_dst_len != 0 || info->rtm_type != RTN_UNICAST || info->rtm_table != RT_TABLE_MAIN
      || (info->rtm_flags & RTM_F_CLONED))
    return;
  if (multipath)
    add_gateways (gateways, info->rtm_family, metric, nested (multipath));
  else
    add_gateway (gateways, info->rtm_family, metric, attributes);
}

static int
compare_gateways (gconstpointer a, gconstpointer b)
{
  const Gateway *first = *(Gateway *const *) a;
  const Gateway *second = *(Gateway *const *) b;

  if (first->family != second->family)
    return first->family == AF_INET ? -1 : 1;
  return first->metric < second->metric ? -1 : first->metric > second->metric;
}

static char **
list_gateways (void)
{
  g_autoptr (GPtrArray) gateways = g_ptr_array_new_with_free_func (gateway_free);
  char **names = g_new0 (char *, 1);

  lc_rtnetlink_dump (RTM_GETROUTE, take_default_route, gateways);
  g_ptr_array_sort (gateways, compare_gateways);
  for (guint i = 0; i < gateways->len; i++) {
    const Gateway *gateway = g_ptr_array_index (gateways, i);

    if (!g_strv_contains ((const char *const *) names, gateway->next_hop))
      strv_append (&names, gateway->next_hop);
  }
  return names;
}

static int
errno_of_route (const struct rtmsg *info)
{
  switch (info->rtm_type) {
  case RTN_UNICAST:
  case RTN_LOCAL:
  case RTN_BROADCAST:
  case RTN_ANYCAST:
  case RTN_MULTICAST:
    return 0;
  case RTN_UNREACHABLE:
    return EHOSTUNREACH;
  case RTN_PROHIBIT:
    return EACCES;
  default:
    return ENETUNREACH;
  }
}

static void
take_route (const struct nlmsghdr *message, gpointer user_data)
{
  Route *route = user_data;
  const struct rtmsg *info = NLMSG_DATA (message);
  LcAttributes attributes = lc_rtnetlink_attributes (message, sizeof *info);

  if (message->nlmsg_type != RTM_NEWROUTE || message->nlmsg_len < NLMSG_LENGTH (sizeof *info))
    return;
  route->type = info->rtm_type;
  route->error = errno_of_route (info);
  route->index = (int) lc_rtnetlink_get_uint32 (lc_rtnetlink_find (attributes, RTA_OIF), 0);
  g_free (route->source);
  route->source = attribute_to_address (lc_rtnetlink_find (attributes, RTA_PREFSRC));
}

/* Returns: (transfer full) (nullable) */
static Route *
find_route (const char *text, GError **error)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  g_autoptr (Route) route = g_new0 (Route, 1);
  int code;

  if (!address) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s” is not an address"),
                 text);
    return NULL;
  }
  code = lc_rtnetlink_get_route (g_inet_address_to_bytes (address),
                                 g_inet_address_get_native_size (address), take_route, route);
  if (!code)
    code = route->error;
  if (code) {
    g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (code), g_strerror (code));
    return NULL;
  }
  return g_steal_pointer (&route);
}

static gboolean
has_route (const char *public_address)
{
  g_autoptr (Route) route = find_route (public_address, NULL);

  return route && route->type == RTN_UNICAST;
}

/* With a unique local or link-local address alone nobody out there can answer. */
static gboolean
has_global_source (const char *public_address)
{
  g_autoptr (Route) route = find_route (public_address, NULL);

  return route && lc_address_is_public (route->source);
}

LcNetworkInfo *
lc_network_info_new (void)
{
  LcNetworkInfo *info = g_new0 (LcNetworkInfo, 1);
  g_autoptr (GPtrArray) links = list_links ();
  Addressing addressing = { links, NULL };

  info->interfaces = list_interfaces (links);
  addressing.interfaces = info->interfaces;
  lc_rtnetlink_dump (RTM_GETADDR, take_address, &addressing);
  info->gateways = list_gateways ();
  info->ipv4 = has_route (PUBLIC_IPV4);
  info->ipv6 = has_route (PUBLIC_IPV6) && has_global_source (PUBLIC_IPV6);
  return info;
}

void
lc_network_info_free (LcNetworkInfo *info)
{
  g_ptr_array_unref (info->interfaces);
  g_strfreev (info->gateways);
  g_free (info);
}

char *
lc_network_route_interface (const char *address, GError **error)
{
  g_return_val_if_fail (address != NULL, NULL);

  g_autoptr (Route) route = find_route (address, error);
  char name[IF_NAMESIZE];

  if (!route)
    return NULL;
  if (if_indextoname ((guint) route->index, name))
    return g_strdup (name);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, g_strerror (ENETUNREACH));
  return NULL;
}

char *
lc_network_interface_kind (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  g_autoptr (GPtrArray) links = list_links ();
  const Link *link = find_link_by_name (links, name);

  return g_strdup (link ? link_kind (link) : KIND_OTHER);
}
