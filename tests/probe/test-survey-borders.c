/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-port-survey-private.h"

/* How long and how often a survey goes on, each number at its border. The numbers stand
 * here once more: whoever changes one has a reason, and says it in docs/thresholds.md. */

#define HOST "192.0.2.10"
#define INSIDE "10.1.0.1"
#define BEYOND "203.0.113.1"
#define MS G_TIME_SPAN_MILLISECOND
#define BEGIN (1000 * G_TIME_SPAN_SECOND)

typedef struct
{
  LcPacer *pacer;
  LcOwnNetwork *network;
  LcPortSurvey *survey;
} Fixture;

/* In @phase, with a router inside and, if @routers, one beyond; the host answers. */
static void
fixture_init (Fixture *fixture, LcSurveyPhase phase, gboolean routers)
{
  fixture->pacer = lc_pacer_new ();
  fixture->network = lc_own_network_new ();
  fixture->survey = lc_port_survey_new (HOST, 1024, 65535, fixture->pacer, fixture->network);
  fixture->survey->phase = phase;
  fixture->survey->begun = BEGIN;
  fixture->survey->host_answers = TRUE;
  if (!routers)
    return;
  fixture->survey->hops[1] = g_strdup (INSIDE);
  fixture->survey->hops[2] = g_strdup (BEYOND);
}

static void
fixture_clear (Fixture *fixture)
{
  lc_port_survey_free (fixture->survey);
  lc_own_network_free (fixture->network);
  lc_pacer_free (fixture->pacer);
}

static void
let_pass (LcPortSurvey *survey, guint first, guint count)
{
  for (guint i = first; i < first + count; i++) {
    survey->ports[i].settled = TRUE;
    survey->ports[i].sample->code = LC_CODE_UDP_REACHED_HOST;
    survey->ports[i].sample->status = LC_STATUS_PASS;
  }
}

/* A port was sent and is silent for longer than answers take. */
static void
let_be_silent (LcPortSurvey *survey, guint index)
{
  survey->ports[index].tried = TRUE;
  survey->ports[index].tried_router = TRUE;
}

