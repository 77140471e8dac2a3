/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "report/lc-report.h"
#include "sample-reports.h"

static void
notified_cb (GObject *object, GParamSpec *property, gpointer data)
{
  g_string_append_printf (data, "%s ", property->name);
}

static void
diagnosed_cb (LcReport *report, gpointer data)
{
  g_string_append (data, "diagnosed ");
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  g_string_append_printf (data, "%u-%u+%u ", position, removed, added);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static char *
sort_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  qsort (words, g_strv_length (words), sizeof *words, compare_words);
  return g_strjoinv (" ", words);
}

/* Holds what was seen so far, in any order, against @expected, and forgets it. */
static void
assert_seen (GString *seen, const char *expected)
{
  g_autofree char *is = sort_words (seen->str);
  g_autofree char *wanted = sort_words (expected);

  g_assert_cmpstr (is, ==, wanted);
  g_string_truncate (seen, 0);
}

static LcReport *
make_report (void)
{
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();

  return lc_report_new (catalog, lc_catalog_find_site (catalog, "us"));
}

static void
test_new (void)
{
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();
  const LcSite *site = lc_catalog_find_site (catalog, "us");
  g_autoptr (LcReport) report = lc_report_new (catalog, site);
  g_autoptr (LcReport) other = lc_report_new (catalog, site);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GDateTime *started = lc_report_get_started (report);

  g_assert_true (g_uuid_string_is_valid (lc_report_get_id (report)));
  g_assert_cmpstr (lc_report_get_id (report), !=, lc_report_get_id (other));
  g_assert_cmpint (g_date_time_difference (now, started), >=, 0);
  g_assert_cmpint (g_date_time_difference (now, started), <, 60 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (g_date_time_get_utc_offset (started), ==, 0);
  g_assert_cmpint (g_date_time_get_microsecond (started), ==, 0);
  g_assert_false (lc_report_get_complete (report));
  g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_INCONCLUSIVE);
  g_assert_cmpint (lc_report_get_duration_us (report), ==, LC_US_NONE);
  g_assert_cmpstr (lc_report_get_summary (report), ==, "");
  g_assert_cmpstr (lc_report_get_site (report), ==, "us");
  g_assert_cmpstr (lc_report_get_site_title (report), ==, site->title);
  g_assert_cmpstr (lc_report_get_generator_name (report), ==, "Linecheck");
  g_assert_cmpstr (lc_report_get_generator_version (report), ==, LC_VERSION);
  g_assert_cmpstr (lc_report_get_catalog_revision (report), ==, lc_catalog_get_revision (catalog));
  g_assert_cmpstr (lc_report_get_catalog_dated (report), ==, lc_catalog_get_dated (catalog));
  g_assert_cmpstr (lc_report_get_catalog_source (report), ==, "builtin");
  g_assert_cmpstr (lc_report_get_catalog_sha256 (report), ==, lc_catalog_get_sha256 (catalog));
  g_assert_nonnull (lc_report_get_environment (report));
  g_assert_cmpuint (lc_report_get_findings (report)->len, ==, 0);
  g_assert_cmpuint (lc_report_get_capabilities (report)->len, ==, 0);
}

/* The rows are the catalogue's, in its order. */
static void
test_list_model (void)
{
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();
  const LcSite *site = lc_catalog_find_site (catalog, "us");
  g_autoptr (LcReport) report = lc_report_new (catalog, site);
  GListModel *model = G_LIST_MODEL (report);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, site->endpoints->len);
  g_assert_cmpuint (lc_report_get_n_rows (report), ==, site->endpoints->len);
  g_assert_true (g_list_model_get_item_type (model) == LC_TYPE_ROW);
  g_assert_null (g_list_model_get_item (model, site->endpoints->len));
  for (guint i = 0; i < site->endpoints->len; i++) {
    const LcEndpoint *endpoint = g_ptr_array_index (site->endpoints, i);
    g_autoptr (LcRow) row = g_list_model_get_item (model, i);

    g_assert_true (row == lc_report_get_row (report, i));
    g_assert_true (row == lc_report_find_row (report, endpoint->id));
    g_assert_cmpstr (lc_row_get_number (row), ==, endpoint->number);
  }
  g_assert_null (lc_report_find_row (report, "us/none"));
}

static void
test_remove_rows (void)
{
  g_autoptr (LcReport) report = make_report ();
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  guint n_rows = lc_report_get_n_rows (report);
  LcRow *gone = g_object_ref (lc_report_get_row (report, 1));

  for (guint i = 0; i < n_rows; i++)
    if (i != 1 && i != n_rows - 1)
      g_ptr_array_add (ids, g_strdup (lc_row_get_id (lc_report_get_row (report, i))));
  g_ptr_array_add (ids, g_strdup ("us/none"));
  lc_row_set_state (gone, LC_ROW_ENDED);
  g_assert_cmpuint (lc_report_get_progress (report), ==, 1);

  g_signal_connect (report, "items-changed", G_CALLBACK (items_changed_cb), seen);
  g_signal_connect (report, "notify", G_CALLBACK (notified_cb), seen);
  lc_report_remove_rows_except (report, ids);
  {
    g_autofree char *expected = g_strdup_printf ("%u-1+0 1-1+0 progress ", n_rows - 1);

    assert_seen (seen, expected);
  }
  g_assert_cmpuint (lc_report_get_n_rows (report), ==, n_rows - 2);
  g_assert_cmpuint (lc_report_get_progress (report), ==, 0);
  g_assert_null (lc_report_find_row (report, lc_row_get_id (gone)));

  /* A row that is gone no longer counts. */
  lc_row_set_state (gone, LC_ROW_WAITING);
  lc_row_set_state (gone, LC_ROW_ENDED);
  assert_seen (seen, "");
  g_assert_finalize_object (gone);
  lc_report_remove_rows_except (report, ids);
  assert_seen (seen, "");
}

