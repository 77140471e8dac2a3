/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loopback-server.h"
#include "probe/lc-run.h"

G_BEGIN_DECLS

/* What the tests of single attempts share. */

#define LOOPBACK "127.0.0.1"
#define PATIENT_MS 20000 /* a deadline that only a hang reaches */
#define SHORT_MS 150     /* a deadline that is waited for */

/* Returns: (transfer full): a row of the name LOOPBACK_NAME. */
LcRow *fixture_row_new (LcProtocol protocol, guint16 port);

/* Returns: (transfer full): likewise of the address LOOPBACK, with its TLS name lent. */
LcRow *fixture_row_new_literal (LcProtocol protocol, guint16 port);

/* Returns: (transfer full): a row from an endpoint, of which what is NULL is filled in. */
LcRow *fixture_row_new_full (const LcEndpoint *endpoint);

/* Returns: (transfer full): trusts the test certificates' authority, knows no name. */
LcProbeContext *fixture_context_new (guint timeout_ms);

/* Returns: (transfer full): one attempt from beginning to end, on LOOPBACK where @address is NULL. */
LcAttempt *fixture_run (LcProbeContext *context, LcRow *row, const char *address,
                        const char *proxy);

/* Returns: (transfer full): the attempt that ended, judged as diagnosis judges it alone. */
LcAttempt *fixture_finish (GAsyncResult *result, LcRow *row);

/* Dispatches whatever is left over until nothing is. */
void fixture_settle (void);

/* How many files this process has open. */
guint fixture_count_files (void);

/* Settles, and holds that @count files are open. */
void fixture_assert_files (guint count);

/**
 * fixture_assert_gone:
 * @object: (transfer full) (nullable)
 *
 * Settles, and holds that nobody else keeps @object alive.
 */
void fixture_assert_gone (gpointer object);

/* Waits until *@flag is set. */
void fixture_wait_for (gboolean *flag);

/* Holds @text against a pattern of * and ?. NULL matches anything. */
void fixture_assert_matches (const char *glob, const char *text);

/**
 * FixtureCase:
 *
 * What one script of a server comes to.
 */
typedef struct
{
  const char *name;
  LoopbackAct script[16];
  LcPhase     phase;  /* of the first step that did not pass; LC_PHASE_NONE: all did */
  LcStatus    status; /* of that step */
  LcCode      code;
  const char *detail;   /* (nullable) a glob for that step's detail, or the last step's */
  const char *reply;    /* (nullable) a glob for the attempt's reply */
  gboolean    is_timeout;
  void (*check) (LcAttempt *attempt, LoopbackServer *server); /* (nullable) */
} FixtureCase;

/* Holds the step that decided against the case. */
void fixture_check_step (const FixtureCase *expected, LcAttempt *attempt);

/* On a machine that is busy elsewhere a short deadline may strike before the step
 * that it is meant for: then a longer one will do. */
gboolean fixture_came_too_early (const FixtureCase *expected, LcAttempt *attempt,
                                 guint timeout_ms);

/**
 * fixture_try:
 *
 * Tries a row of @protocol on a server that goes through the case's script, and
 * holds the attempt against what the case says. Holds also that nothing is left
 * open or alive.
 */
void fixture_try (LcProtocol protocol, const FixtureCase *cases, gsize count);

/* Adds one test per case: "/@prefix/name". */
void fixture_add_cases (const char *prefix, LcProtocol protocol, const FixtureCase *cases,
                        gsize count);

/* Changes a few bytes, cuts a piece out, or doubles one. */
void fixture_mutate (GByteArray *bytes);

G_END_DECLS
