/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-details-content.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/lc-path-ladder.h"
#include "app/lc-status-look.h"
#include "app/lc-step-bar.h"
#include "app/lc-text-size.h"
#include "catalog/lc-catalog-words.h"
#include "report/lc-report-words.h"

#define MAX_CHAIN 8    /* certificates that are shown of a chain */
#define MAX_SAMPLES 48 /* as many as a report has of one host */

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

static int
count_lines (GtkGrid *grid)
{
  int n = 0;

  while (gtk_grid_get_child_at (grid, 0, n) != NULL)
    n++;
  return n;
}

static void
append_fact (GtkGrid *grid, const char *name, const char *value)
{
  int line = count_lines (grid);
  GtkWidget *label;
  GtkWidget *text;

  if (value == NULL || *value == '\0')
    return;
  label = lc_label_new (name, "dim-label");
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  text = make_text (value);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_add_css_class (text, "lc-numeric");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  label, NULL, -1);
  gtk_grid_attach (grid, label, 0, line, 1, 1);
  gtk_grid_attach (grid, text, 1, line, 1, 1);
}

static void
append_facts (GtkGrid *grid, const char *name, const char *const *values)
{
  g_autofree char *text = values != NULL ? g_strjoinv ("\n", (char **) values) : NULL;

  if (text == NULL || *text == '\0')
    return;
  for (guint i = 0; values[i] != NULL; i++)
    append_fact (grid, i == 0 ? name : "", values[i]);
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
append_about (GtkBox *box, LcRow *row)
{
  GtkGrid *grid = append_grid (box);
  g_autofree char *port = lc_row_describe_port (row);
  g_autofree char *latency = lc_row_describe_latency (row);

  append_fact (grid, _ ("Host"), lc_row_get_host (row));
  append_fact (grid, _ ("Port"), port);
  append_fact (grid, _ ("Needed for"), lc_catalog_translate (lc_row_get_purpose (row)));
  if (!lc_row_get_required (row))
    append_fact (grid, _ ("Required"), C_ ("required", "No"));
  append_fact (grid, _ ("Note"), lc_catalog_translate (lc_row_get_note (row)));
  if (!lc_row_get_host_is_literal (row))
    append_facts (grid, _ ("Documented"), lc_row_get_documented (row));
  if (lc_row_get_latency_us (row) >= 0)
    append_fact (grid, _ ("Latency"), latency);
}

static void
append_dns (GtkBox *box, LcRow *row)
{
  const LcDns *dns = lc_row_get_dns (row);
  g_autofree char *time = NULL;
  GtkGrid *grid;

  if (dns == NULL)
    return;
  append_heading (box, _ ("Name look-up"));
  grid = append_grid (box);
  time = lc_describe_us (dns->us);
  append_fact (grid, _ ("Result"),
               dns->detail != NULL && *dns->detail != '\0' ? dns->detail
                                                           : lc_code_get_label (dns->code));
  append_facts (grid, _ ("Addresses"), (const char *const *) dns->addresses);
  append_fact (grid, _ ("Leads to"), dns->canonical);
  append_fact (grid, _ ("Asked"), dns->server);
  append_fact (grid, _ ("Time"), time);
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
  gtk_grid_attach (grid,
                   make_text (step->detail != NULL && *step->detail != '\0'
                                  ? step->detail
                                  : lc_code_get_label (step->code)),
                   1, line + 1, 3, 1);
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

/* What the other side said. */

static void
append_certificate (GtkBox *box, const LcCertificate *certificate, guint depth)
{
  g_autofree char *until = lc_describe_day (certificate->not_after);
  g_autofree char *text
      /* Translators: whom a certificate is for, and the day it ends on. */
      = g_strdup_printf (_ ("%s, until %s"),
                         certificate->subject != NULL ? certificate->subject : "–", until);
  GtkWidget *label = make_text (text);

  gtk_widget_set_margin_start (label, (int) depth * 12);
  gtk_box_append (box, label);
}

static void
append_tls (GtkBox *box, const LcTls *tls)
{
  GtkGrid *grid;

  append_heading (box, _ ("Certificate"));
  for (guint i = 0; tls->chain != NULL && i < MIN (tls->chain->len, MAX_CHAIN); i++) {
    const LcCertificate *certificate = g_ptr_array_index (tls->chain, i);

    append_certificate (box, certificate, i);
    if (i + 1 == tls->chain->len && !certificate->self_signed && certificate->issuer != NULL) {
      g_autofree char *text
          /* Translators: who has signed a certificate. */
          = g_strdup_printf (_ ("signed by %s"), certificate->issuer);
      GtkWidget *label = lc_label_new (text, "dim-label");

      gtk_widget_set_margin_start (label, (int) (i + 1) * 12);
      gtk_box_append (box, label);
    }
  }
  grid = append_grid (box);
  append_fact (grid, _ ("Checked for"), tls->name);
  append_fact (grid, _ ("Trust"),
               g_strcmp0 (tls->verify, "ok") == 0 ? _ ("This computer trusts it") : tls->verify);
  append_fact (grid, _ ("Version"), tls->version);
}

static void
append_http (GtkGrid *grid, const LcHttp *http)
{
  g_autofree char *status = http->status != 0 ? g_strdup_printf ("HTTP %u", http->status) : NULL;

  append_fact (grid, _ ("Answer"), status);
  append_fact (grid, _ ("Server"), http->server);
  append_fact (grid, _ ("Page"), http->title);
  append_fact (grid, _ ("Leads to"), http->location);
  append_fact (grid, _ ("Via"), http->via);
}

static void
append_stun (GtkGrid *grid, const LcStun *stun)
{
  /* Translators: answers to requests, as “19 of 20”. */
  g_autofree char *answered = g_strdup_printf (_ ("%u of %u"), stun->answered, stun->sent);
  g_autofree char *jitter = lc_describe_us (stun->jitter_us);

  append_fact (grid, _ ("Answered"), answered);
  append_fact (grid, _ ("Seen as"), stun->mapped);
  if (stun->jitter_us >= 0)
    append_fact (grid, _ ("Jitter"), jitter);
}

static void
append_icmp (GtkGrid *grid, const LcAttempt *attempt)
{
  const LcIcmp *icmp = attempt->icmp;
  gboolean ipv6 = attempt->address != NULL && strchr (attempt->address, ':') != NULL;
  g_autofree char *text = g_strdup_printf ("%s: %s", icmp->address != NULL ? icmp->address : "–",
                                           lc_icmp_describe (ipv6, icmp->type, icmp->code));

  append_fact (grid, _ ("Router"), text);
}

static void
append_answers (GtkBox *box, const LcAttempt *attempt)
{
  GtkGrid *grid = append_grid (box);

  append_fact (grid, _ ("Through proxy"), attempt->proxy);
  append_fact (grid, _ ("From"), attempt->local);
  append_fact (grid, _ ("Answer"), attempt->reply);
  if (attempt->http != NULL)
    append_http (grid, attempt->http);
  if (attempt->stun != NULL)
    append_stun (grid, attempt->stun);
  if (attempt->icmp != NULL)
    append_icmp (grid, attempt);
  if (count_lines (grid) == 0)
    gtk_box_remove (box, GTK_WIDGET (grid));
}

static void
append_samples (GtkBox *box, GPtrArray *samples)
{
  GtkWidget *expander = gtk_expander_new (_ ("Sampled ports"));
  GtkWidget *grid = gtk_grid_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Sampled ports"), -1);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  for (guint i = 0; i < MIN (samples->len, MAX_SAMPLES); i++) {
    const LcSample *sample = g_ptr_array_index (samples, i);
    g_autofree char *port = g_strdup_printf ("UDP %u", sample->port);

    gtk_grid_attach (GTK_GRID (grid),
                     make_icon (lc_status_get_icon (sample->status),
                                lc_status_get_style (sample->status)),
                     0, (int) i, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), lc_label_new (port, "lc-numeric"), 1, (int) i, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), lc_label_new (lc_code_get_label (sample->code), NULL), 2,
                     (int) i, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), lc_label_new (sample->address, "lc-numeric"), 3, (int) i, 1,
                     1);
  }
  gtk_expander_set_child (GTK_EXPANDER (expander), grid);
  gtk_box_append (box, expander);
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
  append_answers (GTK_BOX (card), attempt);
  if (attempt->samples != NULL)
    append_samples (GTK_BOX (card), attempt->samples);
  if (attempt->tls != NULL)
    append_tls (GTK_BOX (card), attempt->tls);
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
  append_about (box, row);
  append_dns (box, row);
  append_attempts (box, _ ("Each address"), lc_row_get_attempts (row));
  append_attempts (box, _ ("Through the proxy"), lc_row_get_proxied_attempts (row));
  append_attempts (box, _ ("Documented addresses"), lc_row_get_documented_attempts (row));
}
