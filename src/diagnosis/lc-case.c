/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-case.h"

#include <glib/gi18n-lib.h>

#include "diagnosis/lc-ip.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-inspection.h"
#include "diagnosis/lc-portal.h"
#include "diagnosis/lc-refine.h"
#include "diagnosis/lc-samples.h"
#include "diagnosis/lc-phrase.h"
#include "diagnosis/lc-texts.h"
#include "report/lc-report-words.h"

#define MAX_EVIDENCE 24

/* A refusal that took at least this share of the host's round trip came, as far
 * as time can show, from the host. */
#define HOST_TIME_PERCENT 70

static LcReach
get_udp_reach (const LcAttempt *attempt)
{
  switch (attempt->status) {
  case LC_STATUS_PASS:
  case LC_STATUS_DEGRADED:
    return LC_REACH_OPEN;
  case LC_STATUS_FAIL:
    return LC_REACH_CLOSED;
  case LC_STATUS_INCONCLUSIVE:
  case LC_STATUS_SKIPPED:
  case LC_STATUS_CANCELLED:
  default:
    return LC_REACH_UNKNOWN;
  }
}

static LcReach
get_reach (LcRow *row, LcAttempt *attempt)
{
  const LcStep *tcp = lc_attempt_get_step (attempt, LC_PHASE_TCP);

  if (lc_row_get_transport (row) == LC_TRANSPORT_UDP)
    return get_udp_reach (attempt);
  if (tcp == NULL || tcp->status == LC_STATUS_CANCELLED || tcp->status == LC_STATUS_SKIPPED)
    return LC_REACH_UNKNOWN;
  /* A reset that is no refusal came after the host had accepted (tcp(7): a
   * refusal is ECONNREFUSED). */
  return tcp->status == LC_STATUS_PASS || tcp->code == LC_CODE_TCP_RESET ? LC_REACH_OPEN
                                                                         : LC_REACH_CLOSED;
}

static void
add_tries (GPtrArray *tries, LcRow *row, GPtrArray *attempts, gboolean proxied)
{
  for (guint i = 0; i < attempts->len; i++) {
    LcAttempt *attempt = g_ptr_array_index (attempts, i);
    LcTry *try;

    if (attempt->status == LC_STATUS_SKIPPED || attempt->status == LC_STATUS_CANCELLED)
      continue;
    try = g_new0 (LcTry, 1);
    try->row = row;
    try->attempt = attempt;
    try->proxied = proxied;
    try->reach = proxied ? LC_REACH_UNKNOWN : get_reach (row, attempt);
    try->owner = LC_OWNER_UNKNOWN;
    g_ptr_array_add (tries, try);
  }
}

LcCase *
lc_case_new (LcReport *report)
{
  LcCase *self = g_new0 (LcCase, 1);

  self->report = report;
  self->environment = lc_report_get_environment (report);
  self->tries = g_ptr_array_new_with_free_func (g_free);
  self->proxied = g_ptr_array_new_with_free_func (g_free);
  self->findings = lc_findings_new ();
  self->explained = g_hash_table_new (NULL, NULL);
  self->causes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    add_tries (self->tries, row, lc_row_get_attempts (row), FALSE);
    add_tries (self->proxied, row, lc_row_get_proxied_attempts (row), TRUE);
  }
  self->sightings = lc_sightings_new (self);
  self->inspections = lc_inspections_new (self, self->sightings->len > 0);
  return self;
}

void
lc_case_free (LcCase *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->sightings, g_ptr_array_unref);
  g_clear_pointer (&self->inspections, g_ptr_array_unref);
  g_clear_pointer (&self->tries, g_ptr_array_unref);
  g_clear_pointer (&self->proxied, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->explained, g_hash_table_unref);
  g_clear_pointer (&self->causes, g_hash_table_unref);
  g_free (self);
}

/* Where nothing was traced, the time of a refusal still tells something. */
static void
place_by_time (LcCase *self, LcTry *try)
{
  const LcStep *tcp = lc_attempt_get_step (try->attempt, LC_PHASE_TCP);
  gint64 round_trip = lc_case_get_round_trip (self, try);

  if (tcp == NULL || try->place.kind != LC_PLACE_UNKNOWN || tcp->code != LC_CODE_TCP_REFUSED)
    return;
  if (round_trip > 0 && tcp->us * 100 >= round_trip * HOST_TIME_PERCENT)
    try->place.kind = LC_PLACE_HOST;
}

