/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/lc-cli-style.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_cli_frame_new:
 * @lines: what the terminal has; the frame takes fewer, for the cursor stands below it
 * @elapsed_s: whole seconds since the check began
 * @problems: (element-type LcRow): rows that ended and did not pass, latest last
 *
 * Returns: (transfer full) (element-type utf8): the lines of a running check as it
 * is now, none longer than the style's width.
 */
GPtrArray *lc_cli_frame_new (LcReport         *report,
                             const LcCliStyle *style,
                             guint             lines,
                             guint             elapsed_s,
                             GPtrArray        *problems);

G_END_DECLS
