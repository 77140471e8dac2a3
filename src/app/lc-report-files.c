/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-report-files.h"

#include <glib/gi18n-lib.h>

#include "app/lc-report-io.h"
#include "report/lc-report-json.h"

struct _LcReportFiles
{
  GObject parent_instance;

  GtkWindow *window;           /* not owned */
  GtkFileChooserNative *files; /* (owned) (nullable) while a person chooses a file */
  LcSharePopover *share;       /* (owned) (nullable) whose report is saved */
  GCancellable *cancellable;   /* (owned) of reading and writing files */
};

enum
{
  LOADED,
  SAID,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LcReportFiles, lc_report_files, G_TYPE_OBJECT)

static void
say (LcReportFiles *self, const char *text)
{
  g_signal_emit (self, signals[SAID], 0, text);
}

/* Opening. */

typedef struct
{
  LcReportFiles *files; /* (owned) */
  char *name;           /* (owned) of the file, for people */
} OpenOp;

static OpenOp *
open_op_new (LcReportFiles *self, GFile *file)
{
  g_autofree char *path = g_file_get_basename (file);
  OpenOp *op = g_new0 (OpenOp, 1);

  op->files = g_object_ref (self);
  op->name = g_filename_display_name (path != NULL ? path : "");
  return op;
}

static void
say_why_not (LcReportFiles *self, const char *name, const GError *error)
{
  g_autofree char *text = NULL;

  if (error->domain == LC_REPORT_ERROR)
    /* Translators: a file's name, and what is wrong with it. */
    text = g_strdup_printf (_ ("“%s” is not a report: %s"), name, error->message);
  else
    text = g_strdup_printf (_ ("“%s” cannot be read: %s"), name, error->message);
  say (self, text);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OpenOp *op = user_data;
  g_autoptr (LcReportFiles) self = op->files;
  g_autofree char *name = op->name;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) report = lc_report_load_finish (result, &error);

  g_free (op);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (report != NULL)
    g_signal_emit (self, signals[LOADED], 0, report, name);
  else
    say_why_not (self, name, error);
}

static void
add_filter (LcReportFiles *self, const char *name, const char *patterns)
{
  g_auto (GStrv) each = g_strsplit (patterns, " ", 0);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; each[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, each[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->files), filter);
}

static void
show_dialog (LcReportFiles *self, GCallback chosen)
{
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->files), TRUE);
  g_signal_connect_object (self->files, "response", chosen, self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->files));
}

static void
open_chosen_cb (LcReportFiles *self, int response)
{
  g_autoptr (GtkFileChooserNative) files = g_steal_pointer (&self->files);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (files));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    lc_report_files_open (self, file);
}

/* Saving. */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcReportFiles) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = lc_report_save_finish (result, &error);

  if (!g_cancellable_is_cancelled (self->cancellable))
    say (self, saved ? _ ("It is saved.") : error->message);
}

/* Formats. */

#define CHOICE_FORMAT "format"

/* A format that a person may choose; lists end in one without an id. */
typedef struct
{
  const char *id;
  const char *label;
  LcReportFormat format;
} FormatChoice;

static const FormatChoice report_formats[] = {
  { "html", N_ ("Page for anybody (HTML)"), LC_REPORT_FORMAT_HTML },
  { "json", N_ ("For a helpdesk with Linecheck (JSON)"), LC_REPORT_FORMAT_JSON },
  { "text", N_ ("Plain text"), LC_REPORT_FORMAT_TEXT },
  { "csv", N_ ("Table for a spreadsheet (CSV)"), LC_REPORT_FORMAT_CSV },
  { NULL },
};

static const FormatChoice request_formats[] = {
  { "text", N_ ("Plain text"), LC_REPORT_FORMAT_TEXT },
  { "csv", N_ ("Table for a spreadsheet (CSV)"), LC_REPORT_FORMAT_CSV },
  { NULL },
};

