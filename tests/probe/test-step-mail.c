/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "probe-fixture.h"

#define GREETING "* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n"
#define FILLER "0123456789abcdef"
#define EHLO "EHLO linecheck.invalid\r\n"

static void
logged_out (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpstr (loopback_server_get_received (server), ==, "L1 LOGOUT\r\n");
}

static void
asked_and_logged_out (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpstr (loopback_server_get_received (server), ==, "L1 CAPABILITY\r\nL2 LOGOUT\r\n");
}

static void
said_nothing (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpstr (loopback_server_get_received (server), ==, "");
}

static void
said_ehlo_and_quit (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpstr (loopback_server_get_received (server), ==, EHLO "QUIT\r\n");
}

static void
said_quit (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpstr (loopback_server_get_received (server), ==, "QUIT\r\n");
}

/* The step that opened the connection passed, and stays so; what was reset is the connection. */
static void
kept_connection (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpuint (attempt->steps->len, ==, 2);
  g_assert_cmpint (((LcStep *) attempt->steps->pdata[0])->code, ==, LC_CODE_OK);
}

static void
measured (LcAttempt *attempt, LoopbackServer *server)
{
  g_assert_cmpint (attempt->latency_us, >, 0);
  g_assert_nonnull (attempt->local);
  g_assert_cmpstr (attempt->tls->verify, ==, "ok");
  g_assert_cmpstr (loopback_server_get_name (server), ==, LOOPBACK_NAME);
  logged_out (attempt, server);
}

#define PASS LC_PHASE_NONE, LC_STATUS_PASS, LC_CODE_OK
#define REJECTED LC_PHASE_APP, LC_STATUS_DEGRADED, LC_CODE_IMAP_REJECTED
#define UNEXPECTED LC_PHASE_APP, LC_STATUS_DEGRADED, LC_CODE_APP_UNEXPECTED_REPLY
#define CLOSED LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_APP_CLOSED
#define SILENT LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_APP_TIMEOUT
#define MISSING LC_PHASE_APP, LC_STATUS_DEGRADED, LC_CODE_STARTTLS_MISSING
#define WAS_RESET LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_TCP_RESET
#define SMTP_NO LC_PHASE_APP, LC_STATUS_DEGRADED, LC_CODE_SMTP_REJECTED

static const FixtureCase imaps_cases[] = {
  { "ok",
    { TLS (GOOD), SAY (GREETING) },
    PASS,
    "Greeted with “* OK *Dovecot ready.”.",
    "* OK *Dovecot ready.",
    .check = measured },
  { "preauth",
    { TLS (GOOD), SAY ("* PREAUTH IMAP4rev1 known\r\n") },
    PASS,
    "*PREAUTH*",
    "* PREAUTH IMAP4rev1 known",
    .check = logged_out },
  { "bye", { TLS (GOOD), SAY ("* BYE busy\r\n"), CLOSE }, PASS, "*BYE*", "* BYE busy" },
  { "lower-case", { TLS (GOOD), SAY ("* ok hello\r\n") }, PASS, "*hello*", "* ok hello" },
  { "bare-line-feed", { TLS (GOOD), SAY ("* OK hello\n") }, PASS, "*hello*", "* OK hello" },
  { "in-pieces",
    { TLS (GOOD), SAY ("* "), PAUSE (10), SAY ("OK hel"), PAUSE (10), SAY ("lo\r"), PAUSE (10),
      SAY ("\n") },
    PASS,
    "*hello*",
    "* OK hello",
    .check = logged_out },
  { "more-than-a-greeting",
    { TLS (GOOD), SAY (GREETING "* and more\r\n* and mo") },
    PASS,
    "*ready.”.",
    "*ready." },
  { "no",
    { TLS (GOOD), SAY ("* NO go away\r\n") },
    REJECTED,
    "The server greeted with “* NO go away”.",
    "* NO go away",
    .check = logged_out },
  { "bad", { TLS (GOOD), SAY ("* BAD you\r\n") }, REJECTED, "*BAD you*", "* BAD you" },
  { "okay-is-not-ok",
    { TLS (GOOD), SAY ("* OKAY\r\n") },
    UNEXPECTED,
    "*not IMAP*OKAY*",
    "* OKAY",
    .check = said_nothing },
  { "smtp",
    { TLS (GOOD), SAY ("220 mail.test ESMTP\r\n") },
    UNEXPECTED,
    "*not IMAP*220 mail*",
    "220 mail.test ESMTP",
    .check = said_nothing },
  { "empty-line", { TLS (GOOD), SAY ("\r\n") }, UNEXPECTED, "*not IMAP*", "" },
  { "nul-bytes", { TLS (GOOD), SAY ("\0\0* OK\r\n") }, UNEXPECTED, "*not IMAP*", "" },
  { "nul-within", { TLS (GOOD), SAY ("* OK he\0llo\r\n") }, PASS, "*he”.", "* OK he" },
  { "control-characters",
    { TLS (GOOD), SAY ("* OK \x1b[31m\xff\xc3\xa9\r\n") },
    PASS,
    "*OK .?31m...*",
    "* OK .?31m..." },
  { "endless-line",
    { TLS (GOOD), SAY_OFTEN (FILLER, 4000) },
    UNEXPECTED,
    "*no end*0123*",
    "0123*" },
  { "half-and-closed",
    { TLS (GOOD), SAY ("* OK Dov"), CLOSE },
    UNEXPECTED,
    "*no end*“* OK Dov”.",
    "* OK Dov" },
  { "half-and-cut", { TLS (GOOD), SAY ("* OK Dov"), CUT }, UNEXPECTED, "*no end*", "* OK Dov" },
  { "half-and-silent",
    { TLS (GOOD), SAY ("* OK Dov") },
    UNEXPECTED,
    "*no end*",
    "* OK Dov",
    .is_timeout = TRUE },
  { "dripping",
    { TLS (GOOD), DRIP ("z", 5) },
    UNEXPECTED,
    "*no end*“z*",
    "z*",
    .is_timeout = TRUE },
  { "silent", { TLS (GOOD) }, SILENT, .is_timeout = TRUE, .check = said_nothing },
  { "closed", { TLS (GOOD), CLOSE }, CLOSED },
  { "cut", { TLS (GOOD), CUT }, CLOSED },
  { "reset", { TLS (GOOD), RESET }, CLOSED },
  { "alert", { TLS (GOOD), ALERT (GNUTLS_A_INTERNAL_ERROR) }, CLOSED },
};

