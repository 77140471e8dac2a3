/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-portal-sign.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-address.h"
#include "base/lc-host.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-inspection.h"

#define NETWORK_AUTHENTICATION_REQUIRED 511 /* RFC 6585 6 */

/* A page in a service's place, over TLS or on port 80. */
typedef struct
{
  LcObservation *observation; /* (nullable) */
  const char *host;
  guint status;
  const char *location;
  const char *title;
  const char *const *marks;
  const LcCertificate *leaf; /* (nullable) a certificate that does not fit */
  gboolean plain;            /* it came from port 80 */
  gboolean own;              /* it came under a certificate of the service, whatever its dates */
} Page;

static const char *const portal_words[]
    = { "login", "logon", "signin", "sign-in", "portal", "captive", "guest", "hotspot", "welcome" };

void
lc_portal_sign_free (LcPortalSign *portal_sign)
{
  if (portal_sign == NULL)
    return;
  g_free (portal_sign->portal);
  g_free (portal_sign->evidence);
  g_free (portal_sign);
}

static void
free_sighting (gpointer data)
{
  lc_portal_sign_free (data);
}

static gboolean
has_mark (const Page *page, const char *mark)
{
  return page->marks != NULL && g_strv_contains (page->marks, mark);
}

static gboolean
is_redirect (const Page *page)
{
  return page->location != NULL
         && ((page->status >= 300 && page->status < 400) || has_mark (page, "meta-refresh"));
}

