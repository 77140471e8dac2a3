/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-phrase.h"
#include "catalog/lc-catalog-words.h"
#include "diagnosis/lc-block.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-find.h"
#include "diagnosis/lc-finding-texts.h"
#include "report/lc-report-words.h"

#define CATALOG_DAYS 365

typedef enum
{
  PLACE_PUBLIC,
  PLACE_INSIDE,
  PLACE_OVERLAY,
} Place;

static const char *const changed_keys[] = {
  [PLACE_PUBLIC] = "address-changed",
  [PLACE_INSIDE] = "address-changed/inside",
  [PLACE_OVERLAY] = "address-changed/overlay",
};

/* Where a name leads: what nobody outside has needs no firewall's leave. */
static Place
get_place (LcRow *row)
{
  const char *const *resolved = lc_row_get_resolved (row);
  Place place = PLACE_PUBLIC;

  for (guint i = 0; resolved[i] != NULL; i++) {
    if (lc_address_is_shared (resolved[i]))
      place = PLACE_OVERLAY;
    else if (lc_address_is_inside (resolved[i]) && place == PLACE_PUBLIC)
      place = PLACE_INSIDE;
  }
  return place;
}

static gboolean
has_changed (LcRow *row)
{
  return lc_row_get_status (row) == LC_STATUS_PASS
         && lc_row_get_code (row) == LC_CODE_DNS_UNEXPECTED_ADDRESS;
}

static void
add_changed (LcAnalysis *self, Place place)
{
  g_autoptr (GPtrArray) names = lc_words_new ();
  g_autoptr (GPtrArray) addresses = lc_words_new ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autofree char *name_list = NULL;
  g_autofree char *address_list = NULL;
  LcFinding *finding;

  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);
    const char *const *resolved = lc_row_get_resolved (row);

    if (!has_changed (row) || get_place (row) != place)
      continue;
    g_ptr_array_add (rows, row);
    lc_words_add (names, lc_row_get_host (row));
    for (guint j = 0; resolved[j] != NULL; j++)
      lc_words_add (addresses, resolved[j]);
  }
  if (rows->len == 0)
    return;
  name_list = lc_phrase_join (names, 4);
  address_list = lc_phrase_join (addresses, 8);
  finding = lc_analysis_add (self, changed_keys[place], LC_CONFIDENCE_PROVEN, LC_OWNER_NONE,
                             "names", name_list, "addresses", address_list, NULL);
  for (guint i = 0; i < rows->len; i++) {
    LcRow *row = g_ptr_array_index (rows, i);

    lc_finding_mention_row (finding, row);
    lc_finding_take_evidence (finding, g_strdup (lc_row_get_detail (row)));
  }
}

void
lc_find_changed_addresses (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  for (guint place = PLACE_PUBLIC; place <= PLACE_OVERLAY; place++)
    add_changed (self, (Place) place);
}

/* Rows that are not required */

static gboolean
is_optional_failure (LcAnalysis *self, const LcObservation *observation, gconstpointer data)
{
  return !lc_row_get_required (observation->row) && observation->attempt->status != LC_STATUS_PASS
         && lc_analysis_is_open_question (self, observation->row);
}

/* Where packets end, of all observations of one port; an answer that is wrong is the service's. */
static LcOwner
find_owner (LcAnalysis *self, LcObservation *observation)
{
  g_autoptr (LcBlock) block = lc_block_new ();

  if (observation->reach != LC_REACH_CLOSED)
    return LC_OWNER_SERVICE;
  g_ptr_array_unref (block->observations);
  block->observations = lc_analysis_select_port (self, observation, LC_REACH_CLOSED);
  lc_block_settle (block);
  if (block->owner == LC_OWNER_UNKNOWN && lc_observations_count_addresses (block->observations) > 1)
    return LC_OWNER_FIREWALL;
  return observation->owner != LC_OWNER_UNKNOWN ? observation->owner : block->owner;
}

static char *
list_notes (GPtrArray *observations)
{
  g_autoptr (GPtrArray) notes = lc_words_new ();

  for (guint i = 0; i < observations->len; i++) {
    LcRow *row = ((const LcObservation *) g_ptr_array_index (observations, i))->row;

    lc_words_add (notes, lc_catalog_translate (lc_row_get_note (row)));
  }
  g_ptr_array_add (notes, NULL);
  return g_strjoinv (" ", (char **) notes->pdata);
}

static void
add_optional (LcAnalysis *self, GPtrArray *observations, LcOwner owner)
{
  g_autofree char *ports = lc_observations_get_ports (observations);
  g_autofree char *reasons = list_notes (observations);

  if (observations->len > 0)
    lc_analysis_add_observations (self,
                                  lc_analysis_add (self, "optional-blocked", LC_CONFIDENCE_LIKELY,
                                                   owner, "ports", ports, "reasons", reasons, NULL),
                                  observations);
}

/* One note for each who has to act, if anybody wants it to work at all. */
void
lc_find_optional (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) observations = lc_analysis_select (self, is_optional_failure, NULL);

  for (int owner = LC_OWNER_NONE; owner <= LC_OWNER_UNKNOWN; owner++) {
    g_autoptr (GPtrArray) owned = g_ptr_array_new ();

    for (guint i = 0; i < observations->len; i++)
      if (find_owner (self, g_ptr_array_index (observations, i)) == (LcOwner) owner)
        g_ptr_array_add (owned, g_ptr_array_index (observations, i));
    add_optional (self, owned, (LcOwner) owner);
  }
}

