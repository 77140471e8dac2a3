/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-report-io.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-text.h"
#include "diagnosis/lc-firewall-request.h"
#include "diagnosis/lc-localize.h"
#include "report/lc-report-csv.h"
#include "report/lc-report-html-data.h"
#include "report/lc-report-html.h"
#include "report/lc-report-json.h"
#include "report/lc-report-text.h"
#include "report/lc-report-words.h"

typedef struct
{
  GFile *file;   /* (owned) */
  GBytes *bytes; /* (owned) */
} SaveState;

static void
save_state_free (gpointer data)
{
  SaveState *state = data;

  g_object_unref (state->file);
  g_bytes_unref (state->bytes);
  g_free (state);
}

static void
save_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  SaveState *state = task_data;
  GError *error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (state->bytes, &length);

  if (lc_report_write_file (data, length, state->file, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

typedef struct
{
  char *buffer;  /* (owned) */
  GBytes *bytes; /* (owned) (nullable) what was read */
} LoadState;

static void
load_state_free (gpointer data)
{
  LoadState *state = data;

  g_free (state->buffer);
  g_clear_pointer (&state->bytes, g_bytes_unref);
  g_free (state);
}

/* A report may be so long that the window would be held up for most of a second. Nobody else
 * knows of it yet. */
static void
parse_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const LoadState *state = task_data;
  GError *error = NULL;
  g_autoptr (LcReport) report = lc_report_new_from_saved (state->bytes, &error);

  if (report == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, lc_report_localize (report), g_object_unref);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LoadState *state = g_task_get_task_data (task);
  GError *error = NULL;
  gsize length = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, &error)) {
    g_task_return_error (task, error);
    return;
  }
  state->bytes = g_bytes_new (state->buffer, length);
  g_task_run_in_thread (task, parse_thread);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);
  LoadState *state = g_task_get_task_data (task);

  if (stream == NULL) {
    g_task_return_error (task, error);
    return;
  }
  /* One byte more than a report may have: the file may have no end. */
  state->buffer = g_malloc (LC_REPORT_MAX_BYTES + 1);
  g_input_stream_read_all_async (G_INPUT_STREAM (stream), state->buffer, LC_REPORT_MAX_BYTES + 1,
                                 G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb,
                                 g_object_ref (task));
}

static LcReportFormat
get_format (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return lc_report_format_from_name (name != NULL ? name : "");
}

/* Takes @bytes. */
static void
begin_saving (GTask *task, GFile *file, GBytes *bytes)
{
  SaveState *state = g_new0 (SaveState, 1);

  state->file = g_object_ref (file);
  state->bytes = bytes;
  g_task_set_task_data (task, state, save_state_free);
  g_task_run_in_thread (task, save_thread);
}

static GBytes *
take_string (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

static void
append_finding (GString *text, const LcFinding *finding)
{
  g_autofree char *title = lc_text_clean (finding->title);

  g_string_append_printf (text, "- %s (%s)\n", title,
                          lc_confidence_get_label (finding->confidence));
}

static GBytes *
render_page (LcReport *report)
{
  g_autofree char *request = lc_firewall_request_page_part (report);

  return take_string (lc_report_to_html (report, request));
}

GBytes *
lc_report_render (LcReport *report, LcReportFormat format)
{
  switch (format) {
  case LC_REPORT_FORMAT_JSON:
    return lc_report_to_json (report);
  case LC_REPORT_FORMAT_TEXT:
    return take_string (lc_report_to_text (report, 0));
  case LC_REPORT_FORMAT_CSV:
    return take_string (lc_report_to_csv (report));
  case LC_REPORT_FORMAT_HTML:
    return render_page (report);
  case LC_REPORT_FORMAT_NONE:
  default:
    g_return_val_if_reached (NULL);
  }
}

char *
lc_report_suggest_name (LcReport *report, const char *what, const char *ending)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (lc_report_get_started (report));
  g_autofree char *when = g_date_time_format (local, "%Y%m%d-%H%M");
  g_autofree char *site = g_strdup (lc_report_get_site (report));

  /* A saved report's site may be anything. */
  g_strcanon (site, "abcdefghijklmnopqrstuvwxyz0123456789", '-');
  return g_strdup_printf ("%s-%s-%s.%s", what, site, when, ending);
}

char *
lc_report_summarize (LcReport *report)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) parents = lc_report_find_parents (report);
  GPtrArray *capabilities = lc_report_get_capabilities (report);
  GPtrArray *findings = lc_report_get_findings (report);
  g_autofree char *site = lc_report_describe_site (report);
  g_autofree char *when = lc_report_describe_started (report);
  g_autofree char *summary = lc_text_clean (lc_report_get_summary (report));

  /* Translators: a verdict, a site, a day with its time. */
  g_string_append_printf (text, _ ("%s: Linecheck of %s, %s"),
                          lc_verdict_get_label (lc_report_get_verdict (report)), site, when);
  g_string_append_printf (text, "\n%s\n", summary);
  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);
    g_autofree char *title = lc_capability_describe_title (capability);
    g_autofree char *how = lc_describe_labelled (title, lc_status_get_label (capability->status));

    g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", how);
  }
  if (capabilities->len > 0)
    g_string_append_c (text, '\n');
  for (guint i = 0; i < findings->len; i++)
    if (g_ptr_array_index (parents, i) == NULL)
      append_finding (text, g_ptr_array_index (findings, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
lc_report_save_async (LcReport *report,
                      GFile *file,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  LcReportFormat format = get_format (file);

  g_task_set_source_tag (task, lc_report_save_async);
  if (format == LC_REPORT_FORMAT_NONE)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                             _ ("End the name in .html, .json, .txt or .csv: it says which kind of "
                                "report to write."));
  else
    begin_saving (task, file, lc_report_render (report, format));
}

void
lc_firewall_request_save_async (LcReport *report,
                                GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_firewall_request_save_async);
  begin_saving (task, file,
                take_string (get_format (file) == LC_REPORT_FORMAT_CSV
                                 ? lc_firewall_request_csv (report)
                                 : lc_firewall_request_text (report)));
}

gboolean
lc_report_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_report_save_async)
                            || g_async_result_is_tagged (result, lc_firewall_request_save_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
lc_report_load_async (GFile *file,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_report_load_async);
  g_task_set_task_data (task, g_new0 (LoadState, 1), load_state_free);
  g_file_read_async (file, G_PRIORITY_DEFAULT, cancellable, opened_cb, g_object_ref (task));
}

LcReport *
lc_report_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_report_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
