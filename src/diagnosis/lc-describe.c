/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-describe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-phrase.h"
#include "diagnosis/lc-attempt-judge.h"
#include "diagnosis/lc-location.h"
#include "diagnosis/lc-samples.h"
#include "report/lc-report-words.h"

typedef struct
{
  LcCode code;
  const char *template;
} Sentence;

/* Translators: {server}: “the DNS server 10.1.0.53”; {target}: “TCP 5061 to 169.63.26.232”;
 * {issuer}: who issued a certificate; {because}, {reply}, {title}: nothing, or what a server said
 * in brackets or quotes. */
/* clang-format off */
static const Sentence dns_sentences[] = {
  { LC_CODE_DNS_NOT_FOUND, N_ ("{host} could not be looked up: {server} says that there is no such name.") },
  { LC_CODE_DNS_NO_ADDRESS, N_ ("{host} could not be looked up: {server} knows the name but no address of it.") },
  { LC_CODE_DNS_SERVER_FAILURE, N_ ("{host} could not be looked up: {server} reports a failure (SERVFAIL).") },
  { LC_CODE_DNS_REFUSED, N_ ("{host} could not be looked up: {server} refuses to answer.") },
  { LC_CODE_DNS_TIMEOUT, N_ ("{host} could not be looked up: {server} does not answer.") },
  { LC_CODE_DNS_TRUNCATED, N_ ("{host} could not be looked up: {server} sends only a part of its answer over UDP, and the whole of it could not be had over TCP 53.") },
  { LC_CODE_DNS_SINKHOLE, N_ ("{host} leads to {addresses} here, where no public service is.") },
  { LC_CODE_DNS_UNEXPECTED_ADDRESS, N_ ("{host} works, at {addresses}, which is not a documented address.") },
};

/* Sentences for what a path or an ICMP message can say more exactly. */
static const Sentence transport_sentences[] = {
  { LC_CODE_TCP_TIMEOUT, N_ ("{target} gets no answer.") },
  { LC_CODE_TCP_REFUSED, N_ ("{target} is refused.") },
  { LC_CODE_TCP_REFUSED_NEARBY, N_ ("{target} is refused, and by something nearer than the host.") },
  { LC_CODE_TCP_REJECTED, N_ ("{target} is rejected on the way.") },
  { LC_CODE_TCP_RESET, N_ ("{target} opens and is reset at once.") },
  { LC_CODE_TCP_NETWORK_UNREACHABLE, N_ ("This computer has no route to {address}.") },
  { LC_CODE_TCP_HOST_UNREACHABLE, N_ ("{address} cannot be reached.") },
  { LC_CODE_UDP_SILENT, N_ ("{target} gets no answer.") },
  { LC_CODE_UDP_REJECTED, N_ ("{target} is rejected on the way.") },
  { LC_CODE_UDP_REFUSED, N_ ("{target} is refused by the host: nothing listens there.") },
  { LC_CODE_UDP_STOPPED_AT_HOP, N_ ("{target} stops on the way.") },
};

/* Where the proxy itself is as far as it went. {said}: nothing, or what it said. */
static const Sentence proxy_sentences[] = {
  { LC_CODE_PROXY_AUTH_REQUIRED, N_ ("The proxy {proxy} asks for a sign-in before it connects to {host} port {port}.") },
  { LC_CODE_PROXY_DENIED, N_ ("The proxy {proxy} refuses to connect to {host} port {port}{said}.") },
  { LC_CODE_TCP_TIMEOUT, N_ ("The proxy {proxy} gets no answer from {host} port {port}{said}.") },
  { LC_CODE_TCP_HOST_UNREACHABLE, N_ ("The proxy {proxy} does not get to {host} port {port}{said}.") },
};

