/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check-fixture.h"

/* A cancel at any moment of a check ends it at once, by exactly one callback. What is
 * known stays, and nothing is left open, running or alive. */

#define ROUNDS 8
#define MAX_MS 800    /* within which rows and what follows them are under way */
#define MAX_TURNS 400 /* of the main loop: likewise for what is quick */

static const LoopbackAct page[] = { TLS (GOOD),
                                    WAIT ("\r\n\r\n"),
                                    SAY ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                                    { 0 } };
static const LoopbackAct greeting[] = { SAY ("* PREAUTH hello\r\n"), { 0 } };
static const LoopbackAct drip[] = { DRIP ("* OK", 10), { 0 } };
static const LoopbackAct silence[] = { { 0 } };

typedef struct
{
  DnsServer *dns;
  LoopbackServer *servers[4];
  LoopbackStun *stun;
  LoopbackStun *silent_stun;
  CheckRow rows[16];
  guint n_rows;
  guint files;
  int sources;
} Fixture;

static void
add_row (Fixture *fixture, LcProtocol protocol, const char *host, guint16 port)
{
  fixture->rows[fixture->n_rows++] = (CheckRow){ protocol, host, port };
}

static void
add_rows (Fixture *fixture)
{
  guint16 ports[4];

  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    ports[i] = loopback_server_get_port (fixture->servers[i]);
  add_row (fixture, LC_PROTOCOL_HTTPS, LOOPBACK_NAME, ports[0]);
  add_row (fixture, LC_PROTOCOL_WEBSOCKET, LOOPBACK, ports[0]);
  add_row (fixture, LC_PROTOCOL_IMAP, "two.test", ports[1]);
  add_row (fixture, LC_PROTOCOL_IMAP, "127.0.0.1", ports[1]);
  add_row (fixture, LC_PROTOCOL_IMAP, "127.0.0.1", ports[2]);
  add_row (fixture, LC_PROTOCOL_SMTP, "three.test", ports[2]);
  add_row (fixture, LC_PROTOCOL_HTTPS, "four.test", ports[3]);
  add_row (fixture, LC_PROTOCOL_SIP, "127.0.0.1", ports[3]);
  add_row (fixture, LC_PROTOCOL_STUN, LOOPBACK, loopback_stun_get_port (fixture->stun));
  add_row (fixture, LC_PROTOCOL_STUN, LOOPBACK, loopback_stun_get_port (fixture->silent_stun));
  add_row (fixture, LC_PROTOCOL_RTP, LOOPBACK, 1024);
  add_row (fixture, LC_PROTOCOL_RTP, SILENT_HOST, 1024);
  add_row (fixture, LC_PROTOCOL_SIP, SILENT_HOST, 5061);
  add_row (fixture, LC_PROTOCOL_HTTPS, "silent.silent.test", 443);
  add_row (fixture, LC_PROTOCOL_IMAPS, "lost.lost.test", 993);
  add_row (fixture, LC_PROTOCOL_SMTP, LOOPBACK, loopback_closed_port (G_SOCKET_TYPE_STREAM));
}

static guint
count_connections (Fixture *fixture)
{
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fixture->servers); i++)
    count += loopback_server_get_open (fixture->servers[i]);
  return count;
}

static void
hear_of_the_end (Fixture *fixture)
{
  while (count_connections (fixture) > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* What GLib opens once for all, with the first row that fails, is to be there already. */
static void
warm_up (Fixture *fixture)
{
  const CheckRow row = { LC_PROTOCOL_SMTP, LOOPBACK, loopback_closed_port (G_SOCKET_TYPE_STREAM) };
  CheckRun run = { 0 };

  check_run_all (&run, check_fixture_new (&row, 1, NULL));
  check_run_clear (&run);
  fixture->files = fixture_count_files ();
  fixture->sources = check_fixture_count_sources ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const LoopbackAct *const scripts[] = { page, greeting, drip, silence };

  fixture->dns = dns_server_new_at (53);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    fixture->servers[i] = loopback_server_new_at (scripts[i], "0.0.0.0", 0);
  fixture->stun = loopback_stun_new ("S");
  fixture->silent_stun = loopback_stun_new ("L");
  add_rows (fixture);
  warm_up (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loopback_stun_free (fixture->silent_stun);
  loopback_stun_free (fixture->stun);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->servers); i++)
    loopback_server_free (fixture->servers[i]);
  dns_server_free (fixture->dns);
}

static void
begin (Fixture *fixture, CheckRun *run)
{
  LcCheckOptions options = LC_CHECK_OPTIONS_INIT;

  *run = (CheckRun){ 0 };
  options.timeout_ms = 150;
  options.jobs = (guint) g_test_rand_int_range (1, 40);
  run->cancellable = g_cancellable_new ();
  check_run_begin (run, check_fixture_new (fixture->rows, fixture->n_rows, &options));
}

/* Which of a row's lists has an attempt that nobody has ended. */
static void
check_attempts (GPtrArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++) {
    LcAttempt *attempt = attempts->pdata[i];

    g_assert_cmpint (attempt->status, !=, 0);
    g_assert_true (attempt->status == LC_STATUS_CANCELLED || attempt->steps->len > 0);
  }
}

