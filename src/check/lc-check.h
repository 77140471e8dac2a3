/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "catalog/lc-catalog.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

#define LC_CHECK_DEFAULT_TIMEOUT_MS 5000
#define LC_CHECK_MIN_TIMEOUT_MS 100
#define LC_CHECK_MAX_TIMEOUT_MS 60000
#define LC_CHECK_DEFAULT_JOBS 64
#define LC_CHECK_MAX_JOBS 256

/**
 * LcCheckOptions:
 *
 * How a check is run. Initialise with LC_CHECK_OPTIONS_INIT.
 */
typedef struct
{
  guint      timeout_ms; /* deadline of each step */
  guint      jobs;       /* rows at the same time */
  gboolean   trace;      /* follow the path of what failed */
  GPtrArray *rows;       /* (nullable) (element-type utf8) ids of the rows to check; NULL: all */
} LcCheckOptions;

#define LC_CHECK_OPTIONS_INIT \
  { \
    LC_CHECK_DEFAULT_TIMEOUT_MS, LC_CHECK_DEFAULT_JOBS, TRUE, NULL \
  }

/**
 * LcCheck:
 *
 * One run over a site's rows. It works on the thread-default main context of
 * the caller and fills in its report as answers arrive. Its one thread reads the
 * certificate authorities that this computer trusts, and is over before a row starts.
 */
#define LC_TYPE_CHECK (lc_check_get_type ())
G_DECLARE_FINAL_TYPE (LcCheck, lc_check, LC, CHECK, GObject)

/**
 * lc_check_new:
 * @options: (nullable): copied
 *
 * Nothing is sent before lc_check_run_async(). Returns: (transfer full).
 */
LcCheck *lc_check_new (LcCatalog *catalog, const LcSite *site, const LcCheckOptions *options);

/**
 * lc_check_new_again:
 * @report: one that a check has filled in and that no check is running for; not a
 *   saved one, whose rows lack what is not saved
 * @options: (nullable): its rows are the ones to check again
 *
 * The rows go back to waiting; the others keep what is known of them, and the
 * conclusions are drawn from all. Nothing is sent before lc_check_run_async().
 * Returns: (transfer full).
 */
LcCheck *lc_check_new_again (LcReport *report, const LcCheckOptions *options);

LcReport *lc_check_get_report (LcCheck *self); /* (transfer none) */

/**
 * lc_check_run_async:
 *
 * Runs the check once. When @cancellable is triggered everything stops at once;
 * what is known stays in the report, rows not reached are cancelled, and the
 * report is concluded and not complete. @callback is called exactly once.
 */
void lc_check_run_async (LcCheck            *self,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data);

/**
 * lc_check_run_finish:
 *
 * Returns: %TRUE if the check ran to its end; %FALSE with %G_IO_ERROR_CANCELLED
 * if it was interrupted (the report holds what is known), or another #GIOError
 * for a fault of set-up. A target that fails is a result, never an error.
 */
gboolean lc_check_run_finish (LcCheck *self, GAsyncResult *result, GError **error);

G_END_DECLS