static const FixtureCase imap_cases[] = {
  { "starttls",
    { SAY (GREETING), WAIT ("L1 CAPABILITY\r\n"),
      SAY ("* CAPABILITY IMAP4rev1 STARTTLS\r\nL1 OK done\r\n") },
    PASS,
    "*Dovecot ready.” and offers STARTTLS.",
    "* OK*",
    .check = asked_and_logged_out },
  { "starttls-lower-case",
    { SAY (GREETING), WAIT ("L1"), SAY ("* capability starttls\r\n") },
    PASS,
    "*offers STARTTLS.",
    "* OK*" },
  { "starttls-after-others",
    { SAY (GREETING), WAIT ("L1"), SAY ("* ID NIL\r\n* 3 EXISTS\r\n"),
      SAY ("* CAPABILITY STARTTLS\r\n") },
    PASS,
    "*offers STARTTLS.",
    "* OK*" },
  { "no-starttls",
    { SAY (GREETING), WAIT ("L1"), SAY ("* CAPABILITY IMAP4rev1\r\nL1 OK\r\n") },
    MISSING,
    "*",
    "* OK*",
    .check = asked_and_logged_out },
  { "bad-to-capability",
    { SAY (GREETING), WAIT ("L1"), SAY ("L1 BAD what\r\n") },
    MISSING,
    "*",
    "* OK*" },
  { "preauth",
    { SAY ("* PREAUTH hello\r\n") },
    PASS,
    "*PREAUTH*",
    "* PREAUTH hello",
    .check = logged_out },
  { "bye", { SAY ("* BYE\r\n"), CLOSE }, PASS, "*BYE*", "* BYE" },
  { "no", { SAY ("* NO\r\n") }, REJECTED, "*NO*", "* NO" },
  { "greeted-and-silent",
    { SAY (GREETING) },
    UNEXPECTED,
    "*Dovecot ready.”*no answer*",
    "* OK*",
    .is_timeout = TRUE },
  { "greeted-and-closed",
    { SAY (GREETING), CLOSE },
    UNEXPECTED,
    "*Dovecot ready.”*no answer*",
    "* OK*" },
  { "greeted-and-reset",
    { SAY (GREETING), WAIT ("L1"), RESET },
    UNEXPECTED,
    "*no answer*",
    "* OK*" },
  { "greeted-and-dripping",
    { SAY (GREETING), WAIT ("L1"), DRIP ("* ", 5) },
    UNEXPECTED,
    "*no answer*",
    "* OK*",
    .is_timeout = TRUE },
  { "greeted-and-endless-line",
    { SAY (GREETING), WAIT ("L1"), SAY_OFTEN (FILLER, 4000) },
    UNEXPECTED,
    "*no answer*",
    "* OK*" },
  { "greeted-and-endless-lines",
    { SAY (GREETING), WAIT ("L1"), DRIP ("* 1 EXISTS\r\n", 1) },
    UNEXPECTED,
    "*no answer*",
    "* OK*",
    .is_timeout = TRUE },
  { "http",
    { SAY ("HTTP/1.1 400 Bad Request\r\n\r\n") },
    UNEXPECTED,
    "*not IMAP*HTTP/1.1 400*",
    "HTTP/1.1 400 Bad Request" },
  { "silent", { { 0 } }, SILENT, .is_timeout = TRUE },
  { "closed", { CLOSE }, CLOSED },
  { "reset", { PAUSE (30), RESET }, WAS_RESET, "*reset * ms later*", .check = kept_connection },
  { "half-and-reset", { SAY ("* O"), PAUSE (30), RESET }, UNEXPECTED, "*no end*", "* O" },
};

