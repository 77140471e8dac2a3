/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-row-table.h"

#include <glib/gi18n-lib.h>

#include "app/lc-row-cells.h"
#include "app/lc-row-columns.h"
#include "app/lc-row-filter.h"
#include "app/lc-row-watch.h"

/* Making a row's cells takes more than a millisecond. Some are there at once, the others
 * follow, a few with every frame, so that none is late. */
#define FIRST_ROWS 6
#define MORE_ROWS 4

struct _LcRowTable
{
  GtkBox parent_instance;

  GtkBox *bar;
  GtkMenuButton *service_button;
  GtkLabel *service_label;
  GtkSearchEntry *search;
  GtkColumnView *view;
  GtkSingleSelection *selection;
  GtkSortListModel *sort_model;
  GtkFilterListModel *filter_model;
  GtkSliceListModel *slice_model; /* the rows that are there already */
  GtkWidget *nothing;
  GtkColumnViewColumn *columns[LC_ROW_N_COLUMNS];

  LcRowColumns *shown;       /* (owned) which of the columns are shown */
  GtkCustomFilter *custom;   /* (owned) */
  GtkCustomSorter *unsorted; /* (owned) the order where no column is sorted by */
  LcReport *report;          /* (owned) (nullable) */
  LcRowWatch *watch;         /* (owned) */
  char *mode;                /* (owned) the filter */
  char *sort;                /* (owned) */
  gboolean descending;
  gboolean sorting; /* the sort is being set by ourselves */
  gboolean compact;
  gboolean crowded;
  guint grow_tick; /* 0: all rows are there */
};

typedef enum
{
  PROP_REPORT = 1,
  PROP_SELECTED,
  PROP_FILTER,
  PROP_SORT,
  PROP_DESCENDING,
  PROP_COMPACT,
  PROP_CROWDED,
} Property;

static GParamSpec *properties[PROP_CROWDED + 1];
static guint opened_signal;

G_DEFINE_FINAL_TYPE (LcRowTable, lc_row_table, GTK_TYPE_BOX)

/* Filtering and sorting. */

static gboolean
filter_cb (gpointer item, gpointer user_data)
{
  LcRowTable *self = user_data;

  return lc_row_filter_matches (LC_ROW (item), self->mode,
                                gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
show_nothing (LcRowTable *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filter_model));

  gtk_widget_set_visible (self->nothing, n == 0);
}

static void
refilter (LcRowTable *self)
{
  gtk_filter_changed (GTK_FILTER (self->custom), GTK_FILTER_CHANGE_DIFFERENT);
  show_nothing (self);
}

static void
rows_changed_cb (gpointer user_data)
{
  LcRowTable *self = user_data;
  GtkAdjustment *scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  gboolean at_top = gtk_adjustment_get_value (scroll) <= 0;

  if (g_str_equal (self->mode, LC_ROW_FILTER_PROBLEMS)
      || *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    refilter (self);
  if (*self->sort == '\0')
    return;
  gtk_sorter_changed (gtk_sort_list_model_get_sorter (self->sort_model),
                      GTK_SORTER_CHANGE_DIFFERENT);
  /* GTK would keep the row that was on top there, and what has come before it out of sight. */
  if (at_top && g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    lc_row_columns_scroll_to (self->shown, 0);
}

static void
stop_growing (LcRowTable *self)
{
  if (self->grow_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->grow_tick);
  self->grow_tick = 0;
}

static gboolean
grow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  LcRowTable *self = LC_ROW_TABLE (widget);
  guint size = gtk_slice_list_model_get_size (self->slice_model) + MORE_ROWS;

  gtk_slice_list_model_set_size (self->slice_model, size);
  show_nothing (self);
  if (size < lc_report_get_n_rows (self->report))
    return G_SOURCE_CONTINUE;
  self->grow_tick = 0;
  return G_SOURCE_REMOVE;
}

/* Somebody wants a row that may not be there yet. */
static void
show_all_rows (LcRowTable *self)
{
  stop_growing (self);
  gtk_slice_list_model_set_size (self->slice_model, G_MAXUINT);
}

/* Where the place is kept they are all there at once: the widgets for them are. */
static void
show_rows (LcRowTable *self, gboolean keep)
{
  GtkAdjustment *scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  double place = gtk_adjustment_get_value (scroll);

  stop_growing (self);
  gtk_slice_list_model_set_size (self->slice_model, keep ? G_MAXUINT : FIRST_ROWS);
  gtk_slice_list_model_set_model (self->slice_model,
                                  self->report != NULL ? G_LIST_MODEL (self->report) : NULL);
  if (keep)
    gtk_adjustment_set_value (scroll, place);
  else if (self->report != NULL && lc_report_get_n_rows (self->report) > FIRST_ROWS)
    self->grow_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow_cb, NULL, NULL);
}

