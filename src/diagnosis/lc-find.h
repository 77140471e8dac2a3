/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-analysis.h"

G_BEGIN_DECLS

/* The detectors. Each looks for one cause and adds its findings; each fires only
 * on evidence that proves its name. */
typedef void (*LcDetector) (LcAnalysis *self);

/* lc-find-network.c: whether there is a network at all, and what lies under it. */
void lc_find_offline (LcAnalysis *self);
void lc_find_vpn (LcAnalysis *self);
void lc_find_nat64_only (LcAnalysis *self);
void lc_find_broken_ipv6 (LcAnalysis *self);

/* lc-find-clock.c */
void lc_find_wrong_clock (LcAnalysis *self);

/* lc-find-page.c: pages in the service's place. */
void lc_find_captive_portal (LcAnalysis *self);
void lc_find_block_page (LcAnalysis *self);

/* lc-find-dns.c */
void lc_find_failing_dns (LcAnalysis *self);
void lc_find_sinkhole (LcAnalysis *self);
void lc_find_lying_dns (LcAnalysis *self);
void lc_find_wildcard (LcAnalysis *self);

/* lc-find-proxy.c */
void lc_find_proxy_trouble (LcAnalysis *self);
void lc_find_proxy_required (LcAnalysis *self);
void lc_find_spoiling_proxy (LcAnalysis *self);
void lc_find_untried_proxy (LcAnalysis *self);

/* lc-find-tls.c */
void lc_find_no_authorities (LcAnalysis *self);
void lc_find_black_hole (LcAnalysis *self);
void lc_find_inspection (LcAnalysis *self);
void lc_find_cut_handshakes (LcAnalysis *self);
void lc_find_cut_data (LcAnalysis *self);
void lc_find_heavy_loss (LcAnalysis *self);
void lc_find_bad_certificates (LcAnalysis *self);

/* lc-find-path.c: what does not get through, and where it stops. */
void lc_find_web_only (LcAnalysis *self);
void lc_find_blocked_udp (LcAnalysis *self);
void lc_find_blocked_ports (LcAnalysis *self);

/* lc-find-hosts.c */
void lc_find_blocked_hosts (LcAnalysis *self);

/* lc-find-media.c */
void lc_find_blocked_media (LcAnalysis *self);
void lc_find_varying_nat (LcAnalysis *self);
void lc_find_udp_loss (LcAnalysis *self);

/* lc-find-service.c: what answers, but not as the service does. */
void lc_find_stripped_websocket (LcAnalysis *self);
void lc_find_service_errors (LcAnalysis *self);

/* lc-find-notes.c */
void lc_find_changed_addresses (LcAnalysis *self);
void lc_find_optional (LcAnalysis *self);
void lc_find_old_catalog (LcAnalysis *self);
void lc_find_unexplained (LcAnalysis *self);
void lc_find_not_tested (LcAnalysis *self);

G_END_DECLS
