/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-window.h"

#include <glib/gi18n-lib.h>

#include "app/lc-check-page.h"
#include "app/lc-print.h"
#include "app/lc-report-io.h"
#include "app/lc-row-filter.h"
#include "app/lc-row-table.h"
#include "app/lc-share-popover.h"
#include "app/lc-start-page.h"
#include "catalog/lc-catalog-words.h"
#include "report/lc-report-json.h"
#include "report/lc-report-words.h"
#include "base/lc-text.h"

#define MESSAGE_S 8

struct _LcWindow
{
  GtkApplicationWindow parent_instance;

  GtkStack *stack;
  LcStartPage *start_page;
  LcCheckPage *check_page; /* (nullable) until a report is shown */
  GtkMenuButton *site_button;
  GtkMenuButton *again_button;
  GMenuModel *again_menu;
  GtkWidget *report_buttons;
  GtkWidget *title;
  GtkWidget *save;
  GtkMenuButton *share;
  LcSharePopover *share_popover; /* (nullable) as the check page */
  GtkRevealer *message_revealer;
  GtkLabel *message;

  LcSession *session;          /* (owned) */
  GSettings *settings;         /* (owned) */
  GtkFileChooserNative *files; /* (owned) (nullable) while a person chooses a file */
  GCancellable *cancellable;   /* (owned) of reading and writing files */
  guint message_source;
  guint prepare_source;
};

G_DEFINE_FINAL_TYPE (LcWindow, lc_window, GTK_TYPE_APPLICATION_WINDOW)

static LcReport *
get_report (LcWindow *self)
{
  return lc_session_get_report (self->session);
}

static gboolean
shows_report (LcWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "check") == 0;
}

static void
enable (LcWindow *self, const char *action, gboolean enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

/* Whether the report's site is one that this catalogue can check. */
static gboolean
can_check_site (LcWindow *self)
{
  LcReport *report = get_report (self);

  return report != NULL
         && lc_catalog_find_site (lc_session_get_catalog (self->session),
                                  lc_report_get_site (report))
                != NULL;
}

/* Returns: (transfer full) (element-type utf8): borrowed ids of rows that do not work. */
static GPtrArray *
collect_problems (LcReport *report)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; report != NULL && i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_is_problem (row))
      g_ptr_array_add (ids, (char *) lc_row_get_id (row));
  }
  return ids;
}

static void
show_site (LcWindow *self)
{
  LcReport *report = get_report (self);
  g_autofree char *site = NULL;
  g_autofree char *title = NULL;

  if (report == NULL)
    return;
  site = g_utf8_strup (lc_report_get_site (report), 8);
  gtk_menu_button_set_label (self->site_button, site);
  title = lc_report_describe_site (report);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->site_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Check another site"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  title, -1);
}

/* Where there is little room the title makes place for the buttons. */
static void
show_header (LcWindow *self)
{
  gboolean compact = shows_report (self) && lc_check_page_get_compact (self->check_page);

  gtk_widget_set_visible (self->title, !compact);
  gtk_widget_set_visible (self->save, shows_report (self) && !compact);
  if (compact)
    gtk_menu_button_set_icon_name (self->share, "document-send-symbolic");
  else
    gtk_menu_button_set_label (self->share, _ ("S_hare"));
}

static void
update_actions (LcWindow *self)
{
  gboolean running = lc_session_get_running (self->session);
  gboolean report = shows_report (self) && get_report (self) != NULL;
  gboolean row = report && lc_check_page_get_row (self->check_page) != NULL;
  gboolean rows = report && lc_session_can_check_rows (self->session);
  g_autoptr (GPtrArray) problems = collect_problems (get_report (self));

  gtk_widget_set_visible (self->report_buttons, report);
  gtk_widget_set_visible (GTK_WIDGET (self->share), report);
  gtk_widget_set_sensitive (GTK_WIDGET (self->share), !running);
  enable (self, "win.start-check", !running);
  enable (self, "win.check-site", !running);
  enable (self, "win.check-again", report && !running && can_check_site (self));
  enable (self, "win.check-failed", rows && problems->len > 0);
  enable (self, "win.check-row", rows && row);
  enable (self, "win.stop", running);
  enable (self, "win.show-start", shows_report (self) && !running);
  enable (self, "win.save", report && !running);
  enable (self, "win.save-firewall-request", report && !running);
  enable (self, "win.print", report && !running);
  enable (self, "win.copy-summary", report && !running);
  enable (self, "win.copy-row", row);
  enable (self, "win.search", report);
  enable (self, "win.close-details", report);
}

