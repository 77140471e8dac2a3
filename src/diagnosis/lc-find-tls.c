/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-phrase.h"
#include "diagnosis/lc-block.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-find.h"
#include "diagnosis/lc-finding-texts.h"
#include "diagnosis/lc-inspection.h"
#include "diagnosis/lc-nearby.h"
#include "report/lc-report-words.h"

/* A reset in the handshake that took less than this share of the round trip did
 * not come from the host. */

static gboolean
has_black_hole (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return observation->attempt->has_small_segments && observation->attempt->small_segments
         && lc_analysis_is_open_question (self, observation->row);
}

static gboolean
stalls (LcAnalysis *self, const LcObservation *observation)
{
  return lc_analysis_is_open_question (self, observation->row)
         && !observation->attempt->retry_worked
         && lc_observation_get_code (observation, LC_PHASE_TLS) == LC_CODE_TLS_TIMEOUT;
}

/* Not every stall is tried again with small packets. As long as these helped
 * wherever they were tried, the others stall for the same reason. */
static gboolean
stalls_alike (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *other = g_ptr_array_index (self->observations, i);

    if (stalls (self, other) && other->attempt->has_small_segments
        && !other->attempt->small_segments)
      return FALSE;
  }
  return stalls (self, observation) && !observation->attempt->has_small_segments;
}

void
lc_find_black_hole (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) observations = lc_analysis_select (self, has_black_hole, NULL);
  g_autoptr (GPtrArray) alike = lc_analysis_select (self, stalls_alike, NULL);
  g_autofree char *hosts = NULL;
  LcFinding *finding;

  if (observations->len == 0)
    return;
  hosts = lc_observations_get_hosts (observations);
  finding = lc_analysis_add (self, "mtu-black-hole", LC_CONFIDENCE_PROVEN,
                             self->environment->vpn != NULL ? LC_OWNER_VPN : LC_OWNER_LOCAL_NETWORK,
                             "hosts", hosts, NULL);
  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);
    g_autofree char *target = lc_describe_target (observation->row, observation->attempt);

    lc_finding_take_evidence (
        finding,
        lc_phrase_fill (_ ("{target}: the handshake stalled, and with segments of 536 bytes "
                           "it worked."),
                        "target", target, NULL));
  }
  lc_analysis_add_observations (self, finding, observations);
  lc_analysis_add_observations (self, finding, alike);
}

/* Inspection */

static gboolean
all_proxied (GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++)
    if (!((const LcObservation *) g_ptr_array_index (observations, i))->proxied)
      return FALSE;
  return TRUE;
}

static gboolean
all_in_tunnel (LcAnalysis *self, GPtrArray *observations)
{
  const char *const *addresses = (const char *const *) self->environment->vpn_addresses;

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);

    if (addresses == NULL || !g_strv_contains (addresses, observation->attempt->address))
      return FALSE;
  }
  return TRUE;
}

static LcOwner
get_inspector (LcAnalysis *self, const LcInspection *inspection)
{
  if (inspection->antivirus)
    return LC_OWNER_DEVICE;
  if (all_proxied (inspection->observations))
    return LC_OWNER_PROXY;
  return all_in_tunnel (self, inspection->observations) ? LC_OWNER_VPN : LC_OWNER_FIREWALL;
}

static const char *
get_key (const LcInspection *inspection)
{
  if (inspection->antivirus)
    return "tls-inspection/device";
  if (inspection->maybe_own)
    return "tls-inspection/own";
  return inspection->trusted ? "tls-inspection" : "tls-inspection/untrusted";
}

/* Where all that is opened shows a block page, the block page is the matter. */
static gboolean
is_part_of (LcFinding *above, LcFinding *finding)
{
  for (guint i = 0; i < finding->rows->len; i++)
    if (!g_ptr_array_find_with_equal_func (above->rows, g_ptr_array_index (finding->rows, i),
                                           g_str_equal, NULL))
      return FALSE;
  return TRUE;
}

static gboolean
any_is_open_question (LcAnalysis *self, GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);

    if (lc_analysis_is_open_question (self, observation->row))
      return TRUE;
  }
  return FALSE;
}

