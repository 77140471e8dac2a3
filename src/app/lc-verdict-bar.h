/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/lc-session.h"

G_BEGIN_DECLS

/**
 * LcVerdictBar:
 *
 * The answer, which the eye meets first: the verdict with its symbol, one
 * sentence, and what works for the person. While a check runs the same place
 * shows how far it is, what is being done now, and Stop.
 */
#define LC_TYPE_VERDICT_BAR (lc_verdict_bar_get_type ())
G_DECLARE_FINAL_TYPE (LcVerdictBar, lc_verdict_bar, LC, VERDICT_BAR, GtkBox)

GtkWidget *lc_verdict_bar_new (void);

void lc_verdict_bar_set_session (LcVerdictBar *self, LcSession *session);

/* Puts the keyboard on the button that stops a check. */
/* Returns: (transfer full): how it stands, as it is shown: how far the check is, or what came of
 * it. */
char *lc_verdict_bar_describe (LcVerdictBar *self);

void lc_verdict_bar_focus_stop (LcVerdictBar *self);

G_END_DECLS
