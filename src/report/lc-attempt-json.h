/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-record-table.h"

G_BEGIN_DECLS

/* An attempt in JSON; internal to src/report. Lists of them are made with lc_attempts_new(). */
extern const LcRecordType lc_attempt_type;

G_END_DECLS
