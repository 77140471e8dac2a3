/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-answer.h"

G_BEGIN_DECLS

/* Private to src/net: what is read out of a DNS message, RFC 1035 4. */

#define LC_DNS_TYPE_A 1
#define LC_DNS_TYPE_AAAA 28 /* RFC 3596 */

/**
 * LcDnsAnswer:
 *
 * What one message, or the lack of it, says about one type of one name.
 */
typedef struct
{
  LcResolveOutcome outcome;
  GPtrArray       *addresses; /* (element-type utf8) canonical, in the answer's order, each once */
  char            *canonical; /* (nullable) the CNAME chain's last name */
} LcDnsAnswer;

LcDnsAnswer *lc_dns_answer_new (LcResolveOutcome outcome); /* Returns: (transfer full) */
void         lc_dns_answer_free (LcDnsAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcDnsAnswer, lc_dns_answer_free)

/* Returns: (transfer full) (nullable): @name as a message carries it, RFC 1035
 * 3.1; NULL if it is no host name (letters, digits, '-', '_'; RFC 1123 2.1), or
 * an address. */
GBytes *lc_dns_name_new (const char *name);

/* Whether the datagram is a response to a question for @name, whatever it answers. */
gboolean lc_dns_message_answers (const guint8 *message, gsize length, GBytes *name);

/* Whether a response says that it is cut short (TC, RFC 1035 4.1.1). */
gboolean lc_dns_message_is_truncated (const guint8 *message, gsize length);

/* Returns: (transfer full): the addresses of @type at the end of the CNAME chain.
 * Never fails: what cannot be read is LC_RESOLVE_SERVER_FAILURE. */
LcDnsAnswer *lc_dns_message_read (const guint8 *message, gsize length, guint16 type);

G_END_DECLS
