/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-channel.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/socket.h>

#define FIRST_BYTES 64 /* of the peer's answer are kept, to tell what is no TLS */

struct _LcTlsContext
{
  gatomicrefcount refs;
  gnutls_certificate_credentials_t credentials; /* (owned) */
  gboolean has_authorities;
};

struct _LcChannel
{
  GObject parent_instance;

  GSocket *socket;          /* (owned) */
  gnutls_session_t session; /* (owned) (nullable) until a handshake begins */
  LcTlsContext *context;    /* (owned) (nullable) with session */
  char *name;               /* (owned) (nullable) */
  LcTlsFacts *facts;        /* (owned) (nullable) until a handshake has ended well */
  gboolean closed;
  int last_errno; /* of the transport's last failed call */
  guint8 first[FIRST_BYTES];
  gsize received; /* bytes from the peer since the handshake began */
};

G_DEFINE_FINAL_TYPE (LcChannel, lc_channel, G_TYPE_OBJECT)
G_DEFINE_QUARK (lc - tls - error - quark, lc_tls_error)

typedef struct
{
  GBytes *bytes; /* (owned) what is written */
  gsize done;
} WriteState;

/* TLS context */

static LcTlsContext *
tls_context_new (void)
{
  LcTlsContext *context = g_new0 (LcTlsContext, 1);

  g_atomic_ref_count_init (&context->refs);
  gnutls_certificate_allocate_credentials (&context->credentials);
  return context;
}

LcTlsContext *
lc_tls_context_new (void)
{
  LcTlsContext *context = tls_context_new ();

  context->has_authorities = gnutls_certificate_set_x509_system_trust (context->credentials) > 0;
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
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

LcTlsContext *
lc_tls_context_new_for_file (const char *pem_path, GError **error)
{
  g_autoptr (LcTlsContext) context = tls_context_new ();
  int count = gnutls_certificate_set_x509_trust_file (context->credentials, pem_path,
                                                      GNUTLS_X509_FMT_PEM);

  if (count < 0) {
    g_set_error (error, LC_TLS_ERROR, LC_TLS_ERROR_PROTOCOL, "%s: %s", pem_path,
                 gnutls_strerror (count));
    return NULL;
  }
  context->has_authorities = count > 0;
  return g_steal_pointer (&context);
}

LcTlsContext *
lc_tls_context_ref (LcTlsContext *context)
{
  g_atomic_ref_count_inc (&context->refs);
  return context;
}

void
lc_tls_context_unref (LcTlsContext *context)
{
  if (!g_atomic_ref_count_dec (&context->refs))
    return;
  gnutls_certificate_free_credentials (context->credentials);
  g_free (context);
}

/* Facts of a session */

static void
tls_facts_free (LcTlsFacts *facts)
{
  g_free (facts->version);
  g_free (facts->cipher);
  g_free (facts->alpn);
  g_ptr_array_unref (facts->chain);
  g_free (facts);
}

static void
bytes_destroy (gpointer data)
{
  g_bytes_unref (data);
}

/* GnuTLS writes TLS1.3, people write TLS 1.3. */
static char *
version_text (gnutls_session_t session)
{
  const char *name = gnutls_protocol_get_name (gnutls_protocol_get_version (session));

  if (name != NULL && g_str_has_prefix (name, "TLS"))
    return g_strdup_printf ("TLS %s", name + strlen ("TLS"));
  return g_strdup (name);
}

static char *
alpn_text (gnutls_session_t session)
{
  gnutls_datum_t protocol;

  if (gnutls_alpn_get_selected_protocol (session, &protocol) != GNUTLS_E_SUCCESS)
    return NULL;
  return g_strndup ((const char *) protocol.data, protocol.size);
}

static GPtrArray *
copy_chain (gnutls_session_t session)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func (bytes_destroy);
  unsigned int count = 0;
  const gnutls_datum_t *certificates = gnutls_certificate_get_peers (session, &count);

  for (unsigned int i = 0; certificates != NULL && i < count; i++)
    g_ptr_array_add (chain, g_bytes_new (certificates[i].data, certificates[i].size));
  return chain;
}

/* A chain whose issuer is not known is not looked at any further by GnuTLS, so
 * the leaf's own dates are read here as well. */
