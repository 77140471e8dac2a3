/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-row-facts.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-icmp-message.h"
#include "catalog/lc-catalog-words.h"
#include "report/lc-report-words.h"

#define MAX_CHAIN 8    /* certificates that are shown of a chain */
#define MAX_HOPS 64    /* hops that are shown of a path */
#define MAX_SAMPLES 48 /* as many as a report has of one host */

static void
add_strv (GPtrArray *facts, const char *label, const char *const *values)
{
  g_autofree char *text = values != NULL ? g_strjoinv (", ", (char **) values) : NULL;

  lc_facts_add_for_experts (facts, label, text);
}

/* Nobody has to act for what passes, and that is as sure as its status says. */
static void
add_owner (GPtrArray *facts, LcRow *row)
{
  g_autofree char *owner
      = lc_describe_owner (lc_row_get_owner (row), lc_row_get_owner_confidence (row));

  if (lc_row_get_state (row) != LC_ROW_ENDED || lc_row_get_status (row) == LC_STATUS_PASS)
    return;
  if (lc_row_get_owner (row) != LC_OWNER_NONE)
    lc_facts_add_for_experts (facts, _ ("It is up to"), owner);
  lc_facts_add_for_experts (facts, _ ("How sure"),
                            lc_confidence_get_label (lc_row_get_confidence (row)));
}

GPtrArray *
lc_row_list_facts (LcRow *row)
{
  GPtrArray *facts = lc_facts_new ();
  g_autofree char *port = NULL;
  g_autofree char *latency = NULL;

  g_return_val_if_fail (LC_IS_ROW (row), facts);

  port = lc_row_describe_port (row);
  latency = lc_row_describe_latency (row);
  lc_facts_add_for_experts (facts, _ ("Host"), lc_row_get_host (row));
  lc_facts_add_for_experts (facts, _ ("Port"), port);
  lc_facts_add_for_experts (facts, _ ("Needed for"),
                            lc_catalog_translate (lc_row_get_purpose (row)));
  if (!lc_row_get_required (row))
    lc_facts_add_for_experts (facts, _ ("Required"), C_ ("required", "No"));
  if (lc_row_get_legacy (row))
    lc_facts_add_for_experts (facts, _ ("Being phased out"), C_ ("being phased out", "Yes"));
  lc_facts_add_for_experts (facts, _ ("Note"), lc_catalog_translate (lc_row_get_note (row)));
  add_owner (facts, row);
  if (!lc_row_get_host_is_literal (row))
    add_strv (facts, _ ("Documented"), lc_row_get_documented (row));
  if (lc_row_get_latency_us (row) >= 0)
    lc_facts_add_for_experts (facts, _ ("Latency"), latency);
  return facts;
}

GPtrArray *
lc_row_list_dns (LcRow *row)
{
  GPtrArray *facts = lc_facts_new ();
  const LcDns *dns;
  g_autofree char *time = NULL;

  g_return_val_if_fail (LC_IS_ROW (row), facts);

  dns = lc_row_get_dns (row);
  if (dns == NULL)
    return facts;
  time = lc_describe_us (dns->us);
  lc_facts_add_for_experts (facts, _ ("Result"), lc_describe_detail (dns->detail, dns->code));
  add_strv (facts, _ ("Addresses"), (const char *const *) dns->addresses);
  lc_facts_add_for_experts (facts, _ ("Leads to"), dns->canonical);
  lc_facts_add_for_experts (facts, _ ("Asked"), dns->server);
  lc_facts_add_for_experts (facts, _ ("Time"), time);
  return facts;
}

GPtrArray *
lc_attempt_list_steps (const LcAttempt *attempt)
{
  GPtrArray *facts = lc_facts_new ();

  g_return_val_if_fail (attempt != NULL, facts);

  for (guint i = 0; i < attempt->steps->len; i++) {
    const LcStep *step = g_ptr_array_index (attempt->steps, i);
    g_autofree char *time = lc_describe_us (step->us);
    g_autofree char *text = g_strdup_printf ("%s, %s: %s", lc_status_get_label (step->status), time,
                                             lc_describe_detail (step->detail, step->code));

    lc_facts_add_for_experts (facts, lc_phase_get_label (step->phase), text);
  }
  lc_facts_add_for_experts (facts, _ ("Taken together"), lc_attempt_get_meaning (attempt));
  return facts;
}

