/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

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

typedef gboolean (*AppMatches) (GtkWidget *widget, const char *text);

/* The first of @widget and what is in it that can be seen and matches. (transfer none)
 * (nullable) */
GtkWidget *app_find_widget (GtkWidget *widget, AppMatches matches, const char *text);

/* Removes a folder and all that is in it. */
void app_remove_folder (const char *path);

G_END_DECLS
