/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "probe-fixture.h"
#include "probe/lc-web-page.h"

typedef struct
{
  const char *name;
  const char *content_type; /* (nullable) */
  const char *body;
  const char *title;    /* (nullable) */
  const char *location; /* (nullable) */
  const char *marks;    /* in their order */
} Case;

static const Case cases[] = {
  { "empty", "text/html", "", NULL, NULL, "html" },
  { "no-page", NULL, "{\"status\": \"up\"}", NULL, NULL, "" },
  { "json-with-words", "application/json", "{\"error\": \"access denied by policy\"}", NULL, NULL,
    "" },
  { "plain", NULL, "<!DOCTYPE html><title>Hello</title>", "Hello", NULL, "html" },
  { "xhtml", "application/xhtml+xml", "<title>Hello</title>", "Hello", NULL, "html" },
  { "title-with-attributes", NULL, "<HTML><TITLE lang=\"en\">\r\n  Two\n words </TITLE>",
    "Two  words", NULL, "html" },
  { "title-of-nothing", NULL, "<html><title> \n </title>", NULL, NULL, "html" },
  { "title-without-end", NULL, "<html><title>Hello", NULL, NULL, "html" },
  { "title-tag-without-end", NULL, "<html><title", NULL, NULL, "html" },
  { "title-in-utf-8", NULL, "<html><title>Gäste-WLAN €</title>", "Gäste-WLAN €", NULL, "html" },
  { "title-that-steers", NULL,
    "<html><title>a\x1b[31mb\xe2\x80\xae"
    "c</title>",
    "a [31mb c", NULL, "html" },
  { "login", NULL, "<html><input TYPE=\"Password\" name=p>", NULL, NULL, "html login-form" },
  { "login-unquoted", NULL, "<html><input type=password>", NULL, NULL, "html login-form" },
  { "portal", NULL, "<html>Welcome to our Guest\r\n\tNetwork", NULL, NULL, "html portal-words" },
  { "wispr", NULL, "<?xml?><WISPAccessGatewayParam/>", NULL, NULL, "wispr" },
  { "blocked", NULL, "<html><p>This  web page\nhas been blocked. URL Blocked", NULL, NULL,
    "html blocked-words" },
  { "blocked-by", NULL, "<html>Blocked by Example Filter", NULL, NULL, "html blocked-words" },
  { "refresh", NULL,
    "<html><meta http-equiv=\"refresh\" content=\"0;url=http://portal.test/a?b=c\">", NULL,
    "http://portal.test/a?b=c", "html meta-refresh" },
  { "refresh-quoted", NULL, "<html><META HTTP-EQUIV=\"Refresh\" CONTENT=\"5; URL='/login'\">", NULL,
    "/login", "html meta-refresh" },
  { "refresh-with-password", NULL,
    "<html><meta http-equiv=\"refresh\" content=\"0;url=http://user:pass@portal.test/\">", NULL,
    "http://portal.test/", "html meta-refresh" },
  { "refresh-of-itself", NULL, "<html><meta http-equiv=\"refresh\" content=\"60\">", NULL, NULL,
    "html" },
  { "refresh-that-steers", NULL,
    "<html><meta http-equiv=\"refresh\" content=\"0;url=a\x1b[2J\xff\">", NULL, "a?[2j\xef\xbf\xbd",
    "html meta-refresh" },
};

static LcHttp *
read_page (const char *content_type, const char *body, gsize length)
{
  LcHttp *http = lc_http_new ();
  /* A copy of the very length, so that a sanitizer sees any overrun. */
  g_autofree char *copy = g_memdup2 (body, length);

  http->content_type = g_strdup (content_type);
  lc_web_page_read (http, copy, length);
  return http;
}

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr (LcHttp) http
      = read_page (expected->content_type, expected->body, strlen (expected->body));
  g_autofree char *marks = g_strjoinv (" ", http->marks);

  g_assert_cmpstr (http->title, ==, expected->title);
  g_assert_cmpstr (http->location, ==, expected->location);
  g_assert_cmpstr (marks, ==, expected->marks);
}

