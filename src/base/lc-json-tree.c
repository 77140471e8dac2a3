/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-json-tree.h"

LcJsonTree *
lc_json_tree_new (void)
{
  LcJsonTree *self = g_new0 (LcJsonTree, 1);

  self->nodes = g_array_new (FALSE, FALSE, sizeof (LcJsonNode));
  self->text = g_string_new (NULL);
  return self;
}

void
lc_json_tree_free (LcJsonTree *self)
{
  g_array_unref (self->nodes);
  g_string_free (self->text, TRUE);
  g_free (self);
}

LcJsonNode *
lc_json_tree_get_node (const LcJsonTree *self, guint index)
{
  return &g_array_index (self->nodes, LcJsonNode, index);
}

const char *
lc_json_tree_get_text (const LcJsonTree *self, guint offset)
{
  return self->text->str + offset;
}

guint
lc_json_tree_find_member (const LcJsonTree *self, guint object, const char *key, guint *from)
{
  const LcJsonNode *parent = lc_json_tree_get_node (self, object);
  guint at = *from > object && *from < parent->next ? *from : object + 1;

  for (guint i = 0; i < parent->length; i++) {
    const LcJsonNode *node = lc_json_tree_get_node (self, at);
    guint found = at;

    at = node->next < parent->next ? node->next : object + 1;
    if (g_str_equal (lc_json_tree_get_text (self, node->key), key)) {
      *from = at;
      return found;
    }
  }
  return 0;
}
