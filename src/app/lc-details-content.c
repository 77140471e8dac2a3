/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-details-content.h"

#include <glib/gi18n-lib.h>

#include "app/lc-children.h"
#include "app/lc-fact-grid.h"
#include "app/lc-path-ladder.h"
#include "app/lc-status-look.h"
#include "app/lc-step-bar.h"
#include "app/lc-text-size.h"
#include "report/lc-report-words.h"
#include "report/lc-row-facts.h"

static GtkWidget *
make_text (const char *text)
{
  GtkWidget *label = lc_label_new (text, NULL);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  return label;
}

static void
append_heading (GtkBox *box, const char *text)
{
  GtkWidget *label = lc_label_new (text, "heading");

  gtk_widget_set_margin_top (label, 6);
  gtk_box_append (box, label);
}

static GtkWidget *
make_icon (const char *name, const char *style)
{
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", name, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (icon, "lc-status-icon");
  if (style != NULL)
    gtk_widget_add_css_class (icon, style);
  return icon;
}

/* A symbol with its word. */
static GtkWidget *
make_status (const char *icon, const char *style, const char *word)
{
  return lc_line_new (make_icon (icon, style), lc_label_new (word, "heading"), 6);
}

static GtkGrid *
append_grid (GtkBox *box)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_box_append (box, grid);
  return GTK_GRID (grid);
}

/* Which findings the row is part of: why it is as it is. */
static void
append_meaning (GtkBox *box, LcReport *report, LcRow *row)
{
  GPtrArray *findings = lc_report_get_findings (report);

  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);
    GtkWidget *icon;
    GtkWidget *title;

    if (!g_ptr_array_find_with_equal_func (finding->rows, lc_row_get_id (row), g_str_equal, NULL))
      continue;
    icon = make_icon (lc_severity_get_icon (finding->severity),
                      lc_severity_get_style (finding->severity));
    title = make_text (finding->title);
    gtk_widget_set_hexpand (title, TRUE);
    gtk_box_append (box, lc_line_new (icon, title, 6));
  }
}

static void
append_dns (GtkBox *box, LcRow *row)
{
  if (lc_row_get_dns (row) == NULL)
    return;
  append_heading (box, _ ("Name look-up"));
  lc_fact_grid_append (box, lc_row_list_dns (row));
}

/* The steps of an attempt on one scale of time. */

static gint64
get_scale (LcAttempt *attempt)
{
  gint64 scale = 0;

  for (guint i = 0; i < attempt->steps->len; i++) {
    const LcStep *step = g_ptr_array_index (attempt->steps, i);

    scale += MAX (0, step->us);
  }
  return MAX (1, scale);
}

/* Returns: the next free line. */
static int
append_step (GtkGrid *grid, int line, LcAttempt *attempt, const LcStep *step, gint64 begin)
{
  g_autofree char *time = lc_describe_us (step->us);
  gboolean connects = step->phase == LC_PHASE_TCP || step->phase == LC_PHASE_UDP;
  GtkWidget *name = lc_label_new (lc_phase_get_label (step->phase), NULL);
  GtkWidget *bar = lc_step_bar_new (begin, step->us, connects ? attempt->latency_us : LC_US_NONE,
                                    get_scale (attempt), lc_status_get_style (step->status));
  GtkWidget *number = lc_label_new (time, "lc-numeric");

  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_label_set_wrap (GTK_LABEL (name), FALSE);
  gtk_label_set_wrap (GTK_LABEL (number), FALSE);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_grid_attach (grid,
                   make_icon (lc_status_get_icon (step->status),
                              lc_status_get_style (step->status)),
                   0, line, 1, 1);
  gtk_grid_attach (grid, name, 1, line, 1, 1);
  gtk_grid_attach (grid, bar, 2, line, 1, 1);
  gtk_grid_attach (grid, number, 3, line, 1, 1);
  if (step->status == LC_STATUS_PASS)
    return line + 1;
  gtk_grid_attach (grid, make_text (lc_describe_detail (step->detail, step->code)), 1, line + 1, 3,
                   1);
  return line + 2;
}

/* What the other rows, or the path, made of it: no step may say that it saw so. */
static void
append_judgement (GtkGrid *grid, int line, LcAttempt *attempt)
{
  const char *meaning = lc_attempt_get_meaning (attempt);
  g_autofree char *text = NULL;

  if (meaning == NULL)
    return;
  text = lc_describe_labelled (_ ("Taken together"), meaning);
  gtk_grid_attach (grid,
                   make_icon (lc_status_get_icon (attempt->status),
                              lc_status_get_style (attempt->status)),
                   0, line, 1, 1);
  gtk_grid_attach (grid, make_text (text), 1, line, 3, 1);
}

