/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-host.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-find.h"
#include "diagnosis/lc-inspection.h"
#include "report/lc-report-words.h"

/* What servers' Date headers may differ by before the clock is called wrong. */
#define FIRST_DATE "2020"
#define LAST_DATE "2100"
#define TOLERANCE_S 300

#define MINUTE_S 60
#define HOUR_S 3600
#define DAY_S 86400

static int
compare_skews (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* A date of another age says nothing of this computer's clock. ISO 8601 sorts as text. @http:
 * (nullable). */
static gboolean
has_plausible_date (const LcHttp *http)
{
  return http != NULL && http->date != NULL && strcmp (http->date, FIRST_DATE) >= 0
         && strcmp (http->date, LAST_DATE) < 0;
}

/* Skews that were seen, one an address: a server has one clock. */
static GArray *
collect_skews (LcAnalysis *self)
{
  GArray *skews = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) addresses = lc_words_new ();

  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (self->observations, i);
    const LcHttp *http = observation->attempt->http;
    guint before = addresses->len;

    if (!has_plausible_date (http))
      continue;
    lc_words_add (addresses, observation->attempt->address);
    if (addresses->len > before)
      g_array_append_val (skews, http->date_skew_s);
  }
  g_array_sort (skews, compare_skews);
  return skews;
}

static guint
count_near (GArray *skews, gint64 skew)
{
  guint count = 0;

  for (guint i = 0; i < skews->len; i++)
    if (ABS (g_array_index (skews, gint64, i) - skew) <= TOLERANCE_S)
      count++;
  return count;
}

/* Whether a certificate's dates are what a clock so wrong makes of a good one. */
static gboolean
is_dated_by_clock (const LcObservation *observation, gint64 skew)
{
  return lc_attempt_has_problem (observation->attempt, skew > 0 ? "not-yet-valid" : "expired");
}

static gboolean
is_suspect (LcAnalysis *self, const LcObservation *observation, gconstpointer skew)
{
  return lc_analysis_is_open_question (self, observation->row)
         && is_dated_by_clock (observation, *(const gint64 *) skew);
}

static char *
describe_skew (gint64 skew)
{
  gint64 size = ABS (skew);
  gulong days = (gulong) (size / DAY_S);
  gulong hours = (gulong) (size / HOUR_S);
  gulong minutes = (gulong) (size / MINUTE_S);

  /* Translators: each completes “The clock is …”. */
  if (days >= 2)
    return g_strdup_printf (skew > 0 ? g_dngettext (GETTEXT_PACKAGE, "%lu day behind",
                                                    "%lu days behind", days)
                                     : g_dngettext (GETTEXT_PACKAGE, "%lu day ahead",
                                                    "%lu days ahead", days),
                            days);
  if (hours >= 2)
    return g_strdup_printf (skew > 0 ? g_dngettext (GETTEXT_PACKAGE, "%lu hour behind",
                                                    "%lu hours behind", hours)
                                     : g_dngettext (GETTEXT_PACKAGE, "%lu hour ahead",
                                                    "%lu hours ahead", hours),
                            hours);
  return g_strdup_printf (skew > 0 ? g_dngettext (GETTEXT_PACKAGE, "%lu minute behind",
                                                  "%lu minutes behind", minutes)
                                   : g_dngettext (GETTEXT_PACKAGE, "%lu minute ahead",
                                                  "%lu minutes ahead", minutes),
                          minutes);
}

static void
add_dates (LcAnalysis *self, LcFinding *finding)
{
  for (guint i = 0; i < self->observations->len; i++) {
    const LcObservation *observation = g_ptr_array_index (self->observations, i);
    const LcHttp *http = observation->attempt->http;

    if (has_plausible_date (http) && ABS (http->date_skew_s) > TOLERANCE_S) {
      g_autofree char *date = lc_describe_time (http->date);

      lc_finding_take_evidence (finding,
                                lc_phrase_fill (_ ("{address} says that it is {date}."), "address",
                                                observation->attempt->address, "date", date, NULL));
    }
  }
}

static void
add_skewed (LcAnalysis *self, gint64 skew, LcConfidence confidence)
{
  g_autoptr (GPtrArray) observations = lc_analysis_select (self, is_suspect, &skew);
  g_autofree char *words = describe_skew (skew);
  LcFinding *finding
      = lc_analysis_add (self, "clock-wrong", confidence, LC_OWNER_DEVICE, "skew", words, NULL);

  finding->severity = LC_SEVERITY_WARNING;
  add_dates (self, finding);
  lc_analysis_add_observations (self, finding, observations);
}

static gboolean
has_good_certificate (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return lc_attempt_has_good_tls (observation->attempt);
}

/* Without a date from anybody: servers that have nothing to do with each other
 * do not all let their certificates run out. */
static void
find_by_certificates (LcAnalysis *self, gint64 direction)
{
  g_autoptr (GPtrArray) suspects = lc_analysis_select (self, is_suspect, &direction);
  g_autoptr (GPtrArray) good = lc_analysis_select (self, has_good_certificate, NULL);
  g_autoptr (GPtrArray) leaves = lc_words_new ();
  g_autoptr (GPtrArray) domains = lc_words_new ();
  g_autofree char *count = NULL;

  for (guint i = 0; i < suspects->len; i++) {
    const LcObservation *observation = g_ptr_array_index (suspects, i);
    g_autofree char *domain = lc_host_get_domain (observation->attempt->tls->name);
    const LcCertificate *leaf = lc_attempt_get_leaf (observation->attempt);

    lc_words_add (leaves, leaf != NULL ? leaf->sha256 : NULL);
    lc_words_add (domains, domain);
  }
  if (good->len > 0 || leaves->len < 2 || domains->len < 2)
    return;
  count = g_strdup_printf ("%u", leaves->len);
  lc_analysis_add_observations (
      self,
      lc_analysis_add (self, "clock-wrong/certificates", LC_CONFIDENCE_LIKELY, LC_OWNER_DEVICE,
                       "count", count, "state",
                       direction > 0 ? C_ ("certificates are all …", "not valid yet")
                                     : C_ ("certificates are all …", "expired"),
                       NULL),
      suspects);
}

void
lc_find_wrong_clock (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GArray) skews = collect_skews (self);
  g_autoptr (GPtrArray) suspects = NULL;
  gint64 skew;

  if (skews->len == 0) {
    find_by_certificates (self, 1);
    find_by_certificates (self, -1);
    return;
  }
  skew = g_array_index (skews, gint64, skews->len / 2);
  suspects = lc_analysis_select (self, is_suspect, &skew);
  if (ABS (skew) <= TOLERANCE_S)
    return;
  if (count_near (skews, skew) > 1)
    add_skewed (self, skew, LC_CONFIDENCE_PROVEN);
  else if (suspects->len > 0)
    add_skewed (self, skew, LC_CONFIDENCE_LIKELY);
}
