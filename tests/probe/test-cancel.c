/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "dns-server.h"
#include "loopback-stun.h"
#include "probe-fixture.h"

/* A cancel at any moment ends a run at once, by exactly one callback, and leaves
 * nothing open or alive. */

#define CONNECTED WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 200 OK\r\n\r\n")
#define PAGE SAY ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage")
#define SWITCHING                                                                                  \
  SAY ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"         \
       "Sec-WebSocket-Accept: %{accept}\r\n\r\n")
#define SIP_ANSWER SAY ("SIP/2.0 200 OK\r\nVia: %{Via}\r\nCall-ID: %{Call-ID}\r\n\r\n")
#define IMAP_GREETING SAY ("* OK hello\r\n")
#define IMAP_ANSWER WAIT ("L1"), SAY ("* CAPABILITY STARTTLS\r\nL1 OK\r\n")
#define SMTP_GREETING SAY ("220 hello\r\n")

#define MAX_ITERATIONS 400
#define STAGE_MS 40 /* until a stage that waits is certainly reached */

typedef struct
{
  const char *name;
  LcProtocol protocol;
  LoopbackAct script[8];
  gboolean proxied;
} Subject;

/* One run under test, from its start to its end. */
typedef struct
{
  const Subject *subject;
  LoopbackServer *server; /* (owned) (nullable) */
  LoopbackStun *stun;     /* (owned) (nullable) */
  LcProbeContext *context;
  LcRow *row;
  GCancellable *cancellable;
  LcAttempt *attempt;
  guint callbacks;
  guint files;
} Run;

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  run->callbacks++;
  g_assert_cmpuint (run->callbacks, ==, 1);
  run->attempt = fixture_finish (result, run->row);
}

static guint16
open_server (Run *run)
{
  switch (run->subject->protocol) {
  case LC_PROTOCOL_STUN:
    run->stun = loopback_stun_new (run->subject->script[0].kind == LOOPBACK_SAY ? "S" : "L");
    return loopback_stun_get_port (run->stun);
  case LC_PROTOCOL_RTP:
    return 20000;
  default:
    run->server = loopback_server_new (run->subject->script);
    return loopback_server_get_port (run->server);
  }
}

static void
begin (Run *run, const Subject *subject, gboolean cancelled)
{
  g_autofree char *proxy = NULL;
  guint16 port;

  *run = (Run){ .subject = subject };
  port = open_server (run);
  if (subject->proxied)
    proxy = g_strdup_printf ("http://" LOOPBACK ":%u", port);
  run->files = fixture_count_files ();
  run->context = fixture_context_new (PATIENT_MS);
  run->row = fixture_row_new (subject->protocol, port);
  run->cancellable = g_cancellable_new ();
  if (cancelled)
    g_cancellable_cancel (run->cancellable);
  lc_run_async (run->context, run->row, subject->proxied ? LOOPBACK_NAME : LOOPBACK, proxy, NULL,
                run->cancellable, ended_cb, run);
  g_assert_cmpuint (run->callbacks, ==, 0);
}

/* A run that was cancelled ends without anything that is waited for. */
static void
finish (Run *run)
{
  gint64 before = g_get_monotonic_time ();

  while (run->callbacks == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - before, <, PATIENT_MS * 1000 / 2);
  /* Once more, and after the end. */
  g_cancellable_cancel (run->cancellable);
  fixture_assert_gone (run->row);
  fixture_assert_gone (run->context);
  fixture_assert_gone (run->cancellable);
  while (run->server != NULL && loopback_server_get_open (run->server) > 0)
    g_main_context_iteration (NULL, TRUE);
  fixture_assert_files (run->files);
  g_assert_cmpuint (run->callbacks, ==, 1);
}

static void
clear (Run *run)
{
  g_clear_pointer (&run->attempt, lc_attempt_free);
  g_clear_pointer (&run->server, loopback_server_free);
  g_clear_pointer (&run->stun, loopback_stun_free);
}

/* What was seen before the cancel stays, and nothing else is claimed. */
static void
check_cancelled (LcAttempt *attempt)
{
  for (guint i = 0; i < attempt->steps->len; i++) {
    LcStep *step = attempt->steps->pdata[i];
    gboolean last = i + 1 == attempt->steps->len;

    if (step->status == LC_STATUS_PASS)
      continue;
    g_assert_true (last);
    g_assert_cmpstr (lc_status_to_string (step->status), ==, "cancelled");
    g_assert_cmpstr (lc_code_to_string (step->code), ==, "cancelled");
    g_assert_cmpstr (step->detail, ==, lc_code_get_label (LC_CODE_CANCELLED));
  }
  g_assert_cmpuint (attempt->steps->len, >, 0);
}

