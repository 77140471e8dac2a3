/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>

#include "probe/lc-port-survey-private.h"

/* The phases of a survey. Each sends little at a time, so that surveys that run at
 * the same time get their share of the answers. */

/* Finding the path */

static guint
count_first_ports (LcPortSurvey *self)
{
  return MIN (LC_SURVEY_MIN_PORTS, self->n_known);
}

/* Every distance is asked on another port, and in every round on another one again:
 * what answers is then a sample, too, and a blocked port hides one hop once. */
static LcSurveyPort *
get_port_of_round (LcPortSurvey *self, guint index)
{
  return &self->ports[(self->round * (LC_SURVEY_MIN_PORTS / 2 - 1) + index)
                      % count_first_ports (self)];
}

static gboolean
has_router (LcPortSurvey *self)
{
  for (guint8 ttl = 1; ttl <= LC_PORT_SURVEY_MAX_TTL; ttl++)
    if (lc_port_survey_is_beyond (self, ttl))
      return TRUE;
  return FALSE;
}

static gboolean
has_responder (LcPortSurvey *self)
{
  return self->host_answers || has_router (self);
}

static void
send_for_path (LcPortSurvey *self, LcSurveyPort *port, guint8 ttl, gint64 now)
{
  lc_port_survey_send (self, port, ttl);
  port->wait_until = now + lc_port_survey_get_wait (self);
  self->last_news = now;
}

static void
begin_round (LcPortSurvey *self, gint64 now)
{
  guint first = count_first_ports (self);

  self->round_begun = now;
  self->next_ttl = 1;
  for (guint i = 0; i < MIN (LC_SURVEY_FULL_TTL_PORTS, first); i++)
    send_for_path (self, get_port_of_round (self, LC_PORT_SURVEY_MAX_TTL + i), 0, now);
}

/* Whether a round has still something to send. */
static gboolean
go_on_with_round (LcPortSurvey *self, gint64 now)
{
  if (self->next_ttl > LC_PORT_SURVEY_MAX_TTL
      || (self->host_ttl != 0 && self->next_ttl > self->host_ttl))
    return FALSE;
  send_for_path (self, get_port_of_round (self, self->next_ttl - 1), self->next_ttl, now);
  self->next_ttl++;
  return TRUE;
}

static gboolean
is_path_known (LcPortSurvey *self)
{
  for (guint8 ttl = 1; ttl < self->host_ttl; ttl++)
    if (self->hops[ttl] == NULL)
      return FALSE;
  return self->host_ttl != 0;
}

/* What matters is known when somebody answers who can answer for ports, and nobody
 * new has for as long as answers take. */
static gboolean
is_round_over (LcPortSurvey *self, gint64 now)
{
  if (is_path_known (self) || now - self->round_begun >= LC_SURVEY_ROUND_US)
    return TRUE;
  return (has_responder (self) || self->rejecter != NULL)
         && now - self->last_news >= lc_port_survey_get_wait (self);
}

/* Hops that did not answer for a port that is perhaps blocked may do so for one that
 * passes, once there is such a port. Sampling need not wait for them. */
static void
look_for_silent_hops (LcPortSurvey *self)
{
  LcSurveyPort *passing = lc_port_survey_find_passing (self);
  guint8 last = self->host_ttl != 0 ? self->host_ttl - 1 : LC_PORT_SURVEY_MAX_TTL;

  if (passing == NULL || self->looked_for_silent)
    return;
  self->looked_for_silent = TRUE;
  for (guint8 ttl = 1; ttl <= last; ttl++)
    if (self->hops[ttl] == NULL)
      lc_port_survey_send (self, passing, ttl);
}

static gboolean
can_send (LcPortSurvey *self)
{
  return self->any_sent
         || (self->send_error != ENETUNREACH && self->send_error != EPERM
             && self->send_error != EACCES);
}

static gboolean
find_path (LcPortSurvey *self, gint64 now)
{
  if (self->round_begun == 0) {
    begin_round (self, now);
    return TRUE;
  }
  if (go_on_with_round (self, now) || !is_round_over (self, now))
    return TRUE;
  if (has_responder (self) || self->rejecter != NULL)
    return FALSE;
  if (!can_send (self) || ++self->round >= LC_SURVEY_ROUNDS)
    return FALSE;
  begin_round (self, now);
  return TRUE;
}

