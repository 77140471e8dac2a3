/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "probe-fixture.h"

#define GREETING SAY ("* PREAUTH hello\r\n")
#define REPLY "* PREAUTH hello"
#define FILLER "0123456789abcdef"

#define PASS LC_PHASE_NONE, LC_STATUS_PASS, LC_CODE_OK
#define FAIL(code) LC_PHASE_TLS, LC_STATUS_FAIL, LC_CODE_TLS_##code

static LcCertificate *
leaf_of (LcAttempt *attempt)
{
  g_assert_nonnull (attempt->tls);
  g_assert_cmpuint (attempt->tls->chain->len, >, 0);
  return attempt->tls->chain->pdata[0];
}

/* What is behind a bad certificate is looked at all the same. */
static void
went_on (LcAttempt *attempt, LoopbackServer *server)
{
  LcStep *last = attempt->steps->pdata[attempt->steps->len - 1];

  g_assert_cmpuint (attempt->steps->len, ==, 3);
  g_assert_cmpint (last->phase, ==, LC_PHASE_APP);
  g_assert_cmpint (last->status, ==, LC_STATUS_PASS);
  g_assert_cmpstr (attempt->tls->name, ==, LOOPBACK_NAME);
}

static void
stopped (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpuint (attempt->steps->len, ==, 2);
  g_assert_null (attempt->tls);
  /* The connection was fine, and its round trip stays known. */
  g_assert_cmpint (attempt->latency_us, >, 0);
}

static void
is_good (LcAttempt *attempt, LoopbackServer *server)
{
  LcCertificate *leaf = leaf_of (attempt);
  LcStep *step = lc_attempt_get_step (attempt, LC_PHASE_TLS);

  went_on (attempt, server);
  g_assert_cmpstr (attempt->tls->version, ==, "TLS 1.3");
  g_assert_cmpint (step->us, >, 0);
  g_assert_cmpstr (attempt->tls->verify, ==, "ok");
  g_assert_cmpstr (attempt->tls->alpn, ==, NULL);
  g_assert_nonnull (attempt->tls->cipher);
  g_assert_cmpstr (loopback_server_get_name (server), ==, LOOPBACK_NAME);
  g_assert_nonnull (strstr (leaf->subject, "CN=" LOOPBACK_NAME));
  g_assert_nonnull (strstr (leaf->issuer, "CN=Authority of the tests"));
}

static void
is_older (LcAttempt *attempt, LoopbackServer *server)
{
  went_on (attempt, server);
  g_assert_cmpstr (attempt->tls->version, ==, "TLS 1.2");
  g_assert_cmpstr (attempt->tls->verify, ==, "ok");
}

static void
is_expired (LcAttempt *attempt, LoopbackServer *server)
{
  went_on (attempt, server);
  g_assert_cmpstr (attempt->tls->verify, ==, "expired");
}

static void
is_not_yet_valid (LcAttempt *attempt, LoopbackServer *server)
{
  went_on (attempt, server);
  g_assert_cmpstr (attempt->tls->verify, ==, "not-yet-valid");
}

static void
is_mismatch (LcAttempt *attempt, LoopbackServer *server)
{
  went_on (attempt, server);
  g_assert_cmpstr (attempt->tls->verify, ==, "name-mismatch");
}

static void
is_untrusted (LcAttempt *attempt, LoopbackServer *server)
{
  went_on (attempt, server);
  g_assert_cmpstr (attempt->tls->verify, ==, "untrusted");
}

static void
is_self_signed (LcAttempt *attempt, LoopbackServer *server)
{
  is_untrusted (attempt, server);
  g_assert_cmpuint (attempt->tls->chain->len, ==, 1);
  g_assert_true (leaf_of (attempt)->self_signed);
}

static void
is_both (LcAttempt *attempt, LoopbackServer *server)
{
  went_on (attempt, server);
  g_assert_cmpstr (attempt->tls->verify, ==, "untrusted expired");
}

