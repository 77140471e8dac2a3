/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-ip.h"

#include <gio/gio.h>
#include <string.h>

static GInetAddress *
parse (const char *text)
{
  return text != NULL ? g_inet_address_new_from_string (text) : NULL;
}

/* Returns: (nullable): the four bytes that count for equality of an IPv4 address
 * or of the NAT64 form of one. */
static const guint8 *
get_ipv4_bytes (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 ? bytes : bytes + 12;
}

gboolean
lc_ip_is_carrier (const char *address)
{
  g_autoptr (GInetAddress) parsed = parse (address);
  const guint8 *bytes;

  if (parsed == NULL || g_inet_address_get_family (parsed) != G_SOCKET_FAMILY_IPV4)
    return FALSE;
  bytes = g_inet_address_to_bytes (parsed);
  return bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
}

gboolean
lc_ip_is_inside (const char *address)
{
  g_autoptr (GInetAddress) parsed = parse (address);
  const guint8 *bytes;

  if (parsed == NULL)
    return FALSE;
  if (g_inet_address_get_is_site_local (parsed) || g_inet_address_get_is_link_local (parsed)
      || g_inet_address_get_is_loopback (parsed))
    return TRUE;
  bytes = g_inet_address_to_bytes (parsed);
  if (g_inet_address_get_family (parsed) == G_SOCKET_FAMILY_IPV6)
    return (bytes[0] & 0xfe) == 0xfc;
  return lc_ip_is_carrier (address);
}

gboolean
lc_ip_equal (const char *a, const char *b)
{
  g_autoptr (GInetAddress) first = parse (a);
  g_autoptr (GInetAddress) second = parse (b);

  if (first == NULL || second == NULL)
    return FALSE;
  if (g_inet_address_get_family (first) == g_inet_address_get_family (second))
    return g_inet_address_equal (first, second);
  return memcmp (get_ipv4_bytes (first), get_ipv4_bytes (second), 4) == 0;
}

gboolean
lc_ip_in (const char *address, const char *const *list)
{
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (lc_ip_equal (address, list[i]))
      return TRUE;
  return FALSE;
}

gboolean
lc_ip_is_ipv6 (const char *address)
{
  return address != NULL && strchr (address, ':') != NULL;
}

char *
lc_ip_get_place (const char *address)
{
  g_autoptr (GInetAddress) parsed = parse (address);
  const guint8 *bytes;

  if (parsed == NULL)
    return g_strdup (address != NULL ? address : "");
  bytes = g_inet_address_to_bytes (parsed);
  if (g_inet_address_get_family (parsed) == G_SOCKET_FAMILY_IPV4)
    return g_strdup_printf ("%u.%u.%u", bytes[0], bytes[1], bytes[2]);
  return g_strdup_printf ("%02x%02x:%02x%02x:%02x%02x", bytes[0], bytes[1], bytes[2], bytes[3],
                          bytes[4], bytes[5]);
}

gboolean
lc_ip_shares_place (const char *a, const char *b)
{
  g_autofree char *first = lc_ip_get_place (a);
  g_autofree char *second = lc_ip_get_place (b);

  return *first != '\0' && g_str_equal (first, second);
}

char *
lc_ip_of_endpoint (const char *endpoint)
{
  const char *colon;

  if (endpoint == NULL)
    return NULL;
  if (endpoint[0] == '[' && strchr (endpoint, ']') != NULL)
    return g_strndup (endpoint + 1, (gsize) (strchr (endpoint, ']') - endpoint - 1));
  colon = strchr (endpoint, ':');
  if (colon == NULL || strchr (colon + 1, ':') != NULL)
    return g_strdup (endpoint);
  return g_strndup (endpoint, (gsize) (colon - endpoint));
}
