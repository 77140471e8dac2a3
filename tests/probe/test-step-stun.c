/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "loopback-stun.h"
#include "probe-fixture.h"

/* Times are waited for, so all cases run at the same time. */

#define ONE_LOST                                                                                   \
  "SSLSSSSSSSSSSSSS"                                                                               \
  "SSSSSSSSSSSSSSSS"                                                                               \
  "SSSSSSSSSSSSSSSS"
#define ALL_OF_EIGHT "LLLLLLLL"
#define FIRST_LOST ALL_OF_EIGHT "SSSSSSSS" ALL_OF_EIGHT ALL_OF_EIGHT "SSSSSSSSSSSSSSSS"
/* Eight of the quick ones are answered, and all of the slow ones. */
#define LIMITED                                                                                    \
  "SSSSSLLL"                                                                                       \
  "SLLLLLLLLLLLLLLLLLLSLLLLLLLLLLLLLLLLLLLS"                                                       \
  "SSSSSSSSSSSSSSSS"

typedef struct
{
  const char *name;
  const char *pattern; /* NULL: nobody listens */
  const char *address; /* NULL: LOOPBACK */
  guint timeout_ms;
  LcStatus status;
  LcCode code;
  const char *detail;
  guint sent; /* 0: not looked at */
  guint answered;
} Case;

static const Case cases[] = {
  { "good", "S", NULL, PATIENT_MS, LC_STATUS_PASS, LC_CODE_OK,
    "*address for it is " LOOPBACK ":*; all 8 requests were answered.", 8, 8 },
  { "ipv6", "S", "::1", PATIENT_MS, LC_STATUS_PASS, LC_CODE_OK, "*[::1]:*; all 8 *", 8, 8 },
  { "twice", "D", NULL, PATIENT_MS, LC_STATUS_PASS, LC_CODE_OK, "*all 8 *", 8, 8 },
  { "garbage-first", "B", NULL, PATIENT_MS, LC_STATUS_PASS, LC_CODE_OK, "*all 8 *", 8, 8 },
  { "late", "O", NULL, PATIENT_MS, LC_STATUS_PASS, LC_CODE_OK, "*all 8 *", 8, 8 },
  /* One lost datagram is no loss worth a word. */
  { "one-lost", ONE_LOST, NULL, PATIENT_MS, LC_STATUS_PASS, LC_CODE_OK, "*47 of 48 *", 48, 47 },
  /* The slow train behind it shows the same. */
  { "lossy", "SSSSLSSL", NULL, PATIENT_MS, LC_STATUS_DEGRADED, LC_CODE_STUN_LOSSY, "*48 of 64 *",
    64, 48 },
  { "limited", LIMITED, NULL, PATIENT_MS, LC_STATUS_PASS, LC_CODE_STUN_RATE_LIMITED, "*24 of 64 *",
    64, 24 },
  { "first-round-lost", FIRST_LOST, NULL, PATIENT_MS, LC_STATUS_DEGRADED, LC_CODE_STUN_LOSSY,
    "* of 64 *", 64, 0 },
  /* What is still on its way when time is up is not lost. */
  { "late-for-deadline", "O", NULL, 350, LC_STATUS_PASS, LC_CODE_OK, "*all * answered.", 0, 0 },
  { "wrong-id", "W", NULL, PATIENT_MS, LC_STATUS_DEGRADED, LC_CODE_STUN_BAD_REPLY,
    "*not as a STUN server: it answers a request that was not sent.", 0, 0 },
  { "wrong-cookie", "M", NULL, PATIENT_MS, LC_STATUS_DEGRADED, LC_CODE_STUN_BAD_REPLY, "*: *", 0,
    0 },
  { "no-address", "N", NULL, PATIENT_MS, LC_STATUS_DEGRADED, LC_CODE_STUN_BAD_REPLY,
    "*names no address.", 0, 0 },
  { "truncated", "T", NULL, PATIENT_MS, LC_STATUS_DEGRADED, LC_CODE_STUN_BAD_REPLY, "*: *", 0, 0 },
  { "echo", "R", NULL, PATIENT_MS, LC_STATUS_DEGRADED, LC_CODE_STUN_BAD_REPLY, "*: *", 0, 0 },
  { "garbage", "G", NULL, PATIENT_MS, LC_STATUS_DEGRADED, LC_CODE_STUN_BAD_REPLY, "*: *", 0, 0 },
  { "garbage-at-deadline", "G", NULL, 300, LC_STATUS_DEGRADED, LC_CODE_STUN_BAD_REPLY, "*: *", 0,
    0 },
  { "error", "E", NULL, PATIENT_MS, LC_STATUS_DEGRADED, LC_CODE_STUN_ERROR, "*STUN error 420.", 0,
    0 },
  { "refused", NULL, NULL, PATIENT_MS, LC_STATUS_FAIL, LC_CODE_UDP_REFUSED,
    LOOPBACK " answered with ICMP: *", 0, 0 },
  /* A STUN server must answer, so silence is a failure here. */
  { "silent", "L", NULL, 700, LC_STATUS_FAIL, LC_CODE_UDP_SILENT, "None of 8 requests *", 8, 0 },
  { "stranger", "P", NULL, 700, LC_STATUS_FAIL, LC_CODE_UDP_SILENT, "None of *", 0, 0 },
};

