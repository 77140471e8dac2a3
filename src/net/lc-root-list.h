/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The environment's variable that names a file (PEM) of roots to count as public: for labs. */
#define LC_PUBLIC_ROOTS_VARIABLE "LINECHECK_PUBLIC_ROOTS"

/**
 * LcRootList:
 *
 * The certificate authorities that Mozilla's root program trusts, or ever trusted, for
 * TLS (data/public-roots.txt). What a computer trusts is no help in telling who vouches:
 * a company's proxy that opens connections has its authority there, too. A key, and not
 * a certificate, is what is known: roots are signed anew, and by each other.
 */
typedef struct _LcRootList LcRootList;

/**
 * lc_root_list_new:
 * @pem_path: (nullable): a file with more roots; one that cannot be read adds none
 *
 * Computes for less than a millisecond. Returns: (transfer full): empty and with no
 * date where the list cannot be read.
 */
LcRootList *lc_root_list_new (const char *pem_path);
void           lc_root_list_free (LcRootList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcRootList, lc_root_list_free)

/* @key_sha256: of the SubjectPublicKeyInfo (RFC 5280 4.1.2.7), lower-case hex. */
gboolean lc_root_list_has_key (const LcRootList *self, const char *key_sha256);

/**
 * lc_root_list_may_lack:
 * @not_before: (nullable): when a root was made, ISO 8601 and UTC
 *
 * Whether a public root of that age may be missing: it was made after the list, or there is no list.
 */
gboolean lc_root_list_may_lack (const LcRootList *self, const char *not_before);

const char *lc_root_list_get_dated (const LcRootList *self); /* (nullable) "2026-07-22" */
guint       lc_root_list_get_count (const LcRootList *self);
gboolean    lc_root_list_is_extended (const LcRootList *self); /* a file added to it */

G_END_DECLS
