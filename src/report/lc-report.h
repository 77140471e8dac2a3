/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "catalog/lc-catalog.h"
#include "report/lc-environment.h"
#include "report/lc-finding.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/**
 * LcAgain:
 *
 * The check that this one repeats, after somebody has mended something. JSON: "again".
 */
typedef struct
{
  char *of;     /* (owned) that report's id */
  char *sha256; /* (owned) (nullable) of that report's file, lower-case hexadecimal */
  char *ticket; /* (owned) (nullable) the change that was asked for, as a person names it */
} LcAgain;

/* Copies its strings. Returns: (transfer full). */
LcAgain *lc_again_new (const char *of, const char *sha256, const char *ticket);
void     lc_again_free (LcAgain *again);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcAgain, lc_again_free)

/**
 * LcReport:
 *
 * The one record: a #GListModel of #LcRow with what is known of the whole. A
 * running check fills one in, a file loads into one. Properties, notified on
 * change: "verdict" (int), "summary", "complete", "progress" (rows ended),
 * "activity" (what is being done now, translated, never saved), "preliminary".
 * Signal "diagnosed": findings, capabilities, verdict and summary were set.
 */
#define LC_TYPE_REPORT (lc_report_get_type ())
G_DECLARE_FINAL_TYPE (LcReport, lc_report, LC, REPORT, GObject)

/**
 * lc_report_new:
 *
 * Returns: (transfer full): a report of @site with every row waiting, a new
 * UUID, started now, not complete, verdict inconclusive.
 */
LcReport *lc_report_new (LcCatalog *catalog, const LcSite *site);

const char   *lc_report_get_id (LcReport *self);
GDateTime    *lc_report_get_started (LcReport *self); /* UTC, whole seconds */
void          lc_report_set_started (LcReport *self, GDateTime *started);
gint64        lc_report_get_duration_us (LcReport *self);
void          lc_report_set_duration_us (LcReport *self, gint64 us);
gboolean      lc_report_get_complete (LcReport *self);
void          lc_report_set_complete (LcReport *self, gboolean complete);
const char   *lc_report_get_site (LcReport *self);       /* "us" */
const char   *lc_report_get_site_title (LcReport *self); /* JSON "site_title" */
const char   *lc_report_get_generator_name (LcReport *self);
const char   *lc_report_get_generator_version (LcReport *self);
const char   *lc_report_get_language (LcReport *self); /* (nullable) of its sentences: "en", "de"; NULL, as "en", in older ones */
const char   *lc_report_get_catalog_revision (LcReport *self);
const char   *lc_report_get_catalog_dated (LcReport *self);
const char   *lc_report_get_catalog_source (LcReport *self);
const char   *lc_report_get_catalog_sha256 (LcReport *self);

const LcAgain *lc_report_get_again (LcReport *self); /* (nullable) */
void          lc_report_take_again (LcReport *self, LcAgain *again); /* @again: (transfer full) (nullable) */

const char   *lc_report_get_support_code (LcReport *self); /* (nullable) as it was when the check ended */
void          lc_report_set_support_code (LcReport *self, const char *code);

guint         lc_report_get_n_rows (LcReport *self);
LcRow        *lc_report_get_row (LcReport *self, guint index);     /* (transfer none) */
LcRow        *lc_report_find_row (LcReport *self, const char *id); /* (transfer none) (nullable) */

/* Keeps the rows with @ids (element-type utf8) alone: for --rows and --service. */
void          lc_report_remove_rows_except (LcReport *self, GPtrArray *ids);

LcEnvironment *lc_report_get_environment (LcReport *self); /* (transfer none), never NULL */

LcVerdict     lc_report_get_verdict (LcReport *self);
const char   *lc_report_get_summary (LcReport *self);

/* (transfer none) (element-type LcFinding), (element-type LcCapability) */
GPtrArray    *lc_report_get_findings (LcReport *self);
GPtrArray    *lc_report_get_capabilities (LcReport *self);

/* Takes ownership of both arrays, which are to free their elements
 * (lc_findings_new()); emits "diagnosed". */
void lc_report_set_diagnosis (LcReport   *self,
                              LcVerdict   verdict,
                              const char *summary,
                              GPtrArray  *capabilities,
                              GPtrArray  *findings);

guint       lc_report_get_progress (LcReport *self); /* rows that have ended */
const char *lc_report_get_activity (LcReport *self); /* (nullable) */
void        lc_report_set_activity (LcReport *self, const char *activity);

/* Whether what stands there is a first result, drawn when every row had answered or
 * failed, while the place of a block is still being looked for. Never saved: a report
 * that is written is the final one. */
gboolean    lc_report_get_preliminary (LcReport *self);
void        lc_report_set_preliminary (LcReport *self, gboolean preliminary);

G_END_DECLS
