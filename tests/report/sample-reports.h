/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/* Reports for tests, the same on every run. All are (transfer full). */

LcReport *sample_report_new_rich (void);    /* every field of every struct is set */
LcReport *sample_report_new_blocked (void); /* as a person would get it: one port is blocked */
LcReport *sample_report_new_empty (void);   /* no rows, nothing known */
LcReport *sample_report_new_running (void); /* the bundled catalogue's UK, nothing run yet */

/* A row's catalogue part, to be changed before lc_row_new(). Borrows static strings. */
LcEndpoint sample_endpoint (void);

G_END_DECLS
