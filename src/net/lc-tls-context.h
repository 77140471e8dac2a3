/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

#include "net/lc-root-list.h"

G_BEGIN_DECLS

/**
 * LcTlsContext:
 *
 * This computer's trusted certificate authorities, read once and shared by the
 * handshakes of a check (GnuTLS's system trust, which GIO's TLS uses as well), and
 * the list of the public ones among them. A computer that has no authorities trusts
 * no certificate: %LC_VERIFY_NO_AUTHORITIES.
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

/* These authorities instead of the computer's: for tests. @error: %G_IO_ERROR_INVALID_DATA, the
 * file cannot be read. Returns: (transfer full) (nullable). */
LcTlsContext *lc_tls_context_new_for_file (const char *pem_path, GError **error);
LcTlsContext *lc_tls_context_ref (LcTlsContext *context);
void          lc_tls_context_unref (LcTlsContext *context);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcTlsContext, lc_tls_context_unref)

gboolean             lc_tls_context_has_authorities (const LcTlsContext *context);
const LcRootList *lc_tls_context_get_roots (const LcTlsContext *context); /* (transfer none) */

/* What a session verifies its peer with. (transfer none), lives as long as @context. */
gnutls_certificate_credentials_t lc_tls_context_get_credentials (const LcTlsContext *context);

G_END_DECLS
