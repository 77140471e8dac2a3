/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-step-bar.h"

#define MIN_BAR 3
#define MARK_WIDTH 2
#define MIN_WIDTH 60

struct _LcStepBar
{
  GtkWidget parent_instance;

  GtkWidget *bar;  /* a child */
  GtkWidget *mark; /* (nullable) a child */
  double begin;    /* shares of the scale */
  double length;
  double mark_at;
};

G_DEFINE_FINAL_TYPE (LcStepBar, lc_step_bar, GTK_TYPE_WIDGET)

static void
allocate_span (LcStepBar *self, GtkWidget *child, double begin, int length, int width, int height)
{
  int x = CLAMP ((int) (begin * width), 0, MAX (0, width - length));
  GtkAllocation allocation = { x, 0, length, height };

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    allocation.x = width - length - x;
  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
lc_step_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LcStepBar *self = LC_STEP_BAR (widget);
  int length = CLAMP ((int) (self->length * width), MIN_BAR, MAX (MIN_BAR, width));

  allocate_span (self, self->bar, self->begin, length, width, height);
  if (self->mark != NULL)
    allocate_span (self, self->mark, self->mark_at, MARK_WIDTH, width, height);
}

static void
lc_step_bar_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  LcStepBar *self = LC_STEP_BAR (widget);

  gtk_widget_measure (self->bar, orientation, -1, minimum, natural, NULL, NULL);
  if (self->mark != NULL) {
    int mark_minimum;

    gtk_widget_measure (self->mark, orientation, -1, &mark_minimum, NULL, NULL, NULL);
    *minimum = MAX (*minimum, mark_minimum);
  }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MAX (*minimum, MIN_WIDTH);
  *natural = MAX (*natural, *minimum);
}

static void
lc_step_bar_dispose (GObject *object)
{
  LcStepBar *self = LC_STEP_BAR (object);

  g_clear_pointer (&self->bar, gtk_widget_unparent);
  g_clear_pointer (&self->mark, gtk_widget_unparent);
  G_OBJECT_CLASS (lc_step_bar_parent_class)->dispose (object);
}

static void
lc_step_bar_class_init (LcStepBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_step_bar_dispose;
  widget_class->measure = lc_step_bar_measure;
  widget_class->size_allocate = lc_step_bar_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "stepbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static GtkWidget *
add_child (LcStepBar *self, const char *style)
{
  GtkWidget *child
      = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (child, style);
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  return child;
}

static void
lc_step_bar_init (LcStepBar *self)
{
  self->bar = add_child (self, "lc-bar");
}

GtkWidget *
lc_step_bar_new (gint64 begin, gint64 us, gint64 mark, gint64 scale, const char *style)
{
  LcStepBar *self = g_object_new (LC_TYPE_STEP_BAR, NULL);

  g_return_val_if_fail (scale > 0, GTK_WIDGET (self));

  self->begin = (double) MAX (0, begin) / (double) scale;
  self->length = (double) MAX (0, us) / (double) scale;
  gtk_widget_add_css_class (self->bar, style);
  if (mark >= 0 && mark <= us) {
    self->mark_at = self->begin + (double) mark / (double) scale;
    self->mark = add_child (self, "lc-mark");
  }
  return GTK_WIDGET (self);
}