static void
check_outcome (Run *run)
{
  LcStep *failed = lc_attempt_get_failed_step (run->attempt);

  check_cancelled (run->attempt);
  g_assert_cmpint (run->attempt->status, ==, failed != NULL ? LC_STATUS_CANCELLED : LC_STATUS_PASS);
  if (failed != NULL)
    g_assert_cmpint (run->attempt->code, ==, LC_CODE_CANCELLED);
}

/* Healthy servers, whose runs are cancelled after any number of the main loop's turns. */
static const Subject healthy[] = {
  { "https", LC_PROTOCOL_HTTPS, { TLS (GOOD), WAIT ("\r\n\r\n"), PAGE } },
  { "websocket", LC_PROTOCOL_WEBSOCKET, { TLS (GOOD), WAIT ("\r\n\r\n"), SWITCHING } },
  { "sip", LC_PROTOCOL_SIP, { TLS (GOOD), WAIT ("\r\n\r\n"), SIP_ANSWER } },
  { "imaps", LC_PROTOCOL_IMAPS, { TLS (GOOD), IMAP_GREETING } },
  { "imap", LC_PROTOCOL_IMAP, { IMAP_GREETING, IMAP_ANSWER } },
  { "smtp", LC_PROTOCOL_SMTP, { SMTP_GREETING, WAIT ("EHLO"), SAY ("250 STARTTLS\r\n") } },
  { "proxied", LC_PROTOCOL_HTTPS, { CONNECTED, TLS (GOOD), WAIT ("\r\n\r\n"), PAGE }, TRUE },
};

static void
test_any_moment (gconstpointer data)
{
  const Subject *subject = data;
  gboolean ended = FALSE;

  for (guint turns = 0; !ended && turns < MAX_ITERATIONS; turns++) {
    Run run;

    begin (&run, subject, FALSE);
    for (guint i = 0; i < turns && run.callbacks == 0; i++)
      g_main_context_iteration (NULL, TRUE);
    ended = run.callbacks > 0;
    g_cancellable_cancel (run.cancellable);
    finish (&run);
    check_outcome (&run);
    g_assert_true (!ended || run.attempt->status == LC_STATUS_PASS);
    clear (&run);
  }
  g_assert_true (ended);
}

static void
test_before (gconstpointer data)
{
  Run run;

  begin (&run, data, TRUE);
  finish (&run);
  check_outcome (&run);
  g_assert_cmpint (run.attempt->status, ==, LC_STATUS_CANCELLED);
  if (run.server != NULL)
    g_assert_cmpuint (loopback_server_get_accepted (run.server), ==, 0);
  if (run.stun != NULL)
    g_assert_cmpuint (loopback_stun_get_requests (run.stun), ==, 0);
  clear (&run);
}

/* Whoever looks on may cancel in the middle of a step's beginning. */
typedef struct
{
  GCancellable *cancellable;
  guint left;
} Looker;

static void
activity_cb (GObject *object, GParamSpec *property, gpointer user_data)
{
  Looker *looker = user_data;

  if (looker->left > 0 && --looker->left == 0)
    g_cancellable_cancel (looker->cancellable);
}

static void
test_from_notification (gconstpointer data)
{
  const Subject *subject = data;

  for (guint nth = 1; nth <= 3; nth++) {
    Looker looker = { .left = nth };
    Run run;

    begin (&run, subject, FALSE);
    looker.cancellable = run.cancellable;
    g_signal_connect (run.row, "notify::activity", G_CALLBACK (activity_cb), &looker);
    finish (&run);
    check_outcome (&run);
    clear (&run);
  }
}

typedef struct
{
  Subject subject;
  LcPhase phase; /* that waits */
} Stage;

