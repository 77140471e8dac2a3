/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcDifference:
 *
 * A row that two reports do not agree on. Borrowed from them.
 */
typedef struct
{
  LcRow *row;   /* (nullable): the report that is looked at has no such row */
  LcRow *other; /* (nullable): the other one has none */
} LcDifference;

/* Whether two reports are of the same site, so that their rows can be compared. */
gboolean lc_reports_are_comparable (LcReport *report, LcReport *other);

/**
 * lc_reports_compare:
 *
 * Rows are the same that have the same id, and differ where their status does.
 *
 * Returns: (transfer full) (element-type LcDifference): in the order of @report's
 *   rows, then what only @other has.
 */
GPtrArray *lc_reports_compare (LcReport *report, LcReport *other);

/* Returns: (transfer full): "US-19 Call signalling: Blocked here, Works there". */
char *lc_difference_describe (const LcDifference *difference);

/**
 * LcQuestion:
 *
 * Whether two checks asked the same, so that what differs is an answer.
 */
typedef enum
{
  LC_QUESTION_SAME,
  LC_QUESTION_OTHER_SITE,
  LC_QUESTION_OTHER_CATALOG, /* its bytes differ */
  LC_QUESTION_OTHER_NETWORK, /* no gateway in common, another public address, or a VPN in one alone */
  LC_QUESTION_OTHER_ROWS,    /* no row was tried in both */
} LcQuestion;

/* What is not known of a network is not another one. */
LcQuestion lc_reports_compare_question (LcReport *before, LcReport *after);

/* Returns: (nullable): a translated sentence; %NULL where the question is the same. */
const char *lc_question_get_label (LcQuestion question);

/**
 * LcProgress:
 *
 * What became of a row between two checks.
 */
typedef enum
{
  LC_PROGRESS_UNTRIED, /* not tried in one of them: nothing can be said */
  LC_PROGRESS_SAME,    /* works, as before */
  LC_PROGRESS_FIXED,   /* works now */
  LC_PROGRESS_BETTER,  /* does not wholly work yet */
  LC_PROGRESS_STILL,   /* does not work, as before */
  LC_PROGRESS_WORSE,   /* did not work and is worse now */
  LC_PROGRESS_NEW,     /* worked before */
} LcProgress;

#define LC_N_PROGRESS (LC_PROGRESS_NEW + 1)

/* Worse is what lc_status_worse() says. A row that was skipped was not tried, and is
 * worse only where it worked before. */
LcProgress lc_progress_new (LcStatus before, LcStatus after);

/* "Fixed", "Still" …, translated. Returns: (nullable): %NULL for what needs no word. */
const char *lc_progress_get_label (LcProgress progress);

/* Returns: (transfer full): "US-19 Call signalling: Blocked before, Works now". */
char *lc_progress_describe (LcRow *before, LcRow *after);

/**
 * lc_report_choose_again:
 *
 * What is worth trying again after a repair: each row that did not pass, and of each
 * service one that did, as a control.
 *
 * Returns: (transfer full) (element-type utf8): ids, in the report's order.
 */
GPtrArray *lc_report_choose_again (LcReport *before);

G_END_DECLS
