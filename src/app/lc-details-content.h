/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-report.h"

G_BEGIN_DECLS

/* Appends what the details pane shows of @row, which is one of @report's, to
 * @box: plain widgets that show it as it is now. */
void lc_details_content_append (GtkBox *box, LcReport *report, LcRow *row);

G_END_DECLS
