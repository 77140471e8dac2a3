/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-print.h"

#include "report/lc-report-text.h"

#define COLUMNS 96
#define FONT "monospace"
#define SPARE_COLUMNS 2 /* so that rounding never breaks a line */

/* A report on its way to paper: its lines, and how many fit on a page. */
typedef struct
{
  char **lines; /* (owned) */
  guint n_lines;
  guint per_page;
  double line_height;
  PangoFontDescription *font; /* (owned) */
} Job;

static void
job_free (gpointer data, GClosure *closure)
{
  Job *job = data;

  g_strfreev (job->lines);
  pango_font_description_free (job->font);
  g_free (job);
}

static PangoLayout *
create_layout (Job *job, GtkPrintContext *context)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);

  pango_layout_set_font_description (layout, job->font);
  return layout;
}

/* The size at which the report's columns fill the page's width. */
static void
choose_size (Job *job, GtkPrintContext *context)
{
  g_autoptr (PangoLayout) layout = NULL;
  g_autofree char *ruler = g_strnfill (COLUMNS + SPARE_COLUMNS, 'm');
  const int size = 10 * PANGO_SCALE;
  int width;
  int height;

  pango_font_description_set_size (job->font, size);
  layout = create_layout (job, context);
  pango_layout_set_text (layout, ruler, -1);
  pango_layout_get_size (layout, &width, &height);
  pango_font_description_set_size (job->font, (int) (size * gtk_print_context_get_width (context)
                                                     * PANGO_SCALE / MAX (1, width)));
}

static void
begin_print_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (PangoLayout) layout = NULL;
  int height;

  choose_size (job, context);
  layout = create_layout (job, context);
  pango_layout_set_text (layout, "Mg", -1);
  pango_layout_get_size (layout, NULL, &height);
  job->line_height = MAX (1, (double) height / PANGO_SCALE);
  job->per_page = MAX (1, (guint) (gtk_print_context_get_height (context) / job->line_height));
  gtk_print_operation_set_n_pages (operation,
                                   (int) ((job->n_lines + job->per_page - 1) / job->per_page));
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  Job *job = user_data;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  g_autoptr (PangoLayout) layout = create_layout (job, context);
  guint first = (guint) page * job->per_page;

  for (guint i = first; i < MIN (first + job->per_page, job->n_lines); i++) {
    pango_layout_set_text (layout, job->lines[i], -1);
    cairo_move_to (cr, 0, (i - first) * job->line_height);
    pango_cairo_show_layout (cr, layout);
  }
}

char *
lc_print_get_text (LcReport *report)
{
  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  return lc_report_to_text (report, COLUMNS);
}

GtkPrintOperation *
lc_print_operation_new (LcReport *report)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autofree char *text = lc_print_get_text (report);
  g_autofree char *name = g_strdup_printf ("linecheck-%s", lc_report_get_site (report));
  Job *job = g_new0 (Job, 1);

  job->lines = g_strsplit (g_strchomp (text), "\n", -1);
  job->n_lines = g_strv_length (job->lines);
  job->font = pango_font_description_from_string (FONT);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), job);
  /* The last of the handlers takes the job with it. */
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), job, job_free,
                         G_CONNECT_DEFAULT);
  return operation;
}

gboolean
lc_print_report (LcReport *report, GtkWindow *parent, GError **error)
{
  g_autoptr (GtkPrintOperation) operation = lc_print_operation_new (report);

  return gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, error)
         != GTK_PRINT_OPERATION_RESULT_ERROR;
}
