/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-share-popover.h"

#include <glib/gi18n-lib.h>

#include "report/lc-redact.h"
#include "report/lc-text.h"

struct _LcSharePopover
{
  GtkPopover parent_instance;

  GtkWidget *nothing;
  GtkWidget *identifying;
  GtkLabel *what;
  GtkGrid *list;
  GtkCheckButton *leave_out;

  GSettings *settings; /* (owned) */
  LcReport *report;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LcSharePopover, lc_share_popover, GTK_TYPE_POPOVER)

static GPtrArray *
find_identities (LcSharePopover *self)
{
  const char *const names[] = { g_get_host_name (), g_get_user_name (), g_get_real_name (), NULL };

  return lc_report_find_identities (self->report, names);
}

static GtkWidget *
make_cell (const char *text, const char *style)
{
  g_autofree char *clean = lc_text_clean (text);
  GtkWidget *label = gtk_label_new (clean);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_add_css_class (label, "lc-numeric");
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
fill_list (LcSharePopover *self, GPtrArray *identities)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_grid_remove (self->list, child);
  for (guint i = 0; i < identities->len; i++) {
    const LcIdentity *identity = g_ptr_array_index (identities, i);

    gtk_grid_attach (self->list, make_cell (identity->value, NULL), 0, (int) i, 1, 1);
    gtk_grid_attach (self->list, make_cell (identity->token, "dim-label"), 1, (int) i, 1, 1);
  }
}

static void
show_identities (LcSharePopover *self)
{
  g_autoptr (GPtrArray) identities = NULL;
  g_autofree char *what = NULL;

  if (self->report == NULL)
    return;
  identities = find_identities (self);
  gtk_widget_set_visible (self->nothing, identities->len == 0);
  gtk_widget_set_visible (self->identifying, identities->len > 0);
  /* Translators: a number of names and addresses. */
  what = g_strdup_printf (ngettext ("The report has %u name or address of your network in it.",
                                    "The report has %u names and addresses of your network in it.",
                                    identities->len),
                          identities->len);
  gtk_label_set_text (self->what, what);
  fill_list (self, identities);
}

static void
show_cb (LcSharePopover *self)
{
  show_identities (self);
}

static void
clicked_cb (LcSharePopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
lc_share_popover_dispose (GObject *object)
{
  LcSharePopover *self = LC_SHARE_POPOVER (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->report);
  gtk_popover_set_child (GTK_POPOVER (self), NULL);
  G_OBJECT_CLASS (lc_share_popover_parent_class)->dispose (object);
}

static void
lc_share_popover_class_init (LcSharePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_share_popover_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/linecheck/Linecheck/lc-share-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, LcSharePopover, nothing);
  gtk_widget_class_bind_template_child (widget_class, LcSharePopover, identifying);
  gtk_widget_class_bind_template_child (widget_class, LcSharePopover, what);
  gtk_widget_class_bind_template_child (widget_class, LcSharePopover, list);
  gtk_widget_class_bind_template_child (widget_class, LcSharePopover, leave_out);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
lc_share_popover_init (LcSharePopover *self)
{
  self->settings = g_settings_new (LC_APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_settings_bind (self->settings, "redact", self->leave_out, "active", G_SETTINGS_BIND_DEFAULT);
}

GtkWidget *
lc_share_popover_new (void)
{
  return g_object_new (LC_TYPE_SHARE_POPOVER, NULL);
}

void
lc_share_popover_set_report (LcSharePopover *self, LcReport *report)
{
  g_return_if_fail (LC_IS_SHARE_POPOVER (self));
  g_return_if_fail (report == NULL || LC_IS_REPORT (report));

  g_set_object (&self->report, report);
}

LcReport *
lc_share_popover_dup_report (LcSharePopover *self, GError **error)
{
  g_autoptr (GPtrArray) identities = NULL;

  g_return_val_if_fail (LC_IS_SHARE_POPOVER (self), NULL);
  g_return_val_if_fail (self->report != NULL, NULL);

  if (!g_settings_get_boolean (self->settings, "redact"))
    return g_object_ref (self->report);
  identities = find_identities (self);
  return lc_report_redact (self->report, identities, error);
}
