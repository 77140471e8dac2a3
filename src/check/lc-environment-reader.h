/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-own-network.h"
#include "net/lc-resolver.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/* The environment of a report, as far as this computer itself can tell: what
 * nobody has to be asked for over the network. lc_name_probes_async() and
 * lc_proxy_lookup_async() fill in the rest, lc_environment_derive() what follows. */

/* Interfaces, routes, name servers, tunnels that the site's documented addresses
 * are routed into. @resolver: (nullable). */
void lc_environment_reader_run (LcReport *report, LcResolver *resolver);

/* What the probes may know of this network before they run. */
void lc_environment_note_own_network (const LcEnvironment *environment, LcOwnNetwork *network);

/* NetworkManager's word on a captive portal, or that of the desktop's portal from
 * inside a sandbox: a question on the local bus, for where something failed. */
void lc_environment_reader_ask_portal (LcEnvironment *environment);

G_END_DECLS
