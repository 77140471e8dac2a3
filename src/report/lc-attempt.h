/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-codes.h"

G_BEGIN_DECLS

/* What was seen while a row was tried: plain data, filled by a probe or a
 * parser, read by everybody. Times are whole microseconds; LC_US_NONE means
 * that it did not happen (null in JSON, never 0). Every string is owned by its
 * struct and may be NULL unless stated; an absent fact is left out of JSON. */

#define LC_US_NONE (-1)

/**
 * LcStep:
 *
 * One phase of an attempt.
 */
typedef struct
{
  LcPhase  phase;
  LcStatus status;
  LcCode   code;
  gint64   us;     /* how long it took */
  char    *detail; /* (nullable) one sentence with the particulars */
} LcStep;

/**
 * LcIcmp:
 *
 * An ICMP (or ICMPv6) error as the socket's error queue gave it (ip(7),
 * IP_RECVERR). JSON key "icmp": { "address", "type", "code", "us" }.
 */
typedef struct
{
  char  *address; /* the offender: who sent it */
  guint8 type;    /* RFC 792; RFC 4443 where address is IPv6 */
  guint8 code;
  gint64 us;      /* after the packet that caused it */
} LcIcmp;

/**
 * LcCertificate:
 *
 * One certificate of a chain. JSON: an element of "chain" in "tls":
 * { "subject", "issuer", "not_before", "not_after", "sha256", "key_sha256",
 *   "names", "self_signed", "sct", "authority_info", "crl", "policies" }.
 */
typedef struct
{
  char    *subject;    /* RFC 4514 */
  char    *issuer;
  char    *not_before; /* ISO 8601, UTC */
  char    *not_after;
  char    *sha256;     /* of the DER, lower-case hex */
  char    *key_sha256; /* of the public key (SPKI) */
  char   **names;      /* dNSName and iPAddress entries, at most 32 */
  gboolean self_signed;
  gboolean sct;            /* embedded certificate-transparency timestamps, RFC 6962 */
  gboolean authority_info; /* authorityInfoAccess, RFC 5280 4.2.2.1 */
  gboolean crl;            /* cRLDistributionPoints */
  gboolean policies;       /* certificatePolicies */
} LcCertificate;

/**
 * LcPublicity:
 *
 * Whether an authority is one of those that the world's programs trust. JSON: true,
 * false, null.
 */
typedef enum
{
  LC_PUBLICITY_UNKNOWN, /* it may be newer than the list: null, never false */
  LC_PUBLICITY_PRIVATE,
  LC_PUBLICITY_PUBLIC,
} LcPublicity;

/**
 * LcAnchor:
 *
 * Who vouches for a certificate in the end: the authority at the far end of the
 * verified path, which this computer trusts. JSON key "anchor" of "tls":
 * { "subject", "sha256", "key_sha256", "public" }.
 */
typedef struct
{
  char       *subject;    /* RFC 4514 */
  char       *sha256;     /* of the DER, lower-case hex */
  char       *key_sha256; /* of the public key (SPKI) */
  LcPublicity publicity;
} LcAnchor;

/**
 * LcTls:
 *
 * A TLS handshake that came as far as a certificate. The first certificate's
 * subject, issuer, dates and fingerprint stand also in "tls" itself.
 */
typedef struct
{
  char      *version; /* "TLS 1.3" */
  char      *cipher;
  char      *name;    /* the name that was sent and verified against */
  char      *verify;  /* "ok", or words for what is wrong: space-separated of "untrusted"
                         "name-mismatch" "expired" "not-yet-valid" "revoked" "insecure", and
                         "no-authorities" where this computer knows nobody to trust */
  char      *alpn;
  GPtrArray *chain;   /* (element-type LcCertificate) as the server sent it, leaf first */
  LcAnchor  *anchor;  /* (nullable) where nothing that this computer trusts vouches for it */
} LcTls;

/**
 * LcHttp:
 *
 * An HTTP answer, or a WebSocket's. JSON key "http".
 */
