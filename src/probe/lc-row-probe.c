/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-row-probe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-address.h"
#include "base/lc-fan-out.h"
#include "probe/lc-run.h"

#define MAX_ADDRESSES 8

/* One attempt under way, and where its result belongs. */
typedef struct
{
  GTask *task;     /* (owned) */
  GPtrArray *list; /* not owned: one of the row's lists */
  guint index;
} Slot;

typedef struct
{
  LcProbeContext *context; /* (owned) */
  LcRow *row;              /* (owned) */
  LcFanOut fan_out;
  gint64 started;
} ProbeState;

static void
probe_state_destroy (gpointer data)
{
  ProbeState *state = data;

  g_object_unref (state->context);
  g_object_unref (state->row);
  g_free (state);
}

/* The only exit. */
static void
finish_op (GTask *task)
{
  ProbeState *state = g_task_get_task_data (task);

  if (!lc_fan_out_end (&state->fan_out))
    return;
  lc_row_set_duration_us (state->row, g_get_monotonic_time () - state->started);
  g_task_return_boolean (task, TRUE);
}

static void
attempted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Slot *slot = user_data;
  g_autoptr (GTask) task = slot->task;
  LcAttempt *attempt = lc_run_finish (result);

  lc_attempt_free (slot->list->pdata[slot->index]);
  slot->list->pdata[slot->index] = attempt;
  g_free (slot);
  finish_op (task);
}

static void
begin_attempt (GTask *task,
               GPtrArray *list,
               const char *address,
               const char *proxy,
               const LcDns *dns)
{
  ProbeState *state = g_task_get_task_data (task);
  Slot *slot = g_new0 (Slot, 1);

  slot->task = lc_fan_out_begin (&state->fan_out, task);
  slot->list = list;
  slot->index = list->len;
  g_ptr_array_add (list, lc_attempt_new (address));
  lc_run_async (state->context, state->row, address, proxy, dns, g_task_get_cancellable (task),
                attempted_cb, slot);
}

static gboolean
is_documented (LcRow *row, const char *address)
{
  return lc_address_is_in (address, lc_row_get_documented (row));
}

/* An attempt that is not made, with the reason as its one step. */
static void
add_unmade_attempt (LcRow *row,
                    const char *address,
                    LcStatus status,
                    LcPhase phase,
                    LcCode code,
                    const char *why)
{
  LcAttempt *attempt = lc_attempt_new (address);

  lc_attempt_take_step (attempt, lc_step_new (phase, status, code, LC_US_NONE, why));
  g_ptr_array_add (lc_row_get_attempts (row), attempt);
}

static gboolean
has_route (LcProbeContext *context, const char *address)
{
  return lc_probe_context_has_family (context, lc_address_is_ipv6 (address) ? G_SOCKET_FAMILY_IPV6
                                                                            : G_SOCKET_FAMILY_IPV4);
}

/* An IPv6 address on a computer without IPv6 (or the other way round) is no
 * failure as long as another address can be tried. */
static gboolean
any_has_route (LcProbeContext *context, char **addresses)
{
  for (guint i = 0; addresses[i] != NULL; i++)
    if (has_route (context, addresses[i]))
      return TRUE;
  return FALSE;
}

static void
try_address (GTask *task, const char *address, const LcDns *dns, gboolean skip_unroutable)
{
  ProbeState *state = g_task_get_task_data (task);

  if (lc_address_is_unusable (address) && !is_documented (state->row, address))
    add_unmade_attempt (state->row, address, LC_STATUS_FAIL, LC_PHASE_DNS, LC_CODE_DNS_SINKHOLE,
                        _ ("This address leads nowhere, so nothing was sent to it."));
  else if (skip_unroutable && !has_route (state->context, address))
    add_unmade_attempt (state->row, address, LC_STATUS_SKIPPED, LC_PHASE_TCP,
                        LC_CODE_TCP_NETWORK_UNREACHABLE,
                        _ ("This computer has no route for this kind of address."));
  else
    begin_attempt (task, lc_row_get_attempts (state->row), address, NULL, dns);
}

