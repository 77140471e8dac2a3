/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/lc-json-reader.h"

enum
{
  SYNTAX = 4,
  INVALID = 7,
};

static const LcJsonLimits limits = { 4096, 4, 64, 40 };

static GQuark
test_domain (void)
{
  return g_quark_from_static_string ("lc-test-json-reader");
}

static LcJsonReader *
reader_new (const char *json, GError **error)
{
  /* A block of exactly this size lets the sanitizer see a read beyond it. */
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  return lc_json_reader_new (bytes, &limits, test_domain (), SYNTAX, INVALID, error);
}

static void
assert_failed (LcJsonReader *reader, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (lc_json_reader_has_failed (reader));
  g_assert_false (lc_json_reader_finish (reader, &error));
  g_assert_error (error, test_domain (), INVALID);
  g_assert_cmpstr (error->message, ==, message);
}

typedef struct
{
  const char *name;
  const char *json;
  const char *message;
} SyntaxCase;

static const SyntaxCase syntax_cases[] = {
  { "empty", "", "$ (line 1, column 1): expected a JSON value, found the end" },
  { "word", "nul", "$ (line 1, column 1): expected a JSON value, found \"n\"" },
  { "comment", "{\n  // hello\n}",
    "$ (line 2, column 3): expected a key in quotation marks, found \"/\"" },
  { "assignment", "var a = {}", "$ (line 1, column 1): expected a JSON value, found \"v\"" },
  { "trailing-comma", "{\"a\":[1,]}",
    "$.a[1] (line 1, column 9): expected a JSON value, found \"]\"" },
  { "trailing-key", "{\"a\":1,}",
    "$ (line 1, column 8): expected a key in quotation marks, found \"}\"" },
  { "missing-colon", "{\"a\" 1}", "$.a (line 1, column 6): expected “:” after a key, found \"1\"" },
  { "missing-comma", "{\"a\":[true\nfalse]}",
    "$.a[0] (line 2, column 1): expected “,” or “]”, found \"f\"" },
  { "wrong-bracket", "{\"a\":[}", "$.a[0] (line 1, column 7): expected a JSON value, found \"}\"" },
  { "open-object", "{\"a\":{\"b\":1}",
    "$.a (line 1, column 13): expected “,” or “}”, found the end" },
  { "two-roots", "{} {}", "$ (line 1, column 4): expected the end, found \"{\"" },
  { "duplicate", "{\"é\":1,\n \"\\u00e9\":2}",
    "$[\"é\"] (line 2, column 10): expected every key once, found this one again" },
  { "empty-key", "{\"\":1}", "$[\"\"] (line 1, column 4): expected a key, found an empty one" },
  { "depth", "{\"a\":[[[[1]]]]}",
    "$.a[0][0][0] (line 1, column 10): expected at most 4 levels, found another one" },
  { "leading-zero", "{\"a\":01}", "$.a (line 1, column 7): expected “,” or “}”, found \"1\"" },
  { "plus", "{\"a\":+1}", "$.a (line 1, column 6): expected a JSON value, found \"+\"" },
  { "bare-minus", "{\"a\":-}", "$.a (line 1, column 7): expected a digit, found \"}\"" },
  { "bare-point", "{\"a\":1.}", "$.a (line 1, column 8): expected a digit, found \"}\"" },
  { "bare-exponent", "{\"a\":1e+}", "$.a (line 1, column 9): expected a digit, found \"}\"" },
  { "long-number", "{\"a\":18446744073709551617}",
    "$.a (line 1, column 26): expected a number of at most 18 digits, found a longer one" },
  { "unterminated", "{\"a\":\"bc",
    "$.a (line 1, column 9): expected the rest of a string, found the end" },
  { "line-end", "{\"a\":\"b\nc\"}",
    "$.a (line 1, column 8): expected the rest of a string, found \"\\u000a\"" },
  { "bad-escape", "{\"a\":\"\\x\"}",
    "$.a (line 1, column 8): expected an escape sequence, found \"x\"" },
  { "last-escape", "{\"a\":\"\\",
    "$.a (line 1, column 8): expected an escape sequence, found the end" },
  { "short-hex", "{\"a\":\"\\u00g0\"}",
    "$.a (line 1, column 11): expected four hexadecimal digits after \\u, found \"g\"" },
  { "nul", "{\"a\":\"\\u0000\"}",
    "$.a (line 1, column 13): expected text, found the character U+0000" },
  { "lone-high", "{\"a\":\"\\ud83d\"}",
    "$.a (line 1, column 13): expected the second half of a character, found \"\\\"\"" },
  { "two-highs", "{\"a\":\"\\ud83d\\ud83d\"}",
    "$.a (line 1, column 19): expected the second half of a character, found another one" },
  { "lone-low", "{\"a\":\"\\ude00\"}",
    "$.a (line 1, column 13): expected a character, found the second half of one" },
  { "not-utf8", "{\"a\":\"\xff\"}", "$ (line 1, column 7): expected UTF-8, found the byte 0xff" },
};

