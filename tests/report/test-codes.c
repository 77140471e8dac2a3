/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "report/lc-codes.h"

/* The promised words, by value: nobody may change one. */
static const struct
{
  LcCode code;
  const char *word;
  LcStatus status;
} codes[] = {
  { LC_CODE_DNS_NOT_FOUND, "dns-not-found", LC_STATUS_FAIL },
  { LC_CODE_DNS_NO_ADDRESS, "dns-no-address", LC_STATUS_FAIL },
  { LC_CODE_DNS_SERVER_FAILURE, "dns-server-failure", LC_STATUS_FAIL },
  { LC_CODE_DNS_REFUSED, "dns-refused", LC_STATUS_FAIL },
  { LC_CODE_DNS_TIMEOUT, "dns-timeout", LC_STATUS_FAIL },
  { LC_CODE_DNS_TRUNCATED, "dns-truncated", LC_STATUS_FAIL },
  { LC_CODE_DNS_SINKHOLE, "dns-sinkhole", LC_STATUS_FAIL },
  { LC_CODE_DNS_UNEXPECTED_ADDRESS, "dns-unexpected-address", LC_STATUS_PASS },
  { LC_CODE_TCP_TIMEOUT, "tcp-timeout", LC_STATUS_FAIL },
  { LC_CODE_TCP_REFUSED, "tcp-refused", LC_STATUS_FAIL },
  { LC_CODE_TCP_REFUSED_NEARBY, "tcp-refused-nearby", LC_STATUS_FAIL },
  { LC_CODE_TCP_REJECTED, "tcp-rejected", LC_STATUS_FAIL },
  { LC_CODE_TCP_RESET, "tcp-reset", LC_STATUS_FAIL },
  { LC_CODE_TCP_NETWORK_UNREACHABLE, "tcp-network-unreachable", LC_STATUS_FAIL },
  { LC_CODE_TCP_HOST_UNREACHABLE, "tcp-host-unreachable", LC_STATUS_FAIL },
  { LC_CODE_PROXY_UNREACHABLE, "proxy-unreachable", LC_STATUS_FAIL },
  { LC_CODE_PROXY_AUTH_REQUIRED, "proxy-auth-required", LC_STATUS_FAIL },
  { LC_CODE_PROXY_DENIED, "proxy-denied", LC_STATUS_FAIL },
  { LC_CODE_TLS_RESET, "tls-reset", LC_STATUS_FAIL },
  { LC_CODE_TLS_TIMEOUT, "tls-timeout", LC_STATUS_FAIL },
  { LC_CODE_TLS_CLOSED, "tls-closed", LC_STATUS_FAIL },
  { LC_CODE_TLS_ALERT, "tls-alert", LC_STATUS_FAIL },
  { LC_CODE_TLS_NOT_TLS, "tls-not-tls", LC_STATUS_FAIL },
  { LC_CODE_TLS_INTERCEPTED, "tls-intercepted", LC_STATUS_DEGRADED },
  { LC_CODE_TLS_UNTRUSTED, "tls-untrusted", LC_STATUS_FAIL },
  { LC_CODE_TLS_NAME_MISMATCH, "tls-name-mismatch", LC_STATUS_FAIL },
  { LC_CODE_TLS_EXPIRED, "tls-expired", LC_STATUS_FAIL },
  { LC_CODE_TLS_NOT_YET_VALID, "tls-not-yet-valid", LC_STATUS_FAIL },
  { LC_CODE_APP_TIMEOUT, "app-timeout", LC_STATUS_FAIL },
  { LC_CODE_APP_CLOSED, "app-closed", LC_STATUS_FAIL },
  { LC_CODE_APP_UNEXPECTED_REPLY, "app-unexpected-reply", LC_STATUS_DEGRADED },
  { LC_CODE_HTTP_ERROR, "http-error", LC_STATUS_DEGRADED },
  { LC_CODE_HTTP_BLOCK_PAGE, "http-block-page", LC_STATUS_FAIL },
  { LC_CODE_HTTP_CAPTIVE_PORTAL, "http-captive-portal", LC_STATUS_FAIL },
  { LC_CODE_WS_REFUSED, "ws-refused", LC_STATUS_DEGRADED },
  { LC_CODE_SIP_SILENT, "sip-silent", LC_STATUS_INCONCLUSIVE },
  { LC_CODE_IMAP_REJECTED, "imap-rejected", LC_STATUS_DEGRADED },
  { LC_CODE_SMTP_REJECTED, "smtp-rejected", LC_STATUS_DEGRADED },
  { LC_CODE_STARTTLS_MISSING, "starttls-missing", LC_STATUS_DEGRADED },
  { LC_CODE_UDP_SILENT, "udp-silent", LC_STATUS_INCONCLUSIVE },
  { LC_CODE_UDP_REJECTED, "udp-rejected", LC_STATUS_FAIL },
  { LC_CODE_UDP_REFUSED, "udp-refused", LC_STATUS_FAIL },
  { LC_CODE_UDP_LEFT_NETWORK, "udp-left-network", LC_STATUS_PASS },
  { LC_CODE_UDP_REACHED_HOST, "udp-reached-host", LC_STATUS_PASS },
  { LC_CODE_UDP_STOPPED_AT_HOP, "udp-stopped-at-hop", LC_STATUS_FAIL },
  { LC_CODE_STUN_BAD_REPLY, "stun-bad-reply", LC_STATUS_DEGRADED },
  { LC_CODE_STUN_ERROR, "stun-error", LC_STATUS_DEGRADED },
  { LC_CODE_STUN_LOSSY, "stun-lossy", LC_STATUS_DEGRADED },
  { LC_CODE_STUN_RATE_LIMITED, "stun-rate-limited", LC_STATUS_PASS },
  { LC_CODE_OK, "ok", LC_STATUS_PASS },
  { LC_CODE_CANCELLED, "cancelled", LC_STATUS_CANCELLED },
  { LC_CODE_OFFLINE, "offline", LC_STATUS_FAIL },
  { LC_CODE_INTERNAL_ERROR, "internal-error", LC_STATUS_INCONCLUSIVE },
};

