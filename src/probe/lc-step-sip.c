/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "probe/lc-conversation.h"
#include "probe/lc-run.h"

/* OPTIONS, RFC 3261 11. Any well-formed response that carries our branch and
 * Call-ID proves the path: 401, 404 or 503 as well as 200. */

#define BRANCH_COOKIE "z9hG4bK" /* RFC 3261 8.1.1.7 */

typedef struct
{
  LcConversation *dialog; /* (owned) */
  char *branch;           /* (owned) */
  char *call_id;          /* (owned) */
  gint64 provisional_us;  /* when a provisional response came, or LC_US_NONE */
} SipState;

static void
sip_state_destroy (gpointer data)
{
  SipState *state = data;

  lc_conversation_free (state->dialog);
  g_free (state->branch);
  g_free (state->call_id);
  g_free (state);
}

static SipState *
sip_state_new (LcChannel *channel)
{
  SipState *state = g_new0 (SipState, 1);
  g_autofree char *uuid = g_uuid_string_random ();

  state->provisional_us = LC_US_NONE;
  state->dialog = lc_conversation_new (channel);
  state->branch = g_strdup_printf (BRANCH_COOKIE "-%s", uuid);
  state->call_id = g_strdup_printf ("%s@linecheck.invalid", uuid);
  return state;
}

static char *
new_request (LcRun *run, SipState *state)
{
  const char *host = lc_row_get_tls_name (run->row);
  const char *local = run->attempt->local != NULL ? run->attempt->local : "linecheck.invalid";
  guint32 tag = g_random_int ();

  return g_strdup_printf ("OPTIONS sip:%s:%u;transport=tls SIP/2.0\r\n"
                          "Via: SIP/2.0/TLS %s;branch=%s;rport\r\n"
                          "Max-Forwards: 70\r\n"
                          "From: <sip:linecheck@linecheck.invalid>;tag=%08x\r\n"
                          "To: <sip:%s>\r\n"
                          "Call-ID: %s\r\n"
                          "CSeq: 1 OPTIONS\r\n"
                          "Contact: <sip:linecheck@%s;transport=tls>\r\n"
                          "Accept: application/sdp\r\n"
                          "User-Agent: Linecheck/" LC_VERSION "\r\n"
                          "Content-Length: 0\r\n\r\n",
                          host, run->port, local, state->branch, tag, host, state->call_id, local);
}

/* Status-Line, RFC 3261 7.2: SIP/2.0 SP 3DIGIT SP … Returns the code, or 0. */
static guint
status_of (const char *answer)
{
  const char *p = answer + strlen ("SIP/2.0 ");

  if (g_ascii_strncasecmp (answer, "SIP/2.0 ", strlen ("SIP/2.0 ")) != 0)
    return 0;
  if (*p < '1' || *p > '6' || !g_ascii_isdigit (p[1]) || !g_ascii_isdigit (p[2]) || p[3] != ' ')
    return 0;
  return (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');
}

/* Whether the header line @name (or its compact form, 7.3.3) holds @value. */
static gboolean
header_holds (const char *answer, const char *name, const char *compact, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (answer, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *colon = strchr (lines[i], ':');
    g_autofree char *field = colon != NULL ? g_strndup (lines[i], colon - lines[i]) : NULL;

    if (field == NULL || strstr (colon, value) == NULL)
      continue;
    g_strchomp (field);
    if (g_ascii_strcasecmp (field, name) == 0 || g_ascii_strcasecmp (field, compact) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_ours (SipState *state, const char *answer)
{
  return header_holds (answer, "Via", "v", state->branch)
         && header_holds (answer, "Call-ID", "i", state->call_id);
}

static void
end_with_answer (GTask *task, LcRun *run, SipState *state, const char *answer)
{
  guint status = status_of (answer);

  g_free (run->attempt->reply);
  run->attempt->reply = lc_conversation_quote (answer, strlen (answer));
  if (status == 0)
    lc_run_end_step (task, LC_CODE_APP_UNEXPECTED_REPLY,
                     g_strdup_printf (_ ("The answer is not SIP. It begins with “%s”."),
                                      run->attempt->reply));
  else if (!is_ours (state, answer))
    lc_run_end_step (task, LC_CODE_APP_UNEXPECTED_REPLY,
                     g_strdup (_ ("A SIP answer came, but not to the request that was sent.")));
  else
    lc_run_end_step (task, LC_CODE_OK, g_strdup_printf (_ ("Answered “%s”."), run->attempt->reply));
}

/* No final response came. A provisional one that is ours is well-formed SIP all
 * the same: the path is proved. */
static void
end_with_error (GTask *task, LcRun *run, SipState *state, const GError *error)
{
  g_autofree char *rest = lc_conversation_quote_rest (state->dialog);

  if (state->provisional_us != LC_US_NONE)
    lc_run_end_step_full (task, LC_STATUS_PASS, LC_CODE_OK, state->provisional_us, FALSE,
                          g_strdup_printf (_ ("Answered “%s”, and nothing after it."),
                                           run->attempt->reply));
  else if (*rest != '\0')
    lc_run_end_step_unended (task, rest);
  else
    lc_run_end_step (task, lc_run_code_for_error (run, error), NULL);
}

/* A provisional response (RFC 3261 17.1.4): the final one is still to come. */
static void
note_provisional (LcRun *run, SipState *state, const char *answer)
{
  if (state->provisional_us != LC_US_NONE || !is_ours (state, answer))
    return;
  state->provisional_us = lc_run_get_step_us (run);
  run->attempt->reply = lc_conversation_quote (answer, strlen (answer));
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  SipState *state = run->step_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = lc_conversation_ask_finish (state->dialog, result, &error);

  if (answer == NULL) {
    end_with_error (g_steal_pointer (&task), run, state, error);
  } else if (status_of (answer) / 100 == 1) {
    note_provisional (run, state, answer);
    lc_conversation_ask_async (state->dialog, NULL, "\r\n\r\n", run->cancellable, answered_cb,
                               g_steal_pointer (&task));
  } else {
    end_with_answer (g_steal_pointer (&task), run, state, answer);
  }
}

static void
start (GTask *task, LcRun *run)
{
  SipState *state = sip_state_new (run->channel);
  g_autofree char *request = new_request (run, state);

  lc_run_set_step_data (run, state, sip_state_destroy);
  lc_conversation_ask_async (state->dialog, request, "\r\n\r\n", run->cancellable, answered_cb,
                             task);
}

const LcStepKind lc_step_sip = {
  .phase = LC_PHASE_APP,
  .timeout_code = LC_CODE_SIP_SILENT,
  .activity = N_ ("Asking %s for a SIP answer"),
  .start = start,
};