static void
add_http (GPtrArray *facts, const LcHttp *http)
{
  g_autofree char *status = http->status != 0 ? g_strdup_printf ("HTTP %u", http->status) : NULL;

  lc_facts_add_for_experts (facts, _ ("Answer"), status);
  lc_facts_add_for_experts (facts, _ ("Server"), http->server);
  lc_facts_add_for_experts (facts, _ ("Page"), http->title);
  lc_facts_add_for_experts (facts, _ ("Leads to"), http->location);
  lc_facts_add_for_experts (facts, _ ("Via"), http->via);
}

/* Returns: (transfer full) */
static char *
describe_share (guint answered, guint sent)
{
  /* Translators: answers to requests, as “19 of 20”. */
  return g_strdup_printf (_ ("%u of %u"), answered, sent);
}

static void
add_stun (GPtrArray *facts, const LcStun *stun)
{
  g_autofree char *answered = describe_share (stun->answered, stun->sent);
  g_autofree char *jitter = lc_describe_us (stun->jitter_us);

  lc_facts_add_for_experts (facts, _ ("Answered"), answered);
  for (guint i = 0; i < stun->trains->len; i++) {
    const LcStunTrain *train = &g_array_index (stun->trains, LcStunTrain, i);
    g_autofree char *share = describe_share (train->answered, train->sent);
    /* Translators: a label; how many requests were sent in a second. */
    g_autofree char *rate = g_strdup_printf (_ ("At %u a second"), train->rate);

    lc_facts_add_for_experts (facts, rate, share);
  }
  lc_facts_add_for_experts (facts, _ ("Seen as"), stun->mapped);
  if (stun->jitter_us >= 0)
    lc_facts_add_for_experts (facts, _ ("Jitter"), jitter);
}

static void
add_icmp (GPtrArray *facts, const LcAttempt *attempt)
{
  const LcIcmp *icmp = attempt->icmp;
  g_autofree char *text = g_strdup_printf ("%s: %s", icmp->address != NULL ? icmp->address : "–",
                                           lc_icmp_describe (lc_address_is_ipv6 (attempt->address),
                                                             icmp->type, icmp->code));

  lc_facts_add_for_experts (facts, _ ("Router"), text);
}

GPtrArray *
lc_attempt_list_answers (const LcAttempt *attempt)
{
  GPtrArray *facts = lc_facts_new ();

  g_return_val_if_fail (attempt != NULL, facts);

  lc_facts_add_for_experts (facts, _ ("Through proxy"), attempt->proxy);
  lc_facts_add_for_experts (facts, _ ("From"), attempt->local);
  lc_facts_add_for_experts (facts, _ ("Answer"), attempt->reply);
  if (attempt->http != NULL)
    add_http (facts, attempt->http);
  if (attempt->stun != NULL)
    add_stun (facts, attempt->stun);
  if (attempt->icmp != NULL)
    add_icmp (facts, attempt);
  return facts;
}

GPtrArray *
lc_attempt_list_samples (const LcAttempt *attempt)
{
  GPtrArray *facts = lc_facts_new ();

  g_return_val_if_fail (attempt != NULL, facts);

  for (guint i = 0; attempt->samples != NULL && i < MIN (attempt->samples->len, MAX_SAMPLES); i++) {
    const LcSample *sample = g_ptr_array_index (attempt->samples, i);
    g_autofree char *port = g_strdup_printf ("UDP %u", sample->port);
    g_autofree char *text
        = sample->address != NULL
              ? lc_describe_labelled (sample->address, lc_code_get_label (sample->code))
              : g_strdup (lc_code_get_label (sample->code));

    lc_facts_add_for_experts (facts, port, text);
  }
  return facts;
}

