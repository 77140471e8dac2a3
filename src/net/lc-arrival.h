/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/* When a packet really came: the kernel stamps it on arrival (socket(7),
 * SO_TIMESTAMPNS), so that a busy main loop is never taken for a slow network. */

/* To be called before receiving. */
void lc_socket_enable_arrival_times (GSocket *socket);

/* The arrival of what recvmsg(2) put into @message, on the monotonic clock in µs;
 * now, where the kernel gave no stamp. */
gint64 lc_arrival_time (struct msghdr *message);

G_END_DECLS
