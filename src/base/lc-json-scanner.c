/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-json-scanner.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-json-path.h"

/* The longest whole number that always fits into 64 bits. */
#define MAX_DIGITS 18

typedef struct
{
  const char *text;
  const char *end;
  const char *at; /* what is read next */
  const LcJsonLimits *limits;
  GPtrArray
      *keys; /* (element-type GHashTable) (nullable elements): one an open value; NULL: an array */
  GArray *indices;  /* (element-type guint): of the open arrays and, unused, objects */
  LcJsonPath *path; /* of the value that is being read */
  guint values;
  char *message; /* (nullable) the first thing that was wrong */
} Scan;

static void
free_keys (gpointer data)
{
  if (data != NULL)
    g_hash_table_unref (data);
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

  if (decoded != NULL)
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
  if (decoded != NULL)
    g_string_append_c (decoded, meanings[escape - escapes]);
  return TRUE;
}

/* @decoded: (nullable): takes the string. scan->at is after its first quote. */
static gboolean
scan_string (Scan *scan, GString *decoded)
{
  while (!take (scan, '"')) {
    if (scan->at == scan->end || (guchar) *scan->at < 0x20)
      return fail_expected (scan, _ ("the rest of a string"));

    if (take (scan, '\\')) {
      if (!scan_escape (scan, decoded))
        return FALSE;
    } else {
      if (decoded != NULL)
        g_string_append_c (decoded, *scan->at);
      scan->at++;
    }
  }

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
scan_number (Scan *scan)
{
  take (scan, '-');
  if (!take (scan, '0') && !scan_digits (scan))
    return FALSE;
  if (take (scan, '.') && !scan_digits (scan))
    return FALSE;

  if (take (scan, 'e') || take (scan, 'E')) {
    if (!take (scan, '+'))
      take (scan, '-');
    if (!scan_digits (scan))
      return FALSE;
  }

  return TRUE;
}

static gboolean
scan_word (Scan *scan)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if ((gsize) (scan->end - scan->at) >= length && memcmp (scan->at, words[i], length) == 0) {
      scan->at += length;
      return TRUE;
    }
  }

  return fail_expected (scan, _ ("a JSON value"));
}

/* Reads a key and its colon, and makes the path that of the key's value. */
static gboolean
scan_key (Scan *scan)
{
  GHashTable *keys = g_ptr_array_index (scan->keys, scan->keys->len - 1);
  g_autoptr (GString) key = g_string_new (NULL);

  skip_space (scan);
  if (!take (scan, '"'))
    return fail_expected (scan, _ ("a key in quotation marks"));
  if (!scan_string (scan, key))
    return FALSE;

  lc_json_path_push_key (scan->path, key->str);
  if (key->len == 0)
    return fail (scan, _ ("expected a key, found an empty one"));
  if (!g_hash_table_add (keys, g_strdup (key->str)))
    return fail (scan, _ ("expected every key once, found this one again"));

  skip_space (scan);
  if (!take (scan, ':'))
    return fail_expected (scan, _ ("“:” after a key"));

  return TRUE;
}

static gboolean
open_value (Scan *scan, GHashTable *keys)
{
  guint index = 0;

  g_ptr_array_add (scan->keys, keys);
  g_array_append_val (scan->indices, index);

  if (scan->keys->len > scan->limits->max_depth)
    return fail (scan, _ ("expected at most %u levels, found another one"),
                 scan->limits->max_depth);

  return TRUE;
}

static void
close_value (Scan *scan)
{
  g_ptr_array_set_size (scan->keys, (int) scan->keys->len - 1);
  g_array_set_size (scan->indices, scan->indices->len - 1);
}

/* Begins an object or array. @complete: (out): whether it is empty, and so at
 * its end; else the first value of it comes next. */
static gboolean
scan_opening (Scan *scan, gboolean *complete)
{
  gboolean is_object = *scan->at++ == '{';
  GHashTable *keys = NULL;

  if (is_object)
    keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!open_value (scan, keys))
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

/* @complete: (out): FALSE where a value inside comes next. */
static gboolean
scan_value (Scan *scan, gboolean *complete)
{
  skip_space (scan);
  *complete = TRUE;
  if (++scan->values > scan->limits->max_values)
    return fail (scan, _ ("expected at most %u values, found more"), scan->limits->max_values);

  if (next_is (scan, '{') || next_is (scan, '['))
    return scan_opening (scan, complete);
  if (take (scan, '"'))
    return scan_string (scan, NULL);
  if (next_is (scan, '-') || (scan->at < scan->end && g_ascii_isdigit (*scan->at)))
    return scan_number (scan);

  return scan_word (scan);
}

/* After a value of an open object or array: ends as many of these as end here.
 * @more: (out): whether a value comes next. */
static gboolean
scan_closings (Scan *scan, gboolean *more)
{
  *more = FALSE;

  while (scan->keys->len > 0) {
    gboolean is_object = g_ptr_array_index (scan->keys, scan->keys->len - 1) != NULL;

    skip_space (scan);
    if (take (scan, ',')) {
      *more = TRUE;
      lc_json_path_pop (scan->path);
      if (is_object)
        return scan_key (scan);
      lc_json_path_push_index (scan->path,
                               ++g_array_index (scan->indices, guint, scan->indices->len - 1));
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

char *
lc_json_scan (const char *text, gsize length, const LcJsonLimits *limits)
{
  g_autoptr (LcJsonPath) path = lc_json_path_new ();
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (free_keys);
  g_autoptr (GArray) indices = g_array_new (FALSE, FALSE, sizeof (guint));
  Scan scan = { text, text + length, text, limits, keys, indices, path, 0, NULL };

  if (length > limits->max_bytes) {
    fail (&scan, _ ("expected at most %zu bytes, found more"), limits->max_bytes);
  } else if (!g_utf8_validate_len (text, length, &scan.at)) {
    fail (&scan, _ ("expected UTF-8, found the byte 0x%02x"), (guint) (guchar) *scan.at);
  } else {
    scan.at = text;
    scan_text (&scan);
  }

  return scan.message;
}
