/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-text.h"

#include "base/lc-text.h"

/* One character as base/lc-text.h has it: what that replaces is not to be shown. */
static gboolean
is_unsafe (gunichar c)
{
  char one[7] = { 0 };
  g_autofree char *clean = NULL;

  if (c >= 0x20 && c < 0x7f)
    return FALSE;
  g_unichar_to_utf8 (c, one);
  clean = lc_text_clean (one);
  return !g_str_equal (clean, one) && !g_unichar_isspace (c);
}

static void
append_escape (GString *out, gunichar c)
{
  gunichar surrogate = c - 0x10000;

  if (c < 0x10000)
    g_string_append_printf (out, "\\u%04x", c);
  else
    g_string_append_printf (out, "\\u%04x\\u%04x", 0xd800 + (surrogate >> 10),
                            0xdc00 + (surrogate & 0x3ff));
}

char *
lc_cli_clean_block (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *out = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\r' && p[1] == '\n')
      continue;
    if (c != '\n' && is_unsafe (c))
      append_escape (out, c);
    else
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

/* The end of the longest beginning of @text that takes at most @width columns. */
static const char *
skip_columns (const char *text, guint width)
{
  const char *p = text;
  guint used = 0;

  for (; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    used += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    if (used > width)
      break;
  }
  return p;
}

static char *
cut (const char *text, guint width, guint tail, gboolean unicode)
{
  const char *dots = unicode ? "…" : "..";
  guint dots_width = unicode ? 1 : 2;
  guint total = lc_text_get_width (text);
  const char *head_end;
  const char *tail_start;

  if (total <= width)
    return g_strdup (text);
  if (width <= dots_width)
    return g_strndup (text, skip_columns (text, width) - text);

  tail = MIN (tail, width - dots_width);
  head_end = skip_columns (text, width - dots_width - tail);
  tail_start = skip_columns (text, total - tail);
  return g_strdup_printf ("%.*s%s%s", (int) (head_end - text), text, dots, tail_start);
}

char *
lc_cli_cut_end (const char *text, guint width, gboolean unicode)
{
  g_return_val_if_fail (text != NULL, NULL);

  return cut (text, width, 0, unicode);
}

char *
lc_cli_cut_middle (const char *text, guint width, gboolean unicode)
{
  g_return_val_if_fail (text != NULL, NULL);

  return cut (text, width, width / 2, unicode);
}

void
lc_cli_append_spaces (GString *out, guint count)
{
  g_return_if_fail (out != NULL);

  g_string_append_printf (out, "%*s", (int) count, "");
}

char *
lc_cli_to_locale (const char *text)
{
  const char *charset;
  g_autofree char *target = NULL;
  g_autofree char *converted = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_get_charset (&charset))
    return g_strdup (text);
  target = g_strconcat (charset, "//TRANSLIT", NULL);
  converted = g_convert_with_fallback (text, -1, target, "UTF-8", "?", NULL, NULL, NULL);
  return converted != NULL ? g_steal_pointer (&converted) : g_str_to_ascii (text, NULL);
}
