/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app-samples.h"
#include "app/lc-session.h"
#include "sample-reports.h"

typedef struct
{
  GSocketListener *listener; /* (owned) */
  LcSession *session;        /* (owned) */
  gboolean ended;
} Fixture;

static void
ended_cb (Fixture *fixture)
{
  fixture->ended = TRUE;
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcCatalog) catalog = app_sample_catalog (&fixture->listener);

  fixture->session = lc_session_new (catalog);
  lc_session_set_limits (fixture->session, 200, 8);
  g_signal_connect_swapped (fixture->session, "ended", G_CALLBACK (ended_cb), fixture);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_socket_listener_close (fixture->listener);
  g_object_unref (fixture->listener);
}

static void
test_run (Fixture *fixture, gconstpointer data)
{
  LcReport *report;

  g_assert_null (lc_session_get_report (fixture->session));
  g_assert_false (lc_session_start (fixture->session, "nowhere"));
  g_assert_true (lc_session_start (fixture->session, "xx"));
  g_assert_true (lc_session_get_running (fixture->session));
  g_assert_false (lc_session_start (fixture->session, "xx"));
  app_wait_until (&fixture->ended);

  report = lc_session_get_report (fixture->session);
  g_assert_false (lc_session_get_running (fixture->session));
  g_assert_true (lc_report_get_complete (report));
  g_assert_cmpuint (lc_report_get_progress (report), ==, 3);
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_BLOCKED);
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  lc_session_set_limits (fixture->session, 60000, 8);
  g_assert_true (lc_session_start (fixture->session, "xx"));
  lc_session_stop (fixture->session);
  lc_session_stop (fixture->session);
  app_wait_until (&fixture->ended);
  g_assert_false (lc_report_get_complete (lc_session_get_report (fixture->session)));
  g_assert_cmpuint (lc_report_get_progress (lc_session_get_report (fixture->session)), ==, 3);
}

static void
test_check_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  LcReport *report;
  LcRow *kept;
  LcRow *again;
  gint64 kept_us;

  g_assert_false (lc_session_check_rows (fixture->session, ids));
  g_assert_true (lc_session_start (fixture->session, "xx"));
  app_wait_until (&fixture->ended);
  report = lc_session_get_report (fixture->session);
  kept = lc_report_get_row (report, 0);
  again = lc_report_get_row (report, 1);
  kept_us = lc_row_get_duration_us (kept);

  g_assert_false (lc_session_check_rows (fixture->session, ids));
  g_ptr_array_add (ids, (char *) lc_row_get_id (again));
  fixture->ended = FALSE;
  g_assert_true (lc_session_check_rows (fixture->session, ids));
  g_assert_true (lc_session_get_report (fixture->session) == report);
  g_assert_cmpint (lc_row_get_state (kept), ==, LC_ROW_ENDED);
  g_assert_cmpint (lc_row_get_state (again), !=, LC_ROW_ENDED);
  g_assert_cmpuint (lc_report_get_progress (report), ==, 2);
  app_wait_until (&fixture->ended);

  g_assert_true (lc_report_get_complete (report));
  g_assert_cmpuint (lc_report_get_progress (report), ==, 3);
  g_assert_cmpint (lc_row_get_duration_us (kept), ==, kept_us);
  g_assert_cmpint (lc_row_get_code (again), ==, LC_CODE_TCP_REFUSED);
  g_assert_cmpuint (lc_row_get_attempts (again)->len, ==, 1);
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcReport) saved = sample_report_new_blocked ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  /* A check that runs meanwhile is stopped, and does not come back. */
  lc_session_set_limits (fixture->session, 60000, 8);
  g_assert_true (lc_session_start (fixture->session, "xx"));
  lc_session_open (fixture->session, saved, "a.json");
  g_assert_false (lc_session_get_running (fixture->session));
  app_wait_until (&fixture->ended);
  g_assert_true (lc_session_get_report (fixture->session) == saved);
  g_assert_cmpstr (lc_session_get_origin (fixture->session), ==, "a.json");

  g_ptr_array_add (ids, (char *) lc_row_get_id (lc_report_get_row (saved, 0)));
  g_assert_false (lc_session_can_check_rows (fixture->session));
  g_assert_false (lc_session_check_rows (fixture->session, ids));

  /* What was checked here comes back. */
  g_assert_true (lc_session_get_own_report (fixture->session) != saved);
  lc_session_close (fixture->session);
  g_assert_null (lc_session_get_origin (fixture->session));
  g_assert_true (lc_session_get_report (fixture->session)
                 == lc_session_get_own_report (fixture->session));

  /* A new check takes its place. */
  fixture->ended = FALSE;
  g_assert_true (lc_session_start (fixture->session, "xx"));
  g_assert_null (lc_session_get_origin (fixture->session));
  lc_session_stop (fixture->session);
  app_wait_until (&fixture->ended);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/session/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("run", test_run);
  ADD ("stop", test_stop);
  ADD ("check-rows", test_check_rows);
  ADD ("open", test_open);
  return g_test_run ();
}