/* Sampling */

/* Answers in hand of who answers at @ttl (0: the host), or 0. */
static guint
count_tokens (LcPortSurvey *self, guint8 ttl, gint64 now)
{
  const char *address = NULL;

  if (ttl == 0)
    address = self->host_answers ? self->host : NULL;
  else if (lc_port_survey_is_beyond (self, ttl))
    address = self->hops[ttl];
  return address != NULL ? lc_pacer_count (self->pacer, address, now) : 0;
}

static void
pay (LcPortSurvey *self, LcSurveyPort *port, guint8 ttl, gint64 now)
{
  lc_pacer_reserve (self->pacer, ttl == 0 ? self->host : self->hops[ttl], now);
  port->paid[ttl] = TRUE;
}

/* Who has the most answers in hand, at least @least: the host rather than a router, and
 * the farther one of two, so that the judge of suspects keeps its own the longest.
 * Returns FALSE where nobody has. */
static gboolean
choose_responder (LcPortSurvey *self, gboolean router, guint least, gint64 now, guint8 *chosen)
{
  guint most = router ? 0 : count_tokens (self, 0, now);

  *chosen = 0;
  for (guint8 ttl = LC_PORT_SURVEY_MAX_TTL; ttl > 0; ttl--) {
    guint tokens = count_tokens (self, ttl, now);

    if (tokens > most) {
      most = tokens;
      *chosen = ttl;
    }
  }
  return most >= least;
}

/* Where all that answers is who rejects, the probes take turns by booking one
 * moment at a time. */
static gboolean
has_moment_come (LcPortSurvey *self, gint64 now)
{
  if (self->booked == 0)
    self->booked = now + lc_pacer_reserve (self->pacer, self->rejecter, now);
  if (now < self->booked)
    return FALSE;
  self->booked = 0;
  return TRUE;
}

static gboolean
try_port (LcPortSurvey *self, LcSurveyPort *port, gint64 now)
{
  guint8 ttl = 0;

  if (has_responder (self)) {
    if (!choose_responder (self, port->tried, 1, now, &ttl))
      return FALSE;
    lc_port_survey_send (self, port, ttl);
    pay (self, port, ttl, now);
  } else if (self->rejecter != NULL && has_moment_come (self, now)) {
    lc_port_survey_send (self, port, 0);
  } else {
    return FALSE;
  }
  port->tried = TRUE;
  port->tried_router |= ttl != 0;
  port->wait_until = now + lc_port_survey_get_wait (self);
  return TRUE;
}

static gboolean
was_router_silent (LcPortSurvey *self, gint64 now)
{
  for (guint i = 0; i < self->n_ports; i++) {
    LcSurveyPort *port = &self->ports[i];

    if (!port->settled && port->tried_router && now >= port->wait_until)
      return TRUE;
  }
  return FALSE;
}

/* A port that the host was silent on is shown to a router as well: the host may wait
 * for calls there. Where routers are silent on ports, too, comparing comes anyway. */
static gboolean
is_to_be_tried (LcPortSurvey *self, const LcSurveyPort *port, gint64 now)
{
  return !port->tried
         || (!port->tried_router && has_router (self) && !was_router_silent (self, now));
}

static gboolean
has_suspect (LcPortSurvey *self, gint64 now)
{
  for (guint i = 0; i < self->n_ports; i++) {
    LcSurveyPort *port = &self->ports[i];

    if (!port->settled && port->tried && now >= port->wait_until)
      return TRUE;
  }
  return FALSE;
}

/* One port more, as long as there are answers in hand that nobody waits for. */
static gboolean
add_port (LcPortSurvey *self, gint64 now)
{
  guint8 ttl;

  if (self->n_ports >= self->n_known || has_suspect (self, now)
      || now - self->begun >= LC_SURVEY_EXTRA_US
      || !choose_responder (self, FALSE, LC_SURVEY_EXTRA_TOKENS, now, &ttl))
    return FALSE;
  self->n_ports++;
  return TRUE;
}

