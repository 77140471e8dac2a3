/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-port-survey-private.h"
#include "simulated-path.h"

#define FIRST 1024
#define LAST 65535
#define NEVER 60000 /* ms */

#define ROUTERS                                                                                    \
  .hops = { "10.1.0.1", "203.0.113.1", "198.51.100.2" }, .n_hops = 3, .hop_ms = { 1, 5, 10 },      \
  .host_ms = 40

typedef struct
{
  const char *name;
  SimulatedPath path;
  const char *own; /* (nullable) an address that is this network's own */
  guint passed;    /* samples: at least so many of each */
  guint stopped;
  guint rejected;
  guint silent;
  gboolean only;     /* and no other */
  guint within_ms;   /* and so long at most */
  guint8 stopped_at; /* TTL */
} Case;

static const Case cases[] = {
  { "healthy", { ROUTERS }, NULL, 12, 0, 0, 0, TRUE, 3000, 0 },
  { "near",
    { .hops = { "10.1.0.1", "203.0.113.1", "198.51.100.2" }, .n_hops = 3, .host_ms = 1 },
    NULL,
    12,
    0,
    0,
    0,
    TRUE,
    3000,
    0 },
  { "satellite",
    { .hops = { "10.1.0.1", "203.0.113.1", "198.51.100.2" },
      .n_hops = 3,
      .hop_ms = { 1, 600, 610 },
      .host_ms = 640 },
    NULL,
    12,
    0,
    0,
    0,
    TRUE,
    5500,
    0 },
  { "silent-router",
    { .hops = { "10.1.0.1", NULL, "198.51.100.2" },
      .n_hops = 3,
      .hop_ms = { 1, 5, 10 },
      .host_ms = 40 },
    NULL,
    8,
    0,
    0,
    0,
    TRUE,
    3000,
    0 },
  { "host-silent", { ROUTERS, .host_silent = TRUE }, NULL, 8, 0, 0, 0, TRUE, 3000, 0 },
  /* More answers in hand: more ports. */
  { "many-routers",
    { .hops = { "10.1.0.1", "203.0.113.1", "198.51.100.2", "198.51.100.6", "198.51.100.10",
                "198.51.100.14" },
      .n_hops = 6,
      .hop_ms = { 1, 5, 10, 11, 12, 13 },
      .host_ms = 40 },
    NULL,
    14,
    0,
    0,
    0,
    TRUE,
    2000,
    0 },
  { "one-hop",
    { .hops = { "10.1.0.1" }, .n_hops = 1, .host_ms = 20 },
    NULL,
    6,
    0,
    0,
    0,
    TRUE,
    5500,
    0 },
  /* Part of the range is dropped by the firewall; one router beyond can tell. */
  { "dropped",
    { ROUTERS, .filter = 1, .filtered = { 20001, 65535 } },
    NULL,
    2,
    6,
    0,
    0,
    TRUE,
    3500,
    1 },
  { "dropped-far",
    { .hops = { "10.1.0.1", "10.9.0.1", "203.0.113.1" },
      .n_hops = 3,
      .hop_ms = { 1, 2, 5 },
      .host_ms = 40,
      .filter = 2,
      .filtered = { 20001, 65535 } },
    NULL,
    2,
    6,
    0,
    0,
    TRUE,
    5500,
    2 },
  { "dropped-host-silent",
    { ROUTERS, .host_silent = TRUE, .filter = 1, .filtered = { 20001, 65535 } },
    NULL,
    2,
    5,
    0,
    0,
    TRUE,
    7000,
    1 },
  /* A block beyond the nearest router outside is none of this network's. */
  { "dropped-outside",
    { ROUTERS, .filter = 2, .filtered = { 20001, 65535 } },
    NULL,
    8,
    0,
    0,
    0,
    TRUE,
    7000,
    0 },
  { "rejected",
    { ROUTERS, .filter = 1, .filtered = { 20001, 65535 }, .rejects = TRUE },
    NULL,
    2,
    0,
    4,
    0,
    FALSE,
    7000,
    1 },
  { "all-rejected",
    { ROUTERS, .filter = 1, .filtered = { 1, 65535 }, .rejects = TRUE },
    NULL,
    0,
    0,
    4,
    0,
    FALSE,
    4000,
    0 },
  /* The judge's own silence voids what was held against ports. */
  { "tired-judge",
    { .hops = { "10.1.0.1", "203.0.113.1" },
      .n_hops = 3,
      .hop_ms = { 1, 5 },
      .host_ms = 40,
      .filter = 1,
      .filtered = { 20001, 65535 },
      .tired = 2,
      .answers = 3 },
    NULL,
    1,
    0,
    0,
    2,
    TRUE,
    7100,
    0 },
  /* Nothing is known of a network where all is silent. */
  { "all-dropped",
    { ROUTERS, .filter = 1, .filtered = { 1, 65535 } },
    NULL,
    0,
    0,
    0,
    12,
    TRUE,
    3000,
    0 },
  /* No router beyond the first hop says anything: the host's answers prove its own
   * ports, and hold nothing against the others. */
  { "no-icmp-from-beyond",
    { .hops = { "10.1.0.1", NULL, NULL }, .n_hops = 3, .host_ms = 40, .host_silent = TRUE },
    NULL,
    0,
    0,
    0,
    12,
    TRUE,
    3000,
    0 },
  { "no-judge",
    { .hops = { "10.1.0.1", NULL, NULL },
      .n_hops = 3,
      .host_ms = 40,
      .filter = 1,
      .filtered = { 20001, 65535 } },
    NULL,
    2,
    0,
    0,
    4,
    TRUE,
    7000,
    0 },
  /* The first hop answers from its outside address: that is not beyond the edge. */
  { "first-hop-public",
    { .hops = { "203.0.113.2", NULL, NULL }, .n_hops = 3, .host_ms = 40, .host_silent = TRUE },
    NULL,
    0,
    0,
    0,
    12,
    TRUE,
    3000,
    0 },
  { "first-hop-public-dropped",
    { .hops = { "203.0.113.2", NULL, NULL },
      .n_hops = 3,
      .host_ms = 40,
      .filter = 1,
      .filtered = { 20001, 65535 } },
    NULL,
    2,
    0,
    0,
    4,
    TRUE,
    7000,
    0 },
  /* Nor is who has the address that STUN saw. */
  { "mapped-second",
    { .hops = { "10.1.0.1", "203.0.113.2", NULL },
      .n_hops = 3,
      .hop_ms = { 1, 2, 0 },
      .host_ms = 40,
      .host_silent = TRUE },
    "203.0.113.2",
    0,
    0,
    0,
    12,
    TRUE,
    3000,
    0 },
  /* Who is beside it is the provider's where somebody farther out is known, and may be
   * this network's own where nobody is. */
  { "neighbour", { ROUTERS, .host_silent = TRUE }, "203.0.113.2", 8, 0, 0, 0, TRUE, 3000, 0 },
  { "neighbour-dropped",
    { ROUTERS, .filter = 1, .filtered = { 20001, 65535 } },
    "203.0.113.2",
    2,
    6,
    0,
    0,
    TRUE,
    3500,
    1 },
  /* The neighbour drops the very ports that asked the next hop: one that passes shows it, and then
   * the neighbour's own answers count. */
  { "neighbour-drops",
    { ROUTERS, .filter = 2, .filtered = { 10000, 65535 } },
    "203.0.113.2",
    8,
    0,
    0,
    0,
    FALSE,
    5500,
    0 },
  { "neighbour-alone",
    { .hops = { "10.1.0.1", "203.0.113.1", NULL },
      .n_hops = 3,
      .hop_ms = { 1, 5, 10 },
      .host_ms = 40,
      .host_silent = TRUE },
    "203.0.113.2",
    0,
    0,
    0,
    12,
    TRUE,
    5500,
    0 },
  { "carrier-nat",
    { .hops = { "10.1.0.1", "100.64.0.1", NULL },
      .n_hops = 3,
      .hop_ms = { 1, 5, 10 },
      .host_ms = 40,
      .host_silent = TRUE },
    "203.0.113.2",
    6,
    0,
    0,
    0,
    TRUE,
    5500,
    0 },
  { "mapped-second-and-more",
    { .hops = { "10.1.0.1", "203.0.113.2", "198.51.100.2" },
      .n_hops = 3,
      .hop_ms = { 1, 2, 9 },
      .host_ms = 40,
      .host_silent = TRUE,
      .filter = 2,
      .filtered = { 20001, 65535 } },
    "203.0.113.2",
    2,
    3,
    0,
    0,
    FALSE,
    7000,
    2 },
};

