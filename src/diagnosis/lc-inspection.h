/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-analysis.h"

G_BEGIN_DECLS

/**
 * LcInspection:
 *
 * An issuer of certificates that is shown to stand between this computer and
 * the service. Interception is claimed on a certificate's evidence alone: an
 * authority that is trusted here and not public, the same issuer over unrelated
 * hosts, or the lack of what public certificates have while others in the same report
 * have it. A public authority is never accused, nor is one that the catalogue names
 * as the owner's own, nor one of which nothing is known but that it is trusted.
 */
typedef struct
{
  char        *issuer;     /* (owned) RFC 4514 name */
  gboolean     trusted;    /* by this computer */
  gboolean     maybe_own;  /* all that shows it is one owner's private authority, which may be theirs */
  gboolean     antivirus;  /* the issuer names itself as security software of a computer */
  LcConfidence confidence;
  GPtrArray   *observations;      /* (owned) (element-type LcObservation), direct and proxied */
  GPtrArray   *reasons;    /* (owned) (element-type utf8) translated: what shows it */
} LcInspection;

void lc_inspection_free (LcInspection *inspection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcInspection, lc_inspection_free)

/**
 * lc_inspections_new:
 * @portal: a captive portal was seen: its own certificate in everybody's place is no inspection
 *
 * Returns: (transfer full) (element-type LcInspection): what the report shows, mostly nothing.
 */
GPtrArray *lc_inspections_new (LcAnalysis *self, gboolean portal);

G_END_DECLS
