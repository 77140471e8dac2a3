/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <string.h>

#include "report/lc-report-json.h"

static const char *const sites[] = { "us", "uk", "sg" };

static void
test_healthy (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sites); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new (sites[i]);
    GPtrArray *capabilities;

    fixture_diagnose (report);
    fixture_assert_codes (report, "");
    g_assert_cmpuint (lc_report_get_findings (report)->len, ==, 0);
    g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_OK);
    g_assert_cmpstr (lc_report_get_summary (report), ==,
                     "Everything that MultiLine needs works on this network.");
    capabilities = lc_report_get_capabilities (report);
    g_assert_cmpuint (capabilities->len, ==, 6);
    for (guint j = 0; j < capabilities->len; j++)
      g_assert_cmpint (((LcCapability *) g_ptr_array_index (capabilities, j))->status, ==,
                       LC_STATUS_PASS);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnosis/healthy", test_healthy);
  return g_test_run ();
}
