/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-row-cells.h"

#include "app/lc-status-look.h"
#include "app/lc-tooltip.h"
#include "base/lc-text.h"
#include "report/lc-report-words.h"
#include "report/lc-row-cell.h"

#define ROW "lc-row" /* a row's widget knows its row */

/* "US-17, Calls, 169.63.26.232, TCP 5061, Blocked". */
static char *
describe_name (LcRow *row)
{
  g_autofree char *number = lc_text_clean (lc_row_get_number (row));
  g_autofree char *title = lc_row_describe_title (row);
  g_autofree char *host = lc_text_clean (lc_row_get_host (row));
  g_autofree char *port = lc_row_describe_port (row);

  return g_strdup_printf ("%s, %s, %s, %s, %s", number, title, host, port,
                          lc_row_get_status_word (row));
}

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

/* GTK 4.8 has no name for a cell and a row but its types'; they are above what a cell shows. */
static GtkWidget *
name_cell (GtkListItem *item, GtkLabel *label)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  GtkWidget *cell = child != NULL ? gtk_widget_get_parent (child) : NULL;

  if (cell == NULL)
    return NULL;
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (label), -1);
  return gtk_widget_get_parent (cell);
}

static void
name_cell_cb (GtkListItem *item, GParamSpec *pspec, GtkLabel *label)
{
  name_cell (item, label);
}

static void
name_row_cb (GtkListItem *item, GParamSpec *pspec, GtkLabel *label)
{
  GtkWidget *widget = name_cell (item, label);
  LcRow *row = gtk_list_item_get_item (item);
  g_autofree char *name = NULL;

  if (widget == NULL || row == NULL)
    return;
  name = describe_name (row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (widget), ROW, g_object_ref (row), g_object_unref);
}

/* The row that the keyboard is on. A text that it is in has these keys for itself. */
static gboolean
copy_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  LcRow *row = lc_row_find_at (gtk_root_get_focus (gtk_widget_get_root (widget)));

  if (row != NULL)
    gtk_widget_activate_action (widget, "win.copy-row-of", "s", lc_row_get_id (row));
  return row != NULL;
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
  gtk_widget_class_bind_template_callback (widget_class, name_cell_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_row_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, copy_cb, NULL);
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

LcRow *
lc_row_find_at (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget)) {
    LcRow *row = g_object_get_data (G_OBJECT (widget), ROW);

    if (row != NULL)
      return row;
  }
  return NULL;
}
