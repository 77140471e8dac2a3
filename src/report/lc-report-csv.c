/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-csv.h"

#include <string.h>

#include "report/lc-text.h"

#define TITLES                                                                                     \
  "id,number,service,host,port,port_last,transport,protocol,required,status,code,phase,owner,"     \
  "confidence,latency_us,duration_us,documented,resolved,detail\r\n"

/* Spreadsheets take these for the start of a formula, the wide ones in some
 * languages, and some skip white space before them. */
static gboolean
is_formula (const char *text)
{
  static const char *const starts[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };

  if (*text == '\t' || *text == '\r' || *text == '\n')
    return TRUE;
  while (g_ascii_isspace (*text))
    text++;
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (text, starts[i]))
      return TRUE;
  return FALSE;
}

static void
append_quoted (GString *line, const char *cell)
{
  g_string_append_c (line, '"');
  for (const char *p = cell; *p != '\0'; p++) {
    if (*p == '"')
      g_string_append_c (line, '"');
    g_string_append_c (line, *p);
  }
  g_string_append_c (line, '"');
}

/* @text: (nullable) */
static void
append_text (GString *line, const char *text)
{
  g_autofree char *clean = lc_text_clean (text);
  g_autofree char *cell = g_strconcat (text != NULL && is_formula (text) ? "'" : "", clean, NULL);

  if (line->len > 0)
    g_string_append_c (line, ',');
  if (strpbrk (cell, ",\"") != NULL || g_str_has_prefix (cell, " ") || g_str_has_suffix (cell, " "))
    append_quoted (line, cell);
  else
    g_string_append (line, cell);
}

static void
append_number (GString *line, gint64 number)
{
  g_string_append_c (line, ',');
  if (number >= 0)
    g_string_append_printf (line, "%" G_GINT64_FORMAT, number);
}

static void
append_list (GString *line, const char *const *texts)
{
  g_autofree char *list = g_strjoinv (" ", (char **) texts);

  append_text (line, list);
}

static void
append_row (GString *csv, LcRow *row)
{
  g_autoptr (GString) line = g_string_new (NULL);

  append_text (line, lc_row_get_id (row));
  append_text (line, lc_row_get_number (row));
  append_text (line, lc_row_get_service (row));
  append_text (line, lc_row_get_host (row));
  append_number (line, lc_row_get_port (row));
  append_number (line, lc_row_get_port_last (row));
  append_text (line, lc_transport_to_string (lc_row_get_transport (row)));
  append_text (line, lc_protocol_to_string (lc_row_get_protocol (row)));
  append_text (line, lc_row_get_required (row) ? "true" : "false");
  append_text (line, lc_status_to_string (lc_row_get_status (row)));
  append_text (line, lc_code_to_string (lc_row_get_code (row)));
  append_text (line, lc_phase_to_string (lc_row_get_phase (row)));
  append_text (line, lc_owner_to_string (lc_row_get_owner (row)));
  append_text (line, lc_confidence_to_string (lc_row_get_confidence (row)));
  append_number (line, lc_row_get_latency_us (row));
  append_number (line, lc_row_get_duration_us (row));
  append_list (line, lc_row_get_documented (row));
  append_list (line, lc_row_get_resolved (row));
  append_text (line, lc_row_get_detail (row));
  g_string_append_printf (csv, "%s\r\n", line->str);
}

char *
lc_report_to_csv (LcReport *report)
{
  g_autoptr (GString) csv = g_string_new (TITLES);

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    append_row (csv, lc_report_get_row (report, i));
  return g_string_free (g_steal_pointer (&csv), FALSE);
}
