/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-json-scanner.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-json-path.h"

/* The longest whole number that always fits into 64 bits. */
#define MAX_DIGITS 18

/* Up to so many keys of an object are looked through one by one. */
#define MANY_KEYS 16

typedef struct
{
  guint node;  /* of the object or array */
  GTree *keys; /* (owned) (nullable) offsets of an object's keys, where there are many. Ordered:
                  whoever makes the text can choose keys that collide in a hash table. */
} Level;

typedef struct
{
  const char *text;
  const char *end;
  const char *at; /* what is read next */
  const LcJsonLimits *limits;
  LcJsonTree *tree;
  GArray *levels;   /* (element-type Level): one an open object or array */
  LcJsonPath *path; /* of the value that is being read */
  guint key;        /* in an object: of that value */
  char *message;    /* (nullable) the first thing that was wrong */
} Scan;

static void
level_clear (gpointer data)
{
  Level *level = data;

  g_clear_pointer (&level->keys, g_tree_unref);
}

static Level *
get_level (Scan *scan)
{
  return &g_array_index (scan->levels, Level, scan->levels->len - 1);
}

static gboolean
is_in_object (Scan *scan)
{
  return lc_json_tree_get_node (scan->tree, get_level (scan)->node)->kind == LC_JSON_OBJECT;
}

/* Returns: FALSE, so that a caller can fail and return in one line. */
static gboolean G_GNUC_PRINTF (2, 3) fail (Scan *scan, const char *format, ...)
{
  g_autofree char *path = lc_json_path_to_string (scan->path);
  g_autofree char *what = NULL;
  const char *line_start = scan->text;
  guint line = 1;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  for (const char *c = scan->text; c < scan->at; c++) {
    if (*c == '\n') {
      line++;
      line_start = c + 1;
    }
  }
  /* Translators: a JSON path, a line, a column, what is wrong there. */
  scan->message = g_strdup_printf (_ ("%s (line %u, column %ld): %s"), path, line,
                                   g_utf8_pointer_to_offset (line_start, scan->at) + 1, what);

  return FALSE;
}

static gboolean
fail_expected (Scan *scan, const char *expected)
{
  char character[8] = { 0 };
  g_autofree char *found = NULL;

  if (scan->at == scan->end)
    return fail (scan, _ ("expected %s, found the end"), expected);

  g_unichar_to_utf8 (g_utf8_get_char (scan->at), character);
  found = lc_json_quote (character);

  return fail (scan, _ ("expected %s, found %s"), expected, found);
}

static gboolean
next_is (Scan *scan, char c)
{
  return scan->at < scan->end && *scan->at == c;
}

static gboolean
take (Scan *scan, char c)
{
  if (!next_is (scan, c))
    return FALSE;

  scan->at++;
  return TRUE;
}

static void
skip_space (Scan *scan)
{
  while (scan->at < scan->end && strchr (" \t\r\n", *scan->at) != NULL && *scan->at != '\0')
    scan->at++;
}

static gboolean
scan_hex (Scan *scan, gunichar *unit)
{
  *unit = 0;

  for (guint i = 0; i < 4; i++) {
    if (scan->at == scan->end || !g_ascii_isxdigit (*scan->at))
      return fail_expected (scan, _ ("four hexadecimal digits after \\u"));
    *unit = *unit << 4 | (gunichar) g_ascii_xdigit_value (*scan->at++);
  }

  return TRUE;
}

/* RFC 8259, section 7: what is outside the basic plane comes as two units. */
static gboolean
scan_unicode_escape (Scan *scan, GString *decoded)
{
  gunichar unit, low;

  if (!scan_hex (scan, &unit))
    return FALSE;
  if (unit == 0)
    return fail (scan, _ ("expected text, found the character U+0000"));
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return fail (scan, _ ("expected a character, found the second half of one"));

  if (unit >= 0xd800 && unit <= 0xdbff) {
    if (!take (scan, '\\') || !take (scan, 'u'))
      return fail_expected (scan, _ ("the second half of a character"));
    if (!scan_hex (scan, &low))
      return FALSE;
    if (low < 0xdc00 || low > 0xdfff)
      return fail (scan, _ ("expected the second half of a character, found another one"));
    unit = 0x10000 + ((unit & 0x3ff) << 10 | (low & 0x3ff));
  }

  g_string_append_unichar (decoded, unit);
  return TRUE;
}

static gboolean
scan_escape (Scan *scan, GString *decoded)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *escape;

  if (take (scan, 'u'))
    return scan_unicode_escape (scan, decoded);

  if (scan->at == scan->end || *scan->at == '\0')
    return fail_expected (scan, _ ("an escape sequence"));
  escape = strchr (escapes, *scan->at);
  if (escape == NULL)
    return fail_expected (scan, _ ("an escape sequence"));

  scan->at++;
  g_string_append_c (decoded, meanings[escape - escapes]);
  return TRUE;
}

