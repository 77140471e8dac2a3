/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-fact.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/* What every view says of the whole. Returns: (transfer full) (element-type LcFact). */

/* This computer's network: interfaces, gateways, name servers … */
GPtrArray *lc_report_list_network (LcReport *report);

/* When and in which network it was seen: what a reader wants to know first. */
GPtrArray *lc_report_list_strip (LcReport *report);

/* What else is known of the network. */
GPtrArray *lc_report_list_more_network (LcReport *report);

/* The report itself: when, where, against which catalogue, by what. */
GPtrArray *lc_report_list_about (LcReport *report);

G_END_DECLS
