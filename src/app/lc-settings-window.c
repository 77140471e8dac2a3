/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-settings-window.h"

#include "app/lc-catalog-pane.h"
#include "app/lc-setting-row.h"

struct _LcSettingsWindow
{
  GtkWindow parent_instance;

  LcCatalogPane *catalog;
  GtkWidget *timeout;
};

G_DEFINE_FINAL_TYPE (LcSettingsWindow, lc_settings_window, GTK_TYPE_WINDOW)

static void
lc_settings_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LC_TYPE_SETTINGS_WINDOW);
  G_OBJECT_CLASS (lc_settings_window_parent_class)->dispose (object);
}

static void
lc_settings_window_class_init (LcSettingsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_settings_window_dispose;
  g_type_ensure (LC_TYPE_SETTING_ROW);
  g_type_ensure (LC_TYPE_CATALOG_PANE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/linecheck/Linecheck/lc-settings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LcSettingsWindow, catalog);
  gtk_widget_class_bind_template_child (widget_class, LcSettingsWindow, timeout);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lc_settings_window_init (LcSettingsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* GTK would begin with the second one. */
  gtk_widget_grab_focus (self->timeout);
}

GtkWidget *
lc_settings_window_new (GtkWindow *parent, LcCatalogStore *store)
{
  LcSettingsWindow *self = g_object_new (LC_TYPE_SETTINGS_WINDOW, "transient-for", parent, NULL);

  lc_catalog_pane_set_store (self->catalog, store);
  return GTK_WIDGET (self);
}
