/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-json-writer.h"
#include "report/lc-environment-json.h"
#include "report/lc-finding-json.h"
#include "report/lc-report-private.h"
#include "report/lc-row-json.h"

#define FORMAT "linecheck-report"
#define VERSION 1
#define MAX_ROWS 5000
#define MAX_FINDINGS 256
#define MAX_CAPABILITIES 64
#define MAX_DEPTH 32
#define MAX_VALUES 1000000
#define MAX_KEYS 256
#define MAX_GROWTH 8

/* gmtime's usual form; g_date_time_format_iso8601() adds fractions where there are some. */
#define DATE_FORMAT "%C%y-%m-%dT%H:%M:%SZ"

G_DEFINE_QUARK (lc - report - error - quark, lc_report_error)

/* What tells a report from other files, which is read first. */
typedef struct
{
  char *format;
  int version;
} Format;

static const LcField format_fields[] = {
  LC_FIELD (Format, format, "format", LC_FIELD_STRING, .max = LC_RECORD_MAX_WORD),
  LC_FIELD (Format, version, "version", LC_FIELD_INT, .min = 1, .max = G_MAXINT32),
};

static const LcRecordType format_type = LC_RECORD_TYPE (format_fields);

/* A report as it stands in JSON, but for its rows. */
typedef struct
{
  char *generator_name;
  char *generator_version;
  char *language;
  char *id;
  char *started;
  gint64 duration_us;
  gboolean complete;
  char *catalog_revision;
  char *catalog_dated;
  char *catalog_source;
  char *catalog_sha256;
  char *site;
  LcVerdict verdict;
  char *summary;
  LcEnvironment *environment;
  GPtrArray *capabilities;
  GPtrArray *findings;
  GPtrArray *rows; /* (element-type LcRow) */
  char *site_title;
  char *support_code;
  LcAgain *again;
} Fields;

#define STRING(member, name) LC_FIELD (Fields, member, name, LC_FIELD_STRING)
#define PART(name, its_type)                                                                       \
  {                                                                                                \
    .key = (name), .kind = LC_FIELD_PART, .type = &(its_type)                                      \
  }

static const LcField generator_fields[] = {
  STRING (generator_name, "name"),
  STRING (generator_version, "version"),
  LC_FIELD (Fields,
            language,
            "language",
            LC_FIELD_OPTIONAL_STRING,
            .flags = LC_JSON_OPTIONAL,
            .max = LC_RECORD_MAX_WORD),
};

static const LcRecordType generator_type = LC_RECORD_TYPE (generator_fields);

static const LcField catalog_fields[] = {
  STRING (catalog_revision, "revision"),
  STRING (catalog_dated, "dated"),
  STRING (catalog_source, "source"),
  STRING (catalog_sha256, "sha256"),
};

static const LcRecordType catalog_type = LC_RECORD_TYPE (catalog_fields);

static gpointer
create_again (void)
{
  return lc_again_new (NULL, NULL, NULL);
}

static void
destroy_again (gpointer again)
{
  lc_again_free (again);
}

static const LcField again_fields[] = {
  LC_FIELD (LcAgain, of, "of", LC_FIELD_STRING, .max = LC_RECORD_MAX_WORD),
  LC_FIELD (LcAgain,
            sha256,
            "sha256",
            LC_FIELD_OPTIONAL_STRING,
            .flags = LC_JSON_OPTIONAL,
            .max = LC_RECORD_MAX_WORD),
  LC_FIELD (LcAgain,
            ticket,
            "ticket",
            LC_FIELD_OPTIONAL_STRING,
            .flags = LC_JSON_OPTIONAL,
            .max = LC_RECORD_MAX_NAME),
};

static const LcRecordType again_type
    = LC_RECORD_TYPE (again_fields, .create = create_again, .destroy = destroy_again);

static void
write_rows (JsonBuilder *builder, const char *key, gconstpointer record)
{
  const Fields *fields = record;

  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < fields->rows->len; i++)
    lc_row_write (builder, g_ptr_array_index (fields->rows, i));
  json_builder_end_array (builder);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static void
read_row (LcJsonReader *reader, GPtrArray *rows, GTree *ids)
{
  LcRow *row = lc_row_read (reader);

  if (row == NULL)
    return;
  g_ptr_array_add (rows, row);
  if (g_tree_lookup (ids, lc_row_get_id (row)) != NULL)
    lc_json_reader_fail (reader, "id", "%s", _ ("an id that no other row has"));
  else
    g_tree_insert (ids, (gpointer) lc_row_get_id (row), row);
}

