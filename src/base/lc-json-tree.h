/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LC_JSON_OBJECT,
  LC_JSON_ARRAY,
  LC_JSON_STRING,
  LC_JSON_INTEGER,
  LC_JSON_REAL,
  LC_JSON_BOOLEAN,
  LC_JSON_NULL,
} LcJsonKind;

/* A value. Indices are those of the tree's nodes, which stand in the text's order. */
typedef struct
{
  LcJsonKind kind;
  guint      length; /* of an object or array: how many values are directly in it */
  guint      next;   /* the index after the last value in it, where its next sibling may be */
  guint      key;    /* in an object: offset of its key in the tree's text */
  guint      text;   /* offset of a string's text, or of a number or word as it was written */
} LcJsonNode;

/**
 * LcJsonTree:
 *
 * A JSON text that lc_json_parse() has read. Not json-glib's: whoever makes a file can choose keys
 * that collide in an unkeyed hash table, and then reading it takes hours.
 */
typedef struct
{
  GArray  *nodes; /* (owned) (element-type LcJsonNode): the first one is the root */
  GString *text;  /* (owned): strings, each ended by NUL */
} LcJsonTree;

LcJsonTree *lc_json_tree_new (void);
void        lc_json_tree_free (LcJsonTree *self);

/* Returns: (transfer none): valid until something is added to the tree. */
LcJsonNode *lc_json_tree_get_node (const LcJsonTree *self, guint index);

/* Returns: (transfer none): what stands at an offset; likewise. */
const char *lc_json_tree_get_text (const LcJsonTree *self, guint offset);

/**
 * lc_json_tree_find_member:
 * @object: index of an object
 * @from: (inout): index of the member to begin at, or 0; afterwards of the one behind what was
 *   found. Who asks in the order of the text finds each at once.
 *
 * Returns: the index of the value, or 0 where there is none; the root is nobody's member.
 */
guint lc_json_tree_find_member (const LcJsonTree *self, guint object, const char *key, guint *from);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcJsonTree, lc_json_tree_free)

G_END_DECLS
