/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-text.h"
#include "catalog/lc-catalog-words.h"

/* Below this, in microseconds, milliseconds read best. */
#define END_OF_MS 999950

/* Findings explained by findings that are explained: no more than this in a row. */
#define MAX_FOLDS 8

static LcFinding *
find_explanation (GPtrArray *findings, const LcFinding *finding)
{
  for (guint i = 0; finding->folded_under != NULL && i < findings->len; i++) {
    LcFinding *other = g_ptr_array_index (findings, i);

    if (other != finding && g_str_equal (other->code, finding->folded_under))
      return other;
  }
  return NULL;
}

/* Returns: (nullable): also NULL where findings explain each other in a circle. */
static LcFinding *
find_parent (GPtrArray *findings, const LcFinding *finding)
{
  LcFinding *parent = find_explanation (findings, finding);
  LcFinding *next = parent;

  for (guint i = 0; next != NULL && i < MAX_FOLDS; i++) {
    parent = next;
    next = find_explanation (findings, parent);
  }
  return next == NULL ? parent : NULL;
}

char *
lc_describe_us (gint64 us)
{
  if (us < 0)
    return g_strdup ("–");
  if (us < END_OF_MS)
    /* Translators: milliseconds. */
    return g_strdup_printf (_ ("%.1f ms"), (double) ((us + 50) / 100) / 10);
  /* Translators: seconds. */
  return g_strdup_printf (_ ("%.1f s"), (double) (us / 100000 + (us % 100000 >= 50000)) / 10);
}

/* Returns: (transfer full) (nullable): NULL for what is no date. */
static GDateTime *
parse_time (const char *time)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *midnight = NULL;

  if (time == NULL)
    return NULL;
  midnight = strchr (time, 'T') == NULL ? g_strconcat (time, "T00:00:00Z", NULL) : NULL;
  return g_date_time_new_from_iso8601 (midnight != NULL ? midnight : time, utc);
}

char *
lc_describe_day (const char *time)
{
  g_autoptr (GDateTime) date = parse_time (time);

  if (date == NULL)
    return lc_text_clean (time);
  /* Translators: a day; see strftime(3). */
  return g_date_time_format (date, _ ("%-d %B %Y"));
}

static char *
format_time (GDateTime *time)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (time);

  /* Translators: a day and a time of day; see strftime(3). */
  return g_date_time_format (utc, _ ("%-d %B %Y, %H:%M UTC"));
}

char *
lc_describe_time (const char *time)
{
  g_autoptr (GDateTime) date = parse_time (time);

  return date != NULL ? format_time (date) : lc_text_clean (time);
}

char *
lc_describe_labelled (const char *label, const char *text)
{
  /* Translators: a label and what it is for, as “Gateway: 10.1.0.1” or “Voicemail: Works”. */
  return g_strdup_printf (_ ("%s: %s"), label, text);
}

const char *
lc_describe_detail (const char *detail, LcCode code)
{
  return detail != NULL && *detail != '\0' ? detail : lc_code_get_label (code);
}

char *
lc_describe_owner (LcOwner owner, LcOwnerConfidence confidence)
{
  const char *label = lc_owner_get_label (owner);

  if (owner == LC_OWNER_NONE || owner == LC_OWNER_UNKNOWN)
    return g_strdup (label);
  switch (confidence) {
  case LC_OWNER_CONFIDENCE_LIKELY:
    /* Translators: who has to act, which is likely but not proven: “probably your firewall”. */
    return g_strdup_printf (_ ("probably %s"), label);
  case LC_OWNER_CONFIDENCE_UNKNOWN:
    /* Translators: who has to act, which nothing shows: “perhaps your firewall”. */
    return g_strdup_printf (_ ("perhaps %s"), label);
  case LC_OWNER_CONFIDENCE_NONE:
  case LC_OWNER_CONFIDENCE_PROVEN:
  default:
    return g_strdup (label);
  }
}

const char *
lc_row_get_status_word (LcRow *row)
{
  g_return_val_if_fail (LC_IS_ROW (row), "");

  switch (lc_row_get_state (row)) {
  case LC_ROW_WAITING:
    return _ ("Waiting");
  case LC_ROW_RUNNING:
    return _ ("Checking…");
  case LC_ROW_ENDED:
  default:
    return lc_status_get_label (lc_row_get_status (row));
  }
}

char *
lc_row_describe_latency (LcRow *row)
{
  g_return_val_if_fail (LC_IS_ROW (row), NULL);

  return lc_describe_us (lc_row_get_latency_us (row));
}

const char *
lc_attempt_get_meaning (const LcAttempt *attempt)
{
  if (attempt->steps->len == 0 || attempt->status == LC_STATUS_PASS)
    return NULL;
  for (guint i = 0; i < attempt->steps->len; i++)
    if (((const LcStep *) g_ptr_array_index (attempt->steps, i))->code == attempt->code)
      return NULL;
  return lc_code_get_label (attempt->code);
}

