/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-diagnosis.h"
#include "diagnosis/lc-row-judge.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/* Small builders of reports: a site of the bundled catalogue, every row of which
 * works, and what a fault changes of it. Addresses of the way to a host are
 * 10.1.0.1 (firewall), 203.0.113.1 and 198.51.100.2 (provider), the host at hop 4. */

#define FIREWALL "10.1.0.1"
#define PROVIDER "203.0.113.1"
#define LAST_ROUTER "198.51.100.2"
#define HOST_TTL 4
#define LOCAL "10.1.0.2:40000"

/* Returns: (transfer full): every row waiting, in the environment of an ordinary network. */
LcReport *fixture_report_new (const char *site);

/* Returns: (transfer full): every row seen to work as in a healthy network. */
LcReport *fixture_healthy_new (const char *site);

/* Returns: (transfer full): what a real check in the lab wrote, as it stands in data/@name.json. */
LcReport *fixture_load_recorded (const char *name);

/* Forgets what was seen of @row and resolves it to its documented addresses. */
void fixture_reset (LcRow *row);

/* One row by a part of its id: "sip/169.63.26.232". It must be there. */
LcRow *fixture_row (LcReport *report, const char *part);

/* Appends an attempt on @address to @list with a good step for every phase before @phase, and @code at it. */
LcAttempt *fixture_attempt (LcRow *row, GPtrArray *list, const char *address, LcPhase phase, LcCode code);

/* Every attempt on every documented address fails so. */
void fixture_fail (LcRow *row, LcPhase phase, LcCode code);

/* Every attempt works. */
void fixture_pass (LcRow *row);

/* The name does not resolve. */
void fixture_fail_dns (LcRow *row, LcCode code);

/* The name resolves to @address alone; no attempt is made. */
void fixture_resolve (LcRow *row, const char *address, LcCode code);

/* Calls fixture_fail() on the rows of one port (0: all) and transport. */
void fixture_fail_port (LcReport *report, LcTransport transport, guint16 port, LcPhase phase, LcCode code);

/* Gives an attempt a path that stops after hop @ttl of the fixture's way (0:
 * nobody answers) while the control, TCP 443 to the same address, reaches the host. */
LcPath *fixture_stop_after (LcAttempt *attempt, LcTransport transport, guint16 port, guint ttl);

/* Gives an attempt an ICMP message of @sender's, after 400 µs. */
void fixture_reject (LcAttempt *attempt, const char *sender, guint8 type, guint8 code);

/* Sets the samples of an rtp attempt: ports spread over the range, one @code each. */
void fixture_samples (LcRow *row, guint n_samples, LcCode code, const char *address);

/* A leaf certificate for the row's name from @issuer. */
void fixture_certificate (LcAttempt *attempt, LcRow *row, const char *issuer, const char *verify);

/* Concludes and diagnoses as a check does. */
void fixture_diagnose (LcReport *report);

LcAttempt *fixture_first (LcRow *row); /* its first attempt */
gboolean   fixture_has_evidence (LcFinding *finding, const char *words);

LcFinding *fixture_find (LcReport *report, const char *code); /* (nullable): the first with this code */
gboolean   fixture_has_row (LcFinding *finding, LcRow *row);

/* "port-blocked optional-blocked": codes of the findings that stand for themselves. Returns: (transfer full). */
char *fixture_codes (LcReport *report);

#define fixture_assert_codes(report, expected) \
  G_STMT_START { \
    g_autofree char *found_codes = fixture_codes (report); \
    g_assert_cmpstr (found_codes, ==, expected); \
  } G_STMT_END

G_END_DECLS
