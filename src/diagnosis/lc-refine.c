/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-refine.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/lc-ip.h"
#include "diagnosis/lc-conclude.h"
#include "diagnosis/lc-inspection.h"
#include "diagnosis/lc-phrase.h"
#include "diagnosis/lc-portal.h"

/* A refusal is taken to come from nearer than the host when it took less than
 * this share of the round trip, and was faster by more than a busy host varies. */
#define NEARBY_PERCENT 40
#define NEARBY_MARGIN_US 5000

gint64
lc_case_get_round_trip (LcCase *self, const LcTry *try)
{
  gint64 exact = 0;
  gint64 near = 0;

  for (guint i = 0; i < self->tries->len; i++) {
    const LcTry *other = g_ptr_array_index (self->tries, i);
    gint64 us = other->attempt->latency_us;

    if (other == try || us <= 0)
      continue;
    if (lc_ip_equal (other->attempt->address, try->attempt->address))
      exact = exact == 0 ? us : MIN (exact, us);
    else if (lc_ip_shares_place (other->attempt->address, try->attempt->address))
      near = near == 0 ? us : MIN (near, us);
  }
  return exact != 0 ? exact : near;
}

static gboolean
is_too_fast (LcCase *self, const LcTry *try, const LcStep *tcp)
{
  gint64 round_trip = lc_case_get_round_trip (self, try);

  return round_trip > 0 && tcp->us >= 0 && tcp->us * 100 < round_trip * NEARBY_PERCENT
         && round_trip - tcp->us >= NEARBY_MARGIN_US;
}

static void
refine_refusal (LcCase *self, LcTry *try)
{
  LcStep *tcp = lc_attempt_get_step (try->attempt, LC_PHASE_TCP);
  LcPlace place;

  if (tcp == NULL || tcp->code != LC_CODE_TCP_REFUSED)
    return;
  place = lc_place_of_attempt (try->attempt, self->environment);
  if (place.nearby
      || ((place.kind == LC_PLACE_UNKNOWN || place.kind == LC_PLACE_HOST)
          && is_too_fast (self, try, tcp)))
    tcp->code = LC_CODE_TCP_REFUSED_NEARBY;
}

static void
refine_certificate (const LcInspection *inspection, LcTry *try)
{
  LcStep *tls = lc_attempt_get_step (try->attempt, LC_PHASE_TLS);

  if (tls == NULL || tls->code == LC_CODE_TLS_INTERCEPTED)
    return;
  tls->code = LC_CODE_TLS_INTERCEPTED;
  tls->status = inspection->trusted && !lc_attempt_has_problem (try->attempt, "untrusted")
                    ? LC_STATUS_DEGRADED
                    : LC_STATUS_FAIL;
  g_free (tls->detail);
  tls->detail = lc_phrase_fill (_ ("The certificate was issued on the way, by {issuer}."), "issuer",
                                inspection->issuer, NULL);
}

/* A portal that answers is not the service, whatever its certificate is good for. */
static void
refine_page (const LcSighting *sighting)
{
  LcStep *app
      = sighting->try != NULL ? lc_attempt_get_step (sighting->try->attempt, LC_PHASE_APP) : NULL;

  if (app == NULL || app->code == LC_CODE_HTTP_CAPTIVE_PORTAL)
    return;
  app->code = LC_CODE_HTTP_CAPTIVE_PORTAL;
  app->status = LC_STATUS_FAIL;
}

void
lc_case_refine (LcCase *self)
{
  for (guint i = 0; i < self->tries->len; i++)
    refine_refusal (self, g_ptr_array_index (self->tries, i));
  for (guint i = 0; i < self->sightings->len; i++)
    refine_page (g_ptr_array_index (self->sightings, i));
  for (guint i = 0; i < self->inspections->len; i++) {
    const LcInspection *inspection = g_ptr_array_index (self->inspections, i);

    for (guint j = 0; j < inspection->tries->len; j++)
      refine_certificate (inspection, g_ptr_array_index (inspection->tries, j));
  }
}
