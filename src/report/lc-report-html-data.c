/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-html-data.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "report/lc-report-json.h"

/* Nothing else in a page can look like it: text in a page has no "<". */
#define BEGIN "<script type=\"application/json\" id=\"linecheck-report\">"
#define END "</script>"

static void
append_escaped (GString *html, gunichar c)
{
  if (c > 0xffff) /* as UTF-16 has it */
    g_string_append_printf (html, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                            0xdc00 + ((c - 0x10000) & 0x3ff));
  else
    g_string_append_printf (html, "\\u%04x", c);
}

static gboolean
is_plain (gunichar c)
{
  return c == '\n' || (c >= 0x20 && c < 0x7f && c != '<' && c != '>' && c != '&');
}

void
lc_report_html_append_data (GString *html, LcReport *report)
{
  g_autoptr (GBytes) json = lc_report_to_json (report);
  gsize length;
  const char *text = g_bytes_get_data (json, &length);
  const char *end = text + length;

  g_string_append (html, BEGIN "\n");
  for (const char *p = text; p < end; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_plain (c))
      g_string_append_c (html, (char) c);
    else
      append_escaped (html, c);
  }
  g_string_append (html, END "\n");
}

/* A file that somebody's editor has saved may begin with a mark of its byte order. */
static gboolean
is_page (const char *data, gsize length)
{
  gsize i = length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (i < length && g_ascii_isspace (data[i]))
    i++;
  return i < length && data[i] == '<';
}

/* Returns: (transfer full) (nullable): %NULL where no report is in the page. */
static GBytes *
extract (GBytes *page)
{
  gsize length;
  const char *data = g_bytes_get_data (page, &length);
  const char *begin = memmem (data, length, BEGIN, strlen (BEGIN));
  const char *end;

  if (begin == NULL)
    return NULL;
  begin += strlen (BEGIN);
  end = memmem (begin, length - (gsize) (begin - data), END, strlen (END));
  if (end == NULL)
    return NULL;
  return g_bytes_new_from_bytes (page, (gsize) (begin - data), (gsize) (end - begin));
}

LcReport *
lc_report_new_from_saved (GBytes *bytes, GError **error)
{
  g_autoptr (GBytes) json = NULL;
  const char *data;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (length == 0 || !is_page (data, length))
    return lc_report_new_from_json (bytes, error);
  json = extract (bytes);
  if (json != NULL)
    return lc_report_new_from_json (json, error);
  g_set_error_literal (error, LC_REPORT_ERROR, LC_REPORT_ERROR_INVALID,
                       _ ("it is a web page without a Linecheck report in it"));
  return NULL;
}