static LcVerifyFlags
leaf_date_flags (GPtrArray *chain)
{
  gnutls_x509_crt_t leaf = NULL;
  gnutls_datum_t der;
  gsize size;
  time_t now = time (NULL);
  LcVerifyFlags flags = LC_VERIFY_OK;

  if (chain->len == 0 || gnutls_x509_crt_init (&leaf) != GNUTLS_E_SUCCESS)
    return LC_VERIFY_OK;
  der.data = (unsigned char *) g_bytes_get_data (chain->pdata[0], &size);
  der.size = size;
  if (gnutls_x509_crt_import (leaf, &der, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS) {
    if (gnutls_x509_crt_get_expiration_time (leaf) < now)
      flags |= LC_VERIFY_EXPIRED;
    if (gnutls_x509_crt_get_activation_time (leaf) > now)
      flags |= LC_VERIFY_NOT_YET_VALID;
  }
  gnutls_x509_crt_deinit (leaf);
  return flags;
}

static LcVerifyFlags
verify_peer (LcChannel *self, GPtrArray *chain)
{
  static const struct
  {
    unsigned int status;
    LcVerifyFlags flag;
  } meanings[] = {
    { GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA | GNUTLS_CERT_SIGNATURE_FAILURE
          | GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE | GNUTLS_CERT_PURPOSE_MISMATCH
          | GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS,
      LC_VERIFY_UNTRUSTED },
    { GNUTLS_CERT_UNEXPECTED_OWNER, LC_VERIFY_NAME_MISMATCH },
    { GNUTLS_CERT_EXPIRED, LC_VERIFY_EXPIRED },
    { GNUTLS_CERT_NOT_ACTIVATED, LC_VERIFY_NOT_YET_VALID },
    { GNUTLS_CERT_REVOKED, LC_VERIFY_REVOKED },
    { GNUTLS_CERT_INSECURE_ALGORITHM, LC_VERIFY_INSECURE },
  };
  unsigned int status = 0;
  LcVerifyFlags flags = leaf_date_flags (chain);

  if (gnutls_certificate_verify_peers3 (self->session, self->name, &status) != GNUTLS_E_SUCCESS)
    return flags | LC_VERIFY_UNTRUSTED;
  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (status & meanings[i].status)
      flags |= meanings[i].flag;
  if (flags == LC_VERIFY_OK && status != 0)
    flags = LC_VERIFY_UNTRUSTED;
  if ((flags & LC_VERIFY_UNTRUSTED) && !self->context->has_authorities)
    flags |= LC_VERIFY_NO_AUTHORITIES;
  return flags;
}

static void
gather_facts (LcChannel *self)
{
  LcTlsFacts *facts = g_new0 (LcTlsFacts, 1);

  facts->version = version_text (self->session);
  facts->cipher = g_strdup (gnutls_cipher_get_name (gnutls_cipher_get (self->session)));
  facts->alpn = alpn_text (self->session);
  facts->chain = copy_chain (self->session);
  facts->verify = verify_peer (self, facts->chain);
  self->facts = facts;
}

/* Transport functions that GnuTLS calls */

static ssize_t
transport_pull (gnutls_transport_ptr_t pointer, void *data, size_t length)
{
  LcChannel *self = pointer;
  ssize_t count = recv (g_socket_get_fd (self->socket), data, length, 0);

  if (count < 0) {
    if (errno != EAGAIN && errno != EINTR)
      self->last_errno = errno;
    gnutls_transport_set_errno (self->session, errno);
    return count;
  }
  if (self->received < FIRST_BYTES)
    memcpy (self->first + self->received, data, MIN ((gsize) count, FIRST_BYTES - self->received));
  self->received += count;
  return count;
}

static ssize_t
transport_push (gnutls_transport_ptr_t pointer, const void *data, size_t length)
{
  LcChannel *self = pointer;
  ssize_t count = send (g_socket_get_fd (self->socket), data, length, MSG_NOSIGNAL);

  if (count < 0) {
    if (errno != EAGAIN && errno != EINTR)
      self->last_errno = errno;
    gnutls_transport_set_errno (self->session, errno);
  }
  return count;
}

/* What a failed call means */

/* A record begins with its type (RFC 8446 5.1: 20 to 23) and major version 3. */
static gboolean
looks_like_tls (LcChannel *self)
{
  if (self->received == 0)
    return TRUE;
  if (self->first[0] < 20 || self->first[0] > 23)
    return FALSE;
  return self->received < 2 || self->first[1] == 3;
}

static char *
quote_first_bytes (LcChannel *self)
{
  GString *text = g_string_new (NULL);
  gsize count = MIN (self->received, FIRST_BYTES);

  for (gsize i = 0; i < count && self->first[i] != '\r' && self->first[i] != '\n'; i++)
    g_string_append_c (text, g_ascii_isprint (self->first[i]) ? (char) self->first[i] : '.');
  return g_string_free (text, FALSE);
}

static gboolean
is_reset (int error)
{
  return error == ECONNRESET || error == EPIPE || error == ECONNABORTED;
}

/* GnuTLS reads no more than a record's header; what else has come says who it is. */
static void
take_what_came (LcChannel *self)
{
  ssize_t count = 0;

  if (self->received < FIRST_BYTES)
    count = recv (g_socket_get_fd (self->socket), self->first + self->received,
                  FIRST_BYTES - self->received, MSG_DONTWAIT);
  self->received += MAX (count, 0);
}

static void
set_not_tls_error (LcChannel *self, GError **error)
{
  g_autofree char *quote = NULL;

  take_what_came (self);
  quote = quote_first_bytes (self);
  g_set_error_literal (error, LC_TLS_ERROR, LC_TLS_ERROR_NOT_TLS, quote);
}

static void
set_tls_error (LcChannel *self, int status, GError **error)
{
  if (status == GNUTLS_E_FATAL_ALERT_RECEIVED)
    g_set_error_literal (error, LC_TLS_ERROR, LC_TLS_ERROR_ALERT,
                         gnutls_alert_get_name (gnutls_alert_get (self->session)));
  else if (!looks_like_tls (self))
    set_not_tls_error (self, error);
  else if (is_reset (self->last_errno))
    g_set_error_literal (error, LC_TLS_ERROR, LC_TLS_ERROR_RESET, g_strerror (self->last_errno));
  else if (self->last_errno != 0)
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (self->last_errno),
                         g_strerror (self->last_errno));
  else if (status == GNUTLS_E_PREMATURE_TERMINATION)
    g_set_error_literal (error, LC_TLS_ERROR, LC_TLS_ERROR_CLOSED, gnutls_strerror (status));
  else
    g_set_error_literal (error, LC_TLS_ERROR, LC_TLS_ERROR_PROTOCOL, gnutls_strerror (status));
}

