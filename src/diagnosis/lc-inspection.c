/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-inspection.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-address.h"
#include "base/lc-host.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-row-judge.h"

/* What issuers of inspection certificates call themselves, in lower case. */
static const char *const products[]
    = { "zscaler",       "netskope",   "fortinet",   "fortigate",     "palo alto",
        "blue coat",     "bluecoat",   "sophos",     "forcepoint",    "websense",
        "skyhigh",       "mcafee web", "umbrella",   "cisco secure",  "check point",
        "checkpoint",    "barracuda",  "watchguard", "sonicwall",     "untangle",
        "smoothwall",    "lightspeed", "securly",    "iboss",         "menlo security",
        "cato networks", "squid",      "mitmproxy",  "charles proxy", "fiddler",
        "portswigger",   "opendns",    "goguardian", "linewize",      "contentkeeper" };

static const char *const antivirus_products[]
    = { "kaspersky", "avast",   "avg",   "eset",     "bitdefender",    "norton",
        "dr.web",    "adguard", "avira", "f-secure", "panda security", "covenant eyes" };

static const char *const words[]
    = { "inspection", "inspect", "interception", "intercept", "decrypt",     "decryption", "mitm",
        "proxy",      "filter",  "filtering",    "firewall",  "web gateway", "secure web" };

/* All attempts whose leaf certificate one issuer signed. */
typedef struct
{
  char *key;
  char *issuer;
  GPtrArray *observations;
  GPtrArray *hosts;   /* names that were verified against */
  GPtrArray *domains; /* of these: unrelated ones */
  GPtrArray *ports;
  GPtrArray *leaves; /* fingerprints */
  GPtrArray *keys;
  const LcAnchor
      *anchor; /* (nullable) the private one, or else any, that vouches for its certificates */
  gboolean
      trusted; /* any of its certificates was: an untrusted one then lacks a part of its chain */
  gboolean misfit; /* no certificate was for the name that was asked for */
  gboolean sct;
  gboolean facts; /* any of what public certificates carry */
  gboolean self_signed;
} Issuer;

static void
free_issuer (gpointer data)
{
  Issuer *issuer = data;

  g_free (issuer->key);
  g_free (issuer->issuer);
  g_ptr_array_unref (issuer->observations);
  g_ptr_array_unref (issuer->hosts);
  g_ptr_array_unref (issuer->domains);
  g_ptr_array_unref (issuer->ports);
  g_ptr_array_unref (issuer->leaves);
  g_ptr_array_unref (issuer->keys);
  g_free (issuer);
}

static Issuer *
new_issuer (const char *key, const char *name)
{
  Issuer *issuer = g_new0 (Issuer, 1);

  issuer->key = g_strdup (key);
  issuer->issuer = g_strdup (name);
  issuer->observations = g_ptr_array_new ();
  issuer->hosts = lc_words_new ();
  issuer->domains = lc_words_new ();
  issuer->ports = lc_words_new ();
  issuer->leaves = lc_words_new ();
  issuer->keys = lc_words_new ();
  issuer->misfit = TRUE;
  return issuer;
}

static void
free_inspection (gpointer data)
{
  lc_inspection_free (data);
}

void
lc_inspection_free (LcInspection *inspection)
{
  if (inspection == NULL)
    return;
  g_free (inspection->issuer);
  g_clear_pointer (&inspection->observations, g_ptr_array_unref);
  g_clear_pointer (&inspection->reasons, g_ptr_array_unref);
  g_free (inspection);
}

static const char *
get_name (const LcObservation *observation)
{
  if (observation->attempt->tls->name != NULL)
    return observation->attempt->tls->name;
  return lc_row_get_tls_name (observation->row) != NULL ? lc_row_get_tls_name (observation->row)
                                                        : lc_row_get_host (observation->row);
}

