/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-tls-session.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/socket.h>

#define FIRST_BYTES 64 /* of the peer's answer are kept, to tell what is no TLS */

struct _LcTlsSession
{
  GSocket *socket;          /* (owned) */
  gnutls_session_t session; /* (owned) */
  LcTlsContext *context;    /* (owned) */
  char *name;               /* (owned) (nullable) */
  LcTlsFacts *facts;        /* (owned) (nullable) until a handshake has ended well */
  int last_errno;           /* of the transport's last failed call */
  guint8 first[FIRST_BYTES];
  gsize received; /* bytes from the peer since the handshake began */
};

G_DEFINE_QUARK (lc - tls - error - quark, lc_tls_error)

/* Facts of a session */

static void
tls_facts_free (LcTlsFacts *facts)
{
  g_free (facts->version);
  g_free (facts->cipher);
  g_free (facts->alpn);
  g_ptr_array_unref (facts->chain);
  g_ptr_array_unref (facts->path);
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

static LcVerifyFlags
verify_peer (LcTlsSession *self, GPtrArray *path)
{
  LcVerifyFlags flags = lc_tls_verify (self->session, self->name, path);

  if ((flags & LC_VERIFY_UNTRUSTED) && !lc_tls_context_has_authorities (self->context))
    flags |= LC_VERIFY_NO_AUTHORITIES;
  return flags;
}

static void
gather_facts (LcTlsSession *self)
{
  LcTlsFacts *facts = g_new0 (LcTlsFacts, 1);

  facts->version = version_text (self->session);
  facts->cipher = g_strdup (gnutls_cipher_get_name (gnutls_cipher_get (self->session)));
  facts->alpn = alpn_text (self->session);
  facts->chain = copy_chain (self->session);
  facts->path = g_ptr_array_new_with_free_func (bytes_destroy);
  facts->verify = verify_peer (self, facts->path);
  self->facts = facts;
}

/* Transport functions that GnuTLS calls */

static ssize_t
transport_pull (gnutls_transport_ptr_t pointer, void *data, size_t length)
{
  LcTlsSession *self = pointer;
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
  LcTlsSession *self = pointer;
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
looks_like_tls (LcTlsSession *self)
{
  if (self->received == 0)
    return TRUE;
  if (self->first[0] < 20 || self->first[0] > 23)
    return FALSE;
  return self->received < 2 || self->first[1] == 3;
}

static char *
quote_first_bytes (LcTlsSession *self)
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
take_what_came (LcTlsSession *self)
{
  ssize_t count = 0;

  if (self->received < FIRST_BYTES)
    count = recv (g_socket_get_fd (self->socket), self->first + self->received,
                  FIRST_BYTES - self->received, MSG_DONTWAIT);
  self->received += MAX (count, 0);
}

static void
set_not_tls_error (LcTlsSession *self, GError **error)
{
  g_autofree char *quote = NULL;

  take_what_came (self);
  quote = quote_first_bytes (self);
  g_set_error_literal (error, LC_TLS_ERROR, LC_TLS_ERROR_NOT_TLS, quote);
}

static void
set_tls_error (LcTlsSession *self, int status, GError **error)
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
  else if (status == GNUTLS_E_HANDSHAKE_TOO_LARGE)
    g_set_error_literal (error, LC_TLS_ERROR, LC_TLS_ERROR_TOO_LONG, gnutls_strerror (status));
  else
    g_set_error_literal (error, LC_TLS_ERROR, LC_TLS_ERROR_PROTOCOL, gnutls_strerror (status));
}

/* Behind a good handshake. */
static void
set_stream_error (LcTlsSession *self, int status, GError **error)
{
  if (!gnutls_error_is_fatal (status))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, gnutls_strerror (status));
  else if (is_reset (self->last_errno))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                         g_strerror (self->last_errno));
  else
    set_tls_error (self, status, error);
}

