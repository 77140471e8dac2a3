/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-path-ladder.h"

#include <glib/gi18n-lib.h>

#include "app/lc-status-look.h"
#include "app/lc-text-size.h"
#include "report/lc-report-words.h"
#include "report/lc-row-facts.h"

#define MAX_HOPS 64

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = lc_label_new (text, style);

  gtk_widget_add_css_class (label, "lc-numeric");
  return label;
}

/* One rung: a symbol, the hop's number, what it is, its time. */
static void
append_rung (GtkGrid *grid,
             int *line,
             const char *style,
             const char *number,
             const char *what,
             const char *time)
{
  GtkWidget *rail
      = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *text = make_label (what, NULL);

  gtk_widget_add_css_class (rail, "lc-rung");
  gtk_widget_add_css_class (rail, style);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_grid_attach (grid, rail, 0, *line, 1, 1);
  gtk_grid_attach (grid, make_label (number, "dim-label"), 1, *line, 1, 1);
  gtk_grid_attach (grid, text, 2, *line, 1, 1);
  gtk_grid_attach (grid, make_label (time, "dim-label"), 3, *line, 1, 1);
  (*line)++;
}

static void
append_hops (GtkGrid *grid, int *line, const LcPath *path)
{
  for (guint i = 0; i < MIN (path->hops->len, MAX_HOPS); i++) {
    const LcHop *hop = g_ptr_array_index (path->hops, i);
    g_autofree char *number = g_strdup_printf ("%u", hop->ttl);
    g_autofree char *time = hop->us >= 0 ? lc_describe_us (hop->us) : g_strdup ("");

    append_rung (grid, line, hop->address != NULL ? "lc-pass" : "lc-quiet", number,
                 hop->address != NULL ? hop->address : _ ("no answer"), time);
  }
}

static void
append_block (GtkBox *box, const LcAttempt *attempt)
{
  g_autofree char *text = lc_attempt_describe_block (attempt);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", lc_status_get_icon (LC_STATUS_FAIL),
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *label = make_label (text, "heading");
  GtkWidget *line;

  gtk_widget_add_css_class (icon, "lc-status-icon");
  gtk_widget_add_css_class (icon, lc_status_get_style (LC_STATUS_FAIL));
  gtk_widget_set_hexpand (label, TRUE);
  line = lc_line_new (icon, label, 6);
  gtk_widget_add_css_class (line, "lc-block");
  gtk_box_append (box, line);
}

static void
append_control (GtkBox *box, const LcPath *path)
{
  g_autofree char *text = lc_path_describe_control (path);

  if (text != NULL)
    gtk_box_append (box, make_label (text, NULL));
}

void
lc_path_ladder_append (GtkBox *box, const LcAttempt *attempt)
{
  const LcPath *path = attempt->path;
  GtkWidget *grid = gtk_grid_new ();
  int line = 0;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  append_rung (GTK_GRID (grid), &line, "lc-pass", "", _ ("This computer"), "");
  append_hops (GTK_GRID (grid), &line, path);
  if (path->reached) {
    append_rung (GTK_GRID (grid), &line, "lc-pass", "", attempt->address, "");
    gtk_box_append (box, grid);
  } else if (lc_attempt_shows_block (attempt)) {
    gtk_box_append (box, grid);
    append_block (box, attempt);
  } else {
    g_autofree char *silence = lc_attempt_describe_block (attempt);

    append_rung (GTK_GRID (grid), &line, "lc-quiet", "", silence, "");
    gtk_box_append (box, grid);
  }
  append_control (box, path);
}
