/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-connect.h"
#include "net/lc-deadline.h"
#include "probe/lc-probe-context.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/* A run is one attempt while it is made: one address, the steps of the row's
 * protocol in order. The driver (lc-run.c) starts each step, times it, applies
 * its deadline, writes down what it saw and picks the next. */

typedef struct _LcRun LcRun;

/**
 * LcStepKind:
 *
 * One kind of step. @start owns the @task that it is given, begins and returns;
 * it never ends the step before it has returned to the main loop. A step ends by
 * exactly one call of lc_run_end_step().
 */
typedef struct
{
  LcPhase     phase;
  LcCode      timeout_code;  /* what its deadline means */
  guint       deadline_ms;   /* 0: the context's */
  const char *activity;      /* untranslated, with one %s for the address; marked with N_() */
  void (*start) (GTask *task, LcRun *run);
} LcStepKind;

struct _LcRun
{
  /* input */
  LcProbeContext *context; /* (owned) */
  LcRow          *row;     /* (owned) */
  char           *address; /* (owned) */
  char           *proxy;   /* (owned) (nullable) URI */
  guint16         port;

  /* in progress */
  const LcStepKind *const *steps; /* what is still to do, NULL at the end */
  GCancellable            *caller;      /* (owned) (nullable) */
  LcDeadline              *deadline;    /* (owned) (nullable) of the running step */
  GCancellable            *cancellable; /* not owned: the deadline's */
  gint64                   step_started;
  LcChannel               *channel;   /* (owned) (nullable) once connected */
  gpointer                 step_data; /* (owned) (nullable) the running step's own */
  GDestroyNotify           step_data_destroy;

  /* output */
  LcAttempt *attempt; /* (owned) */
};

/**
 * lc_run_async:
 * @address: an address of the row's host
 * @proxy: (nullable): the HTTP proxy to go through
 * @dns: (nullable): how @address was found; becomes the first step
 *
 * Tries @row on one address.
 */
void lc_run_async (LcProbeContext     *context,
                   LcRow              *row,
                   const char         *address,
                   const char         *proxy,
                   const LcDns        *dns,
                   GCancellable       *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer            user_data);

/* Never fails. Returns: (transfer full): what was seen, however far it came; what it means
 * (LcAttempt.status and code) is for diagnosis to say. */
LcAttempt *lc_run_finish (GAsyncResult *result);

/* For steps. */

LcRun *lc_run_get (GTask *task);

/* The running step's own data, freed at the step's end. */
void lc_run_set_step_data (LcRun *run, gpointer data, GDestroyNotify destroy);

/**
 * lc_run_end_step:
 * @task: (transfer full)
 * @code: what was seen; after a cancel or a deadline these come first
 * @detail: (transfer full) (nullable): one sentence
 *
 * Ends the running step with the status that @code usually has.
 */
void lc_run_end_step (GTask *task, LcCode code, char *detail);

/* The same with a status of its own; with @go_on the next step runs although
 * this one did not pass. */
void lc_run_end_step_full (GTask *task, LcStatus status, LcCode code, gint64 us, gboolean go_on,
                           char *detail);

/* The same where an answer began with @begun (printable) and never ended. */
void lc_run_end_step_unended (GTask *task, const char *begun);

/* How long what opens an attempt may be silent before its path is worth following:
 * the kernel's second SYN leaves after a second (RFC 6298, 2.1), and a round trip is
 * seldom longer than what is left. */
#define LC_RUN_UNANSWERED_MS 1400

/* That so much time has passed; only for attempts at an address that the row's name
 * has, see LcProbeContext::unanswered. */
void lc_run_note_unanswered (LcRun *run);

/* Time since the running step began, in µs. */
gint64 lc_run_get_step_us (const LcRun *run);

/* An address of the row's port. Returns: (transfer full). */
GSocketAddress *lc_run_get_socket_address (const LcRun *run);

/* What a failed read or write of the channel means in the application phase;
 * LC_CODE_CANCELLED also for the deadline, which the step's end tells apart. */
LcCode lc_run_code_for_error (LcRun *run, const GError *error);

/* The same while nothing has been said in either direction: a reset is then the
 * connection's own fault, LC_CODE_TCP_RESET. */
LcCode lc_run_code_for_greeting_error (LcRun *run, const GError *error);

extern const LcStepKind lc_step_tcp;
extern const LcStepKind lc_step_proxy;
extern const LcStepKind lc_step_tls;
extern const LcStepKind lc_step_http;
extern const LcStepKind lc_step_websocket;
extern const LcStepKind lc_step_sip;
extern const LcStepKind lc_step_imap;
extern const LcStepKind lc_step_smtp;
extern const LcStepKind lc_step_stun;
extern const LcStepKind lc_step_rtp;

G_END_DECLS
