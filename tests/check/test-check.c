/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "check-fixture.h"

static const LoopbackAct page[] = { TLS (GOOD),
                                    WAIT ("\r\n\r\n"),
                                    SAY ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                                    { 0 } };
static const LoopbackAct greeting[] = { SAY ("* PREAUTH hello\r\n"), { 0 } };
static const LoopbackAct slow_greeting[] = { PAUSE (20), SAY ("* PREAUTH hello\r\n"), { 0 } };
static const LoopbackAct silence[] = { { 0 } };

/* What healthy rows come to */

typedef struct
{
  DnsServer *dns;         /* (owned) */
  LoopbackServer *page;   /* (owned) */
  LoopbackServer *imap;   /* (owned) on any address of the loopback network */
  LoopbackServer *slow;   /* (owned) likewise */
  LoopbackServer *tarpit; /* (owned) likewise */
  LoopbackStun *stun;     /* (owned) */
} Servers;

static void
set_up (Servers *servers, gconstpointer data)
{
  servers->dns = dns_server_new_at (53);
  servers->page = loopback_server_new (page);
  servers->imap = loopback_server_new_at (greeting, "0.0.0.0", 0);
  servers->slow = loopback_server_new_at (slow_greeting, "0.0.0.0", 0);
  servers->tarpit = loopback_server_new_at (silence, "0.0.0.0", 0);
  servers->stun = loopback_stun_new ("S");
}

static void
tear_down (Servers *servers, gconstpointer data)
{
  loopback_stun_free (servers->stun);
  loopback_server_free (servers->tarpit);
  loopback_server_free (servers->slow);
  loopback_server_free (servers->imap);
  loopback_server_free (servers->page);
  dns_server_free (servers->dns);
}

typedef struct
{
  guint rows;       /* under way now */
  guint most_rows;  /* at the same time */
  guint progress;   /* as notified last */
  guint activities; /* that were notified */
  guint concluded;
} Looker;

static void
state_cb (LcRow *row, GParamSpec *property, gpointer user_data)
{
  Looker *looker = user_data;

  if (lc_row_get_state (row) == LC_ROW_RUNNING)
    looker->rows++;
  else if (lc_row_get_state (row) == LC_ROW_ENDED)
    looker->rows--;
  looker->most_rows = MAX (looker->most_rows, looker->rows);
}

static void
progress_cb (LcReport *report, GParamSpec *property, gpointer user_data)
{
  Looker *looker = user_data;

  g_assert_cmpuint (lc_report_get_progress (report), >, looker->progress);
  looker->progress = lc_report_get_progress (report);
}

static void
activity_cb (LcReport *report, GParamSpec *property, gpointer user_data)
{
  Looker *looker = user_data;
  const char *activity = lc_report_get_activity (report);

  looker->activities++;
  g_assert_true (activity == NULL || g_str_has_prefix (activity, "XX-")
                 || g_str_has_prefix (activity, "Finding out"));
}

static void
diagnosed_cb (LcReport *report, gpointer user_data)
{
  Looker *looker = user_data;

  looker->concluded++;
  g_assert_cmpuint (lc_report_get_progress (report), ==, lc_report_get_n_rows (report));
}

static void
look_on (LcCheck *check, Looker *looker)
{
  LcReport *report = lc_check_get_report (check);

  g_signal_connect (report, "notify::progress", G_CALLBACK (progress_cb), looker);
  g_signal_connect (report, "notify::activity", G_CALLBACK (activity_cb), looker);
  g_signal_connect (report, "diagnosed", G_CALLBACK (diagnosed_cb), looker);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    g_signal_connect (lc_report_get_row (report, i), "notify::state", G_CALLBACK (state_cb),
                      looker);
}

