/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-finding-json.h"

#include <glib/gi18n-lib.h>

#define MAX_FINDINGS 256
#define MAX_CAPABILITIES 64

static void
write_finding (JsonBuilder *builder, const LcFinding *finding)
{
  json_builder_begin_object (builder);
  lc_record_add_string (builder, "code", finding->code);
  lc_record_add_string (builder, "severity", lc_severity_to_string (finding->severity));
  lc_record_add_string (builder, "confidence", lc_confidence_to_string (finding->confidence));
  lc_record_add_string (builder, "owner", lc_owner_to_string (finding->owner));
  lc_record_add_string (builder, "title", finding->title);
  lc_record_add_string (builder, "detail", finding->detail);
  lc_record_add_string (builder, "remedy", finding->remedy);
  lc_record_add_strings (builder, "evidence", finding->evidence);
  lc_record_add_strings (builder, "rows", finding->rows);
  lc_record_add_optional (builder, "folded_under", finding->folded_under);
  lc_record_add_optional (builder, "owner_confidence",
                          lc_owner_confidence_to_string (finding->owner_confidence));
  json_builder_end_object (builder);
}

static LcSeverity
get_severity (LcJsonReader *reader)
{
  const char *word
      = lc_json_reader_get_string (reader, "severity", LC_JSON_REQUIRED, LC_RECORD_MAX_WORD);
  LcSeverity severity = LC_SEVERITY_NOTE;

  if (word != NULL && !lc_severity_from_string (word, &severity))
    lc_json_reader_fail (reader, "severity", "%s", _ ("\"error\", \"warning\" or \"note\""));
  return severity;
}

static LcFinding *
read_finding (LcJsonReader *reader)
{
  LcFinding *finding = lc_finding_new (NULL, get_severity (reader),
                                       lc_record_get_confidence (reader, "confidence"),
                                       lc_record_get_owner (reader, "owner"));

  finding->code = lc_record_dup_string (reader, "code", LC_JSON_NOT_EMPTY);
  finding->title = lc_record_dup_string (reader, "title", LC_JSON_REQUIRED);
  finding->detail = lc_record_dup_string (reader, "detail", LC_JSON_REQUIRED);
  finding->remedy = lc_record_dup_string (reader, "remedy", LC_JSON_REQUIRED);
  lc_record_get_strings (reader, "evidence", finding->evidence);
  lc_record_get_strings (reader, "rows", finding->rows);
  finding->folded_under = lc_record_dup_string (reader, "folded_under", LC_JSON_OPTIONAL);
  finding->owner_confidence = lc_record_get_owner_confidence (reader, "owner_confidence");
  return finding;
}

static LcCapability *
read_capability (LcJsonReader *reader)
{
  LcCapability *capability
      = lc_capability_new (NULL, NULL, lc_record_get_status (reader, "status"));

  capability->id = lc_record_dup_string (reader, "id", LC_JSON_NOT_EMPTY);
  capability->title = lc_record_dup_string (reader, "title", LC_JSON_REQUIRED);
  lc_record_get_strings (reader, "rows", capability->rows);
  return capability;
}

void
lc_findings_write (JsonBuilder *builder, GPtrArray *findings)
{
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++)
    write_finding (builder, g_ptr_array_index (findings, i));
  json_builder_end_array (builder);
}

void
lc_capabilities_write (JsonBuilder *builder, GPtrArray *capabilities)
{
  json_builder_set_member_name (builder, "capabilities");
  json_builder_begin_array (builder);
  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);

    json_builder_begin_object (builder);
    lc_record_add_string (builder, "id", capability->id);
    lc_record_add_string (builder, "title", capability->title);
    lc_record_add_string (builder, "status", lc_status_to_string (capability->status));
    lc_record_add_strings (builder, "rows", capability->rows);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

GPtrArray *
lc_findings_read (LcJsonReader *reader)
{
  GPtrArray *findings = lc_findings_new ();

  if (!lc_json_reader_enter_array (reader, "findings", LC_JSON_REQUIRED, MAX_FINDINGS))
    return findings;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    if (!lc_json_reader_enter_element (reader, i))
      break;
    g_ptr_array_add (findings, read_finding (reader));
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
  return findings;
}

GPtrArray *
lc_capabilities_read (LcJsonReader *reader)
{
  GPtrArray *capabilities = lc_capabilities_new ();

  if (!lc_json_reader_enter_array (reader, "capabilities", LC_JSON_REQUIRED, MAX_CAPABILITIES))
    return capabilities;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    if (!lc_json_reader_enter_element (reader, i))
      break;
    g_ptr_array_add (capabilities, read_capability (reader));
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
  return capabilities;
}