static void
test_syntax (gconstpointer data)
{
  const SyntaxCase *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcJsonReader) reader = reader_new (test->json, &error);

  g_assert_error (error, test_domain (), SYNTAX);
  g_assert_cmpstr (error->message, ==, test->message);
  g_assert_null (reader);
}

/* Returns: (transfer full) (nullable): what is wrong. */
static char *
scan (const char *text, gsize length)
{
  char *message;
  g_autoptr (LcJsonTree) tree = lc_json_parse (text, length, &limits, &message);

  g_assert_true ((tree == NULL) == (message != NULL));
  return message;
}

/* Returns: (transfer full): an object of @n keys, the last one that of the first. */
static char *
make_keys (guint n, gboolean again)
{
  GString *json = g_string_new ("{\"k0\":0");

  for (guint i = 1; i < n; i++)
    g_string_append_printf (json, ",\"k%u\":0", again && i == n - 1 ? 0 : i);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* However many keys there are before it, one that comes twice is found. */
static void
test_many_keys (void)
{
  for (guint n = 2; n <= limits.max_keys + 1; n++) {
    g_autofree char *json = make_keys (n, FALSE);
    g_autofree char *json_again = make_keys (n, TRUE);
    g_autofree char *message = scan (json, strlen (json));
    g_autofree char *message_again = scan (json_again, strlen (json_again));

    if (n <= limits.max_keys) {
      g_assert_null (message);
      g_assert_nonnull (strstr (message_again, "expected every key once"));
    } else {
      g_assert_nonnull (strstr (message, "expected at most 40 values, found more"));
    }
  }
}

static void
test_limits (void)
{
  g_autofree char *spaces = g_strnfill (limits.max_bytes + 1, ' ');
  g_autoptr (GString) values = g_string_new ("{\"a\":[0");
  g_autofree char *nesting = g_strnfill (limits.max_bytes, '[');
  g_autofree char *too_long = scan (spaces, limits.max_bytes + 1);
  g_autofree char *too_deep = scan (nesting, limits.max_bytes);
  g_autofree char *too_many = NULL;

  for (guint i = 0; i < limits.max_values; i++)
    g_string_append (values, ",0");
  g_string_append (values, "]}");
  too_many = scan (values->str, values->len);

  g_assert_cmpstr (too_long, ==, "$ (line 1, column 1): expected at most 4096 bytes, found more");
  g_assert_cmpstr (
      too_deep, ==,
      "$[0][0][0][0] (line 1, column 6): expected at most 4 levels, found another one");
  g_assert_nonnull (strstr (too_many, "expected at most 64 values, found more"));
}

static void
test_root (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcJsonReader) reader = reader_new ("[1, 2]", &error);

  g_assert_error (error, test_domain (), INVALID);
  g_assert_cmpstr (error->message, ==, "$: expected an object, found an array of 2");
  g_assert_null (reader);
}

