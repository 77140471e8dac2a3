/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-details-pane.h"

#include "app/lc-children.h"
#include "app/lc-details-content.h"
#include "base/lc-text.h"
#include "report/lc-report-words.h"

/* A running row changes many times a second. */
#define REBUILD_MS 100

struct _LcDetailsPane
{
  GtkBox parent_instance;

  GtkWidget *words; /* the number and the title: it takes the focus */
  GtkLabel *number;
  GtkLabel *title;
  GtkBox *content;
  GtkScrolledWindow *scrolled;

  LcReport *report; /* (owned) (nullable) */
  LcRow *row;       /* (owned) (nullable) */
  guint rebuild_source;
};

static guint closed_signal;

G_DEFINE_FINAL_TYPE (LcDetailsPane, lc_details_pane, GTK_TYPE_BOX)

/* What is heard when the heading takes the focus. */
static void
describe_words (LcDetailsPane *self, const char *title)
{
  g_autofree char *seen = lc_row_describe_seen (self->row);
  g_autofree char *text
      = g_strdup_printf ("%s: %s. %s", title, lc_row_get_status_word (self->row), seen);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->words), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (self->number),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
rebuild (LcDetailsPane *self)
{
  g_autofree char *title = NULL;
  g_autofree char *number = NULL;

  g_clear_handle_id (&self->rebuild_source, g_source_remove);
  lc_widget_remove_children (GTK_WIDGET (self->content));
  if (self->row == NULL)
    return;
  number = lc_text_clean (lc_row_get_number (self->row));
  title = lc_row_describe_title (self->row);
  gtk_label_set_text (self->number, number);
  gtk_label_set_text (self->title, title);
  describe_words (self, title);
  lc_details_content_append (self->content, self->report, self->row);
}

static gboolean
rebuild_cb (gpointer user_data)
{
  LcDetailsPane *self = user_data;

  self->rebuild_source = 0;
  rebuild (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (LcDetailsPane *self)
{
  if (self->rebuild_source == 0)
    self->rebuild_source = g_timeout_add (REBUILD_MS, rebuild_cb, self);
}

static void
forget_row (LcDetailsPane *self)
{
  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  if (self->report != NULL)
    g_signal_handlers_disconnect_by_data (self->report, self);
  g_clear_object (&self->row);
  g_clear_object (&self->report);
}

static void
close_cb (LcDetailsPane *self)
{
  g_signal_emit (self, closed_signal, 0);
}

static gboolean
lc_details_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (LC_DETAILS_PANE (widget)->words);
}

static void
lc_details_pane_dispose (GObject *object)
{
  LcDetailsPane *self = LC_DETAILS_PANE (object);

  g_clear_handle_id (&self->rebuild_source, g_source_remove);
  forget_row (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), LC_TYPE_DETAILS_PANE);
  G_OBJECT_CLASS (lc_details_pane_parent_class)->dispose (object);
}

static void
lc_details_pane_class_init (LcDetailsPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_details_pane_dispose;
  widget_class->grab_focus = lc_details_pane_grab_focus;
  closed_signal = g_signal_new ("closed", LC_TYPE_DETAILS_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/linecheck/Linecheck/lc-details-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, LcDetailsPane, words);
  gtk_widget_class_bind_template_child (widget_class, LcDetailsPane, number);
  gtk_widget_class_bind_template_child (widget_class, LcDetailsPane, title);
  gtk_widget_class_bind_template_child (widget_class, LcDetailsPane, content);
  gtk_widget_class_bind_template_child (widget_class, LcDetailsPane, scrolled);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
lc_details_pane_init (LcDetailsPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lc_details_pane_new (void)
{
  return g_object_new (LC_TYPE_DETAILS_PANE, NULL);
}

void
lc_details_pane_set_row (LcDetailsPane *self, LcReport *report, LcRow *row)
{
  g_return_if_fail (LC_IS_DETAILS_PANE (self));
  g_return_if_fail ((report == NULL) == (row == NULL));

  if (self->row == row)
    return;
  forget_row (self);
  if (row != NULL) {
    self->report = g_object_ref (report);
    self->row = g_object_ref (row);
    g_signal_connect_swapped (row, "notify", G_CALLBACK (changed_cb), self);
    g_signal_connect_swapped (report, "diagnosed", G_CALLBACK (changed_cb), self);
  }
  rebuild (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}
