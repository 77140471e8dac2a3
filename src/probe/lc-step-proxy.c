/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "base/lc-endpoint.h"
#include "probe/lc-conversation.h"
#include "probe/lc-run.h"

/* A tunnel through the computer's HTTP proxy: CONNECT, RFC 9110 9.3.6. The
 * proxy's own answer is about the proxy, never about the service. */

typedef struct
{
  char *host; /* (owned) */
  guint16 port;
  LcConversation *dialog; /* (owned) (nullable) once connected */
} ProxyState;

static void
proxy_state_destroy (gpointer data)
{
  ProxyState *state = data;

  g_clear_pointer (&state->dialog, lc_conversation_free);
  g_free (state->host);
  g_free (state);
}

static LcCode
code_for_status (guint status)
{
  if (status >= 200 && status < 300)
    return LC_CODE_OK;
  if (status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    return LC_CODE_PROXY_AUTH_REQUIRED;
  /* RFC 9110 15.6: the proxy would, and could not get there. */
  if (status == SOUP_STATUS_GATEWAY_TIMEOUT)
    return LC_CODE_TCP_TIMEOUT;
  if (status >= 500)
    return LC_CODE_TCP_HOST_UNREACHABLE;
  return LC_CODE_PROXY_DENIED;
}

static char *
describe_status (LcRun *run, guint status, const char *reason)
{
  g_autofree char *quote
      = lc_conversation_quote (reason != NULL ? reason : "", reason != NULL ? strlen (reason) : 0);

  return g_strdup_printf (_ ("The proxy answered “%u %s” when asked for port %u."), status, quote,
                          run->port);
}

/* What was said in place of a tunnel is the record's, whatever it is. */
static void
keep_reply (LcRun *run, char *quote)
{
  if (*quote != '\0')
    run->attempt->reply = g_strdup (quote);
}

/* A connection that is closed without a word is no refusal: whoever refuses says so, and
 * what fails does not. Whether a rule is behind it the others show. */
static char *
describe_silence (LcRun *run, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup_printf (_ ("The proxy took the connection, and did not answer in "
                               "time when asked for port %u."),
                            run->port);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    return g_strdup (_ ("What answers at the proxy’s address is no HTTP proxy."));
  return g_strdup (_ ("The proxy closed the connection without an answer."));
}

static void
end_without_answer (GTask *task, LcRun *run, ProxyState *state, const GError *error)
{
  g_autofree char *rest = lc_conversation_quote_rest (state->dialog);

  keep_reply (run, rest);
  lc_run_end_step (task, LC_CODE_PROXY_UNREACHABLE, describe_silence (run, error));
}

static void
end_with_answer (GTask *task, LcRun *run, const char *answer)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_autofree char *quote = lc_conversation_quote (answer, strlen (answer));
  g_autofree char *reason = NULL;
  guint status = 0;

  if (!soup_headers_parse_response (answer, (int) strlen (answer), headers, NULL, &status,
                                    &reason)) {
    keep_reply (run, quote);
    lc_run_end_step (task, LC_CODE_PROXY_UNREACHABLE,
                     g_strdup (_ ("What answers at the proxy’s address is no HTTP proxy.")));
    return;
  }
  if (code_for_status (status) != LC_CODE_OK)
    keep_reply (run, quote);
  lc_run_end_step (task, code_for_status (status), describe_status (run, status, reason));
}

static void
tunnelled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  ProxyState *state = run->step_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = lc_conversation_ask_finish (state->dialog, result, &error);

  if (answer == NULL)
    end_without_answer (g_steal_pointer (&task), run, state, error);
  else
    end_with_answer (g_steal_pointer (&task), run, answer);
}

/* RFC 9112 3.2.3: the target and the Host header are the same. */
static void
ask_for_tunnel (GTask *task, LcRun *run, ProxyState *state)
{
  g_autofree char *authority = lc_endpoint_join (run->address, run->port);
  g_autofree char *request = g_strdup_printf ("CONNECT %s HTTP/1.1\r\nHost: %s\r\n"
                                              "User-Agent: Linecheck/" LC_VERSION "\r\n\r\n",
                                              authority, authority);

  state->dialog = lc_conversation_new (run->channel);
  lc_conversation_ask_async (state->dialog, request, "\r\n\r\n", run->cancellable, tunnelled_cb,
                             task);
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  ProxyState *state = run->step_data;
  g_autoptr (LcConnection) connection = lc_connect_finish (result);

  if (connection->socket == NULL) {
    lc_run_end_step (g_steal_pointer (&task),
                     connection->error == ECANCELED ? LC_CODE_CANCELLED : LC_CODE_PROXY_UNREACHABLE,
                     g_strdup_printf (_ ("The proxy at %s does not answer: %s."),
                                      run->attempt->proxy, g_strerror (connection->error)));
    return;
  }
  run->attempt->local = g_strdup (connection->local);
  run->channel = lc_channel_new (connection->socket);
  ask_for_tunnel (g_steal_pointer (&task), run, state);
}

static void
connect_to (GTask *task, LcRun *run, ProxyState *state, const char *address)
{
  g_autoptr (GSocketAddress) to = g_inet_socket_address_new_from_string (address, state->port);

  lc_connect_async (to, 0, 0, run->cancellable, connected_cb, task);
}

static void
resolved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  g_autoptr (LcDns) dns = lc_names_lookup_finish (LC_NAMES (object), result, NULL);

  if (dns == NULL)
    lc_run_end_step (g_steal_pointer (&task), LC_CODE_CANCELLED, NULL);
  else if (dns->addresses == NULL || dns->addresses[0] == NULL)
    lc_run_end_step (g_steal_pointer (&task), LC_CODE_PROXY_UNREACHABLE,
                     g_strdup_printf (_ ("The proxy’s name does not resolve: %s"),
                                      dns->detail != NULL ? dns->detail : ""));
  else
    connect_to (g_steal_pointer (&task), run, run->step_data, dns->addresses[0]);
}

static void
start (GTask *task, LcRun *run)
{
  g_autoptr (GUri) uri = g_uri_parse (run->proxy, G_URI_FLAGS_NONE, NULL);
  ProxyState *state = g_new0 (ProxyState, 1);

  state->host = g_strdup (uri != NULL ? g_uri_get_host (uri) : "");
  state->port = uri != NULL && g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : 80;
  run->attempt->proxy = lc_endpoint_join (state->host, state->port);
  lc_run_set_step_data (run, state, proxy_state_destroy);
  if (g_hostname_is_ip_address (state->host))
    connect_to (task, run, state, state->host);
  else
    lc_names_lookup_async (lc_probe_context_get_names (run->context), state->host, run->cancellable,
                           resolved_cb, task);
}

const LcStepKind lc_step_proxy = {
  .phase = LC_PHASE_PROXY,
  .timeout_code = LC_CODE_PROXY_UNREACHABLE,
  .activity = N_ ("Asking the proxy for %s"),
  .start = start,
};
