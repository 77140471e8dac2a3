/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LcCliInterrupt:
 *
 * SIGINT, SIGTERM and SIGHUP cancel once, so that what is known is kept; the
 * second one ends the program at once with status 130. One at a time.
 */
typedef struct _LcCliInterrupt LcCliInterrupt;

LcCliInterrupt *lc_cli_interrupt_new (GCancellable *cancellable);

/* From here on the first signal already ends the program at once. */
void lc_cli_interrupt_free (LcCliInterrupt *interrupt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcCliInterrupt, lc_cli_interrupt_free)

G_END_DECLS