static void
test_progress (void)
{
  g_autoptr (LcReport) report = make_report ();
  g_autoptr (GString) seen = g_string_new (NULL);
  LcRow *row = lc_report_get_row (report, 3);

  g_signal_connect (report, "notify", G_CALLBACK (notified_cb), seen);
  lc_row_set_state (row, LC_ROW_RUNNING);
  assert_seen (seen, "");
  lc_row_set_state (row, LC_ROW_ENDED);
  assert_seen (seen, "progress ");
  g_assert_cmpuint (lc_report_get_progress (report), ==, 1);
  lc_row_set_state (lc_report_get_row (report, 4), LC_ROW_ENDED);
  assert_seen (seen, "progress ");
  lc_row_reset (row);
  assert_seen (seen, "progress ");
  g_assert_cmpuint (lc_report_get_progress (report), ==, 1);
}

static void
test_notify_once (void)
{
  g_autoptr (LcReport) report = make_report ();
  g_autoptr (GString) seen = g_string_new (NULL);

  g_signal_connect (report, "notify", G_CALLBACK (notified_cb), seen);
  lc_report_set_complete (report, TRUE);
  lc_report_set_complete (report, 7);
  assert_seen (seen, "complete ");
  lc_report_set_activity (report, "looking up names");
  lc_report_set_activity (report, "looking up names");
  assert_seen (seen, "activity ");
  lc_report_set_activity (report, NULL);
  lc_report_set_activity (report, NULL);
  assert_seen (seen, "activity ");
  g_assert_null (lc_report_get_activity (report));
}

static void
test_conclude (void)
{
  g_autoptr (LcReport) report = make_report ();
  g_autoptr (GString) seen = g_string_new (NULL);
  GPtrArray *findings = lc_findings_new ();

  g_ptr_array_add (findings, lc_finding_new ("offline", LC_SEVERITY_ERROR, LC_CONFIDENCE_PROVEN,
                                             LC_OWNER_DEVICE));
  g_signal_connect (report, "notify", G_CALLBACK (notified_cb), seen);
  g_signal_connect (report, "diagnosed", G_CALLBACK (diagnosed_cb), seen);
  lc_report_set_diagnosis (report, LC_VERDICT_BLOCKED, "Nothing works.", lc_capabilities_new (),
                           findings);
  assert_seen (seen, "verdict summary diagnosed ");
  g_assert_true (lc_report_get_findings (report) == findings);
  lc_report_set_diagnosis (report, LC_VERDICT_BLOCKED, "Nothing works.", lc_capabilities_new (),
                           lc_findings_new ());
  assert_seen (seen, "diagnosed ");
  g_assert_cmpuint (lc_report_get_findings (report)->len, ==, 0);
}

static void
test_properties (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *summary = NULL;
  g_autofree char *activity = NULL;
  int verdict = 0;
  gboolean complete = FALSE;
  guint progress = 0;

  lc_report_set_activity (report, "saving");
  g_object_get (report, "verdict", &verdict, "summary", &summary, "complete", &complete, "progress",
                &progress, "activity", &activity, NULL);
  g_assert_cmpint (verdict, ==, LC_VERDICT_BLOCKED);
  g_assert_cmpstr (summary, ==, "Calls are blocked on this network.");
  g_assert_true (complete);
  g_assert_cmpuint (progress, ==, 2);
  g_assert_cmpstr (activity, ==, "saving");
}

/* In another zone, with a fraction. */
static void
test_started (void)
{
  g_autoptr (LcReport) report = make_report ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (2 * 60 * 60);
  g_autoptr (GDateTime) started = g_date_time_new (zone, 2025, 1, 31, 1, 30, 7.75);
  g_autofree char *text = NULL;

  lc_report_set_started (report, started);
  text = g_date_time_format_iso8601 (lc_report_get_started (report));
  g_assert_cmpstr (text, ==, "2025-01-30T23:30:07Z");
}

static void
test_finalize (void)
{
  LcReport *report = make_report ();
  LcRow *row = g_object_ref (lc_report_get_row (report, 0));

  g_assert_finalize_object (report);
  lc_row_set_state (row, LC_ROW_ENDED);
  g_assert_finalize_object (row);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report/new", test_new);
  g_test_add_func ("/report/list-model", test_list_model);
  g_test_add_func ("/report/remove-rows", test_remove_rows);
  g_test_add_func ("/report/progress", test_progress);
  g_test_add_func ("/report/notify-once", test_notify_once);
  g_test_add_func ("/report/conclude", test_conclude);
  g_test_add_func ("/report/properties", test_properties);
  g_test_add_func ("/report/started", test_started);
  g_test_add_func ("/report/finalize", test_finalize);
  return g_test_run ();
}
