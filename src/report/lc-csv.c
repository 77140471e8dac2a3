/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-csv.h"

#include <string.h>

#include "base/lc-text.h"

/* Spreadsheets take these for the start of a formula, the wide ones in some
 * languages, and some skip white space before them. */
static gboolean
is_formula (const char *text)
{
  static const char *const starts[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };

  if (*text == '\t' || *text == '\r' || *text == '\n')
    return TRUE;
  while (g_ascii_isspace (*text))
    text++;
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (text, starts[i]))
      return TRUE;
  return FALSE;
}

static void
append_quoted (GString *line, const char *cell)
{
  g_string_append_c (line, '"');
  for (const char *p = cell; *p != '\0'; p++) {
    if (*p == '"')
      g_string_append_c (line, '"');
    g_string_append_c (line, *p);
  }
  g_string_append_c (line, '"');
}

void
lc_csv_append_cell (GString *line, const char *text)
{
  g_autofree char *clean = lc_text_clean (text);
  g_autofree char *cell = g_strconcat (text != NULL && is_formula (text) ? "'" : "", clean, NULL);

  if (line->len > 0)
    g_string_append_c (line, ',');
  if (strpbrk (cell, ",\"") != NULL || g_str_has_prefix (cell, " ") || g_str_has_suffix (cell, " "))
    append_quoted (line, cell);
  else
    g_string_append (line, cell);
}
