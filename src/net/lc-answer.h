/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LcResolveOutcome:
 *
 * How a look-up ended. getaddrinfo(3) folds several of these into one.
 */
typedef enum
{
  LC_RESOLVE_OK = 1,
  LC_RESOLVE_NOT_FOUND,      /* NXDOMAIN, RFC 1035 4.1.1 */
  LC_RESOLVE_NO_ADDRESS,     /* NOERROR without A or AAAA */
  LC_RESOLVE_SERVER_FAILURE, /* SERVFAIL, or an answer that is no DNS answer */
  LC_RESOLVE_REFUSED,        /* REFUSED, NOTIMP */
  LC_RESOLVE_UNREACHABLE,    /* nothing serves names there: its port answers with an ICMP rejection */
  LC_RESOLVE_NO_ROUTE,       /* the server itself cannot be reached: no route, nobody on the link */
  LC_RESOLVE_TIMEOUT,        /* silence */
  LC_RESOLVE_TRUNCATED,      /* an answer cut short (TC, RFC 1035 4.1.1), whose whole could not be
                                had over TCP, where it is to be asked for (RFC 7766 5) */
} LcResolveOutcome;

/**
 * LcAnswer:
 *
 * What a name resolved to.
 */
typedef struct
{
  LcResolveOutcome outcome;
  char           **addresses; /* (not nullable) canonical text; IPv4 first, in the answer's order */
  char            *canonical; /* (nullable) last name of the CNAME chain where it differs */
  gboolean         from_hosts; /* /etc/hosts said so; no packet was sent */
  char            *server;    /* (nullable) asked first: "10.1.0.1", with ":port" unless 53 */
  gint64           us;        /* from the question's start to its end, monotonic clock */
} LcAnswer;

void lc_answer_free (LcAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcAnswer, lc_answer_free)

G_END_DECLS
