/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "probe/lc-stun-train.h"

/* A server on a clock of its own. */

#define STEP_US (5 * G_TIME_SPAN_MILLISECOND)
#define START_US (1000 * G_TIME_SPAN_SECOND)
#define PATIENCE_MS 5000
#define LIMIT_MS 100000

typedef struct
{
  const char *name;
  const char *lost; /* of the datagrams in turn, 'L' is lost; goes round; NULL: none is */
  guint lost_first; /* so many are lost to begin with */
  guint lost_after; /* all are lost once so many have come, 0: never */
  guint per_minute; /* that the server answers, 0: all */
  guint burst;      /* at once, with per_minute */
  guint round_trip_ms;
  guint patience_ms;
  LcStunAnswer answer; /* what it answers with */
  LcLoss loss;
  guint begun;
  guint answered_min;
  guint over_min_ms;
  guint over_max_ms;
} Case;

static const Case cases[] = {
  { .name = "good", .round_trip_ms = 40, .begun = 8, .answered_min = 8, .over_max_ms = 300 },
  { .name = "slow-way", .round_trip_ms = 450, .begun = 8, .answered_min = 8, .over_max_ms = 700 },
  /* Answers come when they are sent again already: that is no loss. */
  { .name = "satellite",
    .round_trip_ms = 700,
    .begun = 48,
    .answered_min = 48,
    .over_max_ms = 4000 },
  { .name = "one-lost",
    .lost_first = 0,
    .lost = "SSLSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
    .round_trip_ms = 40,
    .begun = 48,
    .answered_min = 47,
    .over_max_ms = 4000 },
  { .name = "two-lost",
    .lost = "SSLSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSLSSSSSSSSSS",
    .round_trip_ms = 40,
    .begun = 48,
    .answered_min = 46,
    .over_max_ms = 4000 },
  { .name = "three-lost",
    .lost = "SSLSSSSSSSSSSSSSSSSSSLSSSSSSSSSSSSSSSLSSSSSSSSSSSSSSSSSSSSSSSSSS",
    .round_trip_ms = 40,
    .loss = LC_LOSS_LIKELY,
    .begun = 64,
    .answered_min = 61,
    .over_min_ms = 9000,
    .over_max_ms = 14000 },
  { .name = "third-lost",
    .lost = "SLS",
    .round_trip_ms = 40,
    .loss = LC_LOSS_PROVEN,
    .begun = 64,
    .answered_min = 40,
    .over_min_ms = 9000,
    .over_max_ms = 15000 },
  { .name = "limited",
    .per_minute = 100,
    .burst = 5,
    .round_trip_ms = 40,
    .loss = LC_LOSS_LIMIT,
    .begun = 64,
    .answered_min = 20,
    .over_min_ms = 9000,
    .over_max_ms = 15000 },
  { .name = "limited-late",
    .per_minute = 100,
    .burst = 20,
    .round_trip_ms = 40,
    .begun = 8,
    .answered_min = 8,
    .over_max_ms = 300 },
  /* Colleagues have used the limit up: it is silent at first, and has a few answers later. */
  { .name = "used-up",
    .per_minute = 100,
    .burst = 0,
    .round_trip_ms = 40,
    .loss = LC_LOSS_LIMIT,
    .begun = 64,
    .answered_min = 14,
    .over_min_ms = 9000,
    .over_max_ms = 17000 },
  /* A few answers, and none for the rest of the minute: not proven. */
  { .name = "used-up-meanwhile",
    .lost_after = 5,
    .round_trip_ms = 40,
    .loss = LC_LOSS_LIKELY,
    .begun = 64,
    .answered_min = 5,
    .over_min_ms = 9000,
    .over_max_ms = 15000 },
  /* Sent at 0, 0.5, 1.5 and 3.5 s, and given up when the last could have been answered. */
  { .name = "silent", .lost = "L", .begun = 8, .over_min_ms = 4400, .over_max_ms = 4600 },
  { .name = "silent-4500",
    .lost = "L",
    .patience_ms = 4500,
    .begun = 8,
    .over_min_ms = 4400,
    .over_max_ms = 4600 },
  { .name = "silent-4400",
    .lost = "L",
    .patience_ms = 4400,
    .begun = 8,
    .over_min_ms = 2400,
    .over_max_ms = 2600 },
  { .name = "silent-patient",
    .lost = "L",
    .patience_ms = 9000,
    .begun = 8,
    .over_min_ms = 8400,
    .over_max_ms = 8600 },
  { .name = "silent-hasty",
    .lost = "L",
    .patience_ms = 700,
    .begun = 8,
    .over_min_ms = 690,
    .over_max_ms = 800 },
  { .name = "garbage",
    .answer = LC_STUN_ANSWER_BAD,
    .round_trip_ms = 40,
    .begun = 8,
    .over_min_ms = 990,
    .over_max_ms = 1100 },
  { .name = "errors",
    .answer = LC_STUN_ANSWER_ERROR,
    .round_trip_ms = 40,
    .begun = 8,
    .over_min_ms = 990,
    .over_max_ms = 1100 },
  /* Who rejects is not asked for all the answers it has. */
  { .name = "rejected",
    .answer = LC_STUN_ANSWER_ICMP,
    .round_trip_ms = 1,
    .begun = 1,
    .over_min_ms = 990,
    .over_max_ms = 1100 },
};