/* What opens connections makes a certificate for each host, and who comes first
 * may wait too long for it. */
static void
add_slow_ones (LcAnalysis *self, const LcInspection *inspection, LcFinding *finding)
{
  for (guint i = 0; i < self->observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (self->observations, i);
    g_autofree char *target = lc_describe_target (observation->row, observation->attempt);
    gboolean shared = FALSE;

    for (guint j = 0; j < inspection->observations->len && !shared; j++)
      shared = lc_observation_shares_port (g_ptr_array_index (inspection->observations, j),
                                           observation);
    if (!shared || !observation->attempt->retry_worked
        || !lc_analysis_is_open_question (self, observation->row))
      continue;
    lc_analysis_add_row (self, finding, observation->row);
    lc_finding_take_evidence (finding,
                              lc_phrase_fill (_ ("{target}: tried again, the handshake worked."),
                                              "target", target, NULL));
  }
}

/* They work as they are. */
static void
mention_rows (LcFinding *finding, GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++)
    lc_finding_mention_row (finding,
                            ((const LcObservation *) g_ptr_array_index (observations, i))->row);
}

static void
add_inspection (LcAnalysis *self, const LcInspection *inspection)
{
  g_autofree char *hosts = lc_observations_get_hosts (inspection->observations);
  g_autofree char *issuer = lc_describe_issuer (inspection->issuer);
  LcFinding *block_page = lc_analysis_find (self, "block-page");
  LcFinding *finding;

  if (!inspection->maybe_own && block_page == NULL
      && !any_is_open_question (self, inspection->observations))
    return;
  finding
      = lc_analysis_add (self, get_key (inspection), inspection->confidence,
                         get_inspector (self, inspection), "hosts", hosts, "issuer", issuer, NULL);
  lc_finding_take_evidence (finding, lc_phrase_fill (_ ("Issuer: {issuer}"), "issuer",
                                                     inspection->issuer, NULL));
  for (guint i = 0; i < inspection->reasons->len; i++)
    lc_finding_take_evidence (finding, g_strdup (g_ptr_array_index (inspection->reasons, i)));
  if (inspection->maybe_own) {
    finding->severity = LC_SEVERITY_WARNING;
    mention_rows (finding, inspection->observations);
    return;
  }
  lc_analysis_add_observations (self, finding, inspection->observations);
  if (block_page != NULL && is_part_of (block_page, finding)) {
    lc_analysis_fold (self, finding, "block-page");
    finding = block_page;
  }
  add_slow_ones (self, inspection, finding);
}

void
lc_find_inspection (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->inspections->len; i++)
    add_inspection (self, g_ptr_array_index (self->inspections, i));
}

/* Handshakes that are cut off */

static gboolean
is_cut (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  LcCode code = lc_observation_get_code (observation, LC_PHASE_TLS);

  return lc_analysis_is_open_question (self, observation->row)
         && lc_row_get_required (observation->row) && !observation->attempt->retry_worked
         && (code == LC_CODE_TLS_RESET || code == LC_CODE_TLS_TIMEOUT || code == LC_CODE_TLS_CLOSED
             || lc_observation_get_code (observation, LC_PHASE_TCP) == LC_CODE_TCP_RESET);
}

/* What is not TLS, or refuses it, at more than one host is no host's own doing. */
static gboolean
is_refused (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  LcCode code = lc_observation_get_code (observation, LC_PHASE_TLS);

  return lc_analysis_is_open_question (self, observation->row)
         && (code == LC_CODE_TLS_ALERT || code == LC_CODE_TLS_NOT_TLS);
}

/* In TLS 1.3 the handshake ends with the client's word, so that the host cannot be
 * heard of for another round trip (RFC 8446 2). */
static gboolean
was_cut_after_tls13 (const LcObservation *observation)
{
  return lc_observation_get_code (observation, LC_PHASE_APP) == LC_CODE_APP_CLOSED
         && observation->attempt->tls != NULL
         && g_strcmp0 (observation->attempt->tls->version, "TLS 1.3") == 0;
}

