/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/lc-cli-style.h"
#include "report/lc-support-code.h"

G_BEGIN_DECLS

/* What a support code says, in words. @now: UTC. */
void lc_cli_code_append_content (const LcSupportContent *content, GDateTime *now, const LcCliStyle *style, GString *out);

/* A code, and each of its groups on a line as it is read out. */
void lc_cli_code_append_spelled (const char *code, GString *out);

G_END_DECLS
