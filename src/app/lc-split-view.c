/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-split-view.h"

#include "app/lc-text-size.h"

/* The pane's share of the width, and the content's width below which it has to
 * make place: in units of the text's size, so that larger text turns narrow sooner. */
#define PANE_EMS 25
#define CONTENT_EMS 40

/* The content's width below which it is to show the essential alone. */
#define COMPACT_EMS 44

/* The content's width below which it need not repeat what a pane beside it shows. */
#define CROWDED_EMS 64

#define MIN_HEIGHT_EMS 12

struct _LcSplitView
{
  GtkWidget parent_instance;

  GtkWidget *content; /* (nullable) a child */
  GtkWidget *pane;    /* (nullable) a child */
  gboolean show_pane;
  gboolean narrow;
  gboolean compact;
  gboolean crowded;
  guint notify_source; /* tells of changes when the allocation is over */
};

typedef enum
{
  PROP_CONTENT = 1,
  PROP_PANE,
  PROP_SHOW_PANE,
  PROP_NARROW,
  PROP_COMPACT,
  PROP_CROWDED,
} Property;

static GParamSpec *properties[PROP_CROWDED + 1];

G_DEFINE_FINAL_TYPE (LcSplitView, lc_split_view, GTK_TYPE_WIDGET)

static int
get_pane_width (LcSplitView *self)
{
  int minimum = 0;

  gtk_widget_measure (self->pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return MAX (minimum, PANE_EMS * lc_widget_get_em (GTK_WIDGET (self)));
}

static gboolean
is_too_narrow (LcSplitView *self, int width)
{
  int minimum = 0;

  if (self->content == NULL || self->pane == NULL)
    return FALSE;
  gtk_widget_measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return width < get_pane_width (self)
                     + MAX (minimum, CONTENT_EMS * lc_widget_get_em (GTK_WIDGET (self)));
}

static gboolean
has_pane (LcSplitView *self)
{
  return self->show_pane && self->pane != NULL;
}

static gboolean
notify_cb (gpointer user_data)
{
  LcSplitView *self = user_data;

  self->notify_source = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CROWDED]);
  return G_SOURCE_REMOVE;
}

static void
set_room (LcSplitView *self, gboolean narrow, gboolean compact, gboolean crowded)
{
  if (self->narrow == narrow && self->compact == compact && self->crowded == crowded)
    return;
  self->narrow = narrow;
  self->compact = compact;
  self->crowded = crowded;
  if (self->notify_source == 0)
    self->notify_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_cb, self, NULL);
}

static void
measure_room (LcSplitView *self, int width, int pane_width)
{
  gboolean narrow = is_too_narrow (self, width);
  gboolean beside = has_pane (self) && !narrow;
  int content_width = beside ? width - pane_width : width;
  int em = lc_widget_get_em (GTK_WIDGET (self));

  set_room (self, narrow, content_width < COMPACT_EMS * em,
            beside && content_width < CROWDED_EMS * em);
}

static void
update_children (LcSplitView *self)
{
  gboolean pane = has_pane (self);

  if (self->pane != NULL)
    gtk_widget_set_child_visible (self->pane, pane);
  if (self->content != NULL)
    gtk_widget_set_child_visible (self->content, !(pane && self->narrow));
}

static void
allocate_at (GtkWidget *child, int x, int width, int height)
{
  const GtkAllocation allocation = { x, 0, width, height };

  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
lc_split_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LcSplitView *self = LC_SPLIT_VIEW (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int pane_width = self->pane != NULL ? get_pane_width (self) : 0;

  measure_room (self, width, pane_width);
  update_children (self);
  if (!has_pane (self)) {
    if (self->content != NULL)
      allocate_at (self->content, 0, width, height);
  } else if (self->narrow) {
    allocate_at (self->pane, 0, width, height);
  } else {
    allocate_at (self->pane, rtl ? 0 : width - pane_width, pane_width, height);
    if (self->content != NULL)
      allocate_at (self->content, rtl ? pane_width : 0, width - pane_width, height);
  }
}

static void
lc_split_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  LcSplitView *self = LC_SPLIT_VIEW (widget);
  GtkWidget *const children[] = { self->content, self->pane };

  /* Both scroll. How high they would like to be is a matter of every text in them, and
   * nothing here depends on it. */
  if (orientation == GTK_ORIENTATION_VERTICAL) {
    *minimum = *natural = MIN_HEIGHT_EMS * lc_widget_get_em (widget);
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++) {
    int child_minimum = 0;
    int child_natural = 0;

    if (children[i] == NULL)
      continue;
    gtk_widget_measure (children[i], orientation, -1, &child_minimum, &child_natural, NULL, NULL);
    *minimum = MAX (*minimum, child_minimum);
    *natural = MAX (*natural, child_natural);
  }
}

