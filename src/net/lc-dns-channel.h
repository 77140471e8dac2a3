/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-dns-message.h"

G_BEGIN_DECLS

/* Private to src/net: one name server, asked by one look-up through c-ares. */

/**
 * LcNameServer:
 *
 * Where questions go. Parsed once, shared by all look-ups of a resolver.
 */
typedef struct
{
  char   *text;      /* "10.1.0.1", "10.1.0.1:5353", "fe80::1%eth0" */
  char   *address;   /* without interface and port */
  char   *scope;     /* (nullable) the interface of a link-local address */
  guint16 port;
} LcNameServer;

/* @text: "address", "address:port" or "[address]:port". Returns: (transfer full)
 * (nullable): NULL if that is no IPv4 or IPv6 address. */
LcNameServer *lc_name_server_new (const char *text);
void          lc_name_server_free (LcNameServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcNameServer, lc_name_server_free)

/**
 * LcDnsAnsweredFunc:
 * @answer: (transfer full): what the server said; LC_RESOLVE_UNREACHABLE if an
 *   ICMP error or a missing route says that it cannot be asked, whatever the type: the
 *   channel is of no use any more, and has to be freed. Silence is not reported.
 *
 * Called from within c-ares: it may note the answer, and do nothing to the channel.
 */
typedef void (*LcDnsAnsweredFunc) (guint16 type, LcDnsAnswer *answer, gpointer user_data);

/* Called after something may have been answered; it may ask, and free the channel. */
typedef void (*LcDnsProgressFunc) (gpointer user_data);

/**
 * LcDnsChannel:
 *
 * A c-ares channel for one server whose sockets are watched in one main
 * context. c-ares chooses ids and ports, matches answers to questions and
 * follows a truncated answer over TCP; who is asked when is up to the owner.
 */
typedef struct _LcDnsChannel LcDnsChannel;

/* @patience_ms: how long answers may be of use. Returns: (transfer full) (nullable): NULL if
 * c-ares cannot be set up. */
LcDnsChannel *lc_dns_channel_new (const LcNameServer *server,
                                  guint               patience_ms,
                                  GMainContext       *context,
                                  LcDnsAnsweredFunc   answered,
                                  LcDnsProgressFunc   progress,
                                  gpointer            user_data);

/* Drops what is still asked without a call back, and closes the sockets. */
void lc_dns_channel_free (LcDnsChannel *self);

/* Sends one question. An earlier one of the same name and type stays open: whichever
 * is answered first counts. @name: its bytes identify stray datagrams, see below. */
void lc_dns_channel_ask (LcDnsChannel *self, const char *name, GBytes *encoded, guint16 type);

/* Takes in what has arrived already, without waiting and without calling @progress. */
void lc_dns_channel_drain (LcDnsChannel *self);

/* Whether a datagram came from the server that is no answer to any question for the name. */
gboolean lc_dns_channel_saw_garbage (const LcDnsChannel *self);

/* Whether an answer came over UDP that says that it is cut short, and is to be asked for over TCP. */
gboolean lc_dns_channel_saw_truncated (const LcDnsChannel *self);

G_END_DECLS