static const Sentence sentences[] = {
  { LC_CODE_TLS_RESET, N_ ("{target} connects, but the connection is reset during the TLS handshake{because}.") },
  { LC_CODE_TLS_TIMEOUT, N_ ("{target} connects, but the TLS handshake does not complete{because}.") },
  { LC_CODE_TLS_CLOSED, N_ ("{target} connects, but the connection is closed during the TLS handshake{because}.") },
  { LC_CODE_TLS_ALERT, N_ ("{target} connects, but the other side refuses the TLS handshake{because}.") },
  { LC_CODE_TLS_NOT_TLS, N_ ("{target} connects, but what answers does not speak TLS.") },
  { LC_CODE_TLS_INTERCEPTED, N_ ("The encryption of {target} is opened on the way: the certificate comes from {issuer}.") },
  { LC_CODE_TLS_UNTRUSTED, N_ ("{target} shows a certificate of {issuer}, which this computer does not trust.") },
  { LC_CODE_TLS_NAME_MISMATCH, N_ ("{target} shows a certificate for {names}, not for {name}.") },
  { LC_CODE_TLS_EXPIRED, N_ ("{target} shows a certificate that ended on {not_after}.") },
  { LC_CODE_TLS_NOT_YET_VALID, N_ ("{target} shows a certificate that begins on {not_before} only.") },
  { LC_CODE_APP_TIMEOUT, N_ ("{target} connects, but the service then says nothing.") },
  { LC_CODE_APP_CLOSED, N_ ("{target} connects, but the connection is closed before the service answers.") },
  { LC_CODE_APP_UNEXPECTED_REPLY, N_ ("{target} answers, but not as the service does{reply}.") },
  { LC_CODE_HTTP_ERROR, N_ ("{target} answers with an error of its own: HTTP {http}.") },
  { LC_CODE_HTTP_BLOCK_PAGE, N_ ("{target} leads to a web filter’s block page instead of the service{title}.") },
  { LC_CODE_HTTP_CAPTIVE_PORTAL, N_ ("{target} leads to the sign-in page of this network instead of the service{title}.") },
  { LC_CODE_WS_REFUSED, N_ ("{target} answers with HTTP {http} but does not open a WebSocket.") },
  { LC_CODE_SIP_SILENT, N_ ("{target} completes TLS, but no SIP answer came, which proves nothing.") },
  { LC_CODE_IMAP_REJECTED, N_ ("{target} answers, but not with an IMAP greeting{reply}.") },
  { LC_CODE_SMTP_REJECTED, N_ ("{target} answers, but not with an SMTP welcome{reply}.") },
  { LC_CODE_STARTTLS_MISSING, N_ ("{target} answers but does not offer encryption (STARTTLS).") },
  { LC_CODE_UDP_LEFT_NETWORK, N_ ("{target} leaves this network.") },
  { LC_CODE_UDP_REACHED_HOST, N_ ("{target} reaches the host.") },
  { LC_CODE_STUN_BAD_REPLY, N_ ("{target} is answered, but not with a proper STUN answer.") },
  { LC_CODE_STUN_ERROR, N_ ("{target} is answered with STUN error {stun}.") },
  { LC_CODE_STUN_LOSSY, N_ ("{target} works, but only {answered} of {sent} STUN requests were answered.") },
  { LC_CODE_STUN_RATE_LIMITED, N_ ("{target} works. It limits how often it answers: {answered} of {sent} STUN requests were answered.") },
  { LC_CODE_OK, N_ ("{target} works.") },
  { LC_CODE_CANCELLED, N_ ("The check was stopped before this was known.") },
  { LC_CODE_OFFLINE, N_ ("This computer is not on a network.") },
  { LC_CODE_INTERNAL_ERROR, N_ ("Linecheck could not try this itself{because}.") },
};
/* clang-format on */

static const char *
find_sentence (const Sentence *table, gsize length, LcCode code)
{
  for (gsize i = 0; i < length; i++)
    if (table[i].code == code)
      return _ (table[i].template);
  return NULL;
}

