/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "net/lc-tls-context.h"
#include "net/lc-tls-verify.h"

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
  LC_TLS_ERROR_TOO_LONG, /* longer than this side reads: it has ended the handshake itself */
} LcTlsError;

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
  GPtrArray    *path;    /* (element-type GBytes) DER, as of lc_tls_verify() */
} LcTlsFacts;

/**
 * LcTlsSession:
 *
 * A client's TLS on a non-blocking socket. Nothing here waits: what cannot go on yet
 * fails with %G_IO_ERROR_WOULD_BLOCK, and is to be called again when the socket is ready.
 */
typedef struct _LcTlsSession LcTlsSession;

/**
 * lc_tls_session_new:
 * @name: (nullable): for SNI (RFC 6066 3, not sent where it is an address) and for
 *   verification; %NULL verifies no name
 * @alpn: (nullable): one protocol to offer, RFC 7301
 *
 * Takes references of @context and @socket. Returns: (transfer full).
 */
LcTlsSession *lc_tls_session_new (LcTlsContext *context,
                                  GSocket      *socket,
                                  const char   *name,
                                  const char   *alpn);
void          lc_tls_session_free (LcTlsSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcTlsSession, lc_tls_session_free)

/* A bad certificate does not fail the handshake; it is in the facts. @error: LC_TLS_ERROR, or
 * G_IO_ERROR. */
gboolean lc_tls_session_handshake (LcTlsSession *self, GError **error);

/* What a handshake waits for. */
GIOCondition lc_tls_session_get_condition (const LcTlsSession *self);

/* As recv(2) and send(2): a count, or -1 with @error: G_IO_ERROR (CONNECTION_CLOSED for a
 * reset) or LC_TLS_ERROR. */
gssize lc_tls_session_read (LcTlsSession *self, void *data, gsize max, GError **error);
gssize lc_tls_session_write (LcTlsSession *self, const void *data, gsize length, GError **error);

/* Says that no more will be written (close_notify), and waits for nothing. */
void lc_tls_session_say_goodbye (LcTlsSession *self);

const LcTlsFacts *lc_tls_session_get_facts (const LcTlsSession *self); /* (nullable) before the handshake's end */
gsize             lc_tls_session_get_received (const LcTlsSession *self); /* bytes, encrypted */
gboolean          lc_tls_session_has_certificates (const LcTlsSession *self); /* the peer's have come, in a handshake that need not have ended */

G_END_DECLS