typedef struct
{
  guint    status;
  char    *server;       /* Server header */
  char    *location;     /* Location header, as it came */
  char    *content_type;
  char    *title;        /* an HTML page's title, at most 200 characters */
  char    *date;         /* Date header as ISO 8601, UTC */
  gint64   date_skew_s;  /* Date header minus this computer's clock; only with date */
  char    *body_sha256;  /* of what was read of the body, at most 64 KiB */
  char   **marks;        /* what in the page speaks for a portal or a filter: "login-form",
                            "blocked-words", … */
  char    *upgrade;      /* what a WebSocket request got: the subprotocol, or "" for none */
  char    *via;          /* Via header: an HTTP proxy in the path says so */
} LcHttp;

/**
 * LcStunTrain:
 *
 * A train of requests sent evenly: what a server answers at one rate and not at
 * another it limits. JSON: an element of "trains" in "stun".
 */
typedef struct
{
  guint rate;     /* requests per second, at least 1 */
  guint sent;
  guint answered; /* of them, answered with success */
} LcStunTrain;

/**
 * LcStun:
 *
 * Binding requests to one server. JSON key "stun".
 */
typedef struct
{
  char  *mapped;   /* "203.0.113.2:40123": XOR-MAPPED-ADDRESS */
  char  *local;    /* "10.1.0.2:40000" */
  guint  sent;     /* transactions that were answered, or had the time for it */
  guint  answered; /* of them, answered with success */
  guint  retransmissions;
  gint64 jitter_us; /* median difference of consecutive round trips;
                        LC_US_NONE below 2 answers */
  guint  error_code; /* STUN error response, RFC 8489 14.8, else 0 */
  GArray *trains;    /* (element-type LcStunTrain) in the order in which they were sent; never
                        NULL, empty where they were not told apart, and then absent in JSON */
} LcStun;

typedef struct
{
  guint8 ttl;
  char  *address; /* NULL where nobody answered */
  gint64 us;
} LcHop;

typedef enum
{
  LC_ANSWER_NONE,
  LC_ANSWER_RESET, /* TCP RST: errno ECONNREFUSED with no ICMP */
  LC_ANSWER_ICMP,
} LcAnswerKind;

/**
 * LcPath:
 *
 * The path of one port, followed with growing TTLs: docs/report.md "path".
 */
typedef struct
{
  LcTransport  transport;
  guint16      port;
  GPtrArray   *hops; /* (element-type LcHop) in order of TTL */
  gboolean     reached; /* the host itself answered on this port */
  char        *stopped_at;
  LcAnswerKind answer_kind; /* LC_ANSWER_NONE: "answered_by" is null */
  char        *answer_address;
  guint8       answer_ttl;
  guint8       answer_icmp_type;
  guint8       answer_icmp_code;
  gboolean     has_control; /* else "control" is null and the rest is unset */
  LcTransport  control_transport;
  guint16      control_port;
  char        *control_address;
  guint8       control_last_ttl; /* the largest TTL at which anybody answered */
  gboolean     control_reached;
  GPtrArray   *control_hops; /* (element-type LcHop): JSON key "hops" of "control" */
} LcPath;

/**
 * LcSample:
 *
 * One sampled port of an rtp row: docs/report.md "samples". ttl 0, type and
 * icmp_code -1: null.
 */
typedef struct
{
  guint16  port;
  LcStatus status;
  LcCode   code;
  char    *address;
  guint8   ttl;
  int      type;
  int      icmp_code;
} LcSample;

/**
 * LcAttempt:
 *
 * A row tried on one address.
 */
