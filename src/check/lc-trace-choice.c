/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-trace-choice.h"

#include "base/lc-address.h"

#define MAX_CONTROLS 2

gboolean
lc_trace_is_worth (const LcAttempt *attempt)
{
  switch (attempt->code) {
  case LC_CODE_TCP_TIMEOUT:
  case LC_CODE_TCP_REFUSED:
  case LC_CODE_TCP_REFUSED_NEARBY:
  case LC_CODE_TCP_REJECTED:
  case LC_CODE_TCP_NETWORK_UNREACHABLE:
  case LC_CODE_TCP_HOST_UNREACHABLE:
  case LC_CODE_UDP_SILENT:
  case LC_CODE_UDP_REJECTED:
  case LC_CODE_UDP_REFUSED:
  case LC_CODE_UDP_STOPPED_AT_HOP:
    return attempt->status != LC_STATUS_SKIPPED && attempt->address != NULL;
  default:
    return FALSE;
  }
}

/* Targets */

static gboolean
is_chosen_port (GPtrArray *chosen, LcTraceTarget *target)
{
  for (guint i = 0; i < chosen->len; i++) {
    LcTraceTarget *other = chosen->pdata[i];

    if (other->port == target->port && other->transport == target->transport)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_chosen_network (GPtrArray *chosen, LcTraceTarget *target)
{
  for (guint i = 0; i < chosen->len; i++)
    if (lc_address_is_neighbour (((LcTraceTarget *) chosen->pdata[i])->address, target->address))
      return TRUE;
  return FALSE;
}

/* Required rows before others, new ports before known ones, near before far. */
static guint
target_rank (GPtrArray *chosen, LcTraceTarget *target)
{
  return (is_chosen_port (chosen, target) ? 0 : 4) + (target->required ? 2 : 0)
         + (is_chosen_network (chosen, target) ? 1 : 0);
}

guint
lc_trace_choose (GPtrArray *candidates, GPtrArray *chosen, guint most)
{
  guint before = chosen->len;

  while (candidates->len > 0 && chosen->len < most) {
    guint best = 0;

    for (guint i = 1; i < candidates->len; i++)
      if (target_rank (chosen, candidates->pdata[i])
          > target_rank (chosen, candidates->pdata[best]))
        best = i;
    g_ptr_array_add (chosen, g_ptr_array_steal_index (candidates, best));
  }
  return chosen->len - before;
}

/* Controls */

static gboolean
has_connected (LcAttempt *attempt)
{
  LcStep *step = lc_attempt_get_step (attempt, LC_PHASE_TCP);

  return step != NULL && step->status == LC_STATUS_PASS;
}

/* Addresses with more leading groups in common are likelier to share a path. */
static guint
shared_groups (const char *a, const char *b)
{
  guint groups = 0;

  for (gsize i = 0; a[i] != '\0' && a[i] == b[i]; i++)
    if (a[i] == '.' || a[i] == ':')
      groups++;
  return groups;
}

static guint
control_rank (const LcTraceTarget *target, const char *address, guint16 port)
{
  guint rank = 1 + 2 * shared_groups (address, target->address);

  if (g_str_equal (address, target->address))
    rank += 20;
  return rank + (port == 443 ? 1 : 0);
}

typedef struct
{
  const LcTraceTarget *target; /* (nullable): any will do */
  GPtrArray *elsewhere;        /* (nullable): controls in whose networks it must not be */
  const char *address;         /* (nullable) what was found */
  guint16 port;
} Search;

static void
search (LcReport *report, Search *search)
{
  guint best = 0;

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    GPtrArray *attempts = lc_row_get_attempts (row);
    guint16 port = lc_row_get_port (row);

    for (guint j = 0; j < attempts->len; j++) {
      LcAttempt *attempt = attempts->pdata[j];
      LcTraceTarget place = { .address = attempt->address };
      guint rank = search->target != NULL ? control_rank (search->target, attempt->address, port)
                                          : (port == 443 ? 2 : 1);

      if (rank <= best || !has_connected (attempt)
          || (search->elsewhere != NULL && is_chosen_network (search->elsewhere, &place)))
        continue;
      best = rank;
      search->address = attempt->address;
      search->port = port;
    }
  }
}

static LcTraceTarget *
best_of (GPtrArray *controls, const LcTraceTarget *target)
{
  LcTraceTarget *found = NULL;
  guint best = 0;

  for (guint i = 0; i < controls->len; i++) {
    LcTraceTarget *control = controls->pdata[i];
    guint rank = control_rank (target, control->address, control->port);

    if (rank > best)
      found = control;
    best = MAX (rank, best);
  }
  return found;
}

LcTraceTarget *
lc_trace_choose_control (LcReport *report, GPtrArray *controls, LcTraceTarget *target)
{
  LcTraceTarget *known = best_of (controls, target);
  Search found = { .target = target };

  if (known != NULL
      && (g_str_equal (known->address, target->address)
          || (!target->needs_own_control
              && lc_address_is_neighbour (known->address, target->address))))
    return known;
  search (report, &found);
  if (found.address == NULL || controls->len >= MAX_CONTROLS)
    return known;
  if (known != NULL
      && control_rank (target, known->address, known->port)
             >= control_rank (target, found.address, found.port))
    return known;
  return lc_trace_target_add (controls, found.address, found.port, LC_TRANSPORT_TCP);
}

LcTraceTarget *
lc_trace_choose_other_control (LcReport *report, GPtrArray *controls)
{
  Search found = { .elsewhere = controls };

  search (report, &found);
  if (found.address == NULL || controls->len > MAX_CONTROLS)
    return NULL;
  return lc_trace_target_add (controls, found.address, found.port, LC_TRANSPORT_TCP);
}

gboolean
lc_trace_shows_router_beyond (const LcTraceTarget *control, const LcTraceTarget *target)
{
  guint8 last = target->trace != NULL ? lc_trace_get_last_answer (target->trace) : 0;

  if (control == NULL || control->trace == NULL)
    return FALSE;
  for (guint8 ttl = last + 1; ttl <= control->trace->last; ttl++)
    if (control->trace->hops[ttl].kind == LC_HOP_ROUTER)
      return TRUE;
  return FALSE;
}

LcTraceTarget *
lc_trace_pick_control (GPtrArray *controls, LcTraceTarget *target)
{
  g_autoptr (GPtrArray) traced = g_ptr_array_new ();
  g_autoptr (GPtrArray) telling = g_ptr_array_new ();

  for (guint i = 0; i < controls->len; i++) {
    LcTraceTarget *control = controls->pdata[i];

    if (control->trace == NULL)
      continue;
    g_ptr_array_add (traced, control);
    if (lc_trace_shows_router_beyond (control, target))
      g_ptr_array_add (telling, control);
  }
  return best_of (telling->len > 0 && !target->needs_own_control ? telling : traced, target);
}
