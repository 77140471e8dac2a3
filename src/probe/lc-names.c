/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-names.h"

#include <glib/gi18n-lib.h>

struct _LcNames
{
  GObject parent_instance;

  LcResolver *resolver;      /* (owned) */
  GHashTable *entries;       /* (owned) name -> LcName */
  GCancellable *cancellable; /* (owned) ends the look-ups with this object */
  guint timeout_ms;
};

G_DEFINE_FINAL_TYPE (LcNames, lc_names, G_TYPE_OBJECT)

typedef struct
{
  char *name;         /* (owned) */
  LcDns *dns;         /* (owned) (nullable) until it is resolved */
  GPtrArray *waiting; /* (owned) (element-type GTask) */
} LcName;

/* One caller's wait for a name. */
typedef struct
{
  GSource *cancelled; /* (owned) (nullable) */
} WaitState;

static void
name_destroy (gpointer data)
{
  LcName *entry = data;

  g_free (entry->name);
  g_clear_pointer (&entry->dns, lc_dns_free);
  g_ptr_array_unref (entry->waiting);
  g_free (entry);
}

static void
dns_destroy (gpointer data)
{
  lc_dns_free (data);
}

static void
wait_state_destroy (gpointer data)
{
  WaitState *state = data;

  if (state->cancelled != NULL)
    g_source_destroy (state->cancelled);
  g_clear_pointer (&state->cancelled, g_source_unref);
  g_free (state);
}

static LcCode
code_for_outcome (LcResolveOutcome outcome)
{
  switch (outcome) {
  case LC_RESOLVE_OK:
    return LC_CODE_OK;
  case LC_RESOLVE_NOT_FOUND:
    return LC_CODE_DNS_NOT_FOUND;
  case LC_RESOLVE_NO_ADDRESS:
    return LC_CODE_DNS_NO_ADDRESS;
  case LC_RESOLVE_SERVER_FAILURE:
    return LC_CODE_DNS_SERVER_FAILURE;
  case LC_RESOLVE_REFUSED:
  case LC_RESOLVE_UNREACHABLE:
    return LC_CODE_DNS_REFUSED;
  case LC_RESOLVE_NO_ROUTE:
  case LC_RESOLVE_TIMEOUT:
    return LC_CODE_DNS_TIMEOUT;
  case LC_RESOLVE_TRUNCATED:
    return LC_CODE_DNS_TRUNCATED;
  }
  return LC_CODE_INTERNAL_ERROR;
}

static char *
describe_outcome (LcAnswer *answer)
{
  const char *server = answer->server != NULL ? answer->server : "-";

  switch (answer->outcome) {
  case LC_RESOLVE_NOT_FOUND:
    return g_strdup_printf (_ ("The DNS server %s says that this name does not exist."), server);
  case LC_RESOLVE_NO_ADDRESS:
    return g_strdup_printf (_ ("The DNS server %s knows the name but no address for it."), server);
  case LC_RESOLVE_SERVER_FAILURE:
    return g_strdup_printf (_ ("The DNS server %s could not answer (SERVFAIL)."), server);
  case LC_RESOLVE_REFUSED:
    return g_strdup_printf (_ ("The DNS server %s refuses to answer for this name."), server);
  case LC_RESOLVE_UNREACHABLE:
    return g_strdup_printf (_ ("Nothing answers as a DNS server at %s."), server);
  case LC_RESOLVE_NO_ROUTE:
    return g_strdup_printf (_ ("The DNS server %s cannot be reached."), server);
  case LC_RESOLVE_TIMEOUT:
    return g_strdup_printf (_ ("The DNS server %s did not answer in time."), server);
  case LC_RESOLVE_TRUNCATED:
    return g_strdup_printf (_ ("The DNS server %s sends only a part of its answer over UDP, and "
                               "the whole of it could not be had over TCP 53."),
                            server);
  case LC_RESOLVE_OK:
    break;
  }
  return NULL;
}

static LcDns *
dns_from_answer (LcAnswer *answer)
{
  LcDns *dns = lc_dns_new ();

  dns->code = code_for_outcome (answer->outcome);
  dns->status = lc_code_get_status (dns->code);
  dns->us = answer->us;
  dns->addresses = g_strdupv (answer->addresses);
  dns->canonical = g_strdup (answer->canonical);
  dns->server = g_strdup (answer->server);
  dns->from = g_strdup (answer->from_hosts ? "hosts" : "dns");
  dns->detail = describe_outcome (answer);
  return dns;
}

