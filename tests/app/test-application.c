/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "app-samples.h"
#include "app/lc-application.h"
#include "app/lc-history.h"
#include "app/lc-settings-window.h"
#include "app/lc-window.h"

#define DEADLINE_S 30
#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

/* What a desktop that shows notifications has (Desktop Notifications Specification 1.2). */
static const char interface_xml[]
    = "<node><interface name='" NAME "'><method name='Notify'><arg type='s' direction='in'/>"
      "<arg type='u' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
      "<arg type='s' direction='in'/><arg type='as' direction='in'/>"
      "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
      "<arg type='u' direction='out'/></method><method name='CloseNotification'>"
      "<arg type='u' direction='in'/></method><method name='GetCapabilities'>"
      "<arg type='as' direction='out'/></method></interface></node>";

static char *home; /* (owned) the user's folder, as far as this program knows */

typedef struct
{
  GDBusConnection *desktop;   /* (owned) who shows notifications */
  GSocketListener *listener;  /* (owned) */
  GSettings *settings;        /* (owned) */
  LcApplication *application; /* (owned) */
  char *title;                /* (owned) (nullable) of the notification that is shown */
  char *body;                 /* (owned) (nullable) likewise */
  guint shown;                /* notifications so far */
} Fixture;

static void
called_cb (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  Fixture *fixture = user_data;

  if (g_str_equal (method, "Notify")) {
    g_clear_pointer (&fixture->title, g_free);
    g_clear_pointer (&fixture->body, g_free);
    g_variant_get_child (parameters, 3, "s", &fixture->title);
    g_variant_get_child (parameters, 4, "s", &fixture->body);
    fixture->shown++;
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", 7));
  } else if (g_str_equal (method, "CloseNotification")) {
    g_clear_pointer (&fixture->title, g_free);
    g_dbus_method_invocation_return_value (invocation, NULL);
  } else {
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(as)", NULL));
  }
}

static const GDBusInterfaceVTable vtable = { .method_call = called_cb };

