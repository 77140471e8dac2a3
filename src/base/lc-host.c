/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-host.h"

#include <string.h>

#include <gio/gio.h>

#define MAX_NAME 253
#define MAX_LABEL 63

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > MAX_LABEL || label[0] == '-' || label[length - 1] == '-')
    return FALSE;

  for (const char *c = label; *c != '\0'; c++) {
    if (!g_ascii_isalnum (*c) && *c != '-')
      return FALSE;
  }

  return TRUE;
}

gboolean
lc_host_is_name (const char *host)
{
  g_auto (GStrv) labels = NULL;
  const char *last = NULL;

  if (strlen (host) > MAX_NAME)
    return FALSE;

  labels = g_strsplit (host, ".", -1);
  for (char **label = labels; *label != NULL; label++) {
    if (!is_label (*label))
      return FALSE;
    last = *label;
  }

  return last != NULL && strspn (last, "0123456789") < strlen (last);
}

gboolean
lc_host_is_address (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *canonical = NULL;

  /* GLib would resolve a zone's interface name; it knows no broadcast (RFC 919). */
  if (strchr (host, '%') != NULL || strcmp (host, "255.255.255.255") == 0)
    return FALSE;

  address = g_inet_address_new_from_string (host);
  if (address == NULL || g_inet_address_get_is_any (address)
      || g_inet_address_get_is_multicast (address))
    return FALSE;

  canonical = g_inet_address_to_string (address);
  return strcmp (canonical, host) == 0;
}

char *
lc_host_bracket (const char *host)
{
  return strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_strdup (host);
}

char *
lc_host_get_domain (const char *name)
{
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;

  if (dot == NULL)
    return g_strdup (name != NULL ? name : "");
  for (const char *at = dot; at > name; at--)
    if (at[-1] == '.')
      return g_ascii_strdown (at, -1);
  return g_ascii_strdown (name, -1);
}
