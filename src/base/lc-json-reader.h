/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/lc-json-scanner.h"

G_BEGIN_DECLS

/**
 * LcJsonReader:
 *
 * Reads JSON that may be anything, and knows where it is. A cursor stands on an
 * object or array, at first on the whole text, which has to be an object.
 * lc_json_reader_enter_object() and its like move it inwards,
 * lc_json_reader_leave() back out; the getters read members of the object, or
 * elements of the array, that it stands on.
 *
 * The first thing that is not as asked for is kept as the reader's error: "path:
 * expected …, found …". From then on every getter gives its fallback, nothing
 * can be entered, and lc_json_reader_finish() reports the error. So a caller
 * reads everything in a row and checks once; what it built from a failed reader
 * is to be thrown away.
 */
typedef struct _LcJsonReader LcJsonReader;

/**
 * LcJsonFlags:
 *
 * What is allowed of a member besides the type asked for. Keys that nobody asks
 * for are skipped: later versions of a format may add some.
 */
typedef enum
{
  LC_JSON_REQUIRED = 0,
  LC_JSON_OPTIONAL = 1 << 0,  /* may be absent */
  LC_JSON_NULLABLE = 1 << 1,  /* may be null */
  LC_JSON_NOT_EMPTY = 1 << 2, /* strings and arrays: has at least one character or element */
  LC_JSON_ONE_LINE = 1 << 3,  /* strings: printable characters only: nothing steers a terminal */
} LcJsonFlags;

/**
 * lc_json_reader_new:
 * @bytes: JSON text; a byte order mark is skipped
 * @domain: of every error of this reader
 * @syntax_code: for what is no JSON or beyond @limits
 * @invalid_code: for what is not as the getters ask
 *
 * Returns: (transfer full) (nullable): %NULL with @error set where it is no JSON.
 */
LcJsonReader *lc_json_reader_new (GBytes             *bytes,
                                  const LcJsonLimits *limits,
                                  GQuark              domain,
                                  int                 syntax_code,
                                  int                 invalid_code,
                                  GError            **error);
void          lc_json_reader_free (LcJsonReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcJsonReader, lc_json_reader_free)

gboolean lc_json_reader_has_failed (const LcJsonReader *self);

/* Returns: %TRUE if everything was as asked for, else %FALSE with @error set. */
gboolean lc_json_reader_finish (LcJsonReader *self, GError **error);

/* Members of the object that the cursor stands on. */

gboolean lc_json_reader_has_member (LcJsonReader *self, const char *key); /* and it is not null */
char   **lc_json_reader_dup_keys (LcJsonReader *self);                    /* in the text's order */

/**
 * lc_json_reader_get_string:
 * @max_bytes: the longest that is accepted, in bytes of UTF-8
 *
 * Returns: (transfer none) (nullable): owned by the reader; %NULL where it is
 *   absent or null and may be so, or after a failure.
 */
const char *lc_json_reader_get_string (LcJsonReader *self,
                                       const char   *key,
                                       LcJsonFlags   flags,
                                       gsize         max_bytes);

/* Returns: a whole number from @min to @max; else @fallback. */
gint64 lc_json_reader_get_int (LcJsonReader *self,
                               const char   *key,
                               LcJsonFlags   flags,
                               gint64        min,
                               gint64        max,
                               gint64        fallback);

gboolean lc_json_reader_get_bool (LcJsonReader *self,
                                  const char   *key,
                                  LcJsonFlags   flags,
                                  gboolean      fallback);

/* Returns: (transfer full) (nullable): an array of strings. @flags are about the
 * array; @string_flags about each string. */
char **lc_json_reader_dup_strv (LcJsonReader *self,
                                const char   *key,
                                LcJsonFlags   flags,
                                guint         max_strings,
                                LcJsonFlags   string_flags,
                                gsize         max_bytes);

/**
 * lc_json_reader_enter_object:
 *
 * Returns: %TRUE if the cursor now stands on that object: leave it with
 *   lc_json_reader_leave(). %FALSE where it is absent or null and may be so, or
 *   after a failure: there is nothing to leave.
 */
gboolean lc_json_reader_enter_object (LcJsonReader *self, const char *key, LcJsonFlags flags);

/* Likewise for an array of at most @max elements. */
gboolean lc_json_reader_enter_array (LcJsonReader *self,
                                     const char   *key,
                                     LcJsonFlags   flags,
                                     guint         max);
void     lc_json_reader_leave (LcJsonReader *self);

/* Elements of the array that the cursor stands on; these are always required. */

guint       lc_json_reader_get_length (LcJsonReader *self); /* 0 after a failure */
gboolean    lc_json_reader_enter_element (LcJsonReader *self, guint index); /* an object */
const char *lc_json_reader_get_element_string (LcJsonReader *self,
                                               guint         index,
                                               LcJsonFlags   flags,
                                               gsize         max_bytes);

/**
 * lc_json_reader_fail:
 * @key: (nullable): the member that is wrong; %NULL for what the cursor stands on
 * @expected: printf format for what was expected: "a known protocol"
 *
 * Sets the reader's error, unless it has one: what the caller found wrong that
 * no getter can know. What was found is added.
 */
void lc_json_reader_fail (LcJsonReader *self, const char *key, const char *expected, ...)
  G_GNUC_PRINTF (3, 4);

/* Likewise for an element of the array that the cursor stands on. */
void lc_json_reader_fail_element (LcJsonReader *self, guint index, const char *expected, ...)
  G_GNUC_PRINTF (3, 4);

G_END_DECLS