/* Addresses that DNS led astray are DNS's story, whatever certificate answers there. */
static GPtrArray *
list_lied_addresses (LcAnalysis *self)
{
  GPtrArray *lied = lc_words_new ();

  for (guint i = 0; i < lc_report_get_n_rows (self->report); i++) {
    LcRow *row = lc_report_get_row (self->report, i);
    const char *const *resolved = lc_row_get_resolved (row);

    for (guint j = 0; lc_row_is_elsewhere (row) && resolved[j] != NULL; j++)
      lc_words_add (lied, resolved[j]);
  }
  return lied;
}

/* A self-signed certificate stands for itself, whatever it calls its issuer. */
static const char *
get_key (const LcCertificate *leaf)
{
  return leaf->self_signed && leaf->sha256 != NULL ? leaf->sha256 : leaf->issuer;
}

static Issuer *
find_issuer (GPtrArray *issuers, const LcCertificate *leaf)
{
  Issuer *issuer;

  for (guint i = 0; i < issuers->len; i++) {
    issuer = g_ptr_array_index (issuers, i);
    if (g_str_equal (issuer->key, get_key (leaf)))
      return issuer;
  }
  issuer = new_issuer (get_key (leaf), leaf->issuer != NULL ? leaf->issuer : get_key (leaf));
  g_ptr_array_add (issuers, issuer);
  return issuer;
}

/* What is known to be private counts for more than what may be missing in a list. */
static void
take_anchor (Issuer *issuer, const LcAnchor *anchor)
{
  if (anchor != NULL && (issuer->anchor == NULL || anchor->publicity == LC_PUBLICITY_PRIVATE))
    issuer->anchor = anchor;
}

static gboolean
has_publicity (const Issuer *issuer, LcPublicity publicity)
{
  return issuer->anchor != NULL && issuer->anchor->publicity == publicity;
}

static void
add_observation (GPtrArray *issuers, LcObservation *observation)
{
  const LcCertificate *leaf = lc_attempt_get_leaf (observation->attempt);
  Issuer *issuer = find_issuer (issuers, leaf);
  g_autofree char *domain = lc_host_get_domain (get_name (observation));

  g_ptr_array_add (issuer->observations, observation);
  lc_words_add (issuer->hosts, get_name (observation));
  lc_words_add (issuer->domains, domain);
  lc_words_add (issuer->ports, lc_row_get_ports (observation->row));
  lc_words_add (issuer->leaves, leaf->sha256);
  lc_words_add (issuer->keys, leaf->key_sha256);
  issuer->trusted |= !lc_attempt_has_problem (observation->attempt, "untrusted");
  issuer->misfit &= lc_attempt_has_problem (observation->attempt, "name-mismatch");
  issuer->sct |= leaf->sct;
  issuer->facts |= leaf->sct || leaf->authority_info || leaf->crl || leaf->policies;
  issuer->self_signed = leaf->self_signed;
  take_anchor (issuer, observation->attempt->tls->anchor);
}

static gboolean
is_attribute (const char *name, const char *attribute, const char *wanted)
{
  g_autofree char *value = lc_describe_attribute (name, attribute);

  return value != NULL && g_ascii_strcasecmp (value, wanted) == 0;
}

static gboolean
is_named (const char *name, const char *wanted)
{
  return name != NULL
         && (g_ascii_strcasecmp (name, wanted) == 0 || is_attribute (name, "CN", wanted)
             || is_attribute (name, "O", wanted));
}

/* Whether the one who vouches is the one whom the catalogue names: the owner's own. */
static gboolean
is_own_authority (const LcObservation *observation)
{
  const char *wanted = lc_row_get_private_authority (observation->row);
  const LcAnchor *anchor = observation->attempt->tls->anchor;

  return wanted != NULL && anchor != NULL
         && (is_named (anchor->subject, wanted)
             || (anchor->sha256 != NULL && g_ascii_strcasecmp (anchor->sha256, wanted) == 0)
             || (anchor->key_sha256 != NULL
                 && g_ascii_strcasecmp (anchor->key_sha256, wanted) == 0));
}

