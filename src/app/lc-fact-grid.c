/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-fact-grid.h"

#include "app/lc-text-size.h"

static GtkWidget *
make_value (const LcFact *fact)
{
  GtkWidget *text = lc_label_new (fact->value, "lc-numeric");

  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_set_hexpand (text, TRUE);
  return text;
}

static void
attach_fact (GtkGrid *grid, const LcFact *fact, int line)
{
  GtkWidget *text = make_value (fact);
  GtkWidget *label;

  if (fact->label == NULL) {
    gtk_grid_attach (grid, text, 0, line, 2, 1);
    return;
  }
  label = lc_label_new (fact->label, "dim-label");
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  label, NULL, -1);
  gtk_grid_attach (grid, label, 0, line, 1, 1);
  gtk_grid_attach (grid, text, 1, line, 1, 1);
}

GtkWidget *
lc_fact_grid_new (GPtrArray *facts)
{
  g_autoptr (GPtrArray) owned = facts;
  GtkWidget *grid;

  g_return_val_if_fail (facts != NULL, NULL);

  if (owned->len == 0)
    return NULL;
  grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  for (guint i = 0; i < owned->len; i++)
    attach_fact (GTK_GRID (grid), g_ptr_array_index (owned, i), (int) i);
  return grid;
}

void
lc_fact_grid_append (GtkBox *box, GPtrArray *facts)
{
  GtkWidget *grid = lc_fact_grid_new (facts);

  g_return_if_fail (GTK_IS_BOX (box));

  if (grid != NULL)
    gtk_box_append (box, grid);
}
