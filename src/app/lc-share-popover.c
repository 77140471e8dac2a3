/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-share-popover.h"

#include <glib/gi18n-lib.h>

#include "base/lc-text.h"
#include "report/lc-redact.h"

struct _LcSharePopover
{
  GtkPopover parent_instance;

  GtkWidget *nothing;
  GtkWidget *identifying;
  GtkLabel *what;
  GtkGrid *list;
  GtkWidget *names;
  GtkWidget *local;
  GtkWidget *public;

  GSettings *settings; /* (owned) */
  LcReport *report;    /* (owned) (nullable) */
  guint offered;       /* bits of the kinds that a dialog offers to leave out */
};

G_DEFINE_FINAL_TYPE (LcSharePopover, lc_share_popover, GTK_TYPE_POPOVER)

/* Settings of whether identities are left out, by their kind. */
static const char *const keys[] = {
  [LC_IDENTITY_NAME] = "leave-out-names",
  [LC_IDENTITY_LOCAL] = "leave-out-local",
  [LC_IDENTITY_PUBLIC] = "leave-out-public",
};

static gboolean
is_left_out (LcSharePopover *self, LcIdentityKind kind)
{
  return g_settings_get_boolean (self->settings, keys[kind]);
}

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

    gboolean left_out = is_left_out (self, identity->kind);

    gtk_grid_attach (self->list, make_cell (identity->value, NULL), 0, (int) i, 1, 1);
    gtk_grid_attach (self->list,
                     /* Translators: a name or an address that is not left out. */
                     make_cell (left_out ? identity->token : _ ("stays"), "dim-label"), 1, (int) i,
                     1, 1);
  }
}

static gboolean
has_kind (GPtrArray *identities, guint kind)
{
  for (guint i = 0; i < identities->len; i++) {
    const LcIdentity *identity = g_ptr_array_index (identities, i);

    if (identity->kind == kind)
      return TRUE;
  }
  return FALSE;
}

/* What is not in it needs no decision. */
static void
show_kinds (LcSharePopover *self, GPtrArray *identities)
{
  GtkWidget *const buttons[] = {
    [LC_IDENTITY_NAME] = self->names,
    [LC_IDENTITY_LOCAL] = self->local,
    [LC_IDENTITY_PUBLIC] = self->public,
  };

  for (guint i = LC_IDENTITY_NAME; i < G_N_ELEMENTS (buttons); i++)
    gtk_widget_set_visible (buttons[i], has_kind (identities, i));
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
  show_kinds (self, identities);
  fill_list (self, identities);
}

static void
show_cb (LcSharePopover *self)
{
  show_identities (self);
}

/* The list says what stays. */
static void
settings_changed_cb (LcSharePopover *self, const char *key)
{
  if (g_str_has_prefix (key, "leave-out-") && gtk_widget_get_visible (GTK_WIDGET (self)))
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
  gtk_widget_dispose_template (GTK_WIDGET (object), LC_TYPE_SHARE_POPOVER);
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
  gtk_widget_class_bind_template_child (widget_class, LcSharePopover, names);
  gtk_widget_class_bind_template_child (widget_class, LcSharePopover, local);
  gtk_widget_class_bind_template_child (widget_class, LcSharePopover, public);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
lc_share_popover_init (LcSharePopover *self)
{
  self->settings = g_settings_new (LC_APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_settings_bind (self->settings, "leave-out-names", self->names, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "leave-out-local", self->local, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "leave-out-public", self->public, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
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

void
lc_share_popover_add_choices (LcSharePopover *self, GtkFileChooser *chooser)
{
  static const char *const labels[] = {
    [LC_IDENTITY_NAME] = N_ ("Leave out names"),
    [LC_IDENTITY_LOCAL] = N_ ("Leave out addresses inside your network"),
    [LC_IDENTITY_PUBLIC] = N_ ("Leave out your address on the internet"),
  };
  g_autoptr (GPtrArray) identities = NULL;

  g_return_if_fail (LC_IS_SHARE_POPOVER (self));
  g_return_if_fail (GTK_IS_FILE_CHOOSER (chooser));
  g_return_if_fail (self->report != NULL);

  identities = find_identities (self);
  self->offered = 0;
  for (guint i = LC_IDENTITY_NAME; i < G_N_ELEMENTS (keys); i++) {
    if (!has_kind (identities, i) || !g_settings_is_writable (self->settings, keys[i]))
      continue;
    self->offered |= 1u << i;
    gtk_file_chooser_add_choice (chooser, keys[i], _ (labels[i]), NULL, NULL);
    gtk_file_chooser_set_choice (chooser, keys[i], is_left_out (self, i) ? "true" : "false");
  }
}

void
lc_share_popover_take_choices (LcSharePopover *self, GtkFileChooser *chooser)
{
  g_return_if_fail (LC_IS_SHARE_POPOVER (self));
  g_return_if_fail (GTK_IS_FILE_CHOOSER (chooser));

  for (guint i = LC_IDENTITY_NAME; i < G_N_ELEMENTS (keys); i++) {
    gboolean leave_out;

    if ((self->offered & 1u << i) == 0)
      continue;
    leave_out = g_strcmp0 (gtk_file_chooser_get_choice (chooser, keys[i]), "true") == 0;
    /* One who changes nothing still follows what an administrator gives as the default. */
    if (leave_out != is_left_out (self, i))
      g_settings_set_boolean (self->settings, keys[i], leave_out);
  }
}

LcReport *
lc_share_popover_dup_report (LcSharePopover *self, GError **error)
{
  g_autoptr (GPtrArray) identities = NULL;

  g_return_val_if_fail (LC_IS_SHARE_POPOVER (self), NULL);
  g_return_val_if_fail (self->report != NULL, NULL);

  identities = find_identities (self);
  for (guint i = identities->len; i > 0; i--) {
    const LcIdentity *identity = g_ptr_array_index (identities, i - 1);

    if (!is_left_out (self, identity->kind))
      g_ptr_array_remove_index (identities, i - 1);
  }
  if (identities->len == 0)
    return g_object_ref (self->report);
  return lc_report_redact (self->report, identities, error);
}