static void
add_observations (GPtrArray *issuers, GPtrArray *observations, GPtrArray *lied)
{
  for (guint i = 0; i < observations->len; i++) {
    LcObservation *observation = g_ptr_array_index (observations, i);
    const LcCertificate *leaf = lc_attempt_get_leaf (observation->attempt);

    if (leaf != NULL && get_key (leaf) != NULL && observation->attempt->address != NULL
        && !lc_attempt_has_problem (observation->attempt, "no-authorities")
        && !is_own_authority (observation)
        && !g_ptr_array_find_with_equal_func (lied, observation->attempt->address, g_str_equal,
                                              NULL))
      add_observation (issuers, observation);
  }
}

static GPtrArray *
group_by_issuer (LcAnalysis *self)
{
  GPtrArray *issuers = g_ptr_array_new_with_free_func (free_issuer);
  g_autoptr (GPtrArray) lied = list_lied_addresses (self);

  add_observations (issuers, self->observations, lied);
  add_observations (issuers, self->proxied, lied);
  return issuers;
}

static gboolean
other_has_sct (GPtrArray *issuers, const Issuer *self)
{
  for (guint i = 0; i < issuers->len; i++) {
    const Issuer *other = g_ptr_array_index (issuers, i);

    if (other != self && other->trusted && other->sct)
      return TRUE;
  }
  return FALSE;
}

static gboolean
shares_host (const Issuer *a, const Issuer *b)
{
  for (guint i = 0; i < a->observations->len; i++)
    for (guint j = 0; j < b->observations->len; j++) {
      const LcObservation *first = g_ptr_array_index (a->observations, i);
      const LcObservation *second = g_ptr_array_index (b->observations, j);

      if (lc_address_equal (first->attempt->address, second->attempt->address)
          || g_str_equal (get_name (first), get_name (second)))
        return TRUE;
    }
  return FALSE;
}

/* Whether the same addresses or names show a trusted certificate of somebody else. */
static gboolean
other_on_same_hosts (GPtrArray *issuers, const Issuer *self)
{
  for (guint i = 0; i < issuers->len; i++) {
    const Issuer *other = g_ptr_array_index (issuers, i);

    if (other != self && other->trusted && shares_host (self, other))
      return TRUE;
  }
  return FALSE;
}

/* Whole words only: "eset" must not be found in "Teseteria". */
static gboolean
names_itself (const char *issuer, const char *const *list, gsize length)
{
  g_autofree char *text = g_ascii_strdown (issuer, -1);

  for (gsize i = 0; i < length; i++)
    for (const char *at = strstr (text, list[i]); at != NULL; at = strstr (at + 1, list[i])) {
      char after = at[strlen (list[i])];

      if ((at == text || !g_ascii_isalnum (at[-1])) && !g_ascii_isalnum (after))
        return TRUE;
    }
  return FALSE;
}

static void
give_reason (LcInspection *inspection, LcConfidence confidence, const char *reason)
{
  if (inspection->confidence == LC_CONFIDENCE_INCONCLUSIVE || confidence < inspection->confidence)
    inspection->confidence = confidence;
  lc_words_add (inspection->reasons, reason);
}

/* One certificate for everybody, fitting nobody: a portal's or a filter's own
 * server. What the pages say tells which; here it stands for interception only
 * where no portal explains it. */
static gboolean
is_stand_in (const Issuer *issuer)
{
  return issuer->leaves->len == 1 && issuer->misfit && issuer->domains->len > 1;
}

static void
judge_stand_in (LcInspection *inspection, const Issuer *issuer)
{
  if (is_stand_in (issuer))
    give_reason (inspection, LC_CONFIDENCE_PROVEN,
                 _ ("Unrelated hosts show one and the same certificate, which fits none of them."));
}

/* An issuer that this computer does not trust. One host with an odd certificate,
 * or hosts of one domain whose own authority nobody else knows, is no interception. */