static void
place_samples (LcCase *self, LcTry *try)
{
  const char *offender = lc_samples_get_offender (try->attempt->samples);
  const LcSample *answer;

  if (offender == NULL)
    return;
  answer = lc_samples_find_answer (try->attempt->samples, offender);
  try->place = lc_place_of_sender (try->attempt, self->environment, offender, MAX (answer->type, 0),
                                   MAX (answer->icmp_code, 0));
  try->place.proven = try->attempt->code == LC_CODE_UDP_REJECTED;
}

static LcOwner
get_owner (LcCase *self, const LcTry *try)
{
  gboolean in_tunnel
      = lc_ip_in (try->attempt->address, (const char *const *) self->environment->vpn_addresses);

  if (in_tunnel
      && (try->place.kind == LC_PLACE_UNKNOWN || try->place.kind == LC_PLACE_INSIDE
          || try->place.kind == LC_PLACE_GATEWAY))
    return LC_OWNER_VPN;
  if (try->attempt->code == LC_CODE_TCP_REFUSED_NEARBY && try->place.kind == LC_PLACE_UNKNOWN)
    return LC_OWNER_FIREWALL;
  return lc_place_get_owner (&try->place);
}

/* Without an ICMP message these are this computer's own words: it has no route,
 * or a rule of its own (EPERM and EACCES never come from elsewhere). */
static gboolean
is_refused_here (const LcTry *try)
{
  LcCode code = try->attempt->code;

  return try->attempt->icmp == NULL
         && (code == LC_CODE_TCP_NETWORK_UNREACHABLE || code == LC_CODE_TCP_REJECTED);
}

void
lc_case_place_tries (LcCase *self)
{
  for (guint i = 0; i < self->tries->len; i++) {
    LcTry *try = g_ptr_array_index (self->tries, i);

    if (try->reach != LC_REACH_CLOSED)
      continue;
    if (try->attempt->samples != NULL)
      place_samples (self, try);
    if (try->place.kind == LC_PLACE_UNKNOWN)
      try->place = lc_place_of_attempt (try->attempt, self->environment);
    if (is_refused_here (try))
      try->place = (LcPlace){ .kind = LC_PLACE_DEVICE, .proven = TRUE, .answered = TRUE };
    place_by_time (self, try);
    try->owner = get_owner (self, try);
  }
}

gboolean
lc_case_is_explained (LcCase *self, LcRow *row)
{
  return g_hash_table_contains (self->explained, row);
}

gboolean
lc_case_is_open_question (LcCase *self, LcRow *row)
{
  LcStatus status = lc_row_get_status (row);

  return (status == LC_STATUS_FAIL || status == LC_STATUS_DEGRADED)
         && !lc_case_is_explained (self, row);
}

LcFinding *
lc_case_add (LcCase *self, const char *key, LcConfidence confidence, LcOwner owner, ...)
{
  g_autofree char *code = lc_finding_texts_get_code (key);
  LcFinding *finding = lc_finding_new (code, LC_SEVERITY_NOTE, confidence, owner);
  const LcFindingTexts *texts = lc_finding_texts_find (key);
  va_list pairs;

  va_start (pairs, owner);
  finding->title = lc_phrase_fill_list (_ (texts->title), pairs);
  finding->detail = lc_phrase_fill_list (_ (texts->detail), pairs);
  finding->remedy = lc_phrase_fill_list (_ (texts->remedy), pairs);
  g_hash_table_insert (self->causes, finding, lc_phrase_fill_list (_ (texts->cause), pairs));
  va_end (pairs);
  g_ptr_array_add (self->findings, finding);
  return finding;
}

void
lc_finding_mention_row (LcFinding *finding, LcRow *row)
{
  lc_words_add (finding->rows, lc_row_get_id (row));
}

static LcSeverity
get_severity (LcRow *row)
{
  if (!lc_row_get_required (row))
    return LC_SEVERITY_NOTE;
  switch (lc_row_get_status (row)) {
  case LC_STATUS_FAIL:
    return LC_SEVERITY_ERROR;
  case LC_STATUS_DEGRADED:
  case LC_STATUS_INCONCLUSIVE:
    return LC_SEVERITY_WARNING;
  case LC_STATUS_PASS:
  case LC_STATUS_SKIPPED:
  case LC_STATUS_CANCELLED:
  default:
    return LC_SEVERITY_NOTE;
  }
}

