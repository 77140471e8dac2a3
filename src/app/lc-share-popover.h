/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcSharePopover:
 *
 * What can be done with a report, and before that what in it identifies the
 * person, with the choice to leave that out. Its buttons are the window's actions.
 */
#define LC_TYPE_SHARE_POPOVER (lc_share_popover_get_type ())
G_DECLARE_FINAL_TYPE (LcSharePopover, lc_share_popover, LC, SHARE_POPOVER, GtkPopover)

GtkWidget *lc_share_popover_new (void);

void lc_share_popover_set_report (LcSharePopover *self, LcReport *report);

/**
 * lc_share_popover_add_choices:
 * @chooser: a dialog that saves the report
 *
 * Has the dialog say what in the report identifies the person, with the same choices,
 * but for those that an administrator has made.
 */
void lc_share_popover_add_choices (LcSharePopover *self, GtkFileChooser *chooser);

/* Takes over what was chosen in the dialog. */
void lc_share_popover_take_choices (LcSharePopover *self, GtkFileChooser *chooser);

/**
 * lc_share_popover_dup_report:
 * @error: #LcReportError
 *
 * Returns: (transfer full) (nullable): the report as it is to leave this computer.
 */
LcReport *lc_share_popover_dup_report (LcSharePopover *self, GError **error);

G_END_DECLS
