/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-firewall-request-words.h"

#include <glib/gi18n-lib.h>

#include "base/lc-phrase.h"
#include "diagnosis/lc-finding-texts.h"
#include "report/lc-report-words.h"

#define BLANK "________________" /* for whoever fills the request in */
#define TIME_FORMAT "%Y-%m-%d %H:%M:%S %Z"

/* What stands above each list. */
typedef struct
{
  const char *heading;
  const char *introduction;
} List;

static const List lists[] = {
  [LC_CHANGE_OUTBOUND]
  = { N_ ("Allow these connections"),
      N_ ("Direction: outbound, begun by the client. Answers come back on the same connection or "
          "flow; nothing has to be opened inbound.") },
  [LC_CHANGE_TLS] = { N_ ("Exempt these hosts from TLS inspection"),
                      N_ ("Their certificates must arrive unchanged: call signalling and the apps "
                          "refuse certificates that were issued on the way.") },
  [LC_CHANGE_WEB_FILTER]
  = { N_ ("Exempt these hosts from the web filter"), N_ ("A block page answers in their place.") },
  [LC_CHANGE_PROXY] = { N_ ("Allow these destinations in the proxy"),
                        N_ ("The proxy must let CONNECT through to them, without a sign-in. Call "
                            "signalling, STUN and voice cannot use an HTTP proxy at all.") },
  [LC_CHANGE_DNS] = { N_ ("Exempt these names from the DNS filter"),
                      N_ ("They must resolve to their public addresses.") },
};

const char *
lc_firewall_request_get_heading (LcChangeKind kind)
{
  return _ (lists[kind].heading);
}

const char *
lc_firewall_request_get_introduction (LcChangeKind kind)
{
  return _ (lists[kind].introduction);
}

const char *
lc_firewall_request_get_nothing (LcReport *report)
{
  if (lc_report_get_verdict (report) == LC_VERDICT_OK)
    return _ ("Nothing that MultiLine needs is blocked. No change is asked for.");
  return _ ("Nothing was seen that a firewall, filter or proxy blocks. No change is asked for. "
            "What else does not work stands in the report.");
}

const char *
lc_firewall_request_get_limits (void)
{
  return _ ("Only what was seen to be blocked is listed; what works already is "
            "not. Addresses are those that were tried.");
}

char *
lc_firewall_request_describe_title (LcReport *report)
{
  g_autofree char *site = lc_report_describe_site (report);

  return lc_phrase_fill (_ ("Firewall change request for MultiLine: {site}"), "site", site, NULL);
}

char *
lc_firewall_request_describe_owner (const LcChange *change)
{
  g_autofree char *who = lc_texts_name_owner (change->owner, change->owner_confidence, change->hop);
  const char *template = _ ("whoever runs {who}");

  if (change->kind != LC_CHANGE_OUTBOUND)
    return NULL;
  if (change->owner == LC_OWNER_UNKNOWN && change->hop == NULL)
    template = _ ("whoever runs the firewalls on the way; who stops it could not be shown");
  else if (change->owner_confidence == LC_OWNER_CONFIDENCE_LIKELY)
    template = _ ("most likely whoever runs {who}");
  return lc_phrase_fill (template, "who", who, NULL);
}

char *
lc_firewall_request_join (GPtrArray *words, const char *separator)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  g_ptr_array_extend (list, words, NULL, NULL);
  g_ptr_array_add (list, NULL);
  return g_strjoinv (separator, (char **) list->pdata);
}

/* Facts. */

/* All tries were made between the two. */
static char *
describe_span (LcReport *report, gboolean local)
{
  GDateTime *started = lc_report_get_started (report);
  g_autoptr (GDateTime) first
      = local ? g_date_time_to_local (started) : g_date_time_to_utc (started);
  g_autoptr (GDateTime) last
      = g_date_time_add (first, CLAMP (lc_report_get_duration_us (report), 0, G_TIME_SPAN_DAY));
  g_autofree char *from = g_date_time_format (first, TIME_FORMAT);
  g_autofree char *to = last != NULL ? g_date_time_format (last, "%H:%M:%S") : NULL;

  return to != NULL ? g_strdup_printf ("%s – %s", from, to) : g_steal_pointer (&from);
}

/* The interface that has one of the addresses that were used; NULL where none has. */
static const LcInterface *
find_interface (const LcEnvironment *environment, GPtrArray *sources)
{
  for (guint i = 0; i < environment->interfaces->len; i++) {
    const LcInterface *interface = g_ptr_array_index (environment->interfaces, i);

    for (guint j = 0; interface->addresses != NULL && j < sources->len; j++)
      if (g_strv_contains ((const char *const *) interface->addresses,
                           g_ptr_array_index (sources, j)))
        return interface;
  }
  return NULL;
}

/* A field that the report cannot fill stays blank. */
static void
add_field (GPtrArray *facts, const char *label, GPtrArray *words)
{
  g_autofree char *text = lc_firewall_request_join (words, ", ");

  lc_facts_add (facts, label, words->len > 0 ? text : BLANK);
}