static void
test_healthy (Servers *servers, gconstpointer data)
{
  const CheckRow rows[] = {
    { LC_PROTOCOL_HTTPS, LOOPBACK_NAME, loopback_server_get_port (servers->page) },
    { LC_PROTOCOL_HTTPS, LOOPBACK, loopback_server_get_port (servers->page) },
    { LC_PROTOCOL_IMAP, "two.test", loopback_server_get_port (servers->imap) },
    { LC_PROTOCOL_STUN, LOOPBACK, loopback_stun_get_port (servers->stun) },
  };
  LcCheck *check = check_fixture_new (rows, G_N_ELEMENTS (rows), NULL);
  CheckRun run = { 0 };
  Looker looker = { 0 };

  look_on (check, &looker);
  g_assert_cmpuint (loopback_server_get_accepted (servers->page), ==, 0);
  check_run_all (&run, check);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_assert_row (&run, i, LC_STATUS_PASS, LC_CODE_OK);
  g_assert_cmpint (lc_report_get_verdict (run.report), ==, LC_VERDICT_OK);
  g_assert_cmpuint (looker.progress, ==, G_N_ELEMENTS (rows));
  g_assert_cmpuint (looker.activities, >, 1);
  g_assert_cmpuint (looker.concluded, ==, 1);
  g_assert_cmpint (lc_report_get_duration_us (run.report), >, 0);
  g_assert_true (lc_report_get_environment (run.report)->online);
  g_assert_cmpstr (lc_report_get_environment (run.report)->dns_servers[0], ==, "127.0.0.1");
  check_run_clear (&run);
}

/* The limit */

#define MANY 12

static void
check_limit (Servers *servers, guint jobs, guint most)
{
  LcCheckOptions options = LC_CHECK_OPTIONS_INIT;
  CheckRow rows[MANY];
  char hosts[MANY][16];
  LcCheck *check;
  CheckRun run = { 0 };
  Looker looker = { 0 };

  for (guint i = 0; i < MANY; i++) {
    g_snprintf (hosts[i], sizeof hosts[i], "127.0.2.%u", i + 1);
    rows[i] = (CheckRow){ LC_PROTOCOL_IMAP, hosts[i], loopback_server_get_port (servers->slow) };
  }
  options.jobs = jobs;
  check = check_fixture_new (rows, MANY, &options);
  look_on (check, &looker);
  check_run_all (&run, check);
  g_assert_cmpuint (looker.most_rows, ==, most);
  g_assert_cmpuint (looker.rows, ==, 0);
  g_assert_cmpint (lc_report_get_verdict (run.report), ==, LC_VERDICT_OK);
  check_run_clear (&run);
}

static void
test_limit (Servers *servers, gconstpointer data)
{
  check_limit (servers, 1, 1);
  check_limit (servers, 3, 3);
  check_limit (servers, MANY, MANY);
  check_limit (servers, G_MAXUINT, MANY);
  check_limit (servers, 0, 1);
  g_assert_cmpuint (loopback_server_get_accepted (servers->slow), ==, 5 * MANY);
}

/* Chosen rows */

static void
test_chosen_rows (Servers *servers, gconstpointer data)
{
  const CheckRow rows[] = {
    { LC_PROTOCOL_IMAP, "one.test", loopback_server_get_port (servers->imap) },
    { LC_PROTOCOL_HTTPS, LOOPBACK_NAME, loopback_server_get_port (servers->page) },
    { LC_PROTOCOL_IMAP, "two.test", loopback_server_get_port (servers->imap) },
  };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  LcCheckOptions options = LC_CHECK_OPTIONS_INIT;
  CheckRun run = { 0 };

  g_ptr_array_add (ids, check_fixture_get_id (&rows[2]));
  g_ptr_array_add (ids, check_fixture_get_id (&rows[0]));
  g_ptr_array_add (ids, g_strdup ("no such row"));
  options.rows = ids;
  check_run_all (&run, check_fixture_new (rows, G_N_ELEMENTS (rows), &options));
  g_assert_cmpuint (lc_report_get_n_rows (run.report), ==, 2);
  g_assert_cmpstr (lc_row_get_host (lc_report_get_row (run.report, 0)), ==, "one.test");
  g_assert_cmpstr (lc_row_get_host (lc_report_get_row (run.report, 1)), ==, "two.test");
  check_assert_row (&run, 1, LC_STATUS_PASS, LC_CODE_OK);
  g_assert_cmpuint (loopback_server_get_accepted (servers->page), ==, 0);
  check_run_clear (&run);
}

