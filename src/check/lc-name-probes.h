/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "probe/lc-names.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_name_probes_async:
 *
 * What shows how the network's name service behaves: names that nobody has, to which
 * an honest resolver says NXDOMAIN, and, where there is IPv6 alone, the question of
 * RFC 7050 for the prefix of NAT64. Asks nothing where the computer is offline or the
 * site has no names. What was answered stands in the report's environment; never fails.
 * Not waited for longer than @timeout_ms: rows are, and these are no rows.
 */
void lc_name_probes_async (LcNames            *names,
                           LcReport           *report,
                           guint               timeout_ms,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data);
void lc_name_probes_finish (GAsyncResult *result);

G_END_DECLS
