/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcJsonPath:
 *
 * Where a value stands in a JSON text, as a stack of keys and indices. It is
 * made into words only when something is wrong: "$.sites[0].rows[3].port".
 */
typedef struct _LcJsonPath LcJsonPath;

LcJsonPath *lc_json_path_new (void);
void        lc_json_path_free (LcJsonPath *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcJsonPath, lc_json_path_free)

void  lc_json_path_push_key (LcJsonPath *self, const char *key); /* @key is copied */
void  lc_json_path_push_index (LcJsonPath *self, guint index);
void  lc_json_path_pop (LcJsonPath *self);

/* Returns: (transfer full): printable text; a key that is no plain word is
 * quoted, as in RFC 9535: $.services["webclient-sip"]. */
char *lc_json_path_to_string (LcJsonPath *self);

/**
 * lc_json_quote:
 * @text: UTF-8
 *
 * For messages about hostile input: quotation marks around, at most 60
 * characters, and what is not printable escaped as in JSON, so that nothing in
 * it can steer a terminal.
 *
 * Returns: (transfer full)
 */
char *lc_json_quote (const char *text);

G_END_DECLS
