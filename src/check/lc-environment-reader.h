/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-resolver.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/* The environment of a report: what the computer's network looks like. */

/* What is known without sending a packet: interfaces, routes, name servers,
 * tunnels that the site's documented addresses are routed into. */
void lc_environment_gather (LcReport *report, LcResolver *resolver);

/* What the rows' answers add: the public address as STUN saw it, the clock
 * against the web servers' Date headers. */
void lc_environment_derive (LcReport *report);

G_END_DECLS
