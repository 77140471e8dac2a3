/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-record-json.h"

G_BEGIN_DECLS

/* Attempts in JSON; internal to src/report. */

/* A member @key of the object that @builder stands in: an array of @attempts
 * (element-type LcAttempt). */
void lc_attempts_write (JsonBuilder *builder, const char *key, GPtrArray *attempts);

/* Appends what stands in the member @key to @attempts. */
void lc_attempts_read (LcJsonReader *reader,
                       const char   *key,
                       LcJsonFlags   flags,
                       GPtrArray    *attempts);

G_END_DECLS
