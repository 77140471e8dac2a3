/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-attempt-json.h"

#include <glib/gi18n-lib.h>

#define OPTIONAL_NULLABLE (LC_JSON_OPTIONAL | LC_JSON_NULLABLE)

static void
write_step (JsonBuilder *builder, const LcStep *step)
{
  json_builder_begin_object (builder);
  lc_record_add_string (builder, "step", lc_phase_to_string (step->phase));
  lc_record_add_string (builder, "status", lc_status_to_string (step->status));
  lc_record_add_string (builder, "code", lc_code_to_string (step->code));
  lc_record_add_us (builder, "us", step->us);
  lc_record_add_string (builder, "detail", step->detail);
  json_builder_end_object (builder);
}

static void
write_steps (JsonBuilder *builder, GPtrArray *steps)
{
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < steps->len; i++)
    write_step (builder, g_ptr_array_index (steps, i));
  json_builder_end_array (builder);
}

static void
read_steps (LcJsonReader *reader, LcAttempt *attempt)
{
  if (!lc_json_reader_enter_array (reader, "steps", LC_JSON_REQUIRED, LC_RECORD_MAX_LIST))
    return;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    g_autoptr (LcStep) step = lc_step_new (LC_PHASE_NONE, 0, 0, LC_US_NONE, NULL);

    if (!lc_json_reader_enter_element (reader, i))
      break;
    step->phase = lc_record_get_phase (reader, "step", LC_JSON_REQUIRED);
    step->status = lc_record_get_status (reader, "status");
    step->code = lc_record_get_code (reader, "code");
    step->us = lc_record_get_us (reader, "us");
    step->detail = lc_record_dup_string (reader, "detail", LC_JSON_OPTIONAL);
    lc_attempt_take_step (attempt, g_steal_pointer (&step));
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
}

static void
write_certificate (JsonBuilder *builder, const LcCertificate *certificate)
{
  json_builder_begin_object (builder);
  lc_record_add_optional (builder, "subject", certificate->subject);
  lc_record_add_optional (builder, "issuer", certificate->issuer);
  lc_record_add_optional (builder, "not_before", certificate->not_before);
  lc_record_add_optional (builder, "not_after", certificate->not_after);
  lc_record_add_optional (builder, "sha256", certificate->sha256);
  lc_record_add_optional (builder, "key_sha256", certificate->key_sha256);
  lc_record_add_optional_strv (builder, "names", certificate->names);
  lc_record_add_bool (builder, "self_signed", certificate->self_signed);
  lc_record_add_bool (builder, "sct", certificate->sct);
  lc_record_add_bool (builder, "authority_info", certificate->authority_info);
  lc_record_add_bool (builder, "crl", certificate->crl);
  lc_record_add_bool (builder, "policies", certificate->policies);
  json_builder_end_object (builder);
}

static LcCertificate *
read_certificate (LcJsonReader *reader)
{
  LcCertificate *certificate = lc_certificate_new ();

  certificate->subject = lc_record_dup_string (reader, "subject", LC_JSON_OPTIONAL);
  certificate->issuer = lc_record_dup_string (reader, "issuer", LC_JSON_OPTIONAL);
  certificate->not_before = lc_record_dup_string (reader, "not_before", LC_JSON_OPTIONAL);
  certificate->not_after = lc_record_dup_string (reader, "not_after", LC_JSON_OPTIONAL);
  certificate->sha256 = lc_record_dup_string (reader, "sha256", LC_JSON_OPTIONAL);
  certificate->key_sha256 = lc_record_dup_string (reader, "key_sha256", LC_JSON_OPTIONAL);
  certificate->names = lc_record_dup_strv (reader, "names", LC_JSON_OPTIONAL);
  certificate->self_signed
      = lc_json_reader_get_bool (reader, "self_signed", LC_JSON_OPTIONAL, FALSE);
  certificate->sct = lc_json_reader_get_bool (reader, "sct", LC_JSON_OPTIONAL, FALSE);
  certificate->authority_info
      = lc_json_reader_get_bool (reader, "authority_info", LC_JSON_OPTIONAL, FALSE);
  certificate->crl = lc_json_reader_get_bool (reader, "crl", LC_JSON_OPTIONAL, FALSE);
  certificate->policies = lc_json_reader_get_bool (reader, "policies", LC_JSON_OPTIONAL, FALSE);
  return certificate;
}

