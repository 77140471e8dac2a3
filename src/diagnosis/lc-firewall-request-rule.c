/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-firewall-request-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-address-scan.h"
#include "base/lc-address.h"
#include "base/lc-phrase.h"
#include "base/lc-text.h"
#include "catalog/lc-catalog-words.h"
#include "report/lc-report-words.h"

#define MAX_COMMANDS 2 /* of each tool: more destinations are tried in the same way */
#define MAX_SAME 6     /* addresses that one sentence of evidence stands for, by name */
#define MAX_NAME_BYTES 253

/* Allow a connection, or exempt it from something that looks into it. */
static const char *const actions[] = {
  [LC_CHANGE_OUTBOUND] = "allow", [LC_CHANGE_TLS] = "bypass", [LC_CHANGE_WEB_FILTER] = "bypass",
  [LC_CHANGE_PROXY] = "allow",    [LC_CHANGE_DNS] = "bypass",
};

void
lc_firewall_rule_free (LcFirewallRule *rule)
{
  if (rule == NULL)
    return;
  g_ptr_array_unref (rule->changes);
  g_ptr_array_unref (rule->destinations);
  g_ptr_array_unref (rule->sources);
  g_ptr_array_unref (rule->tries);
  g_ptr_array_unref (rule->services);
  g_ptr_array_unref (rule->purposes);
  g_ptr_array_unref (rule->capabilities);
  g_ptr_array_unref (rule->evidence);
  g_ptr_array_unref (rule->rows);
  g_ptr_array_unref (rule->commands);
  g_free (rule->port);
  g_free (rule->device);
  g_free (rule);
}

static void
free_rule (gpointer data)
{
  lc_firewall_rule_free (data);
}

const char *
lc_firewall_rule_get_action (const LcFirewallRule *rule)
{
  return actions[rule->head->kind];
}

char *
lc_firewall_rule_get_command (LcReport *report, GPtrArray *rows)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *list = NULL;

  g_ptr_array_extend (words, rows, NULL, NULL);
  g_ptr_array_add (words, NULL);
  list = g_strjoinv (",", (char **) words->pdata);
  return g_strdup_printf ("linecheck-cli check %s --rows %s", lc_report_get_site (report), list);
}

static gboolean
has_word (GPtrArray *words, const char *word)
{
  return g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL);
}

/* The tries of one list of a row toward the change's address. */
static void
add_locals (GPtrArray *locals, GPtrArray *attempts, const LcChange *change)
{
  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (attempt->local != NULL && attempt->status != LC_STATUS_PASS
        && g_strcmp0 (attempt->address, change->address) == 0)
      lc_words_add (locals, attempt->local);
  }
}

GPtrArray *
lc_firewall_rule_list_locals (LcReport *report, const LcChange *change)
{
  GPtrArray *locals = lc_words_new ();

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (!has_word (change->rows, lc_row_get_number (row)))
      continue;
    add_locals (locals,
                change->kind == LC_CHANGE_PROXY ? lc_row_get_proxied_attempts (row)
                                                : lc_row_get_attempts (row),
                change);
  }
  return locals;
}

static const LcCapability *
find_capability (LcReport *report, const char *id)
{
  GPtrArray *capabilities = lc_report_get_capabilities (report);

  for (guint i = 0; i < capabilities->len; i++) {
    const LcCapability *capability = g_ptr_array_index (capabilities, i);

    if (g_strcmp0 (capability->id, id) == 0)
      return capability;
  }
  return NULL;
}

GPtrArray *
lc_firewall_rule_list_capabilities (LcReport *report, const LcChange *change)
{
  GPtrArray *titles = lc_words_new ();

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    const LcCapability *capability = find_capability (report, lc_row_get_capability (row));
    g_autofree char *title = NULL;

    if (capability == NULL || !has_word (change->rows, lc_row_get_number (row)))
      continue;
    title = lc_capability_describe_title (capability);
    lc_words_add (titles, title);
  }
  return titles;
}

/* A shell takes nothing in it for more than a name, nor does a tool for an option. */
static gboolean
is_plain_name (const char *name)
{
  return name != NULL && g_ascii_isalnum (*name) && strlen (name) <= MAX_NAME_BYTES
         && strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
                == strlen (name);
}

static const char *
find_tls_name (LcReport *report, const LcChange *change)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    if (has_word (change->rows, lc_row_get_number (row))
        && is_plain_name (lc_row_get_tls_name (row)))
      return lc_row_get_tls_name (row);
  }
  return NULL;
}