GPtrArray *
lc_attempt_list_chain (const LcAttempt *attempt)
{
  GPtrArray *facts = lc_facts_new ();
  const LcCertificate *last = NULL;
  guint n_shown;

  g_return_val_if_fail (attempt != NULL, facts);

  if (attempt->tls == NULL)
    return facts;
  n_shown = MIN (attempt->tls->chain->len, MAX_CHAIN);
  for (guint i = 0; i < n_shown; i++) {
    const LcCertificate *certificate = g_ptr_array_index (attempt->tls->chain, i);
    g_autofree char *until = lc_describe_day (certificate->not_after);
    g_autofree char *text
        /* Translators: whom a certificate is for, and the day it ends on. */
        = g_strdup_printf (_ ("%s, until %s"),
                           certificate->subject != NULL ? certificate->subject : "–", until);

    lc_facts_add_for_experts (facts, _ ("Certificate"), text);
    last = certificate;
  }
  if (last != NULL && n_shown == attempt->tls->chain->len && !last->self_signed
      && last->issuer != NULL) {
    /* Translators: who has signed a certificate. */
    g_autofree char *text = g_strdup_printf (_ ("signed by %s"), last->issuer);

    lc_facts_add_for_experts (facts, _ ("Certificate"), text);
  }
  return facts;
}

/* Returns: (transfer full) (nullable) */
static char *
describe_anchor (const LcAnchor *anchor)
{
  const char *name;

  if (anchor == NULL)
    return NULL;
  name = anchor->subject != NULL ? anchor->subject : "–";
  switch (anchor->publicity) {
  case LC_PUBLICITY_PUBLIC:
    /* Translators: a certificate authority that the world's programs trust. */
    return g_strdup_printf (_ ("%s, a public authority"), name);
  case LC_PUBLICITY_PRIVATE:
    /* Translators: a certificate authority that this computer trusts and others do not. */
    return g_strdup_printf (_ ("%s, not a public authority"), name);
  case LC_PUBLICITY_UNKNOWN:
  default:
    return g_strdup (name);
  }
}

GPtrArray *
lc_attempt_list_trust (const LcAttempt *attempt)
{
  GPtrArray *facts = lc_facts_new ();
  const LcTls *tls;
  g_autofree char *anchor = NULL;

  g_return_val_if_fail (attempt != NULL, facts);

  tls = attempt->tls;
  if (tls == NULL)
    return facts;
  anchor = describe_anchor (tls->anchor);
  lc_facts_add_for_experts (facts, _ ("Vouched for by"), anchor);
  lc_facts_add_for_experts (facts, _ ("Checked for"), tls->name);
  lc_facts_add_for_experts (facts, _ ("Trust"),
                            g_strcmp0 (tls->verify, "ok") == 0 ? _ ("This computer trusts it")
                                                               : tls->verify);
  lc_facts_add_for_experts (facts, _ ("Version"), tls->version);
  return facts;
}

static void
add_hops (GPtrArray *facts, const LcPath *path)
{
  g_autoptr (GString) hops = g_string_new (NULL);

  for (guint i = 0; i < MIN (path->hops->len, MAX_HOPS); i++) {
    const LcHop *hop = g_ptr_array_index (path->hops, i);

    g_string_append_printf (hops, "%s%u %s", i > 0 ? " → " : "", hop->ttl,
                            hop->address != NULL ? hop->address : "?");
  }
  lc_facts_add_for_experts (facts, _ ("Path"), hops->str);
}

GPtrArray *
lc_attempt_list_path (const LcAttempt *attempt)
{
  GPtrArray *facts = lc_facts_new ();
  g_autofree char *end = NULL;
  g_autofree char *control = NULL;

  g_return_val_if_fail (attempt != NULL, facts);

  if (attempt->path == NULL)
    return facts;
  add_hops (facts, attempt->path);
  end = attempt->path->reached ? g_strdup (_ ("The host itself answers"))
                               : lc_attempt_describe_block (attempt);
  lc_facts_add_for_experts (facts, _ ("Its end"), end);
  control = lc_path_describe_control (attempt->path);
  lc_facts_add_for_experts (facts, NULL, control);
  return facts;
}