static void
judge_untrusted (LcInspection *inspection, GPtrArray *issuers, const Issuer *issuer)
{
  gboolean webs = issuer->ports->len > 1
                  || g_ptr_array_find_with_equal_func (issuer->ports, "443", g_str_equal, NULL);

  if (issuer->trusted)
    return;
  if (issuer->domains->len > 1)
    give_reason (inspection, LC_CONFIDENCE_PROVEN,
                 _ ("One issuer that this computer does not trust signed for unrelated hosts."));
  else if (issuer->hosts->len > 1 && webs && other_on_same_hosts (issuers, issuer))
    give_reason (inspection, LC_CONFIDENCE_LIKELY,
                 _ ("The same hosts show certificates of a trusted issuer on other ports."));
}

/* Public authorities embed timestamps of certificate transparency (RFC 6962). */
static void
judge_facts (LcInspection *inspection, GPtrArray *issuers, const Issuer *issuer)
{
  if (issuer->sct || issuer->self_signed || !other_has_sct (issuers, issuer))
    return;
  if (issuer->domains->len > 1)
    give_reason (inspection, LC_CONFIDENCE_PROVEN,
                 _ ("The certificates of unrelated hosts lack the public log’s timestamps, which "
                    "other certificates in this check have."));
  else if (issuer->trusted && issuer->hosts->len > 1 && !issuer->facts)
    give_reason (inspection, LC_CONFIDENCE_LIKELY,
                 _ ("The certificates have nothing of what public ones carry, which other "
                    "certificates in this check have."));
}

static void
judge_contrast (LcInspection *inspection, GPtrArray *issuers, const Issuer *issuer)
{
  if (issuer->domains->len > 1 && !issuer->facts && !issuer->self_signed
      && other_on_same_hosts (issuers, issuer))
    give_reason (inspection, LC_CONFIDENCE_LIKELY,
                 _ ("One issuer signed for unrelated hosts, and the same hosts show another "
                    "trusted issuer on other ports."));
}

/* Returns: whether the issuer says so itself. */
static gboolean
judge_name (LcInspection *inspection, const Issuer *issuer)
{
  gboolean named;

  if (issuer->sct || issuer->self_signed)
    return FALSE;
  if (names_itself (issuer->issuer, antivirus_products, G_N_ELEMENTS (antivirus_products)))
    inspection->antivirus = TRUE;
  if (issuer->anchor != NULL && issuer->anchor->subject != NULL
      && names_itself (issuer->anchor->subject, antivirus_products,
                       G_N_ELEMENTS (antivirus_products)))
    inspection->antivirus = TRUE;
  named = inspection->antivirus || names_itself (issuer->issuer, products, G_N_ELEMENTS (products))
          || (issuer->hosts->len > 1 && names_itself (issuer->issuer, words, G_N_ELEMENTS (words)));
  if (named)
    give_reason (inspection, LC_CONFIDENCE_LIKELY,
                 _ ("The issuer’s name says that it inspects connections."));
  return named;
}

static gboolean
shares_domain (const Issuer *a, const Issuer *b)
{
  for (guint i = 0; i < a->domains->len; i++)
    if (g_ptr_array_find_with_equal_func (b->domains, g_ptr_array_index (a->domains, i),
                                          g_str_equal, NULL))
      return TRUE;
  return FALSE;
}

/* Whether another of the owner's hosts, or another port, shows a public authority. */
static gboolean
owner_has_public (GPtrArray *issuers, const Issuer *self)
{
  for (guint i = 0; i < issuers->len; i++) {
    const Issuer *other = g_ptr_array_index (issuers, i);

    if (has_publicity (other, LC_PUBLICITY_PUBLIC) && shares_domain (self, other))
      return TRUE;
  }
  return FALSE;
}

/* Whether one authority, by whatever issuers, signed for owners that have nothing to do with
 * each other. */
