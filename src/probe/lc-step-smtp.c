/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "probe/lc-greeting.h"
#include "probe/lc-run.h"

/* An SMTP server's greeting (RFC 5321 3.1) and whether it offers STARTTLS
 * (RFC 3207). Says QUIT and sends no mail. */

typedef struct
{
  LcConversation *dialog; /* (owned) */
  gboolean starttls;
} SmtpState;

static void
smtp_state_destroy (gpointer data)
{
  SmtpState *state = data;

  lc_conversation_free (state->dialog);
  g_free (state);
}

/* A reply line begins with three digits (RFC 5321 4.2). Returns the code, or 0. */
static guint
reply_code (const char *line)
{
  for (guint i = 0; i < 3; i++)
    if (!g_ascii_isdigit (line[i]))
      return 0;
  if (line[3] != ' ' && line[3] != '-' && line[3] != '\r' && line[3] != '\n')
    return 0;
  return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

static gboolean
is_last_line (const char *line)
{
  return line[3] != '-';
}

static void
end_politely (GTask *task, SmtpState *state)
{
  lc_conversation_say (state->dialog, "QUIT\r\n");
  lc_greeting_end_with_offer (task, state->starttls);
}

static void
extensions_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  SmtpState *state = run->step_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = lc_conversation_ask_finish (state->dialog, result, &error);

  if (line == NULL) {
    lc_greeting_end_unanswered (g_steal_pointer (&task));
    return;
  }
  if (reply_code (line) == 250 && g_ascii_strncasecmp (line + 4, "STARTTLS", 8) == 0)
    state->starttls = TRUE;
  if (reply_code (line) == 250 && !is_last_line (line))
    lc_conversation_ask_async (state->dialog, NULL, "\r\n", run->cancellable, extensions_cb,
                               g_steal_pointer (&task));
  else
    end_politely (g_steal_pointer (&task), state);
}

static void
end_with_other_greeting (GTask *task, LcRun *run, SmtpState *state, guint code)
{
  if (code == 0) {
    lc_run_end_step (task, LC_CODE_APP_UNEXPECTED_REPLY,
                     g_strdup_printf (_ ("The greeting is not SMTP. It begins with “%s”."),
                                      run->attempt->reply));
    return;
  }
  lc_conversation_say (state->dialog, "QUIT\r\n");
  lc_run_end_step (task, LC_CODE_SMTP_REJECTED,
                   g_strdup_printf (_ ("The server greeted with “%s”."), run->attempt->reply));
}

static void
greeted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  SmtpState *state = run->step_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = lc_conversation_ask_finish (state->dialog, result, &error);
  guint code;

  if (line == NULL) {
    lc_greeting_end_without (g_steal_pointer (&task), state->dialog, error);
    return;
  }
  code = reply_code (line);
  if (run->attempt->reply == NULL)
    run->attempt->reply = lc_conversation_quote (line, strlen (line));
  if (code == 220 && is_last_line (line))
    lc_conversation_ask_async (state->dialog, "EHLO linecheck.invalid\r\n", "\r\n",
                               run->cancellable, extensions_cb, g_steal_pointer (&task));
  else if (code == 220)
    lc_conversation_ask_async (state->dialog, NULL, "\r\n", run->cancellable, greeted_cb,
                               g_steal_pointer (&task));
  else
    end_with_other_greeting (g_steal_pointer (&task), run, state, code);
}

static void
start (GTask *task, LcRun *run)
{
  SmtpState *state = g_new0 (SmtpState, 1);

  state->dialog = lc_conversation_new (run->channel);
  lc_run_set_step_data (run, state, smtp_state_destroy);
  lc_conversation_ask_async (state->dialog, NULL, "\r\n", run->cancellable, greeted_cb, task);
}

const LcStepKind lc_step_smtp = {
  .phase = LC_PHASE_APP,
  .timeout_code = LC_CODE_APP_TIMEOUT,
  .activity = N_ ("Waiting for the mail server’s greeting from %s"),
  .start = start,
};
