/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/* The texts of a row's cells and of a report's lines, the same in every view
 * that a person reads. All are translated; whatever comes from a report is cleaned
 * (lc_text_clean()). */

/* "41.2 ms", "1.2 s"; "–" for LC_US_NONE. Returns: (transfer full). */
char *lc_describe_us (gint64 us);

/* "22 November 2026": the day of an ISO 8601 time or date, in the user's way; @time
 * itself where it is none. Returns: (transfer full). */
char *lc_describe_day (const char *time);

/* The same with the time of day: "22 November 2026, 07:11 UTC". Returns: (transfer full). */
char *lc_describe_time (const char *time);

/* "Label: text". Returns: (transfer full). */
char *lc_describe_labelled (const char *label, const char *text);

/* @detail, or the code's sentence where there is none. */
const char *lc_describe_detail (const char *detail, LcCode code);

/* Who has to act, and how sure that is: "your firewall", "probably your firewall". Returns:
 * (transfer full). */
char *lc_describe_owner (LcOwner owner, LcOwnerConfidence confidence);

/* "Waiting", "Checking…", else lc_status_get_label(). */
const char *lc_row_get_status_word (LcRow *row);

/* Returns: (transfer full): the latency as lc_describe_us() has it. */
char *lc_row_describe_latency (LcRow *row);

/* Returns: (transfer full): "TCP 5061", "UDP 1024-65535". */
char *lc_row_describe_port (LcRow *row);

/* Returns: (transfer full): what the row's service is called: "Call signalling". */
char *lc_row_describe_title (LcRow *row);

/* Returns: (transfer full): what the row's name led to: "10.1.0.1, 10.1.0.2". */
char *lc_row_describe_resolved (LcRow *row);

/* Returns: (transfer full): what was seen, in one line: the row's detail, or its
 * code's sentence; what it does now while it runs; "" while it waits. A row that is not
 * required says so where it did not pass: it is the first thing to know about its failure. */
char *lc_row_describe_seen (LcRow *row);

/**
 * lc_attempt_get_meaning:
 *
 * What an attempt comes to beyond what its steps saw: a handshake that completed, but with somebody
 * in between; a silence that turned out to be a rejection.
 *
 * Returns: (nullable): the translated sentence of its code; NULL where a step says it
 */
const char *lc_attempt_get_meaning (const LcAttempt *attempt);

/* Returns: (transfer full): "US-16, US-17": the numbers of the rows with @ids
 * (element-type utf8); an id of no row stands for itself. */
char *lc_report_describe_rows (LcReport *report, GPtrArray *ids);

/* Returns: (transfer full) (element-type LcFinding): for each finding of the
 * report, in order, the one that it is shown under, or NULL where it stands by itself:
 * what "folded_under" leads to in the end, borrowed. */
GPtrArray *lc_report_find_parents (LcReport *report);

/* Returns: (transfer full): how bad, how sure, who has to act: "problem · proven · your
 * firewall". */
char *lc_finding_describe_kind (const LcFinding *finding);

/* Returns: (transfer full): the site: "United States". */
char *lc_report_describe_site (LcReport *report);

/* Returns: (transfer full): what a person can do: "Voicemail". */
char *lc_capability_describe_title (const LcCapability *capability);

/* Returns: (transfer full): "eth0 (Ethernet)". */
char *lc_interface_describe (const LcInterface *interface);

/* Returns: (transfer full): the catalogue that was checked against: "revision 1 of
 * 22 November 2026 (built in)". */
char *lc_report_describe_catalog (LcReport *report);

/* When it began, in this computer's time zone and in UTC: "22 November 2026, 08:11 CET
 * (07:11 UTC)", with the day where it is another one there; as lc_report_describe_started() where the zone is UTC. Returns:
 * (transfer full). */
char *lc_report_describe_when (LcReport *report);

/* Returns: (transfer full): "22 November 2026, 07:11 UTC". */
char *lc_report_describe_started (LcReport *report);

G_END_DECLS
