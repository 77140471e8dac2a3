/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/lc-proxy-lookup.h"

#include "base/lc-address.h"
#include "base/lc-uri.h"
#include "net/lc-deadline.h"

#define LOOKUP_MS 2000

typedef struct
{
  LcProbeContext *context; /* (owned) */
  LcReport *report;        /* (owned) */
  LcDeadline *deadline;    /* (owned) */
} LookupState;

static void
state_destroy (gpointer data)
{
  LookupState *state = data;

  lc_deadline_free (state->deadline);
  g_object_unref (state->context);
  g_object_unref (state->report);
  g_free (state);
}

static const char *
first_web_name (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_get_protocol (row) == LC_PROTOCOL_HTTPS
        && !lc_address_is_loopback (lc_row_get_host (row)))
      return lc_row_get_tls_name (row);
  }
  return NULL;
}

static void
use_proxy (LookupState *state, char **uris)
{
  LcEnvironment *environment = lc_report_get_environment (state->report);

  for (guint i = 0; uris != NULL && uris[i] != NULL; i++) {
    if (g_str_has_prefix (uris[i], "direct:"))
      return;
    if (environment->proxy == NULL)
      environment->proxy = lc_uri_hide_userinfo (uris[i]);
    if (g_str_has_prefix (uris[i], "http:")) {
      lc_probe_context_set_proxy (state->context, uris[i]);
      return;
    }
  }
}

static void
looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_auto (GStrv) uris = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (object), result, NULL);

  use_proxy (g_task_get_task_data (task), uris);
  g_task_return_boolean (task, TRUE);
}

void
lc_proxy_lookup_async (LcProbeContext *context,
                       LcReport *report,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  LookupState *state = g_new0 (LookupState, 1);
  const char *name = first_web_name (report);
  g_autofree char *uri = g_strdup_printf ("https://%s/", name != NULL ? name : "");

  g_task_set_source_tag (task, lc_proxy_lookup_async);
  g_task_set_name (task, "lc-proxy-lookup");
  g_task_set_check_cancellable (task, FALSE);
  state->context = g_object_ref (context);
  state->report = g_object_ref (report);
  state->deadline = lc_deadline_new (LOOKUP_MS, cancellable);
  g_task_set_task_data (task, state, state_destroy);
  if (name == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), uri,
                                 lc_deadline_get_cancellable (state->deadline), looked_up_cb,
                                 g_object_ref (task));
}

void
lc_proxy_lookup_finish (GAsyncResult *result)
{
  g_return_if_fail (g_async_result_is_tagged (result, lc_proxy_lookup_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
