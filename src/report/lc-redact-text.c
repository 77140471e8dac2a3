/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-redact-text.h"

#include <string.h>

#include "base/lc-address-scan.h"
#include "base/lc-address.h"

#define HARDWARE_DIGITS 12
#define MAX_DASHED 45
#define HEX "0123456789abcdef"

/* Making a text plain. */

static gboolean
read_hex (const char *at, guint digits, gunichar *c)
{
  *c = 0;
  for (guint i = 0; i < digits; i++) {
    if (!g_ascii_isxdigit (at[i]))
      return FALSE;
    *c = *c << 4 | (gunichar) g_ascii_xdigit_value (at[i]);
  }
  return TRUE;
}

/* RFC 3986 2.1; a text may have been encoded more than once. Returns: its length, or 0. */
static gsize
read_percent (const char *at, gunichar *byte)
{
  const char *digits = at + 1;

  if (*at != '%')
    return 0;
  while (strncmp (digits, "25", 2) == 0 && g_ascii_isxdigit (digits[2])
         && g_ascii_isxdigit (digits[3]))
    digits += 2;
  return read_hex (digits, 2, byte) && *byte != 0 ? (gsize) (digits + 2 - at) : 0;
}

static gsize
read_escape (const char *at, gunichar *c)
{
  const char *kind = at + 1;
  guint digits = *kind == 'u' ? 4 : 2;

  if (*at != '\\' || (*kind != 'u' && *kind != 'x') || !read_hex (kind + 1, digits, c) || *c == 0)
    return 0;
  return (gsize) (kind + 1 + digits - at);
}

static gsize
read_reference (const char *at, gunichar *c)
{
  gboolean hex = strncmp (at, "&#", 2) == 0 && g_ascii_tolower (at[2]) == 'x';
  const char *digits = at + (hex ? 3 : 2);
  char *end = NULL;
  guint64 value;

  if (strncmp (at, "&#", 2) != 0 || !g_ascii_isxdigit (*digits))
    return 0;
  value = g_ascii_strtoull (digits, &end, hex ? 16 : 10);
  if (end == digits || *end != ';' || value == 0 || value > 0x10ffff)
    return 0;
  *c = (gunichar) value;
  return (gsize) (end + 1 - at);
}

static void
append (GString *plain, GArray *offsets, const char *bytes, gsize length, gsize offset)
{
  g_string_append_len (plain, bytes, (gssize) length);
  for (gsize i = 0; i < length; i++)
    g_array_append_val (offsets, offset);
}

static void
append_character (GString *plain, GArray *offsets, gunichar c, gsize offset)
{
  char bytes[6];

  if (g_unichar_type (c) == G_UNICODE_FORMAT || !g_unichar_validate (c))
    return;
  append (plain, offsets, bytes, (gsize) g_unichar_to_utf8 (g_unichar_tolower (c), bytes), offset);
}

LcPlainText *
lc_plain_text_new (const char *text)
{
  LcPlainText *self = g_new0 (LcPlainText, 1);
  GString *plain = g_string_new (NULL);
  GArray *offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize end = strlen (text);

  for (gsize at = 0; at < end;) {
    gunichar c;
    gsize length = read_percent (text + at, &c);

    if (length > 0 && c >= 0x80) {
      char byte = (char) c;

      append (plain, offsets, &byte, 1, at);
      at += length;
      continue;
    }
    if (length == 0)
      length = read_escape (text + at, &c);
    if (length == 0)
      length = read_reference (text + at, &c);
    if (length == 0) {
      c = g_utf8_get_char (text + at);
      length = (gsize) g_utf8_skip[(guchar) text[at]];
    }
    append_character (plain, offsets, c, at);
    at += length;
  }
  g_array_append_val (offsets, end);
  self->length = plain->len;
  self->text = g_string_free (plain, FALSE);
  self->offsets = (gsize *) (gpointer) g_array_free (offsets, FALSE);
  return self;
}

void
lc_plain_text_free (LcPlainText *self)
{
  g_free (self->text);
  g_free (self->offsets);
  g_free (self);
}

/* What addresses look like. */

/* A backslash may make an end of line of the letter that is before a name. */
static gboolean
is_joined_before (const char *text, const char *match)
{
  if (match == text || !g_ascii_isalnum (match[-1]))
    return FALSE;
  return !(match - 1 > text && match[-2] == '\\' && strchr ("nrt", match[-1]) != NULL);
}

