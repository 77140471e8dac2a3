/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-attempt.h"

G_BEGIN_DECLS

/**
 * LcDns:
 *
 * How the row's name was resolved; absent where host is a literal. JSON key
 * "dns" of a row: { "status", "code", "us", "addresses", "canonical", "server", "from",
 * "detail" }.
 */
typedef struct
{
  LcStatus status;
  LcCode   code;
  gint64   us;
  char   **addresses; /* (nullable) */
  char    *canonical; /* (nullable) last name of the CNAME chain */
  char    *server;    /* (nullable) the name server that was asked */
  char    *from;      /* "dns" or "hosts" */
  char    *detail;    /* (nullable) */
} LcDns;

LcDns *lc_dns_new (void);
LcDns *lc_dns_copy (const LcDns *dns);
void   lc_dns_free (LcDns *dns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcDns, lc_dns_free)

G_END_DECLS
