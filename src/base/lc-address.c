/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-address.h"

#include <arpa/inet.h>
#include <string.h>

#define IPV4_SIZE 4
#define IPV6_SIZE 16
#define MAX_TEXT 128

typedef struct
{
  guint8 bytes[IPV6_SIZE];
  guint size;          /* IPV4_SIZE or IPV6_SIZE */
  const char *zone;    /* (nullable) within the text */
  char text[MAX_TEXT]; /* what inet_pton() is given */
} Address;

typedef struct
{
  guint8 prefix[IPV6_SIZE];
  guint bits;
  LcAddressKind kind;
} Block;

/* IANA's registries of special-purpose addresses (RFC 6890), as far as they tell
 * what can be met; an address is of the first block that has it. */
static const Block ipv4_blocks[] = {
  { { 0 }, 8, LC_ADDRESS_UNSPECIFIED },
  { { 10 }, 8, LC_ADDRESS_PRIVATE },
  { { 100, 64 }, 10, LC_ADDRESS_SHARED },
  { { 127 }, 8, LC_ADDRESS_LOOPBACK },
  { { 169, 254 }, 16, LC_ADDRESS_LINK_LOCAL },
  { { 172, 16 }, 12, LC_ADDRESS_PRIVATE },
  { { 192, 0, 0 }, 24, LC_ADDRESS_SPECIAL },
  { { 192, 0, 2 }, 24, LC_ADDRESS_DOCUMENTATION },
  { { 192, 168 }, 16, LC_ADDRESS_PRIVATE },
  { { 198, 18 }, 15, LC_ADDRESS_DOCUMENTATION },
  { { 198, 51, 100 }, 24, LC_ADDRESS_DOCUMENTATION },
  { { 203, 0, 113 }, 24, LC_ADDRESS_DOCUMENTATION },
  { { 224 }, 4, LC_ADDRESS_MULTICAST },
  { { 240 }, 4, LC_ADDRESS_RESERVED },
};

static const Block ipv6_blocks[] = {
  { { 0 }, 128, LC_ADDRESS_UNSPECIFIED },
  { { [15] = 1 }, 128, LC_ADDRESS_LOOPBACK },
  { { 0x00, 0x64, 0xff, 0x9b }, 96, LC_ADDRESS_NAT64 },
  { { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 }, 48, LC_ADDRESS_NAT64 },
  { { 0x01 }, 64, LC_ADDRESS_RESERVED },
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32, LC_ADDRESS_DOCUMENTATION },
  { { 0x3f, 0xff }, 20, LC_ADDRESS_DOCUMENTATION },
  { { 0xfc }, 7, LC_ADDRESS_UNIQUE_LOCAL },
  { { 0xfe, 0x80 }, 10, LC_ADDRESS_LINK_LOCAL },
  { { 0xfe, 0xc0 }, 10, LC_ADDRESS_UNIQUE_LOCAL },
  { { 0xff }, 8, LC_ADDRESS_MULTICAST },
};

static const Block ipv6_mapped = { { [10] = 0xff, 0xff }, 96, LC_ADDRESS_NONE };

/* RFC 6052 2.1 */
static const Block well_known_prefix = { { 0x00, 0x64, 0xff, 0x9b }, 96, LC_ADDRESS_NAT64 };

/* The lengths that a NAT64 prefix may have, the longest first: it is the usual one. */
static const guint nat64_lengths[] = { 96, 64, 56, 48, 40, 32 };

/* What a network is given, in bytes. */
#define IPV4_PREFIX 3
#define IPV6_PREFIX 6

/* Reading. */

static gboolean
is_zone (const char *zone)
{
  return *zone != '\0' && strpbrk (zone, "%:/[] \t\r\n") == NULL;
}

static gboolean
block_contains (const Block *block, const guint8 *bytes)
{
  guint whole = block->bits / 8;
  guint8 mask = (guint8) (0xff00 >> (block->bits % 8));

  return memcmp (block->prefix, bytes, whole) == 0
         && (mask == 0 || ((block->prefix[whole] ^ bytes[whole]) & mask) == 0);
}

static void
take_mapped (Address *self)
{
  if (self->size != IPV6_SIZE || !block_contains (&ipv6_mapped, self->bytes))
    return;
  memmove (self->bytes, self->bytes + IPV6_SIZE - IPV4_SIZE, IPV4_SIZE);
  self->size = IPV4_SIZE;
}