static void
test_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcJsonReader) reader = reader_new (
      "\xef\xbb\xbf{ \"text\": \"a\\u00e9\\ud83d\\ude00\\n\\/\", \"least\": -999999999999999999,"
      " \"real\": -1.5E-3, \"zero\": -0, \"yes\": true, \"none\": null,"
      " \"list\": [\"x\", \"\"], \"rows\": [{\"n\": 1}, {\"n\": 2}] }",
      &error);
  const char *text;
  g_auto (GStrv) list = NULL;
  g_auto (GStrv) keys = NULL;

  g_assert_no_error (error);
  text = lc_json_reader_get_string (reader, "text", LC_JSON_REQUIRED, 12);
  g_assert_cmpstr (text, ==, "aé😀\n/");
  g_assert_cmpint (lc_json_reader_get_int (reader, "least", LC_JSON_REQUIRED, G_MININT64, 0, 1), ==,
                   -999999999999999999);
  g_assert_cmpint (lc_json_reader_get_int (reader, "zero", LC_JSON_REQUIRED, 0, 0, 1), ==, 0);
  g_assert_true (lc_json_reader_get_bool (reader, "yes", LC_JSON_REQUIRED, FALSE));
  g_assert_null (lc_json_reader_get_string (reader, "none", LC_JSON_NULLABLE, 1));
  g_assert_null (lc_json_reader_get_string (reader, "absent", LC_JSON_OPTIONAL, 1));
  g_assert_cmpint (lc_json_reader_get_int (reader, "absent", LC_JSON_OPTIONAL, 0, 1, 42), ==, 42);
  g_assert_true (lc_json_reader_get_bool (reader, "absent", LC_JSON_OPTIONAL, TRUE));
  g_assert_true (lc_json_reader_has_member (reader, "yes"));
  g_assert_false (lc_json_reader_has_member (reader, "none"));
  g_assert_false (lc_json_reader_has_member (reader, "absent"));

  list = lc_json_reader_dup_strv (reader, "list", LC_JSON_REQUIRED, 2, LC_JSON_REQUIRED, 1);
  g_assert_cmpstrv (list, ((const char *const[]){ "x", "", NULL }));
  keys = lc_json_reader_dup_keys (reader);
  g_assert_cmpstrv (keys, ((const char *const[]){ "text", "least", "real", "zero", "yes", "none",
                                                  "list", "rows", NULL }));

  g_assert_true (lc_json_reader_enter_array (reader, "rows", LC_JSON_NOT_EMPTY, 2));
  g_assert_cmpuint (lc_json_reader_get_length (reader), ==, 2);
  g_assert_true (lc_json_reader_enter_element (reader, 1));
  g_assert_cmpint (lc_json_reader_get_int (reader, "n", LC_JSON_REQUIRED, 0, 9, 0), ==, 2);
  lc_json_reader_leave (reader);
  lc_json_reader_leave (reader);
  g_assert_false (lc_json_reader_enter_object (reader, "absent", LC_JSON_OPTIONAL));
  g_assert_false (lc_json_reader_enter_array (reader, "none", LC_JSON_NULLABLE, 1));

  g_assert_true (lc_json_reader_finish (reader, &error));
  g_assert_no_error (error);
}

typedef enum
{
  READ_STRING,
  READ_INT,
  READ_BOOL,
  READ_STRV,
  READ_OBJECT,
  READ_ARRAY,
} ReadKind;

typedef struct
{
  const char *name;
  ReadKind kind;
  LcJsonFlags flags;
  const char *value; /* NULL: absent */
  const char *message;
} InvalidCase;

static const InvalidCase invalid_cases[] = {
  { "string-absent", READ_STRING, LC_JSON_REQUIRED, NULL,
    "$.b.k: expected a string, found nothing" },
  { "string-null", READ_STRING, LC_JSON_OPTIONAL, "null", "$.b.k: expected a string, found null" },
  { "string-absent-nullable", READ_STRING, LC_JSON_NULLABLE, NULL,
    "$.b.k: expected a string, found nothing" },
  { "string-type", READ_STRING, LC_JSON_REQUIRED, "7", "$.b.k: expected a string, found 7" },
  { "string-long", READ_STRING, LC_JSON_REQUIRED, "\"éé\"",
    "$.b.k: expected a string of at most 3 bytes, found \"éé\"" },
  { "string-empty", READ_STRING, LC_JSON_NOT_EMPTY, "\"\"",
    "$.b.k: expected a string that is not empty, found \"\"" },
  { "string-escape", READ_STRING, LC_JSON_ONE_LINE, "\"\\u001b[\"",
    "$.b.k: expected one line of printable characters, found \"\\u001b[\"" },
  { "string-override", READ_STRING, LC_JSON_ONE_LINE, "\"\\u202e\"",
    "$.b.k: expected one line of printable characters, found \"\\u202e\"" },
  { "int-low", READ_INT, LC_JSON_REQUIRED, "0",
    "$.b.k: expected a whole number from 1 to 3, found 0" },
  { "int-high", READ_INT, LC_JSON_REQUIRED, "4",
    "$.b.k: expected a whole number from 1 to 3, found 4" },
  { "int-real", READ_INT, LC_JSON_REQUIRED, "2.0",
    "$.b.k: expected a whole number from 1 to 3, found 2.0" },
  { "int-string", READ_INT, LC_JSON_REQUIRED, "\"2\"",
    "$.b.k: expected a whole number from 1 to 3, found \"2\"" },
  { "int-true", READ_INT, LC_JSON_REQUIRED, "true",
    "$.b.k: expected a whole number from 1 to 3, found true" },
  { "bool-int", READ_BOOL, LC_JSON_REQUIRED, "1", "$.b.k: expected true or false, found 1" },
  { "object-array", READ_OBJECT, LC_JSON_REQUIRED, "[]",
    "$.b.k: expected an object, found an array of 0" },
  { "array-object", READ_ARRAY, LC_JSON_REQUIRED, "{}",
    "$.b.k: expected an array of 0 to 2, found an object" },
  { "array-empty", READ_ARRAY, LC_JSON_NOT_EMPTY, "[]",
    "$.b.k: expected an array of 1 to 2, found an array of 0" },
  { "array-long", READ_ARRAY, LC_JSON_REQUIRED, "[{},{},{}]",
    "$.b.k: expected an array of 0 to 2, found an array of 3" },
  { "array-element", READ_ARRAY, LC_JSON_REQUIRED, "[{}, 1]",
    "$.b.k[1]: expected an object, found 1" },
  { "strv-element", READ_STRV, LC_JSON_REQUIRED, "[\"a\", null]",
    "$.b.k[1]: expected a string, found null" },
};