/* scan->at is after its first quote. @text: (out): its offset in the tree's text. */
static gboolean
scan_string (Scan *scan, guint *text)
{
  GString *decoded = scan->tree->text;

  *text = (guint) decoded->len;
  while (!take (scan, '"')) {
    const char *from = scan->at;

    while (scan->at < scan->end && *scan->at != '"' && *scan->at != '\\'
           && (guchar) *scan->at >= 0x20)
      scan->at++;
    g_string_append_len (decoded, from, scan->at - from);
    if (scan->at == scan->end || (guchar) *scan->at < 0x20)
      return fail_expected (scan, _ ("the rest of a string"));
    if (take (scan, '\\') && !scan_escape (scan, decoded))
      return FALSE;
  }
  g_string_append_c (decoded, '\0');

  return TRUE;
}

static gboolean
scan_digits (Scan *scan)
{
  const char *start = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;
  if (scan->at == start)
    return fail_expected (scan, _ ("a digit"));
  if (scan->at - start > MAX_DIGITS)
    return fail (scan, _ ("expected a number of at most %d digits, found a longer one"),
                 MAX_DIGITS);

  return TRUE;
}

static gboolean
scan_number (Scan *scan, LcJsonKind *kind)
{
  *kind = LC_JSON_INTEGER;
  take (scan, '-');
  if (!take (scan, '0') && !scan_digits (scan))
    return FALSE;
  if (take (scan, '.')) {
    *kind = LC_JSON_REAL;
    if (!scan_digits (scan))
      return FALSE;
  }

  if (take (scan, 'e') || take (scan, 'E')) {
    *kind = LC_JSON_REAL;
    if (!take (scan, '+'))
      take (scan, '-');
    if (!scan_digits (scan))
      return FALSE;
  }

  return TRUE;
}

static gboolean
scan_word (Scan *scan, LcJsonKind *kind)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if ((gsize) (scan->end - scan->at) >= length && memcmp (scan->at, words[i], length) == 0) {
      scan->at += length;
      *kind = i < 2 ? LC_JSON_BOOLEAN : LC_JSON_NULL;
      return TRUE;
    }
  }

  return fail_expected (scan, _ ("a JSON value"));
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const LcJsonTree *tree = user_data;

  return strcmp (lc_json_tree_get_text (tree, GPOINTER_TO_UINT (a)),
                 lc_json_tree_get_text (tree, GPOINTER_TO_UINT (b)));
}

static gboolean
add_to_keys (Scan *scan, GTree *keys, guint key)
{
  gpointer offset = GUINT_TO_POINTER (key);

  if (g_tree_lookup_extended (keys, offset, NULL, NULL))
    return FALSE;
  g_tree_insert (keys, offset, NULL);
  return TRUE;
}

/* Returns: whether the open object has no such key yet. */
static gboolean
is_new_key (Scan *scan, guint key)
{
  Level *level = get_level (scan);
  const LcJsonNode *object = lc_json_tree_get_node (scan->tree, level->node);
  guint at = level->node + 1;

  if (level->keys != NULL)
    return add_to_keys (scan, level->keys, key);
  if (object->length >= MANY_KEYS)
    level->keys = g_tree_new_with_data (compare_keys, scan->tree);
  for (guint i = 0; i < object->length; i++) {
    const LcJsonNode *node = lc_json_tree_get_node (scan->tree, at);

    if (compare_keys (GUINT_TO_POINTER (node->key), GUINT_TO_POINTER (key), scan->tree) == 0)
      return FALSE;
    if (level->keys != NULL)
      add_to_keys (scan, level->keys, node->key);
    at = node->next;
  }
  return level->keys == NULL || add_to_keys (scan, level->keys, key);
}

/* Reads a key and its colon, and makes the path that of the key's value. */
static gboolean
scan_key (Scan *scan)
{
  const LcJsonNode *object = lc_json_tree_get_node (scan->tree, get_level (scan)->node);
  const char *key;

  skip_space (scan);
  if (object->length >= scan->limits->max_keys)
    return fail (scan, _ ("expected at most %u values, found more"), scan->limits->max_keys);
  if (!take (scan, '"'))
    return fail_expected (scan, _ ("a key in quotation marks"));
  if (!scan_string (scan, &scan->key))
    return FALSE;

  key = lc_json_tree_get_text (scan->tree, scan->key);
  lc_json_path_push_key (scan->path, key);
  if (*key == '\0')
    return fail (scan, _ ("expected a key, found an empty one"));
  if (!is_new_key (scan, scan->key))
    return fail (scan, _ ("expected every key once, found this one again"));

  skip_space (scan);
  if (!take (scan, ':'))
    return fail_expected (scan, _ ("“:” after a key"));

  return TRUE;
}

static gboolean
open_value (Scan *scan, guint node)
{
  Level level = { node, NULL };

  g_array_append_val (scan->levels, level);
  if (scan->levels->len > scan->limits->max_depth)
    return fail (scan, _ ("expected at most %u levels, found another one"),
                 scan->limits->max_depth);

  return TRUE;
}

