/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-window.h"

#include <glib/gi18n-lib.h>

#include "app/lc-areas.h"
#include "app/lc-window-private.h"
#include "catalog/lc-catalog-words.h"
#include "report/lc-report-words.h"

#define MESSAGE_S 8

static guint open_elsewhere_signal;

G_DEFINE_FINAL_TYPE (LcWindow, lc_window, GTK_TYPE_APPLICATION_WINDOW)

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
  LcReport *report = lc_window_get_report (self);

  return report != NULL
         && lc_catalog_find_site (lc_session_get_catalog (self->session),
                                  lc_report_get_site (report))
                != NULL;
}

static void
show_site (LcWindow *self)
{
  LcReport *report = lc_window_get_report (self);
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
untell (LcWindow *self)
{
  if (self->told != NULL)
    lc_untell (self->told);
  g_clear_weak_pointer (&self->told);
}

/* What has a description of its own keeps that. */
static void
tell (LcWindow *self, const char *text)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  untell (self);
  if (focus == NULL || GTK_IS_CHECK_BUTTON (focus) || GTK_IS_LABEL (focus))
    return;
  lc_tell (focus, text);
  g_set_weak_pointer (&self->told, focus);
}

static void
update_actions (LcWindow *self)
{
  gboolean running = lc_session_get_running (self->session);
  gboolean report = shows_report (self) && lc_window_get_report (self) != NULL;
  gboolean row = report && lc_check_page_get_row (self->check_page) != NULL;
  gboolean rows = report && lc_session_can_check_rows (self->session);
  g_autoptr (GPtrArray) problems = lc_window_collect_problems (lc_window_get_report (self));

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
  enable (self, "win.copy-row-of", report);
  enable (self, "win.say-how-far", report);
  enable (self, "win.search", report);
  enable (self, "win.close-details", report);
}

/* The keyboard is on what is done next, or what came of it: whoever hears it is told so. */
static void
place_focus (LcWindow *self)
{
  if (!shows_report (self))
    lc_start_page_focus (self->start_page);
  else if (lc_session_get_running (self->session))
    lc_check_page_focus_stop (self->check_page);
  else
    lc_check_page_focus_verdict (self->check_page);
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
    lc_share_popover_set_report (self->share_popover, lc_window_get_report (self));
  show_site (self);
  show_header (self);
  keep_focus (self);
}

/* Who reads rows meanwhile is not led away from them. */
static void
running_changed_cb (LcWindow *self)
{
  g_autofree char *text = NULL;

  if (self->session == NULL || lc_session_get_running (self->session) || !shows_report (self))
    return;
  if (!lc_check_page_reads_rows (self->check_page)) {
    place_focus (self);
    return;
  }
  text = lc_check_page_describe (self->check_page);
  tell (self, text);
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

/* A sentence over the page. */

static void
hide_message_cb (LcWindow *self)
{
  g_clear_handle_id (&self->message_source, g_source_remove);
  gtk_revealer_set_reveal_child (self->message_revealer, FALSE);
  untell (self);
}

static gboolean
message_over_cb (gpointer user_data)
{
  LcWindow *self = user_data;

  self->message_source = 0;
  hide_message_cb (self);
  return G_SOURCE_REMOVE;
}

/* Opening and saving. */

static void
loaded_cb (LcWindow *self, LcReport *report, const char *name)
{
  /* A check that runs is not ended by looking at something else. */
  if (lc_session_get_running (self->session)) {
    g_signal_emit (self, open_elsewhere_signal, 0, report, name);
    return;
  }
  lc_window_show_saved (self, report, name);
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
  g_signal_connect_object (session, "notify::running", G_CALLBACK (running_changed_cb), self,
                           G_CONNECT_SWAPPED);
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
  g_clear_weak_pointer (&self->told);
  if (self->files != NULL)
    lc_report_files_close (self->files);
  g_clear_object (&self->files);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), LC_TYPE_WINDOW);
  G_OBJECT_CLASS (lc_window_parent_class)->dispose (object);
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
  GTK_WINDOW_CLASS (klass)->close_request = lc_window_close_request;
  open_elsewhere_signal
      = g_signal_new ("open-elsewhere", LC_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, LC_TYPE_REPORT, G_TYPE_STRING);
  g_type_ensure (LC_TYPE_START_PAGE);
  bind_template (GTK_WIDGET_CLASS (klass));
  lc_window_install_actions (GTK_WIDGET_CLASS (klass));
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
  self->files = lc_report_files_new (GTK_WINDOW (self));
  g_signal_connect_object (self->files, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->files, "said", G_CALLBACK (lc_window_say), self,
                           G_CONNECT_SWAPPED);
  self->settings = g_settings_new (LC_APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_drop_target (self);
  lc_window_add_shortcuts (self);
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
  lc_window_show_page (self, "start");
  gtk_widget_add_tick_callback (GTK_WIDGET (self), drawn_cb, NULL, NULL);
  return self;
}

LcSession *
lc_window_get_session (LcWindow *self)
{
  g_return_val_if_fail (LC_IS_WINDOW (self), NULL);

  return self->session;
}

LcReport *
lc_window_get_report (LcWindow *self)
{
  return lc_session_get_report (self->session);
}

void
lc_window_show_page (LcWindow *self, const char *name)
{
  if (g_str_equal (name, "check")) {
    ensure_check_page (self);
    lc_check_page_expect_width (self->check_page, get_page_width (self));
  }
  /* The stack would lead the keyboard on to the first text, and select all of that. */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) != 0)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child_name (self->stack, name);
  /* What was said was said of what was there before. */
  hide_message_cb (self);
  update (self);
  place_focus (self);
}

void
lc_window_show_saved (LcWindow *self, LcReport *report, const char *name)
{
  g_return_if_fail (LC_IS_WINDOW (self));
  g_return_if_fail (LC_IS_REPORT (report));
  g_return_if_fail (name != NULL);

  lc_session_open (self->session, report, name);
  lc_window_show_page (self, "check");
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
  lc_window_show_page (self, "check");
  return TRUE;
}

void
lc_window_check_again (LcWindow *self)
{
  const char *chosen;
  g_autofree char *site = NULL;

  g_return_if_fail (LC_IS_WINDOW (self));

  chosen = shows_report (self) && can_check_site (self)
               ? lc_report_get_site (lc_window_get_report (self))
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

  lc_report_files_open (self->files, file);
}

void
lc_window_say (LcWindow *self, const char *text)
{
  g_return_if_fail (LC_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  gtk_label_set_text (self->message, text);
  tell (self, text);
  gtk_revealer_set_reveal_child (self->message_revealer, TRUE);
  g_clear_handle_id (&self->message_source, g_source_remove);
  self->message_source = g_timeout_add_seconds (MESSAGE_S, message_over_cb, self);
}