static const FixtureCase cases[] = {
  { "good", { TLS (GOOD), GREETING }, PASS, "*", REPLY, .check = is_good },
  { "tls-1.2", { TLS12 (GOOD), GREETING }, PASS, "*", REPLY, .check = is_older },
  { "warning-first",
    { SAY ("\x15\x03\x03\0\x02\x01\x70"), TLS (GOOD), GREETING },
    PASS,
    "*",
    REPLY,
    .check = is_good },
  { "expired",
    { TLS (EXPIRED), GREETING },
    FAIL (EXPIRED),
    "The certificate expired on * 20* UTC.",
    REPLY,
    .check = is_expired },
  { "not-yet-valid",
    { TLS (NOT_YET_VALID), GREETING },
    FAIL (NOT_YET_VALID),
    "*only from * 20* UTC.",
    REPLY,
    .check = is_not_yet_valid },
  { "wrong-name",
    { TLS (WRONG_NAME), GREETING },
    FAIL (NAME_MISMATCH),
    "*other.test*not for “" LOOPBACK_NAME "”.",
    REPLY,
    .check = is_mismatch },
  { "sibling",
    { TLS (SIBLING), GREETING },
    FAIL (NAME_MISMATCH),
    "*sibling*",
    REPLY,
    .check = is_mismatch },
  { "self-signed",
    { TLS (SELF_SIGNED), GREETING },
    FAIL (UNTRUSTED),
    "*not trust*",
    REPLY,
    .check = is_self_signed },
  { "other-authority",
    { TLS (OTHER_AUTHORITY), GREETING },
    FAIL (UNTRUSTED),
    "*not trust*“*Nobody’s authority*”.",
    REPLY,
    .check = is_untrusted },
  { "expired-and-untrusted",
    { TLS (EXPIRED_UNTRUSTED), GREETING },
    FAIL (UNTRUSTED),
    "*",
    REPLY,
    .check = is_both },
  { "expired-and-silent", { TLS (EXPIRED) }, FAIL (EXPIRED), "*", .is_timeout = TRUE },
  /* Ended by the other side */
  { "closed", { CLOSE }, FAIL (CLOSED), "*", .check = stopped },
  { "closed-after-hello",
    { WAIT (""), CLOSE },
    FAIL (CLOSED),
    "Nothing had come*",
    .check = stopped },
  { "closed-halfway", { TLS_HELLO, CLOSE }, FAIL (CLOSED), "*", .check = stopped },
  { "reset", { PAUSE (30), RESET }, FAIL (RESET), "*", .check = stopped },
  { "reset-after-hello",
    { WAIT (""), RESET },
    FAIL (RESET),
    "Nothing had come*",
    .check = stopped },
  { "reset-halfway", { TLS_HELLO, PAUSE (30), RESET }, FAIL (RESET), "*", .check = stopped },
  { "alert",
    { WAIT (""), SAY ("\x15\x03\x03\0\x02\x02\x28") },
    FAIL (ALERT),
    "*alert “Handshake*”.",
    .check = stopped },
  { "alert-and-reset",
    { WAIT (""), SAY ("\x15\x03\x03\0\x02\x02\x46"), CLOSE },
    FAIL (ALERT),
    "*alert “*version*”.",
    .check = stopped },
  /* No TLS */
  { "ssh",
    { SAY ("SSH-2.0-OpenSSH_9.2\r\n") },
    FAIL (NOT_TLS),
    "*begins with “SSH-2.0-OpenSSH_9.2”.",
    "SSH-2.0-OpenSSH_9.2",
    .check = stopped },
  { "http",
    { WAIT (""), SAY ("HTTP/1.1 400 Bad Request\r\n\r\n"), CLOSE },
    FAIL (NOT_TLS),
    "*HTTP/1.1 400*",
    "HTTP/1.1 400 Bad Request",
    .check = stopped },
  { "smtp",
    { SAY ("220 mail.test ESMTP\r\n") },
    FAIL (NOT_TLS),
    "*220 mail*",
    "220 mail.test ESMTP" },
  { "zeros", { SAY ("\0\0\0\0\0\0\0\0") }, FAIL (NOT_TLS), "*“........”.", "........" },
  { "almost-a-record", { SAY ("\x16PQRSTUV") }, FAIL (NOT_TLS), "*“.PQRSTUV”.", ".PQRSTUV" },
  { "garbage-without-end", { SAY_OFTEN (FILLER, 4000) }, FAIL (NOT_TLS), "*“0123*”.", "0123*" },
  { "dripping-garbage", { DRIP ("z", 5) }, FAIL (NOT_TLS), "*“zzz*”.", "zzz*" },
  /* TLS, but broken */
  { "broken-record",
    { WAIT (""), SAY ("\x16\x03\x03\0\x06\x02\0\0\x02zz") },
    FAIL (ALERT),
    "The TLS handshake failed: *",
    .check = stopped },
  { "overlong-record",
    { WAIT (""), SAY ("\x16\x03\x03\xff\xff"), SAY_OFTEN (FILLER, 4000) },
    FAIL (ALERT),
    "The TLS handshake failed: *",
    .check = stopped },
  /* A chain of a thousand certificates would be as long; the other side has refused nothing. */
  { "overlong-message",
    { WAIT (""), SAY ("\x16\x03\x03\0\x04\x02\x03\0\0"),
      SAY_OFTEN ("\x16\x03\x03\0\x20" FILLER FILLER, 7000) },
    LC_PHASE_TLS,
    LC_STATUS_INCONCLUSIVE,
    LC_CODE_INTERNAL_ERROR,
    "*longer than Linecheck reads.",
    .check = stopped },
  { "garbage-halfway",
    { TLS_HELLO, SAY_OFTEN (FILLER, 100) },
    FAIL (ALERT),
    "The TLS handshake failed: *",
    .check = stopped },
  { "endless-message",
    { WAIT (""), SAY ("\x16\x03\x03\0\x05hello") },
    FAIL (TIMEOUT),
    "*stalled: *",
    .is_timeout = TRUE,
    .check = stopped },
  /* Silence */
  { "silent", { { 0 } }, FAIL (TIMEOUT), "No answer*", .is_timeout = TRUE, .check = stopped },
  { "silent-halfway",
    { TLS_HELLO },
    FAIL (TIMEOUT),
    "*stalled: *",
    .is_timeout = TRUE,
    .check = stopped },
  { "dripping-record",
    { SAY ("\x16\x03\x03\x40\0"), DRIP ("z", 5) },
    FAIL (TIMEOUT),
    "*stalled: *",
    .is_timeout = TRUE,
    .check = stopped },
};

