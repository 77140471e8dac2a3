/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe-fixture.h"

#include "diagnosis/lc-attempt-judge.h"

#define MAX_TIMEOUT_MS 5000
#define MAX_SETTLE 100000 /* iterations of the main loop */

typedef struct
{
  LcProtocol protocol;
  const FixtureCase *fixture_case;
} CaseRun;

LcRow *
fixture_row_new_full (const LcEndpoint *endpoint)
{
  static char *nothing[] = { NULL };
  LcEndpoint filled = *endpoint;
  g_autofree char *id = NULL;

  filled.host = filled.host != NULL ? filled.host : (char *) LOOPBACK_NAME;
  id = g_strdup_printf ("test/%s:%u", filled.host, filled.port);
  filled.id = id;
  filled.number = (char *) "TE-01";
  filled.service = (char *) "test";
  filled.title = (char *) "Test";
  filled.purpose = (char *) "Tests";
  filled.port_last = MAX (filled.port, filled.port_last);
  filled.udp = lc_protocol_is_udp (filled.protocol);
  filled.tls_name = filled.tls_name != NULL ? filled.tls_name : (char *) LOOPBACK_NAME;
  filled.capability = (char *) "calls";
  filled.documented = filled.documented != NULL ? filled.documented : nothing;
  return lc_row_new (&filled);
}

LcRow *
fixture_row_new (LcProtocol protocol, guint16 port)
{
  gboolean websocket = protocol == LC_PROTOCOL_WEBSOCKET;

  return fixture_row_new_full (&(LcEndpoint){
      .protocol = protocol,
      .port = port,
      .required = TRUE,
      .ws_path = websocket ? (char *) "/ws" : NULL,
      .ws_subprotocol = websocket ? (char *) "sip" : NULL,
  });
}

LcRow *
fixture_row_new_literal (LcProtocol protocol, guint16 port)
{
  char *documented[] = { (char *) LOOPBACK, NULL };

  return fixture_row_new_full (&(LcEndpoint){
      .protocol = protocol,
      .host = (char *) LOOPBACK,
      .port = port,
      .required = TRUE,
      .documented = documented,
  });
}

LcProbeContext *
fixture_context_new (guint timeout_ms)
{
  g_autofree char *server
      = g_strdup_printf (LOOPBACK ":%u", loopback_closed_port (G_SOCKET_TYPE_DATAGRAM));
  g_autoptr (GError) error = NULL;
  g_autoptr (LcResolver) resolver = lc_resolver_new_for_servers (server, "/dev/null", &error);
  g_autoptr (LcTlsContext) tls = loopback_tls_context_new ();

  g_assert_no_error (error);
  return lc_probe_context_new (resolver, tls, timeout_ms);
}

void
fixture_wait_for (gboolean *flag)
{
  while (!*flag)
    g_main_context_iteration (NULL, TRUE);
}

void
fixture_settle (void)
{
  guint count = 0;

  while (g_main_context_iteration (NULL, FALSE))
    g_assert_cmpuint (count++, <, MAX_SETTLE);
}

/* What GLib opens for itself with the first task and the first source is to be there already. */
guint
fixture_count_files (void)
{
  g_autoptr (GDir) folder = NULL;
  guint count = 0;

  g_type_ensure (G_TYPE_TASK);
  g_main_context_default ();
  folder = g_dir_open ("/proc/self/fd", 0, NULL);
  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

static void
list_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
    g_autofree char *target = g_file_read_link (path, NULL);

    g_test_message ("%s %s", name, target);
  }
}

void
fixture_assert_files (guint count)
{
  fixture_settle ();
  if (fixture_count_files () != count)
    list_files ();
  g_assert_cmpuint (fixture_count_files (), ==, count);
}

void
fixture_assert_gone (gpointer object)
{
  fixture_settle ();
  if (object != NULL)
    g_assert_finalize_object (object);
}

LcAttempt *
fixture_finish (GAsyncResult *result, LcRow *row)
{
  LcAttempt *attempt = lc_run_finish (result);

  lc_attempt_judge (row, attempt, NULL);
  return attempt;
}

typedef struct
{
  LcRow *row;
  gboolean ended;
  LcAttempt *attempt;
} Outcome;

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_false (outcome->ended);
  outcome->ended = TRUE;
  outcome->attempt = fixture_finish (result, outcome->row);
}

LcAttempt *
fixture_run (LcProbeContext *context, LcRow *row, const char *address, const char *proxy)
{
  Outcome outcome = { .row = row };

  lc_run_async (context, row, address != NULL ? address : LOOPBACK, proxy, NULL, NULL, ended_cb,
                &outcome);
  g_assert_false (outcome.ended);
  fixture_wait_for (&outcome.ended);
  g_assert_nonnull (outcome.attempt);
  return outcome.attempt;
}

static LcStep *
last_step (LcAttempt *attempt)
{
  g_assert_cmpuint (attempt->steps->len, >, 0);
  return attempt->steps->pdata[attempt->steps->len - 1];
}

