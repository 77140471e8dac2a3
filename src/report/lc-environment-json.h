/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-environment.h"
#include "report/lc-record-json.h"

G_BEGIN_DECLS

/* The environment in JSON; internal to src/report. */

/* The member "environment" of the object that @builder stands in. */
void lc_environment_write (JsonBuilder *builder, const LcEnvironment *environment);

/* Reads the object that @reader stands on. Returns: (transfer full). */
LcEnvironment *lc_environment_read (LcJsonReader *reader);

G_END_DECLS