static void
test_no_rows (Servers *servers, gconstpointer data)
{
  const CheckRow rows[]
      = { { LC_PROTOCOL_IMAP, "one.test", loopback_server_get_port (servers->imap) } };
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  LcCheckOptions options = LC_CHECK_OPTIONS_INIT;
  CheckRun run = { 0 };

  options.rows = ids;
  check_run_all (&run, check_fixture_new (rows, G_N_ELEMENTS (rows), &options));
  g_assert_cmpuint (lc_report_get_n_rows (run.report), ==, 0);
  g_assert_cmpint (lc_report_get_verdict (run.report), !=, LC_VERDICT_BLOCKED);
  g_assert_cmpuint (loopback_server_get_accepted (servers->imap), ==, 0);
  g_assert_cmpuint (dns_server_get_questions (servers->dns), ==, 0);
  check_run_clear (&run);
}

/* Rows that wait hold up no others */

#define TARPITS 20

typedef struct
{
  LcReport *report;
  guint healthy;
  guint healthy_left;
  gboolean overtaken; /* one that waits ended before the last healthy one */
} Race;

static void
race_cb (LcRow *row, GParamSpec *property, gpointer user_data)
{
  Race *race = user_data;

  if (lc_row_get_state (row) != LC_ROW_ENDED)
    return;
  for (guint i = 0; i < race->healthy; i++)
    if (lc_report_get_row (race->report, i) == row) {
      race->healthy_left--;
      return;
    }
  race->overtaken |= race->healthy_left > 0;
}

/* The healthy rows come first in the catalogue, and last in their turn: those that
 * wait are all under way by then. Returns whether no deadline struck before the healthy
 * rows had ended, which on a busy machine a short one may do. */
static gboolean
race_once (const CheckRow *rows, guint healthy, guint count, guint timeout_ms)
{
  LcCheckOptions options = LC_CHECK_OPTIONS_INIT;
  LcCheck *check;
  CheckRun run = { 0 };
  Race race = { .healthy = healthy, .healthy_left = healthy };

  options.timeout_ms = timeout_ms;
  options.jobs = 64;
  options.trace = FALSE;
  check = check_fixture_new (rows, count, &options);
  race.report = lc_check_get_report (check);
  for (guint i = 0; i < count; i++)
    g_signal_connect (lc_report_get_row (race.report, i), "notify::state", G_CALLBACK (race_cb),
                      &race);
  check_run_all (&run, check);
  for (guint i = 0; i < healthy && !race.overtaken; i++) {
    check_assert_row (&run, i, LC_STATUS_PASS, LC_CODE_OK);
    g_assert_cmpint (lc_row_get_duration_us (lc_report_get_row (run.report, i)), <,
                     timeout_ms * 1000);
  }
  for (guint i = healthy; i < count; i++)
    g_assert_cmpint (lc_row_get_status (lc_report_get_row (run.report, i)), ==, LC_STATUS_FAIL);
  check_run_clear (&run);
  return !race.overtaken;
}

static void
race (const CheckRow *rows, guint healthy, guint count)
{
  guint timeout_ms = 500;

  while (!race_once (rows, healthy, count, timeout_ms)) {
    g_assert_cmpuint (timeout_ms, <, PATIENT_MS);
    timeout_ms *= 2;
  }
}