/* Servers that let a run wait at one stage each. */
static const Stage stages[] = {
  { { "tls", LC_PROTOCOL_HTTPS, { { 0 } } }, LC_PHASE_TLS },
  { { "tls-halfway", LC_PROTOCOL_SIP, { TLS_HELLO } }, LC_PHASE_TLS },
  { { "tls-dripping", LC_PROTOCOL_SIP, { SAY ("\x16\x03\x03\x40\0"), DRIP ("z", 1) } },
    LC_PHASE_TLS },
  { { "http", LC_PROTOCOL_HTTPS, { TLS (GOOD) } }, LC_PHASE_APP },
  { { "http-head", LC_PROTOCOL_HTTPS, { TLS (GOOD), SAY ("HTTP/1.1 200 OK\r\n") } }, LC_PHASE_APP },
  { { "http-dripping", LC_PROTOCOL_HTTPS, { TLS (GOOD), DRIP ("HTTP/1.1 200 OK\r\nX: y", 1) } },
    LC_PHASE_APP },
  { { "websocket", LC_PROTOCOL_WEBSOCKET, { TLS (GOOD) } }, LC_PHASE_APP },
  { { "websocket-head", LC_PROTOCOL_WEBSOCKET, { TLS (GOOD), SAY ("HTTP/1.1 101 OK\r\n") } },
    LC_PHASE_APP },
  { { "sip", LC_PROTOCOL_SIP, { TLS (GOOD) } }, LC_PHASE_APP },
  { { "sip-head", LC_PROTOCOL_SIP, { TLS (GOOD), SAY ("SIP/2.0 200 OK\r\n") } }, LC_PHASE_APP },
  { { "imaps", LC_PROTOCOL_IMAPS, { TLS (GOOD) } }, LC_PHASE_APP },
  { { "imaps-line", LC_PROTOCOL_IMAPS, { TLS (GOOD), SAY ("* OK") } }, LC_PHASE_APP },
  { { "imap", LC_PROTOCOL_IMAP, { { 0 } } }, LC_PHASE_APP },
  { { "imap-capability", LC_PROTOCOL_IMAP, { IMAP_GREETING } }, LC_PHASE_APP },
  { { "smtp", LC_PROTOCOL_SMTP, { { 0 } } }, LC_PHASE_APP },
  { { "smtp-greeting", LC_PROTOCOL_SMTP, { SAY ("220-one\r\n") } }, LC_PHASE_APP },
  { { "smtp-extensions", LC_PROTOCOL_SMTP, { SMTP_GREETING, WAIT ("EHLO"), SAY ("250-x\r\n") } },
    LC_PHASE_APP },
  { { "proxy", LC_PROTOCOL_HTTPS, { { 0 } }, TRUE }, LC_PHASE_PROXY },
  { { "proxy-head", LC_PROTOCOL_HTTPS, { SAY ("HTTP/1.1 200") }, TRUE }, LC_PHASE_PROXY },
  { { "tls-behind-proxy", LC_PROTOCOL_HTTPS, { CONNECTED }, TRUE }, LC_PHASE_TLS },
  { { "http-behind-proxy", LC_PROTOCOL_HTTPS, { CONNECTED, TLS (GOOD) }, TRUE }, LC_PHASE_APP },
  { { "stun", LC_PROTOCOL_STUN, { { 0 } } }, LC_PHASE_UDP },
  { { "rtp", LC_PROTOCOL_RTP, { { 0 } } }, LC_PHASE_UDP },
};