gboolean
lc_attempt_shows_block (const LcAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, FALSE);

  return attempt->path != NULL && !attempt->path->reached
         && (attempt->samples == NULL || attempt->status == LC_STATUS_FAIL
             || attempt->status == LC_STATUS_DEGRADED);
}

static gboolean
has_answer (const LcPath *path)
{
  for (guint i = 0; i < path->hops->len; i++)
    if (((const LcHop *) g_ptr_array_index (path->hops, i))->address != NULL)
      return TRUE;
  return FALSE;
}

/* There is no router between the last one and the host, if that is where the control's is:
 * it may be the host that does not answer, or the way back. */
static gboolean
ends_before_host (const LcPath *path)
{
  guint last = 0;

  for (guint i = 0; i < path->hops->len; i++) {
    const LcHop *hop = g_ptr_array_index (path->hops, i);

    if (lc_address_equal (hop->address, path->stopped_at))
      last = hop->ttl;
  }
  return path->has_control && path->control_reached && last != 0
         && path->control_last_ttl <= last + 1;
}

char *
lc_attempt_describe_block (const LcAttempt *attempt)
{
  const LcPath *path;
  const char *who;

  g_return_val_if_fail (attempt != NULL && attempt->path != NULL, NULL);

  path = attempt->path;
  who = path->answer_address != NULL ? path->answer_address : C_ ("nobody knows who", "Something");
  switch (path->answer_kind) {
  case LC_ANSWER_RESET:
    /* Translators: an address, and how many hops away it is. */
    return g_strdup_printf (ngettext ("%s refuses it, %u hop away", "%s refuses it, %u hops away",
                                      path->answer_ttl),
                            who, path->answer_ttl);
  case LC_ANSWER_ICMP:
    /* Translators: an address, and what it says. */
    return g_strdup_printf (_ ("%s says: %s"), who,
                            lc_icmp_describe (lc_address_is_ipv6 (attempt->address),
                                              path->answer_icmp_type, path->answer_icmp_code));
  case LC_ANSWER_NONE:
  default:
    if (!lc_attempt_shows_block (attempt))
      return g_strdup (_ ("Nobody farther on answers, which is no sign of a block"));
    if (path->stopped_at == NULL && has_answer (path))
      return g_strdup (_ ("Nobody farther on answers, which does not show where it stops"));
    if (path->stopped_at == NULL)
      return g_strdup (_ ("Nothing answered"));
    if (ends_before_host (path))
      /* Translators: an address. */
      return g_strdup_printf (_ ("%s is the last before the host, of which no answer comes back"),
                              path->stopped_at);
    if (attempt->samples != NULL)
      /* Translators: a port, an address. */
      return g_strdup_printf (_ ("UDP %u stops at %s, or right after it"), path->port,
                              path->stopped_at);
    /* Translators: an address. */
    return g_strdup_printf (_ ("It stops at %s, or right after it"), path->stopped_at);
  }
}

char *
lc_path_describe_control (const LcPath *path)
{
  const char *transport;

  g_return_val_if_fail (path != NULL, NULL);

  if (!path->has_control)
    return NULL;
  transport = path->control_transport == LC_TRANSPORT_UDP ? "UDP" : "TCP";
  if (path->control_reached)
    /* Translators: “TCP”, a port, an address. */
    return g_strdup_printf (_ ("For comparison: %s %u to %s goes through."), transport,
                            path->control_port, path->control_address);
  /* Translators: “TCP”, a port, an address, a number of hops. */
  return g_strdup_printf (_ ("For comparison: %s %u to %s comes as far as hop %u."), transport,
                          path->control_port, path->control_address, path->control_last_ttl);
}
