/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-setting-row.h"

struct _LcSettingRow
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *managed;

  GSettings *settings; /* (owned) */
  GtkWidget *control;  /* (unowned) (nullable) a child */
  char *key;           /* (owned) (nullable) */
};

typedef enum
{
  PROP_KEY = 1,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_CONTROL,
} Property;

static GParamSpec *properties[PROP_CONTROL + 1];

G_DEFINE_FINAL_TYPE (LcSettingRow, lc_setting_row, GTK_TYPE_BOX)

static void
show_managed (LcSettingRow *self)
{
  gtk_widget_set_visible (self->managed,
                          self->key != NULL && !g_settings_is_writable (self->settings, self->key));
}

/* The parts come in any order. A key that is locked makes its control insensitive. */
static void
bind (LcSettingRow *self)
{
  if (self->key == NULL || self->control == NULL)
    return;
  g_settings_bind (self->settings, self->key, self->control,
                   GTK_IS_SPIN_BUTTON (self->control) ? "value" : "active",
                   G_SETTINGS_BIND_DEFAULT);
  show_managed (self);
}

static void
describe_control (LcSettingRow *self)
{
  if (self->control == NULL)
    return;
  gtk_label_set_mnemonic_widget (self->title, self->control);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (self->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_text (self->subtitle), -1);
}

static void
set_control (LcSettingRow *self, GtkWidget *control)
{
  g_return_if_fail (self->control == NULL && control != NULL);

  self->control = control;
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), control);
  describe_control (self);
  bind (self);
}

static void
set_key (LcSettingRow *self, const char *key)
{
  g_autofree char *detail = g_strconcat ("writable-changed::", key, NULL);

  g_return_if_fail (self->key == NULL && key != NULL);

  self->key = g_strdup (key);
  g_signal_connect_object (self->settings, detail, G_CALLBACK (show_managed), self,
                           G_CONNECT_SWAPPED);
  bind (self);
}

static void
set_subtitle (LcSettingRow *self, const char *subtitle)
{
  gtk_label_set_text (self->subtitle, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), subtitle != NULL);
  describe_control (self);
}

static void
lc_setting_row_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  LcSettingRow *self = LC_SETTING_ROW (object);

  switch ((Property) property_id) {
  case PROP_KEY:
    g_value_set_string (value, self->key);
    break;
  case PROP_TITLE:
    g_value_set_string (value, gtk_label_get_label (self->title));
    break;
  case PROP_SUBTITLE:
    g_value_set_string (value, gtk_label_get_label (self->subtitle));
    break;
  case PROP_CONTROL:
    g_value_set_object (value, self->control);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
lc_setting_row_set_property (GObject *object,
                             guint property_id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  LcSettingRow *self = LC_SETTING_ROW (object);

  switch ((Property) property_id) {
  case PROP_KEY:
    set_key (self, g_value_get_string (value));
    break;
  case PROP_TITLE:
    gtk_label_set_text_with_mnemonic (self->title, g_value_get_string (value));
    describe_control (self);
    break;
  case PROP_SUBTITLE:
    set_subtitle (self, g_value_get_string (value));
    break;
  case PROP_CONTROL:
    set_control (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
lc_setting_row_dispose (GObject *object)
{
  LcSettingRow *self = LC_SETTING_ROW (object);

  g_clear_object (&self->settings);
  self->control = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), LC_TYPE_SETTING_ROW);
  G_OBJECT_CLASS (lc_setting_row_parent_class)->dispose (object);
}

static void
lc_setting_row_finalize (GObject *object)
{
  LcSettingRow *self = LC_SETTING_ROW (object);

  g_free (self->key);
  G_OBJECT_CLASS (lc_setting_row_parent_class)->finalize (object);
}

static void
lc_setting_row_class_init (LcSettingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lc_setting_row_get_property;
  object_class->set_property = lc_setting_row_set_property;
  object_class->dispose = lc_setting_row_dispose;
  object_class->finalize = lc_setting_row_finalize;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_CONTROL] = g_param_spec_object ("control", NULL, NULL, GTK_TYPE_WIDGET, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/linecheck/Linecheck/lc-setting-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LcSettingRow, title);
  gtk_widget_class_bind_template_child (widget_class, LcSettingRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, LcSettingRow, managed);
}

static void
lc_setting_row_init (LcSettingRow *self)
{
  self->settings = g_settings_new (LC_APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lc_setting_row_new (void)
{
  return g_object_new (LC_TYPE_SETTING_ROW, NULL);
}
