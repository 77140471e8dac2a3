/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app-samples.h"
#include "app/lc-catalog-pane.h"
#include "app/lc-setting-row.h"
#include "app/lc-settings-window.h"
#include "app/lc-share-popover.h"
#include "app/lc-style.h"
#include "policy-backend.h"
#include "sample-reports.h"

#define KEYS "/io/github/linecheck/Linecheck/"

static const PolicyLock locks[] = {
  { KEYS "timeout", "uint32 9" },
  { KEYS "leave-out-public", "true" },
  { KEYS "catalog", "'https://127.0.0.1:1/multiline.json'" },
};

typedef struct
{
  GSettings *settings;   /* (owned) */
  GFile *folder;         /* (owned) */
  LcCatalogStore *store; /* (owned) */
  GtkWidget *window;     /* (owned) */
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = g_settings_new (LC_APP_ID);
  fixture->folder = g_file_new_for_path ("/no/such/folder");
  fixture->store = lc_catalog_store_new (fixture->folder);
  fixture->window = g_object_ref (lc_settings_window_new (NULL, fixture->store));
  gtk_window_present (GTK_WINDOW (fixture->window));
  app_settle ();
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_settle ();
  g_assert_finalize_object (fixture->window);
  g_assert_finalize_object (fixture->store);
  g_object_unref (fixture->folder);
  g_object_unref (fixture->settings);
}

static gboolean
is_label (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static gboolean
is_row (GtkWidget *widget, const char *text)
{
  g_autofree char *key = NULL;

  if (!LC_IS_SETTING_ROW (widget))
    return FALSE;
  g_object_get (widget, "key", &key, NULL);
  return g_str_equal (key, text);
}

static GtkWidget *
find_control (Fixture *fixture, const char *key)
{
  GtkWidget *row = app_find_widget (fixture->window, is_row, key);
  g_autoptr (GtkWidget) control = NULL;

  g_assert_nonnull (row);
  g_object_get (row, "control", &control, NULL);
  return control;
}

static gboolean
shows (GtkWidget *widget, const char *text)
{
  return app_find_widget (widget, is_label, text) != NULL;
}

/* Each by itself, without a key or a store; what it makes goes with it. */
static void
test_templates (void)
{
  GtkWidget *(*const constructors[]) (void) = { lc_setting_row_new, lc_catalog_pane_new };

  for (gsize i = 0; i < G_N_ELEMENTS (constructors); i++) {
    GtkWidget *widget = g_object_ref_sink (constructors[i]());

    g_assert_finalize_object (widget);
  }
}

static void
test_bound (Fixture *fixture, gconstpointer data)
{
  GtkWidget *jobs = find_control (fixture, "jobs");
  GtkWidget *names = find_control (fixture, "leave-out-names");

  g_assert_true (gtk_widget_is_sensitive (jobs));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (jobs)), ==, 64);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (jobs), 4);
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, "jobs"), ==, 4);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (jobs), 1000);
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, "jobs"), ==, 256);
  g_settings_reset (fixture->settings, "jobs");
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (jobs)), ==, 64);

  gtk_switch_set_active (GTK_SWITCH (names), TRUE);
  g_assert_true (g_settings_get_boolean (fixture->settings, "leave-out-names"));
  g_settings_reset (fixture->settings, "leave-out-names");
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (names)));
  gtk_test_accessible_assert_property (names, GTK_ACCESSIBLE_PROPERTY_LABEL, "Names");
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  const char *managed = "Your administrator manages this.";
  GtkWidget *timeout = find_control (fixture, "timeout");

  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (timeout)), ==, 9);
  g_assert_false (gtk_widget_is_sensitive (timeout));
  g_assert_true (shows (app_find_widget (fixture->window, is_row, "timeout"), managed));
  g_assert_false (shows (app_find_widget (fixture->window, is_row, "jobs"), managed));
}

static void
test_locked_catalog (Fixture *fixture, gconstpointer data)
{
  g_assert_true (lc_catalog_store_is_locked (fixture->store));
  g_assert_true (shows (fixture->window, "127.0.0.1:1/multiline.json"));
  g_assert_true (shows (fixture->window, "It is not here yet. The built-in one is used."));
  g_assert_false (shows (fixture->window, "Back to the Built-in One"));
  g_assert_true (shows (fixture->window, "Fetch It Again"));

  lc_catalog_store_choose (fixture->store, "/no/such/file.json");
  g_assert_false (lc_catalog_store_get_busy (fixture->store));

  /* Nobody answers there. */
  lc_catalog_store_refresh (fixture->store);
  while (lc_catalog_store_get_busy (fixture->store))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (shows (fixture->window, lc_catalog_store_get_problem (fixture->store)));
}

/* The dialog that saves asks what is left out, but for what the administrator has decided. */
static void
test_choices (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  GtkWidget *popover = g_object_ref_sink (lc_share_popover_new ());
  GtkWidget *widget
      = g_object_ref_sink (gtk_file_chooser_widget_new (GTK_FILE_CHOOSER_ACTION_SAVE));
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (widget);
  g_autoptr (GVariant) untouched = NULL;

  lc_share_popover_set_report (LC_SHARE_POPOVER (popover), report);
  lc_share_popover_add_choices (LC_SHARE_POPOVER (popover), chooser);
  g_assert_cmpstr (gtk_file_chooser_get_choice (chooser, "leave-out-local"), ==, "false");
  g_assert_null (gtk_file_chooser_get_choice (chooser, "leave-out-public"));

  lc_share_popover_take_choices (LC_SHARE_POPOVER (popover), chooser);
  untouched = g_settings_get_user_value (fixture->settings, "leave-out-local");
  g_assert_null (untouched);
  gtk_file_chooser_set_choice (chooser, "leave-out-local", "true");
  lc_share_popover_take_choices (LC_SHARE_POPOVER (popover), chooser);
  g_assert_true (g_settings_get_boolean (fixture->settings, "leave-out-local"));
  g_assert_true (g_settings_get_boolean (fixture->settings, "leave-out-public"));
  g_settings_reset (fixture->settings, "leave-out-local");

  g_object_unref (widget);
  g_assert_finalize_object (popover);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/settings/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  policy_backend_install (locks, G_N_ELEMENTS (locks));
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  lc_style_init ();
  g_test_add_func ("/settings/templates", test_templates);
  ADD ("bound", test_bound);
  ADD ("locked", test_locked);
  ADD ("locked-catalog", test_locked_catalog);
  ADD ("choices", test_choices);
  return g_test_run ();
}
