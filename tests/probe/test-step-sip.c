/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "probe-fixture.h"

/* What a server copies into its response, RFC 3261 8.2.6.2. */
#define COPIED                                                                                     \
  "Via: %{Via}\r\n"                                                                                \
  "From: %{From}\r\n"                                                                              \
  "To: %{To};tag=314159\r\n"                                                                       \
  "Call-ID: %{Call-ID}\r\n"                                                                        \
  "CSeq: %{CSeq}\r\n"
#define RESPONSE(line) line "\r\n" COPIED "Content-Length: 0\r\n\r\n"
#define ASKED TLS (GOOD), WAIT ("\r\n\r\n")

#define PASS LC_PHASE_NONE, LC_STATUS_PASS, LC_CODE_OK
#define UNEXPECTED LC_PHASE_APP, LC_STATUS_DEGRADED, LC_CODE_APP_UNEXPECTED_REPLY
#define CLOSED LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_APP_CLOSED
#define SILENT LC_PHASE_APP, LC_STATUS_INCONCLUSIVE, LC_CODE_SIP_SILENT

/* RFC 3261 8.1.1 and 11: what an OPTIONS request has to have. */
static void
asked_properly (LcAttempt *attempt, LoopbackServer *server)
{
  static const char *const wanted[] = {
    "OPTIONS sip:" LOOPBACK_NAME ":",
    ";transport=tls SIP/2.0\r\n",
    "\r\nVia: SIP/2.0/TLS 127.0.0.1:",
    ";branch=z9hG4bK",
    "\r\nMax-Forwards: 70\r\n",
    "\r\nFrom: <sip:linecheck@linecheck.invalid>;tag=",
    "\r\nTo: <sip:" LOOPBACK_NAME ">\r\n",
    "\r\nCall-ID: ",
    "\r\nCSeq: 1 OPTIONS\r\n",
    "\r\nContent-Length: 0\r\n\r\n",
  };
  const char *request = loopback_server_get_received (server);

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (request, wanted[i]) == NULL)
      g_error ("“%s” is not in %s", wanted[i], request);
}