/* Only an IPv6 address has a zone (RFC 4007 11.2), and no IPv4-mapped one. */
static gboolean
parse (const char *text, Address *self)
{
  char *percent;

  if (text == NULL || g_strlcpy (self->text, text, MAX_TEXT) >= MAX_TEXT)
    return FALSE;
  percent = strchr (self->text, '%');
  self->zone = NULL;
  if (percent != NULL) {
    *percent = '\0';
    self->zone = percent + 1;
    if (!is_zone (self->zone))
      return FALSE;
  }
  if (inet_pton (AF_INET6, self->text, self->bytes) == 1)
    self->size = IPV6_SIZE;
  else if (inet_pton (AF_INET, self->text, self->bytes) == 1)
    self->size = IPV4_SIZE;
  else
    return FALSE;
  take_mapped (self);
  return self->zone == NULL || self->size == IPV6_SIZE;
}

static LcAddressKind
get_kind (const Address *self)
{
  gboolean ipv6 = self->size == IPV6_SIZE;
  const Block *blocks = ipv6 ? ipv6_blocks : ipv4_blocks;
  gsize n_blocks = ipv6 ? G_N_ELEMENTS (ipv6_blocks) : G_N_ELEMENTS (ipv4_blocks);

  for (gsize i = 0; i < n_blocks; i++)
    if (block_contains (&blocks[i], self->bytes))
      return blocks[i].kind;
  return LC_ADDRESS_PUBLIC;
}

/* NAT64. */

/* Where the four bytes stand behind a prefix of @bits: bits 64 to 71 are zero, and
 * skipped (RFC 6052 2.2). */
static void
get_embedded (const guint8 *bytes, guint bits, guint8 *ipv4)
{
  for (guint i = 0, at = bits / 8; i < IPV4_SIZE; at++)
    if (at != 8)
      ipv4[i++] = bytes[at];
}

/* Makes of the NAT64 form of an IPv4 address under the prefix that all know this address. */
static void
unwrap (Address *self)
{
  guint8 ipv4[IPV4_SIZE];

  if (self->size != IPV6_SIZE || !block_contains (&well_known_prefix, self->bytes))
    return;
  get_embedded (self->bytes, well_known_prefix.bits, ipv4);
  memcpy (self->bytes, ipv4, IPV4_SIZE);
  self->size = IPV4_SIZE;
}

static gboolean
parse_through (const char *text, Address *self)
{
  if (!parse (text, self))
    return FALSE;
  unwrap (self);
  return TRUE;
}

/* RFC 7050 2.2: the two addresses of "ipv4only.arpa". */
static gboolean
is_ipv4only (const guint8 *ipv4)
{
  return ipv4[0] == 192 && ipv4[1] == 0 && ipv4[2] == 0 && (ipv4[3] == 170 || ipv4[3] == 171);
}

static char *
format_prefix (const guint8 *bytes, guint bits)
{
  guint8 prefix[IPV6_SIZE] = { 0 };
  char text[INET6_ADDRSTRLEN];

  memcpy (prefix, bytes, bits / 8);
  inet_ntop (AF_INET6, prefix, text, sizeof text);
  return g_strdup_printf ("%s/%u", text, bits);
}

/* What is known of addresses. */

LcAddressKind
lc_address_get_kind (const char *address)
{
  Address self;

  return parse (address, &self) ? get_kind (&self) : LC_ADDRESS_NONE;
}

gboolean
lc_address_is_ipv6 (const char *address)
{
  Address self;

  return parse (address, &self) && self.size == IPV6_SIZE;
}

gboolean
lc_address_is_inside (const char *address)
{
  switch (lc_address_get_kind (address)) {
  case LC_ADDRESS_LOOPBACK:
  case LC_ADDRESS_LINK_LOCAL:
  case LC_ADDRESS_PRIVATE:
  case LC_ADDRESS_UNIQUE_LOCAL:
  case LC_ADDRESS_SHARED:
  case LC_ADDRESS_SPECIAL:
    return TRUE;
  default:
    return FALSE;
  }
}

gboolean
lc_address_is_loopback (const char *address)
{
  return lc_address_get_kind (address) == LC_ADDRESS_LOOPBACK;
}

gboolean
lc_address_is_shared (const char *address)
{
  return lc_address_get_kind (address) == LC_ADDRESS_SHARED;
}

gboolean
lc_address_is_unusable (const char *address)
{
  Address self;

  if (!parse_through (address, &self))
    return FALSE;
  switch (get_kind (&self)) {
  case LC_ADDRESS_UNSPECIFIED:
  case LC_ADDRESS_LOOPBACK:
  case LC_ADDRESS_MULTICAST:
  case LC_ADDRESS_RESERVED:
    return TRUE;
  default:
    return FALSE;
  }
}