static void
add_source (GPtrArray *facts, LcReport *report, GPtrArray *sources)
{
  const LcEnvironment *environment = lc_report_get_environment (report);
  const LcInterface *interface = find_interface (environment, sources);
  g_autofree char *gateways
      = environment->gateways != NULL ? g_strjoinv (", ", environment->gateways) : NULL;
  g_autofree char *name = interface != NULL ? lc_interface_describe (interface) : NULL;

  add_field (facts, _ ("This computer"), sources);
  lc_facts_add (facts, _ ("Interface"), name);
  lc_facts_add (facts, _ ("Gateway"), gateways);
  lc_facts_add (facts, _ ("Public address"), environment->public_address);
}

static void
add_words (GPtrArray *all, GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    lc_words_add (all, g_ptr_array_index (words, i));
}

/* Nobody is named who is only likely to stop it: that is for whoever fills the field in. */
static void
add_device (GPtrArray *devices, const LcFirewallRule *rule)
{
  g_autofree char *perhaps = g_strdup_printf (BLANK " (%s?)", rule->device);

  lc_words_add (devices, rule->head->owner_confidence == LC_OWNER_CONFIDENCE_LIKELY
                                 || rule->head->owner_confidence == LC_OWNER_CONFIDENCE_UNKNOWN
                             ? perhaps
                             : rule->device);
}

GPtrArray *
lc_firewall_request_list_facts (LcReport *report, GPtrArray *rules)
{
  GPtrArray *facts = lc_facts_new ();
  g_autoptr (GPtrArray) none = lc_words_new ();
  g_autoptr (GPtrArray) sources = lc_words_new ();
  g_autoptr (GPtrArray) devices = lc_words_new ();
  g_autoptr (GPtrArray) capabilities = lc_words_new ();
  g_autofree char *id = g_strdup_printf ("%s (%s %s)", lc_report_get_id (report),
                                         lc_report_get_generator_name (report),
                                         lc_report_get_generator_version (report));
  g_autofree char *utc = describe_span (report, FALSE);
  g_autofree char *local = describe_span (report, TRUE);

  for (guint i = 0; i < rules->len; i++) {
    const LcFirewallRule *rule = g_ptr_array_index (rules, i);

    add_words (sources, rule->sources);
    add_words (capabilities, rule->capabilities);
    if (rule->device != NULL)
      add_device (devices, rule);
  }
  lc_facts_add (facts, _ ("Report"), id);
  lc_facts_add (facts, _ ("Checked"), utc);
  if (!g_str_equal (utc, local))
    lc_facts_add (facts, _ ("Local time"), local);
  if (rules->len == 0)
    return facts;
  add_source (facts, report, sources);
  if (capabilities->len > 0)
    add_field (facts, _ ("What does not work"), capabilities);
  add_field (facts, _ ("Requester"), none);
  add_field (facts, _ ("Ticket"), none);
  add_field (facts, _ ("Enforcing device"), devices);
  return facts;
}

/* The table. */

static char *
dup_title (LcFirewallCell cell)
{
  static const char *const titles[LC_FIREWALL_N_CELLS] = {
    [LC_FIREWALL_CELL_NUMBER] = "#",
    [LC_FIREWALL_CELL_ACTION] = N_ ("Action"),
    [LC_FIREWALL_CELL_SOURCE] = N_ ("Source"),
    [LC_FIREWALL_CELL_PORT] = N_ ("Port"),
    [LC_FIREWALL_CELL_DESTINATIONS] = N_ ("Destinations"),
  };

  return g_strdup (cell == LC_FIREWALL_CELL_NUMBER ? titles[cell] : _ (titles[cell]));
}

static const char *
get_action (LcChangeKind kind)
{
  /* Translators: what a rule does with what it is about. */
  return kind == LC_CHANGE_OUTBOUND || kind == LC_CHANGE_PROXY ? _ ("Allow") : _ ("Exempt");
}

char *
lc_firewall_request_dup_cell (GPtrArray *rules, guint line, LcFirewallCell cell)
{
  const LcFirewallRule *rule = line > 0 ? g_ptr_array_index (rules, line - 1) : NULL;

  if (rule == NULL)
    return dup_title (cell);
  switch (cell) {
  case LC_FIREWALL_CELL_NUMBER:
    return g_strdup_printf ("%u", line);
  case LC_FIREWALL_CELL_ACTION:
    return g_strdup (get_action (rule->head->kind));
  case LC_FIREWALL_CELL_SOURCE:
    return rule->sources->len > 0 ? lc_firewall_request_join (rule->sources, ", ") : g_strdup ("–");
  case LC_FIREWALL_CELL_PORT:
    return g_strdup (rule->port);
  case LC_FIREWALL_CELL_DESTINATIONS:
    return lc_firewall_request_join (rule->destinations, ", ");
  case LC_FIREWALL_N_CELLS:
  default:
    g_return_val_if_reached (NULL);
  }
}
