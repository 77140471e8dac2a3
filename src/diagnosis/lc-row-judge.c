/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-row-judge.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-attempt-judge.h"
#include "diagnosis/lc-describe.h"
#include "report/lc-report-words.h"

/* What a list of attempts comes to. */
typedef struct
{
  LcStatus status;
  LcCode code;
  LcPhase phase;
  LcAttempt *worst; /* (nullable) whose code it is */
  guint tried;      /* attempts that count */
  guint worked;     /* of them, those that passed */
} Outcome;

/* An address of a family that this computer has no route for is skipped, and
 * counts only where there is no other. */
static gboolean
any_ran (GPtrArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (attempt->status != LC_STATUS_SKIPPED)
      return TRUE;
  }
  return FALSE;
}

static void
add_attempt (Outcome *outcome, LcAttempt *attempt)
{
  outcome->tried++;
  if (attempt->status == LC_STATUS_PASS)
    outcome->worked++;
  if (outcome->worst == NULL
      || (attempt->status != outcome->worst->status
          && lc_status_worse (attempt->status, outcome->worst->status) == attempt->status))
    outcome->worst = attempt;
}

static gboolean
has_status (GPtrArray *attempts, LcStatus status)
{
  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (attempt->status == status)
      return TRUE;
  }
  return FALSE;
}

static LcStatus
get_common_status (GPtrArray *attempts, const Outcome *outcome)
{
  guint failed = 0;

  if (has_status (attempts, LC_STATUS_CANCELLED))
    return LC_STATUS_CANCELLED;
  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (attempt->status == LC_STATUS_FAIL)
      failed++;
  }
  if (failed > 0)
    return failed == outcome->tried ? LC_STATUS_FAIL : LC_STATUS_DEGRADED;
  return outcome->worst->status;
}

/* No address of the row has a route: that is a failure, and a known one. */
static LcStatus
get_skipped_status (const Outcome *outcome)
{
  return outcome->worst->code == LC_CODE_TCP_NETWORK_UNREACHABLE ? LC_STATUS_FAIL
                                                                 : LC_STATUS_SKIPPED;
}

static Outcome
judge_attempts (GPtrArray *attempts)
{
  Outcome outcome = { .status = LC_STATUS_CANCELLED, .code = LC_CODE_CANCELLED };
  gboolean ran = any_ran (attempts);

  for (guint i = 0; i < attempts->len; i++) {
    LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (!ran || attempt->status != LC_STATUS_SKIPPED)
      add_attempt (&outcome, attempt);
  }
  if (outcome.worst == NULL)
    return outcome;
  outcome.status = ran ? get_common_status (attempts, &outcome) : get_skipped_status (&outcome);
  outcome.code = outcome.worst->code;
  outcome.phase = lc_attempt_get_phase (outcome.worst);
  if (outcome.status == LC_STATUS_CANCELLED) {
    outcome.code = LC_CODE_CANCELLED;
    outcome.phase = LC_PHASE_NONE;
  }
  return outcome;
}

static gboolean
all_have_good_tls (GPtrArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++)
    if (!lc_attempt_has_good_tls (g_ptr_array_index (attempts, i)))
      return FALSE;
  return attempts->len > 0;
}

LcOwnerConfidence
lc_owner_get_confidence (LcOwner owner, LcConfidence confidence)
{
  if (owner == LC_OWNER_NONE)
    return LC_OWNER_CONFIDENCE_NONE;
  if (owner == LC_OWNER_UNKNOWN || confidence == LC_CONFIDENCE_INCONCLUSIVE)
    return LC_OWNER_CONFIDENCE_UNKNOWN;
  return confidence == LC_CONFIDENCE_PROVEN ? LC_OWNER_CONFIDENCE_PROVEN
                                            : LC_OWNER_CONFIDENCE_LIKELY;
}

gboolean
lc_row_is_elsewhere (LcRow *row)
{
  const char *const *resolved = lc_row_get_resolved (row);
  const char *const *documented = lc_row_get_documented (row);

  return !lc_row_get_may_change (row) && !lc_row_get_host_is_literal (row) && resolved[0] != NULL
         && documented[0] != NULL && !lc_address_any_may_lead_to (resolved, documented);
}

/* A name that leads where no public service is: only the service's own
 * certificate shows that it is the service all the same. */
static void
judge_addresses (LcRow *row, Outcome *outcome)
{
  const LcDns *dns = lc_row_get_dns (row);
  gboolean sinkhole = dns != NULL && dns->code == LC_CODE_DNS_SINKHOLE;

  gboolean served = (outcome->status == LC_STATUS_PASS || outcome->status == LC_STATUS_DEGRADED)
                    && all_have_good_tls (lc_row_get_attempts (row));

  if (sinkhole && outcome->status != LC_STATUS_CANCELLED && !served) {
    outcome->status = LC_STATUS_FAIL;
    outcome->code = LC_CODE_DNS_SINKHOLE;
    outcome->phase = LC_PHASE_DNS;
  } else if (outcome->status == LC_STATUS_PASS && (sinkhole || lc_row_is_elsewhere (row))) {
    outcome->code = LC_CODE_DNS_UNEXPECTED_ADDRESS;
    outcome->phase = LC_PHASE_DNS;
  }
}