/* By a clock that was shown to be wrong nothing is old: the next check tells. */
void
lc_find_old_catalog (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  const char *dated = lc_report_get_catalog_dated (self->report);
  g_autofree char *text = g_strdup_printf ("%sT00:00:00Z", dated != NULL ? dated : "");
  g_autofree char *day = lc_describe_day (dated);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (text, NULL);
  GDateTime *started = lc_report_get_started (self->report);

  if (date == NULL || started == NULL || lc_analysis_find (self, "clock-wrong") != NULL
      || g_date_time_difference (started, date) <= CATALOG_DAYS * G_TIME_SPAN_DAY)
    return;
  lc_analysis_add (self, "catalog-old", LC_CONFIDENCE_PROVEN, LC_OWNER_NONE, "dated", day, NULL);
}

static GPtrArray *
select_rows (LcAnalysis *self, gboolean failed)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);
    LcStatus status = lc_row_get_status (row);
    gboolean open = status == LC_STATUS_INCONCLUSIVE || status == LC_STATUS_SKIPPED
                    || status == LC_STATUS_CANCELLED;

    if (failed ? lc_analysis_is_open_question (self, row)
               : open && !lc_analysis_is_explained (self, row))
      g_ptr_array_add (rows, row);
  }
  return rows;
}

static char *
list_numbers (GPtrArray *rows)
{
  g_autoptr (GPtrArray) numbers = lc_words_new ();

  for (guint i = 0; i < rows->len; i++)
    lc_words_add (numbers, lc_row_get_number (g_ptr_array_index (rows, i)));
  return lc_phrase_join (numbers, 12);
}

static char *
list_hosts (GPtrArray *rows)
{
  g_autoptr (GPtrArray) hosts = lc_words_new ();

  for (guint i = 0; i < rows->len; i++)
    lc_words_add (hosts, lc_row_get_host (g_ptr_array_index (rows, i)));
  return lc_phrase_join (hosts, 4);
}

static char *
list_ports (GPtrArray *rows)
{
  g_autoptr (GPtrArray) ports = lc_words_new ();

  for (guint i = 0; i < rows->len; i++) {
    g_autofree char *port = lc_row_describe_port (g_ptr_array_index (rows, i));

    lc_words_add (ports, port);
  }
  return lc_phrase_join (ports, 8);
}

/* What stalled once and worked the second time. */
static void
add_retries (LcFinding *finding, LcRow *row)
{
  GPtrArray *attempts = lc_row_get_attempts (row);

  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);
    g_autofree char *target = NULL;

    if (!attempt->retry_worked)
      continue;
    target = lc_describe_target (row, attempt);
    lc_finding_take_evidence (finding,
                              lc_phrase_fill (_ ("{target}: tried again, the handshake worked."),
                                              "target", target, NULL));
  }
}

/* Whether a proxy is set, and nothing at all gets out past it. */
static gboolean
only_proxy_is_left (LcAnalysis *self)
{
  if (self->environment->proxy == NULL && self->proxied->len == 0)
    return FALSE;
  for (guint i = 0; i < self->observations->len; i++)
    if (((const LcObservation *) g_ptr_array_index (self->observations, i))->reach == LC_REACH_OPEN)
      return FALSE;
  return TRUE;
}

void
lc_find_unexplained (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) rows = select_rows (self, TRUE);
  g_autofree char *hosts = list_hosts (rows);
  g_autofree char *ports = list_ports (rows);
  g_autofree char *ask = lc_texts_ask_owner (LC_OWNER_UNKNOWN, ports);
  LcFinding *finding;

  if (rows->len == 0)
    return;
  finding = lc_analysis_add (self, only_proxy_is_left (self) ? "unexplained/direct" : "unexplained",
                             LC_CONFIDENCE_LIKELY, LC_OWNER_UNKNOWN, "hosts", hosts, "ports", ports,
                             "ask", ask, NULL);
  for (guint i = 0; i < rows->len; i++) {
    LcRow *row = g_ptr_array_index (rows, i);

    lc_analysis_add_row (self, finding, row);
    lc_finding_take_evidence (finding, g_strdup (lc_row_get_detail (row)));
    add_retries (finding, row);
  }
}

static void
add_untold (LcAnalysis *self, const char *key, GPtrArray *rows)
{
  g_autofree char *numbers = list_numbers (rows);
  LcFinding *finding;

  if (rows->len == 0)
    return;
  finding
      = lc_analysis_add (self, key, LC_CONFIDENCE_PROVEN, LC_OWNER_NONE, "numbers", numbers, NULL);
  for (guint i = 0; i < rows->len; i++) {
    LcRow *row = g_ptr_array_index (rows, i);

    lc_finding_mention_row (finding, row);
    lc_finding_take_evidence (finding, g_strdup_printf ("%s: %s", lc_row_get_number (row),
                                                        lc_row_get_detail (row)));
  }
}

/* What was tried and drew nothing is not what was not tried. */
void
lc_find_not_tested (LcAnalysis *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) rows = select_rows (self, FALSE);
  g_autoptr (GPtrArray) silent = g_ptr_array_new ();
  g_autoptr (GPtrArray) untried = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++) {
    LcRow *row = g_ptr_array_index (rows, i);

    g_ptr_array_add (lc_row_get_status (row) == LC_STATUS_INCONCLUSIVE ? silent : untried, row);
  }
  add_untold (self, "not-tested/silent", silent);
  add_untold (self, "not-tested", untried);
}
