/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-analysis.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-finding-texts.h"
#include "diagnosis/lc-nearby.h"
#include "diagnosis/lc-row-judge.h"
#include "diagnosis/lc-samples.h"
#include "report/lc-report-words.h"

#define MAX_EVIDENCE 24

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
add_observations (GPtrArray *observations, LcRow *row, GPtrArray *attempts, gboolean proxied)
{
  for (guint i = 0; i < attempts->len; i++) {
    LcAttempt *attempt = g_ptr_array_index (attempts, i);
    LcObservation *observation;

    if (attempt->status == LC_STATUS_SKIPPED || attempt->status == LC_STATUS_CANCELLED)
      continue;
    observation = g_new0 (LcObservation, 1);
    observation->row = row;
    observation->attempt = attempt;
    observation->proxied = proxied;
    observation->reach = proxied ? LC_REACH_UNKNOWN : get_reach (row, attempt);
    observation->owner = LC_OWNER_UNKNOWN;
    observation->owner_confidence = LC_OWNER_CONFIDENCE_UNKNOWN;
    g_ptr_array_add (observations, observation);
  }
}

LcAnalysis *
lc_analysis_new (LcReport *report)
{
  LcAnalysis *self = g_new0 (LcAnalysis, 1);

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  self->report = report;
  self->environment = lc_report_get_environment (report);
  self->edge = lc_edge_new (report);
  self->observations = g_ptr_array_new_with_free_func (g_free);
  self->proxied = g_ptr_array_new_with_free_func (g_free);
  self->findings = lc_findings_new ();
  self->explained = g_hash_table_new (NULL, NULL);
  self->causes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    add_observations (self->observations, row, lc_row_get_attempts (row), FALSE);
    add_observations (self->proxied, row, lc_row_get_proxied_attempts (row), TRUE);
  }
  return self;
}

void
lc_analysis_free (LcAnalysis *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->edge, lc_edge_free);
  g_clear_pointer (&self->portal_signs, g_ptr_array_unref);
  g_clear_pointer (&self->inspections, g_ptr_array_unref);
  g_clear_pointer (&self->observations, g_ptr_array_unref);
  g_clear_pointer (&self->proxied, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->explained, g_hash_table_unref);
  g_clear_pointer (&self->causes, g_hash_table_unref);
  g_free (self);
}

/* Where nothing was traced, the time of a refusal still tells something. */
static void
locate_by_time (LcAnalysis *self, LcObservation *observation)
{
  const LcStep *tcp = lc_attempt_get_step (observation->attempt, LC_PHASE_TCP);

  if (tcp == NULL || observation->location.kind != LC_LOCATION_UNKNOWN
      || tcp->code != LC_CODE_TCP_REFUSED)
    return;
  if (lc_nearby_judge (tcp->us, lc_analysis_get_round_trip (self, observation)) == LC_SENDER_HOST)
    observation->location.kind = LC_LOCATION_HOST;
}

static void
locate_samples (LcAnalysis *self, LcObservation *observation)
{
  const char *offender = lc_samples_get_offender (observation->attempt->samples);
  const LcSample *answer;

  if (offender == NULL)
    return;
  answer = lc_samples_find_answer (observation->attempt->samples, offender);
  observation->location = lc_location_of_sender (observation->attempt, self->edge, offender,
                                                 MAX (answer->type, 0), MAX (answer->icmp_code, 0));
  observation->location.proven = observation->attempt->code == LC_CODE_UDP_REJECTED;
}

/* What ends in a tunnel, or where it cannot be shown, is up to who runs that. */
static gboolean
ends_in_tunnel (LcAnalysis *self, const LcObservation *observation)
{
  switch (observation->location.kind) {
  case LC_LOCATION_UNKNOWN:
  case LC_LOCATION_GATEWAY:
  case LC_LOCATION_INSIDE:
  case LC_LOCATION_ON_WAY:
    return lc_address_is_in (observation->attempt->address,
                             (const char *const *) self->environment->vpn_addresses);
  case LC_LOCATION_DEVICE:
  case LC_LOCATION_OUTSIDE:
  case LC_LOCATION_BEFORE_HOST:
  case LC_LOCATION_HOST:
  default:
    return FALSE;
  }
}

static void
find_owner (LcAnalysis *self, LcObservation *observation)
{
  observation->owner
      = lc_location_get_owner (&observation->location, &observation->owner_confidence);
  if (!ends_in_tunnel (self, observation))
    return;
  observation->owner = LC_OWNER_VPN;
  observation->owner_confidence = LC_OWNER_CONFIDENCE_LIKELY;
}