static const FixtureCase cases[] = {
  { "200",
    { ASKED, SAY (RESPONSE ("SIP/2.0 200 OK")) },
    PASS,
    "Answered “SIP/2.0 200 OK”.",
    "SIP/2.0 200 OK",
    .check = asked_properly },
  { "401", { ASKED, SAY (RESPONSE ("SIP/2.0 401 Unauthorized")) }, PASS, "*401*", "*401*" },
  { "404", { ASKED, SAY (RESPONSE ("SIP/2.0 404 Not Found")) }, PASS, "*404*", "*404*" },
  { "503", { ASKED, SAY (RESPONSE ("SIP/2.0 503 Service Unavailable")) }, PASS, "*503*", "*503*" },
  { "603", { ASKED, SAY (RESPONSE ("SIP/2.0 603 Decline")) }, PASS, "*603*", "*603*" },
  { "empty-reason", { ASKED, SAY (RESPONSE ("SIP/2.0 200 ")) }, PASS, "*200*", "SIP/2.0 200 " },
  { "lower-case-version",
    { ASKED, SAY (RESPONSE ("sip/2.0 200 OK")) },
    PASS,
    "*",
    "sip/2.0 200 OK" },
  { "compact-headers",
    { ASKED, SAY ("SIP/2.0 200 OK\r\nv: %{Via}\r\nf: %{From}\r\nt: %{To}\r\n"
                  "i: %{Call-ID}\r\nCSeq: %{CSeq}\r\nl: 0\r\n\r\n") },
    PASS,
    "*",
    "SIP/2.0 200 OK" },
  { "odd-spelling",
    { ASKED, SAY ("SIP/2.0 200 OK\r\nVIA : %{Via}\r\ncall-id\t:  %{Call-ID}\r\n\r\n") },
    PASS,
    "*",
    "SIP/2.0 200 OK" },
  { "bare-line-feeds",
    { ASKED, SAY ("SIP/2.0 200 OK\nVia: %{Via}\nCall-ID: %{Call-ID}\n\n") },
    PASS,
    "*",
    "SIP/2.0 200 OK" },
  { "two-vias",
    { ASKED,
      SAY ("SIP/2.0 200 OK\r\nVia: SIP/2.0/TLS proxy.test;branch=z9hG4bKother\r\n" COPIED "\r\n") },
    PASS,
    "*",
    "SIP/2.0 200 OK" },
  { "body",
    { ASKED, SAY ("SIP/2.0 200 OK\r\n" COPIED "Content-Length: 6\r\n\r\nv=0\r\n\n") },
    PASS,
    "*",
    "SIP/2.0 200 OK" },
  { "empty-lines-first",
    { ASKED, SAY ("\r\n\r\n\r\n"), PAUSE (10), SAY (RESPONSE ("SIP/2.0 200 OK")) },
    PASS,
    "*",
    "SIP/2.0 200 OK" },
  { "in-pieces",
    { ASKED, SAY ("SIP/2.0 20"), PAUSE (10), SAY ("0 OK\r\n" COPIED), PAUSE (10), SAY ("\r"),
      PAUSE (10), SAY ("\n") },
    PASS,
    "*",
    "SIP/2.0 200 OK" },
  /* Provisional responses, RFC 3261 17.1.4 */
  { "100-then-200",
    { ASKED, SAY (RESPONSE ("SIP/2.0 100 Trying")), PAUSE (20), SAY (RESPONSE ("SIP/2.0 200 OK")) },
    PASS,
    "Answered “SIP/2.0 200 OK”.",
    "SIP/2.0 200 OK" },
  { "100-and-200-at-once",
    { ASKED, SAY (RESPONSE ("SIP/2.0 100 Trying") RESPONSE ("SIP/2.0 404 No")) },
    PASS,
    "Answered “SIP/2.0 404 No”.",
    "SIP/2.0 404 No" },
  { "100-only",
    { ASKED, SAY (RESPONSE ("SIP/2.0 100 Trying")) },
    PASS,
    "Answered “SIP/2.0 100 Trying”, and nothing after it.",
    "SIP/2.0 100 Trying",
    .is_timeout = TRUE },
  { "100-then-closed",
    { ASKED, SAY (RESPONSE ("SIP/2.0 100 Trying")), CLOSE },
    PASS,
    "*nothing after it.",
    "SIP/2.0 100 Trying" },
  { "100-of-another",
    { ASKED, SAY ("SIP/2.0 100 Trying\r\nCall-ID: x\r\n\r\n") },
    SILENT,
    .is_timeout = TRUE },
  { "180-many-times",
    { ASKED, SAY_OFTEN (RESPONSE ("SIP/2.0 180 Ringing"), 50) },
    PASS,
    "Answered “SIP/2.0 180 Ringing”, and nothing after it.",
    "SIP/2.0 180 Ringing",
    .is_timeout = TRUE },
  /* Not ours */
  { "wrong-branch",
    { ASKED, SAY ("SIP/2.0 200 OK\r\nVia: SIP/2.0/TLS x;branch=z9hG4bKwrong\r\n"
                  "Call-ID: %{Call-ID}\r\n\r\n") },
    UNEXPECTED,
    "*not to the request that was sent.",
    "SIP/2.0 200 OK" },
  { "wrong-call-id",
    { ASKED, SAY ("SIP/2.0 200 OK\r\nVia: %{Via}\r\nCall-ID: x\r\n\r\n") },
    UNEXPECTED,
    "*not to the request that was sent.",
    "SIP/2.0 200 OK" },
  { "branch-elsewhere",
    { ASKED, SAY ("SIP/2.0 200 OK\r\nX-Via: %{Via}\r\nCall-ID: %{Call-ID}\r\n\r\n") },
    UNEXPECTED,
    "*not to the request that was sent.",
    "SIP/2.0 200 OK" },
  { "no-headers",
    { ASKED, SAY ("SIP/2.0 200 OK\r\n\r\n") },
    UNEXPECTED,
    "*not to the request that was sent.",
    "SIP/2.0 200 OK" },
  /* Not SIP */
  { "http",
    { ASKED, SAY ("HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n") },
    UNEXPECTED,
    "*not SIP*“HTTP/1.1 400 Bad Request”.",
    "HTTP/1.1 400 Bad Request" },
  { "status-of-two-digits",
    { ASKED, SAY (RESPONSE ("SIP/2.0 20 OK")) },
    UNEXPECTED,
    "*not SIP*",
    "SIP/2.0 20 OK" },
  { "status-of-four-digits",
    { ASKED, SAY (RESPONSE ("SIP/2.0 2000 OK")) },
    UNEXPECTED,
    "*not SIP*",
    "SIP/2.0 2000 OK" },
  { "status-700",
    { ASKED, SAY (RESPONSE ("SIP/2.0 700 OK")) },
    UNEXPECTED,
    "*not SIP*",
    "SIP/2.0 700 OK" },
  { "other-version",
    { ASKED, SAY (RESPONSE ("SIP/3.0 200 OK")) },
    UNEXPECTED,
    "*not SIP*",
    "SIP/3.0 200 OK" },
  { "request",
    { ASKED, SAY ("OPTIONS sip:a SIP/2.0\r\n" COPIED "\r\n") },
    UNEXPECTED,
    "*not SIP*",
    "OPTIONS sip:a SIP/2.0" },
  { "echo",
    { ASKED, SAY ("OPTIONS sip:service.test SIP/2.0\r\nVia: %{Via}\r\n\r\n") },
    UNEXPECTED,
    "*not SIP*",
    "OPTIONS *" },
  { "nul-bytes",
    { ASKED, SAY ("SIP/2.0\0 200 OK\r\n" COPIED "\r\n") },
    UNEXPECTED,
    "*not SIP*",
    "SIP/2.0" },
  { "garbage",
    { ASKED, SAY ("\x01\x02\xff\xfe\r\n\r\n") },
    UNEXPECTED,
    "*not SIP*“....”.",
    "...." },
  /* No whole answer */
  { "half-and-closed",
    { ASKED, SAY ("SIP/2.0 200 OK\r\nVia: %{Via}\r\n"), CLOSE },
    UNEXPECTED,
    "*no end*“SIP/2.0 200 OK”.",
    "SIP/2.0 200 OK" },
  { "half-and-cut",
    { ASKED, SAY ("SIP/2.0 200 OK\r\n"), CUT },
    UNEXPECTED,
    "*no end*",
    "SIP/2.0 200 OK" },
  { "half-and-silent",
    { ASKED, SAY ("SIP/2.0 2") },
    UNEXPECTED,
    "*no end*",
    "SIP/2.0 2",
    .is_timeout = TRUE },
  { "half-and-reset",
    { ASKED, SAY ("SIP/2.0 2"), PAUSE (30), RESET },
    UNEXPECTED,
    "*no end*",
    "SIP/2.0 2" },
  { "endless-headers",
    { ASKED, SAY ("SIP/2.0 200 OK\r\n"), SAY_OFTEN ("X: 0123456789\r\n", 3000) },
    UNEXPECTED,
    "*no end*",
    "SIP/2.0 200 OK" },
  { "dripping", { ASKED, DRIP ("S", 5) }, UNEXPECTED, "*no end*“S*", "S*", .is_timeout = TRUE },
  { "only-empty-lines", { ASKED, DRIP ("\r\n", 1) }, SILENT, .is_timeout = TRUE },
  { "silent", { ASKED }, SILENT, "*no SIP answer came", .is_timeout = TRUE },
  { "closed", { ASKED, CLOSE }, CLOSED },
  { "cut", { TLS (GOOD), CUT }, CLOSED },
  { "reset", { ASKED, RESET }, CLOSED },
  { "alert", { ASKED, ALERT (GNUTLS_A_HANDSHAKE_FAILURE) }, CLOSED },
};

/* Every run has a branch and a Call-ID of its own, RFC 3261 8.1.1.7 and 8.1.1.4. */
static void
test_unique (void)
{
  static const LoopbackAct script[] = { ASKED, CLOSE, { 0 } };
  g_autoptr (LoopbackServer) server = loopback_server_new (script);
  g_autoptr (LcProbeContext) context = fixture_context_new (PATIENT_MS);
  g_autoptr (LcRow) row = fixture_row_new (LC_PROTOCOL_SIP, loopback_server_get_port (server));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 3; i++) {
    g_autoptr (LcAttempt) attempt = fixture_run (context, row, NULL, NULL);
    const char *request = loopback_server_get_received (server);
    const char *branch = strstr (request, ";branch=");
    const char *call_id = strstr (request, "Call-ID: ");

    g_assert_cmpint (attempt->code, ==, LC_CODE_APP_CLOSED);
    g_assert_true (g_hash_table_add (seen, g_strndup (branch, strcspn (branch + 1, ";\r"))));
    g_assert_true (g_hash_table_add (seen, g_strndup (call_id, strcspn (call_id, "\r"))));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_cases ("sip", LC_PROTOCOL_SIP, cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/sip/unique", test_unique);
  return g_test_run ();
}
