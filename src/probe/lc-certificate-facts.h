/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-channel.h"
#include "report/lc-attempt.h"

G_BEGIN_DECLS

/* Reads one DER certificate (RFC 5280) into the record. Returns: (transfer full):
 * with what could be read; a fingerprint at least. */
LcCertificate *lc_certificate_facts_read (GBytes *der);

/* What a handshake with @name showed, for the record, with @verify as what is
 * wrong with it, and who vouches for it, of whom @roots knows whether it is a public
 * authority. Returns: (transfer full). */
LcTls *lc_tls_facts_to_record (const LcTlsFacts *facts, const char *name, LcVerifyFlags verify,
                               const LcRootList *roots);

/* Whether the leaf of @facts is for @address itself or for a name of the domain
 * (the last two labels) that @lent_name belongs to. */
gboolean lc_tls_facts_fit_address (const LcTlsFacts *facts, const char *address,
                                   const char *lent_name);

G_END_DECLS