typedef struct
{
  const Case *expected;
  LoopbackStun *server; /* (owned) (nullable) */
  LcProbeContext *context;
  LcRow *row;
  LcAttempt *attempt;
  guint *pending;
} Run;

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  g_assert_null (run->attempt);
  run->attempt = fixture_finish (result, run->row);
  (*run->pending)--;
}

static gboolean
begin (Run *run, const Case *expected, guint *pending)
{
  const char *address = expected->address != NULL ? expected->address : LOOPBACK;

  run->expected = expected;
  run->pending = pending;
  if (expected->pattern != NULL) {
    run->server = loopback_stun_new_at (expected->pattern, address);
    if (run->server == NULL)
      return FALSE;
  }
  run->context = fixture_context_new (expected->timeout_ms);
  run->row = fixture_row_new (LC_PROTOCOL_STUN,
                              run->server != NULL ? loopback_stun_get_port (run->server)
                                                  : loopback_closed_port (G_SOCKET_TYPE_DATAGRAM));
  (*pending)++;
  lc_run_async (run->context, run->row, address, NULL, NULL, NULL, ended_cb, run);
  return TRUE;
}

static void
check_stun (const Case *expected, LcAttempt *attempt)
{
  LcStun *stun = attempt->stun;

  g_assert_nonnull (stun);
  if (expected->sent != 0)
    g_assert_cmpuint (stun->sent, ==, expected->sent);
  if (expected->answered != 0)
    g_assert_cmpuint (stun->answered, ==, expected->answered);
  g_assert_cmpuint (stun->error_code, ==, expected->code == LC_CODE_STUN_ERROR ? 420 : 0);
  if (stun->answered > 0) {
    g_assert_cmpint (attempt->latency_us, >, 0);
    /* No NAT between this computer and itself. */
    g_assert_cmpstr (stun->mapped, ==, stun->local);
    g_assert_cmpstr (attempt->local, ==, stun->local);
  } else {
    g_assert_cmpint (attempt->latency_us, ==, LC_US_NONE);
    g_assert_cmpstr (stun->mapped, ==, NULL);
  }
  if (stun->answered > 1)
    g_assert_cmpint (stun->jitter_us, >=, 0);
  else
    g_assert_cmpint (stun->jitter_us, ==, LC_US_NONE);
}

static void
check_run (Run *run)
{
  const Case *expected = run->expected;
  LcAttempt *attempt = run->attempt;
  LcStep *step = attempt->steps->pdata[0];

  g_test_message ("%s: %s %s: %s", expected->name, lc_status_to_string (step->status),
                  lc_code_to_string (step->code), step->detail);
  g_assert_cmpuint (attempt->steps->len, ==, 1);
  g_assert_cmpint (step->phase, ==, LC_PHASE_UDP);
  g_assert_cmpstr (lc_code_to_string (step->code), ==, lc_code_to_string (expected->code));
  g_assert_cmpint (step->status, ==, expected->status);
  g_assert_cmpint (attempt->code, ==, expected->code);
  g_assert_cmpint (attempt->status, ==, expected->status);
  fixture_assert_matches (expected->detail, step->detail);
  check_stun (expected, attempt);
}

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->server, loopback_stun_free);
  g_clear_pointer (&run->attempt, lc_attempt_free);
  fixture_assert_gone (run->row);
  fixture_assert_gone (run->context);
}

static void
test_all (void)
{
  Run runs[G_N_ELEMENTS (cases)] = { 0 };
  guint files = fixture_count_files ();
  guint pending = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    begin (&runs[i], &cases[i], &pending);
  while (pending > 0)
    g_main_context_iteration (NULL, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (runs[i].attempt != NULL) {
      check_run (&runs[i]);
      run_clear (&runs[i]);
    }
  fixture_assert_files (files);
}

/* Rows of one check share a socket, so that a NAT's mappings can be compared. */
static void
test_shared_socket (void)
{
  static const Case both[] = {
    { "one", "S", NULL, PATIENT_MS, LC_STATUS_PASS, LC_CODE_OK, "*" },
    { "two", "S", "127.0.0.2", PATIENT_MS, LC_STATUS_PASS, LC_CODE_OK, "*" },
  };
  LcProbeContext *context = fixture_context_new (PATIENT_MS);
  Run runs[2] = { 0 };
  guint pending = 0;

  for (guint i = 0; i < 2; i++) {
    runs[i].pending = &pending;
    runs[i].server = loopback_stun_new_at (both[i].pattern,
                                           both[i].address != NULL ? both[i].address : LOOPBACK);
    runs[i].row = fixture_row_new (LC_PROTOCOL_STUN, loopback_stun_get_port (runs[i].server));
    pending++;
    lc_run_async (context, runs[i].row, both[i].address != NULL ? both[i].address : LOOPBACK, NULL,
                  NULL, NULL, ended_cb, &runs[i]);
  }
  while (pending > 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 2; i++) {
    const char *port = strrchr (runs[i].attempt->stun->mapped, ':');

    g_assert_cmpint (runs[i].attempt->code, ==, LC_CODE_OK);
    g_assert_cmpuint (runs[i].attempt->stun->answered, ==, 8);
    g_assert_cmpuint (loopback_stun_get_requests (runs[i].server), ==, 8);
    g_assert_cmpstr (port, ==, strrchr (runs[0].attempt->stun->mapped, ':'));
  }
  run_clear (&runs[0]);
  run_clear (&runs[1]);
  fixture_assert_gone (context);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/stun/all", test_all);
  g_test_add_func ("/stun/shared-socket", test_shared_socket);
  return g_test_run ();
}
