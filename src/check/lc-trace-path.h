/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/lc-trace-target.h"

G_BEGIN_DECLS

/* Traces as the record has them: docs/report.md "path". */

/* @icmp: (nullable): the ICMP error that ended the attempt, for where the trace drew no
 * answer of that kind. Returns: (transfer full). */
LcPath *lc_trace_path_new (LcTraceTarget *target, const LcIcmp *icmp);

/* Puts the control beside a path. A control that was not shown to go on where the
 * port stops is left out: without it nobody is blamed. */
void lc_trace_path_fill_control (LcPath *path, LcTraceTarget *control);

/* The silent samples of an rtp row are written down as stopped when TCP to the same place draws
 * answers of routers beyond the hop at which every datagram ended. */
void lc_trace_path_place_silent_samples (LcAttempt *attempt);

G_END_DECLS
