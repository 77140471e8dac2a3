/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_firewall_request_text:
 * @report: diagnosed, just now or when it was saved
 *
 * A firewall change request that a network's admin can act on: only what is
 * blocked, aggregated by protocol and port, with why it is needed, what shows the
 * block and how to verify the change. Exemptions from TLS inspection and web
 * filters, proxy and DNS lists stand apart. Where nothing is blocked it says so.
 *
 * Returns: (transfer full): translated plain text of at most 78 columns, cleaned.
 */
char *lc_firewall_request_text (LcReport *report);

/**
 * lc_firewall_request_csv:
 *
 * The same, one line a destination, after a line of titles: "list" (outbound,
 * tls-inspection, web-filter, proxy, dns), "action", "direction", "protocol", "port",
 * "port_last", "address", "hosts", "service", "reason", "owner", "seen" (ISO 8601, UTC),
 * "evidence", "verify". As lc_report_to_csv() in everything else.
 *
 * Returns: (transfer full)
 */
char *lc_firewall_request_csv (LcReport *report);

G_END_DECLS
