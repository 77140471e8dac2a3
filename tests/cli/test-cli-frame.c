/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "base/lc-text.h"
#include "cli/lc-cli-frame.h"

static const LcCliStyle plain = { .width = 80, .unicode = TRUE };

static LcReport *
make_report (void)
{
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();

  return lc_report_new (catalog, lc_catalog_find_site (catalog, "us"));
}

static void
end_row (LcReport *report, guint index, LcStatus status)
{
  const LcRowResult result = {
    .status = status,
    .code = status == LC_STATUS_PASS ? LC_CODE_OK : LC_CODE_TCP_REFUSED,
    .phase = status == LC_STATUS_PASS ? LC_PHASE_NONE : LC_PHASE_TCP,
    .owner = LC_OWNER_NONE,
    .confidence = LC_CONFIDENCE_PROVEN,
    .detail = "what was seen",
    .latency_us = 41000,
  };

  lc_row_set_result (lc_report_get_row (report, index), &result);
  lc_row_set_state (lc_report_get_row (report, index), LC_ROW_ENDED);
}

static char *
make_frame (LcReport *report, guint lines, guint n_problems)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new ();
  g_autoptr (GPtrArray) frame = NULL;

  for (guint i = 0; i < n_problems; i++)
    g_ptr_array_add (problems, lc_report_get_row (report, i));
  frame = lc_cli_frame_new (report, &plain, lines, 3, problems);
  for (guint i = 0; i < frame->len; i++)
    g_assert_cmpuint (lc_text_get_width (g_ptr_array_index (frame, i)), <=, plain.width);
  /* The cursor stands below. */
  g_assert_cmpuint (frame->len, <, MAX (lines, 2));
  g_ptr_array_add (frame, NULL);
  return g_strjoinv ("\n", (char **) frame->pdata);
}

static void
test_rows (void)
{
  g_autoptr (LcReport) report = make_report ();
  g_autofree char *frame = NULL;

  end_row (report, 0, LC_STATUS_PASS);
  end_row (report, 1, LC_STATUS_FAIL);
  lc_row_set_state (lc_report_get_row (report, 2), LC_ROW_RUNNING);
  frame = make_frame (report, 60, 0);

  g_assert_true (g_str_has_prefix (frame, "Checking United States: 34 rows\n"));
  g_assert_nonnull (strstr (frame, "US-01 adk"));
  g_assert_nonnull (strstr (frame, "✓ Works"));
  g_assert_nonnull (strstr (frame, "✗ Blocked"));
  g_assert_nonnull (strstr (frame, "› Checking"));
  g_assert_nonnull (strstr (frame, "· Waiting"));
  g_assert_nonnull (strstr (frame, "US-34 webrtc-gateway"));
  g_assert_nonnull (strstr (frame, " 2 of 34, 3 s"));
}

static void
test_services (void)
{
  g_autoptr (LcReport) report = make_report ();
  g_autofree char *frame = NULL;

  end_row (report, 0, LC_STATUS_PASS);
  end_row (report, 1, LC_STATUS_FAIL);
  lc_row_set_state (lc_report_get_row (report, 2), LC_ROW_RUNNING);
  frame = make_frame (report, 24, 2);

  g_assert_nonnull (strstr (frame, "\n  adk              ✓ ✗ › · ·\n"));
  g_assert_nonnull (strstr (frame, "\n  webrtc-gateway   · · · ·\n"));
  g_assert_null (strstr (frame, "Waiting"));
  g_assert_nonnull (strstr (frame, "✗ US-02 adk sml.moviuscorp.net: what was seen"));
}

static void
test_latest_problems (void)
{
  g_autoptr (LcReport) report = make_report ();
  g_autofree char *frame = NULL;

  for (guint i = 0; i < 5; i++)
    end_row (report, i, LC_STATUS_FAIL);
  frame = make_frame (report, 10, 5);

  g_assert_true (g_str_has_prefix (frame, "━━──────────────────"));
  g_assert_null (strstr (frame, "US-02"));
  g_assert_nonnull (strstr (frame, "US-03"));
  g_assert_nonnull (strstr (frame, "US-05"));
}

static void
test_any_height (void)
{
  g_autoptr (LcReport) report = make_report ();

  for (guint i = 0; i < 5; i++)
    end_row (report, i, LC_STATUS_FAIL);
  for (guint lines = 1; lines < 60; lines++) {
    g_autofree char *frame = make_frame (report, lines, 5);

    g_assert_nonnull (strstr (frame, "5 of 34, 3 s"));
  }
}

static void
test_activity (void)
{
  g_autoptr (LcReport) report = make_report ();
  g_autofree char *frame = NULL;

  lc_report_set_activity (report, "following the path to \033[2J169.63.26.232");
  frame = make_frame (report, 24, 0);
  g_assert_nonnull (strstr (frame, "following the path to"));
  g_assert_null (strchr (frame, '\033'));
}

/* The first result is told as one, and never costs a line that is not there. */
static void
test_first_result (void)
{
  g_autoptr (LcReport) report = make_report ();
  g_autofree char *before = make_frame (report, 24, 0);

  g_assert_null (strstr (before, "First result"));
  lc_report_set_preliminary (report, TRUE);
  for (guint lines = 3; lines < 60; lines++) {
    g_autofree char *frame = make_frame (report, lines, 5);

    g_assert_nonnull (strstr (frame, "First result: "));
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/frame/rows", test_rows);
  g_test_add_func ("/cli/frame/services", test_services);
  g_test_add_func ("/cli/frame/latest-problems", test_latest_problems);
  g_test_add_func ("/cli/frame/any-height", test_any_height);
  g_test_add_func ("/cli/frame/activity", test_activity);
  g_test_add_func ("/cli/frame/first-result", test_first_result);
  return g_test_run ();
}