static void
apply_sort (LcRowTable *self)
{
  GtkColumnViewColumn *column = lc_row_columns_find (self->shown, self->sort);

  self->sorting = TRUE;
  gtk_column_view_sort_by_column (self->view, column,
                                  self->descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->sorting = FALSE;
  lc_row_sorter_set_order (self->unsorted, self->sort);
}

static void
set_filter (LcRowTable *self, const char *mode)
{
  if (mode == NULL || g_str_equal (self->mode, mode))
    return;
  g_free (self->mode);
  self->mode = g_strdup (mode);
  refilter (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
}

static void
set_sort (LcRowTable *self, const char *sort)
{
  if (sort == NULL || g_str_equal (self->sort, sort))
    return;
  g_free (self->sort);
  self->sort = g_strdup (sort);
  if (!self->sorting)
    apply_sort (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT]);
}

static void
set_descending (LcRowTable *self, gboolean descending)
{
  if (self->descending == descending)
    return;
  self->descending = descending;
  if (!self->sorting)
    apply_sort (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCENDING]);
}

static void
fill_service_menu (LcRowTable *self)
{
  g_autoptr (GMenuModel) menu = lc_row_filter_new_service_menu (self->report);

  gtk_menu_button_set_menu_model (self->service_button, menu);
}

static void
show_service (LcRowTable *self)
{
  g_autofree char *title = lc_row_filter_describe_service (self->report, self->mode);

  gtk_label_set_text (self->service_label, title != NULL ? title : _ ("By Service"));
  if (g_str_has_prefix (self->mode, LC_ROW_FILTER_SERVICE))
    gtk_widget_add_css_class (GTK_WIDGET (self->service_button), "lc-chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->service_button), "lc-chosen");
}

static void
set_compact (LcRowTable *self, gboolean compact)
{
  if (self->compact == compact)
    return;
  self->compact = compact;
  lc_row_columns_set_room (self->shown, self->compact, self->crowded);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->bar),
                                  compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

static void
set_crowded (LcRowTable *self, gboolean crowded)
{
  if (self->crowded == crowded)
    return;
  self->crowded = crowded;
  lc_row_columns_set_room (self->shown, self->compact, self->crowded);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CROWDED]);
}

/* Callbacks of the template. */

static void
selected_cb (LcRowTable *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
activated_cb (LcRowTable *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, opened_signal, 0);
}

static void
searched_cb (LcRowTable *self)
{
  refilter (self);
}

/* Enter leads to what was searched for. */
static void
search_entered_cb (LcRowTable *self)
{
  guint position;

  refilter (self);
  position = lc_row_filter_find_searched (G_LIST_MODEL (self->selection),
                                          gtk_editable_get_text (GTK_EDITABLE (self->search)));
  if (position == GTK_INVALID_LIST_POSITION)
    return;
  lc_row_columns_scroll_to (self->shown, position);
  activated_cb (self, position);
}

static void
search_stopped_cb (LcRowTable *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  lc_row_table_focus_rows (self);
}

/* A press on a column's title sorts, too. */
static void
sorter_changed_cb (LcRowTable *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  if (self->sorting || gtk_sorter_get_order (sorter) != GTK_SORTER_ORDER_NONE)
    return;
  /* No column is sorted by any more. */
  self->sorting = TRUE;
  set_sort (self, "");
  self->sorting = FALSE;
}

/* Arrows go from row to row. Tab leaves them all behind: GTK 4.8 would stop at each. */
static gboolean
lc_row_table_focus (GtkWidget *widget, GtkDirectionType direction)
{
  LcRowTable *self = LC_ROW_TABLE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  gboolean in_rows = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view));

  if (in_rows && direction == GTK_DIR_TAB_FORWARD)
    return FALSE;
  if (in_rows && direction == GTK_DIR_TAB_BACKWARD)
    return gtk_widget_child_focus (GTK_WIDGET (self->bar), direction);
  return GTK_WIDGET_CLASS (lc_row_table_parent_class)->focus (widget, direction);
}

