/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-environment.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/* What was seen, in plain translated sentences with its particulars. */

/* "TCP 5061 to 169.63.26.232", "UDP 1024-65535 to …". Returns: (transfer full). */
char *lc_describe_target (LcRow *row, const LcAttempt *attempt);

/**
 * lc_describe_attempt:
 * @environment: (nullable): the computer's own addresses and gateways: with it a sentence says who
 *   is meant, so whoever has one hands it over
 * @code: what the sentence is about; mostly @attempt's own code
 *
 * Returns: (transfer full): one sentence, or two where it is known where the packets stop.
 */
char *lc_describe_attempt (LcRow *row, const LcAttempt *attempt, const LcEnvironment *environment, LcCode code);

/* One sentence on the look-up of a row's name. Returns: (transfer full). */
char *lc_describe_dns (LcRow *row, const LcDns *dns, LcCode code);

/* The leaf certificate of an attempt, or NULL. */
const LcCertificate *lc_attempt_get_leaf (const LcAttempt *attempt);

/* The value of an attribute ("CN") in an RFC 4514 name. Returns: (transfer full) (nullable). */
char *lc_describe_attribute (const char *name, const char *attribute);

/* The name a person knows an issuer by: its organisation or common name out of
 * an RFC 4514 name. Returns: (transfer full). */
char *lc_describe_issuer (const char *issuer);

G_END_DECLS
