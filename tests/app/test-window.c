/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app-samples.h"
#include "app/lc-check-page.h"
#include "app/lc-details-pane.h"
#include "app/lc-finding-card.h"
#include "app/lc-row-table.h"
#include "app/lc-share-popover.h"
#include "app/lc-split-view.h"
#include "app/lc-start-page.h"
#include "app/lc-step-bar.h"
#include "app/lc-style.h"
#include "app/lc-verdict-bar.h"
#include "app/lc-window.h"
#include "sample-reports.h"

#define DEADLINE_S 20

typedef struct
{
  GSocketListener *listener; /* (owned) */
  LcSession *session;        /* (owned) */
  LcHistory *history;        /* (owned) */
  LcWindow *window;          /* (owned) */
  gboolean ended;
} Fixture;

static void
ended_cb (Fixture *fixture)
{
  fixture->ended = TRUE;
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcCatalog) catalog = app_sample_catalog (&fixture->listener);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/no/such/folder");

  fixture->session = lc_session_new (catalog);
  lc_session_set_limits (fixture->session, 200, 8);
  g_signal_connect_swapped (fixture->session, "ended", G_CALLBACK (ended_cb), fixture);
  fixture->history = lc_history_new (nowhere);
  fixture->window = g_object_ref (lc_window_new (NULL, fixture->session, fixture->history));
  gtk_window_present (GTK_WINDOW (fixture->window));
  app_settle ();
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  gboolean running = lc_session_get_running (fixture->session);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lc_session_stop (fixture->session);
  if (running)
    app_wait_until (&fixture->ended);
  app_settle ();
  g_assert_finalize_object (fixture->window);
  g_assert_finalize_object (fixture->session);
  g_object_unref (fixture->history);
  g_socket_listener_close (fixture->listener);
  g_object_unref (fixture->listener);
}

static gboolean
is_label (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;
}

static gboolean
is_button (GtkWidget *widget, const char *text)
{
  return GTK_IS_BUTTON (widget)
         && (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0
             || g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), text) == 0);
}

static gboolean
is_of_type (GtkWidget *widget, const char *text)
{
  return g_strcmp0 (G_OBJECT_TYPE_NAME (widget), text) == 0;
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  return app_find_widget (GTK_WIDGET (fixture->window), is_label, text) != NULL;
}

static gboolean
expired_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_for (Fixture *fixture, AppMatches matches, const char *text)
{
  gboolean expired = FALSE;
  guint timeout = g_timeout_add_seconds (DEADLINE_S, expired_cb, &expired);

  while (app_find_widget (GTK_WIDGET (fixture->window), matches, text) == NULL && !expired)
    g_main_context_iteration (NULL, TRUE);
  if (expired)
    g_error ("“%s” never came", text);
  g_source_remove (timeout);
}

/* Whether an action would do something. */
static gboolean
is_enabled (Fixture *fixture, const char *action)
{
  GtkWidget *probe = gtk_button_new ();
  gboolean enabled;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (probe), action);
  gtk_widget_insert_before (probe, gtk_widget_get_first_child (GTK_WIDGET (fixture->window)), NULL);
  enabled = gtk_widget_is_sensitive (probe);
  gtk_widget_unparent (probe);
  return enabled;
}

static void
activate (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL));
}

static void
open_saved (Fixture *fixture)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_getenv ("LINECHECK_REPORT"));

  lc_window_open_file (fixture->window, file);
  wait_for (fixture, is_label, "Something is blocked");
}

/* Every template instantiates by itself, and what it makes goes with it. */
static void
test_templates (void)
{
  GtkWidget *(*const constructors[]) (void)
      = { lc_start_page_new, lc_check_page_new, lc_verdict_bar_new, lc_details_pane_new,
          lc_split_view_new };

  for (gsize i = 0; i < G_N_ELEMENTS (constructors); i++) {
    GtkWidget *widget = g_object_ref_sink (constructors[i]());

    g_assert_finalize_object (widget);
  }
}

