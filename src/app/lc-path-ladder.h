/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-attempt.h"

G_BEGIN_DECLS

/* Appends the path of an attempt, which has one, to @box: a ladder of hops from
 * this computer to the host, with the block drawn where it is, and how far a port
 * that works came. */
void lc_path_ladder_append (GtkBox *box, const LcAttempt *attempt);

G_END_DECLS