static void
try_addresses (GTask *task, char **addresses, const LcDns *dns)
{
  ProbeState *state = g_task_get_task_data (task);
  gboolean skip_unroutable = any_has_route (state->context, addresses);

  for (guint i = 0; addresses[i] != NULL && i < MAX_ADDRESSES; i++)
    try_address (task, addresses[i], dns, skip_unroutable);
}

static gboolean
can_use_proxy (LcRow *row)
{
  LcProtocol protocol = lc_row_get_protocol (row);

  return protocol == LC_PROTOCOL_HTTPS || protocol == LC_PROTOCOL_WEBSOCKET;
}

static void
try_proxy (GTask *task)
{
  ProbeState *state = g_task_get_task_data (task);
  const char *proxy = lc_probe_context_get_proxy (state->context);

  if (proxy != NULL && can_use_proxy (state->row))
    begin_attempt (task, lc_row_get_proxied_attempts (state->row), lc_row_get_host (state->row),
                   proxy, NULL);
}

/* For comparison: does the documented address work where the name's does not?
 * A CDN's documented address says little as long as the name resolves. */
static void
try_documented (GTask *task, const LcDns *dns)
{
  ProbeState *state = g_task_get_task_data (task);
  const char *const *documented = lc_row_get_documented (state->row);

  if (lc_address_any_may_lead_to ((const char *const *) dns->addresses, documented)
      || (dns->code == LC_CODE_OK && lc_row_get_may_change (state->row)
          && !lc_row_is_filtered_to (state->row, (const char *const *) dns->addresses)))
    return;
  for (guint i = 0; documented[i] != NULL && i < MAX_ADDRESSES; i++)
    if (has_route (state->context, documented[i]))
      begin_attempt (task, lc_row_get_documented_attempts (state->row), documented[i], NULL, NULL);
}

static void
resolved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ProbeState *state = g_task_get_task_data (task);
  g_autoptr (LcDns) dns = lc_names_lookup_finish (LC_NAMES (object), result, NULL);

  if (dns != NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (task))) {
    if (dns->addresses != NULL)
      try_addresses (task, dns->addresses, dns);
    try_documented (task, dns);
    lc_row_take_dns (state->row, g_steal_pointer (&dns));
  }
  finish_op (task);
}

static void
begin_lookup (GTask *task)
{
  ProbeState *state = g_task_get_task_data (task);
  g_autofree char *activity = g_strdup_printf (_ ("Looking up %s"), lc_row_get_host (state->row));

  lc_row_set_activity (state->row, activity);
  lc_names_lookup_async (lc_probe_context_get_names (state->context), lc_row_get_host (state->row),
                         g_task_get_cancellable (task), resolved_cb,
                         lc_fan_out_begin (&state->fan_out, task));
}

static void
try_literal (GTask *task)
{
  ProbeState *state = g_task_get_task_data (task);
  char *addresses[] = { (char *) lc_row_get_host (state->row), NULL };

  lc_row_set_resolved (state->row, (const char *const *) addresses);
  try_addresses (task, addresses, NULL);
}

void
lc_row_probe_async (LcProbeContext *context,
                    LcRow *row,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_return_if_fail (LC_IS_PROBE_CONTEXT (context));
  g_return_if_fail (LC_IS_ROW (row));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ProbeState *state = g_new0 (ProbeState, 1);

  g_task_set_source_tag (task, lc_row_probe_async);
  g_task_set_name (task, "lc-row-probe");
  g_task_set_check_cancellable (task, FALSE);
  state->context = g_object_ref (context);
  state->row = g_object_ref (row);
  lc_fan_out_init (&state->fan_out);
  state->started = g_get_monotonic_time ();
  g_task_set_task_data (task, state, probe_state_destroy);
  lc_row_set_state (row, LC_ROW_RUNNING);
  if (lc_row_get_host_is_literal (row))
    try_literal (task);
  else
    begin_lookup (task);
  try_proxy (task);
  finish_op (task);
}

void
lc_row_probe_finish (GAsyncResult *result)
{
  g_return_if_fail (g_async_result_is_tagged (result, lc_row_probe_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
