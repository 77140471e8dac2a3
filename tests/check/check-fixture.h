/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/lc-check.h"
#include "dns-server.h"
#include "loopback-server.h"
#include "loopback-stun.h"
#include "private-network.h"
#include "probe-fixture.h"

G_BEGIN_DECLS

/* Whole checks in a network of the test's own. Names end in ".test"; those of the
 * hosts file are one.test to four.test (127.0.0.1 to 127.0.0.4), all others are asked of
 * a DnsServer at 127.0.0.1. Addresses outside of the loopback network lead to
 * whatever the test answers, or to nobody. */

#define SILENT_HOST "203.0.113.9"

/* To be called first of all. */
void check_fixture_init (int *argc, char ***argv);

/* What this computer takes for trusted authorities: the test certificates', or none. */
void check_fixture_trust (gboolean trusted);

/* A site's rows. */
typedef struct
{
  LcProtocol protocol;
  const char *host;
  guint16 port;
} CheckRow;

char *check_fixture_get_id (const CheckRow *row); /* (transfer full) */

/* Returns: (transfer full): of a catalogue with these rows, numbered XX-01 and on. */
LcCheck *check_fixture_new (const CheckRow *rows, gsize count, const LcCheckOptions *options);

/**
 * CheckRun:
 *
 * One check under way. Its report outlives it.
 */
typedef struct
{
  LcCheck *check;            /* (owned) (nullable) once it has ended */
  LcReport *report;          /* (owned) */
  GCancellable *cancellable; /* (owned) */
  guint callbacks;
  gboolean result;
  GError *error; /* (owned) (nullable) */
} CheckRun;

/* Takes @check over and begins. */
void check_run_begin (CheckRun *run, LcCheck *check);

/* Waits for its end, and holds that the callback comes once and the check goes away. */
void check_run_finish (CheckRun *run);
void check_run_clear (CheckRun *run);

/* Begins and waits for the end of a check that nobody interrupts. */
void check_run_all (CheckRun *run, LcCheck *check);

/* Its row @index is as given. */
#define check_assert_row(run, index, wanted_status, wanted_code) \
  G_STMT_START { \
    LcRow *assert_row = lc_report_get_row ((run)->report, (index)); \
    g_assert_cmpstr (lc_code_to_string (lc_row_get_code (assert_row)), ==, \
                     lc_code_to_string (wanted_code)); \
    g_assert_cmpstr (lc_status_to_string (lc_row_get_status (assert_row)), ==, \
                     lc_status_to_string (wanted_status)); \
    g_assert_cmpint (lc_row_get_state (assert_row), ==, LC_ROW_ENDED); \
  } G_STMT_END

/* Descriptors that the default main context waits for, -1 if a timer of it runs. */
int check_fixture_count_sources (void);

G_END_DECLS
