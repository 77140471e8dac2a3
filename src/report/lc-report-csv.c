/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-csv.h"

#include "report/lc-csv.h"

#define TITLES                                                                                     \
  "id,number,service,host,port,port_last,transport,protocol,required,status,code,phase,owner,"     \
  "confidence,latency_us,duration_us,documented,resolved,detail\r\n"

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

  lc_csv_append_cell (line, list);
}

static void
append_row (GString *csv, LcRow *row)
{
  g_autoptr (GString) line = g_string_new (NULL);

  lc_csv_append_cell (line, lc_row_get_id (row));
  lc_csv_append_cell (line, lc_row_get_number (row));
  lc_csv_append_cell (line, lc_row_get_service (row));
  lc_csv_append_cell (line, lc_row_get_host (row));
  append_number (line, lc_row_get_port (row));
  append_number (line, lc_row_get_port_last (row));
  lc_csv_append_cell (line, lc_transport_to_string (lc_row_get_transport (row)));
  lc_csv_append_cell (line, lc_protocol_to_string (lc_row_get_protocol (row)));
  lc_csv_append_cell (line, lc_row_get_required (row) ? "true" : "false");
  lc_csv_append_cell (line, lc_status_to_string (lc_row_get_status (row)));
  lc_csv_append_cell (line, lc_code_to_string (lc_row_get_code (row)));
  lc_csv_append_cell (line, lc_phase_to_string (lc_row_get_phase (row)));
  lc_csv_append_cell (line, lc_owner_to_string (lc_row_get_owner (row)));
  lc_csv_append_cell (line, lc_confidence_to_string (lc_row_get_confidence (row)));
  append_number (line, lc_row_get_latency_us (row));
  append_number (line, lc_row_get_duration_us (row));
  append_list (line, lc_row_get_documented (row));
  append_list (line, lc_row_get_resolved (row));
  lc_csv_append_cell (line, lc_row_get_detail (row));
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
