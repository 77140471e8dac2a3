/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-port-survey-private.h"
#include "simulated-path.h"

/* Single answers that a survey gets, and what they may show. */

#define FIRST 1024
#define LAST 65535
#define HOST "192.0.2.10"
#define MS G_TIME_SPAN_MILLISECOND

/* An answer that nothing was sent for is nobody's. */
static void
test_strays (void)
{
  static const LcSurveyError strays[] = {
    { FIRST, 2, "203.0.113.1", 11, 0 },
    { FIRST + 1, 2, "203.0.113.1", 11, 0 },
    { FIRST, LC_PORT_SURVEY_MAX_TTL + 1, "203.0.113.1", 11, 0 },
    { FIRST, 0, SIMULATED_HOST, 3, 3 },
  };
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
  g_autoptr (LcPortSurvey) survey
      = lc_port_survey_new (SIMULATED_HOST, FIRST, LAST, pacer, network);
  g_autoptr (GPtrArray) samples = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (strays); i++)
    g_assert_false (lc_port_survey_take_error (survey, &strays[i], 1));
  lc_port_survey_take_reply (survey, FIRST, 0, 1);
  lc_port_survey_take_reply (survey, FIRST, LC_PORT_SURVEY_MAX_TTL + 1, 1);
  lc_port_survey_end (survey, FALSE);
  samples = lc_port_survey_get_samples (survey);
  g_assert_cmpuint (samples->len, ==, 0);
  g_assert_cmpint (lc_port_survey_get_latency (survey), ==, LC_US_NONE);
}

/* A survey that has sent its first datagrams. Returns: (transfer full). */
static LcPortSurvey *
new_begun (LcPacer *pacer, LcOwnNetwork *network, gint64 *now)
{
  LcPortSurvey *survey = lc_port_survey_new (HOST, FIRST, LAST, pacer, network);
  LcSurveyDatagram datagram;

  for (*now = 1000 * MS; *now < 1300 * MS; *now += 10 * MS) {
    lc_port_survey_advance (survey, *now);
    while (lc_port_survey_next_datagram (survey, *now, &datagram))
      lc_port_survey_note_sent (survey, 0);
  }
  return survey;
}

/* A port that was sent with @ttl. */
static LcSurveyPort *
find_sent (LcPortSurvey *survey, guint8 ttl)
{
  for (guint i = 0; i < survey->n_known; i++)
    if (survey->ports[i].sends[ttl] > 0)
      return &survey->ports[i];
  g_assert_not_reached ();
}

/* What somebody on the way says of a datagram is what he may say, and no more. */
static void
test_who_says_what (void)
{
  static const struct
  {
    const char *offender;
    guint8 ttl;
    guint8 type;
    guint8 code;
    gboolean settled;
    LcCode expected;
  } said[] = {
    { "203.0.113.1", 2, 11, 0, TRUE, LC_CODE_UDP_LEFT_NETWORK },
    { "10.1.0.1", 2, 11, 0, FALSE, 0 },    /* a router inside */
    { "203.0.113.9", 1, 11, 0, FALSE, 0 }, /* the first hop */
    { HOST, 0, 3, 3, TRUE, LC_CODE_UDP_REACHED_HOST },
    { "203.0.113.1", 0, 3, 3, TRUE, LC_CODE_UDP_REJECTED }, /* in nobody's name but its own */
    { HOST, 0, 3, 13, TRUE, LC_CODE_UDP_REJECTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (said); i++) {
    g_autoptr (LcPacer) pacer = lc_pacer_new ();
    g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
    gint64 now;
    g_autoptr (LcPortSurvey) survey = new_begun (pacer, network, &now);
    LcSurveyPort *port = find_sent (survey, said[i].ttl);
    const LcSurveyError error = { .port = port->sample->port,
                                  .ttl = said[i].ttl,
                                  .offender = said[i].offender,
                                  .type = said[i].type,
                                  .code = said[i].code };

    lc_port_survey_take_error (survey, &error, now);
    g_assert_cmpint (port->settled, ==, said[i].settled);
    if (said[i].settled)
      g_assert_cmpint (port->sample->code, ==, said[i].expected);
  }
}

/* An answer on a port that nothing was sent to, or not with this TTL, is nobody's. */
static void
test_unasked (void)
{
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
  gint64 now;
  g_autoptr (LcPortSurvey) survey = new_begun (pacer, network, &now);

  for (guint i = 0; i < survey->n_known; i++) {
    LcSurveyPort *port = &survey->ports[i];

    if (port->sends[0] == 0)
      lc_port_survey_take_reply (survey, port->sample->port, 0, now);
    g_assert_false (port->settled);
  }
  g_assert_cmpint (lc_port_survey_get_latency (survey), ==, LC_US_NONE);
}

/* Which of two sendings was answered cannot be known: that is no round trip. */
static void
test_round_trip_of_two (void)
{
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
  gint64 now;
  g_autoptr (LcPortSurvey) survey = new_begun (pacer, network, &now);
  LcSurveyPort *port = find_sent (survey, 0);

  port->sends[0] = 2;
  lc_port_survey_take_reply (survey, port->sample->port, 0, now);
  g_assert_true (port->settled);
  g_assert_cmpint (lc_port_survey_get_latency (survey), ==, LC_US_NONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey-answers/strays", test_strays);
  g_test_add_func ("/survey-answers/who-says-what", test_who_says_what);
  g_test_add_func ("/survey-answers/unasked", test_unasked);
  g_test_add_func ("/survey-answers/round-trip-of-two", test_round_trip_of_two);
  return g_test_run ();
}
