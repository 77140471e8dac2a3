/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "probe-fixture.h"

#define ASKED TLS (GOOD), WAIT ("\r\n\r\n")
#define FILLER "0123456789abcdef"
#define EMPTY "Content-Length: 0\r\n\r\n"
#define SWITCHING "HTTP/1.1 101 Switching Protocols\r\n"
#define UPGRADE "Upgrade: websocket\r\nConnection: Upgrade\r\n"
#define ACCEPT "Sec-WebSocket-Accept: %{accept}\r\n"
#define OPENED SWITCHING UPGRADE ACCEPT

#define PASS LC_PHASE_NONE, LC_STATUS_PASS, LC_CODE_OK
#define REFUSED LC_PHASE_APP, LC_STATUS_DEGRADED, LC_CODE_WS_REFUSED
#define ERROR LC_PHASE_APP, LC_STATUS_DEGRADED, LC_CODE_HTTP_ERROR
#define PORTAL LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_HTTP_CAPTIVE_PORTAL
#define UNEXPECTED LC_PHASE_APP, LC_STATUS_DEGRADED, LC_CODE_APP_UNEXPECTED_REPLY
#define CLOSED LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_APP_CLOSED
#define SILENT LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_APP_TIMEOUT

/* RFC 6455 4.1 */
static void
asked_properly (LcAttempt *attempt, LoopbackServer *server)
{
  static const char *const wanted[] = {
    "GET /ws HTTP/1.1\r\n",
    "\r\nHost: " LOOPBACK_NAME ":",
    "\r\nUpgrade: websocket\r\n",
    "\r\nConnection: Upgrade\r\n",
    "\r\nSec-WebSocket-Version: 13\r\n",
    "\r\nSec-WebSocket-Protocol: sip\r\n",
    "\r\nOrigin: https://" LOOPBACK_NAME "\r\n",
    "\r\nSec-WebSocket-Key: ",
  };
  const char *request = loopback_server_get_received (server);

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (request, wanted[i]) == NULL)
      g_error ("“%s” is not in %s", wanted[i], request);
  g_assert_cmpuint (loopback_server_get_accepted (server), ==, 1);
  g_assert_cmpuint (attempt->http->status, ==, 101);
  g_assert_cmpstr (attempt->http->upgrade, ==, "sip");
}

static void
named_no_subprotocol (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpstr (attempt->http->upgrade, ==, "");
}

static void
did_not_open (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpuint (loopback_server_get_accepted (server), ==, 1);
  g_assert_cmpstr (attempt->http->upgrade, ==, NULL);
}

static void
got_no_head (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_null (attempt->http);
}

