/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcSender:
 *
 * Who may have sent an answer that carries the host's address, by its time alone.
 */
typedef enum
{
  LC_SENDER_UNKNOWN, /* time cannot tell */
  LC_SENDER_HOST,    /* it took as long as an answer of the host takes; what stands right before the host takes as long */
  LC_SENDER_NEARER,  /* it came sooner than an answer of the host can */
} LcSender;

/**
 * lc_nearby_judge:
 * @answer_us: how long the answer took, in µs; negative where that is not known
 * @round_trip_us: the shortest round trip to that host that anything else measured, in µs; not
 *   positive where none was
 *
 * The one judgement on "nearer than the host": refusals, resets in a handshake, and
 * connections that open sooner than the host can have heard of them.
 *
 * An answer of the host cannot be sooner than the path's own shortest round trip. What was
 * measured for comparison may be longer than that, by what waited in queues while it was
 * measured, so that an answer which is merely sooner shows nothing. How far off may it be?
 *
 * - Kernel time stamps (TCP_INFO's round trip, the time of connect(2)) are good to a fraction of
 *   a millisecond; what a busy computer adds before a program reads its answer is some
 *   milliseconds. Below a difference of 5 ms time tells nothing, whatever the share; and nothing
 *   of a host that is nearer than 5 ms.
 * - Queues on a line in use double a round trip now and then: RFC 6298 begins with a variance of
 *   half of the first round trip, and waits for four times that. The comparison is the shortest
 *   of what was measured, so that doubling it needs every measurement to have waited. With more
 *   than a half, 60 %, missing, it is no queue any more: below 40 % something nearer answered.
 * - An answer of the host that waited less than the comparison did takes somewhat less than that.
 *   RFC 6298 smooths by eighths; two of these, and something for the clock, is what a path varies
 *   by while a check lasts: from 70 % on it took as long as the host takes.
 * - Between the two nobody can tell.
 */
LcSender lc_nearby_judge (gint64 answer_us, gint64 round_trip_us);

G_END_DECLS
