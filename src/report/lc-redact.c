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
#include "report/lc-report-json.h"

#define MIN_NAME 3
#define MAX_IDENTITIES 1000

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

/* Where something stands in a text by itself. */

static gboolean
is_word_character (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Whether what stands around a match makes it part of something longer. */
static gboolean
is_whole (const char *text, const char *match, gsize length)
{
  char before = match > text ? match[-1] : ' ';
  const char *after = match + length;

  if (is_word_character (before) || is_word_character (*after))
    return FALSE;
  return before != '.' && (*after != '.' || !g_ascii_isalnum (after[1]));
}

static const char *
find_whole (const char *text, const char *value)
{
  const char *match = text;

  while ((match = strstr (match, value)) != NULL) {
    if (is_whole (text, match, strlen (value)))
      return match;
    match++;
  }
  return NULL;
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
find_addresses (Finder *finder, const char *text)
{
  for (gsize at = 0; text[at] != '\0';) {
    g_auto (LcAddressSpan) span = { 0 };

    if (!lc_address_scan (text, at, &span))
      return;
    if (is_local (span.address))
      add_identity (finder, LC_IDENTITY_LOCAL, span.address);
    at = span.end;
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
  find_addresses (user_data, json_node_get_string (node));
}

/* Names. */

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

typedef struct
{
  const char *name;
  gboolean found;
} NameSearch;

static void
search_name (const char *key, JsonNode *node, gpointer user_data)
{
  NameSearch *search = user_data;

  if (!is_own_word (key) && find_whole (json_node_get_string (node), search->name) != NULL)
    search->found = TRUE;
}

static void
add_name (Finder *finder, JsonNode *root, const char *name)
{
  NameSearch search = { name, FALSE };

  if (name == NULL || strlen (name) < MIN_NAME)
    return;
  walk ("", root, search_name, &search);
  if (search.found)
    add_identity (finder, LC_IDENTITY_NAME, name);
}

/* The host of a URI is the company's, unless it is an address. */
static void
add_uri_host (Finder *finder, JsonNode *root, const char *uri)
{
  g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;

  if (parsed == NULL || g_uri_get_host (parsed) == NULL)
    return;
  if (!g_hostname_is_ip_address (g_uri_get_host (parsed)))
    add_name (finder, root, g_uri_get_host (parsed));
}

static void
find_known (Finder *finder, JsonNode *root, LcReport *report)
{
  const LcEnvironment *environment = lc_report_get_environment (report);

  for (guint i = 0; i < environment->interfaces->len; i++) {
    const LcInterface *interface = g_ptr_array_index (environment->interfaces, i);

    for (guint j = 0; interface->addresses != NULL && interface->addresses[j] != NULL; j++)
      add_address (finder, LC_IDENTITY_LOCAL, interface->addresses[j]);
  }
  /* A router of this network's own, which may have a public address on the inside. */
  for (guint i = 0; environment->gateways != NULL && environment->gateways[i] != NULL; i++)
    add_address (finder, LC_IDENTITY_LOCAL, environment->gateways[i]);
  if (environment->public_address != NULL)
    add_address (finder, LC_IDENTITY_PUBLIC, environment->public_address);
  add_uri_host (finder, root, environment->proxy);
  add_uri_host (finder, root, environment->captive_portal);
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

static char *
replace_name (const char *text, const LcIdentity *identity)
{
  GString *result = g_string_new (NULL);
  const char *match;

  while ((match = find_whole (text, identity->value)) != NULL) {
    g_string_append_len (result, text, match - text);
    g_string_append (result, identity->token);
    text = match + strlen (identity->value);
  }
  g_string_append (result, text);
  return g_string_free (result, FALSE);
}

/* One address may be written in many ways: each is the same identity. */
static char *
replace_addresses (const char *text, GHashTable *tokens)
{
  GString *result = g_string_new (NULL);
  gsize done = 0;

  while (text[done] != '\0') {
    g_auto (LcAddressSpan) span = { 0 };
    const char *token;

    if (!lc_address_scan (text, done, &span))
      break;
    token = g_hash_table_lookup (tokens, span.address);
    if (token != NULL) {
      g_string_append_len (result, text + done, (gssize) (span.begin - done));
      g_string_append (result, token);
    } else {
      g_string_append_len (result, text + done, (gssize) (span.end - done));
    }
    done = span.end;
  }
  g_string_append (result, text + done);
  return g_string_free (result, FALSE);
}

typedef struct
{
  GPtrArray *identities; /* borrowed (element-type LcIdentity) */
  GHashTable *tokens;    /* (owned) of addresses, in the form that lc_address_scan() gives */
} Redaction;

static void
redact_text (const char *key, JsonNode *node, gpointer user_data)
{
  const Redaction *redaction = user_data;
  g_autofree char *plain = lc_uri_hide_userinfo (json_node_get_string (node));
  g_autofree char *text = replace_addresses (plain, redaction->tokens);

  for (guint i = 0; i < redaction->identities->len; i++) {
    const LcIdentity *identity = g_ptr_array_index (redaction->identities, i);
    char *replaced;

    if (g_hash_table_contains (redaction->tokens, identity->value)
        || (identity->kind == LC_IDENTITY_NAME && is_own_word (key))
        || strstr (text, identity->value) == NULL)
      continue;
    replaced = replace_name (text, identity);
    g_free (text);
    text = replaced;
  }
  if (strcmp (json_node_get_string (node), text) != 0)
    json_node_set_string (node, text);
}

/* Returns: (transfer full): the tokens of those that are addresses. */
static GHashTable *
collect_tokens (GPtrArray *identities)
{
  GHashTable *tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < identities->len; i++) {
    const LcIdentity *identity = g_ptr_array_index (identities, i);
    char *address = lc_address_normalize (identity->value);

    if (address != NULL)
      g_hash_table_insert (tokens, address, identity->token);
  }
  return tokens;
}

GPtrArray *
lc_report_find_identities (LcReport *report, const char *const *names)
{
  g_autoptr (JsonNode) root = NULL;
  Finder finder = { 0 };

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  root = lc_report_build_json (report);
  finder.identities = g_ptr_array_new_with_free_func (identity_free);
  finder.values = g_hash_table_new (g_str_hash, g_str_equal);
  find_known (&finder, root, report);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    add_name (&finder, root, names[i]);
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
  Redaction redaction;

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);
  g_return_val_if_fail (identities != NULL, NULL);

  root = lc_report_build_json (report);
  tokens = collect_tokens (identities);
  redaction.identities = identities;
  redaction.tokens = tokens;
  walk ("", root, redact_text, &redaction);
  bytes = lc_json_write (root, FALSE);
  return lc_report_new_from_json (bytes, error);
}
