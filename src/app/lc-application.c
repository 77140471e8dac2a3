/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-application.h"

#include <glib/gi18n-lib.h>

#include "app/lc-catalog-store.h"
#include "app/lc-history.h"
#include "app/lc-session.h"
#include "app/lc-settings-window.h"
#include "app/lc-style.h"
#include "app/lc-window.h"

#define EXIT_USAGE 64
#define NOTIFICATION "ended" /* its id: a new one takes the place of the last */

struct _LcApplication
{
  GtkApplication parent_instance;

  LcSession *session;         /* (owned) (nullable) until it starts */
  LcHistory *history;         /* (owned) (nullable) likewise */
  GSettings *settings;        /* (owned) (nullable) likewise */
  LcCatalogStore *store;      /* (owned) (nullable) likewise */
  GtkWidget *settings_window; /* (nullable) while it is open */
};

G_DEFINE_FINAL_TYPE (LcApplication, lc_application, GTK_TYPE_APPLICATION)

/* What a notification has said is seen. */
static void
looked_at_cb (LcApplication *self, GParamSpec *pspec, GtkWindow *window)
{
  if (gtk_window_is_active (window))
    g_application_withdraw_notification (G_APPLICATION (self), NOTIFICATION);
}

static LcWindow *make_window (LcApplication *self, LcSession *session);

/* The first window's, where there may be checks; others show a saved report, for which there was
 * no place while a check ran. */
static LcWindow *
get_window (LcApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    if (LC_IS_WINDOW (l->data) && lc_window_get_session (l->data) == self->session)
      return LC_WINDOW (l->data);
  return make_window (self, self->session);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcApplication *self = user_data;
  GList *windows;

  /* Closing is what a person would do: a check is stopped and kept. */
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (self))) != NULL) {
    GtkWindow *window = GTK_WINDOW (windows->data);

    gtk_window_close (window);
    if (gtk_application_get_windows (GTK_APPLICATION (self)) == windows)
      break;
  }
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcApplication *self = user_data;
  g_autofree char *comments
      = g_strjoin ("\n\n", _ ("Says why Movius MultiLine does not work on a network."),
                   _ ("Linecheck is not a product of Movius."), NULL);

  gtk_show_about_dialog (gtk_application_get_active_window (GTK_APPLICATION (self)), "program-name",
                         _ ("Linecheck"), "version", LC_VERSION, "logo-icon-name", LC_APP_ID,
                         "comments", comments, "license-type", GTK_LICENSE_GPL_3_0, NULL);
}

static void
settings_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcApplication *self = user_data;

  if (self->settings_window == NULL)
    g_set_weak_pointer (&self->settings_window,
                        lc_settings_window_new (GTK_WINDOW (get_window (self)), self->store));
  gtk_window_present (GTK_WINDOW (self->settings_window));
}

/* A check that runs keeps the program up until what it has found out is kept, though
 * its window is closed or shows something else. */
static void
running_changed_cb (LcApplication *self, GParamSpec *pspec, LcSession *session)
{
  if (lc_session_get_running (session))
    g_application_hold (G_APPLICATION (self));
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!lc_history_add_finish (LC_HISTORY (source), result, &error))
    g_message ("The report was not kept: %s", error->message);
  g_application_release (G_APPLICATION (self));
}

static gboolean
is_looked_at (LcApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (gtk_window_is_active (GTK_WINDOW (l->data)))
      return TRUE;
  return FALSE;
}

/* A person who has turned to something else is told. One who has stopped the check
 * knows. */
static void
notify (LcApplication *self, LcReport *report)
{
  g_autoptr (GNotification) notification = NULL;

  if (!lc_report_get_complete (report) || is_looked_at (self))
    return;
  notification = g_notification_new (lc_verdict_get_label (lc_report_get_verdict (report)));
  g_notification_set_body (notification, lc_report_get_summary (report));
  g_notification_set_default_action (notification, "app.show");
  g_application_send_notification (G_APPLICATION (self), NOTIFICATION, notification);
}

/* Every check is kept, however it ended. */
static void
ended_cb (LcApplication *self, LcReport *report)
{
  lc_history_add_async (self->history, report, kept_cb, g_object_ref (self));
  notify (self, report);
}

static void
show_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (G_APPLICATION (user_data));
}

/* What the desktop offers beside the program's name, whether it runs or not. */

static void
check_again_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcWindow *window = get_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  lc_window_check_again (window);
}

static void
open_report_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWidget *window = GTK_WIDGET (get_window (user_data));

  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_activate_action (window, "win.open", NULL);
}

static void
limits_changed_cb (LcSession *session, const char *key, GSettings *settings)
{
  lc_session_set_limits (session, g_settings_get_uint (settings, "timeout") * 1000,
                         g_settings_get_uint (settings, "jobs"));
}

static void
catalog_changed_cb (LcSession *session, GParamSpec *pspec, LcCatalogStore *store)
{
  lc_session_set_catalog (session, lc_catalog_store_get_catalog (store));
}

