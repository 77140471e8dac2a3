/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* STUN binding messages: RFC 8489 5 (header), 14 (attributes). */

#define LC_STUN_TRANSACTION_ID_LENGTH 12

typedef enum
{
  LC_STUN_SUCCESS = 1,
  LC_STUN_ERROR_RESPONSE,
  LC_STUN_OTHER_TRANSACTION, /* well-formed, but not an answer to ours */
  LC_STUN_MALFORMED,         /* not STUN, or attributes that overrun */
  LC_STUN_NO_ADDRESS,        /* success without a (XOR-)MAPPED-ADDRESS */
} LcStunKind;

typedef struct
{
  LcStunKind kind;
  char      *mapped;         /* (nullable) "203.0.113.2:40123", "[2001:db8::1]:40123" */
  guint16    mapped_port;
  char      *mapped_address; /* (nullable) */
  guint      error_code;     /* 14.8, with LC_STUN_ERROR_RESPONSE */
  char      *reason;         /* (nullable) printable UTF-8, at most 128 characters */
  char      *software;       /* (nullable) 14.14, likewise */
  char      *problem;        /* (nullable) what is malformed, in English, for a step's detail */
} LcStunReply;

void lc_stun_reply_free (LcStunReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcStunReply, lc_stun_reply_free)

/* Returns: (transfer full): a binding request with FINGERPRINT (14.7) and the given id. */
GBytes *lc_stun_request_new (const guint8 transaction_id[LC_STUN_TRANSACTION_ID_LENGTH]);

/* Reads a datagram as the answer to @transaction_id. Never fails: what cannot be
 * read is LC_STUN_MALFORMED. Returns: (transfer full). */
LcStunReply *lc_stun_reply_parse (const guint8 *data, gsize length,
                                  const guint8 transaction_id[LC_STUN_TRANSACTION_ID_LENGTH]);

G_END_DECLS
