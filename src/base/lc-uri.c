/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-uri.h"

#include <string.h>

static gboolean
has_escape (const char *at, const char *escape)
{
  return g_ascii_strncasecmp (at, escape, strlen (escape)) == 0;
}

/* What is before a host: "//", or the same in percent-encoding. Returns: its length, or 0. */
static gsize
get_marker_length (const char *at, gboolean *encoded)
{
  *encoded = has_escape (at, "%2F%2F");
  if (*encoded)
    return strlen ("%2F%2F");
  return strncmp (at, "//", 2) == 0 ? 2 : 0;
}

/* Whether an authority ends here, at the latest: what follows is a path, or is no URI. */
static gboolean
is_end (const char *at, gboolean encoded)
{
  if (*at == '\0' || g_ascii_isspace (*at) || strchr ("/?#\\\"<>'`", *at) != NULL)
    return TRUE;
  return encoded
         && (*at == '&' || has_escape (at, "%2F") || has_escape (at, "%3F")
             || has_escape (at, "%23"));
}

/* Returns: (nullable): where the host begins that has something before it. The last “@” counts:
 * a password may have one of its own, although it should not. */
static const char *
find_host (const char *authority, gboolean encoded)
{
  const char *host = NULL;

  for (const char *at = authority; !is_end (at, encoded); at++) {
    if (*at == '@')
      host = at + 1;
    else if (encoded && has_escape (at, "%40"))
      host = at + strlen ("%40");
  }
  return host;
}

char *
lc_uri_hide_userinfo (const char *text)
{
  GString *result;

  if (text == NULL)
    return NULL;

  result = g_string_new (NULL);
  while (*text != '\0') {
    gboolean encoded;
    gsize length = get_marker_length (text, &encoded);
    const char *host = length > 0 ? find_host (text + length, encoded) : NULL;

    g_string_append_len (result, text, (gssize) MAX (length, 1));
    text = host != NULL ? host : text + MAX (length, 1);
  }
  return g_string_free (result, FALSE);
}

gboolean
lc_uri_has_userinfo (const char *text)
{
  g_autofree char *hidden = lc_uri_hide_userinfo (text);

  return !g_str_equal (hidden, text);
}
