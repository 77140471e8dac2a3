/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-case.h"

G_BEGIN_DECLS

/* The detectors. Each looks for one cause and adds its findings; each fires only
 * on evidence that proves its name. */
typedef void (*LcDetector) (LcCase *self);

/* lc-find-network.c: whether there is a network at all, and what lies under it. */
void lc_find_offline (LcCase *self);
void lc_find_vpn (LcCase *self);
void lc_find_nat64_only (LcCase *self);
void lc_find_broken_ipv6 (LcCase *self);

/* lc-find-clock.c */
void lc_find_wrong_clock (LcCase *self);

/* lc-find-page.c: pages in the service's place. */
void lc_find_captive_portal (LcCase *self);
void lc_find_block_page (LcCase *self);

/* lc-find-dns.c */
void lc_find_failing_dns (LcCase *self);
void lc_find_sinkhole (LcCase *self);
void lc_find_lying_dns (LcCase *self);
void lc_find_wildcard (LcCase *self);

/* lc-find-proxy.c */
void lc_find_proxy_trouble (LcCase *self);
void lc_find_proxy_required (LcCase *self);
void lc_find_spoiling_proxy (LcCase *self);

/* lc-find-tls.c */
void lc_find_no_authorities (LcCase *self);
void lc_find_black_hole (LcCase *self);
void lc_find_inspection (LcCase *self);
void lc_find_cut_handshakes (LcCase *self);
void lc_find_cut_data (LcCase *self);
void lc_find_heavy_loss (LcCase *self);
void lc_find_bad_certificates (LcCase *self);

/* lc-find-path.c: what does not get through, and where it stops. */
void lc_find_web_only (LcCase *self);
void lc_find_blocked_udp (LcCase *self);
void lc_find_blocked_ports (LcCase *self);

/* lc-find-hosts.c */
void lc_find_blocked_hosts (LcCase *self);

/* lc-find-media.c */
void lc_find_blocked_media (LcCase *self);
void lc_find_varying_nat (LcCase *self);
void lc_find_udp_loss (LcCase *self);

/* lc-find-service.c: what answers, but not as the service does. */
void lc_find_stripped_websocket (LcCase *self);
void lc_find_service_errors (LcCase *self);

/* lc-find-notes.c */
void lc_find_changed_addresses (LcCase *self);
void lc_find_optional (LcCase *self);
void lc_find_old_catalog (LcCase *self);
void lc_find_unexplained (LcCase *self);
void lc_find_not_tested (LcCase *self);

G_END_DECLS
