/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>

#include "base/lc-address.h"
#include "base/lc-icmp-message.h"
#include "probe/lc-icmp.h"
#include "probe/lc-port-survey-private.h"

/* Order in which ports are taken, so that any number of first ones is spread
 * over the whole range: the bits of the index reversed. */
static guint16
spread_port (guint16 first, guint16 last, guint index)
{
  guint reversed = 0;

  if (index == 0)
    return first;
  if (index == 1)
    return last;
  for (guint bit = 0; (1u << bit) < LC_SURVEY_SPREAD; bit++)
    if ((index - 1) & (1u << bit))
      reversed |= (LC_SURVEY_SPREAD / 2) >> bit;
  return first + (guint) ((guint64) (last - first) * reversed / LC_SURVEY_SPREAD);
}

/* Each port of a range once, so that an answer belongs to one sample. */
static void
gather_ports (LcPortSurvey *self, guint16 first, guint16 last)
{
  for (guint i = 0; i <= LC_SURVEY_SPREAD && self->n_known < LC_SURVEY_MAX_PORTS; i++) {
    guint16 port = spread_port (first, last, i);

    if (lc_port_survey_find_port (self, port) == NULL)
      self->ports[self->n_known++].sample = lc_sample_new (port);
  }
  self->n_ports = MIN (LC_SURVEY_MIN_PORTS, self->n_known);
}

LcSurveyPort *
lc_port_survey_find_port (LcPortSurvey *self, guint16 number)
{
  for (guint i = 0; i < self->n_known; i++)
    if (self->ports[i].sample->port == number)
      return &self->ports[i];
  return NULL;
}

LcSurveyPort *
lc_port_survey_find_passing (LcPortSurvey *self)
{
  for (guint i = 0; i < self->n_known; i++)
    if (self->ports[i].settled && self->ports[i].sample->status == LC_STATUS_PASS)
      return &self->ports[i];
  return NULL;
}

static gboolean
is_farther_beyond (const LcPortSurvey *self, guint8 ttl)
{
  for (guint8 farther = ttl + 1; farther <= LC_PORT_SURVEY_MAX_TTL; farther++)
    if (self->hops[farther] != NULL
        && lc_own_network_get_side (self->network, self->hops[farther], farther)
               == LC_OWN_SIDE_BEYOND)
      return TRUE;
  return FALSE;
}

static gboolean
is_router_beyond (const LcPortSurvey *self, const char *address, guint8 ttl)
{
  LcOwnSide side = lc_own_network_get_side (self->network, address, ttl);

  return side == LC_OWN_SIDE_BEYOND
         || (side == LC_OWN_SIDE_NEIGHBOUR && is_farther_beyond (self, ttl));
}

gboolean
lc_port_survey_is_beyond (const LcPortSurvey *self, guint8 ttl)
{
  return self->hops[ttl] != NULL && is_router_beyond (self, self->hops[ttl], ttl);
}

gboolean
lc_port_survey_is_stopped (const LcSurveyPort *port)
{
  return !port->settled && lc_suspect_is_stopped (&port->suspect, LC_SUSPECT_PORT_COMPARISONS);
}

guint8
lc_port_survey_get_edge (const LcPortSurvey *self)
{
  guint8 edge = 0;

  for (guint8 ttl = 1; ttl <= LC_PORT_SURVEY_MAX_TTL; ttl++) {
    if (lc_port_survey_is_beyond (self, ttl))
      break;
    if (self->hops[ttl] != NULL)
      edge = ttl;
  }
  return edge;
}

gint64
lc_port_survey_get_wait (const LcPortSurvey *self)
{
  return MAX (LC_SURVEY_MIN_WAIT_US, self->slowest_us * 2 + LC_SURVEY_MORE_WAIT_US);
}

void
lc_port_survey_send (LcPortSurvey *self, LcSurveyPort *port, guint8 ttl)
{
  LcSurveyDatagram datagram = { .port = port->sample->port, .ttl = ttl };

  port->asked = TRUE;
  port->paid[ttl] = FALSE;
  g_array_append_val (self->outbox, datagram);
}

static void
settle (LcSurveyPort *port,
        LcCode code,
        const char *address,
        guint8 ttl,
        const LcSurveyError *error)
{
  if (port->settled)
    return;
  port->settled = TRUE;
  port->sample->code = code;
  port->sample->status = lc_code_get_status (code);
  g_free (port->sample->address);
  port->sample->address = g_strdup (address);
  port->sample->ttl = ttl;
  port->sample->type = error != NULL ? error->type : -1;
  port->sample->icmp_code = error != NULL ? error->code : -1;
}

/* What was learned later may show that who answered is this network's own, and a
 * neighbour behind whom nobody answers may be. */
