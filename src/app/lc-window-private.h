/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/lc-check-page.h"
#include "app/lc-report-files.h"
#include "app/lc-share-popover.h"
#include "app/lc-start-page.h"
#include "app/lc-window.h"

G_BEGIN_DECLS

/* What lc-window.c, which shows, and lc-window-actions.c, which does, have in common. */

struct _LcWindow
{
  GtkApplicationWindow parent_instance;

  GtkStack *stack;
  LcStartPage *start_page;
  LcCheckPage *check_page; /* (nullable) until a report is shown */
  GtkMenuButton *site_button;
  GtkMenuButton *again_button;
  GMenuModel *again_menu;
  GtkWidget *report_buttons;
  GtkWidget *title;
  GtkWidget *save;
  GtkMenuButton *share;
  LcSharePopover *share_popover; /* (nullable) as the check page */
  GtkRevealer *message_revealer;
  GtkLabel *message;

  LcSession *session;   /* (owned) */
  GSettings *settings;  /* (owned) */
  LcReportFiles *files; /* (owned) */
  GtkWidget *told;      /* (nullable) a weak pointer: what has the message as its description */
  guint message_source;
  guint prepare_source;
};

/* Returns: (transfer none) (nullable): the report that is shown, or would be. */
LcReport *lc_window_get_report (LcWindow *self);

/* @name: "start" or "check" */
void lc_window_show_page (LcWindow *self, const char *name);

/* Returns: (transfer container) (element-type utf8): borrowed ids of rows of @report
 * (nullable) that do not work. */
GPtrArray *lc_window_collect_problems (LcReport *report);

/* Everything that can be done. */
void lc_window_install_actions (GtkWidgetClass *widget_class);

/* The keys of it, which work wherever the focus is. */
void lc_window_add_shortcuts (LcWindow *self);

G_END_DECLS
