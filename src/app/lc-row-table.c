/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-row-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/lc-row-filter.h"
#include "app/lc-row-sorter.h"
#include "app/lc-status-look.h"
#include "app/lc-tooltip.h"
#include "report/lc-report-words.h"
#include "base/lc-text.h"

/* What has changed is sorted and filtered anew at most this often: rows that
 * jump about faster than that cannot be read. */
#define REFRESH_MS 250

/* Making a row's cells takes more than a millisecond. Some are there at once, the others
 * follow, a few with every frame, so that none is late. */
#define FIRST_ROWS 6
#define MORE_ROWS 4

/* What becomes of a column where there is little room. */
typedef enum
{
  ESSENTIAL,  /* it stays */
  USEFUL,     /* it goes */
  IN_DETAILS, /* it goes sooner, where the details are shown beside */
} Importance;

typedef struct
{
  const char *name; /* of the sort's value, and of the setting "show-NAME" */
  Importance importance;
} ColumnInfo;

static const ColumnInfo column_infos[LC_ROW_N_COLUMNS] = {
  [LC_ROW_COLUMN_NUMBER] = { "number", ESSENTIAL },
  [LC_ROW_COLUMN_SERVICE] = { "service", ESSENTIAL },
  [LC_ROW_COLUMN_HOST] = { "host", USEFUL },
  [LC_ROW_COLUMN_PORT] = { "port", USEFUL },
  [LC_ROW_COLUMN_STATUS] = { "status", ESSENTIAL },
  [LC_ROW_COLUMN_RESOLVED] = { "addresses", IN_DETAILS },
  [LC_ROW_COLUMN_LATENCY] = { "latency", IN_DETAILS },
  [LC_ROW_COLUMN_SEEN] = { "seen", IN_DETAILS },
};

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

  GSettings *settings;     /* (owned) */
  GtkCustomFilter *custom; /* (owned) */
  LcReport *report;        /* (owned) (nullable) */
  GPtrArray *watched;      /* (owned) (element-type LcRow) whose changes are listened to */
  char *mode;              /* (owned) the filter */
  char *sort;              /* (owned) */
  gboolean descending;
  gboolean sorting; /* the sort is being set by ourselves */
  gboolean compact;
  gboolean crowded;
  guint refresh_source;
  guint grow_tick;   /* 0: all rows are there */
  double from_right; /* pixels scrolled, where text runs from the right */
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

/* What the cells show. */

static char *
describe_status (gpointer item, int state, int status)
{
  LcRow *row = gtk_list_item_get_item (item);

  return g_strdup (row != NULL ? lc_row_get_status_word (row) : "");
}

static char *
get_status_icon (gpointer item, int state, int status)
{
  return g_strdup (status != 0 ? lc_row_get_icon ((LcRowState) state, (LcStatus) status) : NULL);
}

static char **
get_status_classes (gpointer item, int state, int status)
{
  const char *style = status != 0 ? lc_row_get_style ((LcRowState) state, (LcStatus) status) : "";
  const char *const classes[] = { "lc-status", style, NULL };

  return g_strdupv ((char **) classes);
}

static char *
describe_latency (gpointer item, gint64 us)
{
  return lc_describe_us (us);
}

static char *
describe_port (gpointer item, const char *ports)
{
  LcRow *row = gtk_list_item_get_item (item);

  return row != NULL ? lc_row_describe_port (row) : g_strdup ("");
}

static char *
describe_seen (gpointer item, int state, const char *activity, const char *detail)
{
  LcRow *row = gtk_list_item_get_item (item);

  return row != NULL ? lc_row_describe_seen (row) : g_strdup ("");
}

static char *
describe_clean (gpointer item, const char *text)
{
  return lc_text_clean (text);
}

static char *
describe_title (gpointer item, const char *title)
{
  LcRow *row = gtk_list_item_get_item (item);

  return row != NULL ? lc_row_describe_title (row) : g_strdup ("");
}

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

