/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "probe-fixture.h"

/* Answers that were right once, with bytes changed, doubled or cut out. Whatever
 * comes of them, it is one of the few things that an answer can come to. */

typedef struct
{
  const char *name;
  LcProtocol protocol;
  gboolean tls;
  const char *wait; /* (nullable) for the client, which speaks first */
  const char *answer;
  gsize length;
  guint times;
} Base;

#define TEXT(text) text, sizeof (text) - 1

static const Base bases[] = {
  { "sip", LC_PROTOCOL_SIP, TRUE, "\r\n\r\n",
    TEXT (
        "SIP/2.0 200 OK\r\nVia: %{Via}\r\nFrom: %{From}\r\nTo: %{To};tag=1\r\nCall-ID: %{Call-ID}\r\n"
        "CSeq: %{CSeq}\r\nContent-Length: 0\r\n\r\n"),
    120 },
  { "http", LC_PROTOCOL_HTTPS, TRUE, "\r\n\r\n",
    TEXT ("HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
          "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
          "1e\r\n<html><title>Page</title></html\r\n1\r\n>\r\n0\r\n\r\n"),
    120 },
  { "websocket", LC_PROTOCOL_WEBSOCKET, TRUE, "\r\n\r\n",
    TEXT ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Accept: %{accept}\r\nSec-WebSocket-Protocol: sip\r\n\r\n\x81\x05hello"),
    120 },
  { "imap", LC_PROTOCOL_IMAP, FALSE, NULL,
    TEXT ("* OK [CAPABILITY IMAP4rev1] ready\r\n* CAPABILITY IMAP4rev1 STARTTLS\r\nL1 OK done\r\n"),
    150 },
  { "smtp", LC_PROTOCOL_SMTP, FALSE, NULL,
    TEXT ("220-mail.test\r\n220 ESMTP\r\n250-mail.test\r\n250-SIZE 10\r\n250 STARTTLS\r\n"), 150 },
  { "tls", LC_PROTOCOL_IMAPS, FALSE, "\x01",
    TEXT ("\x16\x03\x03\x00\x2a\x02\x00\x00\x26\x03\x03"
          "0123456789abcdef0123456789abcdef\x00\x13\x01\x00\x00\x00"),
    150 },
};

static gboolean
is_possible (LcStep *step)
{
  static const LcCode codes[] = {
    LC_CODE_OK,
    LC_CODE_APP_UNEXPECTED_REPLY,
    LC_CODE_APP_CLOSED,
    LC_CODE_HTTP_ERROR,
    LC_CODE_HTTP_CAPTIVE_PORTAL,
    LC_CODE_WS_REFUSED,
    LC_CODE_IMAP_REJECTED,
    LC_CODE_SMTP_REJECTED,
    LC_CODE_STARTTLS_MISSING,
    LC_CODE_TLS_ALERT,
    LC_CODE_TLS_NOT_TLS,
    LC_CODE_TLS_CLOSED,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (step->code == codes[i])
      return TRUE;
  g_test_message ("%s", lc_code_to_string (step->code));
  return FALSE;
}

static void
check_attempt (LcAttempt *attempt)
{
  for (guint i = 0; i < attempt->steps->len; i++) {
    LcStep *step = attempt->steps->pdata[i];

    g_assert_true (is_possible (step));
    g_assert_true (step->detail == NULL || g_utf8_validate (step->detail, -1, NULL));
  }
  if (attempt->reply == NULL)
    return;
  g_assert_cmpuint (strlen (attempt->reply), <=, 200);
  for (const char *p = attempt->reply; *p != '\0'; p++)
    g_assert_true (g_ascii_isprint (*p));
}

static guint
fill_script (LoopbackAct *script, const Base *base, GByteArray *answer)
{
  static const LoopbackAct tls = TLS (GOOD);
  static const LoopbackAct close = CLOSE;
  guint count = 0;

  if (base->tls)
    script[count++] = tls;
  if (base->wait != NULL)
    script[count++] = (LoopbackAct){ LOOPBACK_WAIT, base->wait, strlen (base->wait), 0 };
  script[count++] = (LoopbackAct){ LOOPBACK_SAY, (char *) answer->data, answer->len, 1 };
  script[count++] = close;
  return count;
}

static void
try_mutation (const Base *base, LcProbeContext *context)
{
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  LoopbackAct script[6] = { 0 };
  g_autoptr (LoopbackServer) server = NULL;
  g_autoptr (LcRow) row = NULL;
  g_autoptr (LcAttempt) attempt = NULL;

  g_byte_array_append (answer, (const guint8 *) base->answer, base->length);
  fixture_mutate (answer);
  fill_script (script, base, answer);
  server = loopback_server_new (script);
  row = fixture_row_new (base->protocol, loopback_server_get_port (server));
  attempt = fixture_run (context, row, NULL, NULL);
  check_attempt (attempt);
}

static void
test_base (gconstpointer data)
{
  const Base *base = data;
  LcProbeContext *context = fixture_context_new (PATIENT_MS);
  guint files = fixture_count_files ();

  for (guint i = 0; i < base->times; i++)
    try_mutation (base, context);
  fixture_assert_files (files);
  fixture_assert_gone (context);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bases); i++) {
    g_autofree char *path = g_strdup_printf ("/mutations/%s", bases[i].name);

    g_test_add_data_func (path, &bases[i], test_base);
  }
  return g_test_run ();
}
