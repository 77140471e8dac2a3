/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-json-reader.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/lc-json-path.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct _LcJsonReader
{
  JsonNode *root;   /* (owned) */
  GPtrArray *nodes; /* (owned) (element-type JsonNode), which root owns: from it to the cursor */
  LcJsonPath *path; /* (owned) of the last of them */
  GQuark domain;
  int invalid_code;
  GError *error; /* (owned) (nullable) the first one */
};

static JsonNode *
get_current (LcJsonReader *self)
{
  return g_ptr_array_index (self->nodes, self->nodes->len - 1);
}

/* Returns: (transfer full): a value in the words of a message. @node: (nullable): absent. */
static char *
describe (JsonNode *node)
{
  if (node == NULL)
    return g_strdup (_ ("nothing"));
  if (JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup (_ ("an object"));
  if (JSON_NODE_HOLDS_ARRAY (node))
    return g_strdup_printf (_ ("an array of %u"),
                            json_array_get_length (json_node_get_array (node)));
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return lc_json_quote (json_node_get_string (node));

  return json_to_string (node, FALSE);
}

/* @node: (nullable): what was found at the path. */
static void G_GNUC_PRINTF (3, 0)
    fail_valist (LcJsonReader *self, JsonNode *node, const char *expected, va_list args)
{
  g_autofree char *path = lc_json_path_to_string (self->path);
  g_autofree char *wanted = g_strdup_vprintf (expected, args);
  g_autofree char *found = describe (node);

  if (self->error == NULL)
    /* Translators: a JSON path, what was expected there (“a string”), what was found. */
    self->error = g_error_new (self->domain, self->invalid_code, _ ("%s: expected %s, found %s"),
                               path, wanted, found);
}

static JsonNode *
find_member (LcJsonReader *self, const char *key)
{
  JsonNode *current = get_current (self);

  g_return_val_if_fail (JSON_NODE_HOLDS_OBJECT (current), NULL);

  return json_object_get_member (json_node_get_object (current), key);
}

static JsonNode *
find_element (LcJsonReader *self, guint index)
{
  JsonNode *current = get_current (self);

  g_return_val_if_fail (JSON_NODE_HOLDS_ARRAY (current), NULL);
  g_return_val_if_fail (index < json_array_get_length (json_node_get_array (current)), NULL);

  return json_array_get_element (json_node_get_array (current), index);
}

/* Finds a member that the flags allow. Returns: (nullable): NULL also for one
 * that may be absent or null and is so; then nothing more is to be checked. */
static JsonNode *
want_member (LcJsonReader *self, const char *key, LcJsonFlags flags, const char *expected)
{
  JsonNode *node;

  if (self->error != NULL)
    return NULL;

  node = find_member (self, key);
  if (node == NULL) {
    if ((flags & LC_JSON_OPTIONAL) == 0)
      lc_json_reader_fail (self, key, "%s", expected);
    return NULL;
  }
  if (JSON_NODE_HOLDS_NULL (node)) {
    if ((flags & LC_JSON_NULLABLE) == 0)
      lc_json_reader_fail (self, key, "%s", expected);
    return NULL;
  }

  return node;
}

static gboolean
is_printable (const char *string)
{
  for (const char *c = string; *c != '\0'; c = g_utf8_next_char (c)) {
    if (!g_unichar_isprint (g_utf8_get_char (c)))
      return FALSE;
  }

  return TRUE;
}

/* Returns: (transfer full) (nullable): what was expected instead of @node, or
 * NULL where it is right. */
static char *
check_string (JsonNode *node, LcJsonFlags flags, gsize max_bytes)
{
  const char *string = NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    string = json_node_get_string (node);

  if (string == NULL)
    return g_strdup (_ ("a string"));
  if (strlen (string) > max_bytes)
    /* Translators: what was expected in a file, as every other “a …” of these. */
    return g_strdup_printf (_ ("a string of at most %zu bytes"), max_bytes);
  if ((flags & LC_JSON_NOT_EMPTY) != 0 && *string == '\0')
    return g_strdup (_ ("a string that is not empty"));
  if ((flags & LC_JSON_ONE_LINE) != 0 && !is_printable (string))
    return g_strdup (_ ("one line of printable characters"));

  return NULL;
}

static void
enter (LcJsonReader *self, JsonNode *node)
{
  g_ptr_array_add (self->nodes, node);
}

static JsonNode *
parse (GBytes *bytes, const LcJsonLimits *limits, GQuark domain, int syntax_code, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local_error = NULL;
  g_autofree char *message = NULL;

  if (length >= strlen (BYTE_ORDER_MARK)
      && memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0) {
    text += strlen (BYTE_ORDER_MARK);
    length -= strlen (BYTE_ORDER_MARK);
  }

  message = lc_json_scan (text, length, limits);
  if (message == NULL && !json_parser_load_from_data (parser, text, (gssize) length, &local_error))
    message = g_strdup (local_error->message);
  if (message != NULL) {
    g_set_error_literal (error, domain, syntax_code, message);
    return NULL;
  }

  return json_parser_steal_root (parser);
}

LcJsonReader *
lc_json_reader_new (GBytes *bytes,
                    const LcJsonLimits *limits,
                    GQuark domain,
                    int syntax_code,
                    int invalid_code,
                    GError **error)
{
  g_autoptr (JsonNode) root = parse (bytes, limits, domain, syntax_code, error);
  g_autoptr (LcJsonReader) self = NULL;

  if (root == NULL)
    return NULL;

  self = g_new0 (LcJsonReader, 1);
  self->nodes = g_ptr_array_new ();
  self->path = lc_json_path_new ();
  self->domain = domain;
  self->invalid_code = invalid_code;
  self->root = g_steal_pointer (&root);
  enter (self, self->root);

  if (!JSON_NODE_HOLDS_OBJECT (self->root)) {
    lc_json_reader_fail (self, NULL, "%s", _ ("an object"));
    lc_json_reader_finish (self, error);
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
lc_json_reader_free (LcJsonReader *self)
{
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  g_clear_pointer (&self->path, lc_json_path_free);
  g_clear_pointer (&self->root, json_node_unref);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
lc_json_reader_has_failed (const LcJsonReader *self)
{
  return self->error != NULL;
}

gboolean
lc_json_reader_finish (LcJsonReader *self, GError **error)
{
  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

gboolean
lc_json_reader_has_member (LcJsonReader *self, const char *key)
{
  JsonNode *node = self->error == NULL ? find_member (self, key) : NULL;

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

char **
lc_json_reader_dup_keys (LcJsonReader *self)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  JsonNode *current = get_current (self);

  if (self->error == NULL) {
    g_autoptr (GList) members = json_object_get_members (json_node_get_object (current));

    for (GList *l = members; l != NULL; l = l->next)
      g_strv_builder_add (keys, l->data);
  }

  return g_strv_builder_end (keys);
}

const char *
lc_json_reader_get_string (LcJsonReader *self, const char *key, LcJsonFlags flags, gsize max_bytes)
{
  JsonNode *node = want_member (self, key, flags, _ ("a string"));
  g_autofree char *expected = NULL;

  if (node == NULL)
    return NULL;

  expected = check_string (node, flags, max_bytes);
  if (expected != NULL) {
    lc_json_reader_fail (self, key, "%s", expected);
    return NULL;
  }

  return json_node_get_string (node);
}

gint64
lc_json_reader_get_int (LcJsonReader *self,
                        const char *key,
                        LcJsonFlags flags,
                        gint64 min,
                        gint64 max,
                        gint64 fallback)
{
  g_autofree char *expected = NULL;
  JsonNode *node;
  gboolean is_whole = TRUE;
  gint64 value = 0;

  expected
      = g_strdup_printf (_ ("a whole number from %lld to %lld"), (long long) min, (long long) max);
  node = want_member (self, key, flags, expected);
  if (node == NULL)
    return fallback;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    value = json_node_get_int (node);
  else
    is_whole = FALSE;

  if (!is_whole || value < min || value > max) {
    lc_json_reader_fail (self, key, "%s", expected);
    return fallback;
  }

  return value;
}

gboolean
lc_json_reader_get_bool (LcJsonReader *self, const char *key, LcJsonFlags flags, gboolean fallback)
{
  JsonNode *node = want_member (self, key, flags, _ ("true or false"));

  if (node == NULL)
    return fallback;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN) {
    lc_json_reader_fail (self, key, "%s", _ ("true or false"));
    return fallback;
  }

  return json_node_get_boolean (node);
}

char **
lc_json_reader_dup_strv (LcJsonReader *self,
                         const char *key,
                         LcJsonFlags flags,
                         guint max_strings,
                         LcJsonFlags string_flags,
                         gsize max_bytes)
{
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();

  if (!lc_json_reader_enter_array (self, key, flags, max_strings))
    return NULL;

  for (guint i = 0; i < lc_json_reader_get_length (self); i++) {
    const char *string = lc_json_reader_get_element_string (self, i, string_flags, max_bytes);

    if (string != NULL)
      g_strv_builder_add (strings, string);
  }
  lc_json_reader_leave (self);

  return self->error == NULL ? g_strv_builder_end (strings) : NULL;
}

gboolean
lc_json_reader_enter_object (LcJsonReader *self, const char *key, LcJsonFlags flags)
{
  JsonNode *node = want_member (self, key, flags, _ ("an object"));

  if (node == NULL)
    return FALSE;

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    lc_json_reader_fail (self, key, "%s", _ ("an object"));
    return FALSE;
  }

  enter (self, node);
  lc_json_path_push_key (self->path, key);
  return TRUE;
}

gboolean
lc_json_reader_enter_array (LcJsonReader *self, const char *key, LcJsonFlags flags, guint max)
{
  guint min = (flags & LC_JSON_NOT_EMPTY) != 0 ? 1 : 0;
  g_autofree char *expected = g_strdup_printf (_ ("an array of %u to %u"), min, max);
  JsonNode *node = want_member (self, key, flags, expected);
  guint length;

  if (node == NULL)
    return FALSE;

  length = JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 0;
  if (!JSON_NODE_HOLDS_ARRAY (node) || length < min || length > max) {
    lc_json_reader_fail (self, key, "%s", expected);
    return FALSE;
  }

  enter (self, node);
  lc_json_path_push_key (self->path, key);
  return TRUE;
}

void
lc_json_reader_leave (LcJsonReader *self)
{
  g_return_if_fail (self->nodes->len > 1);

  g_ptr_array_set_size (self->nodes, (int) self->nodes->len - 1);
  lc_json_path_pop (self->path);
}

guint
lc_json_reader_get_length (LcJsonReader *self)
{
  return self->error == NULL ? json_array_get_length (json_node_get_array (get_current (self))) : 0;
}

gboolean
lc_json_reader_enter_element (LcJsonReader *self, guint index)
{
  JsonNode *node = self->error == NULL ? find_element (self, index) : NULL;

  if (node == NULL)
    return FALSE;

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    lc_json_reader_fail_element (self, index, "%s", _ ("an object"));
    return FALSE;
  }

  enter (self, node);
  lc_json_path_push_index (self->path, index);
  return TRUE;
}

const char *
lc_json_reader_get_element_string (LcJsonReader *self,
                                   guint index,
                                   LcJsonFlags flags,
                                   gsize max_bytes)
{
  JsonNode *node = self->error == NULL ? find_element (self, index) : NULL;
  g_autofree char *expected = NULL;

  if (node == NULL)
    return NULL;

  expected = check_string (node, flags, max_bytes);
  if (expected != NULL) {
    lc_json_reader_fail_element (self, index, "%s", expected);
    return NULL;
  }

  return json_node_get_string (node);
}

void
lc_json_reader_fail (LcJsonReader *self, const char *key, const char *expected, ...)
{
  JsonNode *node = get_current (self);
  va_list args;

  if (key != NULL) {
    node = find_member (self, key);
    lc_json_path_push_key (self->path, key);
  }

  va_start (args, expected);
  fail_valist (self, node, expected, args);
  va_end (args);

  if (key != NULL)
    lc_json_path_pop (self->path);
}

void
lc_json_reader_fail_element (LcJsonReader *self, guint index, const char *expected, ...)
{
  va_list args;

  lc_json_path_push_index (self->path, index);
  va_start (args, expected);
  fail_valist (self, find_element (self, index), expected, args);
  va_end (args);
  lc_json_path_pop (self->path);
}