/* Returns: FALSE where nothing at all was seen. */
static gboolean
judge_direct (LcRow *row, Outcome *outcome)
{
  GPtrArray *attempts = lc_row_get_attempts (row);
  const LcDns *dns = lc_row_get_dns (row);

  if (attempts->len > 0) {
    *outcome = judge_attempts (attempts);
    judge_addresses (row, outcome);
    return TRUE;
  }
  if (dns == NULL)
    return FALSE;
  outcome->status = dns->status == LC_STATUS_PASS ? LC_STATUS_CANCELLED : dns->status;
  outcome->code = dns->status == LC_STATUS_PASS ? LC_CODE_CANCELLED : dns->code;
  outcome->phase = outcome->status == LC_STATUS_CANCELLED ? LC_PHASE_NONE : LC_PHASE_DNS;
  return TRUE;
}

/* What works on one way only is limited; which of the two ways is to blame when
 * neither works is the proxy's word where it gave one. */
static Outcome
combine (const Outcome *direct, const Outcome *proxied)
{
  Outcome both = *direct;
  gboolean direct_works = direct->status == LC_STATUS_PASS;

  if (direct->status == LC_STATUS_CANCELLED || proxied->status == LC_STATUS_CANCELLED)
    return direct->status == LC_STATUS_CANCELLED ? *direct : *proxied;
  if (direct_works && proxied->status == LC_STATUS_PASS)
    return both;
  if (direct_works || (proxied->status == LC_STATUS_FAIL && proxied->phase == LC_PHASE_PROXY))
    both = *proxied;
  both.status = direct->status == LC_STATUS_FAIL && proxied->status == LC_STATUS_FAIL
                    ? LC_STATUS_FAIL
                    : LC_STATUS_DEGRADED;
  return both;
}

static LcOwner
get_owner (const Outcome *outcome)
{
  LcCode code = outcome->code;

  if (outcome->status == LC_STATUS_PASS)
    return LC_OWNER_NONE;
  if (code == LC_CODE_DNS_TRUNCATED)
    return LC_OWNER_UNKNOWN;
  if (lc_code_get_phase (code) == LC_PHASE_DNS)
    return LC_OWNER_DNS;
  if (lc_code_get_phase (code) == LC_PHASE_PROXY)
    return LC_OWNER_PROXY;
  return LC_OWNER_UNKNOWN;
}

static LcConfidence
get_confidence (const Outcome *outcome)
{
  switch (outcome->status) {
  case LC_STATUS_PASS:
    return outcome->code == LC_CODE_UDP_LEFT_NETWORK ? LC_CONFIDENCE_LIKELY : LC_CONFIDENCE_PROVEN;
  case LC_STATUS_DEGRADED:
  case LC_STATUS_FAIL:
    return outcome->code == LC_CODE_UDP_SILENT ? LC_CONFIDENCE_LIKELY : LC_CONFIDENCE_PROVEN;
  case LC_STATUS_INCONCLUSIVE:
  case LC_STATUS_SKIPPED:
  case LC_STATUS_CANCELLED:
  default:
    return LC_CONFIDENCE_INCONCLUSIVE;
  }
}

/* The round trip to the first address, in the order of the answer, that
 * passed; else to the first that was at least limited. */
static gint64
get_latency (LcRow *row)
{
  static const LcStatus wanted[] = { LC_STATUS_PASS, LC_STATUS_DEGRADED };
  GPtrArray *attempts = lc_row_get_attempts (row);

  for (guint w = 0; w < G_N_ELEMENTS (wanted); w++)
    for (guint i = 0; i < attempts->len; i++) {
      const LcAttempt *attempt = g_ptr_array_index (attempts, i);

      if (attempt->status == wanted[w] && attempt->latency_us != LC_US_NONE)
        return attempt->latency_us;
    }
  return LC_US_NONE;
}

static char *
describe_pass (LcRow *row, const Outcome *outcome, const LcEnvironment *environment)
{
  g_autoptr (GPtrArray) addresses = lc_words_new ();
  g_autofree char *list = NULL;
  g_autofree char *port = lc_row_describe_port (row);
  GPtrArray *attempts = lc_row_get_attempts (row);

  if (outcome->code == LC_CODE_DNS_UNEXPECTED_ADDRESS)
    return lc_describe_dns (row, lc_row_get_dns (row), outcome->code);
  if (outcome->worst != NULL && outcome->worst->samples != NULL)
    return lc_describe_attempt (row, outcome->worst, environment, outcome->code);
  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (attempt->status == LC_STATUS_PASS)
      lc_words_add (addresses, attempt->address);
  }
  list = lc_phrase_join (addresses, 3);
  return lc_phrase_fill (_ ("{port} to {addresses} works."), "port", port, "addresses", list, NULL);
}