/* The host that a redirect leads to, or NULL where it stays or cannot be read. */
static char *
get_target (const Page *page)
{
  g_autoptr (GUri) uri = NULL;

  if (!is_redirect (page))
    return NULL;
  uri = g_uri_parse (page->location, G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  return g_ascii_strdown (g_uri_get_host (uri), -1);
}

/* Whether a host belongs to the services that are checked: a redirect from one to
 * another is their own. */
static gboolean
is_service (LcAnalysis *self, const char *host)
{
  g_autofree char *domain = lc_host_get_domain (host);

  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);
    g_autofree char *known = lc_host_get_domain (lc_row_get_tls_name (row));

    if (g_str_equal (known, domain) || lc_address_equal (host, lc_row_get_host (row)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
sounds_like_portal (const char *location)
{
  g_autofree char *lower = g_ascii_strdown (location, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (portal_words); i++)
    if (strstr (lower, portal_words[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_named (const LcCertificate *leaf, const char *host)
{
  return leaf != NULL && leaf->names != NULL
         && g_strv_contains ((const char *const *) leaf->names, host);
}

/* Whether pages of unrelated hosts lead to the same place. */
static gboolean
others_lead_there (GArray *pages, const Page *page, const char *target)
{
  g_autofree char *domain = lc_host_get_domain (page->host);

  for (guint i = 0; i < pages->len; i++) {
    const Page *other = &g_array_index (pages, Page, i);
    g_autofree char *other_target = get_target (other);
    g_autofree char *other_domain = lc_host_get_domain (other->host);

    if (g_strcmp0 (other_target, target) == 0 && !g_str_equal (domain, other_domain))
      return TRUE;
  }
  return FALSE;
}

static LcPortalSign *
new_sighting (LcConfidence confidence, const char *portal, char *evidence)
{
  LcPortalSign *portal_sign = g_new0 (LcPortalSign, 1);

  portal_sign->confidence = confidence;
  portal_sign->portal = g_strdup (portal);
  portal_sign->evidence = evidence;
  return portal_sign;
}

static LcPortalSign *
see_redirect (LcAnalysis *self, GArray *pages, const Page *page)
{
  g_autofree char *target = get_target (page);
  gboolean sure;

  if (target == NULL || g_ascii_strcasecmp (target, page->host) == 0
      || (is_service (self, target) && !lc_address_is_inside (target)))
    return NULL;
  sure = lc_address_is_inside (target) || is_named (page->leaf, target)
         || others_lead_there (pages, page, target);
  if (!sure && !(page->plain && sounds_like_portal (page->location)))
    return NULL;
  return new_sighting (sure ? LC_CONFIDENCE_PROVEN : LC_CONFIDENCE_LIKELY, target,
                       lc_phrase_fill (_ ("{host} sends the browser on to {location}."), "host",
                                       page->host, "location", page->location, NULL));
}

/* Whether a page of another domain on port 80 has the same title: one server in
 * everybody's place. */
static gboolean
others_show_it (GArray *pages, const Page *page)
{
  g_autofree char *domain = lc_host_get_domain (page->host);

  for (guint i = 0; page->title != NULL && i < pages->len; i++) {
    const Page *other = &g_array_index (pages, Page, i);
    g_autofree char *other_domain = lc_host_get_domain (other->host);

    if (other->plain && other->status == page->status && g_strcmp0 (other->title, page->title) == 0
        && !g_str_equal (domain, other_domain))
      return TRUE;
  }
  return FALSE;
}

static LcPortalSign *
see_common_page (GArray *pages, const Page *page)
{
  if (!page->plain || page->status != 200 || has_mark (page, "blocked-words")
      || !others_show_it (pages, page))
    return NULL;
  return new_sighting (LC_CONFIDENCE_LIKELY, NULL,
                       lc_phrase_fill (_ ("{host} and an unrelated host show the same page: "
                                          "“{title}”."),
                                       "host", page->host, "title", page->title, NULL));
}

static LcPortalSign *
see_page (LcAnalysis *self, GArray *pages, const Page *page)
{
  g_autofree char *title
      = page->title != NULL ? g_strdup_printf (_ (": “%s”"), page->title) : g_strdup ("");

  if (page->status == NETWORK_AUTHENTICATION_REQUIRED)
    return new_sighting (LC_CONFIDENCE_PROVEN, NULL,
                         lc_phrase_fill (_ ("{host} is answered with HTTP 511, “network "
                                            "authentication required”."),
                                         "host", page->host, NULL));
  if (has_mark (page, "wispr"))
    return new_sighting (LC_CONFIDENCE_PROVEN, NULL,
                         lc_phrase_fill (_ ("{host} is answered by a hotspot’s gateway (WISPr)."),
                                         "host", page->host, NULL));
  if (page->own)
    return NULL;
  if (has_mark (page, "portal-words") || (page->plain && has_mark (page, "login-form")))
    return new_sighting (LC_CONFIDENCE_LIKELY, NULL,
                         lc_phrase_fill (_ ("{host} shows a page that asks to sign in{title}."),
                                         "host", page->host, "title", title, NULL));
  if (is_redirect (page))
    return see_redirect (self, pages, page);
  return see_common_page (pages, page);
}

static void
add_probes (LcAnalysis *self, GArray *pages)
{
  for (guint i = 0; i < self->environment->http_probes->len; i++) {
    const LcHttpProbe *probe = g_ptr_array_index (self->environment->http_probes, i);
    Page page = { .host = probe->host,
                  .status = probe->status,
                  .location = probe->location,
                  .title = probe->title,
                  .marks = (const char *const *) probe->marks,
                  .plain = TRUE };

    if (probe->host != NULL)
      g_array_append_val (pages, page);
  }
}

static gboolean
has_own_certificate (const LcObservation *observation)
{
  return observation->attempt->tls != NULL
         && !lc_attempt_has_problem (observation->attempt, "untrusted")
         && !lc_attempt_has_problem (observation->attempt, "name-mismatch");
}

static void
add_answers (LcAnalysis *self, GArray *pages)
{
  for (guint i = 0; i < self->observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (self->observations, i);
    const LcHttp *http = observation->attempt->http;
    Page page = { .observation = observation, .host = lc_row_get_host (observation->row) };

    if (http == NULL)
      continue;
    page.status = http->status;
    page.location = http->location;
    page.title = http->title;
    page.marks = (const char *const *) http->marks;
    page.own = has_own_certificate (observation);
    page.leaf = page.own ? NULL : lc_attempt_get_leaf (observation->attempt);
    g_array_append_val (pages, page);
  }
}

static void
see_environment (LcAnalysis *self, GPtrArray *portal_signs)
{
  const char *portal = self->environment->captive_portal;
  const char *source = self->environment->portal_source;

  if (portal == NULL || g_strcmp0 (source, "rows") == 0)
    return;
  g_ptr_array_add (portal_signs,
                   new_sighting (LC_CONFIDENCE_PROVEN, g_str_equal (portal, "yes") ? NULL : portal,
                                 g_strdup (_ ("The system (NetworkManager) says that the network "
                                              "has a sign-in page."))));
}

/* Before somebody signs in a portal lets nobody through to the service: where
 * the service itself answers, only a page that is surely a portal's counts. */
static gboolean
service_answers (LcAnalysis *self)
{
  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (self->observations, i);

    if (observation->attempt->status == LC_STATUS_PASS
        && lc_attempt_has_good_tls (observation->attempt))
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
lc_portal_signs_new (LcAnalysis *self)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (Page));
  GPtrArray *portal_signs = g_ptr_array_new_with_free_func (free_sighting);
  gboolean sure_only = service_answers (self);

  if (!sure_only)
    see_environment (self, portal_signs);
  add_probes (self, pages);
  add_answers (self, pages);
  for (guint i = 0; i < pages->len; i++) {
    const Page *page = &g_array_index (pages, Page, i);
    g_autoptr (LcPortalSign) portal_sign = see_page (self, pages, page);

    if (portal_sign == NULL || (sure_only && portal_sign->confidence != LC_CONFIDENCE_PROVEN))
      continue;
    portal_sign->observation = page->observation;
    g_ptr_array_add (portal_signs, g_steal_pointer (&portal_sign));
  }
  return portal_signs;
}
