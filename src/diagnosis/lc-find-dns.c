/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-host.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-find.h"
#include "diagnosis/lc-row-judge.h"
#include "report/lc-report-words.h"

typedef gboolean (*RowMatch) (LcAnalysis *self, LcRow *row);

/* Rows that one finding of this file is about. Returns: (transfer container). */
static GPtrArray *
select_rows (LcAnalysis *self, RowMatch match)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);

    if (lc_row_get_dns (row) != NULL && lc_analysis_is_open_question (self, row)
        && match (self, row))
      g_ptr_array_add (rows, row);
  }
  return rows;
}

static char *
list_names (GPtrArray *rows)
{
  g_autoptr (GPtrArray) names = lc_words_new ();

  for (guint i = 0; i < rows->len; i++)
    lc_words_add (names, lc_row_get_host (g_ptr_array_index (rows, i)));
  return lc_phrase_join (names, 4);
}

/* The addresses that @get_addresses has for each row, @most of them at most. */
static char *
list_addresses (GPtrArray *rows, const char *const *(*get_addresses) (LcRow *row), guint most)
{
  g_autoptr (GPtrArray) addresses = lc_words_new ();

  for (guint i = 0; i < rows->len; i++) {
    const char *const *found = get_addresses (g_ptr_array_index (rows, i));

    for (guint j = 0; found[j] != NULL; j++)
      lc_words_add (addresses, found[j]);
  }
  return lc_phrase_join (addresses, most);
}

/* A resolver on this computer itself asks others, of whom nothing is seen from here. */
static gboolean
are_own (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++) {
    g_autofree char *address
        = g_strndup (g_ptr_array_index (servers, i), strcspn (g_ptr_array_index (servers, i), "%"));

    if (!lc_address_is_loopback (address))
      return FALSE;
  }
  return servers->len > 0;
}

/* "the DNS server 10.1.0.53" */
static char *
name_server (LcAnalysis *self, GPtrArray *rows)
{
  g_autoptr (GPtrArray) servers = lc_words_new ();
  g_autofree char *list = NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    lc_words_add (servers, lc_row_get_dns (g_ptr_array_index (rows, i))->server);
  for (guint i = 0; servers->len == 0 && self->environment->dns_servers != NULL
                    && self->environment->dns_servers[i] != NULL;
       i++)
    lc_words_add (servers, self->environment->dns_servers[i]);
  if (servers->len == 0)
    return g_strdup (_ ("the DNS server"));
  list = lc_phrase_join (servers, 3);
  if (are_own (servers))
    return g_strdup_printf (_ ("the DNS server that this computer’s own resolver (%s) asks"), list);
  return g_strdup_printf (_ ("the DNS server %s"), list);
}

static char *
list_reasons (GPtrArray *rows)
{
  g_autoptr (GPtrArray) reasons = lc_words_new ();

  for (guint i = 0; i < rows->len; i++) {
    LcRow *row = g_ptr_array_index (rows, i);

    lc_words_add (reasons, lc_code_get_label (lc_row_get_dns (row)->code));
  }
  g_ptr_array_add (reasons, NULL);
  /* Translators: between two sentences. */
  return g_strjoinv (_ (". "), (char **) reasons->pdata);
}

/* The documented address that answered as it should, where the name did not lead, or NULL. */
static const char *
find_working_documented (LcRow *row)
{
  GPtrArray *attempts = lc_row_get_documented_attempts (row);

  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (attempt->status == LC_STATUS_PASS)
      return attempt->address;
  }
  return NULL;
}