static const FixtureCase smtp_cases[] = {
  { "starttls",
    { SAY ("220 mail.test ESMTP\r\n"), WAIT (EHLO),
      SAY ("250-mail.test\r\n250-SIZE 1000\r\n250-STARTTLS\r\n250 HELP\r\n") },
    PASS,
    "*mail.test ESMTP” and offers STARTTLS.",
    "220 mail.test ESMTP",
    .check = said_ehlo_and_quit },
  { "starttls-is-last",
    { SAY ("220 hi\r\n"), WAIT (EHLO), SAY ("250-x\r\n250 starttls\r\n") },
    PASS,
    "*offers STARTTLS.",
    "220 hi" },
  { "long-greeting",
    { SAY ("220-one\r\n220-two\r\n220 three\r\n"), WAIT (EHLO), SAY ("250 STARTTLS\r\n") },
    PASS,
    "*“220-one” and*",
    "220-one" },
  { "bare-code",
    { SAY ("220\r\n"), WAIT (EHLO), SAY ("250-STARTTLS\r\n250\r\n") },
    PASS,
    "*",
    "220" },
  { "bare-line-feeds",
    { SAY ("220 hi\n"), WAIT (EHLO), SAY ("250-x\n250 STARTTLS\n") },
    PASS,
    "*offers STARTTLS.",
    "220 hi" },
  { "no-starttls",
    { SAY ("220 hi\r\n"), WAIT (EHLO), SAY ("250-x\r\n250 HELP\r\n") },
    MISSING,
    "*",
    "220 hi",
    .check = said_ehlo_and_quit },
  { "ehlo-refused",
    { SAY ("220 hi\r\n"), WAIT (EHLO), SAY ("502 what\r\n") },
    MISSING,
    "*",
    "220 hi",
    .check = said_ehlo_and_quit },
  { "554",
    { SAY ("554 no service\r\n") },
    SMTP_NO,
    "The server greeted with “554 no service”.",
    "554 no service",
    .check = said_quit },
  { "421-in-lines",
    { SAY ("421-busy\r\n421 really\r\n"), CLOSE },
    SMTP_NO,
    "*421-busy*",
    "421-busy" },
  { "220-then-554", { SAY ("220-hi\r\n554 no\r\n") }, SMTP_NO, "*", "220-hi" },
  { "imap", { SAY (GREETING) }, UNEXPECTED, "*not SMTP*Dovecot*", "* OK*", .check = said_nothing },
  { "four-digits", { SAY ("2200 hi\r\n") }, UNEXPECTED, "*not SMTP*", "2200 hi" },
  { "two-digits", { SAY ("22\r\n") }, UNEXPECTED, "*not SMTP*", "22" },
  { "empty-line", { SAY ("\r\n") }, UNEXPECTED, "*not SMTP*", "" },
  { "nul-bytes", { SAY ("220\0 hi\r\n") }, UNEXPECTED, "*not SMTP*", "220" },
  { "endless-line", { SAY_OFTEN (FILLER, 4000) }, UNEXPECTED, "*no end*", "0123*" },
  { "endless-greeting",
    { DRIP ("220-hi\r\n", 1) },
    UNEXPECTED,
    "*no end*",
    "220-hi",
    .is_timeout = TRUE },
  { "half-and-closed", { SAY ("220 mai"), CLOSE }, UNEXPECTED, "*no end*“220 mai”.", "220 mai" },
  { "half-a-greeting-and-closed",
    { SAY ("220-one\r\n"), CLOSE },
    UNEXPECTED,
    "*no end*220-one*",
    "220-one" },
  { "greeted-and-silent",
    { SAY ("220 hi\r\n") },
    UNEXPECTED,
    "*220 hi”*no answer*",
    "220 hi",
    .is_timeout = TRUE },
  { "greeted-and-closed",
    { SAY ("220 hi\r\n"), WAIT (EHLO), CLOSE },
    UNEXPECTED,
    "*no answer*",
    "220 hi" },
  { "greeted-and-reset",
    { SAY ("220 hi\r\n"), WAIT (EHLO), RESET },
    UNEXPECTED,
    "*no answer*",
    "220 hi" },
  { "endless-extensions",
    { SAY ("220 hi\r\n"), WAIT (EHLO), DRIP ("250-x\r\n", 1) },
    UNEXPECTED,
    "*no answer*",
    "220 hi",
    .is_timeout = TRUE },
  { "silent", { { 0 } }, SILENT, .is_timeout = TRUE },
  { "closed", { CLOSE }, CLOSED },
  { "reset", { PAUSE (30), RESET }, WAS_RESET, "*reset * ms later*", .check = kept_connection },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_cases ("imaps", LC_PROTOCOL_IMAPS, imaps_cases, G_N_ELEMENTS (imaps_cases));
  fixture_add_cases ("imap", LC_PROTOCOL_IMAP, imap_cases, G_N_ELEMENTS (imap_cases));
  fixture_add_cases ("smtp", LC_PROTOCOL_SMTP, smtp_cases, G_N_ELEMENTS (smtp_cases));
  return g_test_run ();
}