static const FixtureCase cases[] = {
  { "opened",
    { ASKED, SAY (OPENED "Sec-WebSocket-Protocol: sip\r\n\r\n") },
    PASS,
    "WebSocket opened with the subprotocol “sip”.",
    .check = asked_properly },
  { "no-subprotocol",
    { ASKED, SAY (OPENED "\r\n") },
    PASS,
    "*named no subprotocol.",
    .check = named_no_subprotocol },
  { "in-pieces",
    { ASKED, SAY (SWITCHING), PAUSE (10), SAY (UPGRADE), PAUSE (10), SAY (ACCEPT), PAUSE (10),
      SAY ("\r"), PAUSE (10), SAY ("\n") },
    PASS,
    "*",
    .check = named_no_subprotocol },
  { "opened-and-closed", { ASKED, SAY (OPENED "\r\n"), CLOSE }, PASS, "*" },
  { "opened-and-frames", { ASKED, SAY (OPENED "\r\n\x81\x05hello\x88\0") }, PASS, "*" },
  { "opened-and-garbage",
    { ASKED, SAY (OPENED "\r\n\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff") },
    PASS,
    "*" },
  { "100-then-101", { ASKED, SAY ("HTTP/1.1 100 Continue\r\n\r\n" OPENED "\r\n") }, PASS, "*" },
  /* 101, but no WebSocket */
  { "wrong-accept",
    { ASKED, SAY (SWITCHING UPGRADE "Sec-WebSocket-Accept: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n") },
    REFUSED,
    "HTTP 101, but without *",
    .check = did_not_open },
  { "no-accept",
    { ASKED, SAY (SWITCHING UPGRADE "\r\n") },
    REFUSED,
    "HTTP 101, but without *",
    .check = did_not_open },
  { "no-upgrade",
    { ASKED, SAY (SWITCHING ACCEPT "\r\n") },
    REFUSED,
    "HTTP 101, but without *",
    .check = did_not_open },
  { "other-upgrade",
    { ASKED, SAY (SWITCHING "Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n") },
    REFUSED,
    "HTTP 101, but without *",
    .check = did_not_open },
  { "other-subprotocol",
    { ASKED, SAY (OPENED "Sec-WebSocket-Protocol: chat\r\n\r\n") },
    REFUSED,
    "HTTP 101, but without *",
    .check = did_not_open },
  /* Another HTTP answer */
  { "200",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nServer: nginx\r\n" EMPTY) },
    REFUSED,
    "HTTP 200 from “nginx” in place of a WebSocket.",
    .check = did_not_open },
  { "200-with-accept",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\n" UPGRADE ACCEPT EMPTY) },
    REFUSED,
    "HTTP 200 in place of a WebSocket.",
    .check = did_not_open },
  { "200-and-body",
    { ASKED, SAY ("HTTP/1.1 200 OK\r\nContent-Length: 320000\r\n\r\n"), SAY_OFTEN (FILLER, 20000) },
    REFUSED,
    "HTTP 200 in place of a WebSocket.",
    .check = did_not_open },
  { "301",
    { ASKED, SAY ("HTTP/1.1 301 Moved\r\nLocation: https://127.0.0.1:1/\r\n" EMPTY) },
    REFUSED,
    "HTTP 301 *",
    .check = did_not_open },
  { "400", { ASKED, SAY ("HTTP/1.1 400 Bad Request\r\n" EMPTY) }, REFUSED, "HTTP 400 *" },
  { "401",
    { ASKED, SAY ("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\n" EMPTY) },
    REFUSED,
    "HTTP 401 *",
    .check = did_not_open },
  { "403",
    { ASKED, SAY ("HTTP/1.1 403 Forbidden\r\n" EMPTY) },
    REFUSED,
    "HTTP 403 in place of a WebSocket.",
    .check = did_not_open },
  { "404", { ASKED, SAY ("HTTP/1.1 404 Not Found\r\n\r\n"), CLOSE }, REFUSED, "HTTP 404 *" },
  { "426", { ASKED, SAY ("HTTP/1.1 426 Upgrade Required\r\n" EMPTY) }, REFUSED, "HTTP 426 *" },
  { "500", { ASKED, SAY ("HTTP/1.1 500 Oh\r\n" EMPTY) }, ERROR, "HTTP 500 *" },
  { "503", { ASKED, SAY ("HTTP/1.1 503 Busy\r\n" EMPTY) }, ERROR, "HTTP 503 *" },
  { "511", { ASKED, SAY ("HTTP/1.1 511 Sign in\r\n" EMPTY) }, PORTAL, "HTTP 511 *" },
  /* No answer */
  { "garbage",
    { ASKED, SAY ("garbage\r\n\r\n") },
    UNEXPECTED,
    "*not a whole HTTP*",
    .check = got_no_head },
  { "half-a-head", { ASKED, SAY ("HTTP/1.1 101 Sw"), CLOSE }, UNEXPECTED, "*not a whole HTTP*" },
  { "half-a-head-and-silent",
    { ASKED, SAY (SWITCHING UPGRADE) },
    UNEXPECTED,
    "*not a whole HTTP*",
    .is_timeout = TRUE },
  { "dripping",
    { ASKED, SAY (SWITCHING), DRIP ("X: y\r\n", 1) },
    UNEXPECTED,
    "*not a whole HTTP*",
    .is_timeout = TRUE },
  { "endless-head",
    { ASKED, SAY (SWITCHING), SAY_OFTEN ("X: 0123456789\r\n", 20000) },
    UNEXPECTED,
    "*not a whole HTTP*" },
  { "silent", { ASKED }, SILENT, "*said nothing", .is_timeout = TRUE },
  { "closed", { ASKED, CLOSE }, CLOSED, "*closed without an answer." },
  { "cut", { ASKED, CUT }, CLOSED, "*closed without an answer." },
  { "reset", { ASKED, RESET }, CLOSED, "*reset while*" },
  { "alert", { ASKED, ALERT (GNUTLS_A_INTERNAL_ERROR) }, CLOSED, "*broke while*" },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_cases ("websocket", LC_PROTOCOL_WEBSOCKET, cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