static void
dispatch_for (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

/* On a busy machine the stage may not be reached in time: then wait for longer. */
static gboolean
try_stage (const Stage *stage, guint ms)
{
  LcStep *last;
  gboolean reached;
  Run run;

  begin (&run, &stage->subject, FALSE);
  dispatch_for (ms);
  g_assert_cmpuint (run.callbacks, ==, 0);
  g_cancellable_cancel (run.cancellable);
  g_cancellable_cancel (run.cancellable);
  finish (&run);
  check_outcome (&run);
  last = run.attempt->steps->pdata[run.attempt->steps->len - 1];
  reached = last->phase == stage->phase;
  g_assert_cmpint (run.attempt->status, ==, LC_STATUS_CANCELLED);
  clear (&run);
  return reached;
}

static void
test_stage (gconstpointer data)
{
  guint ms = STAGE_MS;

  while (!try_stage (data, ms)) {
    g_assert_cmpuint (ms, <, PATIENT_MS / 4);
    ms *= 2;
  }
}

/* What has been answered stays answered, though the rest of it was never read. */
static const Subject answered[] = {
  { "http-body",
    LC_PROTOCOL_HTTPS,
    { TLS (GOOD), SAY ("HTTP/1.1 200 OK\r\n\r\nand so"), DRIP ("o", 5) } },
  { "sip-provisional",
    LC_PROTOCOL_SIP,
    { TLS (GOOD), WAIT ("\r\n\r\n"),
      SAY ("SIP/2.0 100 Trying\r\nVia: %{Via}\r\nCall-ID: %{Call-ID}\r\n\r\n") } },
};

static gboolean
try_answered (const Subject *subject, guint ms)
{
  gboolean passed;
  Run run;

  begin (&run, subject, FALSE);
  dispatch_for (ms);
  g_assert_cmpuint (run.callbacks, ==, 0);
  g_cancellable_cancel (run.cancellable);
  finish (&run);
  check_outcome (&run);
  passed = run.attempt->status == LC_STATUS_PASS;
  clear (&run);
  return passed;
}

static void
test_answered (gconstpointer data)
{
  guint ms = STAGE_MS;

  while (!try_answered (data, ms)) {
    g_assert_cmpuint (ms, <, PATIENT_MS / 4);
    ms *= 2;
  }
}

/* Requests that are answered, at moments that time picks. */
static void
check_udp (LcProtocol protocol)
{
  const Subject subject = { "udp", protocol, { SAY ("S") } };

  for (guint i = 0; i < 8; i++) {
    Run run;

    begin (&run, &subject, FALSE);
    dispatch_for (g_test_rand_int_range (0, 480));
    g_cancellable_cancel (run.cancellable);
    finish (&run);
    check_outcome (&run);
    clear (&run);
  }
}

static void
test_stun (void)
{
  check_udp (LC_PROTOCOL_STUN);
}

static void
test_rtp (void)
{
  check_udp (LC_PROTOCOL_RTP);
}

/* The look-up of a proxy's name, which other rows may still be waiting for. */
static void
test_proxy_name (void)
{
  g_autoptr (DnsServer) dns = dns_server_new ();
  g_autoptr (LcResolver) resolver
      = lc_resolver_new_for_servers (dns_server_get_address (dns), "/dev/null", NULL);
  g_autoptr (LcTlsContext) tls = loopback_tls_context_new ();
  const Subject subject = { "proxy-name", LC_PROTOCOL_HTTPS, { { 0 } } };
  Run run = { .subject = &subject };

  run.row = fixture_row_new (LC_PROTOCOL_HTTPS, 443);
  run.cancellable = g_cancellable_new ();
  run.files = fixture_count_files ();
  run.context = lc_probe_context_new (resolver, tls, PATIENT_MS);
  lc_run_async (run.context, run.row, LOOPBACK_NAME, "http://silent.silent.test:3128", NULL,
                run.cancellable, ended_cb, &run);
  dispatch_for (STAGE_MS);
  g_assert_cmpuint (run.callbacks, ==, 0);
  g_cancellable_cancel (run.cancellable);
  finish (&run);
  check_outcome (&run);
  g_assert_cmpint (run.attempt->code, ==, LC_CODE_CANCELLED);
  clear (&run);
}

static void
add_subjects (const char *prefix, const Subject *subjects, gsize count, GTestDataFunc test)
{
  for (gsize i = 0; i < count; i++) {
    g_autofree char *path = g_strdup_printf ("/cancel/%s/%s", prefix, subjects[i].name);

    g_test_add_data_func (path, &subjects[i], test);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_subjects ("any-moment", healthy, G_N_ELEMENTS (healthy), test_any_moment);
  add_subjects ("before", healthy, G_N_ELEMENTS (healthy), test_before);
  add_subjects ("from-notification", healthy, G_N_ELEMENTS (healthy), test_from_notification);
  add_subjects ("answered", answered, G_N_ELEMENTS (answered), test_answered);
  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++) {
    g_autofree char *path = g_strdup_printf ("/cancel/stage/%s", stages[i].subject.name);

    g_test_add_data_func (path, &stages[i], test_stage);
    if (lc_protocol_is_udp (stages[i].subject.protocol))
      add_subjects ("before", &stages[i].subject, 1, test_before);
  }
  g_test_add_func ("/cancel/stun", test_stun);
  g_test_add_func ("/cancel/rtp", test_rtp);
  g_test_add_func ("/cancel/proxy-name", test_proxy_name);
  return g_test_run ();
}