/* A sandbox gives away the very file that was chosen: its name stays, and says the format. */
static gboolean
may_rename (void)
{
  return !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static void
add_formats (GtkFileChooser *chooser, const FormatChoice *formats)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  if (!may_rename ())
    return;
  for (guint i = 0; formats[i].id != NULL; i++) {
    g_ptr_array_add (ids, (gpointer) formats[i].id);
    g_ptr_array_add (labels, (gpointer) _ (formats[i].label));
  }
  g_ptr_array_add (ids, NULL);
  g_ptr_array_add (labels, NULL);
  gtk_file_chooser_add_choice (chooser, CHOICE_FORMAT, _ ("Format"), (const char **) ids->pdata,
                               (const char **) labels->pdata);
  gtk_file_chooser_set_choice (chooser, CHOICE_FORMAT, formats[0].id);
}

/* A format that was chosen counts before the name, the first one only where the name says
 * none: it may have been typed whole. */
static LcReportFormat
get_chosen_format (GtkFileChooser *chooser, const FormatChoice *formats, const char *name)
{
  const char *id = may_rename () ? gtk_file_chooser_get_choice (chooser, CHOICE_FORMAT) : NULL;
  LcReportFormat named = lc_report_format_from_name (name);

  for (guint i = 1; formats[i].id != NULL; i++)
    if (g_strcmp0 (id, formats[i].id) == 0)
      return formats[i].format;
  for (guint i = 0; formats[i].id != NULL; i++)
    if (formats[i].format == named)
      return named;
  return formats[0].format;
}

/* Returns: (transfer full) (nullable): where to write: what was chosen with the format's
 * ending. Nobody was asked about an older file of that name, which stays: %NULL, and it is told. */
static GFile *
get_target (LcReportFiles *self, GtkFileChooser *chooser, const FormatChoice *formats)
{
  g_autoptr (GFile) chosen = gtk_file_chooser_get_file (chooser);
  g_autofree char *name = chosen != NULL ? g_file_get_basename (chosen) : NULL;
  g_autofree char *better = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) target = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *text = NULL;

  if (name == NULL || !may_rename ())
    return g_steal_pointer (&chosen);
  better = lc_report_name_for_format (name, get_chosen_format (chooser, formats, name));
  folder = g_file_get_parent (chosen);
  if (folder == NULL || g_str_equal (name, better))
    return g_steal_pointer (&chosen);
  target = g_file_get_child (folder, better);
  if (!g_file_query_exists (target, NULL))
    return g_steal_pointer (&target);
  shown = g_filename_display_name (better);
  /* Translators: a file's name. */
  text = g_strdup_printf (_ ("“%s” is there already. Choose another name."), shown);
  say (self, text);
  return NULL;
}

/* The dialog is over. Returns: (transfer full) (nullable): what to save, and where to; NULL
 * where nobody wants to, or there is nothing. */
static LcReport *
take_chosen (LcReportFiles *self, int response, const FormatChoice *formats, GFile **file)
{
  g_autoptr (GtkFileChooserNative) files = g_steal_pointer (&self->files);
  g_autoptr (LcSharePopover) share = g_steal_pointer (&self->share);

  *file = NULL;
  if (response != GTK_RESPONSE_ACCEPT || share == NULL)
    return NULL;
  lc_share_popover_take_choices (share, GTK_FILE_CHOOSER (files));
  *file = get_target (self, GTK_FILE_CHOOSER (files), formats);
  return *file != NULL ? lc_report_files_dup_shared (self, share) : NULL;
}

static void
save_chosen_cb (LcReportFiles *self, int response)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (LcReport) report = take_chosen (self, response, report_formats, &file);

  if (report != NULL)
    lc_report_save_async (report, file, NULL, saved_cb, g_object_ref (self));
}

static void
request_chosen_cb (LcReportFiles *self, int response)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (LcReport) report = take_chosen (self, response, request_formats, &file);

  if (report != NULL)
    lc_firewall_request_save_async (report, file, NULL, saved_cb, g_object_ref (self));
}

