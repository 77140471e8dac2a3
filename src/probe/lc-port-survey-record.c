/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "probe/lc-port-survey-private.h"

/* What a survey writes into the record. */

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  const LcSample *left = *(const LcSample *const *) a;
  const LcSample *right = *(const LcSample *const *) b;

  return (int) left->port - (int) right->port;
}

static int
compare_us (const void *a, const void *b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static LcSample *
copy_sample (const LcSample *sample)
{
  LcSample *copy = lc_sample_new (sample->port);

  *copy = *sample;
  copy->address = g_strdup (sample->address);
  return copy;
}

GPtrArray *
lc_port_survey_get_samples (const LcPortSurvey *self)
{
  GPtrArray *samples = lc_samples_new ();

  for (guint i = 0; i < self->n_ports; i++)
    if (self->ports[i].asked)
      g_ptr_array_add (samples, copy_sample (self->ports[i].sample));
  g_ptr_array_sort (samples, compare_samples);
  return samples;
}

gint64
lc_port_survey_get_latency (const LcPortSurvey *self)
{
  gint64 sorted[LC_SURVEY_MAX_PORTS];
  guint count = self->n_host_round_trips;

  if (count == 0)
    return LC_US_NONE;
  memcpy (sorted, self->host_round_trips, count * sizeof *sorted);
  qsort (sorted, count, sizeof *sorted, compare_us);
  return sorted[count / 2];
}

/* Hops up to @last; the host stands at its own distance. */
static void
add_hops (const LcPortSurvey *self, GPtrArray *hops, guint8 last)
{
  for (guint8 ttl = 1; ttl <= last; ttl++) {
    const char *address = ttl == self->host_ttl ? self->host : self->hops[ttl];

    g_ptr_array_add (hops,
                     lc_hop_new (ttl, address, address != NULL ? self->hop_us[ttl] : LC_US_NONE));
  }
}

static guint8
find_last_hop (const LcPortSurvey *self)
{
  if (self->host_ttl != 0)
    return self->host_ttl;
  for (guint8 ttl = LC_PORT_SURVEY_MAX_TTL; ttl > 0; ttl--)
    if (self->hops[ttl] != NULL)
      return ttl;
  return 0;
}

/* The distance of a router, or 0. */
static guint8
find_ttl (const LcPortSurvey *self, const char *address)
{
  for (guint8 ttl = 1; ttl <= LC_PORT_SURVEY_MAX_TTL; ttl++)
    if (self->hops[ttl] != NULL && g_strcmp0 (self->hops[ttl], address) == 0)
      return ttl;
  return 0;
}

static const LcSurveyPort *
find_status (const LcPortSurvey *self, LcStatus status)
{
  for (guint i = 0; i < self->n_ports; i++)
    if (self->ports[i].asked && self->ports[i].sample->status == status)
      return &self->ports[i];
  return NULL;
}

/* The farthest hop that answered for a port that then goes no further. */
static guint8
find_stop (const LcPortSurvey *self)
{
  guint8 stop = 0;

  for (guint i = 0; i < self->n_ports; i++) {
    const LcSurveyPort *port = &self->ports[i];

    if (port->sample->status != LC_STATUS_FAIL)
      continue;
    stop = MAX (stop, port->inside_ttl);
    if (port->sample->code == LC_CODE_UDP_REJECTED)
      stop = MAX (stop, find_ttl (self, port->sample->address));
  }
  return stop;
}

static LcPath *
new_whole_path (const LcPortSurvey *self)
{
  LcPath *path = lc_path_new (LC_TRANSPORT_UDP, self->ports[0].sample->port);
  guint8 last = find_last_hop (self);

  add_hops (self, path->hops, last);
  path->reached = self->host_answers;
  /* What passes stops nowhere, though its host be silent. */
  if (find_status (self, LC_STATUS_PASS) == NULL && last != 0)
    path->stopped_at = g_strdup (self->hops[last]);
  return path;
}

/* A rejection from a hop that is known by its distance. */
static void
fill_answer (const LcPortSurvey *self, LcPath *path, const LcSample *sample)
{
  guint8 ttl = find_ttl (self, sample->address);

  if (sample->code != LC_CODE_UDP_REJECTED || ttl == 0)
    return;
  path->answer_kind = LC_ANSWER_ICMP;
  path->answer_address = g_strdup (sample->address);
  path->answer_ttl = ttl;
  path->answer_icmp_type = sample->type;
  path->answer_icmp_code = sample->icmp_code;
}

static void
hop_destroy (gpointer data)
{
  lc_hop_free (data);
}

static void
fill_control (const LcPortSurvey *self, LcPath *path, const LcSurveyPort *passing)
{
  path->has_control = TRUE;
  path->control_transport = LC_TRANSPORT_UDP;
  path->control_port = passing->sample->port;
  path->control_address = g_strdup (self->host);
  path->control_last_ttl = find_last_hop (self);
  path->control_reached = self->host_answers;
  path->control_hops = g_ptr_array_new_with_free_func (hop_destroy);
  add_hops (self, path->control_hops, path->control_last_ttl);
}

LcPath *
lc_port_survey_get_path (const LcPortSurvey *self)
{
  const LcSurveyPort *failed = find_status (self, LC_STATUS_FAIL);
  const LcSurveyPort *passing = find_status (self, LC_STATUS_PASS);
  LcPath *path;
  guint8 stop;

  if (failed == NULL)
    return new_whole_path (self);
  path = lc_path_new (LC_TRANSPORT_UDP, failed->sample->port);
  stop = find_stop (self);
  add_hops (self, path->hops, stop);
  if (stop != 0)
    path->stopped_at = g_strdup (self->hops[stop]);
  fill_answer (self, path, failed->sample);
  if (passing != NULL)
    fill_control (self, path, passing);
  return path;
}
