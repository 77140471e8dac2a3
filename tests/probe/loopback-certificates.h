/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gnutls/gnutls.h>

#include "net/lc-channel.h"

G_BEGIN_DECLS

/* Certificates for servers of tests, made when they are first asked for, so
 * that none ever expires by itself. */

#define LOOPBACK_NAME "service.test" /* what LOOPBACK_CERTIFICATE_GOOD is for */

typedef enum
{
  LOOPBACK_CERTIFICATE_GOOD,
  LOOPBACK_CERTIFICATE_EXPIRED,
  LOOPBACK_CERTIFICATE_NOT_YET_VALID,
  LOOPBACK_CERTIFICATE_WRONG_NAME, /* "other.test", and 127.0.0.9 */
  LOOPBACK_CERTIFICATE_SIBLING,    /* "sibling.service.test" */
  LOOPBACK_CERTIFICATE_SELF_SIGNED,
  LOOPBACK_CERTIFICATE_OTHER_AUTHORITY, /* right in every way, signed by nobody's authority */
  LOOPBACK_CERTIFICATE_EXPIRED_UNTRUSTED,
  LOOPBACK_CERTIFICATE_EXTENDED, /* good, with all that a public certificate has */
  LOOPBACK_CERTIFICATE_ODD_TEXT, /* good, with hostile text in its subject and names */
  LOOPBACK_CERTIFICATES
} LoopbackCertificate;

/* A server's credentials: its own certificate and its authority's. (transfer none) */
gnutls_certificate_credentials_t loopback_certificate_get (LoopbackCertificate kind);

/* The server's own certificate. Returns: (transfer full): DER. */
GBytes *loopback_certificate_get_der (LoopbackCertificate kind);

/* The authority of these certificates, which is older than any list. Returns: (transfer full): DER. */
GBytes *loopback_authority_get_der (void);

/* Returns: (transfer full): the path of a new file with the authority of these
 * certificates (PEM), which the caller removes. */
char *loopback_authority_save (void);

/* Returns: (transfer full): trusts the authority of these certificates and no other. */
LcTlsContext *loopback_tls_context_new (void);

G_END_DECLS
