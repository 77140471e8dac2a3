/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-text.h"

#include <string.h>

#define MIN_COLUMNS 10

static guint
get_char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

static void
append_spaces (GString *string, guint count)
{
  for (guint i = 0; i < count; i++)
    g_string_append_c (string, ' ');
}

/* The end of what of @word fits into @columns; at least one character of it. */
static const char *
find_fit (const char *word, const char *end, guint columns)
{
  const char *p = g_utf8_next_char (word);
  guint used = get_char_width (g_utf8_get_char (word));

  while (p < end) {
    used += get_char_width (g_utf8_get_char (p));
    if (used > columns)
      break;
    p = g_utf8_next_char (p);
  }
  return p;
}

static guint
get_width_of (const char *text, const char *end)
{
  guint width = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    width += get_char_width (g_utf8_get_char (p));
  return width;
}

/* Where a line that begins at @text ends, and in *next where the next begins. */
static const char *
find_line_end (const char *text, guint columns, const char **next)
{
  const char *fit = find_fit (text, text + strlen (text), columns);
  const char *space;

  if (*fit == '\0' || *fit == ' ') {
    *next = *fit == ' ' ? fit + 1 : fit;
    return fit;
  }
  space = g_strrstr_len (text, fit - text, " ");
  if (space == NULL || space == text) {
    *next = fit;
    return fit;
  }
  *next = space + 1;
  return space;
}

/* No line ends in spaces. */
static void
end_line (GString *string)
{
  while (string->len > 0 && string->str[string->len - 1] == ' ')
    g_string_truncate (string, string->len - 1);
  g_string_append_c (string, '\n');
}

/* Appends @line, broken where it has to be; @first is before its first part. */
static void
append_line (GString *string, const char *first, guint indent, guint columns, const char *line)
{
  g_autofree char *clean = lc_text_clean (line);
  const char *text = clean;

  do {
    const char *next = text;
    const char *end = *text != '\0' ? find_line_end (text, columns, &next) : text;

    lc_text_append_padded (string, text == clean ? first : "", indent);
    g_string_append_len (string, text, end - text);
    end_line (string);
    text = next;
  } while (*text != '\0');
}

gboolean
lc_text_is_harmless (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return FALSE;
  case G_UNICODE_FORMAT:
    /* Joiners shape words in some scripts; the others are direction marks and tags. */
    return c == 0x200c || c == 0x200d;
  default:
    return TRUE;
  }
}

char *
lc_text_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autoptr (GString) clean = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c))
      g_string_append_c (clean, ' ');
    else
      g_string_append_unichar (clean, lc_text_is_harmless (c) ? c : 0xfffd);
  }
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

guint
lc_text_get_width (const char *text)
{
  return get_width_of (text, text + strlen (text));
}

void
lc_text_append_padded (GString *string, const char *text, guint width)
{
  guint used = lc_text_get_width (text);

  g_string_append (string, text);
  append_spaces (string, width > used ? width - used : 0);
}

void
lc_text_append_aligned (GString *string, const char *text, guint width)
{
  guint used = lc_text_get_width (text);

  append_spaces (string, width > used ? width - used : 0);
  g_string_append (string, text);
}

void
lc_text_append_wrapped (GString *string,
                        const char *first,
                        guint indent,
                        guint width,
                        const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL && *text != '\0' ? text : " ", "\n", -1);
  guint columns = MAX (width, MIN_COLUMNS);
  guint margin = MIN (indent, columns - MIN_COLUMNS);
  const char *begin = first != NULL ? first : "";

  if (lc_text_get_width (begin) > margin) {
    g_string_append (string, begin);
    end_line (string);
    begin = "";
  }
  for (gsize i = 0; lines[i] != NULL; i++)
    append_line (string, i == 0 ? begin : "", margin, columns - margin, lines[i]);
}
