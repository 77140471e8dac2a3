/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-greeting.h"

#include <glib/gi18n-lib.h>

void
lc_greeting_end_without (GTask *task, LcConversation *dialog, const GError *error)
{
  LcRun *run = lc_run_get (task);
  g_autofree char *rest = lc_conversation_quote_rest (dialog);

  if (*rest != '\0' || run->attempt->reply != NULL)
    lc_run_end_step_unended (task, rest);
  else
    lc_run_end_step (task, lc_run_code_for_greeting_error (run, error), NULL);
}

void
lc_greeting_end_unanswered (GTask *task)
{
  LcRun *run = lc_run_get (task);

  lc_run_end_step (task, LC_CODE_APP_UNEXPECTED_REPLY,
                   g_strdup_printf (_ ("Greeted with “%s”, but gave no answer when asked what "
                                       "it offers."),
                                    run->attempt->reply));
}

void
lc_greeting_end_with_offer (GTask *task, gboolean starttls)
{
  LcRun *run = lc_run_get (task);

  if (starttls)
    lc_run_end_step (task, LC_CODE_OK,
                     g_strdup_printf (_ ("Greeted with “%s” and offers STARTTLS."),
                                      run->attempt->reply));
  else
    lc_run_end_step (task, LC_CODE_STARTTLS_MISSING, NULL);
}