static void
judge_again (LcPortSurvey *self)
{
  for (guint i = 0; i < self->n_known; i++) {
    LcSurveyPort *port = &self->ports[i];

    if (!port->settled || port->sample->code != LC_CODE_UDP_LEFT_NETWORK
        || is_router_beyond (self, port->sample->address, port->sample->ttl))
      continue;
    port->settled = FALSE;
    port->inside_ttl = MAX (port->inside_ttl, port->sample->ttl);
  }
}

/* An answer counts against its sender's limit, whoever was expected to give it. */
static void
count_answer (LcPortSurvey *self, LcSurveyPort *port, guint8 ttl, const char *from, gint64 when)
{
  const char *expected = ttl == 0 ? self->host : self->hops[ttl];

  if (!port->paid[ttl] || g_strcmp0 (expected, from) != 0)
    lc_pacer_reserve (self->pacer, from, when);
}

static void
note_news (LcPortSurvey *self, gint64 when)
{
  self->last_news = MAX (self->last_news, when);
}

static void
note_time_exceeded (LcPortSurvey *self,
                    LcSurveyPort *port,
                    const LcSurveyError *error,
                    gint64 us,
                    gint64 when)
{
  guint8 ttl = error->ttl;

  if (self->hops[ttl] == NULL && ttl != 0) {
    self->hops[ttl] = g_strdup (error->offender);
    self->hop_us[ttl] = us;
    note_news (self, when);
  }
  if (port == self->comparison.control && ttl == self->comparison.ttl) {
    self->comparison.answer = LC_CONTROL_ROUTER;
    self->comparison.answered = when;
  }
  if (lc_own_network_get_side (self->network, error->offender, ttl) == LC_OWN_SIDE_INSIDE)
    port->inside_ttl = MAX (port->inside_ttl, ttl);
  else
    settle (port, LC_CODE_UDP_LEFT_NETWORK, error->offender, ttl, error);
}

static void
note_host_answer (LcPortSurvey *self,
                  LcSurveyPort *port,
                  guint8 ttl,
                  const LcSurveyError *error,
                  gint64 us,
                  gint64 when)
{
  if (ttl != 0 && (self->host_ttl == 0 || ttl < self->host_ttl)) {
    self->host_ttl = ttl;
    self->hop_us[ttl] = us;
    note_news (self, when);
  }
  if (!self->host_answers)
    note_news (self, when);
  self->host_answers = TRUE;
  /* Which of several sendings was answered cannot be known. */
  if (port->sends[ttl] == 1 && self->n_host_round_trips < LC_SURVEY_MAX_PORTS)
    self->host_round_trips[self->n_host_round_trips++] = us;
  if (port == self->comparison.control && ttl == self->comparison.ttl) {
    self->comparison.answer = LC_CONTROL_HOST;
    self->comparison.answered = when;
  }
  settle (port, LC_CODE_UDP_REACHED_HOST, self->host, ttl, error);
}

static void
note_rejection (LcPortSurvey *self, LcSurveyPort *port, const LcSurveyError *error, gint64 when)
{
  if (self->rejecter == NULL) {
    self->rejecter = g_strdup (error->offender);
    note_news (self, when);
  }
  settle (port, LC_CODE_UDP_REJECTED, error->offender, error->ttl, error);
}

gboolean
lc_port_survey_take_error (LcPortSurvey *self, const LcSurveyError *error, gint64 when)
{
  LcSurveyPort *port;
  gboolean ipv6 = lc_address_is_ipv6 (self->host);
  gint64 us;

  g_return_val_if_fail (error->offender != NULL, FALSE);

  port = lc_port_survey_find_port (self, error->port);
  if (port == NULL || error->ttl > LC_PORT_SURVEY_MAX_TTL || port->sends[error->ttl] == 0)
    return FALSE;
  us = when - port->sent[error->ttl];
  self->slowest_us = MAX (self->slowest_us, us);
  count_answer (self, port, error->ttl, error->offender, when);
  if (lc_icmp_type_is_time_exceeded (ipv6, error->type)) {
    note_time_exceeded (self, port, error, us, when);
    return FALSE;
  }
  if (g_strcmp0 (error->offender, self->host) == 0
      && lc_icmp_is_port_unreachable (ipv6, error->type, error->code)) {
    note_host_answer (self, port, error->ttl, error, us, when);
    return FALSE;
  }
  note_rejection (self, port, error, when);
  return TRUE;
}

void
lc_port_survey_take_reply (LcPortSurvey *self, guint16 number, guint8 ttl, gint64 when)
{
  LcSurveyPort *port = lc_port_survey_find_port (self, number);
  gint64 us;

  if (port == NULL || ttl > LC_PORT_SURVEY_MAX_TTL || port->sends[ttl] == 0)
    return;
  us = when - port->sent[ttl];
  self->slowest_us = MAX (self->slowest_us, us);
  note_host_answer (self, port, ttl, NULL, us, when);
}

