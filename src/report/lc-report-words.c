/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-words.h"

#include <glib/gi18n-lib.h>

#include "report/lc-text.h"

/* Below this, in microseconds, milliseconds read best. */
#define END_OF_MS 999950

/* Findings explained by findings that are explained: no more than this in a row. */
#define MAX_FOLDS 8

static LcFinding *
find_explanation (GPtrArray *findings, const LcFinding *finding)
{
  for (guint i = 0; finding->folded_under != NULL && i < findings->len; i++) {
    LcFinding *other = g_ptr_array_index (findings, i);

    if (other != finding && g_str_equal (other->code, finding->folded_under))
      return other;
  }
  return NULL;
}

/* Returns: (nullable): also NULL where findings explain each other in a circle. */
static LcFinding *
find_parent (GPtrArray *findings, const LcFinding *finding)
{
  LcFinding *parent = find_explanation (findings, finding);
  LcFinding *next = parent;

  for (guint i = 0; next != NULL && i < MAX_FOLDS; i++) {
    parent = next;
    next = find_explanation (findings, parent);
  }
  return next == NULL ? parent : NULL;
}

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

GPtrArray *
lc_report_find_parents (LcReport *report)
{
  GPtrArray *findings = lc_report_get_findings (report);
  GPtrArray *parents = g_ptr_array_sized_new (findings->len);

  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_add (parents, find_parent (findings, g_ptr_array_index (findings, i)));
  return parents;
}

char *
lc_report_describe_started (LcReport *report)
{
  /* Translators: a day and a time of day; see strftime(3). */
  return g_date_time_format (lc_report_get_started (report), _ ("%-d %B %Y, %H:%M UTC"));
}