void
lc_case_add_row (LcCase *self, LcFinding *finding, LcRow *row)
{
  LcSeverity severity = get_severity (row);

  lc_finding_mention_row (finding, row);
  if (severity < finding->severity)
    finding->severity = severity;
  if (finding->folded_under == NULL && !lc_case_is_explained (self, row)
      && lc_row_get_status (row) != LC_STATUS_PASS)
    g_hash_table_insert (self->explained, row, finding);
}

void
lc_finding_take_evidence (LcFinding *finding, char *evidence)
{
  if (evidence != NULL && *evidence != '\0' && finding->evidence->len < MAX_EVIDENCE)
    lc_words_add (finding->evidence, evidence);
  g_free (evidence);
}

static char *
describe_try (LcCase *self, const LcTry *try)
{
  g_autofree char *target = NULL;
  char *place = NULL;

  if (try->reach == LC_REACH_CLOSED && try->attempt->samples == NULL) {
    target = lc_describe_target (try->row, try->attempt);
    place = lc_place_describe (try->attempt, self->environment, target);
  }
  return place != NULL ? place : lc_describe_attempt (try->row, try->attempt, try->attempt->code);
}

void
lc_case_add_tries (LcCase *self, LcFinding *finding, GPtrArray *tries)
{
  for (guint i = 0; i < tries->len; i++) {
    const LcTry *try = g_ptr_array_index (tries, i);

    lc_case_add_row (self, finding, try->row);
    lc_finding_take_evidence (finding, describe_try (self, try));
  }
}

LcFinding *
lc_case_find (LcCase *self, const char *code)
{
  for (guint i = 0; i < self->findings->len; i++) {
    LcFinding *finding = g_ptr_array_index (self->findings, i);

    if (g_str_equal (finding->code, code))
      return finding;
  }
  return NULL;
}

void
lc_case_fold (LcCase *self, LcFinding *finding, const char *code)
{
  LcFinding *above = lc_case_find (self, code);

  if (above == NULL || above == finding)
    return;
  g_free (finding->folded_under);
  finding->folded_under = g_strdup (code);
}

const char *
lc_case_get_cause (LcCase *self, LcFinding *finding)
{
  return g_hash_table_lookup (self->causes, finding);
}

char *
lc_tries_get_ports (GPtrArray *tries)
{
  g_autoptr (GPtrArray) ports = lc_words_new ();

  for (guint i = 0; i < tries->len; i++) {
    const LcTry *try = g_ptr_array_index (tries, i);
    g_autofree char *port = lc_row_describe_port (try->row);

    lc_words_add (ports, port);
  }
  return lc_phrase_join (ports, 8);
}

char *
lc_tries_get_hosts (GPtrArray *tries)
{
  g_autoptr (GPtrArray) hosts = lc_words_new ();

  for (guint i = 0; i < tries->len; i++) {
    const LcTry *try = g_ptr_array_index (tries, i);

    lc_words_add (hosts, lc_row_get_host (try->row));
  }
  return lc_phrase_join (hosts, 4);
}

GPtrArray *
lc_case_select (LcCase *self, LcTryMatch match, gconstpointer data)
{
  GPtrArray *selected = g_ptr_array_new ();

  for (guint i = 0; i < self->tries->len; i++) {
    LcTry *try = g_ptr_array_index (self->tries, i);

    if (match (self, try, data))
      g_ptr_array_add (selected, try);
  }
  return selected;
}

guint
lc_tries_count_addresses (GPtrArray *tries)
{
  g_autoptr (GPtrArray) addresses = lc_words_new ();

  for (guint i = 0; i < tries->len; i++) {
    const LcTry *try = g_ptr_array_index (tries, i);

    lc_words_add (addresses, try->attempt->address);
  }
  return addresses->len;
}

LcCode
lc_try_get_code (const LcTry *try, LcPhase phase)
{
  const LcStep *step = lc_attempt_get_step (try->attempt, phase);

  return step == NULL || step->status == LC_STATUS_PASS ? LC_CODE_OK : step->code;
}

gboolean
lc_try_passed (const LcTry *try, LcPhase phase)
{
  const LcStep *step = lc_attempt_get_step (try->attempt, phase);

  return step != NULL && step->status == LC_STATUS_PASS;
}
