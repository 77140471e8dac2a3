/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-history.h"

#include <glib/gstdio.h>
#include <string.h>

#include "report/lc-report-file.h"
#include "report/lc-report-json.h"

#define ENDING ".linecheck.json"
#define TIME_FORMAT "%Y%m%dT%H%M%SZ"
#define FOLDER_MODE 0700

struct _LcHistory
{
  GObject parent_instance;

  GFile *folder; /* (owned) */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (LcHistory, lc_history, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  LcHistoryEntry *entry = data;

  g_clear_object (&entry->file);
  g_clear_pointer (&entry->started, g_date_time_unref);
  g_free (entry->site);
  g_free (entry);
}

/* "20261122T081447Z.us.blocked.linecheck.json" */
static char *
make_name (LcReport *report)
{
  g_autofree char *when = g_date_time_format (lc_report_get_started (report), TIME_FORMAT);
  g_autofree char *site = g_strdup (lc_report_get_site (report));

  g_strcanon (site, "abcdefghijklmnopqrstuvwxyz0123456789-", '-');
  return g_strdup_printf ("%s.%s.%s" ENDING, when, site,
                          lc_verdict_to_string (lc_report_get_verdict (report)));
}

/* Returns: (nullable): %NULL where the name is none of ours. */
static LcHistoryEntry *
parse_name (GFile *folder, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", -1);
  LcHistoryEntry *entry;
  LcVerdict verdict;
  GDateTime *started;

  if (g_strv_length (parts) != 5 || !g_str_has_suffix (name, ENDING)
      || !lc_verdict_from_string (parts[2], &verdict))
    return NULL;
  started = g_date_time_new_from_iso8601 (parts[0], NULL);
  if (started == NULL)
    return NULL;
  entry = g_new0 (LcHistoryEntry, 1);
  entry->file = g_file_get_child (folder, name);
  entry->started = started;
  entry->site = g_strdup (parts[1]);
  entry->verdict = verdict;
  return entry;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const LcHistoryEntry *left = *(const LcHistoryEntry *const *) a;
  const LcHistoryEntry *right = *(const LcHistoryEntry *const *) b;

  return g_date_time_compare (right->started, left->started);
}

static GPtrArray *
list_folder (GFile *folder)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GDir) dir = g_dir_open (g_file_peek_path (folder), 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    LcHistoryEntry *entry = parse_name (folder, name);

    if (entry != NULL)
      g_ptr_array_add (entries, entry);
  }
  g_ptr_array_sort (entries, compare_entries);
  return entries;
}

/* Adding, in a thread: the disk may be slow. */

typedef struct
{
  GFile *folder; /* (owned) */
  char *name;    /* (owned) */
  GBytes *bytes; /* (owned) */
} AddState;

static void
add_state_free (gpointer data)
{
  AddState *state = data;

  g_object_unref (state->folder);
  g_free (state->name);
  g_bytes_unref (state->bytes);
  g_free (state);
}

static void
remove_oldest (GFile *folder)
{
  g_autoptr (GPtrArray) entries = list_folder (folder);

  for (guint i = LC_HISTORY_MAX; i < entries->len; i++) {
    const LcHistoryEntry *entry = g_ptr_array_index (entries, i);

    g_file_delete (entry->file, NULL, NULL);
  }
}

static void
add_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  AddState *state = task_data;
  g_autoptr (GFile) file = g_file_get_child (state->folder, state->name);
  GError *error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (state->bytes, &length);

  /* Where this fails the next step says why. */
  g_mkdir_with_parents (g_file_peek_path (state->folder), FOLDER_MODE);
  if (!lc_report_write_file (data, length, file, &error)) {
    g_task_return_error (task, error);
    return;
  }
  remove_oldest (state->folder);
  g_task_return_boolean (task, TRUE);
}

static void
lc_history_finalize (GObject *object)
{
  LcHistory *self = LC_HISTORY (object);

  g_clear_object (&self->folder);
  G_OBJECT_CLASS (lc_history_parent_class)->finalize (object);
}

static void
lc_history_class_init (LcHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_history_finalize;
  changed_signal = g_signal_new ("changed", LC_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
lc_history_init (LcHistory *self)
{
}

LcHistory *
lc_history_new (GFile *folder)
{
  LcHistory *self = g_object_new (LC_TYPE_HISTORY, NULL);

  self->folder = g_object_ref (folder);
  return self;
}

LcHistory *
lc_history_new_default (void)
{
  g_autoptr (GFile) folder
      = g_file_new_build_filename (g_get_user_data_dir (), "linecheck", "history", NULL);

  return lc_history_new (folder);
}

void
lc_history_add_async (LcHistory *self,
                      LcReport *report,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  AddState *state = g_new0 (AddState, 1);

  state->folder = g_object_ref (self->folder);
  state->name = make_name (report);
  state->bytes = lc_report_to_json (report);
  g_task_set_source_tag (task, lc_history_add_async);
  g_task_set_task_data (task, state, add_state_free);
  g_task_run_in_thread (task, add_thread);
}

gboolean
lc_history_add_finish (LcHistory *self, GAsyncResult *result, GError **error)
{
  gboolean added;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_history_add_async), FALSE);

  added = g_task_propagate_boolean (G_TASK (result), error);
  if (added)
    g_signal_emit (self, changed_signal, 0);
  return added;
}

GPtrArray *
lc_history_list (LcHistory *self)
{
  g_return_val_if_fail (LC_IS_HISTORY (self), NULL);

  return list_folder (self->folder);
}