static void
test_codes (void)
{
  g_autoptr (GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (G_N_ELEMENTS (codes), ==, LC_CODE_LAST);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    const char *label = lc_code_get_label (codes[i].code);
    LcCode code = 0;

    g_assert_cmpstr (lc_code_to_string (codes[i].code), ==, codes[i].word);
    g_assert_true (lc_code_from_string (codes[i].word, &code));
    g_assert_cmpint (code, ==, codes[i].code);
    g_assert_cmpint (lc_code_get_status (code), ==, codes[i].status);
    g_assert_cmpuint (strlen (label), >, 0);
    g_assert_false (g_str_has_suffix (label, "."));
    g_assert_true (g_hash_table_add (labels, (gpointer) label));
  }
}

/* A code's word begins with its phase, but for those that tell about a protocol. */
static LcPhase
get_phase_of (const char *word)
{
  static const struct
  {
    const char *prefix;
    LcPhase phase;
  } prefixes[] = {
    { "dns-", LC_PHASE_DNS },      { "tcp-", LC_PHASE_TCP },  { "proxy-", LC_PHASE_PROXY },
    { "tls-", LC_PHASE_TLS },      { "udp-", LC_PHASE_UDP },  { "stun-", LC_PHASE_UDP },
    { "app-", LC_PHASE_APP },      { "http-", LC_PHASE_APP }, { "ws-", LC_PHASE_APP },
    { "sip-", LC_PHASE_APP },      { "imap-", LC_PHASE_APP }, { "smtp-", LC_PHASE_APP },
    { "starttls-", LC_PHASE_APP },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (word, prefixes[i].prefix))
      return prefixes[i].phase;
  return LC_PHASE_NONE;
}

static void
test_phases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_cmpint (lc_code_get_phase (codes[i].code), ==, get_phase_of (codes[i].word));
}