static void
write_anchor (JsonBuilder *builder, const LcAnchor *anchor)
{
  json_builder_set_member_name (builder, "anchor");
  json_builder_begin_object (builder);
  lc_record_add_optional (builder, "subject", anchor->subject);
  lc_record_add_optional (builder, "sha256", anchor->sha256);
  lc_record_add_optional (builder, "key_sha256", anchor->key_sha256);
  json_builder_set_member_name (builder, "public");
  if (anchor->publicity == LC_PUBLICITY_UNKNOWN)
    json_builder_add_null_value (builder);
  else
    json_builder_add_boolean_value (builder, anchor->publicity == LC_PUBLICITY_PUBLIC);
  json_builder_end_object (builder);
}

static LcAnchor *
read_anchor (LcJsonReader *reader)
{
  LcAnchor *anchor = lc_anchor_new ();

  anchor->subject = lc_record_dup_string (reader, "subject", LC_JSON_OPTIONAL);
  anchor->sha256 = lc_record_dup_string (reader, "sha256", LC_JSON_OPTIONAL);
  anchor->key_sha256 = lc_record_dup_string (reader, "key_sha256", LC_JSON_OPTIONAL);
  if (lc_json_reader_has_member (reader, "public"))
    anchor->publicity = lc_json_reader_get_bool (reader, "public", LC_JSON_REQUIRED, FALSE)
                            ? LC_PUBLICITY_PUBLIC
                            : LC_PUBLICITY_PRIVATE;
  return anchor;
}

/* The leaf's facts stand in "tls" itself, where version 1 promises them, and
 * again in the chain, which came later. */
static void
write_tls (JsonBuilder *builder, const LcTls *tls)
{
  static const LcCertificate none = { 0 };
  const LcCertificate *leaf = &none;

  if (tls->chain->len > 0)
    leaf = g_ptr_array_index (tls->chain, 0);

  json_builder_set_member_name (builder, "tls");
  json_builder_begin_object (builder);
  lc_record_add_optional (builder, "version", tls->version);
  lc_record_add_optional (builder, "cipher", tls->cipher);
  lc_record_add_optional (builder, "subject", leaf->subject);
  lc_record_add_optional (builder, "issuer", leaf->issuer);
  lc_record_add_optional (builder, "not_after", leaf->not_after);
  lc_record_add_optional (builder, "sha256", leaf->sha256);
  lc_record_add_optional (builder, "verify", tls->verify);
  lc_record_add_optional (builder, "name", tls->name);
  lc_record_add_optional (builder, "not_before", leaf->not_before);
  lc_record_add_optional (builder, "alpn", tls->alpn);
  json_builder_set_member_name (builder, "chain");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tls->chain->len; i++)
    write_certificate (builder, g_ptr_array_index (tls->chain, i));
  json_builder_end_array (builder);
  if (tls->anchor != NULL)
    write_anchor (builder, tls->anchor);
  json_builder_end_object (builder);
}

static void
read_chain (LcJsonReader *reader, LcTls *tls)
{
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    if (!lc_json_reader_enter_element (reader, i))
      return;
    g_ptr_array_add (tls->chain, read_certificate (reader));
    lc_json_reader_leave (reader);
  }
}

