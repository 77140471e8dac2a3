/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-html-writer.h"

#include <string.h>

#include "base/lc-text.h"
#include "report/lc-fact.h"

/* Symbols with shapes of their own: a printer may have no colours. */
static const char *const symbols[] = {
  [LC_STATUS_PASS] = "✓",         [LC_STATUS_DEGRADED] = "▲", [LC_STATUS_FAIL] = "✖",
  [LC_STATUS_INCONCLUSIVE] = "?", [LC_STATUS_SKIPPED] = "–",  [LC_STATUS_CANCELLED] = "■",
};

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

void
lc_html_append_text (GString *html, const char *text)
{
  g_autofree char *clean = lc_text_clean (text);
  g_autofree char *escaped = g_markup_escape_text (clean, -1);

  g_string_append (html, escaped);
}

/* Browsers break at a hyphen, between digits too. */
static gboolean
is_number_with_hyphen (const char *word)
{
  for (const char *p = strchr (word, '-'); p != NULL; p = strchr (p + 1, '-'))
    if (p > word && g_ascii_isdigit (p[-1]) && g_ascii_isdigit (p[1]))
      return TRUE;
  return FALSE;
}

void
lc_html_append_prose (GString *html, const char *text)
{
  g_autofree char *clean = lc_text_clean (text);
  g_auto (GStrv) words = g_strsplit (clean, " ", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    g_autofree char *escaped = g_markup_escape_text (words[i], -1);

    if (i > 0)
      g_string_append_c (html, ' ');
    if (is_number_with_hyphen (words[i]))
      g_string_append_printf (html, "<span class=\"keep\">%s</span>", escaped);
    else
      g_string_append (html, escaped);
  }
}

void
lc_html_append_element (GString *html,
                        const char *element,
                        const char *class_name,
                        const char *text)
{
  if (is_empty (text))
    return;
  if (class_name != NULL)
    g_string_append_printf (html, "<%s class=\"%s\">", element, class_name);
  else
    g_string_append_printf (html, "<%s>", element);
  if (g_str_equal (element, "title"))
    lc_html_append_text (html, text);
  else
    lc_html_append_prose (html, text);
  g_string_append_printf (html, "</%s>\n", element);
}

void
lc_html_append_status (GString *html, LcStatus status, const char *word)
{
  g_string_append_printf (html, "<span class=\"%s\"><span aria-hidden=\"true\">%s</span> ",
                          lc_status_to_string (status), symbols[status]);
  lc_html_append_text (html, word);
  g_string_append (html, "</span>");
}

void
lc_html_append_facts (GString *html, GPtrArray *facts)
{
  gboolean in_list = FALSE;

  for (guint i = 0; i < facts->len; i++) {
    const LcFact *fact = g_ptr_array_index (facts, i);

    if (in_list != (fact->label != NULL))
      g_string_append (html, in_list ? "</dl>\n" : "<dl>\n");
    in_list = fact->label != NULL;
    if (in_list)
      lc_html_append_element (html, "dt", NULL, fact->label);
    lc_html_append_element (html, in_list ? "dd" : "p", NULL, fact->value);
  }
  if (in_list)
    g_string_append (html, "</dl>\n");
}
