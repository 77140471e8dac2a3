/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LcDeadline:
 *
 * A cancellable that is triggered by a caller's own or when its time is up,
 * whichever comes first.
 */
typedef struct _LcDeadline LcDeadline;

LcDeadline *lc_deadline_new (guint ms, GCancellable *caller); /* @caller (nullable) */
void        lc_deadline_free (LcDeadline *deadline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcDeadline, lc_deadline_free)

GCancellable *lc_deadline_get_cancellable (const LcDeadline *deadline); /* (transfer none) */
gboolean      lc_deadline_has_passed (const LcDeadline *deadline);      /* the time was up */
gboolean      lc_deadline_was_cancelled (const LcDeadline *deadline);   /* the caller's was triggered */

G_END_DECLS
