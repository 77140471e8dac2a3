/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-verdict-bar.h"

#include <glib/gi18n-lib.h>

#include "app/lc-children.h"
#include "app/lc-flow.h"
#include "app/lc-status-look.h"
#include "app/lc-tooltip.h"
#include "base/lc-text.h"
#include "report/lc-report-words.h"

struct _LcVerdictBar
{
  GtkBox parent_instance;

  GtkImage *icon;
  GtkWidget *words; /* the title, the text and the note: it takes the focus */
  GtkLabel *title;
  GtkLabel *text;
  GtkProgressBar *progress;
  GtkLabel *note;
  GtkWidget *stop;
  LcFlow *capabilities;

  LcSession *session; /* (owned) */
  LcReport *report;   /* (owned) (nullable) whose signals are connected */
};

G_DEFINE_FINAL_TYPE (LcVerdictBar, lc_verdict_bar, GTK_TYPE_BOX)

static void
show_label (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
set_style (LcVerdictBar *self, const char *style)
{
  lc_widget_set_status_style (GTK_WIDGET (self), style);
  lc_widget_set_status_style (GTK_WIDGET (self->icon), style);
}

/* "17 of 41 · US-17: …": tells how far, and that something happens. */
static char *
describe_progress (LcReport *report)
{
  const char *activity = lc_report_get_activity (report);
  g_autofree char *clean = lc_text_clean (activity);
  g_autofree char *done
      /* Translators: how many rows have ended, of how many. */
      = g_strdup_printf (_ ("%u of %u"), lc_report_get_progress (report),
                         lc_report_get_n_rows (report));

  if (*clean == '\0')
    return g_steal_pointer (&done);
  return g_strdup_printf ("%s · %s", done, clean);
}

static void
show_running (LcVerdictBar *self)
{
  g_autofree char *site = lc_report_describe_site (self->report);
  /* Translators: a site, as “United States”. */
  g_autofree char *title = g_strdup_printf (_ ("Checking %s…"), site);
  g_autofree char *text = describe_progress (self->report);
  guint n = MAX (1, lc_report_get_n_rows (self->report));

  gtk_image_set_from_icon_name (self->icon, lc_row_get_icon (LC_ROW_RUNNING, LC_STATUS_CANCELLED));
  set_style (self, "lc-running");
  gtk_label_set_text (self->title, title);
  show_label (self->text, text);
  gtk_progress_bar_set_fraction (self->progress,
                                 (double) lc_report_get_progress (self->report) / n);
  show_label (self->note, "");
}

static const char *
describe_state (LcReport *report)
{
  if (lc_report_get_preliminary (report))
    return _ ("This is a first result: Linecheck is still finding out where it stops…");
  if (!lc_report_get_complete (report))
    return _ ("The check was stopped before its end: this is what is known so far.");
  return "";
}

static void
show_verdict (LcVerdictBar *self)
{
  LcVerdict verdict = lc_report_get_verdict (self->report);
  g_autofree char *summary = lc_text_clean (lc_report_get_summary (self->report));

  gtk_image_set_from_icon_name (self->icon, lc_verdict_get_icon (verdict));
  set_style (self, lc_verdict_get_style (verdict));
  gtk_label_set_text (self->title, lc_verdict_get_label (verdict));
  show_label (self->text, summary);
  show_label (self->note, describe_state (self->report));
}

static char *
describe_capability (const LcCapability *capability)
{
  g_autofree char *title = lc_capability_describe_title (capability);

  return lc_describe_labelled (title, lc_status_get_label (capability->status));
}

static GtkWidget *
make_capability (const LcCapability *capability)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "spacing", 6, "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
  GtkWidget *icon
      = g_object_new (GTK_TYPE_IMAGE, "icon-name", lc_status_get_icon (capability->status),
                      "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  g_autofree char *text = describe_capability (capability);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (icon, "lc-status-icon");
  gtk_widget_add_css_class (icon, lc_status_get_style (capability->status));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  lc_tooltip_set_text (label, text);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "lc-capability");
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return box;
}

