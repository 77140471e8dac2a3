/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-row-json.h"

#include <glib/gi18n-lib.h>

#include "report/lc-attempt-json.h"

/* A row as it stands in JSON: what it is and what came of it in one. */
typedef struct
{
  char *id;
  char *number;
  char *service;
  char *title;
  char *host;
  guint16 port;
  guint16 port_last;
  LcTransport transport;
  LcProtocol protocol;
  gboolean required;
  gboolean legacy;
  LcStatus status;
  LcCode code;
  LcPhase phase;
  LcOwner owner;
  LcConfidence confidence;
  char *detail;
  char **documented;
  char **resolved;
  gint64 latency_us;
  gint64 duration_us;
  GPtrArray *attempts;
  char *purpose;
  char *tls_name;
  gboolean may_change;
  char *capability;
  char *note;
  char *private_authority;
  LcOwnerConfidence owner_confidence;
  LcDns *dns;
  GPtrArray *proxied_attempts;
  GPtrArray *documented_attempts;
} Fields;

static gpointer
create_dns (void)
{
  return lc_dns_new ();
}

static void
destroy_dns (gpointer data)
{
  lc_dns_free (data);
}

static const LcField dns_fields[] = {
  LC_REQUIRED_WORD (LcDns, status, lc_words_status),
  LC_REQUIRED_WORD (LcDns, code, lc_words_code),
  LC_US (LcDns, us),
  LC_OPTIONAL_STRV (LcDns, addresses),
  LC_OPTIONAL_STRING (LcDns, canonical),
  LC_OPTIONAL_STRING (LcDns, server),
  LC_OPTIONAL_STRING (LcDns, from),
  LC_OPTIONAL_STRING (LcDns, detail),
};

static const LcRecordType dns_type
    = LC_RECORD_TYPE (dns_fields, .create = create_dns, .destroy = destroy_dns);

#define SHORT_STRING(member, max_bytes)                                                            \
  LC_FIELD (Fields, member, #member, LC_FIELD_STRING, .flags = LC_JSON_NOT_EMPTY,                  \
            .max = (max_bytes))