typedef struct
{
  gint64 when;
  guint number;
} Answer;

typedef struct
{
  const Case *path;
  LcStunRequests *requests;
  GArray *answers; /* (element-type Answer) */
  gint64 now;
  guint sent;
  double tokens;
  gint64 last;
} Server;

static gboolean
is_granted (Server *server)
{
  const Case *path = server->path;

  if (path->per_minute == 0)
    return TRUE;
  server->tokens += (server->now - server->last) * path->per_minute / (60.0 * G_USEC_PER_SEC);
  server->tokens = MIN (server->tokens, MAX (path->burst, 5));
  server->last = server->now;
  if (server->tokens < 1)
    return FALSE;
  server->tokens--;
  return TRUE;
}

static void
ask (Server *server, guint number)
{
  const Case *path = server->path;
  guint index = server->sent++;
  Answer answer = { server->now + path->round_trip_ms * G_TIME_SPAN_MILLISECOND, number };

  if (index < path->lost_first || (path->lost_after > 0 && index >= path->lost_after)
      || (path->lost != NULL && path->lost[index % strlen (path->lost)] == 'L'))
    return;
  if (is_granted (server))
    g_array_append_val (server->answers, answer);
}

static void
deliver (Server *server)
{
  while (server->answers->len > 0) {
    Answer *answer = &g_array_index (server->answers, Answer, 0);

    if (answer->when > server->now)
      return;
    lc_stun_requests_take (server->requests, server->path->answer, answer->number, answer->when);
    g_array_remove_index (server->answers, 0);
  }
}

/* Returns: how long it took, in ms. */
static guint
run (Server *server)
{
  guint number;

  server->now = START_US;
  while (server->now - START_US < LIMIT_MS * G_TIME_SPAN_MILLISECOND) {
    deliver (server);
    if (!lc_stun_requests_advance (server->requests, server->now))
      break;
    while (lc_stun_requests_next (server->requests, server->now, &number)) {
      lc_stun_requests_note_sent (server->requests, 0);
      ask (server, number);
    }
    server->now += STEP_US;
  }
  return (server->now - START_US) / G_TIME_SPAN_MILLISECOND;
}

static void
check_case (gconstpointer data)
{
  const Case *expected = data;
  guint patience = expected->patience_ms != 0 ? expected->patience_ms : PATIENCE_MS;
  g_autoptr (LcStunRequests) requests = lc_stun_requests_new (patience * G_TIME_SPAN_MILLISECOND);
  g_autoptr (LcStun) stun = lc_stun_new ();
  Server server = {
    .path = expected,
    .requests = requests,
    .answers = g_array_new (FALSE, FALSE, sizeof (Answer)),
    .tokens = expected->burst,
    .last = START_US,
  };
  guint ms = run (&server);
  gint64 median = lc_stun_requests_fill (requests, server.now, stun);

  g_test_message ("%u ms: %u of %u answered, %u again, loss %d", ms, stun->answered, stun->sent,
                  stun->retransmissions, lc_stun_requests_judge (requests, server.now));
  g_assert_cmpuint (ms, >=, expected->over_min_ms);
  g_assert_cmpuint (ms, <=, expected->over_max_ms);
  g_assert_cmpuint (lc_stun_requests_get_begun (requests), ==, expected->begun);
  g_assert_cmpuint (stun->answered, >=, expected->answered_min);
  g_assert_cmpint (lc_stun_requests_judge (requests, server.now), ==, expected->loss);
  g_assert_cmpint (median != LC_US_NONE, ==, stun->answered > 0);
  g_assert_cmpuint (stun->trains->len, ==, expected->begun > 48 ? 3 : expected->begun > 8 ? 2 : 1);
  g_array_unref (server.answers);
}

/* Sent at 0 and again after 500 ms; which of the two an answer belongs to cannot be
 * known (Karn), so that the round trip is what it is at least. */
