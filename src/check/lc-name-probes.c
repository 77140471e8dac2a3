/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-name-probes.h"

#include <string.h>

#include "base/lc-address.h"
#include "base/lc-fan-out.h"
#include "base/lc-host.h"
#include "net/lc-deadline.h"

#define NAT64_NAME "ipv4only.arpa" /* RFC 7050 */
#define MAX_HOSTS 2                /* below which made-up names are asked for */

typedef struct
{
  LcNames *names;       /* (owned) */
  LcReport *report;     /* (owned) */
  LcDeadline *deadline; /* (owned) */
  LcFanOut fan_out;
} NamesState;

typedef struct
{
  GTask *task;       /* (owned) */
  LcDnsProbe *probe; /* not owned: the report's; NULL for the NAT64 question */
} NameOp;

static void
state_destroy (gpointer data)
{
  NamesState *state = data;

  lc_deadline_free (state->deadline);
  g_object_unref (state->names);
  g_object_unref (state->report);
  g_free (state);
}

/* The only exit. */
static void
finish_op (GTask *task)
{
  NamesState *state = g_task_get_task_data (task);

  if (lc_fan_out_end (&state->fan_out))
    g_task_return_boolean (task, TRUE);
}

static void
note_nat64 (LcEnvironment *environment, const LcDns *dns)
{
  for (guint i = 0; dns->addresses != NULL && dns->addresses[i] != NULL; i++)
    if (environment->nat64_prefix == NULL)
      environment->nat64_prefix = lc_address_find_nat64_prefix (dns->addresses[i]);
}

static void
note_answer (NamesState *state, LcDnsProbe *probe, const LcDns *dns)
{
  LcCode none = lc_deadline_has_passed (state->deadline) ? LC_CODE_DNS_TIMEOUT : LC_CODE_CANCELLED;

  g_free (probe->code);
  probe->code = g_strdup (lc_code_to_string (dns != NULL ? dns->code : none));
  if (dns != NULL && dns->addresses != NULL && dns->addresses[0] != NULL)
    probe->addresses = g_strdupv (dns->addresses);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree NameOp *op = user_data;
  g_autoptr (GTask) task = op->task;
  NamesState *state = g_task_get_task_data (task);
  g_autoptr (LcDns) dns = lc_names_lookup_finish (LC_NAMES (object), result, NULL);

  if (op->probe != NULL)
    note_answer (state, op->probe, dns);
  else if (dns != NULL)
    note_nat64 (lc_report_get_environment (state->report), dns);
  finish_op (task);
}

static void
ask (GTask *task, const char *name, LcDnsProbe *probe)
{
  NamesState *state = g_task_get_task_data (task);
  NameOp *op = g_new0 (NameOp, 1);

  op->task = lc_fan_out_begin (&state->fan_out, task);
  op->probe = probe;
  lc_names_lookup_async (state->names, name, lc_deadline_get_cancellable (state->deadline),
                         answered_cb, op);
}

static gboolean
any_host_is_a_name (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    if (!lc_row_get_host_is_literal (lc_report_get_row (report, i)))
      return TRUE;
  return FALSE;
}

/* Under which names nobody has anything: .invalid (RFC 6761 6.4), and hosts of the site,
 * one of each domain. Those who are asked for such a name are the ones that are asked for
 * the host itself. A wildcard of the host's domain does not reach below it, for the host
 * exists (RFC 4592 4.3); a name that follows a delivery network's may be anybody's. */
static GPtrArray *
list_parents (LcReport *report)
{
  GPtrArray *parents = g_ptr_array_new ();
  g_autoptr (GPtrArray) domains = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (parents, (char *) "invalid");
  for (guint i = 0; i < lc_report_get_n_rows (report) && parents->len <= MAX_HOSTS; i++) {
    LcRow *row = lc_report_get_row (report, i);
    const char *host = lc_row_get_host (row);
    g_autofree char *domain = lc_host_get_domain (host);

    if (lc_row_get_host_is_literal (row) || lc_row_get_may_change (row)
        || g_ptr_array_find_with_equal_func (domains, domain, g_str_equal, NULL))
      continue;
    g_ptr_array_add (parents, (char *) host);
    g_ptr_array_add (domains, g_steal_pointer (&domain));
  }
  return parents;
}

static void
ask_all (GTask *task)
{
  NamesState *state = g_task_get_task_data (task);
  LcEnvironment *environment = lc_report_get_environment (state->report);
  g_autoptr (GPtrArray) parents = list_parents (state->report);

  if (!environment->online || !any_host_is_a_name (state->report))
    return;
  for (guint i = 0; i < parents->len; i++) {
    g_autofree char *name = g_strdup_printf ("linecheck-%08x%08x.%s", g_random_int (),
                                             g_random_int (), (char *) parents->pdata[i]);
    LcDnsProbe *probe = lc_dns_probe_new (name);

    g_ptr_array_add (environment->dns_probes, probe);
    ask (task, name, probe);
  }
  if (!environment->ipv4 && environment->ipv6)
    ask (task, NAT64_NAME, NULL);
}

void
lc_name_probes_async (LcNames *names,
                      LcReport *report,
                      guint timeout_ms,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  NamesState *state = g_new0 (NamesState, 1);

  g_task_set_source_tag (task, lc_name_probes_async);
  g_task_set_name (task, "lc-name-probes");
  g_task_set_check_cancellable (task, FALSE);
  state->names = g_object_ref (names);
  state->report = g_object_ref (report);
  state->deadline = lc_deadline_new (timeout_ms, cancellable);
  lc_fan_out_init (&state->fan_out);
  g_task_set_task_data (task, state, state_destroy);
  ask_all (task);
  finish_op (task);
}

void
lc_name_probes_finish (GAsyncResult *result)
{
  g_return_if_fail (g_async_result_is_tagged (result, lc_name_probes_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
