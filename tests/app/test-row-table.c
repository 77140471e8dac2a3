/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "app-samples.h"
#include "app/lc-row-cells.h"
#include "app/lc-row-filter.h"
#include "app/lc-row-table.h"
#include "sample-reports.h"

typedef struct
{
  GtkWidget *window; /* owned by GTK */
  LcRowTable *table;
  LcReport *report; /* (owned) */
} Fixture;

/* The first widget of a type in @widget. */
static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_widget (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static GListModel *
get_model (Fixture *fixture)
{
  GtkWidget *view = find_widget (GTK_WIDGET (fixture->table), GTK_TYPE_COLUMN_VIEW);

  return G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->table = LC_ROW_TABLE (lc_row_table_new ());
  fixture->report = sample_report_new_running ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->table));
  lc_row_table_set_report (fixture->table, fixture->report);
  gtk_window_present (GTK_WINDOW (fixture->window));
  /* Rows come with the frames. */
  while (g_list_model_get_n_items (get_model (fixture)) < lc_report_get_n_rows (fixture->report))
    g_main_context_iteration (NULL, TRUE);
  app_settle ();
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_ref (fixture->table);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_settle ();
  g_assert_finalize_object (fixture->table);
  g_assert_finalize_object (fixture->report);
}

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

static void
end_row (LcRow *row, LcStatus status, LcCode code, gint64 latency_us)
{
  const LcRowResult result
      = { status,         code,      LC_PHASE_TCP, LC_OWNER_UNKNOWN, LC_CONFIDENCE_PROVEN,
          "It was seen.", latency_us };

  lc_row_set_result (row, &result);
  lc_row_set_state (row, LC_ROW_ENDED);
}

static void
test_follows_rows (Fixture *fixture, gconstpointer data)
{
  LcRow *row = lc_report_get_row (fixture->report, 0);
  GtkWidget *table = GTK_WIDGET (fixture->table);

  g_assert_true (has_label (table, lc_row_get_number (row)));
  g_assert_true (has_label (table, "Waiting"));
  lc_row_set_state (row, LC_ROW_RUNNING);
  app_settle ();
  g_assert_true (has_label (table, "Checking…"));
  end_row (row, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT, LC_US_NONE);
  app_settle ();
  g_assert_true (has_label (table, "Blocked"));
  g_assert_true (has_label (table, "It was seen."));
  g_assert_false (has_label (table, "Checking…"));
}

/* Not all rows are there at once, but whichever is asked for is. */
static void
test_rows_follow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcReport) report = sample_report_new_running ();
  guint all = lc_report_get_n_rows (report);
  LcRow *last = lc_report_get_row (report, all - 1);

  lc_row_table_set_report (fixture->table, report);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), <, all);
  lc_row_table_select (fixture->table, lc_row_get_id (last));
  g_assert_true (lc_row_table_get_selected (fixture->table) == last);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, all);
  lc_row_table_set_report (fixture->table, NULL);
  app_settle ();
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  GListModel *model = get_model (fixture);
  guint all = lc_report_get_n_rows (fixture->report);
  LcRow *row = lc_report_get_row (fixture->report, 1);
  g_autofree char *service = g_strconcat (LC_ROW_FILTER_SERVICE, lc_row_get_service (row), NULL);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, all);
  end_row (row, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT, LC_US_NONE);
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.filter", "s", "problems");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.filter", "s", service);
  g_assert_cmpuint (g_list_model_get_n_items (model), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (model), <, all);
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.filter", "s", "all");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, all);
}

static void
test_selecting_shows (Fixture *fixture, gconstpointer data)
{
  LcRow *row = lc_report_get_row (fixture->report, 2);

  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.filter", "s", "problems");
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, 0);
  lc_row_table_select (fixture->table, lc_row_get_id (row));
  g_assert_true (lc_row_table_get_selected (fixture->table) == row);
  lc_row_table_select (fixture->table, "no/such/row");
  g_assert_true (lc_row_table_get_selected (fixture->table) == row);
  lc_row_table_select (fixture->table, NULL);
  g_assert_null (lc_row_table_get_selected (fixture->table));
}