GPtrArray *
lc_firewall_rule_list_commands (LcReport *report, const LcChange *change)
{
  GPtrArray *commands = lc_words_new ();
  g_autofree char *address = lc_address_normalize (change->address);
  gboolean is_ipv6 = address != NULL && strchr (address, ':') != NULL;
  const char *name;

  if (address == NULL || change->transport != LC_TRANSPORT_TCP
      || (change->kind != LC_CHANGE_OUTBOUND && change->kind != LC_CHANGE_TLS))
    return commands;
  if (change->kind == LC_CHANGE_OUTBOUND)
    g_ptr_array_add (commands, g_strdup_printf ("nc -vz -w 5 %s %u", address, change->port));
  name = find_tls_name (report, change);
  if (name != NULL)
    g_ptr_array_add (
        commands,
        g_strdup_printf ("openssl s_client -connect %s%s%s:%u -servername %s </dev/null",
                         is_ipv6 ? "[" : "", address, is_ipv6 ? "]" : "", change->port, name));
  return commands;
}

/* What the changes of one port have in common is said once, in the user's language. */
static void
add_all (GPtrArray *all, GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    lc_words_add (all, lc_catalog_translate (g_ptr_array_index (words, i)));
}

/* Sources of a log's lines: with the port to look for. */
static void
add_tries (LcFirewallRule *rule, LcReport *report, const LcChange *change)
{
  g_autoptr (GPtrArray) locals = lc_firewall_rule_list_locals (report, change);

  for (guint i = 0; i < locals->len; i++) {
    const char *local = g_ptr_array_index (locals, i);
    const char *colon = strrchr (local, ':');
    g_autofree char *source
        = g_strndup (local, colon != NULL ? (gsize) (colon - local) : strlen (local));
    g_autofree char *line = g_strdup_printf ("%s > %s", local, change->address);

    lc_words_add (rule->sources, source);
    lc_words_add (rule->tries, line);
  }
}

static void
add_commands (LcFirewallRule *rule, LcReport *report, const LcChange *change)
{
  g_autoptr (GPtrArray) commands = lc_firewall_rule_list_commands (report, change);

  if (rule->changes->len > MAX_COMMANDS)
    return;
  g_ptr_array_extend_and_steal (rule->commands, g_steal_pointer (&commands));
}

/* Evidence. */

/* The addresses that the service was tried at: sentences that differ in them alone are of one
 * kind. Routers are none of them, for they say where it is stopped. */
static void
add_address (GHashTable *addresses, const char *address)
{
  char *normal = address != NULL ? lc_address_normalize (address) : NULL;

  if (normal != NULL)
    g_hash_table_add (addresses, normal);
}

static GHashTable *
find_service_addresses (LcReport *report)
{
  GHashTable *addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    const char *const *documented = lc_row_get_documented (row);
    GPtrArray *attempts = lc_row_get_attempts (row);

    for (guint j = 0; documented[j] != NULL; j++)
      add_address (addresses, documented[j]);
    for (guint j = 0; j < attempts->len; j++)
      add_address (addresses, ((const LcAttempt *) g_ptr_array_index (attempts, j))->address);
  }
  return addresses;
}

/* Returns: (transfer full): @sentence without the addresses of @known. */
static char *
get_kind (const char *sentence, GHashTable *known)
{
  GString *kind = g_string_new (NULL);
  gsize from = 0;
  g_auto (LcAddressSpan) span = { 0 };

  while (lc_address_scan (sentence, from, &span)) {
    gboolean is_known = g_hash_table_contains (known, span.address);

    g_string_append_len (kind, sentence + from,
                         (gssize) ((is_known ? span.begin : span.end) - from));
    if (is_known)
      g_string_append_c (kind, '*');
    from = span.end;
    lc_address_span_clear (&span);
  }
  g_string_append (kind, sentence + from);
  return g_string_free (kind, FALSE);
}

/* One sentence, and for which other destinations the like was seen. */
typedef struct
{
  char *kind;        /* (owned) */
  char *sentence;    /* (owned) the first of its kind */
  const char *first; /* the destination that it is about */
  GPtrArray *others; /* (owned) (element-type utf8) addresses */
} Seen;

static void
seen_free (gpointer data)
{
  Seen *seen = data;

  g_free (seen->kind);
  g_free (seen->sentence);
  g_ptr_array_unref (seen->others);
  g_free (seen);
}

