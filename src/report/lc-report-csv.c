/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-csv.h"

#include "report/lc-csv.h"

/* One column: its title, which other people's tools know, and what stands in it. */
typedef struct
{
  const char *title;
  const char *(*get_text) (LcRow *row);         /* one of these */
  gint64 (*get_number) (LcRow *row);            /* negative: an empty cell */
  const char *const *(*get_texts) (LcRow *row); /* with spaces between */
} Column;

static gint64
get_port (LcRow *row)
{
  return lc_row_get_port (row);
}

static gint64
get_port_last (LcRow *row)
{
  return lc_row_get_port_last (row);
}

static const char *
get_transport (LcRow *row)
{
  return lc_transport_to_string (lc_row_get_transport (row));
}

static const char *
get_protocol (LcRow *row)
{
  return lc_protocol_to_string (lc_row_get_protocol (row));
}

static const char *
get_required (LcRow *row)
{
  return lc_row_get_required (row) ? "true" : "false";
}

static const char *
get_status (LcRow *row)
{
  return lc_status_to_string (lc_row_get_status (row));
}

static const char *
get_code (LcRow *row)
{
  return lc_code_to_string (lc_row_get_code (row));
}

static const char *
get_phase (LcRow *row)
{
  return lc_phase_to_string (lc_row_get_phase (row));
}

static const char *
get_owner (LcRow *row)
{
  return lc_owner_to_string (lc_row_get_owner (row));
}

static const char *
get_confidence (LcRow *row)
{
  return lc_confidence_to_string (lc_row_get_confidence (row));
}

static const Column columns[] = {
  { "id", lc_row_get_id, NULL, NULL },
  { "number", lc_row_get_number, NULL, NULL },
  { "service", lc_row_get_service, NULL, NULL },
  { "host", lc_row_get_host, NULL, NULL },
  { "port", NULL, get_port, NULL },
  { "port_last", NULL, get_port_last, NULL },
  { "transport", get_transport, NULL, NULL },
  { "protocol", get_protocol, NULL, NULL },
  { "required", get_required, NULL, NULL },
  { "status", get_status, NULL, NULL },
  { "code", get_code, NULL, NULL },
  { "phase", get_phase, NULL, NULL },
  { "owner", get_owner, NULL, NULL },
  { "confidence", get_confidence, NULL, NULL },
  { "latency_us", NULL, lc_row_get_latency_us, NULL },
  { "duration_us", NULL, lc_row_get_duration_us, NULL },
  { "documented", NULL, NULL, lc_row_get_documented },
  { "resolved", NULL, NULL, lc_row_get_resolved },
  { "detail", lc_row_get_detail, NULL, NULL },
};

static void
append_number (GString *line, gint64 number)
{
  g_string_append_c (line, ',');
  if (number >= 0)
    g_string_append_printf (line, "%" G_GINT64_FORMAT, number);
}

static void
append_cell (GString *line, const Column *column, LcRow *row)
{
  if (column->get_text != NULL) {
    lc_csv_append_cell (line, column->get_text (row));
  } else if (column->get_number != NULL) {
    append_number (line, column->get_number (row));
  } else {
    g_autofree char *list = g_strjoinv (" ", (char **) column->get_texts (row));

    lc_csv_append_cell (line, list);
  }
}

static void
append_row (GString *csv, LcRow *row)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    append_cell (line, &columns[i], row);
  g_string_append_printf (csv, "%s\r\n", line->str);
}

char *
lc_report_to_csv (LcReport *report)
{
  g_autoptr (GString) csv = g_string_new (NULL);

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    g_string_append_printf (csv, "%s%s", i > 0 ? "," : "", columns[i].title);
  g_string_append (csv, "\r\n");
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    append_row (csv, lc_report_get_row (report, i));
  return g_string_free (g_steal_pointer (&csv), FALSE);
}
