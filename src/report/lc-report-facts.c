/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-facts.h"

#include <glib/gi18n-lib.h>

#include "report/lc-report-words.h"

static void
add_strv (GPtrArray *facts, const char *label, char **values)
{
  g_autofree char *text = values != NULL ? g_strjoinv (", ", values) : NULL;

  lc_facts_add (facts, label, text);
}

static void
add_interfaces (GPtrArray *facts, GPtrArray *interfaces)
{
  for (guint i = 0; i < interfaces->len; i++) {
    const LcInterface *interface = g_ptr_array_index (interfaces, i);
    g_autofree char *addresses
        = interface->addresses != NULL ? g_strjoinv (", ", interface->addresses) : g_strdup ("");
    g_autofree char *name = lc_interface_describe (interface);
    g_autofree char *text = g_strdup_printf ("%s %s", name, addresses);

    lc_facts_add (facts, _ ("Interface"), g_strchomp (text));
  }
}

static void
add_clock (GPtrArray *facts, const LcEnvironment *environment)
{
  g_autofree char *text = NULL;
  long long skew = ABS (environment->clock_skew_s);
  gulong n = (gulong) skew;

  if (!environment->has_clock_skew || skew == 0)
    return;
  text = g_strdup_printf (environment->clock_skew_s > 0
                              /* Translators: how much the computer's clock is behind. */
                              ? g_dngettext (GETTEXT_PACKAGE, "%lld second slow",
                                             "%lld seconds slow", n)
                              /* Translators: how much the computer's clock is ahead. */
                              : g_dngettext (GETTEXT_PACKAGE, "%lld second fast",
                                             "%lld seconds fast", n),
                          skew);
  lc_facts_add (facts, _ ("This computer’s clock"), text);
}

/* Roots that were added change what a report may say of certificates: that is for everybody. */
static void
add_public_roots (GPtrArray *facts, const LcPublicRoots *roots)
{
  g_autofree char *dated = NULL;
  g_autofree char *text = NULL;

  if (roots == NULL)
    return;
  dated = lc_describe_day (roots->dated);
  /* Translators: how many public certificate authorities are known, and the day of their list. */
  text = g_strdup_printf (_ ("%u, as of %s"), roots->count, dated);
  if (roots->extended) {
    /* Translators: “151, as of 15 January 2025”. */
    g_autofree char *extended = g_strdup_printf (_ ("%s, some of them added for this check"), text);

    lc_facts_add (facts, _ ("Public authorities"), extended);
  } else {
    lc_facts_add_for_experts (facts, _ ("Public authorities"), text);
  }
}

GPtrArray *
lc_report_list_network (LcReport *report)
{
  GPtrArray *facts = lc_facts_new ();
  const LcEnvironment *environment;

  g_return_val_if_fail (LC_IS_REPORT (report), facts);

  environment = lc_report_get_environment (report);
  if (environment->has_online && !environment->online)
    lc_facts_add (facts, NULL, _ ("This computer is not on a network."));
  add_interfaces (facts, environment->interfaces);
  add_strv (facts, _ ("Gateway"), environment->gateways);
  add_strv (facts, _ ("DNS servers"), environment->dns_servers);
  lc_facts_add (facts, _ ("Proxy"), environment->proxy);
  lc_facts_add (facts, _ ("Captive portal"), environment->captive_portal);
  lc_facts_add (facts, _ ("VPN"), environment->vpn);
  lc_facts_add (facts, _ ("Public address"), environment->public_address);
  lc_facts_add (facts, _ ("NAT64"), environment->nat64_prefix);
  add_clock (facts, environment);
  add_public_roots (facts, environment->public_roots);
  return facts;
}

GPtrArray *
lc_report_list_strip (LcReport *report)
{
  GPtrArray *facts = lc_facts_new ();
  g_autofree char *when = NULL;
  const LcEnvironment *environment;

  g_return_val_if_fail (LC_IS_REPORT (report), facts);

  environment = lc_report_get_environment (report);
  when = lc_report_describe_when (report);
  lc_facts_add (facts, _ ("Checked"), when);
  add_interfaces (facts, environment->interfaces);
  add_strv (facts, _ ("Gateway"), environment->gateways);
  add_strv (facts, _ ("DNS servers"), environment->dns_servers);
  lc_facts_add (facts, _ ("Public address"), environment->public_address);
  return facts;
}

static gboolean
has_fact (GPtrArray *facts, const LcFact *fact)
{
  for (guint i = 0; i < facts->len; i++) {
    const LcFact *other = g_ptr_array_index (facts, i);

    if (g_strcmp0 (other->label, fact->label) == 0 && g_str_equal (other->value, fact->value))
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
lc_report_list_more_network (LcReport *report)
{
  g_autoptr (GPtrArray) strip = lc_report_list_strip (report);
  GPtrArray *facts = lc_report_list_network (report);

  for (guint i = facts->len; i > 0; i--)
    if (has_fact (strip, g_ptr_array_index (facts, i - 1)))
      g_ptr_array_remove_index (facts, i - 1);
  return facts;
}

GPtrArray *
lc_report_list_about (LcReport *report)
{
  GPtrArray *facts = lc_facts_new ();
  g_autofree char *started = NULL;
  g_autofree char *took = NULL;
  g_autofree char *when = NULL;
  g_autofree char *title = NULL;
  g_autofree char *site = NULL;
  g_autofree char *catalog = NULL;
  g_autofree char *program = NULL;

  g_return_val_if_fail (LC_IS_REPORT (report), facts);

  started = lc_report_describe_when (report);
  took = lc_describe_us (lc_report_get_duration_us (report));
  /* Translators: a date and time, and how long the check took. */
  when = g_strdup_printf (_ ("%s, took %s"), started, took);
  title = lc_report_describe_site (report);
  site = g_strdup_printf ("%s (%s)", title, lc_report_get_site (report));
  catalog = lc_report_describe_catalog (report);
  program = g_strdup_printf ("%s %s", lc_report_get_generator_name (report),
                             lc_report_get_generator_version (report));
  lc_facts_add (facts, _ ("Checked"), when);
  lc_facts_add (facts, _ ("Site"), site);
  lc_facts_add (facts, _ ("Catalogue"), catalog);
  lc_facts_add (facts, _ ("Program"), program);
  lc_facts_add (facts, _ ("Report"), lc_report_get_id (report));
  return facts;
}
