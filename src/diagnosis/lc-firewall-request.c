/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-firewall-request.h"

#include <glib/gi18n-lib.h>

#include "base/lc-locale.h"
#include "base/lc-phrase.h"
#include "base/lc-text.h"
#include "catalog/lc-catalog-words.h"
#include "diagnosis/lc-change.h"
#include "diagnosis/lc-finding-texts.h"
#include "report/lc-csv.h"
#include "report/lc-report-words.h"

#define WIDTH 78
#define CSV_TITLES                                                                                 \
  "list,action,direction,protocol,port,port_last,address,hosts,service,reason,owner,seen,"         \
  "evidence,verify,owner_confidence\r\n"

/* What stands above each list, and in a line of CSV. */
typedef struct
{
  const char *heading;
  const char *introduction;
  const char *action;
} List;

static const List lists[] = {
  [LC_CHANGE_OUTBOUND]
  = { N_ ("Allow these connections"),
      N_ ("Direction: outbound, begun by the client. Answers come back on the same connection or "
          "flow; nothing has to be opened inbound."),
      "allow" },
  [LC_CHANGE_TLS] = { N_ ("Exempt these hosts from TLS inspection"),
                      N_ ("Their certificates must arrive unchanged: call signalling and the apps "
                          "refuse certificates that were issued on the way."),
                      "bypass" },
  [LC_CHANGE_WEB_FILTER] = { N_ ("Exempt these hosts from the web filter"),
                             N_ ("A block page answers in their place."), "bypass" },
  [LC_CHANGE_PROXY] = { N_ ("Allow these destinations in the proxy"),
                        N_ ("The proxy must let CONNECT through to them, without a sign-in. Call "
                            "signalling, STUN and voice cannot use an HTTP proxy at all."),
                        "allow" },
  [LC_CHANGE_DNS] = { N_ ("Exempt these names from the DNS filter"),
                      N_ ("They must resolve to their public addresses."), "bypass" },
};

/* A command that observations the rows of a list again. */
static char *
get_command (LcReport *report, GPtrArray *rows)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *list = NULL;

  g_ptr_array_extend (words, rows, NULL, NULL);
  g_ptr_array_add (words, NULL);
  list = g_strjoinv (",", (char **) words->pdata);
  return g_strdup_printf ("linecheck-cli check %s --rows %s", lc_report_get_site (report), list);
}

static void
append_heading (GString *text, const char *heading, char line)
{
  g_string_append_printf (text, "%s\n", heading);
  for (guint i = 0; i < MIN (lc_text_get_width (heading), WIDTH); i++)
    g_string_append_c (text, line);
  g_string_append_c (text, '\n');
}

static void
append_labelled (GString *text, const char *label, const char *words)
{
  g_autofree char *line = lc_describe_labelled (label, words);

  if (*words != '\0')
    lc_text_append_wrapped (text, "    ", 4, WIDTH, line);
}

static void
append_destination (GString *text, const LcChange *change)
{
  g_autoptr (GPtrArray) names = lc_words_new ();
  g_autofree char *list = NULL;
  g_autofree char *line = NULL;

  for (guint i = 0; i < change->hosts->len; i++)
    if (!g_str_equal (g_ptr_array_index (change->hosts, i), change->address))
      lc_words_add (names, g_ptr_array_index (change->hosts, i));
  list = lc_phrase_join (names, 12);
  line = names->len > 0 ? g_strdup_printf ("%s  (%s)", change->address, list)
                        : g_strdup (change->address);
  lc_text_append_wrapped (text, "      ", 8, WIDTH, line);
}

/* What the changes of one port have in common is said once, in the user's language. */
static void
add_all (GPtrArray *all, GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    lc_words_add (all, lc_catalog_translate (g_ptr_array_index (words, i)));
}

static char *
join_sentences (GPtrArray *words, const char *separator)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  g_ptr_array_extend (list, words, NULL, NULL);
  g_ptr_array_add (list, NULL);
  return g_strjoinv (separator, (char **) list->pdata);
}

static void
append_evidence (GString *text, GPtrArray *evidence)
{
  lc_text_append_wrapped (text, "    ", 4, WIDTH, _ ("What shows it:"));
  for (guint i = 0; i < evidence->len; i++)
    lc_text_append_wrapped (text, "      - ", 8, WIDTH, g_ptr_array_index (evidence, i));
}

/* To whom the changes of one port go; who it is may be less sure than what is asked. */
static void
append_owner (GString *text, const LcChange *change)
{
  g_autofree char *who = lc_texts_name_owner (change->owner, change->owner_confidence, change->hop);
  g_autofree char *words = NULL;
  const char *template = _ ("whoever runs {who}");

  if (change->kind != LC_CHANGE_OUTBOUND)
    return;
  if (change->owner == LC_OWNER_UNKNOWN && change->hop == NULL)
    template = _ ("whoever runs the firewalls on the way; who stops it could not be shown");
  else if (change->owner_confidence == LC_OWNER_CONFIDENCE_LIKELY)
    template = _ ("most likely whoever runs {who}");
  words = lc_phrase_fill (template, "who", who, NULL);
  append_labelled (text, _ ("For"), words);
}

