/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-json-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-json-path.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Where the reader is. What is asked for in the order of the text is found at once. */
typedef struct
{
  guint node;
  guint index;  /* of an array's element that was read last */
  guint cursor; /* its node; of an object: the member to look at first; 0: none */
} Frame;

struct _LcJsonReader
{
  LcJsonTree *tree; /* (owned) */
  GArray *frames;   /* (owned) (element-type Frame): from the root to the cursor */
  LcJsonPath *path; /* (owned) of the last of them */
  GQuark domain;
  int invalid_code;
  GError *error; /* (owned) (nullable) the first one */
};

static Frame *
get_frame (LcJsonReader *self)
{
  return &g_array_index (self->frames, Frame, self->frames->len - 1);
}

static const LcJsonNode *
get_current (LcJsonReader *self)
{
  return lc_json_tree_get_node (self->tree, get_frame (self)->node);
}

static const char *
get_text (LcJsonReader *self, const LcJsonNode *node)
{
  return lc_json_tree_get_text (self->tree, node->text);
}

/* Returns: (transfer full): a value in the words of a message. @node: (nullable): absent. */
static char *
describe (LcJsonReader *self, const LcJsonNode *node)
{
  if (node == NULL)
    return g_strdup (_ ("nothing"));
  switch (node->kind) {
  case LC_JSON_OBJECT:
    return g_strdup (_ ("an object"));
  case LC_JSON_ARRAY:
    return g_strdup_printf (_ ("an array of %u"), node->length);
  case LC_JSON_STRING:
    return lc_json_quote (get_text (self, node));
  case LC_JSON_INTEGER:
  case LC_JSON_REAL:
  case LC_JSON_BOOLEAN:
  case LC_JSON_NULL:
  default:
    return g_strdup (get_text (self, node));
  }
}

/* @node: (nullable): what was found at the path. */
static void G_GNUC_PRINTF (3, 0)
    fail_valist (LcJsonReader *self, const LcJsonNode *node, const char *expected, va_list args)
{
  g_autofree char *path = lc_json_path_to_string (self->path);
  g_autofree char *wanted = g_strdup_vprintf (expected, args);
  g_autofree char *found = describe (self, node);

  if (self->error == NULL)
    /* Translators: a JSON path, what was expected there (“a string”), what was found. */
    self->error = g_error_new (self->domain, self->invalid_code, _ ("%s: expected %s, found %s"),
                               path, wanted, found);
}

/* Returns: (nullable) */
static const LcJsonNode *
find_member (LcJsonReader *self, const char *key)
{
  Frame *frame = get_frame (self);
  guint found;

  g_return_val_if_fail (get_current (self)->kind == LC_JSON_OBJECT, NULL);

  found = lc_json_tree_find_member (self->tree, frame->node, key, &frame->cursor);
  return found != 0 ? lc_json_tree_get_node (self->tree, found) : NULL;
}

static const LcJsonNode *
find_element (LcJsonReader *self, guint index)
{
  Frame *frame = get_frame (self);

  g_return_val_if_fail (get_current (self)->kind == LC_JSON_ARRAY, NULL);
  g_return_val_if_fail (index < get_current (self)->length, NULL);

  if (frame->cursor == 0 || frame->index > index) {
    frame->cursor = frame->node + 1;
    frame->index = 0;
  }
  for (; frame->index < index; frame->index++)
    frame->cursor = lc_json_tree_get_node (self->tree, frame->cursor)->next;
  return lc_json_tree_get_node (self->tree, frame->cursor);
}

/* Finds a member that the flags allow. Returns: (nullable): NULL also for one
 * that may be absent or null and is so; then nothing more is to be checked. */