static guint
add_healthy (Servers *servers, CheckRow *rows)
{
  guint count = 0;

  rows[count++]
      = (CheckRow){ LC_PROTOCOL_HTTPS, LOOPBACK_NAME, loopback_server_get_port (servers->page) };
  rows[count++]
      = (CheckRow){ LC_PROTOCOL_HTTPS, LOOPBACK, loopback_server_get_port (servers->page) };
  rows[count++]
      = (CheckRow){ LC_PROTOCOL_IMAP, "three.test", loopback_server_get_port (servers->slow) };
  rows[count++]
      = (CheckRow){ LC_PROTOCOL_IMAP, "127.0.0.4", loopback_server_get_port (servers->slow) };
  return count;
}

/* Handshakes without an answer, of which GIO's TLS would run ten at a time. */
static void
test_tarpits (Servers *servers, gconstpointer data)
{
  CheckRow rows[4 + TARPITS];
  char hosts[TARPITS][16];
  guint healthy = add_healthy (servers, rows);

  for (guint i = 0; i < TARPITS; i++) {
    g_snprintf (hosts[i], sizeof hosts[i], "127.0.3.%u", i + 1);
    rows[healthy + i] = (CheckRow){ i % 2 == 0 ? LC_PROTOCOL_HTTPS : LC_PROTOCOL_SIP, hosts[i],
                                    loopback_server_get_port (servers->tarpit) };
  }
  race (rows, healthy, healthy + TARPITS);
  g_assert_cmpuint (loopback_server_get_most_open (servers->tarpit), >=, TARPITS);
}

/* Names that a name server never answers for; some look-ups block ten of GLib's threads. */
static void
test_silent_dns (Servers *servers, gconstpointer data)
{
  CheckRow rows[4 + TARPITS];
  char hosts[TARPITS][32];
  guint healthy = add_healthy (servers, rows);

  for (guint i = 0; i < TARPITS; i++) {
    g_snprintf (hosts[i], sizeof hosts[i], "silent.silent.n%u.test", i);
    rows[healthy + i] = (CheckRow){ LC_PROTOCOL_HTTPS, hosts[i], 1 };
  }
  race (rows, healthy, healthy + TARPITS);
  g_assert_cmpuint (dns_server_get_questions (servers->dns), >=, 2 * TARPITS);
}

/* Each name is asked for once however many rows want it. */
static void
test_one_name (Servers *servers, gconstpointer data)
{
  CheckRow rows[MANY];
  CheckRun run = { 0 };
  guint questions;

  for (guint i = 0; i < MANY; i++)
    rows[i] = (CheckRow){ LC_PROTOCOL_IMAP, "nodata.nodata.shared.test", (guint16) (1000 + i) };
  check_run_all (&run, check_fixture_new (rows, 1, NULL));
  questions = dns_server_get_questions (servers->dns);
  check_run_clear (&run);
  run = (CheckRun){ 0 };
  check_run_all (&run, check_fixture_new (rows, MANY, NULL));
  g_assert_cmpuint (dns_server_get_questions (servers->dns), ==, 2 * questions);
  for (guint i = 0; i < MANY; i++)
    g_assert_cmpint (lc_row_get_dns (lc_report_get_row (run.report, i))->code, ==,
                     LC_CODE_DNS_NO_ADDRESS);
  check_run_clear (&run);
}