static LcRow *
get_first (Fixture *fixture)
{
  g_autoptr (LcRow) row = g_list_model_get_item (get_model (fixture), 0);

  return row;
}

static gboolean
expired_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_sort_keeps_selection (Fixture *fixture, gconstpointer data)
{
  LcRow *chosen = lc_report_get_row (fixture->report, 0);
  LcRow *last = lc_report_get_row (fixture->report, lc_report_get_n_rows (fixture->report) - 1);
  gboolean expired = FALSE;
  guint timeout;

  lc_row_table_select (fixture->table, lc_row_get_id (chosen));
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.sort", "s", "status");
  end_row (last, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT, LC_US_NONE);
  timeout = g_timeout_add_seconds (20, expired_cb, &expired);
  while (get_first (fixture) != last && !expired)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (expired);
  g_source_remove (timeout);
  g_assert_true (lc_row_table_get_selected (fixture->table) == chosen);

  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.descending", NULL);
  g_assert_true (get_first (fixture) != last);
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.sort", "s", "");
  g_assert_true (get_first (fixture) == chosen);
}

/* What does not work is on top without anybody asking for it, and goes back when it works. */
static void
test_problems_first (Fixture *fixture, gconstpointer data)
{
  LcRow *first = lc_report_get_row (fixture->report, 0);
  LcRow *last = lc_report_get_row (fixture->report, lc_report_get_n_rows (fixture->report) - 1);
  GtkWidget *view = find_widget (GTK_WIDGET (fixture->table), GTK_TYPE_COLUMN_VIEW);
  GtkAdjustment *scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  g_assert_true (get_first (fixture) == first);
  end_row (first, LC_STATUS_PASS, LC_CODE_OK, 1000);
  end_row (last, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT, LC_US_NONE);
  while (get_first (fixture) != last && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (get_first (fixture) == last);
  app_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
  end_row (last, LC_STATUS_PASS, LC_CODE_OK, 1000);
  while (get_first (fixture) != first && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (get_first (fixture) == first);
}

/* The same check once more: people go on where they were. */
static void
test_keeps_filter_and_place (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcReport) again = sample_report_new_running ();
  g_autoptr (LcReport) other = sample_report_new_running ();
  GtkWidget *view = find_widget (GTK_WIDGET (fixture->table), GTK_TYPE_COLUMN_VIEW);
  GtkAdjustment *scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  g_autofree char *filter = NULL;
  g_autofree char *reset = NULL;

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 300);
  while (gtk_adjustment_get_upper (scroll) <= gtk_adjustment_get_page_size (scroll) + 50)
    g_main_context_iteration (NULL, TRUE);
  gtk_adjustment_set_value (scroll, 40);
  app_settle ();
  lc_row_table_replace_report (fixture->table, again, TRUE);
  app_settle ();
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (scroll), 40, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.filter", "s", "problems");
  lc_row_table_replace_report (fixture->table, fixture->report, TRUE);
  g_object_get (fixture->table, "filter", &filter, NULL);
  g_assert_cmpstr (filter, ==, "problems");
  lc_row_table_set_report (fixture->table, other);
  g_object_get (fixture->table, "filter", &reset, NULL);
  g_assert_cmpstr (reset, ==, "all");
  lc_row_table_set_report (fixture->table, NULL);
  app_settle ();
}

static void
test_columns (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = find_widget (GTK_WIDGET (fixture->table), GTK_TYPE_COLUMN_VIEW);
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (view));
  g_autoptr (GtkColumnViewColumn) host = g_list_model_get_item (columns, 2);
  g_autoptr (GtkColumnViewColumn) addresses = g_list_model_get_item (columns, 5);

  g_assert_cmpstr (gtk_column_view_column_get_title (addresses), ==, "Addresses");
  g_assert_cmpstr (gtk_column_view_column_get_title (host), ==, "Host");
  g_assert_true (gtk_column_view_column_get_visible (host));
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "columns.show-host", NULL);
  g_assert_false (gtk_column_view_column_get_visible (host));
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "columns.show-host", NULL);
  g_assert_true (gtk_column_view_column_get_visible (host));
  /* Where there is little room, whatever was chosen. */
  g_object_set (fixture->table, "crowded", TRUE, NULL);
  g_assert_false (gtk_column_view_column_get_visible (addresses));
  g_assert_true (gtk_column_view_column_get_visible (host));
  g_object_set (fixture->table, "compact", TRUE, NULL);
  g_assert_false (gtk_column_view_column_get_visible (host));
}