void
fixture_assert_matches (const char *glob, const char *text)
{
  if (glob == NULL)
    return;
  if (text != NULL && g_pattern_match_simple (glob, text))
    return;
  g_test_message ("“%s” does not match “%s”", text, glob);
  g_test_fail ();
}

void
fixture_check_step (const FixtureCase *expected, LcAttempt *attempt)
{
  LcStep *failed = lc_attempt_get_failed_step (attempt);
  LcStep *step = failed != NULL ? failed : last_step (attempt);

  g_test_message ("%s: %s %s %s: %s", expected->name, lc_phase_to_string (step->phase),
                  lc_status_to_string (step->status), lc_code_to_string (step->code), step->detail);
  g_assert_cmpstr (lc_code_to_string (step->code), ==, lc_code_to_string (expected->code));
  g_assert_cmpstr (lc_status_to_string (step->status), ==, lc_status_to_string (expected->status));
  g_assert_cmpstr (lc_phase_to_string (failed != NULL ? failed->phase : LC_PHASE_NONE), ==,
                   lc_phase_to_string (expected->phase));
  g_assert_cmpint (step->us, >=, 0);
  g_assert_true (step->code == LC_CODE_OK || step->detail != NULL);
  fixture_assert_matches (expected->detail, step->detail);
}

/* The attempt as a whole says what its steps say. */
static void
check_attempt (const FixtureCase *expected, LcAttempt *attempt)
{
  fixture_check_step (expected, attempt);
  g_assert_cmpstr (attempt->address, ==, LOOPBACK);
  g_assert_cmpint (attempt->status, ==, expected->status);
  g_assert_cmpint (attempt->code, ==, expected->code);
  fixture_assert_matches (expected->reply, attempt->reply);
  if (expected->reply == NULL)
    g_assert_cmpstr (attempt->reply, ==, NULL);
  if (attempt->reply != NULL)
    g_assert_true (g_utf8_validate (attempt->reply, -1, NULL));
}

gboolean
fixture_came_too_early (const FixtureCase *expected, LcAttempt *attempt, guint timeout_ms)
{
  LcStep *failed = lc_attempt_get_failed_step (attempt);
  LcPhase phase = failed != NULL ? failed->phase : LC_PHASE_NONE;

  return expected->is_timeout && timeout_ms < MAX_TIMEOUT_MS
         && (phase != expected->phase || attempt->code != expected->code);
}

static gboolean
try_once (LcProtocol protocol, const FixtureCase *expected, guint timeout_ms)
{
  g_autoptr (LoopbackServer) server = loopback_server_new (expected->script);
  g_autoptr (LcAttempt) attempt = NULL;
  LcProbeContext *context = fixture_context_new (timeout_ms);
  LcRow *row = fixture_row_new (protocol, loopback_server_get_port (server));
  guint files = fixture_count_files ();
  gboolean again;

  attempt = fixture_run (context, row, NULL, NULL);
  again = fixture_came_too_early (expected, attempt, timeout_ms);
  while (loopback_server_get_open (server) > 0)
    g_main_context_iteration (NULL, TRUE);
  fixture_assert_gone (row);
  fixture_assert_files (files);
  fixture_assert_gone (context);
  if (again)
    return FALSE;
  check_attempt (expected, attempt);
  if (expected->check != NULL)
    expected->check (attempt, server);
  return TRUE;
}

void
fixture_try (LcProtocol protocol, const FixtureCase *cases, gsize count)
{
  for (gsize i = 0; i < count; i++) {
    guint timeout_ms = cases[i].is_timeout ? SHORT_MS : PATIENT_MS;

    while (!try_once (protocol, &cases[i], timeout_ms))
      timeout_ms *= 2;
  }
}

static void
test_case (gconstpointer data)
{
  const CaseRun *run = data;

  fixture_try (run->protocol, run->fixture_case, 1);
}

void
fixture_add_cases (const char *prefix, LcProtocol protocol, const FixtureCase *cases, gsize count)
{
  /* Each case stands for itself: all that fail are to be seen. */
  g_test_set_nonfatal_assertions ();
  for (gsize i = 0; i < count; i++) {
    g_autofree char *path = g_strdup_printf ("/%s/%s", prefix, cases[i].name);
    CaseRun *run = g_new (CaseRun, 1);

    run->protocol = protocol;
    run->fixture_case = &cases[i];
    g_test_add_data_func_full (path, run, test_case, g_free);
  }
}

void
fixture_mutate (GByteArray *bytes)
{
  guint changes = g_test_rand_int_range (1, 6);

  for (guint i = 0; i < changes && bytes->len > 0; i++) {
    guint at = g_test_rand_int_range (0, bytes->len);
    guint length = g_test_rand_int_range (1, MIN (30, bytes->len - at) + 1);

    switch (g_test_rand_int_range (0, 4)) {
    case 0:
      g_byte_array_remove_range (bytes, at, length);
      break;
    case 1: {
      g_autofree guint8 *piece = g_memdup2 (bytes->data + at, length);

      g_byte_array_append (bytes, piece, length);
      break;
    }
    case 2:
      g_byte_array_set_size (bytes, at);
      break;
    default:
      bytes->data[at] = g_test_rand_int_range (0, 256);
    }
  }
}