static gboolean
lc_row_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (LC_ROW_TABLE (widget)->view));
}

static void
lc_row_table_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  LcRowTable *self = LC_ROW_TABLE (object);

  switch ((Property) property_id) {
  case PROP_REPORT:
    g_value_set_object (value, self->report);
    break;
  case PROP_SELECTED:
    g_value_set_object (value, lc_row_table_get_selected (self));
    break;
  case PROP_FILTER:
    g_value_set_string (value, self->mode);
    break;
  case PROP_SORT:
    g_value_set_string (value, self->sort);
    break;
  case PROP_DESCENDING:
    g_value_set_boolean (value, self->descending);
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
lc_row_table_set_property (GObject *object,
                           guint property_id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  LcRowTable *self = LC_ROW_TABLE (object);

  switch ((Property) property_id) {
  case PROP_REPORT:
    lc_row_table_set_report (self, g_value_get_object (value));
    break;
  case PROP_FILTER:
    set_filter (self, g_value_get_string (value));
    show_service (self);
    break;
  case PROP_SORT:
    set_sort (self, g_value_get_string (value));
    break;
  case PROP_DESCENDING:
    set_descending (self, g_value_get_boolean (value));
    break;
  case PROP_COMPACT:
    set_compact (self, g_value_get_boolean (value));
    break;
  case PROP_CROWDED:
    set_crowded (self, g_value_get_boolean (value));
    break;
  case PROP_SELECTED:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
lc_row_table_dispose (GObject *object)
{
  LcRowTable *self = LC_ROW_TABLE (object);

  g_clear_pointer (&self->watch, lc_row_watch_free);
  stop_growing (self);
  g_clear_object (&self->report);
  g_clear_object (&self->shown);
  if (self->filter_model != NULL)
    gtk_filter_list_model_set_filter (self->filter_model, NULL);
  g_clear_object (&self->unsorted);
  self->filter_model = NULL;
  g_clear_object (&self->custom);
  gtk_widget_dispose_template (GTK_WIDGET (object), LC_TYPE_ROW_TABLE);
  G_OBJECT_CLASS (lc_row_table_parent_class)->dispose (object);
}

static void
lc_row_table_finalize (GObject *object)
{
  LcRowTable *self = LC_ROW_TABLE (object);

  g_free (self->mode);
  g_free (self->sort);
  G_OBJECT_CLASS (lc_row_table_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_REPORT]
      = g_param_spec_object ("report", NULL, NULL, LC_TYPE_REPORT, flags | G_PARAM_READWRITE);
  properties[PROP_SELECTED]
      = g_param_spec_object ("selected", NULL, NULL, LC_TYPE_ROW, flags | G_PARAM_READABLE);
  properties[PROP_FILTER]
      = g_param_spec_string ("filter", NULL, NULL, LC_ROW_FILTER_ALL, flags | G_PARAM_READWRITE);
  properties[PROP_SORT]
      = g_param_spec_string ("sort", NULL, NULL, LC_ROW_SORT_PROBLEMS, flags | G_PARAM_READWRITE);
  properties[PROP_DESCENDING]
      = g_param_spec_boolean ("descending", NULL, NULL, FALSE, flags | G_PARAM_READWRITE);
  properties[PROP_COMPACT]
      = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags | G_PARAM_READWRITE);
  properties[PROP_CROWDED]
      = g_param_spec_boolean ("crowded", NULL, NULL, FALSE, flags | G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  static const char *const columns[LC_ROW_N_COLUMNS]
      = { "number", "service", "host", "port", "status", "addresses", "latency", "seen" };

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/linecheck/Linecheck/lc-row-table.ui");
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    gtk_widget_class_bind_template_child_full (widget_class, columns[i], FALSE,
                                               G_STRUCT_OFFSET (LcRowTable, columns)
                                                   + i * sizeof (GtkColumnViewColumn *));
  gtk_widget_class_bind_template_child (widget_class, LcRowTable, bar);
  gtk_widget_class_bind_template_child (widget_class, LcRowTable, service_button);
  gtk_widget_class_bind_template_child (widget_class, LcRowTable, service_label);
  gtk_widget_class_bind_template_child (widget_class, LcRowTable, search);
  gtk_widget_class_bind_template_child (widget_class, LcRowTable, view);
  gtk_widget_class_bind_template_child (widget_class, LcRowTable, selection);
  gtk_widget_class_bind_template_child (widget_class, LcRowTable, sort_model);
  gtk_widget_class_bind_template_child (widget_class, LcRowTable, filter_model);
  gtk_widget_class_bind_template_child (widget_class, LcRowTable, slice_model);
  gtk_widget_class_bind_template_child (widget_class, LcRowTable, nothing);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, searched_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  lc_row_cells_bind (widget_class);
}

static void
lc_row_table_class_init (LcRowTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lc_row_table_get_property;
  object_class->set_property = lc_row_table_set_property;
  object_class->dispose = lc_row_table_dispose;
  object_class->finalize = lc_row_table_finalize;
  widget_class->focus = lc_row_table_focus;
  widget_class->grab_focus = lc_row_table_grab_focus;

  install_properties (object_class);
  opened_signal = g_signal_new ("opened", LC_TYPE_ROW_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  g_type_ensure (LC_TYPE_ROW);
  bind_template (widget_class);
  bind_callbacks (widget_class);
  gtk_widget_class_install_property_action (widget_class, "table.filter", "filter");
  gtk_widget_class_install_property_action (widget_class, "table.sort", "sort");
  gtk_widget_class_install_property_action (widget_class, "table.descending", "descending");
}

static void
lc_row_table_init (LcRowTable *self)
{
  self->mode = g_strdup (LC_ROW_FILTER_ALL);
  self->sort = g_strdup (LC_ROW_SORT_PROBLEMS);
  self->watch = lc_row_watch_new (rows_changed_cb, self);
  gtk_widget_init_template (GTK_WIDGET (self));

  self->shown = lc_row_columns_new (GTK_WIDGET (self), self->view, self->columns);
  self->unsorted = lc_row_sorter_attach (self->view, self->sort_model, self->sort);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
  self->custom = gtk_custom_filter_new (filter_cb, self, NULL);
  gtk_filter_list_model_set_filter (self->filter_model, GTK_FILTER (self->custom));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns",
                                  lc_row_columns_get_actions (self->shown));
}

GtkWidget *
lc_row_table_new (void)
{
  return g_object_new (LC_TYPE_ROW_TABLE, NULL);
}

void
lc_row_table_replace_report (LcRowTable *self, LcReport *report, gboolean keep)
{
  g_return_if_fail (LC_IS_ROW_TABLE (self));
  g_return_if_fail (report == NULL || LC_IS_REPORT (report));

  if (!g_set_object (&self->report, report))
    return;
  if (!keep) {
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
    set_filter (self, LC_ROW_FILTER_ALL);
  }
  show_rows (self, keep);
  lc_row_watch_set_report (self->watch, self->report);
  fill_service_menu (self);
  show_service (self);
  show_nothing (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
}

void
lc_row_table_set_report (LcRowTable *self, LcReport *report)
{
  lc_row_table_replace_report (self, report, FALSE);
}

LcRow *
lc_row_table_get_selected (LcRowTable *self)
{
  g_return_val_if_fail (LC_IS_ROW_TABLE (self), NULL);

  return self->filter_model != NULL ? gtk_single_selection_get_selected_item (self->selection)
                                    : NULL;
}

void
lc_row_table_select (LcRowTable *self, const char *id)
{
  LcRow *row;
  guint position;

  g_return_if_fail (LC_IS_ROW_TABLE (self));

  if (id == NULL || self->report == NULL) {
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
    return;
  }
  row = lc_report_find_row (self->report, id);
  if (row == NULL)
    return;
  show_all_rows (self);
  if (lc_row_filter_find_row (G_LIST_MODEL (self->selection), row) == GTK_INVALID_LIST_POSITION) {
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
    set_filter (self, LC_ROW_FILTER_ALL);
    show_service (self);
  }
  position = lc_row_filter_find_row (G_LIST_MODEL (self->selection), row);
  gtk_single_selection_set_selected (self->selection, position);
  if (position != GTK_INVALID_LIST_POSITION)
    lc_row_columns_scroll_to (self->shown, position);
}

void
lc_row_table_start_search (LcRowTable *self)
{
  g_return_if_fail (LC_IS_ROW_TABLE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
lc_row_table_focus_rows (LcRowTable *self)
{
  g_return_if_fail (LC_IS_ROW_TABLE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
