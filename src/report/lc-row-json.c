/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-row-json.h"

#include <glib/gi18n-lib.h>

#include "report/lc-attempt-json.h"

static void
write_dns (JsonBuilder *builder, const LcDns *dns)
{
  json_builder_set_member_name (builder, "dns");
  json_builder_begin_object (builder);
  lc_record_add_string (builder, "status", lc_status_to_string (dns->status));
  lc_record_add_string (builder, "code", lc_code_to_string (dns->code));
  lc_record_add_us (builder, "us", dns->us);
  lc_record_add_optional_strv (builder, "addresses", dns->addresses);
  lc_record_add_optional (builder, "canonical", dns->canonical);
  lc_record_add_optional (builder, "server", dns->server);
  lc_record_add_optional (builder, "from", dns->from);
  lc_record_add_optional (builder, "detail", dns->detail);
  json_builder_end_object (builder);
}

static LcDns *
read_dns (LcJsonReader *reader)
{
  LcDns *dns = lc_dns_new ();

  dns->status = lc_record_get_status (reader, "status");
  dns->code = lc_record_get_code (reader, "code");
  dns->us = lc_record_get_us (reader, "us");
  dns->addresses = lc_record_dup_strv (reader, "addresses", LC_JSON_OPTIONAL);
  dns->canonical = lc_record_dup_string (reader, "canonical", LC_JSON_OPTIONAL);
  dns->server = lc_record_dup_string (reader, "server", LC_JSON_OPTIONAL);
  dns->from = lc_record_dup_string (reader, "from", LC_JSON_OPTIONAL);
  dns->detail = lc_record_dup_string (reader, "detail", LC_JSON_OPTIONAL);
  return dns;
}

static void
write_target (JsonBuilder *builder, LcRow *row)
{
  lc_record_add_string (builder, "id", lc_row_get_id (row));
  lc_record_add_string (builder, "number", lc_row_get_number (row));
  lc_record_add_string (builder, "service", lc_row_get_service (row));
  lc_record_add_string (builder, "title", lc_row_get_title (row));
  lc_record_add_string (builder, "host", lc_row_get_host (row));
  lc_record_add_int (builder, "port", lc_row_get_port (row));
  lc_record_add_int (builder, "port_last", lc_row_get_port_last (row));
  lc_record_add_string (builder, "transport", lc_transport_to_string (lc_row_get_transport (row)));
  lc_record_add_string (builder, "protocol", lc_protocol_to_string (lc_row_get_protocol (row)));
  lc_record_add_bool (builder, "required", lc_row_get_required (row));
  lc_record_add_bool (builder, "legacy", lc_row_get_legacy (row));
}

static void
write_result (JsonBuilder *builder, LcRow *row)
{
  lc_record_add_string (builder, "status", lc_status_to_string (lc_row_get_status (row)));
  lc_record_add_string (builder, "code", lc_code_to_string (lc_row_get_code (row)));
  lc_record_add_nullable (builder, "phase", lc_phase_to_string (lc_row_get_phase (row)));
  lc_record_add_string (builder, "owner", lc_owner_to_string (lc_row_get_owner (row)));
  lc_record_add_string (builder, "confidence",
                        lc_confidence_to_string (lc_row_get_confidence (row)));
  lc_record_add_string (builder, "detail", lc_row_get_detail (row));
  lc_record_add_strv (builder, "documented", lc_row_get_documented (row));
  lc_record_add_strv (builder, "resolved", lc_row_get_resolved (row));
  lc_record_add_us (builder, "latency_us", lc_row_get_latency_us (row));
  lc_record_add_us (builder, "duration_us", lc_row_get_duration_us (row));
  lc_attempts_write (builder, "attempts", lc_row_get_attempts (row));
}

/* What later came to be told of a row, after the keys of version 1. */
static void
write_added (JsonBuilder *builder, LcRow *row)
{
  lc_record_add_string (builder, "purpose", lc_row_get_purpose (row));
  lc_record_add_optional (builder, "tls_name", lc_row_get_tls_name (row));
  lc_record_add_bool (builder, "may_change", lc_row_get_may_change (row));
  lc_record_add_string (builder, "capability", lc_row_get_capability (row));
  lc_record_add_optional (builder, "note", lc_row_get_note (row));
  lc_record_add_optional (builder, "private_authority", lc_row_get_private_authority (row));
  lc_record_add_optional (builder, "owner_confidence",
                          lc_owner_confidence_to_string (lc_row_get_owner_confidence (row)));
  if (lc_row_get_dns (row) != NULL)
    write_dns (builder, lc_row_get_dns (row));
  if (lc_row_get_proxied_attempts (row)->len > 0)
    lc_attempts_write (builder, "proxied_attempts", lc_row_get_proxied_attempts (row));
  if (lc_row_get_documented_attempts (row)->len > 0)
    lc_attempts_write (builder, "documented_attempts", lc_row_get_documented_attempts (row));
}

static LcProtocol
get_protocol (LcJsonReader *reader)
{
  const char *word
      = lc_json_reader_get_string (reader, "protocol", LC_JSON_REQUIRED, LC_RECORD_MAX_WORD);
  LcProtocol protocol = LC_PROTOCOL_HTTPS;

  if (word != NULL && !lc_protocol_from_string (word, &protocol))
    lc_json_reader_fail (reader, "protocol", "%s", _ ("a protocol of this version, as \"https\""));
  return protocol;
}

