/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-phrase.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *value;
} Pair;

#define MAX_PAIRS 16

static const char *
find_value (const Pair *pairs, guint n_pairs, const char *name, gsize length)
{
  for (guint i = 0; i < n_pairs; i++)
    if (strlen (pairs[i].name) == length && strncmp (pairs[i].name, name, length) == 0)
      return pairs[i].value != NULL ? pairs[i].value : "";
  return NULL;
}

static char *
fill (const char *template, const Pair *pairs, guint n_pairs)
{
  GString *text = g_string_new (NULL);
  const char *at = template;

  while (*at != '\0') {
    const char *end = *at == '{' ? strchr (at, '}') : NULL;
    const char *value
        = end != NULL ? find_value (pairs, n_pairs, at + 1, (gsize) (end - at - 1)) : NULL;

    if (value != NULL) {
      g_string_append (text, value);
      at = end + 1;
    } else {
      g_string_append_c (text, *at);
      at++;
    }
  }
  return g_string_free (text, FALSE);
}

char *
lc_phrase_fill_list (const char *template, va_list list)
{
  Pair pairs[MAX_PAIRS];
  guint n_pairs = 0;
  const char *name;
  va_list rest;

  va_copy (rest, list);
  while ((name = va_arg (rest, const char *)) != NULL) {
    g_assert (n_pairs < MAX_PAIRS);
    pairs[n_pairs].name = name;
    pairs[n_pairs].value = va_arg (rest, const char *);
    n_pairs++;
  }
  va_end (rest);
  return fill (template, pairs, n_pairs);
}

char *
lc_phrase_fill (const char *template, ...)
{
  va_list list;
  char *text;

  va_start (list, template);
  text = lc_phrase_fill_list (template, list);
  va_end (list);
  return text;
}

static char *
join_all (GPtrArray *words, guint shown)
{
  GString *text = g_string_new (g_ptr_array_index (words, 0));
  guint rest = words->len - shown + 1;

  /* Translators: these make lists: “a, b and c”, “a, b and 3 more”. */
  for (guint i = 1; i + 1 < shown; i++)
    g_string_append_printf (text, _ (", %s"), (const char *) g_ptr_array_index (words, i));
  if (words->len > shown)
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, " and %u more", " and %u more", rest),
                            rest);
  else if (shown > 1)
    g_string_append_printf (text, _ (" and %s"),
                            (const char *) g_ptr_array_index (words, shown - 1));
  return g_string_free (text, FALSE);
}

char *
lc_phrase_join (GPtrArray *words, guint limit)
{
  if (words->len == 0)
    return g_strdup ("");
  return join_all (words, MIN (words->len, MAX (limit, 2)));
}

GPtrArray *
lc_words_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

void
lc_words_add (GPtrArray *words, const char *word)
{
  if (word != NULL && !g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL))
    g_ptr_array_add (words, g_strdup (word));
}

char *
lc_phrase_capital (const char *text)
{
  char first[7] = { 0 };

  if (*text == '\0')
    return g_strdup (text);
  g_unichar_to_utf8 (g_unichar_totitle (g_utf8_get_char (text)), first);
  return g_strconcat (first, g_utf8_next_char (text), NULL);
}
