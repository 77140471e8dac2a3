/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-attempt-json.h"

#include <glib/gi18n-lib.h>

#define OPTIONAL_NULLABLE (LC_JSON_OPTIONAL | LC_JSON_NULLABLE)

#define PORT(Type, member, name)                                                                   \
  LC_FIELD (Type, member, name, LC_FIELD_INT, .min = 1, .max = G_MAXUINT16)
#define OCTET(Type, member, name) LC_FIELD (Type, member, name, LC_FIELD_INT, .max = G_MAXUINT8)
#define COUNT(Type, member)                                                                        \
  LC_FIELD (Type, member, #member, LC_FIELD_INT, .flags = LC_JSON_OPTIONAL, .max = G_MAXUINT32)
#define ADDRESS(Type, member, name)                                                                \
  LC_FIELD (Type, member, name, LC_FIELD_NULLABLE_STRING, .flags = OPTIONAL_NULLABLE)
#define FLAG(Type, member)                                                                         \
  LC_FIELD (Type, member, #member, LC_FIELD_FLAG, .flags = LC_JSON_OPTIONAL)
#define FACT(Type, member)                                                                         \
  LC_FIELD (Type, member, #member, LC_FIELD_BOOL, .flags = LC_JSON_OPTIONAL)
#define OBJECT(Type, member, its_type)                                                             \
  LC_FIELD (Type, member, #member, LC_FIELD_OBJECT, .flags = LC_JSON_OPTIONAL, .type = &(its_type))

/* Steps. */

static gpointer
create_step (void)
{
  return lc_step_new (LC_PHASE_NONE, 0, 0, LC_US_NONE, NULL);
}

static const LcField step_fields[] = {
  LC_FIELD (LcStep, phase, "step", LC_FIELD_WORD, .words = &lc_words_phase),
  LC_REQUIRED_WORD (LcStep, status, lc_words_status),
  LC_REQUIRED_WORD (LcStep, code, lc_words_code),
  LC_US (LcStep, us),
  LC_FIELD (LcStep, detail, "detail", LC_FIELD_STRING, .flags = LC_JSON_OPTIONAL),
};

static const LcRecordType step_type = LC_RECORD_TYPE (step_fields, .create = create_step);

/* TLS. */

static gpointer
create_certificate (void)
{
  return lc_certificate_new ();
}

static const LcField certificate_fields[] = {
  LC_OPTIONAL_STRING (LcCertificate, subject),
  LC_OPTIONAL_STRING (LcCertificate, issuer),
  LC_OPTIONAL_STRING (LcCertificate, not_before),
  LC_OPTIONAL_STRING (LcCertificate, not_after),
  LC_OPTIONAL_STRING (LcCertificate, sha256),
  LC_OPTIONAL_STRING (LcCertificate, key_sha256),
  LC_OPTIONAL_STRV (LcCertificate, names),
  FACT (LcCertificate, self_signed),
  FACT (LcCertificate, sct),
  FACT (LcCertificate, authority_info),
  FACT (LcCertificate, crl),
  FACT (LcCertificate, policies),
};

static const LcRecordType certificate_type
    = LC_RECORD_TYPE (certificate_fields, .create = create_certificate);

static gpointer
create_anchor (void)
{
  return lc_anchor_new ();
}

static void
write_publicity (JsonBuilder *builder, const char *key, gconstpointer record)
{
  const LcAnchor *anchor = record;

  json_builder_set_member_name (builder, key);
  if (anchor->publicity == LC_PUBLICITY_UNKNOWN)
    json_builder_add_null_value (builder);
  else
    json_builder_add_boolean_value (builder, anchor->publicity == LC_PUBLICITY_PUBLIC);
}

static void
read_publicity (LcJsonReader *reader, const char *key, gpointer record)
{
  LcAnchor *anchor = record;

  if (lc_json_reader_has_member (reader, key))
    anchor->publicity = lc_json_reader_get_bool (reader, key, LC_JSON_REQUIRED, FALSE)
                            ? LC_PUBLICITY_PUBLIC
                            : LC_PUBLICITY_PRIVATE;
}

static const LcField anchor_fields[] = {
  LC_OPTIONAL_STRING (LcAnchor, subject),
  LC_OPTIONAL_STRING (LcAnchor, sha256),
  LC_OPTIONAL_STRING (LcAnchor, key_sha256),
  { .key = "public", .kind = LC_FIELD_CUSTOM, .write = write_publicity, .read = read_publicity },
};

static const LcRecordType anchor_type = LC_RECORD_TYPE (anchor_fields, .create = create_anchor);

static gpointer
create_tls (void)
{
  return lc_tls_new ();
}

static void
write_leaf (JsonBuilder *builder, const char *key, gconstpointer record)
{
  const LcTls *tls = record;

  if (tls->chain->len > 0)
    lc_record_write_member (builder, &certificate_type, key, g_ptr_array_index (tls->chain, 0));
}

/* The leaf's facts stand in "tls" itself, where version 1 promises them, and
 * again in the chain, which came later. */
static void
check_tls (LcJsonReader *reader, gpointer record)
{
  LcTls *tls = record;
  LcCertificate *leaf;

  if (lc_json_reader_has_member (reader, "chain") || !lc_json_reader_has_member (reader, "subject"))
    return;
  leaf = lc_certificate_new ();
  g_ptr_array_add (tls->chain, leaf);
  lc_record_read (reader, &certificate_type, leaf);
}

#define LEAF(name)                                                                                 \
  {                                                                                                \
    .key = (name), .kind = LC_FIELD_CUSTOM, .write = write_leaf                                    \
  }

static const LcField tls_fields[] = {
  LC_OPTIONAL_STRING (LcTls, version),
  LC_OPTIONAL_STRING (LcTls, cipher),
  LEAF ("subject"),
  LEAF ("issuer"),
  LEAF ("not_after"),
  LEAF ("sha256"),
  LC_OPTIONAL_STRING (LcTls, verify),
  LC_OPTIONAL_STRING (LcTls, name),
  LEAF ("not_before"),
  LC_OPTIONAL_STRING (LcTls, alpn),
  LC_FIELD (LcTls,
            chain,
            "chain",
            LC_FIELD_LIST,
            .flags = LC_JSON_OPTIONAL,
            .type = &certificate_type),
  OBJECT (LcTls, anchor, anchor_type),
};

static const LcRecordType tls_type
    = LC_RECORD_TYPE (tls_fields, .create = create_tls, .check = check_tls);

/* The path. */

static gpointer
create_hop (void)
{
  return lc_hop_new (0, NULL, LC_US_NONE);
}

static const LcField hop_fields[] = {
  OCTET (LcHop, ttl, "ttl"),
  ADDRESS (LcHop, address, "address"),
  LC_US (LcHop, us),
};

static const LcRecordType hop_type = LC_RECORD_TYPE (hop_fields, .create = create_hop);

static const char *
answer_to_word (gconstpointer value)
{
  return *(const LcAnswerKind *) value == LC_ANSWER_ICMP ? "icmp" : "reset";
}

static gboolean
answer_from_word (const char *word, gpointer value)
{
  if (!g_str_equal (word, "icmp") && !g_str_equal (word, "reset"))
    return FALSE;
  *(LcAnswerKind *) value = g_str_equal (word, "icmp") ? LC_ANSWER_ICMP : LC_ANSWER_RESET;
  return TRUE;
}

static const LcRecordWords answer_words
    = { answer_to_word, answer_from_word, N_ ("\"reset\" or \"icmp\"") };

static gboolean
is_no_icmp (gconstpointer record)
{
  return ((const LcPath *) record)->answer_kind != LC_ANSWER_ICMP;
}

#define ICMP_NUMBER(member, name)                                                                  \
  LC_FIELD (LcPath, member, name, LC_FIELD_INT, .flags = OPTIONAL_NULLABLE, .max = G_MAXUINT8,     \
            .is_null = is_no_icmp)

static const LcField answer_fields[] = {
  ADDRESS (LcPath, answer_address, "address"),
  OCTET (LcPath, answer_ttl, "ttl"),
  LC_FIELD (LcPath, answer_kind, "kind", LC_FIELD_WORD, .words = &answer_words),
  ICMP_NUMBER (answer_icmp_type, "type"),
  ICMP_NUMBER (answer_icmp_code, "code"),
};

static const LcRecordType answer_type = LC_RECORD_TYPE (answer_fields);

static const LcField control_fields[] = {
  LC_FIELD (LcPath, control_transport, "transport", LC_FIELD_WORD, .words = &lc_words_transport),
  PORT (LcPath, control_port, "port"),
  ADDRESS (LcPath, control_address, "address"),
  OCTET (LcPath, control_last_ttl, "last_ttl"),
  LC_FIELD (LcPath, control_reached, "reached", LC_FIELD_BOOL),
  LC_FIELD (LcPath,
            control_hops,
            "hops",
            LC_FIELD_LIST,
            .flags = LC_JSON_OPTIONAL,
            .max = G_MAXUINT8,
            .type = &hop_type),
};

static const LcRecordType control_type = LC_RECORD_TYPE (control_fields);

static gpointer
create_path (void)
{
  return lc_path_new (LC_TRANSPORT_TCP, 1);
}

#define PATH_PART(name, known_member, its_type)                                                    \
  {                                                                                                \
    .key = (name), .kind = LC_FIELD_NULLABLE_PART, .flags = LC_JSON_NULLABLE,                      \
    .known = offsetof (LcPath, known_member), .type = &(its_type)                                  \
  }

static const LcField path_fields[] = {
  LC_REQUIRED_WORD (LcPath, transport, lc_words_transport),
  PORT (LcPath, port, "port"),
  LC_FIELD (LcPath, hops, "hops", LC_FIELD_LIST, .max = G_MAXUINT8, .type = &hop_type),
  LC_FIELD (LcPath, stopped_at, "stopped_at", LC_FIELD_NULLABLE_STRING, .flags = LC_JSON_NULLABLE),
  PATH_PART ("answered_by", answer_kind, answer_type),
  PATH_PART ("control", has_control, control_type),
  FACT (LcPath, reached),
};

static const LcRecordType path_type = LC_RECORD_TYPE (path_fields, .create = create_path);

/* The sampled ports of a range. */

static gpointer
create_sample (void)
{
  return lc_sample_new (1);
}

static const LcField sample_fields[] = {
  PORT (LcSample, port, "port"),
  LC_REQUIRED_WORD (LcSample, status, lc_words_status),
  LC_REQUIRED_WORD (LcSample, code, lc_words_code),
  ADDRESS (LcSample, address, "address"),
  LC_FIELD (LcSample,
            ttl,
            "ttl",
            LC_FIELD_NONZERO,
            .flags = OPTIONAL_NULLABLE,
            .min = 1,
            .max = G_MAXUINT8),
  LC_FIELD (LcSample,
            type,
            "type",
            LC_FIELD_NATURAL,
            .flags = OPTIONAL_NULLABLE,
            .max = G_MAXUINT8),
  LC_FIELD (LcSample,
            icmp_code,
            "icmp_code",
            LC_FIELD_NATURAL,
            .flags = OPTIONAL_NULLABLE,
            .max = G_MAXUINT8),
};

static const LcRecordType sample_type
    = LC_RECORD_TYPE (sample_fields, .create = create_sample, .create_list = lc_samples_new);

/* Answers. */

static gpointer
create_icmp (void)
{
  return lc_icmp_new (NULL, 0, 0, LC_US_NONE);
}

static const LcField icmp_fields[] = {
  ADDRESS (LcIcmp, address, "address"),
  OCTET (LcIcmp, type, "type"),
  OCTET (LcIcmp, code, "code"),
  LC_US (LcIcmp, us),
};

static const LcRecordType icmp_type = LC_RECORD_TYPE (icmp_fields, .create = create_icmp);

static gpointer
create_http (void)
{
  return lc_http_new ();
}

static gboolean
has_no_date (gconstpointer record)
{
  return ((const LcHttp *) record)->date == NULL;
}

static const LcField http_fields[] = {
  LC_FIELD (LcHttp,
            status,
            "status",
            LC_FIELD_NONZERO,
            .flags = OPTIONAL_NULLABLE,
            .min = 1,
            .max = G_MAXUINT16),
  LC_OPTIONAL_STRING (LcHttp, server),
  LC_OPTIONAL_STRING (LcHttp, location),
  LC_OPTIONAL_STRING (LcHttp, content_type),
  LC_OPTIONAL_STRING (LcHttp, title),
  LC_OPTIONAL_STRING (LcHttp, date),
  LC_FIELD (LcHttp,
            date_skew_s,
            "date_skew_s",
            LC_FIELD_INT,
            .flags = LC_JSON_OPTIONAL,
            .min = -LC_RECORD_MAX_INT,
            .is_absent = has_no_date),
  LC_OPTIONAL_STRING (LcHttp, body_sha256),
  LC_OPTIONAL_STRV (LcHttp, marks),
  LC_OPTIONAL_STRING (LcHttp, upgrade),
  LC_OPTIONAL_STRING (LcHttp, via),
};

static const LcRecordType http_type = LC_RECORD_TYPE (http_fields, .create = create_http);

static void
check_train (LcJsonReader *reader, gpointer record)
{
  const LcStunTrain *train = record;

  if (train->answered > train->sent)
    lc_json_reader_fail (reader, "answered", "%s", _ ("no more than were sent"));
}

static const LcField train_fields[] = {
  LC_FIELD (LcStunTrain, rate, "rate", LC_FIELD_INT, .min = 1, .max = G_MAXUINT16),
  LC_FIELD (LcStunTrain, sent, "sent", LC_FIELD_INT, .max = G_MAXUINT32),
  LC_FIELD (LcStunTrain, answered, "answered", LC_FIELD_INT, .max = G_MAXUINT32),
};

static const LcRecordType train_type = LC_RECORD_TYPE (train_fields, .check = check_train);

static gpointer
create_stun (void)
{
  return lc_stun_new ();
}

static const LcField stun_fields[] = {
  LC_OPTIONAL_STRING (LcStun, mapped),
  LC_OPTIONAL_STRING (LcStun, local),
  COUNT (LcStun, sent),
  COUNT (LcStun, answered),
  COUNT (LcStun, retransmissions),
  LC_US (LcStun, jitter_us),
  LC_FIELD (LcStun,
            error_code,
            "error_code",
            LC_FIELD_NONZERO,
            .flags = OPTIONAL_NULLABLE,
            .min = 1,
            .max = G_MAXUINT16),
  LC_FIELD (LcStun,
            trains,
            "trains",
            LC_FIELD_FILLED_ARRAY,
            .flags = LC_JSON_OPTIONAL,
            .type = &train_type),
};

static const LcRecordType stun_type = LC_RECORD_TYPE (stun_fields, .create = create_stun);

/* The attempt: the keys of version 1, then what later came to be told. */

static gpointer
create_attempt (void)
{
  return lc_attempt_new (NULL);
}

static const LcField attempt_fields[] = {
  LC_FIELD (LcAttempt, address, "address", LC_FIELD_NULLABLE_STRING, .flags = LC_JSON_NULLABLE),
  LC_REQUIRED_WORD (LcAttempt, status, lc_words_status),
  LC_REQUIRED_WORD (LcAttempt, code, lc_words_code),
  LC_FIELD (LcAttempt, steps, "steps", LC_FIELD_LIST, .type = &step_type),
  OBJECT (LcAttempt, tls, tls_type),
  OBJECT (LcAttempt, path, path_type),
  LC_FIELD (LcAttempt,
            samples,
            "samples",
            LC_FIELD_OPTIONAL_LIST,
            .flags = LC_JSON_OPTIONAL,
            .type = &sample_type),
  LC_OPTIONAL_STRING (LcAttempt, local),
  LC_OPTIONAL_STRING (LcAttempt, proxy),
  LC_US (LcAttempt, latency_us),
  OBJECT (LcAttempt, icmp, icmp_type),
  OBJECT (LcAttempt, http, http_type),
  OBJECT (LcAttempt, stun, stun_type),
  LC_OPTIONAL_STRING (LcAttempt, reply),
  FLAG (LcAttempt, local_drop),
  LC_FIELD (LcAttempt,
            small_segments,
            "small_segments",
            LC_FIELD_KNOWN_BOOL,
            .flags = LC_JSON_OPTIONAL,
            .known = offsetof (LcAttempt, has_small_segments)),
  FLAG (LcAttempt, retry_worked),
};

const LcRecordType lc_attempt_type
    = LC_RECORD_TYPE (attempt_fields, .create = create_attempt, .create_list = lc_attempts_new);