/* Waiting for the socket */

static void
wait_for (GTask *task, GIOCondition condition, GSocketSourceFunc callback)
{
  LcChannel *self = g_task_get_source_object (task);
  g_autoptr (GSource) source
      = g_socket_create_source (self->socket, condition, g_task_get_cancellable (task));

  g_source_set_static_name (source, "lc-channel");
  g_source_set_callback (source, G_SOURCE_FUNC (callback), g_object_ref (task), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static GTask *
begin_task (LcChannel *self,
            gpointer tag,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_name (task, "lc-channel");
  return task;
}

/* A socket that lc_channel_close() closed under a waiting operation. */
static gboolean
return_if_over (GTask *task)
{
  LcChannel *self = g_task_get_source_object (task);

  if (g_task_return_error_if_cancelled (task))
    return TRUE;
  if (!self->closed)
    return FALSE;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The connection is closed"));
  return TRUE;
}

/* Handshake */

static void handshake_go_on (GTask *task);

static gboolean
handshake_ready_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  handshake_go_on (user_data);
  return G_SOURCE_REMOVE;
}

static GIOCondition
session_direction (LcChannel *self)
{
  return gnutls_record_get_direction (self->session) == 0 ? G_IO_IN : G_IO_OUT;
}

static void
handshake_go_on (GTask *task)
{
  LcChannel *self = g_task_get_source_object (task);
  GError *error = NULL;
  int status;

  if (return_if_over (task))
    return;
  do
    status = gnutls_handshake (self->session);
  while (status == GNUTLS_E_INTERRUPTED || status == GNUTLS_E_WARNING_ALERT_RECEIVED);

  if (status == GNUTLS_E_AGAIN) {
    wait_for (task, session_direction (self), handshake_ready_cb);
  } else if (status < 0) {
    set_tls_error (self, status, &error);
    g_task_return_error (task, error);
  } else {
    gather_facts (self);
    g_task_return_boolean (task, TRUE);
  }
}

static void
set_names (LcChannel *self, const char *name, const char *alpn)
{
  self->name = g_strdup (name);
  if (name != NULL && !g_hostname_is_ip_address (name))
    gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, name, strlen (name));
  if (alpn != NULL) {
    gnutls_datum_t protocol = { (unsigned char *) alpn, strlen (alpn) };

    gnutls_alpn_set_protocols (self->session, &protocol, 1, 0);
  }
}