/* The keyboard is on what is done next. */
static void
place_focus (LcWindow *self)
{
  if (!shows_report (self))
    lc_start_page_focus (self->start_page);
  else if (lc_session_get_running (self->session))
    lc_check_page_focus_stop (self->check_page);
  else if (gtk_widget_get_visible (self->save))
    gtk_widget_grab_focus (self->save);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->share));
}

/* What had the keyboard may have gone, or cannot be pressed any more. */
static void
keep_focus (LcWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL || !gtk_widget_get_mapped (focus) || !gtk_widget_is_sensitive (focus))
    place_focus (self);
}

static void
update (LcWindow *self)
{
  /* The window is going. */
  if (self->session == NULL)
    return;
  update_actions (self);
  if (self->share_popover != NULL)
    lc_share_popover_set_report (self->share_popover, get_report (self));
  show_site (self);
  show_header (self);
  keep_focus (self);
}

static void
fill_site_menu (LcWindow *self)
{
  GPtrArray *sites = lc_catalog_get_sites (lc_session_get_catalog (self->session));
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < sites->len; i++) {
    const LcSite *site = g_ptr_array_index (sites, i);
    /* Translators: a site, as “United States”. */
    g_autofree char *label = g_strdup_printf (_ ("Check %s"), lc_catalog_translate (site->title));
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    g_menu_item_set_action_and_target (item, "win.check-site", "s", site->id);
    g_menu_append_item (menu, item);
  }
  gtk_menu_button_set_menu_model (self->site_button, G_MENU_MODEL (menu));
}

/* What shows a report is made when there is one: the window is there the sooner. */
static void
ensure_check_page (LcWindow *self)
{
  if (self->check_page != NULL)
    return;
  self->check_page = LC_CHECK_PAGE (lc_check_page_new ());
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->check_page), "check");
  lc_check_page_set_session (self->check_page, self->session);
  g_signal_connect_object (self->check_page, "notify", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  fill_site_menu (self);
  gtk_menu_button_set_menu_model (self->again_button, self->again_menu);
  self->share_popover = LC_SHARE_POPOVER (lc_share_popover_new ());
  gtk_menu_button_set_popover (self->share, GTK_WIDGET (self->share_popover));
}

/* What a page will have for itself: that is known before the window is drawn. */
static int
get_page_width (LcWindow *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->stack));
  int height;

  if (width == 0)
    gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  return width;
}

static gboolean
prepare_cb (gpointer user_data)
{
  LcWindow *self = user_data;

  self->prepare_source = 0;
  ensure_check_page (self);
  return G_SOURCE_REMOVE;
}

/* Once the window is drawn and there is nothing else to do, so that a check begins
 * without a stutter. */
static gboolean
drawn_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  LcWindow *self = LC_WINDOW (widget);

  /* The first frame is still to be drawn. */
  if (gdk_frame_clock_get_frame_counter (clock) == gdk_frame_clock_get_history_start (clock))
    return G_SOURCE_CONTINUE;
  if (self->check_page == NULL)
    self->prepare_source = g_idle_add_full (G_PRIORITY_LOW, prepare_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

static void
show_page (LcWindow *self, const char *name)
{
  if (g_str_equal (name, "check")) {
    ensure_check_page (self);
    lc_check_page_expect_width (self->check_page, get_page_width (self));
  }
  /* The stack would lead the keyboard on to the first text, and select all of that. */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) != 0)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child_name (self->stack, name);
  update (self);
  place_focus (self);
}

/* A sentence over the page. */

static gboolean
message_over_cb (gpointer user_data)
{
  LcWindow *self = user_data;

  self->message_source = 0;
  gtk_revealer_set_reveal_child (self->message_revealer, FALSE);
  return G_SOURCE_REMOVE;
}

static void
hide_message_cb (LcWindow *self)
{
  g_clear_handle_id (&self->message_source, g_source_remove);
  gtk_revealer_set_reveal_child (self->message_revealer, FALSE);
}

/* Opening. */

typedef struct
{
  LcWindow *window; /* (owned) */
  char *name;       /* (owned) of the file, for people */
} OpenOp;