/* Holds one enumeration against its promised words, the first being the value @first. */
#define ASSERT_WORDS(prefix, Type, first, ...)                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const char *const words[] = { __VA_ARGS__ };                                                   \
    for (guint i = 0; i < G_N_ELEMENTS (words); i++) {                                             \
      Type value = 0;                                                                              \
      g_assert_cmpstr (lc_##prefix##_to_string ((Type) ((first) + i)), ==, words[i]);              \
      g_assert_true (lc_##prefix##_from_string (words[i], &value));                                \
      g_assert_cmpint (value, ==, (first) + i);                                                    \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

static void
test_words (void)
{
  ASSERT_WORDS (status, LcStatus, LC_STATUS_PASS, "pass", "degraded", "fail", "inconclusive",
                "skipped", "cancelled");
  ASSERT_WORDS (phase, LcPhase, LC_PHASE_DNS, "dns", "tcp", "proxy", "tls", "app", "udp");
  ASSERT_WORDS (owner, LcOwner, LC_OWNER_NONE, "none", "device", "vpn", "local-network", "proxy",
                "firewall", "dns", "provider", "service", "unknown");
  ASSERT_WORDS (confidence, LcConfidence, LC_CONFIDENCE_PROVEN, "proven", "likely", "inconclusive");
  ASSERT_WORDS (owner_confidence, LcOwnerConfidence, LC_OWNER_CONFIDENCE_PROVEN, "proven", "likely",
                "unknown");
  ASSERT_WORDS (severity, LcSeverity, LC_SEVERITY_ERROR, "error", "warning", "note");
  ASSERT_WORDS (verdict, LcVerdict, LC_VERDICT_OK, "ok", "degraded", "blocked", "inconclusive");
  ASSERT_WORDS (transport, LcTransport, LC_TRANSPORT_TCP, "tcp", "udp");
  g_assert_null (lc_phase_to_string (LC_PHASE_NONE));
  g_assert_null (lc_owner_confidence_to_string (LC_OWNER_CONFIDENCE_NONE));
}

static void
test_unknown_words (void)
{
  static const char *const words[] = { NULL, "", "PASS", "passed", " pass", "none of these" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    LcStatus status = LC_STATUS_SKIPPED;
    LcPhase phase = LC_PHASE_UDP;
    LcOwner owner = LC_OWNER_DNS;
    LcConfidence confidence = LC_CONFIDENCE_LIKELY;
    LcOwnerConfidence owner_confidence = LC_OWNER_CONFIDENCE_LIKELY;
    LcSeverity severity = LC_SEVERITY_NOTE;
    LcVerdict verdict = LC_VERDICT_BLOCKED;
    LcTransport transport = LC_TRANSPORT_UDP;
    LcCode code = LC_CODE_OFFLINE;

    g_assert_false (lc_status_from_string (words[i], &status));
    g_assert_false (lc_phase_from_string (words[i], &phase));
    g_assert_false (lc_owner_from_string (words[i], &owner));
    g_assert_false (lc_confidence_from_string (words[i], &confidence));
    g_assert_false (lc_owner_confidence_from_string (words[i], &owner_confidence));
    g_assert_false (lc_severity_from_string (words[i], &severity));
    g_assert_false (lc_verdict_from_string (words[i], &verdict));
    g_assert_false (lc_transport_from_string (words[i], &transport));
    g_assert_false (lc_code_from_string (words[i], &code));
    g_assert_cmpint (status, ==, LC_STATUS_SKIPPED);
    g_assert_cmpint (phase, ==, LC_PHASE_UDP);
    g_assert_cmpint (owner, ==, LC_OWNER_DNS);
    g_assert_cmpint (confidence, ==, LC_CONFIDENCE_LIKELY);
    g_assert_cmpint (owner_confidence, ==, LC_OWNER_CONFIDENCE_LIKELY);
    g_assert_cmpint (severity, ==, LC_SEVERITY_NOTE);
    g_assert_cmpint (verdict, ==, LC_VERDICT_BLOCKED);
    g_assert_cmpint (transport, ==, LC_TRANSPORT_UDP);
    g_assert_cmpint (code, ==, LC_CODE_OFFLINE);
  }
}

static void
test_labels (void)
{
  g_assert_cmpstr (lc_status_get_label (LC_STATUS_PASS), ==, "Works");
  g_assert_cmpstr (lc_status_get_label (LC_STATUS_DEGRADED), ==, "Limited");
  g_assert_cmpstr (lc_status_get_label (LC_STATUS_FAIL), ==, "Blocked");
  g_assert_cmpstr (lc_status_get_label (LC_STATUS_INCONCLUSIVE), ==, "Not proven");
  g_assert_cmpstr (lc_status_get_label (LC_STATUS_SKIPPED), ==, "Skipped");
  g_assert_cmpstr (lc_status_get_label (LC_STATUS_CANCELLED), ==, "Stopped");
  g_assert_cmpstr (lc_owner_get_label (LC_OWNER_FIREWALL), ==, "your firewall");
  g_assert_cmpstr (lc_phase_get_label (LC_PHASE_DNS), ==, "name look-up");
  g_assert_cmpstr (lc_phase_get_label (LC_PHASE_TCP), ==, "connection");
  g_assert_cmpstr (lc_verdict_get_label (LC_VERDICT_OK), ==, "Everything works");
  g_assert_cmpstr (lc_confidence_get_label (LC_CONFIDENCE_INCONCLUSIVE), ==, "not proven");
  g_assert_cmpstr (lc_severity_get_label (LC_SEVERITY_ERROR), ==, "problem");
}

/* Worst first, whichever way round the two come. */
static void
test_worse (void)
{
  static const LcStatus order[] = { LC_STATUS_FAIL,      LC_STATUS_DEGRADED, LC_STATUS_INCONCLUSIVE,
                                    LC_STATUS_CANCELLED, LC_STATUS_SKIPPED,  LC_STATUS_PASS };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (order); j++)
      g_assert_cmpint (lc_status_worse (order[i], order[j]), ==, order[MIN (i, j)]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/codes/codes", test_codes);
  g_test_add_func ("/codes/phases", test_phases);
  g_test_add_func ("/codes/words", test_words);
  g_test_add_func ("/codes/unknown-words", test_unknown_words);
  g_test_add_func ("/codes/labels", test_labels);
  g_test_add_func ("/codes/worse", test_worse);
  return g_test_run ();
}
