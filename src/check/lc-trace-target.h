/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-suspect.h"
#include "net/lc-trace.h"
#include "report/lc-attempt.h"

G_BEGIN_DECLS

/**
 * LcTraceTarget:
 *
 * One port of one address, followed once for all rows that share it: a port that
 * failed, or a control that works.
 */
typedef struct _LcTraceTarget LcTraceTarget;

struct _LcTraceTarget
{
  GTask         *task;    /* (owned) (nullable) while its trace runs */
  char          *address; /* (owned) */
  guint16        port;
  LcTransport    transport;
  GPtrArray     *attempts; /* (owned) (element-type LcAttempt), not owned themselves; empty for a control */
  LcTrace       *trace;    /* (owned) (nullable) */
  gboolean       required;          /* by some row */
  gboolean       has_own_path;      /* an rtp row follows its path while it runs */
  gboolean       needs_own_control; /* refused: whether by the host itself, its distance tells */
  LcTraceTarget *control;      /* not owned (nullable) what it is held against */
  LcSuspect      suspect;      /* as the comparisons beyond its last hop left it */
};

LcTraceTarget *lc_trace_target_find (GPtrArray *targets, const char *address, guint16 port,
                                     LcTransport transport); /* (transfer none) (nullable) */

/* Returns: (transfer none): the target in @targets, added where it is not there yet. */
LcTraceTarget *lc_trace_target_add (GPtrArray *targets, const char *address, guint16 port,
                                    LcTransport transport);
void           lc_trace_target_free (LcTraceTarget *target);

GSocketAddress *lc_trace_target_get_socket_address (const LcTraceTarget *target); /* (transfer full) */
GBytes         *lc_trace_target_new_payload (LcTraceTarget *target); /* (transfer full) (nullable) */

G_END_DECLS
