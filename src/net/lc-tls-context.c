/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-tls-context.h"

struct _LcTlsContext
{
  gatomicrefcount refs;
  gnutls_certificate_credentials_t credentials; /* (owned) */
  LcRootList *roots;                            /* (owned) */
  gboolean has_authorities;
};

static LcTlsContext *
tls_context_new (void)
{
  LcTlsContext *context = g_new0 (LcTlsContext, 1);

  g_atomic_ref_count_init (&context->refs);
  gnutls_certificate_allocate_credentials (&context->credentials);
  context->roots = lc_root_list_new (g_getenv (LC_PUBLIC_ROOTS_VARIABLE));
  return context;
}

static void
tls_context_destroy (gpointer data)
{
  lc_tls_context_unref (data);
}

/* Takes @data over. */
static gpointer
load_thread (gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_pointer (task, lc_tls_context_new (), tls_context_destroy);
  return NULL;
}

LcTlsContext *
lc_tls_context_new (void)
{
  LcTlsContext *context = tls_context_new ();

  context->has_authorities = gnutls_certificate_set_x509_system_trust (context->credentials) > 0;
  return context;
}

void
lc_tls_context_load_async (GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  GThread *thread;

  g_task_set_source_tag (task, lc_tls_context_load_async);
  g_task_set_name (task, "lc-tls-context");
  thread = g_thread_try_new ("lc-tls-context", load_thread, task, NULL);
  if (thread != NULL)
    g_thread_unref (thread);
  else
    /* Where there is no thread to be had the caller waits. */
    load_thread (task);
}

LcTlsContext *
lc_tls_context_load_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_tls_context_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

LcTlsContext *
lc_tls_context_new_for_file (const char *pem_path, GError **error)
{
  g_autoptr (LcTlsContext) context = NULL;
  int count;

  g_return_val_if_fail (pem_path != NULL, NULL);

  context = tls_context_new ();
  count = gnutls_certificate_set_x509_trust_file (context->credentials, pem_path,
                                                  GNUTLS_X509_FMT_PEM);
  if (count < 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: %s", pem_path,
                 gnutls_strerror (count));
    return NULL;
  }
  context->has_authorities = count > 0;
  return g_steal_pointer (&context);
}

LcTlsContext *
lc_tls_context_ref (LcTlsContext *context)
{
  g_return_val_if_fail (context != NULL, NULL);

  g_atomic_ref_count_inc (&context->refs);
  return context;
}

void
lc_tls_context_unref (LcTlsContext *context)
{
  g_return_if_fail (context != NULL);

  if (!g_atomic_ref_count_dec (&context->refs))
    return;
  gnutls_certificate_free_credentials (context->credentials);
  lc_root_list_free (context->roots);
  g_free (context);
}

gboolean
lc_tls_context_has_authorities (const LcTlsContext *context)
{
  g_return_val_if_fail (context != NULL, FALSE);

  return context->has_authorities;
}

const LcRootList *
lc_tls_context_get_roots (const LcTlsContext *context)
{
  g_return_val_if_fail (context != NULL, NULL);

  return context->roots;
}

gnutls_certificate_credentials_t
lc_tls_context_get_credentials (const LcTlsContext *context)
{
  g_return_val_if_fail (context != NULL, NULL);

  return context->credentials;
}
