/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "probe/lc-conversation.h"
#include "probe/lc-run.h"

G_BEGIN_DECLS

/* How the steps of mail servers end: these greet before anything is said to them, and offer
 * STARTTLS when they are asked. Each function ends the step, and takes ownership of @task. */

/* The connection ended, or the deadline struck, before the greeting was complete. */
void lc_greeting_end_without (GTask *task, LcConversation *dialog, const GError *error);

/* Greeted, and then gave no answer when asked what it offers. */
void lc_greeting_end_unanswered (GTask *task);

/* Greeted, and offers STARTTLS or does not. */
void lc_greeting_end_with_offer (GTask *task, gboolean starttls);

G_END_DECLS