/* Without an ICMP message these are this computer's own words: it has no route,
 * or a rule of its own (EPERM and EACCES never come from elsewhere). */
static gboolean
is_refused_here (const LcObservation *observation)
{
  const LcStep *failed = lc_attempt_get_failed_step (observation->attempt);
  LcCode code = failed != NULL ? failed->code : observation->attempt->code;

  return observation->attempt->icmp == NULL
         && (code == LC_CODE_TCP_NETWORK_UNREACHABLE || code == LC_CODE_TCP_REJECTED);
}

void
lc_analysis_locate_observations (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (self->observations, i);

    if (observation->reach != LC_REACH_CLOSED)
      continue;
    if (observation->attempt->samples != NULL)
      locate_samples (self, observation);
    if (observation->location.kind == LC_LOCATION_UNKNOWN)
      observation->location = lc_location_of_attempt (observation->attempt, self->edge);
    if (is_refused_here (observation))
      observation->location
          = (LcLocation){ .kind = LC_LOCATION_DEVICE, .proven = TRUE, .answered = TRUE };
    locate_by_time (self, observation);
    find_owner (self, observation);
  }
}

gboolean
lc_analysis_is_explained (const LcAnalysis *self, LcRow *row)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (LC_IS_ROW (row), FALSE);

  return g_hash_table_contains (self->explained, row);
}

gboolean
lc_analysis_is_open_question (const LcAnalysis *self, LcRow *row)
{
  LcStatus status = lc_row_get_status (row);

  return (status == LC_STATUS_FAIL || status == LC_STATUS_DEGRADED)
         && !lc_analysis_is_explained (self, row);
}

LcFinding *
lc_analysis_add (LcAnalysis *self, const char *key, LcConfidence confidence, LcOwner owner, ...)
{
  g_autofree char *code = lc_finding_texts_get_code (key);
  LcFinding *finding = lc_finding_new (code, LC_SEVERITY_NOTE, confidence, owner);
  const LcFindingTexts *texts = lc_finding_texts_find (key);
  va_list pairs;

  g_return_val_if_fail (self != NULL, NULL);

  finding->owner_confidence = lc_owner_get_confidence (owner, confidence);
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
  g_return_if_fail (finding != NULL);
  g_return_if_fail (LC_IS_ROW (row));

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
lc_analysis_add_row (LcAnalysis *self, LcFinding *finding, LcRow *row)
{
  LcSeverity severity = get_severity (row);

  lc_finding_mention_row (finding, row);
  if (severity < finding->severity)
    finding->severity = severity;
  if (finding->folded_under == NULL && !lc_analysis_is_explained (self, row)
      && lc_row_get_status (row) != LC_STATUS_PASS)
    g_hash_table_insert (self->explained, row, finding);
}

void
lc_finding_take_evidence (LcFinding *finding, char *evidence)
{
  g_return_if_fail (finding != NULL);

  if (evidence != NULL && *evidence != '\0' && finding->evidence->len < MAX_EVIDENCE)
    lc_words_add (finding->evidence, evidence);
  g_free (evidence);
}

void
lc_analysis_add_observations (LcAnalysis *self, LcFinding *finding, GPtrArray *observations)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (finding != NULL);
  g_return_if_fail (observations != NULL);

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);

    lc_analysis_add_row (self, finding, observation->row);
    lc_finding_take_evidence (finding,
                              lc_describe_attempt (observation->row, observation->attempt,
                                                   self->environment, observation->attempt->code));
  }
}

LcFinding *
lc_analysis_find (const LcAnalysis *self, const char *code)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->findings->len; i++) {
    LcFinding *finding = g_ptr_array_index (self->findings, i);

    if (g_str_equal (finding->code, code))
      return finding;
  }
  return NULL;
}

void
lc_analysis_fold (LcAnalysis *self, LcFinding *finding, const char *code)
{
  LcFinding *above = lc_analysis_find (self, code);

  if (above == NULL || above == finding)
    return;
  g_free (finding->folded_under);
  finding->folded_under = g_strdup (code);
}

const char *
lc_analysis_get_cause (const LcAnalysis *self, LcFinding *finding)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (finding != NULL, NULL);

  return g_hash_table_lookup (self->causes, finding);
}

char *
lc_observations_get_ports (GPtrArray *observations)
{
  g_return_val_if_fail (observations != NULL, NULL);

  g_autoptr (GPtrArray) ports = lc_words_new ();

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);
    g_autofree char *port = lc_row_describe_port (observation->row);

    lc_words_add (ports, port);
  }
  return lc_phrase_join (ports, 8);
}

