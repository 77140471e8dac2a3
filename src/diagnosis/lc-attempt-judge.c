/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-attempt-judge.h"

#include "diagnosis/lc-samples.h"
#include "report/lc-icmp-code.h"

static gboolean
has_samples (const LcAttempt *attempt)
{
  return attempt->samples != NULL && attempt->samples->len > 0;
}

/* Where every port was silent the step knows more: datagrams that this computer
 * would not even send. */
static LcJudgement
judge_samples (const LcAttempt *attempt, const LcStep *step, const LcElsewhere *elsewhere)
{
  LcJudgement judgement = { .phase = LC_PHASE_UDP };

  judgement.status
      = lc_samples_judge (attempt, elsewhere != NULL ? elsewhere->edge : NULL, &judgement.code);
  if (judgement.status == LC_STATUS_INCONCLUSIVE && step != NULL
      && step->status == LC_STATUS_FAIL) {
    judgement.status = step->status;
    judgement.code = step->code;
  }
  return judgement;
}

/* Routers limit how often they answer (RFC 1812 4.3.2.8): who rejects a port may have been silent
 * when it was tried, and have said so when its path was followed. */
static gboolean
find_rejecter (LcRow *row, const LcAttempt *attempt, LcCode *code)
{
  const LcPath *path = attempt->path;

  if (path == NULL || path->answer_kind != LC_ANSWER_ICMP || path->answer_address == NULL
      || path->transport != lc_row_get_transport (row) || path->port != lc_row_get_port (row))
    return FALSE;
  *code = lc_code_for_icmp (path->transport, attempt->address, path->answer_address,
                            path->answer_icmp_type, path->answer_icmp_code);
  return *code == LC_CODE_TCP_REJECTED || *code == LC_CODE_UDP_REJECTED;
}

static void
apply_path (LcRow *row, const LcAttempt *attempt, LcJudgement *judgement)
{
  LcCode code;

  if ((judgement->code != LC_CODE_TCP_TIMEOUT && judgement->code != LC_CODE_UDP_SILENT)
      || !find_rejecter (row, attempt, &code))
    return;
  judgement->code = code;
  judgement->status = lc_code_get_status (code);
}

static void
apply_elsewhere (const LcAttempt *attempt, const LcElsewhere *elsewhere, LcJudgement *judgement)
{
  if (elsewhere->refused_nearby && judgement->code == LC_CODE_TCP_REFUSED)
    judgement->code = LC_CODE_TCP_REFUSED_NEARBY;
  if (elsewhere->portal && judgement->phase == LC_PHASE_APP) {
    judgement->code = LC_CODE_HTTP_CAPTIVE_PORTAL;
    judgement->status = LC_STATUS_FAIL;
  }
  /* The page of a filter is not the service, however well it answers. */
  if (elsewhere->blocked && judgement->code == LC_CODE_WS_REFUSED) {
    judgement->code = LC_CODE_HTTP_BLOCK_PAGE;
    judgement->status = LC_STATUS_FAIL;
  }
  if (elsewhere->intercepted && judgement->phase == LC_PHASE_TLS
      && judgement->code != LC_CODE_TLS_INTERCEPTED) {
    judgement->code = LC_CODE_TLS_INTERCEPTED;
    judgement->status = elsewhere->is_trusted && !lc_attempt_has_problem (attempt, "untrusted")
                            ? LC_STATUS_DEGRADED
                            : LC_STATUS_FAIL;
  }
}

/* The same code means more on some rows than on others. */
static void
apply_row (LcRow *row, LcJudgement *judgement)
{
  if (judgement->code == LC_CODE_UDP_SILENT && lc_row_get_protocol (row) == LC_PROTOCOL_STUN)
    judgement->status = LC_STATUS_FAIL; /* A STUN server must answer, and was asked many times. */
  if (judgement->code == LC_CODE_TLS_NAME_MISMATCH && judgement->status == LC_STATUS_FAIL
      && lc_row_get_host_is_literal (row))
    judgement->status = LC_STATUS_DEGRADED; /* The document gives no name there. */
}

LcJudgement
lc_step_judge (LcRow *row,
               const LcAttempt *attempt,
               const LcStep *step,
               const LcElsewhere *elsewhere)
{
  LcJudgement judgement = { step->phase, step->status, step->code };

  if (step->phase == LC_PHASE_UDP && step->status != LC_STATUS_CANCELLED && has_samples (attempt))
    return judge_samples (attempt, step, elsewhere);
  apply_path (row, attempt, &judgement);
  if (elsewhere != NULL)
    apply_elsewhere (attempt, elsewhere, &judgement);
  apply_row (row, &judgement);
  if (judgement.code == LC_CODE_TCP_RESET)
    judgement.phase = LC_PHASE_TCP;
  return judgement;
}

static void
judge_steps (LcRow *row, LcAttempt *attempt, const LcElsewhere *elsewhere)
{
  const LcStep *last = g_ptr_array_index (attempt->steps, attempt->steps->len - 1);

  attempt->status = LC_STATUS_PASS;
  attempt->code = last->code;
  for (guint i = 0; i < attempt->steps->len; i++) {
    LcJudgement judgement
        = lc_step_judge (row, attempt, g_ptr_array_index (attempt->steps, i), elsewhere);

    if (attempt->status == LC_STATUS_PASS && judgement.status != LC_STATUS_PASS)
      attempt->code = judgement.code;
    attempt->status = lc_status_worse (attempt->status, judgement.status);
  }
}

void
lc_attempt_judge (LcRow *row, LcAttempt *attempt, const LcElsewhere *elsewhere)
{
  g_return_if_fail (LC_IS_ROW (row));
  g_return_if_fail (attempt != NULL);

  if (has_samples (attempt)) {
    LcJudgement judgement
        = judge_samples (attempt, lc_attempt_get_step (attempt, LC_PHASE_UDP), elsewhere);

    attempt->status = judgement.status;
    attempt->code = judgement.code;
  } else if (attempt->steps->len > 0) {
    judge_steps (row, attempt, elsewhere);
  }
}

/* A code that may end any phase is of the phase that it ended; and a datagram that this computer
 * has no route for is no connection. */
LcPhase
lc_attempt_get_phase (const LcAttempt *attempt)
{
  LcPhase phase = lc_code_get_phase (attempt->code);
  const LcStep *failed = lc_attempt_get_failed_step (attempt);

  if (attempt->status == LC_STATUS_PASS)
    return LC_PHASE_NONE;
  if (has_samples (attempt))
    return LC_PHASE_UDP;
  if (failed != NULL && (phase == LC_PHASE_NONE || failed->phase == LC_PHASE_UDP))
    return failed->phase;
  return phase;
}

gboolean
lc_attempt_has_good_tls (const LcAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, FALSE);

  return attempt->tls != NULL && g_strcmp0 (attempt->tls->verify, "ok") == 0;
}

gboolean
lc_attempt_has_problem (const LcAttempt *attempt, const char *problem)
{
  g_return_val_if_fail (attempt != NULL, FALSE);

  g_auto (GStrv) problems = NULL;

  if (attempt->tls == NULL || attempt->tls->verify == NULL)
    return FALSE;
  problems = g_strsplit (attempt->tls->verify, " ", -1);
  return g_strv_contains ((const char *const *) problems, problem);
}

gboolean
lc_attempt_is_authority_expired (const LcAttempt *attempt)
{
  const LcCertificate *expired
      = lc_attempt_has_problem (attempt, "expired") ? lc_tls_get_expired (attempt->tls) : NULL;

  return expired != NULL && expired != g_ptr_array_index (attempt->tls->chain, 0);
}
