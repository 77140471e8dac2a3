/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-answer.h"

G_BEGIN_DECLS

/* Private to src/net: one name, asked of name servers. */

/**
 * lc_lookup_start:
 * @task: gets an #LcAnswer, or the error of its cancellable, exactly once
 * @servers: (element-type LcNameServer): in the order in which they are asked; at least one
 * @name: an ASCII host name, and @encoded the same as messages carry it
 * @timeout_ms: until when at the latest
 *
 * Its sources attach to the context of @task.
 */
void lc_lookup_start (GTask      *task,
                      GPtrArray  *servers,
                      const char *name,
                      GBytes     *encoded,
                      guint       timeout_ms);

G_END_DECLS
