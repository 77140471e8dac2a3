/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-text.h"

static void
test_clean (void)
{
  static const struct
  {
    const char *text;
    const char *clean;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "plain – Ünïcode 禁止 👍", "plain – Ünïcode 禁止 👍" },
    { "a\tb\nc\r", "a b c " },
    { "\x1b[31mred\x07", "\ufffd[31mred\ufffd" },
    { "\x7f\xc2\x9b", "\ufffd\ufffd" },
    { "\xff\xc3", "\ufffd\ufffd" },
    { "evil\u202egnp.exe", "evil\ufffdgnp.exe" },
    { "a\u2066b\u200fc\ufeffd", "a\ufffdb\ufffdc\ufffdd" },
    { "line\u2028end\xc2\x85", "line end\ufffd" },
    { "joi\u200dner", "joi\u200dner" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *clean = lc_text_clean (cases[i].text);

    g_assert_cmpstr (clean, ==, cases[i].clean);
  }
}

static void
test_width (void)
{
  g_assert_cmpuint (lc_text_get_width (""), ==, 0);
  g_assert_cmpuint (lc_text_get_width ("abc"), ==, 3);
  g_assert_cmpuint (lc_text_get_width ("äöü…"), ==, 4);
  g_assert_cmpuint (lc_text_get_width ("禁止"), ==, 4);
  g_assert_cmpuint (lc_text_get_width ("a\u0301"), ==, 1);
}

static void
test_pad (void)
{
  g_autoptr (GString) string = g_string_new (NULL);

  lc_text_append_padded (string, "禁", 4);
  g_string_append_c (string, '|');
  lc_text_append_aligned (string, "ä", 3);
  g_string_append_c (string, '|');
  lc_text_append_padded (string, "longer", 3);
  lc_text_append_aligned (string, "longer", 3);
  g_assert_cmpstr (string->str, ==, "禁  |  ä|longerlonger");
}

static void
test_wrap (void)
{
  static const struct
  {
    const char *first;
    guint indent;
    guint width;
    const char *text;
    const char *wrapped;
  } cases[] = {
    { NULL, 0, 20, "short", "short\n" },
    { NULL, 0, 10, "one two three", "one two\nthree\n" },
    { NULL, 0, 10, "1234567890", "1234567890\n" },
    { NULL, 0, 10, "1234567890 a", "1234567890\na\n" },
    { NULL, 0, 10, "12345678901", "1234567890\n1\n" },
    { NULL, 0, 10, "a 12345678901234", "a\n1234567890\n1234\n" },
    { "- ", 2, 14, "one two three four", "- one two\n  three four\n" },
    { "", 2, 14, "one\ntwo", "  one\n  two\n" },
    { "- ", 2, 14, "one\n\ntwo", "- one\n\n  two\n" },
    { "key ", 4, 20, "", "key\n" },
    { "key ", 4, 20, NULL, "key\n" },
    { NULL, 0, 10, "禁止禁止禁止", "禁止禁止禁\n止\n" },
    { NULL, 0, 10, "\x1b[2J trick", "\ufffd[2J trick\n" },
    { "a long label", 4, 30, "text", "a long label\n    text\n" },
    { NULL, 500, 12, "one two three", "  one two\n  three\n" },
    { NULL, 0, 0, "one two three", "one two\nthree\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) string = g_string_new (NULL);

    lc_text_append_wrapped (string, cases[i].first, cases[i].indent, cases[i].width, cases[i].text);
    g_assert_cmpstr (string->str, ==, cases[i].wrapped);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/clean", test_clean);
  g_test_add_func ("/text/width", test_width);
  g_test_add_func ("/text/pad", test_pad);
  g_test_add_func ("/text/wrap", test_wrap);
  return g_test_run ();
}
