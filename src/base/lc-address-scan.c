/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-address-scan.h"

#include <string.h>

#include "base/lc-address.h"

/* The longest text of an IPv6 address with an IPv4 one in it is 45 bytes (INET6_ADDRSTRLEN); a
 * port and punctuation may stand around it. What is longer is no address. */
#define MAX_RUN 64

/* Punctuation of a sentence that may touch an address, on either side. */
#define MAX_TOUCHING 3

/* A run of the characters that addresses are made of, percent-encoding undone. */
typedef struct
{
  char characters[MAX_RUN + 1];
  gsize offsets[MAX_RUN + 1]; /* of each in the text; the last is the run's end */
  guint length;
} Run;

static gboolean
is_word_character (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Reads one character of the text. Returns: it, or ' ' for a percent-encoded one that no
 * address has. */
static char
read_character (const char *text, gsize *length)
{
  *length = 1;
  if (text[0] != '%' || !g_ascii_isxdigit (text[1]) || !g_ascii_isxdigit (text[2]))
    return text[0];
  *length = 3;
  if (g_ascii_strncasecmp (text, "%3A", 3) == 0)
    return ':';
  return g_ascii_strncasecmp (text, "%2E", 3) == 0 ? '.' : ' ';
}

static gboolean
is_run_character (char c)
{
  return g_ascii_isxdigit (c) || c == ':' || c == '.';
}

/* Returns: where the run ends. One that is too long is skipped, and is then empty. */
static gsize
read_run (const char *text, gsize at, Run *run)
{
  gboolean too_long = FALSE;
  gsize length;
  char c;

  run->length = 0;
  while (is_run_character (c = read_character (text + at, &length))) {
    too_long |= run->length == MAX_RUN;
    if (!too_long) {
      run->characters[run->length] = c;
      run->offsets[run->length++] = at;
    }
    at += length;
  }
  if (too_long)
    run->length = 0;
  run->offsets[run->length] = at;
  run->characters[run->length] = '\0';
  return at;
}

/* Part of the run may belong to a word before or after it, as far as to a colon, which then only
 * parts the two: "x10.1.0.1", "10.1.0.1.example", "2001:db8::1x". */
static void
drop_words (const Run *run, gboolean word_before, gboolean word_after, guint *begin, guint *end)
{
  guint first = *begin;
  guint last = *end;

  while (word_before && first < *end && run->characters[first] != ':')
    first++;
  while (word_after && last > first && run->characters[last - 1] != ':')
    last--;
  *begin = first > *begin ? MIN (first + 1, last) : first;
  *end = last < *end && last > *begin ? last - 1 : last;
}

/* Returns: (transfer full) (nullable) */
static char *
parse (const Run *run, guint begin, guint end)
{
  g_autofree char *text = NULL;

  if (end < begin + 2)
    return NULL;
  text = g_strndup (run->characters + begin, end - begin);
  return lc_address_normalize (text);
}

static gboolean
touches (char c)
{
  return c == ':' || c == '.';
}

/* Tries the whole, then without the punctuation of a sentence around it. */
static char *
parse_trimmed (const Run *run, guint *begin, guint *end)
{
  for (guint head = 0; head <= MAX_TOUCHING && *begin + head < *end; head++) {
    for (guint tail = 0; tail <= MAX_TOUCHING && *begin + head + tail < *end; tail++) {
      char *address = parse (run, *begin + head, *end - tail);

      if (address != NULL) {
        *begin += head;
        *end -= tail;
        return address;
      }
      if (!touches (run->characters[*end - tail - 1]))
        break;
    }
    if (!touches (run->characters[*begin + head]))
      break;
  }
  return NULL;
}

/* An IPv6 address with a port and no brackets: a group of five digits is none. */
static char *
parse_before_port (const Run *run, guint *begin, guint *end)
{
  guint colon = *end;

  while (colon > *begin && run->characters[colon - 1] != ':')
    colon--;
  if (colon < *begin + 2 || *end != colon + 5 || strspn (run->characters + colon, "0123456789") < 5)
    return NULL;
  *end = colon - 1;
  return parse_trimmed (run, begin, end);
}

/* An IPv4 address between colons: a port after it, a label before it. */
static char *
parse_between_colons (const Run *run, guint *begin, guint *end)
{
  guint last = *end;

  for (guint at = *begin; at < last; at = *end + 1) {
    char *address;

    *begin = at;
    *end = at;
    while (*end < last && run->characters[*end] != ':')
      (*end)++;
    address = memchr (run->characters + at, '.', *end - at) != NULL
                  ? parse_trimmed (run, begin, end)
                  : NULL;
    if (address != NULL)
      return address;
  }
  return NULL;
}

static char *
find_in_run (const Run *run, guint *begin, guint *end)
{
  char *(*const attempts[]) (const Run *, guint *, guint *)
      = { parse_trimmed, parse_before_port, parse_between_colons };

  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++) {
    guint first = *begin;
    guint last = *end;
    char *address = attempts[i](run, &first, &last);

    if (address != NULL) {
      *begin = first;
      *end = last;
      return address;
    }
  }
  return NULL;
}

void
lc_address_span_clear (LcAddressSpan *span)
{
  g_clear_pointer (&span->address, g_free);
}

gboolean
lc_address_scan (const char *text, gsize from, LcAddressSpan *span)
{
  char before = ' ';
  gsize at = from;

  g_return_val_if_fail (text != NULL && span != NULL, FALSE);

  memset (span, 0, sizeof *span);
  while (text[at] != '\0') {
    gsize length;
    char c = read_character (text + at, &length);
    guint begin = 0;
    gsize next;
    guint end;
    Run run;

    if (!is_run_character (c)) {
      before = c;
      at += length;
      continue;
    }
    next = read_run (text, at, &run);
    end = run.length;
    drop_words (&run, is_word_character (before),
                is_word_character (read_character (text + next, &length)), &begin, &end);
    span->address = find_in_run (&run, &begin, &end);
    if (span->address != NULL) {
      span->begin = run.offsets[begin];
      span->end = run.offsets[end];
      return TRUE;
    }
    before = run.length > 0 ? run.characters[run.length - 1] : ' ';
    at = next;
  }
  return FALSE;
}

char *
lc_address_normalize (const char *address)
{
  char *canonical = lc_address_to_canonical (address);

  if (canonical != NULL)
    canonical[strcspn (canonical, "%")] = '\0';
  return canonical;
}
