/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/lc-catalog-store.h"

G_BEGIN_DECLS

/**
 * LcSettingsWindow:
 *
 * The settings. What is changed there is kept at once, and counts from the next check on.
 */
#define LC_TYPE_SETTINGS_WINDOW (lc_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (LcSettingsWindow, lc_settings_window, LC, SETTINGS_WINDOW, GtkWindow)

/* @parent may be NULL. */
GtkWidget *lc_settings_window_new (GtkWindow *parent, LcCatalogStore *store);

G_END_DECLS