static void
read_rows (LcJsonReader *reader, const char *key, gpointer record)
{
  g_autoptr (GTree) ids = g_tree_new (compare_ids);
  Fields *fields = record;

  if (!lc_json_reader_enter_array (reader, key, LC_JSON_REQUIRED, MAX_ROWS))
    return;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    if (!lc_json_reader_enter_element (reader, i))
      break;
    read_row (reader, fields->rows, ids);
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
}

static const LcField report_fields[] = {
  PART ("generator", generator_type),
  STRING (id, "id"),
  LC_FIELD (Fields, started, "started", LC_FIELD_STRING, .max = LC_RECORD_MAX_WORD),
  LC_FIELD (Fields, duration_us, "duration_us", LC_FIELD_US, .flags = LC_JSON_NULLABLE),
  LC_FIELD (Fields, complete, "complete", LC_FIELD_BOOL),
  PART ("catalog", catalog_type),
  STRING (site, "site"),
  LC_REQUIRED_WORD (Fields, verdict, lc_words_verdict),
  STRING (summary, "summary"),
  LC_FIELD (Fields, environment, "environment", LC_FIELD_OBJECT, .type = &lc_environment_type),
  LC_FIELD (Fields,
            capabilities,
            "capabilities",
            LC_FIELD_LIST,
            .max = MAX_CAPABILITIES,
            .type = &lc_capability_type),
  LC_FIELD (Fields,
            findings,
            "findings",
            LC_FIELD_LIST,
            .max = MAX_FINDINGS,
            .type = &lc_finding_type),
  { .key = "rows", .kind = LC_FIELD_CUSTOM, .write = write_rows, .read = read_rows },
  LC_FIELD (Fields, site_title, "site_title", LC_FIELD_STRING, .flags = LC_JSON_OPTIONAL),
  LC_FIELD (Fields,
            support_code,
            "support_code",
            LC_FIELD_OPTIONAL_STRING,
            .flags = LC_JSON_OPTIONAL,
            .max = LC_RECORD_MAX_WORD),
  LC_FIELD (Fields,
            again,
            "again",
            LC_FIELD_OBJECT,
            .flags = LC_JSON_OPTIONAL,
            .type = &again_type),
};

static const LcRecordType report_type = LC_RECORD_TYPE (report_fields);

/* Returns: (transfer full) (element-type LcRow) */
static GPtrArray *
collect_rows (LcReport *report)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    g_ptr_array_add (rows, lc_report_get_row (report, i));
  return rows;
}

JsonNode *
lc_report_build_json (LcReport *report)
{
  static const Format format = { (char *) FORMAT, VERSION };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) rows = collect_rows (report);
  g_autofree char *started = g_date_time_format (lc_report_get_started (report), DATE_FORMAT);
  Fields fields = {
    .generator_name = (char *) lc_report_get_generator_name (report),
    .generator_version = (char *) lc_report_get_generator_version (report),
    .language = (char *) lc_report_get_language (report),
    .id = (char *) lc_report_get_id (report),
    .started = started,
    .duration_us = lc_report_get_duration_us (report),
    .complete = lc_report_get_complete (report),
    .catalog_revision = (char *) lc_report_get_catalog_revision (report),
    .catalog_dated = (char *) lc_report_get_catalog_dated (report),
    .catalog_source = (char *) lc_report_get_catalog_source (report),
    .catalog_sha256 = (char *) lc_report_get_catalog_sha256 (report),
    .site = (char *) lc_report_get_site (report),
    .verdict = lc_report_get_verdict (report),
    .summary = (char *) lc_report_get_summary (report),
    .environment = lc_report_get_environment (report),
    .capabilities = lc_report_get_capabilities (report),
    .findings = lc_report_get_findings (report),
    .rows = rows,
    .site_title = (char *) lc_report_get_site_title (report),
    .support_code = (char *) lc_report_get_support_code (report),
    .again = (LcAgain *) lc_report_get_again (report),
  };

  json_builder_begin_object (builder);
  lc_record_write (builder, &format_type, &format);
  lc_record_write (builder, &report_type, &fields);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

/* Whether this is a report at all, and of a version that can be read. */
static gboolean
check_format (LcJsonReader *reader, GError **error)
{
  Format format = { 0 };
  int version;

  lc_record_read (reader, &format_type, &format);
  if (format.format != NULL && !g_str_equal (format.format, FORMAT))
    lc_json_reader_fail (reader, "format", "%s", "\"" FORMAT "\"");
  version = format.version;
  lc_record_clear (&format_type, &format);
  if (!lc_json_reader_finish (reader, error))
    return FALSE;
  if (version <= VERSION)
    return TRUE;
  g_set_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_VERSION,
               _ ("This report was written by a newer Linecheck (version %d of the format; this "
                  "one reads version %d). Please update Linecheck to open it."),
               version, VERSION);
  return FALSE;
}