/* How long a reset took after the host had last been heard of, or -1. Opening
 * takes one round trip; what is then reset before a word is said was heard of at its end. */
static gint64
get_reset_us (LcAnalysis *self, const LcObservation *observation, gint64 *round_trip)
{
  const LcStep *tcp = lc_attempt_get_step (observation->attempt, LC_PHASE_TCP);
  const LcStep *failed = lc_attempt_get_failed_step (observation->attempt);

  *round_trip = lc_analysis_is_opened_nearby (self, observation)
                    ? lc_analysis_get_round_trip (self, observation)
                    : observation->attempt->latency_us;
  if (was_cut_after_tls13 (observation))
    return lc_attempt_get_step (observation->attempt, LC_PHASE_APP)->us;
  if (failed != NULL && failed != tcp
      && (failed->code == LC_CODE_TLS_RESET || failed->code == LC_CODE_TCP_RESET))
    return failed->us;
  /* Older reports have the later reset in the step that had opened the connection, without its
   * time. */
  if (tcp == NULL || tcp->code != LC_CODE_TCP_RESET || *round_trip != LC_US_NONE)
    return -1;
  *round_trip = lc_analysis_get_round_trip (self, observation);
  return MAX (tcp->us - *round_trip, 0);
}

static gboolean
came_too_fast (LcAnalysis *self, const LcObservation *observation)
{
  gint64 round_trip;
  gint64 us = get_reset_us (self, observation, &round_trip);

  return lc_nearby_judge (us, round_trip) == LC_SENDER_NEARER;
}

static const char *
describe_cut (GPtrArray *observations)
{
  switch (lc_observation_get_code (g_ptr_array_index (observations, 0), LC_PHASE_TLS)) {
  case LC_CODE_TLS_RESET:
    return C_ ("the TLS handshake is …", "reset");
  case LC_CODE_TLS_TIMEOUT:
    return C_ ("the TLS handshake is …", "not completed in time");
  case LC_CODE_TLS_CLOSED:
    return C_ ("the TLS handshake is …", "closed");
  default:
    return C_ ("the TLS handshake is …", "refused");
  }
}

static LcFinding *
add_cut (LcAnalysis *self, GPtrArray *observations, LcConfidence confidence, LcOwner owner)
{
  g_autofree char *ports = lc_observations_get_ports (observations);
  g_autofree char *hosts = lc_observations_get_hosts (observations);
  g_autofree char *ask = lc_texts_ask_owner (owner, ports);
  gboolean opened = lc_observation_get_code (g_ptr_array_index (observations, 0), LC_PHASE_TCP)
                    == LC_CODE_TCP_RESET;
  LcFinding *finding = lc_analysis_add (self, opened ? "tls-blocked/opened" : "tls-blocked",
                                        confidence, owner, "ports", ports, "hosts", hosts, "how",
                                        describe_cut (observations), "ask", ask, NULL);

  lc_analysis_add_observations (self, finding, observations);
  lc_analysis_add_opened_nearby (self, finding, observations);
  return finding;
}

static void
add_speed (LcAnalysis *self, LcFinding *finding, const LcObservation *observation)
{
  gint64 host_us;
  gint64 us = get_reset_us (self, observation, &host_us);
  g_autofree char *target = lc_describe_target (observation->row, observation->attempt);
  g_autofree char *time = lc_describe_us (us);
  g_autofree char *round_trip = lc_describe_us (host_us);

  lc_finding_take_evidence (
      finding,
      lc_phrase_fill (_ ("{target}: the reset came after {time}, while the host’s round trip "
                         "is {round_trip}: something nearer sent it."),
                      "target", target, "time", time, "round_trip", round_trip, NULL));
}

/* A handshake that is cut at several hosts is cut on the way; at one host alone
 * it may be the host, unless the answer came faster than the host can. */