/* With every packet dropped the whole takes no longer than its longest row and a second. */
static void
test_everything_silent (Servers *servers, gconstpointer data)
{
  const CheckRow rows[] = {
    { LC_PROTOCOL_HTTPS, SILENT_HOST, 443 },
    { LC_PROTOCOL_SIP, SILENT_HOST, 5061 },
    { LC_PROTOCOL_IMAP, SILENT_HOST, 143 },
    { LC_PROTOCOL_IMAPS, SILENT_HOST, 993 },
    { LC_PROTOCOL_SMTP, SILENT_HOST, 25 },
    { LC_PROTOCOL_WEBSOCKET, SILENT_HOST, 8089 },
    { LC_PROTOCOL_STUN, SILENT_HOST, 3478 },
    { LC_PROTOCOL_HTTPS, "silent.silent.a.test", 443 },
    { LC_PROTOCOL_IMAPS, "silent.silent.b.test", 993 },
  };
  LcCheckOptions options = LC_CHECK_OPTIONS_INIT;
  CheckRun run = { 0 };
  gint64 longest = 0;

  options.timeout_ms = 200;
  options.trace = FALSE;
  check_run_all (&run, check_fixture_new (rows, G_N_ELEMENTS (rows), &options));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    LcRow *row = lc_report_get_row (run.report, i);

    longest = MAX (longest, lc_row_get_duration_us (row));
    g_assert_cmpint (lc_row_get_status (row), !=, LC_STATUS_PASS);
    g_assert_cmpint (lc_row_get_status (row), !=, LC_STATUS_CANCELLED);
  }
  check_assert_row (&run, 0, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT);
  check_assert_row (&run, 7, LC_STATUS_FAIL, LC_CODE_DNS_TIMEOUT);
  g_assert_cmpint (lc_report_get_duration_us (run.report), <, longest + G_USEC_PER_SEC);
  g_assert_cmpint (lc_report_get_verdict (run.report), ==, LC_VERDICT_BLOCKED);
  check_run_clear (&run);
}

/* Again */

static void
test_again (Servers *servers, gconstpointer data)
{
  guint16 port = loopback_closed_port (G_SOCKET_TYPE_STREAM);
  const CheckRow rows[] = {
    { LC_PROTOCOL_IMAP, "one.test", loopback_server_get_port (servers->imap) },
    { LC_PROTOCOL_IMAP, "127.0.0.1", port },
    { LC_PROTOCOL_IMAP, "127.0.0.2", loopback_server_get_port (servers->imap) },
  };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (LoopbackServer) server = NULL;
  LcCheckOptions options = LC_CHECK_OPTIONS_INIT;
  CheckRun first = { 0 };
  CheckRun second = { 0 };
  gpointer attempt;

  options.trace = FALSE;
  check_run_all (&first, check_fixture_new (rows, G_N_ELEMENTS (rows), &options));
  check_assert_row (&first, 1, LC_STATUS_FAIL, LC_CODE_TCP_REFUSED);
  g_assert_cmpint (lc_report_get_verdict (first.report), !=, LC_VERDICT_OK);
  attempt = lc_row_get_attempts (lc_report_get_row (first.report, 0))->pdata[0];

  server = loopback_server_new_at (greeting, LOOPBACK, port);
  g_ptr_array_add (ids, check_fixture_get_id (&rows[1]));
  options.rows = ids;
  check_run_begin (&second, lc_check_new_again (first.report, &options));
  g_assert_true (second.report == first.report);
  g_assert_false (lc_report_get_complete (first.report));
  g_assert_cmpuint (lc_report_get_progress (first.report), ==, 2);
  check_run_finish (&second);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_assert_row (&second, i, LC_STATUS_PASS, LC_CODE_OK);
  g_assert_cmpint (lc_report_get_verdict (first.report), ==, LC_VERDICT_OK);
  g_assert_true (attempt == lc_row_get_attempts (lc_report_get_row (first.report, 0))->pdata[0]);
  g_assert_cmpuint (loopback_server_get_accepted (servers->imap), ==, 2);
  g_clear_object (&second.report);
  check_run_clear (&first);
}