/* A response without a body has been read all the same. */
static void
test_no_body (void)
{
  g_autoptr (LcHttp) http = lc_http_new ();

  http->content_type = g_strdup ("text/html");
  lc_web_page_read (http, NULL, 0);
  g_assert_true (lc_http_has_mark (http, LC_MARK_HTML));
  g_assert_false (lc_http_has_mark (http, LC_MARK_BLOCKED_WORDS));
}

static void
test_no_marks (void)
{
  g_autoptr (LcHttp) http = lc_http_new ();

  g_assert_false (lc_http_has_mark (http, LC_MARK_HTML));
}

/* Location is the header's where there is one. */
static void
test_location_header (void)
{
  static const char body[] = "<html><meta http-equiv=\"refresh\" content=\"0;url=/page\">";
  g_autoptr (LcHttp) http = lc_http_new ();

  http->location = g_strdup ("/header");
  lc_web_page_read (http, body, strlen (body));
  g_assert_cmpstr (http->location, ==, "/header");
  g_assert_true (lc_http_has_mark (http, LC_MARK_META_REFRESH));
}

/* An application may say anything; only a filter's notice is short. */
static void
test_long_page (void)
{
  g_autoptr (GString) body = g_string_new ("<html>access denied by policy");
  g_autoptr (LcHttp) notice = read_page (NULL, body->str, body->len);
  g_autoptr (LcHttp) page = NULL;

  while (body->len < 64 * 1024)
    g_string_append (body, " and so on");
  page = read_page (NULL, body->str, body->len);
  g_assert_true (lc_http_has_mark (notice, LC_MARK_BLOCKED_WORDS));
  g_assert_false (lc_http_has_mark (page, LC_MARK_BLOCKED_WORDS));
}

static void
test_bounds (void)
{
  g_autoptr (GString) body = g_string_new ("<html><title>");
  g_autoptr (LcHttp) http = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (body, "é");
  g_string_append (body, "</title><meta http-equiv=\"refresh\" content=\"0;url=");
  for (guint i = 0; i < 5000; i++)
    g_string_append (body, "ü");
  http = read_page (NULL, body->str, body->len);
  g_assert_cmpint (g_utf8_strlen (http->title, -1), ==, 200);
  g_assert_cmpint (g_utf8_strlen (http->location, -1), ==, 1024);
}

static void
assert_printable (const char *text, glong max)
{
  if (text == NULL)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), >, 0);
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, max);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_true (g_unichar_isprint (g_utf8_get_char (p)));
}

static void
assert_sane (LcHttp *http)
{
  static const char *const known[] = { LC_MARK_HTML,  LC_MARK_LOGIN_FORM,    LC_MARK_PORTAL_WORDS,
                                       LC_MARK_WISPR, LC_MARK_BLOCKED_WORDS, LC_MARK_META_REFRESH,
                                       NULL };

  assert_printable (http->title, 200);
  assert_printable (http->location, 1024);
  g_assert_nonnull (http->marks);
  for (guint i = 0; http->marks[i] != NULL; i++)
    g_assert_true (g_strv_contains (known, http->marks[i]));
}

static void
test_mutations (void)
{
  for (guint i = 0; i < 200 * G_N_ELEMENTS (cases); i++) {
    const Case *base = &cases[i % G_N_ELEMENTS (cases)];
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (LcHttp) http = NULL;

    g_byte_array_append (bytes, (const guint8 *) base->body, strlen (base->body));
    fixture_mutate (bytes);
    http = read_page (i % 2 ? "text/html" : NULL, (const char *) bytes->data, bytes->len);
    assert_sane (http);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/page/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/page/no-body", test_no_body);
  g_test_add_func ("/page/no-marks", test_no_marks);
  g_test_add_func ("/page/location-header", test_location_header);
  g_test_add_func ("/page/long-page", test_long_page);
  g_test_add_func ("/page/bounds", test_bounds);
  g_test_add_func ("/page/mutations", test_mutations);
  return g_test_run ();
}