static const LcJsonNode *
want_member (LcJsonReader *self, const char *key, LcJsonFlags flags, const char *expected)
{
  const LcJsonNode *node;

  if (self->error != NULL)
    return NULL;

  node = find_member (self, key);
  if (node == NULL) {
    if ((flags & LC_JSON_OPTIONAL) == 0)
      lc_json_reader_fail (self, key, "%s", expected);
    return NULL;
  }
  if (node->kind == LC_JSON_NULL) {
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
check_string (LcJsonReader *self, const LcJsonNode *node, LcJsonFlags flags, gsize max_bytes)
{
  const char *string = NULL;

  if (node->kind == LC_JSON_STRING)
    string = get_text (self, node);

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
enter (LcJsonReader *self, const LcJsonNode *node)
{
  Frame frame = { (guint) (node - lc_json_tree_get_node (self->tree, 0)), 0, 0 };

  g_array_append_val (self->frames, frame);
}

static LcJsonTree *
parse (GBytes *bytes, const LcJsonLimits *limits, GQuark domain, int syntax_code, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autofree char *message = NULL;
  LcJsonTree *tree;

  if (length >= strlen (BYTE_ORDER_MARK)
      && memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0) {
    text += strlen (BYTE_ORDER_MARK);
    length -= strlen (BYTE_ORDER_MARK);
  }

  tree = lc_json_parse (text, length, limits, &message);
  if (tree == NULL)
    g_set_error_literal (error, domain, syntax_code, message);
  return tree;
}

LcJsonReader *
lc_json_reader_new (GBytes *bytes,
                    const LcJsonLimits *limits,
                    GQuark domain,
                    int syntax_code,
                    int invalid_code,
                    GError **error)
{
  g_autoptr (LcJsonTree) tree = parse (bytes, limits, domain, syntax_code, error);
  g_autoptr (LcJsonReader) self = NULL;

  if (tree == NULL)
    return NULL;

  self = g_new0 (LcJsonReader, 1);
  self->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self->path = lc_json_path_new ();
  self->domain = domain;
  self->invalid_code = invalid_code;
  self->tree = g_steal_pointer (&tree);
  enter (self, lc_json_tree_get_node (self->tree, 0));

  if (get_current (self)->kind != LC_JSON_OBJECT) {
    lc_json_reader_fail (self, NULL, "%s", _ ("an object"));
    lc_json_reader_finish (self, error);
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
lc_json_reader_free (LcJsonReader *self)
{
  g_clear_pointer (&self->frames, g_array_unref);
  g_clear_pointer (&self->path, lc_json_path_free);
  g_clear_pointer (&self->tree, lc_json_tree_free);
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
  const LcJsonNode *node = self->error == NULL ? find_member (self, key) : NULL;

  return node != NULL && node->kind != LC_JSON_NULL;
}

char **
lc_json_reader_dup_keys (LcJsonReader *self)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  const LcJsonNode *current = get_current (self);
  guint at = get_frame (self)->node + 1;

  for (guint i = 0; self->error == NULL && i < current->length; i++) {
    const LcJsonNode *node = lc_json_tree_get_node (self->tree, at);

    g_strv_builder_add (keys, lc_json_tree_get_text (self->tree, node->key));
    at = node->next;
  }

  return g_strv_builder_end (keys);
}

const char *
lc_json_reader_get_string (LcJsonReader *self, const char *key, LcJsonFlags flags, gsize max_bytes)
{
  const LcJsonNode *node = want_member (self, key, flags, _ ("a string"));
  g_autofree char *expected = NULL;

  if (node == NULL)
    return NULL;

  expected = check_string (self, node, flags, max_bytes);
  if (expected != NULL) {
    lc_json_reader_fail (self, key, "%s", expected);
    return NULL;
  }

  return get_text (self, node);
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
  const LcJsonNode *node;
  gboolean is_whole = TRUE;
  gint64 value = 0;

  expected
      = g_strdup_printf (_ ("a whole number from %lld to %lld"), (long long) min, (long long) max);
  node = want_member (self, key, flags, expected);
  if (node == NULL)
    return fallback;

  if (node->kind == LC_JSON_INTEGER)
    value = g_ascii_strtoll (get_text (self, node), NULL, 10);
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
  const LcJsonNode *node = want_member (self, key, flags, _ ("true or false"));

  if (node == NULL)
    return fallback;

  if (node->kind != LC_JSON_BOOLEAN) {
    lc_json_reader_fail (self, key, "%s", _ ("true or false"));
    return fallback;
  }

  return g_str_equal (get_text (self, node), "true");
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
  const LcJsonNode *node = want_member (self, key, flags, _ ("an object"));

  if (node == NULL)
    return FALSE;

  if (node->kind != LC_JSON_OBJECT) {
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
  const LcJsonNode *node = want_member (self, key, flags, expected);

  if (node == NULL)
    return FALSE;

  if (node->kind != LC_JSON_ARRAY || node->length < min || node->length > max) {
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
  g_return_if_fail (self->frames->len > 1);

  g_array_set_size (self->frames, self->frames->len - 1);
  lc_json_path_pop (self->path);
}

guint
lc_json_reader_get_length (LcJsonReader *self)
{
  return self->error == NULL ? get_current (self)->length : 0;
}

gboolean
lc_json_reader_enter_element (LcJsonReader *self, guint index)
{
  const LcJsonNode *node = self->error == NULL ? find_element (self, index) : NULL;

  if (node == NULL)
    return FALSE;

  if (node->kind != LC_JSON_OBJECT) {
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
  const LcJsonNode *node = self->error == NULL ? find_element (self, index) : NULL;
  g_autofree char *expected = NULL;

  if (node == NULL)
    return NULL;

  expected = check_string (self, node, flags, max_bytes);
  if (expected != NULL) {
    lc_json_reader_fail_element (self, index, "%s", expected);
    return NULL;
  }

  return get_text (self, node);
}

void
lc_json_reader_fail (LcJsonReader *self, const char *key, const char *expected, ...)
{
  const LcJsonNode *node = get_current (self);
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
