/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-codes.h"

G_BEGIN_DECLS

/**
 * lc_code_for_icmp:
 * @address: what the packet was sent to
 * @sender: who answered; its family is that of the message
 * @type: RFC 792; RFC 4443 where @sender is IPv6
 * @code: likewise
 *
 * What an ICMP error about a TCP segment or a datagram means. errno alone misleads:
 * "administratively prohibited" arrives as EHOSTUNREACH (ip(7)).
 */
LcCode lc_code_for_icmp (LcTransport transport, const char *address, const char *sender, guint8 type, guint8 code);

G_END_DECLS
