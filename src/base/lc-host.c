/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-host.h"

#include <string.h>

#include "base/lc-address.h"

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

/* Where the last @count labels of @name begin. */
static const char *
find_labels (const char *name, guint count)
{
  const char *at = name + strlen (name);

  while (at > name) {
    if (at[-1] == '.' && --count == 0)
      return at;
    at--;
  }
  return name;
}

/* Whether two labels are what a country's registry sells names under: "co.uk". */
static gboolean
is_between (const char *labels)
{
  static const char *const words[]
      = { "ac",  "co", "com", "edu", "gob", "gov", "govt", "go",  "gv",  "ltd",
          "mil", "ne", "net", "nhs", "nom", "or",  "org",  "plc", "sch", NULL };
  g_auto (GStrv) parts = g_strsplit (labels, ".", 2);

  return parts[0] != NULL && parts[1] != NULL && strlen (parts[1]) == 2
         && g_strv_contains (words, parts[0]);
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
  g_autofree char *canonical = lc_address_to_canonical (host);
  LcAddressKind kind = lc_address_get_kind (host);

  if (g_strcmp0 (canonical, host) != 0 || strchr (host, '%') != NULL
      || strcmp (host, "255.255.255.255") == 0) /* RFC 919 */
    return FALSE;
  return kind != LC_ADDRESS_NONE && kind != LC_ADDRESS_UNSPECIFIED && kind != LC_ADDRESS_MULTICAST;
}

char *
lc_host_get_domain (const char *host)
{
  g_autofree char *name = host != NULL ? g_ascii_strdown (host, -1) : g_strdup ("");
  const char *start;

  if (lc_address_get_kind (name) != LC_ADDRESS_NONE)
    return lc_address_to_canonical (name);
  if (g_str_has_suffix (name, "."))
    name[strlen (name) - 1] = '\0';
  start = find_labels (name, 2);
  if (is_between (start))
    start = find_labels (name, 3);
  return g_strdup (start);
}
