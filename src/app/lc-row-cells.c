/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-row-cells.h"

#include "app/lc-status-look.h"
#include "app/lc-tooltip.h"
#include "base/lc-text.h"
#include "report/lc-report-words.h"
#include "report/lc-row-cell.h"

static char *
describe_status (gpointer item, int state, int status)
{
  LcRow *row = gtk_list_item_get_item (item);

  return g_strdup (row != NULL ? lc_row_get_status_word (row) : "");
}

static char *
get_status_icon (gpointer item, int state, int status)
{
  return g_strdup (status != 0 ? lc_row_get_icon ((LcRowState) state, (LcStatus) status) : NULL);
}

static char **
get_status_classes (gpointer item, int state, int status)
{
  const char *style = status != 0 ? lc_row_get_style ((LcRowState) state, (LcStatus) status) : "";
  const char *const classes[] = { "lc-status", style, NULL };

  return g_strdupv ((char **) classes);
}

static char *
describe_latency (gpointer item, gint64 us)
{
  return lc_describe_us (us);
}

static char *
describe_port (gpointer item, const char *ports)
{
  LcRow *row = gtk_list_item_get_item (item);

  return row != NULL ? lc_row_describe_port (row) : g_strdup ("");
}

static char *
describe_seen (gpointer item, int state, const char *activity, const char *detail)
{
  LcRow *row = gtk_list_item_get_item (item);

  return row != NULL ? lc_row_describe_seen (row) : g_strdup ("");
}

static char *
describe_clean (gpointer item, const char *text)
{
  return lc_text_clean (text);
}

static char *
describe_title (gpointer item, const char *title)
{
  LcRow *row = gtk_list_item_get_item (item);

  return row != NULL ? lc_row_describe_title (row) : g_strdup ("");
}

void
lc_row_cells_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, describe_status);
  gtk_widget_class_bind_template_callback (widget_class, get_status_icon);
  gtk_widget_class_bind_template_callback (widget_class, get_status_classes);
  gtk_widget_class_bind_template_callback (widget_class, describe_latency);
  gtk_widget_class_bind_template_callback (widget_class, describe_port);
  gtk_widget_class_bind_template_callback (widget_class, describe_seen);
  gtk_widget_class_bind_template_callback (widget_class, describe_clean);
  gtk_widget_class_bind_template_callback (widget_class, describe_title);
  gtk_widget_class_bind_template_callback (widget_class, lc_tooltip_query_label);
}

char *
lc_row_describe_line (LcRow *row)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_return_val_if_fail (LC_IS_ROW (row), NULL);

  for (LcRowColumn column = 0; column < LC_ROW_N_COLUMNS; column++) {
    g_autofree char *cell = lc_row_describe_cell (row, column);

    g_string_append_printf (line, "%s%s", column > 0 ? "\t" : "", cell);
  }
  return g_string_free (g_steal_pointer (&line), FALSE);
}
