/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-check-page.h"

#include <glib/gi18n-lib.h>

#include "app/lc-children.h"
#include "app/lc-details-pane.h"
#include "app/lc-fact-grid.h"
#include "app/lc-finding-card.h"
#include "app/lc-row-table.h"
#include "app/lc-split-view.h"
#include "app/lc-text-size.h"
#include "app/lc-verdict-bar.h"
#include "base/lc-text.h"
#include "report/lc-compare.h"
#include "report/lc-report-facts.h"
#include "report/lc-report-words.h"

#define MAX_DIFFERENCES 12 /* rows that are named in a comparison */

struct _LcCheckPage
{
  GtkBox parent_instance;

  LcSplitView *split;
  GtkScrolledWindow *scroller;
  GtkWidget *saved_bar;
  GtkLabel *saved_text;
  LcVerdictBar *verdict;
  GtkWidget *comparison;
  GtkBox *differences;
  GtkBox *findings;
  LcRowTable *table;
  LcDetailsPane *details;

  LcSession *session; /* (owned) */
  LcReport *report;   /* (owned) (nullable) whose signals are connected */
  GtkWidget *opener;  /* (nullable) a weak pointer: where the keyboard was before the details */
};

typedef enum
{
  PROP_ROW = 1,
  PROP_COMPACT,
} Property;

static GParamSpec *properties[PROP_COMPACT + 1];

G_DEFINE_FINAL_TYPE (LcCheckPage, lc_check_page, GTK_TYPE_BOX)

static GtkWidget *
get_focus (LcCheckPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

/* Somebody has asked for a row: the keyboard goes there, and back when they are closed. */
static void
open_details (LcCheckPage *self)
{
  GtkWidget *focus = get_focus (self);

  if (lc_check_page_get_row (self) == NULL)
    return;
  if (focus != NULL && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->details)))
    g_set_weak_pointer (&self->opener, focus);
  lc_split_view_set_show_pane (self->split, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->details));
}

static void
row_pressed_cb (LcCheckPage *self, const char *id)
{
  lc_row_table_select (self->table, id);
  open_details (self);
}

static GPtrArray *
collect_folded (GPtrArray *findings, GPtrArray *parents, const LcFinding *parent)
{
  GPtrArray *folded = g_ptr_array_new ();

  for (guint i = 0; i < findings->len; i++)
    if (g_ptr_array_index (parents, i) == parent)
      g_ptr_array_add (folded, g_ptr_array_index (findings, i));
  return folded;
}

/* What this computer's network looks like, for whoever asks. */
static void
append_network (LcCheckPage *self)
{
  GtkWidget *grid = lc_fact_grid_new (lc_report_list_network (self->report));

  if (grid != NULL)
    gtk_box_append (self->findings, lc_expander_new (_ ("This computer’s network"), grid));
}

static void
show_findings (LcCheckPage *self)
{
  GPtrArray *findings = lc_report_get_findings (self->report);
  g_autoptr (GPtrArray) parents = lc_report_find_parents (self->report);

  lc_widget_remove_children (GTK_WIDGET (self->findings));
  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);
    g_autoptr (GPtrArray) folded = NULL;
    GtkWidget *card;

    if (g_ptr_array_index (parents, i) != NULL)
      continue;
    folded = collect_folded (findings, parents, finding);
    card = lc_finding_card_new (self->report, finding, folded);
    g_signal_connect_object (card, "row-pressed", G_CALLBACK (row_pressed_cb), self,
                             G_CONNECT_SWAPPED);
    gtk_box_append (self->findings, card);
  }
  append_network (self);
  gtk_widget_set_visible (GTK_WIDGET (self->findings),
                          gtk_widget_get_first_child (GTK_WIDGET (self->findings)) != NULL);
}

static void
show_origin (LcCheckPage *self)
{
  const char *origin = lc_session_get_origin (self->session);
  g_autofree char *name = NULL;
  g_autofree char *when = NULL;
  g_autofree char *site = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->saved_bar, origin != NULL);
  if (origin == NULL || self->report == NULL)
    return;
  name = lc_text_clean (origin);
  when = lc_report_describe_started (self->report);
  site = lc_report_describe_site (self->report);
  /* Translators: a site, a day with its time, a file's name. */
  text = g_strdup_printf (_ ("Saved report: %s, checked %s (%s)"), site, when, name);
  gtk_label_set_text (self->saved_text, text);
}

static void
append_line (LcCheckPage *self, const char *text, const char *style)
{
  GtkWidget *label = lc_label_new (text, style);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_box_append (self->differences, label);
}

