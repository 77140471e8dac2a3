/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-codes.h"

#include <glib/gi18n-lib.h>

/* One line of a table: the place in the table is the enumeration's value. */
typedef struct
{
  const char *word;  /* what JSON and CSV see; NULL where there is none */
  const char *label; /* what a person reads, to be translated */
} Word;

typedef struct
{
  const char *word;
  LcPhase phase; /* whose code it is; LC_PHASE_NONE: of any */
  LcStatus status;
  const char *label;
} CodeWord;

static const Word statuses[] = {
  [LC_STATUS_PASS] = { "pass", NC_ ("status", "Works") },
  [LC_STATUS_DEGRADED] = { "degraded", NC_ ("status", "Limited") },
  [LC_STATUS_FAIL] = { "fail", NC_ ("status", "Blocked") },
  [LC_STATUS_INCONCLUSIVE] = { "inconclusive", NC_ ("status", "Not proven") },
  [LC_STATUS_SKIPPED] = { "skipped", NC_ ("status", "Skipped") },
  [LC_STATUS_CANCELLED] = { "cancelled", NC_ ("status", "Stopped") },
};

static const Word phases[] = {
  [LC_PHASE_NONE] = { NULL, NC_ ("step", "none") },
  [LC_PHASE_DNS] = { "dns", NC_ ("step", "name look-up") },
  [LC_PHASE_TCP] = { "tcp", NC_ ("step", "connection") },
  [LC_PHASE_PROXY] = { "proxy", NC_ ("step", "proxy") },
  [LC_PHASE_TLS] = { "tls", NC_ ("step", "encryption") },
  [LC_PHASE_APP] = { "app", NC_ ("step", "service") },
  [LC_PHASE_UDP] = { "udp", NC_ ("step", "datagrams") },
};

/* Translators: they stand alone, in brackets after an address, and as the subject of a
 * sentence: “your firewall stops TCP 5061”. */
static const Word owners[] = {
  [LC_OWNER_NONE] = { "none", NC_ ("owner", "nobody") },
  [LC_OWNER_DEVICE] = { "device", NC_ ("owner", "this computer") },
  [LC_OWNER_VPN] = { "vpn", NC_ ("owner", "your VPN") },
  [LC_OWNER_LOCAL_NETWORK] = { "local-network", NC_ ("owner", "your network") },
  [LC_OWNER_PROXY] = { "proxy", NC_ ("owner", "your proxy") },
  [LC_OWNER_FIREWALL] = { "firewall", NC_ ("owner", "your firewall") },
  [LC_OWNER_DNS] = { "dns", NC_ ("owner", "your DNS servers") },
  [LC_OWNER_PROVIDER] = { "provider", NC_ ("owner", "your internet provider") },
  [LC_OWNER_SERVICE] = { "service", NC_ ("owner", "the service") },
  [LC_OWNER_UNKNOWN] = { "unknown", NC_ ("owner", "not known") },
};

static const Word confidences[] = {
  [LC_CONFIDENCE_PROVEN] = { "proven", NC_ ("confidence", "proven") },
  [LC_CONFIDENCE_LIKELY] = { "likely", NC_ ("confidence", "likely") },
  [LC_CONFIDENCE_INCONCLUSIVE] = { "inconclusive", NC_ ("confidence", "not proven") },
};

/* Translators: how sure it is who has to act. */
/* Views say it with the owner: "probably your firewall". */
static const Word owner_confidences[] = {
  [LC_OWNER_CONFIDENCE_NONE] = { NULL, NULL },
  [LC_OWNER_CONFIDENCE_PROVEN] = { "proven", NULL },
  [LC_OWNER_CONFIDENCE_LIKELY] = { "likely", NULL },
  [LC_OWNER_CONFIDENCE_UNKNOWN] = { "unknown", NULL },
};

static const Word severities[] = {
  [LC_SEVERITY_ERROR] = { "error", NC_ ("severity", "problem") },
  [LC_SEVERITY_WARNING] = { "warning", NC_ ("severity", "warning") },
  [LC_SEVERITY_NOTE] = { "note", NC_ ("severity", "note") },
};

static const Word verdicts[] = {
  [LC_VERDICT_OK] = { "ok", NC_ ("verdict", "Everything works") },
  [LC_VERDICT_DEGRADED] = { "degraded", NC_ ("verdict", "Works with limits") },
  [LC_VERDICT_BLOCKED] = { "blocked", NC_ ("verdict", "Something is blocked") },
  [LC_VERDICT_INCONCLUSIVE] = { "inconclusive", NC_ ("verdict", "Not proven") },
};