void
lc_find_cut_handshakes (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) cut = lc_analysis_select (self, is_cut, NULL);
  g_autoptr (GPtrArray) refused = lc_analysis_select (self, is_refused, NULL);
  LcConfidence confidence = LC_CONFIDENCE_LIKELY;
  LcFinding *finding;
  gboolean several;

  if (lc_observations_count_addresses (refused) > 1)
    g_ptr_array_extend (cut, refused, NULL, NULL);
  if (cut->len == 0)
    return;
  several = lc_observations_count_addresses (cut) > 1;
  for (guint i = 0; i < cut->len; i++)
    if (came_too_fast (self, g_ptr_array_index (cut, i)))
      confidence = LC_CONFIDENCE_PROVEN;
  finding = add_cut (self, cut, confidence,
                     several || confidence == LC_CONFIDENCE_PROVEN ? LC_OWNER_FIREWALL
                                                                   : LC_OWNER_UNKNOWN);
  for (guint i = 0; i < cut->len; i++)
    if (came_too_fast (self, g_ptr_array_index (cut, i)))
      add_speed (self, finding, g_ptr_array_index (cut, i));
}

/* A computer that knows nobody to trust */

static gboolean
lacks_authorities (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return lc_analysis_is_open_question (self, observation->row)
         && lc_observation_get_code (observation, LC_PHASE_TLS) == LC_CODE_TLS_UNTRUSTED
         && lc_attempt_has_problem (observation->attempt, "no-authorities");
}

/* What it makes of certificates says nothing of them, nor of who shows them. */
void
lc_find_no_authorities (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) observations = lc_analysis_select (self, lacks_authorities, NULL);
  g_autofree char *hosts = lc_observations_get_hosts (observations);

  if (observations->len == 0)
    return;
  lc_analysis_add_observations (self,
                                lc_analysis_add (self, "certificate-invalid/no-authorities",
                                                 LC_CONFIDENCE_PROVEN, LC_OWNER_DEVICE, "hosts",
                                                 hosts, NULL),
                                observations);
}

static gboolean
is_cut_nearby (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return lc_analysis_is_open_question (self, observation->row)
         && lc_row_get_required (observation->row) && was_cut_after_tls13 (observation)
         && came_too_fast (self, observation);
}

/* Filters that wait for the first words in a connection. */
void
lc_find_cut_data (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) cut = lc_analysis_select (self, is_cut_nearby, NULL);
  g_autofree char *ports = lc_observations_get_ports (cut);
  g_autofree char *hosts = lc_observations_get_hosts (cut);
  g_autofree char *ask = lc_texts_ask_owner (LC_OWNER_FIREWALL, ports);
  LcFinding *finding;

  if (cut->len == 0)
    return;
  finding = lc_analysis_add (self, "tls-blocked/data", LC_CONFIDENCE_PROVEN, LC_OWNER_FIREWALL,
                             "ports", ports, "hosts", hosts, "ask", ask, NULL);
  lc_analysis_add_observations (self, finding, cut);
  for (guint i = 0; i < cut->len; i++)
    add_speed (self, finding, g_ptr_array_index (cut, i));
}

/* Certificates that are the service's own, and bad */

/* What tells two of a code apart. */
typedef enum
{
  BAD_ANY,
  BAD_LEAF,
  BAD_AUTHORITY,  /* an authority's certificate in the chain has expired */
  BAD_INCOMPLETE, /* the chain leaves out the issuer, which is trusted elsewhere */
} BadKind;

typedef struct
{
  LcCode code;
  BadKind kind;
  const char *key;
} BadCertificate;

static const BadCertificate bad_certificates[] = {
  { LC_CODE_TLS_UNTRUSTED, BAD_INCOMPLETE, "certificate-invalid/incomplete" },
  { LC_CODE_TLS_UNTRUSTED, BAD_LEAF, "certificate-invalid/untrusted" },
  { LC_CODE_TLS_EXPIRED, BAD_AUTHORITY, "certificate-invalid/authority" },
  { LC_CODE_TLS_EXPIRED, BAD_LEAF, "certificate-invalid/expired" },
  { LC_CODE_TLS_NOT_YET_VALID, BAD_ANY, "certificate-invalid/early" },
  { LC_CODE_TLS_NAME_MISMATCH, BAD_ANY, "certificate-invalid/name" },
};