static LcTls *
read_tls (LcJsonReader *reader)
{
  LcTls *tls = lc_tls_new ();

  tls->version = lc_record_dup_string (reader, "version", LC_JSON_OPTIONAL);
  tls->cipher = lc_record_dup_string (reader, "cipher", LC_JSON_OPTIONAL);
  tls->verify = lc_record_dup_string (reader, "verify", LC_JSON_OPTIONAL);
  tls->name = lc_record_dup_string (reader, "name", LC_JSON_OPTIONAL);
  tls->alpn = lc_record_dup_string (reader, "alpn", LC_JSON_OPTIONAL);
  if (lc_json_reader_enter_array (reader, "chain", LC_JSON_OPTIONAL, LC_RECORD_MAX_LIST)) {
    read_chain (reader, tls);
    lc_json_reader_leave (reader);
  } else if (lc_json_reader_has_member (reader, "subject")) {
    g_ptr_array_add (tls->chain, read_certificate (reader));
  }
  if (lc_json_reader_enter_object (reader, "anchor", LC_JSON_OPTIONAL)) {
    tls->anchor = read_anchor (reader);
    lc_json_reader_leave (reader);
  }
  return tls;
}

static void
write_hops (JsonBuilder *builder, GPtrArray *hops)
{
  json_builder_set_member_name (builder, "hops");
  json_builder_begin_array (builder);
  for (guint i = 0; i < hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (hops, i);

    json_builder_begin_object (builder);
    lc_record_add_int (builder, "ttl", hop->ttl);
    lc_record_add_nullable (builder, "address", hop->address);
    lc_record_add_us (builder, "us", hop->us);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
read_hops (LcJsonReader *reader, LcJsonFlags flags, GPtrArray *hops)
{
  if (!lc_json_reader_enter_array (reader, "hops", flags, G_MAXUINT8))
    return;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    LcHop *hop;

    if (!lc_json_reader_enter_element (reader, i))
      break;
    hop = lc_hop_new (0, NULL, LC_US_NONE);
    g_ptr_array_add (hops, hop);
    hop->ttl = (guint8) lc_json_reader_get_int (reader, "ttl", LC_JSON_REQUIRED, 0, G_MAXUINT8, 0);
    hop->address = lc_record_dup_string (reader, "address", OPTIONAL_NULLABLE);
    hop->us = lc_record_get_us (reader, "us");
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
}

static void
write_answered_by (JsonBuilder *builder, const LcPath *path)
{
  gboolean icmp = path->answer_kind == LC_ANSWER_ICMP;

  json_builder_set_member_name (builder, "answered_by");
  if (path->answer_kind == LC_ANSWER_NONE) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  lc_record_add_nullable (builder, "address", path->answer_address);
  lc_record_add_int (builder, "ttl", path->answer_ttl);
  lc_record_add_string (builder, "kind", icmp ? "icmp" : "reset");
  lc_record_add_us (builder, "type", icmp ? path->answer_icmp_type : LC_US_NONE);
  lc_record_add_us (builder, "code", icmp ? path->answer_icmp_code : LC_US_NONE);
  json_builder_end_object (builder);
}

static void
read_answered_by (LcJsonReader *reader, LcPath *path)
{
  const char *kind
      = lc_json_reader_get_string (reader, "kind", LC_JSON_REQUIRED, LC_RECORD_MAX_WORD);

  if (g_strcmp0 (kind, "icmp") == 0)
    path->answer_kind = LC_ANSWER_ICMP;
  else if (g_strcmp0 (kind, "reset") == 0)
    path->answer_kind = LC_ANSWER_RESET;
  else
    lc_json_reader_fail (reader, "kind", "%s", _ ("\"reset\" or \"icmp\""));
  path->answer_address = lc_record_dup_string (reader, "address", OPTIONAL_NULLABLE);
  path->answer_ttl
      = (guint8) lc_json_reader_get_int (reader, "ttl", LC_JSON_REQUIRED, 0, G_MAXUINT8, 0);
  path->answer_icmp_type
      = (guint8) lc_json_reader_get_int (reader, "type", OPTIONAL_NULLABLE, 0, G_MAXUINT8, 0);
  path->answer_icmp_code
      = (guint8) lc_json_reader_get_int (reader, "code", OPTIONAL_NULLABLE, 0, G_MAXUINT8, 0);
}

static void
write_control (JsonBuilder *builder, const LcPath *path)
{
  json_builder_set_member_name (builder, "control");
  if (!path->has_control) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  lc_record_add_string (builder, "transport", lc_transport_to_string (path->control_transport));
  lc_record_add_int (builder, "port", path->control_port);
  lc_record_add_nullable (builder, "address", path->control_address);
  lc_record_add_int (builder, "last_ttl", path->control_last_ttl);
  lc_record_add_bool (builder, "reached", path->control_reached);
  write_hops (builder, path->control_hops);
  json_builder_end_object (builder);
}

static void
read_control (LcJsonReader *reader, LcPath *path)
{
  path->has_control = TRUE;
  path->control_transport = lc_record_get_transport (reader, "transport");
  path->control_port
      = (guint16) lc_json_reader_get_int (reader, "port", LC_JSON_REQUIRED, 1, G_MAXUINT16, 1);
  path->control_address = lc_record_dup_string (reader, "address", OPTIONAL_NULLABLE);
  path->control_last_ttl
      = (guint8) lc_json_reader_get_int (reader, "last_ttl", LC_JSON_REQUIRED, 0, G_MAXUINT8, 0);
  path->control_reached = lc_json_reader_get_bool (reader, "reached", LC_JSON_REQUIRED, FALSE);
  read_hops (reader, LC_JSON_OPTIONAL, path->control_hops);
}

static void
write_path (JsonBuilder *builder, const LcPath *path)
{
  json_builder_set_member_name (builder, "path");
  json_builder_begin_object (builder);
  lc_record_add_string (builder, "transport", lc_transport_to_string (path->transport));
  lc_record_add_int (builder, "port", path->port);
  write_hops (builder, path->hops);
  lc_record_add_nullable (builder, "stopped_at", path->stopped_at);
  write_answered_by (builder, path);
  write_control (builder, path);
  lc_record_add_bool (builder, "reached", path->reached);
  json_builder_end_object (builder);
}

static LcPath *
read_path (LcJsonReader *reader)
{
  LcTransport transport = lc_record_get_transport (reader, "transport");
  guint16 port
      = (guint16) lc_json_reader_get_int (reader, "port", LC_JSON_REQUIRED, 1, G_MAXUINT16, 1);
  LcPath *path = lc_path_new (transport, port);

  read_hops (reader, LC_JSON_REQUIRED, path->hops);
  path->stopped_at = lc_record_dup_string (reader, "stopped_at", LC_JSON_NULLABLE);
  path->reached = lc_json_reader_get_bool (reader, "reached", LC_JSON_OPTIONAL, FALSE);
  if (lc_json_reader_enter_object (reader, "answered_by", LC_JSON_NULLABLE)) {
    read_answered_by (reader, path);
    lc_json_reader_leave (reader);
  }
  if (lc_json_reader_enter_object (reader, "control", LC_JSON_NULLABLE)) {
    read_control (reader, path);
    lc_json_reader_leave (reader);
  }
  return path;
}

static void
write_samples (JsonBuilder *builder, GPtrArray *samples)
{
  json_builder_set_member_name (builder, "samples");
  json_builder_begin_array (builder);
  for (guint i = 0; i < samples->len; i++) {
    const LcSample *sample = g_ptr_array_index (samples, i);

    json_builder_begin_object (builder);
    lc_record_add_int (builder, "port", sample->port);
    lc_record_add_string (builder, "status", lc_status_to_string (sample->status));
    lc_record_add_string (builder, "code", lc_code_to_string (sample->code));
    lc_record_add_nullable (builder, "address", sample->address);
    lc_record_add_nonzero (builder, "ttl", sample->ttl);
    lc_record_add_us (builder, "type", sample->type);
    lc_record_add_us (builder, "icmp_code", sample->icmp_code);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static LcSample *
read_sample (LcJsonReader *reader)
{
  LcSample *sample = lc_sample_new (
      (guint16) lc_json_reader_get_int (reader, "port", LC_JSON_REQUIRED, 1, G_MAXUINT16, 1));

  sample->status = lc_record_get_status (reader, "status");
  sample->code = lc_record_get_code (reader, "code");
  sample->address = lc_record_dup_string (reader, "address", OPTIONAL_NULLABLE);
  sample->ttl
      = (guint8) lc_json_reader_get_int (reader, "ttl", OPTIONAL_NULLABLE, 1, G_MAXUINT8, 0);
  sample->type
      = (int) lc_json_reader_get_int (reader, "type", OPTIONAL_NULLABLE, 0, G_MAXUINT8, -1);
  sample->icmp_code
      = (int) lc_json_reader_get_int (reader, "icmp_code", OPTIONAL_NULLABLE, 0, G_MAXUINT8, -1);
  return sample;
}

static void
read_samples (LcJsonReader *reader, LcAttempt *attempt)
{
  if (!lc_json_reader_enter_array (reader, "samples", LC_JSON_OPTIONAL, LC_RECORD_MAX_LIST))
    return;
  attempt->samples = lc_samples_new ();
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    if (!lc_json_reader_enter_element (reader, i))
      break;
    g_ptr_array_add (attempt->samples, read_sample (reader));
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
}

static void
write_icmp (JsonBuilder *builder, const LcIcmp *icmp)
{
  json_builder_set_member_name (builder, "icmp");
  json_builder_begin_object (builder);
  lc_record_add_nullable (builder, "address", icmp->address);
  lc_record_add_int (builder, "type", icmp->type);
  lc_record_add_int (builder, "code", icmp->code);
  lc_record_add_us (builder, "us", icmp->us);
  json_builder_end_object (builder);
}

static LcIcmp *
read_icmp (LcJsonReader *reader)
{
  LcIcmp *icmp = lc_icmp_new (NULL, 0, 0, LC_US_NONE);

  icmp->address = lc_record_dup_string (reader, "address", OPTIONAL_NULLABLE);
  icmp->type = (guint8) lc_json_reader_get_int (reader, "type", LC_JSON_REQUIRED, 0, G_MAXUINT8, 0);
  icmp->code = (guint8) lc_json_reader_get_int (reader, "code", LC_JSON_REQUIRED, 0, G_MAXUINT8, 0);
  icmp->us = lc_record_get_us (reader, "us");
  return icmp;
}

static void
write_http (JsonBuilder *builder, const LcHttp *http)
{
  json_builder_set_member_name (builder, "http");
  json_builder_begin_object (builder);
  lc_record_add_nonzero (builder, "status", http->status);
  lc_record_add_optional (builder, "server", http->server);
  lc_record_add_optional (builder, "location", http->location);
  lc_record_add_optional (builder, "content_type", http->content_type);
  lc_record_add_optional (builder, "title", http->title);
  lc_record_add_optional (builder, "date", http->date);
  if (http->date != NULL)
    lc_record_add_int (builder, "date_skew_s", http->date_skew_s);
  lc_record_add_optional (builder, "body_sha256", http->body_sha256);
  lc_record_add_optional_strv (builder, "marks", http->marks);
  lc_record_add_optional (builder, "upgrade", http->upgrade);
  lc_record_add_optional (builder, "via", http->via);
  json_builder_end_object (builder);
}

static LcHttp *
read_http (LcJsonReader *reader)
{
  LcHttp *http = lc_http_new ();

  http->status
      = (guint) lc_json_reader_get_int (reader, "status", OPTIONAL_NULLABLE, 1, G_MAXUINT16, 0);
  http->server = lc_record_dup_string (reader, "server", LC_JSON_OPTIONAL);
  http->location = lc_record_dup_string (reader, "location", LC_JSON_OPTIONAL);
  http->content_type = lc_record_dup_string (reader, "content_type", LC_JSON_OPTIONAL);
  http->title = lc_record_dup_string (reader, "title", LC_JSON_OPTIONAL);
  http->date = lc_record_dup_string (reader, "date", LC_JSON_OPTIONAL);
  http->date_skew_s = lc_json_reader_get_int (reader, "date_skew_s", LC_JSON_OPTIONAL,
                                              -LC_RECORD_MAX_INT, LC_RECORD_MAX_INT, 0);
  http->body_sha256 = lc_record_dup_string (reader, "body_sha256", LC_JSON_OPTIONAL);
  http->marks = lc_record_dup_strv (reader, "marks", LC_JSON_OPTIONAL);
  http->upgrade = lc_record_dup_string (reader, "upgrade", LC_JSON_OPTIONAL);
  http->via = lc_record_dup_string (reader, "via", LC_JSON_OPTIONAL);
  return http;
}

static void
write_trains (JsonBuilder *builder, const GArray *trains)
{
  if (trains->len == 0)
    return;
  json_builder_set_member_name (builder, "trains");
  json_builder_begin_array (builder);
  for (guint i = 0; i < trains->len; i++) {
    const LcStunTrain *train = &g_array_index (trains, LcStunTrain, i);

    json_builder_begin_object (builder);
    lc_record_add_int (builder, "rate", train->rate);
    lc_record_add_int (builder, "sent", train->sent);
    lc_record_add_int (builder, "answered", train->answered);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
write_stun (JsonBuilder *builder, const LcStun *stun)
{
  json_builder_set_member_name (builder, "stun");
  json_builder_begin_object (builder);
  lc_record_add_optional (builder, "mapped", stun->mapped);
  lc_record_add_optional (builder, "local", stun->local);
  lc_record_add_int (builder, "sent", stun->sent);
  lc_record_add_int (builder, "answered", stun->answered);
  lc_record_add_int (builder, "retransmissions", stun->retransmissions);
  lc_record_add_us (builder, "jitter_us", stun->jitter_us);
  lc_record_add_nonzero (builder, "error_code", stun->error_code);
  write_trains (builder, stun->trains);
  json_builder_end_object (builder);
}

static guint
get_count (LcJsonReader *reader, const char *key)
{
  return (guint) lc_json_reader_get_int (reader, key, LC_JSON_OPTIONAL, 0, G_MAXUINT32, 0);
}

static void
read_train (LcJsonReader *reader, LcStun *stun)
{
  LcStunTrain train;

  train.rate = (guint) lc_json_reader_get_int (reader, "rate", LC_JSON_REQUIRED, 1, G_MAXUINT16, 1);
  train.sent = (guint) lc_json_reader_get_int (reader, "sent", LC_JSON_REQUIRED, 0, G_MAXUINT32, 0);
  train.answered
      = (guint) lc_json_reader_get_int (reader, "answered", LC_JSON_REQUIRED, 0, train.sent, 0);
  g_array_append_val (stun->trains, train);
}

static void
read_trains (LcJsonReader *reader, LcStun *stun)
{
  if (!lc_json_reader_enter_array (reader, "trains", LC_JSON_OPTIONAL, LC_RECORD_MAX_LIST))
    return;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    if (!lc_json_reader_enter_element (reader, i))
      break;
    read_train (reader, stun);
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
}

static LcStun *
read_stun (LcJsonReader *reader)
{
  LcStun *stun = lc_stun_new ();

  stun->mapped = lc_record_dup_string (reader, "mapped", LC_JSON_OPTIONAL);
  stun->local = lc_record_dup_string (reader, "local", LC_JSON_OPTIONAL);
  stun->sent = get_count (reader, "sent");
  stun->answered = get_count (reader, "answered");
  stun->retransmissions = get_count (reader, "retransmissions");
  stun->jitter_us = lc_record_get_us (reader, "jitter_us");
  stun->error_code
      = (guint) lc_json_reader_get_int (reader, "error_code", OPTIONAL_NULLABLE, 1, G_MAXUINT16, 0);
  read_trains (reader, stun);
  return stun;
}

/* What later came to be told of an attempt, after the keys of version 1. */
static void
write_added (JsonBuilder *builder, const LcAttempt *attempt)
{
  lc_record_add_optional (builder, "local", attempt->local);
  lc_record_add_optional (builder, "proxy", attempt->proxy);
  lc_record_add_us (builder, "latency_us", attempt->latency_us);
  if (attempt->icmp != NULL)
    write_icmp (builder, attempt->icmp);
  if (attempt->http != NULL)
    write_http (builder, attempt->http);
  if (attempt->stun != NULL)
    write_stun (builder, attempt->stun);
  lc_record_add_optional (builder, "reply", attempt->reply);
  if (attempt->local_drop)
    lc_record_add_bool (builder, "local_drop", TRUE);
  if (attempt->has_small_segments)
    lc_record_add_bool (builder, "small_segments", attempt->small_segments);
  if (attempt->retry_worked)
    lc_record_add_bool (builder, "retry_worked", TRUE);
}

static void
read_added (LcJsonReader *reader, LcAttempt *attempt)
{
  attempt->local = lc_record_dup_string (reader, "local", LC_JSON_OPTIONAL);
  attempt->proxy = lc_record_dup_string (reader, "proxy", LC_JSON_OPTIONAL);
  attempt->latency_us = lc_record_get_us (reader, "latency_us");
  if (lc_json_reader_enter_object (reader, "icmp", LC_JSON_OPTIONAL)) {
    attempt->icmp = read_icmp (reader);
    lc_json_reader_leave (reader);
  }
  if (lc_json_reader_enter_object (reader, "http", LC_JSON_OPTIONAL)) {
    attempt->http = read_http (reader);
    lc_json_reader_leave (reader);
  }
  if (lc_json_reader_enter_object (reader, "stun", LC_JSON_OPTIONAL)) {
    attempt->stun = read_stun (reader);
    lc_json_reader_leave (reader);
  }
  attempt->reply = lc_record_dup_string (reader, "reply", LC_JSON_OPTIONAL);
  attempt->local_drop = lc_json_reader_get_bool (reader, "local_drop", LC_JSON_OPTIONAL, FALSE);
  attempt->retry_worked = lc_json_reader_get_bool (reader, "retry_worked", LC_JSON_OPTIONAL, FALSE);
  attempt->has_small_segments = lc_json_reader_has_member (reader, "small_segments");
  attempt->small_segments
      = lc_json_reader_get_bool (reader, "small_segments", LC_JSON_OPTIONAL, FALSE);
}

static void
write_attempt (JsonBuilder *builder, const LcAttempt *attempt)
{
  json_builder_begin_object (builder);
  lc_record_add_nullable (builder, "address", attempt->address);
  lc_record_add_string (builder, "status", lc_status_to_string (attempt->status));
  lc_record_add_string (builder, "code", lc_code_to_string (attempt->code));
  write_steps (builder, attempt->steps);
  if (attempt->tls != NULL)
    write_tls (builder, attempt->tls);
  if (attempt->path != NULL)
    write_path (builder, attempt->path);
  if (attempt->samples != NULL)
    write_samples (builder, attempt->samples);
  write_added (builder, attempt);
  json_builder_end_object (builder);
}

static LcAttempt *
read_attempt (LcJsonReader *reader)
{
  LcAttempt *attempt = lc_attempt_new (NULL);

  attempt->address = lc_record_dup_string (reader, "address", LC_JSON_NULLABLE);
  attempt->status = lc_record_get_status (reader, "status");
  attempt->code = lc_record_get_code (reader, "code");
  read_steps (reader, attempt);
  if (lc_json_reader_enter_object (reader, "tls", LC_JSON_OPTIONAL)) {
    attempt->tls = read_tls (reader);
    lc_json_reader_leave (reader);
  }
  if (lc_json_reader_enter_object (reader, "path", LC_JSON_OPTIONAL)) {
    attempt->path = read_path (reader);
    lc_json_reader_leave (reader);
  }
  read_samples (reader, attempt);
  read_added (reader, attempt);
  return attempt;
}

void
lc_attempts_write (JsonBuilder *builder, const char *key, GPtrArray *attempts)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < attempts->len; i++)
    write_attempt (builder, g_ptr_array_index (attempts, i));
  json_builder_end_array (builder);
}

void
lc_attempts_read (LcJsonReader *reader, const char *key, LcJsonFlags flags, GPtrArray *attempts)
{
  if (!lc_json_reader_enter_array (reader, key, flags, LC_RECORD_MAX_LIST))
    return;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    if (!lc_json_reader_enter_element (reader, i))
      break;
    g_ptr_array_add (attempts, read_attempt (reader));
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
}
