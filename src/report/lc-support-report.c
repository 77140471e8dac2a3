/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-support-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LEAP_YEAR 2000
#define MAX_HOP 15
#define N_REVISIONS 16
#define MAX_YEARS_BACK 8 /* between two leap years, where there is none in 1900, 2100 … */

/* 1 for "US-01"; 0 where it has no such number. */
static guint
get_number (LcRow *row)
{
  const char *dash = strrchr (lc_row_get_number (row), '-');
  guint64 number = 0;

  if (dash == NULL || !g_ascii_string_to_unsigned (dash + 1, 10, 1, G_MAXUINT16, &number, NULL))
    return 0;
  return (guint) number;
}

static const LcEndpoint *
find_endpoint (const LcSite *site, const char *id)
{
  for (guint i = 0; i < site->endpoints->len; i++) {
    const LcEndpoint *endpoint = g_ptr_array_index (site->endpoints, i);

    if (g_str_equal (endpoint->id, id))
      return endpoint;
  }
  return NULL;
}

/* Whether every row is the one of its number in the bundled catalogue. */
static gboolean
has_known_rows (LcReport *report, guint n_rows)
{
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();
  const LcSite *site = lc_catalog_find_site (catalog, lc_report_get_site (report));

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    const LcEndpoint *endpoint = site != NULL ? find_endpoint (site, lc_row_get_id (row)) : NULL;
    guint number = get_number (row);

    if (endpoint == NULL || !g_str_equal (endpoint->number, lc_row_get_number (row)) || number == 0
        || number > n_rows)
      return FALSE;
  }
  return site != NULL;
}

static guint
get_quarter (GDateTime *started)
{
  g_autoptr (GDateTime) day = g_date_time_new_utc (LEAP_YEAR, g_date_time_get_month (started),
                                                   g_date_time_get_day_of_month (started), 0, 0, 0);
  guint days = (guint) g_date_time_get_day_of_year (day) - 1;

  return (days * 24 + (guint) g_date_time_get_hour (started)) * 4
         + (guint) g_date_time_get_minute (started) / 15;
}

static guint
get_revision (const char *text)
{
  guint64 revision = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &revision, NULL))
    return 0;
  return (guint) (revision % N_REVISIONS);
}

static guint
get_ttl (const LcPath *path)
{
  if (path->answer_kind != LC_ANSWER_NONE)
    return path->answer_ttl;
  for (guint i = 0; i < path->hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (path->hops, i);

    if (hop->address != NULL && g_strcmp0 (hop->address, path->stopped_at) == 0)
      return hop->ttl;
  }
  return 0;
}

/* The last hop that answered for one of a finding's rows, the first that is known. */
static guint
get_hop (LcReport *report, const LcFinding *finding)
{
  for (guint i = 0; i < finding->rows->len; i++) {
    LcRow *row = lc_report_find_row (report, g_ptr_array_index (finding->rows, i));
    GPtrArray *attempts = row != NULL ? lc_row_get_attempts (row) : NULL;

    for (guint j = 0; attempts != NULL && j < attempts->len; j++) {
      const LcAttempt *attempt = g_ptr_array_index (attempts, j);
      guint ttl = attempt->path != NULL ? get_ttl (attempt->path) : 0;

      if (ttl > 0)
        return MIN (ttl, MAX_HOP);
    }
  }
  return 0;
}

/* A place that is proven says nothing of whose it is: both must be, for whoever hears the
 * code has no evidence to weigh. */
static gboolean
is_proven (const LcFinding *finding)
{
  return finding->confidence == LC_CONFIDENCE_PROVEN
         && (finding->owner_confidence == LC_OWNER_CONFIDENCE_NONE
             || finding->owner_confidence == LC_OWNER_CONFIDENCE_PROVEN);
}

/* The first findings that no other explains. */
static void
set_findings (LcSupportContent *content, LcReport *report)
{
  GPtrArray *findings = lc_report_get_findings (report);
  guint n = 0;

  for (guint i = 0; i < findings->len && n < LC_SUPPORT_CODE_FINDINGS; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);

    if (finding->folded_under != NULL)
      continue;
    if (n == 0)
      content->hop = get_hop (report, finding);
    content->findings[n++] = (LcSupportFinding){ lc_support_code_find_finding (finding->code),
                                                 finding->owner, is_proven (finding) };
  }
}