static gboolean
signs_for_unrelated (GPtrArray *issuers, const Issuer *self)
{
  g_autoptr (GPtrArray) domains = lc_words_new ();

  for (guint i = 0; i < issuers->len; i++) {
    const Issuer *other = g_ptr_array_index (issuers, i);

    if (other != self
        && (!has_publicity (other, LC_PUBLICITY_PRIVATE)
            || g_strcmp0 (other->anchor->key_sha256, self->anchor->key_sha256) != 0))
      continue;
    for (guint j = 0; j < other->domains->len; j++)
      lc_words_add (domains, g_ptr_array_index (other->domains, j));
  }
  return domains->len > 1;
}

/* This computer trusts it, and the world does not. A company's own hosts may have such an
 * authority; hosts of several owners have not, nor some hosts of an owner whose others have a
 * public one. */
static void
judge_anchor (LcInspection *inspection, GPtrArray *issuers, const Issuer *issuer)
{
  if (!has_publicity (issuer, LC_PUBLICITY_PRIVATE))
    return;
  if (signs_for_unrelated (issuers, issuer))
    give_reason (inspection, LC_CONFIDENCE_PROVEN,
                 _ ("The authority behind them is none of the public ones, and it signed for "
                    "unrelated hosts."));
  else if (owner_has_public (issuers, issuer))
    give_reason (inspection, LC_CONFIDENCE_PROVEN,
                 _ ("The authority behind them is none of the public ones, which the same owner "
                    "has elsewhere in this check."));
  else
    give_reason (inspection, LC_CONFIDENCE_LIKELY,
                 _ ("The authority behind them is none of the public ones."));
}

/* Devices make one key for all the certificates that they issue. So may a company
 * that runs everything itself: where nobody else issues anything, it proves nothing. */
static void
judge_keys (LcInspection *inspection, GPtrArray *issuers, const Issuer *issuer)
{
  if (issuers->len > 1 && issuer->domains->len > 1 && issuer->keys->len == 1
      && issuer->leaves->len > 1 && !issuer->sct)
    give_reason (inspection, LC_CONFIDENCE_LIKELY,
                 _ ("Unrelated hosts show different certificates with one and the same key."));
}

static LcInspection *
judge (GPtrArray *issuers, const Issuer *issuer)
{
  g_autoptr (LcInspection) inspection = g_new0 (LcInspection, 1);
  gboolean named;

  inspection->issuer = g_strdup (issuer->issuer);
  inspection->trusted = issuer->trusted;
  inspection->confidence = LC_CONFIDENCE_INCONCLUSIVE;
  inspection->reasons = lc_words_new ();
  inspection->observations = g_ptr_array_ref (issuer->observations);
  judge_stand_in (inspection, issuer);
  /* A public authority signs for nobody but a name's owner. */
  if (has_publicity (issuer, LC_PUBLICITY_PUBLIC))
    return inspection->reasons->len > 0 ? g_steal_pointer (&inspection) : NULL;
  judge_untrusted (inspection, issuers, issuer);
  judge_facts (inspection, issuers, issuer);
  judge_contrast (inspection, issuers, issuer);
  named = judge_name (inspection, issuer);
  judge_keys (inspection, issuers, issuer);
  judge_anchor (inspection, issuers, issuer);
  /* What else shows it is as true of certificates that an owner signs alone. */
  inspection->maybe_own = has_publicity (issuer, LC_PUBLICITY_PRIVATE) && !named
                          && inspection->confidence != LC_CONFIDENCE_PROVEN;
  return inspection->reasons->len > 0 ? g_steal_pointer (&inspection) : NULL;
}

GPtrArray *
lc_inspections_new (LcAnalysis *self, gboolean portal)
{
  g_autoptr (GPtrArray) issuers = group_by_issuer (self);
  GPtrArray *inspections = g_ptr_array_new_with_free_func (free_inspection);

  for (guint i = 0; i < issuers->len; i++) {
    const Issuer *issuer = g_ptr_array_index (issuers, i);
    LcInspection *inspection = portal && is_stand_in (issuer) ? NULL : judge (issuers, issuer);

    if (inspection != NULL)
      g_ptr_array_add (inspections, inspection);
  }
  return inspections;
}
