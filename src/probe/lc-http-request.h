/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "net/lc-bridge.h"
#include "report/lc-attempt.h"

G_BEGIN_DECLS

#define LC_HTTP_MAX_BODY (64 * 1024)

/**
 * LcHttpRequest:
 *
 * One HTTP or WebSocket request by libsoup on a channel that is open already.
 */
typedef struct _LcHttpRequest LcHttpRequest;

/**
 * lc_http_request_new:
 * @channel: connected, with or without TLS
 * @host: for the Host header
 * @port: likewise; left out of it where it is @default_port
 * @path: begins with "/"
 *
 * Returns: (transfer full) (nullable): NULL with @error for a fault of set-up.
 */
LcHttpRequest *lc_http_request_new (LcChannel *channel, const char *host, guint16 port,
                                    guint16 default_port, const char *path, GError **error);
void           lc_http_request_free (LcHttpRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcHttpRequest, lc_http_request_free)

SoupSession *lc_http_request_get_session (const LcHttpRequest *request);
SoupMessage *lc_http_request_get_message (const LcHttpRequest *request);

/**
 * lc_http_request_send_async:
 *
 * Sends GET and reads at most LC_HTTP_MAX_BODY bytes of the body. @request must
 * live until @callback. No redirect is followed.
 */
void lc_http_request_send_async (LcHttpRequest *request, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full) (nullable): what answered; NULL with @error where no
 * HTTP response head came. A body that breaks off is kept as far as it came. */
LcHttp *lc_http_request_send_finish (LcHttpRequest *request, GAsyncResult *result, GError **error);

/* Microseconds from the request's first byte to the response's, or -1. */
gint64 lc_http_request_get_wait_us (const LcHttpRequest *request);

/* How the channel itself failed, where it did: (transfer none) (nullable). */
const GError *lc_http_request_get_channel_error (const LcHttpRequest *request);

/* Bytes that the peer has sent so far. */
gsize lc_http_request_get_received (const LcHttpRequest *request);

/* The response head of @message for the record. Returns: (transfer full). */
LcHttp *lc_http_record_new (SoupMessage *message);

G_END_DECLS
