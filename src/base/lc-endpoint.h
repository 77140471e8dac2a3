/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A host or an address with a port, as text: "10.1.0.2:40000", "a.example:443",
 * "[2001:db8:77::42]:45172", "[fe80::1%eth0]:53" (RFC 3986 3.2.2). The port may be
 * missing, and so may the brackets then. This is the only place that reads or
 * writes it. */

/**
 * lc_endpoint_split:
 * @endpoint: (nullable): untrusted text
 * @host: (out) (optional) (transfer full): what stands before the port, without brackets
 * @port: (out) (optional): 0 where there is none
 *
 * Returns: %FALSE, with @host %NULL, for what is none of these: nothing before the
 *   port, a port of anything but 1 to 65535, brackets around what is no IPv6
 *   address, or several colons that are no IPv6 address.
 */
gboolean lc_endpoint_split (const char *endpoint, char **host, guint16 *port);

/* Returns: (transfer full) (nullable): what stands before the port. */
char *lc_endpoint_get_address (const char *endpoint);

/* Returns: (transfer full): @host with brackets where it is an IPv6 address, as it
 * stands before a port. */
char *lc_endpoint_bracket (const char *host);

/* Returns: (transfer full): @host and @port as lc_endpoint_split() reads them. */
char *lc_endpoint_join (const char *host, guint16 port);

G_END_DECLS