char *
lc_row_describe_port (LcRow *row)
{
  g_return_val_if_fail (LC_IS_ROW (row), NULL);

  return g_strdup_printf ("%s %s", lc_row_get_transport (row) == LC_TRANSPORT_UDP ? "UDP" : "TCP",
                          lc_row_get_ports (row));
}

char *
lc_row_describe_title (LcRow *row)
{
  g_return_val_if_fail (LC_IS_ROW (row), NULL);

  return lc_text_clean (lc_catalog_translate (lc_row_get_title (row)));
}

char *
lc_row_describe_resolved (LcRow *row)
{
  g_autofree char *text = g_strjoinv (", ", (char **) lc_row_get_resolved (row));

  return lc_text_clean (text);
}

char *
lc_row_describe_seen (LcRow *row)
{
  g_autofree char *seen = NULL;

  g_return_val_if_fail (LC_IS_ROW (row), NULL);

  if (lc_row_get_state (row) != LC_ROW_ENDED)
    return lc_text_clean (lc_row_get_activity (row));
  seen = lc_text_clean (lc_describe_detail (lc_row_get_detail (row), lc_row_get_code (row)));
  if (lc_row_get_required (row) || lc_row_get_status (row) == LC_STATUS_PASS)
    return g_steal_pointer (&seen);
  /* Translators: what was seen of a connection that nobody needs. */
  return g_strdup_printf (_ ("%s (not required)"), seen);
}

char *
lc_report_describe_rows (LcReport *report, GPtrArray *ids)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++) {
    const char *id = g_ptr_array_index (ids, i);
    LcRow *row = lc_report_find_row (report, id);
    g_autofree char *name = lc_text_clean (row != NULL ? lc_row_get_number (row) : id);

    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GPtrArray *
lc_report_find_parents (LcReport *report)
{
  GPtrArray *findings = lc_report_get_findings (report);
  GPtrArray *parents = g_ptr_array_sized_new (findings->len);

  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_add (parents, find_parent (findings, g_ptr_array_index (findings, i)));
  return parents;
}

char *
lc_finding_describe_kind (const LcFinding *finding)
{
  const char *severity = lc_severity_get_label (finding->severity);
  const char *confidence = lc_confidence_get_label (finding->confidence);
  g_autofree char *owner = NULL;

  if (finding->owner == LC_OWNER_NONE)
    return g_strdup_printf ("%s · %s", severity, confidence);
  owner = lc_describe_owner (finding->owner, finding->owner_confidence);
  return g_strdup_printf ("%s · %s · %s", severity, confidence, owner);
}

char *
lc_report_describe_site (LcReport *report)
{
  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  return lc_text_clean (lc_catalog_translate (lc_report_get_site_title (report)));
}

char *
lc_capability_describe_title (const LcCapability *capability)
{
  g_return_val_if_fail (capability != NULL, NULL);

  return lc_text_clean (g_dpgettext2 (GETTEXT_PACKAGE, "capability", capability->title));
}

char *
lc_interface_describe (const LcInterface *interface)
{
  static const struct
  {
    const char *kind;
    const char *label;
  } kinds[] = {
    { "ethernet", NC_ ("interface", "Ethernet") },
    { "wifi", NC_ ("interface", "Wi-Fi") },
    { "tunnel", NC_ ("interface", "tunnel") },
    { "other", NC_ ("interface", "other") },
  };
  const char *label = interface->kind;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, interface->kind) == 0)
      label = g_dpgettext2 (GETTEXT_PACKAGE, "interface", kinds[i].label);
  return g_strdup_printf ("%s (%s)", interface->name, label);
}

char *
lc_report_describe_catalog (LcReport *report)
{
  const char *source = lc_report_get_catalog_source (report);
  g_autofree char *dated = lc_describe_day (lc_report_get_catalog_dated (report));

  /* Translators: a catalogue's revision, its date, where it comes from. */
  return g_strdup_printf (_ ("revision %s of %s (%s)"), lc_report_get_catalog_revision (report),
                          dated, g_strcmp0 (source, "builtin") == 0 ? _ ("built in") : source);
}

char *
lc_report_describe_started (LcReport *report)
{
  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  return format_time (lc_report_get_started (report));
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

char *
lc_report_describe_when (LcReport *report)
{
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *there = NULL;
  g_autofree char *utc = NULL;

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  local = g_date_time_to_local (lc_report_get_started (report));
  if (g_date_time_get_utc_offset (local) == 0)
    return format_time (local);
  /* Translators: a day, a time of day and its time zone; see strftime(3). */
  there = g_date_time_format (local, _ ("%-d %B %Y, %H:%M %Z"));
  utc = is_same_day (local, lc_report_get_started (report))
            ? g_date_time_format (lc_report_get_started (report), "%H:%M UTC")
            : format_time (local);
  return g_strdup_printf ("%s (%s)", there, utc);
}
