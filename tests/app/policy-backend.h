/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an administrator has set and locked. */
typedef struct
{
  const char *key;   /* a path */
  const char *value; /* in GVariant's text form */
} PolicyLock;

/* Makes all settings of this program live in its memory, and these be locked. Before any
 * other use of settings. */
void policy_backend_install (const PolicyLock *locks, gsize n_locks);

G_END_DECLS
