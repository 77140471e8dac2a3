/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

G_BEGIN_DECLS

/* Private to src/net: questions to the kernel's routing, rtnetlink(7). An ordinary
 * user may ask. The kernel answers before the question's system call returns, so nothing
 * here waits; and unlike /sys it always speaks of the caller's own network namespace. */

/* @message: one object that was asked for */
typedef void (*LcRtnetlinkFunc) (const struct nlmsghdr *message, gpointer user_data);

/* Calls @func for every object of @type: RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE.
 * Returns: 0, or a positive errno. */
int lc_rtnetlink_dump (guint16 type, LcRtnetlinkFunc func, gpointer user_data);

/* Calls @func for the route to @destination (@length 4: IPv4, 16: IPv6; network
 * byte order), or not at all. Returns: 0, or a positive errno: ENETUNREACH … */
int lc_rtnetlink_get_route (const guint8 *destination, gsize length, LcRtnetlinkFunc func,
                            gpointer user_data);

/* A run of attributes, within a message that somebody else owns. */
typedef struct
{
  gconstpointer data;
  gsize         length;
} LcAttributes;

/* The attributes after the message's own header of @header_length bytes. */
LcAttributes lc_rtnetlink_attributes (const struct nlmsghdr *message, gsize header_length);

/* Returns: (transfer none) (nullable): the first one of @type. */
const struct rtattr *lc_rtnetlink_find (LcAttributes attributes, guint16 type);

/* Returns: the attribute's number, or @fallback if it is %NULL or too short. */
guint32 lc_rtnetlink_get_uint32 (const struct rtattr *attribute, guint32 fallback);

G_END_DECLS