static const Word transports[] = {
  [LC_TRANSPORT_TCP] = { "tcp", NULL },
  [LC_TRANSPORT_UDP] = { "udp", NULL },
};

static const CodeWord codes[] = {
  [LC_CODE_DNS_NOT_FOUND] = { "dns-not-found", LC_PHASE_DNS, LC_STATUS_FAIL,
                              N_ ("The DNS server says that the name does not exist") },
  [LC_CODE_DNS_NO_ADDRESS]
  = { "dns-no-address", LC_PHASE_DNS, LC_STATUS_FAIL, N_ ("The name exists but has no address") },
  [LC_CODE_DNS_SERVER_FAILURE] = { "dns-server-failure", LC_PHASE_DNS, LC_STATUS_FAIL,
                                   N_ ("The DNS server could not find an answer") },
  [LC_CODE_DNS_REFUSED]
  = { "dns-refused", LC_PHASE_DNS, LC_STATUS_FAIL, N_ ("The DNS server refused to answer") },
  [LC_CODE_DNS_TIMEOUT]
  = { "dns-timeout", LC_PHASE_DNS, LC_STATUS_FAIL, N_ ("The DNS server did not answer") },
  [LC_CODE_DNS_TRUNCATED] = { "dns-truncated", LC_PHASE_DNS, LC_STATUS_FAIL,
                              N_ ("Only a part of the DNS server’s answer came through") },
  [LC_CODE_DNS_SINKHOLE] = { "dns-sinkhole", LC_PHASE_DNS, LC_STATUS_FAIL,
                             N_ ("The name leads to an address where no public service is") },
  [LC_CODE_DNS_UNEXPECTED_ADDRESS] = { "dns-unexpected-address", LC_PHASE_DNS, LC_STATUS_PASS,
                                       N_ ("The name leads to an address that is not documented") },
  [LC_CODE_TCP_TIMEOUT]
  = { "tcp-timeout", LC_PHASE_TCP, LC_STATUS_FAIL, N_ ("Nothing answered the connection request") },
  [LC_CODE_TCP_REFUSED]
  = { "tcp-refused", LC_PHASE_TCP, LC_STATUS_FAIL, N_ ("The connection was refused") },
  [LC_CODE_TCP_REFUSED_NEARBY] = { "tcp-refused-nearby", LC_PHASE_TCP, LC_STATUS_FAIL,
                                   N_ ("Something nearer than the host refused the connection") },
  [LC_CODE_TCP_REJECTED] = { "tcp-rejected", LC_PHASE_TCP, LC_STATUS_FAIL,
                             N_ ("A router or firewall rejected the connection") },
  [LC_CODE_TCP_RESET]
  = { "tcp-reset", LC_PHASE_TCP, LC_STATUS_FAIL, N_ ("The connection was reset") },
  [LC_CODE_TCP_NETWORK_UNREACHABLE] = { "tcp-network-unreachable", LC_PHASE_TCP, LC_STATUS_FAIL,
                                        N_ ("There is no route to the host’s network") },
  [LC_CODE_TCP_HOST_UNREACHABLE]
  = { "tcp-host-unreachable", LC_PHASE_TCP, LC_STATUS_FAIL, N_ ("The host cannot be reached") },
  [LC_CODE_PROXY_UNREACHABLE]
  = { "proxy-unreachable", LC_PHASE_PROXY, LC_STATUS_FAIL, N_ ("The proxy cannot be reached") },
  [LC_CODE_PROXY_AUTH_REQUIRED]
  = { "proxy-auth-required", LC_PHASE_PROXY, LC_STATUS_FAIL, N_ ("The proxy asks for a sign-in") },
  [LC_CODE_PROXY_DENIED] = { "proxy-denied", LC_PHASE_PROXY, LC_STATUS_FAIL,
                             N_ ("The proxy does not allow this destination") },
  [LC_CODE_TLS_RESET] = { "tls-reset", LC_PHASE_TLS, LC_STATUS_FAIL,
                          N_ ("The connection was reset during the TLS handshake") },
  [LC_CODE_TLS_TIMEOUT]
  = { "tls-timeout", LC_PHASE_TLS, LC_STATUS_FAIL, N_ ("The TLS handshake got no answer") },
  [LC_CODE_TLS_CLOSED] = { "tls-closed", LC_PHASE_TLS, LC_STATUS_FAIL,
                           N_ ("The connection was closed during the TLS handshake") },
  [LC_CODE_TLS_ALERT]
  = { "tls-alert", LC_PHASE_TLS, LC_STATUS_FAIL, N_ ("The other side refused the TLS handshake") },
  [LC_CODE_TLS_NOT_TLS]
  = { "tls-not-tls", LC_PHASE_TLS, LC_STATUS_FAIL, N_ ("What answered does not speak TLS") },
  [LC_CODE_TLS_INTERCEPTED] = { "tls-intercepted", LC_PHASE_TLS, LC_STATUS_DEGRADED,
                                N_ ("Something in between opens the encrypted connection") },
  [LC_CODE_TLS_UNTRUSTED] = { "tls-untrusted", LC_PHASE_TLS, LC_STATUS_FAIL,
                              N_ ("This computer does not trust the certificate") },
  [LC_CODE_TLS_NAME_MISMATCH] = { "tls-name-mismatch", LC_PHASE_TLS, LC_STATUS_FAIL,
                                  N_ ("The certificate is for another name") },
  [LC_CODE_TLS_EXPIRED]
  = { "tls-expired", LC_PHASE_TLS, LC_STATUS_FAIL, N_ ("The certificate has expired") },
  [LC_CODE_TLS_NOT_YET_VALID]
  = { "tls-not-yet-valid", LC_PHASE_TLS, LC_STATUS_FAIL, N_ ("The certificate is not valid yet") },
  [LC_CODE_APP_TIMEOUT] = { "app-timeout", LC_PHASE_APP, LC_STATUS_FAIL,
                            N_ ("The connection opened, but the service said nothing") },
  [LC_CODE_APP_CLOSED] = { "app-closed", LC_PHASE_APP, LC_STATUS_FAIL,
                           N_ ("The connection was closed before the service answered") },
  [LC_CODE_APP_UNEXPECTED_REPLY] = { "app-unexpected-reply", LC_PHASE_APP, LC_STATUS_DEGRADED,
                                     N_ ("The answer is not what the service says") },
  [LC_CODE_HTTP_ERROR] = { "http-error", LC_PHASE_APP, LC_STATUS_DEGRADED,
                           N_ ("The server answered that it has an error") },
  [LC_CODE_HTTP_BLOCK_PAGE]
  = { "http-block-page", LC_PHASE_APP, LC_STATUS_FAIL, N_ ("A web filter’s block page answered") },
  [LC_CODE_HTTP_CAPTIVE_PORTAL] = { "http-captive-portal", LC_PHASE_APP, LC_STATUS_FAIL,
                                    N_ ("The network’s own sign-in page answered") },
  [LC_CODE_WS_REFUSED] = { "ws-refused", LC_PHASE_APP, LC_STATUS_DEGRADED,
                           N_ ("The host answered but did not open the WebSocket") },
  [LC_CODE_SIP_SILENT] = { "sip-silent", LC_PHASE_APP, LC_STATUS_INCONCLUSIVE,
                           N_ ("The encrypted connection works, but no SIP answer came") },
  [LC_CODE_IMAP_REJECTED] = { "imap-rejected", LC_PHASE_APP, LC_STATUS_DEGRADED,
                              N_ ("The host answered, but not with an IMAP greeting") },
  [LC_CODE_SMTP_REJECTED] = { "smtp-rejected", LC_PHASE_APP, LC_STATUS_DEGRADED,
                              N_ ("The host answered, but not with an SMTP welcome") },
  [LC_CODE_STARTTLS_MISSING] = { "starttls-missing", LC_PHASE_APP, LC_STATUS_DEGRADED,
                                 N_ ("The server does not offer STARTTLS") },
  [LC_CODE_UDP_SILENT] = { "udp-silent", LC_PHASE_UDP, LC_STATUS_INCONCLUSIVE,
                           N_ ("No answer came, which proves nothing here") },
  [LC_CODE_UDP_REJECTED] = { "udp-rejected", LC_PHASE_UDP, LC_STATUS_FAIL,
                             N_ ("A router or firewall rejected the datagrams") },
  [LC_CODE_UDP_REFUSED]
  = { "udp-refused", LC_PHASE_UDP, LC_STATUS_FAIL, N_ ("The host has nothing at this port") },
  [LC_CODE_UDP_LEFT_NETWORK]
  = { "udp-left-network", LC_PHASE_UDP, LC_STATUS_PASS, N_ ("The datagrams left this network") },
  [LC_CODE_UDP_REACHED_HOST]
  = { "udp-reached-host", LC_PHASE_UDP, LC_STATUS_PASS, N_ ("The datagrams reached the host") },
  [LC_CODE_UDP_STOPPED_AT_HOP]
  = { "udp-stopped-at-hop", LC_PHASE_UDP, LC_STATUS_FAIL, N_ ("The datagrams stop on the way") },
  [LC_CODE_STUN_BAD_REPLY] = { "stun-bad-reply", LC_PHASE_UDP, LC_STATUS_DEGRADED,
                               N_ ("The answer is not a proper STUN answer") },
  [LC_CODE_STUN_ERROR] = { "stun-error", LC_PHASE_UDP, LC_STATUS_DEGRADED,
                           N_ ("The STUN server answered with an error") },
  [LC_CODE_STUN_LOSSY]
  = { "stun-lossy", LC_PHASE_UDP, LC_STATUS_DEGRADED, N_ ("Some STUN requests got lost") },
  [LC_CODE_STUN_RATE_LIMITED] = { "stun-rate-limited", LC_PHASE_UDP, LC_STATUS_PASS,
                                  N_ ("The STUN server limits how often it answers") },
  [LC_CODE_OK] = { "ok", LC_PHASE_NONE, LC_STATUS_PASS, N_ ("Answered as it should") },
  [LC_CODE_CANCELLED]
  = { "cancelled", LC_PHASE_NONE, LC_STATUS_CANCELLED, N_ ("Stopped before it ended") },
  [LC_CODE_OFFLINE]
  = { "offline", LC_PHASE_NONE, LC_STATUS_FAIL, N_ ("This computer is not on a network") },
  [LC_CODE_INTERNAL_ERROR] = { "internal-error", LC_PHASE_NONE, LC_STATUS_INCONCLUSIVE,
                               N_ ("Linecheck itself could not do this") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (codes) == LC_CODE_LAST + 1);

static const Word *
find_word (const Word *table, gsize length, guint value)
{
  g_return_val_if_fail (value < length, &table[length - 1]);
  g_return_val_if_fail (value > 0 || table == phases || table == owner_confidences,
                        &table[length - 1]);

  return &table[value];
}

static const char *
get_label (const Word *table, gsize length, guint value, const char *context)
{
  const char *label = find_word (table, length, value)->label;

  return label != NULL ? g_dpgettext2 (GETTEXT_PACKAGE, context, label) : "";
}

/* Returns: the value, or -1. */
static int
find_value (const Word *table, gsize length, const char *string)
{
  if (string == NULL)
    return -1;
  for (gsize i = 0; i < length; i++)
    if (table[i].word != NULL && g_str_equal (table[i].word, string))
      return (int) i;
  return -1;
}

const char *
lc_status_to_string (LcStatus status)
{
  return find_word (statuses, G_N_ELEMENTS (statuses), status)->word;
}

gboolean
lc_status_from_string (const char *string, LcStatus *value)
{
  int found = find_value (statuses, G_N_ELEMENTS (statuses), string);

  if (found >= 0)
    *value = (LcStatus) found;
  return found >= 0;
}

const char *
lc_phase_to_string (LcPhase phase)
{
  return find_word (phases, G_N_ELEMENTS (phases), phase)->word;
}

gboolean
lc_phase_from_string (const char *string, LcPhase *value)
{
  int found = find_value (phases, G_N_ELEMENTS (phases), string);

  if (found >= 0)
    *value = (LcPhase) found;
  return found >= 0;
}

const char *
lc_owner_to_string (LcOwner owner)
{
  return find_word (owners, G_N_ELEMENTS (owners), owner)->word;
}

gboolean
lc_owner_from_string (const char *string, LcOwner *value)
{
  int found = find_value (owners, G_N_ELEMENTS (owners), string);

  if (found >= 0)
    *value = (LcOwner) found;
  return found >= 0;
}

const char *
lc_confidence_to_string (LcConfidence confidence)
{
  return find_word (confidences, G_N_ELEMENTS (confidences), confidence)->word;
}

gboolean
lc_confidence_from_string (const char *string, LcConfidence *value)
{
  int found = find_value (confidences, G_N_ELEMENTS (confidences), string);

  if (found >= 0)
    *value = (LcConfidence) found;
  return found >= 0;
}

const char *
lc_owner_confidence_to_string (LcOwnerConfidence confidence)
{
  return find_word (owner_confidences, G_N_ELEMENTS (owner_confidences), confidence)->word;
}

gboolean
lc_owner_confidence_from_string (const char *string, LcOwnerConfidence *value)
{
  int found = find_value (owner_confidences, G_N_ELEMENTS (owner_confidences), string);

  if (found >= 0)
    *value = (LcOwnerConfidence) found;
  return found >= 0;
}

const char *
lc_severity_to_string (LcSeverity severity)
{
  return find_word (severities, G_N_ELEMENTS (severities), severity)->word;
}

gboolean
lc_severity_from_string (const char *string, LcSeverity *value)
{
  int found = find_value (severities, G_N_ELEMENTS (severities), string);

  if (found >= 0)
    *value = (LcSeverity) found;
  return found >= 0;
}

const char *
lc_verdict_to_string (LcVerdict verdict)
{
  return find_word (verdicts, G_N_ELEMENTS (verdicts), verdict)->word;
}

gboolean
lc_verdict_from_string (const char *string, LcVerdict *value)
{
  int found = find_value (verdicts, G_N_ELEMENTS (verdicts), string);

  if (found >= 0)
    *value = (LcVerdict) found;
  return found >= 0;
}

const char *
lc_transport_to_string (LcTransport transport)
{
  return find_word (transports, G_N_ELEMENTS (transports), transport)->word;
}

gboolean
lc_transport_from_string (const char *string, LcTransport *value)
{
  int found = find_value (transports, G_N_ELEMENTS (transports), string);

  if (found >= 0)
    *value = (LcTransport) found;
  return found >= 0;
}

const char *
lc_code_to_string (LcCode code)
{
  g_return_val_if_fail (code >= 1 && code <= LC_CODE_LAST, "internal-error");

  return codes[code].word;
}

gboolean
lc_code_from_string (const char *string, LcCode *value)
{
  for (guint i = 1; string != NULL && i <= LC_CODE_LAST; i++)
    if (g_str_equal (codes[i].word, string)) {
      *value = (LcCode) i;
      return TRUE;
    }
  return FALSE;
}

const char *
lc_status_get_label (LcStatus status)
{
  return get_label (statuses, G_N_ELEMENTS (statuses), status, "status");
}

const char *
lc_owner_get_label (LcOwner owner)
{
  return get_label (owners, G_N_ELEMENTS (owners), owner, "owner");
}

const char *
lc_phase_get_label (LcPhase phase)
{
  return get_label (phases, G_N_ELEMENTS (phases), phase, "step");
}

LcStatus
lc_verdict_to_status (LcVerdict verdict)
{
  switch (verdict) {
  case LC_VERDICT_OK:
    return LC_STATUS_PASS;
  case LC_VERDICT_DEGRADED:
    return LC_STATUS_DEGRADED;
  case LC_VERDICT_BLOCKED:
    return LC_STATUS_FAIL;
  case LC_VERDICT_INCONCLUSIVE:
  default:
    return LC_STATUS_INCONCLUSIVE;
  }
}

const char *
lc_verdict_get_label (LcVerdict verdict)
{
  return get_label (verdicts, G_N_ELEMENTS (verdicts), verdict, "verdict");
}

const char *
lc_confidence_get_label (LcConfidence confidence)
{
  return get_label (confidences, G_N_ELEMENTS (confidences), confidence, "confidence");
}

const char *
lc_severity_get_label (LcSeverity severity)
{
  return get_label (severities, G_N_ELEMENTS (severities), severity, "severity");
}

const char *
lc_code_get_label (LcCode code)
{
  g_return_val_if_fail (code >= 1 && code <= LC_CODE_LAST, "");

  return _ (codes[code].label);
}

LcPhase
lc_code_get_phase (LcCode code)
{
  g_return_val_if_fail (code >= 1 && code <= LC_CODE_LAST, LC_PHASE_NONE);

  return codes[code].phase;
}

LcStatus
lc_code_get_status (LcCode code)
{
  g_return_val_if_fail (code >= 1 && code <= LC_CODE_LAST, LC_STATUS_INCONCLUSIVE);

  return codes[code].status;
}

LcStatus
lc_status_worse (LcStatus a, LcStatus b)
{
  static const guint8 ranks[] = {
    [LC_STATUS_PASS] = 0,         [LC_STATUS_SKIPPED] = 1,  [LC_STATUS_CANCELLED] = 2,
    [LC_STATUS_INCONCLUSIVE] = 3, [LC_STATUS_DEGRADED] = 4, [LC_STATUS_FAIL] = 5,
  };

  g_return_val_if_fail (a < G_N_ELEMENTS (ranks) && b < G_N_ELEMENTS (ranks), LC_STATUS_FAIL);

  return ranks[a] >= ranks[b] ? a : b;
}