static GtkSizeRequestMode
lc_split_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
replace_child (LcSplitView *self, GtkWidget **place, GtkWidget *child, Property property)
{
  if (*place == child)
    return;
  g_clear_pointer (place, gtk_widget_unparent);
  *place = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  update_children (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
lc_split_view_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  LcSplitView *self = LC_SPLIT_VIEW (object);

  switch ((Property) property_id) {
  case PROP_CONTENT:
    g_value_set_object (value, self->content);
    break;
  case PROP_PANE:
    g_value_set_object (value, self->pane);
    break;
  case PROP_SHOW_PANE:
    g_value_set_boolean (value, self->show_pane);
    break;
  case PROP_NARROW:
    g_value_set_boolean (value, self->narrow);
    break;
  case PROP_COMPACT:
    g_value_set_boolean (value, self->compact);
    break;
  case PROP_CROWDED:
    g_value_set_boolean (value, self->crowded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
lc_split_view_set_property (GObject *object,
                            guint property_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  LcSplitView *self = LC_SPLIT_VIEW (object);

  switch ((Property) property_id) {
  case PROP_CONTENT:
    lc_split_view_set_content (self, g_value_get_object (value));
    break;
  case PROP_PANE:
    lc_split_view_set_pane (self, g_value_get_object (value));
    break;
  case PROP_SHOW_PANE:
    lc_split_view_set_show_pane (self, g_value_get_boolean (value));
    break;
  case PROP_NARROW:
  case PROP_COMPACT:
  case PROP_CROWDED:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
lc_split_view_dispose (GObject *object)
{
  LcSplitView *self = LC_SPLIT_VIEW (object);

  g_clear_handle_id (&self->notify_source, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->pane, gtk_widget_unparent);
  G_OBJECT_CLASS (lc_split_view_parent_class)->dispose (object);
}

static void
lc_split_view_class_init (LcSplitViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lc_split_view_get_property;
  object_class->set_property = lc_split_view_set_property;
  object_class->dispose = lc_split_view_dispose;
  widget_class->measure = lc_split_view_measure;
  widget_class->size_allocate = lc_split_view_size_allocate;
  widget_class->get_request_mode = lc_split_view_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  properties[PROP_CONTENT]
      = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags | G_PARAM_READWRITE);
  properties[PROP_PANE]
      = g_param_spec_object ("pane", NULL, NULL, GTK_TYPE_WIDGET, flags | G_PARAM_READWRITE);
  properties[PROP_SHOW_PANE]
      = g_param_spec_boolean ("show-pane", NULL, NULL, FALSE, flags | G_PARAM_READWRITE);
  properties[PROP_NARROW]
      = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags | G_PARAM_READABLE);
  properties[PROP_COMPACT]
      = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags | G_PARAM_READABLE);
  properties[PROP_CROWDED]
      = g_param_spec_boolean ("crowded", NULL, NULL, FALSE, flags | G_PARAM_READABLE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lc_split_view_init (LcSplitView *self)
{
}

GtkWidget *
lc_split_view_new (void)
{
  return g_object_new (LC_TYPE_SPLIT_VIEW, NULL);
}

void
lc_split_view_set_content (LcSplitView *self, GtkWidget *content)
{
  g_return_if_fail (LC_IS_SPLIT_VIEW (self));
  g_return_if_fail (content == NULL || GTK_IS_WIDGET (content));

  replace_child (self, &self->content, content, PROP_CONTENT);
}

void
lc_split_view_set_pane (LcSplitView *self, GtkWidget *pane)
{
  g_return_if_fail (LC_IS_SPLIT_VIEW (self));
  g_return_if_fail (pane == NULL || GTK_IS_WIDGET (pane));

  replace_child (self, &self->pane, pane, PROP_PANE);
}

void
lc_split_view_expect_width (LcSplitView *self, int width)
{
  g_return_if_fail (LC_IS_SPLIT_VIEW (self));

  measure_room (self, width, self->pane != NULL ? get_pane_width (self) : 0);
  if (self->notify_source == 0)
    return;
  g_clear_handle_id (&self->notify_source, g_source_remove);
  notify_cb (self);
}

void
lc_split_view_set_show_pane (LcSplitView *self, gboolean show_pane)
{
  g_return_if_fail (LC_IS_SPLIT_VIEW (self));

  if (self->show_pane == show_pane)
    return;
  self->show_pane = show_pane;
  update_children (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_PANE]);
}

gboolean
lc_split_view_get_show_pane (LcSplitView *self)
{
  g_return_val_if_fail (LC_IS_SPLIT_VIEW (self), FALSE);

  return self->show_pane;
}

gboolean
lc_split_view_get_narrow (LcSplitView *self)
{
  g_return_val_if_fail (LC_IS_SPLIT_VIEW (self), FALSE);

  return self->narrow;
}