static void
test_nothing_before_start (Fixture *fixture, gconstpointer data)
{
  g_assert_true (shows (fixture, "Is your network ready for MultiLine?"));
  g_assert_false (lc_session_get_running (fixture->session));
  g_assert_null (lc_session_get_report (fixture->session));
  g_assert_true (is_enabled (fixture, "win.start-check"));
  g_assert_false (is_enabled (fixture, "win.stop"));
  g_assert_false (is_enabled (fixture, "win.save"));
  g_assert_false (is_enabled (fixture, "win.check-again"));
}

static GtkWindow *
find_shortcuts (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (GTK_IS_SHORTCUTS_WINDOW (window))
      return window;
  }
  return NULL;
}

/* What shows a report is not there yet, and its keys are harmless. */
static void
test_before_report (Fixture *fixture, gconstpointer data)
{
  g_assert_false (is_enabled (fixture, "win.close-details"));
  g_assert_false (is_enabled (fixture, "win.search"));
  g_assert_null (find_shortcuts ());
  activate (fixture, "win.show-help-overlay");
  g_assert_nonnull (find_shortcuts ());
  g_assert_true (gtk_window_get_transient_for (find_shortcuts ()) == GTK_WINDOW (fixture->window));
  gtk_window_close (find_shortcuts ());
  app_settle ();
  g_assert_null (find_shortcuts ());
}

static gboolean
is_focused (GtkWidget *widget, const char *text)
{
  return gtk_widget_is_focus (widget) && g_strcmp0 (G_OBJECT_TYPE_NAME (widget), text) == 0;
}

static void
assert_verdict_has_focus (Fixture *fixture, const char *verdict)
{
  GtkWidget *bar = app_find_widget (GTK_WIDGET (fixture->window), is_of_type, "LcVerdictBar");
  GtkWidget *words = app_find_widget (bar, is_focused, "GtkBox");

  g_assert_nonnull (words);
  gtk_test_accessible_assert_property (words, GTK_ACCESSIBLE_PROPERTY_LABEL, verdict);
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  activate (fixture, "win.start-check");
  g_assert_true (lc_session_get_running (fixture->session));
  app_wait_until (&fixture->ended);
  wait_for (fixture, is_label, "Something is blocked");
  g_assert_false (shows (fixture, "Checking Test site…"));
  g_assert_nonnull (app_find_widget (GTK_WIDGET (fixture->window), is_of_type, "LcFindingCard"));
  g_assert_true (is_enabled (fixture, "win.save"));
  g_assert_true (is_enabled (fixture, "win.check-failed"));
  g_assert_false (is_enabled (fixture, "win.check-row"));
  assert_verdict_has_focus (fixture, "Something is blocked");
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  lc_session_set_limits (fixture->session, 60000, 8);
  activate (fixture, "win.start-check");
  wait_for (fixture, is_label, "Checking Test site…");
  wait_for (fixture, is_label, "XX-01");
  wait_for (fixture, is_label, "XX-03");
  wait_for (fixture, is_label, "Checking…");
  g_assert_true (is_enabled (fixture, "win.stop"));
  activate (fixture, "win.stop");
  app_wait_until (&fixture->ended);
  wait_for (fixture, is_label,
            "The check was stopped before its end: this is what is known so far.");
  g_assert_false (is_enabled (fixture, "win.stop"));
}

static void
test_saved_report (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card;

  open_saved (fixture);
  g_assert_true (shows (fixture, "TCP 5061 is blocked by a firewall rule"));
  g_assert_true (shows (fixture, "Calls: Blocked"));
  g_assert_cmpstr (lc_session_get_origin (fixture->session), ==, "blocked.json");
  /* What came of it is heard, and no text is selected. */
  assert_verdict_has_focus (fixture, "Something is blocked");
  /* It is another site's, and its rows are as they were. */
  g_assert_false (is_enabled (fixture, "win.check-again"));
  g_assert_false (is_enabled (fixture, "win.check-failed"));
  card = app_find_widget (GTK_WIDGET (fixture->window), is_of_type, "LcFindingCard");
  g_assert_nonnull (card);
  activate (fixture, "win.close-saved");
  wait_for (fixture, is_label, "Is your network ready for MultiLine?");
}

static gboolean
is_crowded (GtkWidget *widget, const char *text)
{
  gboolean crowded = FALSE;

  if (LC_IS_ROW_TABLE (widget))
    g_object_get (widget, "crowded", &crowded, NULL);
  return crowded;
}

