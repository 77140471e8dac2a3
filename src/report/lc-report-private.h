/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/* How a saved report becomes an LcReport, and how a check that runs again begins
 * with nothing known of the network. */

struct _LcReport
{
  GObject parent_instance;

  char *id;                /* (owned) */
  char *site;              /* (owned) */
  char *site_title;        /* (owned) */
  char *generator_name;    /* (owned) */
  char *generator_version; /* (owned) */
  char *language;          /* (owned) (nullable) */
  char *catalog_revision;  /* (owned) */
  char *catalog_dated;     /* (owned) */
  char *catalog_source;    /* (owned) */
  char *catalog_sha256;    /* (owned) */

  char *support_code;      /* (owned) (nullable) */
  LcAgain *again;          /* (owned) (nullable) */

  GDateTime *started; /* (owned) UTC, whole seconds */
  gint64 duration_us;
  gboolean complete;

  GPtrArray *rows;        /* (owned) (element-type LcRow), in the catalogue's order */
  GTree      *rows_by_id; /* (owned) borrowed id -> borrowed LcRow; ordered, for a
                            saved report may have ids that collide in a hash table */
  guint progress;         /* how many of them have ended */
  char *activity;         /* (owned) (nullable) */
  gboolean preliminary;

  LcEnvironment *environment; /* (owned) */
  LcVerdict verdict;
  char *summary;           /* (owned) */
  GPtrArray *findings;     /* (owned) (element-type LcFinding) */
  GPtrArray *capabilities; /* (owned) (element-type LcCapability) */
};

/**
 * LcReportHead:
 *
 * What a report says of itself. Borrowed strings, none of them NULL but where it is said.
 */
typedef struct
{
  const char *id;
  const char *site;
  const char *site_title;
  const char *generator_name;
  const char *generator_version;
  const char *language; /* (nullable) */
  const char *catalog_revision;
  const char *catalog_dated;
  const char *catalog_source;
  const char *catalog_sha256;
} LcReportHead;

/* A report of @rows (element-type LcRow), in this order. @head is copied. */
LcReport *lc_report_new_for_rows (const LcReportHead *head, GPtrArray *rows);

/* For sentences that are about to be said anew. */
void lc_report_set_language (LcReport *self, const char *language);

/* @environment is taken. */
void lc_report_take_environment (LcReport *self, LcEnvironment *environment);

G_END_DECLS
