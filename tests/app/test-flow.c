/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <graphene.h>

#include "app-samples.h"
#include "app/lc-finding-card.h"
#include "app/lc-flow.h"
#include "app/lc-style.h"
#include "sample-reports.h"

/* A pixel's share is lost where a place is rounded. */
#define ROUNDING 1

static const int widths[] = { 360, 700, 1100 };

static gboolean
is_of_type (GtkWidget *widget, const char *text)
{
  return g_strcmp0 (G_OBJECT_TYPE_NAME (widget), text) == 0;
}

/* A report's finding with so many rows; evidence is as long as a real one's. (transfer full) */
static LcFinding *
make_finding (LcReport *report, guint n)
{
  LcFinding *finding
      = lc_finding_new ("port-blocked", LC_SEVERITY_ERROR, LC_CONFIDENCE_PROVEN, LC_OWNER_FIREWALL);

  finding->title = g_strdup ("TCP 5061 is blocked by a firewall rule");
  finding->detail = g_strdup ("Nothing came back from any of the addresses, while other ports of "
                              "the same hosts answer.");
  finding->remedy = g_strdup ("Ask whoever runs the firewall to allow it.");
  for (guint i = 0; i < n; i++) {
    LcRow *row = lc_report_get_row (report, i % lc_report_get_n_rows (report));

    g_ptr_array_add (finding->rows, g_strdup (lc_row_get_id (row)));
  }
  return finding;
}

/* Nothing that is drawn reaches out of what it is in. */
static void
assert_contained (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    graphene_rect_t bounds;

    if (!gtk_widget_get_mapped (child))
      continue;
    g_assert_true (gtk_widget_compute_bounds (child, widget, &bounds));
    g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=,
                       gtk_widget_get_width (widget) + ROUNDING);
    g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=,
                       gtk_widget_get_height (widget) + ROUNDING);
    assert_contained (child);
  }
}

static guint
count_buttons (GtkWidget *flow)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (flow); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_get_mapped (child) ? 1 : 0;
  return n;
}

static void
show_card (LcReport *report, guint n, int width, GtkTextDirection direction)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (LcFinding) finding = make_finding (report, n);
  g_autoptr (GPtrArray) folded = g_ptr_array_new ();
  GtkWidget *card = lc_finding_card_new (report, finding, folded);
  GtkWidget *flow;

  gtk_widget_set_default_direction (direction);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_box_append (GTK_BOX (box), card);
  gtk_box_append (GTK_BOX (box), gtk_label_new ("What is below"));
  gtk_window_set_default_size (GTK_WINDOW (window), width, 700);
  gtk_window_present (GTK_WINDOW (window));
  gtk_expander_set_expanded (GTK_EXPANDER (app_find_widget (card, is_of_type, "GtkExpander")),
                             TRUE);
  while ((flow = app_find_widget (card, is_of_type, "LcFlow")) == NULL
         || gtk_widget_get_height (flow) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (gtk_widget_get_width (window), ==, width);
  g_assert_cmpuint (count_buttons (flow), ==, n);
  assert_contained (box);
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
}

static void
test_rows_stay_in_card (void)
{
  static const guint counts[] = { 1, 5, 25 };
  g_autoptr (LcReport) report = sample_report_new_running ();

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (widths); j++) {
      show_card (report, counts[i], widths[j], GTK_TEXT_DIR_LTR);
      show_card (report, counts[i], widths[j], GTK_TEXT_DIR_RTL);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static LcFlow *
make_flow (guint columns, guint n)
{
  LcFlow *flow = g_object_new (LC_TYPE_FLOW, "max-columns", columns, NULL);

  g_object_ref_sink (flow);
  for (guint i = 0; i < n; i++) {
    GtkWidget *child = gtk_drawing_area_new ();

    gtk_widget_set_size_request (child, 100, 20);
    lc_flow_append (flow, child);
  }
  return flow;
}

static int
get_height (LcFlow *flow, int width)
{
  int height;

  gtk_widget_measure (GTK_WIDGET (flow), GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL,
                      NULL);
  return height;
}

static void
test_lines (void)
{
  LcFlow *flow = make_flow (0, 5);
  LcFlow *columns = make_flow (3, 5);
  int minimum;
  int natural;

  /* Six pixels between two: 5 need 524, 2 need 206. */
  g_assert_cmpint (get_height (flow, 524), ==, 20);
  g_assert_cmpint (get_height (flow, 523), ==, 46);
  g_assert_cmpint (get_height (flow, 206), ==, 72);
  g_assert_cmpint (get_height (flow, 100), ==, 124);
  g_assert_cmpint (get_height (columns, 1000), ==, 46);
  g_assert_cmpint (get_height (columns, 311), ==, 72);
  gtk_widget_measure (GTK_WIDGET (columns), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural,
                      NULL, NULL);
  g_assert_cmpint (minimum, ==, 100);
  g_assert_cmpint (natural, ==, 312);
  g_assert_finalize_object (flow);
  g_assert_finalize_object (columns);
}

/* The first is on the side that text begins at, and columns fill the width. */
static void
test_places (void)
{
  LcFlow *flow = make_flow (2, 3);
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (flow));
  GtkAllocation place = { 0, 0, 406, 46 };
  graphene_rect_t bounds;

  for (guint i = 0; i < 2; i++) {
    gtk_widget_set_direction (GTK_WIDGET (flow), i == 0 ? GTK_TEXT_DIR_LTR : GTK_TEXT_DIR_RTL);
    gtk_widget_size_allocate (GTK_WIDGET (flow), &place, -1);
    g_assert_true (gtk_widget_compute_bounds (first, GTK_WIDGET (flow), &bounds));
    g_assert_cmpfloat (bounds.origin.x, ==, i == 0 ? 0 : 206);
    g_assert_cmpfloat (bounds.size.width, ==, 200);
  }
  g_assert_finalize_object (flow);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  lc_style_init ();
  g_test_add_func ("/flow/lines", test_lines);
  g_test_add_func ("/flow/places", test_places);
  g_test_add_func ("/flow/rows-stay-in-card", test_rows_stay_in_card);
  return g_test_run ();
}
