/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "dns-server.h"
#include "probe-fixture.h"

/* A tunnel through an HTTP proxy, which here is the server of the service as well. */

#define CONNECTED WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 200 Connection established\r\n\r\n")
#define ANSWERED WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
#define FILLER "0123456789abcdef"
#define PORT 8021

#define PASS LC_PHASE_NONE, LC_STATUS_PASS, LC_CODE_OK
#define DENIED LC_PHASE_PROXY, LC_STATUS_FAIL, LC_CODE_PROXY_DENIED
#define SIGN_IN LC_PHASE_PROXY, LC_STATUS_FAIL, LC_CODE_PROXY_AUTH_REQUIRED
#define NO_WAY_THERE LC_PHASE_PROXY, LC_STATUS_FAIL, LC_CODE_TCP_HOST_UNREACHABLE
#define SILENT_THERE LC_PHASE_PROXY, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT
#define UNREACHABLE LC_PHASE_PROXY, LC_STATUS_FAIL, LC_CODE_PROXY_UNREACHABLE
#define TLS_FAIL(code) LC_PHASE_TLS, LC_STATUS_FAIL, LC_CODE_TLS_##code

/* What is asked of the proxy is the service's own name: it resolves it, not we. */
static void
asked_properly (LcAttempt *attempt, LoopbackServer *server)
{
  const char *received = loopback_server_get_received (server);
  const char *wanted
      = "CONNECT " LOOPBACK_NAME ":8021 HTTP/1.1\r\nHost: " LOOPBACK_NAME ":8021\r\n";

  g_assert_true (g_str_has_prefix (received, wanted));
  g_assert_null (strstr (received, "Authorization"));
  g_assert_nonnull (
      strstr (received, "\r\n\r\nGET / HTTP/1.1\r\nHost: " LOOPBACK_NAME ":8021\r\n"));
  g_assert_cmpuint (attempt->steps->len, ==, 3);
  g_assert_cmpstr (loopback_server_get_name (server), ==, LOOPBACK_NAME);
  g_assert_cmpstr (attempt->tls->verify, ==, "ok");
  g_assert_cmpuint (attempt->http->status, ==, 200);
  fixture_assert_matches (LOOPBACK ":*", attempt->local);
  /* The round trip to the proxy is not the service's. */
  g_assert_cmpint (attempt->latency_us, ==, LC_US_NONE);
}

static void
stopped (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpuint (attempt->steps->len, ==, 1);
  g_assert_null (attempt->tls);
  g_assert_null (attempt->http);
}

