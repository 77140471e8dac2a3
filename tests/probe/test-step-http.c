/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "probe-fixture.h"
#include "probe/lc-http-request.h"
#include "probe/lc-web-page.h"

#define ASKED TLS (GOOD), WAIT ("\r\n\r\n")
#define FILLER "0123456789abcdef"
#define EMPTY "Content-Length: 0\r\n\r\n"
#define HTML "Content-Type: text/html\r\n"
#define PAGE(body) "HTTP/1.1 200 OK\r\n" HTML "Connection: close\r\n\r\n<html>" body "</html>"

#define PASS LC_PHASE_NONE, LC_STATUS_PASS, LC_CODE_OK
#define ERROR LC_PHASE_APP, LC_STATUS_DEGRADED, LC_CODE_HTTP_ERROR
#define PORTAL LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_HTTP_CAPTIVE_PORTAL
#define BLOCKED LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_HTTP_BLOCK_PAGE
#define UNEXPECTED LC_PHASE_APP, LC_STATUS_DEGRADED, LC_CODE_APP_UNEXPECTED_REPLY
#define CLOSED LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_APP_CLOSED
#define SILENT LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_APP_TIMEOUT

/* Asked once, on the very connection whose handshake was measured. */
static void
asked_once (LcAttempt *attempt, LoopbackServer *server)
{
  const char *request = loopback_server_get_received (server);

  g_assert_nonnull (attempt->http);
  g_assert_cmpuint (loopback_server_get_accepted (server), ==, 1);
  g_assert_cmpstr (attempt->tls->alpn, ==, NULL);
  g_assert_true (g_str_has_prefix (request, "GET / HTTP/1.1\r\n"));
  g_assert_true (strstr (request, "\r\n\r\n") == request + strlen (request) - 4);
}

static void
asked_properly (LcAttempt *attempt, LoopbackServer *server)
{
  g_autofree char *host
      = g_strdup_printf ("\r\nHost: " LOOPBACK_NAME ":%u\r\n", loopback_server_get_port (server));
  const char *request = loopback_server_get_received (server);

  asked_once (attempt, server);
  g_assert_nonnull (strstr (request, host));
  g_assert_nonnull (strstr (request, "\r\nUser-Agent: Linecheck/" LC_VERSION "\r\n"));
  g_assert_null (strstr (request, "Cookie"));
  g_assert_null (strstr (request, "Authorization"));
  g_assert_cmpuint (attempt->http->status, ==, 200);
  g_assert_cmpstr (attempt->http->server, ==, "nginx");
  g_assert_cmpstr (attempt->http->title, ==, "A page");
  g_assert_cmpstr (attempt->http->content_type, ==, "text/html; charset=utf-8");
  g_assert_cmpstr (attempt->http->date, ==, "2026-01-02T03:04:05Z");
  g_assert_cmpstr (attempt->http->via, ==, "1.1 proxy.test");
  g_assert_cmpstr (attempt->http->upgrade, ==, NULL);
  g_assert_true (lc_http_has_mark (attempt->http, LC_MARK_HTML));
}

static void
has_no_body (LcAttempt *attempt, LoopbackServer *server)
{
  asked_once (attempt, server);
  /* The SHA-256 of nothing */
  g_assert_cmpstr (attempt->http->body_sha256, ==,
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (attempt->http->title, ==, NULL);
}

static void
has_first_part (LcAttempt *attempt, LoopbackServer *server)
{
  g_autofree char *part = g_malloc (LC_HTTP_MAX_BODY);
  g_autofree char *sha256 = NULL;

  for (gsize i = 0; i < LC_HTTP_MAX_BODY; i++)
    part[i] = FILLER[i % 16];
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) part, LC_HTTP_MAX_BODY);
  asked_once (attempt, server);
  g_assert_cmpstr (attempt->http->body_sha256, ==, sha256);
}

static void
has_filler (LcAttempt *attempt, LoopbackServer *server)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, FILLER FILLER, -1);

  asked_once (attempt, server);
  g_assert_cmpstr (attempt->http->body_sha256, ==, sha256);
}

