/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-redact.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/lc-address-scan.h"
#include "base/lc-address.h"
#include "base/lc-json-writer.h"
#include "base/lc-uri.h"
#include "report/lc-redact-text.h"
#include "report/lc-report-json.h"

#define MIN_NAME 3
#define MAX_IDENTITIES 1000
#define MAX_ADDRESSES 100
#define MIN_ADDRESS 8 /* shorter ones may be anything else in a sentence */

/* Everything that a report says, it says in JSON: what is found and replaced there
 * is found and replaced in every view. */

typedef struct
{
  GPtrArray *identities; /* (owned) (element-type LcIdentity) */
  GHashTable *values;    /* (owned) of the identities' values, borrowed */
  guint counts[LC_IDENTITY_PUBLIC + 1];
} Finder;

static void
identity_free (gpointer data)
{
  LcIdentity *identity = data;

  g_free (identity->value);
  g_free (identity->token);
  g_free (identity);
}

static char *
make_token (Finder *finder, LcIdentityKind kind)
{
  static const char *const words[] = {
    [LC_IDENTITY_NAME] = "name",
    [LC_IDENTITY_LOCAL] = "local-address",
    [LC_IDENTITY_PUBLIC] = "public-address",
  };

  return g_strdup_printf ("%s-%u", words[kind], ++finder->counts[kind]);
}

static void
add_identity (Finder *finder, LcIdentityKind kind, const char *value)
{
  LcIdentity *identity;

  /* A saved report may call nothing an address; that stands everywhere in a text. */
  if (*value == '\0' || finder->identities->len >= MAX_IDENTITIES
      || g_hash_table_contains (finder->values, value))
    return;
  identity = g_new0 (LcIdentity, 1);
  identity->kind = kind;
  identity->value = g_strdup (value);
  identity->token = make_token (finder, kind);
  g_ptr_array_add (finder->identities, identity);
  g_hash_table_add (finder->values, identity->value);
}

/* The program's own words, which no name may change: a user may be called “pass”. */
static gboolean
is_own_word (const char *key)
{
  static const char *const keys[]
      = { "format",   "version",    "revision",   "dated",        "of",
          "sha256",   "key_sha256", "site",       "verdict",      "status",
          "code",     "phase",      "owner",      "confidence",   "owner_confidence",
          "severity", "service",    "number",     "transport",    "protocol",
          "step",     "kind",       "started",    "capability",   "folded_under",
          "id",       "rows",       "host",       "documented",   "resolved",
          "address",  "tls_name",   "site_title", "support_code", "captive_portal_source" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i], key))
      return TRUE;
  return FALSE;
}

/* Addresses. */

/* Of the inside of a network; this computer's loopback tells nothing. */
static gboolean
is_local (const char *address)
{
  return lc_address_is_inside (address) && !lc_address_is_loopback (address);
}

/* What is no address is told apart by its text. */
static void
add_address (Finder *finder, LcIdentityKind kind, const char *value)
{
  g_autofree char *address = lc_address_normalize (value);

  add_identity (finder, kind, address != NULL ? address : value);
}

static void
find_spellings (Finder *finder, const char *key, const LcPlainText *plain)
{
  g_autoptr (GPtrArray) found = lc_plain_text_find_spellings (plain);

  for (guint i = 0; i < found->len; i++) {
    const LcSpelling *spelling = g_ptr_array_index (found, i);

    if (spelling->kind == LC_SPELLING_HARDWARE && !is_own_word (key))
      add_identity (finder, LC_IDENTITY_NAME, spelling->value);
    else if (spelling->kind == LC_SPELLING_ADDRESS && is_local (spelling->value))
      add_identity (finder, LC_IDENTITY_LOCAL, spelling->value);
  }
}

/* Walking through all texts. */

typedef void (*TextFunc) (const char *key, JsonNode *node, gpointer user_data);

static void
walk (const char *key, JsonNode *node, TextFunc func, gpointer user_data)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    g_autoptr (GList) members = json_object_get_members (object);

    for (GList *l = members; l != NULL; l = l->next)
      walk (l->data, json_object_get_member (object, l->data), func, user_data);
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      walk (key, json_array_get_element (array, i), func, user_data);
  } else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING) {
    func (key, node, user_data);
  }
}

