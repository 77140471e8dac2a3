/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/lc-diagnosis.h"
#include "diagnosis/lc-localize.h"
#include "fixture.h"
#include "report/lc-report-private.h"

#define FOREIGN "Nichts davon steht so in diesem Programm."

/* A recorded report, concluded by this version, as a file in @language would have it. */
static LcReport *
load (const char *language)
{
  LcReport *report = fixture_load_recorded ("firewall-reset-8021");
  LcFinding *finding;

  lc_diagnose (report);
  lc_report_set_language (report, language);
  finding = g_ptr_array_index (lc_report_get_findings (report), 0);
  g_free (finding->title);
  finding->title = g_strdup (FOREIGN);
  return report;
}

static LcFinding *
get_first (LcReport *report)
{
  return g_ptr_array_index (lc_report_get_findings (report), 0);
}

static void
test_other_language (void)
{
  g_autoptr (LcReport) report = load ("de");
  g_autoptr (LcReport) retold = lc_report_localize (report);

  g_assert_true (retold != report);
  g_assert_cmpstr (lc_report_get_id (retold), ==, lc_report_get_id (report));
  g_assert_cmpstr (lc_report_get_language (retold), ==, "en");
  g_assert_cmpstr (get_first (retold)->title, !=, FOREIGN);
  g_assert_cmpstr (get_first (retold)->code, ==, get_first (report)->code);
  g_assert_cmpstr (lc_report_get_summary (retold), ==, lc_report_get_summary (report));
}

static void
test_same_language (void)
{
  g_autoptr (LcReport) report = load ("en");
  g_autoptr (LcReport) retold = lc_report_localize (report);

  g_assert_true (retold == report);
}

/* Another version may have concluded something else: what it said stands. */
static void
test_other_conclusion (void)
{
  g_autoptr (LcReport) report = load ("de");
  g_autoptr (LcReport) retold = NULL;

  get_first (report)->severity = LC_SEVERITY_NOTE;
  retold = lc_report_localize (report);
  g_assert_true (retold == report);
  g_assert_cmpstr (get_first (retold)->title, ==, FOREIGN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retell/other-language", test_other_language);
  g_test_add_func ("/retell/same-language", test_same_language);
  g_test_add_func ("/retell/other-conclusion", test_other_conclusion);
  return g_test_run ();
}