/* What a saved report and the last check of this computer do not agree on. */
static void
show_differences (LcCheckPage *self, LcReport *own)
{
  g_autoptr (GPtrArray) differences = lc_reports_compare (self->report, own);
  g_autofree char *when = lc_report_describe_started (own);
  /* Translators: a day with its time. “Yours” in the lines below is this check of this computer. */
  g_autofree char *title = g_strdup_printf (_ ("Compared with your check of %s"), when);
  g_autofree char *rest = NULL;
  guint more;

  append_line (self, title, "heading");
  if (differences->len == 0)
    append_line (self, _ ("Every row is the same."), NULL);
  for (guint i = 0; i < MIN (differences->len, MAX_DIFFERENCES); i++) {
    g_autofree char *text = lc_difference_describe (g_ptr_array_index (differences, i));

    append_line (self, text, NULL);
  }
  if (differences->len <= MAX_DIFFERENCES)
    return;
  more = differences->len - MAX_DIFFERENCES;
  /* Translators: a number of rows, after a list of others. */
  rest = g_strdup_printf (ngettext ("and %u more", "and %u more", more), more);
  append_line (self, rest, "dim-label");
}

static void
show_comparison (LcCheckPage *self)
{
  LcReport *own = lc_session_get_own_report (self->session);
  gboolean compare = lc_session_get_origin (self->session) != NULL && self->report != NULL
                     && own != NULL && lc_reports_are_comparable (self->report, own);

  lc_widget_remove_children (GTK_WIDGET (self->differences));
  if (compare)
    show_differences (self, own);
  gtk_widget_set_visible (self->comparison, compare);
}

static void
disconnect_report (LcCheckPage *self)
{
  if (self->report != NULL)
    g_signal_handlers_disconnect_by_data (self->report, self);
  g_clear_object (&self->report);
}

/* The answer is what the eye meets first. A focus below would draw the view to itself. */
static void
scroll_to_top (LcCheckPage *self)
{
  GtkWidget *focus = get_focus (self);

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->scroller)))
    gtk_root_set_focus (gtk_widget_get_root (focus), NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/* Whether it is the same check once more, in which people go on where they were. */
static gboolean
is_again (LcCheckPage *self, LcReport *report)
{
  return self->report != NULL && report != NULL && lc_session_get_origin (self->session) == NULL
         && !gtk_widget_get_visible (self->saved_bar)
         && g_strcmp0 (lc_report_get_site (self->report), lc_report_get_site (report)) == 0;
}

static void
report_changed_cb (LcCheckPage *self)
{
  LcReport *report = lc_session_get_report (self->session);
  gboolean again = is_again (self, report);

  disconnect_report (self);
  if (!again)
    scroll_to_top (self);
  lc_row_table_replace_report (self->table, report, again);
  lc_check_page_close_details (self);
  if (!g_set_object (&self->report, report))
    return;
  g_signal_connect_swapped (report, "diagnosed", G_CALLBACK (show_findings), self);
  show_findings (self);
  show_origin (self);
  show_comparison (self);
}

static void
origin_changed_cb (LcCheckPage *self)
{
  show_origin (self);
  show_comparison (self);
}

/* Side by side the details follow the selection. Where they would cover the
 * table they wait until they are asked for. */
static void
selected_cb (LcCheckPage *self)
{
  LcRow *row = lc_check_page_get_row (self);

  /* The page is going. */
  if (self->session == NULL)
    return;
  lc_details_pane_set_row (self->details,
                           row != NULL ? lc_session_get_report (self->session) : NULL, row);
  if (row == NULL || !lc_split_view_get_narrow (self->split))
    lc_split_view_set_show_pane (self->split, row != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROW]);
}

static void
room_changed_cb (LcCheckPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

static void
closed_cb (LcCheckPage *self)
{
  lc_check_page_close_details (self);
}

static void
lc_check_page_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  LcCheckPage *self = LC_CHECK_PAGE (object);

  switch ((Property) property_id) {
  case PROP_ROW:
    g_value_set_object (value, lc_check_page_get_row (self));
    break;
  case PROP_COMPACT:
    g_value_set_boolean (value, lc_check_page_get_compact (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
lc_check_page_dispose (GObject *object)
{
  LcCheckPage *self = LC_CHECK_PAGE (object);

  disconnect_report (self);
  g_clear_weak_pointer (&self->opener);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), LC_TYPE_CHECK_PAGE);
  G_OBJECT_CLASS (lc_check_page_parent_class)->dispose (object);
}

static void
lc_check_page_class_init (LcCheckPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lc_check_page_get_property;
  object_class->dispose = lc_check_page_dispose;
  properties[PROP_ROW]
      = g_param_spec_object ("row", NULL, NULL, LC_TYPE_ROW,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT]
      = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (LC_TYPE_SPLIT_VIEW);
  g_type_ensure (LC_TYPE_VERDICT_BAR);
  g_type_ensure (LC_TYPE_ROW_TABLE);
  g_type_ensure (LC_TYPE_DETAILS_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/linecheck/Linecheck/lc-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LcCheckPage, split);
  gtk_widget_class_bind_template_child (widget_class, LcCheckPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, LcCheckPage, saved_bar);
  gtk_widget_class_bind_template_child (widget_class, LcCheckPage, saved_text);
  gtk_widget_class_bind_template_child (widget_class, LcCheckPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, LcCheckPage, findings);
  gtk_widget_class_bind_template_child (widget_class, LcCheckPage, comparison);
  gtk_widget_class_bind_template_child (widget_class, LcCheckPage, differences);
  gtk_widget_class_bind_template_child (widget_class, LcCheckPage, table);
  gtk_widget_class_bind_template_child (widget_class, LcCheckPage, details);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_details);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, room_changed_cb);
}

