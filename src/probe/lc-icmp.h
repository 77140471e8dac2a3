/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-attempt.h"

G_BEGIN_DECLS

/* What an ICMP error about a datagram to @address means: UDP_REFUSED when the
 * host itself says that the port is closed, else UDP_REJECTED. */
LcCode lc_icmp_code_for_udp (const LcIcmp *icmp, const char *address);

/* "10.1.0.1 answered with ICMP: …". Returns: (transfer full). */
char *lc_icmp_describe_sender (const LcIcmp *icmp);

G_END_DECLS
