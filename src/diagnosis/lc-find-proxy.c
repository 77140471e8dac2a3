/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-find.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/lc-describe.h"
#include "base/lc-phrase.h"

/* Proxied tries with one code at the proxy. Returns: (transfer container). */
static GPtrArray *
select_refused (LcAnalysis *self, LcCode code)
{
  GPtrArray *observations = g_ptr_array_new ();

  for (guint i = 0; i < self->proxied->len; i++) {
    LcObservation *observation = g_ptr_array_index (self->proxied, i);

    if (lc_observation_get_code (observation, LC_PHASE_PROXY) == code
        && !lc_analysis_is_explained (self, observation->row))
      g_ptr_array_add (observations, observation);
  }
  return observations;
}

static const char *
get_proxy (LcAnalysis *self, const LcObservation *observation)
{
  return observation->attempt->proxy != NULL ? observation->attempt->proxy
                                             : self->environment->proxy;
}

static void
add_proxy_finding (LcAnalysis *self, const char *key, GPtrArray *observations)
{
  g_autofree char *ports = lc_observations_get_ports (observations);
  g_autofree char *hosts = lc_observations_get_hosts (observations);

  if (observations->len == 0)
    return;
  lc_analysis_add_observations (
      self,
      lc_analysis_add (self, key, LC_CONFIDENCE_PROVEN, LC_OWNER_PROXY, "proxy",
                       get_proxy (self, g_ptr_array_index (observations, 0)), "ports", ports,
                       "hosts", hosts, NULL),
      observations);
}

static gboolean
is_let_through (const LcObservation *observation)
{
  return lc_observation_passed (observation, LC_PHASE_PROXY);
}

/* Whether the proxy connected anybody to this port. */
static gboolean
port_is_allowed (LcAnalysis *self, guint16 port)
{
  for (guint i = 0; i < self->proxied->len; i++) {
    const LcObservation *observation = g_ptr_array_index (self->proxied, i);

    if (lc_row_get_port (observation->row) == port && is_let_through (observation))
      return TRUE;
  }
  return FALSE;
}

/* Whether the proxy connected to another port of a host that is refused on this one. */
static gboolean
host_is_allowed (LcAnalysis *self, guint16 port)
{
  for (guint i = 0; i < self->proxied->len; i++) {
    const LcObservation *refused = g_ptr_array_index (self->proxied, i);

    if (lc_row_get_port (refused->row) != port)
      continue;
    for (guint j = 0; j < self->proxied->len; j++) {
      const LcObservation *other = g_ptr_array_index (self->proxied, j);

      if (is_let_through (other)
          && g_str_equal (lc_row_get_host (other->row), lc_row_get_host (refused->row)))
        return TRUE;
    }
  }
  return FALSE;
}

/* A proxy's rule is by port where it lets nobody to that port but the same hosts
 * to others, else by host. */
static void
find_denials (LcAnalysis *self)
{
  g_autoptr (GPtrArray) denied = select_refused (self, LC_CODE_PROXY_DENIED);
  g_autoptr (GPtrArray) by_port = g_ptr_array_new ();
  g_autoptr (GPtrArray) by_host = g_ptr_array_new ();

  for (guint i = 0; i < denied->len; i++) {
    LcObservation *observation = g_ptr_array_index (denied, i);
    guint16 number = lc_row_get_port (observation->row);
    gboolean port = !port_is_allowed (self, number) && host_is_allowed (self, number);

    g_ptr_array_add (port ? by_port : by_host, observation);
  }
  add_proxy_finding (self, "proxy-denies-port", by_port);
  add_proxy_finding (self, "proxy-denies-host", by_host);
}

static gboolean
works_directly (LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);

  for (guint i = 0; i < attempts->len; i++)
    if (((const LcAttempt *) g_ptr_array_index (attempts, i))->status != LC_STATUS_PASS)
      return FALSE;
  return attempts->len > 0;
}

/* What the proxy let through and then spoilt; interception is told apart by its certificates. */
void
lc_find_spoiling_proxy (LcAnalysis *self)
{
  g_autoptr (GPtrArray) observations = g_ptr_array_new ();

  for (guint i = 0; i < self->proxied->len; i++) {
    LcObservation *observation = g_ptr_array_index (self->proxied, i);

    if (lc_analysis_is_open_question (self, observation->row)
        && observation->attempt->status != LC_STATUS_PASS && works_directly (observation->row))
      g_ptr_array_add (observations, observation);
  }
  add_proxy_finding (self, "proxy-breaks", observations);
}

void
lc_find_proxy_trouble (LcAnalysis *self)
{
  g_autoptr (GPtrArray) unreachable = select_refused (self, LC_CODE_PROXY_UNREACHABLE);
  g_autoptr (GPtrArray) sign_in = select_refused (self, LC_CODE_PROXY_AUTH_REQUIRED);

  add_proxy_finding (self, "proxy-unreachable", unreachable);
  add_proxy_finding (self, "proxy-sign-in", sign_in);
  find_denials (self);
}

static gboolean
works_through_proxy (LcRow *row)
{
  GPtrArray *attempts = lc_row_get_proxied_attempts (row);

  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (attempt->status == LC_STATUS_PASS || attempt->status == LC_STATUS_DEGRADED)
      return TRUE;
  }
  return FALSE;
}

/* Whether the direct way failed before anything of the service was seen: a
 * service that answers badly answers badly through a proxy too. */
static gboolean
fails_directly (LcRow *row)
{
  LcPhase phase = lc_row_get_phase (row);
  LcCode code = lc_row_get_code (row);

  return phase == LC_PHASE_DNS || phase == LC_PHASE_TCP || code == LC_CODE_TLS_RESET
         || code == LC_CODE_TLS_TIMEOUT || code == LC_CODE_TLS_CLOSED;
}

void
lc_find_proxy_required (LcAnalysis *self)
{
  g_autoptr (GPtrArray) observations = g_ptr_array_new ();
  g_autofree char *hosts = NULL;
  LcFinding *finding;

  for (guint i = 0; i < self->proxied->len; i++) {
    LcObservation *observation = g_ptr_array_index (self->proxied, i);

    if (lc_analysis_is_open_question (self, observation->row) && fails_directly (observation->row)
        && works_through_proxy (observation->row))
      g_ptr_array_add (observations, observation);
  }
  if (observations->len == 0)
    return;
  hosts = lc_observations_get_hosts (observations);
  finding = lc_analysis_add (self, "proxy-required", LC_CONFIDENCE_PROVEN, LC_OWNER_FIREWALL,
                             "proxy", get_proxy (self, g_ptr_array_index (observations, 0)),
                             "hosts", hosts, NULL);
  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);

    lc_analysis_add_row (self, finding, observation->row);
    lc_finding_take_evidence (finding, g_strdup (lc_row_get_detail (observation->row)));
  }
}