static void
find_in_text (const char *key, JsonNode *node, gpointer user_data)
{
  g_autoptr (LcPlainText) plain = lc_plain_text_new (json_node_get_string (node));

  find_spellings (user_data, key, plain);
}

/* Names. */

/* Names that are looked for. Those of them that are in a report are its identities. */
typedef struct
{
  char *name; /* (owned) */
  gboolean found;
} Candidate;

static void
candidate_free (gpointer data)
{
  Candidate *candidate = data;

  g_free (candidate->name);
  g_free (candidate);
}

static void
search_names (const char *key, JsonNode *node, gpointer user_data)
{
  GPtrArray *candidates = user_data;
  g_autoptr (LcPlainText) plain = NULL;
  gsize begin, end;

  if (is_own_word (key))
    return;
  plain = lc_plain_text_new (json_node_get_string (node));
  for (guint i = 0; i < candidates->len; i++) {
    Candidate *candidate = g_ptr_array_index (candidates, i);

    if (!candidate->found)
      candidate->found = lc_plain_text_find_name (plain, candidate->name, 0, &begin, &end);
  }
}

static void
add_candidate (GPtrArray *candidates, const char *name)
{
  Candidate *candidate;

  if (name == NULL || g_utf8_strlen (name, -1) < MIN_NAME)
    return;
  candidate = g_new0 (Candidate, 1);
  candidate->name = g_strdup (name);
  g_ptr_array_add (candidates, candidate);
}

/* A host, its name without the domain, and the domain, which is the company's. The domain of a name
 * of two parts is everybody's. */
static void
add_host (GPtrArray *candidates, const char *host)
{
  const char *dot = host != NULL ? strchr (host, '.') : NULL;
  g_autofree char *first = dot != NULL ? g_strndup (host, (gsize) (dot - host)) : NULL;

  add_candidate (candidates, host);
  if (dot == NULL || strpbrk (host, " /:@") != NULL)
    return;
  while (dot != NULL && strchr (dot + 1, '.') != NULL) {
    add_candidate (candidates, dot + 1);
    dot = strchr (dot + 1, '.');
  }
  add_candidate (candidates, first);
}

/* The host of a URI is the company's, unless it is an address. */
static void
add_uri_host (GPtrArray *candidates, const char *uri)
{
  g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED, NULL) : NULL;
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  if (host != NULL && !g_hostname_is_ip_address (host))
    add_host (candidates, host);
}

/* Whether the system has chosen the name of an interface, or a program that everybody has. One that
 * somebody has chosen may be a company's. */
static gboolean
is_usual_interface (const char *name)
{
  return g_regex_match_simple (
      "^(lo|eth|en[ops]|wlan|wl[ops]|ww[ops]|wwan|tun|tap|utun|wg|ppp|br|bond"
      "|docker|virbr|veth|usb|ib|ipsec|tailscale|vpn|vmnet|vboxnet|lxcbr)"
      "[0-9][0-9a-z]{0,11}$",
      name, 0, 0);
}

static void
add_interface (GPtrArray *candidates, const char *name)
{
  if (name != NULL && !is_usual_interface (name))
    add_candidate (candidates, name);
}

static void
find_known (Finder *finder, GPtrArray *candidates, LcReport *report)
{
  const LcEnvironment *environment = lc_report_get_environment (report);

  for (guint i = 0; i < environment->interfaces->len; i++) {
    const LcInterface *interface = g_ptr_array_index (environment->interfaces, i);

    add_interface (candidates, interface->name);
    for (guint j = 0; interface->addresses != NULL && interface->addresses[j] != NULL; j++)
      add_address (finder, LC_IDENTITY_LOCAL, interface->addresses[j]);
  }
  /* A router of this network's own, which may have a public address on the inside. */
  for (guint i = 0; environment->gateways != NULL && environment->gateways[i] != NULL; i++)
    add_address (finder, LC_IDENTITY_LOCAL, environment->gateways[i]);
  if (environment->public_address != NULL)
    add_address (finder, LC_IDENTITY_PUBLIC, environment->public_address);
  add_interface (candidates, environment->vpn);
  add_uri_host (candidates, environment->proxy);
  add_uri_host (candidates, environment->captive_portal);
}

