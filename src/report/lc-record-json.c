/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-record-json.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Returns: (transfer full): what may stand in JSON for @value. */
static char *
make_text (const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  gsize length = strlen (valid);

  if (length > LC_RECORD_MAX_TEXT)
    *g_utf8_find_prev_char (valid, valid + LC_RECORD_MAX_TEXT + 1) = '\0';
  return g_steal_pointer (&valid);
}

static void
add_text (JsonBuilder *builder, const char *value)
{
  g_autofree char *text = make_text (value);

  json_builder_add_string_value (builder, text);
}

void
lc_record_add_string (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  add_text (builder, value != NULL ? value : "");
}

void
lc_record_add_nullable (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  if (value != NULL)
    add_text (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
lc_record_add_optional (JsonBuilder *builder, const char *key, const char *value)
{
  if (value != NULL)
    lc_record_add_string (builder, key, value);
}

void
lc_record_add_int (JsonBuilder *builder, const char *key, gint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, CLAMP (value, -LC_RECORD_MAX_INT, LC_RECORD_MAX_INT));
}

void
lc_record_add_us (JsonBuilder *builder, const char *key, gint64 us)
{
  if (us >= 0) {
    lc_record_add_int (builder, key, us);
    return;
  }
  json_builder_set_member_name (builder, key);
  json_builder_add_null_value (builder);
}

void
lc_record_add_nonzero (JsonBuilder *builder, const char *key, guint value)
{
  lc_record_add_us (builder, key, value > 0 ? (gint64) value : LC_US_NONE);
}

void
lc_record_add_bool (JsonBuilder *builder, const char *key, gboolean value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_boolean_value (builder, value);
}

void
lc_record_add_strv (JsonBuilder *builder, const char *key, const char *const *values)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    add_text (builder, values[i]);
  json_builder_end_array (builder);
}

void
lc_record_add_optional_strv (JsonBuilder *builder, const char *key, char **values)
{
  if (values != NULL)
    lc_record_add_strv (builder, key, (const char *const *) values);
}

void
lc_record_add_strings (JsonBuilder *builder, const char *key, GPtrArray *strings)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < strings->len; i++)
    add_text (builder, g_ptr_array_index (strings, i));
  json_builder_end_array (builder);
}

char *
lc_record_dup_string (LcJsonReader *reader, const char *key, LcJsonFlags flags)
{
  return g_strdup (lc_json_reader_get_string (reader, key, flags, LC_RECORD_MAX_TEXT));
}

gint64
lc_record_get_us (LcJsonReader *reader, const char *key)
{
  return lc_json_reader_get_int (reader, key, LC_JSON_OPTIONAL | LC_JSON_NULLABLE, 0,
                                 LC_RECORD_MAX_INT, LC_US_NONE);
}

char **
lc_record_dup_strv (LcJsonReader *reader, const char *key, LcJsonFlags flags)
{
  return lc_json_reader_dup_strv (reader, key, flags, LC_RECORD_MAX_LIST, LC_JSON_REQUIRED,
                                  LC_RECORD_MAX_TEXT);
}

void
lc_record_get_strings (LcJsonReader *reader, const char *key, GPtrArray *strings)
{
  g_auto (GStrv) values = lc_record_dup_strv (reader, key, LC_JSON_REQUIRED);

  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    g_ptr_array_add (strings, g_steal_pointer (&values[i]));
}

/* Returns: (nullable): a word to be looked up; NULL where there is none. */
static const char *
get_word (LcJsonReader *reader, const char *key, LcJsonFlags flags)
{
  return lc_json_reader_get_string (reader, key, flags, LC_RECORD_MAX_WORD);
}

LcStatus
lc_record_get_status (LcJsonReader *reader, const char *key)
{
  const char *word = get_word (reader, key, LC_JSON_REQUIRED);
  LcStatus status = LC_STATUS_CANCELLED;

  if (word != NULL && !lc_status_from_string (word, &status))
    lc_json_reader_fail (
        reader, key, "%s",
        _ ("\"pass\", \"degraded\", \"fail\", \"inconclusive\", \"skipped\" or \"cancelled\""));
  return status;
}

LcCode
lc_record_get_code (LcJsonReader *reader, const char *key)
{
  const char *word = get_word (reader, key, LC_JSON_REQUIRED);
  LcCode code = LC_CODE_CANCELLED;

  if (word != NULL && !lc_code_from_string (word, &code))
    lc_json_reader_fail (reader, key, "%s", _ ("a code of this version, as \"tcp-timeout\""));
  return code;
}

LcPhase
lc_record_get_phase (LcJsonReader *reader, const char *key, LcJsonFlags flags)
{
  const char *word = get_word (reader, key, flags);
  LcPhase phase = LC_PHASE_NONE;

  if (word != NULL && !lc_phase_from_string (word, &phase))
    lc_json_reader_fail (reader, key, "%s",
                         _ ("\"dns\", \"tcp\", \"proxy\", \"tls\", \"app\" or \"udp\""));
  return phase;
}

LcOwner
lc_record_get_owner (LcJsonReader *reader, const char *key)
{
  const char *word = get_word (reader, key, LC_JSON_REQUIRED);
  LcOwner owner = LC_OWNER_UNKNOWN;

  if (word != NULL && !lc_owner_from_string (word, &owner))
    lc_json_reader_fail (reader, key, "%s", _ ("an owner of this version, as \"firewall\""));
  return owner;
}

LcConfidence
lc_record_get_confidence (LcJsonReader *reader, const char *key)
{
  const char *word = get_word (reader, key, LC_JSON_REQUIRED);
  LcConfidence confidence = LC_CONFIDENCE_INCONCLUSIVE;

  if (word != NULL && !lc_confidence_from_string (word, &confidence))
    lc_json_reader_fail (reader, key, "%s", _ ("\"proven\", \"likely\" or \"inconclusive\""));
  return confidence;
}

LcOwnerConfidence
lc_record_get_owner_confidence (LcJsonReader *reader, const char *key)
{
  const char *word = get_word (reader, key, LC_JSON_OPTIONAL);
  LcOwnerConfidence confidence = LC_OWNER_CONFIDENCE_NONE;

  if (word != NULL && !lc_owner_confidence_from_string (word, &confidence))
    lc_json_reader_fail (reader, key, "%s", _ ("\"proven\", \"likely\" or \"unknown\""));
  return confidence;
}

LcTransport
lc_record_get_transport (LcJsonReader *reader, const char *key)
{
  const char *word = get_word (reader, key, LC_JSON_REQUIRED);
  LcTransport transport = LC_TRANSPORT_TCP;

  if (word != NULL && !lc_transport_from_string (word, &transport))
    lc_json_reader_fail (reader, key, "%s", _ ("\"tcp\" or \"udp\""));
  return transport;
}