/* Whose checks are kept and told of, and which follows the settings. (transfer full) */
static LcSession *
make_session (LcApplication *self)
{
  LcSession *session = lc_session_new (lc_catalog_store_get_catalog (self->store));

  g_signal_connect_object (session, "notify::running", G_CALLBACK (running_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "notify::catalog", G_CALLBACK (catalog_changed_cb), session,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (limits_changed_cb), session,
                           G_CONNECT_SWAPPED);
  limits_changed_cb (session, NULL, self->settings);
  return session;
}

static void
open_elsewhere_cb (LcApplication *self, LcReport *report, const char *name)
{
  g_autoptr (LcSession) session = make_session (self);
  LcWindow *window = make_window (self, session);

  gtk_window_present (GTK_WINDOW (window));
  lc_window_show_saved (window, report, name);
}

static LcWindow *
make_window (LcApplication *self, LcSession *session)
{
  LcWindow *window = lc_window_new (GTK_APPLICATION (self), session, self->history);

  lc_window_set_store (window, self->store);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (looked_at_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "open-elsewhere", G_CALLBACK (open_elsewhere_cb), self,
                           G_CONNECT_SWAPPED);
  return window;
}

static void
set_up_session (LcApplication *self)
{
  self->store = lc_catalog_store_new_default ();
  self->history = lc_history_new_default ();
  self->settings = g_settings_new (LC_APP_ID);
  self->session = make_session (self);
}

static void
lc_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = quit_action },
    { .name = "about", .activate = about_action },
    { .name = "show", .activate = show_action },
    { .name = "settings", .activate = settings_action },
    { .name = "check-again", .activate = check_again_action },
    { .name = "open-report", .activate = open_report_action },
  };
  static const char *const quit_keys[] = { "<Control>q", NULL };
  static const char *const close_keys[] = { "<Control>w", NULL };
  static const char *const settings_keys[] = { "<Control>comma", NULL };
  static const char *const help_keys[] = { "F1", "<Control>question", NULL };
  LcApplication *self = LC_APPLICATION (application);

  G_APPLICATION_CLASS (lc_application_parent_class)->startup (application);
  lc_style_init ();
  gtk_window_set_default_icon_name (LC_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "window.close", close_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.settings", settings_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "win.show-help-overlay",
                                         help_keys);
  set_up_session (self);
}

static void
lc_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (get_window (LC_APPLICATION (application))));
}

static void
lc_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  LcWindow *window = get_window (LC_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  lc_window_open_file (window, files[0]);
}

static int
complain (GApplicationCommandLine *line, const char *text)
{
  g_application_command_line_printerr (line, "linecheck: %s\n", text);
  return EXIT_USAGE;
}

static int
start (LcApplication *self, GApplicationCommandLine *line, const char *site, gboolean at_once)
{
  LcWindow *window;
  g_autofree char *text = NULL;

  if (site != NULL && lc_catalog_find_site (lc_session_get_catalog (self->session), site) == NULL) {
    text = g_strdup_printf (_ ("There is no site “%s”."), site);
    return complain (line, text);
  }
  window = get_window (self);
  if (site != NULL)
    lc_window_choose (window, site);
  gtk_window_present (GTK_WINDOW (window));
  if (at_once)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.start-check", NULL);
  else if (site != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.show-start", NULL);
  return 0;
}

/* What needs neither a window nor another instance. */
static int
lc_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("linecheck %s\n", LC_VERSION);
  return 0;
}

static int
lc_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  LcApplication *self = LC_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  g_auto (GStrv) paths = NULL;
  const char *site = NULL;

  g_variant_dict_lookup (options, "site", "&s", &site);
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^aay", &paths);
  if (paths != NULL && paths[0] != NULL) {
    g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, paths[0]);
    GFile *files[] = { file };

    if (paths[1] != NULL)
      return complain (line, _ ("One report is shown at a time."));
    g_application_open (application, files, 1, "");
    return 0;
  }
  return start (self, line, site, g_variant_dict_contains (options, "start"));
}

static void
lc_application_dispose (GObject *object)
{
  LcApplication *self = LC_APPLICATION (object);

  g_clear_object (&self->session);
  g_clear_object (&self->history);
  g_clear_object (&self->settings);
  g_clear_object (&self->store);
  g_clear_weak_pointer (&self->settings_window);
  G_OBJECT_CLASS (lc_application_parent_class)->dispose (object);
}

static void
lc_application_class_init (LcApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_application_dispose;
  application_class->startup = lc_application_startup;
  application_class->activate = lc_application_activate;
  application_class->open = lc_application_open;
  application_class->handle_local_options = lc_application_handle_local_options;
  application_class->command_line = lc_application_command_line;
}

static void
lc_application_init (LcApplication *self)
{
  const GOptionEntry options[] = {
    { "site", 's', 0, G_OPTION_ARG_STRING, NULL, N_ ("Choose a site: us, uk or sg"), N_ ("SITE") },
    { "start", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Start the check at once"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[REPORT]") },
    G_OPTION_ENTRY_NULL,
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

LcApplication *
lc_application_new (void)
{
  LcApplication *self
      = g_object_new (LC_TYPE_APPLICATION, "application-id", LC_APP_ID, "flags",
                      G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE, NULL);

  /* The icons are all that there is for GTK to find, and lc_style_init() brings them. */
  g_application_set_resource_base_path (G_APPLICATION (self), NULL);
  return self;
}
