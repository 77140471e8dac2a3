/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/lc-share-popover.h"

G_BEGIN_DECLS

/**
 * LcReportFiles:
 *
 * Reports from and to files that a person chooses, one dialog at a time.
 * Signals: "loaded" (#LcReport, string: the file's name, for people) when a report was
 * read; "said" (string) when there is something to tell: that it is saved, or why
 * something cannot be done.
 */
#define LC_TYPE_REPORT_FILES (lc_report_files_get_type ())
G_DECLARE_FINAL_TYPE (LcReportFiles, lc_report_files, LC, REPORT_FILES, GObject)

/* @window: (transfer none) what the dialogs belong to; it must live as long. */
LcReportFiles *lc_report_files_new (GtkWindow *window);

/* Nothing is told any more of what is still under way, and the dialog goes. */
void lc_report_files_close (LcReportFiles *self);

/* Asks for a saved report, and reads it. */
void lc_report_files_choose (LcReportFiles *self);

/* Reads @file. */
void lc_report_files_open (LcReportFiles *self, GFile *file);

/* Ask where to save the report of @share, or its firewall request, and what is left
 * out. What leaves this computer is what the person has chosen to show. */
void lc_report_files_save (LcReportFiles *self, LcSharePopover *share, LcReport *report);
void lc_report_files_save_request (LcReportFiles *self, LcSharePopover *share, LcReport *report);

/* Returns: (transfer full) (nullable): the report of @share as it is to leave this
 * computer; where it cannot be made, it is told why. */
LcReport *lc_report_files_dup_shared (LcReportFiles *self, LcSharePopover *share);

G_END_DECLS
