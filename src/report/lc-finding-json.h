/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-finding.h"
#include "report/lc-record-table.h"

G_BEGIN_DECLS

/* Findings and capabilities in JSON; internal to src/report. */
extern const LcRecordType lc_finding_type;
extern const LcRecordType lc_capability_type;

G_END_DECLS
