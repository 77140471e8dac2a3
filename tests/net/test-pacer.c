/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-pacer.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define START (1000 * SECOND)

/* How many packets may go at once. */
static guint
count_burst (LcPacer *pacer, const char *responder, gint64 now)
{
  guint count = 0;

  while (lc_pacer_peek (pacer, responder, now) == 0) {
    g_assert_cmpint (lc_pacer_reserve (pacer, responder, now), ==, 0);
    g_assert_cmpuint (++count, <, 100);
  }
  return count;
}

/* What is in hand is what may go at once: no more, and no less. */
static void
test_count (void)
{
  g_autoptr (LcPacer) pacer = lc_pacer_new ();

  for (gint64 now = START; now < START + 20 * SECOND; now += SECOND / 7) {
    guint count = lc_pacer_count (pacer, "10.1.0.1", now);

    g_assert_cmpuint (count_burst (pacer, "10.1.0.1", now), ==, count);
  }
  lc_pacer_reserve (pacer, "10.1.0.1", START + 20 * SECOND);
  g_assert_cmpuint (lc_pacer_count (pacer, "10.1.0.1", START + 20 * SECOND), ==, 0);
}

/* Linux grants bursts of six and one answer a second; asked for is no more. */
static void
test_burst (void)
{
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  guint burst = count_burst (pacer, "10.1.0.1", START);
  gint64 wait = lc_pacer_peek (pacer, "10.1.0.1", START);

  g_assert_cmpuint (burst, >=, 2);
  g_assert_cmpuint (burst, <=, 6);
  g_assert_cmpint (wait, >=, SECOND);
  g_assert_cmpint (wait, <, 2 * SECOND);
  g_assert_cmpint (lc_pacer_reserve (pacer, "10.1.0.1", START), ==, wait);
  g_assert_cmpint (lc_pacer_reserve (pacer, "10.1.0.1", START), ==, 2 * wait);
}

static void
test_rate (void)
{
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  guint count = 0;

  for (gint64 now = START; now < START + 60 * SECOND; now += SECOND / 10)
    count += count_burst (pacer, "10.1.0.1", now);
  g_assert_cmpuint (count, <=, 66);
  g_assert_cmpuint (count, >=, 55);
}

/* After a pause there is one burst to be had, however long the pause was. */
static void
test_pause (void)
{
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  guint burst = count_burst (pacer, "10.1.0.1", START);

  g_assert_cmpuint (count_burst (pacer, "10.1.0.1", START + 3600 * SECOND), ==, burst);
}

static void
test_responders (void)
{
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  guint burst = count_burst (pacer, "ttl 1", START);

  g_assert_cmpuint (count_burst (pacer, "ttl 2", START), ==, burst);
  g_assert_cmpint (lc_pacer_peek (pacer, "ttl 1", START), >, 0);
}

static void
test_refund (void)
{
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  guint burst = count_burst (pacer, "ttl 1", START);

  lc_pacer_refund (pacer, "ttl 1");
  g_assert_cmpuint (count_burst (pacer, "ttl 1", START), ==, 1);
  /* What was never taken makes nobody answer more often. */
  lc_pacer_refund (pacer, "ttl 2");
  for (guint i = 0; i < 20; i++)
    lc_pacer_refund (pacer, "ttl 1");
  g_assert_cmpuint (count_burst (pacer, "ttl 1", START), ==, burst);
  g_assert_cmpuint (count_burst (pacer, "ttl 2", START), ==, burst);
}

/* Once it is known who stands at a distance, what either name has answered counts for both. */
static void
test_identify (void)
{
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  guint burst = lc_pacer_count (pacer, "10.1.0.1", START);

  lc_pacer_reserve (pacer, "ttl 1", START);
  lc_pacer_reserve (pacer, "10.1.0.1", START);
  lc_pacer_identify (pacer, "ttl 1", "10.1.0.1", START);
  g_assert_cmpuint (lc_pacer_count (pacer, "ttl 1", START), ==, burst - 2);
  lc_pacer_reserve (pacer, "ttl 1", START);
  g_assert_cmpuint (lc_pacer_count (pacer, "10.1.0.1", START), ==, burst - 3);
  lc_pacer_refund (pacer, "ttl 1");
  g_assert_cmpuint (lc_pacer_count (pacer, "10.1.0.1", START), ==, burst - 2);
  /* Who was named first stays. */
  lc_pacer_identify (pacer, "ttl 1", "10.1.0.9", START);
  g_assert_cmpuint (lc_pacer_count (pacer, "ttl 1", START), ==, burst - 2);
  g_assert_cmpuint (lc_pacer_count (pacer, "10.1.0.9", START), ==, burst);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pacer/count", test_count);
  g_test_add_func ("/pacer/burst", test_burst);
  g_test_add_func ("/pacer/rate", test_rate);
  g_test_add_func ("/pacer/pause", test_pause);
  g_test_add_func ("/pacer/responders", test_responders);
  g_test_add_func ("/pacer/refund", test_refund);
  g_test_add_func ("/pacer/identify", test_identify);
  return g_test_run ();
}
