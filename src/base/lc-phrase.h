/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdarg.h>

G_BEGIN_DECLS

/**
 * lc_phrase_fill:
 * @template: text with names in braces: "{port} to {address}"
 * @...: pairs of a name and its value (nullable: left empty), ended by %NULL
 *
 * Named places let a translator turn a sentence round, and let texts stand in
 * tables. A name that is not given stays as it is. Values are not looked into.
 *
 * Returns: (transfer full): the filled text.
 */
char *lc_phrase_fill (const char *template, ...) G_GNUC_NULL_TERMINATED;

/* The same with the pairs in a list, of which it reads a copy. */
char *lc_phrase_fill_list (const char *template, va_list pairs);

/**
 * lc_phrase_join:
 * @words: (element-type utf8)
 * @limit: how many are spelled out; the rest is counted
 *
 * Returns: (transfer full): "a", "a and b", "a, b and c", "a, b and 3 more", translated.
 */
char *lc_phrase_join (GPtrArray *words, guint limit);

/* Adds a copy of @word unless it is there already. */
void lc_words_add (GPtrArray *words, const char *word);

/* Returns: (transfer full): an empty array that owns its strings. */
GPtrArray *lc_words_new (void);

/* The same text with its first letter in upper case. Returns: (transfer full). */
char *lc_phrase_capital (const char *text);

G_END_DECLS