static guint
count (GPtrArray *samples, LcCode code)
{
  guint n = 0;

  for (guint i = 0; i < samples->len; i++)
    if (((LcSample *) g_ptr_array_index (samples, i))->code == code)
      n++;
  return n;
}

static guint
count_passed (GPtrArray *samples)
{
  return count (samples, LC_CODE_UDP_LEFT_NETWORK) + count (samples, LC_CODE_UDP_REACHED_HOST);
}

static void
check_comparisons (LcPortSurvey *survey)
{
  for (guint i = 0; i < survey->n_ports; i++) {
    const LcSurveyPort *port = &survey->ports[i];

    if (port->sample->code == LC_CODE_UDP_STOPPED_AT_HOP)
      g_assert_cmpuint (port->suspect.failed, ==, 3);
    else
      g_assert_cmpuint (port->suspect.failed, <, 3);
  }
}

static void
check_stops (const Case *expected, GPtrArray *samples)
{
  for (guint i = 0; i < samples->len; i++) {
    const LcSample *sample = g_ptr_array_index (samples, i);

    if (sample->code == LC_CODE_UDP_STOPPED_AT_HOP) {
      g_assert_cmpuint (sample->ttl, ==, expected->stopped_at);
      g_assert_cmpstr (sample->address, ==, expected->path.hops[expected->stopped_at - 1]);
    }
    if (sample->status == LC_STATUS_PASS && expected->path.filter == 1) {
      g_assert_cmpuint (sample->port, <=, 20000);
    }
    if (sample->status == LC_STATUS_FAIL)
      g_assert_cmpuint (sample->port, >=, expected->path.filtered[0]);
  }
}

