/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The words of the record. Every enumeration here has one table of identifiers
 * (lc-codes.c); the identifiers are what JSON, CSV and other people's tools see
 * and never change. Zero is never a valid value except where a NONE says so. */

/**
 * LcStatus:
 *
 * What was found out about a step, an attempt, a row or a capability. There is
 * no "unknown": what proves nothing is %LC_STATUS_INCONCLUSIVE.
 */
typedef enum
{
  LC_STATUS_PASS = 1,
  LC_STATUS_DEGRADED,
  LC_STATUS_FAIL,
  LC_STATUS_INCONCLUSIVE,
  LC_STATUS_SKIPPED,
  LC_STATUS_CANCELLED,
} LcStatus;

/**
 * LcPhase:
 *
 * The phase of an attempt, in the order in which they happen.
 */
typedef enum
{
  LC_PHASE_NONE, /* null in JSON */
  LC_PHASE_DNS,
  LC_PHASE_TCP,
  LC_PHASE_PROXY,
  LC_PHASE_TLS,
  LC_PHASE_APP,
  LC_PHASE_UDP,
} LcPhase;

/**
 * LcOwner:
 *
 * Who has to act.
 */
typedef enum
{
  LC_OWNER_NONE = 1,
  LC_OWNER_DEVICE,
  LC_OWNER_VPN,
  LC_OWNER_LOCAL_NETWORK,
  LC_OWNER_PROXY,
  LC_OWNER_FIREWALL,
  LC_OWNER_DNS,
  LC_OWNER_PROVIDER,
  LC_OWNER_SERVICE,
  LC_OWNER_UNKNOWN,
} LcOwner;

typedef enum
{
  LC_CONFIDENCE_PROVEN = 1,
  LC_CONFIDENCE_LIKELY,
  LC_CONFIDENCE_INCONCLUSIVE,
} LcConfidence;

/**
 * LcOwnerConfidence:
 *
 * How sure it is who has to act. The place of a block and whose that place is are
 * two statements: the first may be proven while the second is not known.
 */
typedef enum
{
  LC_OWNER_CONFIDENCE_NONE, /* not said: absent in JSON, as in reports of older programs */
  LC_OWNER_CONFIDENCE_PROVEN,
  LC_OWNER_CONFIDENCE_LIKELY,
  LC_OWNER_CONFIDENCE_UNKNOWN,
} LcOwnerConfidence;

typedef enum
{
  LC_SEVERITY_ERROR = 1,
  LC_SEVERITY_WARNING,
  LC_SEVERITY_NOTE,
} LcSeverity;

typedef enum
{
  LC_VERDICT_OK = 1,
  LC_VERDICT_DEGRADED,
  LC_VERDICT_BLOCKED,
  LC_VERDICT_INCONCLUSIVE,
} LcVerdict;

typedef enum
{
  LC_TRANSPORT_TCP = 1,
  LC_TRANSPORT_UDP,
} LcTransport;

/**
 * LcCode:
 *
 * What a step saw. The prefix says the phase; the last group belongs to any.
 */
