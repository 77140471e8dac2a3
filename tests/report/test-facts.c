/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-facts.h"
#include "report/lc-report-words.h"
#include "report/lc-row-cell.h"
#include "report/lc-row-facts.h"
#include "sample-reports.h"

/* The value of the first fact with this label, NULL for one without. */
static const char *
find_value (GPtrArray *facts, const char *label)
{
  for (guint i = 0; i < facts->len; i++) {
    const LcFact *fact = g_ptr_array_index (facts, i);

    if (g_strcmp0 (fact->label, label) == 0)
      return fact->value;
  }
  return NULL;
}

static LcAttempt *
get_attempt (LcReport *report)
{
  return g_ptr_array_index (lc_row_get_attempts (lc_report_get_row (report, 0)), 0);
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) facts = lc_facts_new ();
  const LcFact *fact;

  lc_facts_add (facts, "Nothing", NULL);
  lc_facts_add (facts, "Nothing", "");
  g_assert_cmpuint (facts->len, ==, 0);
  lc_facts_add (facts, NULL, "A \x1b sentence.\n");
  lc_facts_add_for_experts (facts, "Label", "value");
  g_assert_cmpuint (facts->len, ==, 2);
  fact = g_ptr_array_index (facts, 0);
  g_assert_null (fact->label);
  g_assert_cmpstr (fact->value, ==, "A \xef\xbf\xbd sentence. ");
  g_assert_cmpint (fact->audience, ==, LC_FACT_FOR_ALL);
  fact = g_ptr_array_index (facts, 1);
  g_assert_cmpint (fact->audience, ==, LC_FACT_FOR_EXPERTS);
}

static void
test_network (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  LcEnvironment *environment = lc_report_get_environment (report);
  g_autoptr (GPtrArray) facts = lc_report_list_network (report);
  g_autoptr (GPtrArray) later = NULL;

  g_assert_cmpstr (find_value (facts, "Interface"), ==, "eth0 (Ethernet) 10.1.0.2, 2001:db8::2");
  g_assert_cmpstr (find_value (facts, "DNS servers"), ==, "10.1.0.53, 10.1.0.54");
  g_assert_cmpstr (find_value (facts, "This computer’s clock"), ==, "90 seconds fast");
  g_assert_cmpstr (find_value (facts, "Public authorities"), ==,
                   "151, as of 15 January 2025, some of them added for this check");
  g_assert_null (find_value (facts, NULL));
  environment->online = FALSE;
  environment->clock_skew_s = 4000;
  environment->public_roots->extended = FALSE;
  later = lc_report_list_network (report);
  g_assert_cmpstr (find_value (later, NULL), ==, "This computer is not on a network.");
  g_assert_cmpstr (find_value (later, "This computer’s clock"), ==, "4000 seconds slow");
  g_assert_cmpstr (find_value (later, "Public authorities"), ==, "151, as of 15 January 2025");
}

/* What is not known is not shown. */
static void
test_nothing (void)
{
  g_autoptr (LcReport) report = sample_report_new_empty ();
  g_autoptr (GPtrArray) facts = lc_report_list_network (report);
  g_autoptr (LcAttempt) attempt = lc_attempt_new (NULL);
  g_autoptr (GPtrArray) answers = lc_attempt_list_answers (attempt);
  g_autoptr (GPtrArray) chain = lc_attempt_list_chain (attempt);
  g_autoptr (GPtrArray) trust = lc_attempt_list_trust (attempt);
  g_autoptr (GPtrArray) path = lc_attempt_list_path (attempt);
  g_autoptr (GPtrArray) samples = lc_attempt_list_samples (attempt);

  g_assert_cmpuint (facts->len, ==, 0);
  g_assert_cmpuint (answers->len + chain->len + trust->len + path->len + samples->len, ==, 0);
}

static void
test_row (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autoptr (GPtrArray) facts = lc_row_list_facts (lc_report_get_row (report, 0));
  g_autoptr (LcReport) other = sample_report_new_blocked ();
  g_autoptr (GPtrArray) passed = lc_row_list_facts (lc_report_get_row (other, 0));

  g_assert_cmpstr (find_value (facts, "It is up to"), ==, "probably your firewall");
  g_assert_cmpstr (find_value (facts, "How sure"), ==, "proven");
  g_assert_cmpstr (find_value (facts, "Being phased out"), ==, "Yes");
  g_assert_null (find_value (facts, "Required"));
  g_assert_null (find_value (passed, "It is up to"));
  g_assert_null (find_value (passed, "How sure"));
}