char *
lc_observations_get_hosts (GPtrArray *observations)
{
  g_return_val_if_fail (observations != NULL, NULL);

  g_autoptr (GPtrArray) hosts = lc_words_new ();

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);

    lc_words_add (hosts, lc_row_get_host (observation->row));
  }
  return lc_phrase_join (hosts, 4);
}

GPtrArray *
lc_analysis_select (LcAnalysis *self, LcObservationMatch match, gconstpointer data)
{
  GPtrArray *selected = g_ptr_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (self->observations, i);

    if (match (self, observation, data))
      g_ptr_array_add (selected, observation);
  }
  return selected;
}

/* The shortest of what others measured to the host itself, or else to its neighbours, with STUN
 * or with anything else; 0 where nobody did. */
static gint64
get_shortest (const LcAnalysis *self, const LcObservation *observation, gboolean stun)
{
  gint64 exact = 0;
  gint64 near = 0;

  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *other = g_ptr_array_index (self->observations, i);
    gint64 us = other->attempt->latency_us;

    if (other == observation || us <= 0
        || (lc_row_get_protocol (other->row) == LC_PROTOCOL_STUN) != stun)
      continue;
    if (lc_address_equal (other->attempt->address, observation->attempt->address))
      exact = exact == 0 ? us : MIN (exact, us);
    else if (lc_address_is_neighbour (other->attempt->address, observation->attempt->address))
      near = near == 0 ? us : MIN (near, us);
  }
  return exact != 0 ? exact : near;
}

/* Nobody answers STUN in a host's place, while connections are opened on the way by what proxies
 * them. */
gint64
lc_analysis_get_round_trip (const LcAnalysis *self, const LcObservation *observation)
{
  gint64 others;
  gint64 stun;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (observation != NULL, 0);

  others = get_shortest (self, observation, FALSE);
  stun = get_shortest (self, observation, TRUE);
  return others == 0 || lc_nearby_judge (others, stun) == LC_SENDER_NEARER ? stun : others;
}

gboolean
lc_analysis_is_opened_nearby (LcAnalysis *self, const LcObservation *observation)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (observation != NULL, FALSE);

  return lc_observation_passed (observation, LC_PHASE_TCP)
         && lc_nearby_judge (observation->attempt->latency_us,
                             get_shortest (self, observation, TRUE))
                == LC_SENDER_NEARER;
}

void
lc_analysis_add_opened_nearby (LcAnalysis *self, LcFinding *finding, GPtrArray *observations)
{
  g_return_if_fail (self != NULL && finding != NULL && observations != NULL);

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);
    g_autofree char *target = lc_describe_target (observation->row, observation->attempt);
    g_autofree char *time = lc_describe_us (observation->attempt->latency_us);
    g_autofree char *round_trip = lc_describe_us (get_shortest (self, observation, TRUE));

    if (lc_analysis_is_opened_nearby (self, observation))
      lc_finding_take_evidence (
          finding,
          lc_phrase_fill (_ ("{target}: the connection opened after {time}, while the host’s round "
                             "trip is {round_trip}: something nearer opened it."),
                          "target", target, "time", time, "round_trip", round_trip, NULL));
  }
}

guint
lc_observations_count_addresses (GPtrArray *observations)
{
  g_return_val_if_fail (observations != NULL, 0);

  g_autoptr (GPtrArray) addresses = lc_words_new ();

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);

    lc_words_add (addresses, observation->attempt->address);
  }
  return addresses->len;
}

/* The first step that is to blame in @phase, as it is judged. */
static LcJudgement
judge_phase (const LcObservation *observation, LcPhase phase)
{
  GPtrArray *steps = observation->attempt->steps;
  LcJudgement judgement;

  for (guint i = 0; i < steps->len; i++) {
    judgement = lc_step_judge (observation->row, observation->attempt, g_ptr_array_index (steps, i),
                               &observation->elsewhere);
    if (judgement.phase == phase && judgement.status != LC_STATUS_PASS)
      return judgement;
  }
  return (LcJudgement){ phase, LC_STATUS_PASS, LC_CODE_OK };
}

LcCode
lc_observation_get_code (const LcObservation *observation, LcPhase phase)
{
  g_return_val_if_fail (observation != NULL, LC_CODE_INTERNAL_ERROR);

  return judge_phase (observation, phase).code;
}

gboolean
lc_observation_passed (const LcObservation *observation, LcPhase phase)
{
  g_return_val_if_fail (observation != NULL, FALSE);

  return lc_attempt_get_step (observation->attempt, phase) != NULL
         && judge_phase (observation, phase).status == LC_STATUS_PASS;
}
