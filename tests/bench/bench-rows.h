/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/lc-catalog.h"

G_BEGIN_DECLS

/* Rows that lead to servers on the loopback address, in a process of their own, so that
 * what the servers compute is not taken for ours. */
typedef struct _BenchRows BenchRows;

typedef enum
{
  BENCH_PASS,   /* HTTPS that answers, with a certificate that nobody trusts */
  BENCH_GREET,  /* IMAP that greets: it passes, for no certificate is to be trusted */
  BENCH_REFUSE, /* nobody listens */
  BENCH_SILENT, /* takes connections and says nothing */
  BENCH_MUTE,   /* completes TLS and says nothing: for SIP */
} BenchKind;

/**
 * bench_rows_new:
 * @kinds: a row each; may be repeated
 *
 * To be called before anything that starts a thread, for it forks. Returns: (transfer full).
 */
BenchRows *bench_rows_new (const BenchKind *kinds, guint n_kinds);

/* Ends the servers. */
void bench_rows_free (BenchRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchRows, bench_rows_free)

/* Returns: (transfer full): of one site, "xx", whose rows are those of @kinds from
 * @first to @last, all of them loopback ports. */
LcCatalog *bench_rows_make_catalog (BenchRows *rows, guint first, guint last);

/* The loopback port of the row @index. */
guint16 bench_rows_get_port (BenchRows *rows, guint index);

/* Prints a line of TAP: whether @ratio, which @format tells of, is @limit at most.
 * Returns: what the process exits with. */
int bench_say (double ratio, double limit, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
