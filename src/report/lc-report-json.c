/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-json.h"

#include <glib/gi18n-lib.h>

#include "report/lc-environment-json.h"
#include "report/lc-finding-json.h"
#include "report/lc-report-private.h"
#include "report/lc-row-json.h"

#define FORMAT "linecheck-report"
#define VERSION 1
#define MAX_ROWS 5000
#define MAX_DEPTH 32
#define MAX_VALUES 2000000

/* gmtime's usual form; g_date_time_format_iso8601() adds fractions where there are some. */
#define DATE_FORMAT "%C%y-%m-%dT%H:%M:%SZ"

G_DEFINE_QUARK (lc - report - error - quark, lc_report_error)

static void
write_head (JsonBuilder *builder, LcReport *report)
{
  g_autofree char *started = g_date_time_format (lc_report_get_started (report), DATE_FORMAT);

  lc_record_add_string (builder, "format", FORMAT);
  lc_record_add_int (builder, "version", VERSION);
  json_builder_set_member_name (builder, "generator");
  json_builder_begin_object (builder);
  lc_record_add_string (builder, "name", lc_report_get_generator_name (report));
  lc_record_add_string (builder, "version", lc_report_get_generator_version (report));
  lc_record_add_optional (builder, "language", lc_report_get_language (report));
  json_builder_end_object (builder);
  lc_record_add_string (builder, "id", lc_report_get_id (report));
  lc_record_add_string (builder, "started", started);
  lc_record_add_us (builder, "duration_us", lc_report_get_duration_us (report));
  lc_record_add_bool (builder, "complete", lc_report_get_complete (report));
  json_builder_set_member_name (builder, "catalog");
  json_builder_begin_object (builder);
  lc_record_add_string (builder, "revision", lc_report_get_catalog_revision (report));
  lc_record_add_string (builder, "dated", lc_report_get_catalog_dated (report));
  lc_record_add_string (builder, "source", lc_report_get_catalog_source (report));
  lc_record_add_string (builder, "sha256", lc_report_get_catalog_sha256 (report));
  json_builder_end_object (builder);
  lc_record_add_string (builder, "site", lc_report_get_site (report));
}

static void
write_rows (JsonBuilder *builder, LcReport *report)
{
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    lc_row_write (builder, lc_report_get_row (report, i));
  json_builder_end_array (builder);
}

static JsonNode *
build (LcReport *report)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  write_head (builder, report);
  lc_record_add_string (builder, "verdict", lc_verdict_to_string (lc_report_get_verdict (report)));
  lc_record_add_string (builder, "summary", lc_report_get_summary (report));
  lc_environment_write (builder, lc_report_get_environment (report));
  lc_capabilities_write (builder, lc_report_get_capabilities (report));
  lc_findings_write (builder, lc_report_get_findings (report));
  write_rows (builder, report);
  lc_record_add_string (builder, "site_title", lc_report_get_site_title (report));
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

/* Whether this is a report at all, and of a version that can be read. */
static gboolean
check_format (LcJsonReader *reader, GError **error)
{
  const char *format
      = lc_json_reader_get_string (reader, "format", LC_JSON_REQUIRED, LC_RECORD_MAX_WORD);
  gint64 version;

  if (format != NULL && !g_str_equal (format, FORMAT))
    lc_json_reader_fail (reader, "format", "%s", "\"" FORMAT "\"");
  version = lc_json_reader_get_int (reader, "version", LC_JSON_REQUIRED, 1, G_MAXINT32, 0);
  if (!lc_json_reader_finish (reader, error))
    return FALSE;
  if (version <= VERSION)
    return TRUE;
  g_set_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_VERSION,
               _ ("This report was written by a newer Linecheck (version %d of the format; this "
                  "one reads version %d). Please update Linecheck to open it."),
               (int) version, VERSION);
  return FALSE;
}

static GDateTime *
read_started (LcJsonReader *reader)
{
  const char *text
      = lc_json_reader_get_string (reader, "started", LC_JSON_REQUIRED, LC_RECORD_MAX_WORD);
  GDateTime *started = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  if (text != NULL && started == NULL)
    lc_json_reader_fail (reader, "started", "%s", _ ("a time like \"2025-01-31T12:00:00Z\""));
  return started;
}

static LcVerdict
read_verdict (LcJsonReader *reader)
{
  const char *word
      = lc_json_reader_get_string (reader, "verdict", LC_JSON_REQUIRED, LC_RECORD_MAX_WORD);
  LcVerdict verdict = LC_VERDICT_INCONCLUSIVE;

  if (word != NULL && !lc_verdict_from_string (word, &verdict))
    lc_json_reader_fail (reader, "verdict", "%s",
                         _ ("\"ok\", \"degraded\", \"blocked\" or \"inconclusive\""));
  return verdict;
}

