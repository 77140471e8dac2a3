/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-path-ladder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/lc-status-look.h"
#include "app/lc-text-size.h"
#include "report/lc-report-words.h"

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

/* Returns: (transfer full): what the block is and where. */
static char *
describe_block (const LcAttempt *attempt)
{
  const LcPath *path = attempt->path;
  const char *who
      = path->answer_address != NULL ? path->answer_address : C_ ("nobody knows who", "Something");
  gboolean ipv6 = attempt->address != NULL && strchr (attempt->address, ':') != NULL;

  switch (path->answer_kind) {
  case LC_ANSWER_RESET:
    /* Translators: an address, and how many hops away it is. */
    return g_strdup_printf (ngettext ("%s refuses it, %u hop away", "%s refuses it, %u hops away",
                                      path->answer_ttl),
                            who, path->answer_ttl);
  case LC_ANSWER_ICMP:
    /* Translators: an address, and what it says. */
    return g_strdup_printf (_ ("%s says: %s"), who,
                            lc_icmp_describe (ipv6, path->answer_icmp_type,
                                              path->answer_icmp_code));
  case LC_ANSWER_NONE:
  default:
    if (path->stopped_at == NULL)
      return g_strdup (_ ("Nothing answered"));
    /* Translators: an address. */
    return g_strdup_printf (_ ("It stops at %s, or right after it"), path->stopped_at);
  }
}

static void
append_block (GtkBox *box, const LcAttempt *attempt)
{
  g_autofree char *text = describe_block (attempt);
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
  g_autofree char *text = NULL;
  const char *transport = path->control_transport == LC_TRANSPORT_UDP ? "UDP" : "TCP";

  if (!path->has_control)
    return;
  text
      = path->control_reached
            /* Translators: “TCP”, a port, an address. */
            ? g_strdup_printf (_ ("For comparison: %s %u to %s goes through."), transport,
                               path->control_port, path->control_address)
            /* Translators: “TCP”, a port, an address, a number of hops. */
            : g_strdup_printf (_ ("For comparison: %s %u to %s comes as far as hop %u."), transport,
                               path->control_port, path->control_address, path->control_last_ttl);
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
  } else {
    gtk_box_append (box, grid);
    append_block (box, attempt);
  }
  append_control (box, path);
}
