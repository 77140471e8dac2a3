/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-analysis.h"

G_BEGIN_DECLS

/**
 * LcPortalSign:
 *
 * A page in a service's place that looks like a captive portal's.
 */
typedef struct
{
  LcConfidence confidence;
  LcObservation       *observation;      /* (nullable) the attempt that was answered so; owned by the case */
  char        *portal;   /* (owned) (nullable) where it leads, or who shows it */
  char        *evidence; /* (owned) translated */
} LcPortalSign;

void lc_portal_sign_free (LcPortalSign *portal_sign);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcPortalSign, lc_portal_sign_free)

/* Returns: (transfer full) (element-type LcPortalSign): every sign of a captive
 * portal: HTTP 511 (RFC 6585), a redirect to a sign-in page elsewhere, a page
 * that asks to sign in to the network, NetworkManager's word. */
GPtrArray *lc_portal_signs_new (LcAnalysis *self);

G_END_DECLS
