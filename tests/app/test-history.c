/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "app-samples.h"
#include "app/lc-history.h"
#include "report/lc-report-json.h"
#include "sample-reports.h"

typedef struct
{
  char *place;        /* (owned) */
  LcHistory *history; /* (owned) */
  guint changes;
  gboolean added;
  GError *error; /* (owned) (nullable) */
} Fixture;

static void
changed_cb (Fixture *fixture)
{
  fixture->changes++;
}

static GFile *
get_folder (Fixture *fixture)
{
  return g_file_new_build_filename (fixture->place, "a", "history", NULL);
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = NULL;

  fixture->place = g_dir_make_tmp ("linecheck-XXXXXX", NULL);
  folder = get_folder (fixture);
  fixture->history = lc_history_new (folder);
  g_signal_connect_swapped (fixture->history, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = lc_history_list (fixture->history);
  g_autofree char *folder = g_build_filename (fixture->place, "a", "history", NULL);
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *other = g_build_filename (folder, "notes.txt", NULL);

  for (guint i = 0; i < entries->len; i++)
    g_file_delete (((LcHistoryEntry *) g_ptr_array_index (entries, i))->file, NULL, NULL);
  g_unlink (other);
  g_rmdir (folder);
  g_rmdir (parent);
  g_assert_cmpint (g_rmdir (fixture->place), ==, 0);
  g_free (fixture->place);
  g_clear_error (&fixture->error);
  /* The thread that wrote last may still hold it for a moment. */
  g_object_unref (fixture->history);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  lc_history_add_finish (LC_HISTORY (source), result, &fixture->error);
  fixture->added = TRUE;
}

static void
add (Fixture *fixture, int minute)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autoptr (GDateTime) started = g_date_time_new_utc (2026, 11, 22, 8, minute, 0);

  lc_report_set_started (report, started);
  fixture->added = FALSE;
  lc_history_add_async (fixture->history, report, added_cb, fixture);
  app_wait_until (&fixture->added);
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) before = lc_history_list (fixture->history);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LcReport) report = NULL;
  const LcHistoryEntry *entry;
  struct stat status;

  g_assert_cmpuint (before->len, ==, 0);
  add (fixture, 14);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->changes, ==, 1);
  after = lc_history_list (fixture->history);
  g_assert_cmpuint (after->len, ==, 1);
  entry = g_ptr_array_index (after, 0);
  g_assert_cmpstr (entry->site, ==, "us");
  g_assert_cmpint (entry->verdict, ==, LC_VERDICT_BLOCKED);
  g_assert_cmpint (g_date_time_get_minute (entry->started), ==, 14);
  g_assert_cmpint (stat (g_file_peek_path (entry->file), &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  bytes = g_file_load_bytes (entry->file, NULL, NULL, NULL);
  report = lc_report_new_from_json (bytes, NULL);
  g_assert_nonnull (report);
}

static void
test_limit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const LcHistoryEntry *newest;
  const LcHistoryEntry *oldest;

  for (int i = 0; i < LC_HISTORY_MAX + 3; i++)
    add (fixture, i);
  entries = lc_history_list (fixture->history);
  g_assert_cmpuint (entries->len, ==, LC_HISTORY_MAX);
  newest = g_ptr_array_index (entries, 0);
  oldest = g_ptr_array_index (entries, LC_HISTORY_MAX - 1);
  g_assert_cmpint (g_date_time_get_minute (newest->started), ==, LC_HISTORY_MAX + 2);
  g_assert_cmpint (g_date_time_get_minute (oldest->started), ==, 3);
}

static void
test_strangers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *other = g_build_filename (fixture->place, "a", "history", "notes.txt", NULL);

  add (fixture, 1);
  g_assert_true (g_file_set_contents (other, "mine", -1, NULL));
  entries = lc_history_list (fixture->history);
  g_assert_cmpuint (entries->len, ==, 1);
}

static void
test_unwritable (void)
{
  g_autoptr (GFile) folder = g_file_new_for_path ("/proc/no-such-folder");
  Fixture fixture = { NULL, lc_history_new (folder), 0, FALSE, NULL };

  g_signal_connect_swapped (fixture.history, "changed", G_CALLBACK (changed_cb), &fixture);
  add (&fixture, 1);
  g_assert_nonnull (fixture.error);
  g_assert_cmpuint (fixture.changes, ==, 0);
  g_clear_error (&fixture.error);
  g_object_unref (fixture.history);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/history/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("add", test_add);
  ADD ("limit", test_limit);
  ADD ("strangers", test_strangers);
  g_test_add_func ("/history/unwritable", test_unwritable);
  return g_test_run ();
}