typedef struct
{
  char      *address;
  char      *local;      /* this computer's address and port that were used: "10.1.0.2:40000" */
  char      *proxy;      /* "10.1.0.1:3128": the HTTP proxy it went through; NULL for direct */
  LcStatus   status;
  LcCode     code;
  gint64     latency_us; /* round trip to the address, or LC_US_NONE */
  GPtrArray *steps;      /* (element-type LcStep) in the order they ran */
  LcIcmp    *icmp;       /* (nullable) the ICMP error that ended it */
  LcTls     *tls;        /* (nullable) */
  LcHttp    *http;       /* (nullable) */
  LcStun    *stun;       /* (nullable) */
  char      *reply;      /* (nullable) the first line that a SIP, IMAP or SMTP server said, or a
                            proxy that made no tunnel: at most 200 characters, printable */
  gboolean   local_drop; /* TCP_INFO showed that the SYN never left this computer: JSON
                            "local_drop", absent when FALSE */
  gboolean   has_small_segments; /* a stalled handshake was tried again with small segments
                                    (TCP_MAXSEG): JSON "small_segments" */
  gboolean   small_segments;     /* and that worked; only with has_small_segments */
  gboolean   retry_worked; /* a stalled handshake was tried again just as it was, and worked:
                              JSON "retry_worked", absent when FALSE */
  LcPath    *path;       /* (nullable) */
  GPtrArray *samples;    /* (nullable) (element-type LcSample) */
} LcAttempt;

LcStep        *lc_step_new (LcPhase     phase,
                            LcStatus    status,
                            LcCode      code,
                            gint64      us,
                            const char *detail);
void           lc_step_free (LcStep *step);
LcIcmp        *lc_icmp_new (const char *address, guint8 type, guint8 code, gint64 us);
void           lc_icmp_free (LcIcmp *icmp);
LcCertificate *lc_certificate_new (void);
void           lc_certificate_free (LcCertificate *certificate);
LcAnchor      *lc_anchor_new (void);
void           lc_anchor_free (LcAnchor *anchor);
LcTls         *lc_tls_new (void);
void           lc_tls_free (LcTls *tls);
/* Of the certificates that came with one that has expired, the one that ended first: it need
 * not be the leaf. Returns: (transfer none) (nullable). */
const LcCertificate *lc_tls_get_expired (const LcTls *tls);
LcHttp        *lc_http_new (void);
void           lc_http_free (LcHttp *http);
LcStun        *lc_stun_new (void);
void           lc_stun_free (LcStun *stun);
void           lc_stun_add_train (LcStun *stun, guint rate, guint sent, guint answered);
LcHop         *lc_hop_new (guint8 ttl, const char *address, gint64 us);
void           lc_hop_free (LcHop *hop);
LcPath        *lc_path_new (LcTransport transport, guint16 port);
void           lc_path_free (LcPath *path);
LcSample      *lc_sample_new (guint16 port);
void           lc_sample_free (LcSample *sample);
GPtrArray     *lc_samples_new (void); /* (element-type LcSample): empty, frees its samples */

/**
 * lc_attempt_new:
 * @address: (nullable)
 *
 * Returns: (transfer full): an attempt with no steps, status cancelled, code
 * cancelled and no latency: what it is until it has run.
 */
LcAttempt *lc_attempt_new (const char *address);
void       lc_attempt_free (LcAttempt *attempt);
GPtrArray *lc_attempts_new (void); /* (element-type LcAttempt): empty, frees its attempts */

/* Appends a step (takes ownership). */
void lc_attempt_take_step (LcAttempt *attempt, LcStep *step);

/* Appends a sample (takes ownership); the first one makes the list. */
void lc_attempt_take_sample (LcAttempt *attempt, LcSample *sample);

/* The first step that did not pass, or NULL. */
LcStep *lc_attempt_get_failed_step (const LcAttempt *attempt);

/* The step of a phase, or NULL. */
LcStep *lc_attempt_get_step (const LcAttempt *attempt, LcPhase phase);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcStep, lc_step_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcIcmp, lc_icmp_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcCertificate, lc_certificate_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcAnchor, lc_anchor_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcTls, lc_tls_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcHttp, lc_http_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcStun, lc_stun_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcHop, lc_hop_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcPath, lc_path_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcSample, lc_sample_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcAttempt, lc_attempt_free)

G_END_DECLS