/* What was not reached is run by another check of all rows. */
static void
test_again_after_cancel (Servers *servers, gconstpointer data)
{
  const CheckRow rows[] = {
    { LC_PROTOCOL_IMAP, "one.test", loopback_server_get_port (servers->imap) },
    { LC_PROTOCOL_IMAP, "two.test", loopback_server_get_port (servers->imap) },
  };
  CheckRun first = { 0 };
  CheckRun second = { 0 };

  first.cancellable = g_cancellable_new ();
  g_cancellable_cancel (first.cancellable);
  check_run_begin (&first, check_fixture_new (rows, G_N_ELEMENTS (rows), NULL));
  check_run_finish (&first);
  g_assert_error (first.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  check_assert_row (&first, 0, LC_STATUS_CANCELLED, LC_CODE_CANCELLED);
  g_assert_cmpuint (loopback_server_get_accepted (servers->imap), ==, 0);
  check_run_all (&second, lc_check_new_again (first.report, NULL));
  check_assert_row (&second, 0, LC_STATUS_PASS, LC_CODE_OK);
  check_assert_row (&second, 1, LC_STATUS_PASS, LC_CODE_OK);
  g_clear_object (&second.report);
  check_run_clear (&first);
}

/* Set-up */

/* Without any trusted authority it is this computer that cannot tell whom to trust. */
static void
test_no_authorities (Servers *servers, gconstpointer data)
{
  const CheckRow rows[] = {
    { LC_PROTOCOL_HTTPS, LOOPBACK_NAME, loopback_server_get_port (servers->page) },
    { LC_PROTOCOL_IMAP, "two.test", loopback_server_get_port (servers->imap) },
  };
  CheckRun run = { 0 };

  check_fixture_trust (FALSE);
  check_run_all (&run, check_fixture_new (rows, G_N_ELEMENTS (rows), NULL));
  check_fixture_trust (TRUE);
  check_assert_row (&run, 0, LC_STATUS_FAIL, LC_CODE_TLS_UNTRUSTED);
  check_assert_row (&run, 1, LC_STATUS_PASS, LC_CODE_OK);
  g_assert_cmpint (lc_row_get_owner (lc_report_get_row (run.report, 0)), ==, LC_OWNER_DEVICE);
  check_run_clear (&run);
}

/* Works in the main context that the caller chose, and in no other. */
static void
test_own_context (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  const CheckRow rows[] = { { LC_PROTOCOL_IMAP, LOOPBACK, 0 }, { LC_PROTOCOL_STUN, LOOPBACK, 0 } };
  CheckRow filled[2];
  CheckRun run = { 0 };
  LoopbackServer *imap;
  LoopbackStun *stun;

  g_main_context_push_thread_default (context);
  imap = loopback_server_new (greeting);
  stun = loopback_stun_new ("S");
  memcpy (filled, rows, sizeof rows);
  filled[0].port = loopback_server_get_port (imap);
  filled[1].port = loopback_stun_get_port (stun);
  check_run_begin (&run, check_fixture_new (filled, 2, NULL));
  while (run.callbacks == 0)
    g_main_context_iteration (context, TRUE);
  while (g_main_context_iteration (context, FALSE))
    ;
  loopback_stun_free (stun);
  loopback_server_free (imap);
  g_main_context_pop_thread_default (context);
  check_run_finish (&run);
  g_assert_no_error (run.error);
  check_assert_row (&run, 0, LC_STATUS_PASS, LC_CODE_OK);
  check_assert_row (&run, 1, LC_STATUS_PASS, LC_CODE_OK);
  check_run_clear (&run);
}

#define ADD(path, test) g_test_add (path, Servers, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  check_fixture_init (&argc, &argv);
  ADD ("/check/healthy", test_healthy);
  ADD ("/check/limit", test_limit);
  ADD ("/check/chosen-rows", test_chosen_rows);
  ADD ("/check/no-rows", test_no_rows);
  ADD ("/check/tarpits", test_tarpits);
  ADD ("/check/silent-dns", test_silent_dns);
  ADD ("/check/one-name", test_one_name);
  ADD ("/check/everything-silent", test_everything_silent);
  ADD ("/check/again", test_again);
  ADD ("/check/again-after-cancel", test_again_after_cancel);
  ADD ("/check/no-authorities", test_no_authorities);
  g_test_add_func ("/check/own-context", test_own_context);
  return g_test_run ();
}
