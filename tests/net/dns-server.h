/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DnsServer:
 *
 * A name server on the loopback address, UDP and TCP, in the thread-default main
 * context. A name says itself how it is answered: its first label is what
 * happens to its A question, its second label to its AAAA question:
 *
 * "ok" an address; "many" three, one of them twice; "chain" a CNAME chain in an
 * odd order; "loop" a CNAME loop; "nodata" no record; "nx" NXDOMAIN; "servfail",
 * "refused", "notimp", "formerr" that code; "odd" an rcode nobody uses; "garbage"
 * bytes that are no DNS; "broken" a header and a question with a record that
 * ends early; "silent" nothing; "late" an address after 250 ms; "lost" nothing
 * the first time; "once" SERVFAIL the first time; "wrongid" another id, and another
 * address; "echo" the question itself; "big" truncated, the address over TCP;
 * "bigshut" truncated, and TCP is closed at once; "bighold" truncated, and nothing
 * comes over TCP; "linecheck-…", by which a check finds out
 * whether a name server makes answers up, NXDOMAIN.
 */
typedef struct _DnsServer DnsServer;

#define DNS_SERVER_IPV4 "192.0.2.1"
#define DNS_SERVER_IPV6 "2001:db8::1"

DnsServer *dns_server_new (void);
DnsServer *dns_server_new_at (guint16 port);
void dns_server_free (DnsServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DnsServer, dns_server_free)

const char *dns_server_get_address (DnsServer *self); /* "127.0.0.1:port" */
guint dns_server_get_questions (DnsServer *self);     /* over UDP so far */

/* Returns: (transfer full): "127.0.0.1:port" of a port that nobody listens on */
char *dns_closed_port (void);

G_END_DECLS
