/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/lc-check.h"

G_BEGIN_DECLS

/* A catalogue of one site, "xx", whose rows lead to this computer alone: two
 * ports that nobody listens on, and one that takes connections and says nothing
 * until @listener, which is given back, goes. (transfer full) */
LcCatalog *app_sample_catalog (GSocketListener **listener);

/* The same as its file has it. (transfer full) */
char *app_sample_catalog_json (GSocketListener **listener);

/* Runs the main context until *@done. */
void app_wait_until (const gboolean *done);

/* Runs the main context until nothing is left to do at once. */
void app_settle (void);

G_END_DECLS
