/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app-samples.h"
#include "app/lc-report-io.h"
#include "report/lc-report-json.h"
#include "sample-reports.h"

typedef struct
{
  gboolean done;
  gboolean saved;
  LcReport *report; /* (owned) (nullable) */
  GError *error;    /* (owned) (nullable) */
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_clear_object (&outcome->report);
  g_clear_error (&outcome->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->saved = lc_report_save_finish (result, &outcome->error);
  outcome->done = TRUE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->report = lc_report_load_finish (result, &outcome->error);
  outcome->done = TRUE;
}

/* (owned) of main() */
static char *folder;

static GFile *
get_file (const char *name)
{
  return g_file_new_build_filename (folder, name, NULL);
}

static void
save (LcReport *report, GFile *file, Outcome *outcome)
{
  lc_report_save_async (report, file, NULL, saved_cb, outcome);
  app_wait_until (&outcome->done);
}

static void
load (GFile *file, Outcome *outcome)
{
  lc_report_load_async (file, NULL, loaded_cb, outcome);
  app_wait_until (&outcome->done);
}

static void
test_round_trip (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autoptr (GFile) file = get_file ("a.linecheck.json");
  g_autoptr (GBytes) before = lc_report_to_json (report);
  g_autoptr (GBytes) after = NULL;
  g_auto (Outcome) saved = { 0 };
  g_auto (Outcome) loaded = { 0 };

  save (report, file, &saved);
  g_assert_no_error (saved.error);
  g_assert_true (saved.saved);
  load (file, &loaded);
  g_assert_no_error (loaded.error);
  after = lc_report_to_json (loaded.report);
  g_assert_true (g_bytes_equal (before, after));
}

/* The page that is for anybody is the record as well. */
static void
test_page_round_trip (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autoptr (GFile) file = get_file ("a.html");
  g_autoptr (GBytes) before = lc_report_to_json (report);
  g_autoptr (GBytes) after = NULL;
  g_auto (Outcome) saved = { 0 };
  g_auto (Outcome) loaded = { 0 };

  save (report, file, &saved);
  g_assert_no_error (saved.error);
  load (file, &loaded);
  g_assert_no_error (loaded.error);
  after = lc_report_to_json (loaded.report);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_formats (void)
{
  static const struct
  {
    const char *name;
    const char *begins;
  } cases[] = {
    { "a.txt", "Linecheck report" },
    { "a.csv", "id,number," },
    { "a.json", "{" },
    { "a.html", "<!DOCTYPE html>" },
  };
  g_autoptr (LcReport) report = sample_report_new_blocked ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GFile) file = get_file (cases[i].name);
    g_autofree char *contents = NULL;
    g_auto (Outcome) outcome = { 0 };

    save (report, file, &outcome);
    g_assert_true (outcome.saved);
    g_assert_true (g_file_load_contents (file, NULL, &contents, NULL, NULL, NULL));
    g_assert_true (g_str_has_prefix (contents, cases[i].begins));
  }
}

static void
test_unknown_ending (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autoptr (GFile) file = get_file ("a.docx");
  g_auto (Outcome) outcome = { 0 };

  save (report, file, &outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME);
  g_assert_false (g_file_query_exists (file, NULL));
}

static void
test_not_a_report (void)
{
  g_autoptr (GFile) file = get_file ("b.json");
  g_autoptr (GFile) missing = get_file ("missing.json");
  g_auto (Outcome) outcome = { 0 };
  g_auto (Outcome) nothing = { 0 };

  g_assert_true (g_file_set_contents (g_file_peek_path (file), "[]", -1, NULL));
  load (file, &outcome);
  g_assert_error (outcome.error, LC_REPORT_ERROR, LC_REPORT_ERROR_INVALID);
  g_assert_null (outcome.report);
  load (missing, &nothing);
  g_assert_error (nothing.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_endless (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/dev/zero");
  g_auto (Outcome) outcome = { 0 };

  load (file, &outcome);
  g_assert_error (outcome.error, LC_REPORT_ERROR, LC_REPORT_ERROR_SYNTAX);
}

static void
test_words (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *name = lc_report_suggest_name (report, "linecheck", "linecheck.json");
  g_autofree char *summary = lc_report_summarize (report);

  g_assert_true (g_str_has_prefix (name, "linecheck-us-"));
  g_assert_true (g_str_has_suffix (name, ".linecheck.json"));
  g_assert_nonnull (strstr (summary, "Calls are blocked on this network."));
  g_assert_nonnull (strstr (summary, "Sign in: Works · Call: Blocked"));
  g_assert_nonnull (strstr (summary, "- Port 5061 is blocked"));
  /* What another finding explains is not said twice. */
  g_assert_null (strstr (summary, "Audio is unproven"));
}

static void
remove_folder (void)
{
  static const char *const names[]
      = { "a.linecheck.json", "a.txt", "a.csv", "a.html", "a.json", "b.json" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GFile) file = get_file (names[i]);

    g_assert_true (g_file_delete (file, NULL, NULL));
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("linecheck-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/report-io/round-trip", test_round_trip);
  g_test_add_func ("/report-io/page-round-trip", test_page_round_trip);
  g_test_add_func ("/report-io/formats", test_formats);
  g_test_add_func ("/report-io/unknown-ending", test_unknown_ending);
  g_test_add_func ("/report-io/not-a-report", test_not_a_report);
  g_test_add_func ("/report-io/endless", test_endless);
  g_test_add_func ("/report-io/words", test_words);
  status = g_test_run ();
  remove_folder ();
  return status;
}