/* Rows that had ended keep their results; the others claim nothing. */
static void
check_rows (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    gboolean cancelled = lc_row_get_status (row) == LC_STATUS_CANCELLED;

    g_assert_cmpint (lc_row_get_state (row), ==, LC_ROW_ENDED);
    g_assert_null (lc_row_get_activity (row));
    g_assert_cmpint (cancelled, ==, lc_row_get_code (row) == LC_CODE_CANCELLED);
    check_attempts (lc_row_get_attempts (row));
    check_attempts (lc_row_get_documented_attempts (row));
  }
}

static void
finish (Fixture *fixture, CheckRun *run)
{
  gint64 before = g_get_monotonic_time ();

  check_run_finish (run);
  g_assert_cmpint (g_get_monotonic_time () - before, <, PATIENT_MS * 1000);
  if (run->error != NULL)
    g_assert_error (run->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (lc_report_get_complete (run->report), ==, run->error == NULL);
  check_rows (run->report);
  check_run_clear (run);
  hear_of_the_end (fixture);
  fixture_assert_files (fixture->files);
  g_assert_cmpint (check_fixture_count_sources (), ==, fixture->sources);
}

static void
dispatch_for (CheckRun *run, guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end && run->callbacks == 0)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static void
test_any_time (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < ROUNDS; i++) {
    CheckRun run;

    begin (fixture, &run);
    dispatch_for (&run, (guint) g_test_rand_int_range (0, MAX_MS));
    g_cancellable_cancel (run.cancellable);
    g_cancellable_cancel (run.cancellable);
    finish (fixture, &run);
  }
}

static void
test_any_turn (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < ROUNDS; i++) {
    guint turns = (guint) g_test_rand_int_range (0, i % 2 == 0 ? 40 : MAX_TURNS);
    CheckRun run;

    begin (fixture, &run);
    for (guint turn = 0; turn < turns && run.callbacks == 0; turn++)
      g_main_context_iteration (NULL, TRUE);
    g_cancellable_cancel (run.cancellable);
    finish (fixture, &run);
  }
}

/* Whoever looks on may cancel from within a notification. */
typedef struct
{
  GCancellable *cancellable;
  guint left;
} Looker;

static void
looker_cb (GObject *object, GParamSpec *property, gpointer user_data)
{
  Looker *looker = user_data;

  if (looker->left > 0 && --looker->left == 0)
    g_cancellable_cancel (looker->cancellable);
}

static void
test_from_notification (Fixture *fixture, gconstpointer data)
{
  static const char *const details[] = { "notify::progress", "notify::activity" };

  for (guint i = 0; i < ROUNDS; i++) {
    Looker looker = { .left = (guint) g_test_rand_int_range (1, 8) };
    CheckRun run;
    gulong handler;

    begin (fixture, &run);
    looker.cancellable = run.cancellable;
    handler = g_signal_connect (run.report, details[i % G_N_ELEMENTS (details)],
                                G_CALLBACK (looker_cb), &looker);
    while (run.callbacks == 0)
      g_main_context_iteration (NULL, TRUE);
    g_signal_handler_disconnect (run.report, handler);
    finish (fixture, &run);
  }
}

/* A caller that keeps nothing but the report. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  CheckRun run;

  begin (fixture, &run);
  g_object_unref (run.check);
  dispatch_for (&run, 50);
  g_cancellable_cancel (run.cancellable);
  while (run.callbacks == 0)
    g_main_context_iteration (NULL, TRUE);
  run.check = NULL;
  finish (fixture, &run);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  check_fixture_init (&argc, &argv);
  ADD ("/check-cancel/any-time", test_any_time);
  ADD ("/check-cancel/any-turn", test_any_turn);
  ADD ("/check-cancel/from-notification", test_from_notification);
  ADD ("/check-cancel/dropped", test_dropped);
  return g_test_run ();
}
