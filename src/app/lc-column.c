/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-column.h"

#include "app/lc-text-size.h"

#define MAX_EMS 42 /* in units of the text's size, so that larger text has its room */

struct _LcColumn
{
  GtkWidget parent_instance;

  GtkWidget *child; /* (nullable) a child */
};

typedef enum
{
  PROP_CHILD = 1,
} Property;

static GParamSpec *properties[PROP_CHILD + 1];

G_DEFINE_FINAL_TYPE (LcColumn, lc_column, GTK_TYPE_WIDGET)

static int
get_child_width (LcColumn *self, int width)
{
  int minimum;

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return MAX (minimum, MIN (width, MAX_EMS * lc_widget_get_em (GTK_WIDGET (self))));
}

static void
lc_column_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  LcColumn *self = LC_COLUMN (widget);

  if (self->child == NULL)
    return;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    for_size = get_child_width (self, for_size);
  else
    for_size = -1;
  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
}

static GtkSizeRequestMode
lc_column_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
lc_column_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LcColumn *self = LC_COLUMN (widget);
  GtkAllocation allocation = { 0, 0, 0, 0 };
  int natural;

  if (self->child == NULL)
    return;
  allocation.width = get_child_width (self, width);
  allocation.x = (width - allocation.width) / 2;
  /* An alignment of the child's own would ask its texts how narrow they can be made,
   * which they find out by trying. */
  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, allocation.width, NULL, &natural, NULL,
                      NULL);
  allocation.height = MIN (height, natural);
  allocation.y = (height - allocation.height) / 2;
  gtk_widget_size_allocate (self->child, &allocation, -1);
}

static void
lc_column_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch ((Property) property_id) {
  case PROP_CHILD:
    g_value_set_object (value, LC_COLUMN (object)->child);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
lc_column_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  switch ((Property) property_id) {
  case PROP_CHILD:
    lc_column_set_child (LC_COLUMN (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
lc_column_dispose (GObject *object)
{
  LcColumn *self = LC_COLUMN (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (lc_column_parent_class)->dispose (object);
}

static void
lc_column_class_init (LcColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lc_column_get_property;
  object_class->set_property = lc_column_set_property;
  object_class->dispose = lc_column_dispose;
  widget_class->measure = lc_column_measure;
  widget_class->get_request_mode = lc_column_get_request_mode;
  widget_class->size_allocate = lc_column_size_allocate;
  properties[PROP_CHILD]
      = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lc_column_init (LcColumn *self)
{
}

GtkWidget *
lc_column_new (void)
{
  return g_object_new (LC_TYPE_COLUMN, NULL);
}

void
lc_column_set_child (LcColumn *self, GtkWidget *child)
{
  g_return_if_fail (LC_IS_COLUMN (self));
  g_return_if_fail (child == NULL || GTK_IS_WIDGET (child));

  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}
