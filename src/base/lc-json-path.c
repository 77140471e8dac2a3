/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-json-path.h"

#define MAX_QUOTED 60

typedef struct
{
  char *key; /* (owned) (nullable): NULL for an index */
  guint index;
} Segment;

struct _LcJsonPath
{
  GArray *segments; /* (owned) (element-type Segment) */
};

static void
segment_clear (gpointer data)
{
  Segment *segment = data;

  g_clear_pointer (&segment->key, g_free);
}

static gboolean
is_plain_word (const char *key)
{
  if (!g_ascii_isalpha (*key) && *key != '_')
    return FALSE;

  for (const char *c = key; *c != '\0'; c++) {
    if (!g_ascii_isalnum (*c) && *c != '_')
      return FALSE;
  }

  return TRUE;
}

static void
append_escaped (GString *string, gunichar c)
{
  if (c == '"' || c == '\\')
    g_string_append_printf (string, "\\%c", (char) c);
  else if (g_unichar_isprint (c))
    g_string_append_unichar (string, c);
  else
    g_string_append_printf (string, "\\u%04x", c);
}

LcJsonPath *
lc_json_path_new (void)
{
  LcJsonPath *self = g_new0 (LcJsonPath, 1);

  self->segments = g_array_new (FALSE, TRUE, sizeof (Segment));
  g_array_set_clear_func (self->segments, segment_clear);

  return self;
}

void
lc_json_path_free (LcJsonPath *self)
{
  g_array_unref (self->segments);
  g_free (self);
}

void
lc_json_path_push_key (LcJsonPath *self, const char *key)
{
  Segment segment = { g_strdup (key), 0 };

  g_array_append_val (self->segments, segment);
}

void
lc_json_path_push_index (LcJsonPath *self, guint index)
{
  Segment segment = { NULL, index };

  g_array_append_val (self->segments, segment);
}

void
lc_json_path_pop (LcJsonPath *self)
{
  g_return_if_fail (self->segments->len > 0);

  g_array_set_size (self->segments, self->segments->len - 1);
}

char *
lc_json_path_to_string (LcJsonPath *self)
{
  GString *string = g_string_new ("$");

  for (guint i = 0; i < self->segments->len; i++) {
    const Segment *segment = &g_array_index (self->segments, Segment, i);

    if (segment->key == NULL) {
      g_string_append_printf (string, "[%u]", segment->index);
    } else if (is_plain_word (segment->key)) {
      g_string_append_printf (string, ".%s", segment->key);
    } else {
      g_autofree char *quoted = lc_json_quote (segment->key);

      g_string_append_printf (string, "[%s]", quoted);
    }
  }

  return g_string_free (string, FALSE);
}

char *
lc_json_quote (const char *text)
{
  GString *string = g_string_new ("\"");
  const char *c = text;

  for (guint n = 0; *c != '\0' && n < MAX_QUOTED; n++, c = g_utf8_next_char (c))
    append_escaped (string, g_utf8_get_char (c));
  if (*c != '\0')
    g_string_append (string, "…");
  g_string_append_c (string, '"');

  return g_string_free (string, FALSE);
}
