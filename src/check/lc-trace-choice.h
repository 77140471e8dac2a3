/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/lc-trace-target.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/* Which ports are followed, and which working ports they are held against. Each
 * trace wants an answer of every router on its way, and Linux gives a computer six at
 * once and one a second more (icmp(7), icmp_ratelimit): few that tell much are better
 * than many of which half look silent. Pure: nothing is sent. */

/* Whether a port that ended so has a path to follow: it did not open, or gave nothing
 * back. What failed later than that came through. */
gboolean lc_trace_is_worth (const LcAttempt *attempt);

/**
 * lc_trace_choose:
 * @candidates: (element-type LcTraceTarget)
 * @chosen: (element-type LcTraceTarget): what is followed already, and gains
 *
 * Moves the most telling candidates over until there are @most: one of each port
 * before a second of any, and of them what lies in a network that is followed anyway,
 * which then share a control. Returns: how many were moved: the last of @chosen.
 */
guint lc_trace_choose (GPtrArray *candidates, GPtrArray *chosen, guint most);

/**
 * lc_trace_choose_control:
 * @controls: (element-type LcTraceTarget): gains the control if it is a new one
 *
 * A TCP port that opened: at the same address if that is asked for, else in the same
 * network, else anywhere. Returns: (transfer none) (nullable): nothing opened.
 */
LcTraceTarget *lc_trace_choose_control (LcReport *report, GPtrArray *controls, LcTraceTarget *target);

/* Another one, in a network that no control is in yet, for where none drew an answer
 * from a router: silence can be held only against a router that answers. */
LcTraceTarget *lc_trace_choose_other_control (LcReport *report, GPtrArray *controls);

/* Of the controls that were followed, the one that tells most about @target. */
LcTraceTarget *lc_trace_pick_control (GPtrArray *controls, LcTraceTarget *target);

/* Whether a router answered the control beyond what the target's packets drew. */
gboolean lc_trace_shows_router_beyond (const LcTraceTarget *control, const LcTraceTarget *target);

G_END_DECLS