static void
test_karn (void)
{
  static const struct
  {
    guint answered_ms;
    gint64 round_trip_ms;
  } karn[] = {
    { 40, 40 },
    { 495, 495 }, /* before it was sent again */
    { 510, 10 },  /* after */
    { 540, 40 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (karn); i++) {
    g_autoptr (LcStunRequests) requests
        = lc_stun_requests_new (PATIENCE_MS * G_TIME_SPAN_MILLISECOND);
    g_autoptr (LcStun) stun = lc_stun_new ();
    gint64 now;
    guint number;

    for (now = START_US; now < START_US + karn[i].answered_ms * G_TIME_SPAN_MILLISECOND;
         now += STEP_US) {
      g_assert_true (lc_stun_requests_advance (requests, now));
      while (lc_stun_requests_next (requests, now, &number))
        lc_stun_requests_note_sent (requests, 0);
    }
    lc_stun_requests_take (requests, LC_STUN_ANSWER_SUCCESS, 0, now);
    /* A second answer to the same request changes nothing. */
    lc_stun_requests_take (requests, LC_STUN_ANSWER_SUCCESS, 0, now + G_TIME_SPAN_SECOND);
    g_assert_cmpint (lc_stun_requests_fill (requests, now, stun), ==,
                     karn[i].round_trip_ms * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint (stun->answered, ==, 1);
  }
}

/* Two wrong answers are strays, three are believed. */
static void
test_enough_bad (void)
{
  static const LcStunAnswer kinds[] = { LC_STUN_ANSWER_BAD, LC_STUN_ANSWER_ERROR };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (LcStunRequests) requests
        = lc_stun_requests_new (PATIENCE_MS * G_TIME_SPAN_MILLISECOND);
    gint64 later = START_US + LC_STUN_SETTLE_US;

    g_assert_true (lc_stun_requests_advance (requests, START_US));
    for (guint j = 0; j < LC_STUN_ENOUGH_BAD - 1; j++)
      lc_stun_requests_take (requests, kinds[i], 0, START_US);
    g_assert_true (lc_stun_requests_advance (requests, later));
    lc_stun_requests_take (requests, kinds[i], 0, START_US);
    g_assert_true (lc_stun_requests_advance (requests, later - 1));
    g_assert_false (lc_stun_requests_advance (requests, later));
    g_assert_cmpuint (lc_stun_requests_count (requests, kinds[i]), ==, 3);
  }
}

static void
test_send_errors (void)
{
  static const struct
  {
    int error;
    gboolean over;
  } errors[] = { { EPERM, TRUE }, { ENETUNREACH, TRUE }, { ENOBUFS, FALSE }, { 0, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++) {
    g_autoptr (LcStunRequests) requests
        = lc_stun_requests_new (PATIENCE_MS * G_TIME_SPAN_MILLISECOND);

    g_assert_true (lc_stun_requests_advance (requests, START_US));
    lc_stun_requests_note_sent (requests, errors[i].error);
    g_assert_cmpint (lc_stun_requests_get_send_error (requests), ==, errors[i].error);
    g_assert_cmpint (lc_stun_requests_advance (requests, START_US + LC_STUN_SETTLE_US), ==,
                     !errors[i].over);
  }
}

/* A request whose answer may still be on its way is not lost. */
static void
test_on_its_way (void)
{
  g_autoptr (LcStunRequests) requests
      = lc_stun_requests_new (PATIENCE_MS * G_TIME_SPAN_MILLISECOND);
  gint64 now;
  guint number;

  for (now = START_US; lc_stun_requests_get_begun (requests) < LC_STUN_FIRST; now += STEP_US) {
    g_assert_true (lc_stun_requests_advance (requests, now));
    while (lc_stun_requests_next (requests, now, &number))
      lc_stun_requests_note_sent (requests, 0);
  }
  lc_stun_requests_take (requests, LC_STUN_ANSWER_SUCCESS, 0, now);
  g_assert_cmpint (lc_stun_requests_judge (requests, now), ==, LC_LOSS_NONE);
  g_assert_cmpint (lc_stun_requests_judge (requests, now + LC_STUN_SETTLE_US), !=, LC_LOSS_NONE);
}

/* Before the slow train: a limit of a hundred a minute has room for two again by then. */
static void
test_pause (void)
{
  g_autoptr (LcStunRequests) requests
      = lc_stun_requests_new (PATIENCE_MS * G_TIME_SPAN_MILLISECOND);
  gint64 last_quick = 0;
  gint64 now;

  for (now = START_US; lc_stun_requests_get_begun (requests) <= LC_STUN_FIRST + LC_STUN_MORE;
       now += STEP_US) {
    guint number;

    g_assert_true (lc_stun_requests_advance (requests, now));
    while (lc_stun_requests_next (requests, now, &number)) {
      lc_stun_requests_note_sent (requests, 0);
      if (number % 3 != 0)
        lc_stun_requests_take (requests, LC_STUN_ANSWER_SUCCESS, number, now);
      if (number == LC_STUN_FIRST + LC_STUN_MORE - 1)
        last_quick = now;
    }
  }
  g_assert_cmpint (now - STEP_US - last_quick, ==, LC_STUN_SETTLE_US + G_TIME_SPAN_SECOND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/stun-train/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], check_case);
  }
  g_test_add_func ("/stun-train/karn", test_karn);
  g_test_add_func ("/stun-train/enough-bad", test_enough_bad);
  g_test_add_func ("/stun-train/send-errors", test_send_errors);
  g_test_add_func ("/stun-train/on-its-way", test_on_its_way);
  g_test_add_func ("/stun-train/pause", test_pause);
  return g_test_run ();
}
