/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-find.h"
#include "diagnosis/lc-portal-sign.h"

/* Until somebody signs in, a portal answers for everybody: all that failed hangs on it. */
static void
add_coloured_rows (LcAnalysis *self, LcFinding *finding)
{
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);
    LcStatus status = lc_row_get_status (row);

    if (status == LC_STATUS_FAIL || status == LC_STATUS_DEGRADED
        || status == LC_STATUS_INCONCLUSIVE)
      lc_analysis_add_row (self, finding, row);
  }
}

static gboolean
anything_failed (LcAnalysis *self)
{
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++)
    if (lc_row_get_status (lc_report_get_row (self->report, i)) == LC_STATUS_FAIL)
      return TRUE;
  return FALSE;
}

void
lc_find_captive_portal (LcAnalysis *self)
{
  LcConfidence confidence = LC_CONFIDENCE_LIKELY;
  const char *portal = NULL;
  g_autofree char *words = NULL;
  LcFinding *finding;

  g_return_if_fail (self != NULL);

  if (self->portal_signs->len == 0 || !anything_failed (self))
    return;
  for (guint i = 0; i < self->portal_signs->len; i++) {
    const LcPortalSign *portal_sign = g_ptr_array_index (self->portal_signs, i);

    confidence = MIN (confidence, portal_sign->confidence);
    portal = portal != NULL ? portal : portal_sign->portal;
  }
  words = portal != NULL ? g_strdup_printf (_ (" (%s)"), portal) : g_strdup ("");
  finding = lc_analysis_add (self, "captive-portal", confidence, LC_OWNER_LOCAL_NETWORK, "portal",
                             words, NULL);
  for (guint i = 0; i < self->portal_signs->len; i++) {
    const LcPortalSign *portal_sign = g_ptr_array_index (self->portal_signs, i);

    lc_finding_take_evidence (finding, g_strdup (portal_sign->evidence));
  }
  add_coloured_rows (self, finding);
}

static gboolean
has_mark (const LcHttp *http, const char *mark)
{
  return http->marks != NULL && g_strv_contains ((const char *const *) http->marks, mark);
}

static gboolean
shows_block_page (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  const LcHttp *http = observation->attempt->http;

  return http != NULL && lc_analysis_is_open_question (self, observation->row)
         && (lc_observation_get_code (observation, LC_PHASE_APP) == LC_CODE_HTTP_BLOCK_PAGE
             || (has_mark (http, "blocked-words")
                 && lc_observation_get_code (observation, LC_PHASE_TLS) != LC_CODE_OK));
}

/* Under the service's own certificate even a page that speaks of a filter may be the service's. */
static LcConfidence
get_confidence (GPtrArray *pages)
{
  for (guint i = 0; i < pages->len; i++)
    if (lc_observation_get_code (g_ptr_array_index (pages, i), LC_PHASE_TLS) != LC_CODE_OK)
      return LC_CONFIDENCE_PROVEN;
  return LC_CONFIDENCE_LIKELY;
}

static char *
get_title (GPtrArray *pages)
{
  for (guint i = 0; i < pages->len; i++) {
    const LcObservation *observation = g_ptr_array_index (pages, i);

    if (observation->attempt->http->title != NULL)
      return g_strdup_printf (_ (": “%s”"), observation->attempt->http->title);
  }
  return g_strdup ("");
}

static void
add_pages (LcAnalysis *self, LcFinding *finding, GPtrArray *pages)
{
  for (guint i = 0; i < pages->len; i++) {
    const LcObservation *observation = g_ptr_array_index (pages, i);

    lc_finding_take_evidence (finding,
                              lc_describe_attempt (observation->row, observation->attempt,
                                                   self->environment, LC_CODE_HTTP_BLOCK_PAGE));
  }
}

static void
add_block_pages (LcAnalysis *self, GPtrArray *pages)
{
  g_autofree char *hosts = lc_observations_get_hosts (pages);
  g_autofree char *title = get_title (pages);
  LcFinding *finding = lc_analysis_add (self, "block-page", get_confidence (pages),
                                        LC_OWNER_FIREWALL, "hosts", hosts, "title", title, NULL);

  add_pages (self, finding, pages);
  lc_analysis_add_observations (self, finding, pages);
}

static gboolean
is_of_probe (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  const LcHttpProbe *probe = data;

  return lc_analysis_is_open_question (self, observation->row)
         && lc_row_get_protocol (observation->row) <= LC_PROTOCOL_WEBSOCKET
         && (g_strcmp0 (lc_row_get_host (observation->row), probe->host) == 0
             || lc_address_equal (observation->attempt->address, probe->address));
}

/* A filter that cuts TLS off shows its page on port 80 alone. */
static void
add_plain_page (LcAnalysis *self, const LcHttpProbe *probe)
{
  g_autoptr (GPtrArray) observations = lc_analysis_select (self, is_of_probe, probe);
  g_autofree char *title
      = probe->title != NULL ? g_strdup_printf (_ (": “%s”"), probe->title) : g_strdup ("");
  LcFinding *finding = lc_analysis_find (self, "block-page");

  if (observations->len == 0)
    return;
  if (finding == NULL)
    finding = lc_analysis_add (self, "block-page", LC_CONFIDENCE_LIKELY, LC_OWNER_FIREWALL, "hosts",
                               probe->host, "title", title, NULL);
  lc_finding_take_evidence (
      finding, lc_phrase_fill (_ ("{host} shows a web filter’s block page on port 80{title}."),
                               "host", probe->host, "title", title, NULL));
  lc_analysis_add_observations (self, finding, observations);
}

void
lc_find_block_page (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) pages = lc_analysis_select (self, shows_block_page, NULL);
  GPtrArray *probes = self->environment->http_probes;

  if (pages->len > 0)
    add_block_pages (self, pages);
  for (guint i = 0; i < probes->len; i++) {
    const LcHttpProbe *probe = g_ptr_array_index (probes, i);

    if (probe->host != NULL && probe->marks != NULL
        && g_strv_contains ((const char *const *) probe->marks, "blocked-words"))
      add_plain_page (self, probe);
  }
}