static gboolean
refresh_cb (gpointer user_data)
{
  LcRowTable *self = user_data;

  self->refresh_source = 0;
  if (g_str_equal (self->mode, LC_ROW_FILTER_PROBLEMS)
      || *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    refilter (self);
  if (*self->sort != '\0')
    gtk_sorter_changed (gtk_column_view_get_sorter (self->view), GTK_SORTER_CHANGE_DIFFERENT);
  return G_SOURCE_REMOVE;
}

static void
row_changed_cb (LcRowTable *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
watch_rows (LcRowTable *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (self->watched->pdata[i], self);
  g_ptr_array_set_size (self->watched, 0);
  for (guint i = 0; self->report != NULL && i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);

    g_signal_connect_swapped (row, "notify", G_CALLBACK (row_changed_cb), self);
    g_ptr_array_add (self->watched, g_object_ref (row));
  }
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

static void
show_rows (LcRowTable *self)
{
  stop_growing (self);
  gtk_slice_list_model_set_size (self->slice_model, FIRST_ROWS);
  gtk_slice_list_model_set_model (self->slice_model,
                                  self->report != NULL ? G_LIST_MODEL (self->report) : NULL);
  if (self->report != NULL && lc_report_get_n_rows (self->report) > FIRST_ROWS)
    self->grow_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow_cb, NULL, NULL);
}

static int
find_column (LcRowTable *self, const char *name)
{
  for (int i = 0; i < LC_ROW_N_COLUMNS; i++)
    if (g_strcmp0 (column_infos[i].name, name) == 0)
      return i;
  return -1;
}

static void
apply_sort (LcRowTable *self)
{
  int column = find_column (self, self->sort);

  self->sorting = TRUE;
  gtk_column_view_sort_by_column (self->view, column >= 0 ? self->columns[column] : NULL,
                                  self->descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->sorting = FALSE;
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

/* The services of the report as a menu, in the order of the rows. */
static void
fill_service_menu (LcRowTable *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; self->report != NULL && i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);
    g_autofree char *title = lc_row_describe_title (row);
    g_autofree char *target = NULL;
    g_autoptr (GMenuItem) item = NULL;

    if (!g_hash_table_add (seen, (char *) lc_row_get_service (row)))
      continue;
    target = g_strconcat (LC_ROW_FILTER_SERVICE, lc_row_get_service (row), NULL);
    item = g_menu_item_new (title, NULL);
    g_menu_item_set_action_and_target (item, "table.filter", "s", target);
    g_menu_append_item (menu, item);
  }
  gtk_menu_button_set_menu_model (self->service_button, G_MENU_MODEL (menu));
}

static void
show_service (LcRowTable *self)
{
  gboolean by_service = g_str_has_prefix (self->mode, LC_ROW_FILTER_SERVICE);
  g_autofree char *title = NULL;

  for (guint i = 0; by_service && self->report != NULL && title == NULL
                    && i < lc_report_get_n_rows (self->report);
       i++) {
    LcRow *row = lc_report_get_row (self->report, i);

    if (lc_row_filter_matches (row, self->mode, NULL))
      title = lc_row_describe_title (row);
  }
  gtk_label_set_text (self->service_label, title != NULL ? title : _ ("By Service"));
  if (by_service)
    gtk_widget_add_css_class (GTK_WIDGET (self->service_button), "lc-chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->service_button), "lc-chosen");
}

/* Columns. */

static gboolean
has_room (LcRowTable *self, Importance importance)
{
  if (self->compact)
    return importance == ESSENTIAL;
  return !self->crowded || importance != IN_DETAILS;
}

static void
show_columns (LcRowTable *self)
{
  for (int i = 0; i < LC_ROW_N_COLUMNS; i++) {
    g_autofree char *key = g_strconcat ("show-", column_infos[i].name, NULL);
    gboolean wanted = i == LC_ROW_COLUMN_NUMBER || i == LC_ROW_COLUMN_STATUS
                      || g_settings_get_boolean (self->settings, key);

    gtk_column_view_column_set_visible (self->columns[i],
                                        wanted && has_room (self, column_infos[i].importance));
  }
}

static void
settings_changed_cb (LcRowTable *self, const char *key)
{
  if (g_str_has_prefix (key, "show-"))
    show_columns (self);
}

static void
insert_column_actions (LcRowTable *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (int i = 0; i < LC_ROW_N_COLUMNS; i++) {
    g_autofree char *key = g_strconcat ("show-", column_infos[i].name, NULL);
    g_autoptr (GAction) action = NULL;

    if (i == LC_ROW_COLUMN_NUMBER || i == LC_ROW_COLUMN_STATUS)
      continue;
    action = g_settings_create_action (self->settings, key);
    g_action_map_add_action (G_ACTION_MAP (group), action);
  }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", G_ACTION_GROUP (group));
}

static void
set_compact (LcRowTable *self, gboolean compact)
{
  if (self->compact == compact)
    return;
  self->compact = compact;
  show_columns (self);
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
  show_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CROWDED]);
}

/* Rows that are named. */

static guint
find_position (LcRowTable *self, LcRow *row)
{
  GListModel *model = G_LIST_MODEL (self->selection);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (LcRow) item = g_list_model_get_item (model, i);

    if (item == row)
      return i;
  }
  return GTK_INVALID_LIST_POSITION;
}

/* There is no gtk_column_view_scroll_to() on the floor; its list's own action does. */
static void
scroll_to (LcRowTable *self, guint position)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  if (child != NULL)
    gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}

/* "US-17", and "17" where people leave out what all have in common. */
static gboolean
is_number_of (LcRow *row, const char *text)
{
  const char *number = lc_row_get_number (row);
  const char *last = strrchr (number, '-');

  return g_ascii_strcasecmp (number, text) == 0 || (last != NULL && g_str_equal (last + 1, text));
}

/* Returns: where the row with the number is that is searched for, or else the first that
 * matches. */
