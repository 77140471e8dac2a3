/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "net/lc-tls-context.h"
#include "net/lc-tls-session.h"

G_BEGIN_DECLS

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

/* Whether the peer's certificates were among what came, though the handshake did not end. */
gboolean lc_channel_has_certificates (LcChannel *self);

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