static const FixtureCase cases[] = {
  { "200", { CONNECTED, TLS (GOOD), ANSWERED }, PASS, "HTTP 200.", .check = asked_properly },
  { "204",
    { WAIT ("\r\n\r\n"), SAY ("HTTP/1.0 204 Fine\r\nVia: x\r\n\r\n"), TLS (GOOD), ANSWERED },
    PASS,
    "HTTP 200." },
  { "in-pieces",
    { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 "), PAUSE (10), SAY ("200 OK\r\n\r"), PAUSE (10),
      SAY ("\n"), TLS (GOOD), ANSWERED },
    PASS,
    "HTTP 200." },
  { "403",
    { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\nno no") },
    DENIED,
    "The proxy answered “403 Forbidden” when asked for port 8021.",
    "HTTP/1.1 403 Forbidden",
    .check = stopped },
  { "405",
    { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 405 Not allowed\r\n\r\n") },
    DENIED,
    "*405*",
    "HTTP/1.1 405 *" },
  { "407",
    { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 407 Who are you?\r\n"
                              "Proxy-Authenticate: Basic realm=x\r\n\r\n") },
    SIGN_IN,
    "*407 Who are you?*",
    "HTTP/1.1 407 *",
    .check = stopped },
  { "302",
    { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 302 Found\r\nLocation: http://x/\r\n\r\n") },
    DENIED,
    "*302*",
    "*302*" },
  { "502",
    { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 502 Bad Gateway\r\n\r\n"), CLOSE },
    NO_WAY_THERE,
    "*502*",
    "HTTP/1.1 502 Bad Gateway",
    .check = stopped },
  { "504",
    { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 504 Gateway Timeout\r\n\r\n"), CLOSE },
    SILENT_THERE,
    "*504*",
    "HTTP/1.1 504 Gateway Timeout",
    .check = stopped },
  { "100", { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 100 Continue\r\n\r\n") }, DENIED, "*100*", "*100*" },
  { "hostile-reason",
    { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 403 \x1b[31m\xff\r\n\r\n") },
    DENIED,
    "*403 .?31m.*",
    "*403 .?31m.*" },
  { "garbage",
    { WAIT ("\r\n\r\n"), SAY ("garbage\r\n\r\n") },
    UNREACHABLE,
    "*no HTTP proxy.",
    "garbage",
    .check = stopped },
  { "ssh", { SAY ("SSH-2.0-OpenSSH_9.2\r\n\r\n") }, UNREACHABLE, "*no HTTP proxy.", "SSH-2.0*" },
  { "nul-bytes", { WAIT ("\r\n\r\n"), SAY ("\0\0\r\n\r\n") }, UNREACHABLE, "*no HTTP proxy.", "*" },
  { "endless-head",
    { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 200 OK\r\n"), SAY_OFTEN ("X: y\r\n", 5000) },
    UNREACHABLE,
    "*no HTTP proxy.",
    "HTTP/1.1 200 OK" },
  { "half-a-head",
    { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 200"), CLOSE },
    UNREACHABLE,
    "*closed*",
    "HTTP/1.1 200" },
  { "closed",
    { WAIT ("\r\n\r\n"), CLOSE },
    UNREACHABLE,
    "The proxy closed the connection without an answer.",
    .check = stopped },
  { "reset", { WAIT ("\r\n\r\n"), RESET }, UNREACHABLE, "The proxy closed the connection *" },
  { "silent",
    { { 0 } },
    UNREACHABLE,
    "*did not answer in time*8021.",
    .is_timeout = TRUE,
    .check = stopped },
  { "dripping",
    { DRIP ("HTTP/1.1 200 OK\r\nX: ", 5) },
    UNREACHABLE,
    "*did not answer in time*",
    "HTTP/1.1 200 OK*",
    .is_timeout = TRUE },
  /* Behind the proxy */
  { "expired", { CONNECTED, TLS (EXPIRED), ANSWERED }, TLS_FAIL (EXPIRED), "*" },
  { "closed-behind", { CONNECTED, WAIT (""), CLOSE }, TLS_FAIL (CLOSED), "*" },
  { "reset-behind", { CONNECTED, WAIT (""), RESET }, TLS_FAIL (RESET), "*" },
  { "not-tls-behind",
    { CONNECTED, WAIT (""), SAY ("220 mail\r\n") },
    TLS_FAIL (NOT_TLS),
    "*220 mail*",
    "220 mail" },
  { "silent-behind", { CONNECTED }, TLS_FAIL (TIMEOUT), "*", .is_timeout = TRUE },
};

static char *
uri_of (const char *host, guint16 port)
{
  return g_strdup_printf ("http://%s:%u", host, port);
}

static gboolean
try_once (const FixtureCase *expected, guint timeout_ms)
{
  g_autoptr (LoopbackServer) server = loopback_server_new (expected->script);
  g_autofree char *uri = uri_of (LOOPBACK, loopback_server_get_port (server));
  LcProbeContext *context = fixture_context_new (timeout_ms);
  LcRow *row = fixture_row_new (LC_PROTOCOL_HTTPS, PORT);
  guint files = fixture_count_files ();
  g_autoptr (LcAttempt) attempt = fixture_run (context, row, LOOPBACK_NAME, uri);
  gboolean again = fixture_came_too_early (expected, attempt, timeout_ms);

  while (loopback_server_get_open (server) > 0)
    g_main_context_iteration (NULL, TRUE);
  fixture_assert_gone (row);
  fixture_assert_files (files);
  fixture_assert_gone (context);
  if (again)
    return FALSE;
  fixture_check_step (expected, attempt);
  g_assert_cmpstr (attempt->address, ==, LOOPBACK_NAME);
  g_assert_cmpstr (attempt->proxy, ==, uri + strlen ("http://"));
  if (expected->check != NULL)
    expected->check (attempt, server);
  return TRUE;
}

static void
test_case (gconstpointer data)
{
  const FixtureCase *expected = data;
  guint timeout_ms = expected->is_timeout ? SHORT_MS : PATIENT_MS;

  while (!try_once (expected, timeout_ms))
    timeout_ms *= 2;
}

static void
test_refused (void)
{
  g_autofree char *uri = uri_of (LOOPBACK, loopback_closed_port (G_SOCKET_TYPE_STREAM));
  g_autoptr (LcProbeContext) context = fixture_context_new (PATIENT_MS);
  g_autoptr (LcRow) row = fixture_row_new (LC_PROTOCOL_HTTPS, PORT);
  g_autoptr (LcAttempt) attempt = fixture_run (context, row, LOOPBACK_NAME, uri);
  LcStep *step = attempt->steps->pdata[0];

  g_assert_cmpint (attempt->code, ==, LC_CODE_PROXY_UNREACHABLE);
  fixture_assert_matches ("The proxy at " LOOPBACK ":* does not answer: Connection refused.",
                          step->detail);
}

/* A WebSocket's way through a proxy is the same. */
static void
test_websocket (void)
{
  static const LoopbackAct script[]
      = { CONNECTED,
          TLS (GOOD),
          WAIT ("\r\n\r\n"),
          SAY ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Accept: %{accept}\r\n\r\n"),
          { 0 } };
  g_autoptr (LoopbackServer) server = loopback_server_new (script);
  g_autofree char *uri = uri_of (LOOPBACK, loopback_server_get_port (server));
  g_autoptr (LcProbeContext) context = fixture_context_new (PATIENT_MS);
  g_autoptr (LcRow) row = fixture_row_new (LC_PROTOCOL_WEBSOCKET, PORT);
  g_autoptr (LcAttempt) attempt = fixture_run (context, row, LOOPBACK_NAME, uri);

  g_assert_cmpint (attempt->status, ==, LC_STATUS_PASS);
  g_assert_cmpuint (attempt->http->status, ==, 101);
}

static LcProbeContext *
context_for (DnsServer *dns)
{
  g_autoptr (LcResolver) resolver
      = lc_resolver_new_for_servers (dns_server_get_address (dns), "/dev/null", NULL);
  g_autoptr (LcTlsContext) tls = loopback_tls_context_new ();

  return lc_probe_context_new (resolver, tls, PATIENT_MS);
}

/* RFC 9112 3.2: what is asked for and the Host header are the same, also where the name
 * for TLS was lent. */
static void
test_literal (void)
{
  static const LoopbackAct script[] = { CONNECTED, TLS (GOOD), ANSWERED, { 0 } };
  static const struct
  {
    const char *host;
    const char *request;
  } hosts[] = {
    { "192.0.2.7", "CONNECT 192.0.2.7:8021 HTTP/1.1\r\nHost: 192.0.2.7:8021\r\n" },
    { "2001:db8::7", "CONNECT [2001:db8::7]:8021 HTTP/1.1\r\nHost: [2001:db8::7]:8021\r\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autoptr (LoopbackServer) server = loopback_server_new (script);
    g_autofree char *uri = uri_of (LOOPBACK, loopback_server_get_port (server));
    g_autoptr (LcProbeContext) context = fixture_context_new (PATIENT_MS);
    g_autoptr (LcRow) row = fixture_row_new_full (&(LcEndpoint){
        .protocol = LC_PROTOCOL_HTTPS, .host = (char *) hosts[i].host, .port = PORT });
    g_autoptr (LcAttempt) attempt = fixture_run (context, row, hosts[i].host, uri);

    g_assert_true (g_str_has_prefix (loopback_server_get_received (server), hosts[i].request));
    g_assert_cmpint (attempt->status, ==, LC_STATUS_PASS);
    g_assert_cmpstr (loopback_server_get_name (server), ==, LOOPBACK_NAME);
  }
}

static void
check_name (const char *name, const char *detail)
{
  g_autoptr (DnsServer) dns = dns_server_new ();
  g_autoptr (LcProbeContext) context = context_for (dns);
  g_autoptr (LcRow) row = fixture_row_new (LC_PROTOCOL_HTTPS, PORT);
  g_autofree char *uri = uri_of (name, 3128);
  g_autofree char *proxy = g_strdup_printf ("%s:3128", name);
  g_autoptr (LcAttempt) attempt = fixture_run (context, row, LOOPBACK_NAME, uri);
  LcStep *step = attempt->steps->pdata[0];

  g_assert_cmpint (attempt->code, ==, LC_CODE_PROXY_UNREACHABLE);
  g_assert_cmpstr (attempt->proxy, ==, proxy);
  fixture_assert_matches (detail, step->detail);
}

static void
test_unknown_name (void)
{
  check_name ("nx.nx.test", "The proxy’s name does not resolve: *does not exist.");
  check_name ("nodata.nodata.test", "The proxy’s name does not resolve: *no address for it.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/proxy/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/proxy/refused", test_refused);
  g_test_add_func ("/proxy/websocket", test_websocket);
  g_test_add_func ("/proxy/literal", test_literal);
  g_test_add_func ("/proxy/unknown-name", test_unknown_name);
  return g_test_run ();
}