static void
test_describe (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *line = lc_row_describe_line (lc_report_get_row (report, 1));
  g_auto (GStrv) cells = g_strsplit (line, "\t", -1);

  g_assert_cmpuint (g_strv_length (cells), ==, 8);
  g_assert_cmpstr (cells[0], ==, "US-17");
  g_assert_cmpstr (cells[2], ==, "169.63.26.232");
  g_assert_cmpstr (cells[4], ==, "Blocked");
}

static void
opened_cb (guint *opened)
{
  (*opened)++;
}

static guint
search_and_enter (Fixture *fixture, const char *text)
{
  GtkWidget *search = find_widget (GTK_WIDGET (fixture->table), GTK_TYPE_SEARCH_ENTRY);
  guint opened = 0;
  gulong handler
      = g_signal_connect_swapped (fixture->table, "opened", G_CALLBACK (opened_cb), &opened);

  gtk_editable_set_text (GTK_EDITABLE (search), text);
  g_signal_emit_by_name (search, "activate");
  g_signal_handler_disconnect (fixture->table, handler);
  return opened;
}

/* “Look at US-17”: typed, and Enter. */
static void
test_number (Fixture *fixture, gconstpointer data)
{
  guint n = lc_report_get_n_rows (fixture->report);
  LcRow *row = lc_report_get_row (fixture->report, n - 1);
  g_autofree char *lower = g_ascii_strdown (lc_row_get_number (row), -1);
  const char *digits = strrchr (lower, '-') + 1;

  g_assert_cmpuint (search_and_enter (fixture, lower), ==, 1);
  g_assert_true (lc_row_table_get_selected (fixture->table) == row);
  lc_row_table_select (fixture->table, NULL);
  g_assert_cmpuint (search_and_enter (fixture, digits), ==, 1);
  g_assert_true (lc_row_table_get_selected (fixture->table) == row);
  lc_row_table_select (fixture->table, NULL);
  g_assert_cmpuint (search_and_enter (fixture, "no such row"), ==, 0);
  g_assert_null (lc_row_table_get_selected (fixture->table));
  g_assert_cmpuint (search_and_enter (fixture, ""), ==, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/row-table/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

/* Where text runs from the right, the row's number is what is seen, in narrow windows too. */
static void
test_from_the_right (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = find_widget (GTK_WIDGET (fixture->table), GTK_TYPE_COLUMN_VIEW);
  GtkAdjustment *columns = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view));

  gtk_widget_set_direction (GTK_WIDGET (fixture->table), GTK_TEXT_DIR_RTL);
  for (int width = 700; width >= 500; width -= 100) {
    gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 600);
    app_settle ();
    while (gtk_widget_get_width (fixture->window) != width)
      g_main_context_iteration (NULL, TRUE);
    app_settle ();
    g_assert_cmpfloat (gtk_adjustment_get_upper (columns), >,
                       gtk_adjustment_get_page_size (columns));
    g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (columns)
                                        + gtk_adjustment_get_page_size (columns),
                                    gtk_adjustment_get_upper (columns), 1);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  ADD ("follows-rows", test_follows_rows);
  ADD ("rows-follow", test_rows_follow);
  ADD ("filter", test_filter);
  ADD ("selecting-shows", test_selecting_shows);
  ADD ("sort-keeps-selection", test_sort_keeps_selection);
  ADD ("problems-first", test_problems_first);
  ADD ("keeps-filter-and-place", test_keeps_filter_and_place);
  ADD ("columns", test_columns);
  ADD ("describe", test_describe);
  ADD ("number", test_number);
  ADD ("from-the-right", test_from_the_right);
  return g_test_run ();
}
