/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-row-columns.h"

/* What becomes of a column where there is little room. */
typedef enum
{
  ESSENTIAL,  /* it stays */
  USEFUL,     /* it goes */
  IN_DETAILS, /* it goes sooner, where the details are shown beside */
} Importance;

static const Importance importances[LC_ROW_N_COLUMNS] = {
  [LC_ROW_COLUMN_NUMBER] = ESSENTIAL,   [LC_ROW_COLUMN_SERVICE] = ESSENTIAL,
  [LC_ROW_COLUMN_HOST] = USEFUL,        [LC_ROW_COLUMN_PORT] = USEFUL,
  [LC_ROW_COLUMN_STATUS] = ESSENTIAL,   [LC_ROW_COLUMN_RESOLVED] = IN_DETAILS,
  [LC_ROW_COLUMN_LATENCY] = IN_DETAILS, [LC_ROW_COLUMN_SEEN] = IN_DETAILS,
};

struct _LcRowColumns
{
  GObject parent_instance;

  GtkWidget *table;                               /* not owned: it owns this */
  GtkColumnView *view;                            /* not owned: the table's */
  GtkColumnViewColumn *columns[LC_ROW_N_COLUMNS]; /* not owned: the view's */
  GSettings *settings;                            /* (owned) */
  GSimpleActionGroup *actions;                    /* (owned) */
  gboolean compact;
  gboolean crowded;
  double from_right; /* pixels scrolled, where text runs from the right */
};

G_DEFINE_FINAL_TYPE (LcRowColumns, lc_row_columns, G_TYPE_OBJECT)

static gboolean
has_room (LcRowColumns *self, Importance importance)
{
  if (self->compact)
    return importance == ESSENTIAL;
  return !self->crowded || importance != IN_DETAILS;
}

static void
show_columns (LcRowColumns *self)
{
  for (int i = 0; i < LC_ROW_N_COLUMNS; i++) {
    g_autofree char *key = g_strconcat ("show-", lc_row_column_get_name ((LcRowColumn) i), NULL);
    gboolean wanted = i == LC_ROW_COLUMN_NUMBER || i == LC_ROW_COLUMN_STATUS
                      || g_settings_get_boolean (self->settings, key);

    gtk_column_view_column_set_visible (self->columns[i],
                                        wanted && has_room (self, importances[i]));
  }
}

static void
settings_changed_cb (LcRowColumns *self, const char *key)
{
  if (g_str_has_prefix (key, "show-"))
    show_columns (self);
}

static void
fill_actions (LcRowColumns *self)
{
  for (int i = 0; i < LC_ROW_N_COLUMNS; i++) {
    g_autofree char *key = g_strconcat ("show-", lc_row_column_get_name ((LcRowColumn) i), NULL);
    g_autoptr (GAction) action = NULL;

    if (i == LC_ROW_COLUMN_NUMBER || i == LC_ROW_COLUMN_STATUS)
      continue;
    action = g_settings_create_action (self->settings, key);
    g_action_map_add_action (G_ACTION_MAP (self->actions), action);
  }
}

/* GTK opens a view at its left end, which is the last column's where text runs from the
 * right; there, what was scrolled counts from that side. */
static void
columns_scrolled_cb (LcRowColumns *self, GtkAdjustment *columns)
{
  double end = gtk_adjustment_get_upper (columns) - gtk_adjustment_get_page_size (columns);

  self->from_right = end - gtk_adjustment_get_value (columns);
}

static void
columns_changed_cb (LcRowColumns *self, GtkAdjustment *columns)
{
  double end = gtk_adjustment_get_upper (columns) - gtk_adjustment_get_page_size (columns);

  if (gtk_widget_get_direction (self->table) == GTK_TEXT_DIR_RTL)
    gtk_adjustment_set_value (columns, end - self->from_right);
}

static void
begin_at_the_first_column (LcRowColumns *self)
{
  GtkAdjustment *columns = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view));

  g_signal_connect_object (columns, "value-changed", G_CALLBACK (columns_scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (columns, "changed", G_CALLBACK (columns_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
lc_row_columns_dispose (GObject *object)
{
  LcRowColumns *self = LC_ROW_COLUMNS (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (lc_row_columns_parent_class)->dispose (object);
}

static void
lc_row_columns_class_init (LcRowColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_row_columns_dispose;
}

static void
lc_row_columns_init (LcRowColumns *self)
{
  self->settings = g_settings_new (LC_APP_ID);
  self->actions = g_simple_action_group_new ();
  fill_actions (self);
}

LcRowColumns *
lc_row_columns_new (GtkWidget *table,
                    GtkColumnView *view,
                    GtkColumnViewColumn *const columns[LC_ROW_N_COLUMNS])
{
  LcRowColumns *self;

  g_return_val_if_fail (GTK_IS_WIDGET (table), NULL);
  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);

  self = g_object_new (LC_TYPE_ROW_COLUMNS, NULL);
  self->table = table;
  self->view = view;
  for (int i = 0; i < LC_ROW_N_COLUMNS; i++) {
    g_autoptr (GtkSorter) sorter = lc_row_sorter_new ((LcRowColumn) i);

    self->columns[i] = columns[i];
    gtk_column_view_column_set_title (columns[i], lc_row_column_get_title ((LcRowColumn) i));
    gtk_column_view_column_set_sorter (columns[i], sorter);
  }
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_columns (self);
  begin_at_the_first_column (self);
  return self;
}

GActionGroup *
lc_row_columns_get_actions (LcRowColumns *self)
{
  g_return_val_if_fail (LC_IS_ROW_COLUMNS (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

GtkColumnViewColumn *
lc_row_columns_find (LcRowColumns *self, const char *name)
{
  g_return_val_if_fail (LC_IS_ROW_COLUMNS (self), NULL);

  for (int i = 0; i < LC_ROW_N_COLUMNS; i++)
    if (g_strcmp0 (lc_row_column_get_name ((LcRowColumn) i), name) == 0)
      return self->columns[i];
  return NULL;
}

void
lc_row_columns_set_room (LcRowColumns *self, gboolean compact, gboolean crowded)
{
  g_return_if_fail (LC_IS_ROW_COLUMNS (self));

  self->compact = compact;
  self->crowded = crowded;
  show_columns (self);
}

/* There is no gtk_column_view_scroll_to() on the floor; its list's own action does. */
void
lc_row_columns_scroll_to (LcRowColumns *self, guint position)
{
  GtkWidget *child;

  g_return_if_fail (LC_IS_ROW_COLUMNS (self));

  child = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  if (child != NULL)
    gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}
