/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_environment_derive:
 *
 * What the rows' answers say about the environment: the public address as STUN saw
 * it, and this computer's clock against the web servers' Date headers (the median, so
 * that one server whose clock is wrong does not count). Pure; again gives the same.
 */
void lc_environment_derive (LcReport *report);

G_END_DECLS
