/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "app/lc-areas.h"
#include "app/lc-print.h"
#include "app/lc-report-io.h"
#include "app/lc-row-cells.h"
#include "app/lc-row-filter.h"
#include "app/lc-row-table.h"
#include "app/lc-window-private.h"

static void
open_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  lc_report_files_choose (LC_WINDOW (widget)->files);
}

static void
open_uri_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  lc_window_open_file (LC_WINDOW (widget), file);
}

static void
save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);

  lc_report_files_save (self->files, self->share_popover, lc_window_get_report (self));
}

static void
save_request_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);

  lc_report_files_save_request (self->files, self->share_popover, lc_window_get_report (self));
}

static void
print_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  g_autoptr (LcReport) report = lc_report_files_dup_shared (self->files, self->share_popover);
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
  g_autoptr (GPtrArray) ids = lc_window_collect_problems (lc_window_get_report (self));

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
  lc_window_show_page (LC_WINDOW (widget), "start");
}

/* Back to what was there before a saved report was opened. */
static void
close_saved_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);

  lc_session_close (self->session);
  lc_window_show_page (self, lc_window_get_report (self) != NULL ? "check" : "start");
}

static void
copy_summary_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  g_autoptr (LcReport) report = lc_report_files_dup_shared (self->files, self->share_popover);
  g_autofree char *text = NULL;

  if (report == NULL)
    return;
  text = lc_report_summarize (report);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  lc_window_say (self, _ ("The summary is on the clipboard."));
}

static void
copy_row (LcWindow *self, LcRow *row)
{
  g_autofree char *text = lc_row_describe_line (row);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  lc_window_say (self, _ ("The row is on the clipboard."));
}

static void
copy_row_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);

  copy_row (self, lc_check_page_get_row (self->check_page));
}

static void
copy_row_of_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  LcRow *row
      = lc_report_find_row (lc_window_get_report (self), g_variant_get_string (parameter, NULL));

  if (row != NULL)
    copy_row (self, row);
}

/* Nobody is told of each step: whoever does not see it asks. */
static void
say_how_far_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  g_autofree char *text = lc_check_page_describe (self->check_page);

  lc_window_say (self, text);
}

static void
move_area (LcWindow *self, int step)
{
  g_autoptr (GPtrArray) areas = g_ptr_array_new ();

  g_ptr_array_add (areas, gtk_window_get_titlebar (GTK_WINDOW (self)));
  g_ptr_array_add (areas, self->start_page);
  if (self->check_page != NULL)
    lc_check_page_list_areas (self->check_page, areas);
  lc_areas_move (areas, gtk_window_get_focus (GTK_WINDOW (self)), step);
}

static void
next_area_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_area (LC_WINDOW (widget), 1);
}

static void
previous_area_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_area (LC_WINDOW (widget), -1);
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

GPtrArray *
lc_window_collect_problems (LcReport *report)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; report != NULL && i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (lc_row_is_problem (row))
      g_ptr_array_add (ids, (char *) lc_row_get_id (row));
  }
  return ids;
}

static const struct
{
  const char *name;
  const char *parameter;
  GtkWidgetActionActivateFunc activate;
  const char *key; /* (nullable) */
} actions[] = {
  { "win.start-check", NULL, start_check_action, NULL },
  { "win.check-site", "s", check_site_action, NULL },
  { "win.check-again", NULL, check_again_action, "F5" },
  { "win.check-failed", NULL, check_failed_action, "<Shift>F5" },
  { "win.check-row", NULL, check_row_action, "<Control>F5" },
  { "win.stop", NULL, stop_action, "<Control>period" },
  { "win.show-start", NULL, show_start_action, "<Alt>Home" },
  { "win.open-uri", "s", open_uri_action, NULL },
  { "win.close-saved", NULL, close_saved_action, NULL },
  { "win.open", NULL, open_action, "<Control>o" },
  { "win.save", NULL, save_action, "<Control>s" },
  { "win.save-firewall-request", NULL, save_request_action, NULL },
  { "win.print", NULL, print_action, "<Control>p" },
  { "win.copy-summary", NULL, copy_summary_action, "<Control><Shift>c" },
  { "win.copy-row", NULL, copy_row_action, "<Control><Shift>r" },
  { "win.copy-row-of", "s", copy_row_of_action, NULL },
  { "win.say-how-far", NULL, say_how_far_action, "F2" },
  { "win.next-area", NULL, next_area_action, "F6" },
  { "win.previous-area", NULL, previous_area_action, "<Shift>F6" },
  { "win.search", NULL, search_action, "<Control>f" },
  { "win.show-help-overlay", NULL, show_shortcuts_action, NULL },
  { "win.close-details", NULL, close_details_action, NULL },
};

void
lc_window_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
  /* After whatever has the focus, which may have something of its own to close. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.close-details", NULL);
}

void
lc_window_add_shortcuts (LcWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* Before whatever has the focus: a text that can be selected keeps Ctrl+F, among others. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].key != NULL)
      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (controller),
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (actions[i].key),
                            gtk_named_action_new (actions[i].name)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
