/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-json-writer.h"

#include "base/lc-text.h"

/* RFC 8259, section 7: what is outside the basic plane is written as two units. */
static void
append_escape (GString *json, gunichar c)
{
  if (c >= 0x10000) {
    g_string_append_printf (json, "\\u%04x", 0xd800 + ((c - 0x10000) >> 10));
    c = 0xdc00 + ((c - 0x10000) & 0x3ff);
  }
  g_string_append_printf (json, "\\u%04x", c);
}

/* Outside strings there is nothing of the kind but ends of lines, and in strings they are
 * escaped already. */
static gboolean
may_stand (const char *at)
{
  if ((guchar) *at < 0x80)
    return (*at >= ' ' && *at != 0x7f) || *at == '\n';
  return lc_text_is_harmless (g_utf8_get_char (at));
}

static GString *
escape (const GString *text)
{
  GString *json = g_string_sized_new (text->len + 1);
  const char *from = text->str;

  for (const char *at = from; *at != '\0'; at = g_utf8_next_char (at)) {
    if (may_stand (at))
      continue;
    g_string_append_len (json, from, at - from);
    append_escape (json, g_utf8_get_char (at));
    from = g_utf8_next_char (at);
  }
  g_string_append (json, from);
  return json;
}

GBytes *
lc_json_write (JsonNode *root, gboolean pretty)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  GString *json;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, pretty);
  json_generator_set_indent (generator, 2);
  json_generator_to_gstring (generator, text);
  json = escape (text);
  g_string_append_c (json, '\n');
  return g_string_free_to_bytes (json);
}
