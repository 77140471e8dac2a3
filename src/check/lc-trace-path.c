/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-trace-path.h"

#include "base/lc-address.h"
#include "check/lc-trace-choice.h"

/* Routers, and the host where it was reached. A refusal is no hop: it stands in
 * "answered_by". */
static void
fill_hops (GPtrArray *hops, const LcTrace *trace)
{
  guint8 end = lc_trace_get_end (trace);
  guint8 last = end != 0 ? end : lc_trace_get_last_answer (trace);

  if (end != 0 && trace->hops[end].kind != LC_HOP_REACHED)
    last = end - 1;
  for (guint8 ttl = 1; ttl <= last; ttl++)
    g_ptr_array_add (hops,
                     lc_hop_new (ttl,
                                 trace->hops[ttl].kind == LC_HOP_SILENT ? NULL
                                                                        : trace->hops[ttl].address,
                                 trace->hops[ttl].us));
}

static void
fill_answer (LcPath *path, const LcTrace *trace, LcTraceTarget *control, const char *target)
{
  guint8 end = lc_trace_get_end (trace);
  const LcHopAnswer *hop = &trace->hops[end];

  if (end == 0 || hop->kind == LC_HOP_REACHED)
    return;
  path->answer_ttl = end;
  path->answer_kind = hop->kind == LC_HOP_RESET ? LC_ANSWER_RESET : LC_ANSWER_ICMP;
  path->answer_address = g_strdup (hop->address);
  path->answer_icmp_type = hop->type;
  path->answer_icmp_code = hop->code;
  /* A reset carries the host's address whoever sent it. Only at the distance
   * at which the host answers on another port may it be the host's own. */
  if (hop->kind == LC_HOP_RESET && control != NULL && control->trace != NULL
      && g_str_equal (control->address, target) && lc_trace_get_end (control->trace) == end)
    path->answer_address = g_strdup (target);
}

/* Who rejected has answered for this very port, also where its word that the TTL has
 * run out was swallowed by its own limit. The host's own rejection is no stop on the way. */
static void
fill_stop (LcPath *path, const LcTrace *trace, const char *host)
{
  if (path->answer_kind == LC_ANSWER_ICMP && !lc_address_equal (path->answer_address, host)) {
    path->stopped_at = g_strdup (path->answer_address);
    return;
  }
  for (guint8 ttl = 1; ttl <= trace->last; ttl++)
    if (trace->hops[ttl].kind == LC_HOP_ROUTER) {
      g_free (path->stopped_at);
      path->stopped_at = g_strdup (trace->hops[ttl].address);
    }
}

static void
hop_destroy (gpointer data)
{
  lc_hop_free (data);
}

void
lc_trace_path_fill_control (LcPath *path, LcTraceTarget *control)
{
  guint8 end;

  if (control == NULL || control->trace == NULL)
    return;
  end = lc_trace_get_end (control->trace);
  path->has_control = TRUE;
  path->control_transport = control->transport;
  path->control_port = control->port;
  path->control_address = g_strdup (control->address);
  path->control_reached = end != 0;
  path->control_last_ttl = end != 0 ? end : lc_trace_get_last_answer (control->trace);
  g_clear_pointer (&path->control_hops, g_ptr_array_unref);
  path->control_hops = g_ptr_array_new_with_free_func (hop_destroy);
  fill_hops (path->control_hops, control->trace);
}

/* Whether what the control shows beyond the port's last answer was held against it, or
 * is no more than the port's own: a trace alone may have been cut short, and its silent
 * hops may have been at their limit. */
static gboolean
is_confirmed (LcTraceTarget *target)
{
  return lc_trace_get_end (target->trace) != 0
         || !lc_trace_shows_router_beyond (target->control, target)
         || lc_suspect_is_stopped (&target->suspect, LC_SUSPECT_TRACE_COMPARISONS);
}

/* A rejection is rare enough for routers' limits to swallow it when it is asked
 * for again; the one that ended the attempt counts as well. */