static void
show_capabilities (LcVerdictBar *self)
{
  GPtrArray *capabilities = lc_report_get_capabilities (self->report);

  lc_widget_remove_children (GTK_WIDGET (self->capabilities));
  for (guint i = 0; i < capabilities->len; i++)
    lc_flow_append (self->capabilities, make_capability (g_ptr_array_index (capabilities, i)));
}

/* Whoever hears it has it all where the focus is: a change elsewhere says nothing on GTK 4.8. */
static void
describe_words (LcVerdictBar *self)
{
  const char *text = gtk_label_get_text (self->text);
  const char *note = gtk_label_get_text (self->note);
  g_autofree char *both = g_strstrip (g_strdup_printf ("%s %s", text, note));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->words), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (self->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, both, -1);
}

static void
update (LcVerdictBar *self)
{
  gboolean running = lc_session_get_running (self->session);
  gboolean concluded;

  if (self->report == NULL)
    return;
  concluded = !running || lc_report_get_preliminary (self->report);
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), !concluded);
  gtk_widget_set_visible (GTK_WIDGET (self->capabilities),
                          concluded && lc_report_get_capabilities (self->report)->len > 0);
  if (concluded)
    show_verdict (self);
  else
    show_running (self);
  describe_words (self);
}

static void
diagnosed_cb (LcVerdictBar *self)
{
  show_capabilities (self);
  update (self);
}

static void
disconnect_report (LcVerdictBar *self)
{
  if (self->report != NULL)
    g_signal_handlers_disconnect_by_data (self->report, self);
  g_clear_object (&self->report);
}

static void
report_changed_cb (LcVerdictBar *self)
{
  disconnect_report (self);
  if (!g_set_object (&self->report, lc_session_get_report (self->session)))
    return;
  g_signal_connect_swapped (self->report, "notify", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->report, "diagnosed", G_CALLBACK (diagnosed_cb), self);
  diagnosed_cb (self);
}

static gboolean
lc_verdict_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (LC_VERDICT_BAR (widget)->words);
}

static void
lc_verdict_bar_dispose (GObject *object)
{
  LcVerdictBar *self = LC_VERDICT_BAR (object);

  disconnect_report (self);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), LC_TYPE_VERDICT_BAR);
  G_OBJECT_CLASS (lc_verdict_bar_parent_class)->dispose (object);
}

static void
lc_verdict_bar_class_init (LcVerdictBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_verdict_bar_dispose;
  widget_class->grab_focus = lc_verdict_bar_grab_focus;
  g_type_ensure (LC_TYPE_FLOW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/linecheck/Linecheck/lc-verdict-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, LcVerdictBar, icon);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictBar, words);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictBar, title);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictBar, text);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictBar, progress);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictBar, note);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictBar, stop);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictBar, capabilities);
}

static void
lc_verdict_bar_init (LcVerdictBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lc_verdict_bar_new (void)
{
  return g_object_new (LC_TYPE_VERDICT_BAR, NULL);
}

void
lc_verdict_bar_set_session (LcVerdictBar *self, LcSession *session)
{
  g_return_if_fail (LC_IS_VERDICT_BAR (self));
  g_return_if_fail (LC_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::report", G_CALLBACK (report_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::running", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  report_changed_cb (self);
}

void
lc_verdict_bar_focus_stop (LcVerdictBar *self)
{
  g_return_if_fail (LC_IS_VERDICT_BAR (self));

  gtk_widget_grab_focus (self->stop);
}

char *
lc_verdict_bar_describe (LcVerdictBar *self)
{
  g_return_val_if_fail (LC_IS_VERDICT_BAR (self), NULL);

  return g_strstrip (
      g_strdup_printf ("%s %s", gtk_label_get_text (self->title), gtk_label_get_text (self->text)));
}