typedef enum
{
  LC_CODE_DNS_NOT_FOUND = 1,
  LC_CODE_DNS_NO_ADDRESS,
  LC_CODE_DNS_SERVER_FAILURE,
  LC_CODE_DNS_REFUSED,
  LC_CODE_DNS_TIMEOUT,
  LC_CODE_DNS_TRUNCATED,
  LC_CODE_DNS_SINKHOLE,
  LC_CODE_DNS_UNEXPECTED_ADDRESS,
  LC_CODE_TCP_TIMEOUT,
  LC_CODE_TCP_REFUSED,
  LC_CODE_TCP_REFUSED_NEARBY,
  LC_CODE_TCP_REJECTED,
  LC_CODE_TCP_RESET,
  LC_CODE_TCP_NETWORK_UNREACHABLE,
  LC_CODE_TCP_HOST_UNREACHABLE,
  LC_CODE_PROXY_UNREACHABLE,
  LC_CODE_PROXY_AUTH_REQUIRED,
  LC_CODE_PROXY_DENIED,
  LC_CODE_TLS_RESET,
  LC_CODE_TLS_TIMEOUT,
  LC_CODE_TLS_CLOSED,
  LC_CODE_TLS_ALERT,
  LC_CODE_TLS_NOT_TLS,
  LC_CODE_TLS_INTERCEPTED,
  LC_CODE_TLS_UNTRUSTED,
  LC_CODE_TLS_NAME_MISMATCH,
  LC_CODE_TLS_EXPIRED,
  LC_CODE_TLS_NOT_YET_VALID,
  LC_CODE_APP_TIMEOUT,
  LC_CODE_APP_CLOSED,
  LC_CODE_APP_UNEXPECTED_REPLY,
  LC_CODE_HTTP_ERROR,
  LC_CODE_HTTP_BLOCK_PAGE,
  LC_CODE_HTTP_CAPTIVE_PORTAL,
  LC_CODE_WS_REFUSED,
  LC_CODE_SIP_SILENT,
  LC_CODE_IMAP_REJECTED,
  LC_CODE_SMTP_REJECTED,
  LC_CODE_STARTTLS_MISSING,
  LC_CODE_UDP_SILENT,
  LC_CODE_UDP_REJECTED,
  LC_CODE_UDP_REFUSED,
  LC_CODE_UDP_LEFT_NETWORK,
  LC_CODE_UDP_REACHED_HOST,
  LC_CODE_UDP_STOPPED_AT_HOP,
  LC_CODE_STUN_BAD_REPLY,
  LC_CODE_STUN_ERROR,
  LC_CODE_STUN_LOSSY,
  LC_CODE_STUN_RATE_LIMITED,
  LC_CODE_OK,
  LC_CODE_CANCELLED,
  LC_CODE_OFFLINE,
  LC_CODE_INTERNAL_ERROR,
} LcCode;

#define LC_CODE_LAST LC_CODE_INTERNAL_ERROR

/* Every function below that takes a string accepts %NULL and returns FALSE for
 * what is not in its table; *value is then untouched. Returned strings are
 * static. */
const char *lc_status_to_string (LcStatus status);
gboolean    lc_status_from_string (const char *string, LcStatus *value);
const char *lc_phase_to_string (LcPhase phase); /* (nullable): NULL for LC_PHASE_NONE */
gboolean    lc_phase_from_string (const char *string, LcPhase *value);
const char *lc_owner_to_string (LcOwner owner);
gboolean    lc_owner_from_string (const char *string, LcOwner *value);
const char *lc_confidence_to_string (LcConfidence confidence);
gboolean    lc_confidence_from_string (const char *string, LcConfidence *value);
const char *lc_owner_confidence_to_string (LcOwnerConfidence confidence); /* (nullable): for NONE */
gboolean    lc_owner_confidence_from_string (const char *string, LcOwnerConfidence *value);
const char *lc_severity_to_string (LcSeverity severity);
gboolean    lc_severity_from_string (const char *string, LcSeverity *value);
const char *lc_verdict_to_string (LcVerdict verdict);
gboolean    lc_verdict_from_string (const char *string, LcVerdict *value);
const char *lc_transport_to_string (LcTransport transport);
gboolean    lc_transport_from_string (const char *string, LcTransport *value);
const char *lc_code_to_string (LcCode code);
gboolean    lc_code_from_string (const char *string, LcCode *value);

/* The status whose colours and symbols a verdict is shown in. */
LcStatus lc_verdict_to_status (LcVerdict verdict);

/* The words a person reads, translated: "Works", "Limited", "Blocked",
 * "Not proven", "Skipped", "Stopped"; "your firewall" …; the phases as
 * "name look-up", "connection" …; "proven", "likely", "not proven"; "problem",
 * "warning", "note". */
const char *lc_status_get_label (LcStatus status);
const char *lc_owner_get_label (LcOwner owner);
const char *lc_phase_get_label (LcPhase phase);
const char *lc_verdict_get_label (LcVerdict verdict);
const char *lc_confidence_get_label (LcConfidence confidence);
const char *lc_severity_get_label (LcSeverity severity);

/* One short translated sentence for a code, with no particulars in it and no full stop. */
const char *lc_code_get_label (LcCode code);

/* The phase that a code tells about: %LC_PHASE_UDP for those of STUN, %LC_PHASE_NONE for what may
 * end any phase (ok, cancelled, offline, internal-error). */
LcPhase lc_code_get_phase (LcCode code);

/* The status that a step with this code has when nothing else is known. */
LcStatus lc_code_get_status (LcCode code);

/* Worst first: the one of two statuses that a summary must show
 * (fail, degraded, inconclusive, cancelled, skipped, pass). */
LcStatus lc_status_worse (LcStatus a, LcStatus b);

G_END_DECLS
