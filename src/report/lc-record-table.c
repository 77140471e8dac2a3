/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-record-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Members of a struct, by their offsets. */

static gconstpointer
get_member (gconstpointer record, const LcField *field)
{
  return (const guint8 *) record + field->offset;
}

static gpointer
get_writable (gpointer record, const LcField *field)
{
  return (guint8 *) record + field->offset;
}

static const char *
get_string (gconstpointer record, const LcField *field)
{
  return *(const char *const *) get_member (record, field);
}

static char **
get_strv (gconstpointer record, const LcField *field)
{
  return *(char **const *) get_member (record, field);
}

static GPtrArray *
get_list (gconstpointer record, const LcField *field)
{
  return *(GPtrArray *const *) get_member (record, field);
}

static gboolean
is_known (gconstpointer record, const LcField *field)
{
  return *(const gboolean *) ((const guint8 *) record + field->known) != 0;
}

static void
set_known (gpointer record, const LcField *field, gboolean known)
{
  *(gboolean *) ((guint8 *) record + field->known) = known;
}

static gint64
get_number (gconstpointer record, const LcField *field)
{
  gconstpointer member = get_member (record, field);

  switch (field->size) {
  case sizeof (guint8):
    return *(const guint8 *) member;
  case sizeof (guint16):
    return *(const guint16 *) member;
  case sizeof (guint32):
    return field->kind == LC_FIELD_NATURAL ? (gint64) * (const gint32 *) member
                                           : (gint64) * (const guint32 *) member;
  case sizeof (gint64):
  default:
    return *(const gint64 *) member;
  }
}

static void
set_number (gpointer record, const LcField *field, gint64 number)
{
  gpointer member = get_writable (record, field);

  switch (field->size) {
  case sizeof (guint8):
    *(guint8 *) member = (guint8) number;
    break;
  case sizeof (guint16):
    *(guint16 *) member = (guint16) number;
    break;
  case sizeof (guint32):
    *(guint32 *) member = (guint32) number;
    break;
  case sizeof (gint64):
  default:
    *(gint64 *) member = number;
  }
}

/* Writing. */

static void
add_text (JsonBuilder *builder, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value != NULL ? value : "", -1);

  if (strlen (valid) > LC_RECORD_MAX_TEXT)
    *g_utf8_find_prev_char (valid, valid + LC_RECORD_MAX_TEXT + 1) = '\0';
  json_builder_add_string_value (builder, valid);
}

static void
add_strv (JsonBuilder *builder, const char *key, char **values)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    add_text (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_strings (JsonBuilder *builder, const char *key, GPtrArray *strings)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < strings->len; i++)
    add_text (builder, g_ptr_array_index (strings, i));
  json_builder_end_array (builder);
}

static void
add_null (JsonBuilder *builder, const char *key)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder, const char *key, gint64 number, gboolean null)
{
  if (null) {
    add_null (builder, key);
    return;
  }
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, CLAMP (number, -LC_RECORD_MAX_INT, LC_RECORD_MAX_INT));
}

static void
add_bool (JsonBuilder *builder, const char *key, gboolean value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_boolean_value (builder, value);
}

static void
write_word (JsonBuilder *builder, const LcField *field, gconstpointer record)
{
  const char *word = field->words->to_word (get_member (record, field));

  if (word != NULL)
    lc_record_add_string (builder, field->key, word);
  else if ((field->flags & LC_JSON_OPTIONAL) == 0)
    add_null (builder, field->key);
}

static void
add_object (JsonBuilder *builder, const char *key, const LcRecordType *type, gconstpointer record)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  lc_record_write (builder, type, record);
  json_builder_end_object (builder);
}