static void
append_steps (GtkBox *box, LcAttempt *attempt)
{
  GtkGrid *grid;
  gint64 begin = 0;
  int line = 0;

  if (attempt->steps->len == 0)
    return;
  grid = append_grid (box);
  gtk_grid_set_column_spacing (grid, 6);
  for (guint i = 0; i < attempt->steps->len; i++) {
    const LcStep *step = g_ptr_array_index (attempt->steps, i);

    line = append_step (grid, line, attempt, step, begin);
    begin += MAX (0, step->us);
  }
  append_judgement (grid, line, attempt);
}

/* Each certificate below the one that it vouches for, farther in. */
static void
append_tls (GtkBox *box, const LcAttempt *attempt)
{
  g_autoptr (GPtrArray) chain = lc_attempt_list_chain (attempt);

  append_heading (box, _ ("Certificate"));
  for (guint i = 0; i < chain->len; i++) {
    const LcFact *fact = g_ptr_array_index (chain, i);
    GtkWidget *label = make_text (fact->value);

    gtk_widget_set_margin_start (label, (int) i * 12);
    gtk_box_append (box, label);
  }
  lc_fact_grid_append (box, lc_attempt_list_trust (attempt));
}

static void
append_samples (GtkBox *box, const LcAttempt *attempt)
{
  GtkWidget *grid = gtk_grid_new ();
  g_autoptr (GPtrArray) facts = lc_attempt_list_samples (attempt);

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  for (guint i = 0; i < facts->len; i++) {
    const LcSample *sample = g_ptr_array_index (attempt->samples, i);
    const LcFact *fact = g_ptr_array_index (facts, i);

    gtk_grid_attach (GTK_GRID (grid),
                     make_icon (lc_status_get_icon (sample->status),
                                lc_status_get_style (sample->status)),
                     0, (int) i, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), lc_label_new (fact->label, "lc-numeric"), 1, (int) i, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), lc_label_new (fact->value, "lc-numeric"), 2, (int) i, 1, 1);
  }
  gtk_box_append (box, lc_expander_new (_ ("Sampled ports"), grid));
}

static void
append_attempt (GtkBox *parent, LcAttempt *attempt)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *status
      = make_status (lc_status_get_icon (attempt->status), lc_status_get_style (attempt->status),
                     lc_status_get_label (attempt->status));
  GtkWidget *address = make_text (attempt->address != NULL ? attempt->address : "–");

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "lc-card");
  gtk_widget_add_css_class (address, "heading");
  gtk_widget_add_css_class (address, "lc-numeric");
  gtk_widget_set_hexpand (address, TRUE);
  gtk_box_append (GTK_BOX (card), lc_line_new (address, status, 6));
  append_steps (GTK_BOX (card), attempt);
  lc_fact_grid_append (GTK_BOX (card), lc_attempt_list_answers (attempt));
  if (attempt->samples != NULL)
    append_samples (GTK_BOX (card), attempt);
  if (attempt->tls != NULL)
    append_tls (GTK_BOX (card), attempt);
  if (attempt->path != NULL) {
    append_heading (GTK_BOX (card), _ ("Path"));
    lc_path_ladder_append (GTK_BOX (card), attempt);
  }
  gtk_box_append (parent, card);
}

static void
append_attempts (GtkBox *box, const char *heading, GPtrArray *attempts)
{
  if (attempts->len == 0)
    return;
  append_heading (box, heading);
  for (guint i = 0; i < attempts->len; i++)
    append_attempt (box, g_ptr_array_index (attempts, i));
}

void
lc_details_content_append (GtkBox *box, LcReport *report, LcRow *row)
{
  LcRowState state = lc_row_get_state (row);
  LcStatus status = lc_row_get_status (row);
  g_autofree char *seen = lc_row_describe_seen (row);

  gtk_box_append (box,
                  make_status (lc_row_get_icon (state, status), lc_row_get_style (state, status),
                               lc_row_get_status_word (row)));
  if (*seen != '\0')
    gtk_box_append (box, make_text (seen));
  append_meaning (box, report, row);
  lc_fact_grid_append (box, lc_row_list_facts (row));
  append_dns (box, row);
  append_attempts (box, _ ("Each address"), lc_row_get_attempts (row));
  append_attempts (box, _ ("Through the proxy"), lc_row_get_proxied_attempts (row));
  append_attempts (box, _ ("Documented addresses"), lc_row_get_documented_attempts (row));
}