static void
set_names (LcTlsSession *self, const char *name, const char *alpn)
{
  if (name != NULL && !g_hostname_is_ip_address (name))
    gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, name, strlen (name));
  if (alpn != NULL) {
    gnutls_datum_t protocol = { (unsigned char *) alpn, strlen (alpn) };

    gnutls_alpn_set_protocols (self->session, &protocol, 1, 0);
  }
}

LcTlsSession *
lc_tls_session_new (LcTlsContext *context, GSocket *socket, const char *name, const char *alpn)
{
  LcTlsSession *self;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  self = g_new0 (LcTlsSession, 1);
  self->context = lc_tls_context_ref (context);
  self->socket = g_object_ref (socket);
  self->name = g_strdup (name);
  gnutls_init (&self->session,
               GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL | GNUTLS_NO_TICKETS);
  gnutls_set_default_priority (self->session);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE,
                          lc_tls_context_get_credentials (context));
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_pull_function (self->session, transport_pull);
  gnutls_transport_set_push_function (self->session, transport_push);
  /* Deadlines are the caller's business. */
  gnutls_handshake_set_timeout (self->session, GNUTLS_INDEFINITE_TIMEOUT);
  set_names (self, name, alpn);
  return self;
}

void
lc_tls_session_free (LcTlsSession *self)
{
  if (self == NULL)
    return;
  gnutls_deinit (self->session);
  lc_tls_context_unref (self->context);
  g_clear_pointer (&self->facts, tls_facts_free);
  g_object_unref (self->socket);
  g_free (self->name);
  g_free (self);
}

gboolean
lc_tls_session_handshake (LcTlsSession *self, GError **error)
{
  int status;

  g_return_val_if_fail (self != NULL, FALSE);

  do
    status = gnutls_handshake (self->session);
  while (status == GNUTLS_E_INTERRUPTED || status == GNUTLS_E_WARNING_ALERT_RECEIVED);

  if (status == GNUTLS_E_SUCCESS) {
    gather_facts (self);
    return TRUE;
  }
  if (status == GNUTLS_E_AGAIN)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, gnutls_strerror (status));
  else
    set_tls_error (self, status, error);
  return FALSE;
}

GIOCondition
lc_tls_session_get_condition (const LcTlsSession *self)
{
  g_return_val_if_fail (self != NULL, G_IO_IN);

  return gnutls_record_get_direction (self->session) == 0 ? G_IO_IN : G_IO_OUT;
}

gssize
lc_tls_session_read (LcTlsSession *self, void *data, gsize max, GError **error)
{
  ssize_t count;

  g_return_val_if_fail (self != NULL, -1);

  count = gnutls_record_recv (self->session, data, max);

  /* A stream that ends without close_notify ends all the same: the protocols
   * read here know themselves whether a message is whole. */
  if (count == GNUTLS_E_PREMATURE_TERMINATION && !is_reset (self->last_errno))
    return 0;
  if (count >= 0)
    return count;
  set_stream_error (self, (int) count, error);
  return -1;
}

gssize
lc_tls_session_write (LcTlsSession *self, const void *data, gsize length, GError **error)
{
  ssize_t count;

  g_return_val_if_fail (self != NULL, -1);

  count = gnutls_record_send (self->session, data, length);

  if (count >= 0)
    return count;
  set_stream_error (self, (int) count, error);
  return -1;
}

void
lc_tls_session_say_goodbye (LcTlsSession *self)
{
  g_return_if_fail (self != NULL);

  if (self->facts != NULL)
    gnutls_bye (self->session, GNUTLS_SHUT_WR);
}

const LcTlsFacts *
lc_tls_session_get_facts (const LcTlsSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->facts;
}

gboolean
lc_tls_session_has_certificates (const LcTlsSession *self)
{
  unsigned int count = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  return gnutls_certificate_get_peers (self->session, &count) != NULL && count > 0;
}

gsize
lc_tls_session_get_received (const LcTlsSession *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->received;
}