#define ADDED_STRING(member)                                                                       \
  LC_FIELD (Fields, member, #member, LC_FIELD_STRING, .flags = LC_JSON_OPTIONAL)
#define PORT(member) LC_FIELD (Fields, member, #member, LC_FIELD_INT, .min = 1, .max = G_MAXUINT16)
#define ATTEMPTS(member, its_kind, its_flags)                                                      \
  LC_FIELD (Fields, member, #member, its_kind, .flags = (its_flags), .type = &lc_attempt_type)

static void
check_row (LcJsonReader *reader, gpointer record)
{
  const Fields *fields = record;

  if (fields->port_last < fields->port)
    lc_json_reader_fail (reader, "port_last", "%s", _ ("a port that is not before the first"));
}

/* The keys of version 1, then what later came to be told. */
static const LcField row_fields[] = {
  SHORT_STRING (id, LC_RECORD_MAX_NAME),
  SHORT_STRING (number, LC_RECORD_MAX_NUMBER),
  LC_REQUIRED_STRING (Fields, service),
  LC_REQUIRED_STRING (Fields, title),
  SHORT_STRING (host, LC_RECORD_MAX_NAME),
  PORT (port),
  PORT (port_last),
  LC_REQUIRED_WORD (Fields, transport, lc_words_transport),
  LC_REQUIRED_WORD (Fields, protocol, lc_words_protocol),
  LC_FIELD (Fields, required, "required", LC_FIELD_BOOL),
  LC_FIELD (Fields, legacy, "legacy", LC_FIELD_BOOL),
  LC_REQUIRED_WORD (Fields, status, lc_words_status),
  LC_REQUIRED_WORD (Fields, code, lc_words_code),
  LC_FIELD (Fields,
            phase,
            "phase",
            LC_FIELD_WORD,
            .flags = LC_JSON_NULLABLE,
            .words = &lc_words_phase),
  LC_REQUIRED_WORD (Fields, owner, lc_words_owner),
  LC_REQUIRED_WORD (Fields, confidence, lc_words_confidence),
  LC_REQUIRED_STRING (Fields, detail),
  LC_FIELD (Fields, documented, "documented", LC_FIELD_STRV),
  LC_FIELD (Fields, resolved, "resolved", LC_FIELD_STRV),
  LC_US (Fields, latency_us),
  LC_US (Fields, duration_us),
  ATTEMPTS (attempts, LC_FIELD_LIST, LC_JSON_REQUIRED),
  ADDED_STRING (purpose),
  LC_OPTIONAL_STRING (Fields, tls_name),
  LC_FIELD (Fields, may_change, "may_change", LC_FIELD_BOOL, .flags = LC_JSON_OPTIONAL),
  ADDED_STRING (capability),
  LC_OPTIONAL_STRING (Fields, note),
  LC_OPTIONAL_STRING (Fields, private_authority),
  LC_FIELD (Fields,
            owner_confidence,
            "owner_confidence",
            LC_FIELD_WORD,
            .flags = LC_JSON_OPTIONAL,
            .words = &lc_words_owner_confidence),
  LC_FIELD (Fields, dns, "dns", LC_FIELD_OBJECT, .flags = LC_JSON_OPTIONAL, .type = &dns_type),
  ATTEMPTS (proxied_attempts, LC_FIELD_FILLED_LIST, LC_JSON_OPTIONAL),
  ATTEMPTS (documented_attempts, LC_FIELD_FILLED_LIST, LC_JSON_OPTIONAL),
};

static const LcRecordType row_type = LC_RECORD_TYPE (row_fields, .check = check_row);

/* What the catalogue says of a row; strings are borrowed. */
static void
collect_target (LcRow *row, Fields *fields)
{
  fields->id = (char *) lc_row_get_id (row);
  fields->number = (char *) lc_row_get_number (row);
  fields->service = (char *) lc_row_get_service (row);
  fields->title = (char *) lc_row_get_title (row);
  fields->purpose = (char *) lc_row_get_purpose (row);
  fields->host = (char *) lc_row_get_host (row);
  fields->port = lc_row_get_port (row);
  fields->port_last = lc_row_get_port_last (row);
  fields->transport = lc_row_get_transport (row);
  fields->protocol = lc_row_get_protocol (row);
  fields->tls_name = (char *) lc_row_get_tls_name (row);
  fields->required = lc_row_get_required (row);
  fields->legacy = lc_row_get_legacy (row);
  fields->may_change = lc_row_get_may_change (row);
  fields->capability = (char *) lc_row_get_capability (row);
  fields->note = (char *) lc_row_get_note (row);
  fields->private_authority = (char *) lc_row_get_private_authority (row);
  fields->documented = (char **) lc_row_get_documented (row);
}

/* What came of it; strings and lists are borrowed. */
static void
collect_result (LcRow *row, Fields *fields)
{
  fields->status = lc_row_get_status (row);
  fields->code = lc_row_get_code (row);
  fields->phase = lc_row_get_phase (row);
  fields->owner = lc_row_get_owner (row);
  fields->owner_confidence = lc_row_get_owner_confidence (row);
  fields->confidence = lc_row_get_confidence (row);
  fields->detail = (char *) lc_row_get_detail (row);
  fields->resolved = (char **) lc_row_get_resolved (row);
  fields->latency_us = lc_row_get_latency_us (row);
  fields->duration_us = lc_row_get_duration_us (row);
  fields->dns = (LcDns *) lc_row_get_dns (row);
  fields->attempts = lc_row_get_attempts (row);
  fields->proxied_attempts = lc_row_get_proxied_attempts (row);
  fields->documented_attempts = lc_row_get_documented_attempts (row);
}

static LcRow *
make_row (const Fields *fields)
{
  LcEndpoint endpoint = {
    .id = fields->id,
    .number = fields->number,
    .service = fields->service,
    .title = fields->title,
    .purpose = fields->purpose,
    .host = fields->host,
    .port = fields->port,
    .port_last = fields->port_last,
    .udp = fields->transport == LC_TRANSPORT_UDP,
    .protocol = fields->protocol,
    .tls_name = fields->tls_name,
    .required = fields->required,
    .legacy = fields->legacy,
    .capability = fields->capability,
    .documented = fields->documented,
    .may_change = fields->may_change,
    .note = fields->note,
    .private_authority = fields->private_authority,
  };

  return lc_row_new (&endpoint);
}

static void
set_result (LcRow *row, Fields *fields)
{
  LcRowResult result = {
    .status = fields->status,
    .code = fields->code,
    .phase = fields->phase,
    .owner = fields->owner,
    .confidence = fields->confidence,
    .detail = fields->detail,
    .latency_us = fields->latency_us,
    .owner_confidence = fields->owner_confidence,
  };

  lc_row_set_result (row, &result);
  if (fields->dns != NULL)
    lc_row_take_dns (row, g_steal_pointer (&fields->dns));
  lc_row_set_resolved (row, (const char *const *) fields->resolved);
  lc_row_set_duration_us (row, fields->duration_us);
  g_ptr_array_extend_and_steal (lc_row_get_attempts (row), g_steal_pointer (&fields->attempts));
  g_ptr_array_extend_and_steal (lc_row_get_proxied_attempts (row),
                                g_steal_pointer (&fields->proxied_attempts));
  g_ptr_array_extend_and_steal (lc_row_get_documented_attempts (row),
                                g_steal_pointer (&fields->documented_attempts));
  lc_row_set_state (row, LC_ROW_ENDED);
}

void
lc_row_write (JsonBuilder *builder, LcRow *row)
{
  Fields fields = { 0 };

  collect_target (row, &fields);
  collect_result (row, &fields);
  json_builder_begin_object (builder);
  lc_record_write (builder, &row_type, &fields);
  json_builder_end_object (builder);
}

LcRow *
lc_row_read (LcJsonReader *reader)
{
  Fields fields = { 0 };
  LcRow *row = NULL;

  lc_record_read (reader, &row_type, &fields);
  if (!lc_json_reader_has_failed (reader)) {
    row = make_row (&fields);
    set_result (row, &fields);
  }
  lc_record_clear (&row_type, &fields);
  return row;
}
