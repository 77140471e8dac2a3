/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-port-survey-private.h"
#include "simulated-path.h"

/* The numbers of a survey, each at its border. */

#define FIRST 1024
#define LAST 65535
#define NEVER 60000 /* ms */

#define ROUTERS                                                                                    \
  .hops = { "10.1.0.1", "203.0.113.1", "198.51.100.2" }, .n_hops = 3, .hop_ms = { 1, 5, 10 },      \
  .host_ms = 40

/* Runs a survey on a path; what it says of the unlucky port, and how many of that port's
 * datagrams came beyond the filter. */
static LcCode
survey_unlucky (const SimulatedPath *path, guint *seen)
{
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
  g_autoptr (LcPortSurvey) survey
      = lc_port_survey_new (SIMULATED_HOST, FIRST, LAST, pacer, network);
  g_autoptr (Simulation) simulation = simulation_new (path);

  simulation_run (simulation, &survey, 1, NEVER);
  lc_port_survey_end (survey, FALSE);
  *seen = simulation_count_unlucky (simulation);
  return lc_port_survey_find_port (survey, path->unlucky)->sample->code;
}

/* A port whose datagrams are lost again and again: one loss less, and it is not
 * called stopped. */
static void
test_comparisons (void)
{
  SimulatedPath path = { ROUTERS, .unlucky = LAST, .lost = G_MAXUINT };
  guint all;
  guint seen;

  g_assert_cmpint (survey_unlucky (&path, &all), ==, LC_CODE_UDP_STOPPED_AT_HOP);
  g_assert_cmpuint (all, >=, 1 + LC_SUSPECT_PORT_COMPARISONS);
  path.lost = all;
  g_assert_cmpint (survey_unlucky (&path, &seen), ==, LC_CODE_UDP_STOPPED_AT_HOP);
  path.lost = all - 1;
  g_assert_cmpint (survey_unlucky (&path, &seen), ==, LC_CODE_UDP_LEFT_NETWORK);
  path.lost = all - 2;
  g_assert_cmpint (survey_unlucky (&path, &seen), ==, LC_CODE_UDP_LEFT_NETWORK);
}

/* Datagrams that are lost to begin with: three rounds look for the path. */
static void
test_rounds (void)
{
  static const guint a_round = LC_PORT_SURVEY_MAX_TTL + LC_SURVEY_FULL_TTL_PORTS;
  static const struct
  {
    guint deaf;
    gboolean found;
  } rounds[] = {
    { a_round, TRUE },
    { 2 * a_round, TRUE },
    { 3 * a_round, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rounds); i++) {
    const SimulatedPath path = { ROUTERS, .deaf = rounds[i].deaf };
    g_autoptr (LcPacer) pacer = lc_pacer_new ();
    g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
    g_autoptr (LcPortSurvey) survey
        = lc_port_survey_new (SIMULATED_HOST, FIRST, LAST, pacer, network);
    g_autoptr (Simulation) simulation = simulation_new (&path);

    simulation_run (simulation, &survey, 1, NEVER);
    lc_port_survey_end (survey, FALSE);
    g_assert_cmpint (lc_port_survey_find_passing (survey) != NULL, ==, rounds[i].found);
  }
}

/* A round ends when answers that take longer than a satellite's are still out. */
static void
test_round_border (void)
{
  static const struct
  {
    guint ms;
    guint round;
  } rounds[] = { { 700, 0 }, { 880, 0 }, { 920, 1 }, { 1700, 1 }, { 1900, 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rounds); i++) {
    const guint ms = rounds[i].ms;
    const SimulatedPath path = {
      .hops = { "10.1.0.1", "203.0.113.1" }, .n_hops = 2, .hop_ms = { ms, ms }, .host_ms = ms
    };
    g_autoptr (LcPacer) pacer = lc_pacer_new ();
    g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
    g_autoptr (LcPortSurvey) survey
        = lc_port_survey_new (SIMULATED_HOST, FIRST, LAST, pacer, network);
    g_autoptr (Simulation) simulation = simulation_new (&path);

    simulation_run (simulation, &survey, 1, NEVER);
    g_test_message ("%u ms: round %u", ms, survey->round);
    g_assert_cmpuint (survey->round, ==, rounds[i].round);
    g_assert_nonnull (lc_port_survey_find_passing (survey));
  }
}

/* How long an answer is waited for, after the slowest one so far. */
static void
test_wait (void)
{
  static const struct
  {
    guint slowest_ms;
    guint wait_ms;
  } waits[] = { { 0, 250 }, { 74, 250 }, { 75, 250 }, { 76, 252 }, { 600, 1300 } };
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
  g_autoptr (LcPortSurvey) survey
      = lc_port_survey_new (SIMULATED_HOST, FIRST, LAST, pacer, network);

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++) {
    survey->slowest_us = waits[i].slowest_ms * G_TIME_SPAN_MILLISECOND;
    g_assert_cmpint (lc_port_survey_get_wait (survey), ==,
                     waits[i].wait_ms * G_TIME_SPAN_MILLISECOND);
  }
}

/* What a person waits for, and what a report may name, hangs on these. */
static void
test_numbers (void)
{
  g_assert_cmpuint (LC_SURVEY_MIN_PORTS, ==, 12);
  g_assert_cmpuint (LC_SURVEY_MAX_PORTS, ==, 48);
  g_assert_cmpuint (LC_SURVEY_ENOUGH_PORTS, ==, 8);
  g_assert_cmpint (LC_SURVEY_ENOUGH_US, <, 3 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (LC_SURVEY_ROUNDS * LC_SURVEY_ROUND_US, <=, 3 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (LC_SURVEY_LIMIT_US, ==, 7 * G_TIME_SPAN_SECOND);
  /* Time for three comparisons, of which each may wait for a router's next answer. */
  g_assert_cmpint (LC_SURVEY_LIMIT_US - LC_SURVEY_SUSPECT_SAMPLING_US, >=,
                   LC_SUSPECT_PORT_COMPARISONS * (gint64) 1300 * G_TIME_SPAN_MILLISECOND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/port-survey/comparisons", test_comparisons);
  g_test_add_func ("/port-survey/rounds", test_rounds);
  g_test_add_func ("/port-survey/round-border", test_round_border);
  g_test_add_func ("/port-survey/wait", test_wait);
  g_test_add_func ("/port-survey/numbers", test_numbers);
  return g_test_run ();
}