/* Appends the changes of one port, from @first on; returns the first one after them. */
static guint
append_port (GString *text, LcReport *report, GPtrArray *changes, guint first)
{
  const LcChange *head = g_ptr_array_index (changes, first);
  g_autoptr (GPtrArray) purposes = lc_words_new ();
  g_autoptr (GPtrArray) services = lc_words_new ();
  g_autoptr (GPtrArray) evidence = lc_words_new ();
  g_autoptr (GPtrArray) rows = lc_words_new ();
  g_autofree char *port = lc_change_describe_port (head);
  /* Translators: “TCP 5061 to”, above a list of addresses. */
  g_autofree char *heading = g_strdup_printf (_ ("%s to"), port);
  g_autofree char *why = NULL;
  g_autofree char *what = NULL;
  g_autofree char *command = NULL;
  guint i;

  lc_text_append_wrapped (text, "  ", 2, WIDTH, heading);
  for (i = first; i < changes->len; i++) {
    const LcChange *change = g_ptr_array_index (changes, i);

    if (!lc_change_shares_port (change, head))
      break;
    append_destination (text, change);
    add_all (purposes, change->purposes);
    add_all (services, change->services);
    add_all (evidence, change->evidence);
    add_all (rows, change->rows);
  }
  what = lc_phrase_join (services, 6);
  why = join_sentences (purposes, "; ");
  command = get_command (report, rows);
  append_owner (text, head);
  append_labelled (text, _ ("Service"), what);
  append_labelled (text, _ ("Why it is needed"), why);
  append_evidence (text, evidence);
  append_labelled (text, _ ("To verify afterwards"), command);
  g_string_append_c (text, '\n');
  return i;
}

static void
append_lists (GString *text, LcReport *report, GPtrArray *changes)
{
  LcChangeKind kind = 0;

  for (guint i = 0; i < changes->len;) {
    const LcChange *change = g_ptr_array_index (changes, i);

    if (change->kind != kind) {
      kind = change->kind;
      append_heading (text, _ (lists[kind].heading), '-');
      lc_text_append_wrapped (text, NULL, 0, WIDTH, _ (lists[kind].introduction));
      g_string_append_c (text, '\n');
    }
    i = append_port (text, report, changes, i);
  }
}

static void
append_introduction (GString *text, LcReport *report)
{
  const LcEnvironment *environment = lc_report_get_environment (report);
  g_autofree char *site = lc_report_describe_site (report);
  g_autofree char *title
      = lc_phrase_fill (_ ("Firewall change request for MultiLine: {site}"), "site", site, NULL);
  g_autofree char *when = lc_report_describe_started (report);
  g_autofree char *seen
      = lc_phrase_fill (_ ("Seen by Linecheck {version} on {time}."), "version",
                        lc_report_get_generator_version (report), "time", when, NULL);
  g_autofree char *from = NULL;

  append_heading (text, title, '=');
  lc_text_append_wrapped (text, NULL, 0, WIDTH, seen);
  if (environment->public_address != NULL) {
    from = lc_phrase_fill (_ ("The network’s public address was {address}."), "address",
                           environment->public_address, NULL);
    lc_text_append_wrapped (text, NULL, 0, WIDTH, from);
  }
  g_string_append_c (text, '\n');
}

static void
append_nothing (GString *text, LcReport *report)
{
  LcVerdict verdict = lc_report_get_verdict (report);

  lc_text_append_wrapped (
      text, NULL, 0, WIDTH,
      verdict == LC_VERDICT_OK
          ? _ ("Nothing that MultiLine needs is blocked. No change is asked for.")
          : _ ("Nothing was seen that a firewall, filter or proxy blocks. No change is asked for. "
               "What else does not work stands in the report."));
}

char *
lc_firewall_request_text (LcReport *report)
{
  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  g_autoptr (GPtrArray) changes = lc_changes_new (report);
  GString *text = g_string_new (NULL);

  append_introduction (text, report);
  if (changes->len == 0)
    append_nothing (text, report);
  append_lists (text, report, changes);
  if (changes->len > 0)
    lc_text_append_wrapped (text, NULL, 0, WIDTH,
                            _ ("Only what was seen to be blocked is listed; what works already is "
                               "not. Addresses are those that were tried."));
  return g_string_free (text, FALSE);
}

static void
append_number (GString *line, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  lc_csv_append_cell (line, text);
}

static void
append_line (GString *csv, LcReport *report, const LcChange *change)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *hosts = join_sentences (change->hosts, " ");
  g_autofree char *services = join_sentences (change->services, "; ");
  g_autofree char *purposes = join_sentences (change->purposes, "; ");
  g_autofree char *evidence = join_sentences (change->evidence, " ");
  g_autofree char *command = get_command (report, change->rows);
  g_autofree char *seen = g_date_time_format_iso8601 (lc_report_get_started (report));

  lc_csv_append_cell (line, lc_change_kind_to_string (change->kind));
  lc_csv_append_cell (line, lists[change->kind].action);
  lc_csv_append_cell (line, "outbound");
  lc_csv_append_cell (line, lc_transport_to_string (change->transport));
  append_number (line, change->port);
  append_number (line, change->port_last);
  lc_csv_append_cell (line, change->address);
  lc_csv_append_cell (line, hosts);
  lc_csv_append_cell (line, services);
  lc_csv_append_cell (line, purposes);
  lc_csv_append_cell (line, lc_owner_to_string (change->owner));
  lc_csv_append_cell (line, seen);
  lc_csv_append_cell (line, evidence);
  lc_csv_append_cell (line, command);
  lc_csv_append_cell (line, lc_owner_confidence_to_string (change->owner_confidence));
  g_string_append_printf (csv, "%s\r\n", line->str);
}

char *
lc_firewall_request_csv (LcReport *report)
{
  locale_t before = lc_locale_begin_plain ();
  g_autoptr (GPtrArray) changes = lc_changes_new (report);
  GString *csv = g_string_new (CSV_TITLES);

  for (guint i = 0; i < changes->len; i++)
    append_line (csv, report, g_ptr_array_index (changes, i));
  lc_locale_end_plain (before);
  return g_string_free (csv, FALSE);
}
