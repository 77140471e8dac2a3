/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-block.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-find.h"
#include "diagnosis/lc-finding-texts.h"

/* WebSockets */

static gboolean
is_websocket (const LcObservation *observation)
{
  return lc_row_get_protocol (observation->row) == LC_PROTOCOL_WEBSOCKET;
}

/* What inspection explains may be stripped besides; what a portal or the DNS explains is not. */
static gboolean
may_be_stripped (LcAnalysis *self, LcRow *row)
{
  LcFinding *finding = g_hash_table_lookup (self->explained, row);

  return finding == NULL || g_str_equal (finding->code, "tls-inspection");
}

static GPtrArray *
select_refused (LcAnalysis *self)
{
  GPtrArray *observations = g_ptr_array_new ();

  for (guint list = 0; list < 2; list++) {
    GPtrArray *all = list == 0 ? self->observations : self->proxied;

    for (guint i = 0; i < all->len; i++) {
      LcObservation *observation = g_ptr_array_index (all, i);

      if (is_websocket (observation)
          && lc_observation_get_code (observation, LC_PHASE_APP) == LC_CODE_WS_REFUSED
          && may_be_stripped (self, observation->row))
        g_ptr_array_add (observations, observation);
    }
  }
  return observations;
}

/* Whether a WebSocket opened on this port, at any host, on the same way. */
static gboolean
opens_somewhere (LcAnalysis *self, const LcObservation *refused)
{
  GPtrArray *all = refused->proxied ? self->proxied : self->observations;

  for (guint i = 0; i < all->len; i++) {
    const LcObservation *observation = g_ptr_array_index (all, i);

    if (is_websocket (observation) && lc_observation_shares_port (observation, refused)
        && lc_observation_passed (observation, LC_PHASE_APP))
      return TRUE;
  }
  return FALSE;
}

/* Who is seen to handle the connection on the way. Without inspection, a proxy or
 * a Via header nobody in between can take a header away inside TLS. */
static LcOwner
get_stripper (GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);

    if (observation->proxied)
      return LC_OWNER_PROXY;
    if (lc_observation_get_code (observation, LC_PHASE_TLS) == LC_CODE_TLS_INTERCEPTED)
      return LC_OWNER_FIREWALL;
    if (observation->attempt->http != NULL && observation->attempt->http->via != NULL)
      return LC_OWNER_PROXY;
  }
  return LC_OWNER_UNKNOWN;
}

static void
add_via (LcAnalysis *self, LcFinding *finding, GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);
    const LcHttp *http = observation->attempt->http;

    if (http != NULL && http->via != NULL)
      lc_finding_take_evidence (finding, lc_phrase_fill (_ ("{host} was answered via “{via}”."),
                                                         "host", lc_row_get_host (observation->row),
                                                         "via", http->via, NULL));
    lc_finding_take_evidence (finding, lc_describe_attempt (observation->row, observation->attempt,
                                                            self->environment, LC_CODE_WS_REFUSED));
  }
}

/* Ports on which a WebSocket opened, on the ways of those that were refused.
 * Returns: (transfer container). */
static GPtrArray *
select_opened (LcAnalysis *self, GPtrArray *refused)
{
  GPtrArray *opened = g_ptr_array_new ();
  gboolean proxied
      = refused->len > 0 && ((const LcObservation *) g_ptr_array_index (refused, 0))->proxied;
  GPtrArray *all = proxied ? self->proxied : self->observations;

  for (guint i = 0; i < all->len; i++) {
    LcObservation *observation = g_ptr_array_index (all, i);

    if (is_websocket (observation) && lc_observation_passed (observation, LC_PHASE_APP))
      g_ptr_array_add (opened, observation);
  }
  return opened;
}

static const char *
get_stripped_key (LcOwner owner, GPtrArray *opened)
{
  if (opened->len > 0)
    return owner == LC_OWNER_UNKNOWN ? "websocket-stripped/port" : "websocket-stripped/opened-port";
  return owner == LC_OWNER_UNKNOWN ? "websocket-stripped" : "websocket-stripped/opened";
}

/* What opens on another port is not taken away from WebSockets, but on that port. */
void
lc_find_stripped_websocket (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) refused = select_refused (self);
  g_autoptr (GPtrArray) stripped = g_ptr_array_new ();
  g_autoptr (GPtrArray) opened = NULL;
  g_autofree char *hosts = NULL;
  g_autofree char *ports = NULL;
  g_autofree char *others = NULL;
  g_autofree char *who = NULL;
  LcOwner owner;
  LcFinding *finding;

  for (guint i = 0; i < refused->len; i++)
    if (!opens_somewhere (self, g_ptr_array_index (refused, i)))
      g_ptr_array_add (stripped, g_ptr_array_index (refused, i));
  if (lc_observations_count_addresses (stripped) < 2)
    return;
  owner = get_stripper (stripped);
  opened = select_opened (self, stripped);
  hosts = lc_observations_get_hosts (stripped);
  ports = lc_observations_get_ports (stripped);
  others = lc_observations_get_ports (opened);
  who = lc_texts_name_owner (owner, LC_OWNER_CONFIDENCE_NONE, NULL);
  finding = lc_analysis_add (self, get_stripped_key (owner, opened), LC_CONFIDENCE_LIKELY, owner,
                             "hosts", hosts, "ports", ports, "others", others, "who", who, NULL);
  lc_analysis_add_observations (self, finding, stripped);
  add_via (self, finding, stripped);
}

