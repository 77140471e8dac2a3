/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private to src/net: hosts(5), and the names that need no file (RFC 6761 6.3). */

typedef struct _LcHosts LcHosts;

/* @path: (nullable): a file that cannot be read is as good as an empty one.
 * Returns: (transfer full) */
LcHosts *lc_hosts_new (const char *path);
void     lc_hosts_free (LcHosts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcHosts, lc_hosts_free)

/* Returns: (transfer none) (nullable) (element-type utf8): the addresses of @name as
 * canonical text, each once, IPv4 first, in the order of the file. */
GPtrArray *lc_hosts_lookup (LcHosts *self, const char *name);

G_END_DECLS