static char *
borrow_string (LcJsonReader *reader, const char *key, LcJsonFlags flags)
{
  return (char *) lc_json_reader_get_string (reader, key, flags, LC_RECORD_MAX_TEXT);
}

static char *
borrow_short (LcJsonReader *reader, const char *key, gsize max_bytes)
{
  return (char *) lc_json_reader_get_string (reader, key, LC_JSON_NOT_EMPTY, max_bytes);
}

static LcRow *
read_target (LcJsonReader *reader)
{
  LcEndpoint endpoint = { 0 }; /* borrows its strings from the reader */
  g_auto (GStrv) documented = lc_record_dup_strv (reader, "documented", LC_JSON_REQUIRED);

  endpoint.id = borrow_short (reader, "id", LC_RECORD_MAX_NAME);
  endpoint.number = borrow_short (reader, "number", LC_RECORD_MAX_NUMBER);
  endpoint.service = borrow_string (reader, "service", LC_JSON_REQUIRED);
  endpoint.title = borrow_string (reader, "title", LC_JSON_REQUIRED);
  endpoint.purpose = borrow_string (reader, "purpose", LC_JSON_OPTIONAL);
  endpoint.host = borrow_short (reader, "host", LC_RECORD_MAX_NAME);
  endpoint.port
      = (guint16) lc_json_reader_get_int (reader, "port", LC_JSON_REQUIRED, 1, G_MAXUINT16, 1);
  endpoint.port_last = (guint16) lc_json_reader_get_int (reader, "port_last", LC_JSON_REQUIRED,
                                                         endpoint.port, G_MAXUINT16, 1);
  endpoint.udp = lc_record_get_transport (reader, "transport") == LC_TRANSPORT_UDP;
  endpoint.protocol = get_protocol (reader);
  endpoint.tls_name = borrow_string (reader, "tls_name", LC_JSON_OPTIONAL);
  endpoint.required = lc_json_reader_get_bool (reader, "required", LC_JSON_REQUIRED, FALSE);
  endpoint.legacy = lc_json_reader_get_bool (reader, "legacy", LC_JSON_REQUIRED, FALSE);
  endpoint.may_change = lc_json_reader_get_bool (reader, "may_change", LC_JSON_OPTIONAL, FALSE);
  endpoint.capability = borrow_string (reader, "capability", LC_JSON_OPTIONAL);
  endpoint.private_authority = borrow_string (reader, "private_authority", LC_JSON_OPTIONAL);
  endpoint.note = borrow_string (reader, "note", LC_JSON_OPTIONAL);
  endpoint.documented = documented;
  return lc_json_reader_has_failed (reader) ? NULL : lc_row_new (&endpoint);
}

static void
read_result (LcJsonReader *reader, LcRow *row)
{
  LcRowResult result = { 0 };

  result.status = lc_record_get_status (reader, "status");
  result.code = lc_record_get_code (reader, "code");
  result.phase = lc_record_get_phase (reader, "phase", LC_JSON_NULLABLE);
  result.owner = lc_record_get_owner (reader, "owner");
  result.confidence = lc_record_get_confidence (reader, "confidence");
  result.owner_confidence = lc_record_get_owner_confidence (reader, "owner_confidence");
  result.detail = borrow_string (reader, "detail", LC_JSON_REQUIRED);
  result.latency_us = lc_record_get_us (reader, "latency_us");
  if (!lc_json_reader_has_failed (reader))
    lc_row_set_result (row, &result);
}

static void
read_seen (LcJsonReader *reader, LcRow *row)
{
  g_auto (GStrv) resolved = lc_record_dup_strv (reader, "resolved", LC_JSON_REQUIRED);

  if (lc_json_reader_enter_object (reader, "dns", LC_JSON_OPTIONAL)) {
    lc_row_take_dns (row, read_dns (reader));
    lc_json_reader_leave (reader);
  }
  if (resolved != NULL)
    lc_row_set_resolved (row, (const char *const *) resolved);
  lc_row_set_duration_us (row, lc_record_get_us (reader, "duration_us"));
  lc_attempts_read (reader, "attempts", LC_JSON_REQUIRED, lc_row_get_attempts (row));
  lc_attempts_read (reader, "proxied_attempts", LC_JSON_OPTIONAL,
                    lc_row_get_proxied_attempts (row));
  lc_attempts_read (reader, "documented_attempts", LC_JSON_OPTIONAL,
                    lc_row_get_documented_attempts (row));
}

void
lc_row_write (JsonBuilder *builder, LcRow *row)
{
  json_builder_begin_object (builder);
  write_target (builder, row);
  write_result (builder, row);
  write_added (builder, row);
  json_builder_end_object (builder);
}

LcRow *
lc_row_read (LcJsonReader *reader)
{
  g_autoptr (LcRow) row = read_target (reader);

  if (row == NULL)
    return NULL;
  read_result (reader, row);
  read_seen (reader, row);
  if (lc_json_reader_has_failed (reader))
    return NULL;
  lc_row_set_state (row, LC_ROW_ENDED);
  return g_steal_pointer (&row);
}