/* The service's own errors */

static gboolean
is_app_error (LcCode code)
{
  switch (code) {
  case LC_CODE_APP_TIMEOUT:
  case LC_CODE_APP_CLOSED:
  case LC_CODE_APP_UNEXPECTED_REPLY:
  case LC_CODE_HTTP_ERROR:
  case LC_CODE_WS_REFUSED:
  case LC_CODE_IMAP_REJECTED:
  case LC_CODE_SMTP_REJECTED:
  case LC_CODE_STARTTLS_MISSING:
    return TRUE;
  default:
    return FALSE;
  }
}

/* What reached the host and was answered wrongly there. */
static gboolean
is_service_error (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  LcCode tls = lc_observation_get_code (observation, LC_PHASE_TLS);
  LcCode udp = lc_observation_get_code (observation, LC_PHASE_UDP);

  if (!lc_analysis_is_open_question (self, observation->row)
      || !lc_row_get_required (observation->row))
    return FALSE;
  return is_app_error (lc_observation_get_code (observation, LC_PHASE_APP))
         || tls == LC_CODE_TLS_ALERT || tls == LC_CODE_TLS_NOT_TLS || udp == LC_CODE_STUN_BAD_REPLY
         || udp == LC_CODE_STUN_ERROR;
}

static gboolean
works_at_another_address (LcAnalysis *self, const LcObservation *failed)
{
  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (self->observations, i);

    if (observation->attempt->status == LC_STATUS_PASS && lc_row_get_required (observation->row)
        && g_strcmp0 (observation->attempt->address, failed->attempt->address) != 0
        && lc_observation_shares_port (observation, failed)
        && g_str_equal (lc_row_get_service (observation->row), lc_row_get_service (failed->row)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
says_something (const LcObservation *observation)
{
  LcCode app = lc_observation_get_code (observation, LC_PHASE_APP);

  return app != LC_CODE_APP_TIMEOUT && app != LC_CODE_APP_CLOSED;
}

/* What the service said shows that it said it; that nothing was said shows less. */
static gboolean
was_answered (const LcObservation *observation)
{
  return lc_attempt_has_good_tls (observation->attempt) && says_something (observation);
}

/* Hosts of two places that fall silent at once share the way, and nobody in sight tells the two
 * apart; nor is the service to be named for a connection that something nearer opened. */
static gboolean
may_be_on_way (LcAnalysis *self, GPtrArray *silent)
{
  const LcObservation *first = g_ptr_array_index (silent, 0);

  for (guint i = 0; i < silent->len; i++) {
    const LcObservation *observation = g_ptr_array_index (silent, i);

    if (!lc_address_is_neighbour (observation->attempt->address, first->attempt->address)
        || lc_analysis_is_opened_nearby (self, observation))
      return TRUE;
  }
  return FALSE;
}

static void
add_errors (LcAnalysis *self, GPtrArray *observations, const char *key)
{
  g_autofree char *ports = lc_observations_get_ports (observations);
  g_autofree char *hosts = lc_observations_get_hosts (observations);
  LcConfidence confidence = LC_CONFIDENCE_PROVEN;
  LcOwner owner = LC_OWNER_SERVICE;
  gboolean answered = FALSE;
  LcFinding *finding;

  if (observations->len == 0)
    return;
  for (guint i = 0; i < observations->len; i++) {
    if (!was_answered (g_ptr_array_index (observations, i)))
      confidence = LC_CONFIDENCE_LIKELY;
    answered |= says_something (g_ptr_array_index (observations, i));
  }
  if (!answered && g_str_equal (key, "service-down/error")) {
    gboolean unknown = may_be_on_way (self, observations);

    key = unknown ? "service-down/silent-anywhere" : "service-down/silent";
    owner = unknown ? LC_OWNER_UNKNOWN : LC_OWNER_SERVICE;
  }
  finding = lc_analysis_add (self, key, confidence, owner, "ports", ports, "hosts", hosts, NULL);
  lc_analysis_add_observations (self, finding, observations);
  lc_analysis_add_opened_nearby (self, finding, observations);
}

void
lc_find_service_errors (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) errors = lc_analysis_select (self, is_service_error, NULL);
  g_autoptr (GPtrArray) down = g_ptr_array_new ();
  g_autoptr (GPtrArray) partly = g_ptr_array_new ();

  for (guint i = 0; i < errors->len; i++) {
    LcObservation *observation = g_ptr_array_index (errors, i);

    g_ptr_array_add (works_at_another_address (self, observation) ? partly : down, observation);
  }
  add_errors (self, down, "service-down/error");
  add_errors (self, partly, "site-degraded/error");
}