static void
spelling_free (gpointer data)
{
  LcSpelling *spelling = data;

  g_free (spelling->value);
  g_free (spelling);
}

/* Takes @value. */
static void
add (GPtrArray *found, LcSpellingKind kind, gsize begin, gsize end, char *value)
{
  LcSpelling *spelling = g_new0 (LcSpelling, 1);

  *spelling = (LcSpelling){ kind, begin, end, value };
  g_ptr_array_add (found, spelling);
}

static void
find_plain_addresses (const LcPlainText *self, GPtrArray *found)
{
  LcAddressSpan span = { 0 };

  for (gsize at = 0; at < self->length && lc_address_scan (self->text, at, &span); at = span.end)
    add (found, LC_SPELLING_ADDRESS, span.begin, span.end, g_steal_pointer (&span.address));
}

/* Returns: where four numbers end that are parted by the same character; NULL: there are none. */
static const char *
read_quad (const char *at, guint *quad)
{
  char separator = '\0';

  for (guint i = 0; i < 4; i++) {
    guint digits = 0;

    if (i == 1)
      separator = *at;
    if (i > 0 && (*at++ != separator || strchr (".-_", separator) == NULL))
      return NULL;
    for (quad[i] = 0; digits < 3 && g_ascii_isdigit (*at); digits++)
      quad[i] = quad[i] * 10 + (guint) g_ascii_digit_value (*at++);
    if (digits == 0 || quad[i] > 255)
      return NULL;
  }
  if (g_ascii_isdigit (*at) || (*at == separator && g_ascii_isdigit (at[1])))
    return NULL;
  return at;
}

/* An address that is part of a name. */
static void
find_quads (const LcPlainText *self, GPtrArray *found)
{
  for (const char *at = self->text; *at != '\0'; at++) {
    gboolean inside = at > self->text
                      && (g_ascii_isdigit (at[-1])
                          || (strchr (".-_", at[-1]) != NULL && at - 1 > self->text
                              && g_ascii_isdigit (at[-2])));
    const char *end;
    guint quad[4];

    if (!g_ascii_isdigit (*at) || inside)
      continue;
    end = read_quad (at, quad);
    if (end == NULL)
      continue;
    add (found, LC_SPELLING_ADDRESS, (gsize) (at - self->text), (gsize) (end - self->text),
         g_str_has_prefix (end, ".in-addr")
             ? g_strdup_printf ("%u.%u.%u.%u", quad[3], quad[2], quad[1], quad[0])
             : g_strdup_printf ("%u.%u.%u.%u", quad[0], quad[1], quad[2], quad[3]));
  }
}

/* Words. */

static char *
format_hardware (const char *digits)
{
  return g_strdup_printf ("%.2s:%.2s:%.2s:%.2s:%.2s:%.2s", digits, digits + 2, digits + 4,
                          digits + 6, digits + 8, digits + 10);
}

/* Names that systemd gives an interface end in its address; see systemd.net-naming-scheme(7). */
static gsize
get_prefix_length (const char *word, gsize length)
{
  return length == HARDWARE_DIGITS + 3 && word[2] == 'x' ? 3 : 0;
}

/* An IPv4 address as one number. */
static void
find_number (const char *word, gsize length, gsize begin, GPtrArray *found)
{
  gsize prefix = strncmp (word, "0x", 2) == 0 ? 2 : 0;
  g_autofree char *digits = g_strndup (word + prefix, length - prefix);
  gboolean hex = length - prefix == 8;
  guint64 value;

  if (length - prefix < 8 || length - prefix > 10
      || strspn (digits, hex ? HEX : "0123456789") != length - prefix)
    return;
  value = g_ascii_strtoull (digits, NULL, hex ? 16 : 10);
  if (value <= G_MAXUINT32)
    add (found, LC_SPELLING_NUMBER, begin, begin + length,
         g_strdup_printf ("%u.%u.%u.%u", (guint) (value >> 24), (guint) (value >> 16 & 255),
                          (guint) (value >> 8 & 255), (guint) (value & 255)));
}