/* What the look-up gave, with how long a silent one was waited for. */
static char *
describe_lookup (LcRow *row)
{
  const LcDns *dns = lc_row_get_dns (row);
  const char *const *resolved = lc_row_get_resolved (row);
  g_autofree char *sentence = lc_describe_dns (row, dns, dns->code);
  g_autofree char *waited = lc_describe_us (MAX (dns->us, 0));
  g_autofree char *addresses = g_strjoinv (", ", (char **) resolved);

  if (dns->code == LC_CODE_DNS_TIMEOUT && dns->us > 0)
    return lc_phrase_fill (_ ("{sentence} Waited {time}."), "sentence", sentence, "time", waited,
                           NULL);
  if (dns->status == LC_STATUS_FAIL)
    return g_steal_pointer (&sentence);
  return lc_phrase_fill (lc_row_is_elsewhere (row) || lc_row_get_may_change (row)
                             ? _ ("{host} leads to {addresses} here, which is not documented.")
                             : _ ("{host} leads to {addresses} here."),
                         "host", lc_row_get_host (row), "addresses", addresses, NULL);
}

static void
add_row (LcAnalysis *self, LcFinding *finding, LcRow *row)
{
  const char *working = find_working_documented (row);

  lc_analysis_add_row (self, finding, row);
  lc_finding_take_evidence (finding, describe_lookup (row));
  if (working != NULL)
    lc_finding_take_evidence (
        finding, lc_phrase_fill (_ ("The documented address of {host}, {address}, answers as the "
                                    "service does."),
                                 "host", lc_row_get_host (row), "address", working, NULL));
}

/* Whether any server answered for any name, be it with a failure. */
static gboolean
any_name_was_answered (LcAnalysis *self)
{
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    const LcDns *dns = lc_row_get_dns (lc_report_get_row (self->report, i));

    if (dns != NULL && dns->server != NULL && dns->status != LC_STATUS_CANCELLED
        && dns->code != LC_CODE_DNS_TIMEOUT)
      return TRUE;
  }
  return FALSE;
}

/* Silence for some names is no silent server. */
static gboolean
is_silent (LcAnalysis *self, LcRow *row)
{
  const LcDns *dns = lc_row_get_dns (row);

  return dns->status == LC_STATUS_FAIL && dns->code == LC_CODE_DNS_TIMEOUT
         && !any_name_was_answered (self);
}

static gboolean
is_truncated (LcAnalysis *self, LcRow *row)
{
  return lc_row_get_dns (row)->code == LC_CODE_DNS_TRUNCATED;
}

static gboolean
is_failing (LcAnalysis *self, LcRow *row)
{
  const LcDns *dns = lc_row_get_dns (row);

  return dns->status == LC_STATUS_FAIL && lc_code_get_phase (dns->code) == LC_PHASE_DNS
         && dns->code != LC_CODE_DNS_SINKHOLE && !is_truncated (self, row)
         && !is_silent (self, row);
}

/* A gateway that serves names itself has nobody between it and this computer who could stop TCP. */
static LcOwner
find_truncator (LcAnalysis *self, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    const LcDns *dns = lc_row_get_dns (g_ptr_array_index (rows, i));

    if (!lc_address_is_in (dns->server, (const char *const *) self->environment->gateways))
      return LC_OWNER_UNKNOWN;
  }
  return LC_OWNER_DNS;
}

static void
add_failing (LcAnalysis *self, const char *key, LcOwner owner, GPtrArray *rows)
{
  g_autofree char *names = list_names (rows);
  g_autofree char *server = name_server (self, rows);
  g_autofree char *reasons = list_reasons (rows);
  LcFinding *finding;

  if (rows->len == 0)
    return;
  finding = lc_analysis_add (self, key, LC_CONFIDENCE_PROVEN, owner, "names", names, "server",
                             server, "reasons", reasons, NULL);
  for (guint i = 0; i < rows->len; i++)
    add_row (self, finding, g_ptr_array_index (rows, i));
}

void
lc_find_failing_dns (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) silent = select_rows (self, is_silent);
  g_autoptr (GPtrArray) truncated = select_rows (self, is_truncated);
  g_autoptr (GPtrArray) failing = select_rows (self, is_failing);

  add_failing (self, "dns-silent", LC_OWNER_DNS, silent);
  add_failing (self, "dns-truncated", find_truncator (self, truncated), truncated);
  add_failing (self, "dns-failing", LC_OWNER_DNS, failing);
}