static void
add_found (Finder *finder, GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++) {
    const Candidate *candidate = g_ptr_array_index (candidates, i);

    if (candidate->found)
      add_identity (finder, LC_IDENTITY_NAME, candidate->name);
  }
}

/* Other servers may have seen the computer from other addresses. */
static void
find_mapped (const char *key, JsonNode *node, gpointer user_data)
{
  g_auto (LcAddressSpan) span = { 0 };

  if (g_str_equal (key, "mapped") && lc_address_scan (json_node_get_string (node), 0, &span)
      && !is_local (span.address))
    add_identity (user_data, LC_IDENTITY_PUBLIC, span.address);
}

/* Replacing. */

typedef struct
{
  GPtrArray *identities; /* borrowed (element-type LcIdentity) */
  GHashTable *tokens;    /* borrowed: of addresses, in the form that lc_address_scan() gives */
  GPtrArray *addresses;  /* borrowed (element-type utf8): of pages */
} Redaction;

/* A place in a plain text, and what is put there. */
typedef struct
{
  gsize begin;
  gsize end;
  const char *token; /* borrowed */
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *first = a;
  const Place *second = b;

  if (first->begin != second->begin)
    return first->begin < second->begin ? -1 : 1;
  return first->end > second->end ? -1 : first->end < second->end;
}

static void
place_spellings (const Redaction *redaction,
                 const char *key,
                 const LcPlainText *plain,
                 GArray *places)
{
  g_autoptr (GPtrArray) found = lc_plain_text_find_spellings (plain);

  for (guint i = 0; i < found->len; i++) {
    const LcSpelling *spelling = g_ptr_array_index (found, i);
    Place place = { spelling->begin, spelling->end,
                    g_hash_table_lookup (redaction->tokens, spelling->value) };

    if (place.token != NULL && (spelling->kind != LC_SPELLING_HARDWARE || !is_own_word (key)))
      g_array_append_val (places, place);
  }
}

static void
place_names (const Redaction *redaction, const char *key, const LcPlainText *plain, GArray *places)
{
  for (guint i = 0; i < redaction->identities->len; i++) {
    const LcIdentity *identity = g_ptr_array_index (redaction->identities, i);
    Place place = { 0, 0, identity->token };

    if (g_hash_table_contains (redaction->tokens, identity->value)
        || (identity->kind == LC_IDENTITY_NAME && is_own_word (key)))
      continue;
    while (lc_plain_text_find_name (plain, identity->value, place.end, &place.begin, &place.end))
      g_array_append_val (places, place);
  }
}

/* Returns: (transfer full): of places that overlap the first one counts, and the longest. */
static char *
fill_in (const char *text, const LcPlainText *plain, GArray *places)
{
  GString *result = g_string_new (NULL);
  gsize done = 0;

  g_array_sort (places, compare_places);
  for (guint i = 0; i < places->len; i++) {
    const Place *place = &g_array_index (places, Place, i);
    gsize begin = plain->offsets[place->begin];

    if (begin < done)
      continue;
    g_string_append_len (result, text + done, (gssize) (begin - done));
    g_string_append (result, place->token);
    done = plain->offsets[place->end];
  }
  g_string_append (result, text + done);
  return g_string_free (result, FALSE);
}

/* What is behind the host of a page's address may name a person, a device, a network: of all that
 * only the host tells what is the matter. */
static char *
cut_address (const char *address)
{
  const char *host = strstr (address, "://");
  gsize kept = host != NULL ? (gsize) (host + 3 - address) : 0;

  kept += strcspn (address + kept, "/?#");
  if (address[kept] == '\0' || g_str_equal (address + kept, "/"))
    return g_strdup (address);
  return g_strdup_printf ("%.*s/…", (int) kept, address);
}

