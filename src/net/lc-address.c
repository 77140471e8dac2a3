/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-address.h"

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
