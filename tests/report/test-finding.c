/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-finding.h"

static void
test_finding (void)
{
  g_autoptr (LcFinding) finding
      = lc_finding_new ("port-blocked", LC_SEVERITY_ERROR, LC_CONFIDENCE_LIKELY, LC_OWNER_FIREWALL);

  g_assert_cmpstr (finding->code, ==, "port-blocked");
  g_assert_cmpint (finding->severity, ==, LC_SEVERITY_ERROR);
  g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_LIKELY);
  g_assert_cmpint (finding->owner, ==, LC_OWNER_FIREWALL);
  g_assert_cmpuint (finding->evidence->len, ==, 0);
  g_assert_cmpuint (finding->rows->len, ==, 0);
  g_assert_null (finding->folded_under);
}

static void
test_capability (void)
{
  g_autoptr (LcCapability) capability = lc_capability_new ("calls", "Call", LC_STATUS_PASS);

  g_assert_cmpstr (capability->id, ==, "calls");
  g_assert_cmpstr (capability->title, ==, "Call");
  g_assert_cmpint (capability->status, ==, LC_STATUS_PASS);
  g_assert_cmpuint (capability->rows->len, ==, 0);
}

/* The sanitizers see whether the lists free what is in them. */
static void
test_lists (void)
{
  g_autoptr (GPtrArray) findings = lc_findings_new ();
  g_autoptr (GPtrArray) capabilities = lc_capabilities_new ();

  g_ptr_array_add (findings, lc_finding_new ("offline", LC_SEVERITY_ERROR, LC_CONFIDENCE_PROVEN,
                                             LC_OWNER_DEVICE));
  g_ptr_array_add (capabilities, lc_capability_new ("calls", "Call", LC_STATUS_PASS));
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpuint (capabilities->len, ==, 1);
  lc_finding_free (NULL);
  lc_capability_free (NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/finding/finding", test_finding);
  g_test_add_func ("/finding/capability", test_capability);
  g_test_add_func ("/finding/lists", test_lists);
  return g_test_run ();
}