static void
ask_where_to_save (LcReportFiles *self,
                   LcSharePopover *share,
                   const char *title,
                   const char *name,
                   const FormatChoice *formats,
                   GCallback chosen)
{
  if (self->files != NULL)
    return;
  self->share = g_object_ref (share);
  self->files = gtk_file_chooser_native_new (title, self->window, GTK_FILE_CHOOSER_ACTION_SAVE,
                                             _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->files), name);
  add_formats (GTK_FILE_CHOOSER (self->files), formats);
  lc_share_popover_add_choices (share, GTK_FILE_CHOOSER (self->files));
  /* GTK's own dialog says “(None)” beside the choices where there is no filter. */
  add_filter (self, _ ("All files"), "*");
  show_dialog (self, chosen);
}

static void
lc_report_files_dispose (GObject *object)
{
  lc_report_files_close (LC_REPORT_FILES (object));
  G_OBJECT_CLASS (lc_report_files_parent_class)->dispose (object);
}

static void
lc_report_files_finalize (GObject *object)
{
  g_object_unref (LC_REPORT_FILES (object)->cancellable);
  G_OBJECT_CLASS (lc_report_files_parent_class)->finalize (object);
}

static void
lc_report_files_class_init (LcReportFilesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lc_report_files_dispose;
  object_class->finalize = lc_report_files_finalize;
  signals[LOADED] = g_signal_new ("loaded", LC_TYPE_REPORT_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, LC_TYPE_REPORT, G_TYPE_STRING);
  signals[SAID] = g_signal_new ("said", LC_TYPE_REPORT_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lc_report_files_init (LcReportFiles *self)
{
  self->cancellable = g_cancellable_new ();
}

LcReportFiles *
lc_report_files_new (GtkWindow *window)
{
  LcReportFiles *self;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  self = g_object_new (LC_TYPE_REPORT_FILES, NULL);
  self->window = window;
  return self;
}

void
lc_report_files_close (LcReportFiles *self)
{
  g_return_if_fail (LC_IS_REPORT_FILES (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->files);
  g_clear_object (&self->share);
}

void
lc_report_files_choose (LcReportFiles *self)
{
  g_return_if_fail (LC_IS_REPORT_FILES (self));

  if (self->files != NULL)
    return;
  self->files
      = gtk_file_chooser_native_new (_ ("Open a Saved Report"), self->window,
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  add_filter (self, _ ("Reports"), "*.linecheck *.json *.html *.htm");
  add_filter (self, _ ("All files"), "*");
  show_dialog (self, G_CALLBACK (open_chosen_cb));
}

void
lc_report_files_open (LcReportFiles *self, GFile *file)
{
  g_return_if_fail (LC_IS_REPORT_FILES (self));
  g_return_if_fail (G_IS_FILE (file));

  lc_report_load_async (file, self->cancellable, loaded_cb, open_op_new (self, file));
}

void
lc_report_files_save (LcReportFiles *self, LcSharePopover *share, LcReport *report)
{
  g_autofree char *name = NULL;

  g_return_if_fail (LC_IS_REPORT_FILES (self));
  g_return_if_fail (LC_IS_SHARE_POPOVER (share));

  name = lc_report_suggest_name (report, "linecheck", "html");
  ask_where_to_save (self, share, _ ("Save Report"), name, report_formats,
                     G_CALLBACK (save_chosen_cb));
}

void
lc_report_files_save_request (LcReportFiles *self, LcSharePopover *share, LcReport *report)
{
  g_autofree char *name = NULL;

  g_return_if_fail (LC_IS_REPORT_FILES (self));
  g_return_if_fail (LC_IS_SHARE_POPOVER (share));

  name = lc_report_suggest_name (report, "firewall-request", "txt");
  ask_where_to_save (self, share, _ ("Save Firewall Request"), name, request_formats,
                     G_CALLBACK (request_chosen_cb));
}

LcReport *
lc_report_files_dup_shared (LcReportFiles *self, LcSharePopover *share)
{
  g_autoptr (GError) error = NULL;
  LcReport *report;

  g_return_val_if_fail (LC_IS_REPORT_FILES (self), NULL);

  report = lc_share_popover_dup_report (share, &error);
  if (report == NULL)
    say (self, error->message);
  return report;
}
