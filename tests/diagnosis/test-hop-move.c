/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/lc-hop-move.h"
#include "fixture.h"

#define ROW "sip/169.63.26.232"

/* A check in which one port is silent after hop @ttl. */
static LcReport *
make_stopped (guint ttl)
{
  LcReport *report = fixture_healthy_new ("us");
  LcRow *row = fixture_row (report, ROW);

  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_stop_after (g_ptr_array_index (lc_row_get_attempts (row), 0), LC_TRANSPORT_TCP,
                      lc_row_get_port (row), ttl);
  return report;
}

static char *
describe (guint before_ttl, guint after_ttl)
{
  g_autoptr (LcReport) before = make_stopped (before_ttl);
  g_autoptr (LcReport) after = make_stopped (after_ttl);

  return lc_row_describe_hop_move (fixture_row (before, ROW), fixture_row (after, ROW));
}

static void
test_farther (void)
{
  g_autofree char *text = describe (1, 2);

  g_assert_cmpstr (text, ==,
                   "It gets farther than before: as far as " PROVIDER
                   " (hop 2), not only to " FIREWALL " (hop 1).");
}

/* The same place, a nearer one, and none that is known are no news. */
static void
test_not_farther (void)
{
  g_autofree char *same = describe (1, 1);
  g_autofree char *nearer = describe (2, 1);

  g_assert_null (same);
  g_assert_null (nearer);
}

/* A path that was not followed, and a way with a silent router in it. */
static void
test_not_placed (void)
{
  g_autoptr (LcReport) before = make_stopped (1);
  g_autoptr (LcReport) after = make_stopped (2);
  LcRow *row = fixture_row (before, ROW);
  LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (row), 0);
  LcHop *second = g_ptr_array_index (attempt->path->control_hops, 1);

  g_clear_pointer (&second->address, g_free);
  g_assert_null (lc_row_describe_hop_move (row, fixture_row (after, ROW)));
  g_clear_pointer (&attempt->path, lc_path_free);
  g_assert_null (lc_row_describe_hop_move (row, fixture_row (after, ROW)));
}

static void
test_works (void)
{
  g_autoptr (LcReport) before = make_stopped (1);
  g_autoptr (LcReport) after = fixture_healthy_new ("us");

  g_assert_null (lc_row_describe_hop_move (fixture_row (before, ROW), fixture_row (after, ROW)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hop-move/farther", test_farther);
  g_test_add_func ("/hop-move/not-farther", test_not_farther);
  g_test_add_func ("/hop-move/not-placed", test_not_placed);
  g_test_add_func ("/hop-move/works", test_works);
  return g_test_run ();
}