static void
begin_session (LcChannel *self, LcTlsContext *context)
{
  gnutls_init (&self->session,
               GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL | GNUTLS_NO_TICKETS);
  gnutls_set_default_priority (self->session);
  self->context = lc_tls_context_ref (context);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, context->credentials);
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_pull_function (self->session, transport_pull);
  gnutls_transport_set_push_function (self->session, transport_push);
  /* Deadlines are the caller's business. */
  gnutls_handshake_set_timeout (self->session, GNUTLS_INDEFINITE_TIMEOUT);
}

void
lc_channel_handshake_async (LcChannel *self,
                            LcTlsContext *context,
                            const char *name,
                            const char *alpn,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task
      = begin_task (self, lc_channel_handshake_async, cancellable, callback, user_data);

  g_return_if_fail (self->session == NULL);

  begin_session (self, context);
  set_names (self, name, alpn);
  handshake_go_on (task);
}

gboolean
lc_channel_handshake_finish (LcChannel *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const LcTlsFacts *
lc_channel_get_tls_facts (LcChannel *self)
{
  return self->facts;
}

gsize
lc_channel_get_handshake_bytes (LcChannel *self)
{
  return self->received;
}

/* Reading */

static void read_go_on (GTask *task);

static gboolean
read_ready_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  read_go_on (user_data);
  return G_SOURCE_REMOVE;
}

/* Like recv(2): a count, or -1 with @error; G_IO_ERROR_WOULD_BLOCK to try later. */
static gssize
plain_read (LcChannel *self, void *data, gsize max, GError **error)
{
  ssize_t count = recv (g_socket_get_fd (self->socket), data, max, 0);

  if (count < 0) {
    GIOErrorEnum code
        = is_reset (errno) ? G_IO_ERROR_CONNECTION_CLOSED : g_io_error_from_errno (errno);

    g_set_error_literal (error, G_IO_ERROR, code, g_strerror (errno));
  }
  return count;
}

static gssize
tls_read (LcChannel *self, void *data, gsize max, GError **error)
{
  ssize_t count = gnutls_record_recv (self->session, data, max);

  /* A stream that ends without close_notify ends all the same: the protocols
   * read here know themselves whether a message is whole. */
  if (count == GNUTLS_E_PREMATURE_TERMINATION && !is_reset (self->last_errno))
    return 0;
  if (count >= 0)
    return count;
  if (!gnutls_error_is_fatal (count))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, gnutls_strerror (count));
  else if (is_reset (self->last_errno))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                         g_strerror (self->last_errno));
  else
    set_tls_error (self, count, error);
  return -1;
}

static void
read_go_on (GTask *task)
{
  LcChannel *self = g_task_get_source_object (task);
  gsize max = GPOINTER_TO_SIZE (g_task_get_task_data (task));
  g_autofree char *buffer = NULL;
  GError *error = NULL;
  gssize count;

  if (return_if_over (task))
    return;
  buffer = g_malloc (max);
  count = self->facts != NULL ? tls_read (self, buffer, max, &error)
                              : plain_read (self, buffer, max, &error);
  if (count >= 0) {
    g_task_return_pointer (task, g_bytes_new (buffer, count), bytes_destroy);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
    g_error_free (error);
    wait_for (task, G_IO_IN, read_ready_cb);
  } else {
    g_task_return_error (task, error);
  }
}