gboolean
lc_address_is_public (const char *address)
{
  return lc_address_get_kind (address) != LC_ADDRESS_NONE && !lc_address_is_inside (address)
         && !lc_address_is_unusable (address);
}

char *
lc_address_to_canonical (const char *address)
{
  Address self;
  char text[INET6_ADDRSTRLEN];

  if (!parse (address, &self))
    return NULL;
  inet_ntop (self.size == IPV6_SIZE ? AF_INET6 : AF_INET, self.bytes, text, sizeof text);
  return self.zone != NULL ? g_strdup_printf ("%s%%%s", text, self.zone) : g_strdup (text);
}

char *
lc_address_find_nat64_prefix (const char *address)
{
  Address self;

  if (!parse (address, &self) || self.size != IPV6_SIZE)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (nat64_lengths); i++) {
    guint8 ipv4[IPV4_SIZE];

    get_embedded (self.bytes, nat64_lengths[i], ipv4);
    if (is_ipv4only (ipv4))
      return format_prefix (self.bytes, nat64_lengths[i]);
  }
  return NULL;
}

gboolean
lc_address_equal (const char *a, const char *b)
{
  Address first;
  Address second;

  return parse_through (a, &first) && parse_through (b, &second) && first.size == second.size
         && memcmp (first.bytes, second.bytes, first.size) == 0
         && (first.zone == NULL || second.zone == NULL || g_str_equal (first.zone, second.zone));
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
lc_address_may_lead_to (const char *address, const char *ipv4)
{
  Address ipv6;
  Address wanted;

  if (lc_address_equal (address, ipv4))
    return TRUE;
  if (!parse (address, &ipv6) || ipv6.size != IPV6_SIZE || !parse (ipv4, &wanted)
      || wanted.size != IPV4_SIZE)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (nat64_lengths); i++) {
    guint8 embedded[IPV4_SIZE];

    get_embedded (ipv6.bytes, nat64_lengths[i], embedded);
    if (memcmp (embedded, wanted.bytes, IPV4_SIZE) == 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
lc_address_any_may_lead_to (const char *const *addresses, const char *const *list)
{
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    for (guint j = 0; list != NULL && list[j] != NULL; j++)
      if (lc_address_may_lead_to (addresses[i], list[j]))
        return TRUE;
  return FALSE;
}

static gboolean
shares_prefix (const Address *a, const Address *b)
{
  return a->size == b->size
         && memcmp (a->bytes, b->bytes, a->size == IPV4_SIZE ? IPV4_PREFIX : IPV6_PREFIX) == 0;
}

gboolean
lc_address_shares_prefix (const char *a, const char *b)
{
  Address first;
  Address second;

  return parse_through (a, &first) && parse_through (b, &second) && shares_prefix (&first, &second);
}

/* Whether an IPv6 address is written as the NAT64 form under a prefix of @bits is: bits 64 to 71
 * and what stands behind the IPv4 address are zero (RFC 6052 2.2). */
static gboolean
may_be_nat64 (const guint8 *bytes, guint bits)
{
  guint end = bits / 8 + IPV4_SIZE + (bits <= 64 ? 1 : 0); /* of the IPv4 address */

  for (guint i = end; i < IPV6_SIZE; i++)
    if (bytes[i] != 0)
      return FALSE;
  return bytes[8] == 0;
}

/* Whether two IPv6 addresses may be NAT64 forms, under one prefix, of IPv4 addresses in two
 * networks. */
static gboolean
may_lead_apart (const guint8 *a, const guint8 *b)
{
  for (gsize i = 0; i < G_N_ELEMENTS (nat64_lengths); i++) {
    guint bits = nat64_lengths[i];
    guint8 first[IPV4_SIZE];
    guint8 second[IPV4_SIZE];

    if (memcmp (a, b, bits / 8) != 0 || !may_be_nat64 (a, bits) || !may_be_nat64 (b, bits))
      continue;
    get_embedded (a, bits, first);
    get_embedded (b, bits, second);
    if (memcmp (first, second, IPV4_PREFIX) != 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
lc_address_is_neighbour (const char *a, const char *b)
{
  Address first;
  Address second;

  return parse_through (a, &first) && parse_through (b, &second) && shares_prefix (&first, &second)
         && (first.size == IPV4_SIZE || !may_lead_apart (first.bytes, second.bytes));
}
