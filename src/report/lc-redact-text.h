/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where something that identifies stands in a text, however it is written. */

/**
 * LcPlainText:
 *
 * A text in small letters, with percent-encoding, escapes of JavaScript and references of HTML
 * undone, and without characters that nobody sees.
 */
typedef struct
{
  char  *text;    /* (owned) ended by NUL */
  gsize  length;  /* in bytes */
  gsize *offsets; /* (owned) where each byte of it begins in the original, and its end */
} LcPlainText;

LcPlainText *lc_plain_text_new (const char *text);
void         lc_plain_text_free (LcPlainText *self);

typedef enum
{
  LC_SPELLING_ADDRESS = 1, /* value: as lc_address_normalize() gives it */
  LC_SPELLING_NUMBER,      /* likewise, but it may well be any other number */
  LC_SPELLING_HARDWARE,    /* value: a MAC address, "00:11:22:aa:bb:cc" */
} LcSpellingKind;

/* A place in a plain text. */
typedef struct
{
  LcSpellingKind kind;
  gsize          begin;
  gsize          end;
  char          *value; /* (owned) */
} LcSpelling;

/**
 * lc_plain_text_find_spellings:
 *
 * Finds addresses as lc_address_scan() does, and those within names ("192-168-7-23.nip.io",
 * "23.7.168.192.in-addr.arpa"), and MAC addresses ("enx001122aabbcc").
 *
 * Returns: (transfer full) (element-type LcSpelling): they may overlap.
 */
GPtrArray *lc_plain_text_find_spellings (const LcPlainText *self);

/**
 * lc_plain_text_find_name:
 * @name: of any case; a space in it may be written as “+”, “_”, “-” or “.”
 * @from: offset in the plain text
 *
 * Finds a name that stands by itself: letters and digits next to it make it part of another one.
 *
 * Returns: whether it is there. @begin, @end: (out): where.
 */
gboolean lc_plain_text_find_name (const LcPlainText *self,
                                  const char        *name,
                                  gsize              from,
                                  gsize             *begin,
                                  gsize             *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcPlainText, lc_plain_text_free)

G_END_DECLS