static void
test_owner (void)
{
  static const struct
  {
    LcOwner owner;
    LcOwnerConfidence confidence;
    const char *text;
  } cases[] = {
    { LC_OWNER_FIREWALL, LC_OWNER_CONFIDENCE_NONE, "your firewall" },
    { LC_OWNER_FIREWALL, LC_OWNER_CONFIDENCE_PROVEN, "your firewall" },
    { LC_OWNER_FIREWALL, LC_OWNER_CONFIDENCE_LIKELY, "probably your firewall" },
    { LC_OWNER_FIREWALL, LC_OWNER_CONFIDENCE_UNKNOWN, "perhaps your firewall" },
    { LC_OWNER_UNKNOWN, LC_OWNER_CONFIDENCE_UNKNOWN, "not known" },
    { LC_OWNER_NONE, LC_OWNER_CONFIDENCE_LIKELY, "nobody" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = lc_describe_owner (cases[i].owner, cases[i].confidence);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_stun (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autoptr (GPtrArray) facts = lc_attempt_list_answers (get_attempt (report));

  g_assert_cmpstr (find_value (facts, "Answered"), ==, "4 of 5");
  g_assert_cmpstr (find_value (facts, "At 20 a second"), ==, "2 of 3");
  g_assert_cmpstr (find_value (facts, "At 2 a second"), ==, "2 of 2");
}

/* Not known to be public is not called private. */
static void
test_anchor (void)
{
  static const struct
  {
    LcPublicity publicity;
    const char *text;
  } cases[] = {
    { LC_PUBLICITY_PUBLIC, "CN=Office Root, a public authority" },
    { LC_PUBLICITY_PRIVATE, "CN=Office Root, not a public authority" },
    { LC_PUBLICITY_UNKNOWN, "CN=Office Root" },
  };
  g_autoptr (LcReport) report = sample_report_new_rich ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) facts = NULL;

    get_attempt (report)->tls->anchor->publicity = cases[i].publicity;
    facts = lc_attempt_list_trust (get_attempt (report));
    g_assert_cmpstr (find_value (facts, "Vouched for by"), ==, cases[i].text);
  }
}

static void
test_path (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  LcPath *path = get_attempt (report)->path;
  g_autoptr (GPtrArray) reached = lc_attempt_list_path (get_attempt (report));
  g_autoptr (GPtrArray) refused = NULL;
  g_autoptr (GPtrArray) silent = NULL;

  g_assert_cmpstr (find_value (reached, "Path"), ==, "1 10.1.0.1 → 2 ?");
  g_assert_cmpstr (find_value (reached, "Its end"), ==, "The host itself answers");
  path->reached = FALSE;
  path->control_reached = FALSE;
  refused = lc_attempt_list_path (get_attempt (report));
  g_assert_cmpstr (find_value (refused, "Its end"), ==,
                   "10.1.0.1 says: refused: administratively prohibited");
  g_assert_cmpstr (find_value (refused, NULL), ==,
                   "For comparison: UDP 443 to 169.63.26.228 comes as far as hop 6.");
  path->answer_kind = LC_ANSWER_NONE;
  path->has_control = FALSE;
  silent = lc_attempt_list_path (get_attempt (report));
  g_assert_cmpstr (find_value (silent, "Its end"), ==,
                   "UDP 5061 stops at 10.1.0.1, or right after it");
  g_assert_null (find_value (silent, NULL));
}

/* A name of the settings is a promise. */
static void
test_columns (void)
{
  static const char *const names[]
      = { "number", "service", "host", "port", "status", "addresses", "latency", "seen" };
  g_autoptr (LcReport) report = sample_report_new_rich ();
  LcRow *row = lc_report_get_row (report, 0);
  g_autofree char *addresses = lc_row_describe_cell (row, LC_ROW_COLUMN_RESOLVED);
  g_autofree char *service = lc_row_describe_short_cell (row, LC_ROW_COLUMN_SERVICE);
  g_autofree char *port = lc_row_describe_short_cell (row, LC_ROW_COLUMN_PORT);

  g_assert_cmpuint (G_N_ELEMENTS (names), ==, LC_ROW_N_COLUMNS);
  for (LcRowColumn column = 0; column < LC_ROW_N_COLUMNS; column++) {
    g_assert_cmpstr (lc_row_column_get_name (column), ==, names[column]);
    g_assert_cmpint (lc_row_column_is_number (column), ==, column == LC_ROW_COLUMN_LATENCY);
  }
  g_assert_cmpstr (addresses, ==, "169.63.26.228, 2001:db8::228");
  g_assert_cmpstr (service, ==, "sip");
  g_assert_cmpstr (port, ==, "5061");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/facts/list", test_list);
  g_test_add_func ("/facts/network", test_network);
  g_test_add_func ("/facts/nothing", test_nothing);
  g_test_add_func ("/facts/row", test_row);
  g_test_add_func ("/facts/owner", test_owner);
  g_test_add_func ("/facts/stun", test_stun);
  g_test_add_func ("/facts/anchor", test_anchor);
  g_test_add_func ("/facts/path", test_path);
  g_test_add_func ("/facts/columns", test_columns);
  return g_test_run ();
}