static gboolean
sends_issuer (const LcAttempt *attempt, const LcCertificate *leaf)
{
  for (guint i = 1; i < attempt->tls->chain->len; i++) {
    const LcCertificate *certificate = g_ptr_array_index (attempt->tls->chain, i);

    if (g_strcmp0 (certificate->subject, leaf->issuer) == 0)
      return TRUE;
  }
  return FALSE;
}

/* An issuer that is trusted where it is shown, and is not shown here. */
static gboolean
is_incomplete (LcAnalysis *self, const LcObservation *observation)
{
  const LcCertificate *leaf = lc_attempt_get_leaf (observation->attempt);

  if (leaf == NULL || leaf->issuer == NULL || leaf->self_signed
      || sends_issuer (observation->attempt, leaf))
    return FALSE;
  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *other = g_ptr_array_index (self->observations, i);
    const LcCertificate *certificate = lc_attempt_get_leaf (other->attempt);

    if (certificate != NULL && g_strcmp0 (certificate->issuer, leaf->issuer) == 0
        && sends_issuer (other->attempt, certificate)
        && !lc_attempt_has_problem (other->attempt, "untrusted"))
      return TRUE;
  }
  return FALSE;
}

static BadKind
get_kind (LcAnalysis *self, const LcObservation *observation, LcCode code)
{
  if (code == LC_CODE_TLS_UNTRUSTED && is_incomplete (self, observation))
    return BAD_INCOMPLETE;
  if (code == LC_CODE_TLS_EXPIRED && lc_attempt_is_authority_expired (observation->attempt))
    return BAD_AUTHORITY;
  return BAD_LEAF;
}

static gboolean
is_bad (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  const BadCertificate *bad = data;

  return lc_analysis_is_open_question (self, observation->row)
         && lc_observation_get_code (observation, LC_PHASE_TLS) == bad->code
         && (bad->kind == BAD_ANY || get_kind (self, observation, bad->code) == bad->kind);
}

static char *
list_names (GPtrArray *observations)
{
  g_autoptr (GPtrArray) names = lc_words_new ();

  for (guint i = 0; i < observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (observations, i);
    const LcCertificate *leaf = lc_attempt_get_leaf (observation->attempt);

    for (guint j = 0; leaf != NULL && leaf->names != NULL && leaf->names[j] != NULL; j++)
      lc_words_add (names, leaf->names[j]);
  }
  return lc_phrase_join (names, 4);
}

static char *
get_day (const char *time)
{
  return time != NULL ? lc_describe_day (time) : g_strdup ("");
}

static void
add_bad (LcAnalysis *self, const BadCertificate *bad)
{
  g_autoptr (GPtrArray) observations = lc_analysis_select (self, is_bad, bad);
  const LcAttempt *first
      = observations->len > 0
            ? ((const LcObservation *) g_ptr_array_index (observations, 0))->attempt
            : NULL;
  const LcCertificate *leaf = first != NULL ? lc_attempt_get_leaf (first) : NULL;
  const LcCertificate *expired = leaf != NULL ? lc_tls_get_expired (first->tls) : NULL;
  g_autofree char *hosts = lc_observations_get_hosts (observations);
  g_autofree char *issuer = lc_describe_issuer (leaf != NULL ? leaf->issuer : NULL);
  g_autofree char *names = list_names (observations);
  g_autofree char *begin = get_day (leaf != NULL ? leaf->not_before : NULL);
  g_autofree char *end = get_day (expired != NULL ? expired->not_after : NULL);
  g_autofree char *authority = lc_describe_issuer (expired != NULL ? expired->subject : NULL);

  if (observations->len == 0)
    return;
  lc_analysis_add_observations (self,
                                lc_analysis_add (self, bad->key, LC_CONFIDENCE_LIKELY,
                                                 LC_OWNER_SERVICE, "hosts", hosts, "issuer", issuer,
                                                 "authority", authority, "names", names,
                                                 "not_before", begin, "not_after", end, NULL),
                                observations);
}

void
lc_find_bad_certificates (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad_certificates); i++)
    add_bad (self, &bad_certificates[i]);
}
