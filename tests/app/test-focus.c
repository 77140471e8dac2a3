/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app-samples.h"
#include "app/lc-finding-card.h"
#include "app/lc-style.h"
#include "app/lc-window.h"

/* The way that the keyboard goes: Tab, whole circles, both ways. */

#define DEADLINE_S 20
#define MAX_STOPS 120

typedef struct
{
  GSocketListener *listener; /* (owned) */
  LcSession *session;        /* (owned) */
  LcHistory *history;        /* (owned) */
  LcWindow *window;          /* (owned) */
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcCatalog) catalog = app_sample_catalog (&fixture->listener);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/no/such/folder");

  fixture->session = lc_session_new (catalog);
  fixture->history = lc_history_new (nowhere);
  fixture->window = g_object_ref (lc_window_new (NULL, fixture->session, fixture->history));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), data != NULL ? 360 : 1200, 800);
  gtk_window_present (GTK_WINDOW (fixture->window));
  app_settle ();
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_settle ();
  g_assert_finalize_object (fixture->window);
  g_assert_finalize_object (fixture->session);
  g_object_unref (fixture->history);
  g_socket_listener_close (fixture->listener);
  g_object_unref (fixture->listener);
}

static gboolean
is_of_type (GtkWidget *widget, const char *text)
{
  return g_strcmp0 (G_OBJECT_TYPE_NAME (widget), text) == 0;
}

static gboolean
is_label (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;
}

static GtkWidget *
wait_for (GtkWidget *within, AppMatches matches, const char *text)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;
  GtkWidget *found;

  while ((found = app_find_widget (within, matches, text)) == NULL) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  app_settle ();
  return found;
}

static void
open_saved (Fixture *fixture)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_getenv ("LINECHECK_REPORT"));

  lc_window_open_file (fixture->window, file);
  wait_for (GTK_WIDGET (fixture->window), is_label, "Something is blocked");
}

/* As a press of the key does. */
static GtkWidget *
press_tab (Fixture *fixture, GtkDirectionType direction)
{
  g_signal_emit_by_name (fixture->window, "move-focus", direction);
  return gtk_window_get_focus (GTK_WINDOW (fixture->window));
}

/* The stops from where the focus is to where it is again; between them it must move on with
 * each press. (element-type GtkWidget) */
static GPtrArray *
walk (Fixture *fixture, GtkDirectionType direction)
{
  GPtrArray *stops = g_ptr_array_new ();
  GtkWidget *focus = press_tab (fixture, direction);

  while (stops->len < MAX_STOPS && (stops->len == 0 || focus != g_ptr_array_index (stops, 0))) {
    g_assert_nonnull (focus);
    g_assert_false (g_ptr_array_find (stops, focus, NULL));
    g_ptr_array_add (stops, focus);
    focus = press_tab (fixture, direction);
  }
  g_assert_cmpuint (stops->len, <, MAX_STOPS);
  return stops;
}

/* What the keyboard must come to: not the parts of a list, through which arrows lead. */
static void
collect_controls (GtkWidget *widget, GPtrArray *controls)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget)
      || GTK_IS_POPOVER (widget) || GTK_IS_COLUMN_VIEW (widget))
    return;
  if (gtk_widget_get_focusable (widget) && gtk_widget_get_can_focus (widget)
      && (GTK_IS_BUTTON (widget) || GTK_IS_TEXT (widget) || GTK_IS_EXPANDER (widget)
          || GTK_IS_LABEL (widget)))
    g_ptr_array_add (controls, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_controls (child, controls);
}

static gboolean
is_in_list (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, GTK_TYPE_COLUMN_VIEW) != NULL;
}

static void
assert_reached (GPtrArray *stops, GPtrArray *controls)
{
  for (guint i = 0; i < controls->len; i++) {
    GtkWidget *control = g_ptr_array_index (controls, i);

    if (!g_ptr_array_find (stops, control, NULL))
      g_error ("no Tab leads to a %s in a %s", G_OBJECT_TYPE_NAME (control),
               G_OBJECT_TYPE_NAME (gtk_widget_get_parent (control)));
  }
}