static void
test_sampling (void)
{
  static const struct
  {
    guint passing;
    gboolean silent;
    gint64 after;
    gboolean goes_on;
  } moments[] = {
    { 8, FALSE, 2500 * MS - 1, TRUE }, { 8, FALSE, 2500 * MS, FALSE },
    { 7, FALSE, 2500 * MS, TRUE },     { 7, FALSE, 5000 * MS - 1, TRUE },
    { 7, FALSE, 5000 * MS, FALSE },    { 7, TRUE, 3000 * MS - 1, TRUE },
    { 7, TRUE, 3000 * MS, FALSE },     { 8, TRUE, 2500 * MS, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++) {
    Fixture fixture;

    fixture_init (&fixture, LC_SURVEY_SAMPLING, FALSE);
    let_pass (fixture.survey, 0, moments[i].passing);
    if (moments[i].silent)
      let_be_silent (fixture.survey, moments[i].passing);
    g_test_message ("%" G_GSIZE_FORMAT, i);
    g_assert_cmpint (lc_port_survey_go_on (fixture.survey, BEGIN + moments[i].after), ==,
                     moments[i].goes_on);
    fixture_clear (&fixture);
  }
}

/* A port more than needed, while nobody waits for the answers that it takes. */
static void
test_extra (void)
{
  static const struct
  {
    guint taken; /* of the five answers that the host has in hand */
    gint64 after;
    gboolean silent;
    guint ports;
  } moments[] = {
    { 0, 0, FALSE, 13 },         { 2, 0, FALSE, 13 },
    { 3, 0, FALSE, 12 },         { 0, 1500 * MS - 1, FALSE, 13 },
    { 0, 1500 * MS, FALSE, 12 }, { 0, 0, TRUE, 12 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++) {
    gint64 now = BEGIN + moments[i].after;
    Fixture fixture;

    fixture_init (&fixture, LC_SURVEY_SAMPLING, FALSE);
    let_pass (fixture.survey, 0, LC_SURVEY_MIN_PORTS - moments[i].silent);
    if (moments[i].silent)
      let_be_silent (fixture.survey, LC_SURVEY_MIN_PORTS - 1);
    for (guint j = 0; j < moments[i].taken; j++)
      lc_pacer_reserve (fixture.pacer, HOST, now);
    lc_port_survey_go_on (fixture.survey, now);
    g_test_message ("%" G_GSIZE_FORMAT, i);
    g_assert_cmpuint (fixture.survey->n_ports, ==, moments[i].ports);
    fixture_clear (&fixture);
  }
}

/* After the control's answer those of the suspects before it have a moment to come in. */
static void
test_grace (void)
{
  static const struct
  {
    LcControlAnswer answer;
    gint64 after; /* the answer, which took 10 ms */
    guint failed; /* once it is over */
    gboolean over;
  } moments[] = {
    { LC_CONTROL_ROUTER, 80 * MS - 1, 0, FALSE }, { LC_CONTROL_ROUTER, 80 * MS, 1, TRUE },
    { LC_CONTROL_SILENT, 80 * MS, 0, FALSE },     { LC_CONTROL_SILENT, 240 * MS - 1, 0, FALSE },
    { LC_CONTROL_SILENT, 240 * MS, 0, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++) {
    Fixture fixture;
    LcSurveyComparison *comparison;

    fixture_init (&fixture, LC_SURVEY_COMPARING, TRUE);
    let_pass (fixture.survey, 0, 1);
    let_be_silent (fixture.survey, 1);
    lc_port_survey_go_on (fixture.survey, BEGIN);
    comparison = &fixture.survey->comparison;
    g_assert_true (comparison->control == &fixture.survey->ports[0]);
    comparison->answer = moments[i].answer;
    comparison->answered = BEGIN + 10 * MS;
    lc_port_survey_go_on (fixture.survey, BEGIN + 10 * MS + moments[i].after);
    g_test_message ("%" G_GSIZE_FORMAT, i);
    g_assert_cmpint (comparison->control == NULL, ==, moments[i].over);
    g_assert_cmpuint (fixture.survey->ports[1].suspect.failed, ==, moments[i].failed);
    fixture_clear (&fixture);
  }
}

/* Goes on in a phase until it is over, while who answers the control does so at once.
 * Returns: how many comparisons there were. */
static guint
count_comparisons (Fixture *fixture, LcControlAnswer answer)
{
  LcPortSurvey *survey = fixture->survey;
  gint64 begun = 0;
  guint count = 0;

  for (gint64 now = BEGIN; lc_port_survey_go_on (survey, now); now += 100 * MS) {
    g_assert_cmpint (now, <, BEGIN + G_TIME_SPAN_MINUTE);
    if (survey->comparison.control != NULL && survey->comparison.begun != begun) {
      survey->comparison.answer = answer;
      survey->comparison.answered = now;
      begun = now;
      count++;
    }
  }
  return count;
}

/* Void comparisons are made again, and not for ever. */
static void
test_comparisons (void)
{
  static const struct
  {
    LcControlAnswer answer;
    guint compared;
  } answers[] = { { LC_CONTROL_SILENT, 6 }, { LC_CONTROL_HOST, 6 }, { LC_CONTROL_ROUTER, 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    Fixture fixture;

    fixture_init (&fixture, LC_SURVEY_COMPARING, TRUE);
    let_pass (fixture.survey, 0, 1);
    let_be_silent (fixture.survey, 1);
    g_assert_cmpuint (count_comparisons (&fixture, answers[i].answer), ==, answers[i].compared);
    g_assert_cmpint (lc_port_survey_is_stopped (&fixture.survey->ports[1]), ==,
                     answers[i].answer == LC_CONTROL_ROUTER);
    fixture_clear (&fixture);
  }
}

/* A hop inside that had no answer for either port is asked again, twice; one that had it
 * for the control alone twice in all. */
static void
test_inside_checks (void)
{
  static const struct
  {
    LcControlAnswer answer;
    guint shown;
  } answers[] = { { LC_CONTROL_SILENT, 3 }, { LC_CONTROL_ROUTER, 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    Fixture fixture;

    fixture_init (&fixture, LC_SURVEY_ASKING_INSIDE, TRUE);
    let_pass (fixture.survey, 0, 1);
    let_be_silent (fixture.survey, 1);
    fixture.survey->ports[1].suspect = (LcSuspect){ .compared = 3, .failed = 3 };
    g_assert_cmpuint (count_comparisons (&fixture, answers[i].answer), ==, answers[i].shown);
    fixture_clear (&fixture);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey-borders/sampling", test_sampling);
  g_test_add_func ("/survey-borders/extra", test_extra);
  g_test_add_func ("/survey-borders/grace", test_grace);
  g_test_add_func ("/survey-borders/comparisons", test_comparisons);
  g_test_add_func ("/survey-borders/inside-checks", test_inside_checks);
  return g_test_run ();
}