static void
test_details (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *expander;
  GtkWidget *row;

  open_saved (fixture);
  expander = app_find_widget (window, is_of_type, "GtkExpander");
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);
  while ((row = app_find_widget (app_find_widget (window, is_of_type, "LcFindingCard"), is_of_type,
                                 "LcFlow"))
         == NULL)
    g_main_context_iteration (NULL, TRUE);
  row = app_find_widget (row, is_of_type, "GtkButton");
  g_assert_nonnull (row);
  g_signal_emit_by_name (row, "clicked");
  wait_for (fixture, is_label, "It stops at 10.1.0.1, or right after it");
  g_assert_nonnull (app_find_widget (window, is_of_type, "LcStepBar"));
  /* The table makes room for them. */
  wait_for (fixture, is_crowded, NULL);
  g_assert_true (is_enabled (fixture, "win.copy-row"));
  activate (fixture, "win.close-details");
  g_assert_false (shows (fixture, "It stops at 10.1.0.1, or right after it"));
  while (app_find_widget (window, is_crowded, NULL) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_enabled (fixture, "win.copy-row"));
}

static void
test_bad_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/no/such/report.json");

  lc_window_open_file (fixture->window, file);
  wait_for (fixture, is_of_type, "LcStartPage");
  while (!gtk_revealer_get_reveal_child (
      GTK_REVEALER (app_find_widget (GTK_WIDGET (fixture->window), is_of_type, "GtkRevealer"))))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (lc_session_get_report (fixture->session));
  /* What was said of it is not said of the next one. */
  open_saved (fixture);
  g_assert_false (gtk_revealer_get_reveal_child (
      GTK_REVEALER (app_find_widget (GTK_WIDGET (fixture->window), is_of_type, "GtkRevealer"))));
}

static GtkEventController *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DROP_TARGET (controller))
      return controller;
  }
  return NULL;
}

static void
test_drop (Fixture *fixture, gconstpointer data)
{
  GFile *file = g_file_new_for_path (g_getenv ("LINECHECK_REPORT"));
  GtkEventController *target = find_drop_target (GTK_WIDGET (fixture->window));
  GdkFileList *list = gdk_file_list_new_from_array (&file, 1);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_assert_nonnull (target);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, list);
  g_signal_emit_by_name (target, "drop", &value, 0.0, 0.0, &taken);
  g_assert_true (taken);
  wait_for (fixture, is_label, "Something is blocked");
  g_assert_cmpstr (lc_session_get_origin (fixture->session), ==, "blocked.json");
  g_object_unref (file);
}

/* What has no text of its own says what it is. */
static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  GtkWidget *again;
  GtkWidget *start = app_find_widget (GTK_WIDGET (fixture->window), is_of_type, "GtkCheckButton");

  gtk_test_accessible_assert_role (start, GTK_ACCESSIBLE_ROLE_RADIO);
  gtk_test_accessible_assert_property (start, GTK_ACCESSIBLE_PROPERTY_LABEL, "Test site");
  open_saved (fixture);
  again = app_find_widget (GTK_WIDGET (fixture->window), is_button, "win.check-again");
  g_assert_nonnull (again);
  gtk_test_accessible_assert_property (again, GTK_ACCESSIBLE_PROPERTY_LABEL, "Check again");
}

/* A window that is as narrow as a phone stays so when the report comes, and the
 * answer is in sight. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 700);
  while (gtk_widget_get_width (window) > 360)
    g_main_context_iteration (NULL, TRUE);
  activate (fixture, "win.start-check");
  app_wait_until (&fixture->ended);
  wait_for (fixture, is_label, "Something is blocked");
  app_settle ();
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/window/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  lc_style_init ();
  g_test_add_func ("/window/templates", test_templates);
  ADD ("nothing-before-start", test_nothing_before_start);
  ADD ("before-report", test_before_report);
  ADD ("check", test_check);
  ADD ("stop", test_stop);
  ADD ("saved-report", test_saved_report);
  ADD ("details", test_details);
  ADD ("bad-file", test_bad_file);
  ADD ("drop", test_drop);
  ADD ("narrow", test_narrow);
  ADD ("accessible", test_accessible);
  return g_test_run ();
}