static void
add_sentence (GPtrArray *all, GHashTable *known, const char *sentence, const char *address)
{
  g_autofree char *kind = get_kind (sentence, known);
  Seen *seen;

  for (guint i = 0; i < all->len; i++) {
    seen = g_ptr_array_index (all, i);
    if (!g_str_equal (seen->kind, kind))
      continue;
    if (!g_str_equal (seen->first, address))
      lc_words_add (seen->others, address);
    return;
  }
  seen = g_new0 (Seen, 1);
  seen->kind = g_steal_pointer (&kind);
  seen->sentence = g_strdup (sentence);
  seen->first = address;
  seen->others = lc_words_new ();
  g_ptr_array_add (all, seen);
}

static void
add_evidence (LcFirewallRule *rule, GHashTable *known)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (seen_free);

  for (guint i = 0; i < rule->changes->len; i++) {
    const LcChange *change = g_ptr_array_index (rule->changes, i);

    for (guint j = 0; j < change->evidence->len; j++)
      add_sentence (all, known, g_ptr_array_index (change->evidence, j), change->address);
  }
  for (guint i = 0; i < all->len; i++) {
    const Seen *seen = g_ptr_array_index (all, i);
    g_autofree char *others = lc_phrase_join (seen->others, MAX_SAME);
    /* Translators: after a sentence about one address: which others it holds for. */
    g_autofree char *same
        = lc_phrase_fill (_ ("The same for {addresses}."), "addresses", others, NULL);
    g_autofree char *text = seen->others->len > 0 ? g_strdup_printf ("%s %s", seen->sentence, same)
                                                  : g_strdup (seen->sentence);

    lc_words_add (rule->evidence, text);
  }
}

/* Rules. */

static LcFirewallRule *
new_rule (const LcChange *head)
{
  LcFirewallRule *rule = g_new0 (LcFirewallRule, 1);

  rule->head = head;
  rule->changes = g_ptr_array_new ();
  rule->destinations = lc_words_new ();
  rule->sources = lc_words_new ();
  rule->tries = lc_words_new ();
  rule->services = lc_words_new ();
  rule->purposes = lc_words_new ();
  rule->capabilities = lc_words_new ();
  rule->evidence = lc_words_new ();
  rule->rows = lc_words_new ();
  rule->commands = lc_words_new ();
  rule->port = lc_change_describe_port (head);
  rule->device = g_strdup (head->hop);
  return rule;
}

static void
add_change (LcFirewallRule *rule, LcReport *report, const LcChange *change)
{
  g_autoptr (GPtrArray) capabilities = lc_firewall_rule_list_capabilities (report, change);

  g_ptr_array_add (rule->changes, (gpointer) change);
  lc_words_add (rule->destinations, change->address);
  add_tries (rule, report, change);
  add_all (rule->services, change->services);
  add_all (rule->purposes, change->purposes);
  for (guint i = 0; i < capabilities->len; i++)
    lc_words_add (rule->capabilities, g_ptr_array_index (capabilities, i));
  for (guint i = 0; i < change->rows->len; i++)
    lc_words_add (rule->rows, g_ptr_array_index (change->rows, i));
  add_commands (rule, report, change);
}

/* Where no try of a rule has its source, it left as the others did. */
static void
fill_sources (GPtrArray *rules)
{
  g_autoptr (GPtrArray) all = lc_words_new ();

  for (guint i = 0; i < rules->len; i++) {
    const LcFirewallRule *rule = g_ptr_array_index (rules, i);

    for (guint j = 0; j < rule->sources->len; j++)
      lc_words_add (all, g_ptr_array_index (rule->sources, j));
  }
  for (guint i = 0; i < rules->len; i++) {
    LcFirewallRule *rule = g_ptr_array_index (rules, i);

    for (guint j = 0; rule->tries->len == 0 && j < all->len; j++)
      lc_words_add (rule->sources, g_ptr_array_index (all, j));
  }
}

GPtrArray *
lc_firewall_rules_new (LcReport *report, GPtrArray *changes)
{
  GPtrArray *rules = g_ptr_array_new_with_free_func (free_rule);
  g_autoptr (GHashTable) known = find_service_addresses (report);
  LcFirewallRule *rule = NULL;

  for (guint i = 0; i < changes->len; i++) {
    const LcChange *change = g_ptr_array_index (changes, i);

    if (rule == NULL || !lc_change_shares_port (rule->head, change)) {
      rule = new_rule (change);
      g_ptr_array_add (rules, rule);
    }
    add_change (rule, report, change);
  }
  for (guint i = 0; i < rules->len; i++)
    add_evidence (g_ptr_array_index (rules, i), known);
  fill_sources (rules);
  return rules;
}
