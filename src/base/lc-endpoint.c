/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-endpoint.h"

#include <string.h>

#include "base/lc-address.h"

static gboolean
has_colon (const char *text)
{
  return strchr (text, ':') != NULL;
}

/* Returns: (transfer full) (nullable): the host; @rest is what stands behind it. */
static char *
split_bracketed (const char *endpoint, const char **rest)
{
  const char *end = strchr (endpoint, ']');
  g_autofree char *host
      = end != NULL ? g_strndup (endpoint + 1, (gsize) (end - endpoint - 1)) : NULL;

  if (host == NULL || !has_colon (host) || lc_address_get_kind (host) == LC_ADDRESS_NONE)
    return NULL;
  *rest = end + 1;
  return g_steal_pointer (&host);
}

static char *
split_plain (const char *endpoint, const char **rest)
{
  const char *colon = strchr (endpoint, ':');

  *rest = "";
  if (colon == NULL || lc_address_get_kind (endpoint) != LC_ADDRESS_NONE)
    return *endpoint != '\0' ? g_strdup (endpoint) : NULL;
  if (colon == endpoint || has_colon (colon + 1))
    return NULL;
  *rest = colon;
  return g_strndup (endpoint, (gsize) (colon - endpoint));
}

/* @rest: ":443", or nothing. */
static gboolean
read_port (const char *rest, guint16 *port)
{
  guint64 number = 0;

  if (*rest != '\0'
      && (*rest != ':'
          || !g_ascii_string_to_unsigned (rest + 1, 10, 1, G_MAXUINT16, &number, NULL)))
    return FALSE;
  *port = (guint16) number;
  return TRUE;
}

gboolean
lc_endpoint_split (const char *endpoint, char **host, guint16 *port)
{
  const char *rest = "";
  g_autofree char *found = NULL;
  guint16 number = 0;

  if (host != NULL)
    *host = NULL;
  if (endpoint == NULL)
    return FALSE;
  found = *endpoint == '[' ? split_bracketed (endpoint, &rest) : split_plain (endpoint, &rest);
  if (found == NULL || !read_port (rest, &number))
    return FALSE;
  if (host != NULL)
    *host = g_steal_pointer (&found);
  if (port != NULL)
    *port = number;
  return TRUE;
}

char *
lc_endpoint_get_address (const char *endpoint)
{
  char *host;

  return lc_endpoint_split (endpoint, &host, NULL) ? host : NULL;
}

char *
lc_endpoint_bracket (const char *host)
{
  g_return_val_if_fail (host != NULL, NULL);

  return has_colon (host) ? g_strdup_printf ("[%s]", host) : g_strdup (host);
}

char *
lc_endpoint_join (const char *host, guint16 port)
{
  g_autofree char *bracketed = lc_endpoint_bracket (host);

  return g_strdup_printf ("%s:%u", bracketed, port);
}
