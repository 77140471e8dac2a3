/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-words.h"

#include <glib/gi18n-lib.h>

#include "report/lc-text.h"

/* Below this, in microseconds, milliseconds read best. */
#define END_OF_MS 999950

char *
lc_describe_us (gint64 us)
{
  gint64 tenths;

  if (us < 0)
    return g_strdup ("–");
  if (us < END_OF_MS) {
    tenths = (us + 50) / 100;
    /* Translators: milliseconds, with one decimal place. */
    return g_strdup_printf (_ ("%d.%d ms"), (int) (tenths / 10), (int) (tenths % 10));
  }
  tenths = us / 100000 + (us % 100000 >= 50000 ? 1 : 0);
  /* Translators: seconds, with one decimal place. */
  return g_strdup_printf (_ ("%lld.%d s"), (long long) (tenths / 10), (int) (tenths % 10));
}

const char *
lc_row_get_status_word (LcRow *row)
{
  switch (lc_row_get_state (row)) {
  case LC_ROW_WAITING:
    return _ ("Waiting");
  case LC_ROW_RUNNING:
    return _ ("Checking…");
  case LC_ROW_ENDED:
  default:
    return lc_status_get_label (lc_row_get_status (row));
  }
}

char *
lc_row_describe_latency (LcRow *row)
{
  return lc_describe_us (lc_row_get_latency_us (row));
}

char *
lc_row_describe_port (LcRow *row)
{
  return g_strdup_printf ("%s %s", lc_row_get_transport (row) == LC_TRANSPORT_UDP ? "UDP" : "TCP",
                          lc_row_get_ports (row));
}

char *
lc_row_describe_seen (LcRow *row)
{
  if (lc_row_get_state (row) != LC_ROW_ENDED)
    return lc_text_clean (lc_row_get_activity (row));
  if (*lc_row_get_detail (row) != '\0')
    return lc_text_clean (lc_row_get_detail (row));
  return g_strdup (lc_code_get_label (lc_row_get_code (row)));
}

char *
lc_report_describe_rows (LcReport *report, GPtrArray *ids)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++) {
    const char *id = g_ptr_array_index (ids, i);
    LcRow *row = lc_report_find_row (report, id);
    g_autofree char *name = lc_text_clean (row != NULL ? lc_row_get_number (row) : id);

    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
lc_report_describe_started (LcReport *report)
{
  /* Translators: a day and a time of day; see strftime(3). */
  return g_date_time_format (lc_report_get_started (report), _ ("%-d %B %Y, %H:%M UTC"));
}
