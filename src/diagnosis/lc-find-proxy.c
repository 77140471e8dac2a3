/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-phrase.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-find.h"

/* How a proxy that made no tunnel failed. */
typedef enum
{
  FAILURE_NONE,
  FAILURE_UNREACHABLE, /* no connection to it */
  FAILURE_SILENT,      /* it takes connections, and says nothing or closes them */
  FAILURE_NO_PROXY,    /* what answers is no HTTP proxy */
  FAILURE_SIGN_IN,     /* 407 */
  FAILURE_NO_WAY,      /* 5xx: it would, and does not get there */
  FAILURE_NO_TUNNELS,  /* it does not know CONNECT */
  FAILURE_DENIED,
} Failure;

/* The number in a status line, RFC 9112 4, or 0. */
static guint
get_status (const LcAttempt *attempt)
{
  const char *space = attempt->reply != NULL && g_str_has_prefix (attempt->reply, "HTTP/")
                          ? strchr (attempt->reply, ' ')
                          : NULL;

  return space != NULL ? (guint) g_ascii_strtoull (space + 1, NULL, 10) : 0;
}

/* RFC 9110 15.5.1, 15.5.5, 15.5.6, 15.6.2: what servers answer that know no CONNECT. */
static gboolean
knows_no_tunnels (guint status)
{
  return status == 400 || status == 404 || status == 405 || status == 501;
}

static Failure
get_failure (const LcObservation *observation)
{
  const LcAttempt *attempt = observation->attempt;

  switch (lc_observation_get_code (observation, LC_PHASE_PROXY)) {
  case LC_CODE_PROXY_UNREACHABLE:
    if (attempt->local == NULL)
      return FAILURE_UNREACHABLE;
    return attempt->reply == NULL ? FAILURE_SILENT : FAILURE_NO_PROXY;
  case LC_CODE_PROXY_AUTH_REQUIRED:
    return FAILURE_SIGN_IN;
  case LC_CODE_PROXY_DENIED:
    return knows_no_tunnels (get_status (attempt)) ? FAILURE_NO_TUNNELS : FAILURE_DENIED;
  case LC_CODE_TCP_TIMEOUT:
  case LC_CODE_TCP_HOST_UNREACHABLE:
    return get_status (attempt) == 501 ? FAILURE_NO_TUNNELS : FAILURE_NO_WAY;
  default:
    return FAILURE_NONE;
  }
}

/* Proxied tries that failed so at the proxy. Returns: (transfer container). */
static GPtrArray *
select_failed (LcAnalysis *self, Failure failure)
{
  GPtrArray *observations = g_ptr_array_new ();

  for (guint i = 0; i < self->proxied->len; i++) {
    LcObservation *observation = g_ptr_array_index (self->proxied, i);

    if (get_failure (observation) == failure && !lc_analysis_is_explained (self, observation->row))
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

static gboolean
works_directly (LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);

  for (guint i = 0; i < attempts->len; i++)
    if (((const LcAttempt *) g_ptr_array_index (attempts, i))->status != LC_STATUS_PASS)
      return FALSE;
  return attempts->len > 0;
}

static gboolean
all_work_directly (GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++)
    if (!works_directly (((const LcObservation *) g_ptr_array_index (observations, i))->row))
      return FALSE;
  return TRUE;
}

/* What a proxy is needed for shows in what happens without it. */
static const char *
describe_direct (GPtrArray *observations)
{
  return all_work_directly (observations)
             ? _ ("Without the proxy the same connections work.")
             : _ ("Without the proxy the same connections do not work either.");
}

static const char *
ask_for_proxy (GPtrArray *observations)
{
  return all_work_directly (observations)
             ? _ ("Correct or remove the proxy in the system’s network settings, or ask your "
                  "network team whether it works.")
             : _ ("Ask your network team, with this report, whether the proxy works and whether "
                  "its address is still this one; correct it in the system’s network settings if "
                  "not. Until then another network, such as a phone’s hotspot, helps.");
}

/* "HTTP/1.1 504 Gateway Timeout": what the proxy said, each once. */
static char *
list_replies (GPtrArray *observations)
{
  g_autoptr (GPtrArray) replies = lc_words_new ();

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);
    g_autofree char *quoted = observation->attempt->reply != NULL
                                  ? g_strdup_printf (_ ("“%s”"), observation->attempt->reply)
                                  : NULL;

    if (quoted != NULL)
      lc_words_add (replies, quoted);
  }
  return lc_phrase_join (replies, 3);
}

static void
add_finding (LcAnalysis *self,
             const char *key,
             LcConfidence confidence,
             LcOwner owner,
             GPtrArray *observations)
{
  g_autofree char *ports = lc_observations_get_ports (observations);
  g_autofree char *hosts = lc_observations_get_hosts (observations);
  g_autofree char *replies = list_replies (observations);

  if (observations->len == 0)
    return;
  lc_analysis_add_observations (
      self,
      lc_analysis_add (self, key, confidence, owner, "proxy",
                       get_proxy (self, g_ptr_array_index (observations, 0)), "ports", ports,
                       "hosts", hosts, "replies", replies, "direct", describe_direct (observations),
                       "ask", ask_for_proxy (observations), NULL),
      observations);
}

