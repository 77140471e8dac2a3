/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LoopbackStun:
 *
 * A STUN server (RFC 8489) on a loopback address, in the thread-default main
 * context. What it does with each datagram is a letter of its pattern, which
 * begins anew at its end:
 *
 * S a success response; D the same twice; B garbage, then a success response;
 * O a success response 200 ms later; W one with another transaction id; M one with
 * another magic cookie; N one without an address; T one that breaks off; E an error
 * response, 420; R the request itself; G garbage; P a success response from another
 * port; L nothing.
 */
typedef struct _LoopbackStun LoopbackStun;

LoopbackStun *loopback_stun_new (const char *pattern);

/* Returns: (nullable): NULL where there is no such address. */
LoopbackStun *loopback_stun_new_at (const char *pattern, const char *address);

void loopback_stun_free (LoopbackStun *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoopbackStun, loopback_stun_free)

guint16 loopback_stun_get_port (LoopbackStun *server);
guint   loopback_stun_get_requests (LoopbackStun *server); /* datagrams so far */

G_END_DECLS