static void
fill_answer_from_icmp (LcPath *path, LcTraceTarget *target, const LcIcmp *icmp)
{
  const LcTrace *traces[]
      = { target->trace, target->control != NULL ? target->control->trace : NULL };

  if (icmp == NULL || icmp->address == NULL || path->answer_kind != LC_ANSWER_NONE)
    return;
  path->answer_kind = LC_ANSWER_ICMP;
  path->answer_address = g_strdup (icmp->address);
  path->answer_icmp_type = icmp->type;
  path->answer_icmp_code = icmp->code;
  for (guint i = 0; i < G_N_ELEMENTS (traces) && path->answer_ttl == 0; i++)
    for (guint8 ttl = 1; traces[i] != NULL && ttl <= traces[i]->last; ttl++)
      if (g_strcmp0 (traces[i]->hops[ttl].address, icmp->address) == 0 && path->answer_ttl == 0)
        path->answer_ttl = ttl;
  if (path->answer_ttl == 0)
    path->answer_ttl = lc_trace_get_last_answer (target->trace) + 1;
}

/* Whether a router answered the control beyond @ttl. What the control was sent to
 * says nothing about the routers before it: they may answer nobody. */
static gboolean
has_router_beyond (const LcPath *path, guint8 ttl)
{
  for (guint i = 0; path->control_hops != NULL && i < path->control_hops->len; i++) {
    const LcHop *hop = path->control_hops->pdata[i];

    if (hop->ttl > ttl && hop->address != NULL
        && g_strcmp0 (hop->address, path->control_address) != 0)
      return TRUE;
  }
  return FALSE;
}

static guint8
get_last_router (const LcPath *path)
{
  guint8 last = 0;

  for (guint i = 0; i < path->hops->len; i++)
    if (((LcHop *) path->hops->pdata[i])->address != NULL)
      last = ((LcHop *) path->hops->pdata[i])->ttl;
  return last;
}

/* Whether the last hop that answered is where it stops, or right before that: a router
 * beyond it answered the control, or there is none before the host. What was answered
 * otherwise says so itself. */
static gboolean
shows_stop (const LcPath *path, const char *address)
{
  guint8 last = get_last_router (path);

  return path->answer_kind != LC_ANSWER_NONE || has_router_beyond (path, last)
         || (path->has_control && path->control_reached
             && lc_address_is_neighbour (path->control_address, address)
             && path->control_last_ttl <= last + 1);
}

LcPath *
lc_trace_path_new (LcTraceTarget *target, const LcIcmp *icmp)
{
  LcPath *path = lc_path_new (target->transport, target->port);
  guint8 end = lc_trace_get_end (target->trace);

  fill_hops (path->hops, target->trace);
  path->reached = end != 0 && target->trace->hops[end].kind == LC_HOP_REACHED;
  fill_answer (path, target->trace, target->control, target->address);
  fill_answer_from_icmp (path, target, icmp);
  if (!path->reached)
    fill_stop (path, target->trace, target->address);
  if (is_confirmed (target))
    lc_trace_path_fill_control (path, target->control);
  if (!shows_stop (path, target->address))
    g_clear_pointer (&path->stopped_at, g_free);
  return path;
}

void
lc_trace_path_place_silent_samples (LcAttempt *attempt)
{
  LcPath *path = attempt->path;
  guint8 last = get_last_router (path);
  const LcStep *step = lc_attempt_get_step (attempt, LC_PHASE_UDP);

  if (attempt->code != LC_CODE_UDP_SILENT || last == 0 || path->reached || !path->has_control
      || !has_router_beyond (path, last) || step == NULL || step->code != LC_CODE_UDP_SILENT)
    return;
  for (guint i = 0; i < attempt->samples->len; i++) {
    LcSample *sample = attempt->samples->pdata[i];

    if (sample->code != LC_CODE_UDP_SILENT)
      continue;
    sample->code = LC_CODE_UDP_STOPPED_AT_HOP;
    sample->status = LC_STATUS_FAIL;
    sample->address = g_strdup (path->stopped_at);
    sample->ttl = last;
  }
}