static void
lc_check_page_init (LcCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lc_check_page_new (void)
{
  return g_object_new (LC_TYPE_CHECK_PAGE, NULL);
}

void
lc_check_page_set_session (LcCheckPage *self, LcSession *session)
{
  g_return_if_fail (LC_IS_CHECK_PAGE (self));
  g_return_if_fail (LC_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  lc_verdict_bar_set_session (self->verdict, session);
  g_signal_connect_object (session, "notify::report", G_CALLBACK (report_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::origin", G_CALLBACK (origin_changed_cb), self,
                           G_CONNECT_SWAPPED);
  report_changed_cb (self);
}

LcRow *
lc_check_page_get_row (LcCheckPage *self)
{
  g_return_val_if_fail (LC_IS_CHECK_PAGE (self), NULL);

  return self->table != NULL ? lc_row_table_get_selected (self->table) : NULL;
}

gboolean
lc_check_page_get_compact (LcCheckPage *self)
{
  gboolean compact = FALSE;

  g_return_val_if_fail (LC_IS_CHECK_PAGE (self), FALSE);

  if (self->split != NULL)
    g_object_get (self->split, "compact", &compact, NULL);
  return compact;
}

void
lc_check_page_expect_width (LcCheckPage *self, int width)
{
  g_return_if_fail (LC_IS_CHECK_PAGE (self));

  lc_split_view_expect_width (self->split, width);
}

void
lc_check_page_start_search (LcCheckPage *self)
{
  g_return_if_fail (LC_IS_CHECK_PAGE (self));

  if (lc_split_view_get_narrow (self->split))
    lc_split_view_set_show_pane (self->split, FALSE);
  lc_row_table_start_search (self->table);
}

void
lc_check_page_focus_verdict (LcCheckPage *self)
{
  g_return_if_fail (LC_IS_CHECK_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->verdict));
}

gboolean
lc_check_page_reads_rows (LcCheckPage *self)
{
  GtkWidget *focus;

  g_return_val_if_fail (LC_IS_CHECK_PAGE (self), FALSE);

  focus = get_focus (self);
  return focus != NULL
         && (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->table))
             || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->details)));
}

char *
lc_check_page_describe (LcCheckPage *self)
{
  g_return_val_if_fail (LC_IS_CHECK_PAGE (self), NULL);

  return lc_verdict_bar_describe (self->verdict);
}

void
lc_check_page_list_areas (LcCheckPage *self, GPtrArray *areas)
{
  g_return_if_fail (LC_IS_CHECK_PAGE (self));
  g_return_if_fail (areas != NULL);

  g_ptr_array_add (areas, self->saved_bar);
  g_ptr_array_add (areas, self->verdict);
  g_ptr_array_add (areas, self->findings);
  g_ptr_array_add (areas, self->table);
  g_ptr_array_add (areas, self->details);
}

void
lc_check_page_focus_stop (LcCheckPage *self)
{
  g_return_if_fail (LC_IS_CHECK_PAGE (self));

  lc_verdict_bar_focus_stop (self->verdict);
}

gboolean
lc_check_page_close_details (LcCheckPage *self)
{
  g_return_val_if_fail (LC_IS_CHECK_PAGE (self), FALSE);

  if (!lc_split_view_get_show_pane (self->split))
    return FALSE;
  lc_split_view_set_show_pane (self->split, FALSE);
  lc_row_table_select (self->table, NULL);
  if (self->opener == NULL || !gtk_widget_get_mapped (self->opener)
      || !gtk_widget_grab_focus (self->opener))
    lc_row_table_focus_rows (self->table);
  g_clear_weak_pointer (&self->opener);
  return TRUE;
}
