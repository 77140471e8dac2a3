/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LcSettingRow:
 *
 * One setting with its words and its control, which it binds to the key. A key that an
 * administrator has locked is shown as it is, and says so. Properties: "key",
 * "title" (with a mnemonic), "subtitle" (nullable), "control" (#GtkSpinButton or
 * #GtkSwitch).
 */
#define LC_TYPE_SETTING_ROW (lc_setting_row_get_type ())
G_DECLARE_FINAL_TYPE (LcSettingRow, lc_setting_row, LC, SETTING_ROW, GtkBox)

GtkWidget *lc_setting_row_new (void);

G_END_DECLS
