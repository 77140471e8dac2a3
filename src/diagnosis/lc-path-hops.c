/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-path-hops.h"

#include "base/lc-address.h"

const LcHop *
lc_hops_find (GPtrArray *hops, guint ttl)
{
  for (guint i = 0; hops != NULL && i < hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (hops, i);

    if (hop->ttl == ttl && hop->address != NULL)
      return hop;
  }
  return NULL;
}

const LcHop *
lc_hops_find_address (GPtrArray *hops, const char *address)
{
  for (guint i = 0; hops != NULL && i < hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (hops, i);

    if (lc_address_equal (hop->address, address))
      return hop;
  }
  return NULL;
}

/* The farthest router that answered; never the host itself. */
static const LcHop *
find_last_router (GPtrArray *hops, const char *host)
{
  const LcHop *last = NULL;

  for (guint i = 0; hops != NULL && i < hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (hops, i);

    if (hop->address != NULL && !lc_address_equal (hop->address, host)
        && (last == NULL || hop->ttl > last->ttl))
      last = hop;
  }
  return last;
}

/* The nearest router beyond @ttl; never the host itself. */
static const LcHop *
find_router_beyond (GPtrArray *hops, const char *host, guint ttl)
{
  const LcHop *next = NULL;

  for (guint i = 0; hops != NULL && i < hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (hops, i);

    if (hop->address != NULL && !lc_address_equal (hop->address, host) && hop->ttl > ttl
        && (next == NULL || hop->ttl < next->ttl))
      next = hop;
  }
  return next;
}

const LcHop *
lc_path_find_hop (const LcPath *path, guint ttl)
{
  const LcHop *hop = lc_hops_find (path->hops, ttl);

  return hop != NULL ? hop : lc_hops_find (path->control_hops, ttl);
}

guint
lc_path_get_ttl_of (const LcPath *path, const char *address)
{
  const LcHop *hop = path != NULL ? lc_hops_find_address (path->hops, address) : NULL;

  if (hop == NULL && path != NULL)
    hop = lc_hops_find_address (path->control_hops, address);
  return hop != NULL ? hop->ttl : 0;
}

/* No host stands where a router does, or before one: it is a proxy of connections that answered
 * the control in the host's name. */
static guint
check_host_ttl (const LcPath *path, const char *address, guint ttl)
{
  const LcHop *router = find_last_router (path->hops, address);

  return router != NULL && router->ttl >= ttl ? 0 : ttl;
}

guint
lc_path_get_host_ttl (const LcPath *path, const char *address)
{
  const LcHop *host;

  if (path == NULL || !path->has_control || !path->control_reached
      || !lc_address_is_neighbour (path->control_address, address))
    return 0;
  host = lc_hops_find_address (path->control_hops, path->control_address);
  return check_host_ttl (path, address, host != NULL ? host->ttl : path->control_last_ttl);
}

/* A control to another place is no comparison where the two have parted already. */
static gboolean
share_way (const LcPath *path, const char *address, const LcHop *last)
{
  const LcHop *control = lc_hops_find (path->control_hops, last->ttl);

  return control == NULL || lc_address_equal (control->address, last->address)
         || lc_address_is_neighbour (path->control_address, address);
}

LcSilence
lc_path_get_silence (const LcPath *path, const char *address)
{
  guint host_ttl = lc_path_get_host_ttl (path, address);
  LcSilence silence = { .last = find_last_router (path->hops, address) };

  silence.at_host
      = silence.last != NULL && host_ttl != 0 && host_ttl <= (guint) silence.last->ttl + 1;
  if (path->has_control && !silence.at_host
      && (silence.last == NULL || share_way (path, address, silence.last)))
    silence.next = find_router_beyond (path->control_hops, path->control_address,
                                       silence.last != NULL ? silence.last->ttl : 0);
  return silence;
}
