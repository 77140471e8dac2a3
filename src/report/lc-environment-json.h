/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-environment.h"
#include "report/lc-record-table.h"

G_BEGIN_DECLS

/* The environment in JSON; internal to src/report. */
extern const LcRecordType lc_environment_type;

G_END_DECLS