static guint
count_passing (LcPortSurvey *self)
{
  guint count = 0;

  for (guint i = 0; i < self->n_ports; i++)
    if (self->ports[i].settled && self->ports[i].sample->status == LC_STATUS_PASS)
      count++;
  return count;
}

static gboolean
is_sampling_late (LcPortSurvey *self, gint64 now)
{
  gint64 limit = LC_SURVEY_SAMPLING_US;

  if (!has_responder (self) || has_suspect (self, now))
    limit = LC_SURVEY_SUSPECT_SAMPLING_US;
  else if (count_passing (self) >= LC_SURVEY_ENOUGH_PORTS)
    limit = LC_SURVEY_ENOUGH_US;
  return now - self->begun >= limit;
}

/* One datagram at a time. */
static gboolean
sample_ports (LcPortSurvey *self, gint64 now)
{
  gboolean more = FALSE;
  gboolean sent = FALSE;

  if ((!has_responder (self) && self->rejecter == NULL) || is_sampling_late (self, now))
    return FALSE;
  look_for_silent_hops (self);
  for (guint i = 0; i < self->n_ports && !sent; i++) {
    LcSurveyPort *port = &self->ports[i];

    if (port->settled)
      continue;
    if (now < port->wait_until)
      more = TRUE;
    else if (is_to_be_tried (self, port, now)) {
      more = TRUE;
      sent = try_port (self, port, now);
    }
  }
  return more || add_port (self, now);
}

/* Comparing */

/* What was only sent out to find the path has not been silent where there was an
 * answer in hand. */
static gboolean
is_suspect (const LcSurveyPort *port)
{
  return port->tried && !port->settled && !lc_port_survey_is_stopped (port);
}

static guint8
find_judge (LcPortSurvey *self)
{
  for (guint8 ttl = 1; ttl <= LC_PORT_SURVEY_MAX_TTL; ttl++)
    if (lc_port_survey_is_beyond (self, ttl))
      return ttl;
  return 0;
}

static gboolean
any_suspect (LcPortSurvey *self)
{
  for (guint i = 0; i < self->n_ports; i++)
    if (is_suspect (&self->ports[i]))
      return TRUE;
  return FALSE;
}

/* The control goes last, right behind the suspects. */
static void
send_control (LcPortSurvey *self, LcSurveyPort *control, guint8 ttl, gint64 now)
{
  lc_port_survey_send (self, control, ttl);
  pay (self, control, ttl, now);
  self->comparison = (LcSurveyComparison){ .control = control, .ttl = ttl, .begun = now };
}

static gboolean
is_comparison_over (LcPortSurvey *self, gint64 now)
{
  const LcSurveyComparison *comparison = &self->comparison;

  return now - comparison->begun >= lc_port_survey_get_wait (self)
         || (comparison->answer != LC_CONTROL_SILENT
             && now - comparison->answered >= LC_SURVEY_GRACE_US);
}

/* A port that ends before the judge has taken nobody's answer there or beyond. Should it
 * not have ended, and answers be short, comparisons are void: no harm is done. */
static void
take_payment_back (LcPortSurvey *self, LcSurveyPort *port)
{
  for (guint8 ttl = 0; ttl <= LC_PORT_SURVEY_MAX_TTL; ttl++) {
    if (!port->paid[ttl])
      continue;
    port->paid[ttl] = FALSE;
    lc_pacer_refund (self->pacer, ttl == 0 ? self->host : self->hops[ttl]);
  }
}

static void
end_comparison (LcPortSurvey *self)
{
  for (guint i = 0; i < self->n_ports; i++) {
    LcSurveyPort *port = &self->ports[i];

    if (!is_suspect (port))
      continue;
    lc_suspect_end_comparison (&port->suspect, FALSE, self->comparison.answer);
    if (port->suspect.failed > 0)
      take_payment_back (self, port);
  }
  self->comparison = (LcSurveyComparison){ 0 };
}

