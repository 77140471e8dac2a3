/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "diagnosis/lc-samples.h"
#include "fixture.h"

/* What the sampled ports of an rtp row come to. */

typedef struct
{
  const char *samples; /* from the lowest port on: + passed, - silent, x stopped */
  LcStatus status;
  const char *quiet; /* (nullable) its first and last sample, counted from 0 */
} Case;

static const Case cases[] = {
  { "++++++++++++", LC_STATUS_PASS, NULL },
  /* Silence here and there is what limits and loss do. */
  { "++-++-++", LC_STATUS_PASS, NULL },
  { "-++++++-", LC_STATUS_PASS, NULL },
  { "---+++-+", LC_STATUS_PASS, NULL },
  { "+++---++", LC_STATUS_PASS, NULL },
  /* A whole end of the range is another matter, from three ports on. */
  { "++++++--", LC_STATUS_PASS, NULL },
  { "+++++---", LC_STATUS_INCONCLUSIVE, "5-7" },
  { "--++++++", LC_STATUS_PASS, NULL },
  { "---+++++", LC_STATUS_INCONCLUSIVE, "0-2" },
  { "+-------", LC_STATUS_INCONCLUSIVE, "1-7" },
  /* Nothing was answered, or something is known to be stopped: that says more. */
  { "--------", LC_STATUS_INCONCLUSIVE, NULL },
  { "+++xxx--", LC_STATUS_DEGRADED, NULL },
};

static GPtrArray *
samples_new (const char *text)
{
  GPtrArray *samples = lc_samples_new ();

  for (guint i = 0; text[i] != '\0'; i++) {
    LcSample *sample = lc_sample_new ((guint16) (1024 + i * 100));

    sample->code = text[i] == '+'   ? LC_CODE_UDP_REACHED_HOST
                   : text[i] == '-' ? LC_CODE_UDP_SILENT
                                    : LC_CODE_UDP_STOPPED_AT_HOP;
    sample->status = text[i] == '+'   ? LC_STATUS_PASS
                     : text[i] == '-' ? LC_STATUS_INCONCLUSIVE
                                      : LC_STATUS_FAIL;
    g_ptr_array_add (samples, sample);
  }
  return samples;
}

static char *
to_ports (const char *indices)
{
  guint first;
  guint last;

  if (indices == NULL)
    return NULL;
  g_assert_cmpint (sscanf (indices, "%u-%u", &first, &last), ==, 2);
  return g_strdup_printf ("%u-%u", 1024 + first * 100, 1024 + last * 100);
}

static void
test_quiet_range (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    LcAttempt *attempt = lc_attempt_new ("192.0.2.1");
    g_autofree char *expected = to_ports (cases[i].quiet);
    g_autofree char *quiet = NULL;
    LcCode code;

    g_test_message ("%s", cases[i].samples);
    attempt->samples = samples_new (cases[i].samples);
    quiet = lc_samples_get_quiet_range (attempt->samples);
    if (cases[i].status != LC_STATUS_DEGRADED)
      g_assert_cmpstr (quiet, ==, expected);
    g_assert_cmpint (lc_samples_judge (attempt, NULL, &code), ==, cases[i].status);
    lc_attempt_free (attempt);
  }
}

static void
set_samples (LcRow *row, const char *text)
{
  LcAttempt *attempt = fixture_first (row);

  g_ptr_array_unref (attempt->samples);
  attempt->samples = samples_new (text);
}

/* The verdict is not "works"; where another row shows the block, it is a part of that. */
static void
test_finding (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("us");
  g_autoptr (LcReport) blocked = fixture_healthy_new ("us");
  LcFinding *finding;

  set_samples (fixture_row (report, "us/rtp/169.63.26.232"), "+++------");
  fixture_diagnose (report);
  g_assert_cmpint (lc_report_get_verdict (report), !=, LC_VERDICT_OK);
  fixture_assert_codes (report, "rtp-unproven");
  finding = fixture_find (report, "rtp-unproven");
  g_assert_cmpint (finding->owner, ==, LC_OWNER_UNKNOWN);
  g_assert_nonnull (strstr (finding->detail, "UDP ports 1324-1824"));
  g_assert_true (fixture_has_evidence (finding, "6 of 9 sampled ports"));

  set_samples (fixture_row (blocked, "us/rtp/169.63.26.232"), "+++------");
  set_samples (fixture_row (blocked, "us/rtp/169.63.160.152"), "+++xxxxxx");
  fixture_diagnose (blocked);
  fixture_assert_codes (blocked, "rtp-blocked");
  g_assert_cmpstr (fixture_find (blocked, "rtp-unproven")->folded_under, ==, "rtp-blocked");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/samples/quiet-range", test_quiet_range);
  g_test_add_func ("/samples/finding", test_finding);
  return g_test_run ();
}
