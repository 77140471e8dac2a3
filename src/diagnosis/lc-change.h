/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcChangeKind:
 *
 * Whose list a change belongs to. They are asked of different devices, and mostly of different people.
 */
typedef enum
{
  LC_CHANGE_OUTBOUND = 1, /* a firewall rule */
  LC_CHANGE_TLS,          /* an exemption from TLS inspection */
  LC_CHANGE_WEB_FILTER,   /* an exemption from a web filter */
  LC_CHANGE_PROXY,        /* an entry in a proxy's allow list */
  LC_CHANGE_DNS,          /* an exemption from a DNS filter */
} LcChangeKind;

#define LC_CHANGE_LAST LC_CHANGE_DNS

/**
 * LcChange:
 *
 * One destination that has to be let through: one address, one protocol, one
 * port or range.
 */
typedef struct
{
  LcChangeKind kind;
  char        *address;
  LcTransport  transport;
  guint16      port;
  guint16      port_last;
  GPtrArray   *hosts;    /* (element-type utf8) names that lead to @address; the address itself where none does */
  GPtrArray   *services; /* (element-type utf8) what they are, "Call signalling" */
  GPtrArray   *purposes; /* (element-type utf8) why the service needs it */
  GPtrArray   *evidence; /* (element-type utf8) */
  GPtrArray   *rows;     /* (element-type utf8) numbers, "US-19" */
  LcOwner      owner;    /* of the finding that asks for it */
  LcOwnerConfidence owner_confidence; /* likewise */
  char        *hop;      /* (nullable) the router that is shown, or likely, to stop it */
} LcChange;

void lc_change_free (LcChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcChange, lc_change_free)

const char *lc_change_kind_to_string (LcChangeKind kind); /* "outbound", "tls-inspection" … */

/* "TCP 5061". Returns: (transfer full). */
char *lc_change_describe_port (const LcChange *change);

/* Whether two changes differ in their destination alone. */
gboolean lc_change_shares_port (const LcChange *a, const LcChange *b);

/**
 * lc_changes_new:
 *
 * What the findings of a diagnosed report ask others to let through: only what
 * was seen to be stopped, of required rows, each destination once.
 *
 * Returns: (transfer full) (element-type LcChange)
 */
GPtrArray *lc_changes_new (LcReport *report);

G_END_DECLS
