/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-tooltip.h"

#define TEXT "lc-tooltip"

static gboolean
show_text (GtkTooltip *tooltip, const char *text)
{
  if (text == NULL || *text == '\0')
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static gboolean
query_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  return show_text (tooltip, g_object_get_data (G_OBJECT (widget), TEXT));
}

void
lc_tooltip_set_text (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_data_full (G_OBJECT (widget), TEXT, g_strdup (text), g_free);
  if (gtk_widget_get_has_tooltip (widget))
    return;
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
}

gboolean
lc_tooltip_query_label (GtkLabel *label, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  return show_text (tooltip, gtk_label_get_text (label));
}
