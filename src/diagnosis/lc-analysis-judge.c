/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-analysis-judge.h"

#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-inspection.h"
#include "diagnosis/lc-nearby.h"
#include "diagnosis/lc-portal-sign.h"

static gboolean
is_refused_nearby (LcAnalysis *self, const LcObservation *observation)
{
  const LcStep *tcp = lc_attempt_get_step (observation->attempt, LC_PHASE_TCP);
  LcLocation location;

  if (tcp == NULL || tcp->code != LC_CODE_TCP_REFUSED)
    return FALSE;
  location = lc_location_of_attempt (observation->attempt, self->edge);
  return location.nearby
         || ((location.kind == LC_LOCATION_UNKNOWN || location.kind == LC_LOCATION_HOST)
             && lc_nearby_judge (tcp->us, lc_analysis_get_round_trip (self, observation))
                    == LC_SENDER_NEARER);
}

static void
see_inspection (const LcInspection *inspection)
{
  for (guint i = 0; i < inspection->observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (inspection->observations, i);

    if (observation->elsewhere.intercepted)
      continue;
    observation->elsewhere.intercepted = TRUE;
    observation->elsewhere.is_trusted = inspection->trusted;
  }
}

static LcCode
get_seen_code (const LcObservation *observation, LcPhase phase)
{
  const LcStep *step = lc_attempt_get_step (observation->attempt, phase);

  return step != NULL ? step->code : LC_CODE_OK;
}

/* The same issuer's certificate, the same answer. */
static gboolean
answers_alike (const LcObservation *a, const LcObservation *b)
{
  const LcCertificate *first = lc_attempt_get_leaf (a->attempt);
  const LcCertificate *second = lc_attempt_get_leaf (b->attempt);

  return first != NULL && second != NULL && g_strcmp0 (first->issuer, second->issuer) == 0
         && a->attempt->http->status == b->attempt->http->status
         && g_strcmp0 (a->attempt->http->server, b->attempt->http->server) == 0;
}

/* A WebSocket's answer is not read to its end: that it is a block page is known by what
 * shows one in full to other rows. */
static gboolean
is_blocked (LcAnalysis *self, const LcObservation *observation)
{
  if (observation->attempt->http == NULL || !observation->elsewhere.intercepted
      || get_seen_code (observation, LC_PHASE_APP) != LC_CODE_WS_REFUSED)
    return FALSE;
  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *page = g_ptr_array_index (self->observations, i);

    if (page->attempt->http != NULL && page->elsewhere.intercepted
        && get_seen_code (page, LC_PHASE_APP) == LC_CODE_HTTP_BLOCK_PAGE
        && answers_alike (observation, page))
      return TRUE;
  }
  return FALSE;
}

static void
judge_all (GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (observations, i);

    lc_attempt_judge (observation->row, observation->attempt, &observation->elsewhere);
  }
}

void
lc_analysis_judge_attempts (LcAnalysis *self)
{
  g_return_if_fail (self != NULL && self->portal_signs != NULL && self->inspections != NULL);

  for (guint i = 0; i < self->observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (self->observations, i);

    observation->elsewhere.edge = self->edge;
    observation->elsewhere.refused_nearby = is_refused_nearby (self, observation);
  }
  for (guint i = 0; i < self->portal_signs->len; i++) {
    LcPortalSign *sign = g_ptr_array_index (self->portal_signs, i);

    /* A portal that answers is not the service, whatever its certificate is good for. */
    if (sign->observation != NULL)
      sign->observation->elsewhere.portal = TRUE;
  }
  for (guint i = 0; i < self->inspections->len; i++) {
    const LcInspection *inspection = g_ptr_array_index (self->inspections, i);

    /* What may be the service's own is no failure of it. */
    if (!inspection->maybe_own)
      see_inspection (inspection);
  }
  for (guint i = 0; i < self->observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (self->observations, i);

    observation->elsewhere.blocked = is_blocked (self, observation);
  }
  judge_all (self->observations);
  judge_all (self->proxied);
}