static OpenOp *
open_op_new (LcWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_basename (file);
  OpenOp *op = g_new0 (OpenOp, 1);

  op->window = g_object_ref (self);
  op->name = g_filename_display_name (path != NULL ? path : "");
  return op;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OpenOp *op = user_data;
  g_autoptr (LcWindow) self = op->window;
  g_autofree char *name = op->name;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) report = lc_report_load_finish (result, &error);
  g_autofree char *text = NULL;

  g_free (op);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (report != NULL) {
    lc_session_open (self->session, report, name);
    show_page (self, "check");
    return;
  }
  if (error->domain == LC_REPORT_ERROR)
    /* Translators: a file's name, and what is wrong with it. */
    text = g_strdup_printf (_ ("“%s” is not a report: %s"), name, error->message);
  else
    text = g_strdup_printf (_ ("“%s” cannot be read: %s"), name, error->message);
  lc_window_say (self, text);
}

static void
open_chosen_cb (LcWindow *self, int response)
{
  g_autoptr (GtkFileChooserNative) files = g_steal_pointer (&self->files);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (files));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    lc_window_open_file (self, file);
}

static void
add_filter (GtkFileChooserNative *files, const char *name, const char *patterns)
{
  g_auto (GStrv) each = g_strsplit (patterns, " ", 0);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; each[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, each[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (files), filter);
}

static void
open_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);

  if (self->files != NULL)
    return;
  self->files
      = gtk_file_chooser_native_new (_ ("Open a Saved Report"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  add_filter (self->files, _ ("Reports"), "*.linecheck *.json");
  add_filter (self->files, _ ("All files"), "*");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->files), TRUE);
  g_signal_connect_object (self->files, "response", G_CALLBACK (open_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->files));
}

static void
open_uri_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  lc_window_open_file (LC_WINDOW (widget), file);
}

static gboolean
dropped_cb (LcWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;
  lc_window_open_file (self, G_FILE (files->data));
  return TRUE;
}

/* Saving: what leaves this computer is what the person has chosen to show. */

static LcReport *
dup_shared_report (LcWindow *self)
{
  g_autoptr (GError) error = NULL;
  LcReport *report = lc_share_popover_dup_report (self->share_popover, &error);

  if (report == NULL)
    lc_window_say (self, error->message);
  return report;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = lc_report_save_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  lc_window_say (self, saved ? _ ("It is saved.") : error->message);
}

/* The dialog is over. Returns: (transfer full) (nullable): where to save to; NULL where nobody
 * wants to, or there is nothing. */
static GFile *
take_chosen_place (LcWindow *self, int response)
{
  g_autoptr (GtkFileChooserNative) files = g_steal_pointer (&self->files);

  if (response != GTK_RESPONSE_ACCEPT || get_report (self) == NULL)
    return NULL;
  lc_share_popover_take_choices (self->share_popover, GTK_FILE_CHOOSER (files));
  return gtk_file_chooser_get_file (GTK_FILE_CHOOSER (files));
}

static void
save_chosen_cb (LcWindow *self, int response)
{
  g_autoptr (GFile) file = take_chosen_place (self, response);
  g_autoptr (LcReport) report = file != NULL ? dup_shared_report (self) : NULL;

  if (report != NULL)
    lc_report_save_async (report, file, NULL, saved_cb, g_object_ref (self));
}

static void
request_chosen_cb (LcWindow *self, int response)
{
  g_autoptr (GFile) file = take_chosen_place (self, response);
  g_autoptr (LcReport) report = file != NULL ? dup_shared_report (self) : NULL;

  if (report != NULL)
    lc_firewall_request_save_async (report, file, NULL, saved_cb, g_object_ref (self));
}

static void
choose_place (LcWindow *self, const char *title, const char *name, GCallback chosen)
{
  if (self->files != NULL)
    return;
  self->files = gtk_file_chooser_native_new (title, GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                                             _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->files), name);
  lc_share_popover_add_choices (self->share_popover, GTK_FILE_CHOOSER (self->files));
  /* GTK's own dialog says “(None)” beside the choices where there is no filter. */
  add_filter (self->files, _ ("All files"), "*");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->files), TRUE);
  g_signal_connect_object (self->files, "response", chosen, self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->files));
}

