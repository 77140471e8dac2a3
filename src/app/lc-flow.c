/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-flow.h"

#include "app/lc-children.h"

#define SPACING 6 /* pixels between children, and between lines */

struct _LcFlow
{
  GtkWidget parent_instance;

  guint max_columns;
};

typedef enum
{
  PROP_MAX_COLUMNS = 1,
} Property;

static GParamSpec *properties[PROP_MAX_COLUMNS + 1];

G_DEFINE_FINAL_TYPE (LcFlow, lc_flow, GTK_TYPE_WIDGET)

/* The widest of what the children need, and of what they would like. */
static void
measure_widest (LcFlow *self, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int child_minimum = 0;
    int child_natural = 0;

    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL,
                        NULL);
    *minimum = MAX (*minimum, child_minimum);
    *natural = MAX (*natural, child_natural);
  }
}

/* How wide each of equal columns is; 0: they are not equal. */
static int
get_column_width (LcFlow *self, int width)
{
  int minimum;
  int natural;
  int columns;

  if (self->max_columns == 0)
    return 0;
  measure_widest (self, &minimum, &natural);
  columns = CLAMP ((width + SPACING) / (natural + SPACING), 1, (int) self->max_columns);
  return MAX (minimum, (width - (columns - 1) * SPACING) / columns);
}

static int
get_child_width (GtkWidget *child, int column_width, int width)
{
  int minimum = 0;
  int natural = 0;

  if (column_width > 0)
    return column_width;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, width));
}

static void
allocate_child (LcFlow *self, GtkWidget *child, GdkRectangle place, int width)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    place.x = width - place.x - place.width;
  gtk_widget_size_allocate (child, &place, -1);
}

/* The children of one line, from @first on, are placed at @y where @allocate says so.
 * Returns: (nullable): the first child of the next line. */
static GtkWidget *
lay_line (LcFlow *self, GtkWidget *first, int width, int y, int *height, gboolean allocate)
{
  int column_width = get_column_width (self, width);
  GtkWidget *child;
  int x = 0;

  *height = 0;
  for (child = first; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    int child_width = get_child_width (child, column_width, width);
    int child_height = 0;

    if (child != first && x + child_width > width)
      break;
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL,
                        NULL);
    if (allocate)
      allocate_child (self, child, (GdkRectangle){ x, y, child_width, child_height }, width);
    *height = MAX (*height, child_height);
    x += child_width + SPACING;
  }
  return child;
}

/* Returns: the height of all lines. */
static int
lay_out (LcFlow *self, int width, gboolean allocate)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
  int y = 0;

  while (child != NULL) {
    int height;

    child = lay_line (self, child, width, y, &height, allocate);
    y += height + (child != NULL ? SPACING : 0);
  }
  return y;
}

static void
measure_width (LcFlow *self, int *minimum, int *natural)
{
  int widest;
  int n = 0;

  measure_widest (self, minimum, &widest);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n++;
  if (self->max_columns > 0)
    n = MIN (n, (int) self->max_columns);
  *natural = n * widest + MAX (0, n - 1) * SPACING;
}

static void
lc_flow_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  LcFlow *self = LC_FLOW (widget);
  int narrowest;
  int width;

  measure_width (self, &narrowest, &width);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = narrowest;
    *natural = width;
    return;
  }
  *minimum = *natural = lay_out (self, for_size >= 0 ? MAX (for_size, narrowest) : width, FALSE);
}

static void
lc_flow_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (LC_FLOW (widget), width, TRUE);
}

static GtkSizeRequestMode
lc_flow_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
lc_flow_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  LcFlow *self = LC_FLOW (object);

  switch ((Property) property_id) {
  case PROP_MAX_COLUMNS:
    self->max_columns = g_value_get_uint (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
lc_flow_dispose (GObject *object)
{
  lc_widget_remove_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (lc_flow_parent_class)->dispose (object);
}

static void
lc_flow_class_init (LcFlowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = lc_flow_set_property;
  object_class->dispose = lc_flow_dispose;
  widget_class->measure = lc_flow_measure;
  widget_class->size_allocate = lc_flow_size_allocate;
  widget_class->get_request_mode = lc_flow_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  properties[PROP_MAX_COLUMNS]
      = g_param_spec_uint ("max-columns", NULL, NULL, 0, G_MAXINT16, 0,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lc_flow_init (LcFlow *self)
{
}

GtkWidget *
lc_flow_new (void)
{
  return g_object_new (LC_TYPE_FLOW, NULL);
}

void
lc_flow_append (LcFlow *self, GtkWidget *child)
{
  g_return_if_fail (LC_IS_FLOW (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
