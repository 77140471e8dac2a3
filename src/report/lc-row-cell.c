/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-row-cell.h"

#include <glib/gi18n-lib.h>

#include "base/lc-text.h"
#include "report/lc-report-words.h"

typedef struct
{
  const char *name;
  const char *title;
  const char *short_context; /* (nullable) of the short title */
  const char *short_title;   /* (nullable) where it is another */
  gboolean number;
} Column;

static const Column columns[LC_ROW_N_COLUMNS] = {
  [LC_ROW_COLUMN_NUMBER] = { "number", N_ ("No."), "number", NC_ ("number", "No"), FALSE },
  [LC_ROW_COLUMN_SERVICE] = { "service", N_ ("Service"), NULL, NULL, FALSE },
  [LC_ROW_COLUMN_HOST] = { "host", N_ ("Host"), NULL, NULL, FALSE },
  [LC_ROW_COLUMN_PORT] = { "port", N_ ("Port"), NULL, NULL, FALSE },
  [LC_ROW_COLUMN_STATUS] = { "status", N_ ("Status"), NULL, N_ ("Result"), FALSE },
  [LC_ROW_COLUMN_RESOLVED] = { "addresses", N_ ("Addresses"), NULL, NULL, FALSE },
  [LC_ROW_COLUMN_LATENCY] = { "latency", N_ ("Latency"), NULL, N_ ("ms"), TRUE },
  [LC_ROW_COLUMN_SEEN] = { "seen", N_ ("What was seen"), NULL, NULL, FALSE },
};

const char *
lc_row_column_get_name (LcRowColumn column)
{
  g_return_val_if_fail (column < LC_ROW_N_COLUMNS, NULL);

  return columns[column].name;
}

const char *
lc_row_column_get_title (LcRowColumn column)
{
  g_return_val_if_fail (column < LC_ROW_N_COLUMNS, NULL);

  return _ (columns[column].title);
}

const char *
lc_row_column_get_short_title (LcRowColumn column)
{
  const Column *info;

  g_return_val_if_fail (column < LC_ROW_N_COLUMNS, NULL);

  info = &columns[column];
  if (info->short_title == NULL)
    return _ (info->title);
  if (info->short_context == NULL)
    return _ (info->short_title);
  return g_dpgettext2 (GETTEXT_PACKAGE, info->short_context, info->short_title);
}

gboolean
lc_row_column_is_number (LcRowColumn column)
{
  g_return_val_if_fail (column < LC_ROW_N_COLUMNS, FALSE);

  return columns[column].number;
}

char *
lc_row_describe_cell (LcRow *row, LcRowColumn column)
{
  g_return_val_if_fail (LC_IS_ROW (row), NULL);

  switch (column) {
  case LC_ROW_COLUMN_NUMBER:
    return lc_text_clean (lc_row_get_number (row));
  case LC_ROW_COLUMN_SERVICE:
    return lc_row_describe_title (row);
  case LC_ROW_COLUMN_HOST:
    return lc_text_clean (lc_row_get_host (row));
  case LC_ROW_COLUMN_PORT:
    return lc_row_describe_port (row);
  case LC_ROW_COLUMN_STATUS:
    return g_strdup (lc_row_get_status_word (row));
  case LC_ROW_COLUMN_RESOLVED:
    return lc_row_describe_resolved (row);
  case LC_ROW_COLUMN_LATENCY:
    return lc_row_describe_latency (row);
  case LC_ROW_COLUMN_SEEN:
    return lc_row_describe_seen (row);
  case LC_ROW_N_COLUMNS:
  default:
    g_return_val_if_reached (NULL);
  }
}

char *
lc_row_describe_short_cell (LcRow *row, LcRowColumn column)
{
  g_return_val_if_fail (LC_IS_ROW (row), NULL);

  if (column == LC_ROW_COLUMN_SERVICE)
    return lc_text_clean (lc_row_get_service (row));
  if (column == LC_ROW_COLUMN_PORT)
    return lc_text_clean (lc_row_get_ports (row));
  return lc_row_describe_cell (row, column);
}