static void
add_proxy_finding (LcAnalysis *self, const char *key, GPtrArray *observations)
{
  add_finding (self, key, LC_CONFIDENCE_PROVEN, LC_OWNER_PROXY, observations);
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
find_denials (LcAnalysis *self, GPtrArray *denied)
{
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
any_is_let_through (LcAnalysis *self)
{
  for (guint i = 0; i < self->proxied->len; i++)
    if (is_let_through (g_ptr_array_index (self->proxied, i)))
      return TRUE;
  return FALSE;
}

/* A proxy that connects others works. That it does not get to some hosts, or waits for
 * them in silence, is those hosts' story, or that of a rule beyond it; where they answer without
 * the proxy it is the proxy's, which lc_find_spoiling_proxy() tells. */
static void
find_unreached_hosts (LcAnalysis *self, GPtrArray *no_way, GPtrArray *silent)
{
  g_autoptr (GPtrArray) unreached = g_ptr_array_new ();

  for (guint list = 0; list < 2; list++) {
    GPtrArray *observations = list == 0 ? no_way : silent;

    for (guint i = 0; i < observations->len; i++) {
      LcObservation *observation = g_ptr_array_index (observations, i);

      if (!works_directly (observation->row))
        g_ptr_array_add (unreached, observation);
    }
  }
  add_finding (self, "proxy-failing/host", LC_CONFIDENCE_LIKELY, LC_OWNER_UNKNOWN, unreached);
}

/* It connected nobody: whatever it answers is its own story. A proxy that says for some hosts that
 * it does not get there has the others wait for the same. */
static void
find_failing_proxy (LcAnalysis *self, GPtrArray *no_way, GPtrArray *silent)
{
  if (no_way->len > 0) {
    g_ptr_array_extend (no_way, silent, NULL, NULL);
    add_proxy_finding (self, "proxy-failing", no_way);
  } else {
    add_proxy_finding (self, "proxy-failing/silent", silent);
  }
}

/* What the proxy let through and then spoilt; interception is told apart by its certificates. */
void
lc_find_spoiling_proxy (LcAnalysis *self)
{
  g_autoptr (GPtrArray) observations = g_ptr_array_new ();

  g_return_if_fail (self != NULL);

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
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) unreachable = select_failed (self, FAILURE_UNREACHABLE);
  g_autoptr (GPtrArray) no_proxy = select_failed (self, FAILURE_NO_PROXY);
  g_autoptr (GPtrArray) sign_in = select_failed (self, FAILURE_SIGN_IN);
  g_autoptr (GPtrArray) no_tunnels = select_failed (self, FAILURE_NO_TUNNELS);
  g_autoptr (GPtrArray) denied = select_failed (self, FAILURE_DENIED);
  g_autoptr (GPtrArray) no_way = select_failed (self, FAILURE_NO_WAY);
  g_autoptr (GPtrArray) silent = select_failed (self, FAILURE_SILENT);
  gboolean works = any_is_let_through (self);

  add_proxy_finding (self, works ? "proxy-unreachable/at-times" : "proxy-unreachable", unreachable);
  add_proxy_finding (self, "proxy-failing/no-proxy", no_proxy);
  add_proxy_finding (self, "proxy-sign-in", sign_in);
  if (works || denied->len > 0)
    g_ptr_array_extend (denied, no_tunnels, NULL, NULL);
  else
    add_proxy_finding (self, "proxy-failing/no-tunnels", no_tunnels);
  find_denials (self, denied);
  if (works)
    find_unreached_hosts (self, no_way, silent);
  else
    find_failing_proxy (self, no_way, silent);
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

  g_return_if_fail (self != NULL);

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

/* A kind of proxy that Linecheck does not speak to: what it lets out is not known. */
static gboolean
is_untried (LcAnalysis *self)
{
  const char *proxy = self->environment->proxy;

  return proxy != NULL && self->proxied->len == 0
         && g_ascii_strncasecmp (proxy, "http:", strlen ("http:")) != 0;
}

static gboolean
can_use_proxy (LcRow *row)
{
  LcProtocol protocol = lc_row_get_protocol (row);

  return protocol == LC_PROTOCOL_HTTPS || protocol == LC_PROTOCOL_WEBSOCKET;
}

static gboolean
is_open_web_row (LcAnalysis *self, LcRow *row)
{
  return can_use_proxy (row) && lc_analysis_is_open_question (self, row) && fails_directly (row);
}

static gboolean
any_web_row_gets_out (LcAnalysis *self)
{
  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (self->observations, i);

    if (can_use_proxy (observation->row) && observation->reach == LC_REACH_OPEN)
      return TRUE;
  }
  return FALSE;
}

/* Where the web gets out directly it is a note; where it does not, what is seen here is not
 * what a browser sees. */
void
lc_find_untried_proxy (LcAnalysis *self)
{
  LcFinding *finding;

  g_return_if_fail (self != NULL);

  if (!is_untried (self))
    return;
  finding = lc_analysis_add (self, "proxy-untried", LC_CONFIDENCE_PROVEN, LC_OWNER_UNKNOWN, "proxy",
                             self->environment->proxy, NULL);
  if (any_web_row_gets_out (self))
    return;
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);

    if (!is_open_web_row (self, row))
      continue;
    lc_analysis_add_row (self, finding, row);
    lc_finding_take_evidence (finding, g_strdup (lc_row_get_detail (row)));
  }
}