static const char *
borrow_string (LcJsonReader *reader, const char *key)
{
  return lc_json_reader_get_string (reader, key, LC_JSON_REQUIRED, LC_RECORD_MAX_TEXT);
}

static void
read_head (LcJsonReader *reader, LcReportHead *head)
{
  head->id = borrow_string (reader, "id");
  head->site = borrow_string (reader, "site");
  head->site_title
      = lc_json_reader_get_string (reader, "site_title", LC_JSON_OPTIONAL, LC_RECORD_MAX_TEXT);
  if (head->site_title == NULL)
    head->site_title = head->site;
  if (lc_json_reader_enter_object (reader, "generator", LC_JSON_REQUIRED)) {
    head->generator_name = borrow_string (reader, "name");
    head->generator_version = borrow_string (reader, "version");
    head->language
        = lc_json_reader_get_string (reader, "language", LC_JSON_OPTIONAL, LC_RECORD_MAX_WORD);
    lc_json_reader_leave (reader);
  }
  if (lc_json_reader_enter_object (reader, "catalog", LC_JSON_REQUIRED)) {
    head->catalog_revision = borrow_string (reader, "revision");
    head->catalog_dated = borrow_string (reader, "dated");
    head->catalog_source = borrow_string (reader, "source");
    head->catalog_sha256 = borrow_string (reader, "sha256");
    lc_json_reader_leave (reader);
  }
}

static GPtrArray *
read_rows (LcJsonReader *reader)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  if (!lc_json_reader_enter_array (reader, "rows", LC_JSON_REQUIRED, MAX_ROWS))
    return rows;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    LcRow *row;

    if (!lc_json_reader_enter_element (reader, i))
      break;
    row = lc_row_read (reader);
    if (row != NULL)
      g_ptr_array_add (rows, row);
    if (row != NULL && !g_hash_table_add (ids, (gpointer) lc_row_get_id (row)))
      lc_json_reader_fail (reader, "id", "%s", _ ("an id that no other row has"));
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
  return rows;
}

static LcEnvironment *
read_environment (LcJsonReader *reader)
{
  LcEnvironment *environment;

  if (!lc_json_reader_enter_object (reader, "environment", LC_JSON_REQUIRED))
    return NULL;
  environment = lc_environment_read (reader);
  lc_json_reader_leave (reader);
  return environment;
}

static LcReport *
read_report (LcJsonReader *reader, GError **error)
{
  LcReportHead head = { 0 };
  g_autoptr (GDateTime) started = read_started (reader);
  gint64 duration_us = lc_json_reader_get_int (reader, "duration_us", LC_JSON_NULLABLE, 0,
                                               LC_RECORD_MAX_INT, LC_US_NONE);
  gboolean complete = lc_json_reader_get_bool (reader, "complete", LC_JSON_REQUIRED, FALSE);
  LcVerdict verdict = read_verdict (reader);
  const char *summary = borrow_string (reader, "summary");
  g_autoptr (LcEnvironment) environment = read_environment (reader);
  g_autoptr (GPtrArray) capabilities = lc_capabilities_read (reader);
  g_autoptr (GPtrArray) findings = lc_findings_read (reader);
  g_autoptr (GPtrArray) rows = read_rows (reader);
  LcReport *report;

  read_head (reader, &head);
  if (!lc_json_reader_finish (reader, error))
    return NULL;

  report = lc_report_new_for_rows (&head, rows);
  lc_report_set_started (report, started);
  lc_report_set_duration_us (report, duration_us);
  lc_report_take_environment (report, g_steal_pointer (&environment));
  lc_report_set_diagnosis (report, verdict, summary, g_steal_pointer (&capabilities),
                           g_steal_pointer (&findings));
  lc_report_set_complete (report, complete);
  return report;
}

GBytes *
lc_report_to_json (LcReport *report)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  root = build (report);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 2);
  json_generator_to_gstring (generator, text);
  g_string_append_c (text, '\n');
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

LcReport *
lc_report_new_from_json (GBytes *json, GError **error)
{
  static const LcJsonLimits limits = { LC_REPORT_MAX_BYTES, MAX_DEPTH, MAX_VALUES };
  g_autoptr (LcJsonReader) reader = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  reader = lc_json_reader_new (json, &limits, LC_REPORT_ERROR, LC_REPORT_ERROR_SYNTAX,
                               LC_REPORT_ERROR_INVALID, error);
  if (reader == NULL || !check_format (reader, error))
    return NULL;
  return read_report (reader, error);
}
