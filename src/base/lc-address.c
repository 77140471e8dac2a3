/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-address.h"

#include <string.h>

typedef struct
{
  guint8 prefix[16];
  guint8 bits;
} Block;

static const Block ipv4_unusable[] = {
  { { 0 }, 8 },
  { { 127 }, 8 },
  { { 224 }, 4 },
  { { 240 }, 4 },
};

static const Block ipv4_private[] = {
  { { 10 }, 8 },       { { 100, 64 }, 10 },   { { 127 }, 8 },       { { 169, 254 }, 16 },
  { { 172, 16 }, 12 }, { { 192, 0, 0 }, 24 }, { { 192, 168 }, 16 },
};

static const Block ipv6_unusable[] = {
  { { 0 }, 128 },
  { { [15] = 1 }, 128 },
  { { 0xff }, 8 },
};

static const Block ipv6_private[] = {
  { { [15] = 1 }, 128 },
  { { 0xfc }, 7 },
  { { 0xfe, 0x80 }, 10 },
  { { 0xfe, 0xc0 }, 10 },
};

static const Block ipv6_mapped = { { [10] = 0xff, 0xff }, 96 };

static gboolean
block_contains (const Block *block, const guint8 *bytes)
{
  guint whole = block->bits / 8;
  guint8 mask = (guint8) (0xff00 >> (block->bits % 8));

  return memcmp (block->prefix, bytes, whole) == 0
         && (mask == 0 || ((block->prefix[whole] ^ bytes[whole]) & mask) == 0);
}

static gboolean
any_block_contains (const Block *blocks, gsize n_blocks, const guint8 *bytes)
{
  for (gsize i = 0; i < n_blocks; i++) {
    if (block_contains (&blocks[i], bytes))
      return TRUE;
  }
  return FALSE;
}

/* An IPv6 address may carry its interface ("fe80::1%eth0"), of which no block knows. */
static GInetAddress *
parse_address (const char *address)
{
  g_autofree char *bare = NULL;

  if (!address)
    return NULL;
  bare = g_strndup (address, strcspn (address, "%"));
  return g_inet_address_new_from_string (bare);
}

static gboolean
is_in (const char *address, const Block *ipv4, gsize n_ipv4, const Block *ipv6, gsize n_ipv6)
{
  g_autoptr (GInetAddress) parsed = parse_address (address);
  const guint8 *bytes;

  if (!parsed)
    return FALSE;
  bytes = g_inet_address_to_bytes (parsed);
  if (g_inet_address_get_family (parsed) == G_SOCKET_FAMILY_IPV4)
    return any_block_contains (ipv4, n_ipv4, bytes);
  if (block_contains (&ipv6_mapped, bytes))
    return any_block_contains (ipv4, n_ipv4, bytes + 12);
  return any_block_contains (ipv6, n_ipv6, bytes);
}

gboolean
lc_address_is_unusable (const char *address)
{
  return is_in (address, ipv4_unusable, G_N_ELEMENTS (ipv4_unusable), ipv6_unusable,
                G_N_ELEMENTS (ipv6_unusable));
}

gboolean
lc_address_is_private (const char *address)
{
  return is_in (address, ipv4_private, G_N_ELEMENTS (ipv4_private), ipv6_private,
                G_N_ELEMENTS (ipv6_private));
}

static GInetAddress *
parse_text (const char *text)
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
lc_address_is_shared (const char *address)
{
  g_autoptr (GInetAddress) parsed = parse_text (address);
  const guint8 *bytes;

  if (parsed == NULL || g_inet_address_get_family (parsed) != G_SOCKET_FAMILY_IPV4)
    return FALSE;
  bytes = g_inet_address_to_bytes (parsed);
  return bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
}

gboolean
lc_address_is_loopback (const char *address)
{
  g_autoptr (GInetAddress) parsed = parse_text (address);

  return parsed != NULL && g_inet_address_get_is_loopback (parsed);
}

gboolean
lc_address_is_inside (const char *address)
{
  g_autoptr (GInetAddress) parsed = parse_text (address);
  const guint8 *bytes;

  if (parsed == NULL)
    return FALSE;
  if (g_inet_address_get_is_site_local (parsed) || g_inet_address_get_is_link_local (parsed)
      || g_inet_address_get_is_loopback (parsed))
    return TRUE;
  bytes = g_inet_address_to_bytes (parsed);
  if (g_inet_address_get_family (parsed) == G_SOCKET_FAMILY_IPV6)
    return (bytes[0] & 0xfe) == 0xfc;
  return lc_address_is_shared (address);
}

gboolean
lc_address_equal (const char *a, const char *b)
{
  g_autoptr (GInetAddress) first = parse_text (a);
  g_autoptr (GInetAddress) second = parse_text (b);

  if (first == NULL || second == NULL)
    return FALSE;
  if (g_inet_address_get_family (first) == g_inet_address_get_family (second))
    return g_inet_address_equal (first, second);
  return memcmp (get_ipv4_bytes (first), get_ipv4_bytes (second), 4) == 0;
}

gboolean
lc_address_is_in (const char *address, const char *const *list)
{
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (lc_address_equal (address, list[i]))
      return TRUE;
  return FALSE;
}

gboolean
lc_address_any_is_in (const char *const *addresses, const char *const *list)
{
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    if (lc_address_is_in (addresses[i], list))
      return TRUE;
  return FALSE;
}

gboolean
lc_address_is_ipv6 (const char *address)
{
  return address != NULL && strchr (address, ':') != NULL;
}

char *
lc_address_get_prefix (const char *address)
{
  g_autoptr (GInetAddress) parsed = parse_text (address);
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
lc_address_shares_prefix (const char *a, const char *b)
{
  g_autofree char *first = lc_address_get_prefix (a);
  g_autofree char *second = lc_address_get_prefix (b);

  return *first != '\0' && g_str_equal (first, second);
}

char *
lc_endpoint_get_address (const char *endpoint)
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
