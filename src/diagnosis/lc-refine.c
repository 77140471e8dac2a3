/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-refine.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "diagnosis/lc-conclude.h"
#include "diagnosis/lc-inspection.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-portal-sign.h"

/* A refusal is taken to come from nearer than the host when it took less than
 * this share of the round trip, and was faster by more than a busy host varies. */
#define NEARBY_PERCENT 40
#define NEARBY_MARGIN_US 5000

gint64
lc_analysis_get_round_trip (LcAnalysis *self, const LcObservation *observation)
{
  gint64 exact = 0;
  gint64 near = 0;

  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *other = g_ptr_array_index (self->observations, i);
    gint64 us = other->attempt->latency_us;

    if (other == observation || us <= 0)
      continue;
    if (lc_address_equal (other->attempt->address, observation->attempt->address))
      exact = exact == 0 ? us : MIN (exact, us);
    else if (lc_address_shares_prefix (other->attempt->address, observation->attempt->address))
      near = near == 0 ? us : MIN (near, us);
  }
  return exact != 0 ? exact : near;
}

static gboolean
is_too_fast (LcAnalysis *self, const LcObservation *observation, const LcStep *tcp)
{
  gint64 round_trip = lc_analysis_get_round_trip (self, observation);

  return round_trip > 0 && tcp->us >= 0 && tcp->us * 100 < round_trip * NEARBY_PERCENT
         && round_trip - tcp->us >= NEARBY_MARGIN_US;
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
