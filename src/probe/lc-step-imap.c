/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "probe/lc-greeting.h"
#include "probe/lc-run.h"

/* The greeting of an IMAP server (RFC 9051 7.1), in TLS or not; without TLS
 * also whether STARTTLS is offered (6.2.1). Logs out politely (6.1.3). */

static void
dialog_destroy (gpointer data)
{
  lc_conversation_free (data);
}

static gboolean
offers_starttls (const char *capabilities)
{
  g_autofree char *upper = g_ascii_strup (capabilities, -1);

  return strstr (upper, "STARTTLS") != NULL;
}

/* A greeting's first word, or NULL where the line is none. */
static const char *
greeting_word (const char *line)
{
  static const char *const words[] = { "OK", "PREAUTH", "BYE", "NO", "BAD" };

  if (!g_str_has_prefix (line, "* "))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if (g_ascii_strncasecmp (line + 2, words[i], length) == 0
        && !g_ascii_isalnum (line[2 + length]))
      return words[i];
  }
  return NULL;
}

static void
end_after_greeting (GTask *task, LcRun *run, const char *line)
{
  const char *word = greeting_word (line);

  if (word == NULL)
    lc_run_end_step (task, LC_CODE_APP_UNEXPECTED_REPLY,
                     g_strdup_printf (_ ("The greeting is not IMAP. It begins with “%s”."),
                                      run->attempt->reply));
  else if (g_str_equal (word, "NO") || g_str_equal (word, "BAD"))
    lc_run_end_step (task, LC_CODE_IMAP_REJECTED,
                     g_strdup_printf (_ ("The server greeted with “%s”."), run->attempt->reply));
  else
    lc_run_end_step (task, LC_CODE_OK,
                     g_strdup_printf (_ ("Greeted with “%s”."), run->attempt->reply));
}

static void
capable_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  LcConversation *dialog = run->step_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = lc_conversation_ask_finish (dialog, result, &error);

  if (line == NULL) {
    lc_greeting_end_unanswered (g_steal_pointer (&task));
  } else if (g_str_has_prefix (line, "* ")
             && g_ascii_strncasecmp (line + 2, "CAPABILITY", 10) != 0) {
    lc_conversation_ask_async (dialog, NULL, "\r\n", run->cancellable, capable_cb,
                               g_steal_pointer (&task));
  } else {
    lc_conversation_say (dialog, "L2 LOGOUT\r\n");
    lc_greeting_end_with_offer (g_steal_pointer (&task), offers_starttls (line));
  }
}

static gboolean
needs_starttls (LcRun *run, const char *greeting)
{
  return lc_row_get_protocol (run->row) == LC_PROTOCOL_IMAP
         && g_strcmp0 (greeting_word (greeting), "OK") == 0;
}

static void
greeted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  LcConversation *dialog = run->step_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = lc_conversation_ask_finish (dialog, result, &error);

  if (line == NULL) {
    lc_greeting_end_without (g_steal_pointer (&task), dialog, error);
    return;
  }
  run->attempt->reply = lc_conversation_quote (line, strlen (line));
  if (needs_starttls (run, line)) {
    lc_conversation_ask_async (dialog, "L1 CAPABILITY\r\n", "\r\n", run->cancellable, capable_cb,
                               g_steal_pointer (&task));
    return;
  }
  if (greeting_word (line) != NULL)
    lc_conversation_say (dialog, "L1 LOGOUT\r\n");
  end_after_greeting (g_steal_pointer (&task), run, line);
}

static void
start (GTask *task, LcRun *run)
{
  LcConversation *dialog = lc_conversation_new (run->channel);

  lc_run_set_step_data (run, dialog, dialog_destroy);
  lc_conversation_ask_async (dialog, NULL, "\r\n", run->cancellable, greeted_cb, task);
}

const LcStepKind lc_step_imap = {
  .phase = LC_PHASE_APP,
  .timeout_code = LC_CODE_APP_TIMEOUT,
  .activity = N_ ("Waiting for the mail server’s greeting from %s"),
  .start = start,
};