/* Everything is reached, forwards and backwards. Returns: how many stops there are. */
static guint
assert_circle (Fixture *fixture, gboolean rows)
{
  g_autoptr (GPtrArray) forward = walk (fixture, GTK_DIR_TAB_FORWARD);
  g_autoptr (GPtrArray) backward = walk (fixture, GTK_DIR_TAB_BACKWARD);
  g_autoptr (GPtrArray) controls = g_ptr_array_new ();
  guint in_list[2] = { 0, 0 };

  collect_controls (GTK_WIDGET (fixture->window), controls);
  g_assert_cmpuint (controls->len, >=, 3);
  assert_reached (forward, controls);
  assert_reached (backward, controls);
  for (guint i = 0; i < forward->len; i++)
    in_list[0] += is_in_list (g_ptr_array_index (forward, i)) ? 1 : 0;
  for (guint i = 0; i < backward->len; i++)
    in_list[1] += is_in_list (g_ptr_array_index (backward, i)) ? 1 : 0;
  /* One stop: the rows are not in the way. */
  g_assert_cmpuint (in_list[0], ==, rows ? 1 : 0);
  g_assert_cmpuint (in_list[1], ==, rows ? 1 : 0);
  return forward->len;
}

static void
test_start (Fixture *fixture, gconstpointer data)
{
  assert_circle (fixture, FALSE);
}

static void
test_report (Fixture *fixture, gconstpointer data)
{
  guint closed;

  open_saved (fixture);
  closed = assert_circle (fixture, TRUE);
  /* What the card opens is on the way, too. */
  gtk_expander_set_expanded (GTK_EXPANDER (wait_for (GTK_WIDGET (fixture->window), is_of_type,
                                                     "GtkExpander")),
                             TRUE);
  wait_for (app_find_widget (GTK_WIDGET (fixture->window), is_of_type, "LcFindingCard"), is_of_type,
            "LcFlow");
  g_assert_cmpuint (assert_circle (fixture, TRUE), >, closed);
}

static void
test_details (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card;

  open_saved (fixture);
  card = app_find_widget (GTK_WIDGET (fixture->window), is_of_type, "LcFindingCard");
  g_assert_nonnull (card);
  g_signal_emit_by_name (card, "row-pressed", "us/sip/169.63.26.232:5061/tcp");
  wait_for (GTK_WIDGET (fixture->window), is_label, "Each address");
  /* Where there is little room the details cover the rows. */
  assert_circle (fixture, data == NULL);
}

static void
activate (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL));
}

static gboolean
is_in (Fixture *fixture, const char *type)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus != NULL && gtk_widget_get_ancestor (focus, g_type_from_name (type)) != NULL;
}

/* One press for each part of the window, and round. */
static void
test_areas (Fixture *fixture, gconstpointer data)
{
  static const char *const saved_order[]
      = { "LcVerdictBar", "LcFindingCard", "LcRowTable", "GtkHeaderBar" };

  open_saved (fixture);
  g_assert_true (is_in (fixture, "LcVerdictBar"));
  for (guint i = 1; i < 4; i++) {
    activate (fixture, "win.next-area");
    g_assert_true (is_in (fixture, saved_order[i]));
  }
  for (guint i = 4; i > 0; i--) {
    g_assert_true (is_in (fixture, saved_order[i - 1]));
    activate (fixture, "win.previous-area");
  }
}

static void
open_first_row (Fixture *fixture)
{
  GtkWidget *view = app_find_widget (GTK_WIDGET (fixture->window), is_of_type, "GtkColumnView");

  g_signal_emit_by_name (view, "activate", 0);
  app_settle ();
}

/* A row's details take the keyboard, and give it back. */
static void
test_there_and_back (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  open_saved (fixture);
  while (!is_in (fixture, "LcRowTable"))
    activate (fixture, "win.next-area");
  row = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  open_first_row (fixture);
  g_assert_true (is_in (fixture, "LcDetailsPane"));
  activate (fixture, "win.close-details");
  app_settle ();
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == row);
}

/* Neither is what its type is called. */
static void
test_rows_have_names (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;
  GtkWidget *cell;

  open_saved (fixture);
  while (!is_in (fixture, "LcRowTable"))
    activate (fixture, "win.next-area");
  row = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  cell = gtk_widget_get_first_child (row);
  gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_ROW);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "US-01, REST API, dal12.moviuscorp.net, TCP 8021, Works");
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_LABEL, "US-01");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/focus/" name "/wide", Fixture, NULL, fixture_set_up, function, fixture_tear_down); \
  g_test_add ("/focus/" name "/narrow", Fixture, GINT_TO_POINTER (TRUE), fixture_set_up, function, \
              fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  lc_style_init ();
  ADD ("start", test_start);
  ADD ("report", test_report);
  ADD ("details", test_details);
  ADD ("areas", test_areas);
  ADD ("there-and-back", test_there_and_back);
  ADD ("rows-have-names", test_rows_have_names);
  return g_test_run ();
}
