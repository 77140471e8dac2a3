/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-finding.h"
#include "report/lc-record-json.h"

G_BEGIN_DECLS

/* Findings and capabilities in JSON; internal to src/report. */

/* The members "findings" and "capabilities" of the object that @builder stands in. */
void lc_findings_write (JsonBuilder *builder, GPtrArray *findings);
void lc_capabilities_write (JsonBuilder *builder, GPtrArray *capabilities);

/* Returns: (transfer full): what stands in those members. */
GPtrArray *lc_findings_read (LcJsonReader *reader);
GPtrArray *lc_capabilities_read (LcJsonReader *reader);

G_END_DECLS