static void
read_kind (LcJsonReader *reader, const InvalidCase *test)
{
  g_auto (GStrv) strings = NULL;

  switch (test->kind) {
  case READ_STRING:
    g_assert_null (lc_json_reader_get_string (reader, "k", test->flags, 3));
    break;
  case READ_INT:
    g_assert_cmpint (lc_json_reader_get_int (reader, "k", test->flags, 1, 3, 9), ==, 9);
    break;
  case READ_BOOL:
    g_assert_true (lc_json_reader_get_bool (reader, "k", test->flags, TRUE));
    break;
  case READ_STRV:
    strings = lc_json_reader_dup_strv (reader, "k", test->flags, 2, LC_JSON_REQUIRED, 3);
    g_assert_null (strings);
    break;
  case READ_OBJECT:
    g_assert_false (lc_json_reader_enter_object (reader, "k", test->flags));
    break;
  case READ_ARRAY:
    if (lc_json_reader_enter_array (reader, "k", test->flags, 2)) {
      g_assert_false (lc_json_reader_enter_element (reader, 1));
      lc_json_reader_leave (reader);
    }
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
test_invalid (gconstpointer data)
{
  const InvalidCase *test = data;
  g_autofree char *member
      = test->value == NULL ? g_strdup ("") : g_strdup_printf ("\"k\":%s", test->value);
  g_autofree char *json = g_strdup_printf ("{\"b\":{%s}}", member);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcJsonReader) reader = reader_new (json, &error);

  g_assert_no_error (error);
  g_assert_true (lc_json_reader_enter_object (reader, "b", LC_JSON_REQUIRED));
  read_kind (reader, test);
  lc_json_reader_leave (reader);
  assert_failed (reader, test->message);
}

static void
test_first_error_stays (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcJsonReader) reader = reader_new ("{\"a\":1,\"o\":{},\"l\":[1]}", &error);
  g_auto (GStrv) keys = NULL;

  g_assert_no_error (error);
  lc_json_reader_fail (reader, "a", "something %s", "else");
  lc_json_reader_fail (reader, "o", "another thing");

  g_assert_cmpint (lc_json_reader_get_int (reader, "a", LC_JSON_REQUIRED, 0, 9, 5), ==, 5);
  g_assert_false (lc_json_reader_enter_object (reader, "o", LC_JSON_REQUIRED));
  g_assert_false (lc_json_reader_enter_array (reader, "l", LC_JSON_REQUIRED, 1));
  g_assert_false (lc_json_reader_has_member (reader, "a"));
  keys = lc_json_reader_dup_keys (reader);
  g_assert_cmpuint (g_strv_length (keys), ==, 0);
  assert_failed (reader, "$.a: expected something else, found 1");
}

static void
test_odd_keys (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcJsonReader) reader = reader_new ("{\"a-b\":{\"\\u001b\":[{}]}}", &error);

  g_assert_no_error (error);
  g_assert_true (lc_json_reader_enter_object (reader, "a-b", LC_JSON_REQUIRED));
  g_assert_true (lc_json_reader_enter_array (reader, "\x1b", LC_JSON_REQUIRED, 1));
  lc_json_reader_fail_element (reader, 0, "less");
  lc_json_reader_leave (reader);
  lc_json_reader_leave (reader);
  assert_failed (reader, "$[\"a-b\"][\"\\u001b\"][0]: expected less, found an object");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (syntax_cases); i++) {
    g_autofree char *path = g_strdup_printf ("/json-reader/syntax/%s", syntax_cases[i].name);

    g_test_add_data_func (path, &syntax_cases[i], test_syntax);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (invalid_cases); i++) {
    g_autofree char *path = g_strdup_printf ("/json-reader/invalid/%s", invalid_cases[i].name);

    g_test_add_data_func (path, &invalid_cases[i], test_invalid);
  }
  g_test_add_func ("/json-reader/limits", test_limits);
  g_test_add_func ("/json-reader/many-keys", test_many_keys);
  g_test_add_func ("/json-reader/root", test_root);
  g_test_add_func ("/json-reader/values", test_values);
  g_test_add_func ("/json-reader/first-error-stays", test_first_error_stays);
  g_test_add_func ("/json-reader/odd-keys", test_odd_keys);

  return g_test_run ();
}
