/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_report_localize:
 * @report: a saved one
 *
 * A report's sentences are in the language of whoever checked. This says the same
 * in the reader's: it diagnoses a copy anew, and takes the copy where it concludes
 * what the report does. What the steps themselves noted stays as it is, and so does a
 * report that another version would conclude something else of.
 *
 * Returns: (transfer full): the copy, or @report itself.
 */
LcReport *lc_report_localize (LcReport *report);

G_END_DECLS
