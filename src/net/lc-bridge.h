/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-channel.h"

G_BEGIN_DECLS

/**
 * LcBridge:
 *
 * Lets a library that opens its own connections (libsoup) talk through a channel
 * that is open already: it listens on an abstract Unix socket (unix(7)) of this
 * process, takes exactly one connection from this same process, and carries
 * bytes both ways. So a request goes out on the very connection whose handshake
 * was measured, and no second handshake runs in GLib's thread pool.
 */
#define LC_TYPE_BRIDGE (lc_bridge_get_type ())
G_DECLARE_FINAL_TYPE (LcBridge, lc_bridge, LC, BRIDGE, GObject)

/* Returns: (transfer full) (nullable): listening; @error is a #GIOError of set-up. */
LcBridge *lc_bridge_new (LcChannel *channel, GError **error);

/* Where to connect. (transfer none) */
GSocketAddress *lc_bridge_get_address (LcBridge *self);

/* How the channel's stream ended for reading, once it has: (transfer none)
 * (nullable): NULL while it is open or when it ended properly. */
const GError *lc_bridge_get_error (LcBridge *self);

/* Whether the channel's peer has ended its stream, or failed. */
gboolean lc_bridge_get_ended (LcBridge *self);

/* Bytes that came from the channel so far. */
gsize lc_bridge_get_received (LcBridge *self);

/* Stops carrying and listening; the channel itself stays open. Safe to call twice. */
void lc_bridge_close (LcBridge *self);

G_END_DECLS
