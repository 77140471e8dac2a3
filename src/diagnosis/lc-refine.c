/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-refine.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/lc-conclude.h"
#include "diagnosis/lc-inspection.h"
#include "diagnosis/lc-nearby.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-portal-sign.h"

static gboolean
is_too_fast (LcAnalysis *self, const LcObservation *observation, const LcStep *tcp)
{
  return lc_nearby_judge (tcp->us, lc_analysis_get_round_trip (self, observation))
         == LC_SENDER_NEARER;
}

static void
refine_refusal (LcAnalysis *self, LcObservation *observation)
{
  LcStep *tcp = lc_attempt_get_step (observation->attempt, LC_PHASE_TCP);
  LcLocation location;

  if (tcp == NULL || tcp->code != LC_CODE_TCP_REFUSED)
    return;
  location = lc_location_of_attempt (observation->attempt, self->environment);
  if (location.nearby
      || ((location.kind == LC_LOCATION_UNKNOWN || location.kind == LC_LOCATION_HOST)
          && is_too_fast (self, observation, tcp)))
    tcp->code = LC_CODE_TCP_REFUSED_NEARBY;
}

static void
refine_certificate (const LcInspection *inspection, LcObservation *observation)
{
  LcStep *tls = lc_attempt_get_step (observation->attempt, LC_PHASE_TLS);

  if (tls == NULL || tls->code == LC_CODE_TLS_INTERCEPTED)
    return;
  tls->code = LC_CODE_TLS_INTERCEPTED;
  tls->status = inspection->trusted && !lc_attempt_has_problem (observation->attempt, "untrusted")
                    ? LC_STATUS_DEGRADED
                    : LC_STATUS_FAIL;
  g_free (tls->detail);
  tls->detail = lc_phrase_fill (_ ("The certificate was issued on the way, by {issuer}."), "issuer",
                                inspection->issuer, NULL);
}

/* A portal that answers is not the service, whatever its certificate is good for. */
static void
refine_page (const LcPortalSign *portal_sign)
{
  LcStep *app = portal_sign->observation != NULL
                    ? lc_attempt_get_step (portal_sign->observation->attempt, LC_PHASE_APP)
                    : NULL;

  if (app == NULL || app->code == LC_CODE_HTTP_CAPTIVE_PORTAL)
    return;
  app->code = LC_CODE_HTTP_CAPTIVE_PORTAL;
  app->status = LC_STATUS_FAIL;
}

void
lc_analysis_refine (LcAnalysis *self)
{
  for (guint i = 0; i < self->observations->len; i++)
    refine_refusal (self, g_ptr_array_index (self->observations, i));
  for (guint i = 0; i < self->portal_signs->len; i++)
    refine_page (g_ptr_array_index (self->portal_signs, i));
  for (guint i = 0; i < self->inspections->len; i++) {
    const LcInspection *inspection = g_ptr_array_index (self->inspections, i);

    for (guint j = 0; j < inspection->observations->len; j++)
      refine_certificate (inspection, g_ptr_array_index (inspection->observations, j));
  }
}