typedef struct
{
  const char *name;
  LoopbackAct script[4];
  const char *host;
  const char *tls_name;
  LcStatus status;
  LcCode code;
  const char *verify;
} LiteralCase;

/* An address has no name in the document: the one that it is lent is no proof. */
static const LiteralCase literal_cases[] = {
  { "good", { TLS (GOOD), GREETING }, LOOPBACK, LOOPBACK_NAME, LC_STATUS_PASS, LC_CODE_OK, "ok" },
  { "address",
    { TLS (GOOD), GREETING },
    LOOPBACK,
    "lent.example",
    LC_STATUS_PASS,
    LC_CODE_OK,
    "ok" },
  { "sibling",
    { TLS (SIBLING), GREETING },
    LOOPBACK,
    "other." LOOPBACK_NAME,
    LC_STATUS_PASS,
    LC_CODE_OK,
    "ok" },
  { "stranger",
    { TLS (WRONG_NAME), GREETING },
    LOOPBACK,
    LOOPBACK_NAME,
    LC_STATUS_DEGRADED,
    LC_CODE_TLS_NAME_MISMATCH,
    "name-mismatch" },
  { "expired",
    { TLS (EXPIRED), GREETING },
    LOOPBACK,
    LOOPBACK_NAME,
    LC_STATUS_FAIL,
    LC_CODE_TLS_EXPIRED,
    "expired" },
  { "untrusted",
    { TLS (OTHER_AUTHORITY), GREETING },
    LOOPBACK,
    LOOPBACK_NAME,
    LC_STATUS_FAIL,
    LC_CODE_TLS_UNTRUSTED,
    "untrusted" },
};

static void
test_literal (gconstpointer data)
{
  const LiteralCase *expected = data;
  g_autoptr (LoopbackServer) server = loopback_server_new (expected->script);
  g_autoptr (LcProbeContext) context = fixture_context_new (PATIENT_MS);
  g_autoptr (LcRow) row = fixture_row_new_full (&(LcEndpoint){
      .protocol = LC_PROTOCOL_IMAPS,
      .host = (char *) expected->host,
      .tls_name = (char *) expected->tls_name,
      .port = loopback_server_get_port (server),
  });
  g_autoptr (LcAttempt) attempt = fixture_run (context, row, NULL, NULL);

  g_assert_true (lc_row_get_host_is_literal (row));
  g_assert_cmpstr (attempt->tls->verify, ==, expected->verify);
  g_assert_cmpstr (lc_code_to_string (attempt->code), ==, lc_code_to_string (expected->code));
  g_assert_cmpint (attempt->status, ==, expected->status);
  g_assert_cmpstr (attempt->tls->name, ==, expected->tls_name);
  g_assert_cmpstr (loopback_server_get_name (server), ==, expected->tls_name);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_cases ("tls", LC_PROTOCOL_IMAPS, cases, G_N_ELEMENTS (cases));
  for (gsize i = 0; i < G_N_ELEMENTS (literal_cases); i++) {
    g_autofree char *path = g_strdup_printf ("/tls/literal/%s", literal_cases[i].name);

    g_test_add_data_func (path, &literal_cases[i], test_literal);
  }
  return g_test_run ();
}