static void
set_up_desktop (Fixture *fixture)
{
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  fixture->desktop = g_dbus_connection_new_for_address_sync (
      g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (fixture->desktop, PATH, info->interfaces[0], &vtable, fixture,
                                     NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (fixture->desktop, "org.freedesktop.DBus", "/",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", NAME, 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
expired_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

typedef gboolean (*Condition) (Fixture *fixture);

#define WAIT_FOR(fixture, condition) wait_for (fixture, condition, #condition)

static void
wait_for (Fixture *fixture, Condition condition, const char *name)
{
  gboolean expired = FALSE;
  guint timeout = g_timeout_add_seconds (DEADLINE_S, expired_cb, &expired);

  while (!condition (fixture) && !expired)
    g_main_context_iteration (NULL, TRUE);
  if (expired)
    g_error ("%s never came to be", name);
  g_source_remove (timeout);
}

/* The company's catalogue is the sample one, so that nobody but this computer is asked. */
static void
set_catalog (Fixture *fixture)
{
  g_autofree char *json = app_sample_catalog_json (&fixture->listener);
  g_autofree char *path = g_build_filename (home, "sample.json", NULL);

  g_assert_true (g_file_set_contents (path, json, -1, NULL));
  fixture->settings = g_settings_new (LC_APP_ID);
  g_settings_set_string (fixture->settings, "catalog", path);
  g_settings_set_string (fixture->settings, "site", "xx");
  g_settings_set_uint (fixture->settings, "timeout", 1);
}

static LcWindow *
get_window (Fixture *fixture)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (fixture->application));

  for (GList *l = windows; l != NULL; l = l->next)
    if (LC_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static guint
count_windows (Fixture *fixture)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (fixture->application));
  guint n = 0;

  for (GList *l = windows; l != NULL; l = l->next)
    n += LC_IS_WINDOW (l->data) ? 1 : 0;
  return n;
}

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_label (child, text);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  LcWindow *window = get_window (fixture);

  return window != NULL && find_label (GTK_WIDGET (window), text) != NULL;
}

static gboolean
offers_test_site (Fixture *fixture)
{
  return shows (fixture, "Test site");
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_assert_no_errno (g_mkdir (home, 0700));
  set_up_desktop (fixture);
  set_catalog (fixture);
  fixture->application = lc_application_new ();
}

static gboolean
has_ended (Fixture *fixture)
{
  g_autoptr (LcHistory) history = lc_history_new_default ();
  g_autoptr (GPtrArray) entries = lc_history_list (history);

  return entries->len > 0;
}

static gboolean
has_no_window (Fixture *fixture)
{
  return gtk_application_get_windows (GTK_APPLICATION (fixture->application)) == NULL;
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  app_settle ();
  g_assert_finalize_object (fixture->application);
  g_settings_reset (fixture->settings, "catalog");
  g_object_unref (fixture->settings);
  g_dbus_connection_close_sync (fixture->desktop, NULL, NULL);
  g_object_unref (fixture->desktop);
  g_socket_listener_close (fixture->listener);
  g_object_unref (fixture->listener);
  g_free (fixture->title);
  g_free (fixture->body);
  app_remove_folder (home);
}

static gboolean
is_active (Fixture *fixture)
{
  return get_window (fixture) != NULL && gtk_window_is_active (GTK_WINDOW (get_window (fixture)));
}

static gboolean
is_inactive (Fixture *fixture)
{
  return !is_active (fixture);
}

static gboolean
is_told (Fixture *fixture)
{
  return fixture->title != NULL;
}

static gboolean
is_withdrawn (Fixture *fixture)
{
  return fixture->title == NULL;
}

static gboolean
runs (Fixture *fixture)
{
  return shows (fixture, "Checking Test site…");
}

static gboolean
shows_verdict (Fixture *fixture)
{
  return shows (fixture, "Something is blocked");
}

static gboolean
shows_stopped (Fixture *fixture)
{
  return shows (fixture, "The check was stopped before its end: this is what is known so far.");
}

/* As a desktop does (Desktop Entry Specification, D-Bus activation). */
static void
call_application (Fixture *fixture, const char *method, GVariant *parameters)
{
  g_dbus_connection_call (fixture->desktop, LC_APP_ID, "/io/github/linecheck/Linecheck",
                          "org.freedesktop.Application", method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

/* Only of this computer's own ports. */
static void
check_again (Fixture *fixture)
{
  if (!runs (fixture) && !shows_verdict (fixture))
    WAIT_FOR (fixture, offers_test_site);
  g_assert_false (shows (fixture, "United States"));
  call_application (fixture, "ActivateAction",
                    g_variant_new ("(sava{sv})", "check-again", NULL, NULL));
}

/* Something else comes to the front. */
static GtkWidget *
turn_away (Fixture *fixture)
{
  GtkWidget *other = gtk_window_new ();

  gtk_window_present (GTK_WINDOW (other));
  WAIT_FOR (fixture, is_inactive);
  return other;
}

/* All that @connection has sent is where it is to go, and all that it was sent is read. */
static void
make_round_trip (GDBusConnection *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                     "org.freedesktop.DBus", "GetId", NULL, NULL,
                                     G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (reply);
}

/* GLib takes no notification away before it has read the desktop's reply with its number. */
static void
pass_reply_on (Fixture *fixture)
{
  make_round_trip (fixture->desktop);
  make_round_trip (g_application_get_dbus_connection (G_APPLICATION (fixture->application)));
  app_settle ();
}

/* Starts a check and waits until its end is told, while something else is at the front. */
static GtkWidget *
be_told (Fixture *fixture)
{
  GtkWidget *other;

  check_again (fixture);
  WAIT_FOR (fixture, runs);
  other = turn_away (fixture);
  WAIT_FOR (fixture, is_told);
  g_assert_cmpstr (fixture->title, ==, "Something is blocked");
  g_assert_cmpstr (fixture->body, !=, "");
  pass_reply_on (fixture);
  return other;
}

static void
test_told (Fixture *fixture)
{
  GtkWidget *other = be_told (fixture);

  /* It goes when the window is looked at. */
  gtk_window_present (GTK_WINDOW (get_window (fixture)));
  WAIT_FOR (fixture, is_withdrawn);
  g_assert_cmpuint (fixture->shown, ==, 1);
  gtk_window_destroy (GTK_WINDOW (other));
}

static void
test_told_and_pressed (Fixture *fixture)
{
  GtkWidget *other = be_told (fixture);

  /* A press on it leads back; a desktop takes it away by itself then. */
  g_dbus_connection_emit_signal (fixture->desktop, NULL, PATH, NAME, "ActionInvoked",
                                 g_variant_new ("(us)", 7, "default"), NULL);
  WAIT_FOR (fixture, is_active);
  gtk_window_destroy (GTK_WINDOW (other));
}

static void
test_not_told (Fixture *fixture)
{
  GtkWidget *other;

  /* One who looks sees it. */
  WAIT_FOR (fixture, is_active);
  check_again (fixture);
  WAIT_FOR (fixture, shows_verdict);
  WAIT_FOR (fixture, has_ended);

  /* One who has stopped it knows. */
  g_settings_set_uint (fixture->settings, "timeout", 60);
  check_again (fixture);
  WAIT_FOR (fixture, runs);
  other = turn_away (fixture);
  gtk_widget_activate_action (GTK_WIDGET (get_window (fixture)), "win.stop", NULL);
  WAIT_FOR (fixture, shows_stopped);
  app_settle ();
  g_assert_cmpuint (fixture->shown, ==, 0);
  gtk_window_destroy (GTK_WINDOW (other));
}

/* Nothing is asked, and nothing is lost. */
static void
test_close_mid_run (Fixture *fixture)
{
  g_settings_set_uint (fixture->settings, "timeout", 60);
  check_again (fixture);
  WAIT_FOR (fixture, runs);
  gtk_window_close (GTK_WINDOW (get_window (fixture)));
  WAIT_FOR (fixture, has_no_window);
  WAIT_FOR (fixture, has_ended);

  /* Once more, it offers what was kept. */
  call_application (fixture, "Activate", g_variant_new ("(a{sv})", NULL));
  WAIT_FOR (fixture, offers_test_site);
  g_assert_true (shows (fixture, "Earlier checks"));
}

/* From the command line, with no press at all. */
static void
test_start (Fixture *fixture)
{
  WAIT_FOR (fixture, shows_verdict);
  WAIT_FOR (fixture, has_ended);
}

static gboolean
has_two_windows (Fixture *fixture)
{
  return count_windows (fixture) == 2;
}

static gboolean
any_shows (Fixture *fixture, const char *text)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (fixture->application));

  for (GList *l = windows; l != NULL; l = l->next)
    if (LC_IS_WINDOW (l->data) && find_label (l->data, text) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
any_shows_verdict (Fixture *fixture)
{
  return any_shows (fixture, "Something is blocked");
}

static void
test_open (Fixture *fixture)
{
  g_autofree char *uri = g_filename_to_uri (g_getenv ("LINECHECK_REPORT"), NULL, NULL);
  const char *const uris[] = { uri, NULL };

  /* While a check runs, which goes on: the report has a window of its own. */
  g_settings_set_uint (fixture->settings, "timeout", 60);
  check_again (fixture);
  WAIT_FOR (fixture, runs);
  call_application (fixture, "Open", g_variant_new ("(^asa{sv})", uris, NULL));
  WAIT_FOR (fixture, has_two_windows);
  WAIT_FOR (fixture, any_shows_verdict);
  g_assert_true (any_shows (fixture, "Checking Test site…"));
  g_assert_false (has_ended (fixture));
}

static guint
count_settings (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    n += LC_IS_SETTINGS_WINDOW (window) ? 1 : 0;
  }
  return n;
}

static void
test_settings (Fixture *fixture)
{
  GActionGroup *actions = G_ACTION_GROUP (fixture->application);

  g_assert_cmpuint (count_settings (), ==, 0);
  g_action_group_activate_action (actions, "settings", NULL);
  g_action_group_activate_action (actions, "settings", NULL);
  g_assert_cmpuint (count_settings (), ==, 1);
  app_settle ();
  gtk_window_close (GTK_WINDOW (get_window (fixture)));
  WAIT_FOR (fixture, has_no_window);
  g_assert_cmpuint (count_settings (), ==, 0);
}

/* A test is what happens while the program runs as main() runs it. */

typedef void (*Body) (Fixture *fixture);

typedef struct
{
  const char *name;
  const char *arguments;
  Body body;
} Story;

static const Story stories[] = {
  { "/application/told", "linecheck", test_told },
  { "/application/told-and-pressed", "linecheck", test_told_and_pressed },
  { "/application/not-told", "linecheck", test_not_told },
  { "/application/close-mid-run", "linecheck", test_close_mid_run },
  { "/application/start", "linecheck --site XX --start", test_start },
  { "/application/open", "linecheck", test_open },
  { "/application/settings", "linecheck", test_settings },
};

typedef struct
{
  Fixture *fixture;
  Body body;
} Turn;

static gboolean
turn_cb (gpointer user_data)
{
  Turn *turn = user_data;

  turn->body (turn->fixture);
  g_action_group_activate_action (G_ACTION_GROUP (turn->fixture->application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
tell (Fixture *fixture, gconstpointer data)
{
  const Story *story = data;
  g_auto (GStrv) arguments = g_strsplit (story->arguments, " ", -1);
  Turn turn = { fixture, story->body };

  g_idle_add (turn_cb, &turn);
  g_assert_cmpint (g_application_run (G_APPLICATION (fixture->application),
                                      (int) g_strv_length (arguments), arguments),
                   ==, 0);
  g_assert_null (get_window (fixture));
}

static void
test_wrong_usage (Fixture *fixture, gconstpointer data)
{
  char *arguments[] = { "linecheck", "--site", "nowhere", NULL };

  g_assert_cmpint (g_application_run (G_APPLICATION (fixture->application), 3, arguments), ==, 64);
}

int
main (int argc, char **argv)
{
  int status;

  home = g_dir_make_tmp ("linecheck-test-XXXXXX", NULL);
  g_assert_nonnull (home);
  g_rmdir (home);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    g_test_add (stories[i].name, Fixture, &stories[i], fixture_set_up, tell, fixture_tear_down);
  g_test_add ("/application/wrong-usage", Fixture, NULL, fixture_set_up, test_wrong_usage,
              fixture_tear_down);
  status = g_test_run ();
  g_free (home);
  return status;
}