/* Rows whose name this computer's own hosts(5) file leads astray, or the others. */
static GPtrArray *
select_by_origin (GPtrArray *rows, gboolean hosts_file)
{
  GPtrArray *selected = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++) {
    LcRow *row = g_ptr_array_index (rows, i);

    if ((g_strcmp0 (lc_row_get_dns (row)->from, "hosts") == 0) == hosts_file)
      g_ptr_array_add (selected, row);
  }
  return selected;
}

static void
add_misled_by (LcAnalysis *self,
               const char *key,
               LcConfidence confidence,
               LcOwner owner,
               GPtrArray *rows)
{
  g_autofree char *names = list_names (rows);
  g_autofree char *server = name_server (self, rows);
  g_autofree char *addresses = list_addresses (rows, lc_row_get_resolved, 4);
  g_autofree char *documented = list_addresses (rows, lc_row_get_documented, 6);
  LcFinding *finding;

  if (rows->len == 0)
    return;
  finding = lc_analysis_add (self, key, confidence, owner, "names", names, "server", server,
                             "addresses", addresses, "documented", documented, NULL);
  for (guint i = 0; i < rows->len; i++) {
    LcRow *row = g_ptr_array_index (rows, i);

    add_row (self, finding, row);
    lc_finding_take_evidence (finding, g_strdup (lc_row_get_detail (row)));
  }
}

static void
add_misled (LcAnalysis *self,
            const char *key,
            const char *hosts_key,
            LcConfidence confidence,
            GPtrArray *rows)
{
  g_autoptr (GPtrArray) by_server = select_by_origin (rows, FALSE);
  g_autoptr (GPtrArray) by_file = select_by_origin (rows, TRUE);

  add_misled_by (self, key, confidence, LC_OWNER_DNS, by_server);
  add_misled_by (self, hosts_key, confidence, LC_OWNER_DEVICE, by_file);
}

static gboolean
is_sinkhole (LcAnalysis *self, LcRow *row)
{
  return lc_row_get_code (row) == LC_CODE_DNS_SINKHOLE;
}

static gboolean
shares_address (LcRow *a, LcRow *b)
{
  const char *const *first = lc_row_get_resolved (a);

  for (guint i = 0; first[i] != NULL; i++)
    if (lc_address_is_in (first[i], lc_row_get_resolved (b)))
      return TRUE;
  return FALSE;
}

static gboolean
leads_nowhere (LcRow *row)
{
  const char *const *resolved = lc_row_get_resolved (row);

  for (guint i = 0; resolved[i] != NULL; i++)
    if (lc_address_is_unusable (resolved[i]))
      return TRUE;
  return FALSE;
}

static gboolean
shows_block_page (LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);

  for (guint i = 0; i < attempts->len; i++)
    if (((const LcAttempt *) g_ptr_array_index (attempts, i))->code == LC_CODE_HTTP_BLOCK_PAGE)
      return TRUE;
  return FALSE;
}

/* RFC 6761 6.4: a name of which everybody knows that it does not exist. */
static gboolean
is_invalid (const LcDnsProbe *probe)
{
  return g_str_has_suffix (probe->name, ".invalid");
}

static gboolean
has_any_of (const LcDnsProbe *probe, const char *const *addresses)
{
  for (guint i = 0; probe->addresses != NULL && probe->addresses[i] != NULL; i++)
    if (lc_address_is_in (probe->addresses[i], addresses))
      return TRUE;
  return FALSE;
}

/* Whether a name that nobody has leads to the same place. */
static gboolean
is_where_all_lead (LcAnalysis *self, LcRow *row)
{
  for (guint i = 0; i < self->environment->dns_probes->len; i++) {
    const LcDnsProbe *probe = g_ptr_array_index (self->environment->dns_probes, i);

    if (is_invalid (probe) && has_any_of (probe, lc_row_get_resolved (row)))
      return TRUE;
  }
  return FALSE;
}

