/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-hop-probe.h"

#include <errno.h>

#include "base/lc-icmp-message.h"
#include "net/lc-connect.h"
#include "net/lc-deadline.h"
#include "net/lc-udp-port.h"

typedef struct
{
  GSocketAddress *address; /* (owned) */
  LcDeadline *deadline;    /* (owned) */
  LcUdpPort *port;         /* (owned) (nullable) UDP */
  GSource *over;           /* (owned) (nullable) UDP: the deadline has passed */
  gint64 sent;
  LcHopAnswer *output; /* (owned) (nullable) once it is returned */
} ProbeState;

void
lc_hop_answer_clear (LcHopAnswer *answer)
{
  g_return_if_fail (answer != NULL);

  g_clear_pointer (&answer->address, g_free);
}

void
lc_hop_answer_free (LcHopAnswer *answer)
{
  lc_hop_answer_clear (answer);
  g_free (answer);
}

static void
answer_destroy (gpointer data)
{
  lc_hop_answer_free (data);
}

/* The source of the deadline holds the task, so it must go for the task to go. */
static void
close_port (ProbeState *state)
{
  if (state->port != NULL)
    lc_udp_port_close (state->port);
  if (state->over != NULL)
    g_source_destroy (state->over);
  g_clear_pointer (&state->over, g_source_unref);
}

static void
probe_state_destroy (gpointer data)
{
  ProbeState *state = data;

  close_port (state);
  g_clear_object (&state->port);
  lc_deadline_free (state->deadline);
  g_object_unref (state->address);
  g_clear_pointer (&state->output, lc_hop_answer_free);
  g_free (state);
}

/* The only exit. */
static void
complete (GTask *task, LcHopKind kind, const char *address, gint64 us)
{
  ProbeState *state = g_task_get_task_data (task);

  if (state->output == NULL)
    return;
  state->output->kind = kind;
  state->output->address = g_strdup (address);
  state->output->us = kind == LC_HOP_SILENT ? -1 : us;
  close_port (state);
  g_task_return_pointer (task, g_steal_pointer (&state->output), answer_destroy);
}

static void
complete_with_icmp (GTask *task, LcSocketError *error, gint64 us)
{
  ProbeState *state = g_task_get_task_data (task);
  gboolean ipv6 = g_socket_address_get_family (state->address) == G_SOCKET_FAMILY_IPV6;
  gboolean exceeded = lc_icmp_type_is_time_exceeded (ipv6, error->type);

  if (state->output != NULL) {
    state->output->type = error->type;
    state->output->code = error->code;
  }
  complete (task, exceeded ? LC_HOP_ROUTER : LC_HOP_ICMP, error->offender, us);
}

static char *
target_text (ProbeState *state)
{
  return g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (state->address)));
}

/* TCP */

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ProbeState *state = g_task_get_task_data (task);
  g_autoptr (LcConnection) connection = lc_connect_finish (result);
  g_autofree char *target = target_text (state);

  if (connection->socket != NULL)
    g_socket_close (connection->socket, NULL);
  if (connection->icmp != NULL && connection->icmp->icmp)
    complete_with_icmp (task, connection->icmp, connection->us);
  else if (connection->error == 0)
    complete (task, LC_HOP_REACHED, target, connection->us);
  else if (connection->error == ECONNREFUSED)
    complete (task, LC_HOP_RESET, NULL, connection->us);
  else
    complete (task, LC_HOP_SILENT, NULL, -1);
}

/* UDP */

static gboolean
is_target (ProbeState *state, GSocketAddress *address)
{
  GInetSocketAddress *a;
  GInetSocketAddress *b = G_INET_SOCKET_ADDRESS (state->address);

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return FALSE;
  a = G_INET_SOCKET_ADDRESS (address);
  return g_inet_address_equal (g_inet_socket_address_get_address (a),
                               g_inet_socket_address_get_address (b))
         && g_inet_socket_address_get_port (a) == g_inet_socket_address_get_port (b);
}

static void
received_cb (LcUdpPort *port,
             GSocketAddress *from,
             GBytes *datagram,
             gint64 when,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  ProbeState *state = g_task_get_task_data (task);
  g_autofree char *target = target_text (state);

  if (is_target (state, from))
    complete (task, LC_HOP_REACHED, target, when - state->sent);
}

static void
failed_cb (LcUdpPort *port, gpointer pointer, gint64 when, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  ProbeState *state = g_task_get_task_data (task);
  LcSocketError *error = pointer;

  if (is_target (state, error->destination))
    complete_with_icmp (task, error, when - state->sent);
}

static gboolean
over_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  complete (task, LC_HOP_SILENT, NULL, -1);
  return G_SOURCE_REMOVE;
}

static void
send_datagram (GTask *task, ProbeState *state, GBytes *payload, guint8 ttl)
{
  gsize size = 0;
  const void *data = payload != NULL ? g_bytes_get_data (payload, &size) : "";

  state->over = g_cancellable_source_new (lc_deadline_get_cancellable (state->deadline));
  g_source_set_static_name (state->over, "lc-hop-probe");
  g_source_set_callback (state->over, G_SOURCE_FUNC (over_cb), g_object_ref (task), g_object_unref);
  g_source_attach (state->over, g_main_context_get_thread_default ());
  state->port = lc_udp_port_new (g_socket_address_get_family (state->address), ttl, NULL);
  if (state->port == NULL)
    return;
  g_signal_connect (state->port, "received", G_CALLBACK (received_cb), task);
  g_signal_connect (state->port, "failed", G_CALLBACK (failed_cb), task);
  lc_udp_port_send (state->port, state->address, data, size);
}

void
lc_hop_probe_async (GSocketAddress *address,
                    gboolean udp,
                    GBytes *payload,
                    guint8 ttl,
                    guint wait_ms,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ProbeState *state = g_new0 (ProbeState, 1);

  g_task_set_source_tag (task, lc_hop_probe_async);
  g_task_set_name (task, "lc-hop-probe");
  g_task_set_check_cancellable (task, FALSE);
  state->address = g_object_ref (address);
  state->deadline = lc_deadline_new (wait_ms, cancellable);
  state->output = g_new0 (LcHopAnswer, 1);
  state->sent = g_get_monotonic_time ();
  g_task_set_task_data (task, state, probe_state_destroy);
  if (udp)
    send_datagram (task, state, payload, ttl);
  else
    lc_connect_async (address, ttl, 0, lc_deadline_get_cancellable (state->deadline), connected_cb,
                      g_object_ref (task));
}

LcHopAnswer *
lc_hop_probe_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_hop_probe_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
