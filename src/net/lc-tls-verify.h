/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

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
 * lc_tls_verify:
 * @session: after its handshake
 * @name: (nullable): verified as well, RFC 9525
 * @path: (element-type GBytes): takes the authorities (DER) by which the leaf is trusted,
 *   from its issuer to the anchor; nothing where it is not
 *
 * Where a chain can end at several anchors (authorities sign each other), GnuTLS tries one
 * after the other: the path is that of the one that verified.
 */
LcVerifyFlags lc_tls_verify (gnutls_session_t session, const char *name, GPtrArray *path);

G_END_DECLS