static void
save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  /* Flatpak makes “*.linecheck.json” count for less than “*.json”: a double click would
   * open an editor there. */
  gboolean in_flatpak = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
  g_autofree char *name = lc_report_suggest_name (get_report (self), "linecheck",
                                                  in_flatpak ? "linecheck" : "linecheck.json");

  choose_place (self, _ ("Save Report"), name, G_CALLBACK (save_chosen_cb));
}

static void
save_request_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  g_autofree char *name = lc_report_suggest_name (get_report (self), "firewall-request", "txt");

  choose_place (self, _ ("Save Firewall Request"), name, G_CALLBACK (request_chosen_cb));
}

static void
print_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  g_autoptr (LcReport) report = dup_shared_report (self);
  g_autoptr (GError) error = NULL;

  if (report != NULL && !lc_print_report (report, GTK_WINDOW (self), &error))
    lc_window_say (self, error->message);
}

/* The other actions. */

static void
start_check_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  const char *site = lc_start_page_get_site (self->start_page);

  if (site != NULL)
    lc_window_start (self, site);
}

static void
check_site_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  lc_window_start (LC_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
check_again_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  lc_window_check_again (LC_WINDOW (widget));
}

static void
check_failed_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  g_autoptr (GPtrArray) ids = collect_problems (get_report (self));

  lc_session_check_rows (self->session, ids);
}

static void
check_row_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_ptr_array_add (ids, (char *) lc_row_get_id (lc_check_page_get_row (self->check_page)));
  lc_session_check_rows (self->session, ids);
}

static void
stop_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  lc_session_stop (LC_WINDOW (widget)->session);
}

static void
show_start_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_page (LC_WINDOW (widget), "start");
}

/* Back to what was there before a saved report was opened. */
static void
close_saved_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);

  lc_session_close (self->session);
  show_page (self, get_report (self) != NULL ? "check" : "start");
}

static void
copy_summary_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  g_autoptr (LcReport) report = dup_shared_report (self);
  g_autofree char *text = NULL;

  if (report == NULL)
    return;
  text = lc_report_summarize (report);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  lc_window_say (self, _ ("The summary is on the clipboard."));
}

static void
copy_row_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  g_autofree char *text = lc_row_table_describe_row (lc_check_page_get_row (self->check_page));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  lc_window_say (self, _ ("The row is on the clipboard."));
}

static void
search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  lc_check_page_start_search (LC_WINDOW (widget)->check_page);
}

/* GTK itself would make it with every window, long before anybody asks for it. */
static void
show_shortcuts_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/io/github/linecheck/Linecheck/lc-shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_present (shortcuts);
}

static void
close_details_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  lc_check_page_close_details (LC_WINDOW (widget)->check_page);
}

/* What can be checked from now on. The report that is shown stays. */
static void
catalog_changed_cb (LcWindow *self)
{
  if (self->session == NULL)
    return;
  if (self->check_page != NULL)
    fill_site_menu (self);
  lc_start_page_set_catalog (self->start_page, lc_session_get_catalog (self->session));
}

static void
failed_cb (LcWindow *self, const char *message)
{
  lc_window_say (self, message);
}

