/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "check/lc-check.h"

G_BEGIN_DECLS

/**
 * LcSession:
 *
 * What a window shows: one report, and the check that fills it in while one
 * runs. Properties, read-only, notified on change: "report" (#LcReport,
 * nullable), "running", "origin" (string, nullable: the name of the file that the
 * report was opened from; a report with one is saved, and never changes), "catalog"
 * (#LcCatalog).
 * Signals: "ended" after each check, whether it ran to its end or was stopped;
 * "failed" (string: a sentence) where a check could not be set up.
 *
 * A running check holds a reference, so that what it finds out is not lost with
 * the window.
 */
#define LC_TYPE_SESSION (lc_session_get_type ())
G_DECLARE_FINAL_TYPE (LcSession, lc_session, LC, SESSION, GObject)

LcSession *lc_session_new (LcCatalog *catalog);

LcCatalog  *lc_session_get_catalog (LcSession *self);
LcReport   *lc_session_get_report (LcSession *self); /* (transfer none) (nullable) */
LcReport   *lc_session_get_own_report (LcSession *self); /* (transfer none) (nullable): the last
                                                            that was checked here */
gboolean    lc_session_get_running (LcSession *self);
const char *lc_session_get_origin (LcSession *self); /* (nullable) */

/* What the next check of a site checks. */
void lc_session_set_catalog (LcSession *self, LcCatalog *catalog);

/* How the next check is run, from #LcCheckOptions. */
void lc_session_set_limits (LcSession *self, guint timeout_ms, guint jobs);

/**
 * lc_session_start:
 * @site: a site's id
 *
 * Checks every row of a site. This is where packets start. Nothing happens while
 * a check runs.
 *
 * Returns: whether there is such a site, and the check runs.
 */
gboolean lc_session_start (LcSession *self, const char *site);

/* Whether the report's rows can be checked again: it is not a saved one, and no
 * check runs. */
gboolean lc_session_can_check_rows (LcSession *self);

/**
 * lc_session_check_rows:
 * @ids: (element-type utf8): ids of rows
 *
 * Checks these rows of the report again; the others stay, and the conclusions
 * are drawn from all. Returns: whether the check runs.
 */
gboolean lc_session_check_rows (LcSession *self, GPtrArray *ids);

/* Stops the check, which then ends with what is known. */
void lc_session_stop (LcSession *self);

/* Shows a saved report; a check that runs is stopped and left to itself. */
void lc_session_open (LcSession *self, LcReport *report, const char *origin);

/* Shows what was checked here again, in place of a saved report. */
void lc_session_close (LcSession *self);

G_END_DECLS
