/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/lc-catalog-store.h"
#include "app/lc-history.h"
#include "app/lc-session.h"

G_BEGIN_DECLS

/**
 * LcWindow:
 *
 * The window: the start page, then the check page. All that can be done is an
 * action of its own, "win.NAME".
 */
#define LC_TYPE_WINDOW (lc_window_get_type ())
G_DECLARE_FINAL_TYPE (LcWindow, lc_window, LC, WINDOW, GtkApplicationWindow)

/* @application may be NULL, for tests. @session and @history are kept. */
LcWindow *lc_window_new (GtkApplication *application, LcSession *session, LcHistory *history);

/* Lets the start page say which catalogue is used. */
void lc_window_set_store (LcWindow *self, LcCatalogStore *store);

/* Chooses a site on the start page. */
void lc_window_choose (LcWindow *self, const char *site);

/* Checks a site, as if a person had pressed the button. Returns: whether it runs. */
gboolean lc_window_start (LcWindow *self, const char *site);

/* Checks the site of the report that is shown, or else the chosen one. */
void lc_window_check_again (LcWindow *self);

/* Shows the saved report in @file, or says why it cannot. */
void lc_window_open_file (LcWindow *self, GFile *file);

/* A sentence that comes up over the page and goes again by itself. */
void lc_window_say (LcWindow *self, const char *text);

/* What the window shows. (transfer none) */
LcSession *lc_window_get_session (LcWindow *self);

/* Shows a report from a file of this name; a check that runs would be stopped. */
void lc_window_show_saved (LcWindow *self, LcReport *report, const char *name);

G_END_DECLS
