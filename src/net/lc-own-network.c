/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-own-network.h"

#include <gio/gio.h>
#include <string.h>

#include "base/lc-address.h"

#define SITE_BYTES 2 /* of an IPv4 address, which the routers of a site share */

struct _LcOwnNetwork
{
  GPtrArray *addresses; /* (owned) (element-type utf8) */
  GPtrArray *locals;    /* (owned) (element-type utf8) of them, this computer's public ones */
  GPtrArray *mapped;    /* (owned) (element-type utf8) of them, those that STUN saw */
  GPtrArray *rejecters; /* (owned) (element-type utf8) routers on the way, own or not */
  gboolean shared;      /* this computer or a gateway has an address of RFC 6598 */
};

LcOwnNetwork *
lc_own_network_new (void)
{
  LcOwnNetwork *self = g_new0 (LcOwnNetwork, 1);

  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->locals = g_ptr_array_new_with_free_func (g_free);
  self->mapped = g_ptr_array_new_with_free_func (g_free);
  self->rejecters = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
lc_own_network_free (LcOwnNetwork *self)
{
  g_ptr_array_unref (self->addresses);
  g_ptr_array_unref (self->locals);
  g_ptr_array_unref (self->mapped);
  g_ptr_array_unref (self->rejecters);
  g_free (self);
}

static gboolean
contains (GPtrArray *addresses, const char *address)
{
  for (guint i = 0; i < addresses->len; i++)
    if (lc_address_equal (g_ptr_array_index (addresses, i), address))
      return TRUE;
  return FALSE;
}

static gboolean
are_of_one_site (const char *a, const char *b)
{
  g_autoptr (GInetAddress) first = g_inet_address_new_from_string (a);
  g_autoptr (GInetAddress) second = g_inet_address_new_from_string (b);

  if (lc_address_is_ipv6 (a) || lc_address_is_ipv6 (b))
    return lc_address_shares_prefix (a, b);
  return first != NULL && second != NULL
         && memcmp (g_inet_address_to_bytes (first), g_inet_address_to_bytes (second), SITE_BYTES)
                == 0;
}

static void
add (LcOwnNetwork *self, GPtrArray *more, const char *address)
{
  if (address == NULL)
    return;
  if (!contains (self->addresses, address))
    g_ptr_array_add (self->addresses, g_strdup (address));
  if (more != NULL && !contains (more, address))
    g_ptr_array_add (more, g_strdup (address));
}

static LcOwnSide
get_side (const LcOwnNetwork *self, const char *address, guint ttl)
{
  if (ttl == 1 || contains (self->addresses, address))
    return LC_OWN_SIDE_INSIDE;
  if (lc_address_is_shared (address))
    return self->shared ? LC_OWN_SIDE_INSIDE : LC_OWN_SIDE_BEYOND;
  if (lc_address_is_inside (address))
    return LC_OWN_SIDE_INSIDE;
  for (guint i = 0; i < self->locals->len; i++)
    if (are_of_one_site (g_ptr_array_index (self->locals, i), address))
      return LC_OWN_SIDE_INSIDE;
  for (guint i = 0; i < self->mapped->len; i++)
    if (lc_address_shares_prefix (g_ptr_array_index (self->mapped, i), address))
      return LC_OWN_SIDE_NEIGHBOUR;
  return LC_OWN_SIDE_BEYOND;
}

static gboolean
any_rejecter_is_beyond (const LcOwnNetwork *self)
{
  for (guint i = 0; i < self->rejecters->len; i++)
    if (get_side (self, g_ptr_array_index (self->rejecters, i), 0) == LC_OWN_SIDE_BEYOND)
      return TRUE;
  return FALSE;
}

void
lc_own_network_add_gateway (LcOwnNetwork *self, const char *address)
{
  g_return_if_fail (self != NULL);

  self->shared |= lc_address_is_shared (address);
  add (self, NULL, address);
}

void
lc_own_network_add_mapped (LcOwnNetwork *self, const char *address)
{
  g_return_if_fail (self != NULL);

  add (self, self->mapped, address);
}

void
lc_own_network_add_local (LcOwnNetwork *self, const char *address)
{
  g_return_if_fail (self != NULL);

  self->shared |= lc_address_is_shared (address);
  add (self, lc_address_is_inside (address) ? NULL : self->locals, address);
}

void
lc_own_network_add_rejecter (LcOwnNetwork *self, const char *address)
{
  g_return_if_fail (self != NULL);

  if (address != NULL && !contains (self->rejecters, address))
    g_ptr_array_add (self->rejecters, g_strdup (address));
}

LcOwnSide
lc_own_network_get_side (const LcOwnNetwork *self, const char *address, guint ttl)
{
  LcOwnSide side;

  g_return_val_if_fail (self != NULL, LC_OWN_SIDE_INSIDE);

  side = get_side (self, address, ttl);
  if (side == LC_OWN_SIDE_NEIGHBOUR && any_rejecter_is_beyond (self))
    return LC_OWN_SIDE_BEYOND;
  return side;
}
