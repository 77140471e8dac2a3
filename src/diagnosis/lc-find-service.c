/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-find.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/lc-block.h"
#include "diagnosis/lc-conclude.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-phrase.h"
#include "diagnosis/lc-texts.h"

/* WebSockets */

static gboolean
is_websocket (const LcTry *try)
{
  return lc_row_get_protocol (try->row) == LC_PROTOCOL_WEBSOCKET;
}

/* What inspection explains may be stripped besides; what a portal or the DNS explains is not. */
static gboolean
may_be_stripped (LcCase *self, LcRow *row)
{
  LcFinding *finding = g_hash_table_lookup (self->explained, row);

  return finding == NULL || g_str_equal (finding->code, "tls-inspection");
}

static GPtrArray *
select_refused (LcCase *self)
{
  GPtrArray *tries = g_ptr_array_new ();

  for (guint list = 0; list < 2; list++) {
    GPtrArray *all = list == 0 ? self->tries : self->proxied;

    for (guint i = 0; i < all->len; i++) {
      LcTry *try = g_ptr_array_index (all, i);

      if (is_websocket (try) && lc_try_get_code (try, LC_PHASE_APP) == LC_CODE_WS_REFUSED
          && may_be_stripped (self, try->row))
        g_ptr_array_add (tries, try);
    }
  }
  return tries;
}

/* Whether a WebSocket opened on this port, at any host, on the same way. */
static gboolean
opens_somewhere (LcCase *self, const LcTry *refused)
{
  GPtrArray *all = refused->proxied ? self->proxied : self->tries;

  for (guint i = 0; i < all->len; i++) {
    const LcTry *try = g_ptr_array_index (all, i);

    if (is_websocket (try) && lc_try_shares_port (try, refused)
        && lc_try_passed (try, LC_PHASE_APP))
      return TRUE;
  }
  return FALSE;
}

/* Who is seen to handle the connection on the way. Without inspection, a proxy or
 * a Via header nobody in between can take a header away inside TLS. */
static LcOwner
get_stripper (GPtrArray *tries)
{
  for (guint i = 0; i < tries->len; i++) {
    const LcTry *try = g_ptr_array_index (tries, i);

    if (try->proxied)
      return LC_OWNER_PROXY;
    if (lc_try_get_code (try, LC_PHASE_TLS) == LC_CODE_TLS_INTERCEPTED)
      return LC_OWNER_FIREWALL;
    if (try->attempt->http != NULL && try->attempt->http->via != NULL)
      return LC_OWNER_PROXY;
  }
  return LC_OWNER_UNKNOWN;
}

static void
add_via (LcFinding *finding, GPtrArray *tries)
{
  for (guint i = 0; i < tries->len; i++) {
    const LcTry *try = g_ptr_array_index (tries, i);
    const LcHttp *http = try->attempt->http;

    if (http != NULL && http->via != NULL)
      lc_finding_take_evidence (finding, lc_phrase_fill (_ ("{host} was answered via “{via}”."),
                                                         "host", lc_row_get_host (try->row), "via",
                                                         http->via, NULL));
    lc_finding_take_evidence (finding,
                              lc_describe_attempt (try->row, try->attempt, LC_CODE_WS_REFUSED));
  }
}

void
lc_find_stripped_websocket (LcCase *self)
{
  g_autoptr (GPtrArray) refused = select_refused (self);
  g_autoptr (GPtrArray) stripped = g_ptr_array_new ();
  LcOwner owner;
  g_autofree char *hosts = NULL;
  g_autofree char *who = NULL;
  LcFinding *finding;

  for (guint i = 0; i < refused->len; i++)
    if (!opens_somewhere (self, g_ptr_array_index (refused, i)))
      g_ptr_array_add (stripped, g_ptr_array_index (refused, i));
  if (lc_tries_count_addresses (stripped) < 2)
    return;
  owner = get_stripper (stripped);
  hosts = lc_tries_get_hosts (stripped);
  who = lc_texts_name_owner (owner, NULL);
  finding
      = lc_case_add (self,
                     owner == LC_OWNER_UNKNOWN ? "websocket-stripped" : "websocket-stripped/opened",
                     LC_CONFIDENCE_LIKELY, owner, "hosts", hosts, "who", who, NULL);
  lc_case_add_tries (self, finding, stripped);
  add_via (finding, stripped);
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
is_service_error (LcCase *self, const LcTry *try, gconstpointer data)
{
  LcCode tls = lc_try_get_code (try, LC_PHASE_TLS);
  LcCode udp = lc_try_get_code (try, LC_PHASE_UDP);

  if (!lc_case_is_open_question (self, try->row) || !lc_row_get_required (try->row))
    return FALSE;
  return is_app_error (lc_try_get_code (try, LC_PHASE_APP)) || tls == LC_CODE_TLS_ALERT
         || tls == LC_CODE_TLS_NOT_TLS || udp == LC_CODE_STUN_BAD_REPLY
         || udp == LC_CODE_STUN_ERROR;
}

static gboolean
works_at_another_address (LcCase *self, const LcTry *failed)
{
  for (guint i = 0; i < self->tries->len; i++) {
    const LcTry *try = g_ptr_array_index (self->tries, i);

    if (try->attempt->status == LC_STATUS_PASS && lc_row_get_required (try->row)
        && g_strcmp0 (try->attempt->address, failed->attempt->address) != 0
        && lc_try_shares_port (try, failed)
        && g_str_equal (lc_row_get_service (try->row), lc_row_get_service (failed->row)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
says_something (const LcTry *try)
{
  LcCode app = lc_try_get_code (try, LC_PHASE_APP);

  return app != LC_CODE_APP_TIMEOUT && app != LC_CODE_APP_CLOSED;
}

/* What the service said shows that it said it; that nothing was said shows less. */
static gboolean
was_answered (const LcTry *try)
{
  return lc_attempt_has_good_tls (try->attempt) && says_something (try);
}

static void
add_errors (LcCase *self, GPtrArray *tries, const char *key)
{
  g_autofree char *ports = lc_tries_get_ports (tries);
  g_autofree char *hosts = lc_tries_get_hosts (tries);
  LcConfidence confidence = LC_CONFIDENCE_PROVEN;
  gboolean answered = FALSE;

  if (tries->len == 0)
    return;
  for (guint i = 0; i < tries->len; i++) {
    if (!was_answered (g_ptr_array_index (tries, i)))
      confidence = LC_CONFIDENCE_LIKELY;
    answered |= says_something (g_ptr_array_index (tries, i));
  }
  if (!answered && g_str_equal (key, "service-down/error"))
    key = "service-down/silent";
  lc_case_add_tries (self,
                     lc_case_add (self, key, confidence, LC_OWNER_SERVICE, "ports", ports, "hosts",
                                  hosts, NULL),
                     tries);
}

void
lc_find_service_errors (LcCase *self)
{
  g_autoptr (GPtrArray) errors = lc_case_select (self, is_service_error, NULL);
  g_autoptr (GPtrArray) down = g_ptr_array_new ();
  g_autoptr (GPtrArray) partly = g_ptr_array_new ();

  for (guint i = 0; i < errors->len; i++) {
    LcTry *try = g_ptr_array_index (errors, i);

    g_ptr_array_add (works_at_another_address (self, try) ? partly : down, try);
  }
  add_errors (self, down, "service-down/error");
  add_errors (self, partly, "site-degraded/error");
}
