/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-own-network.h"

#include <string.h>

#include "base/lc-address.h"

#define SITE_BYTES 2 /* of an IPv4 address, which the routers of a site share */

struct _LcOwnNetwork
{
  GPtrArray *addresses; /* (owned) (element-type utf8) */
  GPtrArray *locals;    /* (owned) (element-type utf8) of them, this computer's public ones */
};

LcOwnNetwork *
lc_own_network_new (void)
{
  LcOwnNetwork *self = g_new0 (LcOwnNetwork, 1);

  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->locals = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
lc_own_network_free (LcOwnNetwork *self)
{
  g_ptr_array_unref (self->addresses);
  g_ptr_array_unref (self->locals);
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

void
lc_own_network_add (LcOwnNetwork *self, const char *address)
{
  g_return_if_fail (self != NULL);

  if (address != NULL && !contains (self->addresses, address))
    g_ptr_array_add (self->addresses, g_strdup (address));
}

void
lc_own_network_add_local (LcOwnNetwork *self, const char *address)
{
  g_return_if_fail (self != NULL);

  lc_own_network_add (self, address);
  if (address != NULL && !lc_address_is_private (address) && !contains (self->locals, address))
    g_ptr_array_add (self->locals, g_strdup (address));
}

gboolean
lc_own_network_may_hold (const LcOwnNetwork *self, const char *address, guint ttl)
{
  g_return_val_if_fail (self != NULL, TRUE);

  if (ttl == 1 || lc_address_is_private (address) || contains (self->addresses, address))
    return TRUE;
  for (guint i = 0; i < self->locals->len; i++)
    if (are_of_one_site (g_ptr_array_index (self->locals, i), address))
      return TRUE;
  return FALSE;
}