static void
close_value (Scan *scan)
{
  lc_json_tree_get_node (scan->tree, get_level (scan)->node)->next = scan->tree->nodes->len;
  g_array_set_size (scan->levels, scan->levels->len - 1);
}

/* Begins the object or array of @node. @complete: (out): whether it is empty, and so at
 * its end; else the first value of it comes next. */
static gboolean
scan_opening (Scan *scan, guint node, gboolean *complete)
{
  gboolean is_object = *scan->at++ == '{';

  lc_json_tree_get_node (scan->tree, node)->kind = is_object ? LC_JSON_OBJECT : LC_JSON_ARRAY;
  if (!open_value (scan, node))
    return FALSE;

  skip_space (scan);
  *complete = take (scan, is_object ? '}' : ']');
  if (*complete) {
    close_value (scan);
    return TRUE;
  }
  if (is_object)
    return scan_key (scan);

  lc_json_path_push_index (scan->path, 0);
  return TRUE;
}

/* Returns: the index of a new node of whatever is open. */
static guint
add_node (Scan *scan)
{
  guint index = scan->tree->nodes->len;
  LcJsonNode node = { .kind = LC_JSON_NULL, .next = index + 1, .key = scan->key };

  if (scan->levels->len > 0)
    lc_json_tree_get_node (scan->tree, get_level (scan)->node)->length++;
  g_array_append_val (scan->tree->nodes, node);
  return index;
}

static gboolean
scan_scalar (Scan *scan, LcJsonNode *node)
{
  GString *text = scan->tree->text;
  const char *from = scan->at;
  gboolean is_number = next_is (scan, '-') || (scan->at < scan->end && g_ascii_isdigit (*scan->at));

  if (take (scan, '"')) {
    node->kind = LC_JSON_STRING;
    return scan_string (scan, &node->text);
  }
  if (!(is_number ? scan_number (scan, &node->kind) : scan_word (scan, &node->kind)))
    return FALSE;

  node->text = (guint) text->len;
  g_string_append_len (text, from, scan->at - from);
  g_string_append_c (text, '\0');
  return TRUE;
}

/* @complete: (out): FALSE where a value inside comes next. */
static gboolean
scan_value (Scan *scan, gboolean *complete)
{
  guint node;

  skip_space (scan);
  *complete = TRUE;
  if (scan->tree->nodes->len >= scan->limits->max_values)
    return fail (scan, _ ("expected at most %u values, found more"), scan->limits->max_values);

  node = add_node (scan);
  if (next_is (scan, '{') || next_is (scan, '['))
    return scan_opening (scan, node, complete);
  return scan_scalar (scan, lc_json_tree_get_node (scan->tree, node));
}

/* After a value of an open object or array: ends as many of these as end here.
 * @more: (out): whether a value comes next. */
static gboolean
scan_closings (Scan *scan, gboolean *more)
{
  *more = FALSE;

  while (scan->levels->len > 0) {
    gboolean is_object = is_in_object (scan);

    skip_space (scan);
    if (take (scan, ',')) {
      *more = TRUE;
      lc_json_path_pop (scan->path);
      if (is_object)
        return scan_key (scan);
      lc_json_path_push_index (scan->path,
                               lc_json_tree_get_node (scan->tree, get_level (scan)->node)->length);
      return TRUE;
    }
    if (!take (scan, is_object ? '}' : ']'))
      return fail_expected (scan, is_object ? _ ("“,” or “}”") : _ ("“,” or “]”"));
    lc_json_path_pop (scan->path);
    close_value (scan);
  }

  return TRUE;
}

static gboolean
scan_text (Scan *scan)
{
  gboolean more = TRUE, complete;

  while (more) {
    if (!scan_value (scan, &complete))
      return FALSE;
    if (complete && !scan_closings (scan, &more))
      return FALSE;
  }

  skip_space (scan);
  if (scan->at < scan->end)
    return fail_expected (scan, _ ("the end"));

  return TRUE;
}

LcJsonTree *
lc_json_parse (const char *text, gsize length, const LcJsonLimits *limits, char **message)
{
  g_autoptr (LcJsonPath) path = lc_json_path_new ();
  g_autoptr (LcJsonTree) tree = lc_json_tree_new ();
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));
  Scan scan = { text, text + length, text, limits, tree, levels, path, 0, NULL };

  g_array_set_clear_func (levels, level_clear);
  if (length > limits->max_bytes) {
    fail (&scan, _ ("expected at most %zu bytes, found more"), limits->max_bytes);
  } else if (!g_utf8_validate_len (text, length, &scan.at)) {
    fail (&scan, _ ("expected UTF-8, found the byte 0x%02x"), (guint) (guchar) *scan.at);
  } else {
    scan.at = text;
    scan_text (&scan);
  }

  *message = scan.message;
  return scan.message == NULL ? g_steal_pointer (&tree) : NULL;
}