const LcCertificate *
lc_attempt_get_leaf (const LcAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, NULL);

  if (attempt->tls == NULL || attempt->tls->chain == NULL || attempt->tls->chain->len == 0)
    return NULL;
  return g_ptr_array_index (attempt->tls->chain, 0);
}

/* Where the value that begins here ends: at a separator that is not escaped. */
static const char *
find_value_end (const char *value)
{
  while (*value != '\0' && *value != ',' && *value != '+')
    value += value[0] == '\\' && value[1] != '\0' ? 2 : 1;
  return value;
}

static char *
copy_unescaped (const char *value, const char *end)
{
  GString *text = g_string_new (NULL);

  for (; value < end; value++) {
    if (*value == '\\' && value + 1 < end)
      value++;
    g_string_append_c (text, *value);
  }
  return g_string_free (text, FALSE);
}

char *
lc_describe_attribute (const char *name, const char *attribute)
{
  gsize length = strlen (attribute);

  while (*name != '\0') {
    const char *end = find_value_end (name);

    if (g_ascii_strncasecmp (name, attribute, length) == 0 && name[length] == '=')
      return copy_unescaped (name + length + 1, end);
    name = end + strspn (end, ",+ ");
  }
  return NULL;
}

char *
lc_describe_issuer (const char *issuer)
{
  g_autofree char *organisation = NULL;
  g_autofree char *common = NULL;

  if (issuer == NULL || *issuer == '\0')
    return g_strdup (_ ("an unnamed issuer"));
  organisation = lc_describe_attribute (issuer, "O");
  common = lc_describe_attribute (issuer, "CN");
  if (organisation != NULL && common != NULL && strstr (common, organisation) == NULL)
    /* Translators: who issued a certificate, and their organisation. */
    return g_strdup_printf (_ ("“%s” (%s)"), common, organisation);
  if (common != NULL || organisation != NULL)
    return g_strdup_printf (_ ("“%s”"), common != NULL ? common : organisation);
  return g_strdup_printf (_ ("“%s”"), issuer);
}

char *
lc_describe_target (LcRow *row, const LcAttempt *attempt)
{
  g_autofree char *port = lc_row_describe_port (row);
  const char *address = attempt->address != NULL ? attempt->address : lc_row_get_host (row);

  return lc_phrase_fill (_ ("{port} to {address}"), "port", port, "address", address, NULL);
}

/* " (…)" around what a server or a library said, or "". */
static char *
in_brackets (const char *words)
{
  if (words == NULL || *words == '\0')
    return g_strdup ("");
  /* Translators: {because}: what a server or a library says, at the end of a sentence. */
  return g_strdup_printf (_ (" (%s)"), words);
}

static char *
in_quotes (const char *words)
{
  if (words == NULL || *words == '\0')
    return g_strdup ("");
  /* Translators: {reply} and {title}: what a server said, or a page's title, at the end of a
   * sentence. */
  return g_strdup_printf (_ (": “%s”"), words);
}

static char *
list_names (const LcCertificate *leaf)
{
  g_autoptr (GPtrArray) names = lc_words_new ();

  for (guint i = 0; leaf != NULL && leaf->names != NULL && leaf->names[i] != NULL; i++)
    lc_words_add (names, leaf->names[i]);
  if (names->len == 0)
    lc_words_add (names, leaf != NULL && leaf->subject != NULL ? leaf->subject : _ ("no name"));
  return lc_phrase_join (names, 3);
}

/* The day alone of an ISO 8601 time. */
static char *
get_day (const char *time)
{
  return time != NULL ? lc_describe_day (time) : g_strdup (_ ("an unknown day"));
}

static const char *
get_step_detail (const LcAttempt *attempt, LcCode code)
{
  for (guint i = 0; i < attempt->steps->len; i++) {
    const LcStep *step = g_ptr_array_index (attempt->steps, i);

    if (step->code == code)
      return step->detail;
  }
  return NULL;
}

