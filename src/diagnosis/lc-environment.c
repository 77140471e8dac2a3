/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-environment.h"

#include <stdlib.h>

#include "base/lc-endpoint.h"

static int
compare_seconds (const void *a, const void *b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static void
collect_from_attempt (LcEnvironment *environment, LcAttempt *attempt, GArray *skews)
{
  if (attempt->http != NULL && attempt->http->date != NULL)
    g_array_append_val (skews, attempt->http->date_skew_s);
  if (attempt->stun != NULL && attempt->stun->mapped != NULL && environment->public_address == NULL)
    environment->public_address = lc_endpoint_get_address (attempt->stun->mapped);
}

void
lc_environment_derive (LcReport *report)
{
  LcEnvironment *environment = lc_report_get_environment (report);
  g_autoptr (GArray) skews = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_clear_pointer (&environment->public_address, g_free);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    GPtrArray *attempts = lc_row_get_attempts (lc_report_get_row (report, i));

    for (guint j = 0; j < attempts->len; j++)
      collect_from_attempt (environment, attempts->pdata[j], skews);
  }
  environment->has_clock_skew = skews->len > 0;
  if (skews->len == 0)
    return;
  qsort (skews->data, skews->len, sizeof (gint64), compare_seconds);
  environment->clock_skew_s = g_array_index (skews, gint64, skews->len / 2);
}
