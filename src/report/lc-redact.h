/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/* What identifies a person or a company in a report, and the report without it. */

/**
 * LcIdentityKind:
 *
 * Why something identifies.
 */
typedef enum
{
  LC_IDENTITY_NAME = 1, /* a user's or a computer's name, a proxy's or portal's host and its domain,
                           an interface's name that somebody chose, a MAC address */
  LC_IDENTITY_LOCAL,    /* an address of the network's inside */
  LC_IDENTITY_PUBLIC,   /* the address that the internet sees */
} LcIdentityKind;

typedef struct
{
  LcIdentityKind kind;
  char          *value; /* as it stands in the report; an address in its shortest form */
  char          *token; /* what stands in its place: "local-address-1" */
} LcIdentity;

/**
 * lc_report_find_identities:
 * @names: (nullable): user and host names that may stand in it, ended by NULL; those
 *   that are shorter than three characters are not looked for. A host's first part and its
 *   domain are looked for by themselves as well
 *
 * Local addresses are those that RFC 1918, RFC 6598, RFC 3927, RFC 4193 and RFC 4291
 * keep from the internet, but for loopback, those of this computer's interfaces and those of
 * its gateways. An address is found however it is written: in brackets, with a port or a zone,
 * IPv4-mapped, in a sentence, in a URI, as a part of a name ("192-168-7-23.nip.io"); and so are names,
 * of any case and in any encoding.
 *
 * Returns: (transfer full) (element-type LcIdentity): each once, in the order in
 *   which they stand in the report.
 */
GPtrArray *lc_report_find_identities (LcReport *report, const char *const *names);

/**
 * lc_report_redact:
 * @identities: (element-type LcIdentity): what is to be left out
 * @error: #LcReportError, where a saved report is at its limits and the tokens are
 *   longer than what they stand for
 *
 * Returns: (transfer full) (nullable): a copy of the report in which each of @identities is
 *   replaced by its token, the same one everywhere. Of the address of a page that was led to
 *   there is only the host. The report itself stays.
 */
LcReport *lc_report_redact (LcReport *report, GPtrArray *identities, GError **error);

G_END_DECLS