static void
find_words (const LcPlainText *self, GPtrArray *found)
{
  for (const char *at = self->text; *at != '\0';) {
    gsize length = 0;
    gsize prefix;

    if (at > self->text && at[-1] == '\\' && *at != '\0' && strchr ("nrt", *at) != NULL)
      at++;
    while (g_ascii_isalnum (at[length]))
      length++;
    prefix = get_prefix_length (at, length);
    if (length - prefix == HARDWARE_DIGITS && strspn (at + prefix, HEX) >= HARDWARE_DIGITS)
      add (found, LC_SPELLING_HARDWARE, (gsize) (at - self->text),
           (gsize) (at - self->text) + length, format_hardware (at + prefix));
    else
      find_number (at, length, (gsize) (at - self->text), found);
    at += length > 0 || *at == '\0' ? length : 1;
  }
}

/* MAC addresses with separators: "00:11:22:aa:bb:cc", "00-11-…", "0011.22aa.bbcc"; and IPv6
 * addresses in names, with dashes for colons. */

static void
add_hardware (const char *run, gsize length, gsize begin, GPtrArray *found)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gsize group = length == 17 ? 2 : 4; /* digits between separators */

  if (length != 17 && length != 14)
    return;
  for (gsize i = 0; i < length; i++) {
    if (i % (group + 1) < group)
      g_string_append_c (digits, run[i]);
    else if (run[i] != run[group])
      return;
  }
  if (digits->len == HARDWARE_DIGITS && strspn (digits->str, HEX) == HARDWARE_DIGITS)
    add (found, LC_SPELLING_HARDWARE, begin, begin + length, format_hardware (digits->str));
}

static void
add_dashed (const char *run, gsize length, gsize begin, GPtrArray *found)
{
  g_autofree char *text = g_strdelimit (g_strndup (run, length), "-", ':');
  char *address = strstr (text, "::") != NULL || length > 14 ? lc_address_normalize (text) : NULL;

  if (address != NULL)
    add (found, LC_SPELLING_ADDRESS, begin, begin + length, address);
}

/* @at: where a run begins; @word_before: whether it belongs to what is before it. */
static void
find_in_run (const char *at, gsize length, gboolean word_before, gsize offset, GPtrArray *found)
{
  gsize head = strspn (at, ":-.");
  gboolean word_after = g_ascii_isalnum (at[length]);
  gsize end = length;

  while (end > head && strchr (":-.", at[end - 1]) != NULL)
    end--;
  if (end <= head || end - head > MAX_DASHED)
    return;
  if ((head > 0 || !word_before) && (end < length || !word_after)) {
    add_hardware (at + head, end - head, offset + head, found);
    add_dashed (at + head, end - head, offset + head, found);
  }
  /* "::1" */
  if (head > 0 && !word_before && (end < length || !word_after))
    add_dashed (at, end, offset, found);
}

static void
find_runs (const LcPlainText *self, GPtrArray *found)
{
  for (const char *at = self->text; *at != '\0';) {
    gsize length = strspn (at, HEX ":-.");

    if (length > 0)
      find_in_run (at, length, is_joined_before (self->text, at), (gsize) (at - self->text), found);
    at += MAX (length, 1);
  }
}

GPtrArray *
lc_plain_text_find_spellings (const LcPlainText *self)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (spelling_free);

  find_plain_addresses (self, found);
  find_quads (self, found);
  find_words (self, found);
  find_runs (self, found);
  return found;
}

/* Names. */

/* A backslash too many is left of what was escaped twice. Returns: where it ends; NULL: it does
 * not stand there. */
static const char *
match_name (const char *at, const char *name)
{
  for (const char *first = name; *name != '\0'; at++, name++) {
    if (name != first && *name != '\\')
      at += strspn (at, "\\");
    if (*name == ' ' ? *at == '\0' || strchr (" +_-.", *at) == NULL : *at != *name)
      return NULL;
  }
  return at;
}

gboolean
lc_plain_text_find_name (const LcPlainText *self,
                         const char *name,
                         gsize from,
                         gsize *begin,
                         gsize *end)
{
  g_autofree char *folded = g_utf8_strdown (name, -1);

  for (const char *at = self->text + from; *at != '\0'; at++) {
    const char *stop = match_name (at, folded);

    if (stop == NULL || stop == at || g_ascii_isalnum (*stop) || is_joined_before (self->text, at))
      continue;
    *begin = (gsize) (at - self->text);
    *end = (gsize) (stop - self->text);
    return TRUE;
  }
  return FALSE;
}
