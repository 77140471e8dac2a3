/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-finding-card.h"

#include <glib/gi18n-lib.h>

#include "app/lc-flow.h"
#include "app/lc-status-look.h"
#include "app/lc-text-size.h"
#include "app/lc-tooltip.h"
#include "base/lc-text.h"
#include "report/lc-report-words.h"

#define ROW_ID "lc-row-id" /* a row's button knows its row */

struct _LcFindingCard
{
  GtkGrid parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *kind;
  GtkWidget *remedy_box;
  GtkLabel *remedy;
  GtkWidget *request;
  GtkExpander *expander;
  GtkBox *more; /* filled when it is first looked at */

  LcReport *report;         /* (owned) */
  GPtrArray *findings;      /* (owned) the report's, for the next two */
  const LcFinding *finding; /* (unowned) */
  GPtrArray *folded;        /* (owned) (element-type LcFinding): borrowed ones */
};

static guint row_pressed_signal;

G_DEFINE_FINAL_TYPE (LcFindingCard, lc_finding_card, GTK_TYPE_GRID)

static GtkWidget *
make_text (const char *text, const char *style)
{
  GtkWidget *label = lc_label_new (text, style);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  return label;
}

static void
append_text (LcFindingCard *self, const char *text, const char *style)
{
  if (text != NULL && *text != '\0')
    gtk_box_append (self->more, make_text (text, style));
}

static void
append_evidence (LcFindingCard *self, GPtrArray *evidence)
{
  for (guint i = 0; i < evidence->len; i++) {
    GtkWidget *bullet = gtk_label_new ("•");
    GtkWidget *text = make_text (g_ptr_array_index (evidence, i), NULL);

    gtk_widget_set_hexpand (text, TRUE);
    gtk_widget_set_valign (bullet, GTK_ALIGN_START);
    gtk_box_append (self->more, lc_line_new (bullet, text, 6));
  }
}

static void
row_clicked_cb (LcFindingCard *self, GtkButton *button)
{
  g_signal_emit (self, row_pressed_signal, 0, g_object_get_data (G_OBJECT (button), ROW_ID));
}

static GtkWidget *
make_row_button (LcFindingCard *self, LcRow *row)
{
  g_autofree char *number = lc_text_clean (lc_row_get_number (row));
  g_autofree char *host = lc_text_clean (lc_row_get_host (row));
  g_autofree char *port = lc_row_describe_port (row);
  g_autofree char *tip = g_strdup_printf ("%s, %s", host, port);
  GtkWidget *button = gtk_button_new_with_label (number);

  g_object_set_data_full (G_OBJECT (button), ROW_ID, g_strdup (lc_row_get_id (row)), g_free);
  lc_tooltip_set_text (button, tip);
  gtk_widget_add_css_class (button, "lc-row-button");
  g_signal_connect_object (button, "clicked", G_CALLBACK (row_clicked_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static void
append_rows (LcFindingCard *self, GPtrArray *ids)
{
  GtkWidget *flow;

  if (ids->len == 0)
    return;
  append_text (self, _ ("Rows"), "heading");
  flow = lc_flow_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (flow), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Rows"),
                                  -1);
  for (guint i = 0; i < ids->len; i++) {
    LcRow *row = lc_report_find_row (self->report, g_ptr_array_index (ids, i));

    if (row != NULL)
      lc_flow_append (LC_FLOW (flow), make_row_button (self, row));
  }
  gtk_box_append (self->more, flow);
}

static void
append_folded (LcFindingCard *self)
{
  if (self->folded->len == 0)
    return;
  append_text (self, _ ("Also seen, for the same reason"), "heading");
  for (guint i = 0; i < self->folded->len; i++) {
    const LcFinding *finding = g_ptr_array_index (self->folded, i);

    append_text (self, finding->title, NULL);
    append_text (self, finding->detail, "dim-label");
  }
}

static void
expanded_cb (LcFindingCard *self)
{
  if (gtk_widget_get_first_child (GTK_WIDGET (self->more)) != NULL)
    return;
  append_text (self, self->finding->detail, NULL);
  append_evidence (self, self->finding->evidence);
  append_rows (self, self->finding->rows);
  append_folded (self);
}

static gboolean
has_more (LcFindingCard *self)
{
  const LcFinding *finding = self->finding;

  return (finding->detail != NULL && *finding->detail != '\0') || finding->evidence->len > 0
         || finding->rows->len > 0 || self->folded->len > 0;
}

static void
lc_finding_card_dispose (GObject *object)
{
  LcFindingCard *self = LC_FINDING_CARD (object);

  g_clear_object (&self->report);
  g_clear_pointer (&self->folded, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), LC_TYPE_FINDING_CARD);
  G_OBJECT_CLASS (lc_finding_card_parent_class)->dispose (object);
}

static void
lc_finding_card_class_init (LcFindingCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_finding_card_dispose;
  row_pressed_signal = g_signal_new ("row-pressed", LC_TYPE_FINDING_CARD, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/linecheck/Linecheck/lc-finding-card.ui");
  gtk_widget_class_bind_template_child (widget_class, LcFindingCard, icon);
  gtk_widget_class_bind_template_child (widget_class, LcFindingCard, title);
  gtk_widget_class_bind_template_child (widget_class, LcFindingCard, kind);
  gtk_widget_class_bind_template_child (widget_class, LcFindingCard, remedy_box);
  gtk_widget_class_bind_template_child (widget_class, LcFindingCard, remedy);
  gtk_widget_class_bind_template_child (widget_class, LcFindingCard, request);
  gtk_widget_class_bind_template_child (widget_class, LcFindingCard, expander);
  gtk_widget_class_bind_template_child (widget_class, LcFindingCard, more);
  gtk_widget_class_bind_template_callback (widget_class, expanded_cb);
}

static void
lc_finding_card_init (LcFindingCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lc_finding_card_new (LcReport *report, const LcFinding *finding, GPtrArray *folded)
{
  LcFindingCard *self = g_object_new (LC_TYPE_FINDING_CARD, NULL);
  g_autofree char *title = lc_text_clean (finding->title);
  g_autofree char *kind = lc_finding_describe_kind (finding);
  g_autofree char *remedy = lc_text_clean (finding->remedy);

  self->report = g_object_ref (report);
  self->findings = g_ptr_array_ref (lc_report_get_findings (report));
  self->finding = finding;
  self->folded = g_ptr_array_ref (folded);
  gtk_image_set_from_icon_name (self->icon, lc_severity_get_icon (finding->severity));
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), lc_severity_get_style (finding->severity));
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->kind, kind);
  gtk_label_set_text (self->remedy, remedy);
  gtk_widget_set_visible (self->remedy_box, *remedy != '\0');
  gtk_widget_set_visible (self->request, finding->owner == LC_OWNER_FIREWALL);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), has_more (self));
  return GTK_WIDGET (self);
}