/* Names of different owners have nothing in common but that somebody leads them astray. */
static gboolean
shares_with_unrelated (LcAnalysis *self, LcRow *row)
{
  g_autofree char *domain = lc_host_get_domain (lc_row_get_host (row));

  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *other = lc_report_get_row (self->report, i);
    g_autofree char *other_domain = lc_host_get_domain (lc_row_get_host (other));

    if (lc_row_get_dns (other) != NULL && is_sinkhole (self, other)
        && !g_str_equal (domain, other_domain) && shares_address (row, other))
      return TRUE;
  }
  return FALSE;
}

/* One name at a private address may be a company's own DNS that leads it to a server or
 * proxy inside (split DNS): it takes more to show that somebody blocks. */
static gboolean
is_shown_to_block (LcAnalysis *self, LcRow *row)
{
  return leads_nowhere (row) || shows_block_page (row) || is_where_all_lead (self, row)
         || shares_with_unrelated (self, row);
}

static gboolean
is_overlay (LcRow *row)
{
  const char *const *resolved = lc_row_get_resolved (row);

  for (guint i = 0; resolved[i] != NULL; i++)
    if (!lc_address_is_shared (resolved[i]))
      return FALSE;
  return resolved[0] != NULL;
}

static gboolean
shares_with_any (LcRow *row, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (shares_address (row, g_ptr_array_index (rows, i)))
      return TRUE;
  return FALSE;
}

void
lc_find_sinkhole (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) rows = select_rows (self, is_sinkhole);
  g_autoptr (GPtrArray) blocked = g_ptr_array_new ();
  g_autoptr (GPtrArray) inside = g_ptr_array_new ();
  g_autoptr (GPtrArray) overlay = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    if (is_shown_to_block (self, g_ptr_array_index (rows, i)))
      g_ptr_array_add (blocked, g_ptr_array_index (rows, i));
  for (guint i = 0; i < rows->len; i++) {
    LcRow *row = g_ptr_array_index (rows, i);

    if (g_ptr_array_find (blocked, row, NULL))
      continue;
    g_ptr_array_add (shares_with_any (row, blocked) ? blocked
                     : is_overlay (row)             ? overlay
                                                    : inside,
                     row);
  }
  add_misled (self, "dns-sinkhole", "dns-sinkhole/hosts", LC_CONFIDENCE_PROVEN, blocked);
  add_misled (self, "dns-sinkhole/inside", "dns-sinkhole/hosts-inside", LC_CONFIDENCE_LIKELY,
              inside);
  add_misled (self, "dns-sinkhole/overlay", "dns-sinkhole/hosts-inside", LC_CONFIDENCE_LIKELY,
              overlay);
}

/* Whether what answers at the addresses of a row shows a certificate that is not the service's. */
static gboolean
shows_wrong_certificate (LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);

  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (lc_attempt_has_problem (attempt, "untrusted")
        || lc_attempt_has_problem (attempt, "name-mismatch"))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_proven_lie (LcRow *row)
{
  gboolean wrong = shows_wrong_certificate (row);

  if (lc_row_get_may_change (row))
    return wrong && find_working_documented (row) != NULL;
  return lc_row_is_elsewhere (row) && (wrong || find_working_documented (row) != NULL);
}

/* Documented addresses differ *and* the certificate does not fit, or the
 * documented address works: an address that is merely new is no lie. */
static gboolean
is_lie (LcAnalysis *self, LcRow *row)
{
  if (lc_row_get_dns (row)->code == LC_CODE_DNS_SINKHOLE)
    return FALSE;
  if (is_proven_lie (row))
    return TRUE;
  if (!lc_row_is_elsewhere (row) && !(lc_row_get_may_change (row) && shows_wrong_certificate (row)))
    return FALSE;
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *other = lc_report_get_row (self->report, i);

    if (other != row && lc_row_get_dns (other) != NULL && is_proven_lie (other)
        && shares_address (row, other))
      return TRUE;
  }
  return FALSE;
}