/* What is stopped shows where, and what others come to. */
static void
check_path (const Case *expected, LcPortSurvey *survey, GPtrArray *samples)
{
  g_autoptr (LcPath) path = lc_port_survey_get_path (survey);
  gboolean failed = count (samples, LC_CODE_UDP_STOPPED_AT_HOP) > 0;

  if (failed) {
    g_assert_false (path->reached);
    g_assert_cmpstr (path->stopped_at, ==, expected->path.hops[expected->stopped_at - 1]);
    g_assert_cmpuint (path->hops->len, ==, expected->stopped_at);
    g_assert_cmpuint (path->port, >=, expected->path.filtered[0]);
    g_assert_true (path->has_control);
    g_assert_cmpuint (path->control_port, <, expected->path.filtered[0]);
    g_assert_cmpuint (path->control_hops->len, >, path->hops->len);
  } else if (count (samples, LC_CODE_UDP_REJECTED) == 0) {
    g_assert_false (path->has_control);
    g_assert_cmpint (path->reached, ==, count (samples, LC_CODE_UDP_REACHED_HOST) > 0);
  }
}

static void
check_case (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
  g_autoptr (LcPortSurvey) survey
      = lc_port_survey_new (SIMULATED_HOST, FIRST, LAST, pacer, network);
  g_autoptr (Simulation) simulation = simulation_new (&expected->path);
  g_autoptr (GPtrArray) samples = NULL;
  guint ms;

  lc_own_network_add_local (network, "10.1.0.2");
  lc_own_network_add_mapped (network, expected->own);
  ms = simulation_run (simulation, &survey, 1, NEVER);
  lc_port_survey_end (survey, FALSE);
  samples = lc_port_survey_get_samples (survey);
  g_test_message ("%u ms: %u passed, %u stopped, %u rejected, %u silent", ms,
                  count_passed (samples), count (samples, LC_CODE_UDP_STOPPED_AT_HOP),
                  count (samples, LC_CODE_UDP_REJECTED), count (samples, LC_CODE_UDP_SILENT));
  g_assert_cmpuint (ms, <=, expected->within_ms);
  g_assert_cmpuint (count_passed (samples), >=, expected->passed);
  g_assert_cmpuint (count (samples, LC_CODE_UDP_STOPPED_AT_HOP), >=, expected->stopped);
  g_assert_cmpuint (count (samples, LC_CODE_UDP_REJECTED), >=, expected->rejected);
  g_assert_cmpuint (count (samples, LC_CODE_UDP_SILENT), >=, expected->silent);
  if (expected->only) {
    g_assert_cmpint (count_passed (samples) > 0, ==, expected->passed > 0);
    g_assert_cmpint (count (samples, LC_CODE_UDP_STOPPED_AT_HOP) > 0, ==, expected->stopped > 0);
    g_assert_cmpint (count (samples, LC_CODE_UDP_REJECTED) > 0, ==, expected->rejected > 0);
    g_assert_cmpint (count (samples, LC_CODE_UDP_SILENT) > 0, ==, expected->silent > 0);
  }
  check_stops (expected, samples);
  check_comparisons (survey);
  g_assert_cmpuint (survey->comparisons, <=, LC_SURVEY_MAX_COMPARISONS);
  check_path (expected, survey, samples);
}

