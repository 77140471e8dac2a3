/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-case.h"

G_BEGIN_DECLS

/**
 * LcSighting:
 *
 * A page in a service's place that looks like a captive portal's.
 */
typedef struct
{
  LcConfidence confidence;
  LcTry       *try;      /* (nullable) the attempt that was answered so; owned by the case */
  char        *portal;   /* (owned) (nullable) where it leads, or who shows it */
  char        *evidence; /* (owned) translated */
} LcSighting;

void lc_sighting_free (LcSighting *sighting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcSighting, lc_sighting_free)

/* Returns: (transfer full) (element-type LcSighting): every sign of a captive
 * portal: HTTP 511 (RFC 6585), a redirect to a sign-in page elsewhere, a page
 * that asks to sign in to the network, NetworkManager's word. */
GPtrArray *lc_sightings_new (LcCase *self);

G_END_DECLS