static char *
describe_failure (LcRow *row, const Outcome *outcome, const LcEnvironment *environment)
{
  g_autofree char *sentence = NULL;
  g_autofree char *tried = g_strdup_printf ("%u", outcome->tried);
  g_autofree char *failed = g_strdup_printf ("%u", outcome->tried - outcome->worked);

  if (outcome->phase == LC_PHASE_DNS || outcome->worst == NULL)
    return lc_describe_dns (row, lc_row_get_dns (row), outcome->code);
  sentence = lc_describe_attempt (row, outcome->worst, environment, outcome->code);
  if (outcome->tried < 2 || outcome->worked == 0)
    return g_steal_pointer (&sentence);
  return lc_phrase_fill (_ ("{failed} of {tried} addresses: {sentence}"), "failed", failed, "tried",
                         tried, "sentence", sentence, NULL);
}

static char *
describe (LcRow *row, const Outcome *outcome, const LcEnvironment *environment)
{
  if (outcome->status == LC_STATUS_PASS)
    return describe_pass (row, outcome, environment);
  if (outcome->status == LC_STATUS_CANCELLED)
    return g_strdup (_ ("The check was stopped before this was known."));
  return describe_failure (row, outcome, environment);
}

static void
set_result (LcRow *row, const Outcome *outcome, const char *detail)
{
  LcRowResult result = {
    .status = outcome->status,
    .code = outcome->code,
    .phase = outcome->phase,
    .owner = get_owner (outcome),
    .confidence = get_confidence (outcome),
    .owner_confidence = lc_owner_get_confidence (get_owner (outcome), get_confidence (outcome)),
    .detail = detail,
    .latency_us = get_latency (row),
  };

  lc_row_set_result (row, &result);
}

static char *
add_way (const char *sentence, const Outcome *direct, const Outcome *proxied)
{
  const char *template = NULL;

  if (direct->status != LC_STATUS_PASS && proxied->status == LC_STATUS_PASS)
    template = _ ("{sentence} Through the proxy it works.");
  else if (direct->status == LC_STATUS_PASS && proxied->status != LC_STATUS_PASS)
    template = _ ("{sentence} Without the proxy it works.");
  return lc_phrase_fill (template != NULL ? template : "{sentence}", "sentence", sentence, NULL);
}

static void
judge_both (LcRow *row,
            const Outcome *direct,
            const Outcome *proxied,
            const LcEnvironment *environment)
{
  Outcome both = combine (direct, proxied);
  g_autofree char *sentence = describe (row, &both, environment);
  g_autofree char *detail = NULL;

  if (both.status == LC_STATUS_CANCELLED)
    detail = g_strdup (sentence);
  else
    detail = add_way (sentence, direct, proxied);
  set_result (row, &both, detail);
}

static void
judge_each (LcRow *row, GPtrArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++)
    lc_attempt_judge (row, g_ptr_array_index (attempts, i), NULL);
}

/* A network's resolver that answers with an address which no public name has is
 * filtering; whether it leads to the service all the same, the attempt shows. */
static void
judge_lookup (LcRow *row)
{
  const LcDns *seen = lc_row_get_dns (row);
  g_autofree char *list = NULL;
  LcDns *dns;

  if (seen == NULL || seen->code != LC_CODE_OK || seen->addresses == NULL
      || !lc_row_is_filtered_to (row, (const char *const *) seen->addresses))
    return;
  list = g_strjoinv (", ", seen->addresses);
  dns = lc_dns_copy (seen);
  dns->code = LC_CODE_DNS_SINKHOLE;
  dns->status = LC_STATUS_FAIL;
  g_free (dns->detail);
  dns->detail = g_strdup_printf (_ ("The name resolves to %s, which no public service has."), list);
  lc_row_take_dns (row, dns);
}

void
lc_row_judge_result (LcRow *row, const LcEnvironment *environment)
{
  GPtrArray *proxied;
  Outcome direct = { .status = LC_STATUS_CANCELLED, .code = LC_CODE_CANCELLED };
  g_autofree char *detail = NULL;

  g_return_if_fail (LC_IS_ROW (row));

  judge_lookup (row);
  if (!judge_direct (row, &direct))
    return;
  proxied = lc_row_get_proxied_attempts (row);
  if (proxied->len > 0) {
    Outcome through = judge_attempts (proxied);

    judge_both (row, &direct, &through, environment);
    return;
  }
  detail = describe (row, &direct, environment);
  set_result (row, &direct, detail);
}

void
lc_row_judge (LcRow *row, const LcEnvironment *environment)
{
  g_return_if_fail (LC_IS_ROW (row));

  judge_each (row, lc_row_get_attempts (row));
  judge_each (row, lc_row_get_proxied_attempts (row));
  judge_each (row, lc_row_get_documented_attempts (row));
  lc_row_judge_result (row, environment);
}
