/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a catalogue holds: sites, their rows, and what is spoken there. */

/**
 * LcProtocol:
 *
 * What is spoken on a row's port. It alone decides the steps of an attempt.
 */
typedef enum
{
  LC_PROTOCOL_HTTPS = 1,
  LC_PROTOCOL_WEBSOCKET, /* WebSocket in TLS, RFC 6455 */
  LC_PROTOCOL_SIP,       /* SIP in TLS, RFC 3261 */
  LC_PROTOCOL_IMAPS,     /* IMAP in TLS, RFC 9051 and RFC 8314 */
  LC_PROTOCOL_IMAP,      /* IMAP with STARTTLS */
  LC_PROTOCOL_SMTP,      /* SMTP with STARTTLS, RFC 5321 and RFC 3207 */
  LC_PROTOCOL_STUN,      /* STUN over UDP, RFC 8489 */
  LC_PROTOCOL_RTP,       /* RTP's ports: egress alone can be shown */
} LcProtocol;

const char *lc_protocol_to_string (LcProtocol protocol); /* "https", "websocket", "sip", "imaps", "imap", "smtp", "stun", "rtp" */
gboolean    lc_protocol_from_string (const char *string, LcProtocol *value);
gboolean    lc_protocol_is_udp (LcProtocol protocol); /* else TCP, with TLS */

/**
 * LcEndpoint:
 *
 * One row of the catalogue: one service, one host, one port or port range, one
 * transport. Read-only; owned by its #LcCatalog.
 */
typedef struct
{
  char      *id;             /* (owned) "us/sip/169.63.26.232:5061/tcp"; a range is "host:1024-65535/udp" */
  char      *number;         /* (owned) "US-17": what a helpdesk says aloud */
  char      *service;        /* (owned) "sip" */
  char      *title;          /* (owned) the service in plain words, "Call signalling" */
  char      *purpose;        /* (owned) why the service needs it, for a firewall change request */
  char      *host;           /* (owned) a DNS name or an address literal */
  guint16    port;
  guint16    port_last;      /* equal to port but for a range */
  gboolean   udp;            /* transport: UDP, else TCP */
  LcProtocol protocol;
  char      *tls_name;       /* (owned) (nullable) name for SNI and verification; NULL where there is no TLS */
  gboolean   tls_name_documented; /* FALSE where host is a literal, so tls_name is lent by another row */
  char      *ws_path;        /* (owned) (nullable) WebSocket only */
  char      *ws_subprotocol; /* (owned) (nullable) WebSocket only */
  gboolean   required;
  gboolean   legacy;
  char      *capability;     /* (owned) "sign-in" "calls" "audio" "voicemail" "web-content" "web-client" */
  char     **documented;     /* (owned) what the document says the host resolves to, or the literal itself */
  gboolean   may_change;     /* a CDN: another address is normal */
  char      *private_authority; /* (owned) (nullable) who signs for this host and is not public: a name, or a fingerprint */
  char      *note;           /* (owned) (nullable) why it is not required, for one */
} LcEndpoint;

/**
 * LcSite:
 *
 * One site with its rows in the document's order. Owned by its #LcCatalog.
 */
typedef struct
{
  char      *id;        /* (owned) "us" */
  char      *title;     /* (owned) "United States" */
  char      *places;    /* (owned) "Dallas, Washington" */
  GPtrArray *endpoints; /* (owned) (element-type LcEndpoint) */
} LcSite;

/**
 * LC_CATALOG_ERROR:
 *
 * Errors of reading a catalogue. The message names the JSON path, what was
 * expected and what was found: "$.sites[0].rows[3].port: expected a whole
 * number from 1 to 65535, found 70000".
 */
#define LC_CATALOG_ERROR (lc_catalog_error_quark ())
GQuark lc_catalog_error_quark (void);

typedef enum
{
  LC_CATALOG_ERROR_SYNTAX,  /* no JSON, or no UTF-8 */
  LC_CATALOG_ERROR_INVALID, /* JSON, but no catalogue */
} LcCatalogError;

G_END_DECLS
