/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LcFanOut:
 *
 * Operations under way at the same time that end as one. It lives in the data of
 * the task that ends when the last of them has. Setting them up counts as one of
 * them, so that what ends at once cannot end the whole before all have begun.
 */
typedef struct
{
  guint pending; /* operations under way, the set-up among them until it is over */
} LcFanOut;

/* The set-up begins. */
void lc_fan_out_init (LcFanOut *self);

/* One operation more. Returns: (transfer full): @task, for the operation's callback to hold. */
GTask *lc_fan_out_begin (LcFanOut *self, GTask *task);

/* An operation, or the set-up, is over. Returns: whether it was the last: then the
 * caller ends its task. */
gboolean lc_fan_out_end (LcFanOut *self);

G_END_DECLS
