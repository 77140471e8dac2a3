/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "probe/lc-icmp.h"
#include "probe/lc-run.h"
#include "report/lc-icmp-code.h"

/* Opens the connection. ICMP errors come before errno, which folds them:
 * "administratively prohibited" arrives as EHOSTUNREACH (ip(7)). */

static LcCode
code_for_icmp (LcRun *run, const LcSocketError *icmp)
{
  return lc_code_for_icmp (LC_TRANSPORT_TCP, run->address, icmp->offender, icmp->type, icmp->code);
}

static LcCode
code_for_errno (int error)
{
  switch (error) {
  case 0:
    return LC_CODE_OK;
  case ECANCELED:
    return LC_CODE_CANCELLED;
  case ETIMEDOUT:
    return LC_CODE_TCP_TIMEOUT;
  case ECONNREFUSED:
    return LC_CODE_TCP_REFUSED;
  case ECONNRESET:
    return LC_CODE_TCP_RESET;
  case ENETUNREACH:
  case ENETDOWN:
    return LC_CODE_TCP_NETWORK_UNREACHABLE;
  case EHOSTUNREACH:
  case EHOSTDOWN:
    return LC_CODE_TCP_HOST_UNREACHABLE;
  case EACCES:
  case EPERM:
    return LC_CODE_TCP_REJECTED;
  default:
    return LC_CODE_INTERNAL_ERROR;
  }
}

static char *
describe_errno (LcConnection *connection)
{
  if (connection->error == 0 || connection->error == ECANCELED)
    return NULL;
  if (connection->error == ECONNREFUSED)
    return g_strdup_printf (_ ("The connection was refused (TCP reset) after %.1f ms."),
                            connection->us / 1000.0);
  if (connection->error == EHOSTUNREACH)
    return g_strdup (_ ("Nothing on the local network answers for the next hop or the host."));
  return g_strdup_printf (_ ("The system says: %s."), g_strerror (connection->error));
}

static void
note_icmp (LcRun *run, LcConnection *connection)
{
  run->attempt->icmp = lc_icmp_new (connection->icmp->offender, connection->icmp->type,
                                    connection->icmp->code, connection->us);
  if (g_strcmp0 (connection->icmp->offender, run->address) != 0)
    lc_own_network_add_rejecter (lc_probe_context_get_own_network (run->context),
                                 connection->icmp->offender);
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  g_autoptr (LcConnection) connection = lc_connect_finish (result);
  gboolean icmp = connection->icmp != NULL && connection->icmp->icmp;
  LcCode code = icmp ? code_for_icmp (run, connection->icmp) : code_for_errno (connection->error);
  char *detail;

  run->attempt->local = g_strdup (connection->local);
  run->attempt->local_drop = connection->local_drop;
  if (icmp)
    note_icmp (run, connection);
  detail = icmp ? lc_icmp_describe_sender (run->attempt->icmp) : describe_errno (connection);
  if (connection->socket != NULL) {
    run->channel = lc_channel_new (connection->socket);
    run->attempt->latency_us = connection->rtt_us;
  }
  lc_run_end_step_full (g_steal_pointer (&task), lc_code_get_status (code), code, connection->us,
                        FALSE, detail);
}

static gboolean
unanswered_cb (gpointer user_data)
{
  lc_run_note_unanswered (user_data);
  return G_SOURCE_REMOVE;
}

static void
stop_watching (gpointer data)
{
  GSource *source = data;

  g_source_destroy (source);
  g_source_unref (source);
}

static void
watch_for_silence (LcRun *run)
{
  GSource *source = g_timeout_source_new (LC_RUN_UNANSWERED_MS);

  g_source_set_static_name (source, "lc-step-tcp");
  g_source_set_callback (source, unanswered_cb, run, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  lc_run_set_step_data (run, source, stop_watching);
}

static void
start (GTask *task, LcRun *run)
{
  g_autoptr (GSocketAddress) address = lc_run_get_socket_address (run);

  watch_for_silence (run);
  lc_connect_async (address, 0, 0, run->cancellable, connected_cb, task);
}

const LcStepKind lc_step_tcp = {
  .phase = LC_PHASE_TCP,
  .timeout_code = LC_CODE_TCP_TIMEOUT,
  .activity = N_ ("Connecting to %s"),
  .start = start,
};