static char *
fill_tls (const char *template,
          LcRow *row,
          const LcAttempt *attempt,
          const char *target,
          const char *because)
{
  const LcCertificate *leaf = lc_attempt_get_leaf (attempt);
  const LcCertificate *expired = attempt->tls != NULL ? lc_tls_get_expired (attempt->tls) : NULL;
  g_autofree char *issuer = lc_describe_issuer (leaf != NULL ? leaf->issuer : NULL);
  g_autofree char *names = list_names (leaf);
  g_autofree char *authority = lc_describe_issuer (expired != NULL ? expired->subject : NULL);
  g_autofree char *not_after = get_day (expired != NULL ? expired->not_after : NULL);
  g_autofree char *not_before = get_day (leaf != NULL ? leaf->not_before : NULL);
  const char *name = attempt->tls != NULL ? attempt->tls->name : NULL;

  if (name == NULL)
    name = lc_row_get_tls_name (row) != NULL ? lc_row_get_tls_name (row) : lc_row_get_host (row);
  if (lc_attempt_is_authority_expired (attempt) && strstr (template, "{not_after}") != NULL)
    template = _ ("{target} shows a certificate signed by {authority}, whose own ended on "
                  "{not_after}.");
  return lc_phrase_fill (template, "target", target, "because", because, "authority", authority,
                         "issuer", issuer, "names", names, "name", name, "not_after", not_after,
                         "not_before", not_before, NULL);
}

static char *
fill_sentence (const char *template, LcRow *row, const LcAttempt *attempt, LcCode code)
{
  g_autofree char *target = lc_describe_target (row, attempt);
  g_autofree char *because = in_brackets (get_step_detail (attempt, code));
  g_autofree char *reply = in_quotes (attempt->reply);
  g_autofree char *title = in_quotes (attempt->http != NULL ? attempt->http->title : NULL);
  g_autofree char *http = g_strdup_printf ("%u", attempt->http != NULL ? attempt->http->status : 0);
  g_autofree char *sent = g_strdup_printf ("%u", attempt->stun != NULL ? attempt->stun->sent : 0);
  g_autofree char *answered
      = g_strdup_printf ("%u", attempt->stun != NULL ? attempt->stun->answered : 0);
  g_autofree char *stun
      = g_strdup_printf ("%u", attempt->stun != NULL ? attempt->stun->error_code : 0);

  if (lc_code_get_phase (code) == LC_PHASE_TLS)
    return fill_tls (template, row, attempt, target, because);
  return lc_phrase_fill (template, "target", target, "host", lc_row_get_host (row), "port",
                         lc_row_get_ports (row), "because", because, "reply", reply, "title", title,
                         "http", http, "sent", sent, "answered", answered, "stun", stun, NULL);
}

/* The sampled ports of an rtp row, in one or two sentences. */

static gboolean
is_stopped_here (const LcAttempt *attempt, const LcEnvironment *environment, const char *offender)
{
  const LcSample *answer = lc_samples_find_answer (attempt->samples, offender);
  g_autoptr (LcEdge) edge = NULL;
  LcLocation location;

  if (offender == NULL)
    return FALSE;
  edge = lc_edge_new_of_environment (environment);
  location = lc_location_of_sender (attempt, edge, offender, MAX (answer->type, 0),
                                    MAX (answer->icmp_code, 0));
  return location.kind == LC_LOCATION_DEVICE || location.kind == LC_LOCATION_GATEWAY;
}

static char *
describe_failed_samples (const LcAttempt *attempt,
                         const LcEnvironment *environment,
                         const LcSampleCount *count)
{
  g_autofree char *ranges = lc_samples_get_failed_ranges (attempt->samples);
  g_autofree char *failed = g_strdup_printf ("%u", count->failed);
  g_autofree char *all = g_strdup_printf ("%u", count->failed + count->passed + count->silent);
  const char *offender = lc_samples_get_offender (attempt->samples);
  const char *template
      = offender != NULL
            ? _ ("UDP ports {ranges} to {address} are stopped by or right after {offender}: "
                 "{failed} of {all} sampled ports.")
            : _ ("UDP ports {ranges} to {address} are stopped: {failed} of {all} sampled ports.");

  if (is_stopped_here (attempt, environment, offender))
    template = _ ("UDP ports {ranges} to {address} do not get beyond this computer: {failed} of "
                  "{all} sampled ports.");
  return lc_phrase_fill (template, "ranges", ranges, "address", attempt->address, "offender",
                         offender, "failed", failed, "all", all, NULL);
}