void
lc_channel_read_async (LcChannel *self,
                       gsize max,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task
      = begin_task (self, lc_channel_read_async, cancellable, callback, user_data);

  g_task_set_task_data (task, GSIZE_TO_POINTER (max), NULL);
  read_go_on (task);
}

GBytes *
lc_channel_read_finish (LcChannel *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Writing */

static void
write_state_destroy (gpointer data)
{
  WriteState *state = data;

  g_bytes_unref (state->bytes);
  g_free (state);
}

static void write_go_on (GTask *task);

static gboolean
write_ready_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  write_go_on (user_data);
  return G_SOURCE_REMOVE;
}

static gssize
plain_write (LcChannel *self, const char *data, gsize length, GError **error)
{
  ssize_t count = send (g_socket_get_fd (self->socket), data, length, MSG_NOSIGNAL);

  if (count < 0) {
    GIOErrorEnum code
        = is_reset (errno) ? G_IO_ERROR_CONNECTION_CLOSED : g_io_error_from_errno (errno);

    g_set_error_literal (error, G_IO_ERROR, code, g_strerror (errno));
  }
  return count;
}

static gssize
tls_write (LcChannel *self, const char *data, gsize length, GError **error)
{
  ssize_t count = gnutls_record_send (self->session, data, length);

  if (count >= 0)
    return count;
  if (!gnutls_error_is_fatal (count))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, gnutls_strerror (count));
  else if (is_reset (self->last_errno))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                         g_strerror (self->last_errno));
  else
    set_tls_error (self, count, error);
  return -1;
}

static void
write_go_on (GTask *task)
{
  LcChannel *self = g_task_get_source_object (task);
  WriteState *state = g_task_get_task_data (task);
  GError *error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (state->bytes, &length);

  if (return_if_over (task))
    return;
  while (state->done < length && error == NULL) {
    gssize count = self->facts != NULL
                       ? tls_write (self, data + state->done, length - state->done, &error)
                       : plain_write (self, data + state->done, length - state->done, &error);

    if (count > 0)
      state->done += count;
  }
  if (error == NULL) {
    g_task_return_boolean (task, TRUE);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
    g_error_free (error);
    wait_for (task, G_IO_OUT, write_ready_cb);
  } else {
    g_task_return_error (task, error);
  }
}

void
lc_channel_write_async (LcChannel *self,
                        GBytes *bytes,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task
      = begin_task (self, lc_channel_write_async, cancellable, callback, user_data);
  WriteState *state = g_new0 (WriteState, 1);

  state->bytes = g_bytes_ref (bytes);
  g_task_set_task_data (task, state, write_state_destroy);
  write_go_on (task);
}

gboolean
lc_channel_write_finish (LcChannel *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The object */

void
lc_channel_shutdown_write (LcChannel *self)
{
  if (self->closed)
    return;
  if (self->facts != NULL)
    gnutls_bye (self->session, GNUTLS_SHUT_WR);
  shutdown (g_socket_get_fd (self->socket), SHUT_WR);
}

void
lc_channel_close (LcChannel *self)
{
  if (self->closed)
    return;
  if (self->facts != NULL)
    gnutls_bye (self->session, GNUTLS_SHUT_WR);
  self->closed = TRUE;
  g_socket_close (self->socket, NULL);
}

GSocket *
lc_channel_get_socket (LcChannel *self)
{
  return self->socket;
}

static void
lc_channel_finalize (GObject *object)
{
  LcChannel *self = LC_CHANNEL (object);

  lc_channel_close (self);
  g_clear_pointer (&self->session, gnutls_deinit);
  g_clear_pointer (&self->context, lc_tls_context_unref);
  g_clear_pointer (&self->facts, tls_facts_free);
  g_clear_object (&self->socket);
  g_free (self->name);
  G_OBJECT_CLASS (lc_channel_parent_class)->finalize (object);
}

static void
lc_channel_class_init (LcChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_channel_finalize;
}

static void
lc_channel_init (LcChannel *self)
{
}

LcChannel *
lc_channel_new (GSocket *socket)
{
  LcChannel *self = g_object_new (LC_TYPE_CHANNEL, NULL);

  self->socket = g_object_ref (socket);
  g_socket_set_blocking (socket, FALSE);
  return self;
}