static gboolean
is_page_address (const char *key)
{
  return g_str_equal (key, "location") || g_str_equal (key, "captive_portal");
}

/* Steps tell where a page leads to. */
static void
collect_address (const char *key, JsonNode *node, gpointer user_data)
{
  GPtrArray *addresses = user_data;
  const char *address = json_node_get_string (node);

  if (is_page_address (key) && strlen (address) >= MIN_ADDRESS && addresses->len < MAX_ADDRESSES
      && !g_ptr_array_find_with_equal_func (addresses, address, g_str_equal, NULL))
    g_ptr_array_add (addresses, g_strdup (address));
}

/* Returns: (transfer full): the text with the addresses of pages cut. */
static char *
cut_addresses (const char *text, const char *key, GPtrArray *addresses)
{
  GString *result = g_string_new (NULL);
  g_autofree char *cut = is_page_address (key) ? cut_address (text) : NULL;

  g_string_append (result, cut != NULL ? cut : text);
  for (guint i = 0; cut == NULL && i < addresses->len; i++) {
    g_autofree char *shorter = cut_address (g_ptr_array_index (addresses, i));

    if (strstr (result->str, g_ptr_array_index (addresses, i)) != NULL)
      g_string_replace (result, g_ptr_array_index (addresses, i), shorter, 0);
  }
  return g_string_free (result, FALSE);
}

static void
redact_text (const char *key, JsonNode *node, gpointer user_data)
{
  const Redaction *redaction = user_data;
  g_autofree char *cut = cut_addresses (json_node_get_string (node), key, redaction->addresses);
  g_autofree char *text = lc_uri_hide_userinfo (cut);
  g_autoptr (LcPlainText) plain = lc_plain_text_new (text);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autofree char *redacted = NULL;

  place_spellings (redaction, key, plain, places);
  place_names (redaction, key, plain, places);
  redacted = fill_in (text, plain, places);
  if (strcmp (json_node_get_string (node), redacted) != 0)
    json_node_set_string (node, redacted);
}

/* Whether a name is the address of a network card. */
static gboolean
is_hardware (const char *value)
{
  return g_regex_match_simple ("^([0-9a-f]{2}:){5}[0-9a-f]{2}$", value, 0, 0);
}

/* Returns: (transfer full): the tokens of those that are addresses, of network cards as well. */
static GHashTable *
collect_tokens (GPtrArray *identities)
{
  GHashTable *tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < identities->len; i++) {
    const LcIdentity *identity = g_ptr_array_index (identities, i);
    char *address = lc_address_normalize (identity->value);

    if (address == NULL && is_hardware (identity->value))
      address = g_strdup (identity->value);
    if (address != NULL)
      g_hash_table_insert (tokens, address, identity->token);
  }
  return tokens;
}

GPtrArray *
lc_report_find_identities (LcReport *report, const char *const *names)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GPtrArray) candidates = NULL;
  Finder finder = { 0 };

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  root = lc_report_build_json (report);
  finder.identities = g_ptr_array_new_with_free_func (identity_free);
  finder.values = g_hash_table_new (g_str_hash, g_str_equal);
  candidates = g_ptr_array_new_with_free_func (candidate_free);
  find_known (&finder, candidates, report);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    add_host (candidates, names[i]);
  walk ("", root, search_names, candidates);
  add_found (&finder, candidates);
  walk ("", root, find_mapped, &finder);
  walk ("", root, find_in_text, &finder);
  g_hash_table_unref (finder.values);
  return finder.identities;
}

LcReport *
lc_report_redact (LcReport *report, GPtrArray *identities, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GHashTable) tokens = NULL;
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  Redaction redaction;

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);
  g_return_val_if_fail (identities != NULL, NULL);

  root = lc_report_build_json (report);
  tokens = collect_tokens (identities);
  redaction.identities = identities;
  redaction.tokens = tokens;
  redaction.addresses = addresses;
  walk ("", root, collect_address, addresses);
  walk ("", root, redact_text, &redaction);
  bytes = lc_json_write (root, FALSE);
  return lc_report_new_from_json (bytes, error);
}