static char *
describe_passed_samples (const LcAttempt *attempt, const LcSampleCount *count)
{
  g_autofree char *passed = g_strdup_printf ("%u", count->passed);
  g_autofree char *all = g_strdup_printf ("%u", count->passed + count->silent);
  const char *template
      = count->reached > 0
            ? _ ("Datagrams on {passed} of {all} sampled ports reach {address} or leave this "
                 "network towards it.")
            : _ ("Datagrams on {passed} of {all} sampled ports leave this network towards "
                 "{address}; whether they arrive cannot be seen.");

  return lc_phrase_fill (template, "passed", passed, "all", all, "address", attempt->address, NULL);
}

/* Routers answered, and none of them is shown to be beyond this network. */
static char *
describe_inside (const LcAttempt *attempt, const LcSampleCount *count)
{
  g_autofree char *passed = g_strdup_printf ("%u", count->passed);
  g_autofree char *all = g_strdup_printf ("%u", count->passed + count->silent);

  return lc_phrase_fill (_ ("Datagrams on {passed} of {all} sampled ports towards {address} get as "
                            "far as a router that may still be this network’s own; whether they "
                            "leave it could not be shown."),
                         "passed", passed, "all", all, "address", attempt->address, NULL);
}

/* A whole end of the range is silent, while other ports were answered. */
static char *
describe_quiet (const LcAttempt *attempt, const LcSampleCount *count, const char *ranges)
{
  g_autofree char *silent = g_strdup_printf ("%u", count->silent);
  g_autofree char *all = g_strdup_printf ("%u", count->passed + count->silent);

  return lc_phrase_fill (
      _ ("Nobody said anything about UDP ports {ranges} to {address}: {silent} of "
         "{all} sampled ports. The others were answered."),
      "ranges", ranges, "address", attempt->address, "silent", silent, "all", all, NULL);
}

static char *
describe_samples (LcRow *row, const LcAttempt *attempt, const LcEnvironment *environment)
{
  LcSampleCount count = lc_samples_count (attempt->samples);
  g_autofree char *target = lc_describe_target (row, attempt);
  g_autofree char *all = g_strdup_printf ("%u", count.silent);
  g_autofree char *quiet = lc_samples_get_quiet_range (attempt->samples);

  if (count.failed > 0)
    return describe_failed_samples (attempt, environment, &count);
  if (quiet != NULL && attempt->code == LC_CODE_UDP_SILENT)
    return describe_quiet (attempt, &count, quiet);
  if (count.passed > 0)
    return attempt->code == LC_CODE_UDP_SILENT ? describe_inside (attempt, &count)
                                               : describe_passed_samples (attempt, &count);
  if (count.silent > 0)
    return lc_phrase_fill (_ ("{target}: nothing on the way said anything about the {all} sampled "
                              "ports, which proves neither that they are open nor that they are "
                              "closed."),
                           "target", target, "all", all, NULL);
  return g_strdup (_ ("The check was stopped before this was known."));
}

/* What nobody answered, refused or rejected: the path says more than the code. */
static char *
describe_transport (const char *template,
                    LcRow *row,
                    const LcAttempt *attempt,
                    const LcEnvironment *environment)
{
  g_autofree char *target = lc_describe_target (row, attempt);
  g_autofree char *location = lc_location_describe (attempt, environment, target);

  if (location != NULL
      && (attempt->icmp != NULL || attempt->code != LC_CODE_TCP_NETWORK_UNREACHABLE))
    return g_steal_pointer (&location);
  return lc_phrase_fill (template, "target", target, "address", attempt->address, NULL);
}