void
lc_port_survey_set_rejecter (LcPortSurvey *self, const char *address)
{
  if (self->rejecter == NULL)
    self->rejecter = g_strdup (address);
}

gboolean
lc_port_survey_next_datagram (LcPortSurvey *self, gint64 now, LcSurveyDatagram *datagram)
{
  LcSurveyPort *port;

  if (self->n_taken >= self->outbox->len) {
    g_array_set_size (self->outbox, 0);
    self->n_taken = 0;
    return FALSE;
  }
  *datagram = g_array_index (self->outbox, LcSurveyDatagram, self->n_taken++);
  port = lc_port_survey_find_port (self, datagram->port);
  port->sent[datagram->ttl] = now;
  if (port->sends[datagram->ttl] < G_MAXUINT8)
    port->sends[datagram->ttl]++;
  return TRUE;
}

void
lc_port_survey_note_sent (LcPortSurvey *self, int error)
{
  if (error != 0)
    self->send_error = error;
  else
    self->any_sent = TRUE;
}

int
lc_port_survey_get_send_error (const LcPortSurvey *self)
{
  return self->any_sent ? 0 : self->send_error;
}

gboolean
lc_port_survey_advance (LcPortSurvey *self, gint64 now)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->phase == LC_SURVEY_BEFORE) {
    self->begun = now;
    self->phase = LC_SURVEY_FINDING_PATH;
  }
  while (self->phase < LC_SURVEY_OVER) {
    if (now - self->begun >= LC_SURVEY_LIMIT_US)
      self->phase = LC_SURVEY_OVER;
    else if (lc_port_survey_go_on (self, now))
      return TRUE;
    else
      self->phase++;
    judge_again (self);
  }
  return FALSE;
}

/* The block's place is known from the ports that were shown to hops inside; what
 * failed the same comparisons ended at the same place. */
static guint8
find_farthest_inside (LcPortSurvey *self)
{
  guint8 farthest = 0;

  for (guint i = 0; i < self->n_ports; i++)
    if (lc_port_survey_is_stopped (&self->ports[i]))
      farthest = MAX (farthest, self->ports[i].inside_ttl);
  return farthest;
}

/* Where some ports showed something, those that there was no time for are no samples;
 * where none did, each of them was sent with as good a chance as any. */
static void
leave_untried_out (LcPortSurvey *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->n_ports; i++)
    any |= self->ports[i].settled || lc_port_survey_is_stopped (&self->ports[i]);
  for (guint i = 0; i < self->n_ports; i++)
    self->ports[i].asked &= !any || self->ports[i].settled || self->ports[i].tried;
}

void
lc_port_survey_end (LcPortSurvey *self, gboolean cancelled)
{
  guint8 farthest;

  judge_again (self);
  farthest = find_farthest_inside (self);
  leave_untried_out (self);
  for (guint i = 0; i < self->n_ports; i++) {
    LcSurveyPort *port = &self->ports[i];

    if (lc_port_survey_is_stopped (port))
      settle (port, LC_CODE_UDP_STOPPED_AT_HOP, self->hops[farthest], farthest, NULL);
    else
      settle (port, cancelled ? LC_CODE_CANCELLED : LC_CODE_UDP_SILENT, NULL, 0, NULL);
  }
}

LcPortSurvey *
lc_port_survey_new (const char *host,
                    guint16 first,
                    guint16 last,
                    LcPacer *pacer,
                    const LcOwnNetwork *network)
{
  LcPortSurvey *self;

  g_return_val_if_fail (host != NULL && first <= last, NULL);

  self = g_new0 (LcPortSurvey, 1);
  self->host = g_strdup (host);
  self->pacer = pacer;
  self->network = network;
  self->outbox = g_array_new (FALSE, FALSE, sizeof (LcSurveyDatagram));
  for (guint ttl = 0; ttl <= LC_PORT_SURVEY_MAX_TTL; ttl++)
    self->hop_us[ttl] = LC_US_NONE;
  gather_ports (self, first, last);
  return self;
}

void
lc_port_survey_free (LcPortSurvey *self)
{
  for (guint ttl = 0; ttl <= LC_PORT_SURVEY_MAX_TTL; ttl++)
    g_free (self->hops[ttl]);
  for (guint i = 0; i < self->n_known; i++)
    lc_sample_free (self->ports[i].sample);
  g_array_unref (self->outbox);
  g_free (self->rejecter);
  g_free (self->host);
  g_free (self);
}