static void
set_rows (LcSupportContent *content, LcReport *report)
{
  guint tried = 0;

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    LcStatus status = lc_row_get_status (row);

    if (status == LC_STATUS_PASS)
      content->works |= G_GUINT64_CONSTANT (1) << (get_number (row) - 1);
    if (status != LC_STATUS_CANCELLED)
      tried++;
  }
  content->complete
      = lc_report_get_complete (report) && tried == lc_support_code_get_n_rows (content->site);
}

char *
lc_report_make_support_code (LcReport *report)
{
  LcSupportContent content
      = { .findings = { { .owner = LC_OWNER_NONE }, { .owner = LC_OWNER_NONE } } };
  const LcEnvironment *environment;
  guint n_rows;

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  content.site = lc_report_get_site (report);
  n_rows = lc_support_code_get_n_rows (content.site);
  if (n_rows == 0 || !has_known_rows (report, n_rows))
    return NULL;
  environment = lc_report_get_environment (report);
  content.verdict = lc_report_get_verdict (report);
  content.proxy = environment->proxy != NULL;
  content.vpn = environment->vpn != NULL;
  content.portal = environment->captive_portal != NULL;
  content.revision = get_revision (lc_report_get_catalog_revision (report));
  content.quarter = get_quarter (lc_report_get_started (report));
  set_findings (&content, report);
  set_rows (&content, report);
  return lc_support_code_encode (&content);
}

/* Returns: (transfer full) (nullable): %NULL for a 29 February that the year has not. */
static GDateTime *
place_in_year (const LcSupportContent *content, int year)
{
  g_autoptr (GDateTime) start = g_date_time_new_utc (LEAP_YEAR, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) day = g_date_time_add_days (start, (int) (content->quarter / 96));
  int quarter = (int) (content->quarter % 96);

  return g_date_time_new_utc (year, g_date_time_get_month (day), g_date_time_get_day_of_month (day),
                              quarter / 4, quarter % 4 * 15, 0);
}

GDateTime *
lc_support_content_get_started (const LcSupportContent *content, GDateTime *now)
{
  g_autoptr (GDateTime) latest = NULL;

  g_return_val_if_fail (content != NULL && now != NULL, NULL);

  latest = g_date_time_add_days (now, 1);
  for (int back = 0; back <= MAX_YEARS_BACK; back++) {
    g_autoptr (GDateTime) started = place_in_year (content, g_date_time_get_year (latest) - back);

    if (started != NULL && g_date_time_compare (started, latest) <= 0)
      return g_steal_pointer (&started);
  }
  g_return_val_if_reached (NULL);
}

/* The word for a letter: the one of those in the list that stand in the order of @letters. */
static char *
find_word (char letter)
{
  static const char letters[] = "ABCDEFGHJKMNPQRSTVWXYZ";
  g_auto (GStrv) words = NULL;
  const char *found = strchr (letters, letter);
  gsize place = found != NULL ? (gsize) (found - letters) : sizeof letters;

  /* Translators: the spelling words of your language for A B C D E F G H J K M N P Q R S
   * T V W X Y Z: 22 of them in this order, with one space between two. */
  words = g_strsplit (
      _ ("Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel Juliett Kilo Mike November "
         "Papa Quebec Romeo Sierra Tango Victor Whiskey X-ray Yankee Zulu"),
      " ", -1);
  if (place < g_strv_length (words))
    return g_strdup (words[place]);
  return g_strndup (&letter, 1);
}

char *
lc_support_code_spell (const char *group)
{
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (group != NULL, g_string_free (out, FALSE));

  for (const char *sign = group; *sign != '\0'; sign++) {
    g_autofree char *word = g_ascii_isdigit (*sign) ? g_strndup (sign, 1) : find_word (*sign);

    g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", word);
  }
  return g_string_free (out, FALSE);
}

char *
lc_support_fault_describe (LcSupportFault fault, guint group)
{
  switch (fault) {
  case LC_SUPPORT_FAULT_SHORT:
    return g_strdup_printf (_ ("The code is not complete: group %u is missing or too short."),
                            group);
  case LC_SUPPORT_FAULT_GROUP:
    return g_strdup_printf (_ ("Group %u of the code is not right: have it read out again."),
                            group);
  case LC_SUPPORT_FAULT_LONG:
    return g_strdup (_ ("The code is too long."));
  case LC_SUPPORT_FAULT_NEWER:
    return g_strdup (
        _ ("The code was made by a newer Linecheck. Please update this one to read it."));
  case LC_SUPPORT_FAULT_CONTENT:
    return g_strdup (_ ("This is not a support code."));
  case LC_SUPPORT_FAULT_NONE:
  default:
    return NULL;
  }
}