static gboolean
ends_at_proxy (const LcAttempt *attempt)
{
  const LcStep *last = attempt->steps->len > 0
                           ? g_ptr_array_index (attempt->steps, attempt->steps->len - 1)
                           : NULL;

  return attempt->proxy != NULL && last != NULL && last->phase == LC_PHASE_PROXY
         && last->status == LC_STATUS_FAIL;
}

/* What the proxy said, else what the step saw, without its full stop. */
static char *
describe_what_was_said (const LcAttempt *attempt, LcCode code)
{
  g_autofree char *detail = g_strdup (get_step_detail (attempt, code));

  if (attempt->reply != NULL)
    return in_quotes (attempt->reply);
  if (detail != NULL && g_str_has_suffix (detail, "."))
    detail[strlen (detail) - 1] = '\0';
  return in_brackets (detail);
}

static const char *
find_proxy_sentence (const LcAttempt *attempt, LcCode code)
{
  const char *template = find_sentence (proxy_sentences, G_N_ELEMENTS (proxy_sentences), code);

  if (template != NULL)
    return template;
  if (attempt->local == NULL)
    return _ ("The proxy {proxy} cannot be reached{said}.");
  return attempt->reply == NULL ? _ ("The proxy {proxy} takes the connection and gives no "
                                     "answer when asked for {host} port {port}{said}.")
                                : _ ("What answers at {proxy} is no HTTP proxy{said}.");
}

static char *
describe_proxy (LcRow *row, const LcAttempt *attempt, LcCode code)
{
  g_autofree char *said = describe_what_was_said (attempt, code);

  return lc_phrase_fill (find_proxy_sentence (attempt, code), "proxy", attempt->proxy, "host",
                         lc_row_get_host (row), "port", lc_row_get_ports (row), "said", said, NULL);
}

char *
lc_describe_attempt (LcRow *row,
                     const LcAttempt *attempt,
                     const LcEnvironment *environment,
                     LcCode code)
{
  const char *template
      = find_sentence (transport_sentences, G_N_ELEMENTS (transport_sentences), code);

  g_return_val_if_fail (LC_IS_ROW (row), NULL);
  g_return_val_if_fail (attempt != NULL, NULL);

  if (ends_at_proxy (attempt))
    return describe_proxy (row, attempt, code);
  if (attempt->samples != NULL && attempt->samples->len > 0 && !attempt->local_drop
      && code != LC_CODE_TCP_NETWORK_UNREACHABLE)
    return describe_samples (row, attempt, environment);
  if (template != NULL)
    return describe_transport (template, row, attempt, environment);
  template = find_sentence (sentences, G_N_ELEMENTS (sentences), code);
  if (template == NULL)
    template = lc_code_get_label (code);
  return fill_sentence (template, row, attempt, code);
}

char *
lc_describe_dns (LcRow *row, const LcDns *dns, LcCode code)
{
  const char *template = find_sentence (dns_sentences, G_N_ELEMENTS (dns_sentences), code);
  const char *const *resolved = lc_row_get_resolved (row);
  g_autoptr (GPtrArray) addresses = lc_words_new ();
  g_autofree char *list = NULL;
  g_autofree char *server = NULL;

  for (guint i = 0; resolved[i] != NULL; i++)
    lc_words_add (addresses, resolved[i]);
  list = lc_phrase_join (addresses, 3);
  server = dns != NULL && dns->server != NULL
               ? g_strdup_printf (_ ("the DNS server %s"), dns->server)
               : g_strdup (_ ("the DNS server"));
  if (template == NULL)
    template = lc_code_get_label (code);
  return lc_phrase_fill (template, "host", lc_row_get_host (row), "server", server, "addresses",
                         list, NULL);
}
