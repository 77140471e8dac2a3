/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "net/lc-channel.h"
#include "net/lc-own-network.h"
#include "net/lc-pacer.h"
#include "net/lc-resolver.h"
#include "net/lc-udp-port.h"
#include "probe/lc-names.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/**
 * LcProbeContext:
 *
 * What the probes of one check share. Belongs to one main context.
 */
#define LC_TYPE_PROBE_CONTEXT (lc_probe_context_get_type ())
G_DECLARE_FINAL_TYPE (LcProbeContext, lc_probe_context, LC, PROBE_CONTEXT, GObject)

/**
 * lc_probe_context_new:
 * @resolver: kept
 * @tls: kept
 * @timeout_ms: deadline of each step
 */
LcProbeContext *lc_probe_context_new (LcResolver *resolver, LcTlsContext *tls, guint timeout_ms);

LcNames      *lc_probe_context_get_names (LcProbeContext *self);
LcTlsContext *lc_probe_context_get_tls (LcProbeContext *self);
LcPacer      *lc_probe_context_get_pacer (LcProbeContext *self);
guint         lc_probe_context_get_timeout_ms (LcProbeContext *self);

/* Which addresses are this network's own, as far as is known: whoever learns of one adds it. */
LcOwnNetwork *lc_probe_context_get_own_network (LcProbeContext *self);

/* The one socket that all STUN rows of a family share. (nullable): no such
 * family on this computer. */
LcUdpPort *lc_probe_context_get_stun_port (LcProbeContext *self, GSocketFamily family);

/* Which address families this computer has a route for. */
void     lc_probe_context_set_families (LcProbeContext *self, gboolean ipv4, gboolean ipv6);
gboolean lc_probe_context_has_family (LcProbeContext *self, GSocketFamily family);

/* The computer's HTTP proxy for the site's web rows: "http://10.1.0.1:3128". */
void        lc_probe_context_set_proxy (LcProbeContext *self, const char *uri);
const char *lc_probe_context_get_proxy (LcProbeContext *self); /* (nullable) */

/**
 * LcProbeContext::unanswered:
 * @row: under way
 * @address: of one of its attempts
 *
 * What opens the attempt has been sent twice and has drawn nothing yet. It may still
 * answer; it is worth finding out where the way ends, if it does.
 */
void lc_probe_context_note_unanswered (LcProbeContext *self, LcRow *row, const char *address);

/* Who in this network rejects datagrams with ICMP, once one probe has seen it:
 * its few answers a second are then shared between the probes. */
void        lc_probe_context_note_rejecter (LcProbeContext *self, const char *address);
const char *lc_probe_context_get_rejecter (LcProbeContext *self); /* (nullable) */

G_END_DECLS
