/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-edge.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/* What an attempt comes to. Its steps, samples and path are what was seen, and nothing changes
 * them; this is what they mean, alone or beside what other rows showed. */

/**
 * LcElsewhere:
 *
 * What the rest of a report shows about one attempt. All zero: nothing.
 */
typedef struct
{
  gboolean refused_nearby;  /* its refusal came from something nearer than the host */
  gboolean portal;          /* the page that answered is the network's own sign-in page */
  gboolean intercepted;     /* its certificate was issued on the way */
  gboolean is_trusted;      /* … by somebody whom this computer trusts */
  const LcEdge *edge;       /* (nullable) where the network ends */
  gboolean blocked;         /* what answered in place of a WebSocket shows its block page to other rows */
} LcElsewhere;

/**
 * LcJudgement:
 *
 * What a step or an attempt means. The phase is the one to blame: a connection that is reset before
 * a word was said was never good, whichever step came to know.
 */
typedef struct
{
  LcPhase  phase;
  LcStatus status;
  LcCode   code;
} LcJudgement;

/**
 * lc_step_judge:
 * @step: one of @attempt's
 * @elsewhere: (nullable)
 */
LcJudgement lc_step_judge (LcRow *row, const LcAttempt *attempt, const LcStep *step, const LcElsewhere *elsewhere);

/**
 * lc_attempt_judge:
 * @elsewhere: (nullable): NULL while a check runs
 *
 * Sets the status and the code of an attempt: those of the first step that is not good, with the
 * worst of all steps' statuses. An attempt without steps and samples has not run: what it was made
 * with stays. Judging again changes nothing.
 */
void lc_attempt_judge (LcRow *row, LcAttempt *attempt, const LcElsewhere *elsewhere);

/* The phase that a judged attempt failed in; %LC_PHASE_NONE where it passed or was not made. */
LcPhase lc_attempt_get_phase (const LcAttempt *attempt);

/* Whether an attempt's certificate was verified and nothing was wrong with it. */
gboolean lc_attempt_has_good_tls (const LcAttempt *attempt);

/* Whether the certificate of an authority in the chain has expired, and ended before the leaf's. */
gboolean lc_attempt_is_authority_expired (const LcAttempt *attempt);

/* Whether LcTls.verify names @problem: "untrusted" "name-mismatch" "expired" …. */
gboolean lc_attempt_has_problem (const LcAttempt *attempt, const char *problem);

G_END_DECLS