static void
set_session (LcWindow *self, LcSession *session)
{
  self->session = g_object_ref (session);
  catalog_changed_cb (self);
  g_signal_connect_object (session, "notify::catalog", G_CALLBACK (catalog_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
}

/* What is known when the window goes is kept by whoever keeps the session. */
static gboolean
lc_window_close_request (GtkWindow *window)
{
  LcWindow *self = LC_WINDOW (window);

  lc_session_stop (self->session);
  return GTK_WINDOW_CLASS (lc_window_parent_class)->close_request (window);
}

static void
lc_window_dispose (GObject *object)
{
  LcWindow *self = LC_WINDOW (object);

  g_clear_handle_id (&self->message_source, g_source_remove);
  g_clear_handle_id (&self->prepare_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->files);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (lc_window_parent_class)->dispose (object);
}

static void
lc_window_finalize (GObject *object)
{
  LcWindow *self = LC_WINDOW (object);

  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (lc_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc activate;
    guint key;
    GdkModifierType modifiers;
  } actions[] = {
    { "win.start-check", NULL, start_check_action, 0, 0 },
    { "win.check-site", "s", check_site_action, 0, 0 },
    { "win.check-again", NULL, check_again_action, GDK_KEY_F5, 0 },
    { "win.check-failed", NULL, check_failed_action, GDK_KEY_F5, GDK_SHIFT_MASK },
    { "win.check-row", NULL, check_row_action, GDK_KEY_F5, GDK_CONTROL_MASK },
    { "win.stop", NULL, stop_action, GDK_KEY_period, GDK_CONTROL_MASK },
    { "win.show-start", NULL, show_start_action, GDK_KEY_Home, GDK_ALT_MASK },
    { "win.open-uri", "s", open_uri_action, 0, 0 },
    { "win.close-saved", NULL, close_saved_action, 0, 0 },
    { "win.open", NULL, open_action, GDK_KEY_o, GDK_CONTROL_MASK },
    { "win.save", NULL, save_action, GDK_KEY_s, GDK_CONTROL_MASK },
    { "win.save-firewall-request", NULL, save_request_action, 0, 0 },
    { "win.print", NULL, print_action, GDK_KEY_p, GDK_CONTROL_MASK },
    { "win.copy-summary", NULL, copy_summary_action, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "win.copy-row", NULL, copy_row_action, GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "win.search", NULL, search_action, GDK_KEY_f, GDK_CONTROL_MASK },
    { "win.show-help-overlay", NULL, show_shortcuts_action, 0, 0 },
    { "win.close-details", NULL, close_details_action, GDK_KEY_Escape, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
    if (actions[i].key != 0)
      gtk_widget_class_add_binding_action (widget_class, actions[i].key, actions[i].modifiers,
                                           actions[i].name, NULL);
  }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/linecheck/Linecheck/lc-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LcWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, site_button);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, again_button);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, again_menu);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, report_buttons);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, title);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, save);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, share);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, message_revealer);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, message);
  gtk_widget_class_bind_template_callback (widget_class, hide_message_cb);
}

static void
lc_window_class_init (LcWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lc_window_dispose;
  object_class->finalize = lc_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = lc_window_close_request;
  g_type_ensure (LC_TYPE_START_PAGE);
  bind_template (GTK_WIDGET_CLASS (klass));
  install_actions (GTK_WIDGET_CLASS (klass));
}

static void
add_drop_target (LcWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
lc_window_init (LcWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->settings = g_settings_new (LC_APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_drop_target (self);
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

LcWindow *
lc_window_new (GtkApplication *application, LcSession *session, LcHistory *history)
{
  LcWindow *self = g_object_new (LC_TYPE_WINDOW, "application", application, NULL);

  set_session (self, session);
  lc_start_page_set_history (self->start_page, history);
  show_page (self, "start");
  gtk_widget_add_tick_callback (GTK_WIDGET (self), drawn_cb, NULL, NULL);
  return self;
}

void
lc_window_set_store (LcWindow *self, LcCatalogStore *store)
{
  g_return_if_fail (LC_IS_WINDOW (self));

  lc_start_page_set_store (self->start_page, store);
}

void
lc_window_choose (LcWindow *self, const char *site)
{
  g_return_if_fail (LC_IS_WINDOW (self));
  g_return_if_fail (site != NULL);

  lc_start_page_choose (self->start_page, site);
}

gboolean
lc_window_start (LcWindow *self, const char *site)
{
  g_return_val_if_fail (LC_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (site != NULL, FALSE);

  if (!lc_session_start (self->session, site))
    return FALSE;
  show_page (self, "check");
  return TRUE;
}

void
lc_window_check_again (LcWindow *self)
{
  const char *chosen;
  g_autofree char *site = NULL;

  g_return_if_fail (LC_IS_WINDOW (self));

  chosen = shows_report (self) && can_check_site (self) ? lc_report_get_site (get_report (self))
                                                        : lc_start_page_get_site (self->start_page);
  site = g_strdup (chosen);
  if (site != NULL)
    lc_window_start (self, site);
}

void
lc_window_open_file (LcWindow *self, GFile *file)
{
  g_return_if_fail (LC_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  lc_report_load_async (file, self->cancellable, loaded_cb, open_op_new (self, file));
}

void
lc_window_say (LcWindow *self, const char *text)
{
  g_return_if_fail (LC_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  gtk_label_set_text (self->message, text);
  gtk_revealer_set_reveal_child (self->message_revealer, TRUE);
  g_clear_handle_id (&self->message_source, g_source_remove);
  self->message_source = g_timeout_add_seconds (MESSAGE_S, message_over_cb, self);
}
