/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-summary.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-phrase.h"

typedef struct
{
  const char *id;
  const char *name;
} Name;

/* Capabilities within a sentence. */
static const Name names[] = {
  { "sign-in", NC_ ("within a sentence", "sign-in") },
  { "calls", NC_ ("within a sentence", "calls") },
  { "audio", NC_ ("within a sentence", "voice") },
  { "voicemail", NC_ ("within a sentence", "voicemail") },
  { "web-content", NC_ ("within a sentence", "web content") },
  { "web-client", NC_ ("within a sentence", "web client") },
};

static const char *
get_name (const LcCapability *capability)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].id, capability->id))
      return g_dpgettext2 (GETTEXT_PACKAGE, "within a sentence", names[i].name);
  return capability->title;
}

static char *
list_capabilities (GPtrArray *capabilities, LcStatus status)
{
  g_autoptr (GPtrArray) list = lc_words_new ();

  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);

    if (capability->status == status)
      lc_words_add (list, get_name (capability));
  }
  return lc_phrase_join (list, 6);
}

/* The finding that explains most of what is not well. */
static LcFinding *
find_main (LcAnalysis *self, guint *others)
{
  LcFinding *main = NULL;
  guint count = 0;

  for (guint i = 0; i < self->findings->len; i++) {
    LcFinding *finding = g_ptr_array_index (self->findings, i);

    if (finding->folded_under != NULL || finding->severity == LC_SEVERITY_NOTE)
      continue;
    count++;
    if (main == NULL || finding->severity < main->severity
        || (finding->severity == main->severity && finding->rows->len > main->rows->len))
      main = finding;
  }
  *others = count > 0 ? count - 1 : 0;
  return main;
}

static char *
describe_cause (LcAnalysis *self)
{
  guint others;
  LcFinding *finding = find_main (self, &others);
  g_autofree char *more = NULL;

  if (finding == NULL)
    return g_strdup (_ ("what was seen does not show why"));
  if (others == 0)
    return g_strdup (lc_analysis_get_cause (self, finding));
  /* Translators: stands after “; ” in the summary. */
  more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u more problem was found",
                                       "%u more problems were found", others),
                          others);
  return lc_phrase_fill (_ ("{cause}; {more}"), "cause", lc_analysis_get_cause (self, finding),
                         "more", more, NULL);
}

static gboolean
everything_fails (GPtrArray *capabilities)
{
  for (guint i = 0; i < capabilities->len; i++)
    if (((const LcCapability *) g_ptr_array_index (capabilities, i))->status != LC_STATUS_FAIL)
      return FALSE;
  return capabilities->len > 0;
}

static char *
describe_blocked (LcAnalysis *self, GPtrArray *capabilities)
{
  g_autofree char *list = list_capabilities (capabilities, LC_STATUS_FAIL);
  g_autofree char *cause = describe_cause (self);

  if (everything_fails (capabilities))
    /* Translators: {cause} is a clause such as “10.1.0.1 (your firewall) stops TCP 5061”. */
    return lc_phrase_fill (_ ("MultiLine cannot work on this network: {cause}."), "cause", cause,
                           NULL);
  /* Translators: {list} is what a person can do: “calls, voice and voicemail”. */
  return lc_phrase_fill (_ ("MultiLine’s {list} cannot work on this network: {cause}."), "list",
                         list, "cause", cause, NULL);
}

static char *
describe_degraded (LcAnalysis *self, GPtrArray *capabilities)
{
  g_autofree char *list = list_capabilities (capabilities, LC_STATUS_DEGRADED);
  g_autofree char *cause = describe_cause (self);

  return lc_phrase_fill (_ ("MultiLine works on this network with limits ({list}): {cause}."),
                         "list", list, "cause", cause, NULL);
}

static guint
count_status (LcAnalysis *self, LcStatus status)
{
  guint count = 0;

  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++)
    count += lc_row_get_status (lc_report_get_row (self->report, i)) == status;
  return count;
}

static char *
describe_stopped (LcAnalysis *self)
{
  guint failed = count_status (self, LC_STATUS_FAIL) + count_status (self, LC_STATUS_DEGRADED);
  g_autofree char *stopped = g_strdup_printf ("%u", count_status (self, LC_STATUS_CANCELLED));
  g_autofree char *all = g_strdup_printf ("%u", lc_report_get_n_rows (self->report));
  g_autofree char *bad = g_strdup_printf ("%u", failed);
  const char *template
      = failed > 0 ? _ ("The check was stopped before {stopped} of {all} rows were tried; {bad} of "
                        "the others did not fully work.")
                   : _ ("The check was stopped before {stopped} of {all} rows were tried; nothing "
                        "had failed until then.");

  return lc_phrase_fill (template, "stopped", stopped, "all", all, "bad", bad, NULL);
}

static char *
describe_inconclusive (LcAnalysis *self, GPtrArray *capabilities)
{
  g_autofree char *list = list_capabilities (capabilities, LC_STATUS_INCONCLUSIVE);

  if (lc_report_get_n_rows (self->report) == 0)
    return g_strdup (_ ("Nothing was checked."));
  if (count_status (self, LC_STATUS_CANCELLED) > 0)
    return describe_stopped (self);
  return lc_phrase_fill (
      _ ("Whether MultiLine’s {list} will work on this network could not be shown."), "list", list,
      NULL);
}

/* A check of chosen rows leaves gaps in their numbers, or ends before the last
 * capability: it has not shown that everything works. */
static gboolean
is_whole_site (LcAnalysis *self, GPtrArray *capabilities)
{
  guint rows = lc_report_get_n_rows (self->report);

  for (guint i = 0; i < rows; i++) {
    const char *dash = strrchr (lc_row_get_number (lc_report_get_row (self->report, i)), '-');

    if (dash == NULL || g_ascii_strtoull (dash + 1, NULL, 10) != i + 1)
      return FALSE;
  }
  return capabilities->len == G_N_ELEMENTS (names);
}

static char *
describe_ok (LcAnalysis *self, GPtrArray *capabilities)
{
  guint failed = count_status (self, LC_STATUS_FAIL) + count_status (self, LC_STATUS_DEGRADED);
  g_autofree char *count = g_strdup_printf ("%u", failed);

  if (failed > 0)
    return lc_phrase_fill (
        _ ("Everything that MultiLine needs works on this network; {count} of the "
           "rows that it does not need failed or are limited."),
        "count", count, NULL);
  if (!is_whole_site (self, capabilities))
    return g_strdup (_ ("Everything that was checked works on this network."));
  return g_strdup (_ ("Everything that MultiLine needs works on this network."));
}

char *
lc_summary_new (LcAnalysis *self, LcVerdict verdict, GPtrArray *capabilities)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (verdict) {
  case LC_VERDICT_BLOCKED:
    return describe_blocked (self, capabilities);
  case LC_VERDICT_DEGRADED:
    return describe_degraded (self, capabilities);
  case LC_VERDICT_OK:
    return describe_ok (self, capabilities);
  case LC_VERDICT_INCONCLUSIVE:
  default:
    return describe_inconclusive (self, capabilities);
  }
}
