/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "base/lc-text.h"
#include "cli/lc-cli-text.h"

static void
test_cut_end (void)
{
  const struct
  {
    const char *text;
    guint width;
    const char *expected;
  } cases[] = {
    { "short", 5, "short" }, { "longer", 5, "long…" }, { "longer", 1, "l" },   { "longer", 0, "" },
    { "", 3, "" },           { "日本語", 5, "日本…" }, { "日本語", 4, "日…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *cut = lc_cli_cut_end (cases[i].text, cases[i].width, TRUE);

    g_assert_cmpstr (cut, ==, cases[i].expected);
    g_assert_cmpuint (lc_text_get_width (cut), <=, cases[i].width);
  }
}

static void
test_cut_middle (void)
{
  g_autofree char *host = lc_cli_cut_middle ("webclient-wdc06.moviuscorp.net", 21, TRUE);
  g_autofree char *ascii = lc_cli_cut_middle ("webclient-wdc06.moviuscorp.net", 21, FALSE);
  g_autofree char *whole = lc_cli_cut_middle ("us.moviuscorp.net", 21, TRUE);

  g_assert_cmpstr (host, ==, "webclient-…uscorp.net");
  g_assert_cmpstr (ascii, ==, "webclient..uscorp.net");
  g_assert_cmpstr (whole, ==, "us.moviuscorp.net");
}

static void
test_clean_block (void)
{
  const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "two\nlines", "two\nlines" },
    { "of\r\nDOS", "of\nDOS" },
    { "\033[2J", "\\u001b[2J" },
    { "\302\2332J", "\\u009b2J" },
    { "\342\200\256evil", "\\u202eevil" },
    { "\363\240\200\201", "\\udb40\\udc01" },
    { "\177", "\\u007f" },
    { "\377", "\357\277\275" },
    { "umlaut ü, 日本", "umlaut ü, 日本" },
    { NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *clean = lc_cli_clean_block (cases[i].text);

    g_assert_cmpstr (clean, ==, cases[i].expected);
  }
}

/* What becomes of it in other character sets is test-show.py's to see. */
static void
test_to_locale (void)
{
  g_autofree char *same = lc_cli_to_locale ("“…” ✓");

  g_assert_cmpstr (same, ==, "“…” ✓");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/text/cut-end", test_cut_end);
  g_test_add_func ("/cli/text/cut-middle", test_cut_middle);
  g_test_add_func ("/cli/text/clean-block", test_clean_block);
  g_test_add_func ("/cli/text/to-locale", test_to_locale);
  return g_test_run ();
}
