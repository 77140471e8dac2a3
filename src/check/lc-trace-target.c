/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-trace-target.h"

#include "net/lc-stun-message.h"

void
lc_trace_target_free (LcTraceTarget *target)
{
  g_free (target->address);
  g_ptr_array_unref (target->attempts);
  g_clear_pointer (&target->trace, lc_trace_free);
  g_free (target);
}

LcTraceTarget *
lc_trace_target_find (GPtrArray *targets, const char *address, guint16 port, LcTransport transport)
{
  for (guint i = 0; i < targets->len; i++) {
    LcTraceTarget *target = targets->pdata[i];

    if (target->port == port && target->transport == transport
        && g_str_equal (target->address, address))
      return target;
  }
  return NULL;
}

LcTraceTarget *
lc_trace_target_add (GPtrArray *targets, const char *address, guint16 port, LcTransport transport)
{
  LcTraceTarget *target = lc_trace_target_find (targets, address, port, transport);

  if (target != NULL)
    return target;
  target = g_new0 (LcTraceTarget, 1);
  target->address = g_strdup (address);
  target->port = port;
  target->transport = transport;
  target->attempts = g_ptr_array_new ();
  g_ptr_array_add (targets, target);
  return target;
}

GSocketAddress *
lc_trace_target_get_socket_address (const LcTraceTarget *target)
{
  return g_inet_socket_address_new_from_string (target->address, target->port);
}

GBytes *
lc_trace_target_new_payload (LcTraceTarget *target)
{
  static const guint8 id[LC_STUN_TRANSACTION_ID_LENGTH] = "linecheck";

  return target->transport == LC_TRANSPORT_UDP ? lc_stun_request_new (id) : NULL;
}