static gboolean
compare_ports (LcPortSurvey *self, gint64 now)
{
  LcSurveyPort *passing = lc_port_survey_find_passing (self);
  guint8 judge = find_judge (self);

  if (self->comparison.control != NULL) {
    if (is_comparison_over (self, now))
      end_comparison (self);
    return TRUE;
  }
  if (passing == NULL || judge == 0 || !any_suspect (self)
      || self->comparisons >= LC_SURVEY_MAX_COMPARISONS)
    return FALSE;
  if (count_tokens (self, judge, now) == 0)
    return TRUE;
  self->comparisons++;
  for (guint i = 0; i < self->n_ports; i++)
    if (is_suspect (&self->ports[i]))
      lc_port_survey_send (self, &self->ports[i], judge);
  send_control (self, passing, judge, now);
  return TRUE;
}

/* Asking the hops inside, from the edge back to the first: where stopped ports end.
 * One port is shown at a time, with a control behind it as before: a hop that had no
 * answer for either is no place. */

static LcSurveyPort *
find_stopped (LcPortSurvey *self, guint index)
{
  guint count = 0;

  for (guint i = 0; i < self->n_ports; i++)
    if (lc_port_survey_is_stopped (&self->ports[i]) && count++ == index)
      return &self->ports[i];
  return NULL;
}

static gboolean
has_answer_at (LcPortSurvey *self, guint8 ttl)
{
  for (guint i = 0; i < self->n_ports; i++)
    if (lc_port_survey_is_stopped (&self->ports[i]) && self->ports[i].inside_ttl >= ttl)
      return TRUE;
  return FALSE;
}

static void
go_to_hop (LcPortSurvey *self, guint8 ttl)
{
  while (ttl > 0 && self->hops[ttl] == NULL)
    ttl--;
  self->inside_ttl = ttl;
  self->inside_checks = 0;
  self->at_hop = (LcSuspect){ 0 };
}

static void
show_to_hop (LcPortSurvey *self, LcSurveyPort *passing, gint64 now)
{
  LcSurveyPort *stopped = find_stopped (self, self->next_stopped++);

  if (stopped == NULL) {
    self->next_stopped = 1;
    stopped = find_stopped (self, 0);
  }
  self->inside_checks++;
  lc_port_survey_send (self, stopped, self->inside_ttl);
  send_control (self, passing, self->inside_ttl, now);
}

static gboolean
ask_inside (LcPortSurvey *self, gint64 now)
{
  LcSurveyPort *passing = lc_port_survey_find_passing (self);

  if (find_stopped (self, 0) == NULL || passing == NULL)
    return FALSE;
  if (self->comparison.control != NULL) {
    if (!is_comparison_over (self, now))
      return TRUE;
    lc_suspect_end_comparison (&self->at_hop, has_answer_at (self, self->inside_ttl),
                               self->comparison.answer);
    self->comparison = (LcSurveyComparison){ 0 };
  }
  if (self->inside_checks == 0 && self->inside_ttl == 0)
    go_to_hop (self, lc_port_survey_get_edge (self));
  if (lc_suspect_is_stopped (&self->at_hop, LC_SUSPECT_TRACE_COMPARISONS)
      || self->inside_checks >= LC_SURVEY_INSIDE_CHECKS)
    go_to_hop (self, self->inside_ttl - 1);
  if (self->inside_ttl == 0 || has_answer_at (self, self->inside_ttl))
    return FALSE;
  if (lc_pacer_count (self->pacer, self->hops[self->inside_ttl], now) > 0)
    show_to_hop (self, passing, now);
  return TRUE;
}

gboolean
lc_port_survey_go_on (LcPortSurvey *self, gint64 now)
{
  switch (self->phase) {
  case LC_SURVEY_FINDING_PATH:
    return find_path (self, now);
  case LC_SURVEY_SAMPLING:
    return sample_ports (self, now);
  case LC_SURVEY_COMPARING:
    return compare_ports (self, now);
  case LC_SURVEY_ASKING_INSIDE:
    return ask_inside (self, now);
  case LC_SURVEY_BEFORE:
  case LC_SURVEY_OVER:
  default:
    return FALSE;
  }
}