static guint
find_searched (LcRowTable *self)
{
  g_autofree char *text
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));
  GListModel *model = G_LIST_MODEL (self->selection);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (LcRow) row = g_list_model_get_item (model, i);

    if (is_number_of (row, text))
      return i;
  }
  return *text != '\0' && g_list_model_get_n_items (model) > 0 ? 0 : GTK_INVALID_LIST_POSITION;
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
  position = find_searched (self);
  if (position == GTK_INVALID_LIST_POSITION)
    return;
  scroll_to (self, position);
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
  GtkWidget *child;

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  stop_growing (self);
  g_clear_object (&self->report);
  if (self->watched != NULL)
    watch_rows (self);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  g_clear_object (&self->settings);
  if (self->filter_model != NULL)
    gtk_filter_list_model_set_filter (self->filter_model, NULL);
  self->filter_model = NULL;
  g_clear_object (&self->custom);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
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
  properties[PROP_SORT] = g_param_spec_string ("sort", NULL, NULL, "", flags | G_PARAM_READWRITE);
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
  gtk_widget_class_bind_template_callback (widget_class, describe_status);
  gtk_widget_class_bind_template_callback (widget_class, get_status_icon);
  gtk_widget_class_bind_template_callback (widget_class, get_status_classes);
  gtk_widget_class_bind_template_callback (widget_class, describe_latency);
  gtk_widget_class_bind_template_callback (widget_class, describe_port);
  gtk_widget_class_bind_template_callback (widget_class, describe_seen);
  gtk_widget_class_bind_template_callback (widget_class, describe_clean);
  gtk_widget_class_bind_template_callback (widget_class, describe_title);
  gtk_widget_class_bind_template_callback (widget_class, lc_tooltip_query_label);
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

/* GTK opens a view at its left end, which is the last column's where text runs from the
 * right; there, what was scrolled counts from that side. */
static void
columns_scrolled_cb (LcRowTable *self, GtkAdjustment *columns)
{
  double end = gtk_adjustment_get_upper (columns) - gtk_adjustment_get_page_size (columns);

  self->from_right = end - gtk_adjustment_get_value (columns);
}

static void
columns_changed_cb (LcRowTable *self, GtkAdjustment *columns)
{
  double end = gtk_adjustment_get_upper (columns) - gtk_adjustment_get_page_size (columns);

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    gtk_adjustment_set_value (columns, end - self->from_right);
}

static void
begin_at_the_first_column (LcRowTable *self)
{
  GtkAdjustment *columns = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view));

  g_signal_connect_object (columns, "value-changed", G_CALLBACK (columns_scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (columns, "changed", G_CALLBACK (columns_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
lc_row_table_init (LcRowTable *self)
{
  self->mode = g_strdup (LC_ROW_FILTER_ALL);
  self->sort = g_strdup ("");
  self->settings = g_settings_new (LC_APP_ID);
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));

  for (int i = 0; i < LC_ROW_N_COLUMNS; i++) {
    g_autoptr (GtkSorter) sorter = lc_row_sorter_new ((LcRowColumn) i);

    gtk_column_view_column_set_sorter (self->columns[i], sorter);
  }
  gtk_sort_list_model_set_sorter (self->sort_model, gtk_column_view_get_sorter (self->view));
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
  self->custom = gtk_custom_filter_new (filter_cb, self, NULL);
  gtk_filter_list_model_set_filter (self->filter_model, GTK_FILTER (self->custom));
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
  insert_column_actions (self);
  show_columns (self);
  begin_at_the_first_column (self);
}

GtkWidget *
lc_row_table_new (void)
{
  return g_object_new (LC_TYPE_ROW_TABLE, NULL);
}

void
lc_row_table_set_report (LcRowTable *self, LcReport *report)
{
  g_return_if_fail (LC_IS_ROW_TABLE (self));
  g_return_if_fail (report == NULL || LC_IS_REPORT (report));

  if (!g_set_object (&self->report, report))
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  set_filter (self, LC_ROW_FILTER_ALL);
  show_rows (self);
  watch_rows (self);
  fill_service_menu (self);
  show_service (self);
  show_nothing (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
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
  if (find_position (self, row) == GTK_INVALID_LIST_POSITION) {
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
    set_filter (self, LC_ROW_FILTER_ALL);
    show_service (self);
  }
  position = find_position (self, row);
  gtk_single_selection_set_selected (self->selection, position);
  if (position != GTK_INVALID_LIST_POSITION)
    scroll_to (self, position);
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

char *
lc_row_table_describe_row (LcRow *row)
{
  g_autofree char *title = lc_row_describe_title (row);
  g_autofree char *host = lc_text_clean (lc_row_get_host (row));
  g_autofree char *port = lc_row_describe_port (row);
  g_autofree char *resolved = g_strjoinv (" ", (char **) lc_row_get_resolved (row));
  g_autofree char *latency = lc_row_describe_latency (row);
  g_autofree char *seen = lc_row_describe_seen (row);
  g_autofree char *line = g_strjoin ("\t", lc_row_get_number (row), title, host, port,
                                     lc_row_get_status_word (row), resolved, latency, seen, NULL);

  return g_steal_pointer (&line);
}
