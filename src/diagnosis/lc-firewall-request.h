/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * lc_firewall_request_text:
 * @report: diagnosed, just now or when it was saved
 *
 * A firewall change request that a network's admin can act on: only what is
 * blocked: a table of rules, one for each protocol and port, from where and when it was
 * seen, then for each rule why it is needed, what shows the block and how to verify the
 * change with Linecheck and without it. Who asks and the ticket are left to be filled in. Exemptions from TLS inspection and web
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
 * "evidence", "verify", "owner_confidence", "source" (with the ports that were used),
 * "gateway", "public_address", "capability" (what does not work without it), "device" (the
 * router that is shown, or likely, to stop it), "verify_without" (commands of other tools),
 * "seen_until" (as "seen"), "report" (its id), "requester" and "ticket" (empty: to be filled
 * in). As lc_report_to_csv() in everything else.
 *
 * Returns: (transfer full)
 */
char *lc_firewall_request_csv (LcReport *report);

/* The same as a section of a page, for lc_report_to_html(). Returns: (transfer full)
 * (nullable): %NULL where nothing is asked for. */
char *lc_firewall_request_page_part (LcReport *report);

G_END_DECLS
