/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/lc-cli-style.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/* The prose around the table. Everything said here is in the report; nothing is
 * concluded anew. */

/* What was checked, when, by which catalogue. */
void lc_cli_summary_append_heading (LcReport *report, const LcCliStyle *style, GString *out);

/* The verdict, what works, the findings with what to do about each. */
void lc_cli_summary_append_conclusion (LcReport *report, const LcCliStyle *style, GString *out);

G_END_DECLS