/* Surveys that share routers are as quick as one, and ask for no answers that are
 * not to be had, but for the host's while the path is looked for. */
static void
test_shared (void)
{
  static const SimulatedPath path = { ROUTERS };
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
  g_autoptr (Simulation) simulation = simulation_new (&path);
  LcPortSurvey *surveys[2];

  for (guint i = 0; i < 2; i++)
    surveys[i] = lc_port_survey_new (SIMULATED_HOST, FIRST, LAST, pacer, network);
  g_assert_cmpuint (simulation_run (simulation, surveys, 2, NEVER), <=, 3000);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GPtrArray) samples = NULL;

    lc_port_survey_end (surveys[i], FALSE);
    samples = lc_port_survey_get_samples (surveys[i]);
    g_assert_cmpuint (samples->len, >=, LC_SURVEY_ENOUGH_PORTS);
    g_assert_cmpuint (count_passed (samples), ==, samples->len);
    lc_port_survey_free (surveys[i]);
  }
}

/* An address that turns out to be this network's own takes back what it showed. */
static void
test_learned_later (void)
{
  static const SimulatedPath path
      = { .hops = { "10.1.0.1", "203.0.113.2" }, .n_hops = 3, .host_silent = TRUE };
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
  g_autoptr (LcPortSurvey) survey
      = lc_port_survey_new (SIMULATED_HOST, FIRST, LAST, pacer, network);
  g_autoptr (Simulation) simulation = simulation_new (&path);
  g_autoptr (GPtrArray) samples = NULL;

  simulation_run (simulation, &survey, 1, 700);
  lc_own_network_add_mapped (network, "203.0.113.2");
  simulation_run (simulation, &survey, 1, NEVER);
  lc_port_survey_end (survey, FALSE);
  samples = lc_port_survey_get_samples (survey);
  g_assert_cmpuint (count_passed (samples), ==, 0);
  g_assert_cmpuint (count (samples, LC_CODE_UDP_SILENT), ==, samples->len);
}

static void
test_cancelled (void)
{
  static const SimulatedPath path = { ROUTERS, .filter = 1, .filtered = { 1, 65535 } };
  g_autoptr (LcPacer) pacer = lc_pacer_new ();
  g_autoptr (LcOwnNetwork) network = lc_own_network_new ();
  g_autoptr (LcPortSurvey) survey
      = lc_port_survey_new (SIMULATED_HOST, FIRST, LAST, pacer, network);
  g_autoptr (Simulation) simulation = simulation_new (&path);
  g_autoptr (GPtrArray) samples = NULL;

  simulation_run (simulation, &survey, 1, 500);
  lc_port_survey_end (survey, TRUE);
  samples = lc_port_survey_get_samples (survey);
  g_assert_cmpuint (samples->len, >, 0);
  g_assert_cmpuint (count (samples, LC_CODE_CANCELLED), ==, samples->len);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/port-survey/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], check_case);
  }
  g_test_add_func ("/port-survey/shared", test_shared);
  g_test_add_func ("/port-survey/learned-later", test_learned_later);
  g_test_add_func ("/port-survey/cancelled", test_cancelled);
  return g_test_run ();
}