static void
add_list (JsonBuilder *builder, const LcField *field, const GPtrArray *list)
{
  json_builder_set_member_name (builder, field->key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    add_object (builder, NULL, field->type, g_ptr_array_index (list, i));
  json_builder_end_array (builder);
}

static void
add_array (JsonBuilder *builder, const LcField *field, const GArray *array)
{
  gsize size = g_array_get_element_size ((GArray *) array);

  if (array->len == 0)
    return;
  json_builder_set_member_name (builder, field->key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < array->len; i++)
    add_object (builder, NULL, field->type, array->data + i * size);
  json_builder_end_array (builder);
}

static void
write_number (JsonBuilder *builder, const LcField *field, gconstpointer record)
{
  gint64 number = get_number (record, field);
  gboolean null = FALSE;

  if ((field->is_absent != NULL && field->is_absent (record))
      || (field->kind == LC_FIELD_KNOWN_INT && !is_known (record, field)))
    return;
  if (field->kind == LC_FIELD_NONZERO)
    null = number == 0;
  else if (field->kind == LC_FIELD_NATURAL || field->kind == LC_FIELD_US)
    null = number < 0;
  else if (field->is_null != NULL)
    null = field->is_null (record);
  add_number (builder, field->key, number, null);
}

static void
write_bool (JsonBuilder *builder, const LcField *field, gconstpointer record)
{
  gboolean value = *(const gboolean *) get_member (record, field);

  if (field->kind == LC_FIELD_BOOL || (field->kind == LC_FIELD_FLAG && value)
      || (field->kind == LC_FIELD_KNOWN_BOOL && is_known (record, field)))
    add_bool (builder, field->key, value);
}

static void
write_string (JsonBuilder *builder, const LcField *field, gconstpointer record)
{
  const char *value = get_string (record, field);

  if (value != NULL || field->kind == LC_FIELD_STRING)
    lc_record_add_string (builder, field->key, value);
  else if (field->kind == LC_FIELD_NULLABLE_STRING)
    add_null (builder, field->key);
}

static void
write_strings (JsonBuilder *builder, const LcField *field, gconstpointer record)
{
  if (field->kind == LC_FIELD_STRINGS)
    add_strings (builder, field->key, get_list (record, field));
  else if (field->kind == LC_FIELD_STRV || get_strv (record, field) != NULL)
    add_strv (builder, field->key, get_strv (record, field));
}

static void
write_list (JsonBuilder *builder, const LcField *field, gconstpointer record)
{
  GPtrArray *list = get_list (record, field);

  if (list == NULL || (field->kind == LC_FIELD_FILLED_LIST && list->len == 0))
    return;
  add_list (builder, field, list);
}

static void
write_object (JsonBuilder *builder, const LcField *field, gconstpointer record)
{
  gconstpointer object = record;

  if (field->kind == LC_FIELD_NULLABLE_PART && !is_known (record, field)) {
    add_null (builder, field->key);
    return;
  }
  if (field->kind == LC_FIELD_OBJECT)
    object = *(const gconstpointer *) get_member (record, field);
  if (object != NULL)
    add_object (builder, field->key, field->type, object);
}

static void
write_array (JsonBuilder *builder, const LcField *field, gconstpointer record)
{
  add_array (builder, field, *(GArray *const *) get_member (record, field));
}

static void
write_custom (JsonBuilder *builder, const LcField *field, gconstpointer record)
{
  field->write (builder, field->key, record);
}

/* Reading. */

static gsize
get_max_bytes (const LcField *field)
{
  return field->max > 0 ? (gsize) field->max : LC_RECORD_MAX_TEXT;
}

static guint
get_max_elements (const LcField *field)
{
  return field->max > 0 ? (guint) field->max : LC_RECORD_MAX_LIST;
}

static void
read_string (LcJsonReader *reader, const LcField *field, gpointer record)
{
  char **member = get_writable (record, field);

  g_free (*member);
  *member = g_strdup (
      lc_json_reader_get_string (reader, field->key, field->flags, get_max_bytes (field)));
}

static char **
dup_strv (LcJsonReader *reader, const LcField *field)
{
  return lc_json_reader_dup_strv (reader, field->key, field->flags, get_max_elements (field),
                                  LC_JSON_REQUIRED, LC_RECORD_MAX_TEXT);
}

static void
read_strings (LcJsonReader *reader, const LcField *field, gpointer record)
{
  char ***member = get_writable (record, field);
  g_auto (GStrv) values = dup_strv (reader, field);

  if (field->kind != LC_FIELD_STRINGS) {
    g_strfreev (*member);
    *member = g_steal_pointer (&values);
    return;
  }
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    g_ptr_array_add (get_list (record, field), g_strdup (values[i]));
}

static void
read_word (LcJsonReader *reader, const LcField *field, gpointer record)
{
  const char *word
      = lc_json_reader_get_string (reader, field->key, field->flags, LC_RECORD_MAX_WORD);

  if (word != NULL && !field->words->from_word (word, get_writable (record, field)))
    lc_json_reader_fail (reader, field->key, "%s", _ (field->words->expected));
}

static void
read_bool (LcJsonReader *reader, const LcField *field, gpointer record)
{
  gboolean *member = get_writable (record, field);

  if (field->kind == LC_FIELD_KNOWN_BOOL)
    set_known (record, field, lc_json_reader_has_member (reader, field->key));
  *member = lc_json_reader_get_bool (reader, field->key, field->flags, FALSE);
}

static void
read_number (LcJsonReader *reader, const LcField *field, gpointer record)
{
  gint64 fallback = field->kind == LC_FIELD_US || field->kind == LC_FIELD_NATURAL ? -1 : 0;

  if (field->kind == LC_FIELD_KNOWN_INT)
    set_known (record, field, lc_json_reader_has_member (reader, field->key));
  set_number (record, field,
              lc_json_reader_get_int (reader, field->key, field->flags, field->min,
                                      field->max > 0 ? field->max : LC_RECORD_MAX_INT, fallback));
}

static void
read_object (LcJsonReader *reader, const LcField *field, gpointer record)
{
  gpointer object = record;

  if (!lc_json_reader_enter_object (reader, field->key, field->flags))
    return;
  if (field->kind == LC_FIELD_NULLABLE_PART)
    set_known (record, field, TRUE);
  if (field->kind == LC_FIELD_OBJECT) {
    object = field->type->create ();
    *(gpointer *) get_writable (record, field) = object;
  }
  lc_record_read (reader, field->type, object);
  lc_json_reader_leave (reader);
}

static void
read_list (LcJsonReader *reader, const LcField *field, gpointer record)
{
  GPtrArray **list = get_writable (record, field);

  if (*list == NULL && field->kind != LC_FIELD_OPTIONAL_LIST)
    *list = field->type->create_list ();
  if (!lc_json_reader_enter_array (reader, field->key, field->flags, get_max_elements (field)))
    return;
  if (*list == NULL)
    *list = field->type->create_list ();
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    gpointer element;

    if (!lc_json_reader_enter_element (reader, i))
      break;
    element = field->type->create ();
    g_ptr_array_add (*list, element);
    lc_record_read (reader, field->type, element);
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
}

static void
read_array (LcJsonReader *reader, const LcField *field, gpointer record)
{
  GArray *array = *(GArray **) get_writable (record, field);
  gsize size = g_array_get_element_size (array);

  if (!lc_json_reader_enter_array (reader, field->key, field->flags, get_max_elements (field)))
    return;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    g_autofree gpointer element = g_malloc0 (size);

    if (!lc_json_reader_enter_element (reader, i))
      break;
    lc_record_read (reader, field->type, element);
    g_array_append_vals (array, element, 1);
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
}

static void
read_custom (LcJsonReader *reader, const LcField *field, gpointer record)
{
  if (field->read != NULL)
    field->read (reader, field->key, record);
}

/* Freeing. */

static void
clear_string (const LcField *field, gpointer record)
{
  g_clear_pointer ((char **) get_writable (record, field), g_free);
}

static void
clear_strv (const LcField *field, gpointer record)
{
  g_clear_pointer ((char ***) get_writable (record, field), g_strfreev);
}

static void
clear_list (const LcField *field, gpointer record)
{
  g_clear_pointer ((GPtrArray **) get_writable (record, field), g_ptr_array_unref);
}

static void
clear_array (const LcField *field, gpointer record)
{
  g_clear_pointer ((GArray **) get_writable (record, field), g_array_unref);
}

static void
clear_object (const LcField *field, gpointer record)
{
  g_clear_pointer ((gpointer *) get_writable (record, field), field->type->destroy);
}

static void
clear_part (const LcField *field, gpointer record)
{
  lc_record_clear (field->type, record);
}

/* What is done with each kind. */
typedef struct
{
  void (*write) (JsonBuilder *builder, const LcField *field, gconstpointer record);
  void (*read) (LcJsonReader *reader, const LcField *field, gpointer record);
  void (*clear) (const LcField *field, gpointer record); /* (nullable) */
} Handler;

static const Handler handlers[] = {
  [LC_FIELD_STRING] = { write_string, read_string, clear_string },
  [LC_FIELD_NULLABLE_STRING] = { write_string, read_string, clear_string },
  [LC_FIELD_OPTIONAL_STRING] = { write_string, read_string, clear_string },
  [LC_FIELD_STRV] = { write_strings, read_strings, clear_strv },
  [LC_FIELD_OPTIONAL_STRV] = { write_strings, read_strings, clear_strv },
  [LC_FIELD_STRINGS] = { write_strings, read_strings, clear_list },
  [LC_FIELD_WORD] = { write_word, read_word, NULL },
  [LC_FIELD_BOOL] = { write_bool, read_bool, NULL },
  [LC_FIELD_FLAG] = { write_bool, read_bool, NULL },
  [LC_FIELD_KNOWN_BOOL] = { write_bool, read_bool, NULL },
  [LC_FIELD_INT] = { write_number, read_number, NULL },
  [LC_FIELD_KNOWN_INT] = { write_number, read_number, NULL },
  [LC_FIELD_NONZERO] = { write_number, read_number, NULL },
  [LC_FIELD_NATURAL] = { write_number, read_number, NULL },
  [LC_FIELD_US] = { write_number, read_number, NULL },
  [LC_FIELD_OBJECT] = { write_object, read_object, clear_object },
  [LC_FIELD_PART] = { write_object, read_object, clear_part },
  [LC_FIELD_NULLABLE_PART] = { write_object, read_object, clear_part },
  [LC_FIELD_LIST] = { write_list, read_list, clear_list },
  [LC_FIELD_OPTIONAL_LIST] = { write_list, read_list, clear_list },
  [LC_FIELD_FILLED_LIST] = { write_list, read_list, clear_list },
  [LC_FIELD_FILLED_ARRAY] = { write_array, read_array, clear_array },
  [LC_FIELD_CUSTOM] = { write_custom, read_custom, NULL },
};

G_STATIC_ASSERT (G_N_ELEMENTS (handlers) == LC_FIELD_CUSTOM + 1);

static void
write_field (JsonBuilder *builder, const LcField *field, gconstpointer record)
{
  handlers[field->kind].write (builder, field, record);
}

void
lc_record_write (JsonBuilder *builder, const LcRecordType *type, gconstpointer record)
{
  g_return_if_fail (record != NULL);

  for (gsize i = 0; i < type->n_fields; i++)
    write_field (builder, &type->fields[i], record);
}

void
lc_record_write_member (JsonBuilder *builder,
                        const LcRecordType *type,
                        const char *key,
                        gconstpointer record)
{
  g_return_if_fail (record != NULL);

  for (gsize i = 0; i < type->n_fields; i++)
    if (g_str_equal (type->fields[i].key, key))
      write_field (builder, &type->fields[i], record);
}

void
lc_record_read (LcJsonReader *reader, const LcRecordType *type, gpointer record)
{
  g_return_if_fail (record != NULL);

  for (gsize i = 0; i < type->n_fields; i++)
    handlers[type->fields[i].kind].read (reader, &type->fields[i], record);
  if (type->check != NULL)
    type->check (reader, record);
}

void
lc_record_clear (const LcRecordType *type, gpointer record)
{
  g_return_if_fail (record != NULL);

  for (gsize i = 0; i < type->n_fields; i++)
    if (handlers[type->fields[i].kind].clear != NULL)
      handlers[type->fields[i].kind].clear (&type->fields[i], record);
}

void
lc_record_add_string (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  add_text (builder, value);
}
