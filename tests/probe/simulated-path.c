/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "simulated-path.h"

#define STEP_US (10 * G_TIME_SPAN_MILLISECOND)
#define START_US (1000 * G_TIME_SPAN_SECOND)
#define BURST 6 /* icmp(7): what Linux grants a destination, and one a second */

typedef struct
{
  gint64 when;
  LcPortSurvey *survey; /* not owned */
  LcSurveyError error;
} Answer;

/* One router's, or the host's, limit. */
typedef struct
{
  gint64 tokens_us;
  gint64 last;
} Limit;

struct _Simulation
{
  const SimulatedPath *path;
  gint64 now;
  GArray *answers;                  /* (element-type Answer) that are under way */
  Limit limits[SIMULATED_HOPS + 1]; /* the host's last */
  guint unlucky;
  guint denied;
  guint sent;
  guint given; /* answers of the hop that tires */
};

Simulation *
simulation_new (const SimulatedPath *path)
{
  Simulation *self = g_new0 (Simulation, 1);

  self->path = path;
  self->now = START_US;
  self->answers = g_array_new (FALSE, TRUE, sizeof (Answer));
  for (guint i = 0; i <= SIMULATED_HOPS; i++)
    self->limits[i] = (Limit){ BURST * G_USEC_PER_SEC, START_US };
  return self;
}

void
simulation_free (Simulation *self)
{
  g_array_unref (self->answers);
  g_free (self);
}

static gboolean
may_answer (Simulation *self, guint who, gint64 when)
{
  Limit *limit = &self->limits[who];

  if (self->path->unlimited)
    return TRUE;
  limit->tokens_us = MIN (limit->tokens_us + when - limit->last, BURST * G_USEC_PER_SEC);
  limit->last = when;
  if (limit->tokens_us < G_USEC_PER_SEC) {
    self->denied++;
    return FALSE;
  }
  limit->tokens_us -= G_USEC_PER_SEC;
  return TRUE;
}

static void
answer (Simulation *self,
        LcPortSurvey *survey,
        const LcSurveyDatagram *datagram,
        guint who,
        const char *offender,
        guint8 type,
        guint8 code)
{
  const SimulatedPath *path = self->path;
  guint ms = who < path->n_hops ? path->hop_ms[who] : path->host_ms;
  Answer coming = {
    .when = self->now + ms * G_TIME_SPAN_MILLISECOND,
    .survey = survey,
    .error = { datagram->port, datagram->ttl, offender, type, code },
  };

  if (offender != NULL && may_answer (self, MIN (who, SIMULATED_HOPS), self->now))
    g_array_append_val (self->answers, coming);
}

static gboolean
is_filtered (Simulation *self, guint16 port)
{
  return self->path->filter != 0 && port >= self->path->filtered[0]
         && port <= self->path->filtered[1];
}

static void
forward (Simulation *self, LcPortSurvey *survey, const LcSurveyDatagram *datagram)
{
  const SimulatedPath *path = self->path;
  guint ttl = datagram->ttl == 0 ? 64 : datagram->ttl;

  for (guint hop = 1; hop <= path->n_hops; hop++) {
    if (ttl == hop && hop == path->tired && self->given++ >= path->answers)
      return;
    if (ttl == hop) {
      answer (self, survey, datagram, hop - 1, path->hops[hop - 1], 11, 0);
      return;
    }
    if (hop == path->filter && is_filtered (self, datagram->port)) {
      if (path->rejects)
        answer (self, survey, datagram, hop - 1, path->hops[hop - 1], 3, 13);
      return;
    }
    if (hop == MAX (path->filter, 1) && datagram->port == path->unlucky
        && self->unlucky++ < path->lost)
      return;
  }
  if (!path->host_silent)
    answer (self, survey, datagram, SIMULATED_HOPS, SIMULATED_HOST, 3, 3);
}

static void
deliver (Simulation *self)
{
  for (guint i = 0; i < self->answers->len;) {
    Answer *coming = &g_array_index (self->answers, Answer, i);

    if (coming->when > self->now) {
      i++;
      continue;
    }
    lc_port_survey_take_error (coming->survey, &coming->error, coming->when);
    g_array_remove_index (self->answers, i);
  }
}

static gboolean
advance (Simulation *self, LcPortSurvey *survey)
{
  LcSurveyDatagram datagram;
  gboolean more = lc_port_survey_advance (survey, self->now);

  while (lc_port_survey_next_datagram (survey, self->now, &datagram)) {
    lc_port_survey_note_sent (survey, 0);
    if (self->sent++ >= self->path->deaf)
      forward (self, survey, &datagram);
  }
  return more;
}

guint
simulation_run (Simulation *self, LcPortSurvey **surveys, guint n_surveys, guint limit_ms)
{
  gint64 begun = self->now;
  gint64 limit = begun + limit_ms * G_TIME_SPAN_MILLISECOND;
  gboolean more = TRUE;

  while (more && self->now < limit) {
    more = FALSE;
    deliver (self);
    for (guint i = 0; i < n_surveys; i++)
      more |= advance (self, surveys[i]);
    self->now += STEP_US;
  }
  return (self->now - begun) / G_TIME_SPAN_MILLISECOND;
}

guint
simulation_count_unlucky (Simulation *self)
{
  return self->unlucky;
}

guint
simulation_count_denied (Simulation *self)
{
  return self->denied;
}
