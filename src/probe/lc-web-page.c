/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-web-page.h"

#include <string.h>

#include "base/lc-uri.h"

#define MAX_TITLE 200
#define MAX_LOCATION 1024
#define MAX_NOTICE                                                                                 \
  (20 * 1024) /* a filter's notice is short; an application's page may say anything */

/* Lower-case phrases, as filters and portals write them. A phrase stands here
 * only if a service's own page has no reason to say it. */
static const char *const blocked_phrases[] = {
  "web page blocked",
  "webpage blocked",
  "page has been blocked",
  "page is blocked",
  "site has been blocked",
  "site is blocked",
  "website blocked",
  "website is blocked",
  "url blocked",
  "url has been blocked",
  "access to this site is blocked",
  "access to this page is blocked",
  "access to this site is denied",
  "access to this website",
  "access to this web site",
  "access to this web page",
  "access to the requested",
  "access has been blocked",
  "access blocked",
  "access denied by",
  "access has been denied by",
  "blocked by ",
  "not permitted by",
  "denied by corporate",
  "web filter",
  "webfilter",
  "content filter",
  "url filter",
  "web gateway",
  "blocked due to",
  "internet usage policy",
  "acceptable use policy",
  "violates the company",
};

static const char *const portal_phrases[] = {
  "captive portal",
  "guest network",
  "guest wi-fi",
  "guest wifi",
  "hotspot",
  "wi-fi access",
  "wifi access",
  "free wi-fi",
  "free wifi",
  "network login",
  "accept the terms",
  "terms and conditions to connect",
  "log in to the network",
  "sign in to the network",
  "connect to the internet",
  "internet access login",
};

static gboolean
contains_any (const char *text, const char *const *phrases, gsize count)
{
  for (gsize i = 0; i < count; i++)
    if (strstr (text, phrases[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Text in lower case with runs of white space folded, so that phrases match
 * across line breaks. */
static char *
fold (const char *body, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (body, length);
  g_autofree char *lower = g_utf8_strdown (valid, -1);
  GString *text = g_string_sized_new (strlen (lower));
  gboolean space = FALSE;

  for (const char *p = lower; *p != '\0'; p++) {
    if (!g_ascii_isspace (*p))
      g_string_append_c (text, *p);
    else if (!space)
      g_string_append_c (text, ' ');
    space = g_ascii_isspace (*p);
  }
  return g_string_free (text, FALSE);
}

char *
lc_web_page_text (const char *bytes, gsize length, gsize max, char instead)
{
  g_autofree char *valid = g_utf8_make_valid (bytes, length);
  GString *text = g_string_new (NULL);

  for (const char *p = valid; *p != '\0' && max > 0; p = g_utf8_next_char (p), max--) {
    gunichar character = g_utf8_get_char (p);

    g_string_append_unichar (text, g_unichar_isprint (character) ? character : (guchar) instead);
  }
  return g_string_free (text, FALSE);
}

static char *
find_title (const char *body, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (body, length);
  g_autofree char *lower = g_ascii_strdown (valid, -1);
  const char *tag = strstr (lower, "<title");
  const char *begin = tag != NULL ? strchr (tag, '>') : NULL;
  const char *end = begin != NULL ? strstr (begin, "</title") : NULL;
  g_autofree char *title = NULL;

  if (end == NULL)
    return NULL;
  begin += 1 + strspn (begin + 1, " \t\r\n");
  if (begin >= end)
    return NULL;
  title = lc_web_page_text (valid + (begin - lower), end - begin, MAX_TITLE, ' ');
  g_strchomp (title);
  return *title != '\0' ? g_steal_pointer (&title) : NULL;
}

/* <meta http-equiv="refresh" content="0; url=http://portal/"> */
static char *
find_refresh (const char *folded)
{
  const char *refresh = strstr (folded, "http-equiv=\"refresh\"");
  const char *url = refresh != NULL ? strstr (refresh, "url=") : NULL;
  gsize length;

  if (url == NULL)
    return NULL;
  url += strlen ("url=");
  url += strspn (url, "'\" ");
  length = strcspn (url, "'\"> ;");
  return length > 0 ? lc_web_page_text (url, length, MAX_LOCATION, '?') : NULL;
}

static gboolean
is_html (const LcHttp *http, const char *folded)
{
  return (http->content_type != NULL && strstr (http->content_type, "html") != NULL)
         || strstr (folded, "<html") != NULL || strstr (folded, "<!doctype html") != NULL;
}

void
lc_web_page_read (LcHttp *http, const char *body, gsize length)
{
  g_autoptr (GStrvBuilder) marks = g_strv_builder_new ();
  g_autofree char *folded = body != NULL ? fold (body, length) : g_strdup ("");
  g_autofree char *refresh = NULL;

  if (strstr (folded, "wispaccessgatewayparam") != NULL)
    g_strv_builder_add (marks, LC_MARK_WISPR);
  if (is_html (http, folded)) {
    g_strv_builder_add (marks, LC_MARK_HTML);
    http->title = find_title (body != NULL ? body : "", length);
    if (strstr (folded, "type=\"password\"") != NULL || strstr (folded, "type=password") != NULL)
      g_strv_builder_add (marks, LC_MARK_LOGIN_FORM);
    if (contains_any (folded, portal_phrases, G_N_ELEMENTS (portal_phrases)))
      g_strv_builder_add (marks, LC_MARK_PORTAL_WORDS);
    if (length < MAX_NOTICE
        && contains_any (folded, blocked_phrases, G_N_ELEMENTS (blocked_phrases)))
      g_strv_builder_add (marks, LC_MARK_BLOCKED_WORDS);
    refresh = find_refresh (folded);
  }
  if (refresh != NULL) {
    g_strv_builder_add (marks, LC_MARK_META_REFRESH);
    if (http->location == NULL)
      http->location = lc_uri_hide_userinfo (refresh);
  }
  g_clear_pointer (&http->marks, g_strfreev);
  http->marks = g_strv_builder_end (marks);
}

gboolean
lc_http_has_mark (const LcHttp *http, const char *mark)
{
  return http->marks != NULL && g_strv_contains ((const char *const *) http->marks, mark);
}
