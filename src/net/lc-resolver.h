/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/lc-address.h"
#include "net/lc-answer.h"

G_BEGIN_DECLS

/**
 * LcResolver:
 *
 * A stub resolver on c-ares, which needs no thread: neither a silent name server
 * nor other people's blocking work ever holds up another look-up (GLib's own
 * resolver shares a thread pool). Reads resolv.conf(5) and hosts(5) when it is
 * made. The sources of a look-up attach to the thread-default main context of its caller.
 */
#define LC_TYPE_RESOLVER (lc_resolver_get_type ())
G_DECLARE_FINAL_TYPE (LcResolver, lc_resolver, LC, RESOLVER, GObject)

/* Returns: (transfer full): for this computer's own configuration. Without a name server
 * in resolv.conf it is 127.0.0.1, as resolv.conf(5) has it. */
LcResolver *lc_resolver_new (void);

/* Returns: (transfer full) (nullable): for tests. @servers: comma-separated "address" or
 * "address:port", "[address]:port" for IPv6; @hosts_path: (nullable): instead of /etc/hosts.
 * @error: %G_IO_ERROR_INVALID_ARGUMENT for what is no address. */
LcResolver *lc_resolver_new_for_servers (const char *servers,
                                         const char *hosts_path,
                                         GError    **error);

/* Returns: (transfer full): for tests, with other files than /etc/resolv.conf and /etc/hosts. */
LcResolver *lc_resolver_new_for_files (const char *resolv_conf, const char *hosts_path);

/* Returns: (transfer none): the name servers in the order in which they are asked. */
const char *const *lc_resolver_get_servers (LcResolver *self);

/**
 * lc_resolver_lookup_async:
 * @name: a DNS name, without search domains being applied; not an address
 * @timeout_ms: the whole look-up's deadline; within it every server is asked more than once
 *
 * Asks for A and AAAA at the same time. An AAAA answer that is missing or late
 * never spoils an A answer: it is waited for at most 500 ms more, and an A answer
 * at most 1 s after the addresses of an AAAA answer. @callback is called exactly once.
 */
void lc_resolver_lookup_async (LcResolver         *self,
                               const char         *name,
                               guint               timeout_ms,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);

/**
 * lc_resolver_lookup_finish:
 * @error: %G_IO_ERROR_CANCELLED, or %G_IO_ERROR_INVALID_ARGUMENT for what is no name
 *
 * A name that does not resolve is an answer, not an error.
 * Returns: (transfer full) (nullable).
 */
LcAnswer *lc_resolver_lookup_finish (LcResolver *self, GAsyncResult *result, GError **error);

G_END_DECLS
