/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "catalog/lc-catalog.h"
#include "report/lc-attempt.h"
#include "report/lc-dns.h"

G_BEGIN_DECLS

/**
 * LcRowState:
 *
 * Where a row is in a running check. A row of a loaded report is always ended.
 */
typedef enum
{
  LC_ROW_WAITING,
  LC_ROW_RUNNING,
  LC_ROW_ENDED,
} LcRowState;

/**
 * LcRowResult:
 *
 * A row's conclusion, set in one go so that views never see half of one.
 */
typedef struct
{
  LcStatus     status;
  LcCode       code;
  LcPhase      phase; /* LC_PHASE_NONE: null */
  LcOwner      owner;
  LcConfidence confidence;
  const char  *detail; /* (not nullable) one sentence; copied */
  gint64       latency_us;
  LcOwnerConfidence owner_confidence; /* LC_OWNER_CONFIDENCE_NONE: not said */
} LcRowResult;

/**
 * LcRow:
 *
 * One row of the record. Until it has ended its status is cancelled, its owner
 * unknown, its confidence inconclusive. Properties, all read-only, notified on
 * change (and only then): "id" "number" "service" "title" "host" "ports" (string,
 * "5061" or "1024-65535") "state" "status" "code" (both int) "activity" "detail"
 * "resolved-text" "latency-us" (int64).
 */
#define LC_TYPE_ROW (lc_row_get_type ())
G_DECLARE_FINAL_TYPE (LcRow, lc_row, LC, ROW, GObject)

LcRow *lc_row_new (const LcEndpoint *endpoint); /* copies what it needs */

const char        *lc_row_get_id (LcRow *self);
const char        *lc_row_get_number (LcRow *self);
const char        *lc_row_get_service (LcRow *self);
const char        *lc_row_get_title (LcRow *self);
const char        *lc_row_get_purpose (LcRow *self); /* JSON key "purpose" */
const char        *lc_row_get_host (LcRow *self);
guint16            lc_row_get_port (LcRow *self);
guint16            lc_row_get_port_last (LcRow *self);
const char        *lc_row_get_ports (LcRow *self); /* "5061", "1024-65535" */
LcTransport        lc_row_get_transport (LcRow *self);
LcProtocol         lc_row_get_protocol (LcRow *self);
const char        *lc_row_get_tls_name (LcRow *self); /* (nullable) JSON key "tls_name" */
const char        *lc_row_get_ws_path (LcRow *self);  /* (nullable) never saved */
const char        *lc_row_get_ws_subprotocol (LcRow *self); /* (nullable) never saved */
gboolean           lc_row_get_host_is_literal (LcRow *self);
gboolean           lc_row_get_required (LcRow *self);
gboolean           lc_row_get_legacy (LcRow *self);
gboolean           lc_row_get_may_change (LcRow *self);   /* JSON key "may_change" */
const char        *lc_row_get_capability (LcRow *self);   /* JSON key "capability" */
const char        *lc_row_get_private_authority (LcRow *self); /* (nullable) JSON key "private_authority" */
const char        *lc_row_get_note (LcRow *self);         /* (nullable) JSON key "note" */
const char *const *lc_row_get_documented (LcRow *self);

/**
 * lc_row_is_filtered_to:
 * @addresses: what the row's name resolves to
 *
 * Whether a filter answered in the service's place: none of @addresses is documented, and
 * none is one that a public service can have (RFC 6890), while a documented one is.
 */
gboolean lc_row_is_filtered_to (LcRow *self, const char *const *addresses);

LcRowState         lc_row_get_state (LcRow *self);
const char        *lc_row_get_activity (LcRow *self); /* (nullable) translated; never saved */
LcStatus           lc_row_get_status (LcRow *self);
LcCode             lc_row_get_code (LcRow *self);
LcPhase            lc_row_get_phase (LcRow *self);
LcOwner            lc_row_get_owner (LcRow *self);
LcConfidence       lc_row_get_confidence (LcRow *self);
LcOwnerConfidence  lc_row_get_owner_confidence (LcRow *self); /* JSON key "owner_confidence" */
const char        *lc_row_get_detail (LcRow *self);
gint64             lc_row_get_latency_us (LcRow *self);
gint64             lc_row_get_duration_us (LcRow *self);
const LcDns       *lc_row_get_dns (LcRow *self);      /* (nullable) */
const char *const *lc_row_get_resolved (LcRow *self); /* never NULL, may be empty */

/* The attempts, in order of their addresses (element-type LcAttempt), owned by
 * the row, never NULL. Three lists that are never mixed: what the service's own
 * programs would do (JSON "attempts"), the same through the computer's HTTP
 * proxy ("proxied_attempts", absent when empty), and the documented addresses
 * tried for comparison when the name led elsewhere or nowhere
 * ("documented_attempts", absent when empty). */
GPtrArray *lc_row_get_attempts (LcRow *self);
GPtrArray *lc_row_get_proxied_attempts (LcRow *self);
GPtrArray *lc_row_get_documented_attempts (LcRow *self);

/* For the check that fills a row in, and for parsers. */
void lc_row_set_state (LcRow *self, LcRowState state);
void lc_row_set_activity (LcRow *self, const char *activity);
void lc_row_take_dns (LcRow *self, LcDns *dns); /* resolved follows from it */
void lc_row_set_resolved (LcRow *self, const char *const *addresses);
void lc_row_set_duration_us (LcRow *self, gint64 us);
void lc_row_set_result (LcRow *self, const LcRowResult *result);
/* Forgets everything seen, back to waiting (for "check again"). */
void lc_row_reset (LcRow *self);

G_END_DECLS