static LcDns *
dns_from_error (const GError *error)
{
  LcDns *dns = lc_dns_new ();

  dns->code = LC_CODE_INTERNAL_ERROR;
  dns->status = lc_code_get_status (dns->code);
  dns->from = g_strdup ("dns");
  dns->detail = g_strdup (error->message);
  return dns;
}

/* A task that was cancelled meanwhile has been answered already. */
static void
answer_waiting (LcName *entry)
{
  g_autoptr (GPtrArray) waiting = entry->waiting;

  entry->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_pointer (waiting->pdata[i], lc_dns_copy (entry->dns), dns_destroy);
}

static void
resolved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcNames *self = g_task_get_source_object (task);
  LcName *entry = g_hash_table_lookup (self->entries, g_task_get_task_data (task));
  g_autoptr (GError) error = NULL;
  g_autoptr (LcAnswer) answer = lc_resolver_lookup_finish (LC_RESOLVER (object), result, &error);

  entry->dns = answer != NULL ? dns_from_answer (answer) : dns_from_error (error);
  answer_waiting (entry);
  g_task_return_boolean (task, TRUE);
}

static LcName *
begin_lookup (LcNames *self, const char *name)
{
  LcName *entry = g_new0 (LcName, 1);
  GTask *task = g_task_new (self, NULL, NULL, NULL);

  entry->name = g_strdup (name);
  entry->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->entries, entry->name, entry);
  g_task_set_task_data (task, g_strdup (name), g_free);
  lc_resolver_lookup_async (self->resolver, name, self->timeout_ms, self->cancellable, resolved_cb,
                            task);
  return entry;
}

static gboolean
caller_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  LcNames *self = g_task_get_source_object (task);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_ptr_array_remove (((LcName *) value)->waiting, task)) {
      g_task_return_error_if_cancelled (task);
      break;
    }
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (GTask *task)
{
  WaitState *state = g_new0 (WaitState, 1);

  if (g_task_get_cancellable (task) != NULL) {
    state->cancelled = g_cancellable_source_new (g_task_get_cancellable (task));
    g_source_set_static_name (state->cancelled, "lc-names");
    g_source_set_callback (state->cancelled, G_SOURCE_FUNC (caller_cancelled_cb), task, NULL);
    g_source_attach (state->cancelled, g_main_context_get_thread_default ());
  }
  g_task_set_task_data (task, state, wait_state_destroy);
}

void
lc_names_lookup_async (LcNames *self,
                       const char *name,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (LC_IS_NAMES (self));
  g_return_if_fail (name != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  LcName *entry = g_hash_table_lookup (self->entries, name);

  g_task_set_source_tag (task, lc_names_lookup_async);
  g_task_set_name (task, "lc-names");
  if (g_task_return_error_if_cancelled (task))
    return;
  if (entry == NULL)
    entry = begin_lookup (self, name);
  if (entry->dns != NULL) {
    g_task_return_pointer (task, lc_dns_copy (entry->dns), dns_destroy);
    return;
  }
  watch_cancellable (task);
  g_ptr_array_add (entry->waiting, g_steal_pointer (&task));
}

LcDns *
lc_names_lookup_finish (LcNames *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_names_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
lc_names_stop (LcNames *self)
{
  g_return_if_fail (LC_IS_NAMES (self));

  g_cancellable_cancel (self->cancellable);
}

static void
lc_names_finalize (GObject *object)
{
  LcNames *self = LC_NAMES (object);

  g_clear_object (&self->resolver);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->entries);
  G_OBJECT_CLASS (lc_names_parent_class)->finalize (object);
}

static void
lc_names_class_init (LcNamesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_names_finalize;
}

static void
lc_names_init (LcNames *self)
{
  self->cancellable = g_cancellable_new ();
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, name_destroy);
}

LcNames *
lc_names_new (LcResolver *resolver, guint timeout_ms)
{
  LcNames *self = g_object_new (LC_TYPE_NAMES, NULL);

  self->resolver = g_object_ref (resolver);
  self->timeout_ms = timeout_ms;
  return self;
}