static void
was_sent_elsewhere (LcAttempt *attempt, LoopbackServer *server)
{
  asked_once (attempt, server);
  g_assert_cmpstr (attempt->http->location, ==, "http://127.0.0.1:1/else?where");
}

/* What a server says is text, and nothing that a terminal obeys. */
static void
is_printable (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_true (g_utf8_validate (attempt->http->server, -1, NULL));
  for (const char *p = attempt->http->server; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_true (g_unichar_isprint (g_utf8_get_char (p)));
}

static void
is_bounded (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpuint (strlen (attempt->http->server), ==, 1024);
}

static void
has_no_date (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpstr (attempt->http->date, ==, NULL);
}

static void
is_an_hour_ahead (LcAttempt *attempt, LoopbackServer *server)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (attempt->http->date, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  gint64 skew = g_date_time_difference (date, now) / G_TIME_SPAN_SECOND;

  g_assert_cmpint (ABS (skew - attempt->http->date_skew_s), <, 120);
}

static void
has_marks (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_true (lc_http_has_mark (attempt->http, LC_MARK_LOGIN_FORM));
  g_assert_true (lc_http_has_mark (attempt->http, LC_MARK_PORTAL_WORDS));
  g_assert_true (lc_http_has_mark (attempt->http, LC_MARK_META_REFRESH));
  g_assert_cmpstr (attempt->http->location, ==, "http://portal.test/");
}

static void
got_no_head (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_null (attempt->http);
}

static const FixtureCase answers[] = {
  { "200",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nServer: nginx\r\nVia: 1.1 proxy.test\r\n"
                  "Date: Fri, 02 Jan 2026 03:04:05 GMT\r\nSet-Cookie: a=b\r\n"
                  "Content-Type: text/html; charset=utf-8\r\nContent-Length: 43\r\n\r\n"
                  "<html><title> A page </title>service</html>") },
    PASS,
    "HTTP 200 with the page “A page”.",
    .check = asked_properly },
  { "204",
    { ASKED, SAY ("HTTP/1.1 204 No Content\r\n\r\n") },
    PASS,
    "HTTP 204.",
    .check = has_no_body },
  { "304",
    { ASKED, SAY ("HTTP/1.1 304 Not Modified\r\n\r\n") },
    PASS,
    "HTTP 304.",
    .check = has_no_body },
  { "no-body",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\n" EMPTY) },
    PASS,
    "HTTP 200.",
    .check = has_no_body },
  { "redirect",
    { ASKED,
      SAY ("HTTP/1.1 302 Found\r\nLocation: http://user:pass@127.0.0.1:1/else?where\r\n" EMPTY) },
    PASS,
    "HTTP 302, and sends the browser on to http://127.0.0.1:1/else?where.",
    .check = was_sent_elsewhere },
  { "401",
    { ASKED, SAY ("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nServer: api\r\n" EMPTY) },
    PASS,
    "HTTP 401 from the web server “api”.",
    .check = asked_once },
  { "403",
    { ASKED, SAY ("HTTP/1.1 403 Forbidden\r\n" EMPTY) },
    PASS,
    "HTTP 403.",
    .check = asked_once },
  { "404",
    { ASKED, SAY ("HTTP/1.1 404 Not Found\r\n" EMPTY) },
    PASS,
    "HTTP 404.",
    .check = asked_once },
  { "407",
    { ASKED, SAY ("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\n" EMPTY) },
    PASS,
    "HTTP 407.",
    .check = asked_once },
  { "499", { ASKED, SAY ("HTTP/1.1 499 Odd\r\n" EMPTY) }, PASS, "HTTP 499." },
  { "500", { ASKED, SAY ("HTTP/1.1 500 Oh\r\n" EMPTY) }, ERROR, "HTTP 500.", .check = asked_once },
  { "503",
    { ASKED, SAY ("HTTP/1.1 503 Busy\r\nRetry-After: 1\r\n" EMPTY) },
    ERROR,
    "HTTP 503.",
    .check = asked_once },
  { "511",
    { ASKED, SAY ("HTTP/1.1 511 Network Authentication Required\r\n" EMPTY) },
    PORTAL,
    "HTTP 511." },
  { "http-1.0",
    { ASKED, SAY ("HTTP/1.0 200 OK\r\n\r\n" FILLER FILLER), CLOSE },
    PASS,
    "HTTP 200.",
    .check = has_filler },
  { "chunked",
    { ASKED,
      SAY ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
           "10\r\n" FILLER "\r\n"),
      PAUSE (10), SAY ("10;x=y\r\n" FILLER "\r\n0\r\n\r\n") },
    PASS,
    "HTTP 200.",
    .check = has_filler },
  { "in-pieces",
    { ASKED, SAY ("HT"), PAUSE (10), SAY ("TP/1.1 200"), PAUSE (10),
      SAY (" OK\r\nContent-Length: 32\r\n"), PAUSE (10), SAY ("\r"), PAUSE (10), SAY ("\n" FILLER),
      PAUSE (10), SAY (FILLER) },
    PASS,
    "HTTP 200.",
    .check = has_filler },
  { "huge-body",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nContent-Length: 320000\r\n\r\n"), SAY_OFTEN (FILLER, 20000) },
    PASS,
    "HTTP 200.",
    .check = has_first_part },
  { "body-without-end",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\n\r\n" FILLER), DRIP (FILLER, 5) },
    PASS,
    "HTTP 200.",
    .is_timeout = TRUE,
    .check = asked_once },
  { "body-breaks-off",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" FILLER FILLER), CLOSE },
    PASS,
    "HTTP 200.",
    .check = has_filler },
  { "body-is-cut",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" FILLER FILLER), CUT },
    PASS,
    "HTTP 200.",
    .check = has_filler },
  { "body-is-reset",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"), PAUSE (30), RESET },
    PASS,
    "HTTP 200.",
    .check = asked_once },
  { "no-gzip",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                  "Content-Length: 16\r\n\r\n" FILLER) },
    PASS,
    "HTTP 200.",
    .check = asked_once },
  /* Informational responses, RFC 9110 15.2 */
  { "100-then-200",
    { ASKED, SAY ("HTTP/1.1 100 Continue\r\n\r\n"), PAUSE (10), SAY ("HTTP/1.1 200 OK\r\n" EMPTY) },
    PASS,
    "HTTP 200.",
    .check = has_no_body },
  { "103-then-404",
    { ASKED, SAY ("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                  "HTTP/1.1 404 No\r\n" EMPTY) },
    PASS,
    "HTTP 404.",
    .check = has_no_body },
  { "100-only",
    { ASKED, SAY ("HTTP/1.1 100 Continue\r\n\r\n") },
    UNEXPECTED,
    "*not a whole HTTP*",
    .is_timeout = TRUE,
    .check = got_no_head },
  /* Headers */
  { "hostile-server",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nServer: \x1b[31m\xff\xe2\x80\xae x\r\n" EMPTY) },
    PASS,
    "HTTP 200 from *",
    .check = is_printable },
  { "long-server",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nServer: "), SAY_OFTEN (FILLER, 200), SAY ("\r\n" EMPTY) },
    PASS,
    "HTTP 200 from *",
    .check = is_bounded },
  { "odd-date",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nDate: yesterday\r\n" EMPTY) },
    PASS,
    "HTTP 200.",
    .check = has_no_date },
  { "date",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 2022 08:49:37 GMT\r\n" EMPTY) },
    PASS,
    "HTTP 200.",
    .check = is_an_hour_ahead },
};

static const FixtureCase pages[] = {
  { "wispr",
    { ASKED, SAY (PAGE ("<!-- <WISPAccessGatewayParam> -->")), CLOSE },
    PORTAL,
    "HTTP 200." },
  { "blocked",
    { ASKED, SAY (PAGE ("<title>Stop</title>Access to this site is\r\n  Blocked by policy")),
      CLOSE },
    BLOCKED,
    "HTTP 200 with the page “Stop”." },
  { "blocked-with-403",
    { ASKED,
      SAY ("HTTP/1.1 403 Forbidden\r\n" HTML "\r\n"
           "<h1>Web Filter</h1> example.com"),
      CLOSE },
    BLOCKED,
    "HTTP 403." },
  { "blocked-words-but-no-page",
    { ASKED,
      SAY ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
           "access denied by nobody"),
      CLOSE },
    PASS,
    "HTTP 200." },
  { "portal-words",
    { ASKED,
      SAY (PAGE ("<meta http-equiv=\"Refresh\" content=\"0; URL='http://portal.test/'\">"
                 "<b>Free Wi-Fi</b> <input type=\"password\">")),
      CLOSE },
    PASS,
    "HTTP 200, and sends the browser on to http://portal.test/.",
    .check = has_marks },
};

static const FixtureCase oddities[] = {
  { "garbage",
    { ASKED, SAY ("\x01\x02\x03\xff\r\n\r\n") },
    UNEXPECTED,
    "*not a whole HTTP*",
    .check = got_no_head },
  { "ssh", { ASKED, SAY ("SSH-2.0-OpenSSH_9.2\r\n"), CLOSE }, UNEXPECTED, "*not a whole HTTP*" },
  { "sip", { ASKED, SAY ("SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n") }, UNEXPECTED, "*" },
  { "no-status", { ASKED, SAY ("HTTP/1.1 OK\r\n\r\n") }, UNEXPECTED, "*" },
  { "status-of-two-digits", { ASKED, SAY ("HTTP/1.1 20 OK\r\n\r\n") }, UNEXPECTED, "*" },
  { "garbage-and-silent",
    { ASKED, SAY ("not HTTP") },
    UNEXPECTED,
    "*not a whole HTTP*",
    .is_timeout = TRUE },
  { "half-a-head", { ASKED, SAY ("HTTP/1.1 200 OK\r\nServ"), CLOSE }, UNEXPECTED, "*not a whole*" },
  { "half-a-head-and-cut",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nServ"), CUT },
    UNEXPECTED,
    "*not a whole*" },
  { "half-a-head-and-reset",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nServ"), PAUSE (30), RESET },
    CLOSED,
    "*reset while*" },
  { "half-a-head-and-silent",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nServ") },
    UNEXPECTED,
    "*not a whole*",
    .is_timeout = TRUE,
    .check = got_no_head },
  { "dripping-head",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\n"), DRIP ("X: y\r\n", 1) },
    UNEXPECTED,
    "*not a whole*",
    .is_timeout = TRUE,
    .check = got_no_head },
  { "endless-line",
    { ASKED, SAY ("HTTP/1.1 200 "), SAY_OFTEN (FILLER, 20000) },
    UNEXPECTED,
    "*not a whole*" },
  { "endless-head",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\n"), SAY_OFTEN ("X: 0123456789\r\n", 20000) },
    UNEXPECTED,
    "*not a whole*" },
  { "silent", { ASKED }, SILENT, "*said nothing", .is_timeout = TRUE, .check = got_no_head },
  { "deaf", { TLS (GOOD) }, SILENT, "*said nothing", .is_timeout = TRUE },
  { "closed", { ASKED, CLOSE }, CLOSED, "*closed without an answer." },
  { "closed-before-asked", { TLS (GOOD), CLOSE }, CLOSED, "*closed without an answer." },
  { "cut", { ASKED, CUT }, CLOSED, "*closed without an answer." },
  { "reset", { ASKED, RESET }, CLOSED, "*reset while*" },
  { "alert", { ASKED, ALERT (GNUTLS_A_INTERNAL_ERROR) }, CLOSED, "*broke while*" },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_cases ("http", LC_PROTOCOL_HTTPS, answers, G_N_ELEMENTS (answers));
  fixture_add_cases ("http/page", LC_PROTOCOL_HTTPS, pages, G_N_ELEMENTS (pages));
  fixture_add_cases ("http/odd", LC_PROTOCOL_HTTPS, oddities, G_N_ELEMENTS (oddities));
  return g_test_run ();
}