/* An address inside beside a documented one, where the documented works and the other does not. */
static gboolean
has_bad_extra (LcAnalysis *self, LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);
  guint worked = 0;

  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    worked += attempt->status == LC_STATUS_PASS;
    if (attempt->status != LC_STATUS_PASS && !lc_address_is_inside (attempt->address))
      return FALSE;
  }
  return worked > 0 && worked < attempts->len;
}

static gboolean
has_no_route (LcAnalysis *self, LcRow *row)
{
  return lc_row_get_code (row) == LC_CODE_TCP_NETWORK_UNREACHABLE && is_lie (self, row);
}

void
lc_find_lying_dns (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) extra = select_rows (self, has_bad_extra);
  g_autoptr (GPtrArray) unroutable = select_rows (self, has_no_route);
  g_autoptr (GPtrArray) rows = NULL;

  add_misled (self, "dns-lies/extra", "dns-lies/extra", LC_CONFIDENCE_LIKELY, extra);
  add_misled (self, "dns-lies/no-route", "dns-lies/no-route", LC_CONFIDENCE_LIKELY, unroutable);
  rows = select_rows (self, is_lie);
  add_misled (self, "dns-lies", "dns-lies/hosts", LC_CONFIDENCE_PROVEN, rows);
}

/* A name below a host that leads where the host does is its owner's doing, or a rule's for it. */
static gboolean
is_owners_doing (LcAnalysis *self, const LcDnsProbe *probe)
{
  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++)
    if (has_any_of (probe, lc_row_get_documented (lc_report_get_row (self->report, i)))
        || has_any_of (probe, lc_row_get_resolved (lc_report_get_row (self->report, i))))
      return TRUE;
  return FALSE;
}

/* Returns: (transfer container) (element-type LcDnsProbe): names that were given addresses. */
static GPtrArray *
select_made_up (LcAnalysis *self)
{
  GPtrArray *probes = g_ptr_array_new ();

  for (guint i = 0; i < self->environment->dns_probes->len; i++) {
    LcDnsProbe *probe = g_ptr_array_index (self->environment->dns_probes, i);

    if (g_strcmp0 (probe->code, "ok") == 0
        && (is_invalid (probe) || !is_owners_doing (self, probe)))
      g_ptr_array_add (probes, probe);
  }
  return probes;
}

/* Below one host alone it may still be the host's owner who answers for every name. */
static gboolean
is_proven_to_make_up (GPtrArray *probes)
{
  for (guint i = 0; i < probes->len; i++)
    if (is_invalid (g_ptr_array_index (probes, i)))
      return TRUE;
  return probes->len > 1;
}

static void
add_made_up (LcFinding *finding, const LcDnsProbe *probe)
{
  g_autofree char *addresses
      = probe->addresses != NULL ? g_strjoinv (", ", probe->addresses) : g_strdup ("");
  const char *template = is_invalid (probe)
                             ? _ ("{name}, which cannot exist, was given the address {addresses}.")
                             : _ ("{name}, a made-up name, was given the address {addresses}.");

  lc_finding_take_evidence (finding, lc_phrase_fill (template, "name", probe->name, "addresses",
                                                     addresses, NULL));
}

void
lc_find_wildcard (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autofree char *server = name_server (self, NULL);
  g_autoptr (GPtrArray) probes = select_made_up (self);
  gboolean proven = is_proven_to_make_up (probes);
  LcFinding *finding;

  if (probes->len == 0)
    return;
  finding = lc_analysis_add (self, proven ? "dns-wildcard" : "dns-wildcard/likely",
                             proven ? LC_CONFIDENCE_PROVEN : LC_CONFIDENCE_LIKELY, LC_OWNER_DNS,
                             "server", server, NULL);
  finding->severity = LC_SEVERITY_WARNING;
  for (guint i = 0; i < probes->len; i++)
    add_made_up (finding, g_ptr_array_index (probes, i));
  lc_analysis_fold (self, finding, "dns-lies");
  lc_analysis_fold (self, finding, "dns-sinkhole");
  lc_analysis_fold (self, finding, "captive-portal");
}
