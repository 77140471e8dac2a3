/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "base/lc-text.h"
#include "cli/lc-cli-grid.h"

#define SENTENCE "10.1.0.1 rejected the connection, which a firewall does on purpose"

static LcCliGrid *
make_grid (void)
{
  const LcCliColumn columns[] = {
    { "No" },
    { "Host", .shrinks = TRUE },
    { "ms", .min_width = 4, .right = TRUE },
    { "What was seen" },
  };
  const char *first[] = { "US-01", "webclient-wdc06.moviuscorp.net", "41", SENTENCE };
  const char *second[] = { "US-02", "us.moviuscorp.net", "120", "HTTP 200" };
  const LcCliColour colours[]
      = { LC_CLI_COLOUR_NONE, LC_CLI_COLOUR_NONE, LC_CLI_COLOUR_RED, LC_CLI_COLOUR_NONE };
  LcCliGrid *grid = lc_cli_grid_new (columns, G_N_ELEMENTS (columns));

  lc_cli_grid_add (grid, first, colours, TRUE);
  lc_cli_grid_add (grid, second, NULL, FALSE);
  return grid;
}

static char *
render (const LcCliStyle *style)
{
  g_autoptr (LcCliGrid) grid = make_grid ();
  GString *out = g_string_new (NULL);

  lc_cli_grid_append (grid, style, out);
  return g_string_free (out, FALSE);
}

static void
assert_fits (const char *text, guint width)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    g_assert_cmpuint (lc_text_get_width (*line), <=, width);
    g_assert_false (g_str_has_suffix (*line, " "));
  }
}

static void
test_unlimited (void)
{
  const LcCliStyle style = LC_CLI_STYLE_PLAIN;
  g_autofree char *text = render (&style);

  g_assert_cmpstr (text, ==,
                   "No     Host                              ms  What was seen\n"
                   "US-01  webclient-wdc06.moviuscorp.net    41  " SENTENCE "\n"
                   "US-02  us.moviuscorp.net                120  HTTP 200\n");
}

static void
test_wrapped (void)
{
  const LcCliStyle style = { .width = 92, .unicode = TRUE };
  g_autofree char *text = render (&style);

  g_assert_cmpstr (
      text, ==,
      "No     Host                              ms  What was seen\n"
      "US-01  webclient-wdc06.moviuscorp.net    41  10.1.0.1 rejected the connection, which a\n"
      "                                             firewall does on purpose\n"
      "US-02  us.moviuscorp.net                120  HTTP 200\n");
}

static void
test_below (void)
{
  const LcCliStyle style = { .width = 50, .unicode = TRUE };
  g_autofree char *text = render (&style);

  /* The passing row's sentence has no line of its own. */
  g_assert_cmpstr (text, ==,
                   "No     Host                              ms\n"
                   "US-01  webclient-wdc06.moviuscorp.net    41\n"
                   "       10.1.0.1 rejected the connection, which a\n"
                   "       firewall does on purpose\n"
                   "US-02  us.moviuscorp.net                120\n");
}

static void
test_shrunk (void)
{
  const LcCliStyle style = { .width = 32, .unicode = TRUE };
  g_autofree char *text = render (&style);

  g_assert_nonnull (strstr (text, "US-01 webclient-…uscorp.net   41\n"));
  g_assert_nonnull (strstr (text, "US-02 us.moviuscorp.net      120\n"));
  assert_fits (text, 32);
}

static void
test_widths (void)
{
  for (guint width = 32; width < 130; width++) {
    const LcCliStyle style = { .width = width, .unicode = TRUE };
    g_autofree char *text = render (&style);

    assert_fits (text, width);
    g_assert_nonnull (strstr (text, "US-02"));
  }
}

static void
test_one_each (void)
{
  g_autoptr (LcCliGrid) grid = make_grid ();

  for (guint width = 32; width < 130; width++) {
    const LcCliStyle style = { .width = width, .unicode = TRUE };
    g_autoptr (GPtrArray) lines = lc_cli_grid_get_lines (grid, &style, TRUE);

    g_assert_cmpuint (lines->len, ==, 3);
    for (guint i = 0; i < lines->len; i++)
      assert_fits (g_ptr_array_index (lines, i), width);
  }
}

static void
test_colour (void)
{
  const LcCliStyle style = { .width = 0, .colour = TRUE, .unicode = TRUE };
  g_autofree char *text = render (&style);

  g_assert_nonnull (strstr (text, "  \033[31m41\033[0m  "));
  g_assert_nonnull (strstr (text, "\033[1mHost\033[0m"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/grid/unlimited", test_unlimited);
  g_test_add_func ("/cli/grid/wrapped", test_wrapped);
  g_test_add_func ("/cli/grid/below", test_below);
  g_test_add_func ("/cli/grid/shrunk", test_shrunk);
  g_test_add_func ("/cli/grid/widths", test_widths);
  g_test_add_func ("/cli/grid/one-each", test_one_each);
  g_test_add_func ("/cli/grid/colour", test_colour);
  return g_test_run ();
}