static LcReport *
make_report (const Fields *fields)
{
  LcReportHead head = {
    .id = fields->id,
    .site = fields->site,
    .site_title = fields->site_title != NULL ? fields->site_title : fields->site,
    .generator_name = fields->generator_name,
    .generator_version = fields->generator_version,
    .language = fields->language,
    .catalog_revision = fields->catalog_revision,
    .catalog_dated = fields->catalog_dated,
    .catalog_source = fields->catalog_source,
    .catalog_sha256 = fields->catalog_sha256,
  };

  return lc_report_new_for_rows (&head, fields->rows);
}

static LcReport *
take_report (Fields *fields, GDateTime *started)
{
  LcReport *report = make_report (fields);

  lc_report_set_started (report, started);
  lc_report_set_duration_us (report, fields->duration_us);
  lc_report_take_environment (report, g_steal_pointer (&fields->environment));
  lc_report_set_diagnosis (report, fields->verdict, fields->summary,
                           g_steal_pointer (&fields->capabilities),
                           g_steal_pointer (&fields->findings));
  lc_report_set_support_code (report, fields->support_code);
  lc_report_take_again (report, g_steal_pointer (&fields->again));
  lc_report_set_complete (report, fields->complete);
  return report;
}

/* Returns: (transfer full) (nullable): NULL also within a day of the calendar's ends, where a
 * time is none in another time zone. */
static GDateTime *
parse_started (const char *text)
{
  g_autoptr (GDateTime) started = g_date_time_new_from_iso8601 (text, NULL);
  g_autoptr (GDateTime) earlier = started != NULL ? g_date_time_add_days (started, -2) : NULL;
  g_autoptr (GDateTime) later = started != NULL ? g_date_time_add_days (started, 2) : NULL;

  return earlier != NULL && later != NULL ? g_steal_pointer (&started) : NULL;
}

/* What has been read can be written so that it can be read again; only what is long can have
 * grown beyond what may be read, by what it left out or did not escape. */
static gboolean
check_size (LcReport *report, gsize read, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autofree char *what = NULL;

  if (read <= LC_REPORT_MAX_BYTES / MAX_GROWTH)
    return TRUE;
  root = lc_report_build_json (report);
  written = lc_json_write (root, FALSE);
  if (g_bytes_get_size (written) <= LC_REPORT_MAX_BYTES)
    return TRUE;
  what
      = g_strdup_printf (_ ("expected at most %zu bytes, found more"), (gsize) LC_REPORT_MAX_BYTES);
  g_set_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_INVALID, "$: %s", what);
  return FALSE;
}

static LcReport *
read_report (LcJsonReader *reader, GError **error)
{
  Fields fields = { .rows = g_ptr_array_new_with_free_func (g_object_unref) };
  g_autoptr (GDateTime) started = NULL;
  LcReport *report = NULL;

  lc_record_read (reader, &report_type, &fields);
  if (fields.started != NULL)
    started = parse_started (fields.started);
  if (fields.started != NULL && started == NULL)
    lc_json_reader_fail (reader, "started", "%s", _ ("a time like \"2025-01-31T12:00:00Z\""));
  if (lc_json_reader_finish (reader, error))
    report = take_report (&fields, started);
  lc_record_clear (&report_type, &fields);
  g_ptr_array_unref (fields.rows);
  return report;
}

GBytes *
lc_report_to_json (LcReport *report)
{
  g_autoptr (JsonNode) root = NULL;
  GBytes *json;

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  root = lc_report_build_json (report);
  json = lc_json_write (root, TRUE);
  if (g_bytes_get_size (json) <= LC_REPORT_MAX_BYTES)
    return json;
  g_bytes_unref (json);
  return lc_json_write (root, FALSE);
}

LcReport *
lc_report_new_from_json (GBytes *json, GError **error)
{
  static const LcJsonLimits limits = { LC_REPORT_MAX_BYTES, MAX_DEPTH, MAX_VALUES, MAX_KEYS };
  g_autoptr (LcJsonReader) reader = NULL;
  g_autoptr (LcReport) report = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  reader = lc_json_reader_new (json, &limits, LC_REPORT_ERROR, LC_REPORT_ERROR_SYNTAX,
                               LC_REPORT_ERROR_INVALID, error);
  if (reader == NULL || !check_format (reader, error))
    return NULL;
  report = read_report (reader, error);
  if (report == NULL || !check_size (report, g_bytes_get_size (json), error))
    return NULL;
  return g_steal_pointer (&report);
}
