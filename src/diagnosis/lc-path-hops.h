/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-attempt.h"

G_BEGIN_DECLS

/* What the hops of a followed path say by themselves, whoever owns them. All hops
 * that are returned are the path's own, have an address, and may be %NULL. */

/* The hop at @ttl. */
const LcHop *lc_hops_find (GPtrArray *hops, guint ttl);

/* The hop with this address. */
const LcHop *lc_hops_find_address (GPtrArray *hops, const char *address);

/* The hop at @ttl as the failed port saw it or, where that drew no answer, as the
 * control on the same path did. */
const LcHop *lc_path_find_hop (const LcPath *path, guint ttl);

/* At which distance an address answered, or 0. */
guint lc_path_get_ttl_of (const LcPath *path, const char *address);

/* How many hops away the host is, or 0 where it is not known. A neighbour of it
 * (lc_address_is_neighbour()) that was reached is as far away. */
guint lc_path_get_host_ttl (const LcPath *path, const char *address);

/**
 * LcSilence:
 *
 * Where a port's packets fall silent. They stop at @last, at a silent router after
 * it, or on entering @next; where @next is %NULL, no router answered the control
 * any farther, and silence beyond @last shows nothing: routers that answer nobody
 * are everywhere, and an answer of the control's own host says nothing about them.
 */
typedef struct
{
  const LcHop *last; /* (nullable) the farthest router that answered for the port */
  const LcHop *next; /* (nullable) the nearest router beyond it that answered for the control */
  gboolean at_host;  /* there is no router between @last and the host: it, the host, or the way back */
} LcSilence;

/* @path must have drawn no other answer for the port to @address. */
LcSilence lc_path_get_silence (const LcPath *path, const char *address);

G_END_DECLS
