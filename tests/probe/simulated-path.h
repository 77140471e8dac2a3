/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "probe/lc-port-survey.h"

G_BEGIN_DECLS

/* Routers, a filter and a host on a clock of their own, for the survey of ports. */

#define SIMULATED_HOPS 6
#define SIMULATED_HOST "169.63.26.232"

typedef struct
{
  const char *hops[SIMULATED_HOPS]; /* who answers "time exceeded" at TTL 1, 2, …; NULL: nobody */
  guint n_hops;                     /* the host is one farther */
  guint hop_ms[SIMULATED_HOPS];     /* round trips */
  guint host_ms;
  gboolean host_silent;
  guint filter;              /* the hop that lets some ports no further, 0: none */
  guint16 filtered[2];       /* these ports */
  gboolean rejects;          /* and says so; else it drops them */
  guint16 unlucky;           /* the first @lost of this port's datagrams are lost beyond the filter */
  guint lost;
  guint deaf;                /* so many datagrams are lost altogether, to begin with */
  guint tired;               /* the hop that answers @answers times and no more, 0: none */
  guint answers;
  gboolean unlimited;        /* routers answer whatever they are asked; else as Linux does */
} SimulatedPath;

typedef struct _Simulation Simulation;

Simulation *simulation_new (const SimulatedPath *path);
void        simulation_free (Simulation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Simulation, simulation_free)

/* Runs surveys side by side until all are over, at most @limit_ms; the clock goes on. Returns
 * how long that took, in ms; the ends are to be had from each survey. */
guint simulation_run (Simulation *self, LcPortSurvey **surveys, guint n_surveys, guint limit_ms);

/* How many of the unlucky port's datagrams have come beyond the filter. */
guint simulation_count_unlucky (Simulation *self);

/* Answers that routers' limits have swallowed. */
guint simulation_count_denied (Simulation *self);

G_END_DECLS
