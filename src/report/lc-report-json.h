/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "report/lc-report.h"

G_BEGIN_DECLS

#define LC_REPORT_ERROR (lc_report_error_quark ())
GQuark lc_report_error_quark (void);

typedef enum
{
  LC_REPORT_ERROR_SYNTAX,  /* no JSON, no UTF-8, or over a limit */
  LC_REPORT_ERROR_INVALID, /* JSON, but no report; the message names the JSON path, what was
                              expected and found */
  LC_REPORT_ERROR_VERSION, /* a report of a version that this program does not know */
} LcReportError;

/* A saved report is hostile input: at most 16 MiB, 5000 rows, nesting 32. */
#define LC_REPORT_MAX_BYTES (16 * 1024 * 1024)

/* Returns: (transfer full): the same as lc_report_to_json(), to be changed at will. */
JsonNode *lc_report_build_json (LcReport *report);

/**
 * lc_report_to_json:
 *
 * Returns: (transfer full): the report as docs/report.md describes it: UTF-8, two
 * spaces of indentation, keys in docs/report.md's order, a final newline. The same
 * report always gives the same bytes. Nothing in it steers a terminal, and what was read can
 * be read again: it is without spaces where it would be longer than %LC_REPORT_MAX_BYTES.
 */
GBytes *lc_report_to_json (LcReport *report);

/**
 * lc_report_new_from_json:
 * @error: #LcReportError
 *
 * Keys that are not known are skipped.
 *
 * Returns: (transfer full) (nullable): a report whose rows have all ended.
 */
LcReport *lc_report_new_from_json (GBytes *json, GError **error);

G_END_DECLS
