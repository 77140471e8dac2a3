/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/lc-location.h"
#include "diagnosis/lc-nearby.h"
#include "fixture.h"

/* Each limit from both sides: one less, one more. */
static const struct
{
  gint64 answer_us;
  gint64 round_trip_us;
  LcSender sender;
} cases[] = {
  /* The shares, far from the margin. */
  { 0, 100000, LC_SENDER_NEARER },
  { 39999, 100000, LC_SENDER_NEARER },
  { 40000, 100000, LC_SENDER_UNKNOWN },
  { 69999, 100000, LC_SENDER_UNKNOWN },
  { 70000, 100000, LC_SENDER_HOST },
  { 100000, 100000, LC_SENDER_HOST },
  { 3000000, 100000, LC_SENDER_HOST },
  /* The margin: 3,000 of 8,000 µs is less than 40 %, and 5,000 µs sooner. */
  { 3000, 8000, LC_SENDER_NEARER },
  { 3001, 8000, LC_SENDER_UNKNOWN },
  { 2999, 7998, LC_SENDER_UNKNOWN },
  { 100, 5100, LC_SENDER_NEARER },
  { 100, 5099, LC_SENDER_UNKNOWN },
  /* A host that is near: nothing tells. */
  { 0, 5000, LC_SENDER_NEARER },
  { 0, 4999, LC_SENDER_UNKNOWN },
  { 5000, 5000, LC_SENDER_HOST },
  { 3500, 5000, LC_SENDER_HOST },
  { 3499, 5000, LC_SENDER_UNKNOWN },
  { 4999, 4999, LC_SENDER_UNKNOWN },
  { 200, 200, LC_SENDER_UNKNOWN },
  { 300000, 200, LC_SENDER_UNKNOWN },
  /* A host on the other side of the world. */
  { 119999, 300000, LC_SENDER_NEARER },
  { 120000, 300000, LC_SENDER_UNKNOWN },
  { 210000, 300000, LC_SENDER_HOST },
  /* Nothing to compare. */
  { -1, 100000, LC_SENDER_UNKNOWN },
  { 100, 0, LC_SENDER_UNKNOWN },
  { 100, -1, LC_SENDER_UNKNOWN },
};

static void
test_limits (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, cases[i].answer_us,
                    cases[i].round_trip_us);
    g_assert_cmpint (lc_nearby_judge (cases[i].answer_us, cases[i].round_trip_us), ==,
                     cases[i].sender);
  }
}

/* A reset at the very TTL that reaches the host, which a filter on the last router sends, too. */
static LcLocation
locate_reset (gint64 answer_us, gint64 host_us)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/sip");
  LcPath *path;

  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  path = fixture_stop_after (fixture_first (row), LC_TRANSPORT_TCP, 5061, 3);
  path->answer_kind = LC_ANSWER_RESET;
  path->answer_ttl = path->control_last_ttl;
  g_ptr_array_add (path->control_hops,
                   lc_hop_new (path->control_last_ttl, path->control_address, host_us));
  lc_attempt_get_step (fixture_first (row), LC_PHASE_TCP)->us = answer_us;
  return lc_location_of_attempt (fixture_first (row), NULL);
}

/* That far away only time tells who it was; where that tells nothing, nothing is proven. */
static void
test_reset_at_host (void)
{
  g_assert_cmpint (locate_reset (70000, 100000).kind, ==, LC_LOCATION_HOST);
  g_assert_true (locate_reset (70000, 100000).proven);
  g_assert_cmpint (locate_reset (69999, 100000).kind, ==, LC_LOCATION_HOST);
  g_assert_false (locate_reset (69999, 100000).proven);
  g_assert_true (locate_reset (5000, 5000).proven);
  g_assert_false (locate_reset (4999, 4999).proven);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nearby/limits", test_limits);
  g_test_add_func ("/nearby/reset-at-host", test_reset_at_host);
  return g_test_run ();
}
