/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LC_TLS_ERROR:
 *
 * How a TLS handshake was ended by the other side.
 */
#define LC_TLS_ERROR (lc_tls_error_quark ())
GQuark lc_tls_error_quark (void);

typedef enum
{
  LC_TLS_ERROR_RESET,    /* TCP RST during the handshake */
  LC_TLS_ERROR_CLOSED,   /* end of stream during the handshake */
  LC_TLS_ERROR_ALERT,    /* a fatal alert, RFC 8446 6 */
  LC_TLS_ERROR_NOT_TLS,  /* what came is no TLS record; the message quotes it */
  LC_TLS_ERROR_PROTOCOL, /* TLS, but broken */
} LcTlsError;

typedef enum
{
  LC_VERIFY_OK = 0,
  LC_VERIFY_UNTRUSTED = 1 << 0,
  LC_VERIFY_NAME_MISMATCH = 1 << 1,
  LC_VERIFY_EXPIRED = 1 << 2,
  LC_VERIFY_NOT_YET_VALID = 1 << 3,
  LC_VERIFY_REVOKED = 1 << 4,
  LC_VERIFY_INSECURE = 1 << 5,
  LC_VERIFY_NO_AUTHORITIES = 1 << 6, /* with UNTRUSTED: this computer knows nobody to trust */
} LcVerifyFlags;

/**
 * LcTlsContext:
 *
 * This computer's trusted certificate authorities, read once and shared by the
 * handshakes of a check (GnuTLS's system trust, which GIO's TLS uses as well). A
 * computer that has none trusts no certificate: %LC_VERIFY_NO_AUTHORITIES.
 */
typedef struct _LcTlsContext LcTlsContext;

LcTlsContext *lc_tls_context_new (void); /* computes for some 40 ms */

/**
 * lc_tls_context_load_async:
 *
 * The same without holding up the caller: in a thread of its own, for GTask's few
 * threads may all be waiting for somebody else's name server or handshake. Does not
 * fail and cannot be cancelled: @callback comes when the thread has done its work, so
 * that none is left behind by a program that ends after it.
 */
void          lc_tls_context_load_async (GAsyncReadyCallback callback, gpointer user_data);
LcTlsContext *lc_tls_context_load_finish (GAsyncResult *result); /* (transfer full) */

LcTlsContext *lc_tls_context_new_for_file (const char *pem_path, GError **error); /* these authorities instead: for tests */
LcTlsContext *lc_tls_context_ref (LcTlsContext *context);
void          lc_tls_context_unref (LcTlsContext *context);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcTlsContext, lc_tls_context_unref)

/**
 * LcTlsFacts:
 *
 * What a finished handshake agreed on and which certificates came.
 */
typedef struct
{
  char         *version; /* "TLS 1.3" */
  char         *cipher;
  char         *alpn;    /* (nullable) */
  LcVerifyFlags verify;
  GPtrArray    *chain;   /* (element-type GBytes) DER, leaf first, as the server sent it */
} LcTlsFacts;

/**
 * LcChannel:
 *
 * A connected stream socket, with or without TLS on it, read and written on the
 * thread-default main context. GIO's TLS runs every handshake in GTask's small
 * thread pool, where ten silent servers hold up the eleventh handshake and
 * colour its figures; GnuTLS on a non-blocking socket needs no thread at all.
 * One operation of each kind (handshake, read, write) may run at a time.
 */
#define LC_TYPE_CHANNEL (lc_channel_get_type ())
G_DECLARE_FINAL_TYPE (LcChannel, lc_channel, LC, CHANNEL, GObject)

LcChannel *lc_channel_new (GSocket *socket); /* takes a reference */
GSocket   *lc_channel_get_socket (LcChannel *self);

/**
 * lc_channel_handshake_async:
 * @name: (nullable): for SNI (RFC 6066 3, not sent where it is an address) and
 *   for verification (RFC 9525); %NULL verifies no name
 * @alpn: (nullable): one protocol to offer, RFC 7301
 *
 * A bad certificate does not fail the handshake; it is in the facts.
 */
void     lc_channel_handshake_async (LcChannel          *self,
                                     LcTlsContext       *context,
                                     const char         *name,
                                     const char         *alpn,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
/* @error: LC_TLS_ERROR, or G_IO_ERROR_CANCELLED. */
gboolean lc_channel_handshake_finish (LcChannel *self, GAsyncResult *result, GError **error);

const LcTlsFacts *lc_channel_get_tls_facts (LcChannel *self); /* (nullable) before the handshake's end */

/* Bytes that came before a handshake ended: 0 means that the peer was silent. */
gsize lc_channel_get_handshake_bytes (LcChannel *self);

/**
 * lc_channel_read_async:
 * @max: most bytes to return
 */
void    lc_channel_read_async (LcChannel          *self,
                               gsize               max,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
/* Returns: (transfer full) (nullable): what has come, of length 0 at the end of
 * the stream; NULL with @error: G_IO_ERROR (CONNECTION_CLOSED for a reset,
 * CANCELLED …) or LC_TLS_ERROR. */
GBytes *lc_channel_read_finish (LcChannel *self, GAsyncResult *result, GError **error);

/* Writes all of @bytes. */
void     lc_channel_write_async (LcChannel          *self,
                                 GBytes             *bytes,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
gboolean lc_channel_write_finish (LcChannel *self, GAsyncResult *result, GError **error);

/* Says goodbye where TLS has a word for it (close_notify, not waited for) and
 * closes the socket. Safe to call twice. */
void lc_channel_close (LcChannel *self);

/* No more will be written; reading goes on. */
void lc_channel_shutdown_write (LcChannel *self);

G_END_DECLS
