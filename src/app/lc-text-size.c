/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-text-size.h"

#include "base/lc-text.h"

#define DEFAULT_DPI 96
#define POINTS_PER_INCH 72
#define NARROWEST_CHARS 10

int
lc_widget_get_em (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double dpi = pango_cairo_context_get_resolution (context);

  if (!pango_font_description_get_size_is_absolute (font))
    size *= (dpi > 0 ? dpi : DEFAULT_DPI) / POINTS_PER_INCH;
  return MAX (1, (int) size);
}

void
lc_label_wrap (GtkLabel *label)
{
  glong length = g_utf8_strlen (gtk_label_get_text (label), -1);

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (label, MIN (length, NARROWEST_CHARS));
}

GtkWidget *
lc_label_new (const char *text, const char *style)
{
  g_autofree char *clean = lc_text_clean (text);
  GtkWidget *label = gtk_label_new (clean);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  lc_label_wrap (GTK_LABEL (label));
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

GtkWidget *
lc_line_new (GtkWidget *first, GtkWidget *second, int spacing)
{
  GtkWidget *line = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (line), (guint) spacing);
  gtk_grid_attach (GTK_GRID (line), first, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (line), second, 1, 0, 1, 1);
  return line;
}
